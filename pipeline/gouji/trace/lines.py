"""From words to lines of text, in a cell or outside every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gouji.model.page import Word
from gouji.text import close_blanks, join_lines

LEVEL = 0.5
"""Of the lower of two heights: words that share more stand on one line (raised figures share all of theirs)."""
SPACE = 0.2
"""Of the height: words further apart had a blank between; kerning and the pieces producers cut text into leave less."""
PARTS = 1.2
"""Of the height: text outside tables that is further apart is two parts of one line ("单位：某局    金额单位：万元"),
told apart by a blank even beside Chinese characters; titles are spaced by one character at most."""

_BINDS_AFTER = frozenset("([{/\\-–~<>=≥≤＝+±×*:.,")
_POINTS = frozenset(".,%")
_BINDS_BEFORE = frozenset(")]}/\\%‰°~,.;:!?<>=≥≤＝±×*")


@dataclass(slots=True)
class TextLine:
    """Words on one baseline, from left to right."""

    words: list[Word]
    top: float
    bottom: float
    _text: str = field(default="", compare=False)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return min(word.box.x0 for word in self.words)

    @property
    def right(self) -> float:
        """Where the line ends."""
        return max(word.box.x1 for word in self.words)

    @property
    def text(self) -> str:
        """The words with a blank where one was printed; a line is asked for it only when it is whole."""
        if not self._text:
            self._text = _spaced(self.words, None)
        return self._text


def to_lines(words: Sequence[Word]) -> list[TextLine]:
    """Put words that stand side by side on one line, lines from top to bottom, words from left to right."""
    if len(words) < 2:
        return [TextLine([word], word.box.top, word.box.bottom) for word in words]
    lines: list[TextLine] = []
    for word in sorted(words, key=_by_height):
        top, bottom = word.box.top, word.box.bottom
        line = lines[-1] if lines else None
        if line is not None and _shared(line, top, bottom) > LEVEL * min(bottom - top, line.bottom - line.top):
            line.words.append(word)
            line.top, line.bottom = min(line.top, top), max(line.bottom, bottom)
        else:
            lines.append(TextLine([word], top, bottom))
    for line in lines:
        if len(line.words) > 1:
            line.words.sort(key=lambda word: word.box.x0)
    return lines


def _by_height(word: Word) -> tuple[float, float]:
    return word.box.top + word.box.bottom, word.box.x0


def _shared(line: TextLine, top: float, bottom: float) -> float:
    return min(line.bottom, bottom) - max(line.top, top)


def _spaced(words: Sequence[Word], parts: float | None) -> str:
    """Join words; beyond `parts` of the height the blank is a form feed, which marks the parts of a line."""
    pieces = [words[0].text]
    for before, word in pairwise(words):
        gap = word.box.x0 - before.box.x1
        height = min(word.box.bottom - word.box.top, before.box.bottom - before.box.top)
        if parts is not None and gap > parts * height:
            pieces.append("\f")
        elif gap > SPACE * height:
            pieces.append(" ")
        pieces.append(word.text)
    return "".join(pieces)


def line_text(line: TextLine) -> str:
    """Return the text of a line outside tables: parts far apart are kept apart by one blank."""
    return " ".join(close_blanks(part) for part in _spaced(line.words, PARTS).split("\f"))


def cell_text(lines: Sequence[TextLine], width: float, padding: Callable[[], float]) -> str:
    """Join the lines of a cell `width` wide, whose text keeps `padding()` from either side at least."""
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0].words) == 1:
        return lines[0].words[0].text
    pieces = [lines[0].text]
    for line, following in pairwise(lines):
        one, two = line.text, following.text
        if _bound(one[-1], two[0]) or (_number_cut(one, two) and _is_full(line, following, width - 2 * padding())):
            pieces.append(two)
        else:
            pieces.append("\n" + two)
    return join_lines(["".join(pieces)])


def _bound(last: str, first: str) -> bool:
    """No blank belongs after an opening bracket, slash or operator, or before a closing bracket or a percent sign."""
    return (last in _BINDS_AFTER and last not in ".,:") or first in _BINDS_BEFORE


def _number_cut(one: str, two: str) -> bool:
    return two[0].isdigit() and (one[-1].isdigit() or (one[-1] in ".," and one[-2:-1].isdigit()))


def _is_full(line: TextLine, following: TextLine, width: float) -> bool:
    """Tell whether what begins the next line had no room: a number is cut only then; two numbers are parted before.

    Digits are of one width; that of the last in a line may be measured by its ink, so the widest counts.
    """
    digit = max(right - left for word in (*line.words, *following.words) for left, right in _digits(word))
    last, first = line.words[-1], following.words[0]
    used = line.right - line.left + (digit - (last.stops[-1] - last.stops[-2]) if last.text[-1].isdigit() else 0.0)
    # A point must not begin a line: it took its digit along.
    taken = first.stops[2] - first.stops[1] if first.text[1:2] in _POINTS else 0.0
    return width - used < 1.05 * (digit + taken)


def _digits(word: Word) -> Iterator[tuple[float, float]]:
    """Yield where each digit begins and ends."""
    return (ends for char, ends in zip(word.text, pairwise(word.stops), strict=True) if char.isdigit())

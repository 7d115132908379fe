"""Where a table stands that no upright stroke draws: between level strokes, or where lines of texts stand in columns.

Prose, lists of contents and charts are no tables: at least three rows by three columns must be in step, with short
texts, under a row that names the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gouji.model.page import Page, Word
from gouji.trace.columns import PART, Interval, gutters, intervals
from gouji.trace.lines import TextLine, to_lines
from gouji.trace.measure import FIGURES
from gouji.trace.named import without_torn
from gouji.trace.strokes import Edge

LONG = 0.35
"""Of the page's width: shorter level strokes are underlines."""
SAME = 4.0
"""Points: level strokes that begin and end so close belong to one table."""
NEAR_RULE = 2.2
"""Of the height: a header's last line stands no further above the stroke under it."""
FAR_ROW = 3.5
"""Of the height: two rows of a header, each of several texts, are no further apart."""
WRAPPED = 0.8
"""Of the height: the lines of a header are no further apart."""
FAR = 6.0
"""Of the height: lines further apart are not of one table."""
WIDE = 0.7
"""Of the lines' width: a text that wide is prose."""
LARGE = 1.25
"""Of the height: larger letters are a title's."""
LEAST_PARTS = 3
LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page: its words, the level strokes in it, its sides and ends where strokes show them."""

    words: tuple[Word, ...]
    level: tuple[Edge, ...]
    sides: tuple[float, float] | None
    top: float | None
    bottom: float | None


def regions(page: Page, words: Sequence[Word], level: Sequence[Edge]) -> Iterator[Region]:
    """Yield the parts of a page that may be tables without upright strokes."""
    free = list(words)
    for group in _ruled(level, page.width):
        found = _between(group, level, free)
        if found is not None:
            yield found
            held = {id(word) for word in found.words}
            free = [word for word in free if id(word) not in held]
    for lines in _blocks(to_lines(free)):
        yield Region(tuple(word for line in lines for word in line.words), (), None, None, None)


def _ruled(level: Sequence[Edge], width: float) -> list[list[Edge]]:
    """Group long level strokes that begin and end alike and have others of their kind near."""
    groups: list[list[Edge]] = []
    for edge in sorted(level, key=lambda edge: edge.at):
        if edge.length < LONG * width:
            continue
        for group in groups:
            if abs(group[0].start - edge.start) <= SAME and abs(group[0].end - edge.end) <= SAME:
                group.append(edge)
                break
        else:
            groups.append([edge])
    return groups


def _between(group: list[Edge], level: Sequence[Edge], words: Sequence[Word]) -> Region | None:
    start, end = group[0].start, group[0].end
    inside = [word for word in words if start - 2 <= (word.box.x0 + word.box.x1) / 2 <= end + 2]
    top, bottom = group[0].at, group[-1].at
    lines = to_lines(inside)
    em = median(map(_height, lines)) if lines else 10.0
    above = _header_above(lines, top, (start, end), em)
    open_top = bool(above)
    if open_top:
        top = min(line.top for line in above)
    open_bottom = len(group) < 3 and _goes_on(lines, bottom, em)
    if open_bottom:
        below = _down(lines, bottom, em) or _under(above, lines, bottom, em)
        bottom = max((line.bottom for line in below), default=bottom)
    held = [word for word in inside if top - 1 <= (word.box.top + word.box.bottom) / 2 <= bottom + 1]
    if not held:
        return None
    own = tuple(
        edge
        for edge in level
        if top - 1 <= edge.at <= bottom + 1 and edge.start >= start - SAME and edge.end <= end + SAME
    )
    return Region(tuple(held), own, (start, end), None if open_top else top, None if open_bottom else bottom)


def _header_above(lines: Sequence[TextLine], top: float, sides: Interval, em: float) -> list[TextLine]:
    """Return the lines right above the topmost stroke if they are a header: as many parts as the lines below have."""
    found: list[TextLine] = []
    edge = top
    for line in sorted((line for line in lines if line.bottom <= top + 1), key=lambda line: -line.bottom):
        parts = len(intervals(line.words, em))
        flush = line.left - sides[0] < em or sides[1] - line.right < em
        apart = not found or parts >= LEAST_PARTS or (not flush and _in_letters_of(line, found))
        reach = FAR_ROW if found and parts >= LEAST_PARTS else NEAR_RULE if apart else WRAPPED
        if edge - line.bottom > reach * em or _height(line) > LARGE * em:
            break
        found.append(line)
        edge = min(edge, line.top)
    while found and len(intervals(found[-1].words, em)) < 2 and found[-1].left - sides[0] < em:
        found.pop()
    return found if any(len(intervals(line.words, PART * em)) >= LEAST_PARTS for line in found) else []


def _crown(
    above: Sequence[TextLine], below: Sequence[TextLine], sides: Interval, em: float, reach: float
) -> list[TextLine]:
    """Return the line right above a header that is a row of the table: in its letters, near its middle."""
    line = max(above, key=lambda one: one.bottom, default=None)
    if line is None or len(intervals(line.words, em)) > 1:
        return []
    near = below[0].top - line.bottom < NEAR_RULE * em and _in_letters_of(line, below[:LEAST_LINES])
    free = line.left > sides[0] + 2 * em and line.right < sides[1] - 2 * em
    off = abs((line.left + line.right) / 2 - (sides[0] + sides[1]) / 2)
    return [line] if near and free and off < reach else []


def _in_letters_of(line: TextLine, others: Sequence[TextLine]) -> bool:
    """Tell whether a line is set in letters as high as those of one of the others."""
    return any(abs(_height(line) - _height(one)) <= 0.03 * _height(one) for one in others)


def _goes_on(lines: Sequence[TextLine], bottom: float, em: float) -> bool:
    below = [line for line in lines if bottom - 1 <= line.top <= bottom + FAR * em]
    return any(len(intervals(line.words, PART * em)) > 1 for line in below)


def _down(lines: Sequence[TextLine], top: float, em: float) -> list[TextLine]:
    """Return the lines below a stroke, as far as they stand close and in columns."""
    below = [line for line in lines if line.top >= top - 1]
    return next(iter(_blocks(below, em)), [])


def _under(head: Sequence[TextLine], lines: Sequence[TextLine], top: float, em: float) -> list[TextLine]:
    """Return the lines below a header's stroke that stand close, each text under one of its names."""
    names = max((intervals(line.words, PART * em) for line in head), key=len, default=[])
    found: list[TextLine] = []
    below = [line for line in lines if line.top >= top - 1]
    usual = _usual_gap([line for line in below if len(intervals(line.words, PART * em)) > 1]) / em
    wide = max(NEAR_RULE, min(1.3 * usual, FAR_ROW))
    for line in below:
        row = intervals(line.words, PART * em)
        step = line.top - max((one.bottom for one in found), default=top)
        reach = wide if len(row) > 1 or row[0][0] > names[0][1] else WRAPPED
        over = any(sum(a < d and c < b for c, d in names) > 1 for a, b in row)
        if step > reach * em or over or _height(line) > LARGE * em:
            break
        found.append(line)
    several = sum(len(intervals(line.words, PART * em)) > 1 for line in found)
    return found if len(names) >= LEAST_PARTS and several >= LEAST_LINES else []


def _blocks(lines: Sequence[TextLine], em: float | None = None) -> Iterator[list[TextLine]]:
    """Yield groups of lines in which texts stand side by side again and again."""
    if not lines:
        return
    em = em or median(map(_height, lines))
    width = max(line.right for line in lines) - min(line.left for line in lines)
    block: list[TextLine] = []
    for line in lines:
        parts = intervals(line.words, 0.6 * em)
        prose = len(parts) < LEAST_PARTS and any(b - a > WIDE * width for a, b in parts)
        odd = _height(line) > LARGE * em
        far = bool(block) and line.top - max(one.bottom for one in block) > FAR * em
        if prose or odd or far:
            yield from _kept(block, em)
            block = []
        if not (prose or odd):
            block.append(line)
    yield from _kept(block, em)


def _height(line: TextLine) -> float:
    return max(word.box.bottom - word.box.top for word in line.words)


def rows_of_texts(lines: Sequence[TextLine], em: float) -> list[list[Interval]]:
    """Return where texts stand, lines that overlap in height taken together: wrapped cells beside single lines."""
    return [intervals([word for line in row for word in line.words], PART * em) for row in _rows(lines, em)]


def head_texts(lines: Sequence[TextLine], em: float) -> list[Interval]:
    """Return where the texts stand of the lines that make up the first row of several texts, line by line."""
    for row in _rows(lines, em):
        parts = len(intervals([word for line in row for word in line.words], PART * em))
        if parts >= LEAST_PARTS:
            return [text for line in row for text in intervals(line.words, PART * em)]
        if parts > 1:
            # Keys and values above stand on columns of their own: no row that names the columns comes first.
            return []
    return []


def _kept(block: list[TextLine], em: float) -> Iterator[list[TextLine]]:
    """Leave out the lines above the first and below the last with several parts, if they stand apart from columns."""
    parts = [intervals(line.words, PART * em) for line in block]
    rich = [number for number, row in enumerate(parts) if len(row) >= LEAST_PARTS]
    if len(rich) < LEAST_LINES:
        yield from _named(block, rich, em)
        return
    rows = rows_of_texts(block, em)
    between = without_torn(gutters(rows, em), head_texts(block, em))
    if len(between) < LEAST_PARTS - 1:
        return
    fits = [_fits(row, between) for row in parts]
    first = next((number for number in rich if fits[number]), rich[0])
    last = _last(block, between, em)
    gap = _usual_gap(block[first : last + 1])
    while first and fits[first - 1] and block[first].top - block[first - 1].bottom < min(0.5 * em, gap):
        first -= 1
    first = _raised(block, first, parts[next(number for number in rich if number >= first)], em)
    sides = min(line.left for line in block), max(line.right for line in block)
    crown = _crown(block[:first], block[first:], sides, em, sides[1] - sides[0])
    yield [*crown, *block[first : last + 1]]


def _named(block: list[TextLine], rich: Sequence[int], em: float) -> Iterator[list[TextLine]]:
    """Yield lines under the names of columns, few of which hold a text in most lines: labels of many rows leave out
    the others.
    """
    for number in rich[:1]:
        head = block[number]
        under = _under([head], block[number + 1 :], head.bottom, em)
        if under:
            yield [head, *under]


def _raised(block: Sequence[TextLine], first: int, names: Sequence[Interval], em: float) -> int:
    """Return the first line of a header whose upper row names columns that the lower one leaves out, and at most one
    name over those of the lower.
    """
    if not first:
        return first
    line = block[first - 1]
    row = intervals(line.words, PART * em)
    beside = [(a, b) for a, b in row if not any(a < d and c < b for c, d in names)]
    near = block[first].top - line.bottom < NEAR_RULE * em and _in_letters_of(line, block[first : first + LEAST_LINES])
    return first - 1 if near and len(beside) >= 2 and len(row) <= len(beside) + 1 else first


def _last(block: Sequence[TextLine], between: Sequence[Interval], em: float) -> int:
    """Return the last line of the table in a block, lines that overlap in height taken together as rows."""
    rows = _rows(block, em)
    parts = [intervals([word for line in row for word in line.words], PART * em) for row in rows]
    fits = [all(_fits(intervals(line.words, PART * em), between) for line in row) for row in rows]
    rich = [number for number, row in enumerate(parts) if len(row) >= LEAST_PARTS]
    last = next((number for number in reversed(rich) if fits[number]), rich[-1])
    ends = [(min(line.top for line in row), max(line.bottom for line in row)) for row in rows]
    gaps = [max(0.0, two[0] - one[1]) for one, two in pairwise(ends[: last + 1])]
    gap = median(gaps) + 0.1 if gaps else 0.0
    while (
        last + 1 < len(rows)
        and fits[last + 1]
        and ends[last + 1][0] - ends[last][1] < _reach(rows[last + 1], len(parts[last + 1]), gap, em)
    ):
        last += 1
    return sum(len(row) for row in rows[: last + 1]) - 1


def _rows(lines: Sequence[TextLine], em: float) -> list[list[TextLine]]:
    """Take lines that overlap in height together: wrapped cells beside single lines."""
    found: list[list[TextLine]] = []
    end = float("-inf")
    for line in lines:
        if end - line.top > 0.1 * em:
            found[-1].append(line)
        else:
            found.append([line])
        end = max(end, line.bottom)
    return found


def _reach(row: Sequence[TextLine], parts: int, gap: float, em: float) -> float:
    """Return how far below a table a row may stand and be part of it; a row of totals ends in figures."""
    if parts < 2:
        return min(0.75 * em, gap)
    last = max((word for line in row for word in line.words), key=lambda word: word.box.x1)
    return FAR_ROW * em if FIGURES.issuperset(last.text) else 1.3 * gap


def _fits(row: Sequence[Interval], between: Sequence[Interval]) -> bool:
    """Tell whether no text of a line prints across the paper between columns."""
    return not any(a < (low + high) / 2 < b for a, b in row for low, high in between)


def _usual_gap(lines: Sequence[TextLine]) -> float:
    gaps = [max(0.0, two.top - one.bottom) for one, two in pairwise(lines)]
    return median(gaps) + 0.1 if gaps else 0.0

"""Headers of two rows that no stroke draws: names over several columns, and the names of those columns below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.page import Word
from gouji.trace.columns import intervals
from gouji.trace.frame import cut_columns
from gouji.trace.lines import TextLine, to_lines
from gouji.trace.measure import Column, Print, is_figure, pieces, print_of, spread
from gouji.trace.rooms import Cellular

Run = tuple[int, int]

DEEP = 3.0
"""Of the height: a name over several columns begins no further below the first line of the header."""
BELOW = 3.5
"""Of the height: the names of its columns stand no further below it."""
LEVEL = 0.3
"""Of the height: names of one row are level to within this."""
OFF, LOPSIDED = 1.0, 0.05
"""Of the height, and of the width of its columns: a name stands in the middle of its columns to within this."""


@dataclass(frozen=True, slots=True)
class Head:
    """A header of two rows: its names over several columns, the height between its rows, and where it ends."""

    runs: tuple[Run, ...]
    between: float
    end: float

    def cells(self, count: int) -> tuple[Cellular, ...]:
        """Return its cells: a name over its columns above their names, every other name as high as both rows."""
        over = {col for run in self.runs for col in range(*run)}
        upper = [Cellular(0, run[0], 1, run[1]) for run in self.runs]
        lower = [Cellular(1, col, 2, col + 1) for col in over]
        return (*upper, *lower, *(Cellular(0, col, 2, col + 1) for col in range(count) if col not in over))


def head_of(words: Sequence[Word], xs: Sequence[float], em: float) -> Head | None:
    """Return the header of two rows that words begin with, if they do."""
    first = min((word.box.top for word in words), default=0.0)
    kind = print_of(cut_columns(words, xs))
    found: list[tuple[TextLine, Run, list[tuple[TextLine, ...]]]] = []
    for text in texts_of([word for word in words if word.box.top < first + DEEP * em], em):
        if is_figure(text) or (found and text.top > found[0][0].bottom - LEVEL * em):
            continue
        columns = cut_columns([word for word in words if word not in text.words], xs)
        run = _run(text, columns, xs, kind)
        if run is not None:
            found.append((text, run, [pieces(columns[col], kind)[0] for col in range(*run)]))
    if not found:
        return None
    low = max(text.bottom for text, _, _ in found)
    names = [spread(name) for _, _, row in found for name in row]
    over = {col for _, run, _ in found for col in range(*run)}
    end = max(bottom for _, bottom in names)
    others = [column for col, column in enumerate(cut_columns(words, xs)) if col not in over and column.lines]
    ends = [spread(pieces(column, kind)[0]) for column in others]
    end = max([end, *(bottom for top, bottom in ends if top < end)])
    return Head(tuple(run for _, run, _ in found), (low + min(top for top, _ in names)) / 2, end)


def texts_of(words: Sequence[Word], em: float) -> list[TextLine]:
    """Return the texts of each line apart."""
    found = []
    for line in to_lines(words):
        for a, b in intervals(line.words, 0.6 * em):
            own = [word for word in line.words if a <= word.box.x0 and word.box.x1 <= b]
            found.append(TextLine(own, min(w.box.top for w in own), max(w.box.bottom for w in own)))
    return found


def _run(text: TextLine, columns: Sequence[Column], xs: Sequence[float], kind: Print) -> Run | None:
    """Return the columns a text stands over: each has its name right below, on one level, and none above that."""
    em = kind.em
    own = [c for c in range(len(columns)) if text.left < xs[c + 1] - 0.3 * em and text.right > xs[c] + 0.3 * em]
    if not own:
        return None
    firsts = [spread(pieces(column, kind)[0]) if column.lines else None for column in columns]
    anchor = firsts[own[0]]
    if anchor is None or not -0.1 * em <= anchor[0] - text.bottom < BELOW * em:
        return None
    runs = []
    for level in (_middle, _top):
        at = level(anchor)
        named = [
            one is not None and abs(level(one) - at) <= LEVEL * em and not is_figure(column.lines[0])
            for one, column in zip(firsts, columns, strict=True)
        ]
        low, high = own[0], own[-1] + 1
        if not all(named[low:high]):
            continue
        while low and named[low - 1]:
            low -= 1
        while high < len(columns) and named[high]:
            high += 1
        runs.append(_centred(text, (own[0], own[-1] + 1), (low, high), xs, em))
    return max((run for run in runs if run is not None), key=lambda run: run[1] - run[0], default=None)


def _centred(text: TextLine, own: Run, widest: Run, xs: Sequence[float], em: float) -> Run | None:
    """Return the widest columns a text stands in the middle of, or those it stands best in the middle of."""
    centre = (text.left + text.right) / 2

    def off(run: Run) -> float:
        return abs(centre - (xs[run[0]] + xs[run[1]]) / 2)

    runs = [
        (low, high)
        for low in range(widest[0], own[0] + 1)
        for high in range(own[1], widest[1] + 1)
        if high - low > 1
    ]  # fmt: skip
    if widest in runs and off(widest) <= max(OFF * em, LOPSIDED * (xs[widest[1]] - xs[widest[0]])):
        return widest
    best = min(runs, key=off, default=None)
    return best if best is not None and off(best) <= OFF * em / 2 else None


def _middle(ends: tuple[float, float]) -> float:
    return (ends[0] + ends[1]) / 2


def _top(ends: tuple[float, float]) -> float:
    return ends[0]

"""Which rows a text stands for, where no stroke says so: a label stands in the middle of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gouji.trace.lines import TextLine
from gouji.trace.measure import Column, Print, is_full, is_note, is_vertical, middle, spread

NEVER = 1e9
TOLERANCE = 0.35
"""Of the height: a text may run so far over the edges of its rows."""
MOST_LINES = 40
OFF = 3.0
LOOSE = 2.0
UNFULL = 0.4
TIGHT = 0.8
BLANK_LABEL = 2.5
BLANK_MAKER = 0.7
SEVERAL = 1.2
"""Costs: a text off the middle of its rows, per height; lines of one text further apart than usual, per height; a line
with room for more before the next; two texts at the pitch of one; a row no label covers; a value over several rows."""


@dataclass(frozen=True, slots=True)
class Span:
    """Rows from `start` up to `end` and how many of the lines, in order, stand in them."""

    start: int
    end: int
    lines: int


def spans_of(
    column: Column, bounds: Sequence[float], closed: frozenset[int], kind: Print, *, blank: float, inset: float | None
) -> tuple[tuple[Span, ...], float]:
    """Part the rows between `bounds` among the texts of a column; no span crosses a row border in `closed`.

    Args:
        column: the column and its lines.
        bounds: the heights that part the rows.
        closed: numbers of row borders that a stroke draws.
        kind: the letters and the pitch.
        blank: what a row without a text costs: much where labels cover every row, nothing where rows may be blank.
        inset: how far below its row's upper edge a text begins where texts are set to the top of their cells.
    """
    rows, lines = len(bounds) - 1, column.lines
    table: dict[tuple[int, int], tuple[float, Span | None]] = {(0, 0): (0.0, None)}
    for row in range(rows):
        for used in range(len(lines) + 1):
            here = table.get((used, row))
            if here is None:
                continue
            _offer(table, (used, row + 1), here[0] + blank, Span(row, row + 1, 0))
            joined = 0.0
            for end in range(used + 1, min(len(lines), used + MOST_LINES) + 1):
                if end - used > 1:
                    joined += _joint(lines[end - 2], lines[end - 1], column, kind)
                if joined > 8.0:
                    break
                before = _border(lines, used, kind) if used else 0.0
                for stop, cost in _ends(lines[used:end], row, bounds, closed, kind, inset, dear=not blank):
                    _offer(table, (end, stop), here[0] + joined + before + cost, Span(row, stop, end - used))
    found = table.get((len(lines), rows))
    if found is None:
        return (), NEVER
    spans: list[Span] = []
    at = (len(lines), rows)
    while (step := table[at][1]) is not None:
        spans.insert(0, step)
        at = (at[0] - step.lines, step.start)
    return tuple(spans), found[0]


def _offer(
    table: dict[tuple[int, int], tuple[float, Span | None]], key: tuple[int, int], cost: float, span: Span
) -> None:
    known = table.get(key)
    if known is None or cost < known[0] - 1e-9:
        table[key] = cost, span


def _ends(
    lines: Sequence[TextLine],
    row: int,
    bounds: Sequence[float],
    closed: frozenset[int],
    kind: Print,
    inset: float | None,
    *,
    dear: bool,
) -> list[tuple[int, float]]:
    """Return the rows a text that begins in `row` may end before, and what each costs."""
    top, bottom = spread(lines)
    slack = TOLERANCE * kind.em
    if top < bounds[row] - slack:
        return []
    found = []
    for stop in range(row + 1, len(bounds)):
        if bottom <= bounds[stop] + slack:
            off = abs(top + bottom - bounds[row] - bounds[stop]) / 2 / kind.em
            if inset is not None:
                off = abs(top - bounds[row] - inset) / kind.em
            several = SEVERAL * (stop - row - 1) if dear else 0.0
            found.append((stop, OFF * max(0.0, off - 0.04) + several))
        if stop in closed:
            break
    return found


def _joint(one: TextLine, two: TextLine, column: Column, kind: Print) -> float:
    wide = max(0.0, middle(two) - middle(one) - kind.pitch - 0.05 * kind.em) / kind.em
    whole = is_full(one, two, column, 0.25 * kind.em) or is_vertical(one, two) or is_note(one, two)
    return LOOSE * wide + (0.0 if whole else UNFULL)


def _border(lines: Sequence[TextLine], at: int, kind: Print) -> float:
    """Return how doubtful it is that a text ends before line `at`."""
    one, two = lines[at - 1], lines[at]
    if middle(two) - middle(one) > kind.pitch + 0.05 * kind.em:
        return 0.0
    return TIGHT


def crossings(spans: Sequence[Span]) -> frozenset[int]:
    """Return the row borders between spans."""
    return frozenset(two.start for _, two in pairwise(spans))

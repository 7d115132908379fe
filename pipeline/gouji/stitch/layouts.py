"""Laying a part with other column lines over the table: by rows divided into the same cells in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from gouji.model.grid import Grid

ENOUGH_LINES = 5
"""Column lines: two tables of fewer columns may be divided alike by chance."""
ALIKE_WIDTHS = (0.65, 1.55)
"""A column of the same table printed anew is not narrower or wider than this, the whole table's width being equal."""


def match_layouts(old: Grid, new: Grid) -> Mapping[int, int] | None:
    """Return which column line of the old part each of the new part's is, None if no row is divided alike.

    Lines of the new part that its fullest row does not use are left out.
    """
    mine = max(_layouts(new), key=len, default=())
    found = [theirs for theirs in _layouts(old) if len(theirs) == len(mine) > 2]
    if not found:
        return None
    rated = [(_spread(old, theirs, new, mine), theirs) for theirs in found]
    spread, best = min(rated, key=lambda one: one[0])
    return dict(zip(mine, best, strict=True)) if spread <= 1.0 else None


def alike(old: Sequence[float], new: Sequence[float]) -> bool:
    """Tell whether two parts have the same columns, a little wider or narrower each: too many for chance."""
    return len(old) == len(new) > ENOUGH_LINES and _fits(zip(_shares(old), _shares(new), strict=True))


def match_few(edges: Sequence[float], grid: Grid) -> Mapping[int, int] | None:
    """Return which of the lines each line of a part without equal rows (a total alone) is: the nearest, if they fit.

    A part of so few lines lies on any table, unless a neighbour of one of them would do as well.
    """
    lines = grid.col_edges
    if not 2 < len(lines) < len(edges):
        return None
    old, new = _unit(edges), _unit(lines)
    found = [min(range(len(old)), key=lambda at: abs(old[at] - line)) for line in new]
    if any(left >= right for left, right in pairwise(found)):
        return None
    widths = [old[right] - old[left] for left, right in pairwise(found)]
    return dict(enumerate(found)) if _fits(zip(widths, _shares(lines), strict=True)) else None


def _fits(widths: Iterable[tuple[float, float]]) -> bool:
    low, high = ALIKE_WIDTHS
    return all(low <= new / max(old, 1e-6) <= high for old, new in widths)


def _unit(lines: Sequence[float]) -> list[float]:
    whole = (lines[-1] - lines[0]) or 1.0
    return [(line - lines[0]) / whole for line in lines]


def _layouts(grid: Grid) -> Iterator[tuple[int, ...]]:
    """Yield the column lines each row uses, every division once."""
    rows: list[set[int]] = [{0, grid.cols} for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row] |= {cell.col, cell.col + cell.col_span}
    yield from sorted({tuple(sorted(row)) for row in rows})


def _spread(old: Grid, theirs: Sequence[int], new: Grid, mine: Sequence[int]) -> float:
    """Return how far the widths are from those of the old part: up to 1 is the same table."""
    low, high = ALIKE_WIDTHS
    worst = 0.0
    for one, other in zip(_between(old, theirs), _between(new, mine), strict=True):
        ratio = other / one
        worst = max(worst, (1 - ratio) / (1 - low), (ratio - 1) / (high - 1))
    return worst


def _between(grid: Grid, lines: Sequence[int]) -> list[float]:
    return _shares([grid.col_edges[line] for line in lines])


def _shares(edges: Sequence[float]) -> list[float]:
    whole = (edges[-1] - edges[0]) or 1.0
    return [max(right - left, 0.1) / whole for left, right in pairwise(edges)]

"""Laying a part with other column lines over the table: by rows divided into the same cells in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gouji.model.grid import Grid

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
    for one, other in zip(_shares(old, theirs), _shares(new, mine), strict=True):
        ratio = other / one
        worst = max(worst, (1 - ratio) / (1 - low), (ratio - 1) / (high - 1))
    return worst


def _shares(grid: Grid, lines: Sequence[int]) -> list[float]:
    edges = grid.col_edges
    whole = (edges[-1] - edges[0]) or 1.0
    return [max(edges[right] - edges[left], 0.1) / whole for left, right in pairwise(lines)]

"""From edges to tables: which edges belong together, and the cells they bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gouji.model.place import Box
from gouji.trace.rooms import Cellular, rooms
from gouji.trace.strokes import Edge

TOUCH = 3.0
"""Points: an edge that ends so close to another meets it; thick strokes often end at the inside of the corner."""
COVERED = 0.6
"""Of a slot's side: an edge that runs along more of it closes it; strokes end a width short of the corner."""
SHORT = 2.2
"""Points: what may be missing of a low row's side: the space after the last dash, the rounding of a corner."""
OPEN = 6.0
"""Points: edges that run out further than this beyond the last crossing edge enclose a column or row left open."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table on a page: edges of its columns and rows (points) and its cells, sorted by row and column."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cellular, ...]

    @property
    def box(self) -> Box:
        """The table's outer box."""
        return Box(x0=self.xs[0], top=self.ys[0], x1=self.xs[-1], bottom=self.ys[-1])

    def owners(self) -> NDArray[np.intp]:
        """Return the number of the cell that covers each slot, -1 where none does."""
        owners = np.full((len(self.ys) - 1, len(self.xs) - 1), -1, np.intp)
        for number, cell in enumerate(self.cells):
            owners[cell.row : cell.row_end, cell.col : cell.col_end] = number
        return owners


def lattices(level: Sequence[Edge], upright: Sequence[Edge]) -> tuple[Lattice, ...]:
    """Return the tables of a page, from top to bottom; a frame of one cell is none."""
    found = []
    groups = _connected(level, upright)
    met = {edge for rows, _ in groups for edge in rows}
    loose = [edge for edge in level if edge not in met]
    for rows, cols in groups:
        lattice = _lattice([*rows, *_whole_rows(rows, cols, loose)], cols)
        if lattice is not None and len(lattice.cells) > 1:
            found.append(lattice)
    return tuple(sorted(_outermost(found), key=lambda lattice: (lattice.ys[0], lattice.xs[0])))


def _connected(level: Sequence[Edge], upright: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Part the edges into groups that meet."""
    if not level or not upright:
        return []
    h = np.array([(edge.at, edge.start, edge.end) for edge in level])
    v = np.array([(edge.at, edge.start, edge.end) for edge in upright])
    meets = (
        (h[:, None, 1] - TOUCH <= v[None, :, 0])
        & (v[None, :, 0] <= h[:, None, 2] + TOUCH)
        & (v[None, :, 1] - TOUCH <= h[:, None, 0])
        & (h[:, None, 0] <= v[None, :, 2] + TOUCH)
    )
    groups = []
    left = meets.any(1)
    while left.any():
        rows: NDArray[np.bool_] = np.zeros(len(h), np.bool_)
        rows[int(np.argmax(left))] = True
        while True:
            cols = meets[rows].any(0)
            grown: NDArray[np.bool_] = np.asarray(meets[:, cols].any(1))
            if (grown == rows).all():
                break
            rows = grown
        groups.append(
            ([level[i] for i in np.flatnonzero(rows).tolist()], [upright[i] for i in np.flatnonzero(cols).tolist()])
        )
        left &= ~rows
    return groups


def _whole_rows(rows: list[Edge], cols: list[Edge], loose: list[Edge]) -> list[Edge]:
    """Return the edges of rows of one cell at the top and bottom of a table open on both sides: no other meets them.

    Such a row is as wide as the table and no higher than its highest.
    """
    start, end = min(edge.start for edge in rows), max(edge.end for edge in rows)
    if min(edge.at for edge in cols) - start <= OPEN or end - max(edge.at for edge in cols) <= OPEN:
        return []
    ys = sorted({edge.at for edge in rows})
    reach = max((low - high for high, low in pairwise(ys)), default=0.0)
    alike = [edge for edge in loose if abs(edge.start - start) <= TOUCH and abs(edge.end - end) <= TOUCH]
    above = _stacked(ys[0], sorted((edge for edge in alike if edge.at < ys[0]), key=lambda edge: -edge.at), reach)
    below = _stacked(ys[-1], sorted((edge for edge in alike if edge.at > ys[-1]), key=lambda edge: edge.at), reach)
    return [*above, *below]


def _stacked(last: float, edges: list[Edge], reach: float) -> list[Edge]:
    """Return the edges that follow one another, none further from the one before than `reach`."""
    found: list[Edge] = []
    for edge in edges:
        if abs(edge.at - last) > reach + TOUCH:
            break
        found.append(edge)
        last = edge.at
    return found


def _lattice(level: list[Edge], upright: list[Edge]) -> Lattice | None:
    """Rebuild the cells of one group of edges."""
    left, right = _open_sides(level, [edge.at for edge in upright])
    top, bottom = _open_sides(upright, [edge.at for edge in level])
    level, upright = [*level, *top, *bottom], [*upright, *left, *right]
    xs = sorted({edge.at for edge in upright})
    ys = sorted({edge.at for edge in level})
    if len(xs) < 2 or len(ys) < 2:
        return None
    cells = rooms(_walls(level, ys, xs), _walls(upright, xs, ys).T)
    return _trimmed(xs, ys, cells) if cells else None


def _open_sides(edges: list[Edge], crossings: list[float]) -> tuple[list[Edge], list[Edge]]:
    """Return the missing first and last crossing edge, where two edges and more run out to the same end beyond it."""
    sides: list[list[Edge]] = []
    for ends, last, outward in (
        ([edge.start for edge in edges], min(crossings), -1.0),
        ([edge.end for edge in edges], max(crossings), 1.0),
    ):
        far = max(ends, key=lambda end, outward=outward: end * outward)  # type: ignore[misc]  # bound on purpose
        reaching = sorted(edge.at for edge, end in zip(edges, ends, strict=True) if abs(end - far) <= TOUCH)
        is_open = (far - last) * outward > OPEN and len(reaching) > 1 and reaching[-1] - reaching[0] > OPEN
        sides.append([Edge(far, reaching[0], reaching[-1])] if is_open else [])
    return sides[0], sides[1]


def _walls(edges: list[Edge], ats: list[float], stops: list[float]) -> NDArray[np.bool_]:
    """Return for each position and each slot between stops whether an edge closes it there."""
    low, high = np.array(stops[:-1]), np.array(stops[1:])
    drawn = np.array([(edge.at, edge.start, edge.end) for edge in edges])
    along = np.minimum(high, drawn[:, 2:]) - np.maximum(low, drawn[:, 1:2])
    covered = np.zeros((len(ats), len(stops) - 1))
    np.add.at(covered, np.searchsorted(ats, drawn[:, 0]), np.maximum(along, 0.0))
    return np.asarray((covered > 0) & (covered >= np.minimum(COVERED * (high - low), high - low - SHORT)))


def _trimmed(xs: list[float], ys: list[float], cells: list[Cellular]) -> Lattice:
    """Leave out edges no cell begins or ends at, such as underlined text inside a cell."""
    used_cols = sorted({edge for cell in cells for edge in (cell.col, cell.col_end)})
    used_rows = sorted({edge for cell in cells for edge in (cell.row, cell.row_end)})
    new_col = {old: new for new, old in enumerate(used_cols)}
    new_row = {old: new for new, old in enumerate(used_rows)}
    return Lattice(
        xs=tuple(xs[edge] for edge in used_cols),
        ys=tuple(ys[edge] for edge in used_rows),
        cells=tuple(
            Cellular(new_row[cell.row], new_col[cell.col], new_row[cell.row_end], new_col[cell.col_end])
            for cell in cells
        ),
    )


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Leave out tables inside a cell of another (their text is the cell's), and frames of one column around tables."""
    kept = []
    for lattice in found:
        others = [other for other in found if other is not lattice]
        if any(_around(other, lattice) and not _is_frame(other, lattice) for other in others):
            continue
        if any(_around(lattice, other) and _is_frame(lattice, other) for other in others):
            continue
        kept.append(lattice)
    return kept


def _around(outer: Lattice, inner: Lattice) -> bool:
    one, two = outer.box, inner.box
    return one.holds(two.x0, two.top) and one.holds(two.x1, two.bottom)


def _is_frame(outer: Lattice, inner: Lattice) -> bool:
    """A page border with a rule or two is one column or one row; what it holds is the table."""
    return min(len(outer.xs), len(outer.ys)) == 2 and len(inner.cells) > len(outer.cells)

"""From edges to tables: which edges belong together, and the cells they bound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.model.place import Box
from gouji.trace.rooms import Cellular, rooms
from gouji.trace.strokes import Edge

TOUCH = 3.0
"""Points: an edge that ends so close to another meets it; thick strokes often end at the inside of the corner."""
COVERED = 0.6
"""Of a slot's side: an edge that runs along more of it closes it; strokes end a width short of the corner."""
LOW = 6.0
"""Points: the side of a slot that is lower is closed by an edge across its middle: at its corners there is ink of
strokes that end there. No row of text is so low, only blank rows and the paper between frames are."""
OPEN = 6.0
"""Points: edges that run out further than this beyond the last crossing edge enclose a column or row left open."""


@dataclass(frozen=True)
class Lattice:
    """A table on a page: edges of its columns and rows (points) and its cells, sorted by row and column.

    `open_below` are the numbers of the cells in the last row whose bottom no stroke draws, and so on for the other
    sides; `nested` are the boxes of tables inside its cells, whose text is the cell's.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cellular, ...]
    open_below: tuple[int, ...] = ()
    open_above: tuple[int, ...] = ()
    open_left: tuple[int, ...] = ()
    open_right: tuple[int, ...] = ()
    nested: tuple[Box, ...] = ()

    @property
    def box(self) -> Box:
        """The table's outer box."""
        return Box(x0=self.xs[0], top=self.ys[0], x1=self.xs[-1], bottom=self.ys[-1])

    @cached_property
    def owners(self) -> NDArray[np.intp]:
        """The number of the cell that covers each slot, -1 where none does; not to be written to."""
        owners = np.full((len(self.ys) - 1, len(self.xs) - 1), -1, np.intp)
        if self.cells:
            owners[[cell.row for cell in self.cells], [cell.col for cell in self.cells]] = np.arange(len(self.cells))
        for number, cell in enumerate(self.cells):
            if cell.row_end - cell.row > 1 or cell.col_end - cell.col > 1:
                owners[cell.row : cell.row_end, cell.col : cell.col_end] = number
        return owners


MOST_PAIRS = 60_000_000
"""Level edges times upright ones: beyond, the page is a drawing, and comparing them all would take its memory."""
MOST_SLOTS = 200_000
"""Slots of a table on one page: so many leave no room for a letter."""
Group: TypeAlias = tuple[list[Edge], list[Edge]]
"""Level and upright edges that meet."""


def lattices(parts: Iterable[tuple[Sequence[Edge], Sequence[Edge]]]) -> tuple[Lattice, ...]:
    """Return the tables of a page, from top to bottom; a frame of one cell is none.

    Args:
        parts: level and upright edges; those of two parts have nothing to do with one another.
    """
    found = [lattice for level, upright in parts for lattice in _lattices(level, upright)]
    return tuple(sorted(_outermost(found), key=lambda lattice: (lattice.ys[0], lattice.xs[0])))


def _lattices(level: Sequence[Edge], upright: Sequence[Edge]) -> list[Lattice]:
    found: list[Lattice] = []
    if len(level) * len(upright) > MOST_PAIRS:
        return found
    groups = connected(level, upright)
    loose_rows = _loose(level, [group[0] for group in groups])
    loose_cols = _loose(upright, [group[1] for group in groups])
    for rows, cols in _in_one(groups, loose_rows):
        whole_rows = _whole(rows, loose_rows, _widest(rows)) if loose_rows and all(_open(rows, cols)) else []
        whole_cols = _whole(cols, loose_cols, _breadth(rows)) if loose_cols and any(_open(cols, rows)) else []
        lattice = lattice_of([*rows, *whole_rows], [*cols, *whole_cols])
        if lattice is not None and len(lattice.cells) > 1:
            found.append(lattice)
    return found


def _loose(edges: Sequence[Edge], groups: Sequence[Sequence[Edge]]) -> list[Edge]:
    """Return the edges that are in no group."""
    if sum(map(len, groups)) == len(edges):
        return []
    met = {edge for group in groups for edge in group}
    return [edge for edge in edges if edge not in met]


def connected(level: Sequence[Edge], upright: Sequence[Edge], touch: float = TOUCH) -> list[Group]:
    """Part the edges into groups that meet, to within `touch` points."""
    if not level or not upright:
        return []
    h = np.array([(edge.at, edge.start, edge.end) for edge in level])
    v = np.array([(edge.at, edge.start, edge.end) for edge in upright])
    meets = (
        (h[:, None, 1] - touch <= v[None, :, 0])
        & (v[None, :, 0] <= h[:, None, 2] + touch)
        & (v[None, :, 1] - touch <= h[:, None, 0])
        & (h[:, None, 0] <= v[None, :, 2] + touch)
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


def _in_one(groups: list[Group], loose: Sequence[Edge]) -> list[Group]:
    """Put together the parts of a table open on both sides that rows of one cell keep apart.

    They are as wide as one another, no further apart than their highest row, and some column goes on.
    """
    if len(groups) < 2:
        return groups
    joined: list[Group] = []
    for group in sorted(groups, key=lambda group: min(edge.at for edge in group[0])):
        before = joined[-1] if joined else None
        if before is not None and _goes_on(before, group, loose):
            joined[-1] = ([*before[0], *group[0]], [*before[1], *group[1]])
        else:
            joined.append(group)
    return joined


def _goes_on(above: Group, below: Group, loose: Sequence[Edge]) -> bool:
    (rows, cols), (more_rows, more_cols) = above, below
    if not (all(_open(rows, cols)) and all(_open(more_rows, more_cols))):
        return False
    one, two = _extent(rows), _extent(more_rows)
    if not (_meet(one, two) and any(abs(edge.at - other.at) <= TOUCH for edge in cols for other in more_cols)):
        return False
    first, last = max(edge.at for edge in rows), min(edge.at for edge in more_rows)
    between = [edge for edge in loose if first < edge.at < last and _meet(one, (edge.start, edge.end))]
    reach = max(_widest(rows), _widest(more_rows)) + TOUCH
    return first < last and _widest([Edge(first, *one), *between, Edge(last, *two)]) <= reach


def _meet(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return abs(one[0] - two[0]) <= TOUCH and abs(one[1] - two[1]) <= TOUCH


def _extent(edges: Sequence[Edge]) -> tuple[float, float]:
    return min(edge.start for edge in edges), max(edge.end for edge in edges)


def _breadth(edges: Sequence[Edge]) -> float:
    start, end = _extent(edges)
    return end - start


def _widest(edges: Sequence[Edge]) -> float:
    """Return the greatest distance between two edges that follow one another."""
    ats = sorted({edge.at for edge in edges})
    return max((two - one for one, two in pairwise(ats)), default=0.0)


def _open(edges: Sequence[Edge], crossings: Sequence[Edge]) -> tuple[bool, bool]:
    """Tell whether edges run out beyond the first and the last one that crosses them."""
    start, end = _extent(edges)
    return min(edge.at for edge in crossings) - start > OPEN, end - max(edge.at for edge in crossings) > OPEN


def _whole(edges: list[Edge], loose: list[Edge], reach: float) -> list[Edge]:
    """Return the edges of rows of one cell, which no other edge meets.

    Such a row of a table open on both sides is as wide as the table and no higher than its highest; in the same way
    columns whose only cell goes through the whole page are as high as what the page shows of the table. `reach` is how
    far apart two of them may be.
    """
    start, end = _extent(edges)
    ats = sorted({edge.at for edge in edges})
    alike = [edge for edge in loose if _meet((start, end), (edge.start, edge.end))]
    inside = [edge for edge in alike if ats[0] < edge.at < ats[-1]]
    above = _stacked(ats[0], sorted((edge for edge in alike if edge.at < ats[0]), key=lambda edge: -edge.at), reach)
    below = _stacked(ats[-1], sorted((edge for edge in alike if edge.at > ats[-1]), key=lambda edge: edge.at), reach)
    return [*above, *inside, *below]


def _stacked(last: float, edges: list[Edge], reach: float) -> list[Edge]:
    """Return the edges that follow one another, none further from the one before than `reach`."""
    found: list[Edge] = []
    for edge in edges:
        if abs(edge.at - last) > reach + TOUCH:
            break
        found.append(edge)
        last = edge.at
    return found


def lattice_of(level: list[Edge], upright: list[Edge]) -> Lattice | None:
    """Return the cells of one group of edges; None if they bound none."""
    left, right = _open_sides(level, [edge.at for edge in upright])
    top, bottom = _open_sides(upright, [edge.at for edge in level])
    drawn = level, upright
    level, upright = [*level, *top, *bottom], [*upright, *left, *right]
    xs = sorted({edge.at for edge in upright})
    ys = sorted({edge.at for edge in level})
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_SLOTS:
        return None
    across, along = _walls(level, ys, xs), _walls(upright, xs, ys).T
    cells = rooms(across, along)
    if any(low - high < LOW for high, low in pairwise(ys)):
        cells = [cell for cell in cells if not _is_paper(cell, ys, along)]
    if not cells:
        return None
    if left or right or top or bottom:
        sides = _undrawn(_sides_of(drawn, xs, ys), len(ys) - 1, len(xs) - 1, cells)
    else:
        sides = _undrawn((across[0], across[-1], along[:, 0], along[:, -1]), len(ys) - 1, len(xs) - 1, cells)
    return _trimmed(
        Lattice(
            xs=tuple(xs),
            ys=tuple(ys),
            cells=tuple(cells),
            open_above=sides[0],
            open_below=sides[1],
            open_left=sides[2],
            open_right=sides[3],
        )
    )


Side: TypeAlias = NDArray[np.bool_]


def _sides_of(drawn: Group, xs: list[float], ys: list[float]) -> tuple[Side, Side, Side, Side]:
    """Return which slots the strokes of the outer sides close: above, below, left and right."""
    level, upright = drawn
    above, below = (_walls([edge for edge in level if edge.at == y], [y], xs)[0] for y in (ys[0], ys[-1]))
    left, right = (_walls([edge for edge in upright if edge.at == x], [x], ys)[0] for x in (xs[0], xs[-1]))
    return above, below, left, right


def _undrawn(
    sides: tuple[Side, Side, Side, Side], rows: int, cols: int, cells: Sequence[Cellular]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the numbers of the cells that end at the outer side, above, below, left and right, and draw no stroke."""
    if all(side.all() for side in sides):
        return (), (), (), ()
    above, below, left, right = (side.tolist() for side in sides)
    numbered = list(enumerate(cells))
    return (
        tuple(n for n, cell in numbered if cell.row == 0 and not any(above[cell.col : cell.col_end])),
        tuple(n for n, cell in numbered if cell.row_end == rows and not any(below[cell.col : cell.col_end])),
        tuple(n for n, cell in numbered if cell.col == 0 and not any(left[cell.row : cell.row_end])),
        tuple(n for n, cell in numbered if cell.col_end == cols and not any(right[cell.row : cell.row_end])),
    )


def _is_paper(cell: Cellular, ys: Sequence[float], along: NDArray[np.bool_]) -> bool:
    """Tell a cell from the strip between two rows of frames: that is low and ends at no stroke."""
    low = ys[cell.row_end] - ys[cell.row] < LOW
    return low and not bool(along[cell.row : cell.row_end, (cell.col, cell.col_end)].all())


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
    walls: NDArray[np.bool_] = np.zeros((len(ats), len(stops) - 1), np.bool_)
    if not edges:
        return walls
    low, high = np.array(stops[:-1]), np.array(stops[1:])
    drawn = np.array([(edge.at, edge.start, edge.end) for edge in edges])
    along = np.minimum(high, drawn[:, 2:]) - np.maximum(low, drawn[:, 1:2])
    covered = np.zeros(walls.shape)
    np.add.at(covered, np.searchsorted(ats, drawn[:, 0]), np.maximum(along, 0.0))
    middle = (low + high) / 2
    np.logical_or.at(walls, np.searchsorted(ats, drawn[:, 0]), (drawn[:, 1:2] <= middle) & (middle <= drawn[:, 2:]))
    return np.where(high - low < LOW, walls, covered >= COVERED * (high - low))


def _trimmed(table: Lattice) -> Lattice:
    """Leave out edges no cell begins or ends at, such as underlined text inside a cell."""
    used_cols = sorted({edge for cell in table.cells for edge in (cell.col, cell.col_end)})
    used_rows = sorted({edge for cell in table.cells for edge in (cell.row, cell.row_end)})
    if len(used_cols) == len(table.xs) and len(used_rows) == len(table.ys):
        return table
    new_col = {old: new for new, old in enumerate(used_cols)}
    new_row = {old: new for new, old in enumerate(used_rows)}
    return replace(
        table,
        xs=tuple(table.xs[edge] for edge in used_cols),
        ys=tuple(table.ys[edge] for edge in used_rows),
        cells=tuple(
            Cellular(new_row[cell.row], new_col[cell.col], new_row[cell.row_end], new_col[cell.col_end])
            for cell in table.cells
        ),
    )


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Leave out tables inside a cell of another (their text is the cell's), and frames of one column around tables."""
    kept = []
    for lattice in found:
        inside = [other for other in found if other is not lattice and _around(lattice, other)]
        if any(_is_frame(lattice, other) for other in inside) or any(
            _around(other, lattice) and not _is_frame(other, lattice) for other in found if other is not lattice
        ):
            continue
        kept.append(replace(lattice, nested=tuple(other.box for other in inside)) if inside else lattice)
    return kept


def _around(outer: Lattice, inner: Lattice) -> bool:
    one, two = outer.box, inner.box
    return one.holds(two.x0, two.top) and one.holds(two.x1, two.bottom)


def _is_frame(outer: Lattice, inner: Lattice) -> bool:
    """A page border with a rule or two is one column or one row; what it holds is the table."""
    return min(len(outer.xs), len(outer.ys)) == 2 and len(inner.cells) > len(outer.cells)

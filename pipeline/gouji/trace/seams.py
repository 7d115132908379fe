"""Tables that nearly touch: side by side, one above the other, one inside a cell of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from gouji.model.page import Stroke
from gouji.model.place import Box
from gouji.trace.lattice import TOUCH, Group, Lattice, connected, lattice_of
from gouji.trace.strokes import BREAK, DASH, Edge, edges_of
from gouji.trace.strokes import DOUBLE as WIDEST_DOUBLE

CLOSE = 1.2
"""Points: strokes that are closer meet, here where every gap counts; engines that draw box by box leave less."""
DOUBLE = 0.8
"""Points of paper between strokes that are surely one doubled stroke."""
PAPER = 1.5
"""Of the ink's width: more paper is left between two tables. Producers draw doubled strokes as ink, paper and ink of
about the same width."""


@dataclass(slots=True)
class _Table:
    """A table of its own, and the edges that go with it."""

    lattice: Lattice
    level: list[Edge]
    upright: list[Edge]
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.box = self.lattice.box


def parted(strokes: Sequence[Stroke]) -> list[tuple[tuple[Edge, ...], tuple[Edge, ...]]]:
    """Return the edges of a page, those of tables that nearly touch apart from one another."""
    if 2 * sum(stroke.x1 - stroke.x0 + stroke.bottom - stroke.top <= DASH for stroke in strokes) > len(strokes):
        # Between dashes there are gaps everywhere.
        return [edges_of(strokes)]
    close_level, close_upright = edges_of(strokes, DOUBLE, CLOSE)
    widest = max((stroke.width for stroke in strokes), default=0.0)
    if _stand_apart(close_level, widest) and _stand_apart(close_upright, widest):
        level, upright = close_level, close_upright
    else:
        level, upright = edges_of(strokes)
    groups = connected(close_level, close_upright, CLOSE)
    if level is close_level and len(groups) == 1 and _holds_all(groups[0], level, upright):
        return [(level, upright)]
    apart = connected(level, upright)
    if len(groups) == len(apart):
        if level is close_level:
            return [(level, upright)]
        return _each_by_itself(strokes, apart) or [(level, upright)]
    tables = [_Table(lattice, *group) for group in groups if (lattice := lattice_of(*group)) is not None]
    tables = [table for table in tables if _stands_alone(table, tables)]
    if not any(_near(one, two, strokes) for one, two in combinations(tables, 2)):
        return _each_by_itself(strokes, apart) or [(level, upright)]
    rest = _shared_out(tables, close_level, close_upright)
    return [edges_of(_strokes(*group)) for group in (*((table.level, table.upright) for table in tables), rest)]


def _holds_all(group: Group, level: Sequence[Edge], upright: Sequence[Edge]) -> bool:
    return len(group[0]) == len(level) and len(group[1]) == len(upright)


def _stand_apart(edges: Sequence[Edge], width: float) -> bool:
    """Tell whether no two edges are so near that they might be taken for one, beside or behind one another."""
    for one, two in pairwise(sorted(edges, key=lambda edge: (edge.at, edge.start))):
        if one.at == two.at:
            if two.start - one.end <= BREAK:
                return False
        elif two.at - one.at <= WIDEST_DOUBLE + width:
            return False
    return True


def _each_by_itself(
    strokes: Sequence[Stroke], groups: Sequence[Group]
) -> list[tuple[tuple[Edge, ...], tuple[Edge, ...]]]:
    """Return the edges of every table of a page taken by itself; [] if one of them is not framed all around.

    Columns of two tables may lie within a doubled stroke's width of one another, and are not one column all the same.
    """
    if len(groups) < 2 or not all(_is_framed(*group) for group in groups):
        return []
    boxes = sorted((_box_of(*group) for group in groups), key=lambda box: (box.x1 - box.x0) * (box.bottom - box.top))
    shares: list[list[Stroke]] = [[] for _ in range(len(boxes) + 1)]
    for stroke in strokes:
        x, y = (stroke.x0 + stroke.x1) / 2, (stroke.top + stroke.bottom) / 2
        home = (index for index, box in enumerate(boxes) if box.holds(x, y))
        shares[next(home, len(boxes))].append(stroke)
    return [edges_of(share) for share in shares]


def _is_framed(level: Sequence[Edge], upright: Sequence[Edge]) -> bool:
    """Tell whether strokes run all along the four outer sides of a group of edges."""
    box = _box_of(level, upright)
    sides = (
        (level, box.top, box.x1 - box.x0),
        (level, box.bottom, box.x1 - box.x0),
        (upright, box.x0, box.bottom - box.top),
        (upright, box.x1, box.bottom - box.top),
    )
    kept = all(box.x0 <= edge.start and edge.end <= box.x1 for edge in level)
    kept = kept and all(box.top <= edge.start and edge.end <= box.bottom for edge in upright)
    return kept and all(
        sum(edge.length for edge in edges if abs(edge.at - at) <= 2 * TOUCH) >= length - 4 * TOUCH
        for edges, at, length in sides
    )


def _box_of(level: Sequence[Edge], upright: Sequence[Edge]) -> Box:
    """Return the box of a group of edges, grown by what strokes may lie off the edge they make."""
    return Box(
        x0=min(edge.at for edge in upright) - TOUCH,
        top=min(edge.at for edge in level) - TOUCH,
        x1=max(edge.at for edge in upright) + TOUCH,
        bottom=max(edge.at for edge in level) + TOUCH,
    )


def _stands_alone(table: _Table, tables: Sequence[_Table]) -> bool:
    """Tell a table from the frames its cells may be drawn as: it has rows and columns, or stands in a cell."""
    lattice = table.lattice
    if min(len(lattice.xs), len(lattice.ys)) >= 3 and len(lattice.cells) >= 3:
        return True
    return len(lattice.cells) >= 2 and any(
        _in_a_cell(table, other) for other in tables if other is not table and len(other.lattice.cells) > 2
    )


def _in_a_cell(inner: _Table, outer: _Table) -> bool:
    xs, ys = outer.lattice.xs, outer.lattice.ys
    return any(
        xs[cell.col] <= inner.box.x0
        and inner.box.x1 <= xs[cell.col_end]
        and ys[cell.row] <= inner.box.top
        and inner.box.bottom <= ys[cell.row_end]
        for cell in outer.lattice.cells
    )


def _near(one: _Table, two: _Table, strokes: Sequence[Stroke]) -> bool:
    """Tell whether two tables would be taken for one, and are none."""
    if _in_a_cell(one, two) or _in_a_cell(two, one):
        return True
    beside = max(one.box.x0, two.box.x0) - min(one.box.x1, two.box.x1)
    below = max(one.box.top, two.box.top) - min(one.box.bottom, two.box.bottom)
    if not 0 < max(beside, below) <= TOUCH + CLOSE:
        return False
    if beside > below:
        facing, go_on = (one.box.x0, one.box.x1, two.box.x0, two.box.x1), _alike(one.lattice.ys, two.lattice.ys)
    else:
        facing, go_on = (
            (one.box.top, one.box.bottom, two.box.top, two.box.bottom),
            _alike(one.lattice.xs, two.lattice.xs),
        )
    return not go_on or max(beside, below) > (1 + PAPER) * _ink(strokes, facing, level=below >= beside)


def _ink(strokes: Sequence[Stroke], ats: Sequence[float], *, level: bool) -> float:
    """Return the width of the strokes at some of these positions."""
    widths = (
        stroke.width
        for stroke in strokes
        if stroke.horizontal == level and any(abs((stroke.top if level else stroke.x0) - at) <= DOUBLE for at in ats)
    )
    return max(widths, default=0.0)


def _alike(one: Sequence[float], two: Sequence[float]) -> bool:
    return len(one) == len(two) and all(abs(a - b) <= CLOSE for a, b in zip(one, two, strict=True))


def _shared_out(tables: Sequence[_Table], level: Iterable[Edge], upright: Iterable[Edge]) -> Group:
    """Give each edge that is in no table of its own to the smallest around it; return those that are left."""
    taken = {id(edge) for table in tables for edge in (*table.level, *table.upright)}
    by_size = sorted(tables, key=lambda table: (table.box.x1 - table.box.x0) * (table.box.bottom - table.box.top))
    rest: Group = ([], [])
    for index, edges in enumerate((level, upright)):
        for edge in edges:
            if id(edge) in taken:
                continue
            home = next((table for table in by_size if _around(table.box, edge, level=index == 0)), None)
            (rest if home is None else (home.level, home.upright))[index].append(edge)
    return rest


def _around(box: Box, edge: Edge, *, level: bool) -> bool:
    start, end, low, high = (box.x0, box.x1, box.top, box.bottom) if level else (box.top, box.bottom, box.x0, box.x1)
    return start - TOUCH <= edge.start and edge.end <= end + TOUCH and low - TOUCH <= edge.at <= high + TOUCH


def _strokes(level: Iterable[Edge], upright: Iterable[Edge]) -> list[Stroke]:
    return [
        *(Stroke(x0=edge.start, top=edge.at, x1=edge.end, bottom=edge.at, width=0.5) for edge in level),
        *(Stroke(x0=edge.at, top=edge.start, x1=edge.at, bottom=edge.end, width=0.5) for edge in upright),
    ]

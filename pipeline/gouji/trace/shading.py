"""Edges of filled areas: part of the table where nothing else bounds a cell, mere shading where strokes do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from gouji.model.page import Stroke
from gouji.model.place import Box
from gouji.trace.lattice import Lattice, lattices
from gouji.trace.seams import parted

NEAR = 4.0
"""Points: a shaded band that ends so close to both sides of a cell runs through it from side to side."""


def tables_of(strokes: Sequence[Stroke]) -> tuple[Lattice, ...]:
    """Return the tables that strokes draw; edges of filled areas part no cell they bound.

    Highlighted words and shaded paragraphs end in the middle of a cell. Only a band through a whole cell parts it, as
    the striped rows of a table do that draws nothing but its columns.
    """
    inked = [stroke for stroke in strokes if stroke.width]
    if len(inked) == len(strokes):
        return lattices(parted(strokes))
    tables = [_Rooms(table) for table in lattices(parted(inked)) if min(len(table.xs), len(table.ys)) >= 3]
    kept = [stroke for stroke in strokes if stroke.width or _bounds(stroke, tables)]
    return lattices(parted(kept))


class _Rooms:
    """The cells of a table that has rows and columns; a frame with a rule across has not."""

    def __init__(self, table: Lattice) -> None:
        xs, ys = table.xs, table.ys
        self._xs, self._ys = xs, ys
        self._owners: list[list[int]] = table.owners.tolist()
        self._boxes = [Box(x0=xs[c.col], top=ys[c.row], x1=xs[c.col_end], bottom=ys[c.row_end]) for c in table.cells]

    def at(self, x: float, y: float) -> Iterator[Box]:
        """Yield the cells a point stands in; on an edge it stands in several."""
        cols = {bisect_left(self._xs, x) - 1, bisect_right(self._xs, x) - 1}
        rows = {bisect_left(self._ys, y) - 1, bisect_right(self._ys, y) - 1}
        for row in rows:
            for col in cols:
                if 0 <= row < len(self._owners) and 0 <= col < len(self._owners[0]) and self._owners[row][col] >= 0:
                    yield self._boxes[self._owners[row][col]]


def _bounds(stroke: Stroke, tables: Sequence[_Rooms]) -> bool:
    """Tell whether an edge of a filled area may bound a cell."""
    x, y = (stroke.x0 + stroke.x1) / 2, (stroke.top + stroke.bottom) / 2
    around = [room for table in tables for room in table.at(x, y) if _inside(stroke, room)]
    return not around or (stroke.horizontal and any(_through(stroke, room) for room in around))


def _inside(stroke: Stroke, room: Box) -> bool:
    if stroke.horizontal:
        return stroke.x0 >= room.x0 - NEAR and stroke.x1 <= room.x1 + NEAR
    return stroke.top >= room.top - NEAR and stroke.bottom <= room.bottom + NEAR


def _through(stroke: Stroke, room: Box) -> bool:
    return stroke.x0 <= room.x0 + NEAR and stroke.x1 >= room.x1 - NEAR

"""Edges of filled areas: part of the table where nothing else bounds a cell, mere shading where strokes do."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.page import Stroke
from gouji.model.place import Box
from gouji.trace.lattice import Lattice, lattices
from gouji.trace.strokes import edges_of

NEAR = 4.0
"""Points: a shaded band that ends so close to both sides of a cell runs through it from side to side."""


def tables_of(strokes: Sequence[Stroke]) -> tuple[Lattice, ...]:
    """Return the tables that strokes draw; edges of filled areas part no cell they bound.

    Highlighted words and shaded paragraphs end in the middle of a cell. Only a band through a whole cell parts it, as
    the striped rows of a table do that draws nothing but its columns.
    """
    inked = [stroke for stroke in strokes if stroke.width]
    if len(inked) == len(strokes):
        return lattices(*edges_of(strokes))
    rooms = [room for table in lattices(*edges_of(inked)) for room in _rooms(table)]
    kept = [stroke for stroke in strokes if stroke.width or _bounds(stroke, rooms)]
    return lattices(*edges_of(kept))


def _rooms(table: Lattice) -> list[Box]:
    """Return the boxes of the cells of a table that has rows and columns; a frame with a rule across has not."""
    if min(len(table.xs), len(table.ys)) < 3:
        return []
    xs, ys = table.xs, table.ys
    return [Box(x0=xs[c.col], top=ys[c.row], x1=xs[c.col_end], bottom=ys[c.row_end]) for c in table.cells]


def _bounds(stroke: Stroke, rooms: Sequence[Box]) -> bool:
    """Tell whether an edge of a filled area may bound a cell."""
    x, y = (stroke.x0 + stroke.x1) / 2, (stroke.top + stroke.bottom) / 2
    around = [room for room in rooms if room.holds(x, y) and _inside(stroke, room)]
    return not around or (stroke.horizontal and any(_through(stroke, room) for room in around))


def _inside(stroke: Stroke, room: Box) -> bool:
    if stroke.horizontal:
        return stroke.x0 >= room.x0 - NEAR and stroke.x1 <= room.x1 + NEAR
    return stroke.top >= room.top - NEAR and stroke.bottom <= room.bottom + NEAR


def _through(stroke: Stroke, room: Box) -> bool:
    return stroke.x0 <= room.x0 + NEAR and stroke.x1 >= room.x1 - NEAR

"""Text that a page end cuts off from its cell: the strokes end, the last lines stand below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.model.page import Word
from gouji.trace.lattice import TOUCH, Lattice
from gouji.trace.rooms import Cellular

LEADING = 0.8
"""Of the height: lines of one paragraph leave less between them; a foot line stands further off."""


def lengthened(table: Lattice, words: Sequence[Word]) -> Lattice:
    """Let cells whose bottom is not drawn reach down to the last line of the text they begin."""
    if not table.open_below:
        return table
    floor = table.ys[-1]
    below = [word for word in words if (word.box.top + word.box.bottom) / 2 > floor]
    near = [word for word in below if word.box.top < floor + 2 * (word.box.bottom - word.box.top)]
    if not near:
        return table
    reach = max(_reach(table, table.cells[number], words, below) for number in table.open_below)
    if reach <= floor:
        return table
    going_on = set(table.open_below)
    last = len(table.ys)
    cells = tuple(
        Cellular(cell.row, cell.col, last, cell.col_end) if number in going_on else cell
        for number, cell in enumerate(table.cells)
    )
    return replace(table, ys=(*table.ys, reach), cells=cells)


def _reach(table: Lattice, cell: Cellular, words: Sequence[Word], below: Sequence[Word]) -> float:
    """Return where the text of a cell ends that runs on below the last stroke."""
    left, right, top, floor = table.xs[cell.col], table.xs[cell.col_end], table.ys[cell.row], table.ys[-1]
    inside = [
        word.box.bottom
        for word in words
        if left < (word.stops[0] + word.stops[1]) / 2 < right and top < (word.box.top + word.box.bottom) / 2 <= floor
    ]
    if not inside:
        return floor
    end = max(inside)
    reach = floor
    for word in sorted(below, key=lambda word: word.box.top):
        height = word.box.bottom - word.box.top
        if word.box.top - end > LEADING * height:
            break
        if word.stops[0] >= left - TOUCH and word.stops[0] < right:
            end = reach = max(end, word.box.bottom)
    return reach

"""Text that a page's edge cuts off from its cell: the strokes end, lines stand below them or half beyond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.model.page import Word
from gouji.trace.lattice import TOUCH, Lattice
from gouji.trace.rooms import Cellular

LEADING = 0.8
"""Of the height: lines of one paragraph leave less between them; a foot line stands further off."""


STRADDLED = 0.1
"""Of the height: text that lies further than this on both sides of an edge is cut by it."""


def cut_through(table: Lattice, words: Sequence[Word]) -> list[tuple[Word, int]]:
    """Return the words that stand half beyond an outer side no stroke draws, with the cell each is of.

    Such a cell goes on upon another page, which shows the other half of the same text.
    """
    if not (table.open_above or table.open_below or table.open_left or table.open_right):
        return []
    return [(word, owner) for word in words if (owner := _cut_cell(table, word)) is not None]


def is_more_than_half(table: Lattice, word: Word) -> bool:
    """Tell whether the table's page shows the upper or lower half of a line that its middle is in."""
    return table.ys[0] <= (word.box.top + word.box.bottom) / 2 < table.ys[-1]


def _cut_cell(table: Lattice, word: Word) -> int | None:
    """Return the cell whose open side runs through a word."""
    box = word.box
    middle = (box.top + box.bottom) / 2
    least = STRADDLED * (box.bottom - box.top)
    open_rows = [
        *(table.open_above if box.top + least < table.ys[0] < box.bottom - least else ()),
        *(table.open_below if box.top + least < table.ys[-1] < box.bottom - least else ()),
    ]
    for number in open_rows:
        cell = table.cells[number]
        if table.xs[cell.col] <= box.x0 and box.x1 <= table.xs[cell.col_end]:
            return number
    open_cols = [
        *(table.open_left if box.x0 + least < table.xs[0] < box.x1 - least else ()),
        *(table.open_right if box.x0 + least < table.xs[-1] < box.x1 - least else ()),
    ]
    for number in open_cols:
        cell = table.cells[number]
        ends_inside = table.xs[cell.col] <= box.x0 or box.x1 <= table.xs[cell.col_end]
        if table.ys[cell.row] <= middle <= table.ys[cell.row_end] and ends_inside:
            return number
    return None


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

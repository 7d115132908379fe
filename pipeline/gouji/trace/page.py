"""One page: its tables, the words in their cells, and the lines of text beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from gouji.model.grid import Block, Cell, Grid, Line
from gouji.model.notice import Notice
from gouji.model.page import Page, Word
from gouji.model.place import Box, Place
from gouji.trace.lattice import Lattice
from gouji.trace.lines import TextLine, cell_text, line_text, to_lines
from gouji.trace.placing import Placing, place_words
from gouji.trace.shading import tables_of


@dataclass(slots=True)
class _Doubts:
    page: int
    notices: list[Notice] = field(default_factory=list)

    def add(self, code: str, message: str, boxes: Sequence[Box]) -> None:
        if boxes:
            places = tuple(Place(page=self.page, box=box) for box in boxes)
            self.notices.append(Notice(code=code, message=message, places=places))


def trace_page(page: Page) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Return the blocks of a page from top to bottom, and the doubts about them."""
    tables = tables_of(page.strokes)
    outside: Sequence[Word] = page.words
    doubts = _Doubts(page.number)
    blocks: list[tuple[float, float, Block]] = []
    for table in tables:
        placing = place_words(table, outside)
        outside = placing.outside
        blocks.append((table.ys[0], table.xs[0], _grid(table, placing, page.number)))
        _doubt(placing, doubts)
    blocks += [(line.top, line.left, _line(line, page.number)) for line in to_lines(outside)]
    ordered = tuple(block for _, _, block in sorted(blocks, key=lambda entry: entry[:2]))
    return ordered, tuple(doubts.notices)


def _doubt(placing: Placing, doubts: _Doubts) -> None:
    for word in placing.stray:
        message = f"第 {doubts.page} 页表内的“{word.text}”不在任何单元格内，作为表外文字保留。"
        doubts.add("T-01", message, (word.box,))
    for word in placing.overflowing:
        message = f"第 {doubts.page} 页的“{word.text}”越过单元格边线，按其起止位置整段归入一个单元格。"
        doubts.add("T-02", message, (word.box,))


def _line(line: TextLine, page: int) -> Line:
    box = Box(x0=line.left, top=line.top, x1=line.right, bottom=line.bottom)
    return Line(text=line_text(line), places=(Place(page=page, box=box),))


def _grid(table: Lattice, placing: Placing, page: int) -> Grid:
    lined = [to_lines(words) for words in placing.words]
    padding = cache(partial(_padding, table, lined))
    return Grid(
        cells=tuple(_traced(table, lined, padding, page)),
        rows=len(table.ys) - 1,
        cols=len(table.xs) - 1,
        place=Place(page=page, box=table.box),
        col_edges=table.xs,
    )


def _traced(table: Lattice, lined: Sequence[list[TextLine]], padding: Callable[[], float], page: int) -> Iterator[Cell]:
    xs, ys = table.xs, table.ys
    for cell, lines in zip(table.cells, lined, strict=True):
        box = Box(x0=xs[cell.col], top=ys[cell.row], x1=xs[cell.col_end], bottom=ys[cell.row_end])
        yield Cell(
            text=cell_text(lines, box.x1 - box.x0, padding) if lines else "",
            row=cell.row,
            col=cell.col,
            row_span=cell.row_end - cell.row,
            col_span=cell.col_end - cell.col,
            places=(Place(page=page, box=box),),
        )


def _padding(table: Lattice, lined: Sequence[list[TextLine]]) -> float:
    """Return the space every line of the table keeps from the edges of its cell: the padding no line enters.

    A line of one character tells nothing: one wider than the room between the paddings stands in them all the same.
    """
    rooms = [
        min(line.left - table.xs[cell.col], table.xs[cell.col_end] - line.right)
        for cell, lines in zip(table.cells, lined, strict=True)
        for line in lines
        if sum(len(word.text) for word in line.words) > 1
    ]
    return max(0.0, min(rooms, default=0.0))

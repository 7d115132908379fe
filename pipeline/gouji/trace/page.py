"""One page: its tables, the words in their cells, and the lines of text beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import repeat

from gouji.model.building import many
from gouji.model.grid import Block, Cell, Grid, Line
from gouji.model.notice import Notice
from gouji.model.page import Page, Stroke, Word
from gouji.model.place import Box, Place
from gouji.trace.cuts import cut_through, is_more_than_half, lengthened
from gouji.trace.guesses import complete
from gouji.trace.lattice import Lattice
from gouji.trace.lines import TextLine, cell_text, line_text, to_lines
from gouji.trace.numbering import Numbering, numbering
from gouji.trace.placing import Placing, place_words
from gouji.trace.rooms import Cellular
from gouji.trace.shading import tables_of


@dataclass(slots=True)
class _Doubts:
    page: Page
    notices: list[Notice] = field(default_factory=list)

    def add(self, code: str, message: str, boxes: Sequence[Box]) -> None:
        if boxes:
            places = tuple(_place(self.page, box) for box in boxes)
            self.notices.append(Notice(code=code, message=message, places=places))


def trace_page(page: Page) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Return the blocks of a page from top to bottom, and the doubts about them."""
    drawn = tables_of(page.strokes)
    tables, guesses = complete(_without_nested(page, drawn), drawn)
    outside: Sequence[Word] = page.words
    doubts = _Doubts(page)
    blocks: list[tuple[float, float, Block]] = []
    tops = _tops(tables)
    free = {id(guess.table) for guess in guesses if not guess.columns_drawn}
    for table in tables:
        shown = id(table) not in free
        table = lengthened(table, outside)
        cut = cut_through(table, outside)
        placing = place_words(table, _without(outside, cut))
        for word, owner in cut:
            if is_more_than_half(table, word):
                placing.words[owner].append(word)
            else:
                message = f"第 {page.number} 页的“{word.text}”被页边切断，印出不到一半，按印出另一半的一页读取。"
                doubts.add("T-01", message, (word.box,))
        outside = placing.outside
        blocks.append((tops[table.ys[0], table.xs[0]], table.xs[0], _grid(table, placing, page, drawn=shown)))
        _doubt(placing, doubts)
    blocks += [(line.top, line.left, _line(line, page)) for line in to_lines(outside)]
    for guess in guesses:
        if not guess.sure:
            message = f"第 {page.number} 页的表格没有画全表格线，行、栏与合并单元格按文字的位置推定。"
            doubts.add("T-04", message, (guess.table.box,))
    ordered = tuple(block for _, _, block in sorted(blocks, key=lambda entry: entry[:2]))
    return ordered, tuple(doubts.notices)


def _tops(tables: Sequence[Lattice]) -> dict[tuple[float, float], float]:
    """Return, by its own upper left corner, the top of the row of tables each stands in.

    Of tables side by side the left one is read first, though the other may begin a little higher.
    """
    tops: dict[tuple[float, float], float] = {}
    first: Lattice | None = None
    row: list[Lattice] = []
    for table in sorted(tables, key=lambda table: (table.ys[0], table.xs[0])):
        apart = all(table.xs[-1] <= other.xs[0] or other.xs[-1] <= table.xs[0] for other in row)
        if first is None or not apart or table.ys[0] > first.ys[1]:
            first, row = table, []
        row.append(table)
        tops[table.ys[0], table.xs[0]] = first.ys[0]
    return tops


def _without_nested(page: Page, tables: Sequence[Lattice]) -> Page:
    """Return the page without what tables inside cells show: neither their strokes nor their lines are rows around."""
    boxes = [_grown(box) for table in tables for box in table.nested]
    if not boxes:
        return page
    strokes = tuple(stroke for stroke in page.strokes if not any(box.holds(*_middle(stroke)) for box in boxes))
    words = tuple(word for word in page.words if not any(box.holds(*_middle(word.box)) for box in boxes))
    return replace(page, strokes=strokes, words=words)


def _grown(box: Box) -> Box:
    """Return a box that holds its own strokes, which are reduced to their middle to within a point."""
    return Box(x0=box.x0 - 1, top=box.top - 1, x1=box.x1 + 1, bottom=box.bottom + 1)


def _middle(thing: Box | Stroke) -> tuple[float, float]:
    return (thing.x0 + thing.x1) / 2, (thing.top + thing.bottom) / 2


def _without(words: Sequence[Word], taken: Sequence[tuple[Word, int]]) -> Sequence[Word]:
    """Return the words that are not among those taken."""
    gone = {id(word) for word, _ in taken}
    return [word for word in words if id(word) not in gone] if gone else words


def _doubt(placing: Placing, doubts: _Doubts) -> None:
    for word in placing.stray:
        message = f"第 {doubts.page.number} 页表内的“{word.text}”不在任何单元格内，作为表外文字保留。"
        doubts.add("T-01", message, (word.box,))
    for word in placing.overflowing:
        message = f"第 {doubts.page.number} 页的“{word.text}”越过单元格边线，按其起止位置整段归入一个单元格。"
        doubts.add("T-02", message, (word.box,))


def _line(line: TextLine, page: Page) -> Line:
    box = Box(x0=line.left, top=line.top, x1=line.right, bottom=line.bottom)
    return Line(text=line_text(line), places=(_place(page, box),))


def _grid(table: Lattice, placing: Placing, page: Page, *, drawn: bool) -> Grid:
    lined = [to_lines(words) for words in placing.words]
    counted = numbering(table, lined)
    return Grid(
        cells=tuple(_traced(table, counted, lined, page, drawn=drawn)),
        rows=counted.rows[-1],
        cols=counted.cols[-1],
        place=_place(page, table.box),
        col_edges=tuple(dict(zip(reversed(counted.cols), reversed(table.xs), strict=True)).values())[::-1],
    )


def _traced(
    table: Lattice, counted: Numbering, lined: Sequence[list[TextLine]], page: Page, *, drawn: bool
) -> list[Cell]:
    xs, rows, cols = table.xs, counted.rows, counted.cols
    padding = cache(partial(_padding, table, lined)) if drawn else float
    widths = {} if drawn else _widest(table, lined)
    kept = [
        (cell, lines)
        for number, (cell, lines) in enumerate(zip(table.cells, lined, strict=True))
        if number not in counted.dropped
    ]
    cells = [cell for cell, _ in kept]
    return many(
        Cell,
        len(cells),
        text=(
            cell_text(lines, widths.get((cell.col, cell.col_end)) or xs[cell.col_end] - xs[cell.col], padding)
            if lines
            else ""
            for cell, lines in kept
        ),
        row=[rows[cell.row] for cell in cells],
        col=[cols[cell.col] for cell in cells],
        row_span=[rows[cell.row_end] - rows[cell.row] for cell in cells],
        col_span=[cols[cell.col_end] - cols[cell.col] for cell in cells],
        places=((place,) for place in _places(table, cells, page)),
        locator=repeat(None),
        confidence=repeat(None),
        outside=repeat(False),
    )


def _places(table: Lattice, cells: Sequence[Cellular], page: Page) -> list[Place]:
    xs, ys = table.xs, table.ys
    boxes = many(
        Box,
        len(cells),
        x0=[xs[cell.col] for cell in cells],
        top=[ys[cell.row] for cell in cells],
        x1=[xs[cell.col_end] for cell in cells],
        bottom=[ys[cell.row_end] for cell in cells],
    )
    shown = [page.as_shown(box) for box in boxes] if page.turned else boxes
    return many(Place, len(cells), page=repeat(page.number), box=shown)


def _place(page: Page, box: Box) -> Place:
    return Place(page=page.number, box=page.as_shown(box) if page.turned else box)


def _padding(table: Lattice, lined: Sequence[list[TextLine]]) -> float:
    """Return the space the lines of the table keep from the edges of their cells: the padding hardly any line enters.

    A line of one character tells nothing: one wider than the room between the paddings stands in them all the same.
    """
    rooms = [
        min(line.left - table.xs[cell.col], table.xs[cell.col_end] - line.right)
        for cell, lines in zip(table.cells, lined, strict=True)
        for line in lines
        if sum(len(word.text) for word in line.words) > 1
    ]
    return max(0.0, sorted(rooms)[len(rooms) // 20]) if rooms else 0.0


def _widest(table: Lattice, lined: Sequence[list[TextLine]]) -> dict[tuple[int, int], float]:
    """Return how wide the widest line of the cells of each run of columns is: where no stroke shows their room."""
    found: dict[tuple[int, int], float] = {}
    for cell, lines in zip(table.cells, lined, strict=True):
        run = cell.col, cell.col_end
        found[run] = max([found.get(run, 0.0), *(line.right - line.left for line in lines)])
    return found

"""From w:tbl to a Grid: true spans in one pass over the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from gouji.model.grid import Cell, Grid
from gouji.read.docx_rows import SLIVER, Doubt, RawCell, RawRow, declared_widths, place_rows, raw_rows
from gouji.read.docx_styles import W, is_filled, switched_on
from gouji.read.docx_text import Scribe
from gouji.text import join_lines

_POINT = 20
"""Twentieths of a point in a point."""


@dataclass(slots=True)
class _Draft:
    """A cell being made: its row, its columns, its text, and the last row it reaches down to."""

    row: int
    col: int
    end: int
    text: str
    last: int


def table_to_grid(
    tables: Sequence[etree._Element], number: int, scribe: Scribe, only: Collection[etree._Element] | None = None
) -> Grid | None:
    """Return the table as cells with their spans, None if it has no cell.

    Args:
        tables: the one table, or several that are drawn as one.
        number: which table of the document it is, for the locators.
        scribe: writes down the cells' texts.
        only: the rows to take, if not all.
    """

    def doubt(row: int, what: str) -> None:
        scribe.doubts.illegal.append(f"表{number} 行{row + 1} {what}")

    rows: list[RawRow] = []
    real = True
    for table in tables:
        found = raw_rows(table, scribe.doubts, doubt, only)
        real = bool(found) and place_rows(found, declared_widths(table), doubt) and real
        rows += found
    if not rows:
        return None
    numbers = _columns(rows)
    drafts = list(_Merger(numbers, _Writer(tables[0], number, scribe), doubt).drafts(rows))
    height = max(draft.last for draft in drafts) + 1
    return Grid(
        cells=tuple(_cell(draft, number) for draft in drafts),
        rows=height,
        cols=max(numbers.values()),
        header_rows=_leading_headers(rows[:height]),
        col_edges=_edges(numbers) if real else (),
    )


def _leading_headers(rows: Sequence[RawRow]) -> int:
    count = 0
    for row in rows:
        if not switched_on(row.element.find(f"{W}trPr/{W}tblHeader")):
            break
        count += 1
    return count


def _columns(rows: Sequence[RawRow]) -> dict[int, int]:
    """Number the lines that cells end at; lines no cell ends at, and slivers no cell lies in, are no columns."""
    narrow = {(cell.left, cell.right) for row in rows for cell in row.cells if cell.right - cell.left < SLIVER}
    lines = sorted({edge for row in rows for cell in row.cells for edge in (cell.left, cell.right)})
    numbers: dict[int, int] = {lines[0]: 0}
    group = [lines[0]]
    for line in lines[1:]:
        if line - group[0] >= SLIVER or any((start, line) in narrow for start in group):
            numbers[line] = numbers[group[0]] + 1
            group = [line]
        else:
            numbers[line] = numbers[group[0]]
            group.append(line)
    return numbers


def _edges(numbers: dict[int, int]) -> tuple[float, ...]:
    """Return where the columns' lines stand, in points: the middle of the edges that are one line."""
    places: dict[int, list[int]] = {}
    for line, column in numbers.items():
        places.setdefault(column, []).append(line)
    return tuple(sum(found) / len(found) / _POINT for _, found in sorted(places.items()))


class _Merger:
    """Tells which cells are printed: one continued from above makes that reach down, and is not printed itself."""

    def __init__(self, numbers: dict[int, int], writer: _Writer, doubt: Doubt) -> None:
        self.numbers = numbers
        self.writer = writer
        self.doubt = doubt
        self.running: dict[int, _Draft] = {}

    def drafts(self, rows: Sequence[RawRow]) -> Iterator[_Draft]:
        for row_no, row in enumerate(rows):
            for cell in row.cells:
                draft = self._continued(cell, row_no) if cell.merge == "continue" else self._start(cell, row_no)
                if draft is not None:
                    yield draft

    def _start(self, cell: RawCell, row_no: int) -> _Draft:
        col = self.numbers[cell.left]
        draft = _Draft(row_no, col, self.numbers[cell.right], self.writer.write(cell, row_no, col), row_no)
        self.running.pop(col, None)
        if cell.merge == "restart":
            self.running[col] = draft
        return draft

    def _continued(self, cell: RawCell, row_no: int) -> _Draft | None:
        """Let the cell above reach down; where their widths differ, blank what it does not reach."""
        col, end = self.numbers[cell.left], self.numbers[cell.right]
        above = self.running.get(col)
        if above is None or above.last != row_no - 1:
            self.doubt(row_no, f"列{col + 1} 纵向合并没有起点")
            return self._start(cell, row_no)
        self.writer.cover(cell)
        if above.end <= end:
            above.last = row_no
        if above.end == end:
            return None
        self.doubt(row_no, f"列{col + 1} 与上方合并的单元格宽度不同")
        if above.end < end:
            return _Draft(row_no, above.end, end, "", row_no)
        self.running[col] = _Draft(row_no, col, end, "", row_no)
        return self.running[col]


class _Writer:
    """Takes the text of the cells of one table, in order."""

    def __init__(self, table: etree._Element, number: int, scribe: Scribe) -> None:
        properties = table.find(f"{W}tblPr")
        style = None if properties is None else properties.find(f"{W}tblStyle")
        styled = style is not None and scribe.styles.look(style.get(f"{W}val")).filled
        self.filled = styled or (properties is not None and is_filled(properties.find(f"{W}shd")))
        self.number = number
        self.scribe = scribe

    def write(self, cell: RawCell, row: int, col: int) -> str:
        """Return a cell's text; note a picture that stands where text would."""
        before = self.scribe.pictures
        text = join_lines(self._text(cell).split("\n"))
        if not text and self.scribe.pictures > before:
            self.scribe.doubts.pictures.append(f"表{self.number} 行{row + 1} 列{col + 1}")
        return text

    def cover(self, cell: RawCell) -> None:
        """Word processors count, but do not show, what stands in a covered cell."""
        for element in cell.elements:
            self.scribe.cover(element)

    def _text(self, cell: RawCell) -> str:
        filled = self.filled or cell.filled
        return "\n".join(self._element(element, filled) for element in cell.elements)

    def _element(self, element: etree._Element, filled: bool) -> str:
        sign = self.scribe.sign(element)
        return self.scribe.text((element,), filled) if sign is None else sign


def _cell(draft: _Draft, number: int) -> Cell:
    return Cell(
        text=draft.text,
        row=draft.row,
        col=draft.col,
        row_span=draft.last - draft.row + 1,
        col_span=draft.end - draft.col,
        locator=f"表{number} 行{draft.row + 1} 列{draft.col + 1}",
    )

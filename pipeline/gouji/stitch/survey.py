"""What stands in each column of a table, over all its parts: the ground on which a break is judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.model.grid import Cell
from gouji.stitch.compare import Texts
from gouji.stitch.rows import is_number, squash

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The cells of one part without its repeated header, rows counted from 0, columns those of the sheet."""

    cells: tuple[Cell, ...]
    rows: int


@dataclass(slots=True)
class Column:
    """What stands in one interval of columns, over all parts; `shape` is equal where all cells have equal extents."""

    texts: Texts = field(default_factory=Texts)
    origins: Counter[str] = field(default_factory=Counter)
    merges: bool = False
    blanks: int = 0
    singles: int = 0
    filled: int = 0
    figures: int = 0
    extents: list[tuple[int, int, int]] = field(default_factory=list)
    shape: int = 0

    @property
    def always_named(self) -> bool:
        """Merged cells that are never blank but at a break: a blank one under a break belongs to the one above."""
        return self.merges and not self.blanks

    @property
    def numbering(self) -> bool:
        """The column holds figures: it counts the rows and says nothing about the blocks to its right."""
        return self.filled > 0 and 2 * self.figures >= self.filled


def survey(bodies: Sequence[Body], head: int) -> dict[Interval, Column]:
    """Describe every interval of columns. `head` is the number of header rows of the first part."""
    columns: dict[Interval, Column] = defaultdict(Column)
    for number, body in enumerate(bodies):
        whole = _whole_rows(body)
        for cell in body.cells:
            if number or cell.row >= head:
                column, at_break = columns[interval(cell)], number > 0 and cell.row == 0
                _describe(column, cell, number, at_break=at_break)
                column.blanks += not cell.text.strip() and not at_break and cell.row_span == 1 and cell.row in whole
    for column in columns.values():
        column.shape = hash(tuple(column.extents))
        column.extents = []
    return columns


def _whole_rows(body: Body) -> set[int]:
    """Return the rows that have a figure or more than half their cells filled: not those of placeholders."""
    rows: dict[int, list[str]] = defaultdict(list)
    for cell in body.cells:
        if cell.row_span == 1:
            rows[cell.row].append(squash(cell.text))
    return {row for row, texts in rows.items() if any(map(is_number, texts)) or 2 * sum(map(bool, texts)) > len(texts)}


def _describe(column: Column, cell: Cell, number: int, *, at_break: bool) -> None:
    text = squash(cell.text)
    column.extents.append((number, cell.row, cell.row_span))
    column.merges |= cell.row_span > 1
    if text:
        column.texts.add(text)
        column.origins[text] += not at_break
    if cell.row_span == 1 and (text or not at_break):
        column.singles += 1
        column.filled += bool(text)
        column.figures += bool(text) and is_number(text)


def interval(cell: Cell) -> Interval:
    """Return the columns the cell covers."""
    return cell.col, cell.col + cell.col_span

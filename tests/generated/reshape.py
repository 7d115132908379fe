"""Changes to a form's table that leave its records alone: a row more, an edge moved, blanks taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from fixtures.kit.table import Cell, Table
from tests.generated.model import Form

NATURES = (("经常性项目", "一次性项目"), ("新增项目", "延续项目"), ("本级", "对下转移支付"))


def with_row_at(form: Form, at: int, cells: Mapping[tuple[int, int], str]) -> Form:
    """Put a row before row `at`: (column, columns) to text. Cells that cross it grow by it."""
    table = form.table
    moved = [_moved(cell, at) for cell in table.cells]
    added = [Cell(row=at, col=col, col_span=wide, text=text) for (col, wide), text in cells.items()]
    start, stop = form.body
    body = (start + 1, stop + 1) if at <= start else form.body
    return replace(form, table=_table(table, [*moved, *added], rows=table.rows + 1), body=body)


def _moved(cell: Cell, at: int) -> Cell:
    if cell.row >= at:
        return replace(cell, row=cell.row + 1)
    return replace(cell, row_span=cell.row_span + 1) if cell.below > at else cell


def with_nature(rng: Random, form: Form, ticked: str = "☑", free: str = "□") -> Form | None:
    """Put a row of check boxes under the project's name; None where the form has no such row."""
    first = [cell for cell in form.table.cells if cell.row == 0]
    if len(first) != 2 or first[0].text != "项目名称":
        return None
    yes, no = rng.sample(rng.choice(NATURES), 2)
    label, value = first
    cells = {
        (label.col, label.col_span): rng.choice(("项目属性", "项目类型")),
        (value.col, value.col_span): rng.choice((f"{ticked}{yes} {free}{no}", f"{yes}{ticked} {no}{free}")),
    }
    return with_row_at(form, 1, cells)


def with_unit_row(form: Form) -> Form:
    """Put the unit of money into a row of its own at the top, which begins in the table's last columns."""
    wide = len(form.table.widths)
    return with_row_at(form, 0, {(wide - 2, 2): "单位：万元"})


def with_moved_edge(rng: Random, form: Form) -> Form | None:
    """Move one edge of a row of single-row cells half a column away; None where there is no such row."""
    table = form.table
    found: list[Cell] = []
    for row in range(min(table.rows, 8)):
        own = sorted((cell for cell in table.cells if cell.row <= row < cell.below), key=lambda cell: cell.col)
        if all(cell.row_span == 1 for cell in own):
            found += [cell for cell in own if cell.col and cell.col_span > 1]
    if not found:
        return None
    mark = rng.choice(found)
    cells = [_split(cell, mark) for cell in table.cells]
    half = table.widths[mark.col] / 2
    widths = (*table.widths[: mark.col], half, half, *table.widths[mark.col + 1 :])
    return replace(form, table=_table(replace(table, widths=widths), cells, rows=table.rows))


def _split(cell: Cell, mark: Cell) -> Cell:
    """Part the column in two; left of the mark the neighbour takes the first half."""
    col, same_row = mark.col, cell.row == mark.row
    if cell.col > col:
        return replace(cell, col=cell.col + 1)
    if cell == mark:
        return replace(cell, col=cell.col + 1)
    if cell.col <= col < cell.beyond or (same_row and cell.beyond == col):
        return replace(cell, col_span=cell.col_span + 1)
    return cell


def without_blank_ends(rng: Random, form: Form) -> Form:
    """Take out blank single cells at the ends of some rows: there the table ends earlier."""
    wide = len(form.table.widths)
    ends = [cell for cell in form.table.cells if cell.beyond == wide and cell.row_span == 1 and not cell.text]
    gone = set(rng.sample(ends, min(len(ends), rng.choice((1, 1, 2)))))
    return replace(form, table=replace(form.table, cells=tuple(c for c in form.table.cells if c not in gone)))


def with_text(form: Form, row: int, col: int, text: str) -> Form:
    """Print another text in a cell."""
    cells = [replace(cell, text=text) if (cell.row, cell.col) == (row, col) else cell for cell in form.table.cells]
    return replace(form, table=replace(form.table, cells=tuple(cells)))


def seams(table: Table) -> list[int]:
    """Return the rows before which no cell is cut."""
    crossed = {row for cell in table.cells for row in range(cell.row + 1, cell.below)}
    return [row for row in range(1, table.rows) if row not in crossed]


def _table(table: Table, cells: list[Cell], rows: int) -> Table:
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))), rows=rows)

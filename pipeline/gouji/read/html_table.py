"""A table of a web page, row by row as it comes, and the grid browsers make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from gouji.exceptions import DocumentError
from gouji.model.grid import Cell, Grid
from gouji.read.workbook import MAX_SLOTS, SLOT, too_sparse
from gouji.text import join_lines

MAX_COLSPAN, MAX_ROWSPAN = 1000, 65534
"""Browsers cut larger spans to these."""

Group = Literal["thead", "tbody", "tfoot"]


@dataclass(slots=True)
class Box:
    """A cell as written; `texts` are its pieces with line breaks among them."""

    row_span: int
    col_span: int
    texts: list[str] = field(default_factory=list)
    linked: int = 0
    sides: int = 0
    row: int = 0
    col: int = 0

    @property
    def text(self) -> str:
        """The text with its wraps joined."""
        return join_lines("".join(self.texts).split("\n"))


@dataclass(slots=True)
class Section:
    """The rows of a thead, tbody or tfoot; a cell never reaches out of its section."""

    kind: Group
    rows: list[list[Box]] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A table while its elements come in."""

    sections: list[Section] = field(default_factory=list)
    open_group: Group | None = None
    framed: bool = False
    in_row: bool = False

    def begin_group(self, kind: Group) -> None:
        """Open a section."""
        self.sections.append(Section(kind=kind))
        self.open_group = kind
        self.in_row = False

    def end_group(self) -> None:
        """Close a section."""
        self.open_group = None
        self.in_row = False

    def begin_row(self) -> None:
        """Open a row; without a section it stands in a body of its own or the one before."""
        if self.open_group is None and (not self.sections or self.sections[-1].kind != "tbody"):
            self.sections.append(Section(kind="tbody"))
        self.sections[-1].rows.append([])
        self.in_row = True

    def end_row(self) -> None:
        """Close a row."""
        self.in_row = False

    def cell(self, row_span: str, col_span: str) -> Box:
        """Open a cell; one outside every row opens a row."""
        if not self.in_row:
            self.begin_row()
        box = Box(row_span=span(row_span, MAX_ROWSPAN, zero=0), col_span=span(col_span, MAX_COLSPAN, zero=1))
        self.sections[-1].rows[-1].append(box)
        return box

    @property
    def boxes(self) -> list[Box]:
        """All cells as they came."""
        return [box for section in self.sections for row in section.rows for box in row]


def span(text: str, most: int, *, zero: int) -> int:
    """Read a span as browsers do: leading digits count, what is no number is 1."""
    digits = ""
    for char in text.strip().removeprefix("+"):
        if not ("0" <= char <= "9"):
            break
        digits += char
    if not digits:
        return 1
    return min(int(digits[:9]), most) or zero


def lay_out(draft: Draft) -> tuple[list[Box], int, bool]:
    """Give every cell its place; return the cells, the number of rows, and whether some overlapped."""
    placed: list[Box] = []
    taken: set[tuple[int, int]] = set()
    overlapped = False
    top = 0
    for section in _in_print_order(draft.sections):
        _refuse_large(section, len(taken))
        overlapped |= _lay_section(section, top, placed, taken)
        top += len(section.rows)
    return placed, top, overlapped


def _in_print_order(sections: list[Section]) -> list[Section]:
    """The first thead is printed first and the first tfoot last, wherever they are written."""
    head = next((section for section in sections if section.kind == "thead"), None)
    foot = next((section for section in sections if section.kind == "tfoot"), None)
    others = [section for section in sections if section is not head and section is not foot]
    return [*([head] if head else []), *others, *([foot] if foot else [])]


def _refuse_large(section: Section, before: int) -> None:
    height = len(section.rows)
    slots = sum(
        min(box.row_span or height, height - at) * box.col_span for at, row in enumerate(section.rows) for box in row
    )
    if before + slots > MAX_SLOTS:
        raise DocumentError("too_large", f"网页中的一张表格超过 {MAX_SLOTS} 格，未读取。")


def _lay_section(section: Section, top: int, placed: list[Box], taken: set[tuple[int, int]]) -> bool:
    end = top + len(section.rows)
    overlapped = False
    for at, row in enumerate(section.rows, start=top):
        col = 0
        for box in row:
            while (at, col) in taken:
                col += 1
            box.row_span = min(box.row_span or end, end - at)
            wanted = box.col_span
            box.col_span = next((width for width in range(1, wanted) if (at, col + width) in taken), wanted)
            overlapped |= box.col_span < wanted
            box.row, box.col = at, col
            spots = ((at + down, col + right) for down in range(box.row_span) for right in range(box.col_span))
            taken.update(spots)
            placed.append(box)
            col += wanted
    return overlapped


def to_grid(draft: Draft, number: int) -> tuple[Grid | None, bool]:
    """Return the table and whether cells overlapped; rows and columns at which no cell begins are none.

    Slots that no cell covers are blank cells: rows may be shorter than the table.
    """
    boxes, _, overlapped = lay_out(draft)
    if not boxes:
        return None, overlapped
    rows = _numbers({box.row for box in boxes}, max(box.row + box.row_span for box in boxes))
    cols = _numbers(
        {box.col for box in boxes} | {box.col + box.col_span for box in boxes},
        max(box.col + box.col_span for box in boxes),
    )
    if too_sparse(rows[-1] * cols[-1], len(boxes)):
        raise DocumentError("too_large", f"网页中的一张表格有 {rows[-1]} 行 {cols[-1]} 列，多为空白，未读取。")
    cells = [_cell(box, rows, cols, number) for box in boxes]
    cells += _blanks(cells, rows[-1], cols[-1], number)
    heads = next((len(section.rows) for section in draft.sections if section.kind == "thead"), 0)
    header = rows[min(heads, len(rows) - 1)]
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.col)))
    first = {col: line for line, col in reversed([*enumerate(cols)])}
    grid = Grid(
        cells=ordered,
        rows=rows[-1],
        cols=cols[-1],
        col_edges=tuple(first[col] * SLOT for col in range(cols[-1] + 1)),
        header_rows=header if header < rows[-1] else 0,
        counted=True,
    )
    return grid, overlapped


def _numbers(starts: set[int], end: int) -> list[int]:
    """Number what lies between the lines at which something begins; the last entry is their count."""
    out: list[int] = []
    count = -1
    for line in range(end):
        count += line in starts or count < 0
        out.append(count)
    return [*out, count + 1]


def _cell(box: Box, rows: list[int], cols: list[int], number: int) -> Cell:
    row, col = rows[box.row], cols[box.col]
    return Cell(
        text=box.text,
        row=row,
        col=col,
        row_span=rows[box.row + box.row_span - 1] + 1 - row,
        col_span=cols[box.col + box.col_span - 1] + 1 - col,
        locator=locator(number, row, col),
    )


def _blanks(cells: list[Cell], rows: int, cols: int, number: int) -> list[Cell]:
    taken = {
        (row, col)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    }
    return [
        Cell(text="", row=row, col=col, locator=locator(number, row, col))
        for row in range(rows)
        for col in range(cols)
        if (row, col) not in taken
    ]


def locator(number: int, row: int, col: int) -> str:
    """Say where a cell stands."""
    return f"表{number} 行{row + 1} 列{col + 1}"

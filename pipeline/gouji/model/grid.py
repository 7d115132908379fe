"""A table as one page (or one file without pages) shows it, and the text lines around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gouji.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line (or paragraph) of text outside every table, in reading order. `locator` where there are no pages."""

    text: str
    places: tuple[Place, ...] = ()
    locator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell with its true spans; rows and columns count from 0.

    `text` is folded (gouji.text.fold) and its wraps are joined (gouji.text.join_lines). A cell stitched over a page
    break has two places. A cell of a file without pages has no place and a `locator` ("表1 行3 列2", "第13行 第6列").
    `outside` marks a text line outside the table that `recognise` made a cell of it; its row and col mean nothing.
    """

    text: str
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    places: tuple[Place, ...] = ()
    locator: str | None = None
    confidence: Decimal | None = None
    outside: bool = False

    def __post_init__(self) -> None:
        """Refuse a cell that covers nothing."""
        if self.row < 0 or self.col < 0 or self.row_span < 1 or self.col_span < 1:
            raise ValueError(f"cell at {self.row},{self.col} spans {self.row_span}x{self.col_span}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One table on one page: cells that tile rows x cols, each slot covered once at most.

    `place` is there when the table stands on a page; `col_edges` (cols + 1 numbers, points) too, or where the file says
    how its tables stand to each other across; they are `counted` where it numbers columns and gives them no widths that
    mean anything: equal numbers then say nothing of one table going on in another. `ragged` is True for
    flattened text: cells are 1x1, rows may have lost or gained leading cells, blanks may hide merged cells.
    `header_rows` is the number of leading rows the file itself declares to be headers (DOCX), else 0.
    """

    cells: tuple[Cell, ...]
    rows: int
    cols: int
    place: Place | None = None
    col_edges: tuple[float, ...] = ()
    ragged: bool = False
    header_rows: int = 0
    counted: bool = False


Block = Grid | Line

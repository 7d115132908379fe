"""One logical table, its pages joined."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.grid import Cell, Line
from gouji.model.notice import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A logical table: the parts of all its pages joined, repeated headers left out.

    Cells are sorted by (row, col); a cell's index in `cells` is its cell_no. `before` are the text lines between the
    previous table and this one, `after` those that follow it up to the next table or the end; lines between two sheets
    stand in both. `parts` counts the joined grids, `joints` are the first rows of parts 2, 3, … `ragged` as in Grid.
    `header_rows` as declared by the file, else 0.
    """

    cells: tuple[Cell, ...]
    rows: int
    cols: int
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    parts: int = 1
    joints: tuple[int, ...] = ()
    ragged: bool = False
    header_rows: int = 0
    notices: tuple[Notice, ...] = ()

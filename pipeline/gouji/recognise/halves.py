"""A form whose head block is one table and whose indicator block is the next."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.grid import Cell, Grid
from gouji.recognise.headings import indicator_header
from gouji.recognise.lattice import Lattice, lay
from gouji.vocabulary import Vocabulary

PROJECT = "project_name"
IDENTITY = frozenset({PROJECT, "unit_name", "department", "code"})
"""What a form says first and once."""
MOST_SLOTS = 2_000
"""A head block is a few rows; no time is spent on looking for one in a table of thousands of slots."""
LOOKED_AT = 40
"""Rows of the lower table in which its header is sought: little more than goals can stand above it."""


def are_halves(upper: Sequence[Grid], lower: Grid, words: Vocabulary) -> bool:
    """Tell whether the lower table holds the indicators of the form whose head block the upper ones (its parts) hold.

    The upper says whose form it is and goes on with other keys, without indicators; the lower has the header of the
    indicators and does not say whose they are: a form of its own does. Where the upper ends with the project's name the
    lower may go on with its department and unit.
    """
    if sum(grid.rows * grid.cols for grid in upper) > MOST_SLOTS or lower.ragged:
        return False
    parts = [lay(grid.cells, grid.rows, grid.cols) for grid in upper]
    asked = {key for part in parts for cell in part.cells if (key := _identity(cell, words))}
    if not asked or any(indicator_header(part, words) is not None for part in parts):
        return False
    top = tuple(cell for cell in lower.cells if cell.row < LOOKED_AT)
    below = lay(top, min(lower.rows, LOOKED_AT), lower.cols)
    header = indicator_header(below, words)
    if header is None or _is_titled(below):
        return False
    more = {key for cell in below.cells if cell.row <= header.last and (key := _identity(cell, words))}
    # A head cut after its first rows goes on with keys of its own; one that begins anew asks for the project.
    goes_on = asked == {PROJECT} and PROJECT not in more and bool(more)
    return goes_on or (not more and _is_head(parts, words))


def _is_titled(lattice: Lattice) -> bool:
    return any(cell.row == 0 and cell.col_span == lattice.cols and cell.text.strip() for cell in lattice.cells)


def _is_head(parts: Sequence[Lattice], words: Vocabulary) -> bool:
    """Tell whether keys stand in several rows: the header of a list asks for the same, but in its own rows alone."""
    asking = [(number, cell) for number, part in enumerate(parts) for cell in part.cells if _asks(cell, words)]
    if not asking:
        return False
    number, first = asking[0]
    own = {(number, row) for row in range(first.row, first.row + first.row_span)}
    return any(
        (number, cell.row) not in own and _is_key(cell, words)
        for number, part in enumerate(parts)
        for cell in part.cells
    )


def _is_key(cell: Cell, words: Vocabulary) -> bool:
    return words.head_key(cell.text) is not None or words.fund_role(cell.text) is not None


def _asks(cell: Cell, words: Vocabulary) -> bool:
    return _identity(cell, words) is not None


def _identity(cell: Cell, words: Vocabulary) -> str | None:
    """Return what of a form's identity a cell asks for."""
    key = words.head_key(cell.text)
    if key in IDENTITY:
        return key
    return PROJECT if words.column_role(cell.text) == PROJECT else None

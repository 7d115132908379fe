"""A form whose head block is one table and whose indicator block is the next."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.grid import Cell, Grid
from gouji.recognise.headings import Header, indicator_header
from gouji.recognise.lattice import Lattice, lay
from gouji.vocabulary import Vocabulary

IDENTITY = frozenset({"project_name", "unit_name", "department", "code"})
"""What a form says first and once."""
MOST_SLOTS = 2_000
"""A head block is a few rows; no time is spent on looking for one in a table of thousands of slots."""
LOOKED_AT = 40
"""Rows of the lower table in which its header is sought: little more than goals can stand above it."""


def are_halves(upper: Sequence[Grid], lower: Grid, words: Vocabulary) -> bool:
    """Tell whether the lower table holds the indicators of the form whose head block the upper ones (its parts) hold.

    The upper says whose form it is and goes on with other keys, without indicators; the lower has the header of the
    indicators and does not say whose they are: a form of its own does.
    """
    if sum(grid.rows * grid.cols for grid in upper) > MOST_SLOTS or lower.ragged:
        return False
    parts = [lay(grid.cells, grid.rows, grid.cols) for grid in upper]
    if not _is_head(parts, words):
        return False
    if any(indicator_header(part, words) is not None for part in parts):
        return False
    top = tuple(cell for cell in lower.cells if cell.row < LOOKED_AT)
    below = lay(top, min(lower.rows, LOOKED_AT), lower.cols)
    header = indicator_header(below, words)
    return header is not None and not _names_a_form(below, header, words)


def _names_a_form(lattice: Lattice, header: Header, words: Vocabulary) -> bool:
    """Tell whether a table prints a title, a key of whose form it is, or a column of names of projects or units."""
    above = [cell for cell in lattice.cells if cell.row <= header.last]
    titled = any(cell.row == 0 and cell.col_span == lattice.cols and cell.text.strip() for cell in above)
    return titled or any(_asks(cell, words) for cell in above)


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
    return words.head_key(cell.text) in IDENTITY or words.column_role(cell.text) == "project_name"

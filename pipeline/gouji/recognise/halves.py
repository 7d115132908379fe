"""A form whose head block is one table and whose indicator block is the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.model.grid import Cell, Grid
from gouji.recognise.headings import Header, indicator_header
from gouji.recognise.lattice import Lattice, lay
from gouji.vocabulary import Vocabulary

IDENTITY = frozenset({"project_name", "unit_name", "department", "code"})
"""What a form says first and once."""
MOST_SLOTS = 2_000
"""A head block is a few rows; no time is spent on looking for one in a table of thousands of slots."""
TALLEST_HEAD = 40
"""Rows above the header that are looked at in the lower table."""


def are_halves(upper: Sequence[Grid], lower: Grid, words: Vocabulary) -> bool:
    """Tell whether the lower table holds the indicators of the form whose head block the upper ones (its parts) hold.

    The upper says whose form it is and goes on with other keys, without indicators; the lower has the header of the
    indicators and does not say whose they are: a form of its own does.
    """
    if sum(grid.rows * grid.cols for grid in upper) > MOST_SLOTS or lower.ragged:
        return False
    below = lay(lower.cells, lower.rows, lower.cols)
    header = indicator_header(below, words)
    if header is None or header.first > TALLEST_HEAD or _names_a_form(below, header, words):
        return False
    parts = [lay(grid.cells, grid.rows, grid.cols) for grid in upper]
    if any(indicator_header(part, words) is not None for part in parts):
        return False
    return _is_head([cell for part in parts for cell in part.cells], len(parts), words)


def _names_a_form(lattice: Lattice, header: Header, words: Vocabulary) -> bool:
    """Tell whether a table prints a title, a key of whose form it is, or a column of names of projects or units."""
    above = [cell for cell in lattice.cells if cell.row <= header.last]
    titled = any(cell.row == 0 and cell.col_span == lattice.cols and cell.text.strip() for cell in above)
    return titled or any(_asks(cell, words) for cell in above)


def _is_head(cells: Sequence[Cell], parts: int, words: Vocabulary) -> bool:
    """Tell whether keys stand in several rows: the header of a list asks for the same, but in its own rows alone."""
    asked = [(cell.row, cell.row + cell.row_span) for cell in cells if _asks(cell, words)]
    if not asked:
        return False
    start, end = asked[0]
    return parts > 1 or any(not start <= row < end for row in _key_rows(cells, words))


def _key_rows(cells: Sequence[Cell], words: Vocabulary) -> Iterator[int]:
    for cell in cells:
        if words.head_key(cell.text) is not None or words.fund_role(cell.text) is not None:
            yield cell.row


def _asks(cell: Cell, words: Vocabulary) -> bool:
    return words.head_key(cell.text) in IDENTITY or words.column_role(cell.text) == "project_name"

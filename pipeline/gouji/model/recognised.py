"""A sheet whose form, columns and rows are known."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.grid import Cell
from gouji.model.notice import Notice

Slots = tuple[tuple[str, int], ...]
"""Column role to the cell_no of the cell that covers it in this row; a role without a cell is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A body row: `kind` is indicator, total, unit or note."""

    row: int
    kind: str
    slots: Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRow:
    """A row of the funds block: the label's cell, its source code (None if unknown), its columns, the block's label."""

    row: int
    label: int
    source_code: str | None
    slots: Slots
    block: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value of the head block or of a text line: `key` from the lexicon, the value's text and its cell_no.

    `label` is the key as a text line prints it.
    """

    key: str
    text: str
    cell_no: int
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One table ready for numbers. `cells` are the sheet's, then the text lines in use (Cell.outside).

    `form` is a form's name, "guessed" or "other"; `remarks` are the texts that may hold rules (说明, 注, criteria),
    `captions` the text lines above the table.
    `ended` tells whether something printed after the indicators closes the table (合计, 填报人, 说明).
    """

    table_no: int
    form: str
    kind: str
    scope: str
    title: str | None
    cells: tuple[Cell, ...]
    rows: int
    cols: int
    parts: int
    ragged: bool
    roles: frozenset[str] = frozenset()
    body: tuple[Row, ...] = ()
    funds: tuple[FundRow, ...] = ()
    head: tuple[Entry, ...] = ()
    lines: tuple[Entry, ...] = ()
    remarks: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    ended: bool = False
    goal_no: int | None = None
    goal_count: int | None = None
    notices: tuple[Notice, ...] = ()

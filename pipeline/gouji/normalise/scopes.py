"""Rows to scopes: what the weights of a table add up in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.grid import Cell
from gouji.model.recognised import Entry, Recognised, Row
from gouji.model.record import Figure, Scope
from gouji.normalise.fields import RowReader, first_page, reader
from gouji.text import squash

_FIELDS = (
    ("code", "unit_code"),
    ("name", "project_name"),
    ("amount", "amount"),
    ("long_term_goal", "long_term_goal"),
    ("annual_goal", "annual_goal"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A scope and its indicator rows (placeholder rows among them)."""

    scope: Scope
    rows: tuple[Row, ...]


def segments_of(table: Recognised, unit_name: str | None, money_unit: str | None) -> tuple[Segment, ...]:
    """Split the indicator rows into scopes: by the project column where there is one, else one scope."""
    rows = tuple(row for row in table.body if row.kind == "indicator")
    if "project_name" not in table.roles:
        return (Segment(scope=_headed_scope(table, rows, unit_name, money_unit), rows=rows),)
    blocks: list[tuple[str, list[Row]]] = []
    for row in rows:
        key = _block_key(reader(table.cells, row.slots))
        if key is None and not blocks:
            continue
        if key is not None and (not blocks or key != blocks[-1][0]):
            blocks.append((key, []))
        blocks[-1][1].append(row)
    return tuple(
        Segment(scope=_project_scope(table, number, block, unit_name, money_unit), rows=tuple(block))
        for number, (_, block) in enumerate(blocks, start=1)
    )


def _block_key(row: RowReader) -> str | None:
    """Return what tells one project from the next: its name and amount; None if the row prints no name."""
    name = row.text("project_name")
    if name is None:
        return None
    return f"{squash(row.text('unit_code') or '')}|{squash(name)}|{squash(row.text('amount') or '')}"


def _project_scope(
    table: Recognised, number: int, rows: Sequence[Row], unit_name: str | None, money_unit: str | None
) -> Scope:
    slots = {role: _longest(table.cells, rows, role) for _, role in _FIELDS}
    held = RowReader(table.cells, {role: cell for role, cell in slots.items() if cell is not None})
    cells = held.cell_map(_FIELDS)
    amount = held.amount("amount", money_unit)
    return Scope(
        table_no=table.table_no,
        scope_no=number,
        kind="project",
        code=held.text("unit_code"),
        name=held.text("project_name"),
        unit_name=unit_name,
        amount=amount,
        amount_unit=money_unit if amount else None,
        long_term_goal=held.text("long_term_goal"),
        annual_goal=held.text("annual_goal"),
        page_first=first_page(table.cells, (cell for _, cell in cells)),
        cells=cells,
    )


def _longest(cells: tuple[Cell, ...], rows: Sequence[Row], role: str) -> int | None:
    """Return the cell with the longest text among the copies a project prints of one field; the first of equals."""
    numbers = [number for row in rows for at, number in row.slots if at == role and cells[number].text]
    return max(dict.fromkeys(numbers), key=lambda number: len(cells[number].text), default=None)


def _headed_scope(table: Recognised, rows: Sequence[Row], unit_name: str | None, money_unit: str | None) -> Scope:
    goal = _entry(table, "goal")
    project = _entry(table, "project_name")
    kind = _headed_kind(table, goal, project)
    named = goal if kind == "goal" else project if kind == "project" else None
    total = next((fund for fund in table.funds if fund.source_code == "total"), None)
    printed = None if table.funds else _entry(table, "amount")
    slots = dict(total.slots) if total else {"budget": printed.cell_no} if printed else {}
    amount, amount_cell = _fund_amount(table, slots, money_unit)
    annual = goal or _entry(table, "expected") or _entry(table, "annual_goal")
    texts = {
        "name": named,
        "code": _entry(table, "code"),
        "long_term_goal": _entry(table, "long_term_goal"),
        "annual_goal": annual,
        "actual_outcome": _entry(table, "outcome"),
    }
    cells = [(field, entry.cell_no) for field, entry in texts.items() if entry is not None]
    if amount_cell is not None:
        cells.append(("amount", amount_cell))
    numbers = [number for row in rows for _, number in row.slots]
    code = texts["code"].text if texts["code"] else str(table.goal_no) if table.goal_no else None
    return Scope(
        table_no=table.table_no,
        scope_no=1,
        kind=kind,
        code=code,
        name=named.text if named else None,
        unit_name=unit_name,
        amount=amount,
        amount_unit=money_unit if amount else None,
        long_term_goal=_said(texts["long_term_goal"]),
        annual_goal=_said(annual),
        actual_outcome=_said(texts["actual_outcome"]),
        goal_count=table.goal_count,
        page_first=first_page(table.cells, numbers),
        cells=tuple(cells),
    )


def _headed_kind(table: Recognised, goal: Entry | None, project: Entry | None) -> str:
    """Return what a table of one scope is about: what its head block says, else what its form usually holds."""
    if goal is not None or table.goal_no is not None:
        return "goal"
    if table.kind == "common":
        return "common"
    return "project" if project is not None else "department"


def _entry(table: Recognised, key: str) -> Entry | None:
    entries = [entry for entry in (*table.head, *table.lines) if entry.key == key and entry.text]
    return entries[0] if entries else None


def _said(entry: Entry | None) -> str | None:
    return entry.text if entry else None


def _fund_amount(table: Recognised, slots: dict[str, int], money_unit: str | None) -> tuple[Figure | None, int | None]:
    held = RowReader(table.cells, slots)
    for role in ("budget", "initial_budget"):
        if (figure := held.amount(role, money_unit)) is not None:
            return figure, slots[role]
    return None, None

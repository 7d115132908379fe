"""Totals rows, unit rows and the totals that stand in text lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.model.recognised import Entry, Recognised, Row
from gouji.model.record import Total
from gouji.normalise.fields import reader
from gouji.normalise.figure import parse_figure
from gouji.text import squash

_COUNTS = {
    "projects": re.compile(r"^(项目个数|项目数|项目数量)[:：]?"),
    "units": re.compile(r"^(单位数|单位个数|单位数量)[:：]?"),
}
_GRADE = re.compile(r"^(优秀|优|良好|良|中等|中|合格|较差|差)$")
_LINES = {"overall": "overall", "common": "common", "goals": "goals"}


def totals_of(table: Recognised, scope_count: int, money_unit: str | None) -> Iterator[Total]:
    """Yield every printed total of a table."""
    for row in table.body:
        if row.kind == "total":
            yield from _row_totals(table, row, scope_count, money_unit)
        elif row.kind == "unit":
            yield from _unit_total(table, row, money_unit)
    for entry in table.lines:
        if entry.key in _LINES:
            yield _line_total(table, entry)


def _row_totals(table: Recognised, row: Row, scope_count: int, money_unit: str | None) -> Iterator[Total]:
    held = reader(table.cells, row.slots)
    part = "scope" if scope_count == 1 else "table"
    scope_no = 1 if scope_count == 1 else None
    label = _label(table, row)
    counts = tuple(_counts(table, row))
    counted = {count.cell_no for count in counts}
    for kind, role, level in (
        ("weight", "weight", None),
        ("score", "score", None),
        ("amount", "amount", None),
        ("cap", "level1", 1),
        ("cap", "level2", 2),
    ):
        number = held.slots.get(role)
        value = held.amount(role, money_unit) if kind == "amount" else held.figure(role)
        if number is None or number in counted or table.cells[number].row != row.row or value is None:
            continue
        yield Total(
            table_no=table.table_no,
            scope_no=scope_no if kind != "amount" else None,
            kind=kind,
            part="table" if kind == "amount" else part,
            label=label,
            text=table.cells[number].text,
            value=value,
            level=level,
            cell_no=number,
        )
    yield from counts
    yield from _grades(table, row, part, scope_no)


def _label(table: Recognised, row: Row) -> str:
    texts = [table.cells[number].text for number in _row_cells(table, row)]
    return squash(next((text for text in texts if text), "")).strip(":")


def _row_cells(table: Recognised, row: Row) -> Sequence[int]:
    return [n for n, cell in enumerate(table.cells) if cell.row == row.row and not cell.outside]


def _counts(table: Recognised, row: Row) -> Iterator[Total]:
    numbers = _row_cells(table, row)
    for index, number in enumerate(numbers):
        text = squash(table.cells[number].text)
        for part, pattern in _COUNTS.items():
            found = pattern.match(text)
            if found is None:
                continue
            inline = text[found.end() :]
            beside = next((n for n in numbers[index + 1 :] if table.cells[n].text), None)
            at = number if inline else beside
            printed = inline or ("" if beside is None else table.cells[beside].text)
            value = parse_figure(printed) if printed else None
            if at is not None and value is not None:
                yield Total(
                    table_no=table.table_no,
                    scope_no=None,
                    kind="count",
                    part=part,
                    label=found.group(1),
                    text=printed,
                    value=value,
                    cell_no=at,
                )


def _grades(table: Recognised, row: Row, part: str, scope_no: int | None) -> Iterator[Total]:
    for number in _row_cells(table, row):
        if _GRADE.match(squash(table.cells[number].text)):
            yield Total(
                table_no=table.table_no,
                scope_no=scope_no,
                kind="grade",
                part=part,
                label="等级",
                text=table.cells[number].text,
                value=None,
                cell_no=number,
            )


def _unit_total(table: Recognised, row: Row, money_unit: str | None) -> Iterator[Total]:
    held = reader(table.cells, row.slots)
    amount = held.amount("amount", money_unit)
    if amount is None:
        return
    yield Total(
        table_no=table.table_no,
        scope_no=None,
        kind="amount",
        part="unit",
        label=squash(held.text("unit_code") or held.text("project_name") or ""),
        text=held.text("amount") or "",
        value=amount,
        cell_no=held.slots["amount"],
    )


def _line_total(table: Recognised, entry: Entry) -> Total:
    return Total(
        table_no=table.table_no,
        scope_no=None,
        kind="score",
        part=_LINES[entry.key],
        label=entry.label,
        text=entry.text,
        value=parse_figure(entry.text),
        cell_no=entry.cell_no,
    )

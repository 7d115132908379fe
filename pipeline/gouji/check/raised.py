"""What the queries of the rulebook raise, before it becomes findings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import duckdb

from gouji.contract import CHECK_COLUMNS
from gouji.exceptions import RulebookError
from gouji.model.finding import CellRef
from gouji.rulebook import Check

BREACH, UNDECIDED = "breach", "undecided"
SEVERITIES = ("INFO", "WARN", "ERROR")
"""From the mildest to the gravest."""

MOST_WORKERS = 8
"""Queries that run at one time: each holds its own windows and aggregates in memory."""

_STEP = Decimal("0.000001")
_LIMIT = Decimal(10) ** 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """One row a check returned; `doubt` names the readings in which it does not stand."""

    check: Check
    severity: str
    verdict: str
    document_id: str
    table_no: int | None
    scope_no: int | None
    indicator_no: int | None
    expected: str | None
    observed: str | None
    difference: Decimal | None
    tolerance: Decimal | None
    formula: str | None
    cells: tuple[CellRef, ...]
    count: int = 1
    extras: Mapping[str, str | None]
    readings: str = "every"
    doubt: tuple[str, ...] = ()


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Iterable[Check]) -> list[Raised]:
    """Run every check and return what it raised, in the order of the checks and of their rows.

    Checks run side by side, each query on a thread of its own; the order of the result does not depend on it.
    """
    with ThreadPoolExecutor(max_workers=min(MOST_WORKERS, os.cpu_count() or 1)) as pool:
        return [row for rows in pool.map(partial(_run, connection), checks) for row in rows]


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> list[Raised]:
    try:
        with connection.cursor() as cursor:
            rows = cursor.execute(check.sql).fetchall()
            names = [column[0] for column in cursor.description or ()]
    except duckdb.Error as error:
        raise RulebookError(check.code, f"查询执行失败：{error}") from error
    return [_raise(check, dict(zip(names, row, strict=True))) for row in rows]


def _raise(check: Check, row: dict[str, Any]) -> Raised:
    extras = {name: value for name, value in row.items() if name not in CHECK_COLUMNS}
    severity = extras.pop("severity", None) or check.severity
    count = extras.pop("count", None)
    if row["verdict"] not in (BREACH, UNDECIDED):
        raise RulebookError(check.code, f"verdict 是 {row['verdict']}，应为 breach 或 undecided。")
    if severity not in SEVERITIES or row["document_id"] is None:
        raise RulebookError(check.code, f"severity 是 {severity}，document_id 是 {row['document_id']}。")
    known = {name: row[name] for name in CHECK_COLUMNS if name != "cells"}
    known |= {name: _storable(row[name]) for name in ("difference", "tolerance")}
    undecided = row["verdict"] == UNDECIDED
    return Raised(
        **known,
        check=check,
        severity="INFO" if undecided else severity,
        cells=_refs(row["cells"] or ()),
        count=1 if count is None else int(count),
        extras=extras,
    )


def _storable(number: Decimal | None) -> Decimal | None:
    """Bring a number to the precision of the canonical tables; one that does not fit stays in words only."""
    if number is None or abs(number) >= _LIMIT:
        return None
    return number.quantize(_STEP)


def _refs(cells: Iterable[Mapping[str, Any]]) -> tuple[CellRef, ...]:
    """Keep each cell once, under the role it has first; rows that share a merged cell name it more than once."""
    kept: dict[tuple[str, int, int], CellRef] = {}
    for cell in cells:
        if cell is not None and cell["cell_no"] is not None:
            ref = CellRef(**cell)
            kept.setdefault((ref.document_id, ref.table_no, ref.cell_no), ref)
    return tuple(kept.values())

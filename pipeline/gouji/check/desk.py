"""The check desk: tables and rulebook in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from gouji.check.finding import SecondReader, to_findings
from gouji.check.links import link
from gouji.check.raised import UNDECIDED, Raised, run_checks
from gouji.check.readings import variants, weigh
from gouji.database import lock, open_database
from gouji.model.finding import Finding
from gouji.rulebook import Rulebook

NO_FIGURE = "缺数或无法读成数字"
"""Why a row is undecided, unless its query says so in a column `why` or `note`."""

_AGREED = ("scope_no", "indicator_no", "expected", "observed", "difference", "tolerance", "formula")


def judge(
    tables: Mapping[str, pa.Table], rulebook: Rulebook, second: SecondReader | None = None
) -> tuple[Finding, ...]:
    """Judge a batch: run every check over every reading and return the findings in a total order.

    `second` is asked for the cells an ERROR stands on; without it what `cells.second_text` holds is used.
    """
    connection = locked_database(tables, rulebook)
    try:
        raised = run_checks(connection, rulebook.checks)
        judged = ((variant, _judge_variant(variant.tables, rulebook)) for variant in variants(tables))
        findings = to_findings(connection, tables, collapse(weigh(raised, judged)), second)
        return link(connection, findings, rulebook.links)
    finally:
        connection.close()


def locked_database(tables: Mapping[str, pa.Table], rulebook: Rulebook) -> duckdb.DuckDBPyConnection:
    """Open the database the checks run in: loaded, then shut off from files, network and settings."""
    connection = open_database(tables, rulebook.macros)
    lock(connection)
    return connection


def _judge_variant(tables: Mapping[str, pa.Table], rulebook: Rulebook) -> list[Raised]:
    connection = locked_database(tables, rulebook)
    try:
        return run_checks(connection, rulebook.checks)
    finally:
        connection.close()


def collapse(raised: Iterable[Raised]) -> list[Raised]:
    """Fold the undecided rows of each check and table into one."""
    rows = list(raised)
    undecided: dict[tuple[str, str, int | None], list[Raised]] = {}
    for row in rows:
        if row.verdict == UNDECIDED:
            undecided.setdefault((row.check.code, row.document_id, row.table_no), []).append(row)
    return [row for row in rows if row.verdict != UNDECIDED] + [_fold(group) for group in undecided.values()]


def _fold(rows: list[Raised]) -> Raised:
    """Make one row of several: what they agree on stays, their counts add up, every cell is named once."""
    if len(rows) == 1 and "why" not in rows[0].extras:
        return rows[0]
    why = list(dict.fromkeys(_why(row.extras) for row in rows))
    cells = tuple(dict.fromkeys(cell for row in rows for cell in row.cells))
    agreed = {name: _agreed([getattr(row, name) for row in rows]) for name in _AGREED}
    return replace(rows[0], **agreed, cells=cells, count=sum(row.count for row in rows), extras={"why": "、".join(why)})


def _why(extras: Mapping[str, str | None]) -> str:
    return (extras.get("why") or extras.get("note") or NO_FIGURE).rstrip("。")


def _agreed(values: list[Any]) -> Any:  # noqa: ANN401 - whatever the field holds
    return values[0] if all(value == values[0] for value in values) else None

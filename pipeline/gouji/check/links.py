"""Which finding stems from which, as rules/links say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import duckdb

from gouji.arrow import finding_to_row, rows_to_table
from gouji.database import store
from gouji.exceptions import RulebookError
from gouji.model.finding import Finding
from gouji.rulebook import Link


def link(
    connection: duckdb.DuckDBPyConnection, findings: tuple[Finding, ...], links: tuple[Link, ...]
) -> tuple[Finding, ...]:
    """Fill `caused_by` with the pairs the links return, and with nothing else."""
    if not links or not findings:
        return findings
    store(connection, "findings", rows_to_table("findings", map(finding_to_row, findings)))
    known = {finding.finding_id for finding in findings}
    causes: dict[str, set[str]] = defaultdict(set)
    for each in links:
        for effect, cause in _pairs(connection, each):
            if effect == cause:
                raise RulebookError(each.name, f"问题 {effect} 被写成自己的起因。")
            if effect not in known or cause not in known:
                raise RulebookError(each.name, f"返回了不存在的问题编号 {effect}、{cause}。")
            causes[effect].add(cause)
    return tuple(replace(finding, caused_by=tuple(sorted(causes[finding.finding_id]))) for finding in findings)


def _pairs(connection: duckdb.DuckDBPyConnection, each: Link) -> list[tuple[str, str]]:
    try:
        return connection.execute(each.sql).fetchall()
    except duckdb.Error as error:
        raise RulebookError(each.name, f"查询执行失败：{error}") from error

"""What a query of the rulebook may do: one SELECT over canonical tables, exact from end to end, the promised columns.

Two walks guard exactness. The statement's own tree shows what the author wrote (`/`, avg, 1e0, CAST AS DOUBLE); the
bound plan shows every type DuckDB derives from it, also inside macros, where DESCRIBE sees nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from gouji.database import JUDGED, MACROS
from gouji.exceptions import RulebookError

Node = Any
Names = frozenset[str]

INEXACT_TYPES = frozenset({"DOUBLE", "FLOAT", "REAL", "FLOAT4", "FLOAT8"})
_INEXACT_CALLS = frozenset({"/", "avg", "mean", "fdiv", "fmod", "fsum", "kahan_sum", "favg", "median", "try_divide"})
_FORBIDDEN_CALLS = frozenset(
    {"random", "setseed", "uuid", "gen_random_uuid", "current_setting", "getvariable", "getenv", "query", "query_table",
     "glob", "json_execute_serialized_sql", "pragma_version", "sql_auto_complete"}
)  # fmt: skip
_FORBIDDEN_PREFIXES = ("read_", "parquet_", "sniff_", "duckdb_", "pragma_", "which_", "arrow_scan", "pandas_scan")
_FAILED = re.compile(r'\{\s*"error"\s*:\s*true')
_DERIVED = re.compile(r'"return_type"\s*:\s*\{\s*"id"\s*:\s*"(DOUBLE|FLOAT)"')
_EXPONENT = re.compile(r"[0-9.]+[eE][-+]?[0-9]+$")

_TEXT, _WHOLE, _EXACT = r"VARCHAR", r"(BIGINT|INTEGER)", r"DECIMAL\(\d+,\d+\)"
_REFS = rf'STRUCT\(document_id {_TEXT}, table_no {_WHOLE}, cell_no {_WHOLE}, "?role"? {_TEXT}\)\[\]'
CHECK_COLUMNS: Mapping[str, str] = {
    "document_id": _TEXT,
    "table_no": _WHOLE,
    "scope_no": _WHOLE,
    "indicator_no": _WHOLE,
    "verdict": _TEXT,
    "expected": _TEXT,
    "observed": _TEXT,
    "difference": _EXACT,
    "tolerance": _EXACT,
    "formula": _TEXT,
    "cells": _REFS,
}
"""The columns every check returns, in this order, with the types DESCRIBE may show."""

LINK_COLUMNS: Mapping[str, str] = {"finding_id": _TEXT, "caused_by": _TEXT}
_OPTIONAL = {"severity": _TEXT, "count": _WHOLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a statement names: tables, functions, types it casts to, literals with an exponent."""

    tables: Names
    calls: Names
    types: Names
    inexact_literals: tuple[str, ...] = ()
    own: Names = field(default=frozenset())


def single_select(code: str, sql: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse anything but exactly one SELECT statement."""
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise RulebookError(code, f"语句无法解析：{error}") from error
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise RulebookError(code, f"须为恰好一条 SELECT 语句，实为 {len(statements)} 条或其他语句。")


def use_of(code: str, sql: str, connection: duckdb.DuckDBPyConnection) -> Use:
    """Walk the serialised statement and say what it names."""
    tree = json.loads(connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0])
    if tree.get("error"):
        raise RulebookError(code, f"语句无法解析：{tree.get('error_message')}")
    nodes = _nodes(tree)
    own = _gather(nodes, _cte_names)
    return Use(
        tables=_gather(nodes, _table_name) - own,
        calls=_gather(nodes, _call_name),
        types=_gather(nodes, _type_name),
        inexact_literals=tuple(sorted(_gather(nodes, _exponent_literal))),
        own=own,
    )


def macro_uses(connection: duckdb.DuckDBPyConnection, unsteady: Names) -> dict[str, Use]:
    """Say what each macro of the rulebook names, and refuse one that is not exact."""
    rows = connection.execute(
        "SELECT function_name, function_type, macro_definition FROM duckdb_functions() "
        "WHERE NOT internal AND function_type IN ('macro', 'table_macro') ORDER BY ALL"
    ).fetchall()
    uses: dict[str, Use] = {}
    for name, kind, body in rows:
        use = use_of(MACROS, body if kind == "table_macro" else f"SELECT {body}", connection)
        refuse_inexact(f"{MACROS} {name}", use, unsteady)
        uses[name] = use
    return uses


def unsteady_functions(connection: duckdb.DuckDBPyConnection) -> Names:
    """Return the functions whose result changes from call to call or from day to day."""
    query = "SELECT function_name FROM duckdb_functions() WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')"
    return frozenset(name for (name,) in connection.execute(query).fetchall())


def refuse_inexact(code: str, use: Use, unsteady: Names) -> None:
    """Refuse what could make a number inexact, an output unsteady, or reach beyond the tables."""
    if bad := sorted(use.calls & _INEXACT_CALLS):
        raise RulebookError(code, f"不得使用 {'、'.join(bad)}：结果不是精确小数，请改为交叉相乘或定点小数。")
    if use.inexact_literals:
        raise RulebookError(code, f"不得使用浮点数字 {'、'.join(use.inexact_literals)}，请写成定点小数。")
    if bad := sorted(use.types & INEXACT_TYPES):
        raise RulebookError(code, f"不得转换为浮点类型 {'、'.join(bad)}。")
    outside = {call for call in use.calls if call in _FORBIDDEN_CALLS or call.startswith(_FORBIDDEN_PREFIXES)}
    if bad := sorted(outside | (use.calls & unsteady)):
        raise RulebookError(code, f"不得使用 {'、'.join(bad)}：结果随时间或环境变化，或读取表以外的内容。")


def refuse_inexact_plan(code: str, sql: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a query in whose bound plan any expression is a floating number."""
    plan = str(connection.execute("SELECT json_serialize_plan(?)", [sql]).fetchall()[0][0])
    if _FAILED.match(plan):
        failure = json.loads(plan)
        if failure.get("error_type") != "not implemented":
            raise RulebookError(code, f"查询无法执行：{failure.get('error_message')}")
    # Plans run to megabytes: searched as text, because parsing all of them would take seconds.
    if bad := sorted(set(_DERIVED.findall(plan))):
        raise RulebookError(code, f"式中某处的结果是浮点类型 {'、'.join(bad)}，请用 DECIMAL 与整数。")


def tables_read(use: Use, macros: Mapping[str, Use]) -> Names:
    """Return the tables a statement reads, those its macros read included."""
    tables, calls, seen = set(use.tables), set(use.calls), set[str]()
    while waiting := (calls & set(macros)) - seen:
        for name in waiting:
            tables |= macros[name].tables
            calls |= macros[name].calls
        seen |= waiting
    return frozenset(tables)


def describe(code: str, sql: str, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the columns and types the query yields."""
    try:
        rows = connection.execute(f"DESCRIBE {sql}").fetchall()
    except duckdb.Error as error:
        raise RulebookError(code, f"查询无法执行：{error}") from error
    return {row[0]: row[1] for row in rows}


def refuse_columns(code: str, shown: Mapping[str, str], promised: Mapping[str, str], *, extras: bool) -> None:
    """Refuse a query that does not yield the promised columns in their order and types."""
    names = list(shown)
    if names[: len(promised)] != list(promised) or (not extras and len(names) > len(promised)):
        raise RulebookError(code, f"应返回列 {'、'.join(promised)}，实为 {'、'.join(names)}。")
    further = {name: _OPTIONAL.get(name, _TEXT) for name in names[len(promised) :]}
    for name, pattern in {**promised, **further}.items():
        if not re.fullmatch(pattern, shown[name]):
            raise RulebookError(code, f"列 {name} 的类型是 {shown[name]}，应为 {pattern}。")


def refuse_tables(code: str, use: Use, read: Names, reads: tuple[str, ...], extra: Names = frozenset()) -> None:
    """Refuse a query whose tables are not those it declares, or whose CTE hides a canonical table."""
    known = frozenset(JUDGED) | extra
    if hidden := sorted(use.own & known):
        raise RulebookError(code, f"WITH 中的名称 {'、'.join(hidden)} 与规范表同名。")
    if unknown := sorted(read - known):
        raise RulebookError(code, f"读取了规范表以外的 {'、'.join(unknown)}。")
    if set(reads) != set(read):
        raise RulebookError(code, f"reads 写的是 {'、'.join(sorted(reads))}，查询读取的是 {'、'.join(sorted(read))}。")


def _nodes(tree: Node) -> list[dict[str, Node]]:
    found: list[dict[str, Node]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found.append(node)
            waiting += [value for value in node.values() if isinstance(value, (dict, list))]
        elif isinstance(node, list):
            waiting += [value for value in node if isinstance(value, (dict, list))]
    return found


def _gather(nodes: list[dict[str, Node]], name_of: Callable[[dict[str, Node]], list[str]]) -> Names:
    return frozenset(name for node in nodes for name in name_of(node))


def _table_name(node: dict[str, Node]) -> list[str]:
    if node.get("type") != "BASE_TABLE":
        return []
    schema = node.get("schema_name")
    return [f"{schema}.{node['table_name']}" if schema else node["table_name"]]


def _cte_names(node: dict[str, Node]) -> list[str]:
    ctes = node.get("cte_map")
    return [entry["key"] for entry in ctes.get("map", [])] if isinstance(ctes, dict) else []


def _call_name(node: dict[str, Node]) -> list[str]:
    name = node.get("function_name")
    return [name.lower()] if isinstance(name, str) else []


def _type_name(node: dict[str, Node]) -> list[str]:
    if isinstance(name := node.get("type_name"), str):
        return [name.upper()]
    cast = node.get("cast_type")  # the form older versions serialise
    return [str(cast.get("id", "")).upper()] if isinstance(cast, dict) else []


def _exponent_literal(node: dict[str, Node]) -> list[str]:
    literal = node.get("literal")
    if isinstance(literal, dict) and _EXPONENT.match(str(literal.get("text", ""))):
        return [str(literal["text"])] if literal.get("kind") != "STRING" else []
    value = node.get("value")  # the form older versions serialise
    kind = value.get("type") if isinstance(value, dict) else None
    inexact = isinstance(kind, dict) and str(kind.get("id", "")).upper() in INEXACT_TYPES
    return [str(value.get("value"))] if inexact and isinstance(value, dict) else []

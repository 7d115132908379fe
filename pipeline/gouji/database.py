"""One in-memory DuckDB that holds the canonical tables and the rulebook's macros, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping

import duckdb
import pyarrow as pa

from gouji.arrow import schema_of
from gouji.exceptions import RulebookError
from gouji.model.schema import TABLES

MACROS = "macros.sql"
JUDGED = tuple(name for name in TABLES if name != "findings")
"""The canonical tables a check may read."""

_KEYS = ("document_id", "table_no", "scope_no", "fund_no", "indicator_no", "cell_no", "reading_no", "input_no")
_MACRO = re.compile(r"(\s|/\*.*?\*/|--[^\n]*\n)*CREATE\s+MACRO\s", re.IGNORECASE | re.DOTALL)
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": "false",
    "threads": "1",  # aggregates meet their rows in one order, so output is the same bytes
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def open_database(tables: Mapping[str, pa.Table], macros: str) -> duckdb.DuckDBPyConnection:
    """Load the tables (one that is not given is empty) and the macros into a fresh connection."""
    connection = duckdb.connect(config=_SETTINGS)
    for name in JUDGED:
        store(connection, name, tables.get(name), ordered=True)
    load_macros(connection, macros)
    return connection


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Shut the connection off from files, network and settings, for good."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def store(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table | None, *, ordered: bool = False) -> None:
    """Make a canonical table of an Arrow table, its rows in key order if asked."""
    given = schema_of(name).empty_table() if table is None else table.select(schema_of(name).names)
    keys = [key for key in _KEYS if key in given.column_names] if ordered else []
    # A stable order: rows with equal keys (caps, totals) stay as the document prints them.
    order = f" ORDER BY {', '.join((*keys, 'given_order'))}" if keys else ""
    if keys:
        given = given.append_column("given_order", pa.array(range(given.num_rows), pa.int64()))
    connection.register("given", given)
    shown = "* EXCLUDE (given_order)" if keys else "*"
    connection.execute(f'CREATE TABLE "{name}" AS SELECT {shown} FROM given{order}')
    connection.unregister("given")


def load_macros(connection: duckdb.DuckDBPyConnection, macros: str) -> None:
    """Run the macros file, which may hold CREATE MACRO statements only."""
    try:
        for statement in connection.extract_statements(macros):
            if not _MACRO.match(statement.query):
                raise RulebookError(MACROS, "只能包含 CREATE MACRO 语句。")
            connection.execute(statement)
    except duckdb.Error as error:
        raise RulebookError(MACROS, f"无法执行：{error}") from error

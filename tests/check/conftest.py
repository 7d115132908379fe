"""A small rulebook in a temporary folder, and a small batch to judge by it."""

import functools
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from gouji.arrow import rows_to_table
from gouji.rulebook import Rulebook, load_rulebook, rules_root

Book = Callable[..., Rulebook]

HEADER = {
    "code": "AAA-01",
    "title": "得分不超过分值",
    "severity": "ERROR",
    "grain": "indicator",
    "reads": "indicators",
    "since": "0.1.0",
    "tolerance": "exact",
    "message": "{name}得分 {observed}，分值 {expected}",
    "remedy": "核对。",
}
QUERY = """SELECT
    document_id, table_no, scope_no, indicator_no,
    CASE WHEN score IS NULL THEN 'undecided' ELSE 'breach' END AS verdict,
    plain(weight) AS expected, plain(score) AS observed, exact(score - weight) AS difference, exact(0) AS tolerance,
    plain(score) || ' > ' || plain(weight) AS formula,
    [
        cell(document_id, table_no, cells['score'], 'score'), cell(document_id, table_no, cells['weight'], 'weight')
    ] AS cells
FROM indicators
WHERE score IS NULL OR score > weight
ORDER BY ALL"""


def header(**changes: str | None) -> str:
    lines = [f"{key}: {value}" for key, value in {**HEADER, **changes}.items() if value is not None]
    return "/*\n" + "\n".join(lines) + "\n*/\n"


@functools.cache
def the_rulebook() -> Rulebook:
    """The project's own rulebook, loaded once."""
    return load_rulebook()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A rulebook folder with the general macros of the real one and one check."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "links").mkdir()
    macros = (rules_root() / "macros.sql").read_text(encoding="utf-8")
    (tmp_path / "macros.sql").write_text(macros.partition("/* ---- ")[0], encoding="utf-8")
    write_check(tmp_path)
    return tmp_path


def write_check(folder: Path, query: str = QUERY, stem: str = "AAA-01-example", **changes: str | None) -> None:
    (folder / "checks" / f"{stem}.sql").write_text(header(**changes) + query, encoding="utf-8")
    (folder / "checks" / f"{stem}.md").write_text("# AAA-01 得分不超过分值\n", encoding="utf-8")


@pytest.fixture
def book(folder: Path) -> Book:
    """Load the rulebook after changing its one check."""

    def load(query: str = QUERY, links: Mapping[str, str] | None = None, **changes: str | None) -> Rulebook:
        write_check(folder, query, **changes)
        for name, sql in (links or {}).items():
            (folder / "links" / f"{name}.sql").write_text(sql, encoding="utf-8")
        return load_rulebook(folder)

    return load


def indicator(number: int, score: int | None, weight: int = 10, **fields: object) -> dict[str, object]:
    first = number * 10
    return {
        "document_id": "d1",
        "table_no": 1,
        "scope_no": 1,
        "indicator_no": number,
        "level1": "产出指标",
        "level3": f"指标{number}",
        "weight": Decimal(weight),
        "weight_decimals": 0,
        "score": None if score is None else Decimal(score),
        "score_decimals": None if score is None else 0,
        "cells": [("score", first), ("weight", first + 1)],
    } | fields


def batch(indicators: list[dict[str, object]], **more: list[dict[str, object]]) -> dict[str, pa.Table]:
    """Make the tables of a batch; every cell an indicator names stands on page 2."""
    cells = [
        {
            "document_id": row["document_id"],
            "table_no": row["table_no"],
            "cell_no": cell_no,
            "text": f"{field} {row['level3']}",
            "places": [{"page": 2, "x0": 0.0, "top": 0.0, "x1": 1.0, "bottom": 1.0}],
        }
        for row in indicators
        for field, cell_no in row["cells"]
    ]
    keys = sorted({(row["document_id"], row["table_no"]) for row in indicators})
    tables = [{"document_id": document, "table_no": table, "money_unit": "万元"} for document, table in keys]
    scopes = [{**row, "scope_no": 1, "kind": "project", "name": "项目甲", "cells": []} for row in tables]
    for row in scopes:
        del row["money_unit"]
    rows = {"indicators": indicators, "cells": cells, "tables": tables, "scopes": scopes} | more
    return {name: rows_to_table(name, listed) for name, listed in rows.items()}

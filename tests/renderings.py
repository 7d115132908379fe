"""What a run makes of a document, put beside what is expected of it: used by the tests of the whole road."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from fixtures.kit.build import cases, document
from fixtures.kit.expected import Finding, closed
from fixtures.kit.truth import indicators

from gouji.api import audit

Json = dict[str, Any]
Row = dict[str, Any]

TEXTS = ("level1", "level2", "level3", "target_text", "content", "actual_text", "criterion", "deviation_reason")
NUMBERS = ("weight", "weight_low", "weight_high", "score")
SCOPE_TEXTS = ("kind", "code", "name", "amount_unit", "long_term_goal", "annual_goal", "actual_outcome")


@dataclass(frozen=True, slots=True)
class Run:
    """The canonical tables of one document as lists of rows."""

    tables: Mapping[str, list[Row]]

    def of(self, table: str, **keys: Any) -> list[Row]:
        """Return the rows of a table whose columns have these values."""
        return [row for row in self.tables[table] if all(row[key] == value for key, value in keys.items())]


def run_all(paths: Iterable[Path]) -> dict[Path, Run]:
    """Audit documents in one run and part the result by document."""
    given = list(paths)
    tables = {name: table.to_pylist() for name, table in audit(given).arrow.items()}
    ids = {row["source"]: row["document_id"] for row in tables["inputs"]}
    root = Path(os.path.commonpath([path.parent for path in given]))
    return {path: _slice(tables, ids[path.relative_to(root).as_posix()]) for path in given}


def _slice(tables: Mapping[str, list[Row]], document_id: str | None) -> Run:
    return Run({name: [row for row in rows if row.get("document_id") == document_id] for name, rows in tables.items()})


@cache
def fixture_runs() -> dict[Path, Run]:
    """Audit every fixture, once for all tests of a process."""
    return run_all(document(case) for case in cases())


def run(case: str) -> Run:
    """Return what a run makes of a fixture."""
    return fixture_runs()[document(case)]


def differences(
    result: Run, truth: Json, gone: frozenset[tuple[int, int, str]] = frozenset(), *, settled: bool = False
) -> list[str]:
    """Say where the records differ from a truth.

    `gone` are (table, indicator, field) a flattened text has lost. `settled` accepts an implied weight that the scores
    have narrowed down within the hull the truth gives.
    """
    return list(_differences(result, truth, gone, settled))


def _differences(result: Run, truth: Json, gone: frozenset[tuple[int, int, str]], settled: bool) -> Iterator[str]:
    tables = result.of("tables")
    if len(tables) != len(truth["tables"]):
        yield f"{len(tables)} tables for {len(truth['tables'])}"
        return
    for number, wanted in enumerate(truth["tables"], start=1):
        table = tables[number - 1]
        for field in ("kind", "unit_name", "money_unit"):
            if wanted.get(field) is not None and table[field] != wanted[field]:
                yield f"table {number} {field}: {table[field]} for {wanted[field]}"
        yield from _table(result, number, wanted, gone, settled)


def _table(
    result: Run, number: int, wanted: Json, gone: frozenset[tuple[int, int, str]], settled: bool
) -> Iterator[str]:
    scopes = result.of("scopes", table_no=number)
    if len(scopes) != len(wanted["scopes"]):
        yield f"table {number}: {len(scopes)} scopes for {len(wanted['scopes'])}"
        return
    for scope_no, (scope, expected) in enumerate(zip(scopes, wanted["scopes"], strict=True), start=1):
        where = f"table {number} scope {scope_no}"
        lost = {(at, field) for table, at, field in gone if table == number}
        for field in SCOPE_TEXTS:
            if (0, field) not in lost and field in expected and _text(scope[field]) != _text(expected[field]):
                yield f"{where} {field}: {scope[field]} for {expected[field]}"
        if "amount" in expected and scope["amount"] != Decimal(expected["amount"]):
            yield f"{where} amount: {scope['amount']} for {expected['amount']}"
        if expected.get("truncated") is not None and scope["truncated"] != expected["truncated"]:
            yield f"{where} truncated: {scope['truncated']}"
        yield from _indicators(result, number, scope_no, expected, lost, settled)
        yield from _caps(result, number, scope_no, expected)
    yield from _totals(result, number, wanted)


def _indicators(
    result: Run, number: int, scope_no: int, expected: Json, lost: set[tuple[int, str]], settled: bool
) -> Iterator[str]:
    rows = result.of("indicators", table_no=number, scope_no=scope_no)
    truths = indicators(expected)
    if len(rows) != len(truths):
        yield f"table {number} scope {scope_no}: {len(rows)} indicators for {len(truths)}"
        return
    for at, (row, wanted) in enumerate(zip(rows, truths, strict=True), start=1):
        where = f"table {number} scope {scope_no} indicator {at}"
        for field in TEXTS:
            if (at, field) not in lost and _text(row[field]) != _text(wanted.get(field)):
                yield f"{where} {field}: {row[field]} for {wanted.get(field)}"
        yield from _numbers(where, row, wanted, settled=settled)
        if row["weight_source"] != wanted.get("weight_source"):
            yield f"{where} weight_source: {row['weight_source']} for {wanted.get('weight_source')}"


def _numbers(where: str, row: Row, wanted: Json, *, settled: bool) -> Iterator[str]:
    hull = "weight_low" in wanted
    if hull and settled and row["weight_low"] is not None:
        low, high = Decimal(wanted["weight_low"]), Decimal(wanted["weight_high"])
        if not low <= row["weight_low"] <= row["weight_high"] <= high:
            yield f"{where} weight: {row['weight_low']} to {row['weight_high']} for {low} to {high}"
        wanted = {"score": wanted.get("score"), "weight": row["weight"] and str(row["weight"])}
        hull = False
    for field in NUMBERS if hull else ("weight", "score"):
        if row[field] != _number(wanted.get(field)):
            yield f"{where} {field}: {row[field]} for {wanted.get(field)}"


def _caps(result: Run, number: int, scope_no: int, expected: Json) -> Iterator[str]:
    rows = result.of("caps", table_no=number, scope_no=scope_no)
    printed = [row for row in rows if row["source"] == "printed"]
    have = Counter((row["level1"], row["level2"], row["points"], row["used"]) for row in printed)
    want = Counter(
        (cap["level1"], cap.get("level2"), Decimal(cap["points"]), cap.get("used", True))
        for cap in expected.get("caps", ())
        if cap.get("source", "printed") == "printed"
    )
    if have != want:
        yield f"table {number} scope {scope_no} caps: extra {list(have - want)}, missing {list(want - have)}"


def _totals(result: Run, number: int, wanted: Json) -> Iterator[str]:
    rows = result.of("totals", table_no=number)
    have = Counter((row["kind"], row["part"], row["level"], row["value"]) for row in rows if row["kind"] != "grade")
    every = [*wanted.get("totals", ()), *(total for scope in wanted["scopes"] for total in scope.get("totals", ()))]
    want = Counter(
        (total["kind"], total["part"], total.get("level"), _number(total["value"]))
        for total in every
        if total["kind"] != "grade"
    )
    if have != want:
        yield f"table {number} totals: extra {list(have - want)}, missing {list(want - have)}"


def missed(result: Run, wanted: tuple[Finding, ...]) -> list[str]:
    """Say which expected findings are not there and which findings nobody expected."""
    rows = [row for row in result.tables["findings"] if row["verdict"] == "breach"]
    said: list[str] = []
    for expected in wanted:
        hit = next((row for row in rows if _is(result, row, expected)), None)
        if hit is not None:
            rows.remove(hit)
        elif not expected.optional:
            said.append(f"missing {expected}")
    said += [f"extra {row['rule']} {row['severity']} {row['table_no']} {row['message']}" for row in rows]
    return said


def _is(result: Run, row: Row, expected: Finding) -> bool:
    if (row["rule"], row["severity"], row["table_no"]) != (expected.rule, expected.severity, expected.table):
        return False
    scope = result.of("scopes", table_no=row["table_no"], scope_no=row["scope_no"])
    if expected.scope and scope and closed(scope[0]["name"] or "") != closed(expected.scope):
        return False
    if expected.name and closed(expected.name) not in closed(_names(result, row)):
        return False
    if expected.expected and not _agrees(row["expected"], expected.expected):
        return False
    if expected.observed and not (
        _agrees(row["observed"], expected.observed) or str(row["count"]) == expected.observed
    ):
        return False
    return not expected.linked or _links_to(result, row, expected.linked)


def _names(result: Run, row: Row) -> str:
    """Return everything a finding says of what it is about: its message and the names of its indicator."""
    keys = {"table_no": row["table_no"], "scope_no": row["scope_no"], "indicator_no": row["indicator_no"]}
    own = result.of("indicators", **keys) if row["indicator_no"] is not None else []
    names = [str(one[field]) for one in own for field in ("level2", "level3")]
    return " ".join([row["message"], *names])


def _links_to(result: Run, row: Row, rule: str) -> bool:
    linked = {one["rule"] for one in result.tables["findings"] if one["finding_id"] in row["caused_by"]}
    return rule in linked


def _agrees(have: str | None, want: str) -> bool:
    if have is None:
        return False
    try:
        return Decimal(have) == Decimal(want)
    except ArithmeticError:
        return closed(want) in closed(have)


def _text(text: str | None) -> str:
    return closed(text or "")


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

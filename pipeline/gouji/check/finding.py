"""From what was raised to findings: the message, the page, the fingerprint, the order."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from gouji.arrow import REF
from gouji.check.raised import UNDECIDED, Raised
from gouji.model.finding import CellRef, Finding
from gouji.text import squash

ID_LENGTH = 20
"""Hexadecimal digits of a finding_id: 80 bits, no clash among millions of findings."""

_CELL_QUERY = """SELECT c.document_id, c.table_no, c.cell_no,
        c.text, c.second_text, list_min([p.page FOR p IN c.places]) AS page
    FROM cells AS c SEMI JOIN wanted AS w USING (document_id, table_no, cell_no)"""
_LEVELS = ("level1", "level2", "level3", "level4")
_ASIDE = re.compile(r"[\s\u3000]+")

CellKey = tuple[str, int, int]
SecondReader = Callable[[frozenset[CellKey]], Mapping[CellKey, str]]
"""Asked for the cells of the errors; answers for those a second, independent program could read."""


class Shown(NamedTuple):
    """What a cell shows: its text, what the second reader read in it (None if it was not asked), its first page."""

    text: str
    second: str | None
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What findings call things by: cells, scope and level names, money units."""

    cells: Mapping[CellKey, Shown]
    scopes: Mapping[tuple[str, int, int], str]
    levels: Mapping[tuple[str, int, int, int], tuple[str | None, ...]]
    money_units: Mapping[tuple[str, int], str | None]


def to_findings(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pa.Table],
    raised: Iterable[Raised],
    second: SecondReader | None = None,
) -> tuple[Finding, ...]:
    """Turn rows into findings with message, page and fingerprint, in a total order."""
    rows = list(raised)
    names = _names(connection, tables, rows)
    if second is not None:
        names = _read_again(names, rows, second)
    pairs = sorted(((_finding(row, names), _fingerprint(row, names)) for row in rows), key=lambda pair: _order(pair[0]))
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    for finding, fingerprint in pairs:
        findings.append(replace(finding, finding_id=_id(fingerprint, seen[fingerprint])))
        seen[fingerprint] += 1
    return tuple(findings)


def plain(number: Decimal | None) -> str:
    """Write a decimal without exponent or trailing zeros, and nothing as a dash."""
    if number is None:
        return "—"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _finding(row: Raised, names: Names) -> Finding:
    shown = [cell for ref in row.cells if (cell := names.cells.get(_key(ref)))]
    disputed = _disputed(shown) if row.severity == "ERROR" else ""
    return Finding(
        finding_id="",
        rule=row.check.code,
        severity="WARN" if disputed else row.severity,
        verdict=row.verdict,
        document_id=row.document_id,
        table_no=row.table_no,
        scope_no=row.scope_no,
        indicator_no=row.indicator_no,
        message=_message(row, names, disputed) + _unread(row, shown),
        formula=row.formula,
        expected=row.expected,
        observed=row.observed,
        difference=row.difference,
        tolerance=row.tolerance,
        readings=row.readings,
        caused_by=(),
        count=row.count,
        page_first=min((cell.page for cell in shown if cell.page is not None), default=None),
        cells=row.cells,
    )


def _read_again(names: Names, rows: Iterable[Raised], second: SecondReader) -> Names:
    """Put what the second reader says beside the cells the errors stand on."""
    accused = frozenset(_key(ref) for row in rows if row.severity == "ERROR" for ref in row.cells)
    said = {key: text for key, text in second(accused).items() if key in names.cells} if accused else {}
    again = {key: names.cells[key]._replace(second=text) for key, text in said.items()}
    return replace(names, cells={**names.cells, **again})


def _unread(row: Raised, shown: Iterable[Shown]) -> str:
    """Say that nothing an error on a page stands on was read a second time."""
    placed = [cell for cell in shown if cell.page is not None and squash(cell.text)]
    bare = bool(placed) and all(cell.second is None for cell in placed)
    return "（未复读）" if row.severity == "ERROR" and bare else ""


def _disputed(shown: Iterable[Shown]) -> str:
    """Say where the second reader reads a cell otherwise: an error must not rest on one program's eyes."""
    pairs = [(cell.text, cell.second) for cell in shown if cell.second is not None]
    apart = [f"“{text}”与“{second}”" for text, second in pairs if squash(text) != squash(second)]
    return f"（两个读取程序读法不一：{'、'.join(dict.fromkeys(apart))}）" if apart else ""


def _message(row: Raised, names: Names, disputed: str) -> str:
    if row.verdict == UNDECIDED and "why" in row.extras:
        return f"未决：{row.check.title}，{row.count}处{row.extras.get('why')}，未作判定。"
    text = row.check.message.format_map(_fields(row, names))
    doubt = f"（按以下读法不成立：{'；'.join(row.doubt)}）" if row.doubt else ""
    return f"待核对原件：{text}{doubt}{disputed}" if doubt or disputed else text


def _fields(row: Raised, names: Names) -> dict[str, str]:
    levels = _levels(row, names)
    own = {
        "title": row.check.title,
        "formula": row.formula or "—",
        "expected": row.expected or "空",
        "observed": row.observed or "空",
        "difference": plain(row.difference),
        "gap": plain(abs(row.difference) if row.difference is not None else None),
        "tolerance": plain(row.tolerance),
        "count": str(row.count),
        "scope": _scope(row, names),
        "lead": f"{_scope(row, names)}：".removeprefix("："),
        "level1": levels[0] or "",
        "level2": levels[1] or "",
        "level3": levels[2] or "",
        "name": next((name for name in reversed(levels) if name), ""),
        "money_unit": names.money_units.get((row.document_id, row.table_no or 0)) or "",
    }
    return own | {name: _ASIDE.sub(" ", value or "") for name, value in row.extras.items()}


def _scope(row: Raised, names: Names) -> str:
    return names.scopes.get((row.document_id, row.table_no or 0, row.scope_no or 0), "")


def _levels(row: Raised, names: Names) -> tuple[str | None, ...]:
    key = (row.document_id, row.table_no or 0, row.scope_no or 0, row.indicator_no or 0)
    return names.levels.get(key, (None, None, None, None))


def _fingerprint(row: Raised, names: Names) -> str:
    """Hash what the finding is about: names and printed texts, no number of ours, no wording of ours."""
    texts = sorted([ref.role, cell.text if (cell := names.cells.get(_key(ref))) else ""] for ref in row.cells)
    about = [row.check.code, row.document_id, _scope(row, names), list(_levels(row, names)), texts]
    return json.dumps(about, ensure_ascii=False)


def _id(fingerprint: str, ordinal: int) -> str:
    return hashlib.sha256(f"{fingerprint}\0{ordinal}".encode()).hexdigest()[:ID_LENGTH]


def _order(finding: Finding) -> tuple[object, ...]:
    cells = tuple((ref.document_id, ref.table_no, ref.cell_no, ref.role) for ref in finding.cells)
    place = (finding.document_id, finding.table_no or 0, finding.scope_no or 0, finding.indicator_no or 0)
    words = (finding.formula or "", finding.expected or "", finding.observed or "", finding.severity, finding.message)
    return (*place, finding.rule, finding.verdict, cells, *words)


def _names(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], rows: list[Raised]) -> Names:
    scopes = {(row.document_id, row.table_no or 0, row.scope_no) for row in rows if row.scope_no is not None}
    indicators = {
        (row.document_id, row.table_no or 0, row.scope_no or 0, row.indicator_no)
        for row in rows
        if row.indicator_no is not None
    }
    return Names(
        cells=_cells(connection, {ref for row in rows for ref in row.cells}),
        scopes={
            key: name or code or ""
            for key, (name, code) in _columns(tables, "scopes", ("scope_no",), ("name", "code"))
            if key in scopes
        },
        levels={
            key: levels
            for key, levels in _columns(tables, "indicators", ("scope_no", "indicator_no"), _LEVELS)
            if key in indicators
        },
        money_units={key: unit for key, (unit,) in _columns(tables, "tables", (), ("money_unit",))},
    )


def _columns(
    tables: Mapping[str, pa.Table], name: str, numbers: tuple[str, ...], wanted: tuple[str, ...]
) -> Iterable[tuple[Any, tuple[str | None, ...]]]:
    if name not in tables:
        return ()
    keys = ("document_id", "table_no", *numbers)
    columns = [tables[name][column].to_pylist() for column in (*keys, *wanted)]
    width = len(keys)
    return ((row[:width], row[width:]) for row in zip(*columns, strict=True))


def _key(ref: CellRef) -> CellKey:
    return ref.document_id, ref.table_no, ref.cell_no


def _cells(connection: duckdb.DuckDBPyConnection, refs: set[CellRef]) -> dict[CellKey, Shown]:
    if not refs:
        return {}
    rows = [{name: getattr(ref, name) for name in ("document_id", "table_no", "cell_no")} for ref in refs]
    schema = pa.schema([REF.field(name) for name in ("document_id", "table_no", "cell_no")])
    connection.register("wanted", pa.Table.from_pylist(rows, schema=schema))
    found = connection.execute(_CELL_QUERY).fetchall()
    connection.unregister("wanted")
    return {(row[0], row[1], row[2]): Shown(row[3] or "", row[4], row[5]) for row in found}

"""The other readings of a document: apply each, judge it, and keep what stands in all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gouji.arrow import Row, rows_to_table
from gouji.check.raised import BREACH, SEVERITIES, Raised
from gouji.model.schema import TABLES

ROW_NUMBERS: Mapping[str, str | None] = {
    "tables": "table_no",
    "scopes": "scope_no",
    "funds": "fund_no",
    "indicators": "indicator_no",
    "caps": None,
    "totals": None,
}
"""The tables a reading may change and the column that numbers their rows; None: the row's ordinal in its scope."""

WHOLE_ROW = "*"
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A batch of documents under one other reading, and which readings that are."""

    tables: Mapping[str, pa.Table]
    documents: frozenset[str]
    described: Mapping[Place, str]


def variants(tables: Mapping[str, pa.Table]) -> Iterator[Variant]:
    """Yield, for k = 1, 2, …, the documents concerned with the k-th alternative of each scope applied."""
    alternatives: dict[Place, list[Row]] = defaultdict(list)
    readings = tables.get("readings")
    for row in sorted(readings.to_pylist() if readings is not None else (), key=lambda row: row["reading_no"]):
        if not row["chosen"]:
            alternatives[row["document_id"], row["table_no"], row["scope_no"]].append(row)
    for k in range(max(map(len, alternatives.values()), default=0)):
        applied = {place: rows[k] for place, rows in alternatives.items() if len(rows) > k}
        yield _variant(tables, applied)


def weigh(raised: Iterable[Raised], judged: Iterable[tuple[Variant, list[Raised]]]) -> list[Raised]:
    """Compare what the chosen reading raised with what each variant raised, and mark what does not stand in all."""
    indexed = [(variant, _index(found)) for variant, found in judged]
    return [_weighed(row, indexed) if row.verdict == BREACH else row for row in raised]


def _weighed(row: Raised, indexed: Sequence[tuple[Variant, Mapping[object, list[Raised]]]]) -> Raised:
    doubt: list[str] = []
    severities = [row.severity]
    for variant, found in indexed:
        if row.document_id not in variant.documents:
            continue
        same = [other for other in found.get(_key(row), ()) if _accuses_alike(row, other)]
        if same:
            severities += [max((other.severity for other in same), key=SEVERITIES.index)]
        else:
            doubt += _descriptions(row, variant)
    mildest = min(severities, key=SEVERITIES.index)
    if not doubt:
        return replace(row, severity=mildest)
    held = "WARN" if mildest == "ERROR" else mildest
    return replace(row, severity=held, readings="some", doubt=tuple(dict.fromkeys(doubt)))


def _descriptions(row: Raised, variant: Variant) -> list[str]:
    """Describe the readings of the row's own scope, else of its table, else of its document."""
    mine = {place: text for place, text in variant.described.items() if place[0] == row.document_id}
    for match in ((row.table_no, row.scope_no), (row.table_no,), ()):
        if texts := [text for place, text in sorted(mine.items()) if place[1 : 1 + len(match)] == match]:
            return texts
    return ["另一读法"]


def _index(found: Iterable[Raised]) -> dict[object, list[Raised]]:
    index: dict[object, list[Raised]] = defaultdict(list)
    for row in found:
        if row.verdict == BREACH:
            index[_key(row)].append(row)
    return index


def _key(row: Raised) -> object:
    return (row.check.code, row.document_id, row.table_no, row.scope_no)


def _accuses_alike(left: Raised, right: Raised) -> bool:
    """Tell whether two rows accuse the same cell: addends may differ between readings, the accused cell may not."""
    if not left.cells or not right.cells:
        return left.cells == right.cells and left.indicator_no == right.indicator_no
    return left.cells[0] in right.cells or right.cells[0] in left.cells


def _variant(tables: Mapping[str, pa.Table], applied: Mapping[Place, Row]) -> Variant:
    documents = frozenset(place[0] for place in applied)
    shown = {name: _documents_of(name, table, _with_partners(tables, documents)) for name, table in tables.items()}
    for name, number in ROW_NUMBERS.items():
        if name in shown and any(change["table"] == name for row in applied.values() for change in row["changes"]):
            rows = shown[name].to_pylist()
            for place, row in sorted(applied.items()):
                rows = _apply(name, number, rows, place, row["changes"])
            shown[name] = rows_to_table(name, rows)
    described = {place: row["description"] or "另一读法" for place, row in applied.items()}
    return Variant(tables=shown, documents=documents, described=described)


def _with_partners(tables: Mapping[str, pa.Table], documents: frozenset[str]) -> frozenset[str]:
    """Add the documents these are paired with: a check over a pair needs both."""
    pairs = tables.get("pairs")
    sides = ("left_document_id", "right_document_id")
    rows = pairs.select(list(sides)).to_pylist() if pairs is not None else ()
    return documents.union(*({*row.values()} - {None} for row in rows if documents & {*row.values()}))


def _documents_of(name: str, table: pa.Table, documents: frozenset[str]) -> pa.Table:
    column = "left_document_id" if name == "pairs" else "document_id"
    return table.filter(pc.is_in(table[column], value_set=pa.array(sorted(documents), pa.string())))


def _apply(name: str, number: str | None, rows: list[Row], place: Place, changes: Iterable[Row]) -> list[Row]:
    mine = [row for row in rows if _in_scope(name, row, place)]
    numbered = {(row[number] if number else at): row for at, row in enumerate(mine, start=1)}
    removed: list[Row] = []
    for change in changes:
        if change["table"] != name:
            continue
        if change["column"] == WHOLE_ROW and change["value"] is None:
            removed.append(numbered.get(change["row_no"], {}))
            continue
        if change["row_no"] not in numbered:
            numbered[change["row_no"]] = _new_row(name, number, place, change["row_no"])
            rows = [*rows, numbered[change["row_no"]]]
        _set(name, numbered[change["row_no"]], change["column"], change["value"])
    return [row for row in rows if not any(row is gone for gone in removed)]


def _in_scope(name: str, row: Row, place: Place) -> bool:
    own = (row["document_id"], row["table_no"])
    return own == place[:2] and (name in ("tables", "scopes") or row["scope_no"] == place[2])


def _new_row(name: str, number: str | None, place: Place, row_no: int) -> Row:
    row: Row = {column.name: None for column in TABLES[name]}
    row |= {"document_id": place[0], "table_no": place[1]}
    if name != "tables":
        row["scope_no"] = place[2]
    if number:
        row[number] = row_no
    if "cells" in row:
        row["cells"] = []
    return row


def _set(name: str, row: Row, column: str, value: str | None) -> None:
    """Set one field; a figure's decimals follow from the text, a cell number goes to "cells.<field>"."""
    if column.startswith("cells."):
        field = column.removeprefix("cells.")
        kept = [(key, cell) for key, cell in row["cells"] or () if key != field]
        row["cells"] = sorted([*kept, (field, int(value))] if value is not None else kept)
        return
    declared = {item.name: item for item in TABLES[name]}
    row[column] = None if value is None else parse(declared[column].type, value)
    if declared[column].figure:
        row[f"{column}_decimals"] = None if value is None else len(value.partition(".")[2])


def parse(kind: str, value: str) -> Any:  # noqa: ANN401 - the type depends on the column
    """Turn the text of a value into the type of its column."""
    parsers: Mapping[str, Callable[[str], Any]] = {
        "text": str,
        "int": int,
        "decimal": Decimal,
        "bool": lambda text: {"true": True, "false": False}[text.lower()],
        "cellmap": lambda text: sorted((key, int(cell)) for key, _, cell in map(_split, text.split(";"))),
        "numbers": lambda text: [int(part) for part in text.split(";")],
        "texts": lambda text: text.split(";"),
    }
    return parsers[kind](value)


def _split(pair: str) -> tuple[str, str, str]:
    key, sign, cell = pair.strip().partition("=")
    return key.strip(), sign, cell.strip()

"""Records to Arrow tables and nothing else: the one place where dataclasses become columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

import pyarrow as pa

from gouji.model.finding import Finding
from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.record import Figure, Records
from gouji.model.schema import TABLES, Column
from gouji.notices import CATALOGUE

EXACT = pa.decimal128(24, 6)
"""Every exact number: 18 digits before the point and 6 after it; `normalise` refuses what does not fit."""

PLACE = pa.struct(
    [("page", pa.int32()), ("x0", pa.float64()), ("top", pa.float64()), ("x1", pa.float64()), ("bottom", pa.float64())]
)
REF = pa.struct(
    [("document_id", pa.string()), ("table_no", pa.int32()), ("cell_no", pa.int32()), ("role", pa.string())]
)
CHANGE = pa.struct([("table", pa.string()), ("row_no", pa.int32()), ("column", pa.string()), ("value", pa.string())])

TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "int": pa.int64(),
    "bool": pa.bool_(),
    "decimal": EXACT,
    "places": pa.list_(PLACE),
    "cellmap": pa.map_(pa.string(), pa.int32()),
    "refs": pa.list_(REF),
    "changes": pa.list_(CHANGE),
    "texts": pa.list_(pa.string()),
    "numbers": pa.list_(pa.int32()),
}

Row = dict[str, Any]


def schema_of(table: str) -> pa.Schema:
    """Return the Arrow schema of a canonical table."""
    return pa.schema([_field(column) for column in TABLES[table]])


def rows_to_table(table: str, rows: Iterable[Row]) -> pa.Table:
    """Turn rows into the canonical table; a column a row lacks is null, one the schema lacks is an error."""
    names = [column.name for column in TABLES[table]]
    listed = list(rows)
    for row in listed:
        if unknown := set(row) - set(names):
            raise KeyError(f"{table} has no columns {sorted(unknown)}")
    columns = {name: [row.get(name) for row in listed] for name in names}
    return pa.table(columns, schema=schema_of(table))


def records_to_rows(document_id: str, records: Records) -> dict[str, list[Row]]:
    """Turn one document's records into rows of the canonical tables (tables to notices)."""
    rows: dict[str, list[Row]] = {}
    for name in ("tables", "scopes", "funds", "indicators", "caps", "totals", "readings"):
        rows[name] = [_record_to_row(document_id, record) for record in getattr(records, name)]
    rows["cells"] = list(_cells_to_rows(document_id, records))
    rows["notices"] = [_notice_to_row(document_id, notice, records) for notice in records.notices]
    return rows


def finding_to_row(finding: Finding) -> Row:
    """Turn a finding into a row of `findings`."""
    row = {field.name: getattr(finding, field.name) for field in fields(finding)}
    row["caused_by"] = list(finding.caused_by)
    row["cells"] = [{field.name: getattr(ref, field.name) for field in fields(ref)} for ref in finding.cells]
    return row


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, TYPES[column.type])


def _record_to_row(document_id: str, record: Any) -> Row:  # noqa: ANN401 - any record dataclass
    row: Row = {"document_id": document_id}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Figure):
            row[field.name] = value.value
            row[f"{field.name}_decimals"] = value.decimals
        elif field.name == "changes":
            row["changes"] = [{item.name: getattr(change, item.name) for item in fields(change)} for change in value]
        elif field.name == "cells":
            row["cells"] = sorted(value)
        else:
            row[field.name] = value
    return row


def _cells_to_rows(document_id: str, records: Records) -> Iterator[Row]:
    for table, cells in zip(records.tables, records.cells, strict=True):
        for number, cell in enumerate(cells):
            yield _cell_to_row(document_id, table.table_no, number, cell)


def _cell_to_row(document_id: str, table_no: int, cell_no: int, cell: Cell) -> Row:
    outside = cell.outside
    return {
        "document_id": document_id,
        "table_no": table_no,
        "cell_no": cell_no,
        "row": None if outside else cell.row,
        "col": None if outside else cell.col,
        "row_span": None if outside else cell.row_span,
        "col_span": None if outside else cell.col_span,
        "text": cell.text,
        "places": [
            {"page": at.page, "x0": at.box.x0, "top": at.box.top, "x1": at.box.x1, "bottom": at.box.bottom}
            for at in cell.places
        ],
        "locator": cell.locator,
        "confidence": cell.confidence,
    }


def _notice_to_row(document_id: str, notice: Notice, records: Records) -> Row:
    pages = [at.page for at in notice.places]
    if notice.table_no is not None and notice.cells:
        cells = records.cells[notice.table_no - 1]
        pages += [at.page for number in notice.cells for at in cells[number].places]
    return {
        "document_id": document_id,
        "table_no": notice.table_no,
        "scope_no": notice.scope_no,
        "indicator_no": notice.indicator_no,
        "code": notice.code,
        "title": CATALOGUE[notice.code].title,
        "message": notice.message,
        "page_first": min(pages, default=None),
        "cells": list(notice.cells),
    }

"""Tables as they were printed, cell by cell with their spans, the cells of findings marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gouji.publish.marks import Marks
from gouji.publish.view import where_is


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuiltCell:
    """A cell to show: `shade` and `findings` say which findings stand on it."""

    cell_no: int
    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    where: str
    shade: str
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuiltTable:
    """A table to show, row by row, and the text lines outside it that were used."""

    document_id: str
    table_no: int
    title: str
    pages: str
    rows: tuple[tuple[RebuiltCell, ...], ...]
    outside: tuple[RebuiltCell, ...]


def rebuild(tables: Mapping[str, pa.Table], wanted: Sequence[tuple[str, int]], marks: Marks) -> Iterable[RebuiltTable]:
    """Rebuild the tables named by document_id and table_no."""
    chosen = set(wanted)
    heads = {(row["document_id"], row["table_no"]): row for row in tables["tables"].to_pylist()}
    cells: dict[tuple[str, int], list[RebuiltCell]] = {key: [] for key in wanted}
    outside: dict[tuple[str, int], list[RebuiltCell]] = {key: [] for key in wanted}
    for row in _cells_of(tables["cells"], {key[0] for key in wanted}):
        key = (row["document_id"], row["table_no"])
        if key in chosen:
            (outside if row["row"] is None else cells)[key].append(_cell(row, marks))
    for key in wanted:
        yield _table(key, heads.get(key, {}), cells[key], outside[key])


def _cells_of(cells: pa.Table, document_ids: set[str]) -> list[dict[str, Any]]:
    mask = pc.is_in(cells.column("document_id"), value_set=pa.array(sorted(document_ids), pa.string()))
    return list(cells.filter(mask).to_pylist())


def _cell(row: Mapping[str, Any], marks: Marks) -> RebuiltCell:
    mark = marks.get((row["document_id"], row["table_no"], row["cell_no"]))
    return RebuiltCell(
        cell_no=row["cell_no"],
        row=row["row"] if row["row"] is not None else -1,
        col=row["col"] if row["col"] is not None else -1,
        row_span=row["row_span"] or 1,
        col_span=row["col_span"] or 1,
        text=row["text"] or "",
        where=where_is(row),
        shade=mark.shade if mark else "",
        findings=mark.findings if mark else (),
    )


def _table(
    key: tuple[str, int], head: Mapping[str, Any], cells: Sequence[RebuiltCell], outside: Sequence[RebuiltCell]
) -> RebuiltTable:
    count = max((cell.row + cell.row_span for cell in cells), default=0)
    rows: list[list[RebuiltCell]] = [[] for _ in range(count)]
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.col)):
        rows[cell.row].append(cell)
    return RebuiltTable(
        document_id=key[0],
        table_no=key[1],
        title=head.get("title") or "",
        pages=_pages(head),
        rows=tuple(tuple(row) for row in rows),
        outside=tuple(outside),
    )


def _pages(head: Mapping[str, Any]) -> str:
    first, last = head.get("page_first"), head.get("page_last")
    if not first:
        return ""
    return f"第{first}页" if last in (None, first) else f"第{first}–{last}页"

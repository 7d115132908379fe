"""What a stage made of a document, as text one can read and compare."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from gouji.arrow import records_to_rows
from gouji.model.document import Document
from gouji.model.grid import Block, Cell, Grid
from gouji.model.notice import Notice
from gouji.model.record import Records
from gouji.model.sheet import Sheet
from gouji.publish.clean import clean, clean_line
from gouji.publish.findings import plain_number

WIDEST = 24
"""Columns of the terminal a cell may take before it wraps."""

_LEFT, _ABOVE = "«", "^"
"""What stands in the slots a merged cell covers beside and below its first."""

_HIDDEN = frozenset({"document_id", "cells"})


def dump(stage: str, product: Any) -> str:  # noqa: ANN401 - each stage has its own product
    """Return the product of a stage as text."""
    lines: Iterable[str]
    if stage == "read":
        lines = _document(product)
    elif stage == "trace":
        blocks, notices = product
        lines = [*_blocks(blocks), *_notices(notices)]
    elif stage == "stitch":
        lines = _sheets(product)
    elif stage == "recognise":
        lines = _recognised(product)
    else:
        lines = _records(product)
    return "\n".join(lines) + "\n"


def text_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not unicodedata.combining(char)
    )


def grid_lines(cells: Iterable[Cell], rows: int, cols: int) -> list[str]:
    """Lay cells out as aligned text; slots a merged cell covers are marked « (beside) and ^ (below)."""
    slots = [["" for _ in range(cols)] for _ in range(rows)]
    for cell in cells:
        for row in range(cell.row, min(cell.row + cell.row_span, rows)):
            for col in range(cell.col, min(cell.col + cell.col_span, cols)):
                slots[row][col] = _ABOVE if row > cell.row else _LEFT
        if cell.row < rows and cell.col < cols:
            slots[cell.row][cell.col] = clean(cell.text)
    return aligned(slots)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay rows of texts out in columns, long texts wrapped, East Asian characters counted double."""
    wrapped = [[_wrap(text) for text in row] for row in rows]
    cols = max((len(row) for row in rows), default=0)
    widths = [max((text_width(line) for row in wrapped for line in row[col]), default=0) for col in range(cols)]
    lines: list[str] = []
    for row in wrapped:
        for level in range(max((len(cell) for cell in row), default=1)):
            texts = [cell[level] if level < len(cell) else "" for cell in row]
            padded = (text + " " * (width - text_width(text)) for text, width in zip(texts, widths, strict=True))
            lines.append(("| " + " | ".join(padded) + " |").rstrip())
    return lines


def _wrap(text: str) -> list[str]:
    lines, line, width = [], "", 0
    for char in text.replace("\n", " "):
        step = text_width(char)
        if width + step > WIDEST:
            lines.append(line)
            line, width = "", 0
        line, width = line + char, width + step
    return [*lines, line]


def _document(document: Document) -> Iterator[str]:
    yield f"{document.media_type}  {document.size_bytes} 字节  sha256 {document.document_id}"
    for page in document.pages:
        yield f"== 第{page.number}页 {page.width:g} × {page.height:g} pt，{len(page.words)} 词，{len(page.strokes)} 线"
        for word in page.words:
            box = word.box
            yield f"  {box.x0:8.2f} {box.top:8.2f} {box.x1:8.2f} {box.bottom:8.2f}  {clean_line(word.text)}"
        for stroke in page.strokes:
            kind = "横" if stroke.horizontal else "竖"
            yield f"  {kind} {stroke.x0:8.2f} {stroke.top:8.2f} {stroke.x1:8.2f} {stroke.bottom:8.2f}  {stroke.width:g}"
    yield from _blocks(document.blocks)
    yield from _notices(document.notices)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            place = f"第{block.place.page}页 " if block.place else ""
            yield f"== {place}{block.rows} 行 × {block.cols} 列{'（文本行列）' if block.ragged else ''}"
            yield from grid_lines(block.cells, block.rows, block.cols)
        else:
            page = f"第{block.places[0].page}页 " if block.places else ""
            yield f"-- {page}{clean_line(block.text)}"


def _sheets(sheets: Iterable[Sheet]) -> Iterator[str]:
    for number, sheet in enumerate(sheets, start=1):
        yield f"== 表{number} {sheet.rows} 行 × {sheet.cols} 列，{sheet.parts} 段"
        yield from (f"-- {clean_line(line.text)}" for line in sheet.before)
        yield from grid_lines(sheet.cells, sheet.rows, sheet.cols)
        yield from (f"-- {clean_line(line.text)}" for line in sheet.after)
        yield from _notices(sheet.notices)


def _recognised(tables: Iterable[Any]) -> Iterator[str]:
    for table in tables:
        yield f"== 表{table.table_no} {table.form}（{table.kind}）{table.title or ''}"
        for field in fields(table):
            if field.name not in ("cells", "notices", "table_no", "form", "kind", "title"):
                yield from _value(field.name, getattr(table, field.name))
        yield from _notices(table.notices)


def _value(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - any field
    if isinstance(value, frozenset):
        value = tuple(sorted(value))
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        yield f"-- {name}"
        names = [field.name for field in fields(value[0])]
        yield from aligned([names, *([_shown(getattr(item, field)) for field in names] for item in value)])
    elif value not in (None, (), ""):
        yield f"-- {name}: {_shown(value)}"


def _records(records: Records) -> Iterator[str]:
    for name, rows in records_to_rows("", records).items():
        if rows and name not in ("cells", "notices"):
            yield f"== {name}"
            used = [key for key in rows[0] if key not in _HIDDEN and any(row.get(key) is not None for row in rows)]
            yield from aligned([used, *([_shown(row.get(key)) for key in used] for row in rows)])
    yield from _notices(records.notices)


def _shown(value: Any) -> str:  # noqa: ANN401 - any value of a record
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "as_tuple"):
        return plain_number(value)
    if isinstance(value, tuple | list):
        return "、".join(_shown(item) for item in value)
    return clean_line(str(value))


def _notices(notices: Iterable[Notice]) -> Iterator[str]:
    for notice in notices:
        page = f" 第{notice.places[0].page}页" if notice.places else ""
        yield f"!! {notice.code}{page} {clean_line(notice.message)}"

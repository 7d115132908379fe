"""findings.xlsx: the working paper. Text stays text, numbers are as printed, and it prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gouji.model.schema import TABLES, Column
from gouji.publish.dump import text_width
from gouji.publish.findings import COLUMNS, text_of
from gouji.publish.marks import Marks, cell_marks
from gouji.publish.view import KINDS, PERFORMANCE, SEVERITIES, STATUSES, View

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a constant, so that equal findings make equal bytes
LONGEST = 32_767
"""Characters a cell of a workbook may hold."""

MOST_ROWS = 1_048_576
"""Rows a sheet may have."""

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_WIDTHS = {
    "number": 5, "severity": 9, "rule": 8, "title": 16, "source": 20, "unit_name": 12, "scope_name": 16, "where": 14,
    "message": 38, "formula": 22, "expected": 8, "observed": 8, "difference": 8, "year": 6, "tolerance": 7,
    "readings": 14, "caused_by": 8, "count": 6, "remedy": 30, "finding_id": 22,
}  # fmt: skip
"""Column widths of the list of findings, in characters of the default font."""

_LAST_PRINTED = "difference"
"""The columns after this one are for the screen: with them the list would print too small to read."""

_LINE = 14.5
_TALLEST = 409.0
"""Height of a line and of the tallest row a workbook allows, in points."""

_NUMERIC = frozenset({"number", "year", "difference", "tolerance", "count"})
_SUMMARY_WIDTHS = (10, 40, 8, 8, 8, 34, 40)
_DETAIL = (
    "level1", "level2", "level3", "level4", "target_text", "content", "actual_text", "weight", "score",
    "converted_score", "review_score", "criterion", "measure_unit", "deviation_reason", "page_first",
)  # fmt: skip
_DETAIL_WIDTHS = {
    "level1": 11, "level2": 13, "level3": 18, "level4": 14, "target_text": 16, "content": 26, "actual_text": 16,
    "criterion": 30, "deviation_reason": 18,
}  # fmt: skip
_FILLS = {
    "ERROR": "#F5B7B1", "WARN": "#FBDF8E", "INFO": "#CFE2F3",
    "ERROR-part": "#FDEDEC", "WARN-part": "#FEF6DD", "INFO-part": "#EFF6FC",
}  # fmt: skip
_FONT = "宋体"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    head: Format
    text: Format
    title: Format
    fills: Mapping[str, Format]
    numbers: Mapping[tuple[int, str], Format]


def write_workbook(view: View, tables: Mapping[str, pa.Table], path: Path) -> None:
    """Write the workbook: 问题清单, 明细, 汇总, 未能处理文件."""
    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    book.set_properties({"created": CREATED, "title": "勾稽核对底稿"})
    formats = _make_formats(book)
    _findings_sheet(book.add_worksheet("问题清单"), view, formats)
    _detail_sheet(book.add_worksheet("明细"), view, tables, formats)
    _summary_sheet(book.add_worksheet("汇总"), view, formats)
    _unread_sheet(book.add_worksheet("未能处理文件"), view, formats)
    try:
        book.close()
    except FileCreateError as error:  # the library's own class hides what the system said
        raise OSError(*getattr(error.args[0], "args", error.args)) from error


def _make_formats(book: xlsxwriter.Workbook) -> _Formats:
    base = {"font_name": _FONT, "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
    fills = {name: book.add_format({**base, "bg_color": color}) for name, color in _FILLS.items()}
    numbers = {}
    for decimals in range(7):
        shape = "0." + "0" * decimals if decimals else "0"
        for name, color in {"": None, **_FILLS}.items():
            shade = {"bg_color": color} if color else {}
            numbers[decimals, name] = book.add_format({**base, "num_format": shape, "align": "right", **shade})
    return _Formats(
        head=book.add_format({**base, "bold": True, "bg_color": "#D9D9D9", "align": "center", "valign": "vcenter"}),
        text=book.add_format(base),
        title=book.add_format({"font_name": _FONT, "font_size": 12, "bold": True}),
        fills=fills,
        numbers=numbers,
    )


def _set_up(sheet: Worksheet, headings: Sequence[str], widths: Sequence[float], rows: int, formats: _Formats) -> None:
    """Headings in the first row, frozen, filtered, repeated on every printed page; A4 across, pages numbered."""
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.write_string(0, column, heading, formats.head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(headings) - 1)
    sheet.repeat_rows(0)
    _print_setup(sheet)


def _print_setup(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&C第 &P 页，共 &N 页")


def _findings_sheet(sheet: Worksheet, view: View, formats: _Formats) -> None:
    _set_up(sheet, [name for name, _ in COLUMNS], [_WIDTHS[field] for _, field in COLUMNS], len(view.findings), formats)
    for row, finding in enumerate(view.findings[: MOST_ROWS - 1], start=1):
        _fit(sheet, row, [(text_of(finding, field), _WIDTHS[field]) for _, field in COLUMNS])
        for column, (_, field) in enumerate(COLUMNS):
            shade = finding.severity if field == "severity" else ""
            if field in _NUMERIC:
                _number(sheet, row, column, getattr(finding, field), None, shade, formats)
            else:
                _text(sheet, row, column, text_of(finding, field), formats.fills.get(shade, formats.text))
    last = [field for _, field in COLUMNS].index(_LAST_PRINTED)
    sheet.print_area(0, 0, max(len(view.findings), 1), last)
    if not view.findings:
        _text(sheet, 1, 3, "没有发现问题", formats.text)


def _detail_sheet(sheet: Worksheet, view: View, tables: Mapping[str, pa.Table], formats: _Formats) -> None:
    columns = _detail_columns(tables["indicators"])
    headings = ["文件", "表", "项目或范围", *(column.title for column in columns), "问题（序号）"]
    widths = _detail_widths(columns)
    _set_up(sheet, headings, widths, min(tables["indicators"].num_rows, MOST_ROWS - 1), formats)
    marks = cell_marks(view.findings)
    for row, (head, indicator) in enumerate(_indicators(view, tables), start=1):
        if row >= MOST_ROWS:
            break
        _detail_row(sheet, row, head, indicator, columns, marks, formats)


def _detail_columns(indicators: pa.Table) -> list[Column]:
    """Return the columns to show: those in which some indicator holds something."""
    columns = {column.name: column for column in TABLES["indicators"]}
    return [columns[name] for name in _DETAIL if indicators.column(name).null_count < indicators.num_rows]


def _detail_widths(columns: Sequence[Column]) -> list[float]:
    return [18, 4, 16, *(_DETAIL_WIDTHS.get(column.name, 8) for column in columns), 9]


def _indicators(view: View, tables: Mapping[str, pa.Table]) -> Iterable[tuple[tuple[str, int, str], Mapping[str, Any]]]:
    order = {document.document_id: document.number for document in view.documents}
    sources = {document.document_id: "\n".join(document.sources) for document in view.documents}
    scopes = {
        (row["document_id"], row["table_no"], row["scope_no"]): row["name"] or row["code"] or ""
        for row in tables["scopes"].select(["document_id", "table_no", "scope_no", "name", "code"]).to_pylist()
    }
    rows = tables["indicators"].to_pylist()
    rows.sort(key=lambda row: (order[row["document_id"]], row["table_no"], row["scope_no"], row["indicator_no"]))
    for row in rows:
        scope = scopes.get((row["document_id"], row["table_no"], row["scope_no"]), "")
        yield (sources[row["document_id"]], row["table_no"], scope), row


def _detail_row(
    sheet: Worksheet,
    row: int,
    head: tuple[str, int, str],
    indicator: Mapping[str, Any],
    columns: Sequence[Column],
    marks: Marks,
    formats: _Formats,
) -> None:
    source, table_no, scope = head
    texts = [source, "", scope, *(str(indicator[column.name] or "") for column in columns)]
    _fit(sheet, row, list(zip(texts, _detail_widths(columns), strict=False)))
    _text(sheet, row, 0, source, formats.text)
    _number(sheet, row, 1, table_no, None, "", formats)
    _text(sheet, row, 2, scope, formats.text)
    cells = dict(indicator["cells"] or ())
    numbers: set[int] = set()
    for offset, column in enumerate(columns, start=3):
        mark = marks.get((indicator["document_id"], table_no, cells.get(column.name, -1)))
        numbers.update(mark.findings if mark else ())
        shade = mark.shade if mark else ""
        value = indicator[column.name]
        if column.type == "text":
            _text(sheet, row, offset, value or "", formats.fills.get(shade, formats.text))
        else:
            _number(sheet, row, offset, value, indicator.get(f"{column.name}_decimals"), shade, formats)
    _text(sheet, row, 3 + len(columns), "、".join(map(str, sorted(numbers))), formats.text)


def _summary_sheet(sheet: Worksheet, view: View, formats: _Formats) -> None:
    for column, width in enumerate(_SUMMARY_WIDTHS):
        sheet.set_column(column, column, width)
    row = _block(sheet, 0, "输入", ("状态", "说明", "份数"), _status_rows(view), formats)
    row = _block(sheet, row, "问题", ("规则", "规则名称", *SEVERITIES.values()), _rule_rows(view), formats)
    headings = ("序号", "文件", "页数", "绩效表", "问题", "表式", "说明")
    _block(sheet, row, "文档", headings, _document_rows(view), formats)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _print_setup(sheet)


def _status_rows(view: View) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        (STATUSES[status], "", count) for status, count in view.statuses().items() if count
    ]
    return rows + [("其中", reason, count) for reason, count in view.reasons().items()]


def _rule_rows(view: View) -> list[tuple[object, ...]]:
    return [(rule, title, *counts.values()) for rule, title, counts in view.rules()]


def _document_rows(view: View) -> Iterable[tuple[object, ...]]:
    for document in view.documents:
        kinds = sorted({KINDS[table["kind"]] for table in document.tables if table["kind"] in PERFORMANCE})
        remark = document.message or ("" if kinds or document.status == "quarantined" else "无绩效表")
        yield (
            document.number,
            "\n".join(document.sources),
            document.pages or "",
            document.performance_tables,
            len(document.findings),
            "、".join(kinds),
            remark,
        )


def _block(
    sheet: Worksheet,
    row: int,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    formats: _Formats,
) -> int:
    sheet.write_string(row, 0, title, formats.title)
    for column, heading in enumerate(headings):
        sheet.write_string(row + 1, column, heading, formats.head)
    row += 2
    for values in rows:
        _fit(sheet, row, list(zip(map(str, values), _SUMMARY_WIDTHS, strict=False)))
        for column, value in enumerate(values):
            if isinstance(value, int):
                _number(sheet, row, column, value, None, "", formats)
            else:
                _text(sheet, row, column, str(value), formats.text)
        row += 1
    return row + 1


def _unread_sheet(sheet: Worksheet, view: View, formats: _Formats) -> None:
    rows = [item for item in view.inputs if item.status != "ok"][: MOST_ROWS - 1]
    _set_up(sheet, ("序号", "文件", "状态", "原因", "说明"), (6, 44, 12, 22, 70), len(rows), formats)
    for row, item in enumerate(rows, start=1):
        _fit(sheet, row, [(item.source, 44), (item.message, 70)])
        _number(sheet, row, 0, item.number, None, "", formats)
        for column, text in enumerate((item.source, STATUSES[item.status], item.reason_name, item.message), start=1):
            _text(sheet, row, column, text, formats.text)
    if not rows:
        _text(sheet, 1, 1, "没有未能处理的文件", formats.text)


def _fit(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]]) -> None:
    """Make a row tall enough for its wrapped texts: not every office program does that by itself."""
    lines = max(sum(-(-max(text_width(line), 1) // int(width)) for line in text.split("\n")) for text, width in texts)
    sheet.set_row(row, min(lines * _LINE, _TALLEST))


def _text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    sheet.write_string(row, column, text[:LONGEST], style)


def _number(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Decimal | int | None,
    decimals: int | None,
    shade: str,
    formats: _Formats,
) -> None:
    if value is None:
        sheet.write_blank(row, column, None, formats.fills.get(shade, formats.text))
        return
    if decimals is None:
        decimals = max(0, -int(Decimal(value).normalize().as_tuple().exponent))
    sheet.write_number(row, column, value, formats.numbers[min(decimals, 6), shade])

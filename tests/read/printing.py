"""Logical tables printed to spreadsheets and web pages, for comparing what is read with what was printed."""

from __future__ import annotations

import io
from html import escape

import xlsxwriter
from fixtures.kit.table import Flow, Table, Text


def to_xlsx(flow: Flow, *, framed: bool = True, gap: int = 1, values: bool = False) -> bytes:
    """Print a flow on one worksheet: texts as merged rows, tables with or without borders."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("绩效")
    body = book.add_format({"border": 1, "text_wrap": True} if framed else {"text_wrap": True})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    plain = book.add_format({"text_wrap": True})
    width = max(len(item.widths) for item in flow if isinstance(item, Table))
    row = 0
    for item in flow:
        if isinstance(item, Text):
            sheet.merge_range(row, 0, row, width - 1, item.text, title if item.size > 9 else plain)
            row += 1
        elif isinstance(item, Table):
            _put(sheet, item, row, body, values=values)
            row += item.rows + gap
    book.close()
    return out.getvalue()


def _put(sheet, table, top, form, *, values):
    for cell in table.cells:
        row, col = top + cell.row, cell.col
        write = sheet.write if values else sheet.write_string
        if cell.row_span > 1 or cell.col_span > 1:
            sheet.merge_range(row, col, row + cell.row_span - 1, col + cell.col_span - 1, "", form)
        if cell.text:
            write(row, col, cell.text, form)
        elif cell.row_span == cell.col_span == 1:
            sheet.write_blank(row, col, None, form)


def to_html(flow: Flow) -> bytes:
    """Print a flow as a web page."""
    body = "".join(_html(item) for item in flow if isinstance(item, Text | Table))
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>公开</title></head><body>{body}</body></html>".encode()  # noqa: E501


def _html(item: Text | Table) -> str:
    if isinstance(item, Text):
        return f"<p>{escape(item.text)}</p>"
    rows = ["" for _ in range(item.rows)]
    for cell in sorted(item.cells, key=lambda cell: (cell.row, cell.col)):
        spans = f' rowspan="{cell.row_span}" colspan="{cell.col_span}"'
        text = "<br>".join(escape(line) for line in cell.text.split("\n"))
        rows[cell.row] += f"<td{spans}>{text}</td>"
    return "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

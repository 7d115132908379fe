"""XLSX: cells as shown, tables where they stand."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side

from gouji.exceptions import DocumentError
from gouji.model.grid import Grid, Line
from gouji.read.xlsx import read_xlsx

THIN = Border(*(Side(style="thin") for _ in range(4)))
HEADER = ("一级指标", "二级指标", "分值")


def book():
    made = openpyxl.Workbook()
    made.active.title = "表"
    return made


def put(sheet, rows, top=1, left=1, *, border=THIN):
    for row, values in enumerate(rows, top):
        for col, value in enumerate(values, left):
            cell = sheet.cell(row, col, value)
            cell.border = border or Border()


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(made):
    blocks, notices = read_xlsx(saved(made) if hasattr(made, "save") else made)
    return list(blocks), [notice.code for notice in notices]


def shape(blocks):
    return [block.text if isinstance(block, Line) else (block.rows, block.cols) for block in blocks]


def texts(grid):
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def test_cells_are_texts_as_printed():
    made = book()
    sheet = made.active
    put(sheet, [("率", 0.95, "0.00%"), ("额", 1234.5, "#,##0.00"), ("日", date(2022, 12, 31), 'yyyy"年"m"月"d"日"'),
                ("和", 0.1 + 0.2, "General"), ("是", True, "General"), ("错", "#DIV/0!", "General"), ("零", 0, "0;-0;;@"),  # noqa: E501
                ("码", "00123", "@"), ("行", "第一行\n第二行", "General")])  # fmt: skip
    for row in range(1, 10):
        sheet.cell(row, 2).number_format = sheet.cell(row, 3).value
        sheet.cell(row, 3).value = None
    blocks, codes = read(made)
    assert codes == []
    assert [row[1] for row in texts(blocks[-1])] == [
        "95.00%", "1,234.50", "2022年12月31日", "0.3", "TRUE", "#DIV/0!", "", "00123", "第一行第二行",
    ]  # fmt: skip
    assert blocks[-1].cells[1].locator == "表!B1"


def test_title_lines_table_and_signature():
    made = book()
    sheet = made.active
    sheet["A1"] = "绩效目标自评表"
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["C2"] = "填报单位：", "金额单位：万元"
    sheet["B2"] = "某局"
    put(sheet, [HEADER, ("产出", "数量", 10), (None, None, None)], 3)
    sheet["A6"], sheet["C6"] = "填报人：甲", "日期：五月"
    blocks, codes = read(made)
    assert shape(blocks) == ["绩效目标自评表", "填报单位：某局", "金额单位：万元", (3, 3), "填报人：甲", "日期：五月"]
    assert blocks[2].locator == "表!C2"
    assert codes == []


@pytest.mark.parametrize("border", [THIN, None])
def test_several_forms_on_a_sheet_and_several_sheets(border):
    made = book()
    rows = [HEADER, ("产出", "数量", "甲"), ("效益", "社会", "乙")]
    sheet = made.active
    for number, top in enumerate((1, 5, 10)):
        sheet.cell(top, 1, f"表{number}").font = Font(size=18)
        sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=3)
        put(sheet, rows, top + 1, border=border)
    put(made.create_sheet("Sheet2"), rows, border=border)
    made.create_sheet("空")
    put(made.create_sheet("目标表"), rows, border=border)
    blocks, _ = read(made)
    assert shape(blocks) == ["表0", (3, 3), "表1", (3, 3), "表2", (3, 3), "Sheet2", (3, 3), "目标表", (3, 3)]


def test_tables_side_by_side_and_a_note_beside():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", 1)], 2)
    put(made.active, [HEADER, ("效益", "社会", 2)], 2, 6)
    made.active["L3"] = "旁注"
    blocks, _ = read(made)
    assert shape(blocks) == ["Sheet1", (2, 3), (2, 3), "旁注"]
    assert [cell.locator for cell in blocks[2].cells][:1] == ["表!F2"]


def test_merged_cells_and_blank_columns():
    made = book()
    sheet = made.active
    put(sheet, [("类", "项", None, "分"), ("甲", "a", None, 1), (None, "b", None, 2), (None, None, None, None)])
    for ref in ("A2:A3", "B1:C1", "B2:C2", "B3:C3", "B4:C4"):
        sheet.merge_cells(ref)
    (_, grid), codes = read(made)
    assert (grid.rows, grid.cols, codes) == (4, 3, [])
    assert [(cell.text, cell.row_span, cell.col_span) for cell in grid.cells][3] == ("甲", 2, 1)


def test_hidden_things_are_left_out_and_said():
    made = book()
    sheet = made.active
    put(sheet, [(*HEADER, "备注"), ("产出", "数量", 1, "x"), ("隐", "藏", 2, "y"), ("效益", "社会", 3, "z")])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    made.create_sheet("选项").append(["下拉"])
    made["选项"].sheet_state = "hidden"
    (_, grid), codes = read(made)
    assert texts(grid) == [["一级指标", "分值", "备注"], ["产出", "1", "x"], ["效益", "3", "z"]]
    assert [cell.locator for cell in grid.cells][-1] == "表!D4"
    assert codes == ["R-01"]


def test_a_merge_across_hidden_rows_keeps_its_text():
    made = book()
    sheet = made.active
    put(sheet, [HEADER, ("甲", "a", 1), (None, "b", 2), (None, "c", 3)])
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[2].hidden = True
    (_, grid), codes = read(made)
    assert [(cell.text, cell.row_span) for cell in grid.cells if cell.col == 0] == [("一级指标", 1), ("甲", 2)]
    assert codes == ["R-01"]


def test_white_on_white_is_hidden_and_white_on_blue_is_not():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", 1)])
    made.active["A1"].font = made.active["B2"].font = Font(color="FFFFFFFF")
    made.active["A1"].fill = PatternFill("solid", fgColor="FF0000FF")
    (_, grid), codes = read(made)
    assert texts(grid) == [list(HEADER), ["产出", "", "1"]]
    assert codes == ["R-01"]


def test_formulas_give_their_stored_results():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", "=1+1")])
    (_, grid), codes = read(made)
    assert (texts(grid)[1][2], codes) == ("", ["R-11"])
    data = part(
        saved(made),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>"),
    )
    (_, grid), codes = read(data)
    assert (texts(grid)[1][2], codes) == ("2", [])


def test_a_format_not_known_is_said():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", 0.5)])
    made.active["C2"].number_format = "# ?/?"
    (_, grid), codes = read(made)
    assert (texts(grid)[1][2], codes) == ("0.5", ["R-12"])


def test_zeros_that_the_sheet_hides():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", 0)])
    made.active.sheet_view.showZeros = False
    (_, grid), _ = read(made)
    assert texts(grid)[1][2] == ""


def test_overlapping_merges_and_text_under_a_merge():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", 1), ("效益", "社会", 2)])
    data = part(saved(made), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C2"/></mergeCells>'))  # fmt: skip  # noqa: E501
    (_, grid), codes = read(data)
    assert (texts(grid)[0], codes) == (["一级指标", "分值"], ["R-01", "T-03"])


def test_formatting_without_content_costs_nothing():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", 1)])
    styled = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="1"/></row>' % ((n,) * 4)
        for n in range(3, 60_000)
    )
    data = part(saved(made), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", styled + b"</sheetData>").replace(  # noqa: E501
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1048570:XFD1048576"/></mergeCells>'))  # fmt: skip
    started = time.process_time()
    (_, grid), _ = read(data)
    assert (grid.rows, grid.cols) == (2, 3)
    assert time.process_time() - started < 5


def test_a_table_of_usual_size_is_quick():
    made = book()
    put(made.active, [[f"{row} {col}" for col in range(40)] for row in range(60)])
    data = saved(made)
    started = time.process_time()
    blocks, _ = read(data)
    assert shape(blocks)[1:] == [(60, 40)]
    assert time.process_time() - started < 1


def part(data, name, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return out.getvalue()


def reason(data):
    with pytest.raises(DocumentError) as caught:
        read_xlsx(data)
    return caught.value.reason


def test_broken_and_malicious_packages():
    made = book()
    put(made.active, [HEADER, ("产出", "数量", 1)])
    data = saved(made)
    sheet = "xl/worksheets/sheet1.xml"
    for tenth in range(1, 10):
        assert reason(data[: len(data) * tenth // 10]) in ("truncated", "unreadable")
    laughs = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet/>'
    assert reason(part(data, sheet, lambda _: laughs)) == "bomb"
    assert reason(part(data, sheet, lambda xml: xml + b" " * 3 * 2**20)) == "bomb"
    assert reason(part(data, sheet, lambda xml: xml[:-20])) == "unreadable"
    deep = b"<worksheet>" + b"<a>" * 400 + b"</a>" * 400 + b"</worksheet>"
    assert reason(part(data, sheet, lambda _: deep)) == "bomb"
    assert reason(part(data, "xl/workbook.xml", lambda _: b"<workbook/>")) == "unreadable"


def test_a_bare_package_without_styles_and_places():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="x"/></sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="x" Type="t/worksheet" '
                      'Target="/xl/one.xml"/></Relationships>')  # fmt: skip
        row = '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>1.50</v></c></row>'
        file.writestr("xl/one.xml", f"<worksheet><sheetData>{row}{row}</sheetData></worksheet>")
    (_, grid), codes = read(out.getvalue())
    assert (texts(grid), codes) == ([["甲", "1.5"], ["甲", "1.5"]], [])
    assert isinstance(grid, Grid)

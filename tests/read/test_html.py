"""HTML: tables as browsers show them, layout told from data."""

from __future__ import annotations

import time

import pytest

from gouji.exceptions import DocumentError
from gouji.model.grid import Grid, Line
from gouji.read.html import read_html, read_mhtml

HEAD = "<tr><td>一级指标<td>二级指标<td>分值"


def page(body, head=""):
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def shape(body, head=""):
    blocks, _ = read_html(page(body, head))
    return [block.text if isinstance(block, Line) else (block.rows, block.cols) for block in blocks]


def only(body, head=""):
    (grid,) = [block for block in read_html(page(body, head))[0] if isinstance(block, Grid)]
    return [(cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in grid.cells]


def texts(body, head=""):
    return [cell[-1] for cell in only(body, head)]


def test_lines_and_table_in_order():
    body = f"<h1>自评表</h1><p>单位：某局<table><caption>表一</caption>{HEAD}<tr><td>产出<td>数量<td>10</table>说明：无"
    assert shape(body) == ["自评表", "单位：某局", "表一", (2, 3), "说明：无"]
    grid = next(block for block in read_html(page(body))[0] if isinstance(block, Grid))
    assert grid.cells[4].locator == "表1 行2 列2"


def test_spans_as_browsers_read_them():
    rows = "<tr><td rowspan=0>甲<td colspan='2x'>乙<tr><td>丙<td colspan=0>丁<tr><td>戊<td rowspan=99>己"
    assert only(f"<table>{rows}</table>") == [
        (0, 0, 3, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "丙"), (1, 2, 1, 1, "丁"), (2, 1, 1, 1, "戊"), (2, 2, 1, 1, "己"),  # noqa: E501
    ]  # fmt: skip


def test_a_span_ends_with_its_section_and_foot_is_printed_last():
    rows = "<tfoot><tr><td>合计<td>9</tfoot><thead><tr><th rowspan=5>名<th>分</thead><tbody><tr><td>甲<td>9</tbody>"
    assert only(f"<table>{rows}</table>") == [
        (0, 0, 1, 1, "名"), (0, 1, 1, 1, "分"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "9"), (2, 0, 1, 1, "合计"), (2, 1, 1, 1, "9"),  # noqa: E501
    ]  # fmt: skip
    (grid,) = read_html(page(f"<table>{rows}</table>"))[0]
    assert grid.header_rows == 1


def test_overlapping_cells_are_cut_and_said():
    rows = "<tr><td>a<td>b<td rowspan=2>c<tr><td colspan=3>d"
    blocks, notices = read_html(page(f"<table>{rows}</table>"))
    assert [(cell.col, cell.col_span, cell.text) for cell in blocks[0].cells if cell.row == 1] == [(0, 2, "d")]
    assert [notice.code for notice in notices] == ["T-03"]


def test_columns_and_rows_nobody_begins_at_are_none():
    rows = "<tr><td colspan=2 rowspan=2>a<td rowspan=2>b<tr><tr><td colspan=2>c<td>d"
    assert only(f"<table>{rows}</table>") == [
        (0, 0, 1, 1, "a"),
        (0, 1, 1, 1, "b"),
        (1, 0, 1, 1, "c"),
        (1, 1, 1, 1, "d"),
    ]


def test_short_rows_are_filled_with_blanks():
    assert texts(f"<table>{HEAD}<tr><td>产出</table>")[3:] == ["产出", "", ""]


def test_texts_of_cells():
    cells = [
        "第一行<br>第二行", "<p>甲</p><p>乙</p>", "10<sup>3</sup>m", "95<span>%</span>", "&nbsp;", "≥&ge;&#65288;", "a  b\n c",  # noqa: E501
        "<input type=checkbox checked>是<input type=checkbox>否", "<select><option>甲<option selected>乙</select>",
        "<ol><li>一<li>二</ol>", "<ruby>汉<rt>han</rt></ruby>", "<p class=MsoNormal>甲<o:p></o:p></p><![if !x]>乙<![endif]>",  # noqa: E501
        "甲<!--[if gte vml 1]><v:shape>不<![endif]-->", "<input value=填>", "<xml>不</xml><v:rect>不</v:rect>丙",
    ]  # fmt: skip
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    assert texts(f"<table><tr>{row}<tr></table>") == [
        "第一行第二行", "甲乙", "103m", "95%", "", "≥≥（", "a b c", "☑是□否", "乙", "1.一2.二", "汉", "甲乙", "甲", "填", "丙",  # noqa: E501
    ]  # fmt: skip


@pytest.mark.parametrize(
    "unseen",
    ["<span style='display: none'>藏</span>", "<span hidden>藏</span>", "<i class=x>藏</i>", "<b id=y>藏</b>",
     "<span style='visibility:hidden'>藏</span>", "<span style='font-size:0'>藏</span>"],
)  # fmt: skip
def test_hidden_text_is_left_out_and_said(unseen):
    style = "<style>.x{color:red;display:none} p#y, #y{display:none}</style>"
    data = page(f"<table>{HEAD}<tr><td>产{unseen}出<td>数量<td>1</table>", style)
    blocks, notices = read_html(data)
    assert blocks[0].cells[3].text == "产出"
    assert [notice.code for notice in notices] == ["R-01"]


def test_hidden_rows_and_cells_take_no_room():
    rows = f"{HEAD}<tr style='display:none'><td>x<td>x<td>x<tr><td>产出<td style='display:none'>x<td>数量<td>1"
    assert texts(f"<table>{rows}</table>") == ["一级指标", "二级指标", "分值", "产出", "数量", "1"]


def test_styles_for_screens_alone_do_not_hide():
    style = "<style>@media print {.x{display:none}} .y .x{display:none}</style>"
    assert "甲" in texts(f"<table>{HEAD}<tr><td class=x>甲<td>乙<td>1</table>", style)


def test_layout_tables_are_no_tables():
    data = f"<table>{HEAD}<tr><td>产出<td>数量<td>10</table>"
    menu = "".join(f"<tr><td><a href=#>栏目{number}</a></td></tr>" for number in range(5))
    outer = f"<table><tr><td><table>{menu}</table><td><table><tr><td>标题</table>{data}<tr><td colspan=2>版权</table>"
    assert shape(outer) == [*(f"栏目{number}" for number in range(5)), "标题", (2, 3), "版权"]
    assert shape(f"<table><tr><td>单位：<td>某局<td>万元</table>{data}") == ["单位：某局", "万元", (2, 3)]


def test_a_table_inside_a_cell_of_data_is_its_text():
    rows = "".join(f"<tr><td>指标{number}的说明文字<td>目标{number}的说明文字<td>{number}" for number in range(4))
    nested = "<table><tr><td>一<td>二</table>"
    assert texts(f"<table>{HEAD}{rows}<tr><td>{nested}<td>b<td>c</table>")[-3:] == ["一二", "b", "c"]


def test_a_worksheet_saved_as_a_page_is_read_as_one():
    style = "<style>.xl1{border:.5pt solid windowtext;} .xl2{border:none}</style>"
    rows = "<tr><td class=xl2 colspan=3>自评表<tr><td class=xl2>单位：某局<td class=xl2><td class=xl2>单位：万元"
    rows += (
        "".join("<tr><td class=xl1>甲<td class=xl1>乙<td class=xl1>1" for _ in range(3))
        + "<tr><td class=xl2>填报人：某"
    )
    assert shape(f"<table>{rows}</table>", style) == ["自评表", "单位：某局", "单位：万元", (3, 3), "填报人：某"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    for stated in ("gb2312", "utf-8", "x-unknown"):
        text = f"<html><meta http-equiv=Content-Type content='text/html; charset={stated}'><table>{HEAD}<tr><td>产出<td>镕<td>1</table>"  # noqa: E501
        (grid,), notices = read_html(text.encode(encoding))
        assert ([cell.text for cell in grid.cells][3:], notices) == (["产出", "镕", "1"], ())


def test_bytes_of_no_encoding_are_said():
    _, notices = read_html(page(f"<table>{HEAD}</table>") + b"\xff\xff\x80")
    assert [notice.code for notice in notices] == ["R-02"]


def test_web_archives():
    html = f"<table>{HEAD}<tr><td>产出<td>数量<td>10</table>"
    data = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; '
        f'charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html>{html}\r\n--x\r\nContent-Type: image/png\r\n\r\nzz\r\n--x--\r\n'  # noqa: E501
    ).encode("gb18030")
    (grid,), notices = read_mhtml(data)
    assert (grid.rows, grid.cols, notices) == (2, 3, ())
    with pytest.raises(DocumentError) as caught:
        read_mhtml(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n")
    assert caught.value.reason == "not_a_document"


def reason(data):
    with pytest.raises(DocumentError) as caught:
        read_html(data)
    return caught.value.reason


def test_bombs():
    assert reason(page("<div>" * 10_000 + "x")) == "bomb"
    assert reason(page("<table><tr><td>" * 3000 + "x")) == "bomb"
    assert (
        reason(page("<table>" + "<tr><td rowspan=60000 colspan=1000>x" * 10 + "<tr>" * 60_000 + "</table>"))
        == "too_large"
    )
    assert reason(b"<html>" + b" " * (65 * 2**20)) == "too_large"
    laughs = (
        b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html>&b;<iframe src="file:///etc/passwd"></iframe>'
    )
    assert "haha" not in "".join(block.text for block in read_html(laughs)[0])


def test_large_tables_in_one_pass():
    body = "<table>" + "".join("<tr>" + "<td>甲" * 100 for _ in range(300)) + "</table>"
    started = time.process_time()
    assert shape(body) == [(300, 100)]
    assert time.process_time() - started < 5


def test_a_page_without_tables_gives_its_lines():
    assert shape("<h1>404</h1><p>页面不存在</p>") == ["404", "页面不存在"]
    assert read_html(b"<html>") == ((), ())


def test_one_column_tables_in_cells_place_text():
    prose = "评价要点：有制度依据；执行过程有完整记录；结果经过公示。" * 3
    rows = "".join(f"<tr><td>指标{at}<td>{at}<td><table><tr><td>{prose}</table>" for at in range(4))
    assert shape(f"<table>{HEAD}{rows}</table>") == [(5, 3)]
    assert texts(f"<table>{HEAD}{rows}</table>")[5] == prose


def test_a_page_laid_out_in_a_table_of_many_cells_stays_a_layout():
    menu = "".join(f"<tr><td>栏目{at}<td>链接{at}" for at in range(6))
    news = "<table><tr><td>通知一<tr><td>通知二</table>"
    form = f"<table>{HEAD}{'<tr><td>产出指标<td>数量指标及说明文字<td>10' * 9}</table>"
    assert (10, 3) in shape(f"<table>{menu}<tr><td>{news}<td>{form}</table>")


def test_where_the_lines_stand():
    (grid,) = read_html(page("<table><tr><td colspan=2>甲<td>乙<tr><td colspan=2>丙<td>丁</table>"))[0]
    assert (grid.cols, grid.col_edges) == (2, (0.0, 200.0, 300.0))

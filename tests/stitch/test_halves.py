"""A form printed as two tables, its head block and its indicators, becomes one sheet; strangers stay apart."""

from __future__ import annotations

import io
from functools import partial

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from tests.sheets import WORDS, sheet

from gouji.model.grid import Grid, Line
from gouji.read.html import read_html
from gouji.read.xlsx import read_xlsx
from gouji.recognise import are_halves
from gouji.stitch import stitch

HEAD = """
项目名称|农村供水工程|<|<
主管部门|水利局|实施单位|供水站
年度总体目标|新建管网|<|<
"""
BODY = """
一级指标|二级指标|三级指标|指标值|分值
产出指标|数量指标|管网长度|≥10公里|50
效益指标|社会效益指标|受益人口|≥1万人|40
"""
GOAL_AND_BODY = """
年度总体目标|新建管网|<|<|<
一级指标|二级指标|三级指标|指标值|分值
产出指标|数量指标|管网长度|≥10公里|50
"""
WHOLE = """
项目名称|乡村道路工程|<|<|<
一级指标|二级指标|三级指标|指标值|分值
产出指标|数量指标|道路长度|≥10公里|50
"""
OF_PROJECTS = """
项目名称|一级指标|二级指标|三级指标|指标值
乡村道路|产出指标|数量指标|道路长度|≥10公里
"""
TITLED = """
乡村道路绩效目标表|<|<|<|<
一级指标|二级指标|三级指标|指标值|分值
产出指标|数量指标|道路长度|≥10公里|50
"""
LIST = """
单位名称|主管部门|预算数|执行数
供水站|水利局|10|10
合计|<|10|10
"""
TALL_LIST = """
单位名称|项目资金|<|执行率
^|预算数|执行数|^
供水站|10|10|100%
"""
STRANGER = """
职务|姓名|办公电话|传真
局长|甲|123|124
"""


def grid(drawn: str) -> Grid:
    made = sheet(drawn)
    return Grid(cells=made.cells, rows=made.rows, cols=made.cols)


def stitched(*blocks):
    return stitch(blocks, WORDS.labels(), partial(are_halves, words=WORDS))


def html(drawn: str) -> str:
    made = sheet(drawn)
    rows = (
        "".join(f"<td rowspan={c.row_span} colspan={c.col_span}>{c.text}</td>" for c in made.cells if c.row == row)
        for row in range(made.rows)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


@pytest.mark.parametrize("lower", [BODY, GOAL_AND_BODY])
def test_head_and_body_are_one(lower):
    (one,) = stitched(grid(HEAD), grid(lower))
    body = sheet(lower)
    assert (one.rows, one.parts, one.joints, one.notices) == (3 + body.rows, 2, (3,), ())
    assert [c.text for c in one.cells if c.row >= 3] == [c.text for c in body.cells]
    assert all({c.col, c.col + c.col_span} <= set(range(one.cols + 1)) for c in one.cells)
    assert {c.col + c.col_span for c in one.cells if c.text in {"供水站", "50"}} == {one.cols}


FIRST_ROW = """
单位：万元|<
项目名称|农村供水工程
"""
REST_OF_HEAD = """
主管部门|水利局|实施单位|<|供水站
一级指标|二级指标|三级指标|指标值|分值
产出指标|数量指标|管网长度|≥10公里|50
"""


def test_a_head_cut_after_the_name_of_the_project_goes_on_with_its_department():
    (one,) = stitched(grid(FIRST_ROW), grid(REST_OF_HEAD))
    assert (one.rows, one.joints) == (2 + sheet(REST_OF_HEAD).rows, (2,))


STRANGERS = [
    (HEAD, WHOLE), (HEAD, OF_PROJECTS), (HEAD, TITLED), (HEAD, STRANGER), (LIST, BODY), (TALL_LIST, BODY),
    (STRANGER, BODY), (BODY, HEAD),
    (FIRST_ROW, WHOLE),
]  # fmt: skip


@pytest.mark.parametrize(("upper", "lower"), STRANGERS)
def test_strangers_are_not_joined(upper, lower):
    assert len(stitched(grid(upper), grid(lower))) == 2


def test_a_head_with_indicators_of_its_own_wants_none():
    assert not are_halves([grid(WHOLE)], grid(BODY), WORDS)


def test_a_head_that_has_its_department_goes_on_with_no_other():
    assert not are_halves([grid(HEAD)], grid(REST_OF_HEAD), WORDS)


def test_a_line_between_keeps_them_apart():
    assert len(stitched(grid(HEAD), Line(text="二、绩效指标"), grid(BODY))) == 2


def test_equal_numbers_of_columns_make_no_table_go_on():
    other = STRANGER.replace("职务|姓名|办公电话|传真", "车牌|型号|用途|部门").replace(
        "局长|甲|123|124", "甲A|轿车|公务|局办"
    )
    blocks, _ = read_html(f"<html><body>{html(STRANGER)}{html(other)}</body></html>".encode())
    assert len(stitched(*blocks)) == 2


def test_on_a_page_columns_decide_as_ever():
    assert len(stitch((grid(HEAD), grid(BODY)), WORDS.labels())) == 2


def test_on_a_web_page():
    blocks, _ = read_html(f"<html><body><p>绩效目标表</p>{html(HEAD)}<p></p>{html(BODY)}</body></html>".encode())
    (one,) = stitched(*blocks)
    assert (one.rows, [line.text for line in one.before]) == (6, ["绩效目标表"])


@pytest.mark.parametrize("framed", [True, False])
def test_on_a_worksheet_with_a_blank_row_between(framed):
    book = openpyxl.Workbook()
    leaf = book.active
    leaf["A1"] = "绩效目标表"
    thin = Border(*(Side(style="thin") for _ in range(4)))
    for top, drawn in ((2, HEAD), (6, BODY)):
        for cell in sheet(drawn).cells:
            first, last = (top + cell.row, 1 + cell.col), (top + cell.row, cell.col + cell.col_span)
            leaf.cell(*first, cell.text)
            if first != last:
                leaf.merge_cells(start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1])
            for col in range(first[1], last[1] + 1):
                leaf.cell(first[0], col).border = thin if framed else Border()
    out = io.BytesIO()
    book.save(out)
    blocks, _ = read_xlsx(out.getvalue())
    (one,) = stitched(*blocks)
    assert (one.rows, one.cols) == (6, 5)
    assert {(c.row, c.col): c.text for c in one.cells}[4, 2] == "管网长度"

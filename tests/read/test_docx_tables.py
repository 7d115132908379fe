"""Rows, widths and merges as word processors draw them, also where the file breaks its own rules."""

import io
import time
import zipfile

import pytest
from tests.read.test_docx import GO, START, blocks, codes, only, p, package, span, tbl, tc, tr

from gouji.model.grid import Grid
from gouji.read import read_bytes
from gouji.read.docx import read_docx
from gouji.stitch import stitch

LONG = 3 * 900


def wide(text, width, props=""):
    return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>{props}')


def test_a_row_that_does_not_fit_the_grid_stands_where_its_widths_put_it():
    rows = (
        tr(wide("a", 1800), wide("b", 900)),
        tr(wide("c", 900), wide("d", 900), wide("e", 900)),
        tr(wide("f", 900), wide("g", 1810)),
    )
    expected = [
        (0, 0, 1, 2, "a"), (0, 2, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d"), (1, 2, 1, 1, "e"),
        (2, 0, 1, 1, "f"), (2, 1, 1, 2, "g"),
    ]  # fmt: skip
    for widths in ((900, 900, 900), ()):
        assert only(tbl(*rows, widths=widths)) == expected
        assert codes(tbl(*rows, widths=widths)) == []


def test_edges_between_the_columns_make_columns_of_their_own():
    rows = (tr(wide("a", 1000), wide("b", 1700)), tr(wide("c", 900), wide("d", 900), wide("e", 900)))
    assert [cell[1:4] for cell in only(tbl(*rows, widths=(900, 900, 900)))][:2] == [(0, 1, 1), (1, 1, 2)]
    rows = (tr(wide("a", 1350), wide("b", 1350)), tr(wide("c", 900), wide("d", 900), wide("e", 900)))
    assert only(tbl(*rows, widths=(900, 900, 900))) == [
        (0, 0, 1, 2, "a"), (0, 2, 1, 2, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 2, "d"), (1, 3, 1, 1, "e"),
    ]  # fmt: skip


def test_a_grid_that_declares_too_few_columns():
    rows = (tr(tc("a", span(2)), tc("b")), tr(tc("c"), tc("d"), tc("e")), tr(tc("f"), tc("g", span(2))))
    assert [cell[1:4] for cell in only(tbl(*rows, widths=(900,)))] == [
        (0, 1, 2), (2, 1, 1), (0, 1, 1), (1, 1, 1), (2, 1, 1), (0, 1, 1), (1, 1, 2),
    ]  # fmt: skip
    assert codes(tbl(*rows, widths=(900,))) == []


def test_a_short_row_is_a_doubt_unless_it_says_so():
    after = '<w:gridAfter w:val="1"/>'
    assert codes(tbl(tr(tc("a"), tc("b")), tr(tc("c"), props=after), widths=(900, 900))) == []
    assert codes(tbl(tr(tc("a"), tc("b")), tr(tc("c")), widths=(900, 900))) == ["T-03"]


def test_columns_of_no_width():
    found = only(tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("d", span(2)), tc("e")), widths=(900, 0, 900)))
    assert found == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c"), (1, 0, 1, 2, "d"), (1, 2, 1, 1, "e")]


def test_merges_whose_edges_are_a_sliver_apart():
    rows = (
        tr(tc("a", START), tc("b", span(2))),
        tr(tc("", GO + span(2)), tc("c")),
        tr(tc("", GO), tc("d", span(2))),
    )
    assert only(tbl(*rows, widths=(900, 20, 900))) == [
        (0, 0, 3, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c"), (2, 1, 1, 1, "d"),
    ]  # fmt: skip
    assert codes(tbl(*rows, widths=(900, 20, 900))) == []


def test_a_wider_cell_below_a_merged_one_leaves_a_blank_beside_it():
    rows = (
        tr(tc("a", START), tc("b"), tc("x")),
        tr(tc("影", GO + span(2)), tc("e")),
        tr(tc("f"), tc("g"), tc("h")),
    )
    body = tbl(*rows, widths=(900, 900, 900))
    assert only(body)[:5] == [
        (0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "x"), (1, 1, 1, 1, ""), (1, 2, 1, 1, "e"),
    ]  # fmt: skip
    assert codes(body) == ["R-01", "T-03"]


def test_merges_end_at_a_cell_of_their_own_and_start_anew():
    rows = (
        tr(tc("a", START), tc("1")), tr(tc("", GO), tc("2")), tr(tc("b", START), tc("3")), tr(tc("", GO), tc("4")),
        tr(tc("c"), tc("5")), tr(tc("d", GO), tc("6")),
    )  # fmt: skip
    body = tbl(*rows, widths=(900, 900))
    assert [cell for cell in only(body) if cell[1] == 0] == [
        (0, 0, 2, 1, "a"), (2, 0, 2, 1, "b"), (4, 0, 1, 1, "c"), (5, 0, 1, 1, "d"),
    ]  # fmt: skip
    assert codes(body) == ["T-03"]


def test_merges_across_and_down_of_older_files():
    first, go = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    rows = (
        tr(tc("a", first + START), tc("", go + START), tc("b")),
        tr(tc("", first + GO), tc("", go + GO), tc("c")),
        tr(tc("d"), tc("e"), tc("f")),
    )
    assert only(tbl(*rows, widths=(900, 900, 900))) == [
        (0, 0, 2, 2, "a"), (0, 2, 1, 1, "b"), (1, 2, 1, 1, "c"), (2, 0, 1, 1, "d"), (2, 1, 1, 1, "e"),
        (2, 2, 1, 1, "f"),
    ]  # fmt: skip


def test_tracked_merges_and_cells():
    rows = (
        tr(tc("a", '<w:cellMerge w:id="1" w:vMerge="rest"/>'), tc("b")),
        tr(tc("", '<w:cellMerge w:id="2" w:vMerge="cont"/>'), tc("c", '<w:cellIns w:id="3"/>')),
    )
    assert only(tbl(*rows, widths=(900, 900))) == [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]
    assert codes(tbl(*rows, widths=(900, 900))) == ["R-06"]


def test_rows_without_cells_are_no_rows():
    body = tbl(tr(tc("a", START), tc("b")), "<w:tr/>", tr(tc("", GO), tc("c")), widths=(900, 900))
    assert only(body) == [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]
    assert blocks(tbl("<w:tr/>", widths=(900,))) == ()


def form(*texts, widths=(900, 900, 900)):
    rows = [texts[start : start + len(widths)] for start in range(0, len(texts), len(widths))]
    return tbl(*(tr(*map(tc, row)) for row in rows), widths=widths)


def test_a_layout_gives_the_table_it_holds():
    inner = form(*"abcdef")
    found = blocks(tbl(tr(f"<w:tc>{p('题')}{inner}{p('注')}</w:tc>"), widths=(LONG,)))
    assert [getattr(block, "text", None) or len(block.cells) for block in found] == ["题", 6, "注"]
    beside = tbl(tr(tc("左"), f"<w:tc>{inner}</w:tc>"), tr(tc("甲"), tc("乙")), widths=(900, LONG))
    found = blocks(beside)
    assert [getattr(block, "text", None) or len(block.cells) for block in found] == ["左", 6, 2]
    deep = tbl(tr(f"<w:tc>{tbl(tr(f'<w:tc>{inner}</w:tc>'))}</w:tc>"))
    assert len(only(deep)) == 6


def test_a_table_that_holds_a_small_one_keeps_its_text():
    inner = form("一", "二", "三", "四", widths=(900, 900))
    (grid,) = blocks(tbl(tr(tc("a"), tc("b")), tr(tc("c"), f"<w:tc>{inner}{p('')}</w:tc>"), widths=(900, 900)))
    assert [cell.text for cell in grid.cells] == ["a", "b", "c", "一二三四"]


def test_tables_with_nothing_between_them_are_one():
    grid = only(form(*"abcdef") + "<w:bookmarkStart w:id='1' w:name='x'/>" + form(*"ghijkl"))
    assert [cell[0] for cell in grid] == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    finer = form(*"abc") + form(*"defg", widths=(900, 900, 450, 450))
    assert only(finer)[2] == (0, 2, 1, 2, "c")


@pytest.mark.parametrize(
    "second",
    [
        p("") + form(*"ghijkl"),
        form(*"abcxyz"),
        form(*"ghij", widths=(900, 900)),
        form(*"ghijkl").replace("<w:tblPr/>", '<w:tblPr><w:tblpPr w:w="1"/></w:tblPr>'),
        form(*"ghijkl").replace("<w:trPr>", "<w:trPr><w:tblHeader/>", 1),
    ],
)
def test_tables_that_are_not_one(second):
    assert len([block for block in blocks(form(*"abcdef") + second) if isinstance(block, Grid)]) == 2


def test_a_table_left_in_two_is_one_for_those_who_join():
    halves = form("级次", "名称", "分值", "产出", "甲", "5") + p("") + form("效益", "乙", "6", "满意", "丙", "7")
    (sheet,) = stitch(blocks(halves))
    assert [cell.row for cell in sheet.cells if cell.col == 0] == [0, 1, 2, 3]
    titled = p("") + tbl(tr(tc("另一张表", span(3))), tr(tc("d"), tc("e"), tc("f")), widths=(900, 900, 900))
    assert len(stitch(blocks(form(*"abcdef") + titled))) == 2


def test_where_the_lines_stand():
    (grid,) = blocks(form(*"abcdef"))
    assert grid.col_edges == (0, 45, 90, 135)
    (grid,) = blocks(tbl(tr(tc("a"), tc("b"))))
    assert grid.col_edges == ()


def renamed(data, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(change(name), old.read(name))
    return out.getvalue()


def test_odd_packages():
    whole = package(p("甲"))
    assert read_docx(renamed(whole, lambda name: name.replace("/", "\\")))[0][0].text == "甲"
    assert read_docx(renamed(whole, str.upper))[0][0].text == "甲"
    marked = package(p("甲"), prolog="\ufeff<?xml version='1.0' encoding='UTF-8' standalone='yes'?>")
    assert read_docx(marked)[0][0].text == "甲"


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_files_with_macros_under_any_name(kind):
    types = f'<Types><Override PartName="/main/body.xml" ContentType="{kind}"/></Types>'
    data = package(p("甲"), name="main/body.xml", extra=[("[Content_Types].xml", types)])
    (line,) = read_bytes(data, "x.docm").blocks
    assert line.text == "甲"


def test_time_grows_with_the_cells():
    def seconds(rows):
        data = package(tbl(*(tr(*(tc("值") for _ in range(20))) for _ in range(rows)), widths=[300] * 20))
        started = time.process_time()
        read_docx(data)
        return time.process_time() - started

    seconds(10)
    assert seconds(800) < 10 * max(seconds(200), 0.05)

import pytest

from gouji.exceptions import DocumentError
from gouji.model.grid import Grid, Line
from gouji.read.text_file import read_text


def blocks(text):
    return read_text(text.encode())[0]


def shape(text):
    return [block.text if isinstance(block, Line) else (block.rows, block.cols) for block in blocks(text)]


def test_rows_between_blank_lines_are_a_grid():
    assert shape("标题\n\n甲\t乙\n1\t2\t3\n\n4\t5\n说明\n") == ["标题", (2, 3), (1, 2), "说明"]


def test_cells_keep_blanks_and_say_where_they_stand():
    (grid,) = blocks("\n甲\t\t 乙 丙 \n\t\t\n")
    assert [(cell.row, cell.col, cell.text) for cell in grid.cells] == [
        (0, 0, "甲"), (0, 1, ""), (0, 2, "乙丙"), (1, 0, ""), (1, 1, ""), (1, 2, ""),
    ]  # fmt: skip
    assert grid.ragged
    assert [grid.cells[2].locator, grid.cells[3].locator] == ["第2行 第3列", "第3行 第1列"]


def test_a_line_without_tabs_among_rows_is_a_row():
    assert shape("名称\t值\t分\n客运\t10%\t3\n1、提供佐证资料\n货运\t12%\t3\n") == [(4, 3)]


def test_a_title_right_above_a_table_is_a_line():
    assert shape("绩效表\n名称\t值\t分\n客运\t10%\t3\n") == ["绩效表", (2, 3)]
    two = "名称\t值\t分\n客运\t10%\t3\n第二张表\n指标\t目标\t得分\n货运\t12%\t3\n"
    assert shape(two) == [(2, 3), "第二张表", (2, 3)]
    again = "年份\t2021\t分\n客运\t10%\t3\n第二张表\n年份\t2021\t分\n货运\t12%\t3\n"
    assert shape(again) == [(2, 3), "第二张表", (2, 3)]


def test_a_note_right_under_a_table_is_a_line():
    assert shape("名称\t值\n客运\t3\n注：无\n") == [(2, 2), "注：无"]


def test_form_feeds_and_old_line_ends():
    assert shape("名称\t值\r\n客运\t3\r\n\x0c名称\t值\r货运\t4") == [(2, 2), (2, 2)]
    assert blocks("名称\t值\n\x0c货运\t4")[1].cells[0].locator == "第2行 第1列"


def test_formulas_stay_as_they_are():
    assert shape("得分 $(68+63) \\div 2 = 65.5$ 分\n") == ["得分 $(68+63) \\div 2 = 65.5$ 分"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding):
    (grid,), notices = read_text("预算\t执行\n".encode(encoding))
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["预算", "执行"]
    assert notices == ()


def test_what_is_no_text():
    for data, reason in ((b"", "empty"), (b" \n\n", "empty"), (b"\x80\x81\xff\xfe" * 9, "not_a_document")):
        with pytest.raises(DocumentError) as caught:
            read_text(data)
        assert caught.value.reason == reason
    with pytest.raises(DocumentError) as caught:
        read_text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01" + b"\0" * 50)
    assert caught.value.reason == "not_a_document"


def test_a_stray_control_character_is_noted():
    (grid,), (notice,) = read_text(("预\x00算\t执行" + "正常文字" * 50).encode())
    assert grid.cells[0].text == "预\ufffd算"
    assert notice.code == "R-02"

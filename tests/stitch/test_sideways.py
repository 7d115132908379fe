"""Strips of a table too wide for its pages, down then over and over then down."""

from gouji.model.grid import Cell, Grid
from gouji.model.place import Box, Place
from gouji.stitch import stitch

HEIGHTS = (0.0, 20.0, 55.0, 75.0, 120.0, 140.0)


def strip(page, texts, widths, heights=HEIGHTS, top=60.0):
    """A grid of single cells whose rows have the given heights."""
    edges = [50.0]
    for width in widths:
        edges.append(edges[-1] + width)
    cells = []
    for row, line in enumerate(texts):
        for col, text in enumerate(line):
            box = Box(x0=edges[col], top=top + heights[row], x1=edges[col + 1], bottom=top + heights[row + 1])
            cells.append(Cell(text=text, row=row, col=col, places=(Place(page=page, box=box),)))
    whole = Place(page=page, box=Box(x0=50.0, top=top, x1=edges[-1], bottom=top + heights[len(texts)]))
    return Grid(cells=tuple(cells), rows=len(texts), cols=len(widths), place=whole, col_edges=tuple(edges))


LEFT = [["名称", "类别"], ["修路", "数量"], ["架桥", "质量"], ["养护", "时效"], ["绿化", "成本"]]
RIGHT = [["目标", "分值", "备注"], ["3公里", "10", ""], ["98%", "20", "无"], ["6月", "5", ""], ["9元", "15", ""]]


def texts(sheet):
    rows = [[""] * sheet.cols for _ in range(sheet.rows)]
    for cell in sheet.cells:
        rows[cell.row][cell.col] = cell.text
    return rows


def test_two_strips_are_one_table_and_a_notice_says_so():
    (sheet,) = stitch([strip(1, LEFT, (200, 150)), strip(2, RIGHT, (90, 60, 120))])
    assert texts(sheet) == [left + right for left, right in zip(LEFT, RIGHT, strict=True)]
    assert [notice.code for notice in sheet.notices] == ["STR-01"]


def test_strips_of_two_pages_each_go_down_then_over_or_over_then_down():
    below, beside = [["排水", "质量"], *LEFT[1:]], [["95%", "8", ""], *RIGHT[1:]]
    uneven = (0.0, 40.0, 55.0, 95.0, 115.0, 170.0)
    for order in ((1, 3, 2, 4), (1, 2, 3, 4)):
        parts = [
            strip(order[0], LEFT, (200, 150)),
            strip(order[1], RIGHT, (90, 60, 120)),
            strip(order[2], below, (200, 150), uneven),
            strip(order[3], beside, (90, 60, 120), uneven),
        ]
        parts.sort(key=lambda part: part.place.page)
        (sheet,) = stitch(parts)
        assert (sheet.rows, sheet.cols, sheet.parts) == (10, 5, 2)
        assert texts(sheet)[5] == ["排水", "质量", "95%", "8", ""]


def test_other_rows_or_even_ones_or_the_same_columns_prove_nothing():
    other = (0.0, 30.0, 55.0, 85.0, 120.0, 140.0)
    even = tuple(20.0 * row for row in range(6))
    assert stitch([strip(1, LEFT, (200, 150)), strip(2, RIGHT, (90, 60, 120), other)])[0].cols != 5
    assert stitch([strip(1, LEFT, (200, 150), even), strip(2, RIGHT, (90, 60, 120), even)])[0].cols != 5
    assert stitch([strip(1, RIGHT, (90, 60, 120)), strip(2, RIGHT[1:] + RIGHT[:1], (90, 60, 120))])[0].cols == 3

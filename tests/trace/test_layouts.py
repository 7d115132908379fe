"""Tables close to one another, drawn frame by frame, open at a side, cut by a page end, on pages set sideways."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.trace.test_trace import frame, level, net, spans, texts, traced, upright, word

from gouji.model.document import Document
from gouji.model.grid import Grid, Line
from gouji.model.page import Page
from gouji.model.place import Box
from gouji.trace import trace

BY_TWO = {(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)}


@pytest.mark.parametrize("apart", [2.0, 2.5, 4.0])
def test_tables_side_by_side_are_two(apart: float):
    left = net([50, 150, 250], [100, 120, 140])
    right = net([250 + apart, 350, 450], [100, 120, 140])
    grids, _, _ = traced([*left, *right], [word("左", 160, 104), word("右", 260, 104)])
    assert [spans(grid) for grid in grids] == [BY_TWO, BY_TWO]
    assert [texts(grid) for grid in grids] == [["", "左", "", ""], ["右", "", "", ""]]


@pytest.mark.parametrize("apart", [1.5, 2.0, 2.5, 4.0])
def test_tables_one_above_the_other_are_two(apart: float):
    upper = net([50, 150, 250], [100, 120, 140])
    lower = net([50, 120, 190, 250], [140 + apart, 160, 180])
    grids, _, _ = traced([*upper, *lower])
    assert [(grid.rows, grid.cols) for grid in grids] == [(2, 2), (2, 3)]


@pytest.mark.parametrize("apart", [0.5, 1.0, 1.5])
def test_doubled_rule_inside_a_table_parts_no_tables(apart: float):
    """Ink, paper and ink of the same width, the strokes across not drawn through."""
    above, below = [100, 120, 140], [140 + 2 * apart, 165, 180]
    grids, _, _ = traced([*net([50, 150, 250], above, apart), *net([50, 150, 250], below, apart)])
    assert [(grid.rows, grid.cols) for grid in grids] == [(4, 2)]


@pytest.mark.parametrize("inset", [1.5, 2.0, 3.0, 6.0])
@pytest.mark.parametrize("cols", [2, 3])
def test_nested_table_is_text_of_its_cell(inset: float, cols: int):
    outer = net([50, 150, 300], [100, 160, 220])
    xs = [150 + inset + step * (150 - 2 * inset) / cols for step in range(cols + 1)]
    inner = net(xs, [100 + inset, 130, 160 - inset])
    grids, _, _ = traced([*outer, *inner], [word("内", 170, 110), word("外", 60, 110)])
    assert [spans(grid) for grid in grids] == [BY_TWO]
    assert texts(grids[0]) == ["外", "内", "", ""]


@pytest.mark.parametrize("gap", [-1.0, 0.2, 1.0, 2.0, 2.5])
def test_cells_drawn_as_boxes_are_one_table(gap: float):
    xs, ys = [50, 120, 200, 300], [100, 120, 145, 160]
    boxes = [
        (x0 + gap / 2, y0 + gap / 2, x1 - gap / 2, y1 - gap / 2) for x0, x1 in pairwise(xs) for y0, y1 in pairwise(ys)
    ]
    grids, _, _ = traced([stroke for box in (*boxes, *boxes) for stroke in frame(box)])
    assert [(grid.rows, grid.cols, len(grid.cells)) for grid in grids] == [(3, 3, 9)]


@pytest.mark.parametrize("gap", [1.6, 2.2, 2.8])
def test_strips_of_paper_between_frames_are_no_cells(gap: float):
    """Double borders of web cells two pixels apart are four lines side by side."""
    xs, ys = [50, 120, 200, 300], [100, 120, 145, 170, 195]
    boxes = [(x0, y0, x1 - gap, y1 - gap) for x0, x1 in pairwise(xs) for y0, y1 in pairwise(ys)]
    strokes = [
        s
        for x0, y0, x1, y1 in boxes
        for s in (*frame((x0, y0, x1, y1)), *frame((x0 + 1.5, y0 + 1.5, x1 - 1.5, y1 - 1.5)))
    ]
    words = [word("字", x0 + 5, y0 + 3) for x0, y0, _, _ in boxes]
    grids, lines, notices = traced(strokes, words)
    assert [(grid.rows, grid.cols, texts(grid)) for grid in grids] == [(4, 3, ["字"] * 12)]
    assert (lines, notices) == ([], ())
    assert len(grids[0].col_edges) == 4


def test_strokes_all_drawn_twice_leave_no_cells_between():
    xs, ys = [50, 150, 250], [100, 120, 140]
    twice = [[at + half for at in ats for half in (-1.3, 1.3)] for ats in (xs, ys)]
    grids, _, _ = traced(net(*twice, 0.1), [word("字", 160, 124)])
    assert [spans(grid) for grid in grids] == [BY_TWO]
    assert texts(grids[0]) == ["", "", "", "字"]


def test_dotted_frames_are_edges_and_their_dots_no_others():
    strokes = []
    for x0, y0, x1, y1 in [
        (50, 100, 110, 130),
        (112.25, 100, 180, 130),
        (50, 132.25, 110, 160),
        (112.25, 132.25, 180, 160),
    ]:
        for y in (y0, y1):
            for step in range(int((x1 - x0) / 1.5)):
                x = x0 + 1.5 * step
                strokes += [level(y, x, x + 0.75, 0.75), upright(x + 0.375, y - 0.375, y + 0.375, 0.75)]
        for x in (x0, x1):
            for step in range(int((y1 - y0) / 1.5)):
                y = y0 + 1.5 * step
                strokes += [level(y, x - 0.375, x + 0.375, 0.75), upright(x, y - 0.375, y + 0.375, 0.75)]
    grids, _, _ = traced(strokes)
    assert [spans(grid) for grid in grids] == [BY_TWO]


def test_full_width_rows_in_the_middle_of_a_table_open_on_both_sides():
    ys = [100, 120, 140, 160, 180, 200, 220]
    strokes = [level(y, 50, 350) for y in ys]
    strokes += [upright(x, 100, 140) for x in (150, 250)] + [upright(x, 180, 220) for x in (150, 250)]
    grids, _, _ = traced(strokes, [word("小标题", 60, 145), word("又一个", 60, 165)])
    (grid,) = grids
    assert (grid.rows, grid.cols) == (6, 3)
    assert {(2, 0, 1, 3), (3, 0, 1, 3)} <= spans(grid)


def test_columns_of_one_cell_through_the_whole_page():
    """A page of a printed web table: its first columns go on from the page before to the page after."""
    strokes = [upright(x, 43, 500) for x in (40, 70, 130, 200, 260, 330)]
    strokes += [level(y, 200, 330) for y in (80, 120, 200, 300, 400)]
    grids, lines, _ = traced(strokes, [word("目标", 75, 50), word("产出", 205, 50)])
    (grid,) = grids
    assert (grid.cols, lines) == (5, [])
    assert {cell.text: (cell.col, cell.row_span == grid.rows) for cell in grid.cells if cell.text} == {
        "目标": (1, True), "产出": (3, False),
    }  # fmt: skip


def test_lines_of_a_cut_cell_below_the_last_stroke_stay_in_it():
    strokes = [*[upright(x, 100, 161) for x in (50, 120, 200, 300)], level(100, 50, 300), level(130, 50, 300)]
    strokes += [level(160, 200, 300)]
    words = [word("年内完成", 55, 134), word("公厕改造", 55, 147), word("任务达标", 55, 160), word("其余", 55, 173)]
    words += [word("87%", 205, 140), word("第3页", 160, 230)]
    grids, lines, notices = traced(strokes, words)
    (grid,) = grids
    assert (texts(grid)[3:], lines, notices) == (["年内完成公厕改造任务达标其余", "", "87%"], ["第3页"], ())
    assert (grid.rows, grid.cols) == (2, 3)
    assert grid.cells[3].places[0].box.bottom == pytest.approx(183)


def test_foot_line_below_a_cut_cell_is_no_text_of_it():
    strokes = [*[upright(x, 100, 161) for x in (50, 120, 200)], level(100, 50, 200), level(130, 50, 200)]
    _, lines, _ = traced(strokes, [word("任务", 55, 134), word("第3页", 55, 175)])
    assert lines == ["第3页"]


@pytest.mark.parametrize(("top", "shown"), [(154, "任务"), (158, "")])
def test_line_that_a_page_end_cuts_through_is_of_the_cell_if_its_middle_is(top: float, shown: str):
    strokes = [*[upright(x, 100, 160) for x in (50, 120, 200)], level(100, 50, 200), level(130, 50, 200)]
    grids, lines, notices = traced(strokes, [word("任务", 55, top), word("甲", 55, 110)])
    assert lines == []
    assert grids[0].cells[2].text == shown
    assert bool(notices) == (not shown)


def test_columns_that_a_shifted_edge_parts_are_counted_beside_a_blank_corner():
    strokes = [
        *[upright(x, 120, 180) for x in (50, 250)], upright(100, 140, 180), upright(150, 120, 140),
        upright(200, 140, 180), upright(200, 100, 120), upright(250, 100, 120), level(100, 200, 250),
        *[level(y, 50, 250) for y in (120, 140, 160, 180)],
    ]  # fmt: skip
    grids, _, _ = traced(strokes, [])
    assert grids[0].cols == 4


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_places_are_those_on_the_page_as_shown(turned: int):
    """`turned` is how far the page as shown was turned clockwise to stand upright."""
    words = (word("表题", 60, 40), word("甲", 60, 104), word("越过边线的文字", 95, 124), word("字", 152, 124))
    page = Page(
        number=2, width=400, height=300, words=words, strokes=tuple(net([50, 150, 250], [100, 120, 140])), turned=turned
    )
    document = Document(document_id="0" * 64, media_type="application/pdf", size_bytes=1, page_count=1, pages=(page,))
    blocks, notices = trace(document)
    line, grid = blocks
    assert isinstance(line, Line)
    assert isinstance(grid, Grid)
    assert (line.text, grid.cells[0].text) == ("表题", "甲")
    first = {
        0: Box(x0=50, top=100, x1=150, bottom=120), 90: Box(x0=100, top=250, x1=120, bottom=350),
        180: Box(x0=250, top=180, x1=350, bottom=200), 270: Box(x0=180, top=50, x1=200, bottom=150),
    }  # fmt: skip
    assert grid.cells[0].places[0].box == first[turned]
    assert grid.place is not None
    for place in (*grid.cells[3].places, *line.places, *(place for notice in notices for place in notice.places)):
        assert place.page == 2
        assert place.box.x1 <= (400 if turned % 180 == 0 else 300)
    assert notices

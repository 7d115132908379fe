"""Tilings drawn in many ways and traced back; words into cells; lines beside tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.document import Document
from gouji.model.grid import Cell, Grid, Line
from gouji.model.notice import Notice
from gouji.model.page import Page, Stroke, Word
from gouji.model.place import Box
from gouji.trace import trace

Rect = tuple[float, float, float, float]
Span = tuple[int, int, int, int]


def word(text: str, x: float, top: float, size: float = 10.0, advance: float | None = None) -> Word:
    step = size if advance is None else advance
    stops = tuple(x + step * index for index in range(len(text) + 1))
    return Word(text=text, box=Box(x0=x, top=top, x1=stops[-1], bottom=top + size), stops=stops)


def level(y: float, x0: float, x1: float, width: float = 0.5) -> Stroke:
    return Stroke(x0=x0, top=y, x1=x1, bottom=y, width=width)


def upright(x: float, y0: float, y1: float, width: float = 0.5) -> Stroke:
    return Stroke(x0=x, top=y0, x1=x, bottom=y1, width=width)


def frame(rect: Rect, width: float = 0.5) -> list[Stroke]:
    x0, y0, x1, y1 = rect
    return [level(y0, x0, x1, width), level(y1, x0, x1, width), upright(x0, y0, y1, width), upright(x1, y0, y1, width)]


def document(strokes: Iterable[Stroke], words: Iterable[Word] = ()) -> Document:
    page = Page(number=1, width=2000, height=2000, words=tuple(words), strokes=tuple(strokes))
    return Document(document_id="0" * 64, media_type="application/pdf", size_bytes=1, page_count=1, pages=(page,))


def traced(strokes: Iterable[Stroke], words: Iterable[Word] = ()) -> tuple[list[Grid], list[str], tuple[Notice, ...]]:
    blocks, notices = trace(document(strokes, words))
    grids = [block for block in blocks if isinstance(block, Grid)]
    return grids, [block.text for block in blocks if isinstance(block, Line)], notices


def spans(grid: Grid) -> set[Span]:
    return {(cell.row, cell.col, cell.row_span, cell.col_span) for cell in grid.cells}


def texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


def net(xs: Sequence[float], ys: Sequence[float], width: float = 0.5) -> list[Stroke]:
    return [level(y, xs[0], xs[-1], width) for y in ys] + [upright(x, ys[0], ys[-1], width) for x in xs]


# ---- random tilings -------------------------------------------------------------------------------------------------


@st.composite
def tilings(draw: st.DrawFn) -> tuple[list[float], list[float], list[Span]]:
    """Column edges, row edges, and cells merged at random; every edge is used by some cell."""
    widths = draw(st.lists(st.floats(8, 120), min_size=1, max_size=7))
    heights = draw(st.lists(st.one_of(st.floats(4, 6), st.floats(10, 60)), min_size=1, max_size=8))
    xs = list(itertools.accumulate(widths, initial=40.0))
    ys = list(itertools.accumulate(heights, initial=60.0))
    rows, cols = len(heights), len(widths)
    free = {(row, col) for row in range(rows) for col in range(cols)}
    cells = []
    while free:
        row, col = min(free)
        wide, high = draw(st.integers(1, 3)), draw(st.integers(1, 4))
        while any((row, col + i) not in free for i in range(wide)):
            wide -= 1
        while any((row + j, col + i) not in free for j in range(high) for i in range(wide)):
            high -= 1
        cells.append((row, col, high, wide))
        free -= {(row + j, col + i) for j in range(high) for i in range(wide)}
    return _used(xs, ys, cells)


def _used(xs: list[float], ys: list[float], cells: list[Span]) -> tuple[list[float], list[float], list[Span]]:
    cols = sorted({edge for _, col, _, wide in cells for edge in (col, col + wide)})
    rows = sorted({edge for row, _, high, _ in cells for edge in (row, row + high)})
    new_col, new_row = {old: new for new, old in enumerate(cols)}, {old: new for new, old in enumerate(rows)}
    again = [
        (new_row[row], new_col[col], new_row[row + high] - new_row[row], new_col[col + wide] - new_col[col])
        for row, col, high, wide in cells
    ]
    return [xs[col] for col in cols], [ys[row] for row in rows], again


def rect_of(xs: Sequence[float], ys: Sequence[float], cell: Span) -> Rect:
    row, col, high, wide = cell
    return xs[col], ys[row], xs[col + wide], ys[row + high]


def as_frames(rects: list[Rect]) -> list[Stroke]:
    return [stroke for rect in rects for stroke in frame(rect)]


def as_doubled(rects: list[Rect]) -> list[Stroke]:
    """Each cell draws its own frame a little inside its box: every inner edge is two strokes 2 points apart."""
    return [s for x0, y0, x1, y1 in rects for s in frame((x0 + 1, y0 + 1, x1 - 1, y1 - 1))]


def as_dashes(rects: list[Rect]) -> list[Stroke]:
    """Dashes of 3 points, 2 points apart, starting at each corner."""
    pieces = []
    for stroke in as_frames(rects):
        start, end = (stroke.x0, stroke.x1) if stroke.horizontal else (stroke.top, stroke.bottom)
        at = start
        while at < end:
            until = min(at + 3, end)
            pieces.append(level(stroke.top, at, until) if stroke.horizontal else upright(stroke.x0, at, until))
            at += 5
    return pieces


def as_short(rects: list[Rect]) -> list[Stroke]:
    """Edges that stop a point short of their corners."""
    return [
        level(s.top, s.x0 + 1, s.x1 - 1) if s.horizontal else upright(s.x0, s.top + 1, s.bottom - 1)
        for s in as_frames(rects)
    ]


@pytest.mark.parametrize("style", [as_frames, as_dashes, as_short])
@given(tiling=tilings())
@settings(max_examples=60, deadline=None)
def test_any_tiling_is_traced_as_drawn(style, tiling):
    xs, ys, cells = tiling
    words = [
        word(f"{number}", (xs[col] + xs[col + wide]) / 2 - 3, (ys[row] + ys[row + high]) / 2 - 1.5, 3, 3)
        for number, (row, col, high, wide) in enumerate(cells)
    ]
    grids, lines, notices = traced(style([rect_of(xs, ys, cell) for cell in cells]), words)
    if len(cells) == 1:
        assert (grids, lines) == ([], ["0"])
        return
    (grid,) = grids
    assert spans(grid) == set(cells)
    by_span = {(cell.row, cell.col, cell.row_span, cell.col_span): cell.text for cell in grid.cells}
    assert [by_span[cell] for cell in cells] == [str(number) for number in range(len(cells))]
    assert (grid.rows, grid.cols) == (len(ys) - 1, len(xs) - 1)
    assert list(grid.col_edges) == pytest.approx(xs, abs=0.5)
    assert not notices


@given(tiling=tilings().filter(lambda tiling: min(b - a for a, b in itertools.pairwise(tiling[1])) >= 8))
@settings(max_examples=60, deadline=None)
def test_doubled_strokes_are_one_edge(tiling):
    xs, ys, cells = tiling
    grids, _, _ = traced(as_doubled([rect_of(xs, ys, cell) for cell in cells]))
    if len(cells) > 1:
        assert spans(grids[0]) == set(cells)


@given(tiling=tilings(), seed=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_of_strokes_and_words_does_not_matter(tiling, seed):
    xs, ys, cells = tiling
    strokes = as_frames([rect_of(xs, ys, cell) for cell in cells])
    words = [word("字", xs[col] + 1, ys[row] + 1, 3) for row, col, _, _ in cells]
    before = trace(document(strokes, words))
    seed.shuffle(strokes)
    seed.shuffle(words)
    assert trace(document(strokes, words)) == before


@given(
    words=st.lists(
        st.builds(word, st.text("甲乙12.", min_size=1, max_size=9), st.floats(0, 300), st.floats(0, 200)), max_size=25
    ),
    tiling=tilings(),
)
@settings(max_examples=80, deadline=None)
def test_every_character_stands_in_exactly_one_place(words, tiling):
    xs, ys, cells = tiling
    blocks, _ = trace(document(as_frames([rect_of(xs, ys, cell) for cell in cells]), words))
    kept = "".join(
        "".join(cell.text for cell in block.cells) if isinstance(block, Grid) else block.text for block in blocks
    )
    assert sorted("".join(kept.split())) == sorted("".join(word.text for word in words))


# ---- tables ---------------------------------------------------------------------------------------------------------


def test_two_tables_one_above_the_other_with_lines_around():
    strokes = net([50, 150, 250], [100, 120, 140]) + net([50, 100, 250], [200, 220])
    words = [
        word("标题", 120, 70), word("甲", 60, 105), word("乙", 160, 105), word("之间", 60, 160),
        word("丙", 60, 205), word("丁", 160, 205), word("表后", 60, 240),
    ]  # fmt: skip
    blocks, notices = trace(document(strokes, words))
    shape = [block.text if isinstance(block, Line) else (block.rows, block.cols) for block in blocks]
    assert shape == ["标题", (2, 2), "之间", (1, 2), "表后"]
    assert not notices
    grid = next(block for block in blocks if isinstance(block, Grid))
    assert grid.place is not None
    assert grid.place.box == Box(x0=50, top=100, x1=250, bottom=140)
    assert grid.cells[1].places[0].box == Box(x0=150, top=100, x1=250, bottom=120)


def test_side_by_side_tables_are_two():
    grids, _, _ = traced(net([50, 90, 130], [100, 120, 140]) + net([200, 240, 280], [101, 121, 141]))
    assert [(grid.rows, grid.cols) for grid in grids] == [(2, 2), (2, 2)]


def test_frame_around_a_paragraph_is_no_table():
    grids, lines, notices = traced(frame((40, 40, 300, 100)), [word("说明", 50, 50), word("第二行", 50, 70)])
    assert (grids, lines, notices) == ([], ["说明", "第二行"], ())


def test_page_border_around_a_table_is_not_the_table():
    strokes = [*frame((10, 10, 590, 830)), level(60, 10, 590), *net([50, 150, 250], [100, 120, 140])]
    grids, lines, _ = traced(strokes, [word("页眉", 20, 30), word("甲", 60, 105), word("页脚", 20, 800)])
    assert [(grid.rows, grid.cols) for grid in grids] == [(2, 2)]
    assert lines == ["页眉", "页脚"]


def test_table_inside_a_cell_is_text_of_that_cell():
    strokes = net([50, 150, 350], [100, 200, 240]) + net([170, 220, 270], [120, 140, 160])
    grids, lines, notices = traced(strokes, [word("甲", 180, 125), word("乙", 230, 125), word("丙", 180, 145)])
    (grid,) = grids
    assert texts(grid) == ["", "甲乙丙", "", ""]
    assert (lines, notices) == ([], ())


@pytest.mark.parametrize("height", [3.5, 4.0, 6.0])
def test_thin_blank_row_survives(height: float):
    grids, _, _ = traced(net([50, 150, 250], [100, 120, 120 + height, 150]))
    assert (grids[0].rows, grids[0].cols) == (3, 2)


def test_of_tables_side_by_side_the_left_one_is_first_though_it_begins_lower():
    left, right = net([40, 90, 140], [60.8, 80, 100]), net([200, 250, 300], [60, 80, 100])
    grids, _, _ = traced([*right, *left], [word("左", 45, 64), word("右", 205, 63)])
    assert [texts(grid)[0] for grid in grids] == ["左", "右"]


@pytest.mark.parametrize("apart", [1.4, 1.8])
def test_a_blank_row_hardly_higher_than_its_doubled_strokes_survives(apart: float):
    ys = [60.0, 80.0, 83.0, 103.0]
    strokes = net([40, 90, 140], ys) + net([40 + apart, 90 + apart, 140 + apart], [y + apart for y in ys])
    (grid,), _, _ = traced(strokes)
    assert (grid.rows, grid.cols) == (3, 2)


@pytest.mark.parametrize("apart", [1.0, 2.0, 2.6])
def test_doubled_frame_is_one(apart: float):
    strokes = net([50, 150, 250], [100, 120, 150]) + frame((50 - apart, 100 - apart, 250 + apart, 150 + apart))
    grids, _, _ = traced(strokes)
    assert (grids[0].rows, grids[0].cols) == (2, 2)


def test_sides_that_are_not_drawn_are_closed():
    strokes = [level(y, 50, 350) for y in (100, 120, 140)] + [upright(x, 100, 140) for x in (150, 250)]
    grids, lines, _ = traced(strokes, [word("左", 60, 105), word("右", 300, 105)])
    assert spans(grids[0]) == {(row, col, 1, 1) for row in (0, 1) for col in (0, 1, 2)}
    assert texts(grids[0])[:3] == ["左", "", "右"]
    assert grids[0].col_edges == (50, 150, 250, 350)
    assert lines == []


def test_rows_of_one_cell_belong_to_a_table_open_on_both_sides():
    strokes = [level(y, 50, 350) for y in (40, 85, 100, 120, 140, 155)] + [upright(x, 100, 140) for x in (150, 250)]
    grids, lines, _ = traced(
        strokes, [word("目标", 60, 87), word("左", 60, 105), word("注", 60, 142), word("题", 60, 60)]
    )
    assert {(0, 0, 1, 3), (1, 0, 1, 1), (3, 0, 1, 3)} <= spans(grids[0])
    assert (grids[0].rows, lines) == (4, ["题"])


def test_bottom_cut_by_the_page_end_is_closed():
    strokes = [level(y, 50, 250) for y in (100, 120)] + [upright(x, 100, 180) for x in (50, 150, 250)]
    grids, _, _ = traced(strokes, [word("续", 60, 150)])
    assert (grids[0].rows, texts(grids[0])[2]) == (2, "续")


def test_strokes_that_overshoot_the_corner_add_nothing():
    strokes = [level(y, 46, 254) for y in (100, 120, 140)] + [upright(x, 97, 143) for x in (50, 150, 250)]
    grids, _, _ = traced(strokes)
    assert (grids[0].rows, grids[0].cols) == (2, 2)


def test_space_beside_a_table_that_is_no_rectangle_is_no_cell():
    strokes = net([50, 150, 250, 350], [120, 140, 160]) + frame((50, 100, 150, 120))
    grids, lines, notices = traced(strokes, [word("甲", 60, 105), word("旁", 300, 105)])
    assert (0, 0, 1, 1) in spans(grids[0])
    assert not any(row == 0 and col > 0 for row, col, _, _ in spans(grids[0]))
    assert lines == ["旁"]
    assert [notice.code for notice in notices] == ["T-01"]


def test_underline_and_free_strokes_bound_nothing():
    strokes = [*net([50, 150, 250], [100, 130, 160]), level(125, 60, 90), upright(200, 105, 112)]
    grids, _, _ = traced(strokes)
    assert (grids[0].rows, grids[0].cols) == (2, 2)


def test_inner_edge_drawn_in_part_parts_what_it_can():
    """The wall between the two columns is there in the first and last row only; the middle row is one cell."""
    strokes = [*net([50, 250], [100, 120, 140, 160]), upright(150, 100, 120), upright(150, 140, 160)]
    grids, _, _ = traced(strokes)
    assert spans(grids[0]) == {(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 1), (2, 1, 1, 1)}


# ---- words ----------------------------------------------------------------------------------------------------------


def test_word_is_cut_where_an_edge_runs_between_its_characters():
    grids, _, notices = traced(net([50, 100, 150], [100, 120]), [word("产出指标数量", 70, 105)])
    assert texts(grids[0]) == ["产出指", "标数量"]
    assert not notices


def test_text_that_runs_over_its_edge_stays_whole():
    grids, _, notices = traced(net([50, 100, 180], [100, 120]), [word("名称太长的项目", 53, 105)])
    assert (texts(grids[0]), notices) == (["名称太长的项目", ""], ())


def test_text_over_two_neighbours_and_over_the_text_of_one_stays_whole():
    words = [word("名称太长的项目而且很长", 53, 105), word("12.5", 123, 105, 10, 5), word("其他", 53, 125)]
    grids, _, notices = traced(net([50, 100, 120, 180], [100, 120, 140]), words)
    assert (texts(grids[0]), notices) == (["名称太长的项目而且很长", "", "12.5", "其他", "", ""], ())


def test_text_that_is_set_in_no_cell_it_runs_through_is_noticed():
    words = [word("名称太长的项", 80, 105), word("12.5", 155, 105, 10, 5), word("注", 102, 125)]
    _, _, (notice,) = traced(net([50, 100, 180], [100, 120, 140]), words)
    assert notice.code == "T-02"
    assert notice.places[0].page == 1


def test_text_whose_characters_part_at_an_edge_is_one_where_other_text_keeps_away_from_edges():
    words = [word("名称太长的项目", 60, 105), word("其他", 60, 125), word("数", 110, 125), word("第三", 60, 145)]
    grids, _, _ = traced(net([50, 100, 180], [100, 120, 140, 160]), words)
    assert texts(grids[0]) == ["名称太长的项目", "", "其他", "数", "第三", ""]


def test_words_that_follow_overflowing_text_stay_with_it():
    words = [word("名称太长的", 56, 105), word("2022", 109, 105, 10, 5), word("15", 155, 105, 10, 5)]
    grids, _, _ = traced(net([50, 100, 150, 180], [100, 120]), words)
    assert texts(grids[0]) == ["名称太长的2022", "", "15"]


def test_figure_that_runs_over_to_the_left_belongs_to_the_right():
    grids, _, _ = traced(net([50, 100, 150], [100, 120]), [word("123456789", 91, 105, 10, 6)])
    assert texts(grids[0]) == ["", "123456789"]


def test_wraps_are_joined_without_blanks_in_chinese_and_with_one_between_words():
    words = [
        word("开展专项", 55, 102),
        word("检查", 55, 114),
        word("due", 155, 102, 10, 5),
        word("date", 155, 114, 10, 5),
    ]
    grids, _, _ = traced(net([50, 100, 200], [100, 130]), words)
    assert texts(grids[0]) == ["开展专项检查", "due date"]


def test_number_wrapped_in_a_full_line_is_one_number():
    def cell(first: str, second: str, width: float) -> str:
        words = [word(first, 52, 102, 10, 5), word(second, 52, 114, 10, 5)]
        grids, _, _ = traced(net([50, 50 + width, 300], [100, 130]), words)
        return texts(grids[0])[0]

    assert cell("12345", "67.89", 29) == "1234567.89"
    assert cell("12345.", "67", 34) == "12345.67"
    assert cell("12345", "6789", 60) == "12345 6789"
    assert cell("12", "8.1", 21) == "128.1", "the point took its digit along"


def test_number_wrapped_after_a_narrow_point_is_one_number():
    point = Word(text="288.", box=Box(x0=52, top=102, x1=69, bottom=112), stops=(52, 57, 62, 67, 69))
    grids, _, _ = traced(net([50, 76, 300], [100, 130]), [point, word("19", 52, 114, 10, 5), word("字" * 21, 78, 102)])
    assert texts(grids[0])[0] == "288.19"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("(B/", "A)", "(B/A)"),
        ("≥", "95%", "≥95%"),
        ("95", "%", "95%"),
        ("ABC", "(2)", "ABC (2)"),
        ("95.", "No", "95. No"),
    ],
)
def test_what_binds_is_joined(first: str, second: str, joined: str):
    words = [word(first, 52, 102, 10, 5), word(second, 52, 114, 10, 5)]
    grids, _, _ = traced(net([50, 200, 300], [100, 130]), words)
    assert texts(grids[0])[0] == joined


def test_pieces_of_a_line_are_joined_and_printed_blanks_kept():
    words = [word("ABC", 52, 102, 10, 5), word("2", 67.2, 102, 10, 5), word("X", 75, 102, 10, 5), word("资", 85, 102)]
    grids, _, _ = traced(net([50, 200, 300], [100, 130]), words)
    assert texts(grids[0])[0] == "ABC2 X资"


def test_parts_of_one_line_outside_are_one_line_with_a_blank():
    grids, lines, _ = traced([], [word("金额单位：万元", 300, 50), word("单位：某局", 50, 51), word("第二行", 50, 70)])
    assert (grids, lines) == ([], ["单位：某局 金额单位：万元", "第二行"])


def test_blocks_of_other_formats_pass_through():
    blocks = (Line(text="标题", locator="第1段"), Grid(cells=(Cell(text="甲", row=0, col=0),), rows=1, cols=1))
    given_document = Document(document_id="0" * 64, media_type="text/plain", size_bytes=1, blocks=blocks)
    assert trace(given_document) == (blocks, ())

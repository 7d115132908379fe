"""Tables with missing or no strokes, drawn and traced back; pages that must not become tables."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from fixtures.kit.fonts import FAMILY, font_file
from fixtures.kit.table import Cell, Draft, Table
from fixtures.kit.wrap import wrap
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gouji.model.grid import Block, Grid, Line
from gouji.model.notice import Notice
from gouji.read import read_bytes
from gouji.text import squash
from gouji.trace import trace

WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP = 60.0, 100.0
SIZE, LEADING, PADDING = 9.0, 1.25, 4.0

Keep = Callable[[int, int], bool]
"""Whether a piece of ruling is drawn: at a row's upper edge and a column, or at a column's left edge and a row."""


def indicators() -> Table:
    """Return a table with labels over several rows, wrapped names, blank cells and a row of totals."""
    draft = Draft((70, 70, 130, 60, 40, 40, 60), left=(2,))
    heads = ("一级指标", "二级指标", "三级指标", "指标值", "分值", "得分", "原因")
    draft.put_row(0, dict(enumerate(heads)))
    draft.put(1, 0, "产出指标\n（30分）", rows=4)
    draft.put(5, 0, "效益指标\n（20分）", rows=3)
    for row, label, rows in ((1, "数量指标", 2), (3, "时效指标", 2), (5, "社会效益指标", 1), (6, "生态效益指标", 2)):
        draft.put(row, 1, label, rows=rows)
    body = (
        ("新建河道护栏及配套排水沟渠的长度（米）", "≥1200", "10", "10", ""),
        ("维修路灯盏数", "=300", "5", "5", ""),
        ("按期完成率", "≥95%", "5", "4.5", "雨季停工，顺延两个月完成"),
        ("资金拨付及时率", "100%", "10", "10", ""),
        ("受益人口", "≥2万人", "8", "8", ""),
        ("植被恢复面积占计划恢复面积的比例", "≥90%", "6", "6", ""),
        ("污水处理率", "≥85%", "6", "6", ""),
    )
    for row, texts in enumerate(body, start=1):
        draft.put_row(row, dict(enumerate(texts, start=2)))
    draft.put(8, 0, "合计", cols=4)
    draft.put_row(8, {4: "50", 5: "49.5", 6: ""})
    return draft.done(9, header_rows=1)


def measure(text: str) -> float:
    return float(pdfmetrics.stringWidth(text, FAMILY, SIZE))


def lines_of(cell: Cell, table: Table) -> list[str]:
    return wrap(cell.text, sum(table.widths[cell.col : cell.beyond]) - 2 * PADDING, measure)


def heights_of(table: Table) -> list[float]:
    heights = [SIZE * LEADING + 2 * PADDING] * table.rows
    for cell in sorted(table.cells, key=lambda one: one.row_span):
        lack = len(lines_of(cell, table)) * SIZE * LEADING + 2 * PADDING - sum(heights[cell.row : cell.below])
        for row in range(cell.row, cell.below):
            heights[row] += max(0.0, lack) / cell.row_span
    return heights


def edges(start: float, sizes: tuple[float, ...] | list[float]) -> list[float]:
    out = [start]
    for size in sizes:
        out.append(out[-1] + size)
    return out


def new_canvas(buffer: io.BytesIO) -> Canvas:
    pdfmetrics.registerFont(TTFont(FAMILY, str(font_file())))
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont(FAMILY, SIZE)
    return canvas


def draw(table: Table, across: Keep, down: Keep, *, topped: bool = False) -> bytes:
    """Print the table with the pieces of its ruling that are kept, a title above it and a line below."""
    buffer = io.BytesIO()
    canvas = new_canvas(buffer)
    xs, ys = edges(LEFT, table.widths), edges(TOP, heights_of(table))
    for cell in table.cells:
        for y in (cell.row, cell.below):
            for x in range(cell.col, cell.beyond):
                if across(y, x):
                    canvas.line(xs[x], HEIGHT - ys[y], xs[x + 1], HEIGHT - ys[y])
        for x in (cell.col, cell.beyond):
            for y in range(cell.row, cell.below):
                if down(x, y):
                    canvas.line(xs[x], HEIGHT - ys[y], xs[x], HEIGHT - ys[y + 1])
        lines = lines_of(cell, table)
        spare = 0.0 if topped else (ys[cell.below] - ys[cell.row] - 2 * PADDING - len(lines) * SIZE * LEADING) / 2
        for number, line in enumerate(lines):
            y = HEIGHT - (ys[cell.row] + PADDING + spare + (number + 0.5) * SIZE * LEADING + 0.38 * SIZE)
            if cell.left:
                canvas.drawString(xs[cell.col] + PADDING, y, line)
            else:
                canvas.drawCentredString((xs[cell.col] + xs[cell.beyond]) / 2, y, line)
    canvas.setFont(FAMILY, 15)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 60, "项目支出绩效自评表")
    canvas.setFont(FAMILY, SIZE + 1)
    canvas.drawString(LEFT, HEIGHT - ys[-1] - 30, "填报人：某某某")
    canvas.save()
    return buffer.getvalue()


def traced(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    return trace(read_bytes(data, "x.pdf"))


def cells_of(blocks: tuple[Block, ...]) -> set[tuple[str, int, int, int, int]]:
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    return {(squash(cell.text), cell.row, cell.col, cell.row_span, cell.col_span) for cell in grid.cells}


def truth(table: Table) -> set[tuple[str, int, int, int, int]]:
    return {(squash(cell.text), cell.row, cell.col, cell.row_span, cell.col_span) for cell in table.cells}


def always(_at: int, _along: int) -> bool:
    return True


def never(_at: int, _along: int) -> bool:
    return False


def inside_blocks(y: int, _x: int) -> bool:
    """Leave out the level strokes inside the blocks of the first level."""
    return y in (0, 1, 5, 8, 9)


def ends_and_header(y: int, _x: int) -> bool:
    return y in (0, 1, 9)


def header_foot(y: int, _x: int) -> bool:
    return y in (1, 9)


def under_header(y: int, _x: int) -> bool:
    return y == 1


def frame_and_header(x: int, y: int) -> bool:
    return y == 0 or x in (0, 7)


STYLES: dict[str, tuple[Keep, Keep]] = {
    "no strokes inside blocks": (inside_blocks, always),
    "upright strokes and the header's": (ends_and_header, always),
    "frame and header": (ends_and_header, frame_and_header),
    "level strokes alone": (always, never),
    "three lines": (ends_and_header, never),
    "header and foot": (header_foot, never),
    "header's stroke alone": (under_header, never),
    "no strokes": (never, never),
}


@pytest.mark.parametrize("style", STYLES)
def test_missing_strokes_leave_the_cells_as_they_are(style):
    table = indicators()
    blocks, _ = traced(draw(table, *STYLES[style]))
    assert cells_of(blocks) == truth(table)


@pytest.mark.parametrize("style", ["no strokes inside blocks", "upright strokes and the header's", "three lines"])
def test_texts_at_the_top_of_their_cells_are_parted_too(style):
    table = indicators()
    blocks, _ = traced(draw(table, *STYLES[style], topped=True))
    assert cells_of(blocks) == truth(table)


@pytest.mark.parametrize("style", STYLES)
def test_lines_around_the_table_stay_lines(style):
    blocks, _ = traced(draw(indicators(), *STYLES[style]))
    assert [squash(block.text) for block in blocks if isinstance(block, Line)] == [
        "项目支出绩效自评表",
        "填报人:某某某",
    ]


def test_a_whole_ruling_is_left_alone_and_draws_no_notice():
    table = indicators()
    blocks, notices = traced(draw(table, always, always))
    assert cells_of(blocks) == truth(table)
    assert notices == ()


@pytest.mark.parametrize("style", ["level strokes alone", "three lines", "header's stroke alone", "no strokes"])
def test_columns_no_stroke_draws_come_with_a_notice(style):
    _, notices = traced(draw(indicators(), *STYLES[style]))
    assert [notice.code for notice in notices] == ["T-04"]
    assert notices[0].places[0].page == 1


def test_rows_the_geometry_confirms_come_without():
    _, notices = traced(draw(indicators(), *STYLES["upright strokes and the header's"]))
    assert notices == ()


LETTERS = "根据预算绩效管理有关要求我单位组织对本年度部门整体支出和项目支出开展绩效自评工作现将有关情况报告如下"


def sentence(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(count))


def prose(canvas: Canvas, rng: random.Random) -> None:
    for number in range(40):
        canvas.drawString(70, 780 - 16 * number, sentence(rng, 45 if rng.random() < 0.8 else 12))


def three_columns(canvas: Canvas, rng: random.Random) -> None:
    for number in range(40):
        for x in (50, 220, 390):
            canvas.drawString(x, 780 - 15 * number, sentence(rng, 17 if rng.random() < 0.8 else 6))


def contents(canvas: Canvas, rng: random.Random) -> None:
    for number in range(25):
        canvas.drawString(80, 760 - 20 * number, f"{number // 5 + 1}.{number % 5}")
        canvas.drawString(120, 760 - 20 * number, sentence(rng, rng.randint(6, 18)))
        canvas.drawRightString(520, 760 - 20 * number, str(number + 3))


def chart(canvas: Canvas, rng: random.Random) -> None:
    for number in range(6):
        canvas.drawString(70, 300 + 40 * number, str(200 * number))
        canvas.drawCentredString(130 + 60 * number, 280, f"{2016 + number}年")
        canvas.drawCentredString(130 + 60 * number, 310 + rng.randint(20, 200), str(rng.randint(100, 999)))


def signatures(canvas: Canvas, _rng: random.Random) -> None:
    for number in range(5):
        for x, text in ((80, "单位负责人："), (240, "财务负责人："), (400, "填表人：")):
            canvas.drawString(x, 700 - 26 * number, text)
            canvas.line(x + 60, 698 - 26 * number, x + 130, 698 - 26 * number)


def letterhead(canvas: Canvas, rng: random.Random) -> None:
    canvas.line(60, 740, 535, 740)
    prose(canvas, rng)
    canvas.line(60, 100, 535, 100)


@pytest.mark.parametrize("page", [prose, three_columns, contents, chart, signatures, letterhead])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_no_table_becomes_none(page, seed):
    buffer = io.BytesIO()
    canvas = new_canvas(buffer)
    page(canvas, random.Random(seed))
    canvas.save()
    blocks, notices = traced(buffer.getvalue())
    assert not [block for block in blocks if isinstance(block, Grid)]
    assert notices == ()


def test_a_list_in_every_cell_of_a_ruled_row_stays_one_row():
    draft = Draft((150, 150, 150))
    draft.put_row(0, {0: "预期目标", 1: "实际完成", 2: "说明"})
    draft.put_row(1, {0: "1.修路\n2.种树\n3.清淤", 1: "1.已完成\n2.已完成\n3.未完成", 2: "甲\n乙\n丙"})
    table = draft.done(2)
    blocks, notices = traced(draw(table, always, always))
    assert cells_of(blocks) == truth(table)
    assert notices == ()


def test_a_figure_cut_by_its_narrow_column_is_one_figure():
    draft = Draft((80, 34, 34, 34))
    draft.put_row(0, {0: "项目", 1: "预算", 2: "执行", 3: "执行率"})
    draft.put_row(1, {0: "年度资金\n总额", 1: "1276.40", 2: "1276.40", 3: "100.00%"})
    table = draft.done(2)
    blocks, notices = traced(draw(table, always, always))
    assert cells_of(blocks) == truth(table)
    assert notices == ()

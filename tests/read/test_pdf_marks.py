"""Seals, watermarks, hidden text and sideways pages, drawn over a table and read back: the table alone comes out."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gouji.model.page import Page, Word
from gouji.model.place import Place
from gouji.read.pdf import read_pdf
from gouji.read.second import reread
from gouji.read.shelf import Shelf

WIDTH, HEIGHT = 400.0, 300.0
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
Draw = Callable[[Canvas], None]


def table(canvas: Canvas) -> None:
    canvas.saveState()
    for row in range(8):
        canvas.line(20, 20 + 30 * row, 380, 20 + 30 * row)
    for x in (20, 80, 160, 260, 380):
        canvas.line(x, 20, x, 230)
    canvas.setFont(FONT, 18)
    canvas.drawString(120, 255, "绩效自评表")
    canvas.setFont(FONT, 10)
    for row in range(7):
        texts = ("数量指标", f"完成率{row}", f"≥{90 + row}%", "已完成全部工作任务")
        for x, text in zip((25, 85, 165, 265), texts, strict=True):
            canvas.drawString(x, 32 + 30 * row, text)
    canvas.restoreState()


def drawn(draw: Draw, size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def said(page: Page) -> list[str]:
    return sorted(word.text for word in page.words)


def placed(page: Page) -> list[Word]:
    return sorted(page.words, key=lambda word: (round(word.box.top / 10), word.box.x0))


PLAIN = read_pdf(drawn(table))[0][0]


def check(draw: Draw, codes: list[str], size: tuple[float, float] = (WIDTH, HEIGHT)) -> str:
    """Both readers see the table as it is without what was drawn over it; return the first notice's message."""
    data = drawn(draw, size)
    (page,), notices = read_pdf(data)
    assert said(page) == said(PLAIN)
    assert len(page.strokes) == len(PLAIN.strokes)
    assert [notice.code for notice in notices] == codes
    places = [(Place(page=1, box=page.as_shown(word.box)),) for word in page.words]
    assert list(reread(data, places)) == [word.text for word in page.words]
    return notices[0].message if notices else ""


def watermark(shade: tuple[float, float, float], size: float, angle: float, alpha: float, *, tiled: bool) -> Draw:
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFillColorRGB(*shade)
        canvas.setFillAlpha(alpha)
        canvas.setFont(FONT, size)
        for x, y in [(x, y) for x in (30, 150, 270) for y in (40, 110, 190)] if tiled else [(100, 100)]:
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(angle)
            canvas.drawString(0, 0, "内部资料")
            canvas.restoreState()

    return draw


@pytest.mark.parametrize("shade", [(0.85,) * 3, (0.6,) * 3, (1.0, 0.7, 0.7)])
@pytest.mark.parametrize(("size", "tiled"), [(60, False), (14, True), (10, True)])
@pytest.mark.parametrize("angle", [0, 30, 45])
def test_pale_watermark_is_named_and_left_out(
    shade: tuple[float, float, float], size: float, tiled: bool, angle: float
):
    assert "内部资料" in check(watermark(shade, size, angle, 1.0, tiled=tiled), ["R-07"]) or angle


@pytest.mark.parametrize(("alpha", "code"), [(0.1, "R-01"), (0.3, "R-07"), (0.5, "R-07")])
@pytest.mark.parametrize(("size", "tiled"), [(50, False), (14, True)])
def test_transparent_watermark_is_named_and_left_out(alpha: float, code: str, size: float, tiled: bool):
    assert "内部资料" in check(watermark((0, 0, 0), size, 0, alpha, tiled=tiled), [code])


def seal(colour: tuple[float, float, float], radius: float, *, shape: bool, ring: bool) -> Draw:
    def draw(canvas: Canvas) -> None:
        table(canvas)
        x, y = 200, 110
        canvas.setStrokeColorRGB(*colour)
        canvas.setFillColorRGB(*colour)
        if shape:
            canvas.setLineWidth(2)
            canvas.circle(x, y, radius, stroke=1, fill=0)
            star = canvas.beginPath()
            for point in range(10):
                reach = radius / 2 if point % 2 == 0 else radius / 5
                angle = math.pi / 2 + point * math.pi / 5
                (star.lineTo if point else star.moveTo)(x + reach * math.cos(angle), y + reach * math.sin(angle))
            star.close()
            canvas.drawPath(star, stroke=0, fill=1)
        canvas.setFont(FONT, 9)
        text = "某某县财政局办公室专用印章" if ring else ""
        for number, char in enumerate(text):
            angle = math.radians(215 - number * 250 / (len(text) - 1))
            canvas.saveState()
            canvas.translate(x + (radius - 12) * math.cos(angle), y + (radius - 12) * math.sin(angle))
            canvas.rotate(math.degrees(angle) - 90)
            canvas.drawCentredString(0, 0, char)
            canvas.restoreState()
        canvas.drawCentredString(x, y - radius * 0.55, "财务专用章")

    return draw


@pytest.mark.parametrize("colour", [(1.0, 0.0, 0.0), (0.0, 0.0, 0.8)])
@pytest.mark.parametrize("radius", [45.0, 70.0])
@pytest.mark.parametrize(("shape", "ring"), [(True, True), (True, False), (False, True)])
def test_round_seal_over_cells_is_left_out(colour: tuple[float, float, float], radius: float, shape: bool, ring: bool):
    assert "财务专用章" in check(seal(colour, radius, shape=shape, ring=ring), ["R-07"])


def test_square_seal_over_cells_is_left_out_and_a_red_cell_is_not():
    def square(canvas: Canvas) -> None:
        table(canvas)
        canvas.setStrokeColorRGB(0.9, 0, 0)
        canvas.setFillColorRGB(0.9, 0, 0)
        canvas.rect(140, 60, 40, 40)
        canvas.setFont(FONT, 16)
        canvas.drawString(144, 82, "张三")
        canvas.drawString(144, 64, "之印")

    def cell(canvas: Canvas) -> None:
        table(canvas)
        canvas.setStrokeColorRGB(0.9, 0, 0)
        canvas.setFillColorRGB(0.9, 0, 0)
        canvas.rect(160, 240, 100, 12)
        canvas.setFont(FONT, 9)
        canvas.drawString(164, 242, "未完成")

    check(square, ["R-07"])
    (page,), notices = read_pdf(drawn(cell))
    assert said(page) == sorted([*said(PLAIN), "未完成"])
    assert notices == ()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_page_set_sideways_is_delivered_upright(turn: int):
    size = (WIDTH, HEIGHT) if turn == 180 else (HEIGHT, WIDTH)

    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        canvas.rotate(turn)
        table(canvas)

    check(draw, [], size)
    (page,), _ = read_pdf(drawn(draw, size))
    assert (page.turned, page.width, page.height) == (turn, WIDTH, HEIGHT)
    for word, plain in zip(placed(page), placed(PLAIN), strict=True):
        assert word.text == plain.text
        assert (word.box.x0, word.box.bottom) == pytest.approx((plain.box.x0, plain.box.bottom), abs=3)


def test_vertical_labels_do_not_turn_the_page():
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFont(FONT, 10)
        for x in (300, 320, 340):
            canvas.saveState()
            canvas.translate(x, 235)
            canvas.rotate(90)
            canvas.drawString(0, 0, "年度总目标")
            canvas.restoreState()

    (page,), _ = read_pdf(drawn(draw))
    assert page.turned == 0
    assert said(page) == sorted([*said(PLAIN), *["年度总目标"] * 3])


@pytest.mark.parametrize(("shift", "grey"), [((0.3, 0.0), 0.0), ((0.5, 0.5), 0.0), ((1.0, -1.0), 0.6)])
def test_text_printed_twice_is_read_once(shift: tuple[float, float], grey: float):
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFont(FONT, 10)
        canvas.setFillGray(grey)
        for row in range(7):
            for number, char in enumerate("数量指标"):
                canvas.drawString(25 + 10 * number + shift[0], 32 + 30 * row + shift[1], char)

    check(draw, [])


def test_tiny_clipped_and_covered_text_is_named_and_left_out():
    def tiny(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFont(FONT, 0.4)
        canvas.drawString(90, 40, "微缩")

    def clipped(canvas: Canvas) -> None:
        table(canvas)
        path = canvas.beginPath()
        path.rect(300, 250, 50, 20)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFont(FONT, 10)
        canvas.drawString(90, 40, "剪去")

    def covered(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(90, 40, "遮住")
        canvas.setFillGray(1)
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        canvas.setFillGray(0)
        table(canvas)

    assert "微缩" in check(tiny, ["R-01"])
    assert "剪去" in check(clipped, ["R-01"])
    assert "遮住" in check(covered, ["R-01"])


def test_shelf_gives_the_pages_back():
    shelf = Shelf([PLAIN, PLAIN])
    assert list(shelf) == [PLAIN, PLAIN]
    assert shelf[-1] == PLAIN
    assert shelf[:1] == (PLAIN,)
    assert len(shelf) == 2

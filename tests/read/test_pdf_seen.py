"""What one sees is read, however it looks like a mark: grey headings, circled figures, dashes under seals."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gouji.read.pdf import read_pdf

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
Draw = Callable[[Canvas], None]


def drawn(draw: Draw) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300))
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def table(canvas: Canvas) -> None:
    for y in range(20, 231, 30):
        canvas.line(20, y, 380, y)
    for x in (20, 80, 160, 260, 380):
        canvas.line(x, 20, x, 230)
    canvas.setFont(FONT, 10)
    for row in range(7):
        for x, text in zip((25, 85, 265), ("数量指标", f"完成率{row}", "已完成全部工作任务"), strict=True):
            canvas.drawString(x, 32 + 30 * row, text)


def read(draw: Draw) -> tuple[set[str], list[str]]:
    (page,), notices = read_pdf(drawn(draw))
    return {word.text for word in page.words}, [notice.code for notice in notices]


def struck_grey_heading(canvas: Canvas) -> None:
    table(canvas)
    canvas.setFont(FONT, 16)
    canvas.setFillGray(0.6)
    canvas.drawString(120, 255, "绩效目标")
    canvas.line(110, 261, 250, 261)


def overflowing_grey_figure(canvas: Canvas) -> None:
    table(canvas)
    canvas.setFont(FONT, 14)
    canvas.setFillGray(0.55)
    canvas.drawString(170, 121, "绩效目标")
    canvas.line(198, 111, 198, 139)


def circled_red_figure(canvas: Canvas) -> None:
    table(canvas)
    canvas.setFont(FONT, 10)
    canvas.setFillColorRGB(0.9, 0, 0)
    canvas.setStrokeColorRGB(0.9, 0, 0)
    canvas.drawString(185, 122, "绩效目标")
    canvas.ellipse(175, 108, 240, 144)


def red_heading_beside_its_star(canvas: Canvas) -> None:
    table(canvas)
    canvas.setFont(FONT, 12)
    canvas.setFillColorRGB(0.9, 0, 0)
    canvas.circle(40, 260, 12, stroke=0, fill=1)
    canvas.drawString(60, 256, "绩效目标")


@pytest.mark.parametrize(
    "draw", [struck_grey_heading, overflowing_grey_figure, circled_red_figure, red_heading_beside_its_star]
)
def test_visible_text_is_read_without_a_notice(draw: Draw):
    words, codes = read(draw)
    assert "绩效目标" in words
    assert codes == []


def stamp(alpha: int) -> ImageReader:
    picture = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((20, 20, 220, 220), fill=(215, 25, 25, alpha))
    return ImageReader(picture)


@pytest.mark.parametrize("dash", ["—", "-", "一", "=", "＝"])
@pytest.mark.parametrize("alpha", [0, 120, 230])
@pytest.mark.parametrize("size", [7, 10])
def test_dash_under_a_seal_that_lets_it_through_is_read(dash: str, alpha: int, size: int):
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFont(FONT, size)
        canvas.drawString(205, 122, dash)
        canvas.drawImage(stamp(alpha), 150, 70, 110, 110, mask="auto")

    words, codes = read(draw)
    assert dash in words
    assert codes == []


@pytest.mark.parametrize("text", ["—", "-", "零"])
def test_text_under_an_opaque_picture_is_named_and_left_out(text: str):
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFont(FONT, 10)
        canvas.drawString(205, 122, text)
        canvas.drawImage(stamp(255), 150, 70, 110, 110, mask="auto")

    words, codes = read(draw)
    assert text not in words
    assert "R-01" in codes


def test_white_text_printed_along_black_text_is_left_out():
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFont(FONT, 10)
        canvas.setFillGray(1)
        canvas.drawString(264, 121, "白字不作为数据")

    words, codes = read(draw)
    assert "白字不作为数据" not in words
    assert "已完成全部工作任务" in words
    assert codes == ["R-01"]

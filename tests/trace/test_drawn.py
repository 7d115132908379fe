"""Tables drawn as PDF in the ways producers draw them, read and traced back."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gouji.model.grid import Grid, Line
from gouji.read import read_bytes
from gouji.trace import trace

WIDTH, HEIGHT = 420.0, 320.0
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

XS = (40.0, 110.0, 190.0, 250.0, 380.0)
YS = (50.0, 80.0, 85.0, 120.0, 160.0)
SPANS = (
    (0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 1, 1),
    (1, 0, 1, 1), (1, 1, 1, 1), (1, 3, 1, 1),
    (2, 0, 2, 1), (2, 1, 1, 3),
    (3, 1, 1, 1), (3, 2, 1, 1), (3, 3, 1, 1),
)  # fmt: skip
THIN_ROW = {(1, 0, 1, 1), (1, 1, 1, 1), (1, 3, 1, 1)}
Rect = tuple[float, float, float, float]


def rects() -> list[Rect]:
    """Return x, y (from below), width, height of each cell."""
    return [
        (XS[col], HEIGHT - YS[row + high], XS[col + wide] - XS[col], YS[row + high] - YS[row])
        for row, col, high, wide in SPANS
    ]


def by_frames(canvas: Canvas) -> None:
    for rect in rects():
        canvas.rect(*rect)


def by_one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for x, y, wide, high in rects():
        path.moveTo(x, y)
        path.lineTo(x + wide, y)
        path.lineTo(x + wide, y + high)
        path.lineTo(x, y + high)
        path.close()
    canvas.drawPath(path, stroke=1, fill=0)


def by_thin_rectangles(canvas: Canvas) -> None:
    for x, y, wide, high in rects():
        for left, low, across, up in (
            (x, y, wide, 0.5),
            (x, y + high, wide, 0.5),
            (x, y, 0.5, high),
            (x + wide, y, 0.5, high),
        ):
            canvas.rect(left, low, across, up, stroke=0, fill=1)


def by_short_thick_lines(canvas: Canvas) -> None:
    """A thin rectangle drawn as a line across it, as wide as the edge is long."""
    for x, y, wide, high in rects():
        canvas.setLineWidth(wide)
        for low in (y, y + high):
            canvas.line(x + wide / 2, low - 0.25, x + wide / 2, low + 0.25)
        canvas.setLineWidth(high)
        for left in (x, x + wide):
            canvas.line(left - 0.25, y + high / 2, left + 0.25, y + high / 2)


def by_white_on_black(canvas: Canvas) -> None:
    canvas.rect(XS[0] - 0.5, HEIGHT - YS[-1] - 0.5, XS[-1] - XS[0] + 1, YS[-1] - YS[0] + 1, stroke=0, fill=1)
    canvas.setFillGray(1)
    for x, y, wide, high in rects():
        canvas.rect(x + 0.5, y + 0.5, wide - 1, high - 1, stroke=0, fill=1)
    canvas.setFillGray(0)


def by_dash_pattern(canvas: Canvas) -> None:
    canvas.setDash(3, 2)
    by_frames(canvas)


def by_pieces(canvas: Canvas) -> None:
    """Dashes drawn one by one."""
    for x, y, wide, high in rects():
        for low in (y, y + high):
            for step in range(0, int(wide), 4):
                canvas.line(x + step, low, min(x + step + 2.5, x + wide), low)
        for left in (x, x + wide):
            for step in range(0, int(high), 4):
                canvas.line(left, y + step, left, min(y + step + 2.5, y + high))


def doubled(canvas: Canvas) -> None:
    for x, y, wide, high in rects():
        canvas.rect(x - 0.75, y - 0.75, wide + 1.5, high + 1.5)
        canvas.rect(x + 0.75, y + 0.75, wide - 1.5, high - 1.5)


def by_form(canvas: Canvas) -> None:
    canvas.beginForm("table", 0, 0, 2 * WIDTH, 2 * HEIGHT)
    canvas.scale(2, 2)
    by_frames(canvas)
    canvas.endForm()
    canvas.saveState()
    canvas.scale(0.5, 0.5)
    canvas.doForm("table")
    canvas.restoreState()


def shaded(canvas: Canvas) -> None:
    """Frames over shaded cells, a highlighted word and a shaded paragraph in others."""
    canvas.setFillColorRGB(0.8, 0.85, 1)
    for rect in rects()[:3]:
        canvas.rect(*rect, stroke=0, fill=1)
    x, y, wide, high = rects()[7]
    canvas.rect(x + 5, y + 1, 30, high - 2, stroke=0, fill=1)
    x, y, wide, high = rects()[10]
    canvas.rect(x + 5, y, wide - 10, high, stroke=0, fill=1)
    canvas.setFillGray(0)
    by_frames(canvas)


def open_sides(canvas: Canvas) -> None:
    for (x, y, wide, high), (_, col, _, across) in zip(rects(), SPANS, strict=True):
        canvas.line(x, y, x + wide, y)
        canvas.line(x, y + high, x + wide, y + high)
        if col > 0:
            canvas.line(x, y, x, y + high)
        if col + across < len(XS) - 1:
            canvas.line(x + wide, y, x + wide, y + high)


def drawn(draw: Callable[[Canvas], None], turn: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(turn)
    canvas.rotate(turn)
    canvas.translate(*{0: (0, 0), 90: (0, -HEIGHT), 180: (-WIDTH, -HEIGHT), 270: (-WIDTH, 0)}[turn])
    canvas.setLineWidth(0.5)
    draw(canvas)
    canvas.setFont(FONT, 9)
    canvas.drawString(40, HEIGHT - 40, "单位：某局")
    canvas.drawString(300, HEIGHT - 40, "金额单位：万元")
    for number, ((x, y, _, high), span) in enumerate(zip(rects(), SPANS, strict=True)):
        if span not in THIN_ROW:
            canvas.drawString(x + 4, y + high / 2 - 3, f"格{number}")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def check(data: bytes) -> None:
    document = read_bytes(data, "a.pdf")
    blocks, notices = trace(document)
    assert (document.notices, notices) == ((), ())
    lines = [block.text for block in blocks if isinstance(block, Line)]
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert lines == ["单位：某局 金额单位：万元"]
    assert [(c.row, c.col, c.row_span, c.col_span) for c in grid.cells] == sorted(SPANS)
    expected = {span: "" if span in THIN_ROW else f"格{number}" for number, span in enumerate(SPANS)}
    assert {(c.row, c.col, c.row_span, c.col_span): c.text for c in grid.cells} == expected
    assert grid.col_edges == pytest.approx(XS, abs=1)
    assert grid.place is not None
    box = grid.place.box
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((XS[0], YS[0], XS[-1], YS[-1]), abs=1)


WAYS = (
    by_frames, by_one_path, by_thin_rectangles, by_short_thick_lines, by_white_on_black, by_dash_pattern, by_pieces,
    doubled, by_form, shaded, open_sides,
)  # fmt: skip


@pytest.mark.parametrize("draw", WAYS, ids=lambda draw: draw.__name__)
def test_however_drawn(draw: Callable[[Canvas], None]):
    check(drawn(draw))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page(turn: int):
    check(drawn(by_frames, turn))


PAGE = """<html><meta charset="utf-8"><style>
table {{ border-collapse: {collapse}; border-spacing: 2px; width: 500px; font-size: 12px }}
td {{ border: {border}; padding: 3px 5px }}
</style><table>
<tr><td colspan="2">项目名称</td><td rowspan="2" style="background:#ddd">户口目标</td></tr>
<tr><td rowspan="2">产出指标<br>(50分)</td><td>≥95%</td></tr>
<tr><td>10²</td><td>project name</td></tr>
</table></html>"""


@pytest.mark.parametrize(
    ("collapse", "border"),
    [("collapse", "1px solid #000"), ("separate", "1px solid #000"), ("collapse", "3px double #555"),
     ("collapse", "1px dashed #000"), ("collapse", "1px dotted #000"), ("collapse", "1px solid #e8e8e8")],
)  # fmt: skip
def test_browser_print(tmp_path: Path, collapse: str, border: str):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium here to print with")
    (tmp_path / "a.html").write_text(PAGE.format(collapse=collapse, border=border), encoding="utf-8")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'a.pdf'}",
        (tmp_path / "a.html").as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    if not (tmp_path / "a.pdf").exists():
        pytest.skip("Chromium printed nothing")
    document = read_bytes((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    blocks, notices = trace(document)
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert {(c.row, c.col, c.row_span, c.col_span, c.text) for c in grid.cells} == {
        (0, 0, 1, 2, "项目名称"), (0, 2, 2, 1, "户口目标"), (1, 0, 2, 1, "产出指标(50分)"), (1, 1, 1, 1, "≥95%"),
        (2, 1, 1, 1, "10²"), (2, 2, 1, 1, "project name"),
    }  # fmt: skip
    assert not notices

"""Seals: as a picture, as outlines, as text on a circle."""

from __future__ import annotations

import math
from functools import cache
from random import Random
from typing import Any

from fixtures.kit.fonts import font_file
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

RED = (0.85, 0.1, 0.1)
INSCRIPTIONS = ("某某单位公文专用章", "报表审核专用章", "绩效评审办公室印")


def inscription(rng: Random) -> str:
    """Return what stands on a seal."""
    return rng.choice(INSCRIPTIONS)


def seal_image(rng: Random) -> ImageReader:
    """Draw a seal as a picture with a clear ground."""
    size = 240
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    red = (215, 25, 25, rng.choice((120, 180, 230)))
    draw.ellipse((6, 6, size - 6, size - 6), outline=red, width=8)
    draw.polygon([point for corner in _star(size / 2, size / 2, 40) for point in [corner]], fill=red)
    font = ImageFont.truetype(str(font_file()), 26)
    text = inscription(rng)
    for char, x, y, _ in _around(text, size / 2, size / 2, 88):
        draw.text((x - 13, y - 13), char, font=font, fill=red)
    return ImageReader(picture)


def seal_vector(canvas: Canvas, x: float, y: float, radius: float, text: str) -> None:
    """Draw a seal as outlines: ring, star, letters as paths."""
    _ring(canvas, x, y, radius)
    for char, cx, cy, turn in _around(text, x, y, radius * 0.74, up=True):
        outline(canvas, char, cx, cy, radius * 0.3, turn)


def seal_text(canvas: Canvas, x: float, y: float, radius: float, text: str, face: str) -> None:
    """Draw a seal whose letters are text."""
    _ring(canvas, x, y, radius)
    for char, cx, cy, turn in _around(text, x, y, radius * 0.74, up=True):
        canvas.saveState()
        canvas.translate(cx, cy)
        canvas.rotate(turn)
        canvas.setFont(face, radius * 0.26)
        canvas.drawCentredString(0, -radius * 0.1, char)
        canvas.restoreState()


def outline(canvas: Canvas, char: str, x: float, y: float, size: float, turn: float = 0.0) -> None:
    """Fill a letter's outline centred on (x, y)."""
    glyphs, names, units = _font()
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(turn)
    canvas.scale(size / units, size / units)
    canvas.translate(-units / 2, -units * 0.38)
    path = canvas.beginPath()
    glyphs[names[ord(char)]].draw(_PathPen(glyphs, path))
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _ring(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.setStrokeColorRGB(*RED)
    canvas.setFillColorRGB(*RED)
    canvas.setLineWidth(radius / 16)
    canvas.circle(x, y, radius, stroke=1, fill=0)
    path = canvas.beginPath()
    corners = _star(x, y, radius * 0.3)
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    radii = (radius, radius * 0.4)
    angles = [math.pi / 2 + number * math.pi / 5 for number in range(10)]
    return [(x + radii[n % 2] * math.cos(angle), y - radii[n % 2] * math.sin(angle)) for n, angle in enumerate(angles)]


def _around(text: str, x: float, y: float, radius: float, *, up: bool = False) -> list[tuple[str, float, float, float]]:
    """Return letters with their places on the upper arc of a circle, and how each is turned."""
    out = []
    for number, char in enumerate(text):
        angle = math.radians(200 - 220 * (number + 0.5) / len(text))
        rise = radius * math.sin(angle)
        out.append((char, x + radius * math.cos(angle), y + rise if up else y - rise, math.degrees(angle) - 90))
    return out


@cache
def _font() -> tuple[Any, dict[int, str], int]:
    font = TTFont(font_file())
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


class _PathPen(BasePen):
    """Draws a glyph into a reportlab path."""

    def __init__(self, glyphs: Any, path: Any) -> None:
        super().__init__(glyphs)
        self._path = path

    def _moveTo(self, point: tuple[float, float]) -> None:
        self._path.moveTo(*point)

    def _lineTo(self, point: tuple[float, float]) -> None:
        self._path.lineTo(*point)

    def _curveToOne(self, one: tuple[float, float], two: tuple[float, float], end: tuple[float, float]) -> None:
        self._path.curveTo(*one, *two, *end)

    def _closePath(self) -> None:
        self._path.close()

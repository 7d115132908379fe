"""Ways to draw the ruling of a table, and fills under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random

from fixtures.kit.pdf import strokes
from reportlab.pdfgen.canvas import Canvas
from tests.generated.layout import Laid

Segment = tuple[float, float, float, float]
Ink = Callable[[Canvas, Laid, list[Segment], float, Random], None]
"""Draws the segments (x0, top, x1, bottom) of a table on a page of the given height."""


def segments(laid: Laid, keep: Callable[[int, int, int, int], bool] | None = None) -> list[Segment]:
    """Return the ruling in points; `keep` chooses by grid steps (x0, y0, x1, y1)."""
    steps = [step for step in strokes(laid.table) if keep is None or keep(*step)]
    return [(laid.xs[x0], laid.ys[y0], laid.xs[x1], laid.ys[y1]) for x0, y0, x1, y1 in steps]


def plain(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """One stroke each."""
    canvas.setLineWidth(rng.choice((0.25, 0.5, 0.5, 0.75, 1.0)))
    for x0, y0, x1, y1 in given:
        canvas.line(x0, height - y0, x1, height - y1)


def one_path(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """All strokes in one path."""
    canvas.setLineWidth(rng.choice((0.4, 0.6)))
    path = canvas.beginPath()
    for x0, y0, x1, y1 in given:
        path.moveTo(x0, height - y0)
        path.lineTo(x1, height - y1)
    canvas.drawPath(path, stroke=1, fill=0)


def doubled(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """Two strokes side by side; the frame alone or all."""
    gap, frame_only = rng.choice((0.8, 1.2, 1.8)), rng.random() < 0.3
    canvas.setLineWidth(rng.choice((0.3, 0.5)))
    for x0, y0, x1, y1 in given:
        at_frame = (y0 == y1 and y0 in (laid.ys[0], laid.ys[-1])) or (x0 == x1 and x0 in (laid.xs[0], laid.xs[-1]))
        for shift in (-gap / 2, gap / 2) if at_frame or not frame_only else (0.0,):
            dx, dy = (shift, 0.0) if x0 == x1 else (0.0, shift)
            canvas.line(x0 + dx, height - y0 - dy, x1 + dx, height - y1 - dy)


def thin_rectangles(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """Filled rectangles half a point thin."""
    thin = rng.choice((0.36, 0.48, 0.72))
    for x0, y0, x1, y1 in given:
        wide, high = max(x1 - x0, 0) + thin, max(y1 - y0, 0) + thin
        canvas.rect(x0 - thin / 2, height - y1 - thin / 2, wide, high, stroke=0, fill=1)


def frames(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """Each cell a black rectangle with a white one in it."""
    thin = rng.choice((0.3, 0.5))
    for cell in laid.table.cells:
        x0, y0, x1, y1 = laid.box(cell)
        canvas.setFillGray(0)
        canvas.rect(x0 - thin, height - y1 - thin, x1 - x0 + 2 * thin, y1 - y0 + 2 * thin, stroke=0, fill=1)
    canvas.setFillGray(1)
    for cell in laid.table.cells:
        x0, y0, x1, y1 = laid.box(cell)
        canvas.rect(x0 + thin, height - y1 + thin, x1 - x0 - 2 * thin, y1 - y0 - 2 * thin, stroke=0, fill=1)
    canvas.setFillGray(0)


def dashed(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """A dash pattern, or dashes drawn one by one."""
    canvas.setLineWidth(0.5)
    if rng.random() < 0.5:
        canvas.setDash(rng.choice((1, 2, 3)), rng.choice((1, 2)))
        plain(canvas, laid, given, height, rng)
        canvas.setDash()
        return
    dash, gap = rng.choice(((3.0, 1.5), (2.0, 1.0), (4.0, 2.0)))
    for segment in given:
        for piece in _cut(segment, [dash, gap] * 2000, step=2):
            canvas.line(piece[0], height - piece[1], piece[2], height - piece[3])


def pieces(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """Many short strokes end to end."""
    canvas.setLineWidth(0.5)
    for segment in given:
        for piece in _cut(segment, [rng.uniform(4, 30) for _ in range(600)], step=1):
            canvas.line(piece[0], height - piece[1], piece[2], height - piece[3])


def boxes(canvas: Canvas, laid: Laid, given: list[Segment], height: float, rng: Random) -> None:
    """Each cell a rectangle of its own, neighbours a little apart or over one another."""
    canvas.setLineWidth(rng.choice((0.4, 0.6)))
    inset = rng.choice((0.0, 0.0, 0.3, -0.2))
    for cell in laid.table.cells:
        x0, y0, x1, y1 = laid.box(cell)
        canvas.rect(x0 + inset, height - y1 + inset, x1 - x0 - 2 * inset, y1 - y0 - 2 * inset, stroke=1, fill=0)


def _cut(segment: Segment, lengths: Iterable[float], step: int) -> list[Segment]:
    x0, y0, x1, y1 = segment
    level = y0 == y1
    at, end = (x0, x1) if level else (y0, y1)
    out: list[Segment] = []
    for number, length in enumerate(lengths):
        if at >= end:
            break
        stop = min(at + length, end)
        if number % step == 0:
            out.append((at, y0, stop, y1) if level else (x0, at, x1, stop))
        at = stop
    return out


INKS: Mapping[str, Ink] = {
    "plain": plain,
    "one_path": one_path,
    "doubled": doubled,
    "thin_rectangles": thin_rectangles,
    "frames": frames,
    "dashed": dashed,
    "pieces": pieces,
    "boxes": boxes,
}


def shade(canvas: Canvas, laid: Laid, height: float, rng: Random) -> None:
    """Fill the header rows, or every other row, or single cells, with a light colour."""
    colour = rng.choice(((0.85, 0.85, 0.85), (0.8, 0.88, 0.95), (0.95, 0.9, 0.8), (0.75, 0.85, 0.75)))
    how = rng.choice(("rows", "stripes", "labels"))
    canvas.setFillColorRGB(*colour)
    for cell in laid.table.cells:
        chosen = {
            "rows": cell.row < 2,
            "stripes": cell.row % 2 == 0 and cell.row_span == 1,
            "labels": cell.row_span > 1,
        }
        if chosen[how]:
            x0, y0, x1, y1 = laid.box(cell)
            canvas.rect(x0, height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.setFillGray(0)

"""Charts drawn with strokes and fills, which are no tables."""

from __future__ import annotations

import math

from tests.generated import words
from tests.generated.press import Press

COLOURS = ((0.27, 0.45, 0.77), (0.93, 0.49, 0.19), (0.65, 0.65, 0.65), (1.0, 0.75, 0.0), (0.44, 0.68, 0.28))
HIGH = 190.0


def bars(press: Press) -> None:
    """Draw columns over a scale, with rules across."""
    canvas, rng = press.canvas, press.rng
    left, base, wide = press.margin + 50, press.page[1] - press.y - HIGH, press.width - 90
    canvas.setFont(press.letters.face, 8)
    canvas.setLineWidth(0.4)
    for step in range(6):
        y = base + step * 30
        canvas.line(left, y, left + wide, y)
        canvas.drawRightString(left - 6, y - 3, str(step * 200))
    canvas.line(left, base, left, base + 160)
    count = rng.randint(3, 6)
    for number in range(count):
        canvas.setFillColorRGB(*COLOURS[number % 5])
        x, high = left + wide * (number + 0.25) / count, rng.uniform(20, 145)
        canvas.rect(x, base, wide / count * 0.5, high, stroke=rng.random() < 0.5, fill=1)
        canvas.setFillGray(0)
        canvas.drawCentredString(x + wide / count * 0.25, base + high + 3, f"{high * 6.7:.2f}")
        canvas.drawCentredString(x + wide / count * 0.25, base - 12, f"{2019 + number}年")
    press.y += HIGH + 24


def pie(press: Press) -> None:
    """Draw slices with their shares, and a key in a frame."""
    canvas, rng = press.canvas, press.rng
    x, y, radius = press.margin + 160, press.page[1] - press.y - 100, 80.0
    shares = [rng.uniform(0.5, 3) for _ in range(rng.randint(3, 5))]
    angle = 90.0
    canvas.setLineWidth(0.5)
    canvas.setFont(press.letters.face, 8)
    for number, share in enumerate(shares):
        sweep = 360 * share / sum(shares)
        canvas.setFillColorRGB(*COLOURS[number % 5])
        canvas.wedge(x - radius, y - radius, x + radius, y + radius, angle, sweep, stroke=1, fill=1)
        canvas.rect(x + 150, y + 40 - 16 * number, 8, 8, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(x + 164, y + 41 - 16 * number, words.FUNCTIONS[number][1])
        middle = math.radians(angle + sweep / 2)
        label = f"{100 * share / sum(shares):.1f}%"
        canvas.drawCentredString(x + radius * 1.2 * math.cos(middle), y + radius * 1.2 * math.sin(middle), label)
        angle += sweep
    canvas.rect(x + 144, y + 50 - 16 * len(shares), 130, 16 * len(shares) + 8, stroke=1, fill=0)
    press.y += 210

"""From a page's own space to points from the top left of the page as it is shown."""

from __future__ import annotations

import math
from typing import TypeAlias

Matrix: TypeAlias = tuple[float, ...]
"""a, b, c, d, e, f as in PDF: x' = a x + c y + e, y' = b x + d y + f."""


def shown(box: tuple[float, float, float, float], quarter_turns: int) -> Matrix:
    """Return the matrix of a page whose visible box is (left, bottom, right, top), turned clockwise."""
    left, bottom, right, top = box
    return (
        (1.0, 0.0, 0.0, -1.0, -left, top),
        (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        (0.0, -1.0, -1.0, 0.0, top, right),
    )[quarter_turns % 4]


def after(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def around(matrix: Matrix, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return x0, top, x1, bottom of a box (left, bottom, right, top) after the matrix."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = box
    if b == 0 and c == 0:
        x0, x1, y0, y1 = a * left + e, a * right + e, d * bottom + f, d * top + f
        return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)
    xs = (a * left + c * bottom, a * left + c * top, a * right + c * bottom, a * right + c * top)
    ys = (b * left + d * bottom, b * left + d * top, b * right + d * bottom, b * right + d * top)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def scale(matrix: Matrix) -> float:
    """Return how much longer the matrix makes things, over both directions."""
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))

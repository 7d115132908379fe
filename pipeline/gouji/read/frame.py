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


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return the point as the matrix moves it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_at(matrix: Matrix, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return x0, y0, x1, y1 of a box after a matrix that turns by quarters."""
    x0, y0 = at(matrix, box[0], box[1])
    x1, y1 = at(matrix, box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def scale(matrix: Matrix) -> float:
    """Return how much longer the matrix makes things, over both directions."""
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))

"""What lies under the ink: the fills painted so far, so that ink nobody can see is told from ink one can."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Colour: TypeAlias = tuple[int, int, int]
Rect: TypeAlias = tuple[float, float, float, float]

PAPER: Colour = (255, 255, 255)
STRONG = 100
"""Of 255: how much darker than its background an area must be to pass for ink; shading stays legible under text."""
LARGEST = 1_000_000
"""Points of the canvas: one for each point of the page up to A2, coarser beyond. Text is asked for by its middle."""
UNKNOWN = 1
"""The canvas' number for a picture or a pattern, of whose colours nobody knows."""


def apart(one: Colour, other: Colour) -> int:
    """Return the difference of two colours in the channel where it is widest."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(one[2] - other[2]))


class Backdrop:
    """The fills and pictures of a page in the order of painting; asked for the colour under a point.

    A canvas of colour numbers, so that a page of ten thousand shaded cells costs no more than ten thousand of one.
    """

    def __init__(self, width: float, height: float) -> None:
        self._scale = min(1.0, math.sqrt(LARGEST / max(1.0, width * height)))
        self._size = (max(1, round(height * self._scale)), max(1, round(width * self._scale)))
        self._canvas: NDArray[np.int32] | None = None
        self._colours: list[Colour | None] = [PAPER, None]
        self._numbers: dict[Colour, int] = {PAPER: 0}

    @property
    def blank(self) -> bool:
        """Tell whether nothing but paper has been painted so far."""
        return self._canvas is None

    def under(self, x: float, y: float) -> Colour | None:
        """Return the colour under the point, None under a picture or pattern: nobody knows which."""
        if self._canvas is None:
            return PAPER
        row, col = math.floor(y * self._scale), math.floor(x * self._scale)
        if 0 <= row < self._size[0] and 0 <= col < self._size[1]:
            return self._colours[int(self._canvas[row, col])]
        return PAPER

    def lay(self, box: Rect, colour: Colour | None, alpha: int = 255) -> None:
        """Paint a box; a colour that lets light through is mixed with what lies under its middle."""
        if colour is not None and alpha < 255:
            below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            colour = None if below is None else _mix(colour, below, alpha)
        if self._canvas is None:
            if colour == PAPER:
                return
            self._canvas = np.zeros(self._size, np.int32)
        x0, y0, x1, y1 = (round(min(max(side * self._scale, -1.0), 1e6)) for side in box)
        self._canvas[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = self._number(colour)

    def _number(self, colour: Colour | None) -> int:
        if colour is None:
            return UNKNOWN
        number = self._numbers.get(colour)
        if number is None:
            number = self._numbers[colour] = len(self._colours)
            self._colours.append(colour)
        return number

    def hides(self, colour: Colour, box: Rect, least: int) -> bool:
        """Tell whether ink of this colour surely differs by less than `least` from what lies under it."""
        below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return below is not None and apart(colour, below) < least

    def is_dark(self, colour: Colour, box: Rect) -> bool:
        """Tell whether the colour is much darker than what lies under the middle of the box: ink, not shading."""
        below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) or PAPER
        return sum(below) - sum(colour) > 3 * STRONG

    def shows(self, colour: Colour, box: Rect, least: int) -> bool:
        """Tell whether ink of this colour surely stands out by `least` (of 255, widest channel) in the box's middle."""
        below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return below is not None and apart(colour, below) >= least


def _mix(colour: Colour, below: Colour, alpha: int) -> Colour:
    share = alpha / 255
    red, green, blue = (round(top * share + base * (1 - share)) for top, base in zip(colour, below, strict=True))
    return red, green, blue

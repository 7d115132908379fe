"""What lies under the ink: the fills painted so far, so that ink nobody can see is told from ink one can."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

Colour: TypeAlias = tuple[int, int, int]
Rect: TypeAlias = tuple[float, float, float, float]

PAPER: Colour = (255, 255, 255)
STRONG = 100
"""Of 255: how much darker than its background an area must be to pass for ink; shading stays legible under text."""


def _apart(one: Colour, other: Colour) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(one[2] - other[2]))


class Backdrop:
    """The fills and pictures of a page in the order of painting; asked for the colour under a point."""

    def __init__(self) -> None:
        self._boxes = np.empty((64, 4))
        self._colours: list[Colour | None] = []
        self._palette: dict[Colour, None] = {PAPER: None}
        self._alone: dict[tuple[Colour, int], bool] = {}

    def under(self, x: float, y: float) -> Colour | None:
        """Return the colour under the point, None under a picture or pattern: nobody knows which."""
        boxes = self._boxes[: len(self._colours)]
        over = (boxes[:, 0] <= x) & (boxes[:, 1] <= y) & (boxes[:, 2] >= x) & (boxes[:, 3] >= y)
        found = np.flatnonzero(over)
        return self._colours[int(found[-1])] if len(found) else PAPER

    def lay(self, box: Rect, colour: Colour | None, alpha: int = 255) -> None:
        """Paint a box; a colour that lets light through is mixed with what lies under its middle."""
        if colour is not None and alpha < 255:
            below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            colour = None if below is None else _mix(colour, below, alpha)
        if len(self._colours) == len(self._boxes):
            self._boxes = np.concatenate((self._boxes, np.empty_like(self._boxes)))
        self._boxes[len(self._colours)] = box
        self._colours.append(colour)
        if colour is not None and colour not in self._palette:
            self._palette[colour] = None
            self._alone.clear()

    def stands_alone(self, colour: Colour, least: int) -> bool:
        """Tell whether nothing on the page, paper and fills, is nearer to the colour than `least` of 255."""
        known = self._alone.get((colour, least))
        if known is None:
            known = all(_apart(colour, other) >= least for other in self._palette)
            self._alone[colour, least] = known
        return known

    def hides(self, colour: Colour, box: Rect, least: int) -> bool:
        """Tell whether ink of this colour surely differs by less than `least` from what lies under it."""
        if self.stands_alone(colour, least):
            return False
        below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return below is not None and _apart(colour, below) < least

    def is_dark(self, colour: Colour, box: Rect) -> bool:
        """Tell whether the colour is much darker than what lies under the middle of the box: ink, not shading."""
        below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) or PAPER
        return sum(below) - sum(colour) > 3 * STRONG

    def shows(self, colour: Colour, box: Rect, least: int) -> bool:
        """Tell whether ink of this colour surely stands out by `least` (of 255, widest channel) in the box's middle."""
        if self.stands_alone(colour, least):
            return True
        below = self.under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return below is not None and _apart(colour, below) >= least


def _mix(colour: Colour, below: Colour, alpha: int) -> Colour:
    share = alpha / 255
    red, green, blue = (round(top * share + base * (1 - share)) for top, base in zip(colour, below, strict=True))
    return red, green, blue

"""Areas and pictures painted over text that was there before."""

from __future__ import annotations

import numpy as np

from gouji.read.backdrop import Rect
from gouji.read.texts import Texts


class Covers:
    """The opaque areas of a page with their place in the order of painting."""

    def __init__(self) -> None:
        self._at: list[int] = []
        self._boxes: list[Rect] = []

    def add(self, at: int, box: Rect) -> None:
        """Note an area painted at this place of the order."""
        self._at.append(at)
        self._boxes.append(box)

    def under(self, texts: Texts) -> list[int]:
        """Return the texts whose middle lies under an area painted later.

        The texts are sorted by height, so that a small area is held against the few beside it alone.
        """
        if not len(texts) or not self._at or max(self._at) < texts.at.min():
            return []
        x, y = (texts.boxes[:, 0] + texts.boxes[:, 2]) / 2, (texts.boxes[:, 1] + texts.boxes[:, 3]) / 2
        order = np.argsort(y)
        x, y, at = x[order], y[order], texts.at[order]
        covered = np.zeros(len(texts), np.bool_)
        for cover, (x0, top, x1, bottom) in zip(self._at, self._boxes, strict=True):
            low, high = np.searchsorted(y, (top, bottom + 1e-9))
            if high > low:
                here = slice(low, high)
                covered[here] |= (x[here] >= x0) & (x[here] <= x1) & (at[here] < cover)
        found: list[int] = np.sort(order[covered]).tolist()
        return found

"""Pages whose content is set sideways without saying so: which way they must be turned to be read."""

from __future__ import annotations

import numpy as np

from gouji.read.frame import Matrix
from gouji.read.texts import UPRIGHT, Texts

MOST = 0.6
"""Share of the characters on a page that must run the same way; a table of vertical labels stays well below."""
LEAST = 12
"""Characters: a page that shows fewer, such as one label of a merged cell, tells nothing."""


def quarter_turns(texts: Texts) -> int:
    """Return by how many quarters the page as shown must be turned clockwise for most of its text to be level.

    A text object has about as many characters as its box is longer than high: good enough for a vote.
    """
    x, y = texts.along.T
    length = np.hypot(x, y)
    if bool((x > 0).all()) or not length.any():
        return 0
    straight = (np.minimum(np.abs(x), np.abs(y)) <= UPRIGHT * length) & (length > 0)
    voting = straight & ~texts.unprinted & np.isfinite(texts.boxes).all(axis=1)
    boxes = texts.boxes[voting]
    sides = np.sort(np.column_stack((boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])), axis=1)
    votes = np.clip(sides[:, 1] / np.maximum(sides[:, 0], 0.1), 1, 200)
    # Level text votes for 0, text running up for one quarter, upside down for two, down for three.
    ways = np.where(np.abs(x) >= np.abs(y), np.where(x > 0, 0, 2), np.where(y < 0, 1, 3))[voting]
    counts = np.bincount(ways, votes, 4)
    best = int(counts.argmax())
    return best if counts[best] >= max(LEAST, MOST * counts.sum()) else 0


def turning(size: tuple[float, float], quarters: int) -> Matrix:
    """Return the matrix that turns a page of this size (as shown, from its top left) clockwise."""
    width, height = size
    return (
        (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
        (0.0, 1.0, -1.0, 0.0, height, 0.0),
        (-1.0, 0.0, 0.0, -1.0, width, height),
        (0.0, -1.0, 1.0, 0.0, 0.0, width),
    )[quarters % 4]

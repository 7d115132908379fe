"""Text printed twice, a hair apart, to look bold or to throw a shadow: one of the two is the text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gouji.read.texts import Flags, Floats

NEAR = 0.3
"""Of a character's height: the same character printed so near to itself is a copy; no two share that much ground."""


def doubled(codes: NDArray[np.uint32], boxes: Floats, usable: Flags, weights: NDArray[np.int64] | None) -> Flags:
    """Tell which characters repeat another one almost in its place: the paler of the two, else the later.

    `weights` is how far each stands out, None where they are all alike.
    """
    found = np.zeros(len(codes), np.bool_)
    where = np.flatnonzero(usable & (codes > 32))
    if len(where) < 2:
        return found
    left, top, right, bottom = boxes[where].T
    x, y = (left + right) / 2, (top + bottom) / 2
    reach = NEAR * (bottom - top)
    far = float(reach.max())
    # One number to sort by: the character, its band of height, its place from the left in 64ths of a point.
    base = (codes[where].astype(np.int64) << 42) + np.clip(x * 64, 0, 2**22 - 1).astype(np.int64)
    bands = y / max(1.0, 2 * far)
    for shift in (0.0, 0.5):
        keys = base + (np.clip(bands + shift, 0, 2**19).astype(np.int64) << 22)
        if (np.diff(np.sort(keys)) < 64 * far).any():
            one, two = _repeated(keys, x, y, reach)
            one, two = where[np.minimum(one, two)], where[np.maximum(one, two)]
            found[two if weights is None else np.where(weights[one] < weights[two], one, two)] = True
    return found


def _repeated(
    keys: NDArray[np.int64], x: Floats, y: Floats, reach: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    order = np.argsort(keys, kind="stable")
    one, two = order[:-1], order[1:]
    least = np.minimum(reach[one], reach[two])
    same = (keys[one] >> 42 == keys[two] >> 42) & (np.abs(x[one] - x[two]) < least) & (np.abs(y[one] - y[two]) < least)
    return one[same], two[same]

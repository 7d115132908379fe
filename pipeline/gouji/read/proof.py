"""The proof that something cannot be seen: the page looks the same without it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium2
from numpy.typing import NDArray

from gouji.read import pdfium
from gouji.read.backdrop import Rect

SCALE = 1.5
"""Pixels to a point: strokes of small characters are wider than half a pixel."""
LARGEST = 4_000_000
"""Pixels: larger pages are drawn smaller."""
MARGIN = 4.0
"""Points around what is drawn."""


@dataclass(frozen=True, slots=True)
class Change:
    """What leaving an object out changes: the share of its box that differs visibly, and the widest difference."""

    share: float
    peak: int


def changes(
    page: pdfium2.PdfPage, suspects: Mapping[int, Rect], size: tuple[float, float], turns: int, least: int
) -> dict[int, Change]:
    """Return what changes by `least` of 255 without the suspects, by their handles; boxes as shown and turned.

    Colours, fills and pictures decide who is suspect; clipping, blending and what covers what only drawing can tell.
    """
    if not suspects:
        return {}
    width, height = max(1.0, size[0]), max(1.0, size[1])
    window = _window(list(suspects.values()), width, height)
    scale = min(SCALE, (LARGEST / (width * height)) ** 0.5)
    before = _drawn(page, scale, turns, window, (width, height))
    for handle in suspects:
        pdfium.set_active(handle, 0)
    try:
        after = _drawn(page, scale, turns, window, (width, height))
    finally:
        for handle in suspects:
            pdfium.set_active(handle, 1)
    differing = np.abs(before.astype(np.int16) - after).max(axis=2)
    return {handle: _change(differing, box, window, scale, least) for handle, box in suspects.items()}


def _window(boxes: list[Rect], width: float, height: float) -> Rect:
    """Return the part of the page to draw: that around the suspects."""
    real = np.array([box for box in boxes if np.isfinite(box).all()] or [(0.0, 0.0, 0.0, 0.0)])
    x0, top = real[:, :2].min(0) - MARGIN
    x1, bottom = real[:, 2:].max(0) + MARGIN
    x0, top = min(max(0.0, x0), width - 1), min(max(0.0, top), height - 1)
    return (
        math.floor(x0),
        math.floor(top),
        min(math.ceil(max(x0 + 1, x1)), width),
        min(math.ceil(max(top + 1, bottom)), height),
    )


def _drawn(
    page: pdfium2.PdfPage, scale: float, turns: int, window: Rect, size: tuple[float, float]
) -> NDArray[np.uint8]:
    # The margins to leave out are those of the picture as drawn: left, bottom, right, top.
    crop = (window[0], size[1] - window[3], size[0] - window[2], window[1])
    bitmap = page.render(scale=scale, rotation=90 * turns, crop=crop, no_smoothtext=True, may_draw_forms=False)
    try:
        return np.array(bitmap.to_numpy())
    finally:
        bitmap.close()


def _change(differing: NDArray[np.int16], box: Rect, window: Rect, scale: float, least: int) -> Change:
    if not np.isfinite(box).all():
        return Change(0.0, 0)
    high, wide = differing.shape
    left, above = math.ceil(window[0] * scale), math.ceil(window[1] * scale)
    x0, y0 = max(0, int(box[0] * scale) - left), max(0, int(box[1] * scale) - above)
    x1, y1 = min(wide, int(box[2] * scale) + 1 - left), min(high, int(box[3] * scale) + 1 - above)
    part = differing[y0:y1, x0:x1]
    return Change(float((part >= least).mean()), int(part.max())) if part.size else Change(0.0, 0)

"""The proof that text cannot be seen: the page looks the same without it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pypdfium2 as pdfium2

from gouji.read import pdfium
from gouji.read.backdrop import Rect

SCALE = 1.5
"""Pixels to a point: strokes of small characters are wider than half a pixel."""
LARGEST = 4_000_000
"""Pixels: larger pages are drawn smaller."""


def unseen(page: pdfium2.PdfPage, suspects: Mapping[int, tuple[Rect, float]], least: int) -> set[int]:
    """Return the suspects without which less of their box than given beside it changes by `least` of 255.

    Colours, fills and pictures decide who is suspect; clipping, blending and what covers what only drawing can tell.
    """
    if not suspects:
        return set()
    scale = min(SCALE, (LARGEST / max(1.0, page.get_width() * page.get_height())) ** 0.5)
    with_all = _drawn(page, scale)
    for handle in suspects:
        pdfium.set_active(handle, 0)
    try:
        without = _drawn(page, scale)
    finally:
        for handle in suspects:
            pdfium.set_active(handle, 1)
    changed = np.abs(with_all.astype(np.int16) - without).max(axis=2) >= least
    return {handle for handle, (box, share) in suspects.items() if _share(changed, box, scale) < share}


def _drawn(page: pdfium2.PdfPage, scale: float) -> np.ndarray:
    bitmap = page.render(scale=scale, no_smoothtext=True, may_draw_forms=False)
    try:
        return np.array(bitmap.to_numpy())
    finally:
        bitmap.close()


def _share(changed: np.ndarray, box: Rect, scale: float) -> float:
    high, wide = changed.shape
    x0, y0 = max(0, int(box[0] * scale)), max(0, int(box[1] * scale))
    x1, y1 = min(wide, int(box[2] * scale) + 1), min(high, int(box[3] * scale) + 1)
    part = changed[y0:y1, x0:x1]
    return float(part.mean()) if part.size else 0.0

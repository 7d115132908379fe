"""The proof that something cannot be seen: the page looks the same without it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium2
from numpy.typing import NDArray

from gouji.read import pdfium
from gouji.read.backdrop import Colour, Rect

SCALE = 1.5
"""Pixels to a point: strokes of small characters are wider than half a pixel."""
LARGEST = 4_000_000
"""Pixels: larger parts of a page are drawn smaller."""
SHARED = 0.3
"""Of the lower of two boxes: texts that share so much in height and width are printed over one another."""
MOST = 40
"""Suspects looked at one by one; where more lie over one another, what they change together must do."""
MARGIN = 4.0
"""Points around what is drawn."""


WHOLE = 2.0
"""Pixels: what is lower or narrower may fall between the pixels' middles and draw nothing with hard edges."""
FINE = 0.25
"""Points: dashes of the smallest print are as thick."""
BAR = 0.5
"""Points: the bars of an equals sign are as thick."""
LOW = 5.0
"""Points: signs so low or narrow are bars and dots and nothing else; letters are higher and have strokes enough."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Where an object stands that may not be seen, and by how much of 255 a pixel must differ without it.

    Where `colour` is given, the text may be of its ground's colour: then it also counts how much of what lies under it
    is not. White letters printed over black ones change them, and still nobody reads them.
    """

    box: Rect
    least: int
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What leaving an object out changes: the share of its box that differs visibly, and the widest difference.

    `ground` is the share of its box that has not its colour without it.
    """

    share: float
    peak: int
    ground: float = 1.0


def changes(
    page: pdfium2.PdfPage, suspects: Mapping[int, Suspect], size: tuple[float, float], turns: int
) -> dict[int, Change]:
    """Return what changes without the suspects, by their handles; boxes as shown and turned.

    Colours, fills and pictures decide who is suspect; clipping, blending and what covers what only drawing can tell.
    Bars and dashes are thinner than a pixel: they are drawn larger and with soft edges; others with hard, never pale.
    """
    found: dict[int, Change] = {}
    for thin in (False, True):
        some = {handle: one for handle, one in suspects.items() if (_thickness(one.box) < LOW) == thin}
        if some:
            found |= _changes(page, some, size, turns, thin=thin)
            found |= _apart(page, some, found, size, turns, thin=thin)
    return found


def _apart(
    page: pdfium2.PdfPage,
    suspects: Mapping[int, Suspect],
    together: Mapping[int, Change],
    size: tuple[float, float],
    turns: int,
    *,
    thin: bool,
) -> dict[int, Change]:
    """Look again, one by one, at suspects that seemed to change the page and lie over one another.

    One that changes nothing by itself is not seen if another there is; two that change nothing by themselves may be the
    same text printed twice, which is seen.
    """
    seen = [handle for handle in suspects if together[handle].peak >= suspects[handle].least]
    partners = _overlapping(suspects, seen)
    alone = {
        handle: _changes(page, {handle: suspects[handle]}, size, turns, thin=thin)[handle]
        for handle in [*partners][:MOST]
    }
    shown = {handle for handle, change in alone.items() if change.peak >= suspects[handle].least}
    return {handle: change for handle, change in alone.items() if shown & partners[handle]}


def _overlapping(suspects: Mapping[int, Suspect], some: list[int]) -> dict[int, set[int]]:
    """Return for each of these, where there are any, the others printed over or under it."""
    boxes = np.array([suspects[handle].box for handle in some]).reshape(-1, 4)
    x0, top, x1, bottom = boxes.T[:, :, None]
    high = np.minimum(bottom, bottom.T) - np.maximum(top, top.T) > SHARED * np.minimum(bottom - top, (bottom - top).T)
    wide = np.minimum(x1, x1.T) - np.maximum(x0, x0.T) > SHARED * np.minimum(bottom - top, (bottom - top).T)
    both = high & wide & ~np.eye(len(some), dtype=np.bool_)
    return {
        some[one]: {some[other] for other in np.flatnonzero(both[one]).tolist()}
        for one in np.flatnonzero(both.any(axis=1)).tolist()
    }


def _thickness(box: Rect) -> float:
    return min(box[2] - box[0], box[3] - box[1])


def _changes(
    page: pdfium2.PdfPage, suspects: Mapping[int, Suspect], size: tuple[float, float], turns: int, *, thin: bool
) -> dict[int, Change]:
    width, height = max(1.0, size[0]), max(1.0, size[1])
    window = _window([suspect.box for suspect in suspects.values()], width, height)
    largest = (LARGEST / ((window[2] - window[0]) * (window[3] - window[1]))) ** 0.5
    finest = min(min(max(FINE, _thickness(suspect.box)), BAR) for suspect in suspects.values())
    scale = min(SCALE if not thin else WHOLE / finest, largest)
    before = _drawn(page, scale, turns, window, (width, height), soft=thin)
    for handle in suspects:
        pdfium.set_active(handle, 0)
    try:
        after = _drawn(page, scale, turns, window, (width, height), soft=thin)
    finally:
        for handle in suspects:
            pdfium.set_active(handle, 1)
    differing = np.abs(before.astype(np.int16) - after).max(axis=2)
    beside = 1 if thin else 0
    return {handle: _change(differing, after, one, window, scale, beside) for handle, one in suspects.items()}


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
    page: pdfium2.PdfPage, scale: float, turns: int, window: Rect, size: tuple[float, float], *, soft: bool
) -> NDArray[np.uint8]:
    # The margins to leave out are those of the picture as drawn: left, bottom, right, top.
    crop = (window[0], size[1] - window[3], size[0] - window[2], window[1])
    bitmap = page.render(scale=scale, rotation=90 * turns, crop=crop, no_smoothtext=not soft, may_draw_forms=False)
    try:
        return np.array(bitmap.to_numpy())
    finally:
        bitmap.close()


def _change(
    differing: NDArray[np.int16],
    after: NDArray[np.uint8],
    suspect: Suspect,
    window: Rect,
    scale: float,
    beside: int,
) -> Change:
    """Sum up what differs in a suspect's box and in so many pixels beside it."""
    box = suspect.box
    if not np.isfinite(box).all():
        return Change(0.0, 0)
    high, wide = differing.shape
    left, above = math.ceil(window[0] * scale) + beside, math.ceil(window[1] * scale) + beside
    x0, y0 = max(0, int(box[0] * scale) - left), max(0, int(box[1] * scale) - above)
    right, below = 1 + 2 * beside - left, 1 + 2 * beside - above
    x1, y1 = min(wide, int(box[2] * scale) + right), min(high, int(box[3] * scale) + below)
    part = differing[y0:y1, x0:x1]
    if not part.size:
        return Change(0.0, 0)
    change = Change(float((part >= suspect.least).mean()), int(part.max()))
    if suspect.colour is None:
        return change
    # PDFium's pictures have blue first.
    apart = np.abs(after[y0:y1, x0:x1, 2::-1].astype(np.int16) - suspect.colour).max(axis=2)
    return replace(change, ground=float((apart >= suspect.least).mean()))

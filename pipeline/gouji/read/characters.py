"""A page's characters as arrays: what PDFium says of each, in points of the page as shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.read import pdfium
from gouji.read.frame import Matrix
from gouji.read.texts import UPRIGHT, Texts

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

ASCENT, DESCENT = 0.88, 0.12
"""Of the font size, above and below the baseline: the box of a Chinese character in the common fonts."""
MISSING = 0xFFFD
"""Stands where the file gives no Unicode for a character, so that a reader sees that something is printed there."""
SYMBOLS = {
    0xF020: " ", 0xF052: "☑", 0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF071: "□", 0xF0A3: "□", 0xF0A7: "▪",
    0xF0A8: "□", 0xF0B7: "•", 0xF0D8: "➢", 0xF0FC: "√", 0xF0FE: "☑",
}  # fmt: skip
"""Private codes of the Symbol and Wingdings fonts that word processors print for bullets and ticked boxes."""


@dataclass(frozen=True, slots=True)
class Characters:
    """n characters in the order of the file: codes, boxes (n by x0, top, x1, bottom), and how each may be used."""

    codes: NDArray[np.uint32]
    boxes: Floats
    upright: Flags
    handles: NDArray[np.uint64] | None

    def __len__(self) -> int:
        """Count the characters."""
        return len(self.codes)


def fetch(text_page: int, frame: Matrix, texts: Texts, *, turned: bool, owners: bool) -> Characters:
    """Ask PDFium for all characters of a text page.

    Args:
        text_page: the text page's handle.
        frame: from the page's own space to points as shown (or turned upright).
        texts: the page's text objects.
        turned: whether the frame turns: PDFium's loose boxes are right only for text level in the page's own space.
        owners: whether each character's text object is wanted.
    """
    count = max(0, pdfium.count_characters(text_page))
    codes = _codes(text_page, count)
    level = texts.level
    handles = owners_of(text_page, count) if owners or not level.all() else None
    upright = np.ones(count, np.bool_)
    if handles is not None:
        upright = ~np.isin(handles, texts.handles[~level])
    boxes = np.zeros((count, 4)) if turned else _loose_boxes(text_page, count, frame)
    exact = np.arange(count) if turned else np.flatnonzero(~upright)
    if len(exact):
        boxes[exact], upright[exact] = _exact_boxes(text_page, codes[exact], exact, frame)
    return Characters(_real_codes(text_page, codes, boxes, handles), boxes, upright, handles)


def owners_of(text_page: int, count: int) -> NDArray[np.uint64]:
    """Return the text object of each character, 0 where PDFium added it."""
    owners = (owner or 0 for owner in map(pdfium.text_object, repeat(text_page), range(count)))
    return np.fromiter(owners, np.uint64, count)


def _codes(text_page: int, count: int) -> NDArray[np.uint32]:
    """Return the code of each character: from the whole text where it has as many units as characters, else singly."""
    units = np.zeros(count + 2, np.uint16)
    if pdfium.whole_text(text_page, 0, count, units.ctypes.data) == count + 1 and units[:count].all():
        return units[:count].astype(np.uint32)
    return np.fromiter(map(pdfium.unicode_of, repeat(text_page), range(count)), np.uint32, count)


def _real_codes(
    text_page: int, codes: NDArray[np.uint32], boxes: Floats, handles: NDArray[np.uint64] | None
) -> NDArray[np.uint32]:
    """Put hyphens PDFium marks as soft back, and known symbols and unmapped codes to what they stand for."""
    codes = _without_unicode(text_page, codes, boxes, handles)
    odd = (codes == 0) | (codes == 2) | (codes >= 0xD800) & ((codes < 0xFA00) | (codes >= 0xFFF0))
    for index in np.flatnonzero(odd).tolist():
        code = int(codes[index])
        if code in (2, 0xFFFE) and pdfium.is_hyphen(text_page, index) == 1:
            codes[index] = ord("-")
        elif code in SYMBOLS:
            codes[index] = ord(SYMBOLS[code])
        elif code in (0, 2) or 0xFFF0 <= code <= 0xFFFF or code > 0x10FFFF:
            codes[index] = MISSING
    return _pairs_joined(codes)


def _without_unicode(
    text_page: int, codes: NDArray[np.uint32], boxes: Floats, handles: NDArray[np.uint64] | None
) -> NDArray[np.uint32]:
    """Mark the characters of fonts that give their codes no Unicode, told by printed control codes.

    PDFium then hands on the code itself: what looks like a letter or a sign is one of the font's own numbering.
    """
    control = (codes < 32) & (codes != 2) & (boxes[:, 2] > boxes[:, 0])
    lost = [index for index in np.flatnonzero(control).tolist() if pdfium.has_no_unicode(text_page, index) == 1]
    if not lost:
        return codes
    handles = owners_of(text_page, len(codes)) if handles is None else handles
    distinct, which = np.unique(handles, return_inverse=True)
    fonts = np.array([pdfium.font_of(int(one)) or 0 if one else 0 for one in distinct], np.uint64)[which]
    doubted = np.isin(fonts, fonts[lost]) & (fonts != 0) & (boxes[:, 2] > boxes[:, 0]) & (codes != 32)
    return np.where(doubted, np.uint32(MISSING), codes)


def _pairs_joined(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Put the halves of a character beyond the basic plane together: on the first; the second becomes a zero width."""
    high = np.flatnonzero((codes >= 0xD800) & (codes < 0xDC00))
    for index in high.tolist():
        low = int(codes[index + 1]) if index + 1 < len(codes) else 0
        if 0xDC00 <= low < 0xE000:
            codes[index] = 0x10000 + ((int(codes[index]) - 0xD800) << 10) + (low - 0xDC00)
            codes[index + 1] = 0x200B
    codes[(codes >= 0xD800) & (codes < 0xE000)] = MISSING
    return codes


def _loose_boxes(text_page: int, count: int, frame: Matrix) -> Floats:
    raw = np.zeros((count, 4), np.float32)
    start = raw.ctypes.data
    deque(map(pdfium.loose_box, repeat(text_page), range(count), range(start, start + 16 * count, 16)), maxlen=0)
    return _to_frame(raw.astype(np.float64)[:, [0, 3, 2, 1]], frame)


def _to_frame(boxes: Floats, frame: Matrix) -> Floats:
    """Move boxes of (left, bottom, right, top) by a matrix that turns by quarters."""
    a, b, c, d, e, f = frame
    xs = a * boxes[:, (0, 2)] + c * boxes[:, (1, 3)] + e
    ys = b * boxes[:, (0, 2)] + d * boxes[:, (1, 3)] + f
    return np.column_stack((xs.min(1), ys.min(1), xs.max(1), ys.max(1)))


def _exact_boxes(
    text_page: int, codes: NDArray[np.uint32], which: NDArray[np.intp], frame: Matrix
) -> tuple[Floats, Flags]:
    """Build boxes from origins, matrices and font sizes, for text of any direction."""
    tight, origins, matrices, sizes = _measures(text_page, which)
    a, b, c, d, e, f = frame
    ink = _to_frame(tight, frame)
    x, y = a * origins[:, 0] + c * origins[:, 1] + e, b * origins[:, 0] + d * origins[:, 1] + f
    along_x = a * matrices[:, 0] + c * matrices[:, 1]
    along_y = b * matrices[:, 0] + d * matrices[:, 1]
    length = np.hypot(along_x, along_y)
    upright = (along_x > 0) & (np.abs(along_y) <= UPRIGHT * length) | (length == 0)
    em = sizes * np.hypot(matrices[:, 2], matrices[:, 3])
    ends = _ends(codes, x, y, em, np.clip(ink[:, 2], x, x + 1.05 * em))
    built = np.column_stack((np.minimum(ink[:, 0], x), y - ASCENT * em, ends, y + DESCENT * em))
    return np.where((upright & (em > 0))[:, None], built, ink), upright


def _ends(codes: NDArray[np.uint32], x: Floats, y: Floats, em: Floats, ink: Floats) -> Floats:
    """Return where each character ends: where the next on its line begins if that is near, else where its ink ends.

    PDFium's own line ends, which are not printed, are no neighbours.
    """
    printed = np.flatnonzero(codes >= 32)
    here, following = printed[:-1], printed[1:]
    step = x[following] - x[here]
    near = (step > 0) & (step <= 1.5 * em[here]) & (np.abs(y[following] - y[here]) < 0.1 * em[here])
    ends = ink.copy()
    # A step much wider than the ink is a gap between words, not the width of the character.
    wide = step > ink[here] - x[here] + 0.3 * em[here]
    ends[here[near & ~wide]] = x[following[near & ~wide]]
    return ends


def _measures(text_page: int, which: NDArray[np.intp]) -> tuple[Floats, Floats, Floats, Floats]:
    """Return tight boxes (left, bottom, right, top), origins, matrices and font sizes of these characters."""
    count, indices = len(which), which.tolist()
    tight, origins = np.zeros((count, 4)), np.zeros((count, 2))
    matrices = np.zeros((count, 6), np.float32)
    _ask(pdfium.tight_box, text_page, indices, tight, (0, 2, 1, 3))
    _ask(pdfium.origin, text_page, indices, origins, (0, 1))
    _ask(pdfium.text_matrix, text_page, indices, matrices, (0,))
    sizes = np.fromiter(map(pdfium.font_size, repeat(text_page), indices), np.float64, count)
    return tight, origins, matrices.astype(np.float64), sizes


def _ask(
    function: Callable[..., Any], text_page: int, indices: list[int], into: NDArray[Any], order: tuple[int, ...]
) -> None:
    """Let PDFium write its answers of each character into a row of the array, its pointers in this order."""
    start, stride, step = into.ctypes.data, into.strides[0], into.itemsize
    places = [range(at, at + stride * len(indices), stride) for at in (start + step * part for part in order)]
    deque(map(function, repeat(text_page), indices, *places), maxlen=0)

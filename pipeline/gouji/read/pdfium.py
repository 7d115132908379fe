"""PDFium's functions, called by address: a page has thousands of characters, and ctypes' checks would cost more."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

_INT, _UINT, _POINTER, _FLOAT = ctypes.c_int, ctypes.c_uint, ctypes.c_void_p, ctypes.c_float

IMAGE, FORM, TEXT, PATH = raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
"""Kinds of page objects."""


def _plain(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401
    """Return the function by address, handles as plain integers. PDFium calls nothing back, so the lock stays held."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]  # an address is allowed


count_characters = _plain("FPDFText_CountChars", _INT, _POINTER)
unicode_of = _plain("FPDFText_GetUnicode", _UINT, _POINTER, _INT)
whole_text = _plain("FPDFText_GetText", _INT, _POINTER, _INT, _INT, _POINTER)
loose_box = _plain("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
tight_box = _plain("FPDFText_GetCharBox", _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
origin = _plain("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)
text_matrix = _plain("FPDFText_GetMatrix", _INT, _POINTER, _INT, _POINTER)
font_size = _plain("FPDFText_GetFontSize", ctypes.c_double, _POINTER, _INT)
has_no_unicode = _plain("FPDFText_HasUnicodeMapError", _INT, _POINTER, _INT)
font_of = _plain("FPDFTextObj_GetFont", _POINTER, _POINTER)
text_object = _plain("FPDFText_GetTextObject", _POINTER, _POINTER, _INT)
is_generated = _plain("FPDFText_IsGenerated", _INT, _POINTER, _INT)
is_hyphen = _plain("FPDFText_IsHyphen", _INT, _POINTER, _INT)

count_objects = _plain("FPDFPage_CountObjects", _INT, _POINTER)
object_at = _plain("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
count_inner = _plain("FPDFFormObj_CountObjects", _INT, _POINTER)
inner_at = _plain("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
kind_of = _plain("FPDFPageObj_GetType", _INT, _POINTER)
matrix_of = _plain("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
bounds_of = _plain("FPDFPageObj_GetBounds", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
fill_of = _plain("FPDFPageObj_GetFillColor", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
ink_of = _plain("FPDFPageObj_GetStrokeColor", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
stroke_width_of = _plain("FPDFPageObj_GetStrokeWidth", _INT, _POINTER, _POINTER)
is_transparent = _plain("FPDFPageObj_HasTransparency", _INT, _POINTER)
set_active = _plain("FPDFPageObj_SetIsActive", _INT, _POINTER, _INT)
count_marks = _plain("FPDFPageObj_CountMarks", _INT, _POINTER)
clip_of = _plain("FPDFPageObj_GetClipPath", _POINTER, _POINTER)
count_clips = _plain("FPDFClipPath_CountPaths", _INT, _POINTER)
count_clip_segments = _plain("FPDFClipPath_CountPathSegments", _INT, _POINTER, _INT)
clip_segment_at = _plain("FPDFClipPath_GetPathSegment", _POINTER, _POINTER, _INT, _INT)
render_mode_of = _plain("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
draw_mode_of = _plain("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)
count_segments = _plain("FPDFPath_CountSegments", _INT, _POINTER)
segment_at = _plain("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
segment_kind = _plain("FPDFPathSegment_GetType", _INT, _POINTER)
segment_point = _plain("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
segment_closes = _plain("FPDFPathSegment_GetClose", _INT, _POINTER)


def address_of(handle: Any) -> int:  # noqa: ANN401 - pypdfium2's handles have no common type
    """Return a handle as the integer the plain functions take."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class Scratch:
    """Places PDFium writes its answers to; the addresses are taken once. Slices of them are far cheaper than items."""

    def __init__(self) -> None:
        self._floats = (_FLOAT * 6)()
        self._words = (_UINT * 4)()
        self._pair = (_INT * 2)()
        start = ctypes.addressof(self._floats)
        self._at = start
        self._four_floats = tuple(range(start, start + 16, 4))
        start = ctypes.addressof(self._words)
        self._four_words = tuple(range(start, start + 16, 4))
        self._two_ints = (ctypes.addressof(self._pair), ctypes.addressof(self._pair) + 4)

    def matrix(self, handle: int) -> tuple[float, ...]:
        """Return an object's matrix, the identity if it has none."""
        return tuple(self._floats[:]) if matrix_of(handle, self._at) else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def bounds(self, handle: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top in the space the object is drawn in, nothing if it has none."""
        if not bounds_of(handle, *self._four_floats):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = self._floats[:4]
        return left, bottom, right, top

    def colour(self, ask: Callable[..., Any], handle: int) -> tuple[int, int, int, int] | None:
        """Return red, green, blue, alpha, or None where PDFium knows no plain colour (a pattern)."""
        if not ask(handle, *self._four_words):
            return None
        red, green, blue, alpha = self._words[:]
        return red, green, blue, alpha

    def width(self, handle: int) -> float:
        """Return the width a path is stroked with, before its matrix."""
        return self._floats[0] if stroke_width_of(handle, self._at) else 0.0

    def draw_mode(self, handle: int) -> tuple[bool, bool]:
        """Tell whether a path is filled, and whether it is stroked."""
        if not draw_mode_of(handle, *self._two_ints):
            return False, False
        filled, stroked = self._pair[:]
        return filled != 0, stroked != 0

    def point(self, segment: int) -> list[float]:
        """Return x and y of a segment's end, before the path's matrix."""
        segment_point(segment, self._at, self._at + 4)
        return self._floats[:2]

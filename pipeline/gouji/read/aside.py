"""What the first reader left out of a page, for the second to leave out too: it knows no alpha, mode, layer or mask."""

from __future__ import annotations

from collections.abc import Iterable

import pypdfium2 as pdfium2

from gouji.model.page import Page
from gouji.model.place import Box
from gouji.read.annotations import prepare_forms
from gouji.read.layers import has_layers
from gouji.read.sight import sight_of

Spot = tuple[str, float, float]
"""A character and its middle on the page as shown."""


def left_aside(data: bytes, pages: Iterable[int]) -> dict[int, list[Spot] | None]:
    """Return for each page (from 1) the characters nobody reads on it, None if fields or typed-on text were added.

    Pages PDFium cannot load are not in it.
    """
    found: dict[int, list[Spot] | None] = {}
    try:
        document = pdfium2.PdfDocument(data)
    except pdfium2.PdfiumError:
        return found
    try:
        prepare_forms(document)
        layered = has_layers(data)
        for number in pages:
            try:
                sight = sight_of(document, number - 1, layered=layered)
            except (pdfium2.PdfiumError, IndexError):
                continue
            spots = (*sight.hidden.spots, *sight.marks.spots)
            found[number] = None if sight.joined else [_shown(sight.page, spot) for spot in spots]
    finally:
        document.close()
    return found


def _shown(page: Page, spot: Spot) -> Spot:
    char, x, y = spot
    at = page.as_shown(Box(x0=x, top=y, x1=x, bottom=y))
    return char, at.x0, at.top

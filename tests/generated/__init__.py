"""Documents with known truth, drawn at random: the same seed gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from tests.generated.families import FAMILIES, draw_form
from tests.generated.model import Form, PageTable, Specimen, Truth
from tests.generated.others import draw_other
from tests.generated.print_pdf import doubled, rotated, shaded, sideways, stamped
from tests.generated.print_pdf_continued import continued
from tests.generated.print_pdf_hidden import hidden
from tests.generated.print_pdf_long import long
from tests.generated.print_pdf_open import borderless, missing_strokes
from tests.generated.print_pdf_ruled import ruled, undescribed


def _late(module: str, name: str = "draw") -> Callable[[int], Specimen]:
    """Return a way to print whose module, and the libraries it needs, are loaded when it is first used."""

    def draw(seed: int) -> Specimen:
        drawn: Specimen = getattr(import_module(f"tests.generated.{module}"), name)(seed)
        return drawn

    return draw


STYLES: Mapping[str, Callable[[int], Specimen]] = {
    "ruled": ruled,
    "undescribed": undescribed,
    "doubled": doubled,
    "shaded": shaded,
    "rotated": rotated,
    "sideways": sideways,
    "seal_image": stamped,
    "hidden": hidden,
    "continued": continued,
    "missing_strokes": missing_strokes,
    "borderless": borderless,
    "long": long,
    "docx": _late("print_docx"),
    "xlsx": _late("print_xlsx"),
    "xls": _late("print_xlsx", "draw_xls"),
    "html": _late("print_html"),
    "writer_pdf": _late("print_producers", "writer_pdf"),
    "calc_pdf": _late("print_producers", "calc_pdf"),
    "chromium_pdf": _late("print_producers", "chromium_pdf"),
}
"""Every way to print, by name."""


def specimen(style: str, seed: int) -> Specimen:
    """Return the document that belongs to a style and a seed."""
    return STYLES[style](seed)


__all__ = ["FAMILIES", "STYLES", "Form", "PageTable", "Specimen", "Truth", "draw_form", "draw_other", "specimen"]

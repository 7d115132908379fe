"""What is laid over a page: filled-in fields and typed-on text are part of it; stamps, signatures, comments are not."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium2
import pypdfium2.raw as raw

TYPED = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
"""Fields of a form and text typed on a page: whoever prints the page sees them as its text."""
UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW | raw.FPDF_ANNOT_FLAG_INVISIBLE
SIGNATURE, BUTTON = raw.FPDF_FORMFIELD_SIGNATURE, raw.FPDF_FORMFIELD_PUSHBUTTON


@dataclass(frozen=True, slots=True)
class Overlay:
    """What the annotations of a page come to: whether any became content, and how many with text were left out."""

    joined: bool = False
    left_out: int = 0


def prepare_forms(document: pdfium2.PdfDocument) -> None:
    """Let PDFium draw the values of fields whose file leaves their appearance to the program."""
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()


def join_typed(document: pdfium2.PdfDocument, page: pdfium2.PdfPage) -> Overlay:
    """Make fields and typed text part of the page's content, in memory; the page must then be loaded again."""
    count = raw.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return Overlay()
    kinds = [_look(document, page, index) for index in range(count)]
    left_out = sum(text for typed, text in kinds if not typed)
    if not any(typed for typed, _ in kinds):
        return Overlay(left_out=left_out)
    for index in reversed(range(count)):
        if not kinds[index][0]:
            raw.FPDFPage_RemoveAnnot(page, index)
    joined = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    return Overlay(joined=joined, left_out=left_out)


def _look(document: pdfium2.PdfDocument, page: pdfium2.PdfPage, index: int) -> tuple[bool, bool]:
    """Return whether the annotation is typed text, and whether it shows any text at all."""
    annotation = raw.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return False, False
    try:
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if raw.FPDFAnnot_GetFlags(annotation) & UNSEEN:
            return False, False
        typed = kind in TYPED and not (kind == raw.FPDF_ANNOT_WIDGET and _field(document, annotation) in _NO_TEXT)
        return typed, not typed and _has_text(annotation)
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


_NO_TEXT = (SIGNATURE, BUTTON)


def _field(document: pdfium2.PdfDocument, annotation: object) -> int:
    return int(raw.FPDFAnnot_GetFormFieldType(document.formenv, annotation)) if document.formenv else -1


def _has_text(annotation: object) -> bool:
    """Tell whether its appearance holds text, directly or in a form."""
    count = raw.FPDFAnnot_GetObjectCount(annotation)
    return any(_is_text(raw.FPDFAnnot_GetObject(annotation, index), 0) for index in range(count))


def _is_text(thing: object, depth: int) -> bool:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind != raw.FPDF_PAGEOBJ_FORM or depth > 4:
        return bool(kind == raw.FPDF_PAGEOBJ_TEXT)
    inner = (raw.FPDFFormObj_GetObject(thing, index) for index in range(raw.FPDFFormObj_CountObjects(thing)))
    return any(_is_text(one, depth + 1) for one in inner)

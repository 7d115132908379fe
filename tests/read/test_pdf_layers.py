"""What lies over a page or is switched off in it: layers, fields, typed-on text, stamps, masks; and long documents."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gouji.model.page import Page
from gouji.read import shelf
from gouji.read.pdf import read_pdf

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
LATIN = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def raw_pdf(
    content: str, *, page: str = "", catalog: str = "", resources: str = "", more: tuple[str, ...] = ()
) -> bytes:
    """Write a PDF of one page; `more` are further objects, from number 6."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> {page} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        LATIN,
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def text(words: str, y: int = 150) -> str:
    return f"BT /F1 12 Tf 50 {y} Td ({words}) Tj ET\n"


def form(content: str, entries: str = "") -> str:
    return (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /Font << /F1 5 0 R >> >> {entries} "
        f"/Length {len(content)} >>\nstream\n{content}\nendstream"
    )


def said(data: bytes) -> tuple[list[str], list[str]]:
    (page,), notices = read_pdf(data)
    return [word.text for word in page.words], [notice.code for notice in notices]


def layered(*, on: bool, marked: bool) -> bytes:
    """Print a word in a layer: as marked content, or as a form that belongs to one."""
    state = "/ON [6 0 R]" if on else "/OFF [6 0 R]"
    inside = text("LAYER", 100)
    return raw_pdf(
        text("SHOWN") + (f"/OC /MC0 BDC\n{inside}EMC\n" if marked else "/X0 Do\n"),
        catalog=f"/OCProperties << /OCGs [6 0 R] /D << {state} >> >>",
        resources="/Properties << /MC0 6 0 R >> /XObject << /X0 7 0 R >>",
        more=("<< /Type /OCG /Name (Notes) >>", form(inside, "/OC 6 0 R")),
    )


@pytest.mark.parametrize("marked", [True, False])
def test_layer_is_read_only_where_it_is_switched_on(marked: bool):
    assert said(layered(on=True, marked=marked)) == (["SHOWN", "LAYER"], [])
    assert said(layered(on=False, marked=marked)) == (["SHOWN"], ["R-01"])


def test_values_of_fields_are_read_in_their_place():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300))
    canvas.drawString(50, 150, "score")
    canvas.acroForm.textfield(name="total", value="98.50", x=150, y=140, width=80, height=24, borderWidth=0)
    canvas.showPage()
    canvas.save()
    (page,), notices = read_pdf(buffer.getvalue())
    value = next(word for word in page.words if word.text == "98.50")
    assert 150 <= value.box.x0 < value.box.x1 <= 230
    assert 136 <= value.box.top < value.box.bottom <= 160
    assert notices == ()


def annotated(kind: str, flags: int = 4) -> bytes:
    look = form(text("TYPED", 20), "").replace("[0 0 400 300]", "[0 0 200 60]", 1)
    return raw_pdf(
        text("SHOWN"),
        page="/Annots [6 0 R]",
        more=(
            f"<< /Type /Annot /Subtype /{kind} /Rect [40 40 240 100] /F {flags} /Contents (TYPED) "
            "/DA (/F1 12 Tf 0 g) /AP << /N 7 0 R >> >>",
            look,
        ),
    )


def test_text_typed_on_a_page_is_read_and_a_stamp_is_named():
    assert said(annotated("FreeText")) == (["SHOWN", "TYPED"], [])
    assert said(annotated("Stamp")) == (["SHOWN"], ["R-07"])


@pytest.mark.parametrize("kind", ["FreeText", "Stamp"])
def test_annotation_that_is_not_shown_is_not_read(kind: str):
    assert said(annotated(kind, flags=2)) == (["SHOWN"], [])


@pytest.mark.parametrize(("shade", "seen"), [(1, True), (0, False)])
def test_text_behind_a_soft_mask_is_read_where_the_mask_lets_it_through(shade: int, seen: bool):
    mask = f"{shade} g 0 0 400 300 re f\n"
    data = raw_pdf(
        text("SHOWN") + "/G0 gs\n" + text("MASKED", 100),
        resources="/ExtGState << /G0 << /SMask << /Type /Mask /S /Luminosity /G 6 0 R >> >> >>",
        more=(form(mask, "/Group << /S /Transparency /CS /DeviceGray >>"),),
    )
    assert said(data) == ((["SHOWN", "MASKED"], []) if seen else (["SHOWN"], ["R-01"]))


def filled(rows: int, cols: int) -> bytes:
    """Print a table whose cells are all shaded, each by a rectangle of its own."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(20 + 12 * cols, 20 + 12 * rows))
    canvas.setFont("Helvetica", 5)
    for row in range(rows):
        for col in range(cols):
            canvas.setFillGray(0.8 + 0.001 * ((row * cols + col) % 150))
            canvas.rect(10 + 12 * col, 10 + 12 * row, 12, 12, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(12 + 12 * col, 14 + 12 * row, f"{col}")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_dense_fills_cost_in_proportion():
    def cost(data: bytes) -> float:
        start = time.process_time()
        (page,), notices = read_pdf(data)
        assert notices == ()
        assert len(page.words) >= 400
        return time.process_time() - start

    small, large = filled(20, 20), filled(80, 40)
    assert min(cost(large) for _ in range(2)) < 8 * 4 * min(cost(small) for _ in range(2))


def test_layers_are_found_in_a_packed_catalogue():
    packed = zlib.compress(b"1 0 << /Type /Catalog /OCProperties << >> >>")
    stream = b"7 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\n" + packed + b"\nendstream"
    from gouji.read.layers import has_layers

    assert has_layers(b"%PDF-1.7\n" + stream)
    assert not has_layers(b"%PDF-1.7\n" + stream.replace(packed, zlib.compress(b"1 0 << /Type /Catalog >>")))


def test_long_document_stands_on_a_shelf_and_in_several_sittings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shelf, "KEPT", 5)
    monkeypatch.setattr("gouji.read.pdf.AT_ONCE", 7)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300))
    for number in range(1, 41):
        canvas.drawString(50, 150, f"page{number}")
        canvas.line(50, 100, 50 + number, 100)
        canvas.showPage()
    canvas.save()
    pages, notices = read_pdf(buffer.getvalue())
    assert isinstance(pages, shelf.Shelf)
    assert notices == ()
    assert [(page.number, page.words[0].text) for page in pages] == [(n, f"page{n}") for n in range(1, 41)]
    assert pages[16].strokes[0].x1 == pytest.approx(67)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_shelf_keeps_how_a_page_was_turned(turned: int):
    page = Page(number=3, width=300, height=400, words=(), strokes=(), turned=turned)
    assert shelf.Shelf([page])[0] == page

"""PDF files made to break a reader."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

from tests.read.broken.common import Cases
from tests.read.broken.mutations import write_pdf


def _pdf(
    content: bytes,
    page: bytes = b"",
    more: Mapping[int, tuple[bytes, bytes | None]] | None = None,
    box: bytes = b"0 0 595 842",
) -> bytes:
    """Return a PDF of one page with a font for Latin letters; `more` are further objects, from 10."""
    parts: dict[int, tuple[bytes, bytes | None]] = {
        1: (b"<< /Type /Catalog /Pages 2 0 R >>", None),
        2: (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
        3: (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 10 0 R /Y 11 0 R >> >> %s >>" % (box, page),
            None,
        ),
        4: (b"<< /Filter /FlateDecode /Length %d >>" % len(zlib.compress(content)), zlib.compress(content)),
        5: (b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", None),
        **(more or {}),
    }
    return write_pdf(parts, b"<< /Root 1 0 R /Size 20 >>")


def _ruled(x: float = 50, y: float = 700, rows: int = 6) -> bytes:
    lines = [b"0.5 w"]
    lines += [b"%.1f %.1f 300 20 re S" % (x, y - 20 * row) for row in range(rows)]
    lines += [
        b"%.1f %.1f m %.1f %.1f l S" % (x + 100 * col, y + 20, x + 100 * col, y + 20 - 20 * rows) for col in range(4)
    ]
    lines += [
        b"BT /F1 10 Tf %.1f %.1f Td (A%d.%d) Tj ET" % (x + 5 + 100 * col, y + 5 - 20 * row, row, col)
        for row in range(rows)
        for col in range(3)
    ]
    return b"\n".join(lines)


def _form(content: bytes, resources: bytes = b"") -> tuple[bytes, bytes]:
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << %s >> >> /Length %d >>" % (
        resources,
        len(content),
    )
    return head, content


def _pages(*parts: tuple[bytes, bytes | None]) -> bytes:
    return write_pdf(
        {1: (b"<< /Type /Catalog /Pages 2 0 R >>", None), **dict(enumerate(parts, 2))}, b"<< /Root 1 0 R /Size 20 >>"
    )


def _strokes(count: int, template: bytes = b"%d %d m %d %d l S") -> bytes:
    lines = (template % (n * 7919 % 595, n * 104_729 % 842, n * 31 % 595, n * 104_729 % 842) for n in range(count))
    return _pdf(_ruled() + b"\n0.5 w\n" + b"\n".join(lines))


def _forms_deep(count: int) -> bytes:
    more = {10 + n: _form(b"/X Do /X Do", b"/X %d 0 R" % (11 + n)) for n in range(count)}
    return _pdf(_ruled() + b"\n/X Do", more={**more, 10 + count: _form(b"0 0 5 5 re f")})


def small() -> bytes:
    """Return a small good file."""
    return _pdf(_ruled())


CASES: Cases = {
    ".pdf": {
        "good": lambda: _pdf(_ruled()),
        **{
            f"box {box.decode()}": (lambda box=box: _pdf(_ruled(), box=box))
            for box in (
                b"0 0 0 0",
                b"0 0 1e9 1e9",
                b"0 0 99999 99999",
                b"0 0 0.001 842",
                b"595 842 0 0",
                b"0 0 -595 -842",
                b"nan nan nan nan",
                b"a b c d",
                b"0 0 595",
                b"-99999999 -99999999 99999999 99999999",
                b"0 0 99999999999999999999 1",
            )
        },
        **{
            f"more {more.decode()[:24]}": (lambda more=more: _pdf(_ruled(), page=more))
            for more in (
                b"/Rotate 45",
                b"/Rotate 99999999999",
                b"/Rotate -90",
                b"/UserUnit 1e9",
                b"/UserUnit -1",
                b"/CropBox [9999 9999 9999 9999]",
                b"/Annots 3 0 R",
                b"/Annots [3 0 R 4 0 R 99 0 R]",
            )
        },
        **{
            f"matrix {matrix.decode()}": (lambda matrix=matrix: _pdf(matrix + b" cm\n" + _ruled()))
            for matrix in (
                b"0 0 0 0 0 0",
                b"1 0 0 0 0 400",
                b"0 0 0 1 300 0",
                b"nan 0 0 nan 0 0",
                b"1e38 0 0 1e38 0 0",
                b"1e-38 0 0 1e-38 0 0",
                b"1 1 1 1 0 0",
                b"-1 0 0 -1 595 842",
                b".7 .7 -.7 .7 300 0",
            )
        },
        **{
            f"text {how.decode()[:20]}": (
                lambda how=how: _pdf(_ruled() + b"\nBT " + how + b" 60 300 Td (ABCDEFG) Tj (XYZ) Tj ET")
            )
            for how in (
                b"/F1 0 Tf",
                b"/F1 -10 Tf",
                b"/F1 1e9 Tf",
                b"/F1 nan Tf",
                b"/F9 10 Tf",
                b"/F1 10 Tf 0 Tz",
                b"/F1 10 Tf -1e9 Tc",
                b"/F1 10 Tf 1 0 0 0 0 0 Tm",
                b"/F1 10 Tf 3 Tr",
                b"/F1 10 Tf 99 Tr",
            )
        },
        "form of itself": lambda: _pdf(_ruled() + b"\n/X Do", more={10: _form(b"/X Do 0 0 9 9 re f", b"/X 10 0 R")}),
        "forms doubling": lambda: _forms_deep(10),
        "forms 400 deep": lambda: _pdf(
            _ruled() + b"\n/X Do", more={10 + n: _form(b"/X Do", b"/X %d 0 R" % (11 + n)) for n in range(400)}
        ),
        "strokes 5000": lambda: _strokes(5000),
        "frames 1500": lambda: _strokes(1500, b"1 0 0 RG %d %d %d %d re S"),
        "rings 3000": lambda: _pdf(
            _ruled()
            + b"\n1 0 0 RG\n"
            + b"\n".join(
                b"%d %d m %d %d %d %d %d %d c h S"
                % (n % 500, n % 700, n % 500, 60 + n % 700, 60 + n % 500, 60 + n % 700, 60 + n % 500, n % 700)
                for n in range(3000)
            )
        ),
        "slanted 6000": lambda: _pdf(
            _ruled()
            + b"".join(
                b"\nBT /F1 9 Tf .7 .7 -.7 .7 %d %d Tm (A) Tj ET" % (n % 90 * 6, n // 90 * 9) for n in range(6000)
            )
        ),
        "operators 300000": lambda: _pdf(_ruled() + b"\n" + b"q " * 300_000),
        "nested arrays": lambda: _pdf(_ruled() + b"\n" + b"[" * 200_000),
        "nested strings": lambda: _pdf(_ruled() + b"\n" + b"(" * 1_000_000),
        "inline picture": lambda: _pdf(_ruled() + b"\nBI /W 99999 /H 99999 /BPC 8 /CS /RGB ID xx EI"),
        "points": lambda: _pdf(_ruled() + b"\n0 0 m " + b"1 1 l 2 2 l " * 60_000 + b"S"),
        "cut content": lambda: _pdf(_ruled()[:300]),
        "flate bomb": lambda: _pdf(_ruled() + b" " * 30_000_000),
        "text 60000": lambda: _pdf(
            _ruled() + b"\nBT /F1 5 Tf 5 TL 10 830 Td " + b"(abcdefghi jklmnopq rstuvwxyz) ' " * 2000 + b"ET"
        ),
        "no content": lambda: _pages(
            (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None), (b"<< /Type /Page /Parent 2 0 R >>", None)
        ),
        "pages of themselves": lambda: _pages((b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>", None)),
        "pages in a circle": lambda: _pages(
            (b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", None),
            (b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9 >>", None),
        ),
        "pages 1000000": lambda: re.sub(rb"/Count 1\b", b"/Count 1000000", _pdf(_ruled())),
        "pages below zero": lambda: re.sub(rb"/Count 1\b", b"/Count -5", _pdf(_ruled())),
        "pages 2000 deep": lambda: _pages(
            *((b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3), None) for n in range(2000)),
            (b"<< /Type /Page >>", None),
        ),
        "page is its parent": lambda: re.sub(
            rb"/Parent 2 0 R", b"/Parent 3 0 R", _pdf(_ruled()).replace(b"/MediaBox", b"/OldBox")
        ),
        "tail of digits": lambda: _pdf(_ruled()) + b"1" * 2_000_000,
        "many packed": lambda: (
            _pdf(_ruled())
            + b"".join(
                b"\n%d 0 obj<</Type /ObjStm /Filter/FlateDecode>>stream\n%s\nendstream endobj"
                % (100 + n, zlib.compress(b"0" * 1000))
                for n in range(5000)
            )
            + b"\nstartxref\n0\n%%EOF"
        ),
        "cipher": lambda: _pdf(_ruled()).replace(b"/Size 20", b"/Size 20 /Encrypt << /Filter /Standard /V 99 /R 9 >>"),
    },
}

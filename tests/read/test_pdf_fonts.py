"""Kinds of fonts: glyphs drawn by the page itself (Type3) and compact outlines (CFF), with and without Unicode."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from gouji.read.pdf import read_pdf

TEXT = "产出指标15.5"
SIZE = 12.0


def _pdf(objects: Mapping[int, bytes], content: bytes) -> bytes:
    """Write a file of one page (400 by 300 points): 1 catalogue, 2 pages, 3 page, 4 content, 5 the font."""
    whole = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        4: _stream(b"", content),
        **objects,
    }
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number in sorted(whole):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + whole[number] + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(whole) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(whole) + 1, start)
    return bytes(out)


def _stream(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)


def _to_unicode(bytes_each: int) -> bytes:
    width = 2 * bytes_each
    pairs = "\n".join(f"<{number:0{width}X}> <{ord(char):04X}>" for number, char in enumerate(TEXT, start=1))
    return _stream(
        b"",
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
            f"1 begincodespacerange <{0:0{width}X}> <{256**bytes_each - 1:0{width}X}> endcodespacerange\n"
            f"{len(TEXT)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
        ).encode(),
    )


def _shown(bytes_each: int) -> bytes:
    codes = b"".join(number.to_bytes(bytes_each, "big") for number in range(1, len(TEXT) + 1))
    return b"BT /F %d Tf 1 0 0 1 50 200 Tm <%s> Tj ET" % (SIZE, codes.hex().encode())


def type3(*, unicode: bool) -> bytes:
    """Every glyph a box drawn by a content stream of its own, a thousandth of the size to a unit."""
    first = 7
    names = [f"g{number}" for number in range(1, len(TEXT) + 1)]
    procs = b"".join(b"/%s %d 0 R" % (name.encode(), first + at) for at, name in enumerate(names))
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<<%s>>"
        b"/Encoding<</Type/Encoding/Differences[1 %s]>>/FirstChar 1/LastChar %d/Widths[%s]/Resources<<>>%s>>"
        % (
            procs,
            b" ".join(b"/" + name.encode() for name in names),
            len(names),
            b" ".join([b"1000"] * len(names)),
            b"/ToUnicode 6 0 R" if unicode else b"",
        )
    )
    glyph = _stream(b"", b"1000 0 0 -120 1000 880 d1 80 0 840 800 re f")
    glyphs = {first + at: glyph for at in range(len(names))}
    return _pdf({5: font, 6: _to_unicode(1), **glyphs}, _shown(1))


def _compact_outlines() -> bytes:
    """A CFF font whose glyphs are boxes."""
    names = [".notdef", *(f"g{number}" for number in range(1, len(TEXT) + 1))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    strings = {}
    for name in names:
        pen = T2CharStringPen(1000, None)
        pen.moveTo((80, 0))
        for corner in ((920, 0), (920, 800), (80, 800)):
            pen.lineTo(corner)
        pen.closePath()
        strings[name] = pen.getCharString()
    builder.setupCharacterMap({0x4E00 + at: name for at, name in enumerate(names)})
    builder.setupCFF("Boxes", {"FullName": "Boxes"}, strings, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 80)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    whole = io.BytesIO()
    builder.save(whole)
    return bytes(TTFont(whole).getTableData("CFF "))


def compact(*, unicode: bool) -> bytes:
    """A composite font with compact outlines, two bytes a character, coded by its own glyph numbers."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Boxes/Encoding/Identity-H/DescendantFonts[7 0 R]%s>>"
    descendant = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/ABCDEF+Boxes/DW 1000/FontDescriptor 8 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/ABCDEF+Boxes/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 800/StemV 80/FontFile3 9 0 R>>"
    )
    return _pdf(
        {
            5: font % (b"/ToUnicode 6 0 R" if unicode else b""),
            6: _to_unicode(2),
            7: descendant,
            8: descriptor,
            9: _stream(b"/Subtype/CIDFontType0C", _compact_outlines()),
        },
        _shown(2),
    )


@pytest.mark.parametrize("font", [type3, compact])
def test_font_with_unicode_is_read_at_its_place(font):
    pages, notices = read_pdf(font(unicode=True))
    (word,) = pages[0].words
    assert word.text == TEXT
    assert word.stops == pytest.approx([50 + SIZE * at for at in range(len(TEXT) + 1)], abs=0.5)
    assert 300 - 200 - SIZE <= word.box.top < word.box.bottom <= 300 - 200 + 0.3 * SIZE
    assert not notices


@pytest.mark.parametrize("font", [type3, compact])
def test_font_without_unicode_leaves_a_notice(font):
    pages, notices = read_pdf(font(unicode=False))
    (word,) = pages[0].words
    assert TEXT not in word.text, "nothing in the file says what is printed"
    assert "R-02" in {notice.code for notice in notices}
    assert len(word.stops) == len(TEXT) + 1

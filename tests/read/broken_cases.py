"""Files that were made to break readers, each with the reasons it may end with (None: it is read)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from functools import cache

from tests.read.mutations import good, rezip, unzip, write_pdf

Case = Callable[[], bytes]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


# -- DOCX


def _docx(body: str, **parts: str) -> bytes:
    """Return a DOCX of a body; `parts` are the styles and numbering."""
    members = unzip(good("national-faulty-docx"))
    members["word/document.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships"><w:body>{body}</w:body></w:document>'
    ).encode()
    for name, content in parts.items():
        members[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'.encode()
    return rezip(members)


def _tc(text: str = "数量指标", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def _tbl(*rows: str, grid: str = "") -> str:
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


_PLAIN_ROWS = tuple(_tc(f"一{row}") + _tc("90") + _tc("95") for row in range(4))


def _spans(value: str) -> Case:
    return lambda: _docx(_tbl(*_PLAIN_ROWS, _tc(properties=f'<w:gridSpan w:val="{value}"/><w:tcW w:w="{value}" w:type="dxa"/>') + _tc(), grid=f'<w:gridCol w:w="{value}"/>' * 3))


def _chain(count: int) -> bytes:
    rows = [_tc("合", '<w:vMerge w:val="restart"/>') + _tc()]
    rows += [_tc("", "<w:vMerge/>") + _tc(str(row)) for row in range(count)]
    return _docx(_tbl(*rows))


def _nested(count: int) -> bytes:
    return _docx("<w:tbl><w:tr><w:tc>" * count + _tbl(*_PLAIN_ROWS) + "<w:p/></w:tc></w:tr></w:tbl>" * count)


def _controls(count: int) -> bytes:
    wrapped = "<w:sdt><w:sdtContent>" * count + "<w:r><w:t>文</w:t></w:r>" + "</w:sdtContent></w:sdt>" * count
    return _docx(_tbl(*_PLAIN_ROWS) + f"<w:p>{wrapped}</w:p>")


def _styled(styles: str) -> bytes:
    row = _tc().replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>') * 2
    return _docx(_tbl(row, row, row), styles=styles)


def _numbered(levels: str, tail: str = "", count: int = 3) -> bytes:
    paragraph = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>项</w:t></w:r></w:p>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/>{tail}</w:num>'
    return _docx(paragraph * count + _tbl(*_PLAIN_ROWS), numbering=numbering)


def _level(start: str, style: str, text: str) -> str:
    return f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'


def _without(*names: str) -> bytes:
    members = unzip(good("national-faulty-docx"))
    return rezip({name: content for name, content in members.items() if name not in names})


def _changed(name: str, content: bytes) -> bytes:
    return rezip({**unzip(good("national-faulty-docx")), name: content})


def _twice() -> bytes:
    members = list(unzip(good("national-faulty-docx")).items())
    return rezip([*members, *(member for member in members if member[0] == "word/document.xml")])


_ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "一"}">' for n in range(10))
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relation(target: str, more: str = "", kind: str = "styles") -> bytes:
    return f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}" {more}/></Relationships>'.encode()


# -- XLSX


def _book(rows: str, merges: str = "", strings: str = "", styles: str = "", cols: str = "") -> bytes:
    sheet = f'<worksheet xmlns="{S}">{cols}<sheetData>{rows}</sheetData>{f"<mergeCells>{merges}</mergeCells>" if merges else ""}</worksheet>'
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate((("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")), 1)
    )
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relation("xl/workbook.xml", kind="officeDocument").decode(),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{_OFFICE}"><sheets><sheet name="绩效" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
    }
    return rezip({name: text.encode() for name, text in texts.items()})


def _cell(ref: str, text: str = "数量", more: str = "") -> str:
    return f'<c r="{ref}" t="inlineStr" {more}><is><t>{text}</t></is></c>'


_ROWS = "".join(f'<row r="{row}">{"".join(_cell(f"{col}{row}") for col in "ABCD")}</row>' for row in range(1, 6))


def _shared(index: str) -> str:
    return f'<row r="9"><c r="A9" t="s"><v>{index}</v></c><c r="B9" t="s"><v>0</v></c></row>'


def _many_merges(count: int, height: int) -> bytes:
    merges = "".join(f'<mergeCell ref="A{1 + n * height}:B{(n + 1) * height}"/>' for n in range(count))
    return _book(_ROWS + f'<row r="{count * height}">{_cell(f"A{count * height}")}</row>', merges)


def _diagonal(count: int) -> bytes:
    from openpyxl.utils import get_column_letter

    return _book("".join(f'<row r="{n}">{_cell(f"{get_column_letter(n)}{n}")}</row>' for n in range(1, count)))


# -- HTML


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


_TABLE = "<table border=1>" + "<tr><td>数量指标<td>90<td>95</tr>" * 4 + "</table>"


def _html_spans(rows: str, cols: str) -> Case:
    return lambda: _page(f"<table border=1><tr><td rowspan='{rows}' colspan='{cols}'>一<td>二<td>三</tr>" + "<tr><td>a<td>b<td>c</tr>" * 5 + "</table>")


# -- PDF


def _pdf(content: bytes, page: bytes = b"", more: Mapping[int, tuple[bytes, bytes | None]] | None = None, box: bytes = b"0 0 595 842") -> bytes:
    """Return a PDF of one page with a font for Latin letters; `more` are further objects, from 10."""
    parts: dict[int, tuple[bytes, bytes | None]] = {
        1: (b"<< /Type /Catalog /Pages 2 0 R >>", None),
        2: (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
        3: (b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 10 0 R /Y 11 0 R >> >> %s >>" % (box, page), None),
        4: (b"<< /Filter /FlateDecode /Length %d >>" % len(zlib.compress(content)), zlib.compress(content)),
        5: (b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", None),
        **(more or {}),
    }
    return write_pdf(parts, b"<< /Root 1 0 R /Size 20 >>")


def _ruled(x: float = 50, y: float = 700, rows: int = 6) -> bytes:
    lines = [b"0.5 w"]
    lines += [b"%.1f %.1f 300 20 re S" % (x, y - 20 * row) for row in range(rows)]
    lines += [b"%.1f %.1f m %.1f %.1f l S" % (x + 100 * col, y + 20, x + 100 * col, y + 20 - 20 * rows) for col in range(4)]
    lines += [b"BT /F1 10 Tf %.1f %.1f Td (A%d.%d) Tj ET" % (x + 5 + 100 * col, y + 5 - 20 * row, row, col) for row in range(rows) for col in range(3)]
    return b"\n".join(lines)


def _form(content: bytes, resources: bytes = b"") -> tuple[bytes, bytes]:
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << %s >> >> /Length %d >>" % (resources, len(content))
    return head, content


def _pages(*parts: tuple[bytes, bytes | None]) -> bytes:
    return write_pdf({1: (b"<< /Type /Catalog /Pages 2 0 R >>", None), **dict(enumerate(parts, 2))}, b"<< /Root 1 0 R /Size 20 >>")


def _strokes(count: int, template: bytes = b"%d %d m %d %d l S") -> bytes:
    lines = (template % (n * 7919 % 595, n * 104_729 % 842, n * 31 % 595, n * 104_729 % 842) for n in range(count))
    return _pdf(_ruled() + b"\n0.5 w\n" + b"\n".join(lines))


def _forms_deep(count: int) -> bytes:
    more = {10 + n: _form(b"/X Do /X Do", b"/X %d 0 R" % (11 + n)) for n in range(count)}
    return _pdf(_ruled() + b"\n/X Do", more={**more, 10 + count: _form(b"0 0 5 5 re f")})


# -- XLS


@cache
def _small() -> bytes:
    return good("data/small.xls")


def _xls_circle() -> bytes:
    """Return a workbook whose chain of small sectors leads back to its start."""
    data = bytearray(_small())
    first = int.from_bytes(data[60:64], "little")
    at = 512 + 512 * first
    for number in range(128):
        data[at + 4 * number : at + 4 * number + 4] = b"\0\0\0\0"
    small = data.find("Workbook".encode("utf-16-le"))
    data[small + 120 : small + 124] = (2000).to_bytes(4, "little")
    return bytes(data)


def _xls_directory() -> bytes:
    """Return a workbook whose directory has an entry that is its own neighbour."""
    data = bytearray(_small())
    at = data.find("Workbook".encode("utf-16-le"))
    number = (at % 512) // 128
    data[at + 68 : at + 72] = number.to_bytes(4, "little")
    return bytes(data)


CASES: Mapping[str, Mapping[str, Case]] = {
    ".docx": {
        **{f"span {value[:12]}": _spans(value) for value in ("0", "-1", "999999999", "1e20", "nan", "inf", "²", "9" * 5000, "")},
        "vertical chain": lambda: _chain(3000),
        "vertical without start": lambda: _docx(_tbl(_tc("", "<w:vMerge/>") * 2, _tc("", "<w:vMerge/>") * 2)),
        "before and after": lambda: _docx(_tbl(f'<w:trPr><w:gridBefore w:val="999999999"/><w:gridAfter w:val="-5"/></w:trPr>{_tc()}{_tc()}', *_PLAIN_ROWS)),
        "rows of different width": lambda: _docx(_tbl(*(_tc(properties=f'<w:tcW w:w="{100 + 61 * col}" w:type="dxa"/>') * (1 + col) for col in range(60)))),
        "no cell": lambda: _docx("<w:tbl/><w:tbl><w:tr/></w:tbl>"),
        "nested 60": lambda: _nested(60),
        "nested 600": lambda: _nested(600),
        "nested 2000": lambda: _nested(2000),
        "controls 100": lambda: _controls(100),
        "controls 900": lambda: _controls(900),
        "styles in a circle": lambda: _styled('<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'),
        "styles 5000 deep": lambda: _styled("".join(f'<w:style w:type="paragraph" w:styleId="{"a" if n == 0 else n}"><w:basedOn w:val="{n + 1}"/></w:style>' for n in range(5000))),
        "numbering in a circle": lambda: _numbered('<w:numStyleLink w:val="a"/>') ,
        "numbering below zero": lambda: _numbered(_level("-7", "ideographDigital", "%1、")),
        "numbering huge": lambda: _numbered(_level("999999998", "chineseCounting", "%1、"), count=5),
        "numbering not a number": lambda: _numbered(_level("nan", "upperRoman", "%9%1")),
        "numbering long": lambda: _numbered(_level("1", "decimal", "%1" * 500_000), count=2000),
        "entities": lambda: _changed("word/document.xml", f'<!DOCTYPE d [{_ENTITIES}]><w:document xmlns:w="{W}"><w:body>&a9;</w:body></w:document>'.encode()),
        "no relations": lambda: _without("word/_rels/document.xml.rels", "_rels/.rels"),
        "no types": lambda: _without("[Content_Types].xml"),
        "no styles": lambda: _without("word/styles.xml", "word/settings.xml"),
        "no document": lambda: _without("word/document.xml"),
        "document twice": _twice,
        "relations to nowhere": lambda: _changed("word/_rels/document.xml.rels", _relation("../../../../etc/passwd")),
        "relations to itself": lambda: _changed("word/_rels/document.xml.rels", _relation("document.xml")),
        "relations outside": lambda: _changed("word/_rels/document.xml.rels", _relation("http://127.0.0.1:9/x", 'TargetMode="External"')),
        "main relation wrong": lambda: _changed("_rels/.rels", _relation("word/styles.xml", kind="officeDocument")),
        "main relation broken": lambda: _changed("_rels/.rels", b"<Relationships><Rel"),
        "chunk of itself": lambda: rezip({**unzip(_docx(_tbl(*_PLAIN_ROWS) + '<w:altChunk r:id="rId1"/>')), "word/_rels/document.xml.rels": _relation("chunk.docx", kind="aFChunk"), "word/chunk.docx": _docx('<w:altChunk r:id="rId1"/>')}),
        "latin part": lambda: _changed("word/document.xml", b"\xff\xfe<\0w\0"),
        "symbols": lambda: _docx(_tbl(*_PLAIN_ROWS) + '<w:p><w:r><w:sym w:font="Wingdings" w:char="FFFFFFFF"/><w:sym w:char="-1"/><w:sym w:font="x" w:char="D800"/></w:r></w:p>'),
        "fields unclosed": lambda: _docx('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 3000 + _tbl(*_PLAIN_ROWS)),
        "digits 40000": lambda: _docx(_tbl(*_PLAIN_ROWS, _tc("9" * 40_000) * 3)),
    },
    ".xlsx": {
        **{f"merge {ref[:16]}": (lambda ref=ref: _book(_ROWS, f'<mergeCell ref="{ref}"/>')) for ref in ("A1:XFD1048576", "A0:B0", "B2:A1", "A:A", "1:1", "XFD1048576:XFD1048577", "ZZZ1:ZZZ9999999", "A1:B99999999999", "²", "")},
        "merges 100000": lambda: _many_merges(100_000, 5),
        "merges tall": lambda: _many_merges(1000, 900),
        "merges over each other": lambda: _book(_ROWS, '<mergeCell ref="A1:D400"/>' * 20_000),
        **{f"place {ref[:16]}": (lambda ref=ref: _book(_ROWS + f'<row r="7">{_cell(ref)}</row>')) for ref in ("XFD1048576", "A0", "ZZZ1", "1A", "", "A99999999", "²1")},
        **{f"row {text[:12]}": (lambda text=text: _book(_ROWS + f'<row r="{text}">{_cell("A7")}</row>')) for text in ("1048576", "-1", "²", "9" * 5000, "99999999", "nan")},
        **{f"string {text[:12]}": (lambda text=text: _book(_ROWS + _shared(text), strings="<si><t>甲</t></si>")) for text in ("-1", "²", "9" * 5000, "1", "")},
        "string of itself": lambda: _book(_ROWS + _shared("0"), strings="<si>" * 200 + "<t>甲</t>" + "</si>" * 200),
        "string 30000 times": lambda: _book("".join(_shared("0").replace("9", str(row)) for row in range(1, 9000)), strings=f"<si><t>{'长' * 30_000}</t></si>"),
        "string with halves": lambda: _book(_ROWS + _shared("0"), strings="<si><t>_xD800__xDFFF__x0000_</t></si>"),
        "styles absurd": lambda: _book(_ROWS, styles='<fonts><font><sz val="nan"/><color theme="0" tint="x"/></font></fonts><cellXfs><xf fontId="99999999999" numFmtId="²" borderId="-1"/></cellXfs>'),
        "columns absurd": lambda: _book(_ROWS, cols='<cols><col min="1" max="99999999999" hidden="1"/><col min="²" max="x" width="nan"/></cols>'),
        "diagonal": lambda: _diagonal(600),
        "corners": lambda: _book(f'<row r="1">{_cell("A1")}{_cell("XFD1")}</row><row r="1048576">{_cell("XFD1048576")}</row>'),
        "entities": lambda: rezip({**unzip(_book(_ROWS)), "xl/sharedStrings.xml": f'<!DOCTYPE s [{_ENTITIES}]><sst xmlns="{S}"><si><t>&a9;</t></si></sst>'.encode()}),
        "sheet missing": lambda: rezip({name: data for name, data in unzip(_book(_ROWS)).items() if "sheet1" not in name}),
        "sheet nested": lambda: _book("<row>" * 3000 + _ROWS + "</row>" * 3000),
        "formats long": lambda: _book(_ROWS + '<row r="8"><c r="A8" s="0"><v>1e300</v></c><c r="B8"><v>1E-300</v></c></row>', styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"0." * 20_000}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>'),
        "sheet twice": lambda: rezip([*unzip(_book(_ROWS)).items(), ("xl/worksheets/SHEET1.xml", b"<worksheet/>")]),
    },
    ".xls": {"circle of sectors": _xls_circle, "circle of entries": _xls_directory},
    ".html": {
        **{f"spans {rows[:9]} {cols[:9]}": _html_spans(rows, cols) for rows, cols in (("1000000000", "1000000000"), ("0", "0"), ("-1", "-1"), ("nan", "1e9"), ("²", "٣"), ("9" * 5000, "1"), ("1", "9" * 5000))},
        "wide rows": lambda: _page("<table>" + "<tr>" + "<td colspan=1000>a" * 3000 + "<tr><td>b" * 300 + "</table>"),
        "tall cells": lambda: _page("<table>" + ("<tr>" + "<td rowspan=65534 colspan=1000>a" * 3) * 2000 + "</table>"),
        "sparse": lambda: _page("<table>" + "<tr><td>a<td>b" * 2000 + "<tr>" + "<td>c" * 2000 + "</table>"),
        "bodies": lambda: _page("<table>" + ("<tbody><tr>" + "<td colspan=1000 rowspan=9>a" * 40 + "<tr>" * 8) * 40 + "</table>"),
        "divs 100000": lambda: _page("<div>" * 100_000 + _TABLE),
        "tables 2000 deep": lambda: _page("<table><tr><td>x" * 2000 + _TABLE + "</table>" * 2000),
        "tables 100 deep": lambda: _page("<table><tr><td>x" * 70 + _TABLE + "</table>" * 70),
        "unclosed": lambda: _page("<table><tr>" + "<td>一" * 20_000),
        "rows only": lambda: _page("<tr><td>一<td>二" * 500),
        "style without brace": lambda: _page(_TABLE, "<style>" + "a" * 900_000 + "</style>"),
        "style of marks": lambda: _page(_TABLE, "<style>" + "@" * 500_000 + "</style>"),
        "style of comments": lambda: _page(_TABLE, "<style>" + "/*" * 400_000 + "</style>"),
        "classes": lambda: _page(f"<p class='{' '.join(f'c{n}' for n in range(5000))}'>x</p>" * 40 + _TABLE, "<style>" + "".join(f".c{n}{{color:red;margin:{n}px;x{n}:1}}" for n in range(5000)) + "</style>"),
        "attributes": lambda: _page("<p " + " ".join(f"a{n}='1'" for n in range(20_000)) + ">" + _TABLE),
        "charset unknown": lambda: b"<html><meta charset='x-undefined\xff'><table><tr><td>\xd2\xbb<td>\xb6\xfe<tr><td>a<td>b</table>",
        "charset of no text": lambda: b"<html><meta charset=base64><body>\xff" + _TABLE.encode("gb18030"),
        "entities": lambda: _page("&#xD800;&#x110000;&#0;&#99999999999;&a;" * 200 + _TABLE),
        "doctype": lambda: f"<!DOCTYPE html [{_ENTITIES}]><html><body>&a9;{_TABLE}</body></html>".encode(),
        "list start": lambda: _page("<ol start='²'><li>a</ol><ol start='99999999999999'><li>b</ol>" + _TABLE),
        "blanks": lambda: _page(" \n" * 400_000 + _TABLE),
        "digits": lambda: _page(_TABLE.replace("95", "9" * 40_000)),
    },
    ".mht": {
        "no end": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=hex\nContent-Transfer-Encoding: base64\n\n!!!!PGh0bWw+\n",
        "nested": lambda: b"Content-Type: multipart/related; boundary=x\n\n" + b"--x\nContent-Type: multipart/related; boundary=x\n\n" * 500,
        "message in message": lambda: b"Content-Type: multipart/related; boundary=x\n\n--x\n" + b"Content-Type: message/rfc822\n\n" * 2000,
    },
    ".pdf": {
        "good": lambda: _pdf(_ruled()),
        **{f"box {box.decode()}": (lambda box=box: _pdf(_ruled(), box=box)) for box in (b"0 0 0 0", b"0 0 1e9 1e9", b"0 0 99999 99999", b"0 0 0.001 842", b"595 842 0 0", b"0 0 -595 -842", b"nan nan nan nan", b"a b c d", b"0 0 595", b"-99999999 -99999999 99999999 99999999", b"0 0 99999999999999999999 1")},
        **{f"more {more.decode()[:24]}": (lambda more=more: _pdf(_ruled(), page=more)) for more in (b"/Rotate 45", b"/Rotate 99999999999", b"/Rotate -90", b"/UserUnit 1e9", b"/UserUnit -1", b"/CropBox [9999 9999 9999 9999]", b"/Annots 3 0 R", b"/Annots [3 0 R 4 0 R 99 0 R]")},
        **{f"matrix {matrix.decode()}": (lambda matrix=matrix: _pdf(matrix + b" cm\n" + _ruled())) for matrix in (b"0 0 0 0 0 0", b"1 0 0 0 0 400", b"0 0 0 1 300 0", b"nan 0 0 nan 0 0", b"1e38 0 0 1e38 0 0", b"1e-38 0 0 1e-38 0 0", b"1 1 1 1 0 0", b"-1 0 0 -1 595 842", b".7 .7 -.7 .7 300 0")},
        **{f"text {how.decode()[:20]}": (lambda how=how: _pdf(_ruled() + b"\nBT " + how + b" 60 300 Td (ABCDEFG) Tj (XYZ) Tj ET")) for how in (b"/F1 0 Tf", b"/F1 -10 Tf", b"/F1 1e9 Tf", b"/F1 nan Tf", b"/F9 10 Tf", b"/F1 10 Tf 0 Tz", b"/F1 10 Tf -1e9 Tc", b"/F1 10 Tf 1 0 0 0 0 0 Tm", b"/F1 10 Tf 3 Tr", b"/F1 10 Tf 99 Tr")},
        "form of itself": lambda: _pdf(_ruled() + b"\n/X Do", more={10: _form(b"/X Do 0 0 9 9 re f", b"/X 10 0 R")}),
        "forms of each other": lambda: _pdf(_ruled() + b"\n/X Do", more={10: _form(b"/Y Do", b"/Y 11 0 R"), 11: _form(b"/X Do /X Do", b"/X 10 0 R")}),
        "forms doubling": lambda: _forms_deep(18),
        "forms 400 deep": lambda: _pdf(_ruled() + b"\n/X Do", more={10 + n: _form(b"/X Do", b"/X %d 0 R" % (11 + n)) for n in range(400)}),
        "strokes 100000": lambda: _strokes(100_000),
        "frames 30000": lambda: _strokes(30_000, b"1 0 0 RG %d %d %d %d re S"),
        "rings 3000": lambda: _pdf(_ruled() + b"\n1 0 0 RG\n" + b"\n".join(b"%d %d m %d %d %d %d %d %d c h S" % (n % 500, n % 700, n % 500, 60 + n % 700, 60 + n % 500, 60 + n % 700, 60 + n % 500, n % 700) for n in range(3000))),
        "slanted 6000": lambda: _pdf(_ruled() + b"".join(b"\nBT /F1 9 Tf .7 .7 -.7 .7 %d %d Tm (A) Tj ET" % (n % 90 * 6, n // 90 * 9) for n in range(6000))),
        "operators 300000": lambda: _pdf(_ruled() + b"\n" + b"q " * 300_000),
        "nested arrays": lambda: _pdf(_ruled() + b"\n" + b"[" * 200_000),
        "nested strings": lambda: _pdf(_ruled() + b"\n" + b"(" * 1_000_000),
        "inline picture": lambda: _pdf(_ruled() + b"\nBI /W 99999 /H 99999 /BPC 8 /CS /RGB ID xx EI"),
        "points": lambda: _pdf(_ruled() + b"\n0 0 m " + b"1 1 l 2 2 l " * 60_000 + b"S"),
        "cut content": lambda: _pdf(_ruled()[:300]),
        "flate bomb": lambda: _pdf(_ruled() + b" " * 100_000_000),
        "text 60000": lambda: _pdf(_ruled() + b"\nBT /F1 5 Tf 5 TL 10 830 Td " + b"(abcdefghi jklmnopq rstuvwxyz) ' " * 2000 + b"ET"),
        "no content": lambda: _pages((b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None), (b"<< /Type /Page /Parent 2 0 R >>", None)),
        "pages of themselves": lambda: _pages((b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>", None)),
        "pages in a circle": lambda: _pages((b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", None), (b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9 >>", None)),
        "pages 1000000": lambda: re.sub(rb"/Count 1\b", b"/Count 1000000", _pdf(_ruled())),
        "pages below zero": lambda: re.sub(rb"/Count 1\b", b"/Count -5", _pdf(_ruled())),
        "pages 2000 deep": lambda: _pages(*((b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3), None) for n in range(2000)), (b"<< /Type /Page >>", None)),
        "page is its parent": lambda: re.sub(rb"/Parent 2 0 R", b"/Parent 3 0 R", _pdf(_ruled()).replace(b"/MediaBox", b"/OldBox")),
        "tail of digits": lambda: _pdf(_ruled()) + b"1" * 2_000_000,
        "many packed": lambda: _pdf(_ruled()) + b"".join(b"\n%d 0 obj<</Type /ObjStm /Filter/FlateDecode>>stream\n%s\nendstream endobj" % (100 + n, zlib.compress(b"0" * 1000)) for n in range(5000)) + b"\nstartxref\n0\n%%EOF",
        "cipher": lambda: _pdf(_ruled()).replace(b"/Size 20", b"/Size 20 /Encrypt << /Filter /Standard /V 99 /R 9 >>"),
    },
    ".txt": {
        "digits": lambda: ("绩效目标表\n项目\t" + "9" * 40_000 + "\t95\n").encode() * 3,
        "tabs": lambda: ("一" + "\t" * 3000 + "二\n").encode() * 100,
        "one line": lambda: "一二 三四\t".encode() * 100_000,
        "halves": lambda: b"\xff\xfe" + "一\t二\n".encode("utf-16-le") * 100 + b"\x00\xd8\x09\x00",
    },
    ".xml": {
        **{f"index {value[:9]}": (lambda value=value: good("data/xml").replace(b'ss:Index="1"', f'ss:Index="{value}"'.encode())) for value in ("0", "-1", "²", "9" * 5000, "16384", "16385", "999999999")},
        **{f"across {value[:9]}": (lambda value=value: good("data/xml").replace(b'ss:MergeAcross="4" ss:MergeDown="0"', f'ss:MergeAcross="{value}" ss:MergeDown="{value}"'.encode())) for value in ("-1", "²", "16383", "999999999", "9" * 5000)},
        "nested": lambda: good("data/xml").replace(b"<Row>", b"<Row>" * 3000),
        "entities": lambda: good("data/xml").replace(b"<Workbook", f"<!DOCTYPE w [{_ENTITIES}]><Workbook".encode(), 1),
    },
}

"""DOCX files made to break a reader."""

from __future__ import annotations

from tests.read.broken.common import ENTITIES, Case, Cases, relation
from tests.read.broken.mutations import good, rezip, unzip

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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
    return lambda: _docx(
        _tbl(
            *_PLAIN_ROWS,
            _tc(properties=f'<w:gridSpan w:val="{value}"/><w:tcW w:w="{value}" w:type="dxa"/>') + _tc(),
            grid=f'<w:gridCol w:w="{value}"/>' * 3,
        )
    )


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
    paragraph = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>项</w:t></w:r></w:p>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="1"/>{tail}</w:num>'
    )
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


def small() -> bytes:
    """Return a small good file."""
    return _docx(_tbl(*_PLAIN_ROWS, _tc("合", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') + _tc()))


CASES: Cases = {
    ".docx": {
        **{
            f"span {value[:12]}": _spans(value)
            for value in ("0", "-1", "999999999", "1e20", "nan", "inf", "²", "9" * 5000, "")
        },
        "vertical chain": lambda: _chain(1000),
        "vertical without start": lambda: _docx(_tbl(_tc("", "<w:vMerge/>") * 2, _tc("", "<w:vMerge/>") * 2)),
        "before and after": lambda: _docx(
            _tbl(
                f'<w:trPr><w:gridBefore w:val="999999999"/><w:gridAfter w:val="-5"/></w:trPr>{_tc()}{_tc()}',
                *_PLAIN_ROWS,
            )
        ),
        "rows of different width": lambda: _docx(
            _tbl(*(_tc(properties=f'<w:tcW w:w="{100 + 61 * col}" w:type="dxa"/>') * (1 + col) for col in range(60)))
        ),
        "no cell": lambda: _docx("<w:tbl/><w:tbl><w:tr/></w:tbl>"),
        "nested 60": lambda: _nested(60),
        "nested 600": lambda: _nested(600),
        "nested 2000": lambda: _nested(2000),
        "controls 100": lambda: _controls(100),
        "controls 900": lambda: _controls(900),
        "styles in a circle": lambda: _styled(
            '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
            '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        ),
        "styles 5000 deep": lambda: _styled(
            "".join(
                f'<w:style w:type="paragraph" w:styleId="{"a" if n == 0 else n}"><w:basedOn w:val="{n + 1}"/></w:style>'
                for n in range(5000)
            )
        ),
        "numbering in a circle": lambda: _numbered('<w:numStyleLink w:val="a"/>'),
        "numbering below zero": lambda: _numbered(_level("-7", "ideographDigital", "%1、")),
        "numbering huge": lambda: _numbered(_level("999999998", "chineseCounting", "%1、"), count=5),
        "numbering not a number": lambda: _numbered(_level("nan", "upperRoman", "%9%1")),
        "numbering long": lambda: _numbered(_level("1", "decimal", "%1" * 100_000), count=500),
        "entities": lambda: _changed(
            "word/document.xml",
            f'<!DOCTYPE d [{ENTITIES}]><w:document xmlns:w="{W}"><w:body>&a9;</w:body></w:document>'.encode(),
        ),
        "no relations": lambda: _without("word/_rels/document.xml.rels", "_rels/.rels"),
        "no types": lambda: _without("[Content_Types].xml"),
        "no styles": lambda: _without("word/styles.xml", "word/settings.xml"),
        "no document": lambda: _without("word/document.xml"),
        "document twice": _twice,
        "relations to nowhere": lambda: _changed("word/_rels/document.xml.rels", relation("../../../../etc/passwd")),
        "relations to itself": lambda: _changed("word/_rels/document.xml.rels", relation("document.xml")),
        "relations outside": lambda: _changed(
            "word/_rels/document.xml.rels", relation("http://127.0.0.1:9/x", 'TargetMode="External"')
        ),
        "main relation wrong": lambda: _changed("_rels/.rels", relation("word/styles.xml", kind="officeDocument")),
        "main relation broken": lambda: _changed("_rels/.rels", b"<Relationships><Rel"),
        "chunk of itself": lambda: rezip(
            {
                **unzip(_docx(_tbl(*_PLAIN_ROWS) + '<w:altChunk r:id="rId1"/>')),
                "word/_rels/document.xml.rels": relation("chunk.docx", kind="aFChunk"),
                "word/chunk.docx": _docx('<w:altChunk r:id="rId1"/>'),
            }
        ),
        "latin part": lambda: _changed("word/document.xml", b"\xff\xfe<\0w\0"),
        "symbols": lambda: _docx(
            _tbl(*_PLAIN_ROWS) + '<w:p><w:r><w:sym w:font="Wingdings" w:char="FFFFFFFF"/><w:sym w:char="-1"/>'
            '<w:sym w:font="x" w:char="D800"/></w:r></w:p>'
        ),
        "fields unclosed": lambda: _docx(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 3000 + _tbl(*_PLAIN_ROWS)
        ),
        "digits 40000": lambda: _docx(_tbl(*_PLAIN_ROWS, _tc("9" * 40_000) * 3)),
    },
}

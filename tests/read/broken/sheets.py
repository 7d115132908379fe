"""Worksheets made to break a reader."""

from __future__ import annotations

from tests.read.broken.common import ENTITIES, OFFICE, RELATIONS, Cases, relation
from tests.read.broken.mutations import good, rezip, unzip

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _book(rows: str, merges: str = "", strings: str = "", styles: str = "", cols: str = "") -> bytes:
    merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    sheet = f'<worksheet xmlns="{S}">{cols}<sheetData>{rows}</sheetData>{merged}</worksheet>'
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")),
            1,
        )
    )
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relation("xl/workbook.xml", kind="officeDocument").decode(),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="绩效" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
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


def small() -> bytes:
    """Return a small good file."""
    return _book(_ROWS, '<mergeCell ref="A7:B8"/>', cols='<cols><col min="1" max="2" width="9"/></cols>')


CASES: Cases = {
    ".xlsx": {
        **{
            f"merge {ref[:16]}": (lambda ref=ref: _book(_ROWS, f'<mergeCell ref="{ref}"/>'))
            for ref in (
                "A1:XFD1048576",
                "A0:B0",
                "B2:A1",
                "A:A",
                "1:1",
                "XFD1048576:XFD1048577",
                "ZZZ1:ZZZ9999999",
                "A1:B99999999999",
                "²",
                "",
            )
        },
        "merges 300": lambda: _many_merges(300, 5),
        "merges tall": lambda: _many_merges(1000, 900),
        "merges over each other": lambda: _book(_ROWS, '<mergeCell ref="A1:D400"/>' * 20_000),
        **{
            f"place {ref[:16]}": (lambda ref=ref: _book(_ROWS + f'<row r="7">{_cell(ref)}</row>'))
            for ref in ("XFD1048576", "A0", "ZZZ1", "1A", "", "A99999999", "²1")
        },
        **{
            f"row {text[:12]}": (lambda text=text: _book(_ROWS + f'<row r="{text}">{_cell("A7")}</row>'))
            for text in ("1048576", "-1", "²", "9" * 5000, "99999999", "nan")
        },
        **{
            f"string {text[:12]}": (lambda text=text: _book(_ROWS + _shared(text), strings="<si><t>甲</t></si>"))
            for text in ("-1", "²", "9" * 5000, "1", "")
        },
        "string of itself": lambda: _book(_ROWS + _shared("0"), strings="<si>" * 200 + "<t>甲</t>" + "</si>" * 200),
        "string 30000 times": lambda: _book(
            "".join(_shared("0").replace("9", str(row)) for row in range(1, 9000)),
            strings=f"<si><t>{'长' * 30_000}</t></si>",
        ),
        "string with halves": lambda: _book(_ROWS + _shared("0"), strings="<si><t>_xD800__xDFFF__x0000_</t></si>"),
        "styles absurd": lambda: _book(
            _ROWS,
            styles='<fonts><font><sz val="nan"/><color theme="0" tint="x"/></font></fonts>'
            '<cellXfs><xf fontId="99999999999" numFmtId="²" borderId="-1"/></cellXfs>',
        ),
        "columns absurd": lambda: _book(
            _ROWS, cols='<cols><col min="1" max="99999999999" hidden="1"/><col min="²" max="x" width="nan"/></cols>'
        ),
        "diagonal": lambda: _diagonal(600),
        "corners": lambda: _book(
            f'<row r="1">{_cell("A1")}{_cell("XFD1")}</row><row r="1048576">{_cell("XFD1048576")}</row>'
        ),
        "entities": lambda: rezip(
            {
                **unzip(_book(_ROWS)),
                "xl/sharedStrings.xml": f"<!DOCTYPE s [{ENTITIES}]>"
                f'<sst xmlns="{S}"><si><t>&a9;</t></si></sst>'.encode(),
            }
        ),
        "sheet missing": lambda: rezip(
            {name: data for name, data in unzip(_book(_ROWS)).items() if "sheet1" not in name}
        ),
        "sheet nested": lambda: _book("<row>" * 3000 + _ROWS + "</row>" * 3000),
        "formats long": lambda: _book(
            _ROWS + '<row r="8"><c r="A8" s="0"><v>1e300</v></c><c r="B8"><v>1E-300</v></c></row>',
            styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"0." * 20_000}"/></numFmts>'
            '<cellXfs><xf numFmtId="200"/></cellXfs>',
        ),
        "sheet twice": lambda: rezip([*unzip(_book(_ROWS)).items(), ("xl/worksheets/SHEET1.xml", b"<worksheet/>")]),
    },
    ".xls": {"circle of sectors": _xls_circle, "circle of entries": _xls_directory},
    ".xml": {
        **{
            f"index {value[:9]}": (
                lambda value=value: good("data/xml").replace(b'ss:Index="1"', f'ss:Index="{value}"'.encode())
            )
            for value in ("0", "-1", "²", "9" * 5000, "16384", "16385", "999999999")
        },
        **{
            f"across {value[:9]}": (
                lambda value=value: good("data/xml").replace(
                    b'ss:MergeAcross="4" ss:MergeDown="0"', f'ss:MergeAcross="{value}" ss:MergeDown="{value}"'.encode()
                )
            )
            for value in ("-1", "²", "16383", "999999999", "9" * 5000)
        },
        "nested": lambda: good("data/xml").replace(b"<Row>", b"<Row>" * 3000),
        "entities": lambda: good("data/xml").replace(b"<Workbook", f"<!DOCTYPE w [{ENTITIES}]><Workbook".encode(), 1),
    },
}

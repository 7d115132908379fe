"""SpreadsheetML 2003: the same worksheet as one XML file."""

from __future__ import annotations

import pytest

from gouji.exceptions import DocumentError
from gouji.model.grid import Line
from gouji.read.xml_sheet import read_xml_sheet

STYLES = """<Styles><Style ss:ID="Default"/><Style ss:ID="b"><Borders>{}</Borders></Style>
<Style ss:ID="p" ss:Parent="b"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="d" ss:Parent="b"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style></Styles>""".format(
    "".join(f'<Border ss:Position="{side}" ss:LineStyle="Continuous"/>' for side in ("Left", "Right", "Top", "Bottom"))
)


def book(rows, extra=""):
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'{STYLES}<Worksheet ss:Name="表"><Table>{rows}</Table>{extra}</Worksheet></Workbook>'
    ).encode()


def cell(text, kind="String", style="b", **attributes):
    more = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell ss:StyleID="{style}"{more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_cells_merges_and_formats():
    rows = f"<Row><Cell ss:MergeAcross='2'><Data ss:Type='String'>自评表</Data></Cell></Row><Row ss:Index='3'>{cell('甲', MergeDown=1)}"  # noqa: E501
    rows += f"{cell('0.95', 'Number', 'p')}{cell('2022-12-31T00:00:00.000', 'DateTime', 'd')}</Row>"
    rows += f"<Row>{cell('0.1', 'Number', Index=2)}{cell('1', 'Boolean')}</Row>"
    blocks, notices = read_xml_sheet(book(rows))
    assert isinstance(blocks[0], Line)
    assert [(one.row, one.col, one.row_span, one.text, one.locator) for one in blocks[1].cells] == [
        (0, 0, 2, "甲", "表!A3"), (0, 1, 1, "95.00%", "表!B3"), (0, 2, 1, "2022-12-31", "表!C3"),
        (1, 1, 1, "0.1", "表!B4"), (1, 2, 1, "TRUE", "表!C4"),
    ]  # fmt: skip
    assert notices == ()


def test_hidden_rows_columns_and_sheets():
    rows = "<Column/><Column ss:Hidden='1'/>" + f"<Row>{cell('a')}{cell('b')}{cell('c')}</Row>" * 2
    rows += f"<Row ss:Hidden='1'>{cell('x')}{cell('y')}{cell('z')}</Row>"
    blocks, notices = read_xml_sheet(book(rows))
    assert [one.text for one in blocks[-1].cells] == ["a", "c", "a", "c"]
    assert [notice.code for notice in notices] == ["R-01"]
    hidden = "<WorksheetOptions xmlns='urn:schemas-microsoft-com:office:excel'><Visible>SheetHidden</Visible></WorksheetOptions>"  # noqa: E501
    assert read_xml_sheet(book(rows, hidden))[0] == ()


def test_broken_files():
    for data, reason in ((book("<Row>")[:-30], "unreadable"), (b"<!DOCTYPE a>" + book(""), "bomb")):
        with pytest.raises(DocumentError) as caught:
            read_xml_sheet(data)
        assert caught.value.reason == reason

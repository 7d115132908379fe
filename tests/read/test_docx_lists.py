"""Numbers that a list prints and no text holds."""

import pytest
from tests.read.test_docx import GO, NS, START, cells, p, package, tbl, tr

from gouji.model.grid import Grid
from gouji.read.docx import read_docx
from gouji.read.docx_count import padded, written

RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
    "</Relationships>"
)


def level(number, style, text, extra=""):
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{inner}</w:lvl>'


def abstract(key, *levels, extra=""):
    return f'<w:abstractNum w:abstractNumId="{key}">{extra}{"".join(levels)}</w:abstractNum>'


def num(key, shared, extra=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{shared}"/>{extra}</w:num>'


def item(text, number, depth=None, extra=""):
    depth = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    listed = f'<w:numPr>{depth}<w:numId w:val="{number}"/></w:numPr>'
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{listed}{extra}</w:pPr>{run}</w:p>"


def styled(text, style, extra=""):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def read(body, numbering, styles=""):
    extra = [("word/numbering.xml", f"<w:numbering {NS}>{numbering}</w:numbering>")]
    extra.append(("word/styles.xml", f"<w:styles {NS}>{styles}</w:styles>"))
    return read_docx(package(body, extra=extra))[0]


def lines(body, numbering, styles=""):
    return [block.text for block in read(body, numbering, styles)]


CHINESE = abstract(
    0, level(0, "chineseCounting", "（%1）"), level(1, "decimal", "%1.%2、"), level(2, "lowerLetter", "%3)")
)
LISTS = (
    CHINESE
    + abstract(1, level(0, "decimalEnclosedCircleChinese", "%1"), level(1, "bullet", "\uf0b7"))
    + num(1, 0)
    + num(2, 1)
    + num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    + num(4, 0)
)


def test_levels_count_and_start_anew():
    body = item("甲", 1) + item("乙", 1, 0) + item("子", 1, 1) + item("丑", 1, 1) + item("丙", 1) + item("寅", 1, 1)
    assert lines(body + item("x", 1, 2), LISTS) == [
        "（一）甲", "（二）乙", "二.1、子", "二.2、丑", "（三）丙", "三.1、寅", "a) x",
    ]  # fmt: skip


def test_lists_of_one_kind_share_their_counters_unless_one_starts_itself():
    body = item("甲", 1) + item("A", 2) + item("五", 3) + item("六", 3) + item("七", 1) + item("八", 4) + item("B", 2)
    assert lines(body, LISTS) == ["（一）甲", "①A", "（五）五", "（六）六", "（七）七", "（八）八", "②B"]


def test_a_level_above_that_never_came_is_counted_as_come():
    assert lines(item("a", 1, 1) + item("b", 1, 1) + item("c", 1), LISTS) == ["一.1、a", "一.2、b", "（二）c"]


def test_bullets_and_paragraphs_taken_out_of_their_list_have_no_number():
    assert lines(item("甲", 2, 1) + item("乙", 0) + item("丙", 99) + item("丁", 1, 7), LISTS) == [
        "甲",
        "乙",
        "丙",
        "丁",
    ]


def test_a_number_stands_alone_in_its_cell_and_goes_on_below_a_covered_one():
    def cell(inner, properties=""):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"

    rows = [tr(cell(item("", 1)), cell(p("a"))), tr(cell(item("", 1), START), cell(p("b")))]
    rows += [tr(cell(item("", 1), GO), cell(p("c"))), tr(cell(item("", 1)), cell(p("d")))]
    (grid,) = read(tbl(*rows, widths=(900, 900)), LISTS)
    assert isinstance(grid, Grid)
    assert [cell for cell in cells(grid) if cell[1] == 0] == [
        (0, 0, 1, 1, "（一）"),
        (1, 0, 2, 1, "（二）"),
        (3, 0, 1, 1, "（四）"),
    ]


def test_deleted_and_hidden_paragraphs_are_not_counted():
    gone = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    hidden = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
    )
    assert lines(item("甲", 1) + gone + hidden + item("乙", 1), LISTS) == ["（一）甲", "（二）乙"]


def test_lists_that_hang_on_a_style():
    own = level(0, "decimal", "%1.", '<w:pStyle w:val="h1"/>') + level(1, "decimal", "%1.%2", '<w:pStyle w:val="h2"/>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="h3"><w:basedOn w:val="h3"/></w:style>'
    )
    body = styled("总", "h1") + styled("分", "h2") + styled("又", "h2") + styled("无", "h3")
    none = styled("免", "h1", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body + none, abstract(3, own) + num(7, 3), styles) == ["1.总", "1.1分", "1.2又", "无", "免"]


def test_a_list_that_is_a_style_of_lists():
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    lists = abstract(1, level(0, "upperRoman", "%1-")) + abstract(2, extra='<w:numStyleLink w:val="L"/>')
    body = item("甲", 6) + item("A", 6)
    assert lines(body, lists + num(5, 1) + num(6, 2), styles) == ["I-甲", "II- A"]


def test_suffixes_and_legal_numbers_and_restarts():
    plain = level(0, "upperRoman", "%1", '<w:suff w:val="nothing"/>')
    legal = level(1, "decimal", "%1.%2", '<w:isLgl/><w:suff w:val="space"/><w:lvlRestart w:val="0"/>')
    body = item("a", 1, 0) + item("b", 1, 1) + item("c", 1, 0) + item("d", 1, 1)
    assert lines(body, abstract(0, plain, legal) + num(1, 0)) == ["Ia", "1.1 b", "IIc", "2.2 d"]


def test_custom_numbers():
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:suff w:val="nothing"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert lines(item("甲", 1) + item("乙", 1), abstract(0, custom) + num(1, 0)) == ["009甲", "010乙"]


@pytest.mark.parametrize("broken", ["<w:num", "", '<w:num w:numId="1"/>', num(1, 9)])
def test_broken_lists_cost_only_the_numbers(broken):
    extra = [("word/numbering.xml", f"<w:numbering {NS}>{broken}</w:numbering>")]
    assert read_docx(package(item("甲", 1), extra=extra))[0][0].text == "甲"


def test_the_part_may_have_any_name():
    extra = [("word/_rels/document.xml.rels", RELATED.format("numbering", "/lists/Mine.xml"))]
    extra.append(("Lists/mine.xml", f"<w:numbering {NS}>{LISTS}</w:numbering>"))
    assert read_docx(package(item("甲", 1), extra=extra))[0][0].text == "（一）甲"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一百", 0: "0"}),
        ("chineseCountingThousand", {101: "一百零一", 110: "一百一十", 1001: "一千零一", 1010: "一千零一十"}),
        ("japaneseCounting", {12: "十二", 99: "九十九"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 25: "贰拾伍", 103: "壹佰零叁"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "甲"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb"}),
        ("upperRoman", {4: "IV", 1994: "MCMXCIV", 4000: "4000"}),
        ("decimalZero", {7: "07", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("never heard of", {3: "3"}),
    ],
)
def test_writings(style, expected):
    assert {number: written(number, style) for number in expected} == expected
    assert padded(7, "001, 002, 003, ...") == "007"

"""What of the text in a DOCX is printed, and what is kept out and named."""

import pytest
from tests.read.test_docx import NS, cells, p, package, tbl, tc, tr

from gouji.read.docx import read_docx

SPACES = (
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def run(inner, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def t(text, properties=""):
    return run(f"<w:t>{text}</w:t>", properties)


def read(*paragraphs, look="", styles="", table=""):
    """Read one cell; return its text and the notices by code."""
    inner = "".join(f"<w:p>{inner}</w:p>" for inner in paragraphs)
    body = (
        f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid>"
        f"<w:tr><w:tc{SPACES}><w:tcPr>{look}</w:tcPr>{inner}</w:tc></w:tr></w:tbl>"
    )
    extra = [("word/styles.xml", f"<w:styles {NS}>{styles}</w:styles>")]
    (grid,), notices = read_docx(package(body, extra=extra))
    (cell,) = grid.cells
    return cell.text, {notice.code: notice.message for notice in notices}


def text(*paragraphs, **more):
    found, notices = read(*paragraphs, **more)
    assert not notices
    return found


WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'


def test_white_text_is_kept_out_where_nothing_coloured_lies_under_it():
    found, notices = read(t("见") + t("白", WHITE))
    assert found == "见"
    assert "白" in notices["R-01"]
    assert text(t("见") + t("白", WHITE), look=DARK) == "见白"
    assert text(t("白", WHITE), table=DARK) == "白"
    assert text(f"<w:pPr>{DARK}</w:pPr>" + t("白", WHITE)) == "白"
    assert text(t("白", WHITE + DARK)) == "白"
    assert text(t("白", WHITE + '<w:highlight w:val="black"/>')) == "白"
    assert text(t("白", WHITE), look='<w:shd w:val="pct50" w:color="auto" w:fill="auto"/>') == "白"
    assert read(t("白", WHITE), look='<w:shd w:val="clear" w:fill="FFFFFF"/>')[0] == ""
    banner = (
        '<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        f"{DARK}</w:tcPr></w:tblStylePr></w:style>"
    )
    assert text(t("白", WHITE), styles=banner, table='<w:tblStyle w:val="T"/>') == "白"


def test_styles_hide_text_too():
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="I"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="W"><w:rPr>{WHITE}</w:rPr></w:style>'
    )
    for name in ("H", "I", "W"):
        found, notices = read(t("见") + t("隐", f'<w:rStyle w:val="{name}"/>'), styles=styles)
        assert (found, list(notices)) == ("见", ["R-01"])
    inside = '<w:pPr><w:pStyle w:val="P"/></w:pPr>'
    found, _ = read(inside + "<w:r><w:t>隐</w:t></w:r>" + t("见", '<w:vanish w:val="0"/>'), styles=styles)
    assert found == "见"


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "F0FC", "√"),
        ("Wingdings", "00FE", "☑"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "F0A3", "□"),
        ("Wingdings 2", "F050", "√"),
        ("Symbol", "F0B3", "≥"),
        ("宋体", "2611", "☑"),
    ],
)
def test_symbols(font, char, sign):
    symbol = f'<w:sym w:font="{font}" w:char="{char}"/>'
    assert text(run(symbol) + t("是")) == f"{sign}是"
    if font != "宋体":
        fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
        assert text(t(chr(int(char, 16)), fonts) + t("是")) == f"{sign}是"
        assert text(t(chr(int(char, 16) & 0xFF), fonts) + t("是", fonts)) == f"{sign}是"


def test_pictures_of_fonts_nobody_knows_are_noticed():
    assert read(run('<w:sym w:font="Webdings" w:char="F0E9"/>') + t("\uf123"))[1] == {
        "R-02": "2 个符号字体的字符无法转为文字，以 � 代替。"
    }


def control(inner, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def box(checked):
    return f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'


def test_check_boxes_of_both_kinds():
    assert text(control(t("☒"), box(1)) + t("是") + control(t("☐"), box(0)) + t("否")) == "☑是□否"
    old = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert text(old.format("<w:checked/>") + t("是") + old.format('<w:default w:val="0"/>') + t("否")) == "☑是□否"


def test_a_check_box_that_is_all_of_a_cell_or_a_paragraph():
    def wide(inner):
        return inner.replace("<w:sdt>", f"<w:sdt{SPACES}>", 1)

    body = tbl(f"<w:tr>{wide(control(tc('☒'), box(1)))}{tc('b')}</w:tr>", widths=(900, 900)) + wide(
        control(p("☐"), box(0))
    )
    (grid, line), _ = read_docx(package(body))
    assert ([cell[-1] for cell in cells(grid)], line.text) == (["☑", "b"], "□")


def test_a_control_that_still_prompts_is_blank():
    prompt = control(t("单击此处输入文字。"), "<w:showingPlcHdr/>")
    assert read(prompt) == ("", {"R-01": "隐藏文字 1 处未计入：单击此处输入文字。。"})
    styled = control(t("某种提示", '<w:rStyle w:val="X"/>'), "<w:showingPlcHdr/>")
    named = '<w:style w:type="character" w:styleId="X"><w:name w:val="Placeholder Text"/></w:style>'
    assert read(styled, styles=named)[0] == ""
    # Programs that fill in a form often leave the flag on.
    assert text(control(t("项目支出"), "<w:showingPlcHdr/>")) == "项目支出"
    assert text(control(control(t("内"), "<w:dropDownList/>"))) == "内"


def mark(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_fields_show_what_they_come_to():
    inner = mark("begin") + run("<w:instrText>PAGE</w:instrText>") + mark("separate") + t("3") + mark("end")
    outer = mark("begin") + run("<w:instrText>IF </w:instrText>") + inner + t("=1") + mark("separate") + t("九")
    assert text(t("前") + outer + mark("end") + t("后")) == "前九后"
    assert text('<w:fldSimple w:instr="SUM(ABOVE)">' + t("95") + "</w:fldSimple>") == "95"
    circled = mark("begin") + run("<w:instrText> eq \\o\\ac(○,3) </w:instrText>") + mark("end")
    assert text(circled + t("目标")) == "③目标"
    # A field that lost its end costs nothing behind its paragraph.
    assert text(t("甲") + mark("begin") + run("<w:instrText>PAGE</w:instrText>"), t("乙")) == "甲乙"


def test_the_chosen_entry_of_a_list_of_the_old_kind():
    entries = '<w:listEntry w:val="优"/><w:listEntry w:val="良"/>'
    begin = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{}{}</w:ddList></w:ffData></w:fldChar></w:r>'
    assert text(begin.format('<w:result w:val="1"/>', entries) + mark("end")) == "良"
    assert text(begin.format("", entries) + mark("end")) == "优"


def test_ruby_fractions_and_smart_tags():
    ruby = "<w:r><w:ruby><w:rt>" + t("xiao") + "</w:rt><w:rubyBase>" + t("效") + "</w:rubyBase></w:ruby></w:r>"
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
    fraction = f"<m:oMath><m:f>{part.format('num', '执行数')}{part.format('den', '预算数')}</m:f></m:oMath>"
    assert text(ruby + f'<w:smartTag w:element="x">{t("果")}</w:smartTag>' + fraction) == "效果执行数/预算数"


def test_a_deleted_paragraph_mark_joins():
    gone = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert text(gone + t("a"), t("b")) == "ab"


INLINE = "<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>"


def test_a_picture_instead_of_a_text_is_noticed():
    assert read(INLINE)[1] == {"R-10": "单元格内只有图片、没有文字 1 处：表1 行1 列1；按空白读取。"}
    assert text(INLINE + t("字")) == "字"
    assert text(INLINE.replace("inline", "anchor")) == ""
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice>"
        "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = "<w:pict><v:shape style='width:9pt'><v:imagedata/></v:shape></w:pict>"
    assert list(read(both.format(INLINE[5:-6], old))[1]) == ["R-10"]
    assert text(f"<w:r>{old.replace('width:9pt', 'position:absolute')}</w:r>") == ""


EMBEDDED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="c1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="part.{}"/></Relationships>'
)
CHUNK = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="c1"/>'


def test_embedded_documents():
    inner = package(p("内") + tbl(tr(tc("格")), widths=(900,)))
    extra = [("word/_rels/document.xml.rels", EMBEDDED.format("docx")), ("word/part.docx", inner)]
    blocks, notices = read_docx(package(p("前") + CHUNK + p("后"), extra=extra))
    assert [getattr(block, "text", None) or cells(block)[0][-1] for block in blocks] == ["前", "内", "格", "后"]
    assert notices == ()
    extra = [("word/_rels/document.xml.rels", EMBEDDED.format("rtf")), ("word/part.rtf", b"{\\rtf1}")]
    for more in (extra, extra[:1], ()):
        assert [notice.code for notice in read_docx(package(p("前") + CHUNK, extra=more))[1]] == ["R-09"]

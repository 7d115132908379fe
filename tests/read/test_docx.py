"""DOCX built part by part, so that each oddity of the format is there on purpose."""

import io
import time
import zipfile

import pytest

from gouji.exceptions import DocumentError
from gouji.model.grid import Grid, Line
from gouji.read.docx import read_docx

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)


def package(body, *, name="word/document.xml", prolog="", extra=(), rels=True, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        if rels:
            file.writestr("_rels/.rels", RELS.format(name))
        for member, data in extra:
            file.writestr(member, data)
        file.writestr(name, f"{prolog}<w:document {NS}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text, props=""):
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{p(text)}</w:tc>"


def span(count):
    return f'<w:gridSpan w:val="{count}"/>'


START, GO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def tr(*cells, props=""):
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows, widths=()):
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def blocks(body, **kwargs):
    return read_docx(package(body, **kwargs))[0]


def codes(body):
    return [notice.code for notice in read_docx(package(body))[1]]


def cells(grid):
    return [(cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in grid.cells]


def only(body):
    (grid,) = blocks(body)
    return cells(grid)


def test_paragraphs_and_tables_in_reading_order():
    found = blocks(
        p("标题") + "<w:p/>" + tbl(tr(tc("甲")), widths=(900,)) + p("单位：X 金额单位：万元") + tbl(tr(tc("乙")))
    )
    assert [(type(block), getattr(block, "text", None)) for block in found] == [
        (Line, "标题"),
        (Grid, None),
        (Line, "单位：X 金额单位：万元"),
        (Grid, None),
    ]
    assert [found[0].locator, found[2].locator] == ["第1段", "第3段"]
    assert [found[1].cells[0].locator, found[3].cells[0].locator] == ["表1 行1 列1", "表2 行1 列1"]


def test_spans_across_and_down():
    body = tbl(
        tr(tc("一级", START), tc("指标", span(2)), props="<w:tblHeader/>"),
        tr(tc("", GO), tc("值"), tc("分"), props='<w:tblHeader w:val="1"/>'),
        tr(tc("产出"), tc("3"), tc("5")),
        widths=(900, 900, 900),
    )
    (grid,) = blocks(body)
    assert cells(grid) == [
        (0, 0, 2, 1, "一级"),
        (0, 1, 1, 2, "指标"),
        (1, 1, 1, 1, "值"),
        (1, 2, 1, 1, "分"),
        (2, 0, 1, 1, "产出"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, "5"),
    ]
    assert (grid.rows, grid.cols, grid.header_rows) == (3, 3, 2)
    assert grid.cells[5].locator == "表1 行3 列2"


def test_rows_that_start_late_and_end_early():
    late = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
    found = only(tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("d"), props=late), widths=(900, 900, 900)))
    assert found[-1] == (1, 1, 1, 1, "d")


def test_lines_of_the_column_grid_that_no_cell_ends_at_are_no_columns():
    found = only(tbl(tr(tc("a", span(2)), tc("b", span(3))), tr(tc("c", span(2)), tc("d", span(3))), widths=[500] * 5))
    assert found == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")]


def test_slivers_are_no_columns():
    found = only(tbl(tr(tc("a"), tc("b", span(2))), tr(tc("c", span(2)), tc("d")), widths=(900, 20, 900)))
    assert found == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")]
    wide = only(tbl(tr(tc("a"), tc("b", span(2))), tr(tc("c", span(2)), tc("d")), widths=(900, 80, 900)))
    assert wide[1] == (0, 1, 1, 2, "b")


@pytest.mark.parametrize("value", ["0", "-3", "1000000000", "1e20", "x", ""])
def test_illegal_spans_keep_their_text(value):
    body = tbl(tr(tc("a", span(value)), tc("b")), tr(tc("c"), tc("d")), widths=(900, 900))
    assert {cell[-1] for cell in only(body)} == {"a", "b", "c", "d"}
    assert "T-03" in codes(body)


def test_continuation_without_a_start_is_a_cell():
    body = tbl(tr(tc("a", GO), tc("b")), tr(tc("", GO), tc("d")), widths=(900, 900))
    assert only(body) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "d")]
    assert codes(body) == ["T-03"]


def test_continuation_of_a_wider_cell_is_blank():
    body = tbl(tr(tc("a", START + span(2)), tc("b")), tr(tc("c", GO), tc("d"), tc("e")), widths=(900, 900, 900))
    assert (1, 0, 1, 1, "") in only(body)
    assert codes(body) == ["R-01", "T-03"]


def test_a_row_wider_than_the_grid():
    body = tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("d")), widths=(900,))
    assert [cell[1] for cell in only(body)] == [0, 1, 2, 0]


def test_a_span_beyond_the_grid_ends_at_the_grid():
    body = tbl(tr(tc("a"), tc("b", span(7))), tr(tc("d"), tc("e"), tc("f")), widths=(900, 900, 900))
    assert only(body)[1] == (0, 1, 1, 2, "b")
    assert codes(body) == ["T-03"]
    lying = tbl(tr(tc("a", span(2)), tc("b", span(3))), tr(tc("c", span(3)), tc("d", span(2))), widths=(900, 900))
    assert [cell[1:4] for cell in only(lying)] == [(0, 1, 1), (1, 1, 2), (0, 1, 2), (2, 1, 1)]


def test_text_in_a_covered_cell_is_not_printed():
    body = tbl(tr(tc("a", START)), tr(tc("影子", GO)), widths=(900,))
    assert only(body) == [(0, 0, 2, 1, "a")]
    assert codes(body) == ["R-01"]


def test_merges_of_older_files():
    body = tbl(
        tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("续", "<w:hMerge/>"), tc("b")), tr(tc("c"), tc("d"), tc("e"))
    )
    assert only(body)[0] == (0, 0, 1, 2, "a续")


def sdt(inner):
    return f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_content_controls_at_every_level():
    cell = f"<w:tc>{sdt(p('b'))}</w:tc>"
    body = sdt(tbl(sdt(tr(sdt(tc("a")), cell)), tr(tc("c"), tc("d")), widths=(900, 900))) + sdt(p("尾"))
    grid, line = blocks(body)
    assert [cell[-1] for cell in cells(grid)] == ["a", "b", "c", "d"]
    assert line.text == "尾"
    run = "<w:p><w:r><w:t>前</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>中</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    assert blocks(run)[0].text == "前中"


def test_text_boxes_once():
    box = f"<w:txbxContent>{p('框内')}{tbl(tr(tc('格')))}</w:txbxContent>"
    both = (
        "<w:p><w:r><w:t>段</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    found = blocks(both)
    assert [getattr(block, "text", None) or cells(block)[0][-1] for block in found] == ["段", "框内", "格"]
    in_cell = only(tbl(tr(f"<w:tc>{both}</w:tc>")))
    assert in_cell == [(0, 0, 1, 1, "段框内格")]


def test_revisions_are_read_as_accepted():
    text = (
        "<w:p><w:r><w:t>原</w:t></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>"
    )
    body = tbl(tr(f"<w:tc>{text}</w:tc>"), tr(tc("没了"), props="<w:del/>"), tr(tc("新行"), props="<w:ins/>"))
    assert [cell[-1] for cell in only(body)] == ["原增来", "新行"]
    (notice,) = read_docx(package(body))[1]
    assert (notice.code, notice.message) == ("R-06", "文件带有修订痕迹：保留插入 3 处，略去删除 3 处。")


def test_signs_symbols_fields_and_hidden_text():
    run = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>A</w:t><w:br/><w:t>B</w:t><w:noBreakHyphen/><w:t>C</w:t><w:softHyphen/></w:r>"
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Webdings" w:char="F0E9"/></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>9</w:t></w:r></w:fldSimple>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>"
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    )
    assert only(tbl(tr(f"<w:tc>{run}</w:tc>"))) == [(0, 0, 1, 1, "甲A B-C≥95%☑\ufffd9显x")]
    assert codes(run) == ["R-01", "R-02"]


def test_wraps_are_joined_without_blanks_in_chinese():
    assert only(tbl(tr(f"<w:tc>{p('产出')}{p('指标')}{p(' ')}{p('（30分）')}</w:tc>")))[0][-1] == "产出指标（30分）"


def test_nested_tables_give_their_text_to_the_cell():
    inner = tbl(tr(tc("一"), tc("二")), tr(tc("三")))
    assert only(tbl(tr(f"<w:tc>{p('外')}{inner}{p('尾')}</w:tc>"))) == [(0, 0, 1, 1, "外一二三尾")]


def test_a_document_without_tables_gives_lines():
    assert [block.text for block in blocks(p("只有文字"))] == ["只有文字"]


def test_a_main_part_elsewhere_and_the_strict_namespace():
    assert blocks(p("a"), name="parts/main.xml")[0].text == "a"
    assert blocks(p("a"), rels=False)[0].text == "a"
    strict = package(p("a"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name,
                data.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
    assert read_docx(out.getvalue())[0][0].text == "a"


def reason(data):
    with pytest.raises(DocumentError) as caught:
        read_docx(data)
    return caught.value.reason


def flagged(data):
    """Set the encryption bit of every member."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            changed[at + offset] |= 1
            at = data.find(magic, at + 4)
    return bytes(changed)


def test_broken_packages():
    whole = package(p("a") * 500)
    assert reason(b"") == "empty"
    assert reason(b"%PDF-1.7") == "not_a_document"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "not_a_document"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    for tenth in range(1, 10):
        assert reason(whole[: len(whole) * tenth // 10]) in ("truncated", "unreadable")
    assert reason(flagged(whole)) == "encrypted"
    broken = bytearray(whole)
    middle = whole.find(b"word/document.xml") + 60
    broken[middle : middle + 40] = b"\xff" * 40
    assert reason(bytes(broken)) == "unreadable"


def test_packages_that_are_no_documents():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("hello.txt", "hi")
    assert reason(out.getvalue()) == "unreadable"
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = package(p("a"), extra=[("word/document.xml", "<x/>")])
    assert reason(twice) == "unreadable"
    assert reason(package("<w:p>")) == "unreadable"


def test_bombs():
    assert reason(package(p("a"), extra=[("word/media/a.png", b"\0" * 3 * 2**20)])) == "bomb"
    assert reason(package(p("a") + " " * (3 * 2**20))) == "bomb"
    assert reason(package(p("a"), extra=[(f"x{number}", b"") for number in range(10_000)])) == "bomb"
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    assert reason(package(p("&b;"), prolog=laughs)) == "bomb"
    external = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert reason(package(p("&a;"), prolog=external)) == "bomb"
    deep = "x"
    for _ in range(300):
        deep = f"<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>"
    assert reason(package(deep)) == "bomb"


def test_large_tables_in_one_pass():
    wide = tbl(*(tr(*(tc("") for _ in range(200))) for _ in range(200)), widths=[300] * 200)
    chain = tbl(tr(tc("a", START), tc("1")), *(tr(tc("", GO), tc("1")) for _ in range(3000)), widths=(900, 900))
    started = time.process_time()
    grid, long = blocks(wide + chain)
    assert (len(grid.cells), grid.rows, grid.cols) == (40_000, 200, 200)
    assert long.cells[0].row_span == 3001
    assert time.process_time() - started < 5

"""What a file is, told by its bytes; and the one clear line for everything that cannot be read."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from gouji.exceptions import DocumentError
from gouji.read import read, read_bytes
from gouji.read.sniff import DOC, DOCX, HTML, MHTML, PDF, RTF, TEXT, WORD_XML, XLS, XLSX, XML_SHEET, sniff

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>" * 50)
    return buffer.getvalue()


def stream(name: str) -> bytes:
    return OLE2 + name.encode("utf-16-le") + b"\0" * 512


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4\nrest", PDF),
        (b"\n" * 900 + b"%PDF-2.0\n", PDF),
        (package("[Content_Types].xml", "word/document.xml"), DOCX),
        ("一级指标\t二级指标\n".encode(), TEXT),
        ("绩效自评表".encode("utf-8-sig"), TEXT),
        ("绩效自评表\r\n项目支出".encode("gb18030"), TEXT),
        ("绩效自评表".encode("utf-16"), TEXT),
        (b"a\tb\n1\t2\n", TEXT),
        (b"{\\rtf1 x\t}", RTF),
        (stream("WordDocument"), DOC),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><a/>", WORD_XML),
        (b"<!DOCTYPE html><html><table>\t</table></html>", HTML),
        ("\ufeff <HTML><body>绩效</body>".encode(), HTML),
        ("<html><body>绩效</body>".encode("utf-16"), HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'><table/></html>", HTML),
        (b"MIME-Version: 1.0\r\nX-A: b\r\n c\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", MHTML),
        (b"<?xml version='1.0'?>\n<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", XML_SHEET),
        (package("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (stream("Workbook"), XLS),
        (stream("Book"), XLS),
    ],
)
def test_recognised(data: bytes, media_type: str):
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("data", "reason", "says"),
    [
        (b" \r\n\t\0", "empty", "空"),
        (b"\n" * 1100 + b"%PDF-2.0\n", "not_a_document", "PDF"),
        (b"<?xml version='1.0'?><a>\t</a>", "not_a_document", "XML"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not_a_document", "PNG"),
        (b"\x1f\x8b\x08" + b"\0" * 99, "not_a_document", "gzip"),
        (package("[Content_Types].xml", "ppt/presentation.xml"), "not_a_document", "PPTX"),
        (package("OFD.xml"), "not_a_document", "OFD"),
        (package("[Content_Types].xml"), "not_a_document", "word/document.xml"),
        (package("a.pdf", "b.pdf"), "not_a_document", "ZIP"),
        (package("[Content_Types].xml", "word/document.xml")[:-30], "truncated", "重新下载"),
        (stream("EncryptedPackage"), "encrypted", "口令"),
        (OLE2, "not_a_document", "复合文件"),
        (b"plain words only", "not_a_document", "无法识别"),
        (bytes(range(256)) * 8, "not_a_document", "无法识别"),
    ],
)
def test_refused_with_one_line(data: bytes, reason: str, says: str):
    with pytest.raises(DocumentError) as error:
        sniff(data)
    assert error.value.reason == reason
    assert says in error.value.message
    assert "\n" not in error.value.message


def test_missing_empty_folder(tmp_path: Path):
    (tmp_path / "empty.pdf").touch()
    for path, reason in (
        (tmp_path / "none.pdf", "missing"),
        (tmp_path / "empty.pdf", "empty"),
        (tmp_path, "unreadable"),
    ):
        with pytest.raises(DocumentError) as error:
            read(path)
        assert error.value.reason == reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_pipe_is_refused_at_once(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(DocumentError) as error:
        read(tmp_path / "pipe.pdf")
    assert error.value.reason == "unreadable"


def test_extension_that_does_not_fit_is_noticed():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(100, 100, "text")
    canvas.save()
    document = read_bytes(buffer.getvalue(), "report.docx")
    assert document.media_type == PDF
    assert [notice.code for notice in document.notices] == ["R-05"]
    assert "docx" in document.notices[0].message


def test_web_page_named_pdf():
    document = read_bytes(b"<html><body>404</body></html>", "report.pdf")
    assert [block.text for block in document.blocks] == ["404"]
    assert [notice.code for notice in document.notices] == ["R-05"]


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xls", "a.doc"])
def test_web_pages_are_named_like_office_files(name):
    assert read_bytes(b"<html><body>404</body></html>", name).notices == ()

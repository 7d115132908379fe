"""What a file is, told by its bytes and never by its name."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from gouji.exceptions import DocumentError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
XML_SHEET = "application/vnd.ms-excel+xml"
HTML = "text/html"
MHTML = "multipart/related"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
WORD_XML = "application/vnd.ms-word+xml"
TEXT = "text/plain"

_SHEETS = (".xls", ".et", ".xlt")
_PAGES = (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".doc", *_SHEETS)
"""Web pages saved under the name of an Office file are usual: Office opens them."""
EXTENSIONS = {
    PDF: (".pdf",),
    DOCX: (".docx", ".docm", ".dotx", ".dotm", ".wps"),
    DOC: (".doc", ".dot", ".wps", ".wpt"),
    RTF: (".rtf", ".doc"),
    ODT: (".odt", ".ott"),
    WORD_XML: (".xml", ".doc"),
    XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    XLS: _SHEETS,
    XML_SHEET: (".xml", *_SHEETS),
    HTML: _PAGES,
    MHTML: _PAGES,
    TEXT: (".txt", ".text", ".tsv", ".md", ".csv"),
}
"""The extensions that fit each type."""
LABELS = {
    PDF: "PDF", DOCX: "DOCX", DOC: "旧版 Word 文档", RTF: "RTF 文档", ODT: "ODT 文档", WORD_XML: "XML 格式的 Word 文档",
    XLSX: "XLSX", XLS: "XLS 工作簿", XML_SHEET: "XML 工作簿", HTML: "HTML 网页", MHTML: "网页存档（MHTML）",
    TEXT: "文本",
}  # fmt: skip
"""What people call each type."""

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN = (
    (b"\x89PNG", "PNG 图片"), (b"\xff\xd8\xff", "JPEG 图片"), (b"GIF8", "GIF 图片"), (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"), (b"BM", "BMP 图片"), (b"\x1f\x8b", "gzip 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"), (b"Rar!", "RAR 压缩包"),
)  # fmt: skip
_MEMBERS = (
    ("xl/workbook.bin", "XLSB 工作簿"), ("ppt/presentation.xml", "PPTX 演示文稿"),
    ("OFD.xml", "OFD 版式文件"), ("content.xml", "ODF 文档"),
)  # fmt: skip
_WORD_PART = re.compile(r"/?word/document\d*\.xml", re.IGNORECASE)
_WORD_TYPE = re.compile(
    rb"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled"
)
_TEXT_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_LARGEST_LIST = 2**22
"""Bytes of a list of parts; a longer one is no such list."""
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|div|script|meta|style|title)\b", re.IGNORECASE)
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_XML_SHEET = re.compile(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_WORD_XML = re.compile(rb"progid=.Word\.Document|<pkg:package\b|<w:wordDocument\b")
_XML = re.compile(rb"\s*<\?xml")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(data: bytes) -> str:
    """Return the media type.

    Raises:
        DocumentError: not a document this program reads; the line says what it seems to be and what to do.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError("empty", "文件是空的（没有内容）。请重新下载。")
    if data.startswith(b"PK"):
        return _zip(data)
    if re.search(rb"%PDF-\d", data[:1024]):
        return PDF
    if data.startswith(_OLE2):
        return _ole2(data)
    for magic, name in _KNOWN:
        if data.startswith(magic):
            raise DocumentError("not_a_document", f"内容是{name}，尚不能读取。{_ADVICE}")
    start = _start(data)
    if start.startswith(b"{\\rtf"):
        return RTF
    if _MHTML.match(start):
        return MHTML
    if _XML_SHEET.search(start):
        return XML_SHEET
    if _WORD_XML.search(start):
        return WORD_XML
    if _HTML.search(start):
        return HTML
    if _XML.match(start):
        raise DocumentError("not_a_document", f"内容是 XML 文件，尚不能读取。{_ADVICE}")
    if is_table_text(data):
        return TEXT
    raise DocumentError("not_a_document", f"无法识别内容：不是 PDF、DOCX，也不是中文文本。{_ADVICE}")


def _start(data: bytes) -> bytes:
    """Return the beginning as single bytes, marks and blanks left out."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data[:8192].replace(b"\x00", b"")[2:]
    return data[:4096].replace(b"\r\n", b"\n").lstrip(b"\xef\xbb\xbf\r\n\t ")


_ADVICE = "请提供 PDF、DOCX 或 XLSX 格式的原件。"


def is_table_text(data: bytes) -> bool:
    """Tell whether the bytes are text with tabs or Chinese characters."""
    text = decoded(data)
    if text is None or len(_CONTROL.findall(text[:65536])) > 8:
        return False
    return "\t" in text or _CHINESE.search(text) is not None


def decoded(data: bytes) -> str | None:
    """Return the text in the first encoding of UTF-8, UTF-16 (with a mark) and GB 18030 that fits, or None."""
    names = ["utf-8-sig", "gb18030"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ["utf-16"]
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            types = _content_types(package)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DocumentError("truncated", "压缩格式的文件（DOCX 等）不完整，缺少目录。请重新下载。") from error
    names = {entry.filename.replace("\\", "/") for entry in entries}
    if any(_WORD_PART.fullmatch(name) for name in names) or _WORD_TYPE.search(types):
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError("encrypted", "DOCX 文件已加密。请提供未加密的文件。")
        return DOCX
    if any(re.fullmatch(r"xl/workbook\d*\.xml", name, re.IGNORECASE) for name in names):
        return XLSX
    if _TEXT_DOCUMENT in data[:256]:
        return ODT
    for member, title in _MEMBERS:
        if member in names:
            raise DocumentError("not_a_document", f"内容是{title}，尚不能读取。{_ADVICE}")
    if "[Content_Types].xml" in names:
        raise DocumentError("not_a_document", f"是 Office 格式的压缩包，但没有正文（word/document.xml）。{_ADVICE}")
    raise DocumentError("not_a_document", "内容是 ZIP 压缩包，不是文档。请先解压，再提供其中的 PDF 或 DOCX。")


def _content_types(package: zipfile.ZipFile) -> bytes:
    """Return what the package says of its parts, nothing if it is too large to be true or locked."""
    found = next((entry for entry in package.infolist() if entry.filename.lower() == "[content_types].xml"), None)
    if found is None or found.file_size > _LARGEST_LIST or found.flag_bits & 1:
        return b""
    try:
        return package.read(found)
    except (zlib.error, EOFError, zipfile.BadZipFile):
        return b""


def _ole2(data: bytes) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise DocumentError("encrypted", "Office 文件已加密，需要口令才能打开。请提供未加密的文件。")
    if (has("Workbook\0") or has("Book\0")) and not (has("WordDocument\0") and not _is_workbook(data)):
        return XLS
    if has("WordDocument"):
        return DOC
    raise DocumentError("not_a_document", f"内容是旧版 Office 复合文件，无法识别其类型。{_ADVICE}")


def _is_workbook(data: bytes) -> bool:
    """Tell whether the workbook is the file itself and not an object in a text document."""
    from xlrd.compdoc import CompDocError

    from gouji.read.container import stream_of

    try:
        return stream_of(data, "Workbook", "Book") is not None
    except (CompDocError, AssertionError, IndexError, TypeError, struct.error):
        return False

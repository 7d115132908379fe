"""What a file is, told by its bytes and never by its name."""

from __future__ import annotations

import io
import re
import zipfile

from gouji.exceptions import DocumentError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"

EXTENSIONS = {PDF: (".pdf",), DOCX: (".docx", ".docm", ".dotx"), TEXT: (".txt", ".text", ".tsv", ".md", ".csv")}
"""The extensions that fit each type."""

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN = (
    (b"\x89PNG", "PNG 图片"), (b"\xff\xd8\xff", "JPEG 图片"), (b"GIF8", "GIF 图片"), (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"), (b"BM", "BMP 图片"), (b"{\\rtf", "RTF 文档"), (b"\x1f\x8b", "gzip 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"), (b"Rar!", "RAR 压缩包"), (b"MIME-Version:", "网页存档（MHTML）"),
)  # fmt: skip
_MEMBERS = (
    ("xl/workbook.xml", "XLSX 工作簿"), ("xl/workbook.bin", "XLSB 工作簿"), ("ppt/presentation.xml", "PPTX 演示文稿"),
    ("OFD.xml", "OFD 版式文件"), ("content.xml", "ODF 文档"),
)  # fmt: skip
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|div|script)\b", re.IGNORECASE)
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
        raise _ole2(data)
    for magic, name in _KNOWN:
        if data.startswith(magic):
            raise DocumentError("not_a_document", f"内容是{name}，尚不能读取。{_ADVICE}")
    start = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if _HTML.search(start):
        raise DocumentError("not_a_document", f"内容是 HTML 网页，尚不能读取。{_ADVICE}")
    if _XML.match(start):
        raise DocumentError("not_a_document", f"内容是 XML 文件，尚不能读取。{_ADVICE}")
    if is_table_text(data):
        return TEXT
    raise DocumentError("not_a_document", f"无法识别内容：不是 PDF、DOCX，也不是中文文本。{_ADVICE}")


_ADVICE = "请提供 PDF 或 DOCX 格式的原件。"


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
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DocumentError("truncated", "压缩格式的文件（DOCX 等）不完整，缺少目录。请重新下载。") from error
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError("encrypted", "DOCX 文件已加密。请提供未加密的文件。")
        return DOCX
    for member, title in _MEMBERS:
        if member in names:
            raise DocumentError("not_a_document", f"内容是{title}，尚不能读取。{_ADVICE}")
    if "[Content_Types].xml" in names:
        raise DocumentError("not_a_document", f"是 Office 格式的压缩包，但没有正文（word/document.xml）。{_ADVICE}")
    raise DocumentError("not_a_document", "内容是 ZIP 压缩包，不是文档。请先解压，再提供其中的 PDF 或 DOCX。")


def _ole2(data: bytes) -> DocumentError:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return DocumentError("encrypted", "Office 文件已加密，需要口令才能打开。请提供未加密的文件。")
    if has("WordDocument"):
        return DocumentError(
            "converter_missing", "内容是旧版 Word 文档（.doc）。请先用 Word、WPS 或 LibreOffice 另存为 DOCX 或 PDF。"
        )
    if has("Workbook") or has("Book"):
        return DocumentError("not_a_document", f"内容是旧版 Excel 工作簿（.xls），尚不能读取。{_ADVICE}")
    return DocumentError("not_a_document", f"内容是旧版 Office 复合文件，无法识别其类型。{_ADVICE}")

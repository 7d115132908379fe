"""Read: bytes to words and strokes, or to the cells a format already has.

In: the path of a file.
Out: `Document`. A PDF gives pages of words and strokes in points from the top left of the page as shown; other
    formats (DOCX, XLSX, XLS, HTML, flattened text) give grids and lines.
Refuses (DocumentError): missing, empty, unreadable, not_a_document, encrypted, truncated, no_text_layer, bomb,
    converter_missing, timeout (while converting).
Notices: R-01 hidden text, R-02 characters without Unicode, R-03 the second reader took over, R-04 pages without text,
    R-05 the extension does not fit, R-06 tracked changes, R-07 slanted text, R-08 pages that could not be loaded,
    R-09 a part that was not read, R-10 a picture where text would stand,
    R-11 formulas without a stored result, R-12 number formats that could not be applied.

The type is told by the content. The stage knows nothing of tables that are only drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from gouji.exceptions import DocumentError
from gouji.model.document import Document
from gouji.model.notice import Notice
from gouji.read.sniff import (
    DOC,
    DOCX,
    EXTENSIONS,
    HTML,
    LABELS,
    MHTML,
    ODT,
    PDF,
    RTF,
    TEXT,
    WORD_XML,
    XLS,
    XLSX,
    XML_SHEET,
    sniff,
)

__all__ = ["bytes_of", "read", "read_bytes"]


def read(path: Path) -> Document:
    """Read one file, once.

    Raises:
        DocumentError: the file cannot be read; reason and message say why and what to do.
    """
    return read_bytes(bytes_of(path), path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read a file's content; `name` serves only to notice an extension that does not fit.

    Raises:
        DocumentError: as `read`.
    """
    if not data:
        raise DocumentError("empty", "文件是空的（0 字节）。请重新下载。")
    media_type = sniff(data)
    document = _READERS[media_type](data)
    return Document(
        document_id=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        size_bytes=len(data),
        page_count=document.page_count,
        pages=document.pages,
        blocks=document.blocks,
        notices=(*_extension_notices(name, media_type), *document.notices),
    )


def bytes_of(path: Path) -> bytes:
    """Return a file's content.

    Raises:
        DocumentError: missing or unreadable.
    """
    try:
        if path.is_dir():
            raise DocumentError("unreadable", "这是文件夹，不是文件。请给出文件夹中的文件。")
        if path.exists() and not path.is_file():
            raise DocumentError("unreadable", "不是普通文件（管道、设备等），无法读取。")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("missing", "文件不存在。请核对路径。") from error
    except PermissionError as error:
        raise DocumentError("unreadable", "没有读取该文件的权限。请检查权限。") from error
    except (OSError, ValueError) as error:
        raise DocumentError("unreadable", f"文件无法读取（{error}）。请检查路径与存储设备。") from error


def _pdf(data: bytes) -> Document:
    from gouji.read.pdf import read_pdf

    pages, notices = read_pdf(data)
    return Document(
        document_id="", media_type=PDF, size_bytes=len(data), page_count=len(pages), pages=pages, notices=notices
    )


def _docx(data: bytes) -> Document:
    from gouji.read.docx import read_docx

    blocks, notices = read_docx(data)
    return Document(document_id="", media_type=DOCX, size_bytes=len(data), blocks=blocks, notices=notices)


def _cells(media_type: str, module: str, name: str) -> Callable[[bytes], Document]:
    """Return the reader of a format that has cells; its module is loaded when the first such file comes."""

    def read_cells(data: bytes) -> Document:
        reader = getattr(import_module(f"gouji.read.{module}"), name)
        blocks, notices = reader(data)
        return Document(document_id="", media_type=media_type, size_bytes=len(data), blocks=blocks, notices=notices)

    return read_cells


def _office(media_type: str, suffix: str) -> Callable[[bytes], Document]:
    """Return the reader of a format that is converted first."""

    def read_converted(data: bytes) -> Document:
        from gouji.read.office import read_office

        blocks, pages, notices = read_office(data, suffix)
        return Document(
            document_id="",
            media_type=media_type,
            size_bytes=len(data),
            page_count=len(pages),
            pages=pages,
            blocks=blocks,
            notices=notices,
        )

    return read_converted


def _text(data: bytes) -> Document:
    from gouji.read.text_file import read_text

    blocks, notices = read_text(data)
    return Document(document_id="", media_type=TEXT, size_bytes=len(data), blocks=blocks, notices=notices)


_READERS: Mapping[str, Callable[[bytes], Document]] = {
    PDF: _pdf,
    DOCX: _docx,
    DOC: _office(DOC, ".doc"),
    RTF: _office(RTF, ".rtf"),
    ODT: _office(ODT, ".odt"),
    WORD_XML: _office(WORD_XML, ".xml"),
    XLSX: _cells(XLSX, "xlsx", "read_xlsx"),
    XLS: _cells(XLS, "xls", "read_xls"),
    XML_SHEET: _cells(XML_SHEET, "xml_sheet", "read_xml_sheet"),
    HTML: _cells(HTML, "html", "read_html"),
    MHTML: _cells(MHTML, "html", "read_mhtml"),
    TEXT: _text,
}


def _extension_notices(name: str, media_type: str) -> tuple[Notice, ...]:
    extension = Path(name).suffix.lower()
    if extension in EXTENSIONS[media_type]:
        return ()
    label = LABELS[media_type]
    message = f"文件扩展名为“{extension or '（无）'}”，内容是 {label}，已按 {label} 读取。"
    return (Notice(code="R-05", message=message),)

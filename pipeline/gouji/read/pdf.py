"""PDF through PDFium: words and strokes of each page, and pictures of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium2
import pypdfium2.raw as raw
from PIL import Image

from gouji.exceptions import DocumentError
from gouji.model.notice import Notice
from gouji.model.page import Page
from gouji.read.annotations import prepare_forms
from gouji.read.layers import has_layers
from gouji.read.noted import notices_of, unread, whole
from gouji.read.second import count_pages, read_second
from gouji.read.shelf import shelved
from gouji.read.sight import Sight, sight_of

GIVE_UP = 16
"""Pages in a row that cannot be loaded: beyond, the declared number of pages is not worth believing."""
AT_ONCE = 500
"""Pages: PDFium keeps what it has parsed until the file is closed, so a long one is opened again after so many."""


@dataclass(slots=True)
class _Account:
    """What the pages came to, without the pages: a long document is never in memory as a whole."""

    declared: int = 0
    found: int = 0
    readable: bool = False
    drawn: bool = False
    lost: list[int] = field(default_factory=list)
    without: list[Sight] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def enter(self, sight: Sight) -> Page:
        """Note a page, and hand it on."""
        page = sight.page
        self.found += 1
        self.readable |= bool(page.words) and not sight.scanned
        self.drawn |= sight.drawn
        self.notices += notices_of(sight)
        if sight.drawn and (sight.scanned or not page.words):
            self.without.append(replace(sight, page=replace(page, words=(), strokes=())))
        return page


def read_pdf(data: bytes) -> tuple[Sequence[Page], tuple[Notice, ...]]:
    """Read every page.

    Raises:
        DocumentError: encrypted, truncated, unreadable, empty or without a text layer.
    """
    cut = is_cut(data)
    account = _Account()
    try:
        pages = shelved(account.enter(sight) for sight in _sights(data, account))
    except pdfium2.PdfiumError as error:
        return _refused(data, cut=cut, password=getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD)
    if not pages:
        return _refused(data, cut=cut, password=False)
    if cut:
        raise DocumentError("truncated", _CUT)
    _require_text(account)
    counted = (*_count_notices(account.declared, account.found, account.lost), *_uncounted(data, account.declared))
    return pages, (*counted, *account.notices, *unread(account.without))


_CUT = "PDF 文件不完整：结尾缺失，只能读出一部分。请重新下载或向来源索取完整文件。"
_TAIL = re.compile(rb"\d\s{1,9}\d{1,5}\s{1,9}obj\b")


def is_cut(data: bytes) -> bool:
    """Tell whether the file ends in the middle: objects after its last end mark, or no end mark at all."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        return re.search(rb"startxref\s+\d+\s*\Z", data[-256:]) is None
    return _TAIL.search(data, end) is not None


_PAGE_OBJECT = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


@contextmanager
def opened(data: bytes) -> Iterator[pdfium2.PdfDocument]:
    """Open a PDF with the empty password and close it with everything in it."""
    document = pdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def render_page(data: bytes, page_no: int, scale: float) -> Image.Image:
    """Return a picture of the page (from 1) as shown, `scale` pixels to a point."""
    with opened(data) as document:
        page = document[page_no - 1]
        try:
            bitmap = page.render(scale=scale)
            try:
                picture: Image.Image = bitmap.to_pil().convert("RGB")
                return picture
            finally:
                bitmap.close()
        finally:
            page.close()


def _sights(data: bytes, account: _Account) -> Iterator[Sight]:
    """Yield what each page shows, and note the pages that cannot be loaded."""
    layered = has_layers(data)
    start = 0
    while True:
        with opened(data) as document:
            account.declared = len(document)
            prepare_forms(document)
            for index in range(start, min(start + AT_ONCE, len(document))):
                try:
                    yield sight_of(document, index, layered=layered)
                except pdfium2.PdfiumError:
                    account.lost.append(index + 1)
                    if _hopeless(account.lost):
                        return
            start += AT_ONCE
            if start >= len(document):
                return


def _hopeless(lost: list[int]) -> bool:
    return len(lost) >= GIVE_UP and lost[-1] - lost[-GIVE_UP] == GIVE_UP - 1


def _refused(data: bytes, *, cut: bool, password: bool) -> tuple[Sequence[Page], tuple[Notice, ...]]:
    """Ask the second reader for a file PDFium cannot read."""
    if password:
        raise DocumentError("encrypted", "PDF 文件已加密，需要口令才能打开。请提供无口令的文件。")
    if cut:
        raise DocumentError("truncated", _CUT)
    pages = read_second(data)
    if pages is None:
        raise DocumentError("unreadable", "PDF 文件已损坏，两个读取程序都无法打开。请重新下载或另存后再试。")
    if not any(page.words for page in pages):
        raise DocumentError("no_text_layer", _no_text(len(pages)))
    message = f"第一读取程序（PDFium）无法读取该文件，改由第二读取程序（pdfplumber）读出 {len(pages)} 页。"
    return pages, (Notice(code="R-03", message=message, places=whole(pages)),)


def _no_text(count: int) -> str:
    return f"PDF 共 {count} 页，都没有可用的文字层（扫描件或图片）。请先作文字识别（OCR），或索取电子版。"


def _require_text(account: _Account) -> None:
    if account.readable:
        return
    if not account.drawn:
        raise DocumentError("empty", f"PDF 共 {account.found} 页，全是空白页。请确认文件是否正确。")
    raise DocumentError("no_text_layer", _no_text(account.found))


def _count_notices(declared: int, found: int, lost: list[int]) -> tuple[Notice, ...]:
    if not lost:
        return ()
    if len(lost) <= 5 and declared == found + len(lost):
        which = f"第 {'、'.join(map(str, lost))} 页无法载入"
    else:
        which = f"自第 {lost[0]} 页起有页无法载入"
    return (Notice(code="R-08", message=f"文件声明 {declared} 页，读出 {found} 页：{which}。请核对原件是否完整。"),)


def _uncounted(data: bytes, declared: int) -> tuple[Notice, ...]:
    """Ask the second reader where the file holds more page objects than it declares; they may be an older edition's."""
    if len(_PAGE_OBJECT.findall(data)) <= declared:
        return ()
    seen = count_pages(data)
    if seen <= declared:
        return ()
    message = f"文件声明 {declared} 页，第二读取程序看到 {seen} 页，只读出声明的各页。请核对原件是否完整。"
    return (Notice(code="R-08", message=message),)

"""PDF through PDFium: words and strokes of each page, and pictures of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray
from PIL import Image

from gouji.exceptions import DocumentError
from gouji.model.notice import Notice
from gouji.model.page import Page
from gouji.model.place import Box, Place
from gouji.read import pdfium
from gouji.read.characters import MISSING, Characters, Flags, fetch
from gouji.read.frame import shown
from gouji.read.painting import FAINT_TEXT, Painter, Painting
from gouji.read.proof import unseen
from gouji.read.second import count_pages, read_second
from gouji.read.words import words_of

SCAN = 0.5
"""Share of a page: a picture that covers more, with hardly any text beside it, is a scanned page."""
FEW = 20
"""Characters: stamps, page numbers and file marks that scanning software prints on a picture have fewer."""
GIVE_UP = 16
"""Pages in a row that cannot be loaded: beyond, the declared number of pages is not worth believing."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page and what was noticed about it."""

    page: Page
    hidden: int = 0
    slanted: int = 0
    missing: int = 0
    scanned: bool = False
    drawn: bool = False


def read_pdf(data: bytes) -> tuple[tuple[Page, ...], tuple[Notice, ...]]:
    """Read every page.

    Raises:
        DocumentError: encrypted, truncated, unreadable, empty or without a text layer.
    """
    cut = is_cut(data)
    try:
        with opened(data) as document:
            declared = len(document)
            sights, lost = _sights(document)
    except pdfium2.PdfiumError as error:
        return _refused(data, cut=cut, password=getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD)
    if not sights:
        return _refused(data, cut=cut, password=False)
    if cut:
        raise DocumentError("truncated", _CUT)
    _require_text(sights)
    counted = (*_count_notices(declared, len(sights), lost), *_uncounted(data, declared))
    return tuple(sight.page for sight in sights), (*counted, *_notices(sights))


_CUT = "PDF 文件不完整：结尾缺失，只能读出一部分。请重新下载或向来源索取完整文件。"
_TAIL = re.compile(rb"\d+\s+\d+\s+obj\b")


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


def _sights(document: pdfium2.PdfDocument) -> tuple[list[Sight], list[int]]:
    """Return what each page shows, and the numbers of the pages that cannot be loaded."""
    sights: list[Sight] = []
    lost: list[int] = []
    for index in range(len(document)):
        try:
            sights.append(_sight(document, index))
        except pdfium2.PdfiumError:
            lost.append(index + 1)
            if len(lost) >= GIVE_UP and lost[-GIVE_UP] == index + 2 - GIVE_UP:
                break
    return sights, lost


def _sight(document: pdfium2.PdfDocument, index: int) -> Sight:
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            return _look(page, text_page, index + 1)
        finally:
            text_page.close()
    finally:
        page.close()


def _look(page: pdfium2.PdfPage, text_page: pdfium2.PdfTextPage, number: int) -> Sight:
    turns = raw.FPDFPage_GetRotation(page)
    box = page.get_bbox()
    width, height = box[2] - box[0], box[3] - box[1]
    if turns % 2:
        width, height = height, width
    frame = shown(box, turns)
    painting = Painter().walk_page(pdfium.address_of(page.raw), frame)
    painting.hidden |= unseen(page, painting.suspects, FAINT_TEXT)
    left_out = painting.hidden | painting.invisible | painting.slanted
    turned = painting.turned or bool(turns % 4)
    characters = fetch(pdfium.address_of(text_page.raw), frame, turned=turned, objects=bool(left_out))
    return _sorted_out(number, (width, height), painting, characters)


def _sorted_out(number: int, size: tuple[float, float], painting: Painting, characters: Characters) -> Sight:
    """Part the characters one can see from the others, and count those."""
    width, height = size
    printed = characters.codes > 32
    middle_x = (characters.boxes[:, 0] + characters.boxes[:, 2]) / 2
    middle_y = (characters.boxes[:, 1] + characters.boxes[:, 3]) / 2
    on_page = (middle_x >= 0) & (middle_x <= width) & (middle_y >= 0) & (middle_y <= height)
    invisible, hidden, slanted = (_owned(characters, group) for group in _groups(painting))
    usable = on_page & ~invisible & ~hidden & ~slanted
    words = words_of(characters, usable)
    scanned = _covered(painting, width * height) and sum(len(word.text) for word in words) < FEW
    unseen = hidden | ~on_page if scanned else hidden | invisible | ~on_page
    return Sight(
        page=Page(number=number, width=width, height=height, words=words, strokes=tuple(painting.strokes)),
        hidden=int((unseen & printed).sum()),
        slanted=int((slanted & printed & ~unseen).sum()),
        missing=int((usable & _unmapped(characters.codes)).sum()),
        scanned=scanned,
        drawn=bool(painting.pictures or painting.strokes or painting.texts),
    )


def _groups(painting: Painting) -> tuple[set[int], set[int], set[int]]:
    return painting.invisible, painting.hidden, painting.slanted


def _owned(characters: Characters, group: set[int]) -> Flags:
    if not group or characters.handles is None:
        return np.zeros(len(characters), np.bool_)
    return np.isin(characters.handles, np.array(sorted(group), np.uint64))


def _unmapped(codes: NDArray[np.uint32]) -> Flags:
    unmapped: Flags = (codes == MISSING) | (codes >= 0xE000) & (codes < 0xF900) | (codes >= 0xF0000)
    return unmapped


def _covered(painting: Painting, area: float) -> bool:
    """Tell whether pictures cover most of the page; scans are often stored in strips."""
    pictures = sum(max(0.0, x1 - x0) * max(0.0, y1 - y0) for x0, y0, x1, y1 in painting.pictures)
    return pictures > SCAN * area


def _refused(data: bytes, *, cut: bool, password: bool) -> tuple[tuple[Page, ...], tuple[Notice, ...]]:
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
    return pages, (Notice(code="R-03", message=message, places=_whole(pages)),)


def _no_text(count: int) -> str:
    return f"PDF 共 {count} 页，都没有可用的文字层（扫描件或图片）。请先作文字识别（OCR），或索取电子版。"


def _require_text(sights: list[Sight]) -> None:
    if any(sight.page.words and not sight.scanned for sight in sights):
        return
    if not any(sight.drawn for sight in sights):
        raise DocumentError("empty", f"PDF 共 {len(sights)} 页，全是空白页。请确认文件是否正确。")
    raise DocumentError("no_text_layer", _no_text(len(sights)))


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


def _notices(sights: list[Sight]) -> Iterator[Notice]:
    for sight in sights:
        page, here = sight.page, _whole((sight.page,))
        if sight.hidden:
            text = f"第 {page.number} 页有 {sight.hidden} 个字符印出后不可见（与底色相近、透明或在页面之外），未计入。"
            yield Notice(code="R-01", message=text, places=here)
        if sight.missing:
            text = f"第 {page.number} 页有 {sight.missing} 个字符没有对应的文字，以“�”代替。"
            yield Notice(code="R-02", message=text, places=here)
        if sight.slanted:
            text = f"第 {page.number} 页有 {sight.slanted} 个斜置的字符（多为水印或印章），未计入。"
            yield Notice(code="R-07", message=text, places=here)
    without = [sight.page for sight in sights if sight.drawn and (sight.scanned or not sight.page.words)]
    if without:
        numbers = "、".join(str(page.number) for page in without)
        yield Notice(code="R-04", message=f"第 {numbers} 页没有文字层，未能读取。", places=_whole(tuple(without)))


def _whole(pages: tuple[Page, ...]) -> tuple[Place, ...]:
    return tuple(
        Place(page=page.number, box=Box(x0=0.0, top=0.0, x1=max(0.0, page.width), bottom=max(0.0, page.height)))
        for page in pages
    )

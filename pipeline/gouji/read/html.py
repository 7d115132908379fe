"""HTML and MHTML: tables of web pages as browsers show them, and the lines of text around them.

Nothing is loaded from outside and no script runs. A table that holds other tables is layout unless most of its text is
its own; a table that is nothing but links, a single column or a short single row is text. Pages that a spreadsheet
program wrote are worksheets: title and form share one table there, and borders tell them apart.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from gouji.exceptions import DocumentError
from gouji.model.grid import Block, Grid
from gouji.model.notice import Notice
from gouji.read.html_walk import Walk, classify

MAX_BYTES = 64 * 2**20
"""A page above this size is no table anyone published."""
AROUND = 40
"""Lines of text kept before and after a table: more is the frame of the site."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CONTROL = {code: None for code in (*range(0x00, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F)}
_CHINESE_SETS = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "chinese", "csgb2312", "euc-cn"})
_SHEET_MARKS = ("urn:schemas-microsoft-com:office:excel", "excel.sheet")


def read_html(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read a web page.

    Raises:
        DocumentError: too_large, or bomb if its elements are nested without end.
    """
    text, notices = _decoded(data, None)
    blocks, doubts = _read(text, 0)
    return _near(blocks), (*notices, *doubts)


def read_mhtml(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read the pages of a web archive.

    Raises:
        DocumentError: as `read_html`; not_a_document if the archive holds no page.
    """
    _refuse_large(data)
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    except RecursionError as error:
        raise DocumentError("bomb", "网页存档（MHTML）的部分嵌套过深，可能是恶意构造，未读取。") from error
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise DocumentError("not_a_document", "网页存档（MHTML）内没有网页，请重新保存文件。")
    blocks: list[Block] = []
    notices: list[Notice] = []
    for part in pages:
        payload = part.get_payload(decode=True)
        text, doubts = _decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
        found, more = _read(text, sum(isinstance(block, Grid) for block in blocks))
        if len(pages) == 1 or any(isinstance(block, Grid) for block in found):
            blocks += found
            notices += [*doubts, *more]
    return _near(blocks), tuple(notices)


def _refuse_large(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise DocumentError("too_large", f"网页有 {len(data) // 2**20} MiB，超过 {MAX_BYTES // 2**20} MiB，未读取。")


def _decoded(data: bytes, stated: str | None) -> tuple[str, tuple[Notice, ...]]:
    """Return the text: by its mark, as UTF-8 where it is, as stated, as GB 18030."""
    _refuse_large(data)
    for name in _charsets(data, stated):
        try:
            return data.decode(name).translate(_CONTROL), ()
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("gb18030", errors="replace").translate(_CONTROL)
    lost = text.count("\ufffd")
    return text, (Notice(code="R-02", message=f"网页有 {lost} 处文字无法按其编码读出，以 � 代替。"),)


def _charsets(data: bytes, stated: str | None) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    yield "utf-8-sig"
    match = _CHARSET.search(data[:8192])
    for name in (stated, match.group(1).decode("ascii", "replace") if match else None):
        if name:
            yield "gb18030" if name.lower() in _CHINESE_SETS else name
    yield "gb18030"


def _read(text: str, tables: int) -> tuple[list[Block], tuple[Notice, ...]]:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DocumentError("bomb", "网页的元素嵌套过深，可能是恶意构造，未读取。")
    if root is None:
        return [], ()
    sheet = any(mark in text[:8192].lower() for mark in _SHEET_MARKS)
    walk = Walk(root, classify(root), tables, as_sheet=sheet)
    return walk.blocks(), walk.notices()


def _near(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Keep the lines near tables."""
    at = [index for index, block in enumerate(blocks) if isinstance(block, Grid)]
    if not at:
        return tuple(blocks[:AROUND])
    kept = {index for here in at for index in range(here - AROUND, here + AROUND + 1)}
    return tuple(block for index, block in enumerate(blocks) if index in kept)

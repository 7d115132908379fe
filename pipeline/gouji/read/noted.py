"""The doubts about a PDF's pages, said in words: what was left out, what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gouji.model.notice import Notice
from gouji.model.page import Page
from gouji.model.place import Box, Place
from gouji.read.sight import Left, Sight

QUOTED = 400
"""Characters of what was left out that a notice repeats."""


def notices_of(sight: Sight) -> Iterator[Notice]:
    """Yield the doubts about one page."""
    page, here = sight.page, whole((sight.page,))
    if sight.hidden.count:
        text = f"第 {page.number} 页有 {sight.hidden.count} 个字符印出后不可见（近底色、透明、被遮盖或在页外），未计入"
        yield Notice(code="R-01", message=f"{text}：{_quoted(sight.hidden)}", places=here)
    if sight.missing:
        text = f"第 {page.number} 页有 {sight.missing} 个字符没有对应的文字，以“�”代替。"
        yield Notice(code="R-02", message=text, places=here)
    if sight.marks.count:
        text = f"第 {page.number} 页有 {sight.marks.count} 个水印、印章或斜置的字符，未计入"
        yield Notice(code="R-07", message=f"{text}：{_quoted(sight.marks)}", places=here)
    if sight.stamps:
        text = f"第 {page.number} 页有 {sight.stamps} 个批注、图章或签名带有文字，不属于正文，未计入。"
        yield Notice(code="R-07", message=text, places=here)


def unread(sights: Sequence[Sight]) -> tuple[Notice, ...]:
    """Name the pages that show something but have no text."""
    without = [sight.page for sight in sights if sight.drawn and (sight.scanned or not sight.page.words)]
    if not without:
        return ()
    numbers = "、".join(str(page.number) for page in without)
    return (Notice(code="R-04", message=f"第 {numbers} 页没有文字层，未能读取。", places=whole(without)),)


def whole(pages: Iterable[Page]) -> tuple[Place, ...]:
    """Return the places of whole pages, as shown."""
    return tuple(Place(page=page.number, box=page.as_shown(_full(page))) for page in pages)


def _full(page: Page) -> Box:
    return Box(x0=0.0, top=0.0, x1=max(0.0, page.width), bottom=max(0.0, page.height))


def _quoted(left: Left) -> str:
    text = "、".join(f"“{text}”" for text in dict.fromkeys(word.text for word in left.words))
    return f"{text[:QUOTED]}{'……' if len(text) > QUOTED else '。'}"

"""DOCX: a walk over the body in reading order. Paragraphs become Lines, tables become Grids with true spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from gouji.exceptions import DocumentError
from gouji.model.grid import Block, Line
from gouji.model.notice import Notice
from gouji.read.docx_doubts import Doubts
from gouji.read.docx_grid import table_to_grid
from gouji.read.docx_layout import adjoin, parts_within
from gouji.read.docx_numbering import Numbering
from gouji.read.docx_package import Package
from gouji.read.docx_rows import inside
from gouji.read.docx_styles import Styles, W
from gouji.read.docx_text import Scribe
from gouji.text import fold

_PARAGRAPH, _TABLE, _CHUNK = f"{W}p", f"{W}tbl", f"{W}altChunk"
_BLOCKS = frozenset({_PARAGRAPH, _TABLE, _CHUNK})
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DEEPEST = 2
"""A document in a document in a document is read no further."""


def read_docx(data: bytes, depth: int = 0) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read the body of a DOCX.

    Content controls, text boxes and tracked insertions are entered, tracked deletions left out. Headers and footers
    are not read. A document without tables gives Lines only. A table whose cells hold the tables proper is a layout:
    it gives these, and the rest of its text as Lines. `depth` counts the documents this one is embedded in.

    Raises:
        DocumentError: if the package cannot be read or is not safe to read.
    """
    package = Package(data)
    body = package.main.find(f"{W}body")
    if body is None:
        raise DocumentError("unreadable", "DOCX 没有正文，请核对文件。")
    walk = _Walk(package, depth)
    blocks = tuple(walk.blocks(body))
    return blocks, (*walk.scribe.doubts.notices(), *walk.notices)


class _Walk:
    """Counts paragraphs and tables along the way, so that each block can say where it stands."""

    def __init__(self, package: Package, depth: int) -> None:
        styles = Styles(package.part("styles"))
        self.scribe = Scribe(styles, Numbering(package.part("numbering"), styles), Doubts())
        self.package = package
        self.depth = depth
        self.notices: list[Notice] = []
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        for group in adjoin(inside(container, _BLOCKS)):
            element = group[0]
            if element.tag == _PARAGRAPH:
                yield from self._paragraph(element)
            elif element.tag == _TABLE:
                yield from self._table(group)
            else:
                yield from self._chunk(element)

    def _table(self, tables: Sequence[etree._Element]) -> Iterator[Block]:
        parts = parts_within(tables[0]) if len(tables) == 1 else []
        if not parts:
            yield from self._grid(tables, None)
        for part in parts:
            if isinstance(part, tuple):
                yield from self._grid(tables, frozenset(part))
            else:
                yield from self.blocks(part)

    def _grid(self, tables: Sequence[etree._Element], only: frozenset[etree._Element] | None) -> Iterator[Block]:
        self.tables += 1
        grid = table_to_grid(tables, self.tables, self.scribe, only)
        if grid is not None:
            yield grid

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        self.paragraphs += 1
        number = self.paragraphs
        sign = self.scribe.sign(element)
        text, boxes = self.scribe.line(element) if sign is None else (sign, [])
        text = " ".join(fold(text).split())
        if text:
            yield Line(text=text, locator=f"第{number}段")
        for box in boxes:
            yield from self.blocks(box)

    def _chunk(self, element: etree._Element) -> Iterator[Block]:
        """Read a document embedded whole, if it is a DOCX too."""
        data = self.package.target(element.get(_RELATION) or "")
        if data is None or not data.startswith(b"PK") or self.depth >= _DEEPEST:
            self.scribe.doubts.unread.append("嵌入的文档")
            return
        try:
            blocks, notices = read_docx(data, self.depth + 1)
        except DocumentError as error:
            self.scribe.doubts.unread.append(f"嵌入的文档（{error.message}）")
            return
        self.notices += notices
        yield from blocks

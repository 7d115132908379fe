"""DOCX: a walk over the body in reading order. Paragraphs become Lines, tables become Grids with true spans."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gouji.exceptions import DocumentError
from gouji.model.grid import Block, Line
from gouji.model.notice import Notice
from gouji.read.docx_grid import inside, table_to_grid
from gouji.read.docx_package import main_part
from gouji.read.docx_text import Doubts, W, gather
from gouji.text import fold

_BLOCKS = frozenset({f"{W}p", f"{W}tbl"})


def read_docx(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read the body of a DOCX.

    Content controls, text boxes and tracked insertions are entered, tracked deletions left out. Headers and footers
    are not read. A document without tables gives Lines only.

    Raises:
        DocumentError: if the package cannot be read or is not safe to read.
    """
    body = main_part(data).find(f"{W}body")
    if body is None:
        raise DocumentError("unreadable", "DOCX 没有正文，请核对文件。")
    walk = _Walk()
    blocks = tuple(walk.blocks(body))
    return blocks, walk.doubts.notices()


class _Walk:
    """Counts paragraphs and tables along the way, so that each block can say where it stands."""

    def __init__(self) -> None:
        self.doubts = Doubts()
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        for element in inside(container, _BLOCKS):
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            else:
                self.tables += 1
                grid = table_to_grid(element, self.tables, self.doubts)
                if grid is not None:
                    yield grid

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        self.paragraphs += 1
        number = self.paragraphs
        out: list[str] = []
        boxes: list[etree._Element] = []
        gather(element, out, self.doubts, boxes)
        text = " ".join(fold("".join(out)).split())
        if text:
            yield Line(text=text, locator=f"第{number}段")
        for box in boxes:
            yield from self.blocks(box)

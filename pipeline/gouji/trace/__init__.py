"""Trace: strokes and words of a page to tables with true spans, and the text lines around them.

In: `Document`.
Out: blocks in reading order (top to bottom): `Grid` with its cells, spans, places and column edges, and `Line`. Every
    character `read` delivers stands in exactly one cell or line. Blocks of formats that have cells pass through.
Refuses: nothing.
Notices: T-01 words inside a table's outer box but in no cell, T-02 text that runs over the edge of its cell, T-04 a
    table whose rows or columns no stroke draws.

The stage knows no language.
"""

from __future__ import annotations

from gouji.model.building import uncollected
from gouji.model.document import Document
from gouji.model.grid import Block
from gouji.model.notice import Notice
from gouji.trace.guesses import undecided
from gouji.trace.page import trace_page

__all__ = ["trace", "undecided_pages"]


def trace(document: Document) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Return the document's blocks in reading order, and the doubts about them."""
    blocks: list[Block] = list(document.blocks)
    notices: list[Notice] = []
    for page in document.pages:
        with uncollected():
            found, doubts = trace_page(page)
        blocks += found
        notices += doubts
    return tuple(blocks), tuple(notices)


def undecided_pages(document: Document) -> tuple[int, ...]:
    """Return the pages whose texts leave the columns of a table without strokes open: a proposal would help."""
    return tuple(page.number for page in document.pages if undecided(page))

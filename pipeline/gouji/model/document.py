"""A document as `read` hands it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.grid import Block
from gouji.model.notice import Notice
from gouji.model.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file's content.

    A PDF has `pages` and no blocks; a format that already has cells (DOCX, text) has `blocks` in reading order and no
    pages. The pages of a long PDF lie in a file and are built anew when asked for. `document_id` is the sha256 of the
    bytes, `page_count` 0 where there are no pages.
    """

    document_id: str
    media_type: str
    size_bytes: int
    page_count: int = 0
    pages: Sequence[Page] = ()
    blocks: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()

"""No word is lost: every letter of a page stands in a cell or a line, or a notice says that some were left out."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.generated import specimen
from tests.generated.compare import bare
from tests.properties.seeds import seeds

from gouji.model.grid import Grid
from gouji.read import read_bytes
from gouji.stitch import stitch
from gouji.text import fold
from gouji.trace import trace


@pytest.mark.parametrize("style", ["ruled", "doubled", "hidden", "missing_strokes", "borderless", "long", "sideways"])
def test_every_letter_read_stands_in_a_cell_or_a_line(style):
    for seed in seeds(1 if style == "long" else 4):
        one = specimen(style, seed)
        document = read_bytes(one.data, f"{one.name}{one.suffix}")
        words = Counter(bare(fold("".join(word.text for page in document.pages for word in page.words))))
        blocks, _ = trace(document)
        texts = (
            cell.text if isinstance(block, Grid) else block.text
            for block in blocks
            for cell in (block.cells if isinstance(block, Grid) else (None,))
        )
        assert words - Counter(bare(fold("".join(texts)))) == Counter(), f"{style} {seed}"


@pytest.mark.parametrize("style", ["ruled", "doubled", "shaded", "seal_image", "hidden"])
def test_every_letter_printed_is_read_or_named_in_a_notice(style):
    for seed in seeds(4):
        one = specimen(style, seed)
        document = read_bytes(one.data, f"{one.name}{one.suffix}")
        words = Counter(bare(fold("".join(word.text for page in document.pages for word in page.words))))
        printed = Counter(bare("".join(cell.text for shown in one.page_tables for cell in shown.table.cells)))
        assert printed - words == Counter() or document.notices, f"{style} {seed}"


def test_joining_pages_keeps_every_line():
    for seed in seeds(6):
        one = specimen("continued", seed)
        blocks, _ = trace(read_bytes(one.data, f"{one.name}{one.suffix}"))
        sheets = stitch(blocks)
        lines = {bare(block.text) for block in blocks if not isinstance(block, Grid)}
        kept = {bare(line.text) for sheet in sheets for line in (*sheet.before, *sheet.after)}
        kept |= {bare(cell.text) for sheet in sheets for cell in sheet.cells}
        assert {line for line in lines - kept if not _is_furniture(line, one.page_tables[-1].page)} == set()


def _is_furniture(line: str, pages: int) -> bool:
    """Tell whether a line is a page number or says that a table goes on: such may be left out."""
    plain = line.strip("—第页")
    return "续" in line or "共" in line or (plain.isdigit() and int(plain) <= pages)

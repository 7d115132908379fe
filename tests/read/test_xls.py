"""XLS: the old binary workbook. data/small.xls was saved by an office program."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from gouji.exceptions import DocumentError
from gouji.model.grid import Line
from gouji.read import read_bytes
from gouji.read.xls import read_xls

SMALL = (Path(__file__).parent / "data" / "small.xls").read_bytes()


def test_cells_as_printed():
    blocks, notices = read_xls(SMALL)
    assert [block.text for block in blocks if isinstance(block, Line)] == ["绩效自评表", "填表人：某"]
    grid = blocks[1]
    assert [(cell.row, cell.col, cell.row_span, cell.text) for cell in grid.cells] == [
        (0, 0, 1, "指标"), (0, 1, 1, "目标"), (0, 2, 1, "得分"), (0, 3, 1, "日期"),
        (1, 0, 1, "产出"), (1, 1, 1, "95.00%"), (1, 2, 1, "9.5"), (1, 3, 1, "2022/12/31"),
        (2, 0, 2, "效益指标"), (2, 1, 1, "1,234.50"), (2, 2, 1, ""), (2, 3, 1, "TRUE"),
        (3, 1, 1, ""), (3, 2, 1, ""), (3, 3, 1, ""),
    ]  # fmt: skip
    assert grid.cells[8].locator == "自评!A5"
    assert [notice.code for notice in notices] == ["R-01"]


def test_the_content_decides():
    document = read_bytes(SMALL, "a.doc")
    assert document.media_type == "application/vnd.ms-excel"
    assert "R-05" in [notice.code for notice in document.notices]
    assert read_bytes(SMALL, "a.xls").notices[0].code == "R-01"


@pytest.mark.parametrize("tenth", range(1, 10))
def test_files_cut_short_never_crash(tenth):
    with suppress(DocumentError):
        read_xls(SMALL[: len(SMALL) * tenth // 10])


@pytest.mark.parametrize("seed", range(40))
def test_damaged_files_never_crash(seed):
    damaged = bytearray(SMALL)
    for step in range(60):
        at = (seed * 7919 + step * 104_729) % len(damaged)
        damaged[at] = (damaged[at] + seed + step) % 256
    with suppress(DocumentError):
        read_xls(bytes(damaged))

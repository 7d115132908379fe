"""Stages as text: columns that line up whatever the script, merged cells marked."""

from __future__ import annotations

import pytest

from gouji.model.grid import Cell
from gouji.publish.dump import aligned, grid_lines, text_width


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("甲乙", 4), ("①≥", 2), ("Ａ１", 4), ("e\u0301", 1)])
def test_width(text: str, width: int) -> None:
    assert text_width(text) == width


def test_columns_line_up() -> None:
    lines = aligned([["甲乙", "1"], ["a", "数量指标"], ["", ""]])
    assert {text_width(line) for line in lines} == {text_width(lines[0])}
    assert lines[1] == "| a    | 数量指标 |"


def test_a_long_text_wraps_and_loses_nothing() -> None:
    text = "一二三四五六七八九十" * 5
    lines = aligned([[text, "x"]])
    assert len(lines) > 1
    assert "".join(line.split("|")[1].strip() for line in lines) == text


def test_merged_cells_are_marked() -> None:
    cells = (
        Cell(text="甲", row=0, col=0, row_span=2),
        Cell(text="乙", row=0, col=1, col_span=2),
        Cell(text="丙", row=1, col=1),
        Cell(text="丁", row=1, col=2),
    )
    assert grid_lines(cells, 2, 3) == ["| 甲 | 乙 | «  |", "| ^  | 丙 | 丁 |"]

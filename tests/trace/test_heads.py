"""Headers of two rows without strokes, and columns that only their names part."""

from __future__ import annotations

import pytest

from gouji.model.page import Word
from gouji.model.place import Box
from gouji.trace.heads import head_of
from gouji.trace.named import with_named, without_torn
from gouji.trace.rooms import Cellular

EM = 10.0
XS = (0.0, 60.0, 120.0, 180.0, 240.0, 300.0)


def word(text: str, centre: float, top: float) -> Word:
    half = 5.0 * len(text)
    stops = tuple(centre - half + EM * at for at in range(len(text) + 1))
    return Word(text=text, box=Box(x0=centre - half, top=top, x1=centre + half, bottom=top + EM), stops=stops)


def body() -> list[Word]:
    return [word(text, 30.0 + 60.0 * col, 80.0) for col, text in enumerate(("甲乡", "12.5", "产出", "数量", "85%"))]


def names(top: float) -> list[Word]:
    return [word("一级", 150.0, top), word("二级", 210.0, top), word("目标", 270.0, top)]


@pytest.mark.parametrize("beside", [14.0, 21.0], ids=["at_the_top", "in_the_middle"])
def test_a_name_over_three_columns_makes_a_header_of_two_rows(beside: float):
    upper = [word("绩效指标", 210.0, 14.0), word("项目", 30.0, beside), word("资金", 90.0, beside)]
    head = head_of([*upper, *names(30.0), *body()], XS, EM)
    assert head is not None
    assert head.end == 40.0
    assert set(head.cells(5)) == {
        Cellular(0, 0, 2, 1),
        Cellular(0, 1, 2, 2),
        Cellular(0, 2, 1, 5),
        *(Cellular(1, col, 2, col + 1) for col in (2, 3, 4)),
    }


def test_one_row_of_names_is_no_header_of_two_rows():
    row = [word("项目", 30.0, 14.0), word("资金", 90.0, 14.0), *names(14.0)]
    assert head_of([*row, *body()], XS, EM) is None


def test_a_name_off_the_middle_of_the_names_below_stands_over_none():
    upper = [word("项目", 30.0, 14.0), word("资金", 90.0, 14.0), word("绩效", 170.0, 14.0)]
    assert head_of([*upper, *names(30.0), *body()], XS, EM) is None


def test_names_part_columns_whose_texts_stand_in_rows_of_their_own():
    rows = [[(5.0, 25.0), (45.0, 65.0), (90.0, 110.0), (140.0, 160.0)], [(0.0, 30.0), (40.0, 70.0)]]
    rows += [[(85.0, 115.0), (130.0, 170.0)]] * 4
    assert with_named([(115.0, 130.0)], rows, 2.0) == [(30.0, 40.0), (70.0, 85.0), (115.0, 130.0)]


def test_a_name_in_a_strip_between_texts_parts_it():
    rows = [[(5.0, 25.0), (45.0, 65.0), (90.0, 110.0)], *[[(0.0, 30.0), (85.0, 115.0)]] * 3]
    assert with_named([(30.0, 85.0)], rows, 2.0) == [(30.0, 45.0), (65.0, 85.0)]


LABELS = [(20.0, 24.0), (44.0, 60.0), (90.0, 110.0)]
"""Strips: the first between a label and its points."""


def test_a_label_and_its_points_under_one_name_are_one_column():
    assert without_torn(LABELS, [(2.0, 42.0), (62.0, 88.0), (112.0, 140.0)]) == LABELS[1:]


def test_a_name_over_those_of_two_columns_tears_nothing():
    head = [(12.0, 32.0), (0.0, 18.0), (26.0, 42.0), (62.0, 88.0), (112.0, 140.0)]
    assert without_torn(LABELS, head) == LABELS

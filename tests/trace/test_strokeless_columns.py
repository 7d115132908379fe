"""Strips of paper between columns: what a header over several columns, a blank column and wide names do to them."""

from __future__ import annotations

from gouji.trace.columns import gutters

EM = 10.0
BODY = [(0.0, 40.0), (60.0, 100.0), (120.0, 160.0)]


def test_one_text_over_several_columns_hides_no_strip():
    rows = [[(0.0, 40.0), (70.0, 150.0), (200.0, 240.0)], *[[*BODY, (200.0, 240.0)]] * 6]
    assert gutters(rows, EM) == [(40.0, 60.0), (100.0, 120.0), (160.0, 200.0)]


def test_a_name_above_a_blank_column_keeps_it():
    rows = [[*BODY, (180.0, 220.0)], *[BODY] * 6]
    assert gutters(rows, EM) == [(40.0, 60.0), (100.0, 120.0), (160.0, 180.0)]


def test_a_name_wider_than_the_texts_below_narrows_the_strip():
    rows = [[(0.0, 40.0), (60.0, 112.0), (120.0, 160.0)], *[BODY] * 20]
    assert gutters(rows, EM) == [(40.0, 60.0), (112.0, 120.0)]

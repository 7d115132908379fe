"""Units and exact conversions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.exceptions import RulebookError
from gouji.model.record import Figure
from gouji.normalise.unit import canonical_unit, convert, parse_amount, to_money
from gouji.normalise.words import default_words, units_from, words_from

CANONICAL = {
    "%": "%",
    "％": "%",
    "百分比": "%",
    "%(百分比)": "%",
    "（%）": "%",
    "㎡": "平方米",
    "平方米": "平方米",
    "m²": "平方米",
    "千米": "公里",
    "km": "公里",
    "人（次）": "人次",
    "人次": "人次",
    "万人次": "万人次",
    "亿元": "亿元",
    "(万立方米)": "万立方米",
    "元/人·月": "元/人·月",
    "元/人*月": "元/人·月",
    "次/年": "次/年",
    "千瓦时": "千瓦时",
    "个月": "个月",
    "万": "万",
    "毫克/升": "毫克/升",
}


@pytest.mark.parametrize(("text", "unit"), CANONICAL.items())
def test_canonical_units(text, unit):
    assert canonical_unit(text) == unit
    assert canonical_unit(unit) == unit


@pytest.mark.parametrize("text", ["", "热线", "元人", "/", "()", "个（元）"])
def test_unknown_units(text):
    assert canonical_unit(text) is None


CONVERSIONS = [
    ("30", "万元", "元", "300000"),
    ("1", "亿元", "万元", "10000"),
    ("10", "万人", "人", "100000"),
    ("80000", "人", "万人", "8"),
    ("1.5", "公里", "米", "1500"),
    ("2", "公顷", "亩", "30"),
    ("15", "亩", "公顷", "1"),
    ("1", "年", "个月", "12"),
    ("5", "‰", "%", "0.5"),
    ("3", "万平方米", "平方米", "30000"),
    ("2", "吨", "公斤", "2000"),
    ("10", "名", "人", "10"),
]


@pytest.mark.parametrize(("value", "unit", "to", "result"), CONVERSIONS)
def test_conversions(value, unit, to, result):
    assert convert(Decimal(value), unit, to) == Decimal(result)


@pytest.mark.parametrize(
    ("value", "unit", "to"),
    [
        ("1", "亩", "平方米"),
        ("1", "个月", "年"),
        ("3", "家", "个"),
        ("3", "人", "人次"),
        ("3", "元", "%"),
        ("0.1", "元", "亿元"),
        ("3", "元/人", "元"),
    ],
)
def test_what_does_not_convert_exactly_or_at_all(value, unit, to):
    assert convert(Decimal(value), unit, to) is None


def test_money_keeps_the_printed_precision():
    assert to_money(Figure(value=Decimal("44.13"), decimals=2), "万元", "元") == Figure(
        value=Decimal(441300), decimals=-2
    )
    assert to_money(Figure(value=Decimal(300000), decimals=0), "元", "万元") == Figure(value=Decimal(30), decimals=4)
    assert to_money(Figure(value=Decimal("0.5"), decimals=1), "亿元", "万元") == Figure(
        value=Decimal(5000), decimals=-3
    )


def test_money_that_is_none_or_does_not_fit():
    one = Figure(value=Decimal("12.345"), decimals=3)
    assert to_money(one, "元", "万元") is None
    assert to_money(one, "公里", "万元") is None
    assert to_money(one, "万元", "个") is None
    assert to_money(Figure(value=Decimal(10) ** 15, decimals=0), "亿元", "元") is None


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=2, allow_nan=False))
def test_money_there_and_back(value):
    figure = Figure(value=value, decimals=2)
    there = to_money(figure, "万元", "元")
    assert there is not None
    assert to_money(there, "元", "万元") == figure


def test_amounts_in_the_unit_of_their_table():
    assert parse_amount("30.00", "万元") == Figure(value=Decimal("30.00"), decimals=2)
    assert parse_amount("30.00", None) == Figure(value=Decimal("30.00"), decimals=2)
    assert parse_amount("30万元", "元") == Figure(value=Decimal(300000), decimals=-4)
    assert parse_amount("300000元", "万元") == Figure(value=Decimal(30), decimals=4)
    assert parse_amount("￥3，000.00", "万元") == Figure(value=Decimal("0.3"), decimals=6)


@pytest.mark.parametrize("text", ["", "—", "30人", "30%", "15分", "约30万元", "30万元", "元"])
def test_no_amount(text):
    assert parse_amount(text, None if text == "30万元" else "万元") is None


def test_a_broken_lexicon_stops_the_run():
    good = {"names": {}, "count": "个", "measures": {}, "scales": {"万": "10000"}, "unspoken": []}
    assert units_from(good).at("3万个", 1) == ("万个", 3)
    for broken in ({}, good | {"count": 5}, good | {"measures": {"x": {"没有": "1"}}}, good | {"scales": {"万": "十"}}):
        with pytest.raises(RulebookError):
            units_from(broken)
    with pytest.raises(RulebookError):
        words_from(good, {"operators": {}})


def test_every_measure_converts_to_itself_through_every_unit_of_it():
    units = default_words().units
    for unit, (measure, _) in units.measures.items():
        for other, (same, _) in units.measures.items():
            there = convert(Decimal(6), unit, other)
            assert (there is None) if same != measure else True
            if there is not None:
                assert convert(there, other, unit) == 6

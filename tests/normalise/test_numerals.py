"""Chinese numerals: known values, refusals, and printing followed by reading."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.normalise.numerals import parse_numeral

KNOWN = {
    "〇": "0",
    "零": "0",
    "四": "4",
    "两": "2",
    "十": "10",
    "十二": "12",
    "二十": "20",
    "廿五": "25",
    "卅": "30",
    "一百": "100",
    "一百零五": "105",
    "一百一十": "110",
    "二百五十": "250",
    "一千零五": "1005",
    "一千零五十": "1050",
    "壹佰贰拾叁": "123",
    "一万五千": "15000",
    "十万": "100000",
    "十万零五百": "100500",
    "一百二十万": "1200000",
    "三亿五千万": "350000000",
    "一万亿": "1000000000000",
    "两千万": "20000000",
    "二〇二一": "2021",
    "二○二一": "2021",
    "一点五": "1.5",
    "百分之九十五": "0.95",
    "百分之一百": "1",
    "千分之三": "0.003",
    "四分之三": "0.75",
    "半": "0.5",
    "1.5万": "15000",
    "3千": "3000",
    "2亿": "200000000",
    "1.2十万": "120000.0",
    "百分之0.5": "0.005",
}
NO_NUMBERS = [
    "",
    "百",
    "千",
    "万",
    "亿",
    "三百五",
    "一万五",
    "十十",
    "百一",
    "三分之二",
    "点五",
    "五点",
    "一点两",
    "一二万三",
    "合格",
    "一百百",
    "零零",
    "一万万五千万",
    "〇分之一",
]


@pytest.mark.parametrize(("text", "value"), KNOWN.items())
def test_known_values(text, value):
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_or_colloquial_is_refused(text):
    assert parse_numeral(text) is None


def spell(number: int) -> str:
    if number < 10:
        return "零一二三四五六七八九"[number]
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if low and low < scale // 10 else ""
            return spell(high) + name + (gap + spell(low) if low else "")
    raise AssertionError


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_spelt_number_reads_back(number):
    assert parse_numeral(spell(number)) == number


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_bankers_digits_read_like_plain_ones(number):
    formal = spell(number).translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))
    assert parse_numeral(formal) == number


@given(st.text(alphabet="零〇一二两三九十百千万亿点半廿分之0.5", max_size=8))
def test_any_string_of_numeral_characters_is_read_or_refused(text):
    value = parse_numeral(text)
    assert value is None or value >= 0

"""Years and months."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.normalise.period import parse_month, parse_year

YEARS = {
    "2021年度": 2021,
    "2021年度部门整体绩效自评表": 2021,
    "（２０２１年度）": 2021,
    "二〇二一年": 2021,
    "二○二一年度": 2021,
    "2022年8月": 2022,
    "2021年1月-12月": 2021,
    "2021部门决算": 2021,
    "2022.08.05": 2022,
    "2022-8-5": 2022,
    "20220805": 2022,
    "2021": 2021,
    "填报时间：2022年8月5日": 2022,
    "2021 年度": 2021,
    "2021年预算2021年决算": 2021,
}
MONTHS = {
    "2022年8月": (2022, 8),
    "2022年08月05日": (2022, 8),
    "2022.08": (2022, 8),
    "2022-12-31": (2022, 12),
    "二〇二二年8月": (2022, 8),
}


@pytest.mark.parametrize(("text", "year"), YEARS.items())
def test_years(text, year):
    assert parse_year(text) == year


@pytest.mark.parametrize("text", ["", "1-12月", "2020-2022年", "2020年至2022年", "2021年和2022年", "项目12345", "3年"])
def test_no_year_or_several(text):
    assert parse_year(text) is None


@pytest.mark.parametrize(("text", "month"), MONTHS.items())
def test_months(text, month):
    assert parse_month(text) == month


@pytest.mark.parametrize("text", ["2022年", "2022", "8月", "2022年8月至2022年9月", "2022年13月"])
def test_no_month_or_several(text):
    assert parse_month(text) is None


@given(st.integers(1990, 2050), st.integers(1, 12))
def test_a_printed_month_reads_back(year, month):
    for style in (f"{year}年{month}月", f"{year} 年 {month:02} 月", f"{year}.{month:02}", f"{year}-{month:02}-01"):
        assert parse_year(style) == year
        assert parse_month(style) == (year, month)

"""Figures, caps in labels, ranges and points in criteria."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.model.record import Figure
from gouji.normalise.figure import (
    is_blank,
    out_of_range,
    parse_criterion_points,
    parse_figure,
    parse_range,
    plain,
    take_cap,
)


def fig(text: str) -> Figure:
    value = Decimal(text)
    return Figure(value=value, decimals=max(0, -int(value.as_tuple().exponent)))


FIGURES = {
    "15分": "15",
    "10 分": "10",
    "30.00": "30.00",
    "（50分）": "50",
    "(50)": "50",
    "50分）": "50",
    "（50": "50",
    "(50)分": "50",
    "50（分）": "50",
    "3，518.85": "3518.85",
    "1,234.5": "1234.5",
    "12,345,678": "12345678",
    "-12.5": "-12.5",
    "－12.5": "-12.5",
    "（12.5）": "12.5",
    "100.00%": "100.00",
    "95%": "95",
    "95 ％": "95",
    "０.９５": "0.95",
    "9．5": "9.5",
    "100.00(%)": "100.00",
    "十分": "10",
    "五": "5",
    "二十五分": "25",
    "1234567. 89": "1234567.89",
    "22.5": "22.5",
    "0": "0",
    "0.00": "0.00",
}
BLANKS = ["", " ", "-", "—", "——", "－", "/", "／", "*", "……", "...", "无", "\u3000", "\u200b", "--", "N/A", "不适用"]
UNREADABLE = [
    "10/10",
    "完成",
    "8 或 7",
    "2 3",
    "100.0 0",
    "1, 234",
    "1,23",
    "1,2345",
    "30万元",
    "¥30.00",
    "十分满意",
    "一",
    "0-20",
    "5.",
    "12.5①",
    "10²",
    "分",
    "百分之",
]


@pytest.mark.parametrize(("text", "value"), FIGURES.items())
def test_figures(text, value):
    assert parse_figure(text) == fig(value)
    assert not is_blank(text)


@pytest.mark.parametrize("text", BLANKS)
def test_blank_tokens_are_blank_and_no_figure(text):
    assert is_blank(text)
    assert parse_figure(text) is None


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable_cells_are_neither_blank_nor_figures(text):
    assert parse_figure(text) is None
    assert not is_blank(text)
    assert not out_of_range(text)


@pytest.mark.parametrize("text", ["1234567890123456789", "0.1234567", "1,000,000,000,000,000,000"])
def test_a_number_that_cannot_be_kept_exactly_is_refused_and_told_apart(text):
    assert parse_figure(text) is None
    assert out_of_range(text)


def test_zeros_beyond_the_sixth_decimal_lose_nothing():
    assert parse_figure("0.50000000") == Figure(value=Decimal("0.50000000"), decimals=8)


AMOUNTS = st.decimals(min_value=-(10**17), max_value=10**17, places=2, allow_nan=False)
FULL = str.maketrans("0123456789.,%-", "０１２３４５６７８９．，％－")
STYLES = [
    lambda value: f"{value}",
    lambda value: f"{value:,}",
    lambda value: f"{value}分",
    lambda value: f"{value} %",
    lambda value: f"（{value}分）",
    lambda value: f"{value:,}".translate(FULL),
    lambda value: f" {value}\u3000",
]


@given(AMOUNTS, st.sampled_from(STYLES))
def test_a_number_printed_in_any_style_reads_back(value, style):
    assert parse_figure(style(value)) == Figure(value=value, decimals=2)


@given(AMOUNTS, st.sampled_from(STYLES))
def test_reading_what_was_read_changes_nothing(value, style):
    read = parse_figure(style(value))
    assert read is not None
    assert parse_figure(str(read.value)) == read


@given(st.text(max_size=30))
def test_no_text_breaks_the_figure_parser(text):
    figure = parse_figure(text)
    assert figure is None or not is_blank(text)
    assert plain(plain(text)) == plain(text)


RANGES = ["(0-20)分", "0-20分", "0~20", "0—20", "0－20", "0至20", "（0～20）分"]


@pytest.mark.parametrize("text", RANGES)
def test_ranges_of_points(text):
    assert parse_range(text) == (fig("0"), fig("20"))


@pytest.mark.parametrize("text", ["20-0", "15", "", "0-", "2021-2022年", "0-20-30"])
def test_what_is_no_range(text):
    assert parse_range(text) is None


CAPS = {
    "产出指标（50分）": ("产出指标", "50"),
    "产出 指标 30分": ("产出指标", "30"),
    "数量指 标 10分": ("数量指标", "10"),
    "(50分)": ("", "50"),
    "30分) ": ("", "30"),
    "(50)": ("", "50"),
    "（25分": ("", "25"),
    "效益指标(30 分)": ("效益指标", "30"),
    "产出指标50": ("产出指标", "50"),
    "满意度指标10分": ("满意度指标", "10"),
    "预算执行（10分）": ("预算执行", "10"),
    "年度绩效目标1（80分）": ("年度绩效目标1", "80"),
    "投入(5分)": ("投入", "5"),
    "产 出 指 标 (50分)": ("产出指标", "50"),
    "可持续 影响 6 分": ("可持续影响", "6"),
    "项目 绩效 70分": ("项目绩效", "70"),
    "年度目标1 10分": ("年度目标1", "10"),
    "成本指标（22.5）": ("成本指标", "22.5"),
    "产出指标50.0": ("产出指标", "50.0"),
    "（50分）产出指标": ("产出指标", "50"),
    "产出指标\n（50\n分）": ("产出指标", "50"),
    "满意度（权重10分）": ("满意度", "10"),
    "产出指标（十分）": ("产出指标", "10"),
    "数量（10分） 指标": ("数量指标", "10"),
    "产出指标（5）": ("产出指标", "5"),
    "产出指标（５０分）": ("产出指标", "50"),
    "年度目标2：全部完成。（20分）": ("年度目标2：全部完成。", "20"),
    "效益指标：30分": ("效益指标", "30"),
    "“三公经费”控制（3分）": ("“三公经费”控制", "3"),
}
NO_CAPS = {
    "目标1": "目标1",
    "年度目标 1": "年度目标1",
    "2023年度目标": "2023年度目标",
    "指标3": "指标3",
    "产出指标（40%）": "产出指标（40%）",
    "目标(1)": "目标(1)",
    "数量指标1": "数量指标1",
    "年度目标110分": "年度目标110分",
    "某道312": "某道312",
    "过 程": "过程",
    "每少1项扣1分": "每少1项扣1分",
    "附件1": "附件1",
    "得分(20分*执行率)": "得分(20分*执行率)",
    "": "",
    "目标（2023）": "目标（2023）",
    "二级指标2": "二级指标2",
    "达到95分": "达到95分",
}


@pytest.mark.parametrize(("label", "parts"), CAPS.items())
def test_caps_are_parted_from_labels(label, parts):
    assert take_cap(label) == (parts[0], fig(parts[1]))


@pytest.mark.parametrize(("label", "name"), NO_CAPS.items())
def test_labels_without_a_cap_keep_their_text(label, name):
    assert take_cap(label) == (name, None)


@given(
    st.sampled_from(["产出指标", "社会效益", "满意度指标", "过程"]),
    st.integers(1, 100),
    st.sampled_from(["（{}分）", "({} 分)", " {}分", "({})"]),
)
def test_a_label_printed_with_its_cap_reads_back_and_taking_it_twice_takes_nothing(name, points, style):
    bare, cap = take_cap(name + style.format(points))
    assert (bare, cap) == (name, fig(str(points)))
    assert take_cap(bare) == (name, None)


def test_points_of_a_criterion():
    assert parse_criterion_points("1、佐证；2、按个数平均确定 (10分÷三级指标个数),保留整数。") == fig("10")
    assert parse_criterion_points("（8分÷三级指标个数）") == fig("8")
    assert parse_criterion_points("10分/三级指标个数") == fig("10")
    assert parse_criterion_points("（7.5 分 ÷ 指标个数）") == fig("7.5")


@pytest.mark.parametrize("text", ["", "10分", "(8分÷三级指标个数)(6分÷三级指标个数)", "完成得10分÷2"])
def test_no_points_where_the_criterion_names_none_or_several(text):
    assert parse_criterion_points(text) is None

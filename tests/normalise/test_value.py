"""Values: what kind of statement a cell makes, its number, and whether two values can be compared."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gouji.model.record import Figure
from gouji.normalise.figure import parse_criterion_points, parse_figure, take_cap
from gouji.normalise.period import parse_year
from gouji.normalise.value import align, band_of, direction_of, parse_value

QUANTITIES = {
    "95%": (None, "95", "%"),
    "≥120公里": (">=", "120", "公里"),
    "936万元": (None, "936", "万元"),
    "四次": (None, "4", "次"),
    "3家": (None, "3", "家"),
    "30万元": (None, "30", "万元"),
    "10万人": (None, "10", "万人"),
    "十万人": (None, "10", "万人"),
    "一百二十万元": (None, "120", "万元"),
    "2次/月": (None, "2", "次/月"),
    "100": (None, "100", None),
    "20年": (None, "20", "年"),
    "3个月": (None, "3", "个月"),
    "≥100百分比": (">=", "100", "%"),
    "=100.00(%)": ("=", "100.00", "%"),
    ">=99 %(百分比)": (">=", "99", "%"),
    "≧95%": (">=", "95", "%"),
    "≦5%": ("<=", "5", "%"),
    "＝100％": ("=", "100", "%"),
    "﹦1": ("=", "1", None),
    "═1": ("=", "1", None),
    "大于等于5人次": (">=", "5", "人次"),
    "不低于95%": (">=", "95", "%"),
    "不少于3": (">=", "3", None),
    "至少3场": (">=", "3", "场"),
    "达到95%": (">=", "95", "%"),
    "95%以上": (">=", "95", "%"),
    "达到≥95%": (">=", "95", "%"),
    "超过90%": (">", "90", "%"),
    "大于3个": (">", "3", "个"),
    "小于5%": ("<", "5", "%"),
    "低于5%": ("<", "5", "%"),
    "不超过5%": ("<=", "5", "%"),
    "30万元以内": ("<=", "30", "万元"),
    "控制在30万元以内": ("<=", "30", "万元"),
    "5个工作日内": ("<=", "5", "工作日"),
    "30日内": ("<=", "30", "天"),
    "150万": (None, "150", "万"),
    "300元/人*月": (None, "300", "元/人·月"),
    "百分之九十五": (None, "95", "%"),
    "百分之百": (None, "100", "%"),
    "四分之三": (None, "0.75", None),
    "80M": (None, "80", "M"),
    "（≥5人）": (">=", "5", "人"),
    "95%。": (None, "95", "%"),
    "1，200㎡": (None, "1200", "平方米"),
    "50人（次）": (None, "50", "人次"),
    "-5%": (None, "-5", "%"),
    "≥266米": (">=", "266", "米"),
    "半年": (None, "0.5", "年"),
    "2020人": (None, "2020", "人"),
    "2020.5公里": (None, "2020.5", "公里"),
    "≥2020": (">=", "2020", None),
    "100%（含）": (None, "100", "%"),
    "90分（含）以上": (">=", "90", "分"),
    "3场（次）": (None, "3", "场次"),
    "二十次": (None, "20", "次"),
    "超过95%以上": (">=", "95", "%"),
    "100台（套）": (None, "100", "台(套)"),
}
NUMBERS = {
    "平稳率96%": ("96", "%", "平稳率#"),
    "完成31个道口安全检查": ("31", "个", "完成#道口安全检查"),
    "同期下降10%": ("10", "%", "同期下降#"),
    "增长5%以上": ("5", "%", "增长#"),
    "每年5次": ("5", "次", "每年#"),
    "约100人": ("100", "人", "约#"),
    "12345热线接通率95%": ("95", "%", "12345热线接通率#"),
    "一次性通过率95%": ("95", "%", "一次性通过率#"),
    "PM2.5浓度≤35微克/立方米": ("35", "微克/立方米", "PM2.5浓度#"),
    "2023年完成31个道口": ("31", "个", "2023年完成#道口"),
    "G107国道5公里": ("5", "公里", "G107国道#"),
    "举办培训两期，开展“两类”人员检查3次": ("3", "次", None),
    "一年内对企业共检查四次，复查四次": None,
    "累计完成投资936万元，建成通车里程5.8公里": None,
    "1000余亩": None,
    "≥1:2": None,
    "8小时×5天": None,
    "大于95%小于100%": None,
    "5%≤x≤10%": None,
    "每年检查3-5次": None,
    "三分之二": None,
}
KINDS = {
    "none": ["", "—", "/", "无", "……"],
    "parts": [
        "1、3500张 2、2家 3、3500人次 4、128家",
        "1、3500张2、2家3、3500人次4、128家",
        "目标1：完成甲目标2：完成乙",
        "①做②好",
        "（1）甲（2）乙",
        "1、完成31个道口检查。2、按时完成报表。",
        "一、甲。二、乙。",
        "1.检查道口31处;2.复查4次",
    ],
    "date": [
        "2023年12月",
        "2023年",
        "2021年1月-12月",
        "12月底到位",
        "2023.07-2024.01",
        "2023-06-30",
        "12月31日前",
        "年底前",
        "全年",
        "第一季度",
        "每月15日前",
        "2023年12月底前完成",
        "2023",
        "二〇二三年底",
        "1-12月",
        "1—6月份",
        "6月",
        "30日",
        "20230630",
        "2021-2023年",
        "2023年上半年",
        "22年12月",
        "3季度",
        "一季度",
        "截至2023年12月31日",
    ],
    "graded": [
        "合格",
        "达标",
        "优",
        "良",
        "优秀",
        "良好",
        "是",
        "达成预期指标",
        "完成",
        "通过",
        "已完成",
        "全部完成",
        "验收合格",
        "部分达成预期指标并具有一定效果",
    ],
    "absence": [
        "无重大安全事故",
        "未发生重大事故",
        "不发生污染",
        "杜绝事故",
        "全年无安全事故",
        "生产安全无事故",
        "无污染",
        "2023年无安全事故",
    ],
    "degree": [
        "不断加大",
        "逐年提高",
        "污染率逐年降低",
        "基本无污染",
        "运力提升",
        "总体平稳可控",
        "及时",
        "完整",
        "稳定",
        "持续健康发展",
        "长期",
        "效果明显",
        "优化完善12345热线管理模式，实现我市12345热线平稳运行",
        "有效",
        "安全生产无或低事故",
    ],
    "text": [
        "≥**%",
        "(≥**人)",
        "≥XX%",
        "国道312",
        "总成本",
        "“两类”人员考核",
        "10/10",
        "8 或 7",
        "100 200",
        "1:3",
        "统一标准",
        "千家万户",
        "全天候",
        "无线网络",
        "1 00%",
        "二级以上",
        "三类",
        "几十家",
    ],
}
ZEROS = [
    "重大事故为零",
    "疫情“零感染”",
    "零事故",
    "0",
    "0起",
    "零投诉",
    "0%",
    "0.00",
    "安全事故为0",
    "零重大安全事故",
    "≤0起",
    "全年零事故",
]


@pytest.mark.parametrize(("text", "parts"), QUANTITIES.items())
def test_quantities(text, parts):
    value = parse_value(text)
    assert value.kind == "quantity"
    assert value.figure is not None
    assert (value.op, str(value.figure.value), value.unit) == parts
    assert (value.high, value.frame) == (None, None)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("80%-90%", ("80", "90", "%")),
        ("3-5家", ("3", "5", "家")),
        ("10～20万元", ("10", "20", "万元")),
        ("三至五次", ("3", "5", "次")),
    ],
)
def test_ranges(text, ends):
    value = parse_value(text)
    assert value.figure is not None
    assert value.high is not None
    assert (value.kind, value.op) == ("quantity", "range")
    assert (str(value.figure.value), str(value.high.value), value.unit) == ends


@pytest.mark.parametrize(("text", "parts"), [(text, parts) for text, parts in NUMBERS.items() if parts and parts[2]])
def test_a_phrase_with_one_number_gives_it_and_its_frame(text, parts):
    value = parse_value(text)
    assert value.kind == "number"
    assert value.figure is not None
    assert (str(value.figure.value), value.unit, value.frame) == parts


@pytest.mark.parametrize("text", [text for text, parts in NUMBERS.items() if parts is None])
def test_a_phrase_with_several_numbers_gives_none(text):
    value = parse_value(text)
    assert (value.kind, value.figure) == ("number", None)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_kinds_without_a_figure(kind, text):
    value = parse_value(text)
    assert (value.kind, value.figure) == (kind, None)


@pytest.mark.parametrize("text", ZEROS)
def test_zero_in_figures_and_words(text):
    value = parse_value(text)
    assert value.kind == "zero"
    assert value.figure is not None
    assert value.figure.value == 0


@pytest.mark.parametrize("text", ["零售业务", "零距离服务", "零星修缮", "一般公共预算", "十分显著", "第一", "二级公路"])
def test_words_that_only_look_like_numbers(text):
    assert parse_value(text).figure is None


def test_digits_besides_the_figure_are_told():
    assert parse_value("12345热线平稳运行").digits_elsewhere
    assert parse_value("12345热线接通率95%").digits_elsewhere
    assert not parse_value("接通率95%").digits_elsewhere
    assert not parse_value("稳步提升").digits_elsewhere


def test_operator_and_unit_in_columns_of_their_own():
    value = parse_value("95", op_text="≥", unit_text="%")
    assert (value.op, value.figure, value.unit) == (">=", Figure(value=Decimal(95), decimals=0), "%")
    assert parse_value("95", op_text="定性", unit_text="百分比").op is None
    assert parse_value("≤95%", op_text="≥", unit_text="%").op == "<="
    assert parse_value("5", op_text="＝", unit_text="人次").unit == "人次"
    assert parse_value("30万", unit_text="元").unit == "万元"
    assert parse_value("30", unit_text="—").unit is None
    assert parse_value("2023", unit_text="人").kind == "quantity"
    assert parse_value("2023", unit_text="年").kind == "date"
    assert parse_value("0", op_text="≤", unit_text="起").kind == "zero"
    assert parse_value("3", unit_text="篇（部）").unit == "篇(部)"


COMPARABLE = [
    ("8万人", "10万人", "8"),
    ("80000人", "10万人", "8"),
    ("95%", "100%", "95"),
    ("95", "≥90%", "95"),
    ("266米", "≥266米", "266"),
    ("≥266米", "≥266米", "266"),
    ("0.05公里", "50米", "50"),
    ("29.5", "30万元", "29.5"),
    ("295000元", "30万元", "29.5"),
    ("同期下降12%", "同期下降10%", "12"),
    ("完成3次", "3次", "3"),
    ("3次", "共完成3次", "3"),
    ("95%", "100", "95"),
    ("零事故", "零事故", "0"),
    ("0", "零事故", "0"),
    ("2起", "零事故", "2"),
    ("0", "≤3起", "0"),
    ("3", "3家", "3"),
    ("16年", "20年", "16"),
    ("四次", "4次", "4"),
    ("95%以上", "≥90%", "95"),
    ("1", "3家", "1"),
    ("平稳率97%", "平稳率≥96%", "97"),
    ("20公顷", "300亩", "300"),
    ("110", "120公里", "110"),
    ("0", "安全事故为0", "0"),
]
NOT_COMPARABLE = [
    ("0.95", "95%"),
    ("1", "100%"),
    ("1", "≥98%"),
    ("0.95", "95"),
    ("1", "100"),
    ("100%", "3家"),
    ("100", "3家"),
    ("100%", "5"),
    ("3人", "3人次"),
    ("下降12%", "上升10%"),
    ("完成", "95%"),
    ("合格", "合格"),
    ("2023年", "2023年"),
    ("无事故", "零事故"),
    ("100%", "零事故"),
    ("1", "零事故"),
    ("100", "零事故"),
    ("3-5家", "4家"),
    ("95%以上", "98%"),
    ("<5%", "≥3%"),
    ("1、3张2、4张", "1、3张2、4张"),
    ("500米", "5"),
    ("30", "300000元/年和2次"),
    ("平稳率97%", "96%"),
    ("8", "10000万人"),
    ("", "95%"),
    ("95%", ""),
    ("2022", "2023"),
    ("0.5", "5%"),
    ("0%", "3家"),
]


@pytest.mark.parametrize(("actual", "target", "aligned"), COMPARABLE)
def test_comparable_values(actual, target, aligned):
    assert align(parse_value(actual), parse_value(target)) == Decimal(aligned)


@pytest.mark.parametrize(("actual", "target"), NOT_COMPARABLE)
def test_values_that_cannot_be_compared_without_guessing(actual, target):
    assert align(parse_value(actual), parse_value(target)) is None


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("达成预期指标", "full"),
        ("全部或基本达成预期目标", "full"),
        ("达到预期", "full"),
        ("达 成 预期指标。", "full"),
        ("部分达成预期指标并具有一定效果", "partial"),
        ("部分达到预期，有一定效果", "partial"),
        ("未达成预期指标且效果较差", "none"),
        ("未达预期", "none"),
        ("95%", None),
        ("完成", None),
        ("", None),
    ],
)
def test_bands(text, band):
    assert band_of(text) == band


@pytest.mark.parametrize(
    ("target", "name", "direction"),
    [
        ("≥95%", "某率", "positive"),
        ("≤5%", "群众满意度", "negative"),
        (">3", "", "positive"),
        ("<3", "", "negative"),
        ("95%", "群众满意度", "positive"),
        ("100%", "验收合格率", "positive"),
        ("100%", "不合格率", None),
        ("90%", "节约成本", None),
        ("10%", "投诉处理率", None),
        ("同期下降10%", "完成率", None),
        ("80%-90%", "满意度", None),
        ("合格", "合格率", None),
        ("5年", "适应需求", None),
    ],
)
def test_directions(target, name, direction):
    value = parse_value(target)
    assert direction_of(value.op, name, value) == direction


UNITS = st.sampled_from(["", "%", "万元", "元", "公里", "人次", "家", "个", "亿元", "平方米", "次/年"])
SIGNS = st.sampled_from(
    [("", None), ("≥", ">="), ("不低于", ">="), ("≤", "<="), ("＜", "<"), (">", ">"), ("=", "="), ("不超过", "<=")]
)
VALUES = st.decimals(min_value=Decimal("0.01"), max_value=10**9, places=2, allow_nan=False)


@given(SIGNS, VALUES, UNITS)
def test_a_printed_quantity_reads_back(sign, number, unit):
    for digits in (f"{number}", f"{number:,}", f" {number} "):
        value = parse_value(f"{sign[0]}{digits}{unit}")
        assume(value.kind != "date")  # 2023.07 without a unit is a month
        assert (value.kind, value.op, value.unit) == ("quantity", sign[1], unit or None)
        assert value.figure == Figure(value=number, decimals=2)


@given(VALUES, UNITS)
def test_a_value_is_comparable_with_itself(number, unit):
    value = parse_value(f"{number}{unit}")
    assume(value.kind != "date")  # 2023.07 without a unit is a month
    assert value.figure is not None
    assert align(value, value) == number


@given(st.integers(1, 99), st.sampled_from(["培训{}次", "同比下降{}%", "建成{}公里道路", "{}个点位完成改造"]))
def test_frames_do_not_depend_on_the_number(number, phrase):
    value, other = parse_value(phrase.format(number)), parse_value(phrase.format(7))
    assert value.kind == "number"
    assert value.frame == other.frame
    assert align(value, other) == number


@given(st.text(alphabet="≥≤0123456789.,%万元人次一二十百年月日、；（）()-~至第①②目标完成无零 ", max_size=20))
def test_no_text_breaks_the_value_parser(text):
    value = parse_value(text)
    assert (value.figure is not None) <= (value.kind in {"quantity", "number", "zero"})
    assert parse_value(f" {text} ") == value


@pytest.mark.parametrize(
    "piece",
    [
        "万",
        "9",
        "9万",
        "1月",
        "2023年1月",
        "无",
        "全年",
        "一、",
        "1、",
        "(1)",
        "百分之",
        "≥",
        "不低于≥",
        "(",
        "95%",
        "增长5%,",
        " 1",
        "零",
        "为零",
        "，",
        "-",
    ],
)
def test_long_cells_are_read_in_time_that_grows_with_their_length(piece):
    text = piece * (30_000 // len(piece))
    started = process_time()
    parse_value(text)
    parse_figure(text)
    take_cap(text)
    parse_criterion_points(text)
    parse_year(text)
    assert process_time() - started < 2

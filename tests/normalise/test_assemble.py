"""Recognised tables become records: texts as printed, figures exact, blanks null."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal

import yaml
from tests.sheets import FORMS, RULES, WORDS, read_sheets, sheet

from gouji.model.grid import Line
from gouji.model.place import Box, Place
from gouji.normalise import load_words, normalise
from gouji.recognise import recognise

EVALUATION = """
项目名称|农村供水工程|<|<|<|<|<|<
主管部门|某县水务局|<|<|实施单位|某县供水站|<|<
项目资金（万元）|<|年初预算数|全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分
^|年度资金总额|100.00|100.00|90.00|10|90.00%|9
^|其中：财政拨款|100.00|100.00|90.00|—|—|—
^|其他资金||||—|—|—
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
产出指标（50分）|数量指标|管网长度|≥10公里|12公里|30|30|
^|质量指标|验收合格率|95%|90%|20|18.95|天气影响
效益指标（30分）|社会效益指标|受益人数|1.2万人|1.3万人|30|30|
^|生态效益指标||||||
满意度指标（10分）|服务对象满意度指标|群众满意度|90%|95%|10|十|
总分|<|<|<|<|100|97.95|
"""


def evaluation(drawn: str = EVALUATION, **around):
    return read_sheets(sheet(drawn, before=("项目支出绩效自评表", "（2023年度）"), **around))


def test_head_funds_and_totals():
    records = evaluation()
    table, scope = records.tables[0], records.scopes[0]
    assert (table.year, table.money_unit, table.unit_name) == (2023, "万元", "某县供水站")
    assert (table.has_weight, table.has_score, table.has_actual, table.has_reason) == (True, True, True, True)
    assert table.full_marks.value == 100
    assert table.execution_points.value == 10
    assert (scope.kind, scope.name, scope.amount.value, scope.amount_unit) == (
        "project", "农村供水工程", Decimal("100.00"), "万元",
    )  # fmt: skip
    total, fiscal, other = records.funds
    assert (total.source_code, total.execution_rate.value, total.execution_rate.decimals) == ("total", 90, 2)
    assert (fiscal.weight, fiscal.score, other.budget) == (None, None, None)
    assert {(one.kind, one.value.value) for one in records.totals} == {("weight", 100), ("score", Decimal("97.95"))}


def test_indicators_keep_their_text_and_cells():
    records = evaluation()
    first, second = records.indicators[:2]
    cells = records.cells[0]
    assert (first.target_text, first.target_op, first.target_value.value, first.target_unit) == (
        "≥10公里", ">=", 10, "公里",
    )  # fmt: skip
    assert first.actual_aligned == 12
    assert second.score.value == Decimal("18.95")
    assert second.score.decimals == 2
    assert second.deviation_reason == "天气影响"
    for field, number in second.cells:
        assert cells[number].text, field
    assert cells[dict(second.cells)["level1"]].text == "产出指标（50分）"


def test_placeholder_is_no_indicator():
    records = evaluation()
    assert [one.level2 for one in records.indicators] == ["数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"]


def test_chinese_numeral_as_score():
    assert evaluation().indicators[3].score.value == 10


def test_unreadable_figure_is_a_notice_and_no_guess():
    records = evaluation(EVALUATION.replace("|20|18.95|", "|20|18或19|"))
    assert records.indicators[1].score is None
    assert [(notice.code, notice.indicator_no) for notice in records.notices] == [("N-01", 2)]
    assert "18或19" in records.notices[0].message


def test_amounts_without_a_unit_are_a_notice():
    records = evaluation(EVALUATION.replace("（万元）", ""))
    assert records.tables[0].money_unit is None
    assert [notice.code for notice in records.notices] == ["N-02"]


def test_merged_weight_stands_on_the_first_row_and_all_point_to_it():
    records = evaluation(EVALUATION.replace("|95%|90%|20|18.95|", "|95%|90%|^|18.95|"))
    first, second = records.indicators[:2]
    assert (first.weight.value, second.weight) == (30, None)
    assert dict(first.cells)["weight"] == dict(second.cells)["weight"]


def test_split_value_is_joined_in_order():
    records = read_sheets(
        sheet(
            """
            一级指标|二级指标|三级指标|年度指标值|<|<|实际完成值|分值|得分
            ^|^|^|指标性质|指标值|度量单位|^|^|^
            产出指标|质量指标|合格率|≥|95|%|96|50|50
            效益指标|社会效益指标|受益人群|定性|显著提升||显著提升|50|50
            """
        )
    )
    first, second = records.indicators
    assert (first.target_text, first.target_value.value, first.target_unit) == ("≥95%", 95, "%")
    assert first.actual_aligned == 96
    assert second.target_text == "显著提升"


def test_unit_and_totals_rows_of_a_goal_list():
    records = read_sheets(
        sheet(
            """
            单位代码|单位（专项）名称|资金总额|一级指标|二级指标|三级指标|指标值|评（扣分标准）
            |合计：|30.00|单位数：|1|项目个数：|2|
            101|某县交通局|30.00|||||
            101|甲项目|10.00|产出指标|数量指标|里程|3公里|100分
            101|乙项目|20.00|产出指标|数量指标|里程|5公里|100分
            """,
            before=("项目支出绩效目标表", "单位：某县交通局 金额单位：万元"),
        )
    )
    assert [(one.kind, one.part, one.value.value) for one in records.totals] == [
        ("amount", "table", Decimal("30.00")),
        ("count", "units", 1),
        ("count", "projects", 2),
        ("amount", "unit", Decimal("30.00")),
    ]
    assert [(scope.name, scope.amount.value) for scope in records.scopes] == [("甲项目", 10), ("乙项目", 20)]
    assert [one.weight.value for one in records.indicators] == [100, 100]


def test_rules_printed_under_one_table_hold_for_its_form():
    drawn = (
        "一级指标|二级指标|指标名称|年初指标值|年终完成值|自评分\n"
        "产出指标30分|数量指标10分|里程|3公里|3公里|10\n合计|30|10|||10"
    )
    notes = (
        "说明：分值按三级指标个数平均确定，保留整数；定性指标分三档：100%—81%、80%—51%、50%—0%。",
        "分别对每个“年度目标”评价计分，然后再平均",
        "计算，四舍五入取整。",
    )
    records = read_sheets(
        sheet(drawn, before=("部门整体支出绩效目标自评表 2-1",)),
        sheet(drawn, before=("部门整体支出绩效目标自评表 2-2",), after=notes),
    )
    for table in records.tables:
        assert table.equal_split
        assert table.goal_rounding == 0
        assert (table.band_high, table.band_mid) == (Decimal("0.8"), Decimal("0.5"))
    assert [(scope.kind, scope.code, scope.goal_count) for scope in records.scopes] == [
        ("goal", "1", 2),
        ("goal", "2", 2),
    ]


def test_child_row_goes_under_its_parent():
    child = "^|^|其中：山区|≥4公里|4公里||||"
    drawn = EVALUATION.replace("^|质量指标|验收合格率", f"{child}\n^|质量指标|验收合格率")
    first, second, third = evaluation(drawn).indicators[:3]
    assert (first.level3, first.level4) == ("管网长度", None)
    assert (second.level3, second.level4, second.weight) == ("管网长度", "其中：山区", None)
    assert (third.level3, third.level4) == ("验收合格率", None)


def test_child_row_of_another_class_is_no_child():
    drawn = EVALUATION.replace("^|质量指标|验收合格率", "^|质量指标|其中：验收合格率")
    assert evaluation(drawn).indicators[1].level4 is None


def test_execution_points_in_the_label_of_the_funds_block():
    records = read_sheets(
        sheet(
            """
            项目名称|道路维护|<|<|<|<|<
            预算执行情况（万元）（20分）|<|预算数（A）|执行数（B）|<|执行率（B/A）|得分（20分*执行率）
            ^|年度财政资金总额|100.00|90.00|<|90%|18
            年度绩效目标1（80分）|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
            ^|产出指标（80分）|数量指标|里程|≥10公里|10公里|80
            总分|<|<|<|<|<|98
            """,
            before=("道路维护项目自评表",),
        )
    )
    assert records.tables[0].execution_points.value == 20


def test_blank_unit_is_no_part_of_the_target_and_lends_no_percent_to_a_share():
    records = read_sheets(
        sheet(
            """
            一级指标|二级指标|三级指标|指标性质|指标值|度量单位|实际完成值|分值|得分
            产出指标|质量指标|验收合格率|≥|100|%|1|50|50
            ^|^|检查覆盖率|≥|90|%|95|20|20
            效益指标|社会效益指标|出行条件|定性|有效改善|/|有效改善|30|30
            """,
            before=("项目支出绩效自评表",),
        )
    )
    share, percent, words = records.indicators
    assert (share.actual_aligned, percent.actual_aligned) == (None, 95)
    assert words.target_text == "有效改善"


def test_table_without_an_end_whose_columns_go_on_without_a_header_on_the_next_page_is_cut():
    upper = on_page(sheet(EVALUATION.rsplit("总分", 1)[0].rstrip()), 1)
    rest = sheet("其他|生态效益指标|绿化面积|≥5亩|5亩|10|10|\n总分|<|<|<|<|100|97.95|")
    records = read_sheets(upper, on_page(rest, 2))
    assert [scope.truncated for scope in records.scopes] == [True]
    assert "STR-05" in {notice.code for notice in records.notices}
    assert [scope.truncated for scope in read_sheets(upper, on_page(rest, 3)).scopes] == [False]
    titled = replace(on_page(rest, 2), before=(Line(text="收入支出决算总表"),))
    assert [scope.truncated for scope in read_sheets(upper, titled).scopes] == [False]


def on_page(drawn, page):
    places = (Place(page=page, box=Box(x0=0, top=0, x1=9, bottom=9)),)
    return replace(drawn, cells=tuple(replace(cell, places=places) for cell in drawn.cells))


def test_amount_in_the_head_block_of_a_table_without_funds_columns():
    records = read_sheets(
        sheet(
            """
            项目名称|道路维护|<|<|<
            资金情况（万元）|年度资金总额：|120.50|<|<
            ^|其中：财政拨款|120.50|<|<
            绩效指标|一级指标|二级指标|三级指标|指标值
            ^|产出指标|数量指标|里程|≥10公里
            """.rstrip(),
            before=("项目支出绩效目标申报表",),
        )
    )
    assert (records.scopes[0].amount.value, records.scopes[0].amount_unit) == (Decimal("120.50"), "万元")


def test_an_offices_own_words_are_the_ones_that_count(tmp_path):
    shutil.copytree(RULES, tmp_path / "rules")
    graded = tmp_path / "rules" / "lexicon" / "degrees.yaml"
    own = yaml.safe_load(graded.read_text(encoding="utf-8"))
    listed = own["graded"]
    own["graded"] = f"{listed} 甲上" if isinstance(listed, str) else [*listed, "甲上"]
    graded.write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    drawn = sheet(
        "一级指标|二级指标|三级指标|指标值|分值\n产出指标|质量指标|评级|甲上|100", before=("项目支出绩效目标表",)
    )
    read = recognise([drawn], FORMS, WORDS)
    kinds = [normalise(read, WORDS, load_words(root)).indicators[0].target_kind for root in (RULES, tmp_path / "rules")]
    assert kinds == ["text", "graded"]

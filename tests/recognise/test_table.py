"""Sheets are recognised by their columns, their rows by what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.sheets import FORMS, WORDS, sheet

from gouji.recognise import recognise

EVALUATION = """
项目名称|农村供水工程|<|<|<|<|<|<
项目资金（万元）|<|年初预算数|全年预算数(A)|全年执行数(B)|分值|执行率(B/A)|得分
^|年度资金总额|100.00|100.00|90.00|10|90%|9
^|其中：财政拨款|100.00|100.00|90.00|—|—|—
年度总体目标|预期目标|<|<|实际完成情况|<|<|<
^|新建管网|<|<|已建成|<|<|<
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
产出指标（50分）|数量指标|管网长度|≥10公里|12公里|50|50|无
总分|<|<|<|<|100|96|
"""


def recognised(drawn: str, **around):
    return recognise([sheet(drawn, **around)], FORMS, WORDS)[0]


def kinds(table):
    return [row.kind for row in table.body]


def test_project_evaluation():
    table = recognised(EVALUATION, before=("项目支出绩效自评表", "（2023年度）"))
    assert (table.form, table.kind, table.title) == ("evaluation-project", "evaluation", "项目支出绩效自评表")
    assert kinds(table) == ["indicator", "total"]
    assert [(fund.source_code, fund.row) for fund in table.funds] == [("total", 2), ("fiscal", 3)]
    head = {entry.key: entry.text for entry in table.head}
    assert head == {"project_name": "农村供水工程", "expected": "新建管网", "outcome": "已建成"}
    assert table.ended
    assert not table.notices


def test_two_level_header():
    table = recognised(
        """
        单位代码|单位（专项）名称|资金总额|绩效指标|<|<|<|<
        ^|^|^|一级指标|二级指标|三级指标|指标值|评（扣分标准）
        101|道路维护|20.00|产出指标|数量指标|里程|30公里|20分
        """,
        before=("项目支出绩效目标表",),
    )
    assert table.form == "goal-multi-project"
    assert {"unit_code", "project_name", "amount", "level1", "weight"} <= table.roles


def test_criterion_column_stays_criterion_where_it_holds_rules():
    table = recognised(
        """
        单位代码|项目名称|资金总额|一级指标|二级指标|三级指标|指标值|评（扣分标准）
        101|道路维护|20.00|产出指标|数量指标|里程|30公里|少一公里扣1分
        """
    )
    assert "criterion" in table.roles
    assert "weight" not in table.roles


def test_split_value_takes_the_deeper_header():
    table = recognised(
        """
        一级指标|二级指标|三级指标|年度指标值|<|<|实际完成值|分值|得分
        ^|^|^|指标性质|指标值|度量单位|^|^|^
        产出指标|数量指标|里程|≥|30|公里|31|50|50
        """
    )
    assert {"target_op", "target", "measure_unit", "actual"} <= table.roles


def test_unknown_form_is_guessed_with_a_notice():
    table = recognised("一级指标|二级指标|三级指标|年初目标值|实际完成值|得分\n产出|数量|里程|3|3|20")
    assert table.form == "evaluation-goal"
    bare = recognised("指标名称|年初目标值|分值|评价标准\n里程|3|20|按比例")
    assert bare.form == "guessed"
    assert [notice.code for notice in bare.notices] == ["C-01"]


def test_other_tables_are_kept_unjudged():
    table = recognised("科目|年初预算|决算数\n一般公共服务|3.00|2.00")
    assert (table.form, table.kind, table.body) == ("other", "other", ())
    assert len(table.cells) == 6


def test_lines_go_to_the_table_they_belong_to():
    drawn = (
        "一级指标|二级指标|三级指标|年初指标值|年终完成值|自评分\n产出指标30分|数量指标10分|里程|3|3|10\n合计||||||10"
    )
    first, second = recognise(
        [
            sheet(drawn, before=("部门整体支出绩效目标自评表 2-1", "自评总分：92")),
            sheet(drawn, before=("年度目标得分：62", "填报人：×××", "部门整体支出绩效目标自评表 2-2")),
        ],
        FORMS,
        WORDS,
    )
    assert [entry.key for entry in first.lines] == ["overall", "goals"]
    assert (second.goal_no, second.goal_count) == (2, 2)
    assert second.lines == ()


def test_criterion_alone_on_a_row_goes_to_the_class_above():
    table = recognise(
        [
            sheet(
                "一级指标|二级指标|指标名称|年初指标值|年终完成值|自评分|评价标准\n"
                "产出指标30分|数量指标10分|里程|3公里|3公里|5|\n"
                "||座数|3座|3座|5|\n"
                "1、提供完成程度的佐证资料；2、分值按三级指标个数平均确定（10分÷三级指标个数）。",
                ragged=True,
            )
        ],
        FORMS,
        WORDS,
    )[0]
    assert kinds(table) == ["indicator", "indicator"]
    assert table.cells[dict(table.body[0].slots)["criterion"]].text.startswith("1、提供")
    assert [notice.code for notice in table.notices] == ["STR-02"]


def test_pairs_in_a_line():
    found = [(pair.key, pair.value) for pair in WORDS.pairs_in("单位（公章）：某市水务局    金额单位：万元")]
    assert found == [("unit_name", "某市水务局"), ("money_unit", "万元")]
    assert WORDS.pairs_in("受理单位：某局") == ()


def test_lower_header_row_that_parts_other_columns_only():
    table = recognised(
        """
        绩效指标|一级指标|二级指标|三级指标|年度指标值|偏差原因分析|<|完成目标可能性|<
        ^|^|^|^|^|经费保障|人员保障|确定能|不可能
        ^|产出指标|数量指标|巡查次数|≥12次|||√|
        """.rstrip()
    )
    assert [row.row for row in table.body] == [2]


def test_points_of_every_level_in_columns_of_their_own():
    table = recognised(
        """
        一级指标|分值|二级指标|分值|三级指标|分值|评价标准|得分
        投入|20|目标设定|8|目标合理性|3|每项不符扣1分|3
        ^|^|^|^|目标明确性|5|每项不符扣1分|5
        """.rstrip()
    )
    weights = [table.cells[dict(row.slots)["weight"]].text for row in table.body]
    assert weights == ["3", "5"]


def test_adjusted_target_is_the_one_in_force():
    table = recognised(
        """
        指标名称|计量单位|指标性质|年初指标值|调整指标值|全年完成值|得分系数（%）|指标权重|指标得分|是否核心指标
        培训人数|人|≥|100|80|80|100|50|50|是
        巡查次数|次|≥|12||12|100|50|50|否
        """.rstrip()
    )
    targets = [table.cells[dict(row.slots)["target"]].text for row in table.body]
    assert (table.form, targets, table.notices) == ("evaluation-flat", ["80", "12"], ())


def test_evaluation_without_points():
    table = recognised(
        """
        一级指标|二级指标|指标名称|目标值|实际值
        产出指标|数量指标|培训人数|≥100人|120人
        """.rstrip()
    )
    assert (table.form, table.kind, table.notices) == ("evaluation-unscored", "evaluation", ())


def test_strip_in_which_nothing_begins_is_no_row():
    table = recognised(
        """
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|里程|3公里|3公里|10|10
        ^|质量指标|合格率|95%|96%|20|20
        |^|^|^|^|^|^
        |时效指标|完成时间|12月|12月|20|20
        """
    )
    assert [row.row for row in table.body] == [1, 2, 4]


def test_blank_row_inside_the_funds_block_does_not_end_it():
    rows = EVALUATION.splitlines()
    cut = next(index for index, row in enumerate(rows) if "财政拨款" in row)
    columns = rows[cut].count("|")
    blank = "^" + "|" * columns if rows[cut].lstrip().startswith("^") else "|" * columns
    table = recognised("\n".join([*rows[:cut], blank, *rows[cut:]]), before=("项目支出绩效自评表",))
    assert [(fund.source_code, fund.row) for fund in table.funds] == [("total", 2), ("fiscal", 4)]


@pytest.mark.parametrize(
    ("between", "lower"),
    [
        (("填报人：某", "金额单位：万元", "二、项目支出绩效目标表"), 1),
        (("填报人：某", "附件3", "（2023年度）", "填报单位：水利局", "单位：万元", "项目支出绩效目标表"), 1),
        (("审核人：某 填报单位（盖章）：水利局", "项目支出绩效目标表"), 1),
        (("填报单位（盖章）：水利局", "项目支出绩效目标表"), 1),
        (("说明：按项目填报", "自评总分：92", "项目支出绩效目标表", "金额单位：万元"), 2),
    ],
)
def test_unit_year_and_number_above_a_title_belong_to_the_table_below(between, lower):
    first, second = sheet(EVALUATION), sheet(EVALUATION, before=between)
    tables = recognise([replace(first, after=second.before), second], FORMS, WORDS)
    assert tables[1].captions == between[lower:]


def test_blank_row_between_a_key_and_its_value_is_passed_over():
    rows = EVALUATION.splitlines()
    at = next(index for index, row in enumerate(rows) if "新建管网" in row)
    blank = "^" + "|" * rows[at].count("|")
    table = recognised("\n".join([*rows[:at], blank, *rows[at:]]), before=("项目支出绩效自评表",))
    head = {entry.key: entry.text for entry in table.head}
    assert (head["expected"], head["outcome"]) == ("新建管网", "已建成")

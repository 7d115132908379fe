"""Printed caps and totals choose the structure; what closes nothing is never chosen."""

from __future__ import annotations

from decimal import Decimal

from tests.sheets import read_sheets, sheet

HEADER = "|一级指标|二级指标|指标名称|年初指标值|年终完成值|自评分|复核分|评价标准\n"
SPLIT = "三级指标分值按三级指标个数平均确定，四舍五入保留整数。"
TITLE = ("部门整体支出绩效目标自评表 1-1",)


def goal(rows: str):
    return read_sheets(sheet(HEADER + rows.strip("\n"), before=TITLE, after=(f"说明：{SPLIT}",)))


def classes(records):
    return [(one.level2, one.level3) for one in records.indicators]


def codes(records):
    return sorted(notice.code for notice in records.notices)


CLEAN = """
项目绩效|产出指标30分|数量指标20分|甲|3项|3项|10||
^|^|^|乙|4项|4项|10||
^|^|质量指标10分|丙|95%|95%|10||
合计|30|30||||30||
"""


def test_true_spans_are_left_alone():
    records = goal(CLEAN)
    assert codes(records) == []
    assert records.readings == ()
    assert [one.weight.value for one in records.indicators] == [10, 10, 10]
    assert {one.weight_source for one in records.indicators} == {"implied"}


def test_unmerged_blanks_that_close_need_no_notice():
    records = goal(CLEAN.replace("^|^|^|乙", "^|^||乙"))
    assert classes(records)[1] == ("数量指标", "乙")
    assert codes(records) == []


def test_label_printed_low():
    records = goal(
        """
        项目绩效|产出指标30分|数量指标10分|甲|3项|3项|10||
        ^|^||乙|4项|4项|10||
        ^|^|质量指标20分|丙|95%|95%|10||
        合计|30|30||||30||
        """
    )
    assert classes(records) == [("数量指标", "甲"), ("质量指标", "乙"), ("质量指标", "丙")]
    assert codes(records) == ["STR-09"]


def test_lost_class_is_restored_with_an_inferred_cap():
    records = goal(
        """
        项目绩效|产出指标30分|数量指标10分|甲|3项|3项|10||
        ^|^|质量指标10分|乙|95%|95%|10||
        ^|^|时效指标4分|丙|3月|3月|4||
        ^|^||丁|100%|90%|5||
        合计|30|24||||29||
        """
    )
    assert classes(records)[3] == ("成本指标", "丁")
    lost = [cap for cap in records.caps if cap.source == "inferred"]
    assert [(cap.level2, cap.points.value, cap.used) for cap in lost] == [("成本指标", 6, True)]
    assert codes(records) == ["STR-03"]


def test_ghost_row_is_not_counted_but_kept_as_a_reading():
    records = goal(
        """
        项目绩效|产出指标10分|数量指标10分|甲|3项|3项|10||
        ^|^|||90%|85%|9||
        ^|满意度10分|服务对象满意度10分|群众满意度|90%|85%|9||
        合计|20|20||||19||
        """
    )
    assert [one.level3 for one in records.indicators] == ["甲", "群众满意度"]
    assert codes(records) == ["STR-04"]
    assert [(one.chosen, one.closes) for one in records.readings] == [(True, True), (False, False)]
    added = {change.column: change.value for change in records.readings[1].changes if change.row_no == 3}
    assert (added["score"], added["target_text"]) == ("9", "90%")
    assert "level3" not in added


def test_nameless_row_with_its_own_values_stays():
    records = goal(CLEAN.replace("|乙|4项|4项|10", "||4项|4项|10"))
    assert len(records.indicators) == 3
    assert codes(records) == []


def test_nothing_closes_nothing_is_chosen():
    records = goal(
        """
        项目绩效|产出指标30分|数量指标10分|甲|3项|3项|10||
        ^|^||乙|4项|4项|25||
        ^|^|质量指标20分|丙|95%|95%|19||
        合计|30|30||||54||
        """
    )
    assert classes(records)[1] == ("数量指标", "乙")
    assert records.readings == ()


def test_drawn_spans_are_never_moved_to_hide_an_error():
    records = goal(CLEAN.replace("乙|4项|4项|10", "乙|4项|4项|12"))
    assert classes(records)[1] == ("数量指标", "乙")
    assert codes(records) == []


def test_integer_choice_leaves_the_hull():
    records = goal(
        """
        项目绩效|产出指标15分|数量指标15分|甲|90%|85%|7||
        ^|^|^|乙|90%|85%|7||
        合计|15|15||||14||
        """
    )
    assert [(one.weight, one.weight_low, one.weight_high) for one in records.indicators] == [(None, 7, 8)] * 2


def test_scores_settle_the_split():
    records = goal(
        """
        项目绩效|产出指标10分|数量指标10分|甲|90%|95%|4||
        ^|^|^|乙|90%|90%|3||
        ^|^|^|丙|90%|90%|3||
        合计|10|10||||10||
        """
    )
    assert [one.weight.value for one in records.indicators] == [4, 3, 3]


GOALS = """
单位代码|项目名称|资金总额|一级指标|二级指标|三级指标|指标值|分值
101|甲项目|10.00|产出指标|数量指标|甲一|3项|60
101|^|^|满意度指标|服务对象满意度指标|甲二|90%|40
101|乙项目|20.00|产出指标|数量指标|乙一|5项|70
101|^|^|满意度指标|服务对象满意度指标|乙二|90%|30
101|丙项目|30.00|产出指标|数量指标|丙一|6项|60
"""


def goals(drawn: str, **around):
    return read_sheets(sheet(drawn, before=("项目支出绩效目标表", "金额单位：万元"), **around))


def test_document_that_ends_early():
    records = goals(GOALS)
    assert [scope.truncated for scope in records.scopes] == [False, False, True]
    assert codes(records) == ["STR-05"]


def test_printed_end_means_complete():
    records = goals(GOALS, after=("填报人：×××",))
    assert not any(scope.truncated for scope in records.scopes)


def test_deficit_that_no_missing_class_weighs_is_no_cut():
    records = goals(GOALS.replace("丙一|6项|60", "丙一|6项|95"))
    assert not any(scope.truncated for scope in records.scopes)


def test_row_printed_twice_is_counted_once():
    twice = GOALS.replace(
        "101|乙项目|20.00|产出指标|数量指标|乙一|5项|70",
        "101|^|^|产出指标|数量指标|乙一|5项|70\n101|乙项目|20.00|产出指标|数量指标|乙一|5项|70",
    ).replace("丙一|6项|60", "丙一|6项|100")
    records = goals(twice)
    first = [one.level3 for one in records.indicators if one.scope_no == 1]
    assert first == ["甲一", "甲二"]
    assert codes(records) == ["STR-04"]


def test_lost_first_level_takes_the_parent_of_its_class():
    lost = GOALS.replace("101|乙项目|20.00|产出指标|", "101|乙项目|20.00||")
    records = goals(lost, after=("填报人：×××",))
    third = records.indicators[2]
    assert (third.level1, third.level1_code) == ("产出指标", "output")
    assert codes(records) == ["STR-03"]


def test_amounts_are_exact():
    records = goals(GOALS)
    assert sum(scope.amount.value for scope in records.scopes) == Decimal("60.00")
    assert {scope.amount.decimals for scope in records.scopes} == {2}


WEIGHTED = "|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施\n"


def weighted(rows: str):
    return read_sheets(sheet(WEIGHTED + rows.strip("\n"), before=("项目支出绩效自评表",)))


def test_labels_in_the_middle_of_their_blocks_take_their_rows_by_the_caps():
    records = weighted(
        """
        绩效指标|||甲|3项|3项|10|10|
        ^|产出指标(50分)|数量指标|乙|4项|4项|15|15|
        ^|||丙|4项|4项|15|15|
        ^||质量指标|丁|95%|95%|10|10|
        ^|||戊|95%|95%|20|20|
        ^|效益指标(40分)|社会效益指标|己|95%|95%|10|10|
        ^|||庚|95%|95%|10|10|
        总分|||||||100|90|
        """
    )
    assert [(one.level1, one.level2) for one in records.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "社会效益指标"),
    ]
    assert codes(records) == ["STR-09"]


def test_labels_at_the_top_that_close_are_left_alone():
    records = weighted(
        """
        绩效指标|产出指标(50分)|数量指标|甲|3项|3项|10|10|
        ^|||乙|4项|4项|15|15|
        ^||质量指标|丁|95%|95%|25|25|
        ^|效益指标(40分)|社会效益指标|己|95%|95%|30|30|
        ^|||庚|95%|95%|10|10|
        总分|||||||100|90|
        """
    )
    assert [one.level2 for one in records.indicators] == [
        "数量指标",
        "数量指标",
        "质量指标",
        "社会效益指标",
        "社会效益指标",
    ]
    assert codes(records) == []

"""Rows of a flattened text find their columns again."""

from __future__ import annotations

import pytest
from tests.sheets import WORDS

from gouji.recognise.alignment import align_row

GOAL = ["unit_code", "project_name", "amount", "long_term_goal", "annual_goal", "level1", "level2", "level3",
        "target", "content", "weight", "measure_unit"]  # fmt: skip
EVALUATION = ["block", "level1", "level2", "level3", "target", "actual", "score", "review_score", "criterion"]


def aligned(fields: list[str], roles: list[str], *, total: bool = False) -> list[int]:
    filled = [(col, text) for col, text in enumerate(fields) if text]
    return list(align_row(filled, roles, WORDS, total=total))


def test_row_in_place_stays():
    fields = ["", "", "", "", "", "", "数量指标", "检查次数", "12次", "按季检查", "10分"]
    assert aligned(fields, GOAL) == [6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["可持续影响指标", "可持续影响指标", "逐年提高", "管护水平", "5分"], [6, 7, 8, 9, 10]),
        (["成本指标", "经济成本指标", "经济成本指标", "54万元", "总成本", "10分"], [5, 6, 7, 8, 9, 10]),
        (["满意度指标", "服务对象满意度指标", "群众满意度", "95%", "问卷", "10分"], [5, 6, 7, 8, 9, 10]),
    ],
)
def test_lost_leading_cells(fields, expected):
    assert aligned(fields, GOAL) == expected


def test_placeholder_one_column_right():
    fields = ["", "", "", "", "", "", "成本指标", "生态环境成本指标"]
    assert aligned(fields, GOAL) == [5, 6]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["质量指标7分", "完工率", "100%", "95%", "6", "", "", "1、提供佐证资料；2、（7分÷三级指标个数）保留整数。"],
         [2, 3, 4, 5, 6, 8]),
        (["", "", "", "85%", "80%", "9"], [4, 5, 6]),
        (["", "", "社会效益15分", "", "改善环境", "90%", "85%", "7"], [2, 3, 4, 5, 6]),
        (["", "成本指标7分", "", "节约成本", "90%", "80%", "6"], [2, 3, 4, 5, 6]),
        (["", "效益指标30分", "", "经济效益8分"], [1, 2]),
    ],
)  # fmt: skip
def test_evaluation_rows(fields, expected):
    assert aligned(fields, EVALUATION) == expected


def test_totals_row():
    assert aligned(["合计", "70", "70", "", "", "62"], EVALUATION, total=True) == [0, 1, 2, 6]


def test_order_is_kept():
    columns = aligned(["完工率", "数量指标", "100%", "95%", "6"], EVALUATION)
    assert columns == sorted(set(columns))

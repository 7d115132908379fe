"""`caused_by` holds what the links say, and nothing else."""

import pytest

from gouji.check import judge
from gouji.exceptions import RulebookError

from .conftest import batch, indicator, the_rulebook

NEXT = """SELECT b.finding_id, a.finding_id AS caused_by FROM findings AS a
    JOIN findings AS b ON b.document_id = a.document_id AND b.indicator_no = a.indicator_no + 1 ORDER BY ALL"""


def test_no_link_no_cause(book):
    assert [finding.caused_by for finding in judge(batch([indicator(1, 12), indicator(2, 12)]), book())] == [(), ()]


def test_link_is_one_way(book):
    first, second = judge(batch([indicator(1, 12), indicator(2, 12)]), book(links={"next": NEXT}))
    assert (first.caused_by, second.caused_by) == ((), (first.finding_id,))


def test_links_add_up(book):
    back = NEXT.replace("b.finding_id, a.finding_id", "a.finding_id, b.finding_id")
    first, second = judge(batch([indicator(1, 12), indicator(2, 12)]), book(links={"next": NEXT, "back": back}))
    assert (first.caused_by, second.caused_by) == ((second.finding_id,), (first.finding_id,))


def test_link_to_itself_is_refused(book):
    link = "SELECT finding_id, finding_id AS caused_by FROM findings ORDER BY ALL"
    with pytest.raises(RulebookError, match="self"):
        judge(batch([indicator(1, 12)]), book(links={"self": link}))


def test_link_to_nothing_is_refused(book):
    link = "SELECT finding_id, 'x' AS caused_by FROM findings ORDER BY ALL"
    with pytest.raises(RulebookError, match="unknown"):
        judge(batch([indicator(1, 12)]), book(links={"unknown": link}))


def links_of(tables, left, right):
    findings = judge(tables, the_rulebook())
    (one,) = [finding for finding in findings if finding.rule == left and finding.verdict == "breach"]
    (other,) = [finding for finding in findings if finding.rule == right and finding.verdict == "breach"]
    return other.finding_id in one.caused_by, one.finding_id in other.caused_by


def evaluation(scores, total):
    rows = [
        indicator(
            number,
            score,
            level1_code="output",
            level2="数量指标",
            level2_code="quantity",
            target_text="5年",
            target_value=5,
            target_value_decimals=0,
            target_unit="年",
            target_kind="quantity",
            actual_text="5年",
            actual_value=5,
            actual_value_decimals=0,
            actual_unit="年",
            actual_kind="quantity",
            actual_aligned=5,
            weight_source="printed",
        )
        for number, score in enumerate(scores, start=1)
    ]
    totals = [
        {
            "document_id": "d1",
            "table_no": 1,
            "scope_no": 1,
            "kind": "score",
            "part": "scope",
            "label": "合计",
            "text": str(total),
            "value": total,
            "value_decimals": 0,
            "cell_no": 99,
        }
    ]
    tables = [
        {
            "document_id": "d1",
            "table_no": 1,
            "kind": "evaluation",
            "form": "evaluation-project",
            "money_unit": "万元",
            "has_weight": True,
            "has_score": True,
            "has_actual": True,
        }
    ]
    return batch(rows, totals=totals, tables=tables)


def test_score_and_total_off_by_the_same_point_name_each_other():
    assert links_of(evaluation([10, 9, 10], 30), "TOT-01", "SCR-07") == (True, True)


def test_score_and_total_off_by_different_points_do_not():
    assert links_of(evaluation([10, 9, 10], 33), "TOT-01", "SCR-07") == (False, False)


def test_two_scores_that_fit_are_no_explanation():
    findings = judge(evaluation([9, 9, 10], 29), the_rulebook())
    assert {finding.rule for finding in findings} >= {"TOT-01", "SCR-07"}
    assert all(finding.caused_by == () for finding in findings)

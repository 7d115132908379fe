"""The desk: what becomes of the rows a check returns, and what a query cannot reach."""

import random
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from gouji.check import judge
from gouji.check.desk import locked_database
from gouji.exceptions import RulebookError

from .conftest import QUERY, batch, indicator, the_rulebook


def shuffled(tables: dict[str, pa.Table], seed: int) -> dict[str, pa.Table]:
    order = random.Random(seed)
    out = {}
    for name, table in tables.items():
        rows = list(range(table.num_rows))
        order.shuffle(rows)
        out[name] = table.take(rows)
    return out


def test_finding_is_filled(book):
    (finding,) = judge(batch([indicator(1, 9), indicator(2, 12)]), book())
    assert (finding.rule, finding.severity, finding.verdict) == ("AAA-01", "ERROR", "breach")
    assert (finding.document_id, finding.table_no, finding.scope_no, finding.indicator_no) == ("d1", 1, 1, 2)
    assert finding.message == "指标2得分 12，分值 10（未复读）"
    assert (finding.expected, finding.observed, finding.formula) == ("10", "12", "12 > 10")
    assert (finding.difference, finding.tolerance) == (Decimal(2), Decimal(0))
    assert [(ref.role, ref.cell_no) for ref in finding.cells] == [("score", 20), ("weight", 21)]
    assert (finding.readings, finding.caused_by, finding.count, finding.page_first) == ("every", (), 1, 2)
    assert len(finding.finding_id) == 20


def test_undecided_rows_become_one_finding_per_table(book):
    tables = batch([indicator(1, None), indicator(2, None), indicator(3, None, table_no=2), indicator(4, 12)])
    findings = judge(tables, book())
    undecided = [finding for finding in findings if finding.verdict == "undecided"]
    assert [(finding.table_no, finding.count, finding.severity) for finding in undecided] == [
        (1, 2, "INFO"),
        (2, 1, "INFO"),
    ]
    assert undecided[0].message == "未决：得分不超过分值，2处缺数或无法读成数字，未作判定。"
    assert [ref.cell_no for ref in undecided[0].cells] == [10, 11, 20, 21]
    assert undecided[0].indicator_no is None
    assert undecided[0].scope_no == 1


def test_undecided_is_info_whatever_the_query_says(book):
    query = QUERY.replace("AS cells\n", "AS cells, 'ERROR' AS severity\n")
    (finding,) = judge(batch([indicator(1, None)]), book(query))
    assert (finding.severity, finding.verdict) == ("INFO", "undecided")


def test_row_may_override_the_severity_and_count(book):
    query = QUERY.replace("AS cells\n", "AS cells, 'WARN' AS severity, 7::BIGINT AS count, '缘由' AS note\n")
    (finding,) = judge(batch([indicator(1, 12)]), book(query, message="{note}：{count}"))
    assert (finding.severity, finding.count, finding.message) == ("WARN", 7, "缘由：7")


def test_rows_sharing_a_cell_name_it_once(book):
    query = QUERY.replace("'score')", "'score'), cell(document_id, table_no, cells['score'], 'again')")
    (finding,) = judge(batch([indicator(1, 12)]), book(query))
    assert [ref.role for ref in finding.cells] == ["score", "weight"]


def test_missing_cell_is_no_reference(book):
    (finding,) = judge(batch([indicator(1, 12, cells=[("score", 10)])]), book())
    assert [ref.role for ref in finding.cells] == ["score"]


def test_output_does_not_depend_on_the_order_of_rows(book):
    tables = batch([indicator(number, 12 if number % 3 else None) for number in range(1, 40)])
    rulebook = book()
    first = judge(tables, rulebook)
    assert len(first) == 27
    assert all(judge(shuffled(tables, seed), rulebook) == first for seed in (1, 2))


def test_ids_hold_when_rows_and_cells_are_numbered_otherwise(book):
    rulebook = book()
    before = judge(batch([indicator(1, 12), indicator(2, 13)]), rulebook)
    moved = [
        indicator(5, 12, level3="指标1", cells=[("score", 77), ("weight", 78)]),
        indicator(6, 13, level3="指标2", cells=[("score", 3), ("weight", 4)]),
    ]
    after = judge(batch(moved), rulebook)
    assert [finding.finding_id for finding in after] == [finding.finding_id for finding in before]


def test_ids_ignore_wording_and_rulebook(book):
    tables = batch([indicator(1, 12), indicator(2, 13)])
    before = judge(tables, book())
    after = judge(tables, book(message="另一种说法 {observed}", since="9.9.9", remedy="另行处理。"))
    assert [finding.message for finding in after] != [finding.message for finding in before]
    assert [finding.finding_id for finding in after] == [finding.finding_id for finding in before]


def test_ids_follow_what_is_printed(book):
    rulebook = book()
    (before,) = judge(batch([indicator(1, 12)]), rulebook)
    (named,) = judge(batch([indicator(1, 12, level1="效益指标")]), rulebook)
    (other,) = judge(batch([indicator(1, 12, document_id="d2")]), rulebook)
    assert len({before.finding_id, named.finding_id, other.finding_id}) == 3


def test_findings_alike_in_all_that_is_printed_still_differ_in_id(book):
    tables = batch([indicator(1, 12, level3="同名"), indicator(2, 12, level3="同名")])
    findings = judge(tables, book())
    assert len({finding.finding_id for finding in findings}) == 2


def test_huge_difference_stays_in_words_only(book):
    (finding,) = judge(batch([indicator(1, 10**17, weight=-(10**17))]), book())
    assert finding.difference == Decimal(2 * 10**17)
    query = QUERY.replace("exact(score - weight)", "exact(times(score, 1000000))")
    (finding,) = judge(batch([indicator(1, 10**17)]), book(query))
    assert finding.difference is None


def test_query_that_raises_stops_the_run(book):
    query = QUERY.replace("WHERE", "WHERE error('损坏')::VARCHAR IS NULL OR")
    with pytest.raises(RulebookError) as caught:
        judge(batch([indicator(1, 12)]), book(query))
    assert caught.value.code == "AAA-01"


@pytest.mark.parametrize("change", [("'breach'", "'wrong'"), ("AS cells\n", "AS cells, 'FATAL' AS severity\n")])
def test_row_outside_the_contract_stops_the_run(book, change):
    with pytest.raises(RulebookError, match="AAA-01"):
        judge(batch([indicator(1, 12)]), book(QUERY.replace(*change)))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "COPY indicators TO '/tmp/gouji-should-not-exist.csv'",
        "SET threads = 2",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET enable_external_access",
        "ATTACH '/tmp/gouji-should-not-exist.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "EXPORT DATABASE '/tmp/gouji-should-not-exist'",
    ],
)
def test_desk_is_locked(book, statement):
    connection = locked_database(batch([indicator(1, 12)]), book())
    with pytest.raises(duckdb.Error):
        connection.execute(statement).fetchall()
    connection.close()


def test_local_python_names_are_out_of_reach(book):
    secret = pa.table({"a": [1]})
    connection = locked_database({}, book())
    with pytest.raises(duckdb.Error):
        connection.execute("SELECT * FROM secret").fetchall()
    connection.close()
    assert secret.num_rows == 1


def test_empty_batch_has_no_findings():
    assert judge({}, the_rulebook()) == ()

"""Each way of breaking the contract of a check is refused on load, under the code of the check."""

import pytest

from gouji.exceptions import RulebookError
from gouji.rulebook import digest_of, load_checks, load_rulebook

from .conftest import QUERY, header, write_check

BROKEN = {
    "two statements": QUERY + "; SELECT 1",
    "not a select": "DELETE FROM indicators",
    "copy": "COPY indicators TO '/tmp/x'",
    "syntax": "SELEKT 1",
    "unknown column": QUERY.replace("weight", "wait"),
    "unknown table": QUERY.replace("FROM indicators", "FROM secrets"),
    "a file as table": QUERY.replace("FROM indicators", "FROM '/etc/passwd'"),
    "read_csv": QUERY.replace("WHERE", "WHERE EXISTS (FROM read_csv('/etc/passwd')) OR"),
    "duckdb_settings": QUERY.replace("WHERE", "WHERE EXISTS (FROM duckdb_settings()) OR"),
    "division": QUERY.replace("score > weight", "score / weight > 1"),
    "division in a subquery": QUERY.replace("score > weight", "score > (SELECT max(weight) / 2 FROM indicators)"),
    "average": QUERY.replace("score > weight", "score > (SELECT avg(weight) FROM indicators)"),
    "float literal": QUERY.replace("score > weight", "score > 1e1"),
    "cast to double": QUERY.replace("score > weight", "score::DOUBLE > weight"),
    "cast to float": QUERY.replace("score > weight", "CAST(score AS FLOAT) > weight"),
    "hidden double of //": QUERY.replace("score > weight", "score // weight > 1"),
    "hidden double of sqrt": QUERY.replace("score > weight", "sqrt(score) > weight"),
    "hidden double of sign": QUERY.replace("score > weight", "sign(score - weight) > 0"),
    "random": QUERY.replace("score > weight", "random() > 0"),
    "today": QUERY.replace("score > weight", "today() > '2000-01-01'"),
    "uuid": QUERY.replace("plain(score) ||", "uuid()::VARCHAR ||"),
    "column missing": QUERY.replace("plain(weight) AS expected, ", ""),
    "column order": QUERY.replace("AS expected", "AS seen").replace("AS observed", "AS expected"),
    "double column": QUERY.replace("exact(score - weight)", "NULL::DOUBLE"),
    "number as text": QUERY.replace("plain(weight) AS expected", "weight AS expected"),
    "cells as numbers": QUERY.replace("    [\n", "    [1] AS cells, [\n").replace("] AS cells\n", "]::VARCHAR AS a\n"),
    "extra column not text": QUERY.replace("AS cells\n", "AS cells, 1 AS note\n"),
    "severity not text": QUERY.replace("AS cells\n", "AS cells, 1 AS severity\n"),
    "not ordered": QUERY.replace("ORDER BY ALL", ""),
    "ordered by less": QUERY.replace("ORDER BY ALL", "ORDER BY 1"),
    "cte hides a table": "WITH indicators AS (SELECT * FROM scopes) " + QUERY,
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_query_is_refused(book, name):
    assert BROKEN[name] != QUERY
    with pytest.raises(RulebookError) as caught:
        book(BROKEN[name])
    assert caught.value.code == "AAA-01"


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "AAA-02"},
        {"title": None},
        {"severity": "FATAL"},
        {"grain": "page"},
        {"reads": "indicators, scopes"},
        {"reads": "scopes"},
        {"since": "1"},
        {"tolerance": "some"},
        {"message": None},
        {"message": "{unheard_of}"},
        {"message": "{observed!r}"},
        {"message": "{observed"},
        {"remedy": ""},
        {"author": "x"},
    ],
    ids=str,
)
def test_header_is_refused(book, changes):
    with pytest.raises(RulebookError) as caught:
        book(**changes)
    assert caught.value.code == "AAA-01"


def test_key_twice_is_refused(folder):
    (folder / "checks" / "AAA-01-example.sql").write_text(
        header().replace("*/", "title: 又一\n*/") + QUERY, encoding="utf-8"
    )
    with pytest.raises(RulebookError, match="AAA-01"):
        load_checks(folder)


def test_missing_header_is_refused(folder):
    (folder / "checks" / "AAA-01-example.sql").write_text(QUERY, encoding="utf-8")
    with pytest.raises(RulebookError, match="AAA-01"):
        load_checks(folder)


def test_query_without_page_is_refused(folder):
    (folder / "checks" / "AAA-01-example.md").unlink()
    with pytest.raises(RulebookError, match="AAA-01-example"):
        load_checks(folder)


def test_page_without_query_is_refused(folder):
    (folder / "checks" / "AAA-09-lonely.md").write_text("# AAA-09\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="AAA-09"):
        load_checks(folder)


def test_misnamed_file_is_refused(folder):
    write_check(folder, stem="aaa-example")
    with pytest.raises(RulebookError, match="aaa-example"):
        load_checks(folder)


def test_two_files_with_one_code_are_refused(folder):
    write_check(folder, stem="AAA-01-other")
    with pytest.raises(RulebookError, match="AAA-01"):
        load_checks(folder)


def test_retired_code_is_refused(folder):
    (folder / "checks" / "retired.txt").write_text("AAA-01\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="停用"):
        load_checks(folder)


@pytest.mark.parametrize(
    "macro",
    [
        "CREATE MACRO half(x) AS x / 2;",
        "CREATE MACRO half(x) AS x * 5e-1;",
        "CREATE MACRO seen() AS today();",
        "CREATE MACRO files() AS TABLE FROM read_text('/etc/passwd');",
        "CREATE TABLE t AS SELECT 1;",
        "CREATE VIEW v AS SELECT 1;",
        "SET threads = 4;",
        "CREATE MACRO broken(x) AS ;",
    ],
)
def test_macro_is_refused(folder, macro):
    path = folder / "macros.sql"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + macro, encoding="utf-8")
    with pytest.raises(RulebookError, match=r"macros\.sql"):
        load_rulebook(folder)


def test_double_from_a_macro_is_seen_in_the_plan(folder):
    path = folder / "macros.sql"
    path.write_text(path.read_text(encoding="utf-8") + "\nCREATE MACRO shares(x, y) AS x // y;", encoding="utf-8")
    write_check(folder, QUERY.replace("score > weight", "shares(score, weight) > 1"))
    with pytest.raises(RulebookError, match="AAA-01"):
        load_rulebook(folder)


def test_tables_a_macro_reads_count(folder):
    path = folder / "macros.sql"
    path.write_text(
        path.read_text(encoding="utf-8") + "\nCREATE MACRO every_cap() AS TABLE FROM caps;", encoding="utf-8"
    )
    query = QUERY.replace("WHERE", "WHERE EXISTS (FROM every_cap()) OR")
    write_check(folder, query)
    with pytest.raises(RulebookError, match="caps"):
        load_rulebook(folder)
    write_check(folder, query, reads="indicators, caps")
    assert load_rulebook(folder).check("AAA-01").reads == ("indicators", "caps")


@pytest.mark.parametrize(
    "link",
    [
        "SELECT finding_id FROM findings ORDER BY ALL",
        "SELECT finding_id, scope_no AS caused_by FROM findings",
        "SELECT finding_id, finding_id AS caused_by FROM findings WHERE difference / 2 > 1",
        "SELECT finding_id, caused_by FROM nothing",
        "DELETE FROM findings",
    ],
)
def test_link_is_refused(book, link):
    with pytest.raises(RulebookError) as caught:
        book(links={"broken": link})
    assert caught.value.code == "broken"


def test_exact_literals_and_integer_division_are_welcome(book):
    rulebook = book(QUERY.replace("score > weight", "score > 0.5 AND score::BIGINT // 2 >= 0"))
    assert [check.code for check in rulebook.checks] == ["AAA-01"]


def test_digest_follows_every_file_and_no_line_end(folder):
    before = digest_of(folder)
    path = folder / "checks" / "AAA-01-example.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert digest_of(folder) == before
    path.write_text("# 改过\n", encoding="utf-8")
    assert digest_of(folder) != before

"""A breach that stands in every reading keeps its severity; one that does not is a WARN that says so."""

from gouji.check import judge
from gouji.check.readings import variants

from .conftest import QUERY, batch, indicator

TOTAL = """WITH sums AS (
    SELECT document_id, table_no, scope_no, sum(score) AS points,
        list(cell(document_id, table_no, cells['score'], 'addend') ORDER BY indicator_no) AS addends
    FROM indicators GROUP BY ALL
)
SELECT
    t.document_id, t.table_no, t.scope_no, no_indicator() AS indicator_no, 'breach' AS verdict,
    plain(s.points) AS expected, plain(t.value) AS observed, exact(t.value - s.points) AS difference,
    exact(0) AS tolerance, no_text() AS formula,
    list_prepend(cell(t.document_id, t.table_no, t.cell_no, 'total'), s.addends) AS cells
FROM totals AS t JOIN sums AS s USING (document_id, table_no, scope_no)
WHERE t.value <> s.points
ORDER BY ALL"""


def reading(number, changes=(), scope=1, document="d1", text="另一种归属"):
    return {
        "document_id": document,
        "table_no": 1,
        "scope_no": scope,
        "reading_no": number,
        "chosen": number == 0,
        "closes": True,
        "description": text,
        "changes": [
            {"table": table, "row_no": row, "column": column, "value": value} for table, row, column, value in changes
        ],
    }


def total(value):
    return {
        "document_id": "d1",
        "table_no": 1,
        "scope_no": 1,
        "kind": "score",
        "part": "scope",
        "label": "合计",
        "text": str(value),
        "value": value,
        "value_decimals": 0,
        "cell_no": 99,
    }


def test_without_alternatives_every_reading_is_the_one(book):
    (finding,) = judge(batch([indicator(1, 12)], readings=[reading(0)]), book())
    assert (finding.severity, finding.readings) == ("ERROR", "every")


def test_breach_in_every_reading_keeps_its_severity(book):
    changes = [("indicators", 1, "level1", "效益指标")]
    (finding,) = judge(batch([indicator(1, 12)], readings=[reading(0), reading(1, changes)]), book())
    assert (finding.severity, finding.readings) == ("ERROR", "every")
    assert finding.message == "指标1得分 12，分值 10（未复读）"


def test_breach_in_some_readings_is_a_warning_that_names_the_others(book):
    changes = [("indicators", 1, "weight", "15")]
    (finding,) = judge(batch([indicator(1, 12)], readings=[reading(0), reading(1, changes)]), book())
    assert (finding.severity, finding.readings) == ("WARN", "some")
    assert finding.message == "待核对原件：指标1得分 12，分值 10（按以下读法不成立：另一种归属）"


def test_id_does_not_change_with_doubt(book):
    rulebook = book()
    changes = [("indicators", 1, "weight", "15")]
    (sure,) = judge(batch([indicator(1, 12)]), rulebook)
    (unsure,) = judge(batch([indicator(1, 12)], readings=[reading(0), reading(1, changes)]), rulebook)
    assert sure.finding_id == unsure.finding_id


def test_what_stands_only_in_another_reading_is_not_reported(book):
    changes = [("indicators", 1, "weight", "5")]
    assert judge(batch([indicator(1, 9)], readings=[reading(0), reading(1, changes)]), book()) == ()


def test_every_alternative_must_hold(book):
    readings = [
        reading(0),
        reading(1, [("indicators", 1, "weight", "11")]),
        reading(2, [("indicators", 1, "weight", "15")], text="第三种归属"),
    ]
    (finding,) = judge(batch([indicator(1, 12)], readings=readings), book())
    assert finding.readings == "some"
    assert "第三种归属" in finding.message
    assert "另一种归属" not in finding.message


def test_mildest_severity_of_all_readings_holds(book):
    query = QUERY.replace("AS cells\n", "AS cells, CASE WHEN weight < 11 THEN 'ERROR' ELSE 'INFO' END AS severity\n")
    changes = [("indicators", 1, "weight", "11")]
    (finding,) = judge(batch([indicator(1, 12)], readings=[reading(0), reading(1, changes)]), book(query))
    assert (finding.severity, finding.readings) == ("INFO", "every")


def test_total_that_fails_with_and_without_a_ghost_row_is_an_error(book):
    rows = [indicator(1, 50), indicator(2, 10)]
    ghost = [
        ("indicators", 3, "level3", "幽灵行"),
        ("indicators", 3, "score", "9"),
        ("indicators", 3, "cells.score", "30"),
    ]
    rulebook = book(TOTAL, reads="indicators, totals", grain="scope")
    tables = batch(rows, totals=[total(63)], readings=[reading(0), reading(1, ghost)])
    (finding,) = judge(tables, rulebook)
    assert (finding.severity, finding.readings, finding.difference) == ("ERROR", "every", 3)
    tables = batch(rows, totals=[total(69)], readings=[reading(0), reading(1, ghost)])
    (finding,) = judge(tables, rulebook)
    assert (finding.severity, finding.readings) == ("WARN", "some")


def test_star_removes_a_row(book):
    rulebook = book(TOTAL, reads="indicators, totals", grain="scope")
    gone = [("indicators", 2, "*", None)]
    tables = batch([indicator(1, 50), indicator(2, 10)], totals=[total(50)], readings=[reading(0), reading(1, gone)])
    (finding,) = judge(tables, rulebook)
    assert finding.readings == "some"


def test_other_documents_are_not_drawn_in(book):
    rows = [indicator(1, 12), indicator(1, 12, document_id="d2")]
    readings = [reading(0), reading(1, [("indicators", 1, "weight", "15")])]
    findings = judge(batch(rows, readings=readings), book())
    assert [(finding.document_id, finding.readings) for finding in findings] == [("d1", "some"), ("d2", "every")]


def test_caps_are_numbered_within_their_scope():
    caps = [
        {"document_id": "d1", "table_no": 1, "scope_no": scope, "level1": name, "points": 5, "points_decimals": 0}
        for scope in (1, 2)
        for name in ("产出", "效益")
    ]
    changes = [("caps", 2, "points", "7.5"), ("caps", 3, "level1", "满意度")]
    readings = [reading(0, scope=2), reading(1, changes, scope=2)]
    (variant,) = variants(batch([indicator(1, 12)], caps=caps, readings=readings))
    shown = [
        (row["scope_no"], row["level1"], row["points"], row["points_decimals"])
        for row in variant.tables["caps"].to_pylist()
    ]
    assert shown == [
        (1, "产出", 5, 0),
        (1, "效益", 5, 0),
        (2, "产出", 5, 0),
        (2, "效益", 7.5, 1),
        (2, "满意度", None, None),
    ]


def test_paired_document_comes_along():
    pairs = [{"kind": "goal", "left_document_id": "d2", "right_document_id": "d1"}]
    readings = [reading(0), reading(1, [("indicators", 1, "weight", "15")])]
    rows = [indicator(1, 12), indicator(1, 12, document_id="d2"), indicator(1, 12, document_id="d3")]
    (variant,) = variants(batch(rows, readings=readings, pairs=pairs))
    assert set(variant.tables["indicators"]["document_id"].to_pylist()) == {"d1", "d2"}
    assert variant.documents == {"d1"}

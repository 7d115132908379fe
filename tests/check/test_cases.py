"""The harness itself: a page that is wrong is found out."""

import pytest

from gouji.check.cases import cases_of, lacking, prove
from gouji.exceptions import RulebookError

from .conftest import write_check

RECORDS = """```records
indicators
| scope_no | indicator_no | level3 | weight | score | cells |
| 1 | 1 | 甲 | 10.0 | 12 | score=2;weight=1 |
```
"""
FINDING = "| ERROR | breach | 甲得分 12，分值 10 | score=2; weight=1 |"
FINDINGS = "```findings\n| severity | verdict | message | cells |\n{}\n```\n"


@pytest.fixture
def page(folder, book):
    def write(text):
        rulebook = book()
        (folder / "checks" / "AAA-01-example.md").write_text("# AAA-01 x\n" + text, encoding="utf-8")
        from gouji.rulebook import load_rulebook

        rulebook = load_rulebook(folder)
        check = rulebook.check("AAA-01")
        return prove(check, cases_of(check), rulebook)

    return write


def test_right_page_passes(page):
    assert page("## 不通过\n### 甲\n" + RECORDS + FINDINGS.format(FINDING)) == {"甲": []}


@pytest.mark.parametrize(
    "line",
    [
        FINDING.replace("ERROR", "WARN"),
        FINDING.replace("12", "13"),
        FINDING.replace("weight=1", "weight=3"),
        FINDING.replace("score=2; weight=1", "weight=1; score=2"),
        FINDING + "\n" + FINDING,
    ],
)
def test_wrong_page_is_found_out(page, line):
    assert page("## 不通过\n### 甲\n" + RECORDS + FINDINGS.format(line))["甲"]


def test_passing_case_that_raises_something_is_found_out(page):
    assert page("## 通过\n### 甲\n" + RECORDS)["甲"] == [
        "实得：ERROR | breach | 甲得分 12，分值 10 | score=2; weight=1"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## 通过\n### 甲\n" + RECORDS + FINDINGS.format(FINDING),
        "## 不通过\n### 甲\n" + RECORDS,
        "## 未决\n### 甲\n" + RECORDS + FINDINGS.format(FINDING),
        "## 其他\n### 甲\n" + RECORDS + FINDINGS.format(FINDING),
        "## 通过\n### 甲\n" + RECORDS.replace("indicators", "indikators"),
        "## 通过\n### 甲\n" + RECORDS.replace("weight |", "wait |"),
        "## 通过\n### 甲\n" + RECORDS.replace("10.0", "十"),
        "## 不通过\n### 甲\n"
        + RECORDS
        + FINDINGS.format(FINDING).replace("| message ", "").replace("甲得分 12，分值 10 | ", ""),
        "## 通过\n### 甲\n" + RECORDS + RECORDS,
    ],
)
def test_page_that_makes_no_sense_is_refused(page, text):
    with pytest.raises(RulebookError, match="AAA-01"):
        page(text)


def test_lacking_sections_and_sides_are_named(folder, book):
    check = book().check("AAA-01")
    assert len(lacking(check, cases_of(check))) == 5
    write_check(folder, tolerance="none")
    assert len(lacking(book(tolerance="none").check("AAA-01"), ())) == 3

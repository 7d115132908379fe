"""Every check proves itself: its page holds passing, failing and undecided cases on either side of its tolerance."""

import functools
import re

import pytest

from gouji.check.cases import Case, cases_of, lacking, prove
from gouji.rulebook import Check, load_rulebook, rules_root

RULEBOOK = load_rulebook()


@functools.cache
def proofs(code: str) -> dict[str, list[str]]:
    check = RULEBOOK.check(code)
    return prove(check, cases_of(check), RULEBOOK)


CASES = [(check, case) for check in RULEBOOK.checks for case in cases_of(check)]
CHECKS = pytest.mark.parametrize("check", RULEBOOK.checks, ids=lambda check: check.code)


@pytest.mark.parametrize(("check", "case"), CASES, ids=[f"{check.code} {case.heading}" for check, case in CASES])
def test_case(check: Check, case: Case) -> None:
    assert proofs(check.code)[case.heading] == []


@CHECKS
def test_page_has_every_kind_of_case(check: Check) -> None:
    assert lacking(check, cases_of(check)) == []


@CHECKS
def test_page_is_titled_as_its_check(check: Check) -> None:
    assert check.page.splitlines()[0] == f"# {check.code} {check.title}"


@CHECKS
@pytest.mark.parametrize("word", ["为什么", "依据", "算式", "容差", "处理建议"])
def test_page_says(check: Check, word: str) -> None:
    assert word in check.page.partition("## 通过")[0]


@CHECKS
def test_headings_of_a_page_are_unlike(check: Check) -> None:
    headings = [case.heading for case in cases_of(check)]
    assert all(headings)
    assert len(headings) == len(set(headings))


def test_queries_and_pages_pair_up() -> None:
    folder = rules_root() / "checks"
    assert {path.stem for path in folder.glob("*.sql")} == {path.stem for path in folder.glob("*.md")}


def test_no_code_is_used_twice() -> None:
    codes = [check.code for check in RULEBOOK.checks]
    assert len(codes) == len(set(codes))


@CHECKS
def test_a_page_names_only_checks_that_exist(check: Check) -> None:
    known = {check.code for check in RULEBOOK.checks}
    text = check.page.partition("## 通过")[0]
    named = set(re.findall(r"\b(?:AMT|WGT|SCR|EXE|TOT|RSN|IND|TXT)-\d{2}\b", text))
    assert named <= known

"""The main job on the source documents: every rendering gives the same records and the same findings."""

from __future__ import annotations

import re

import pytest
from fixtures.kit.build import cases, describe, document
from fixtures.kit.expected import closed, load_findings, load_grids
from fixtures.kit.truth import FIXTURES, load
from tests.renderings import differences, missed, run


def gone(case: str) -> frozenset[tuple[int, int, str]]:
    return frozenset((one["table"], one.get("indicator", 0), one["field"]) for one in describe(case)["gone"])


@pytest.mark.parametrize("case", cases())
def test_records_equal_the_truth(case):
    assert differences(run(case), load(describe(case)["truth"]), gone(case)) == []


@pytest.mark.parametrize("case", cases())
def test_findings_are_those_expected(case):
    assert missed(run(case), load_findings(describe(case)["truth"])) == []


@pytest.mark.parametrize("case", cases())
def test_every_finding_names_cells_and_every_cell_a_place(case):
    result = run(case)
    cells = {(cell["table_no"], cell["cell_no"]): cell for cell in result.tables["cells"]}
    for cell in cells.values():
        if document(case).suffix == ".pdf":
            assert cell["places"], cell
        else:
            assert cell["locator"], cell
    for finding in result.tables["findings"]:
        assert finding["cells"], finding["message"]
        for ref in finding["cells"]:
            assert (ref["table_no"], ref["cell_no"]) in cells


@pytest.mark.parametrize("case", [case for case in cases() if describe(case)["grid"] is not None])
def test_cells_equal_the_expected_grid(case):
    wanted = load_grids(describe(case)["grid"])
    # Where the copies of a cell differ, which of them is true is not known.
    unsure = {field for _, _, field in gone(case)}
    cells = run(case).tables["cells"]
    for number, grid in enumerate(wanted, start=1):
        have = [
            (cell["row"], cell["col"], cell["row_span"], cell["col_span"], closed(cell["text"]))
            for cell in cells
            if cell["table_no"] == number and cell["row"] is not None
        ]
        if unsure:
            assert [cell[:4] for cell in have] == [cell[:4] for cell in grid.cells]
            assert sum(one != other for one, other in zip(have, grid.cells, strict=True)) <= len(unsure)
        else:
            assert have == list(grid.cells)


@pytest.mark.parametrize("case", [case for case in cases() if document(case).suffix == ".txt"])
def test_each_loss_of_a_flattened_text_leaves_a_notice(case):
    codes = {notice["code"] for notice in run(case).tables["notices"]}
    assert set(describe(case)["notices"]) <= codes


def test_nothing_names_the_source_documents():
    names = set()
    for truth in ("hengyang-whole", "guangshui"):
        for table in load(truth)["tables"]:
            names.add(table["unit_name"])
            for scope in table["scopes"]:
                names.add(scope.get("name"))
                names |= {one.get("level3") for one in scope["indicators"] if table["kind"] != "goal"}
    usual = {"资金使用合规性", "管理制度健全性", "公用经费控制率", "政府采购执行率", "固定资产利用率", "资产管理安全性"}
    searched = {name for name in names if name and len(name) > 4} - usual
    root = FIXTURES.parent
    files = [*root.glob("pipeline/**/*.py"), *root.glob("rules/**/*")]
    named = [
        (path.name, name)
        for path in files
        if path.is_file()
        for name in searched
        if re.search(re.escape(name), path.read_text(encoding="utf-8"))
    ]
    assert named == []

"""The main job on worksheets and web pages: every format gives the records and cells its table was printed from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fixtures.kit import department, goal_list, project
from fixtures.kit.expected import closed
from fixtures.kit.table import Table
from fixtures.kit.truth import load
from tests.read.printing import to_html, to_xlsx
from tests.renderings import Run, differences, run_all

FLOWS = {"hengyang-whole": goal_list, "guangshui": department, "national-clean": project, "national-faulty": project}
PRINTS = {
    "framed.xlsx": lambda flow: to_xlsx(flow),
    "close.xlsx": lambda flow: to_xlsx(flow, gap=0),
    "open.xlsx": lambda flow: to_xlsx(flow, framed=False),
    "page.html": to_html,
}
SAVED = {"saved.xls": "framed.xlsx", "saved.htm": "framed.xlsx"}
FILTERS = {"saved.xls": "xls:MS Excel 97", "saved.htm": "htm:HTML (StarCalc)"}


def flow_of(name: str):
    return FLOWS[name].flow(load(name))


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> dict[tuple[str, str], Run]:
    folder = tmp_path_factory.mktemp("prints")
    paths: dict[tuple[str, str], Path] = {}
    for name in FLOWS:
        for suffix, write in PRINTS.items():
            paths[name, suffix] = folder / f"{name}-{suffix}"
            paths[name, suffix].write_bytes(write(flow_of(name)))
    paths |= _saved(folder, paths)
    found = run_all(paths.values())
    return {key: found[path] for key, path in paths.items()}


def _saved(folder: Path, paths: dict[tuple[str, str], Path]) -> dict[tuple[str, str], Path]:
    """Let an office program save the worksheets in its older formats, where there is one."""
    office = shutil.which("soffice")
    if office is None:
        return {}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    found: dict[tuple[str, str], Path] = {}
    for suffix, kind in FILTERS.items():
        sources = [paths[name, SAVED[suffix]] for name in FLOWS]
        out = folder / suffix
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, sources)]
        subprocess.run(command, capture_output=True, timeout=180, check=True)
        for name, source in zip(FLOWS, sources, strict=True):
            found[name, suffix] = out / f"{source.stem}.{kind.partition(':')[0]}"
    return found


@pytest.mark.parametrize("suffix", [*PRINTS, *SAVED])
@pytest.mark.parametrize("name", FLOWS)
def test_records_equal_the_truth(runs, name, suffix):
    if (name, suffix) not in runs:
        pytest.skip("no office program to save with")
    assert differences(runs[name, suffix], load(name)) == []
    assert [one["message"] for one in runs[name, suffix].tables["notices"] if one["code"][0] in "RTS-"] == []


@pytest.mark.parametrize("suffix", ["framed.xlsx", "close.xlsx", "page.html", "saved.xls"])
@pytest.mark.parametrize("name", FLOWS)
def test_cells_equal_the_printed_ones(runs, name, suffix):
    if (name, suffix) not in runs:
        pytest.skip("no office program to save with")
    tables = [item for item in flow_of(name) if isinstance(item, Table)]
    cells = runs[name, suffix].tables["cells"]
    for number, table in enumerate(tables, start=1):
        have = {
            (cell["row"], cell["col"], cell["row_span"], cell["col_span"], closed(cell["text"]))
            for cell in cells
            if cell["table_no"] == number and cell["row"] is not None
        }
        want = {(cell.row, cell.col, cell.row_span, cell.col_span, closed(cell.text)) for cell in table.cells}
        assert have == want
    assert all(cell["locator"] for cell in cells)

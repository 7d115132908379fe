"""Every finding of a PDF leads back to the words on the page: a parser of other making finds them in the cell's box."""

from __future__ import annotations

import pytest
from fixtures.kit.build import cases, document
from tests.renderings import run

from gouji.model.place import Box, Place
from gouji.read.second import reread
from gouji.text import squash

PDFS = [case for case in cases() if document(case).suffix == ".pdf"]


def places(cell):
    return tuple(
        Place(page=at["page"], box=Box(x0=at["x0"], top=at["top"], x1=at["x1"], bottom=at["bottom"]))
        for at in cell["places"]
    )


@pytest.mark.parametrize("case", PDFS)
def test_cells_of_findings_hold_their_words(case):
    result = run(case)
    used = {(ref["table_no"], ref["cell_no"]) for one in result.tables["findings"] for ref in one["cells"]}
    cells = [cell for cell in result.tables["cells"] if (cell["table_no"], cell["cell_no"]) in used and cell["text"]]
    assert cells or not result.tables["findings"]
    seen = reread(document(case).read_bytes(), [places(cell) for cell in cells])
    differ = [(cell["text"], again) for cell, again in zip(cells, seen, strict=True) if not _same(cell["text"], again)]
    assert differ == []


def _same(text, again):
    """A cell reprinted on the next page says its text twice; the first reader keeps one copy."""
    wanted, have = squash(text), squash(again or "")
    return have == wanted or (len(have) > len(wanted) and have.replace(wanted, "") == "") or _parts(wanted, have)


def _parts(wanted, have):
    """A cell whose copies differ in length (one clipped at the page's end) begins with the clipped one."""
    return have.endswith(wanted) and wanted.startswith(have.removesuffix(wanted))

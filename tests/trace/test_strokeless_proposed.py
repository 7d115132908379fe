"""Texts that run on into a blank neighbour hide a column of a table without strokes; camelot's proposal saves it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from fixtures.kit.fonts import FAMILY, font_file
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gouji.journey import itinerary, load_rules
from gouji.model.document import Document
from gouji.model.grid import Grid
from gouji.read import read_bytes
from gouji.read.proposal import propose
from gouji.trace import trace, undecided_pages

XS = (60, 130, 250, 320, 380, 430)
HEADS = ("一级指标", "指标名称", "指标值", "分值", "得分", "备注")
LONG = "完成全年河道巡查与护栏维修养护"
ROWS = tuple(
    (
        "产出指标",
        LONG if number % 4 == 2 else f"巡查河道第{number}段",
        "" if number % 4 == 2 else f"≥{80 + number}%",
        "5",
        "4",
        "无",
    )
    for number in range(12)
)


def printed(*, ruled: bool = False) -> bytes:
    """Print the rows, all texts from the left of their columns; the long names run over the blank values."""
    pdfmetrics.registerFont(TTFont(FAMILY, str(font_file())))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont(FAMILY, 9)
    for number, texts in enumerate((HEADS, *ROWS)):
        for x, text in zip(XS, texts, strict=True):
            canvas.drawString(x, 760 - 22 * number, text)
    if ruled:
        for number in range(len(ROWS) + 2):
            canvas.line(55, 776 - 22 * number, 480, 776 - 22 * number)
        for x in (*XS, 485):
            canvas.line(x - 5, 776, x - 5, 776 - 22 * (len(ROWS) + 1))
    canvas.save()
    return buffer.getvalue()


def grid_of(document: Document) -> Grid:
    (grid,) = (block for block in trace(document)[0] if isinstance(block, Grid))
    return grid


def with_proposals(data: bytes) -> Document:
    document = read_bytes(data, "x.pdf")
    proposed = propose(data, undecided_pages(document))
    return replace(document, pages=tuple(replace(page, proposed=proposed[page.number]) for page in document.pages))


def test_alone_the_two_columns_are_one():
    document = read_bytes(printed(), "x.pdf")
    assert undecided_pages(document) == (1,)
    assert grid_of(document).cols == len(XS) - 1


def test_the_proposal_parts_them():
    grid = grid_of(with_proposals(printed()))
    assert (grid.rows, grid.cols) == (len(ROWS) + 1, len(XS))
    texts = {(cell.row, cell.col): cell.text for cell in grid.cells}
    assert [texts[(row, 2)] for row in range(len(ROWS) + 1) if texts.get((row, 2))] == [
        "指标值",
        *(row[2] for row in ROWS if row[2]),
    ]
    assert {cell.text for cell in grid.cells if cell.row > 0} >= {LONG}


def test_a_proposal_the_header_does_not_bear_out_is_left_alone():
    document = read_bytes(printed(), "x.pdf")
    wrong = (60.0, 75.0, 140.0, 260.0, 330.0, 385.0, 440.0, 470.0)
    alone = grid_of(document)
    assert grid_of(replace(document, pages=(replace(document.pages[0], proposed=(wrong,)),))) == alone


def test_the_road_asks_for_it(tmp_path: Path):
    path = tmp_path / "x.pdf"
    path.write_bytes(printed())
    stops = {stop.stage: stop.product for stop, _ in zip(itinerary(path, load_rules()), range(2), strict=False)}
    (grid,) = (block for block in stops["trace"][0] if isinstance(block, Grid))
    assert grid.cols == len(XS)


def test_a_page_with_strokes_never_loads_camelot(tmp_path: Path):
    path = tmp_path / "x.pdf"
    path.write_bytes(printed(ruled=True))
    program = (
        "import sys; from pathlib import Path; from gouji.journey import audit_document, load_rules;"
        "print(audit_document(Path(sys.argv[1]), load_rules()).status, 'camelot' in sys.modules, 'cv2' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.stdout.split() == ["ok", "False", "False"]

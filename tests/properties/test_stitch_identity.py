"""Stitch after split is the identity: a form cut at any row and stitched again is the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from fixtures.kit.table import Table
from tests.generated import draw_form
from tests.generated.compare import cells_of, sheet_cells
from tests.generated.cutting import Cut, Span, head_of, piece, stack
from tests.generated.families import LISTED
from tests.generated.layout import Letters, lay, load_faces
from tests.properties.seeds import seeds

from gouji.model.grid import Cell, Grid
from gouji.model.place import Box, Place
from gouji.stitch import stitch
from gouji.text import join_lines

LETTERS = Letters(size=8.0)
WIDTH = 520.0
MARGIN = 36.0


load_faces()


def grid_of(table: Table, page: int, width: float) -> Grid:
    """Return a table as trace would give it."""
    laid = lay(table, MARGIN, MARGIN, width, LETTERS)
    cells = tuple(
        Cell(
            text=join_lines(cell.text.split("\n")),
            row=cell.row,
            col=cell.col,
            row_span=cell.row_span,
            col_span=cell.col_span,
            places=(Place(page=page, box=_box(laid.box(cell))),),
        )
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    )
    whole = Place(page=page, box=_box((laid.xs[0], laid.ys[0], laid.xs[-1], laid.ys[-1])))
    return Grid(cells=cells, rows=table.rows, cols=len(table.widths), place=whole, col_edges=laid.xs)


def _box(edges: tuple[float, float, float, float]) -> Box:
    return Box(x0=edges[0], top=edges[1], x1=edges[2], bottom=edges[3])


def split(table: Table, breaks: Sequence[int], cut: Cut, narrower: float = 1.0) -> list[Grid]:
    """Cut a table before the given rows, a page each."""
    widths = [own * WIDTH / sum(table.widths) for own in table.widths]
    grids = []
    for page, (start, stop) in enumerate(zip([0, *breaks], [*breaks, table.rows], strict=True), 1):
        head = head_of(table, cut.header) if page > 1 and start >= table.header_rows else None
        shown = stack(head, piece(table, Span(start=start, stop=stop), cut, widths, LETTERS))
        grids.append(grid_of(replace(shown, header_rows=0), page, WIDTH * (narrower if page > 1 else 1)))
    return grids


def breaks_of(rng: Random, table: Table) -> list[int]:
    """Draw one or two rows to cut at, below the header and one row of the body."""
    rows = range(table.header_rows + 2, table.rows)
    return sorted(rng.sample(rows, min(len(rows), rng.choice((1, 2)))))


@pytest.mark.parametrize("merged", ["again", "blank"])
@pytest.mark.parametrize("narrower", [1.0, 0.94])
def test_a_list_cut_under_a_repeated_header_is_whole_again(merged, narrower):
    for seed in seeds(12):
        rng = Random(f"stitch {seed}")
        form = draw_form(rng, rng.choice(LISTED))
        grids = split(form.table, breaks_of(rng, form.table), Cut(header="whole", merged=merged), narrower)
        (sheet,) = stitch(grids, frozenset())
        assert sheet.parts == len(grids)
        assert sheet_cells(sheet) == cells_of(form.table), f"{form.family} {seed}"


def test_a_table_on_one_page_stays_as_it_is():
    for seed in seeds(12):
        form = draw_form(Random(f"whole {seed}"))
        (sheet,) = stitch([grid_of(form.table, 1, WIDTH)], frozenset())
        assert sheet_cells(sheet) == cells_of(form.table)

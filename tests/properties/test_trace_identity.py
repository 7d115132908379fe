"""Trace after draw is the identity: what a ruled page shows is what trace returns, table by table."""

from __future__ import annotations

import pytest
from tests.generated import specimen
from tests.generated.compare import cells_of, grid_cells
from tests.properties.seeds import seeds

from gouji.model.grid import Grid
from gouji.read import read_bytes
from gouji.trace import trace


@pytest.mark.parametrize("style", ["doubled", "shaded", "rotated", "seal_image", "continued"])
def test_the_grids_of_a_page_are_the_tables_drawn_on_it(style):
    for seed in seeds(4):
        one = specimen(style, seed)
        blocks, _ = trace(read_bytes(one.data, f"{one.name}{one.suffix}"))
        grids = [block for block in blocks if isinstance(block, Grid)]
        assert [grid.place.page for grid in grids if grid.place] == [shown.page for shown in one.page_tables]
        for grid, shown in zip(grids, one.page_tables, strict=True):
            assert grid_cells(grid) == cells_of(shown.table), f"{style} {seed} page {shown.page}"

"""Every way of printing a form gives the same records: those of its truth, cell by cell its table.

GOUJI_SEEDS sets how many documents of each style are drawn.
"""

from __future__ import annotations

import pytest
from tests.generated import specimen
from tests.generated.compare import cell_differences, read, record_differences
from tests.properties.seeds import seeds

QUIET = ("ruled", "doubled", "shaded", "rotated", "sideways", "seal_image")
"""Styles read entirely right, and without a notice."""
NOTICED = ("undescribed", "hidden", "continued", "long", "docx", "xlsx", "xls", "html")
"""Styles read entirely right, whose notices name what was left out, guessed, or joined in doubt."""


@pytest.mark.parametrize("style", [*QUIET, *NOTICED])
def test_a_document_gives_the_records_and_cells_of_its_truth(style):
    for seed in seeds(3):
        one = specimen(style, seed)
        reading = read(one)
        assert record_differences(reading, one.forms) == [], f"{style} {seed}"
        assert cell_differences(reading, one) == [], f"{style} {seed}"
        assert style in NOTICED or reading.notices == (), f"{style} {seed}"


@pytest.mark.parametrize("style", ["missing_strokes", "borderless"])
def test_what_the_texts_alone_tell_is_right_or_noticed(style):
    """Where strokes are missing a few cells stay open; then a notice says so, and no record is made up."""
    for seed in seeds(3):
        one = specimen(style, seed)
        reading = read(one)
        if cell_differences(reading, one) or record_differences(reading, one.forms):
            assert reading.notices or reading.status != "ok", f"{style} {seed}"

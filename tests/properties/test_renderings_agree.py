"""Every way of printing a form gives the same records: those of its truth, cell by cell its table.

GOUJI_SEEDS sets how many documents of each style are drawn.
"""

from __future__ import annotations

import pytest
from tests.generated import specimen
from tests.generated.compare import cell_differences, read, record_differences
from tests.properties.seeds import seeds

STEADY = ("doubled", "shaded", "rotated", "seal_image")
"""Styles read entirely right."""


@pytest.mark.parametrize("style", STEADY)
def test_a_document_gives_the_records_and_cells_of_its_truth(style):
    for seed in seeds(3):
        one = specimen(style, seed)
        reading = read(one)
        assert record_differences(reading, one.forms) == [], f"{style} {seed}"
        assert cell_differences(reading, one) == [], f"{style} {seed}"
        assert reading.notices == (), f"{style} {seed}"

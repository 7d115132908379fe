"""The generator itself: the same seed gives the same document, its tables are whole, its figures add up."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest
from fixtures.kit.table import Table, slots
from tests.generated import FAMILIES, STYLES, draw_form, draw_other, specimen
from tests.generated.compare import bare
from tests.generated.families import UNDESCRIBED
from tests.properties.seeds import seeds

PRINTED = ("ruled", "continued", "missing_strokes", "borderless", "hidden", "rotated", "sideways", "seal_image")
LEAST = 0.05
"""The share of a style's documents in which each of its variations has to occur."""
NAMED = {
    "ruled": {
        *("plain", "one_path", "doubled", "thin_rectangles", "frames", "dashed", "pieces", "boxes", "shaded"),
        *("thin_rows", "narrow_labels", "vertical", "overflow", "nested", "key_value", "tables_below", "tables_beside"),
    },
    "hidden": {
        *("seal_vector", "seal_text", "watermark_text", "watermark_vector", "white_text", "clear_text"),
        *("outside_page", "behind_fill", "radicals"),
    },
    "continued": {
        *("header_whole", "header_last", "header_none", "merged_again", "merged_blank", "merged_halved", "torn_row"),
        *("edges_same", "edges_narrower", "edges_other", "footer", "line_between", "lookalike"),
    },
    "missing_strokes": {"no_inner_rows", "header_only", "only_level", "only_upright", "open_sides"},
    "borderless": {"header_rule", "three_lines", "no_strokes"},
}


@pytest.mark.parametrize("style", [style for style in PRINTED if style in STYLES])
def test_the_same_seed_gives_the_same_bytes(style):
    assert specimen(style, 7).data == specimen(style, 7).data
    assert specimen(style, 7).data != specimen(style, 8).data


@pytest.mark.parametrize("family", list(FAMILIES))
def test_a_table_tiles_and_every_edge_is_an_edge_of_a_cell(family):
    for seed in seeds(12):
        _check_tiles(draw_form(Random(f"{family} {seed}"), family).table)


def test_a_page_shows_whole_tables():
    for seed in seeds(5):
        for style in ("continued", "ruled", "missing_strokes"):
            for shown in specimen(style, seed).page_tables:
                _check_tiles(shown.table)


def test_other_tables_tile_and_have_no_truth():
    for seed in seeds(20):
        other = draw_other(Random(seed))
        _check_tiles(other.table)
        assert other.truth is None


def _check_tiles(table: Table) -> None:
    covered = Counter(slot for cell in table.cells for slot in slots(cell))
    assert covered == Counter((row, col) for row in range(table.rows) for col in range(len(table.widths)))
    assert {cell.row for cell in table.cells} == set(range(table.rows))
    assert {cell.col for cell in table.cells} == set(range(len(table.widths)))


@pytest.mark.parametrize("family", list(FAMILIES))
def test_figures_add_up(family):
    for seed in seeds(12):
        truth = draw_form(Random(f"{family} {seed}"), family).truth
        for total in truth.totals:
            if total["kind"] in {"weight", "score"}:
                parts = [row.get(total["kind"]) for row in truth.indicators]
                parts += [row.get(total["kind"]) for row in truth.funds[:1]]
                assert total["value"] == sum((part for part in parts if part is not None), Decimal(0))
        for name in ("budget", "executed"):
            amounts = [fund[name] or Decimal(0) for fund in truth.funds if name in fund]
            assert sum(amounts[1:], Decimal(0)) == sum(amounts[:1], Decimal(0))
        for row in truth.indicators:
            if row.get("weight") is not None and row.get("score") is not None:
                assert 0 <= row["score"] <= row["weight"]


@pytest.mark.parametrize("family", list(FAMILIES))
def test_every_text_of_the_truth_is_printed(family):
    form = draw_form(Random(f"{family} printed"), family)
    shown = bare("".join(cell.text for cell in form.table.cells) + "".join(form.before))
    rows = [*form.truth.scopes, *form.truth.indicators, *form.truth.funds]
    for text in (value for row in rows for name, value in row.items() if isinstance(value, str) and name != "kind"):
        assert all(bare(part) in shown for part in _parts(text)), text
    assert form.described == (family not in UNDESCRIBED)


def _parts(text: str) -> list[str]:
    """Return what a value is printed in: a sign may stand in a column of its own, a unit too."""
    return [text[:1], text[1:2]] if text[:1] in "≥≤=" else [text]


@pytest.mark.parametrize("style", list(NAMED))
def test_every_variation_occurs_in_its_share_of_documents(style):
    count = max(30, len(seeds(0)))
    found = Counter(name for seed in range(count) for name in specimen(style, seed).variations)
    assert {name for name in NAMED[style] if found[name] < LEAST * count * (count > 100) + 1} == set()

"""The scores themselves: what counts as right, on cells and records small enough to count by hand."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random

import pytest
from fixtures.kit.table import Cell, Draft, Table
from tests.benchmarks.scoring import (
    Tally,
    bare,
    cell_keys,
    pair_freely,
    pair_in_order,
    pair_rows,
    same_value,
    tally_cells,
    tally_merged,
    tally_rows,
    wrong_columns,
)


def cells(*given: tuple[int, int, int, int, str]) -> list[Cell]:
    return [Cell(row=r, col=c, row_span=rows, col_span=cols, text=text) for r, c, rows, cols, text in given]


def table(texts: Iterable[str], wide: int = 3) -> Table:
    draft, listed = Draft([10.0] * wide), list(texts)
    for at, text in enumerate(listed):
        draft.put(at // wide, at % wide, text)
    return draft.done(-(-len(listed) // wide))


def test_f1_counts_both_sides() -> None:
    assert Tally(3, 4, 6).f1 == 0.6
    assert Tally(3, 4, 6).recall == 0.75
    assert Tally().f1 == Tally().recall == 1.0
    assert Tally(0, 4, 0).f1 == 0.0
    assert Tally(1, 2, 3) + Tally(1, 1, 1) == Tally(2, 3, 4)
    assert Tally(2, 2, 2).whole
    assert not Tally(2, 2, 3).whole


def test_text_is_compared_without_white_space_and_radicals() -> None:
    assert bare("产出 指标\n　（50分）") == "产出指标（50分）"
    assert bare("门⼾⽬⽇") == "门户目日"
    assert bare("ＡＢ①") == "ＡＢ①"


def test_edges_no_cell_uses_do_not_count() -> None:
    wide = cells((0, 0, 1, 4, "甲"), (2, 0, 3, 2, "乙"), (2, 2, 3, 2, "丙"))
    tight = cells((0, 0, 1, 2, "甲"), (2, 0, 1, 1, "乙"), (2, 1, 1, 1, "丙"))
    assert cell_keys(wide) == cell_keys(tight)


def test_an_edge_that_one_cell_uses_counts() -> None:
    one = cells((0, 0, 1, 2, "甲"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "丙"))
    other = cells((0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙"))
    assert (cell_keys(one) & cell_keys(other)).total() == 1


@pytest.mark.parametrize("change", [{"text": "丁"}, {"row_span": 2}, {"col": 2, "col_span": 1}])
def test_text_start_and_spans_each_make_a_cell_wrong(change: dict[str, object]) -> None:
    right = table("甲乙丙丁戊己庚辛壬")
    wrong = [
        Cell(**{"row": c.row, "col": c.col, "text": c.text, **change}) if c.text == "乙" else c for c in right.cells
    ]
    tally = tally_cells([cell_keys(right.cells)], [cell_keys(wrong)], [(0, 0)])
    assert tally == Tally(8, 9, 9)


def test_merged_recall_takes_only_merged_cells() -> None:
    want = cell_keys(cells((0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙")))
    have = cell_keys(cells((0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "丙")))
    assert tally_merged([want], [have], [(0, 0)]) == Tally(0, 1, 0)
    assert tally_cells([want], [have], [(0, 0)]) == Tally(2, 3, 4)


def test_a_table_in_two_sheets_costs_the_smaller_one() -> None:
    whole, top, rest = table("甲乙丙丁戊己"), table("甲乙丙"), table("丁戊己")
    keys = [cell_keys(one.cells) for one in (whole, top, rest)]
    pairs = pair_in_order(keys[:1], keys[1:])
    assert pairs == [(0, 0)]
    assert tally_cells(keys[:1], keys[1:], pairs) == Tally(3, 6, 6)


def test_order_holds_in_documents_and_not_on_pages() -> None:
    first, second = cell_keys(table("甲乙丙").cells), cell_keys(table("丁戊己").cells)
    assert len(pair_in_order([first, second], [second, first])) == 1
    assert sorted(pair_freely([first, second], [second, first])) == [(0, 1), (1, 0)]


def test_best_pairs_skip_what_is_no_table() -> None:
    first, second, noise = (cell_keys(table(text).cells) for text in ("甲乙丙", "丁戊己", "子丑寅"))
    assert pair_in_order([first, second], [noise, first, noise, second]) == [(0, 1), (1, 3)]


@pytest.mark.parametrize(
    ("want", "have", "same"),
    [
        (Decimal("10"), Decimal("10.000000"), True),
        (Decimal("0"), None, False),
        (None, Decimal("0"), False),
        (None, "", True),
        ("产出 指标", "产出指标", True),
        ("户数", "⼾数", False),
        ("10", Decimal("10"), False),
        (True, True, True),
        (1, 1, True),
    ],
)
def test_values(want: object, have: object, same: bool) -> None:
    assert same_value(want, have) is same


def test_only_printed_columns_are_compared() -> None:
    assert wrong_columns(
        {"level1": "产出", "weight": Decimal(5)}, {"level1": "产出", "weight": Decimal(6), "x": 1}
    ) == ["weight"]


def test_a_record_lost_costs_itself_alone() -> None:
    rows = [{"level3": name, "weight": Decimal(at)} for at, name in enumerate("甲乙丙丁")]
    assert tally_rows(rows, [rows[0], *rows[2:]]) == Tally(3, 4, 3)
    assert pair_rows(rows, [rows[0], *rows[2:]]) == [(0, 0), (2, 1), (3, 2)]
    assert tally_rows(rows, [{**rows[0], "weight": None}, *rows[1:]]) == Tally(3, 4, 4)


def test_pairing_rows_finds_the_longest_run() -> None:
    rng = Random(5)
    for _ in range(50):
        rows = [{"name": rng.choice("甲乙丙丁")} for _ in range(rng.randint(0, 8))]
        kept = [row for row in rows if rng.random() < 0.7]
        assert tally_rows(rows, kept).hit == len(kept)
        assert tally_rows(kept, rows).hit == len(kept)

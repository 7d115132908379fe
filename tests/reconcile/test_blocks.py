"""Rows parted among labels that stand inside their blocks."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from gouji.reconcile.blocks import Block, Label, blocks_by_caps, blocks_by_foot, blocks_by_middle


def anything(_label, _block):
    return True


def label(row, cap=None):
    return Label(first=row, last=row, cap=None if cap is None else Decimal(cap))


def points(*values):
    return [Decimal(value) for value in values]


def test_caps_leave_one_way():
    labels = [label(1, 15), label(4, 10)]
    assert blocks_by_caps(labels, points(5, 5, 5, 4, 3, 3), full=True) == (Block(0, 3), Block(3, 6))


def test_two_ways_are_none():
    assert blocks_by_caps([label(0, 5), label(3, 5)], points(5, 0, 0, 5), full=True) == ()


def test_no_way_is_none():
    assert blocks_by_caps([label(0, 5), label(2, 5)], points(5, 4, 4), full=True) == ()


def test_a_blank_weight_proves_nothing():
    assert blocks_by_caps([label(0, 5), label(1, 5)], [Decimal(5), None], full=True) == ()


def test_scores_may_stay_below():
    assert blocks_by_caps([label(0, 5), label(1, 5)], points(4, 4), full=False) == (Block(0, 1), Block(1, 2))


@pytest.mark.parametrize("seed", range(50))
def test_what_caps_give_is_the_truth_or_nothing(seed):
    draw = random.Random(seed)
    sizes = [draw.randint(1, 5) for _ in range(draw.randint(1, 6))]
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    values = [Decimal(draw.randint(1, 40)) / 2 for _ in range(sum(sizes))]
    truth = tuple(Block(start, start + size) for start, size in zip(starts, sizes, strict=True))
    labels = [
        label(draw.randrange(block.start, block.end), sum(values[block.start : block.end], Decimal(0)))
        for block in truth
    ]
    # Points above zero add up along the rows: only one way can close.
    assert blocks_by_caps(labels, values, full=True) == truth


@pytest.mark.parametrize("seed", range(50))
def test_middles_of_odd_blocks(seed):
    draw = random.Random(seed)
    sizes = [draw.choice([1, 3, 5]) for _ in range(draw.randint(2, 6))]
    ends = [sum(sizes[: index + 1]) for index in range(len(sizes))]
    truth = tuple(Block(end - size, end) for end, size in zip(ends, sizes, strict=True))
    labels = [label((block.start + block.end - 1) // 2) for block in truth]
    found = blocks_by_middle(labels, ends[-1], anything)
    assert found == truth


def test_the_vocabulary_rules_ways_out():
    labels = [label(0), label(2)]
    assert blocks_by_middle(labels, 4, anything) == (Block(0, 1), Block(1, 4))
    assert blocks_by_middle(labels, 4, lambda one, block: one != labels[0] or block.end == 2) == (
        Block(0, 2),
        Block(2, 4),
    )


def test_feet_are_told_by_the_first_and_the_last():
    assert blocks_by_foot([label(1), label(4)], 5, anything) == (Block(0, 2), Block(2, 5))
    assert blocks_by_foot([label(0), label(4)], 5, anything) == ()
    assert blocks_by_foot([label(1), label(3)], 5, anything) == ()

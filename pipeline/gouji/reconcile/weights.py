"""Implied weights: the equal split a form prints ("分值按三级指标个数平均确定，保留整数")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product

from gouji.model.record import Figure, Indicator
from gouji.reconcile.strip import ClassKey
from gouji.text import squash

MOST_ROWS = 10
"""Rows of a class whose integer splits are tried one by one (2 to the power of 10); a larger class gets the hull."""

ONE = Decimal(1)


def imply_weights(indicators: Sequence[Indicator], caps: Mapping[ClassKey, Decimal]) -> tuple[Indicator, ...]:
    """Fill in the weights that the caps imply, class by class; where integers leave a choice, their hull."""
    out = list(indicators)
    for key, cap in caps.items():
        rows = [index for index, one in enumerate(out) if (one.level1, one.level2) == key]
        if not rows:
            continue
        for index, (low, high) in zip(rows, _split([out[index] for index in rows], cap), strict=True):
            out[index] = _with_weight(out[index], low, high)
    return tuple(out)


def _with_weight(indicator: Indicator, low: Decimal, high: Decimal) -> Indicator:
    weight = Figure(value=low, decimals=0) if low == high else None
    return replace(indicator, weight=weight, weight_low=low, weight_high=high, weight_source="implied")


def _split(rows: Sequence[Indicator], cap: Decimal) -> list[tuple[Decimal, Decimal]]:
    share = cap / len(rows)
    low = share.to_integral_value(ROUND_FLOOR)
    high = share.to_integral_value(ROUND_CEILING)
    if low == high or len(rows) > MOST_ROWS:
        return [(low, high)] * len(rows)
    splits = [split for split in product((high, low), repeat=len(rows)) if sum(split) <= cap]
    fitting = [split for split in splits if all(_fits(row, w) for row, w in zip(rows, split, strict=True))]
    columns = list(zip(*(fitting or splits), strict=True))
    return [(min(column), max(column)) for column in columns]


def _fits(row: Indicator, weight: Decimal) -> bool:
    """Tell whether the printed score can stand with this weight: within weight times completion, rounded either way."""
    if row.score is None:
        return True
    done = completion(row)
    if done is None:
        return row.score.value <= weight
    earned = weight * done
    floor = earned.to_integral_value(ROUND_FLOOR)
    return floor <= row.score.value <= earned.to_integral_value(ROUND_CEILING)


def completion(row: Indicator) -> Decimal | None:
    """Return the share of the target reached, 1 at most; None where the two are not comparable."""
    if row.target_text and row.actual_text and squash(row.target_text) == squash(row.actual_text):
        return ONE
    if row.direction == "negative" or row.target_value is None or row.actual_aligned is None:
        return None
    if row.target_value.value <= 0:
        return None
    return min(ONE, row.actual_aligned / row.target_value.value)

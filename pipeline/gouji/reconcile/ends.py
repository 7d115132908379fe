"""Where a document ends early, and rows printed twice: both seen by comparing a project with its siblings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from gouji.model.record import Indicator

LEAST_SIBLINGS = 2
"""Other projects whose agreement counts as a checksum."""

LEAST_FILLED = 4
"""Filled fields two rows must share to be one row printed twice."""

Scope = Sequence[Indicator]


def usual_total(scopes: Sequence[Scope], leaving_out: int) -> Decimal | None:
    """Return the sum of weights most other scopes of the table share; None without a majority."""
    sums = [
        total for index, scope in enumerate(scopes) if index != leaving_out and (total := weight_sum(scope)) is not None
    ]
    if len(sums) < LEAST_SIBLINGS:
        return None
    value, count = Counter(sums).most_common(1)[0]
    return value if count * 2 > len(sums) else None


def weight_sum(scope: Scope) -> Decimal | None:
    """Return the sum of the weights of a scope, None if it has none."""
    weights = [one.weight.value for one in scope if one.weight is not None]
    return sum(weights, Decimal(0)) if weights else None


def repeated_row(scopes: Sequence[Scope], index: int) -> int | None:
    """Return the position of a row that repeats its neighbour and that keeps the scope from its usual total."""
    usual, own = usual_total(scopes, index), weight_sum(scopes[index])
    if usual is None or own is None or own == usual:
        return None
    rows = list(scopes[index])
    following = [*rows[1:], *scopes[index + 1][:1]] if index + 1 < len(scopes) else rows[1:]
    for position, (row, after) in enumerate(zip(rows, following, strict=False)):
        if row.weight is not None and own - row.weight.value == usual and _same(row, after):
            return position
    return None


def is_cut(scopes: Sequence[Scope], *, ended: bool) -> bool:
    """Tell whether the last scope stops short: classes its siblings all have are missing, and weigh what it lacks."""
    last = len(scopes) - 1
    if ended or last < LEAST_SIBLINGS:
        return False
    usual, own = usual_total(scopes, last), weight_sum(scopes[last])
    if usual is None or own is None or own >= usual:
        return False
    classes = [_classes(scope) for scope in scopes]
    missing = set.intersection(*classes[:last]) - classes[last]
    if not missing:
        return False
    weighed = [_weight_of(scope, missing) for scope in scopes[:last]]
    return min(weighed) <= usual - own <= max(weighed)


def _classes(scope: Scope) -> set[str]:
    return {one.level2 for one in scope if one.level2 is not None}


def _weight_of(scope: Scope, classes: set[str]) -> Decimal:
    weights = [one.weight.value for one in scope if one.level2 in classes and one.weight is not None]
    return sum(weights, Decimal(0))


def _same(row: Indicator, other: Indicator) -> bool:
    pairs = [
        (row.level1, other.level1),
        (row.level2, other.level2),
        (row.level3, other.level3),
        (row.target_text, other.target_text),
        (row.content, other.content),
        (row.weight, other.weight),
    ]
    return all(one == two for one, two in pairs) and sum(one is not None for one, _ in pairs) >= LEAST_FILLED

"""Fitting the columns of two parts of one table: same lines, shifted, scaled, or one with fewer lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

NEAR = 3.0
"""Two column lines closer than this are one (points): less than a character of the smallest print."""
NEAR_SHARE = 0.012
"""The same, as a share of the table's width: a reprint a little narrower shifts its lines in proportion."""
LOOSE_SHARE = 0.03
"""The same for a part whose columns were set anew, by hand or by their texts."""
GAP_SHARE = 0.4
"""And never as far as half a column, else the next line is as near."""
SAME_LINE = 0.6
"""Points: a table printed on over a page keeps its column lines to a fraction of a stroke's width."""
LEAST_COLUMNS = 4
"""Two tables of few columns may share their lines by chance."""
SCALES = (0.8, 1.25)
"""A part narrower or wider than this is another table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The lines of both parts in one list, and which of them each part's own lines are."""

    edges: tuple[float, ...]
    old: tuple[int, ...]
    new: tuple[int, ...]
    shared: int


def fit(old: Sequence[float], new: Sequence[float]) -> Fit | None:
    """Lay the new part's column lines over the old part's; None if they are not those of one table."""
    best = _best(old, new, NEAR_SHARE)
    return best if best is not None and _is_one_table(best, len(old), len(new)) else None


def fit_loosely(old: Sequence[float], new: Sequence[float]) -> Fit | None:
    """Lay the lines of parts whose columns were set anew: every line of the one with fewer must have its like."""
    best = _best(old, new, LOOSE_SHARE)
    return best if best is not None and best.shared == min(len(old), len(new)) > LEAST_COLUMNS else None


def _best(old: Sequence[float], new: Sequence[float], share: float) -> Fit | None:
    found = [overlay(old, moved, share) for moved in _candidates(old, new)]
    return max(found, key=lambda one: one.shared, default=None)


def _candidates(old: Sequence[float], new: Sequence[float]) -> Iterator[list[float]]:
    if len(old) < 2 or len(new) < 2 or new[-1] <= new[0]:
        return
    scale = (old[-1] - old[0]) / (new[-1] - new[0])
    if SCALES[0] <= scale <= SCALES[1]:
        yield [old[0] + (line - new[0]) * scale for line in new]
    yield list(new)
    yield [line - new[0] + old[0] for line in new]
    yield [line - new[-1] + old[-1] for line in new]


def same_lines(old: Sequence[float], new: Sequence[float]) -> bool:
    """Tell whether the lines of one part all lie on those of the other, moved or scaled: too many for chance."""
    if min(len(old), len(new)) <= LEAST_COLUMNS:
        return False
    return any(_lie_on(old, moved) or _lie_on(moved, old) for moved in _candidates(old, new))


def _lie_on(lines: Sequence[float], others: Sequence[float]) -> bool:
    return all(min(abs(line - other) for line in lines) <= SAME_LINE for other in others)


def stretch(known: Mapping[int, float]) -> list[float]:
    """Place all lines of a part of which some are placed: the others at even distances between them."""
    placed = sorted(known.items())
    lines = [placed[0][1]]
    for (left, start), (right, end) in pairwise(placed):
        lines.extend(start + (end - start) * step / (right - left) for step in range(1, right - left + 1))
    return lines


def overlay(old: Sequence[float], new: Sequence[float], share: float = NEAR_SHARE) -> Fit:
    """Put both lists of lines into one, those that are near each other as one line."""
    pairs = list(_pairs(old, new, share))
    partner = {right: left for left, right in pairs}
    taken = {left for left, _ in pairs}
    lines = sorted(
        [(position, index, partner_of) for index, position, partner_of in _olds(old, pairs)]
        + [(position, -1, index) for index, position in enumerate(new) if index not in partner]
    )
    old_at = {index: number for number, (_, index, _) in enumerate(lines) if index >= 0}
    new_at = {index: number for number, (_, _, index) in enumerate(lines) if index >= 0}
    return Fit(
        edges=tuple(position for position, _, _ in lines),
        old=tuple(old_at[index] for index in range(len(old))),
        new=tuple(new_at[index] for index in range(len(new))),
        shared=len(taken),
    )


def _olds(old: Sequence[float], pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, float, int]]:
    partner = dict(pairs)
    for index, position in enumerate(old):
        yield index, position, partner.get(index, -1)


def _pairs(old: Sequence[float], new: Sequence[float], share: float) -> Iterator[tuple[int, int]]:
    """Yield the lines that are the same, from left to right."""
    reach = max(NEAR, share * (old[-1] - old[0]))
    left = right = 0
    while left < len(old) and right < len(new):
        apart = new[right] - old[left]
        if abs(apart) <= min(reach, GAP_SHARE * min(_gap(old, left), _gap(new, right))):
            yield left, right
            left, right = left + 1, right + 1
        elif apart > 0:
            left += 1
        else:
            right += 1


def _gap(lines: Sequence[float], index: int) -> float:
    """Return the width of the narrower column beside a line."""
    left = lines[index] - lines[index - 1] if index > 0 else float("inf")
    right = lines[index + 1] - lines[index] if index + 1 < len(lines) else float("inf")
    return min(left, right)


def _is_one_table(found: Fit, old: int, new: int) -> bool:
    fewer = min(old, new)
    if found.shared == fewer:
        return fewer >= 3 or old == new
    return fewer >= 6 and found.shared >= 0.75 * fewer


def in_order(old: Sequence[float], new: Sequence[float]) -> Fit:
    """Lay two parts with equally many columns over each other, whatever their widths."""
    count = len(old)
    return Fit(edges=tuple(old), old=tuple(range(count)), new=tuple(range(len(new))), shared=count)

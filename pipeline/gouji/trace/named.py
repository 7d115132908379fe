"""Columns that only their names part: those of labels over many rows, whose texts stand in few rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

Interval = tuple[float, float]

LEAST_NAMES = 3
HEAD_ROWS = 3
"""Rows that may be a header's."""


def with_named(found: Sequence[Interval], rows: Sequence[Sequence[Interval]], least: float) -> list[Interval]:
    """Add to the strips of paper between columns those between names of the first rows that no row prints on.

    Args:
        found: the strips that rows with many texts tell.
        rows: where texts stand in each row, the header's first.
        least: how wide a strip must be.
    """
    crown = 1 if rows and len(rows[0]) == 1 else 0
    heads = list(_heads(rows[crown:HEAD_ROWS]))
    over = {text for _, dropped in heads for text in dropped}
    texts = [text for row in rows[crown:] for text in row if text not in over]
    out = [piece for gap in found for piece in _split(gap, heads[0][0] if heads else [], texts, least)]
    for head, _ in heads:
        for (_, low), (high, _) in pairwise(head):
            if any(a < high and low < b for a, b in out):
                continue
            free = _free(low, high, texts)
            if free[1] - free[0] >= least:
                out.append(free)
    return sorted(out)


def without_torn(found: Sequence[Interval], head: Sequence[Interval]) -> list[Interval]:
    """Leave out strips that a name of the header prints across, if without them each column has just one name.

    A label and its points, a blank apart in every row, are one text; a name that stands over those of several columns
    says nothing.

    Args:
        found: the strips.
        head: the texts of the header's lines.
    """
    torn = [gap for gap in found if any(_tears(text, gap, found, head) for text in head)]
    kept = [gap for gap in found if gap not in torn]
    columns = _cut(head, kept)
    return kept if len(columns) >= LEAST_NAMES and all(columns) else list(found)


def _tears(text: Interval, gap: Interval, found: Sequence[Interval], head: Sequence[Interval]) -> bool:
    """Tell whether a name prints across a strip and no two names stand under it on both sides."""
    if not text[0] < (gap[0] + gap[1]) / 2 < text[1]:
        return False
    at = sorted(found).index(gap)
    columns = _cut([one for one in head if one != text], sorted(found))
    return not (columns[at] and columns[at + 1])


def _cut(texts: Sequence[Interval], gaps: Sequence[Interval]) -> list[list[Interval]]:
    """Return the texts of each column, by their middles."""
    ends = [float("-inf"), *((low + high) / 2 for low, high in gaps), float("inf")]
    return [[(a, b) for a, b in texts if low < (a + b) / 2 < high] for low, high in pairwise(ends)]


def _split(gap: Interval, head: Sequence[Interval], texts: Iterable[Interval], least: float) -> list[Interval]:
    """Return the strips left and right of names that stand free in a strip, or the strip if there are none."""
    inside = [name for name in head if gap[0] < name[0] and name[1] < gap[1]]
    if not inside:
        return [gap]
    ends = [gap[0], *(x for name in inside for x in name), gap[1]]
    held = list(texts)
    pieces = [_free(low, high, held) for low, high in zip(ends[::2], ends[1::2], strict=True)]
    return pieces if all(high - low >= least for low, high in pieces) else [gap]


def _heads(rows: Sequence[Sequence[Interval]]) -> Iterator[tuple[list[Interval], list[Interval]]]:
    """Yield the first rows, and each two of them as one where at most one text, over several columns, stands above
    others; with each the texts left out.
    """
    for above, row in pairwise(rows):
        over = [(a, b) for a, b in above if any(a < d and c < b for c, d in row)]
        if len(over) <= 1 and len(above) > len(over):
            yield sorted([*row, *(text for text in above if text not in over)]), over
    yield from ((list(row), []) for row in rows)


def _free(low: float, high: float, texts: Iterable[Interval]) -> Interval:
    """Return the widest part of a strip that none of the texts prints on."""
    best, at = (low, low), low
    for a, b in [*sorted((a, b) for a, b in texts if a < high and b > low), (high, high)]:
        if a - at > best[1] - best[0]:
            best = at, a
        at = max(at, b)
    return best

"""Columns that only their names part: those of labels over many rows, whose texts stand in few rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

Interval = tuple[float, float]

HEAD_ROWS = 3
"""Rows that may be a header's."""


def with_named(found: Sequence[Interval], rows: Sequence[Sequence[Interval]], least: float) -> list[Interval]:
    """Add to the strips of paper between columns those between names of the first rows that no row prints on.

    Args:
        found: the strips that rows with many texts tell.
        rows: where texts stand in each row, the header's first.
        least: how wide a strip must be.
    """
    out = list(found)
    heads = list(_heads(rows[:HEAD_ROWS]))
    over = {text for _, dropped in heads for text in dropped}
    crown = 1 if rows and len(rows[0]) == 1 else 0
    texts = [text for row in rows[crown:] for text in row if text not in over]
    for head, _ in heads:
        for (_, low), (high, _) in pairwise(head):
            if any(a < high and low < b for a, b in out):
                continue
            free = _free(low, high, texts)
            if free[1] - free[0] >= least:
                out.append(free)
    return sorted(out)


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

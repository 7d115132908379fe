"""Columns that no stroke parts: the strips of paper that hardly any row prints on, and the middles texts stand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from gouji.model.page import Word
from gouji.trace.named import with_named, without_torn
from gouji.trace.rows import chain_start

PART = 0.35
"""Of the height: words of a row further apart may stand in two columns."""
THIN = 0.2
"""Of the height: a thinner strip of paper parts no columns."""
FULLEST = 0.7
"""Of the most texts a row has: rows with as many show the columns."""
CROSSED = 0.06
"""Of the rows that show the columns: so many may print across."""
ENOUGH = 6
"""So many rows show columns even where one of them, a header over several, prints across."""
OFF = 0.45
"""Of the height: a text further off its column's middle stands in several columns."""
ON = 0.3
FLUSH = 0.1
"""Of the height: a text begins where those of its column do if it is no further off."""
REPEATED = 2
"""So many strokes that end at one place show an edge of columns; one may underline a text."""
LEAST_WHOLE = 3
"""Rows that must bear out columns proposed from elsewhere."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """Column edges, and for each column the middle its texts stand on (None where they begin at its left)."""

    xs: tuple[float, ...]
    middles: tuple[float | None, ...]
    lefts: tuple[float, ...] = ()


def intervals(words: Iterable[Word], least: float) -> list[Interval]:
    """Return where words print, as intervals that are at least so far apart."""
    found: list[Interval] = []
    for x0, x1 in sorted((word.box.x0, word.box.x1) for word in words):
        if found and x0 - found[-1][1] < least:
            found[-1] = found[-1][0], max(found[-1][1], x1)
        else:
            found.append((x0, x1))
    return found


def gutters(rows: Sequence[Sequence[Interval]], em: float) -> list[Interval]:
    """Return the strips of paper between columns, told by the rows with the most texts.

    A form stacks blocks: the texts of an upper one may print across columns that all rows of the lower ones keep.
    """
    most = max((len(row) for row in rows), default=0)
    least = max(3.0, FULLEST * most)
    found = _gutters(rows, em, least)
    for start in _starts(rows, least):
        below = _gutters(rows[start:], em, least)
        new = [gap for gap in below if not any(gap[0] < high and low < gap[1] for low, high in found)]
        found += [gap for gap in new if _parts(gap, sorted([*found, *below]), rows[start:])]
    return sorted(found)


def _parts(gap: Interval, gaps: Sequence[Interval], rows: Sequence[Sequence[Interval]]) -> bool:
    """Tell whether texts stand on both sides of a strip, up to the next strips: side by side, and again and again."""
    left = max((high for _, high in gaps if high <= gap[0]), default=float("-inf"))
    right = min((low for low, _ in gaps if low >= gap[1]), default=float("inf"))
    before = [any(left <= a and b <= gap[0] for a, b in row) for row in rows]
    after = [any(gap[1] <= a and b <= right for a, b in row) for row in rows]
    both = any(one and two for one, two in zip(before, after, strict=True))
    return both and min(sum(before), sum(after)) >= LEAST_WHOLE


def _starts(rows: Sequence[Sequence[Interval]], least: float) -> list[int]:
    """Return where telling rows follow one that tells nothing, as long as enough of them are left."""
    telling = [len(row) >= least for row in rows]
    return [
        at
        for at in range(1, len(rows))
        if telling[at] and not telling[at - 1] and any(telling[:at]) and sum(telling[at:]) >= ENOUGH
    ]


def _gutters(rows: Sequence[Sequence[Interval]], em: float, least: float) -> list[Interval]:
    telling = [row for row in rows if len(row) >= least]
    if not telling:
        return []
    allowed = max(int(CROSSED * len(telling)), 1 if len(telling) >= ENOUGH else 0)
    steps = sorted([(x0, 1) for row in telling for x0, _ in row] + [(x1, -1) for row in telling for _, x1 in row])
    found: list[Interval] = []
    printed = 0
    strip: list[tuple[int, float, float]] = []
    for (x, step), (following, _) in pairwise(steps):
        printed += step
        if printed > allowed:
            found += _partings(strip, telling[0], THIN * em)
            strip = []
        elif strip or step == -1:
            strip.append((printed, x, following))
    found += [gap for gap in _partings(strip, telling[0], THIN * em) if gap[1] <= telling[0][-1][0]]
    most = max(len(row) for row in telling)
    texts = [text for row in rows if len(row) >= max(3.0, most / 2) for text in row]
    return [_narrowed(gap, texts, THIN * em) for gap in found]


def _narrowed(gap: Interval, texts: Iterable[Interval], least: float) -> Interval:
    """Return what is left of a strip beside the texts that end or begin in it, those that print across it aside."""
    low, high = gap
    for a, b in texts:
        if a < low < b < high - least:
            low = b
        elif low + least < a < high < b:
            high = a
    return low, high


def _partings(strip: Sequence[tuple[int, float, float]], head: Sequence[Interval], least: float) -> list[Interval]:
    """Return where a strip that few rows print on parts columns: where none does, and all of it if there is no such.

    A name in the first row that stands free in the strip is that of a column without texts.
    """
    free = [(x0, x1) for count, x0, x1 in strip if not count and x1 - x0 >= least]
    if not free:
        return [(strip[0][1], strip[-1][2])] if strip and strip[-1][2] - strip[0][1] >= least else []
    found = [free[0]]
    for gap in free[1:]:
        if any(found[-1][1] <= a and b <= gap[0] for a, b in head):
            found.append(gap)
        else:
            found[-1] = max(found[-1], gap, key=lambda one: one[1] - one[0])
    return found


def columns_of(
    rows: Sequence[Sequence[Interval]],
    em: float,
    x0: float | None,
    x1: float | None,
    known: Sequence[float] = (),
    head: Sequence[Interval] = (),
) -> Columns | None:
    """Return the columns of rows of texts; `known` are edges that strokes show, each as often as one ends there, `head`
    the texts of the header's lines.
    """
    between = with_named(without_torn(gutters(rows, em), head), rows, THIN * em)
    between = sorted([*between, *_shown(known, between, rows, em)])
    if len(between) < 2:
        return None
    middles = middles_of(rows, [0.0, *((one + two) / 2 for one, two in between), 0.0], em)
    left, right = min(row[0][0] for row in rows if row), max(row[-1][1] for row in rows if row)
    half = min(two - one for one, two in between) / 2
    xs = [left - half if x0 is None else x0]
    xs += [_known(gap, known) or (gap[0] + gap[1]) / 2 for gap in between]
    xs.append(right + half if x1 is None else x1)
    xs = _chained(xs, middles, between, x0, known)
    if x1 is None and middles[-1] is not None:
        # Right of the last texts as much paper belongs to their column as left of them.
        xs[-1] = max(xs[-1], min(2 * middles[-1] - xs[-2], right + middles[-1] - xs[-2]))
    edges = tuple(xs)
    return Columns(edges, middles, lefts_of(rows, edges))


def _shown(
    known: Sequence[float], between: Sequence[Interval], rows: Sequence[Sequence[Interval]], em: float
) -> list[Interval]:
    """Return strips at edges where several strokes end though texts of another block print across."""
    found: list[Interval] = []
    left, right = min(row[0][0] for row in rows if row), max(row[-1][1] for row in rows if row)
    for x in sorted(set(known)):
        apart = all(x < low - em or high + em < x for low, high in (*between, *found))
        if not (left + em < x < right - em and apart and sum(abs(x - other) <= 1 for other in known) >= REPEATED):
            continue
        crossing = sum(a + 1 < x < b - 1 for row in rows for a, b in row)
        beside = sum(any(b <= x + 1 for _, b in row) and any(a >= x - 1 for a, _ in row) for row in rows)
        if 2 * crossing <= beside - crossing:
            found.append((x - THIN * em / 2, x + THIN * em / 2))
    return found


def _known(gap: Interval, known: Sequence[float]) -> float | None:
    return next((x for x in known if gap[0] - 1 <= x <= gap[1] + 1), None)


def middles_of(rows: Sequence[Sequence[Interval]], xs: Sequence[float], em: float) -> tuple[float | None, ...]:
    """Return the middle of each column's texts; None where they do not share one."""
    ends = [float("-inf"), *xs[1:-1], float("inf")]
    found: list[float | None] = []
    for low, high in pairwise(ends):
        held = [(a, b) for row in rows for a, b in _joined(row, low, high)]
        centres = [(a + b) / 2 for a, b in held]
        if not centres:
            found.append(None)
            continue
        middle = median(centres)
        near = sum(abs(centre - middle) <= ON * em for centre in centres)
        found.append(middle if 3 * near >= 2 * len(centres) else None)
    return tuple(found)


def lefts_of(rows: Sequence[Sequence[Interval]], xs: Sequence[float]) -> tuple[float, ...]:
    """Return where the texts of each column usually begin."""
    ends = [float("-inf"), *xs[1:-1], float("inf")]
    held = [[a for row in rows for a, _ in _joined(row, low, high)] for low, high in pairwise(ends)]
    return tuple(median_low(one) if one else x for one, x in zip(held, xs, strict=False))


def _joined(row: Sequence[Interval], low: float, high: float) -> list[Interval]:
    inside = [(a, b) for a, b in row if low <= a and b <= high]
    return [(inside[0][0], inside[-1][1])] if inside else []


def _chained(
    xs: list[float],
    middles: Sequence[float | None],
    between: Sequence[Interval],
    x0: float | None,
    known: Sequence[float],
) -> list[float]:
    """Move the edges so that every centred column's texts stand in its middle, as far as the strips allow."""
    out = list(xs)
    at = 0
    while at < len(middles):
        run: list[float] = []
        while at + len(run) < len(middles) and (middle := middles[at + len(run)]) is not None:
            run.append(middle)
        if len(run) >= 2:
            fixed = x0 if at == 0 else _known(between[at - 1], known)
            gaps = between[at : at + len(run)]
            start = chain_start(run, gaps, fixed, _limit(xs, between, at, fixed))
            if start is not None:
                edge = start
                for step, centre in enumerate(run):
                    out[at + step] = edge
                    edge = 2 * centre - edge
                if at + len(run) < len(middles):
                    out[at + len(run)] = edge
        at += max(1, len(run))
    # A strip says more than the middles where they do not agree.
    for number, (low, high) in enumerate(between, start=1):
        out[number] = _known((low, high), known) or min(max(out[number], low), high)
    return out


def _limit(xs: Sequence[float], between: Sequence[Interval], at: int, fixed: float | None) -> float:
    if fixed is not None:
        return fixed
    return between[at - 1][1] if at else xs[0] + 3.0


def confirmed(own: Columns, edges: Sequence[float], rows: Sequence[Sequence[Interval]], em: float) -> Columns | None:
    """Return proposed columns if there are more of them and the rows bear them out, the first among them.

    A row bears them out if each of its texts stands in one column and at most one column is blank.
    """
    xs = (own.xs[0], *(x for x in edges[1:-1] if own.xs[0] < x < own.xs[-1]), own.xs[-1])
    if len(xs) <= len(own.xs):
        return None
    whole = [row for row in rows if len(row) >= len(xs) - 2 and not _crossing(row, xs, em)]
    if len(whole) < LEAST_WHOLE or 2 * len(whole) < len(rows) or not rows or rows[0] not in whole:
        return None
    return Columns(xs, middles_of(whole, xs, em), lefts_of(whole, xs))


def _crossing(row: Sequence[Interval], xs: Sequence[float], em: float) -> bool:
    return any(a + 0.2 * em < x < b - 0.2 * em for a, b in row for x in xs[1:-1])


def runs_of(words: Sequence[Word], columns: Columns, em: float) -> list[tuple[int, int]]:
    """Return the runs of columns of one row: a text over several columns crosses an edge or stands off its column's
    middle, on that of several.
    """
    xs = columns.xs
    count = len(xs) - 1
    held: list[tuple[int, int, Interval]] = []
    for a, b in _texts(words, xs, em):
        first = max(0, sum(x <= a + 0.15 * em for x in xs) - 1)
        last = max(first, min(count, sum(x < b - 0.15 * em for x in xs)) - 1)
        if held and held[-1][1] > first:
            before = held.pop()
            held.append((before[0], max(before[1], last + 1), (before[2][0], b)))
        else:
            held.append((min(first, count - 1), last + 1, (a, b)))
    whole = (xs[0] + xs[-1]) / 2
    if len(held) == 1 and held[0][0] > 0 and abs((held[0][2][0] + held[0][2][1]) / 2 - whole) <= OFF * em:
        return [(0, count)]
    out: list[tuple[int, int]] = []
    taken = 0
    for number, (first, last, text) in enumerate(held):
        stop = held[number + 1][0] if number + 1 < len(held) else count
        run = _widened(text, first, last, (taken, stop), columns, em)
        out += [(col, col + 1) for col in range(taken, run[0])]
        out.append(run)
        taken = run[1]
    return [*out, *((col, col + 1) for col in range(taken, count))]


def _texts(words: Sequence[Word], xs: Sequence[float], em: float) -> list[Interval]:
    """Return where the texts of a row stand: words close to each other are two where a column's edge parts them."""
    found: list[Interval] = []
    for x0, x1 in intervals(words, 0.0):
        if found and x0 - found[-1][1] < PART * em and not any(found[-1][1] <= x <= x0 for x in xs):
            found[-1] = found[-1][0], x1
        else:
            found.append((x0, x1))
    return found


def _widened(
    text: Interval, first: int, last: int, free: tuple[int, int], columns: Columns, em: float
) -> tuple[int, int]:
    """Return the columns a text stands in the middle of, at least those it prints on."""
    centre = (text[0] + text[1]) / 2
    own = columns.middles[first] if last - first == 1 else (columns.xs[first] + columns.xs[last]) / 2
    if own is None:
        if abs(text[0] - columns.lefts[first]) <= OFF * em:
            return first, last
        own = (columns.xs[first] + columns.xs[last]) / 2
    if abs(centre - own) <= OFF * em or (last - first == 1 and abs(text[0] - columns.lefts[first]) <= FLUSH * em):
        return first, last
    if last - first == 1 and text[1] - text[0] > 0.75 * (columns.xs[last] - columns.xs[first]):
        return first, last
    wider = [
        (abs(centre - (columns.xs[low] + columns.xs[high]) / 2), high - low, low, high)
        for low in range(free[0], first + 1)
        for high in range(last, free[1] + 1)
    ]
    off, _, low, high = min(wider)
    return (low, high) if off < abs(centre - own) - 0.2 * em and off < em else (first, last)

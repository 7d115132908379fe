"""Rows that no stroke parts: told from wrapped lines by figures, gaps, and lines that stand centred on one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from gouji.trace.lines import TextLine
from gouji.trace.measure import CUT, Column, Print, is_figure, is_full, is_note, is_vertical, middle, pieces, spread

OVERLAP = 0.25
"""Of the height: lines of two columns that share more stand in one row."""
CENTRED, TOPPED = "centred", "topped"
MOST_SLABS = 120
DOUBTFUL = 1.0
LEAST_MAKERS = 2
LONGEST = 24
"""Slabs of one row: a row of wrapped lines has no more."""

BLANK = 1.0
HOPELESS = 14.0
OUTRIGHT = 3.0
TWO_FIGURES = 6.0
CUT_FIGURE = 1.5
TWO_TEXTS = 2.0
LOOSE = 4.0
TIGHT = 1.0
SHIFTED = 2.0
"""Costs, in comparable doubts: a dense column blank in a row; two figures in one cell; a line that had room for more
before the next; a pitch wider than that of a cell, per height; a row that begins at the pitch of a cell; lines off
their row's middle, per height."""


@dataclass(frozen=True, slots=True)
class Slab:
    """Lines of several columns that overlap in height: they cannot be parted."""

    top: float
    bottom: float
    lines: tuple[tuple[int, TextLine], ...]


@dataclass(frozen=True, slots=True)
class Banded:
    """The rows found in a band: the heights that part them, which columns made them, how they are set, the doubt."""

    bounds: tuple[float, ...]
    makers: frozenset[int]
    mode: str
    cost: float
    chained: bool
    inset: float | None
    uneven: float = 0.0
    other: Banded | None = None
    """The rows if texts are set the other way."""


def rows_of(columns: Sequence[Column], kind: Print, top: float | None, bottom: float | None) -> Banded | None:
    """Return the rows of a band of columns; None if its columns do not tell."""
    found = _found(columns, _makers(columns, kind), kind, top, bottom)
    while found is not None and (found.cost > DOUBTFUL or not found.chained) and len(found.makers) > LEAST_MAKERS:
        fewer = [
            fewer_made
            for number in sorted(found.makers)
            if not columns[number].figures
            and (fewer_made := _found(columns, found.makers - {number}, kind, top, bottom)) is not None
            and not _torn(columns[number], fewer_made.bounds, kind)
        ]
        better = min(fewer, key=lambda one: (one.cost, not one.chained), default=None)
        if better is None or better.cost > found.cost - BLANK - 0.1:
            break
        found = better
    return found


def _torn(column: Column, bounds: Sequence[float], kind: Print) -> bool:
    """Tell whether lines too far apart for one text would stand in one row."""
    return any(
        middle(two) - middle(one) > kind.pitch + 0.15 * kind.em
        and not any(middle(one) < bound < middle(two) for bound in bounds)
        for one, two in pairwise(column.lines)
    )


def _found(
    columns: Sequence[Column], makers: frozenset[int], kind: Print, top: float | None, bottom: float | None
) -> Banded | None:
    """Return the rows that these columns make."""
    slabs: list[Slab] = []
    while makers:
        slabs = _slabs(columns, makers)
        straddling = _straddling(slabs, columns)
        if straddling is None:
            break
        makers = makers - {straddling}
    if not makers or not 1 <= len(slabs) <= MOST_SLABS:
        return None
    lead = _lead(slabs, columns, makers, kind)
    likelier, other = sorted(
        (_with_bounds(slabs, lead, columns, makers, kind, mode, top, bottom) for mode in (CENTRED, TOPPED)),
        key=lambda found: OUTRIGHT * found.cost + (0.0 if found.chained else BLANK) + found.uneven,
    )
    return replace(likelier, other=other)


def _lead(slabs: Sequence[Slab], columns: Sequence[Column], makers: frozenset[int], kind: Print) -> list[list[Slab]]:
    """Return a first row of totals: figures and names above the first row of the columns that make the others."""
    above = [
        (number, line)
        for number, column in enumerate(columns)
        if number not in makers
        for line in column.lines
        if line.bottom <= slabs[0].top
    ]
    held = {number for number, _ in above}
    if len(held) < 2 or not any(is_figure(line) for _, line in above):
        return []
    top, bottom = spread([line for _, line in above])
    clear = all(
        middle(two) - middle(one) > kind.pitch + 0.5 * kind.em
        for number in held
        for one, two in pairwise(columns[number].lines)
        if one.bottom <= slabs[0].top < two.bottom
    )
    level = max(line.top for _, line in above) < min(line.bottom for _, line in above) + 0.5 * kind.em
    return [[Slab(top, bottom, tuple(above))]] if clear and level else []


def _with_bounds(
    slabs: Sequence[Slab],
    lead: list[list[Slab]],
    columns: Sequence[Column],
    makers: frozenset[int],
    kind: Print,
    mode: str,
    top: float | None,
    bottom: float | None,
) -> Banded:
    cost, groups = _partition(slabs, columns, makers, kind, mode)
    groups = lead + groups
    bounds, chained = _bounds(groups, mode, [_centre(group) for group in groups], top, bottom)
    inset = None if mode == CENTRED else groups[0][0].top - bounds[0]
    spare = [
        low - high - (max(slab.bottom for slab in group) - min(slab.top for slab in group))
        for (high, low), group in zip(pairwise(bounds), groups, strict=True)
    ]
    uneven = sum(abs(one - median(spare)) for one in spare) / len(spare) / kind.em
    if bottom is None:
        # A label of several lines may end below the last row's other texts.
        lowest = max(line.bottom for column in columns for line in column.lines)
        bounds = (*bounds[:-1], max(bounds[-1], lowest))
    return Banded(bounds, makers, mode, cost, chained, inset, uneven)


def _makers(columns: Sequence[Column], kind: Print) -> frozenset[int]:
    """Return the columns that have a text in nearly every row; a label over several rows stands anywhere."""
    counts = {number: len(pieces(column, kind)) for number, column in enumerate(columns) if column.lines}
    if not counts:
        return frozenset()
    weights = {number: 3 if columns[number].figures else 1 for number in counts}
    votes = {
        most: sum(weights[number] for number, count in counts.items() if most <= count <= 1.1 * most)
        for most in set(counts.values())
    }
    most = max(votes, key=lambda count: (votes[count] * count, -count))
    core = {number for number, count in counts.items() if count >= most}
    if not core:
        return frozenset()
    figured = {number for number in core if columns[number].figures} or core
    middles = sorted(middle(line) for number in figured for line in columns[number].lines)
    steps = sorted(two - one for one, two in pairwise(middles) if two - one > 0.5 * kind.em)
    step = steps[len(steps) // 2] if steps else kind.pitch
    first = min(core)
    near = {
        number
        for number in counts.keys() - core
        if (number > first or 5 * counts[number] >= 3 * most)
        and all(_conforms(spread(piece), middles, kind, step) for piece in pieces(columns[number], kind))
    }
    return frozenset(core | near)


def _conforms(ends: tuple[float, float], middles: Sequence[float], kind: Print, step: float) -> bool:
    """Tell whether a text stands on the middle of a row, or on its first line, or in the place of a row by itself."""
    centre = (ends[0] + ends[1]) / 2
    if all(abs(centre - at) > 0.75 * step for at in middles):
        return True
    return any(min(abs(centre - at), abs(ends[0] + kind.em / 2 - at)) < 0.3 * kind.em for at in middles)


def _slabs(columns: Sequence[Column], makers: frozenset[int]) -> list[Slab]:
    lines = sorted(
        ((line.top, line.bottom, number, line) for number in makers for line in columns[number].lines),
        key=lambda entry: entry[:3],
    )
    slabs: list[Slab] = []
    for top, bottom, number, line in lines:
        last = slabs[-1] if slabs else None
        if last is not None and last.bottom - top > OVERLAP * (bottom - top):
            slabs[-1] = Slab(min(last.top, top), max(last.bottom, bottom), (*last.lines, (number, line)))
        else:
            slabs.append(Slab(top, bottom, ((number, line),)))
    return slabs


def _straddling(slabs: Sequence[Slab], columns: Sequence[Column]) -> int | None:
    """Return the column whose line lies across two figures of one column, and so ties two rows: it makes none."""
    for slab in slabs:
        by_column: dict[int, list[TextLine]] = {}
        for number, line in slab.lines:
            by_column.setdefault(number, []).append(line)
        parted = [
            lines
            for number, lines in by_column.items()
            if len(lines) > 1 and columns[number].figures and is_figure(lines[0]) and is_figure(lines[1])
        ]
        if not parted:
            continue
        gap = (min(lines[0].bottom for lines in parted), max(lines[1].top for lines in parted))
        across = Counter(
            number for number, line in slab.lines if line.top < gap[1] and line.bottom > gap[0] and len(by_column) > 1
        )
        across = Counter({n: c for n, c in across.items() if not (columns[n].figures and len(by_column[n]) > 1)})
        if across:
            return max(across, key=lambda number: (across[number], -len(columns[number].lines)))
    return None


def _partition(
    slabs: Sequence[Slab], columns: Sequence[Column], makers: frozenset[int], kind: Print, mode: str
) -> tuple[float, list[list[Slab]]]:
    """Return the cheapest way to put slabs together to rows."""
    fill = {number: 1.0 for number in makers}
    count = max(
        1,
        max(len(pieces(columns[number], kind)) for number in makers if columns[number].figures)
        if any(columns[number].figures for number in makers)
        else len(slabs),
    )
    for number in makers:
        fill[number] = min(1.0, len(columns[number].lines) / count)
    links = {number: _links(columns[number], kind) for number in makers}
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(slabs) + 1):
        options = []
        for start in range(end - 1, max(-1, end - 1 - LONGEST), -1):
            own = _row_cost(slabs[start:end], links, fill, kind, mode)
            if own > HOPELESS:
                break
            border = _border_cost(slabs[start - 1], slabs[start], columns, kind) if start else 0.0
            options.append((best[start][0] + own + border, start))
        best.append(min(options, default=(best[end - 1][0] + HOPELESS, end - 1)))
    groups: list[list[Slab]] = []
    end = len(slabs)
    while end:
        start = best[end][1]
        groups.insert(0, list(slabs[start:end]))
        end = start
    return best[-1][0], groups


def _by_column(slabs: Sequence[Slab]) -> dict[int, list[TextLine]]:
    found: dict[int, list[TextLine]] = {}
    for slab in slabs:
        for number, line in slab.lines:
            found.setdefault(number, []).append(line)
    return found


def _row_cost(
    slabs: Sequence[Slab], links: dict[int, dict[int, float]], fill: dict[int, float], kind: Print, mode: str
) -> float:
    held = _by_column(slabs)
    cost = sum(BLANK * share for number, share in fill.items() if number not in held)
    top, bottom = min(slab.top for slab in slabs), max(slab.bottom for slab in slabs)
    for number, lines in held.items():
        cost += sum(links[number][id(line)] for line in lines[1:])
        ends = spread(lines)
        off = (ends[0] + ends[1] - top - bottom) / 2 if mode == CENTRED else ends[0] - top
        cost += SHIFTED * max(0.0, abs(off) / kind.em - 0.05)
    return cost


def _links(column: Column, kind: Print) -> dict[int, float]:
    """Return for every line but the first what it costs to be of one text with the line before it."""
    return {id(two): _link_cost(one, two, column, kind) for one, two in pairwise(column.lines)}


def wrapping(columns: Sequence[Column], kind: Print, padding: float) -> float:
    """Return how doubtful it is that the lines of each column are one text, so that all stand in one row.

    Args:
        columns: the columns of a drawn row.
        kind: the letters and the pitch.
        padding: what the lines of the table keep from drawn edges.
    """
    return sum(_link_cost(one, two, column, kind, padding) for column in columns for one, two in pairwise(column.lines))


def _link_cost(one: TextLine, two: TextLine, column: Column, kind: Print, padding: float | None = None) -> float:
    """Return how doubtful it is that two lines of a column are one text."""
    padding = 0.25 * kind.em if padding is None else padding
    if column.figures and is_figure(one) and is_figure(two):
        return CUT_FIGURE if is_full(one, two, column, padding, CUT) else TWO_FIGURES
    wide = max(0.0, middle(two) - middle(one) - kind.pitch - 0.05 * kind.em) / kind.em
    whole = (
        is_full(one, two, column, padding) or is_vertical(one, two) or is_note(one, two, kind.pitch + 0.15 * kind.em)
    )
    parted = 0.0 if whole else TWO_TEXTS
    return LOOSE * wide + parted


def _border_cost(above: Slab, below: Slab, columns: Sequence[Column], kind: Print) -> float:
    """Return how doubtful it is that a row ends between two slabs."""
    last = {number: line for number, line in above.lines}
    cost = 0.0
    for number, line in below.lines:
        one = last.get(number)
        if one is None or columns[number].figures:
            continue
        near = middle(line) - middle(one) <= kind.pitch + 0.05 * kind.em
        if near and is_full(one, line, columns[number], 0.25 * kind.em):
            cost += TIGHT
    return cost


def _centre(group: Sequence[Slab]) -> float:
    return (min(slab.top for slab in group) + max(slab.bottom for slab in group)) / 2


def _bounds(
    groups: Sequence[Sequence[Slab]], mode: str, centres: Sequence[float], top: float | None, bottom: float | None
) -> tuple[tuple[float, ...], bool]:
    """Return the heights between rows; exact where the rows' middles and the band's ends leave no choice."""
    ends = [(min(slab.top for slab in group), max(slab.bottom for slab in group)) for group in groups]
    gaps = [(one[1], two[0]) for one, two in pairwise(ends)]
    half = min((two - one for one, two in gaps), default=0.0) / 2
    first = top if top is not None else ends[0][0] - max(half, 0.0)
    last = bottom if bottom is not None else ends[-1][1] + max(half, 0.0)
    plain = (first, *((one + two) / 2 for one, two in gaps), last)
    if mode != CENTRED:
        if top is None:
            inset = min([half, *((two - one) / 2 for one, two in gaps), 0.25 * (ends[0][1] - ends[0][0])])
            return (*(end[0] - inset for end in ends), last), all(two - one > inset for one, two in gaps)
        inset = ends[0][0] - top
        fitted = (top, *(end[0] - inset for end in ends[1:]), last)
        return (
            (fitted, True)
            if all(g0 - 0.5 <= y <= g1 for y, (g0, g1) in zip(fitted[1:], gaps, strict=False))
            else (plain, False)
        )
    start = chain_start(centres, gaps, top, ends[0][0])
    if start is None:
        return plain, False
    chain = [start]
    for centre in centres:
        chain.append(2 * centre - chain[-1])
    slack = 0.25 * (ends[0][1] - ends[0][0])
    if bottom is not None and abs(chain[-1] - bottom) > slack:
        return plain, False
    if bottom is not None:
        chain[-1] = bottom
    return tuple(chain), True


def chain_start(
    centres: Sequence[float], gaps: Sequence[tuple[float, float]], top: float | None, first: float
) -> float | None:
    """Return where the first row must begin so that every row's text stands in its middle; None if nowhere."""
    low, high = (first - 60.0, first) if top is None else (top - 1.0, top + 1.0)
    sign, shift = 1.0, 0.0
    for centre, (upper, lower) in zip(centres, gaps, strict=False):
        sign, shift = -sign, 2 * centre - shift
        ends = sorted(((upper - shift) / sign, (lower - shift) / sign))
        low, high = max(low, ends[0]), min(high, ends[1])
    if low > high + 0.5:
        return None
    if top is not None:
        return top
    return (low + high) / 2

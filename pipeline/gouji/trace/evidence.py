"""Whether a drawn row is evidently several, or may be where strokes are known to be missing."""

from __future__ import annotations

from itertools import pairwise

from gouji.trace.frame import Band, row_at
from gouji.trace.measure import ALIKE, CUT, Print, is_full, middle
from gouji.trace.rows import Banded

LEAST_COLUMNS = 3
"""Columns in step that make rows evident."""


def _filled(band: Band, found: Banded) -> list[int]:
    """Return for each column that makes rows how many of them it fills."""
    counts = []
    for number in sorted(found.makers):
        rows = {row_at(found.bounds, middle(line)) for line in band.columns[number].lines}
        counts.append(len(rows))
    return counts


def may_be_evident(band: Band) -> bool:
    """Tell at little cost whether a band's columns hold several lines in step: without that nothing is evident."""
    return band.found is None and sum(len(column.lines) > 1 for column in band.columns) >= LEAST_COLUMNS


def is_evident(band: Band, found: Banded, kind: Print, padding: float) -> bool:
    """Tell whether no drawn cell can look so: figures one below the other, and other columns in step with them."""
    rows = len(found.bounds) - 1
    if rows < 2 or _is_struck(band, found) or _is_centred(band, found):
        return False
    figures = [band.columns[number] for number in found.makers if band.columns[number].figures]
    stepped = [count for count in _filled(band, found) if count >= 2 and 3 * count >= 2 * rows]
    parted = any(
        not is_full(one, two, column, padding, CUT) for column in figures for one, two in pairwise(column.lines)
    )
    cheap = found.cost <= 1.5 * rows
    if parted:
        return cheap and len(stepped) >= 3
    return cheap and found.chained and len(stepped) >= 3 and not (kind.sure and _is_tight(band, found, kind))


def _is_tight(band: Band, found: Banded, kind: Print) -> bool:
    """Tell whether every two rows follow one another as the lines of a cell do: names broken alike look so."""
    return all(_step(band, found, bound) < kind.pitch + ALIKE * kind.em for bound in found.bounds[1:-1])


def _step(band: Band, found: Banded, bound: float) -> float:
    """Return the least step from a line above a border to one below it in a column that makes rows."""
    steps = []
    for number in found.makers:
        above = [middle(line) for line in band.columns[number].lines if middle(line) < bound]
        below = [middle(line) for line in band.columns[number].lines if middle(line) > bound]
        if above and below:
            steps.append(min(below) - max(above))
    return min(steps, default=float("inf"))


def _is_struck(band: Band, found: Banded) -> bool:
    """Tell whether a border between rows runs through a figure: then no row ends there."""
    return any(
        line.top < bound - 1 and line.bottom > bound + 1
        for column in band.columns
        if column.figures and 5 * len(column.lines) > 2 * (len(found.bounds) - 1)
        for line in column.lines
        for bound in found.bounds[1:-1]
    )


def _is_centred(band: Band, found: Banded) -> bool:
    """Tell whether a border would run through the texts of many columns: they are cells as high as the drawn row.

    Labels over several rows stand so, but left of all columns that have a text in each.
    """
    struck = [
        number
        for number, column in enumerate(band.columns)
        if number > min(found.makers)
        and number not in found.makers
        and any(line.top < bound - 1 and line.bottom > bound + 1 for line in column.lines for bound in found.bounds)
    ]
    return len(struck) >= 2 and 2 * len(struck) >= len(found.makers)


def is_loose(band: Band, found: Banded, kind: Print) -> bool:
    """Tell whether every two rows are further apart than the lines of a cell."""
    rows = len(found.bounds) - 1
    if found.cost > 2.5 * rows:
        return False
    if kind.sure and _is_tight(band, found, kind) and not any(band.columns[at].figures for at in found.makers):
        return False
    if any(_step(band, found, bound) < kind.pitch + 0.15 * kind.em for bound in found.bounds[1:-1]):
        return len([c for c in _filled(band, found) if c >= rows]) >= 3
    return True

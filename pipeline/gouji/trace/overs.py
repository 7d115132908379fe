"""Cells over several columns, where strokes do not draw them: names over others, totals, the blanks above them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

from gouji.trace.frame import Band, Frame
from gouji.trace.lines import TextLine
from gouji.trace.measure import is_figure

LEAST_BLANK = 2
"""Blank columns that the first text of a row of totals runs over at least."""


Lined: TypeAlias = tuple[tuple[int, int], list[TextLine], bool, bool]
"""One run of columns in a row: its lines, whether it makes rows, whether it may hold a label."""


def join_blank(rows: Sequence[list[Lined]]) -> None:
    """Let blank cells above a text over several columns be one, as the cell below them is; totals aside."""
    for above, below in reversed(list(pairwise(rows[:-1]))):
        for run, _, makes, left in below:
            parts = [one for one in above if run[0] <= one[0][0] and one[0][1] <= run[1]]
            tiled = len(parts) > 1 and (parts[0][0][0], parts[-1][0][1]) == run
            if tiled and not any(one[1] for one in parts):
                at = above.index(parts[0])
                above[at : at + len(parts)] = [(run, [], makes, left)]


def total_runs(
    runs: list[tuple[int, int]], own: Sequence[Sequence[TextLine]], band: Band, frame: Frame, dense: float
) -> list[tuple[int, int]]:
    """Let the first text of a row of totals run over the blank columns of labels and names beside it."""
    leaf = band.leaf or []
    filled = [number for number, lines in enumerate(own) if lines]
    if len(filled) < 2 or is_figure(own[filled[0]][0]) or not all(is_figure(line) for line in own[filled[1]]):
        return runs
    named = sum(frame.xs[edge] < dense for edge in leaf)
    stop = filled[1]
    if filled[0] > 0:
        stop = _centred_stop(own[filled[0]][0], [frame.xs[edge] for edge in leaf], filled[0], filled[1])
        if not stop:
            return runs
    elif filled[1] <= max(named, LEAST_BLANK):
        return runs
    edge = leaf[stop]
    whole = all(run[1] <= edge or run[0] >= edge for run in runs)
    return [(leaf[0], edge), *(run for run in runs if run[0] >= edge)] if whole else runs


def _centred_stop(line: TextLine, xs: Sequence[float], own: int, most: int) -> int:
    """Return the column, `most` at most, before which a text ends that stands in the middle of all from the first on; 0
    if there is none. Edges that no stroke draws may be off by half a column.
    """
    edge = line.left + line.right - xs[0]
    stop = min(range(own + 1, most + 1), key=lambda at: abs(edge - xs[at]))
    width = min(two - one for one, two in pairwise(xs[stop - 1 : stop + 2]))
    return stop if abs(edge - xs[stop]) < width / 2 else 0


def names_over(frame: Frame, runs: list[tuple[int, int]], own: Sequence[Sequence[TextLine]]) -> list[tuple[int, int]]:
    """Let each name of the first row run over all columns under it where a stroke parts it from their names."""
    first, second = frame.bands[:2]
    leaf = first.leaf or []
    if len(first.bounds) > 2 or second.leaf != leaf:
        return runs
    closed = [bool(frame.across[1, one:two].all()) for one, two in pairwise(leaf)]
    if all(closed):
        return runs
    for is_closed, group in groupby(range(len(closed)), key=closed.__getitem__):
        cols = list(group)
        low, high = leaf[cols[0]], leaf[cols[-1] + 1]
        named = sum(bool(own[col]) for col in cols) == 1 and all(second.columns[col].lines for col in cols)
        apart = all(one >= high or two <= low or low <= one < two <= high for one, two in runs)
        if is_closed and named and apart and len(cols) > 1:
            runs = sorted([(low, high), *(run for run in runs if run[1] <= low or run[0] >= high)])
    return runs


def split_names(frame: Frame) -> set[int]:
    """Return the numbers of the bands that make up a header of two rows: some names of the first run over others."""
    found: set[int] = set()
    for number, (above, below) in enumerate(pairwise(frame.bands)):
        if above.found is not None or below.found is not None or frame.across[number + 1].all():
            continue
        parts = list(zip(below.runs, below.columns, strict=True))
        split = [
            held
            for run, column in zip(above.runs, above.columns, strict=True)
            if column.lines
            and len(held := [one for own, one in parts if run[0] <= own[0] and own[1] <= run[1]]) > 1
            and all(one.lines and not one.figures for one in held)
        ]
        others = sum(bool(column.lines) for column in below.columns) - sum(map(len, split))
        if split and others <= 1:
            found |= {number, number + 1}
    return found

"""From strokes as drawn to edges: doubled strokes become one, dashes and short pieces are joined."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.model.page import Stroke

Floats: TypeAlias = NDArray[np.float64]

DOUBLE = 2.2
"""Points of paper between two parallel strokes: up to here they are one doubled stroke. Word's double borders leave
0.5 to 1.5, separated cell frames of web pages 1.5; rows, even blank ones, are drawn 3 points high and more."""
BREAK = 3.0
"""Points: pieces of one stroke that are closer are joined. Cells that each draw their border leave under a point."""
DASH = 12.0
"""Points: a piece no longer than this may be a dash; print drivers' longest dashes are eight line widths."""
DASHES = 4
"""So many short pieces in a row make a dashed stroke; fewer may be the borders of narrow cells."""
DOTTED = 8.0
"""Points: a dotted stroke is no shorter; three dotted borders of nested tables lie within less."""
SPACING = 1.5
"""Of a dash's length: the widest space inside a dashed stroke (dots are spaced by their own width)."""
LEAST = 1.5
"""Points: a shorter piece is a dot, and so is one at most twice as long as thick; a few dots make no edge."""
SPOT = 2.0
"""Points: dots up to here are printed closer than `BREAK` where they are meant to be a stroke."""
SAME = 0.1
"""Points: pieces that differ by less lie on one line; producers round what they draw cell by cell."""
FAR = 1e6
"""Points: further than anything lies from anything on a page."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A printed edge: its position across (y of a level one, x of an upright one) and where it starts and ends."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How long the edge is."""
        return self.end - self.start


@dataclass(slots=True)
class _Run:
    """Pieces of one line that are joined: the last piece's length, how many, and whether all of them are dots."""

    line: int
    at: float
    start: float
    end: float
    width: float
    last: float
    pieces: int
    dots: bool

    @property
    def drawn(self) -> bool:
        """Dots in a row are a dotted stroke; a few, one above the other, belong to several strokes side by side."""
        return not self.dots or (self.pieces >= DASHES and self.end - self.start >= DOTTED)


def edges_of(
    strokes: Iterable[Stroke], double: float = DOUBLE, apart: float = BREAK
) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    """Return the level and the upright edges; those of one doubled stroke or row line share the very same position.

    Args:
        strokes: as read.
        double: points of paper between strokes that are one doubled stroke.
        apart: points between pieces of one stroke that is no dashed one.
    """
    level, upright = [], []
    for stroke in strokes:
        if stroke.top == stroke.bottom:
            level.append((stroke.top, stroke.x0, stroke.x1, stroke.width))
        else:
            upright.append((stroke.x0, stroke.top, stroke.bottom, stroke.width))
    return _edges(level, double, apart), _edges(upright, double, apart)


def _edges(pieces: list[tuple[float, float, float, float]], double: float, apart: float) -> tuple[Edge, ...]:
    pieces.sort()
    if not pieces or _are_whole(pieces, double):
        return tuple(Edge(round(at, 3), start, end) for at, start, end, _ in pieces)
    runs = [
        run
        for _, line in groupby(_joined(np.array(pieces), apart), key=lambda run: run.line)
        for run in _dashed([*line])
    ]
    edges = []
    for group in _parallel([run for run in runs if run.drawn], double):
        at = _middle([run for run in group if run.width] or group)
        edges += [Edge(at, start, end) for start, end in _united(group, apart)]
    return tuple(edges)


def _are_whole(pieces: Sequence[tuple[float, float, float, float]], double: float) -> bool:
    """Tell whether sorted pieces are a stroke each: none is a dash or dot, and no two are near one another's line."""
    if any(end - start <= max(DASH, 2 * width) for _, start, end, width in pieces):
        return False
    far = double + max(width for *_, width in pieces)
    return all(two[0] - one[0] > far for one, two in pairwise(pieces))


def _joined(pieces: Floats, apart: float) -> list[_Run]:
    """Join the pieces of one line that touch or overlap."""
    pieces = pieces[np.lexsort((pieces[:, 2], pieces[:, 1], pieces[:, 0]))]
    line = np.cumsum(np.diff(pieces[:, 0], prepend=pieces[0, 0]) > SAME)
    order = np.lexsort((pieces[:, 2], pieces[:, 1], line))
    line, (at, start, end, width) = line[order], pieces[order].T
    reach = np.maximum.accumulate(end + line * FAR)
    firsts = np.flatnonzero(np.append(True, start[1:] + line[1:] * FAR > reach[:-1] + apart))
    length = end - start
    # Strokes say where an edge is; edges of filled areas, which have no width, only where there is no stroke.
    weight = np.where(width > 0, length, 0.0) + 1e-6
    columns = (
        line[firsts],
        np.add.reduceat(at * weight, firsts) / np.add.reduceat(weight, firsts),
        start[firsts],
        reach[np.append(firsts[1:], len(reach)) - 1] - line[firsts] * FAR,
        np.maximum.reduceat(width, firsts),
        np.maximum.reduceat(length, firsts),
        np.diff(np.append(firsts, len(line))),
        np.logical_and.reduceat(length <= np.maximum(2 * width, LEAST), firsts),
    )
    spots = columns[7] & (columns[6] < DASHES) & (columns[3] - columns[2] <= SPOT)
    return [_Run(*values) for values in zip(*(column[~spots].tolist() for column in columns), strict=True)]


def _dashed(runs: list[_Run]) -> list[_Run]:
    """Join the dashes of one line."""
    if sum(run.end - run.start <= DASH for run in runs) < DASHES:
        return runs
    joined: list[_Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        length = run.end - run.start
        if before is not None and run.start - before.end <= _space(length, before.last):
            before.end, before.last = run.end, length
            before.pieces, before.dots = before.pieces + run.pieces, before.dots and run.dots
        else:
            run.last = length
            joined.append(run)
    return joined


def _space(one: float, two: float) -> float:
    """Return how far apart two pieces of these lengths may be."""
    return max(BREAK, SPACING * max(one, two)) if max(one, two) <= DASH else 0.0


def _middle(group: list[_Run]) -> float:
    """Return the position of a group, long pieces counting more."""
    weight = sum(run.end - run.start for run in group)
    if not weight:
        return group[0].at
    # Rounded, so that the order in which the pieces were drawn leaves no trace.
    return round(sum(run.at * (run.end - run.start) for run in group) / weight, 3)


def _parallel(runs: list[_Run], double: float) -> list[list[_Run]]:
    """Group strokes whose ink is no further apart than that of a doubled stroke."""
    groups: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.at, run.start)):
        if groups and _paper(groups[-1][-1], run) <= double:
            groups[-1].append(run)
        else:
            groups.append([run])
    return [part for group in groups for part in _parted(group, double)]


def _paper(one: _Run, two: _Run) -> float:
    """Return how much paper is left between the ink of two strokes."""
    return two.at - one.at - (one.width + two.width) / 2


def _parted(group: list[_Run], double: float) -> list[list[_Run]]:
    """Part a group that is wider than a doubled stroke, at its widest space."""
    if _paper(group[0], group[-1]) <= double:
        return [group]
    twins = _twins(group)
    if twins:
        return twins
    spaces = [two.at - one.at for one, two in pairwise(group)]
    cut = spaces.index(max(spaces)) + 1
    return [*_parted(group[:cut], double), *_parted(group[cut:], double)]


def _twins(group: list[_Run]) -> list[list[_Run]]:
    """Part doubled strokes that bound a row lower than they are far apart, told by their like spaces; [] if unlike."""
    ats = [group[0].at]
    ats += [run.at for before, run in pairwise(group) if run.at - before.at > SAME]
    spaces = [two - one for one, two in zip(ats[::2], ats[1::2], strict=False)]
    if len(ats) < 4 or len(ats) % 2 or max(spaces) - min(spaces) > SAME:
        return []
    bounds = [(one + two) / 2 for one, two in zip(ats[1:-1:2], ats[2::2], strict=True)]
    parts: list[list[_Run]] = [[] for _ in range(len(bounds) + 1)]
    for run in group:
        parts[bisect_left(bounds, run.at)].append(run)
    return parts


def _united(group: Sequence[_Run], apart: float) -> list[tuple[float, float]]:
    """Return where the strokes of one edge start and end, those that touch or overlap as one."""
    united: list[tuple[float, float]] = []
    for run in sorted(group, key=lambda run: (run.start, run.end)):
        if united and run.start - united[-1][1] <= apart:
            united[-1] = united[-1][0], max(united[-1][1], run.end)
        else:
            united.append((run.start, run.end))
    return united

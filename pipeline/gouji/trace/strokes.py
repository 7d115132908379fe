"""From strokes as drawn to edges: doubled strokes become one, dashes and short pieces are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gouji.model.page import Stroke

DOUBLE = 2.6
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
class _Piece:
    at: float
    start: float
    end: float
    width: float

    @property
    def dot(self) -> bool:
        """A piece hardly longer than thick is a dot: the second direction of a dotted stroke, or a corner."""
        return self.end - self.start <= max(2 * self.width, LEAST)


@dataclass(slots=True)
class _Run:
    """Pieces joined: where from, where to, the last piece's length, how many, and whether all of them are dots."""

    start: float
    end: float
    last: float
    pieces: int
    dots: bool

    @property
    def dotted(self) -> bool:
        """Dots in a row are a dotted stroke; a few, one above the other, belong to several strokes side by side."""
        return self.pieces >= DASHES and self.end - self.start >= DOTTED


def edges_of(strokes: Iterable[Stroke]) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    """Return the level and the upright edges; those of one doubled stroke or row line share the very same position."""
    level, upright = [], []
    for stroke in strokes:
        if stroke.horizontal:
            level.append(_Piece(stroke.top, stroke.x0, stroke.x1, stroke.width))
        else:
            upright.append(_Piece(stroke.x0, stroke.top, stroke.bottom, stroke.width))
    return _joined(level), _joined(upright)


def _joined(pieces: list[_Piece]) -> tuple[Edge, ...]:
    edges = []
    for group in _parallel(pieces):
        at = _middle([piece for piece in group if piece.width] or group)
        edges += [Edge(at, run.start, run.end) for run in _runs(group) if not run.dots or run.dotted]
    return tuple(edges)


def _middle(group: list[_Piece]) -> float:
    """Return the position of a group, long pieces counting more."""
    weight = sum(piece.end - piece.start for piece in group)
    if not weight:
        return group[0].at
    # Rounded, so that the order in which the pieces were drawn leaves no trace.
    return round(sum(piece.at * (piece.end - piece.start) for piece in group) / weight, 3)


def _parallel(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Group pieces whose ink is no further apart than that of a doubled stroke."""
    groups: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.at, piece.start)):
        if groups and _paper(groups[-1][-1], piece) <= DOUBLE:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [part for group in groups for part in _parted(group)]


def _paper(one: _Piece, two: _Piece) -> float:
    """Return how much paper is left between the ink of two pieces."""
    return two.at - one.at - (one.width + two.width) / 2


def _parted(group: list[_Piece]) -> list[list[_Piece]]:
    """Part a group that is wider than a doubled stroke, at its widest space."""
    if _paper(group[0], group[-1]) <= DOUBLE:
        return [group]
    spaces = [two.at - one.at for one, two in pairwise(group)]
    cut = spaces.index(max(spaces)) + 1
    return [*_parted(group[:cut]), *_parted(group[cut:])]


def _runs(group: list[_Piece]) -> list[_Run]:
    """Join the pieces of one line that touch, overlap, or are the dashes of a dashed stroke."""
    pieces = sorted(group, key=lambda piece: (piece.start, piece.end))
    runs = [_Run(piece.start, piece.end, piece.end - piece.start, 1, piece.dot) for piece in pieces]
    runs = _merged(runs, 0.0)
    short = sum(run.end - run.start <= DASH for run in runs)
    return _merged(runs, SPACING) if short >= DASHES else runs


def _merged(runs: Sequence[_Run], spacing: float) -> list[_Run]:
    merged: list[_Run] = []
    for run in runs:
        before = merged[-1] if merged else None
        length = run.end - run.start
        allowed = BREAK
        if before is not None and spacing and max(length, before.last) <= DASH:
            allowed = max(BREAK, spacing * max(length, before.last))
        if before is not None and run.start - before.end <= allowed:
            before.end = max(before.end, run.end)
            before.last, before.pieces, before.dots = length, before.pieces + run.pieces, before.dots and run.dots
        else:
            merged.append(_Run(run.start, run.end, length, run.pieces, run.dots))
    return merged

"""From strokes as drawn to edges: doubled strokes become one, dashes and short pieces are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
SPACING = 1.5
"""Of a dash's length: the widest space inside a dashed stroke (dots are spaced by their own width)."""
LEAST = 1.5
"""Points: a shorter rest is a dot, not an edge; and so is one no longer than it is thick."""


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
        weight = sum(piece.end - piece.start for piece in group)
        at = sum(piece.at * (piece.end - piece.start) for piece in group) / weight if weight else group[0].at
        least = max(LEAST, 1.05 * max(piece.width for piece in group))
        edges += [Edge(at, start, end) for start, end in _runs(group) if end - start > least]
    return tuple(edges)


def _parallel(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Group pieces whose ink is no further apart than that of a doubled stroke, measured from the group's first."""
    groups: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.at, piece.start)):
        if groups and piece.at - groups[-1][0].at - (piece.width + groups[-1][0].width) / 2 <= DOUBLE:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _runs(group: list[_Piece]) -> list[tuple[float, float]]:
    """Join the pieces of one line that touch, overlap, or are the dashes of a dashed stroke."""
    spans = _merged(sorted((piece.start, piece.end) for piece in group), 0.0)
    short = [end - start for start, end in spans if end - start <= DASH]
    if len(short) >= DASHES:
        spans = _merged(spans, SPACING)
    return spans


def _merged(spans: Sequence[tuple[float, float]], spacing: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    dash = 0.0
    for start, end in spans:
        length = end - start
        allowed = BREAK
        if spacing and length <= DASH and dash <= DASH:
            allowed = max(BREAK, spacing * max(length, dash))
        if merged and start - merged[-1][1] <= allowed:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
        dash = length
    return merged

"""A page's paths: what is filled and stroked in which colour, and their runs of points as shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TypeAlias

from gouji.read import pdfium
from gouji.read.backdrop import Rect
from gouji.read.frame import Matrix, after, around, scale
from gouji.read.scene import Scene

Ring: TypeAlias = list[tuple[float, float] | None]
Paint: TypeAlias = tuple[int, int, int, int]

THIN = 3.0
"""Points: a filled rectangle no thicker is a printed line. Common borders end at 3 pt; no row of text is so low."""
SIMPLE = 6
"""Segments: a filled path of no more, and thin, is a rectangle; its bounds say all."""
HAIR = 0.05
"""Points: the width given to strokes of width 0, the thinnest a printer can draw. Width 0 is left to the edges of
filled areas, which are no ink of their own."""
MOVE, BEZIER = 2, 1
"""Kinds of segments: begins a run of points; a point of a curve."""


@dataclass(slots=True)
class Path:
    """One path. `fill` and `ink` are None where nothing is filled or stroked; a paint of None is a pattern.

    `box` is that of the fill, `rings` its runs of points (none for a thin rectangle), a None in a run marking a curve.
    """

    at: int
    handle: int
    filled: bool
    stroked: bool
    fill: Paint | None
    ink: Paint | None
    width: float
    box: Rect
    rings: list[Ring]

    @property
    def thin(self) -> bool:
        """Tell whether it is a filled rectangle so thin that it is a line."""
        return not self.rings


def paths_of(scene: Scene) -> list[Path]:
    """Ask PDFium for all paths that paint something."""
    scratch = pdfium.Scratch()
    found = (_path(scratch, at, scene.handles[at], scene.frames[at]) for at in scene.positions(pdfium.PATH))
    return [path for path in found if path is not None]


def _path(scratch: pdfium.Scratch, at: int, handle: int, frame: Matrix) -> Path | None:
    filled, stroked = scratch.draw_mode(handle)
    if not (filled or stroked):
        return None
    count = pdfium.count_segments(handle)
    box = around(frame, scratch.bounds(handle))
    low = min(box[2] - box[0], box[3] - box[1]) <= THIN
    flat = low and filled and not stroked and count <= SIMPLE
    matrix = frame if flat else after(scratch.matrix(handle), frame)
    return Path(
        at=at,
        handle=handle,
        filled=filled,
        stroked=stroked,
        fill=scratch.colour(pdfium.fill_of, handle) if filled else None,
        ink=scratch.colour(pdfium.ink_of, handle) if stroked else None,
        width=max(HAIR, scratch.width(handle) * scale(matrix)) if stroked else 0.0,
        box=box,
        rings=[] if flat else _rings(scratch, handle, count, matrix),
    )


def _rings(scratch: pdfium.Scratch, handle: int, count: int, matrix: Matrix) -> list[Ring]:
    """Return the runs of points; a closed one ends where it begins."""
    a, b, c, d, e, f = matrix
    rings: list[Ring] = []
    ring: Ring = []
    for segment in map(pdfium.segment_at, repeat(handle), range(count)):
        kind = pdfium.segment_kind(segment)
        x, y = scratch.point(segment)
        point = (a * x + c * y + e, b * x + d * y + f)
        if kind == MOVE or not ring:
            ring = [point]
            rings.append(ring)
        elif kind == BEZIER:
            ring += [None, point]
        else:
            ring.append(point)
        if ring[0] != point and pdfium.segment_closes(segment):
            ring.append(ring[0])
    return rings

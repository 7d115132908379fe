"""A page's paths: what is filled and stroked in which colour, and their runs of points as shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.read import pdfium
from gouji.read.backdrop import Rect
from gouji.read.scene import Handles, Scene, ask, bounds, colours, frames_of, matrices, moved

Ring: TypeAlias = list[tuple[float, float] | None]
Paint: TypeAlias = tuple[int, int, int, int]

THIN = 3.0
"""Points: a filled rectangle no thicker is a printed line. Common borders end at 3 pt; no row of text is so low."""
SIMPLE = 6
"""Segments: a filled path of no more, and thin, is a rectangle; its bounds say all."""
HAIR = 0.05
"""Points: the width given to strokes of width 0, the thinnest a printer can draw. Width 0 is left to the edges of
filled areas, which are no ink of their own."""


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
    at = scene.positions(pdfium.PATH)
    if not at:
        return []
    modes = np.zeros((len(at), 2), np.int32)
    ask(pdfium.draw_mode_of, [scene.handles[index] for index in at], modes, 2)
    kept = np.flatnonzero(modes.any(axis=1)).tolist()
    if not kept:
        return []
    at, modes = [at[index] for index in kept], modes[kept] != 0
    handles = [scene.handles[index] for index in at]
    frames = frames_of(scene, at)
    counts = list(map(pdfium.count_segments, handles))
    boxes = moved(bounds(handles)[0], frames)
    low = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= THIN
    thin = modes[:, 0] & ~modes[:, 1] & (np.array(counts) <= SIMPLE) & low
    matrix = _after(matrices(handles), frames)
    rings = _rings(handles, [0 if flat else count for flat, count in zip(thin.tolist(), counts, strict=True)], matrix)
    fills, inks = _paints(pdfium.fill_of, handles, modes[:, 0]), _paints(pdfium.ink_of, handles, modes[:, 1])
    columns = (at, handles, *modes.T.tolist(), fills, inks, _widths(handles, modes[:, 1], matrix), boxes.tolist())
    return [
        Path(at, handle, filled, stroked, fill, ink, width, tuple(box), runs)
        for at, handle, filled, stroked, fill, ink, width, box, runs in zip(*columns, rings, strict=True)
    ]


def _paints(function: object, handles: Handles, wanted: NDArray[np.bool_]) -> list[Paint | None]:
    found: list[Paint | None] = [None] * len(handles)
    where = np.flatnonzero(wanted).tolist()
    values, known = colours(function, [handles[index] for index in where])  # type: ignore[arg-type]  # PDFium's
    for index, value, plain in zip(where, values.tolist(), known.tolist(), strict=True):
        if plain:
            found[index] = tuple(value)
    return found


def _widths(handles: Handles, stroked: NDArray[np.bool_], matrix: NDArray[np.float64]) -> list[float]:
    """Return the widths of the strokes as shown."""
    found = np.zeros(len(handles))
    where = np.flatnonzero(stroked)
    values = np.zeros((len(where), 1), np.float32)
    ask(pdfium.stroke_width_of, [handles[index] for index in where.tolist()], values, 1)
    a, b, c, d = matrix[where, :4].T
    found[where] = np.maximum(HAIR, values[:, 0] * np.sqrt(np.abs(a * d - b * c)))
    widths: list[float] = found.tolist()
    return widths


def _after(own: NDArray[np.float64], frames: NDArray[np.float64]) -> NDArray[np.float64]:
    a, b, c, d, e, f = own.T
    p, q, r, s, t, u = frames.T
    return np.column_stack(
        (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
    )


def _rings(handles: Handles, counts: Sequence[int], matrix: NDArray[np.float64]) -> Iterator[list[Ring]]:
    """Yield the runs of points of each path; all segments of the page are asked for at once."""
    segments: Handles = []
    for handle, count in zip(handles, counts, strict=True):
        segments += map(pdfium.segment_at, repeat(handle), range(count))
    raw = np.zeros((len(segments), 2), np.float32)
    ask(pdfium.segment_point, segments, raw, 2)
    a, b, c, d, e, f = np.repeat(matrix, counts, axis=0).T
    x, y = raw[:, 0].astype(np.float64), raw[:, 1].astype(np.float64)
    points = list(zip((a * x + c * y + e).tolist(), (b * x + d * y + f).tolist(), strict=True))
    kinds = list(map(pdfium.segment_kind, segments))
    closes = list(map(pdfium.segment_closes, segments))
    start = 0
    for count in counts:
        end = start + count
        yield _runs(points[start:end], kinds[start:end], closes[start:end])
        start = end


def _runs(points: list[tuple[float, float]], kinds: list[int], closes: list[int]) -> list[Ring]:
    rings: list[Ring] = []
    ring: Ring = []
    for point, kind, close in zip(points, kinds, closes, strict=True):
        if kind == 2 or not ring:
            ring = [point]
            rings.append(ring)
        elif kind == 1:
            ring += [None, point]
        else:
            ring.append(point)
        if close and ring[0] != ring[-1]:
            ring.append(ring[0])
    return rings

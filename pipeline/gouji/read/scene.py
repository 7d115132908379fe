"""A page's objects in the order of painting, forms opened, and what PDFium says of them, asked for in bulk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.read import pdfium
from gouji.read.frame import Matrix, after

Handles: TypeAlias = list[int]

DEEPEST = 12
"""Form objects inside form objects: print shops nest three or four; a loop nests for ever."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Scene:
    """The objects that draw, in the order of painting; `frames` leads each to points of the page as shown.

    `doubtful` are those only drawing can tell of: inside a form that lets light through or masks, or in a layer.
    """

    handles: Handles = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    frames: list[Matrix] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    distinct: set[Matrix] = field(default_factory=set)

    def positions(self, kind: int) -> list[int]:
        """Return where in the order the objects of a kind stand."""
        return [index for index, this in enumerate(self.kinds) if this == kind]


def scene_of(page: int, frame: Matrix, *, layered: bool) -> Scene:
    """Collect the objects of a page and of the forms it draws; `layered` says that the file has layers."""
    scene = Scene()
    handles = [handle for handle in map(pdfium.object_at, repeat(page), range(pdfium.count_objects(page))) if handle]
    _collect(scene, handles, frame, 0, doubt=False, layered=layered)
    return scene


def _collect(scene: Scene, handles: Handles, frame: Matrix, depth: int, *, doubt: bool, layered: bool) -> None:
    kinds = list(map(pdfium.kind_of, handles))
    scene.distinct.add(frame)
    if doubt:
        scene.doubtful.update(handles)
    elif layered:
        scene.doubtful.update(handle for handle in handles if pdfium.count_marks(handle) > 0)
    if pdfium.FORM not in kinds:
        scene.handles += handles
        scene.kinds += kinds
        scene.frames += repeat(frame, len(handles))
        return
    for handle, kind in zip(handles, kinds, strict=True):
        if kind != pdfium.FORM:
            scene.handles.append(handle)
            scene.kinds.append(kind)
            scene.frames.append(frame)
        elif depth < DEEPEST:
            inner = after(matrix_of(handle), frame)
            count = max(0, pdfium.count_inner(handle))
            within = [one for one in map(pdfium.inner_at, repeat(handle), range(count)) if one]
            unsure = doubt or layered or bool(pdfium.is_transparent(handle))
            _collect(scene, within, inner, depth + 1, doubt=unsure, layered=layered)


def matrix_of(handle: int) -> Matrix:
    """Return an object's own matrix, the identity if it has none."""
    values = np.zeros(6, np.float32)
    return tuple(values.tolist()) if pdfium.matrix_of(handle, values.ctypes.data) else IDENTITY


def matrices(handles: Handles) -> NDArray[np.float64]:
    """Return the objects' own matrices, one a row."""
    values = np.zeros((len(handles), 6), np.float32)
    values[:, (0, 3)] = 1
    ask(pdfium.matrix_of, handles, values, 1)
    return values.astype(np.float64)


def bounds(handles: Handles) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return left, bottom, right, top of the objects in the space they are drawn in, and which have any."""
    values = np.zeros((len(handles), 4), np.float32)
    known = ask(pdfium.bounds_of, handles, values, 4)
    return values.astype(np.float64), known


def colours(function: Callable[..., Any], handles: Handles) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return red, green, blue, alpha of the objects, and which have a plain colour (not a pattern)."""
    values = np.zeros((len(handles), 4), np.uint32)
    known = ask(function, handles, values, 4)
    return values.astype(np.int64), known


def ask(function: Callable[..., Any], handles: Handles, into: NDArray[Any], parts: int) -> NDArray[np.bool_]:
    """Let PDFium write its answers of each object into a row of the array; return where it had one.

    `parts` is the number of pointers the function takes: 1 for the whole row, else one for each value.
    """
    if not handles:
        return np.zeros(0, np.bool_)
    start, stride, step = into.ctypes.data, into.strides[0], into.itemsize
    places = [range(at, at + stride * len(handles), stride) for at in range(start, start + parts * step, step)]
    return np.fromiter(map(function, handles, *places), np.bool_, len(handles))


def frames_of(scene: Scene, at: Sequence[int]) -> NDArray[np.float64]:
    """Return the frames of the objects at these positions, one a row; a page without forms has a single one."""
    if len(scene.distinct) <= 1:
        return np.broadcast_to(np.array(next(iter(scene.distinct), IDENTITY), np.float64), (len(at), 6))
    return np.array([scene.frames[index] for index in at], np.float64).reshape(-1, 6)


def moved(boxes: NDArray[np.float64], frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return x0, top, x1, bottom of boxes (left, bottom, right, top) after the frame of each."""
    a, b, c, d, e, f = frames.T
    corners_x = [a * boxes[:, i] + c * boxes[:, j] + e for i in (0, 2) for j in (1, 3)]
    corners_y = [b * boxes[:, i] + d * boxes[:, j] + f for i in (0, 2) for j in (1, 3)]
    return np.column_stack(
        (np.min(corners_x, axis=0), np.min(corners_y, axis=0), np.max(corners_x, axis=0), np.max(corners_y, axis=0))
    )

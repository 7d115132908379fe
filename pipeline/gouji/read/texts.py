"""A page's text objects as arrays: their direction, colour and mode, and which of them nobody sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.read import pdfium
from gouji.read.backdrop import Colour, Rect
from gouji.read.frame import Matrix
from gouji.read.scene import Handles, Scene, ask, bounds, colours, frames_of, matrices, moved

Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

UPRIGHT = 0.087
"""Sine of five degrees: text turned less than that is upright; scanners' de-skewing leaves one or two degrees."""
CLEAR_TEXT = 51
"""Alpha of 255: text below a fifth is a watermark or a trap, not print."""
OUTLINED, UNPRINTED = 1, 3
"""Render modes but for the bit that clips: strokes the characters' outlines and fills nothing; draws nothing."""


@dataclass(slots=True)
class Texts:
    """n text objects in the order of painting.

    `at` is the position in the scene, `along` the direction of writing (x, y; y grows downwards), `paint` red, green,
    blue, alpha, `plain` whether PDFium knows that colour, `ids` the handles again, as PDFium is asked by them.
    """

    handles: NDArray[np.uint64]
    at: NDArray[np.intp]
    frames: Floats
    along: Floats
    modes: NDArray[np.int64]
    paint: NDArray[np.int64]
    plain: Flags
    ids: Handles
    _boxes: Floats | None = None

    def __len__(self) -> int:
        """Count the text objects."""
        return len(self.handles)

    @property
    def unprinted(self) -> Flags:
        """Which draw nothing."""
        unprinted: Flags = self.modes & 3 == UNPRINTED
        return unprinted

    @property
    def level(self) -> Flags:
        """Which run from left to right."""
        x, y = self.along.T
        level: Flags = (x > 0) & (np.abs(y) <= UPRIGHT * np.hypot(x, y)) | (x == 0) & (y == 0)
        return level

    @property
    def slanted(self) -> Flags:
        """Which run neither level nor upright."""
        x, y = self.along.T
        slanted: Flags = np.minimum(np.abs(x), np.abs(y)) > UPRIGHT * np.hypot(x, y)
        return slanted

    @property
    def inks(self) -> tuple[list[Colour], NDArray[np.intp]]:
        """The distinct colours, and the number of each text's."""
        packed = (self.paint[:, 0] << 16) + (self.paint[:, 1] << 8) + self.paint[:, 2]
        if len(packed) and (packed == packed[0]).all():
            distinct, number = packed[:1], np.zeros(len(packed), np.intp)
        else:
            distinct, number = np.unique(packed, return_inverse=True)
        return [(one >> 16, one >> 8 & 255, one & 255) for one in distinct.tolist()], number

    @property
    def boxes(self) -> Floats:
        """The boxes as shown (x0, top, x1, bottom), far away where there is none; asked for only if needed."""
        if self._boxes is None:
            own, known = bounds(self.ids)
            self._boxes = moved(own, self.frames)
            self._boxes[~known] = np.inf
        return self._boxes

    def box(self, index: int) -> Rect:
        """Return one box as numbers."""
        x0, top, x1, bottom = self.boxes[index].tolist()
        return x0, top, x1, bottom


def texts_of(scene: Scene) -> Texts:
    """Ask PDFium for what there is to know of the text objects."""
    at = scene.positions(pdfium.TEXT)
    handles = [scene.handles[index] for index in at]
    frames = frames_of(scene, at)
    own = matrices(handles)
    modes = np.fromiter(map(pdfium.render_mode_of, handles), np.int64, len(handles))
    paint, plain = colours(pdfium.fill_of, handles)
    for index in np.flatnonzero(modes & 3 == OUTLINED).tolist():
        ink, known = colours(pdfium.ink_of, handles[index : index + 1])
        paint[index], plain[index] = ink[0], known[0]
    along = np.column_stack(
        (own[:, 0] * frames[:, 0] + own[:, 1] * frames[:, 2], own[:, 0] * frames[:, 1] + own[:, 1] * frames[:, 3])
    )
    return Texts(np.array(handles, np.uint64), np.array(at, np.intp), frames, along, modes, paint, plain, handles)


def doubtful(texts: Texts, scene: Scene) -> Flags:
    """Tell of which text objects only drawing the page can say whether they are seen.

    Those of patterns, masks and blends, those in layers and see-through forms, and those clipped at their middle.
    """
    handles = texts.ids
    through = np.fromiter(map(pdfium.is_transparent, handles), np.bool_, len(handles))
    found: Flags = ~texts.plain | through & (texts.paint[:, 3] == 255)
    if scene.doubtful:
        found |= np.fromiter(map(scene.doubtful.__contains__, handles), np.bool_, len(handles))
    clips = np.fromiter(map(pdfium.count_clips, map(pdfium.clip_of, handles)), np.int64, len(handles))
    for index in np.flatnonzero(clips > 0).tolist():
        found[index] |= _clipped(texts, index, int(clips[index]))
    return found


def _clipped(texts: Texts, index: int, count: int) -> bool:
    x0, top, x1, bottom = texts.box(index)
    frame: Matrix = tuple(texts.frames[index].tolist())
    clip = pdfium.clip_of(int(texts.handles[index]))
    for number in range(count):
        area = _clip_box(clip, number, frame)
        if area is None or not (area[0] <= (x0 + x1) / 2 <= area[2] and area[1] <= (top + bottom) / 2 <= area[3]):
            return True
    return False


def _clip_box(clip: int, number: int, frame: Matrix) -> Rect | None:
    """Return the box around one clipping path, None if it has no points."""
    segments = [pdfium.clip_segment_at(clip, number, i) for i in range(pdfium.count_clip_segments(clip, number))]
    if not segments:
        return None
    points = np.zeros((len(segments), 2), np.float32)
    ask(pdfium.segment_point, segments, points, 2)
    corners = np.array([[*points.min(0).tolist(), *points.max(0).tolist()]], np.float64)
    x0, top, x1, bottom = moved(corners, np.array([frame]))[0].tolist()
    return x0, top, x1, bottom

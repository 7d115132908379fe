"""One pass over a page's objects: the strokes it draws, the pictures it shows, and the text objects nobody can see."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import TypeAlias

from gouji.model.page import Stroke
from gouji.read import pdfium
from gouji.read.backdrop import Backdrop, Rect
from gouji.read.frame import Matrix, after, at, box_at, scale

Ring: TypeAlias = list[tuple[float, float] | None]

THIN = 3.0
"""Points: a filled rectangle no thicker is a printed line. Common borders end at 3 pt; no row of text is so low."""
BAR = 6.0
"""Points: up to here a rectangle of strong colour ten times as long as thick is a line, a pale one shades a row."""
FAINT_TEXT = 30
"""Of 255: text that differs less from its background cannot be read on paper (#e1e1e1 on white)."""
FAINT_STROKE = 6
"""Of 255: hairlines of screen tables are as pale as #eeeeee and still seen as a net; only a bare trace is refused."""
INK = 0.02
"""Of a text's box: visible text covers a tenth and more of it, rarely a fiftieth."""
OVERPRINT = 0.075
"""The same for text of the colour of its background: over other text it changes what little they share."""
CLEAR_TEXT = 51
"""Alpha of 255: text below a fifth is a watermark or a trap, not print."""
CLEAR_STROKE = 13
"""Alpha of 255: a stroke below a twentieth is not seen."""
LETTER = 40.0
"""Points: shapes up to this size may be letters turned into outlines; their stems are no strokes."""
HAIR = 0.05
"""Points: the width given to strokes of width 0, the thinnest a printer can draw. Width 0 is left to the edges of
filled areas, which are no ink of their own."""
STRAIGHT = 0.02
"""Slope up to which a stroke counts as level or upright: producers round the ends of long lines differently."""
UPRIGHT = 0.087
"""Sine of five degrees: text turned less than that is upright; scanners' de-skewing leaves one or two degrees."""
DEEPEST = 12
"""Form objects inside form objects: print shops nest three or four; a loop nests for ever."""


@dataclass(slots=True)
class Painting:
    """What a pass over the objects found, in points of the page as shown."""

    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    suspects: dict[int, tuple[Rect, float]] = field(default_factory=dict)
    invisible: set[int] = field(default_factory=set)
    slanted: set[int] = field(default_factory=set)
    turned: bool = False
    texts: int = 0


class Painter:
    """Walks a page's objects in the order of painting."""

    def __init__(self) -> None:
        self.painting = Painting()
        self._backdrop = Backdrop()
        self._scratch = pdfium.Scratch()
        self._printed: list[tuple[int, Matrix]] = []
        self._boxes: list[Rect] = []

    def walk_page(self, page: int, frame: Matrix) -> Painting:
        """Visit every object of the page and of the forms it draws."""
        self._visit_all(map(pdfium.object_at, repeat(page), range(pdfium.count_objects(page))), frame, 0)
        return self.painting

    def _visit_all(self, handles: Iterable[int | None], frame: Matrix, depth: int) -> None:
        text, path, kind_of = pdfium.TEXT, pdfium.PATH, pdfium.kind_of
        for handle in handles:
            if handle:
                kind = kind_of(handle)
                if kind == text:
                    self._text(handle, frame)
                elif kind == path:
                    self._path(handle, frame)
                else:
                    self._other(handle, kind, frame, depth)

    def _other(self, handle: int, kind: int, frame: Matrix, depth: int) -> None:
        if kind == pdfium.FORM and depth < DEEPEST:
            inner = after(self._scratch.matrix(handle), frame)
            count = max(0, pdfium.count_inner(handle))
            self._visit_all(map(pdfium.inner_at, repeat(handle), range(count)), inner, depth + 1)
        elif kind == pdfium.IMAGE:
            box = self._box(handle, frame)
            if box is not None:
                self.painting.pictures.append(box)
                self._backdrop.lay(box, None)
                self._cover(box)

    def _cover(self, box: Rect) -> None:
        """Suspect the text painted before that lies under an area painted now."""
        for handle, frame in self._printed[len(self._boxes) :]:
            self._boxes.append(self._box(handle, frame) or (math.inf, math.inf, math.inf, math.inf))
        for (handle, _), text in zip(self._printed, self._boxes, strict=True):
            if box[0] <= (text[0] + text[2]) / 2 <= box[2] and box[1] <= (text[1] + text[3]) / 2 <= box[3]:
                self.painting.suspects[handle] = (text, INK)

    def _box(self, handle: int, frame: Matrix) -> Rect | None:
        bounds = self._scratch.bounds(handle)
        return None if bounds is None else box_at(frame, bounds)

    def _text(self, handle: int, frame: Matrix) -> None:
        found = self.painting
        found.texts += 1
        self._turn(handle, frame)
        mode = pdfium.render_mode_of(handle)
        if mode in (3, 7):
            found.invisible.add(handle)
            return
        paint = self._scratch.colour(pdfium.ink_of if mode in (1, 5) else pdfium.fill_of, handle)
        if paint is None:
            return
        if paint[3] < CLEAR_TEXT:
            found.hidden.add(handle)
        elif not self._backdrop.stands_alone(paint[:3], FAINT_TEXT):
            box = self._box(handle, frame)
            if box is not None and not self._backdrop.shows(paint[:3], box, FAINT_TEXT):
                same = self._backdrop.hides(paint[:3], box, FAINT_TEXT)
                found.suspects[handle] = (box, OVERPRINT if same else INK)
                return
        self._printed.append((handle, frame))

    def _turn(self, handle: int, frame: Matrix) -> None:
        """Note text that does not run from left to right, and text that runs aslant."""
        pdfium.matrix_of(handle, self._scratch.floats_at)
        a, b = self._scratch.floats[0], self._scratch.floats[1]
        x, y = a * frame[0] + b * frame[2], a * frame[1] + b * frame[3]
        if x > 0 and y == 0:
            return
        length = math.hypot(x, y) or 1.0
        if x <= 0 or abs(y) > UPRIGHT * length:
            self.painting.turned = True
            if min(abs(x), abs(y)) > UPRIGHT * length:
                self.painting.slanted.add(handle)

    def _path(self, handle: int, frame: Matrix) -> None:
        pdfium.draw_mode_of(handle, *self._scratch.two_ints)
        filled, stroked = bool(self._scratch.pair[0]), bool(self._scratch.pair[1])
        if not filled and not stroked:
            return
        segments = pdfium.count_segments(handle)
        if filled and not stroked and segments <= 6:
            box = self._box(handle, frame)
            if box is not None and min(box[2] - box[0], box[3] - box[1]) <= THIN:
                self._thin(handle, box)
                return
        matrix = after(self._scratch.matrix(handle), frame)
        rings = self._rings(handle, segments, matrix)
        if filled:
            self._fill(handle, rings, outline=not stroked)
        if stroked:
            self._draw(handle, rings, matrix)

    def _thin(self, handle: int, box: Rect) -> None:
        """A thin filled rectangle is one stroke; a dot of a dotted line may belong to either direction."""
        paint = self._scratch.colour(pdfium.fill_of, handle)
        if paint is not None and (paint[3] < CLEAR_STROKE or self._backdrop.hides(paint[:3], box, FAINT_STROKE)):
            return
        self._strike(box)

    def _strike(self, box: Rect) -> None:
        x0, y0, x1, y1 = box
        wide, high = x1 - x0, y1 - y0
        if wide >= 0.5 * high and wide > 0:
            middle = (y0 + y1) / 2
            self.painting.strokes.append(Stroke(x0=x0, top=middle, x1=x1, bottom=middle, width=high))
        if high >= 0.5 * wide and high > 0:
            middle = (x0 + x1) / 2
            self.painting.strokes.append(Stroke(x0=middle, top=y0, x1=middle, bottom=y1, width=wide))

    def _rings(self, handle: int, segments: int, matrix: Matrix) -> list[Ring]:
        """Return the path as runs of points; a None in a run marks a curve, whose edge is no stroke."""
        rings: list[Ring] = []
        ring: Ring = []
        floats, x_at, y_at = self._scratch.floats, self._scratch.four_floats[0], self._scratch.four_floats[1]
        for index in range(segments):
            segment = pdfium.segment_at(handle, index)
            kind = pdfium.segment_kind(segment)
            pdfium.segment_point(segment, x_at, y_at)
            point = at(matrix, floats[0], floats[1])
            if kind == 2 or not ring:
                ring = [point]
                rings.append(ring)
            elif kind == 1:
                ring += [None, point]
            else:
                ring.append(point)
            if pdfium.segment_closes(segment) and ring[0] != ring[-1]:
                ring.append(ring[0])
        return rings

    def _fill(self, handle: int, rings: list[Ring], *, outline: bool) -> None:
        """A filled area is a backdrop for what comes later, and where it shows, its edges are printed lines."""
        paint = self._scratch.colour(pdfium.fill_of, handle)
        boxes = [box for ring in rings if (box := _rectangle(ring)) is not None]
        if paint is not None and paint[3] < CLEAR_STROKE:
            return
        if outline:
            shown = [box for box in boxes if paint is None or not self._backdrop.hides(paint[:3], box, FAINT_STROKE)]
            for box in shown:
                self._outline(box, bar=paint is not None and self._backdrop.is_dark(paint[:3], box))
            if not boxes:
                self._silhouette(rings, paint)
        nested = any(_inside(two, one) or _inside(one, two) for one, two in pairwise(boxes))
        for box in boxes:
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                continue
            # A ring (a box with a hole) leaves its middle as it was; which part is the hole is not worth deciding.
            known = paint is not None and not nested
            self._backdrop.lay(box, paint[:3] if paint and known else None, paint[3] if paint else 255)
            if not pdfium.is_transparent(handle):
                self._cover(box)

    def _silhouette(self, rings: list[Ring], paint: tuple[int, int, int, int] | None) -> None:
        """The straight edges of a shape that is no rectangle, but not those of letters drawn as shapes."""
        points = [point for ring in rings for point in ring if point is not None]
        box = _around(points) if points else (0.0, 0.0, 0.0, 0.0)
        if max(box[2] - box[0], box[3] - box[1]) > LETTER and (
            paint is None or not self._backdrop.hides(paint[:3], box, FAINT_STROKE)
        ):
            self._edges(rings, 0.0)

    def _outline(self, box: Rect, *, bar: bool) -> None:
        x0, y0, x1, y1 = box
        thick, long = sorted((x1 - x0, y1 - y0))
        if thick <= THIN or (bar and thick <= BAR and long >= 10 * thick):
            self._strike(box)
            return
        for top in (y0, y1):
            self.painting.strokes.append(Stroke(x0=x0, top=top, x1=x1, bottom=top))
        for left in (x0, x1):
            self.painting.strokes.append(Stroke(x0=left, top=y0, x1=left, bottom=y1))

    def _draw(self, handle: int, rings: list[Ring], matrix: Matrix) -> None:
        paint = self._scratch.colour(pdfium.ink_of, handle)
        if paint is not None and paint[3] < CLEAR_STROKE:
            return
        if paint is not None and not self._backdrop.stands_alone(paint[:3], FAINT_STROKE):
            points = [point for ring in rings for point in ring if point is not None]
            if points and self._backdrop.hides(paint[:3], _around(points), FAINT_STROKE):
                return
        pdfium.stroke_width_of(handle, self._scratch.floats_at)
        self._edges(rings, max(HAIR, self._scratch.floats[0] * scale(matrix)))

    def _edges(self, rings: list[Ring], width: float) -> None:
        for ring in rings:
            for one, two in pairwise(ring):
                if one is not None and two is not None:
                    self._edge(one, two, width)

    def _edge(self, one: tuple[float, float], two: tuple[float, float], width: float) -> None:
        (x0, y0), (x1, y1) = one, two
        wide, high = abs(x0 - x1), abs(y0 - y1)
        if max(wide, high) < width:
            return self._strike(_dot(one, two, width))
        if wide > 0 and high <= STRAIGHT * wide:
            top = (y0 + y1) / 2
            self.painting.strokes.append(Stroke(x0=min(x0, x1), top=top, x1=max(x0, x1), bottom=top, width=width))
        elif high > 0 and wide <= STRAIGHT * high:
            left = (x0 + x1) / 2
            self.painting.strokes.append(Stroke(x0=left, top=min(y0, y1), x1=left, bottom=max(y0, y1), width=width))
        return None


def _dot(one: tuple[float, float], two: tuple[float, float], width: float) -> Rect:
    """A line shorter than it is thick is printed across: the ink, not the direction of drawing, is what one sees."""
    x0, x1 = sorted((one[0], two[0]))
    y0, y1 = sorted((one[1], two[1]))
    half = width / 2
    return (x0, y0 - half, x1, y1 + half) if x1 - x0 >= y1 - y0 else (x0 - half, y0, x1 + half, y1)


def _around(points: list[tuple[float, float]]) -> Rect:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _rectangle(ring: Ring) -> Rect | None:
    """Return the box of a run of points that is an upright rectangle."""
    points = [point for point in ring if point is not None]
    if len(points) != len(ring) or not 4 <= len(points) <= 5:
        return None
    box = _around(points)
    corners = {(round(x, 1), round(y, 1)) for x, y in points}
    expected = {(round(x, 1), round(y, 1)) for x in (box[0], box[2]) for y in (box[1], box[3])}
    return box if corners == expected else None


def _inside(inner: Rect, outer: Rect) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]

"""One pass over a page's objects in the order of painting: the strokes it draws, and the text that cannot be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from gouji.model.building import many
from gouji.model.page import Stroke
from gouji.read import pdfium
from gouji.read.backdrop import PAPER, Backdrop, Colour, Rect, apart
from gouji.read.covers import Covers
from gouji.read.paths import THIN, Paint, Path, Ring, paths_of
from gouji.read.scene import Scene, bounds, frames_of, moved
from gouji.read.texts import CLEAR_TEXT, UNPRINTED, Flags, Texts, doubtful

BAR = 6.0
"""Points: up to here a rectangle of strong colour ten times as long as thick is a line, a pale one shades a row."""
FAINT_TEXT = 30
"""Of 255: text that differs less from its background cannot be read on paper (#e1e1e1 on white)."""
FAINT_STROKE = 6
"""Of 255: hairlines of screen tables are as pale as #eeeeee and still seen as a net; only a bare trace is refused."""
CLEAR_STROKE = 13
"""Alpha of 255: a stroke below a twentieth is not seen."""
LETTER = 40.0
"""Points: shapes up to this size may be letters turned into outlines; their stems are no strokes."""
STRAIGHT = 0.02
"""Slope up to which a stroke counts as level or upright: producers round the ends of long lines differently."""
Struck: TypeAlias = tuple[float, float, float, float, float]
"""A stroke to be: x0, top, x1, bottom, width."""
VIVID = 60
"""Of 255, between the strongest and the weakest channel: a colour no one takes for grey, black or white."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A path in a vivid colour, which may belong to a seal: its strokes are `first` to `last` of the painting's."""

    at: int
    colour: Colour
    box: Rect
    first: int
    last: int
    round: bool
    framed: bool


class Doubt(Enum):
    """Why a text may not be seen: its ground may have its colour, something covers it, or only drawing it can tell."""

    GROUND = 1
    COVER = 2
    DRAWING = 3


@dataclass(slots=True)
class Painting:
    """What a pass over the objects found, in points of the page as shown.

    `suspects` gives, by number of the text object, why it may not be seen; `unsure` the paths only drawing can tell of,
    by handle: their box, and which strokes are theirs. `curves` counts the paths that are neither lines nor rectangles:
    letters drawn as outlines, charts, pictures.
    """

    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    suspects: dict[int, Doubt] = field(default_factory=dict)
    unsure: dict[int, tuple[Rect, int, int]] = field(default_factory=dict)
    curves: int = 0


class Painter:
    """Paints a page once more, in thought."""

    def __init__(self, scene: Scene, texts: Texts, size: tuple[float, float]) -> None:
        self._scene, self._texts = scene, texts
        self._painting = Painting()
        self._struck: list[Struck] = []
        self._backdrop = Backdrop(*size)
        self._covers = Covers()

    def paint(self) -> Painting:
        """Visit the paths and pictures in the order of painting, and the texts whose ground must be looked at."""
        paths = paths_of(self._scene)
        asked = self._asked(paths)
        steps: list[tuple[int, Path | Rect | int]] = [(path.at, path) for path in paths]
        steps += self._pictures()
        steps += [(int(self._texts.at[index]), index) for index in np.flatnonzero(asked).tolist()]
        for at, thing in sorted(steps, key=lambda step: step[0]):
            if isinstance(thing, Path):
                self._path(thing)
            elif isinstance(thing, int):
                self._text(thing)
            else:
                self._painting.pictures.append(thing)
                self._backdrop.lay(thing, None)
                self._covers.add(at, thing)
        for index in np.flatnonzero(doubtful(self._texts, self._scene)).tolist():
            self._painting.suspects.setdefault(index, Doubt.DRAWING)
        for index in self._covers.under(self._texts):
            self._painting.suspects.setdefault(index, Doubt.COVER)
        self._painting.strokes = _strokes(self._struck)
        return self._painting

    def _asked(self, paths: list[Path]) -> Flags:
        """Tell which texts may be of the colour of what they stand on."""
        texts = self._texts
        fills = [path.fill for path in paths if path.fill is not None and not path.thin]
        grounds = {fill[:3] for fill in fills} | {PAPER}
        inks, number = texts.inks
        near = [any(apart(ink, ground) < FAINT_TEXT for ground in grounds) for ink in inks]
        if any(fill[3] < 255 for fill in fills):
            # Colours that let light through make any colour between those of the page, and none beyond.
            low, high = np.min(list(grounds), axis=0) - FAINT_TEXT, np.max(list(grounds), axis=0) + FAINT_TEXT
            near = [bool(((low < ink) & (ink < high)).all()) for ink in inks]
        return np.array(near, np.bool_)[number]

    def _pictures(self) -> list[tuple[int, Rect]]:
        scene = self._scene
        at = scene.positions(pdfium.IMAGE)
        if not at:
            return []
        own, known = bounds([scene.handles[index] for index in at])
        boxes = moved(own, frames_of(scene, at)).tolist()
        return [(index, tuple(box)) for index, box, real in zip(at, boxes, known.tolist(), strict=True) if real]

    def _text(self, index: int) -> None:
        texts = self._texts
        if texts.modes[index] & 3 == UNPRINTED or texts.paint[index, 3] < CLEAR_TEXT or not texts.plain[index]:
            return
        red, green, blue = texts.paint[index, :3].tolist()
        box = texts.box(index)
        if math.isfinite(box[0]) and not self._backdrop.shows((red, green, blue), box, FAINT_TEXT):
            self._painting.suspects[index] = Doubt.GROUND

    def _path(self, path: Path) -> None:
        first = len(self._struck)
        if path.thin:
            self._thin(path.fill, path.box)
        else:
            if path.filled:
                self._fill(path)
            if path.stroked:
                self._draw(path)
        last = len(self._struck)
        if path.handle in self._scene.doubtful and last > first:
            self._painting.unsure[path.handle] = (path.box, first, last)
        self._note(path, first, last)

    def _note(self, path: Path, first: int, last: int) -> None:
        """Keep a shape of a vivid colour: it may be of a seal."""
        paint = path.ink if path.stroked else path.fill
        if paint is not None and max(paint[:3]) - min(paint[:3]) > VIVID:
            bent = any(point is None for ring in path.rings for point in ring)
            framed = path.stroked and len(path.rings) == 1 and _rectangle(path.rings[0]) is not None
            shape = Shape(path.at, paint[:3], path.box, first, last, bent, framed)
            self._painting.shapes.append(shape)

    def _thin(self, paint: Paint | None, box: Rect) -> None:
        """A thin filled rectangle is one stroke; a dot of a dotted line may belong to either direction."""
        if paint is not None and (paint[3] < CLEAR_STROKE or self._backdrop.hides(paint[:3], box, FAINT_STROKE)):
            return
        self._strike(box)

    def _strike(self, box: Rect) -> None:
        x0, y0, x1, y1 = box
        wide, high = x1 - x0, y1 - y0
        if wide >= 0.5 * high and wide > 0:
            middle = (y0 + y1) / 2
            self._struck.append((x0, middle, x1, middle, high))
        if high >= 0.5 * wide and high > 0:
            middle = (x0 + x1) / 2
            self._struck.append((middle, y0, middle, y1, wide))

    def _fill(self, path: Path) -> None:
        """A filled area is a backdrop for what comes later, and where it shows, its edges are printed lines."""
        paint = path.fill
        boxes = [box for ring in path.rings if (box := _rectangle(ring)) is not None]
        if paint is not None and paint[3] < CLEAR_STROKE:
            return
        if not path.stroked:
            shown = [box for box in boxes if paint is None or not self._backdrop.hides(paint[:3], box, FAINT_STROKE)]
            for box in shown:
                self._outline(box, bar=paint is not None and self._backdrop.is_dark(paint[:3], box))
            if not boxes:
                self._silhouette(path.rings, paint)
        nested = any(_inside(two, one) or _inside(one, two) for one, two in pairwise(boxes))
        for box in boxes:
            if min(box[2] - box[0], box[3] - box[1]) > THIN:
                # A ring (a box with a hole) leaves its middle as it was; which part is the hole is not worth deciding.
                known = paint is not None and not nested
                self._backdrop.lay(box, paint[:3] if paint and known else None, paint[3] if paint else 255)
                self._cover(path, box)
        if not boxes and path.rings:
            self._painting.curves += 1
            self._blot(path)

    def _blot(self, path: Path) -> None:
        """A filled shape that is no rectangle: nobody knows where in its box it is, but it may hide and may show."""
        box = _around([point for ring in path.rings for point in ring if point is not None])
        if min(box[2] - box[0], box[3] - box[1]) > THIN:
            self._backdrop.lay(box, None)
            self._cover(path, box)

    def _cover(self, path: Path, box: Rect) -> None:
        if path.fill is None or path.fill[3] == 255:
            self._covers.add(path.at, box)

    def _silhouette(self, rings: list[Ring], paint: Paint | None) -> None:
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
            self._struck.append((x0, top, x1, top, 0.0))
        for left in (x0, x1):
            self._struck.append((left, y0, left, y1, 0.0))

    def _draw(self, path: Path) -> None:
        paint = path.ink
        self._painting.curves += any(point is None for ring in path.rings for point in ring)
        if paint is None or not (paint[3] < CLEAR_STROKE or self._lost(paint[:3], path.rings)):
            self._edges(path.rings, path.width)

    def _lost(self, colour: Colour, rings: list[Ring]) -> bool:
        """Tell whether lines of this colour are not seen on what lies under the middle of them all."""
        if self._backdrop.blank:
            return apart(colour, PAPER) < FAINT_STROKE
        points = [point for ring in rings for point in ring if point is not None]
        return bool(points) and self._backdrop.hides(colour, _around(points), FAINT_STROKE)

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
            self._struck.append((x0, top, x1, top, width) if x0 < x1 else (x1, top, x0, top, width))
        elif high > 0 and wide <= STRAIGHT * high:
            left = (x0 + x1) / 2
            self._struck.append((left, y0, left, y1, width) if y0 < y1 else (left, y1, left, y0, width))
        return None


def _strokes(struck: list[Struck]) -> list[Stroke]:
    if not struck:
        return []
    x0, top, x1, bottom, width = zip(*struck, strict=True)
    return many(Stroke, len(struck), x0=x0, top=top, x1=x1, bottom=bottom, width=width)


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

"""Seals and watermarks set as text or drawn as shapes: visible, but no text of the table they lie on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gouji.model.page import Stroke
from gouji.read.backdrop import Colour, Rect, apart
from gouji.read.characters import Characters
from gouji.read.painting import VIVID, Painting, Shape
from gouji.read.paths import THIN
from gouji.read.texts import Flags, Floats, Texts

PALE = 140
"""Of 255, from the ground: half-transparent black and middle grey and all that is paler; print is darker."""
LARGE = 1.8
"""Of the page's usual character height: a watermark over a table is larger, so is a title; titles lie on nothing."""
SHARED = 0.25
"""Of the smaller of two boxes: characters that share so much are printed over one another."""
BRUSHED, TILED = 0.05, 3
"""The same for what is printed so many times over a page in one pale colour."""
SEAL = (20.0, 230.0)
"""Points: official seals measure 38 to 58 mm, private ones less; larger on pages scaled to A3."""
KIN = 60
"""Of 255: colours so near are one seal's; rendering and separation shift them a little."""
RING = 0.6
"""Of a character's height: how far from the circle the characters of a round seal may stand."""
LETTERS = 3
"""Slanted texts of a ring's colour inside it make it a seal."""
USUAL = 0.3
"""Share of the page's characters: a colour of so many is the text's own, and what has it inside a ring may be text."""
CROWD = 400
"""Of a page: more rings, or frames, in vivid colours are an ornament, a chart's points or the cells of a table."""
SINGLE = 2000
"""Slanted characters of one colour, set singly: a seal has a few dozen, so many are a watermark."""
MOST = 200
"""Characters of the one kind held against all the others at a time."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where a seal lies, and its colour; `round` tells an ellipse from a rectangle."""

    box: Rect
    colour: Colour
    round: bool

    def holds(self, x: Floats, y: Floats) -> Flags:
        """Tell which points lie in it."""
        x0, top, x1, bottom = self.box
        across, down = 2 * (x - x0) / (x1 - x0) - 1, 2 * (y - top) / (bottom - top) - 1
        inside = np.hypot(across, down) if self.round else np.maximum(np.abs(across), np.abs(down))
        within: Flags = inside <= 1.02
        return within


def seals_of(painting: Painting, texts: Texts) -> list[Seal]:
    """Return the seals drawn as shapes: rings and frames in a vivid colour about a star or letters of that colour.

    A red circle or frame about red text alone may be a reader's mark: it is a seal only where it lies across something
    of another colour.
    """
    shapes = painting.shapes
    found = []
    for ring in _few(shape for shape in shapes if shape.round and _sized(shape.box, 2.2)):
        seal = Seal(ring.box, ring.colour, True)
        if _adorned(seal, ring, shapes) or _written(seal, texts) or _over_lines(seal, painting, texts):
            found.append(seal)
    for frame in _few(shape for shape in shapes if shape.framed and _sized(shape.box, 3.0)):
        letters = any(other.round and _akin(frame, other) and _within(other.box, frame.box) for other in shapes)
        if letters or (_lettered(texts, frame) and _crossing(painting, frame)):
            found.append(Seal(frame.box, frame.colour, False))
    return found


def _few(shapes: Iterable[Shape]) -> list[Shape]:
    """Return shapes that differ in place or colour, none if they are a crowd."""
    found = list({(shape.box, shape.colour): shape for shape in shapes}.values())
    return found if len(found) <= CROWD else []


def _adorned(seal: Seal, ring: Shape, shapes: list[Shape]) -> bool:
    """Tell whether a shape of its colour, neither line nor frame, lies inside a ring: a star, or a letter's outline."""
    return any(
        other is not ring
        and not other.framed
        and min(other.box[2] - other.box[0], other.box[3] - other.box[1]) > THIN
        and _akin(other, ring)
        and _within(other.box, seal.box)
        and not _within(seal.box, other.box)
        for other in shapes
    )


def _written(seal: Seal, texts: Texts) -> bool:
    """Tell whether slanted text of its colour stands inside a ring."""
    return bool((_inside(seal, texts) & texts.slanted).sum() >= LETTERS)


def _over_lines(seal: Seal, painting: Painting, texts: Texts) -> bool:
    """Tell whether text of its colour inside a ring has a line or text of another colour running through it."""
    mine = _inside(seal, texts)
    if not mine.any():
        return False
    boxes, others = texts.boxes[mine], texts.boxes[~mine & np.isfinite(texts.boxes).all(axis=1)]
    lines = np.array([(s.x0, s.top, s.x1, s.bottom) for s in painting.strokes]).reshape(-1, 4)
    return bool(_crossed(boxes, lines).any() or _crossed(boxes, others).any())


def _inside(seal: Seal, texts: Texts) -> Flags:
    """Tell which texts of a seal's colour stand in it."""
    akin = np.abs(texts.paint[:, :3] - seal.colour).max(axis=1) <= KIN
    inside: Flags = akin & seal.holds(*_middles(texts.boxes))
    return inside


def _crossing(painting: Painting, frame: Shape) -> bool:
    """Tell whether a line that is not of its colour runs through a frame."""
    x0, top, x1, bottom = frame.box
    mine = {i for shape in painting.shapes if _akin(shape, frame) for i in range(shape.first, shape.last)}
    return any(
        stroke.x0 < x1 - 3 and stroke.x1 > x0 + 3 and stroke.top < bottom - 3 and stroke.bottom > top + 3
        for number, stroke in enumerate(painting.strokes)
        if number not in mine
        and (stroke.x0 < x0 - 3 or stroke.x1 > x1 + 3 or stroke.top < top - 3 or stroke.bottom > bottom + 3)
    )


def _lettered(texts: Texts, frame: Shape) -> bool:
    return bool(_inside(Seal(frame.box, frame.colour, False), texts).any())


def strokes_beside(painting: Painting, seals: list[Seal], unseen: frozenset[int]) -> tuple[Stroke, ...]:
    """Return the strokes that are of no seal, nor of those nobody sees."""
    dropped = unseen | {
        index
        for seal in seals
        for shape in painting.shapes
        if apart(shape.colour, seal.colour) <= KIN and _within(shape.box, seal.box)
        for index in range(shape.first, shape.last)
    }
    if not dropped:
        return tuple(painting.strokes)
    return tuple(stroke for index, stroke in enumerate(painting.strokes) if index not in dropped)


def sealed(characters: Characters, texts: Texts, owner: np.ndarray, seen: Flags, seals: list[Seal]) -> Flags:
    """Tell which characters are of a seal: those within a drawn one and of its colour, and those along a circle."""
    x, y = _middles(characters.boxes)
    paint = texts.paint[owner]
    found = np.zeros(len(characters), np.bool_)
    rounds = [(seal, False) for seal in seals] + [(seal, True) for seal in _circles(characters, texts, owner)]
    for seal, written in rounds:
        akin = seen & (np.abs(paint[:, :3] - seal.colour).max(axis=1) <= KIN)
        inside = akin & seal.holds(x, y)
        if akin.sum() > USUAL * seen.sum() or max(seal.colour) - min(seal.colour) <= VIVID:
            inside &= _on_ring(seal, characters.boxes) & _alone(characters, texts, owner)[owner] & np.bool_(written)
        found |= inside
    return found


def watermarked(
    characters: Characters, texts: Texts, owner: np.ndarray, usable: Flags, contrast: np.ndarray, strokes: Floats
) -> Flags:
    """Tell which characters are of a watermark: pale or large ones that lie over others, and all of their like.

    `contrast` is each text object's difference from its ground, `strokes` the lines as boxes (x0, top, x1, bottom).
    """
    boxes = characters.boxes
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 0.01)
    where = usable & (characters.codes > 32)
    if not where.any():
        return np.zeros(len(characters), np.bool_)
    size = np.where(characters.upright, height, np.minimum(height, np.maximum(boxes[:, 2] - boxes[:, 0], 0.01)))
    usual = float(np.median(size[where]))
    pale = where & (contrast[owner] < PALE)
    large = where & (size > LARGE * usual)
    if pale.sum() > 0.5 * where.sum():
        pale &= large
    candidates = np.flatnonzero(pale | large)
    if not len(candidates):
        return np.zeros(len(characters), np.bool_)
    proven = np.zeros(len(texts), np.bool_)
    often = _often(characters, owner, pale)
    for start in range(0, len(candidates), MOST):
        some = candidates[start : start + MOST]
        many = often[owner[some]]
        over = _over(some, boxes, where, size, texts.paint[owner], contrast[owner], np.where(many, BRUSHED, SHARED))
        proven[owner[some[over]]] = True
        lined = some[pale[some] & ((size[some] > 1.3 * usual) | many)]
        proven |= _netted(owner[lined], boxes[lined], strokes, len(texts))
    alike = _alike(texts, owner, size, proven, contrast)
    of_mark: Flags = where & alike[owner] & (pale | large | proven[owner])
    return of_mark


def _often(characters: Characters, owner: np.ndarray, pale: Flags) -> Flags:
    """Tell which pale text objects say what two others say too."""
    said: dict[int, str] = {}
    for index in np.flatnonzero(pale).tolist():
        number = int(owner[index])
        said[number] = said.get(number, "") + chr(int(characters.codes[index]))
    counts = Counter(said.values())
    often = np.zeros(int(owner.max()) + 1, np.bool_)
    often[[number for number, text in said.items() if counts[text] >= TILED and len(text) > 1]] = True
    return often


def large_over(characters: Characters, usable: Flags) -> bool:
    """Tell whether characters much larger than usual have the middle of another one in them."""
    boxes = characters.boxes
    height = boxes[:, 3] - boxes[:, 1]
    own = height[usable]
    if not len(own):
        return False
    usual = float(np.partition(own, len(own) // 2)[len(own) // 2])
    large = boxes[usable & (height > LARGE * usual)]
    if not len(large):
        return False
    x, y = _middles(boxes)
    # Titles are large too; that nothing stands beside them is told at once.
    small = usable & (height <= LARGE * usual) & (y > large[:, 1].min()) & (y < large[:, 3].max())
    x, y = x[small], y[small]
    return len(x) > 0 and any(
        bool(((x > x0) & (x < x1) & (y > top) & (y < bottom)).any()) for x0, top, x1, bottom in large.tolist()
    )


def _over(
    some: np.ndarray,
    boxes: Floats,
    where: Flags,
    size: Floats,
    paint: np.ndarray,
    contrast: np.ndarray,
    least: np.ndarray,
) -> Flags:
    """Tell which of the candidates share ground with a character of another colour that is darker or far smaller."""
    others = np.flatnonzero(where)
    ours, theirs = boxes[some][:, None, :], boxes[others][None, :, :]
    wide = np.minimum(ours[..., 2], theirs[..., 2]) - np.maximum(ours[..., 0], theirs[..., 0])
    high = np.minimum(ours[..., 3], theirs[..., 3]) - np.maximum(ours[..., 1], theirs[..., 1])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
    near = shared > least[:, None] * np.minimum(areas[some][:, None], areas[others][None, :])
    other_ink = (paint[some][:, None, :] != paint[others][None, :, :]).any(axis=2)
    darker = contrast[some][:, None] + 20 < contrast[others][None, :]
    smaller = size[some][:, None] > LARGE * size[others][None, :]
    over: Flags = (near & (darker | smaller & other_ink)).any(axis=1)
    return over


def _netted(owner: np.ndarray, boxes: Floats, strokes: Floats, count: int) -> Flags:
    """Tell which texts have lines of both directions running through them.

    One that is struck out, or that runs over from its cell into the next, is crossed in one direction only.
    """
    level = strokes[:, 1] == strokes[:, 3]
    netted = np.ones(count, np.bool_)
    for lines in (strokes[level], strokes[~level]):
        netted &= np.bincount(owner, _crossed(boxes, lines), count) > 0
    return netted


def _crossed(boxes: Floats, strokes: Floats) -> Flags:
    """Tell which boxes a line crosses well inside."""
    if not len(strokes):
        return np.zeros(len(boxes), np.bool_)
    margin = 0.2 * (boxes[:, 2:] - boxes[:, :2])
    x0, top = (boxes[:, :2] + margin).T[:, :, None]
    x1, bottom = (boxes[:, 2:] - margin).T[:, :, None]
    crossed: Flags = (
        (strokes[:, 0] < x1) & (strokes[:, 2] > x0) & (strokes[:, 1] < bottom) & (strokes[:, 3] > top)
    ).any(axis=1)
    return crossed


def _alike(texts: Texts, owner: np.ndarray, size: Floats, proven: Flags, contrast: np.ndarray) -> Flags:
    """Tell which text objects have paint and size of a proven one: a watermark is printed many times over."""
    alike = proven.copy()
    sizes = np.zeros(len(texts))
    np.maximum.at(sizes, owner, size)
    for index in np.flatnonzero(proven).tolist():
        same = (texts.paint == texts.paint[index]).all(axis=1) & (np.abs(contrast - contrast[index]) <= 20)
        alike |= same & (np.abs(sizes - sizes[index]) < 0.1 * sizes[index])
    return alike


def _circles(characters: Characters, texts: Texts, owner: np.ndarray) -> list[Seal]:
    """Find the circles that slanted characters of one colour stand along, each set by itself."""
    slanted = np.flatnonzero((texts.slanted & _alone(characters, texts, owner))[owner] & (characters.codes > 32))
    found = []
    for paint in np.unique(texts.paint[owner[slanted]], axis=0):
        mine = slanted[(texts.paint[owner[slanted]] == paint).all(axis=1)]
        if len(mine) > SINGLE:
            continue
        for group in _clusters(characters.boxes[mine]):
            circle = _fitted(characters.boxes[mine[group]])
            if circle is not None:
                found.append(Seal(circle, (int(paint[0]), int(paint[1]), int(paint[2])), True))
    return found


def _alone(characters: Characters, texts: Texts, owner: np.ndarray) -> Flags:
    """Tell which text objects have a character or two: those along a circle must be set singly."""
    alone: Flags = np.bincount(owner, characters.codes > 32, len(texts)) <= 2
    return alone


def _clusters(boxes: Floats) -> list[np.ndarray]:
    """Part boxes into groups whose members stand within a few characters of one another."""
    x, y = _middles(boxes)
    reach = 4 * np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    left = np.ones(len(boxes), np.bool_)
    groups = []
    while left.any():
        group = np.zeros(len(boxes), np.bool_)
        edge = [int(np.flatnonzero(left)[0])]
        group[edge] = True
        while edge:
            one = edge.pop()
            near = left & ~group & (np.hypot(x - x[one], y - y[one]) < reach[one])
            group |= near
            edge += np.flatnonzero(near).tolist()
        left &= ~group
        groups.append(np.flatnonzero(group))
    return groups


def _fitted(boxes: Floats) -> Rect | None:
    """Return the box of the circle the characters stand along (least squares), None if they stand along none."""
    if len(boxes) < 4:
        return None
    x, y = _middles(boxes)
    size = float(np.median(np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])))
    terms = np.column_stack((x, y, np.ones(len(x))))
    (p, q, r), *_ = np.linalg.lstsq(terms, x**2 + y**2, rcond=None)
    radius = float(np.sqrt(max(0.0, r + p * p / 4 + q * q / 4)))
    off = np.abs(np.hypot(x - p / 2, y - q / 2) - radius)
    if off.max() > RING * size or not SEAL[0] <= 2 * radius <= SEAL[1]:
        return None
    reach = radius + 0.7 * size
    return float(p / 2 - reach), float(q / 2 - reach), float(p / 2 + reach), float(q / 2 + reach)


def _on_ring(seal: Seal, boxes: Floats) -> Flags:
    x, y = _middles(boxes)
    size = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    x0, top, x1, bottom = seal.box
    radius = (x1 - x0) / 2 - 0.7 * float(np.median(size)) if len(size) else 0.0
    on_ring: Flags = np.abs(np.hypot(x - (x0 + x1) / 2, y - (top + bottom) / 2) - radius) < RING * size
    return on_ring


def _middles(boxes: Floats) -> tuple[Floats, Floats]:
    return (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2


def _sized(box: Rect, longest: float) -> bool:
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return SEAL[0] <= long <= SEAL[1] and short > 0 and long <= longest * short


def _akin(one: Shape, other: Shape) -> bool:
    return apart(one.colour, other.colour) <= KIN


def _within(inner: Rect, outer: Rect) -> bool:
    slack = 0.02 * (outer[2] - outer[0]) + 2
    return (
        outer[0] - slack <= inner[0]
        and outer[1] - slack <= inner[1]
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )

"""From characters to words: runs on one line without a wide gap."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.model.building import many
from gouji.model.page import Word
from gouji.model.place import Box
from gouji.read.characters import Characters, Flags, Floats
from gouji.text import fold

Ints: TypeAlias = NDArray[np.intp]

GAP = 0.12
"""Of a character's height: a wider gap ends a word. Blanks are a quarter of the font size and wider, the space between
the texts of two cells is wider than the spread of a justified line, and a line cut into more words reads the same."""
BACK = 0.5
"""Of a character's height: a jump back by more starts a new word; kerning and italics overlap by less."""
ALONG = 0.6
"""Of a character's larger side: a wider gap ends a word that is set sideways."""
SHARED = 0.3
"""Of the lower of two heights: neighbours that share less do not stand on one line."""


def _kinds() -> np.ndarray:
    """Return what a code below U+10000 is in a word: 0 a character, 1 a blank (or control), 2 nothing at all."""
    kinds = np.zeros(0x10000, np.uint8)
    kinds[:0x21] = 1
    kinds[[0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]] = 1
    kinds[[0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]] = 2
    return kinds


_KINDS = _kinds()


def words_of(characters: Characters, usable: Flags) -> tuple[Word, ...]:
    """Build the words of a page from the characters marked usable, in the order of the file."""
    kinds = _KINDS[np.minimum(characters.codes, 0xFFFF)]
    where = np.flatnonzero(usable & (kinds == 0))
    if not len(where):
        return ()
    boxes = characters.boxes[where]
    text = characters.codes[where].astype("<u4").tobytes().decode("utf-32-le")
    # PDFium adds line ends and blanks of its own, without width, where it guesses them; only printed ones part words.
    printed = (kinds == 1) & (characters.boxes[:, 2] - characters.boxes[:, 0] > 0)
    blanks_before = np.cumsum(printed)[where]
    starts = np.flatnonzero(_breaks(boxes, blanks_before, characters.upright[where]))
    boxes = _with_stops(boxes, characters.upright[where], starts)
    folded = fold(text)
    if len(folded) != len(text):
        return tuple(word for piece in _pieces(text, boxes, starts) if (word := _folded(*piece)) is not None)
    return _made(folded, boxes, starts)


def _breaks(boxes: Floats, blanks_before: Ints, upright: Flags) -> Flags:
    """Mark the characters that start a word."""
    left, top, right, bottom = boxes.T
    height = bottom - top
    em = np.minimum(height[1:], height[:-1])
    gap = left[1:] - right[:-1]
    shared = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    first = np.ones(len(boxes), np.bool_)
    first[1:] = (
        (gap > GAP * em) | (gap < -BACK * em) | (shared < SHARED * em) | (blanks_before[1:] != blanks_before[:-1])
    )
    sideways = ~upright
    if sideways.any():
        along = sideways[1:] & sideways[:-1]
        near = np.maximum(top[1:], top[:-1]) - np.minimum(bottom[1:], bottom[:-1])
        beside = np.minimum(right[1:], right[:-1]) - np.maximum(left[1:], left[:-1])
        size = np.maximum(np.maximum(height[1:], height[:-1]), np.maximum(right - left, 0)[1:])
        parted = (near > ALONG * size) | (beside < 0) | (blanks_before[1:] != blanks_before[:-1])
        first[1:] = np.where(along, parted, first[1:] | sideways[1:] | sideways[:-1])
    return first


def _with_stops(boxes: Floats, upright: Flags, starts: Ints) -> Floats:
    """Add each character's left and right stop; a word set sideways has all its stops in its middle."""
    stops = boxes[:, (0, 2)]
    if not upright.all():
        counts = np.diff(np.append(starts, len(boxes)))
        middle = (np.minimum.reduceat(boxes[:, 0], starts) + np.maximum.reduceat(boxes[:, 2], starts)) / 2
        stops = np.where(upright[:, None], stops, np.repeat(middle, counts)[:, None])
    return np.column_stack((boxes, stops))


def _made(text: str, boxes: Floats, starts: Ints) -> tuple[Word, ...]:
    count, ends = len(starts), np.append(starts[1:], len(text))
    x0, top = (np.minimum.reduceat(boxes[:, side], starts).tolist() for side in (0, 1))
    x1, bottom = (np.maximum.reduceat(boxes[:, side], starts).tolist() for side in (2, 3))
    places = many(Box, count, x0=x0, top=top, x1=x1, bottom=bottom)
    stops = _stops(boxes, starts, ends)
    pieces = list(map(slice, starts.tolist(), ends.tolist()))
    spans = map(slice, (starts + np.arange(count)).tolist(), (ends + np.arange(1, count + 1)).tolist())
    texts = map(text.__getitem__, pieces)
    return tuple(many(Word, count, text=texts, box=places, stops=map(stops.__getitem__, spans)))


def _stops(boxes: Floats, starts: Ints, ends: Ints) -> tuple[float, ...]:
    """Return the stops of all words in one row: those left of its characters, then the one at its right end."""
    stops = np.empty(len(boxes) + len(starts))
    last = ends + np.arange(len(starts))
    own = np.ones(len(stops), np.bool_)
    own[last] = False
    stops[own], stops[last] = boxes[:, 4], boxes[ends - 1, 5]
    return tuple(stops.tolist())


def _pieces(text: str, boxes: Floats, starts: Ints) -> list[tuple[str, Floats]]:
    ends = [*starts[1:].tolist(), len(text)]
    return [(text[a:b], boxes[a:b]) for a, b in zip(starts.tolist(), ends, strict=True)]


def _folded(text: str, boxes: Floats) -> Word | None:
    """Build a word whose folding is longer or shorter than itself, each character keeping its own place."""
    parts = [(char, index) for index, raw in enumerate(text) for char in fold(raw) if not char.isspace()]
    if not parts:
        return None
    again = boxes[[index for _, index in parts]]
    return _made("".join(char for char, _ in parts), again, np.array([0]))[0]

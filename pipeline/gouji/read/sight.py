"""One page of a PDF: its words and strokes, upright, and what was noticed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from gouji.model.building import uncollected
from gouji.model.page import Page, Stroke, Word
from gouji.read import pdfium
from gouji.read.annotations import Overlay, join_typed
from gouji.read.characters import MISSING, Characters, fetch, owners_of
from gouji.read.doubles import doubled
from gouji.read.frame import Matrix, after, shown
from gouji.read.marks import PALE, Seal, large_over, sealed, seals_of, strokes_beside, watermarked
from gouji.read.painting import FAINT_TEXT, Doubt, Painter, Painting
from gouji.read.proof import Change, Suspect, changes
from gouji.read.scene import Scene, scene_of
from gouji.read.texts import CLEAR_TEXT, Flags, Texts, texts_of
from gouji.read.turning import quarter_turns, turning
from gouji.read.words import words_of
from gouji.text import fold

SCAN = 0.5
"""Share of a page: a picture that covers more, with hardly any text beside it, is a scanned page."""
FEW = 20
"""Characters: stamps, page numbers and file marks that scanning software prints on a picture have fewer."""
VEILED = 13
"""Of 255: text something was painted over is read while it still differs so much from what would be there without it:
a seal's ink lets a tenth through and hides nothing, paint lets nothing through."""
INK = 0.02
"""Of a text's box: visible text covers a tenth and more of it, rarely a fiftieth."""
OVERPRINT = 0.4
"""Of a text's box: text of the colour of its ground is seen only where so much under it has another colour, more than
the letters it may have been printed over cover."""
TINY = 1.2
"""Points: text no higher is not printed to be read; the smallest print in use is four."""


@dataclass(frozen=True, slots=True)
class Left:
    """Characters that were left out: the words they make, and each with its middle on the upright page."""

    words: tuple[Word, ...] = ()
    spots: tuple[tuple[str, float, float], ...] = ()

    @property
    def count(self) -> int:
        """Count the characters."""
        return len(self.spots)


@dataclass(frozen=True, slots=True)
class Sight:
    """A page and what was noticed about it."""

    page: Page
    hidden: Left = Left()
    marks: Left = Left()
    stamps: int = 0
    joined: bool = False
    missing: int = 0
    scanned: bool = False
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """A page as it is looked at: turned upright, its objects and text objects, its size."""

    page: pdfium2.PdfPage
    frame: Matrix
    size: tuple[float, float]
    quarters: int
    level: bool
    scene: Scene
    texts: Texts


def sight_of(document: pdfium2.PdfDocument, index: int, *, layered: bool) -> Sight:
    """Look at one page (from 0).

    Raises:
        pdfium2.PdfiumError: the page cannot be loaded.
    """
    with uncollected():
        return _sight_of(document, index, layered=layered)


def _sight_of(document: pdfium2.PdfDocument, index: int, *, layered: bool) -> Sight:
    page = document[index]
    overlay = join_typed(document, page)
    if overlay.joined:
        page.close()
        page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            return _look(_view(page, layered=layered), pdfium.address_of(text_page.raw), index + 1, overlay)
        finally:
            text_page.close()
    finally:
        page.close()


def _view(page: pdfium2.PdfPage, *, layered: bool) -> _View:
    turns = raw.FPDFPage_GetRotation(page)
    box = page.get_bbox()
    size = (box[2] - box[0], box[3] - box[1])
    if turns % 2:
        size = size[::-1]
    frame = shown(box, turns)
    handle = pdfium.address_of(page.raw)
    scene = scene_of(handle, frame, layered=layered)
    texts = texts_of(scene)
    quarters = quarter_turns(texts)
    if quarters:
        frame = after(frame, turning(size, quarters))
        scene = scene_of(handle, frame, layered=layered)
        texts = texts_of(scene)
        size = size[::-1] if quarters % 2 else size
    return _View(page, frame, size, quarters, (turns + quarters) % 4 == 0, scene, texts)


def _look(view: _View, text_page: int, number: int, overlay: Overlay) -> Sight:
    texts = view.texts
    painting = Painter(view.scene, texts, view.size).paint()
    changed = _proof(view, painting)
    unseen = _unseen(texts, painting, changed)
    unprinted = texts.unprinted
    seals = seals_of(painting, texts)
    contrast = _contrast(texts, painting, changed)
    special = unseen | unprinted | texts.slanted | (contrast < PALE)
    characters = fetch(text_page, view.frame, texts, turned=not view.level, owners=bool(seals) or bool(special.any()))
    strokes = strokes_beside(painting, seals, _unseen_strokes(painting, changed))
    groups = _grouped(view, characters, text_page, (unseen, unprinted), contrast, seals, strokes)
    page = Page(
        number=number,
        width=view.size[0],
        height=view.size[1],
        words=words_of(characters, groups.usable),
        strokes=strokes,
        turned=90 * view.quarters,
    )
    return _summed_up(page, view, painting, characters, groups, overlay)


@dataclass(frozen=True, slots=True)
class _Groups:
    """Which characters are read, and which are left out as unseen, undrawn (mode 3) or marks."""

    usable: Flags
    hidden: Flags
    unprinted: Flags
    marks: Flags


def _grouped(
    view: _View,
    characters: Characters,
    text_page: int,
    unread: tuple[Flags, Flags],
    contrast: NDArray[np.int64],
    seals: list[Seal],
    strokes: tuple[Stroke, ...],
) -> _Groups:
    """Part the characters one reads from the others."""
    texts, boxes = view.texts, characters.boxes
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    printed = characters.codes > 32
    beside = ~((middle_x >= 0) & (middle_x <= view.size[0]) & (middle_y >= 0) & (middle_y <= view.size[1]))
    sides = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    hidden = printed & (beside | (sides < TINY))
    characters = _with_owners(characters, text_page, printed & ~hidden)
    nothing = np.zeros(len(characters), np.bool_)
    if characters.handles is None:
        usable = ~hidden & ~doubled(characters.codes, boxes, ~hidden, None)
        return _Groups(usable, hidden, nothing, nothing)
    owner, known = _owner(characters.handles, texts)
    hidden |= printed & known & unread[0][owner]
    unprinted = printed & known & unread[1][owner] & ~hidden
    seen = ~hidden & ~unprinted & known
    marks = printed & seen & (texts.slanted[owner] | sealed(characters, texts, owner, printed & seen, seals))
    twice = doubled(characters.codes, boxes, seen & ~marks, contrast[owner])
    lines = np.array([(s.x0, s.top, s.x1, s.bottom) for s in strokes]).reshape(-1, 4)
    marks |= watermarked(characters, texts, owner, seen & ~marks & ~twice, contrast, lines)
    usable = ~hidden & ~unprinted & ~marks & ~twice
    return _Groups(usable, hidden, unprinted, marks)


def _with_owners(characters: Characters, text_page: int, printed: Flags) -> Characters:
    """Ask for the text objects too where some characters are much larger than the others and lie over them."""
    if characters.handles is not None or not large_over(characters, printed):
        return characters
    return replace(characters, handles=owners_of(text_page, len(characters)))


def _owner(handles: NDArray[np.uint64], texts: Texts) -> tuple[NDArray[np.intp], Flags]:
    """Return the number of each character's text object, and whether it has one."""
    order = np.argsort(texts.handles)
    found = np.clip(np.searchsorted(texts.handles, handles, sorter=order), 0, max(0, len(texts) - 1))
    owner = order[found] if len(texts) else np.zeros(len(handles), np.intp)
    known = texts.handles[owner] == handles if len(texts) else np.zeros(len(handles), np.bool_)
    return owner, known


def _proof(view: _View, painting: Painting) -> dict[int, Change]:
    texts = view.texts
    suspects = {}
    for index, doubt in painting.suspects.items():
        red, green, blue = texts.paint[index, :3].tolist()
        colour = (red, green, blue) if doubt == Doubt.GROUND else None
        least = VEILED if doubt == Doubt.COVER else FAINT_TEXT
        suspects[texts.ids[index]] = Suspect(texts.box(index), least, colour)
    suspects |= {handle: Suspect(box, FAINT_TEXT) for handle, (box, _, _) in painting.unsure.items()}
    return changes(view.page, suspects, view.size, view.quarters)


def _unseen(texts: Texts, painting: Painting, changed: Mapping[int, Change]) -> Flags:
    """Tell which text objects let nearly all light through, or leave the page as it is."""
    unseen: Flags = texts.plain & (texts.paint[:, 3] < CLEAR_TEXT)
    for index in painting.suspects:
        change = changed[texts.ids[index]]
        unseen[index] |= change.share < INK or change.ground < OVERPRINT
    return unseen


def _contrast(texts: Texts, painting: Painting, changed: Mapping[int, Change]) -> NDArray[np.int64]:
    """Return how far each text stands out: from paper by its paint, and as measured where that was in doubt."""
    contrast: NDArray[np.int64] = (255 - texts.paint[:, :3].min(axis=1)) * texts.paint[:, 3] // 255
    contrast[~texts.plain] = 255
    for index in painting.suspects:
        contrast[index] = changed[texts.ids[index]].peak
    return contrast


def _unseen_strokes(painting: Painting, changed: Mapping[int, Change]) -> frozenset[int]:
    """Return the numbers of the strokes of paths without which the page looks the same."""
    return frozenset(
        number
        for handle, (_, first, last) in painting.unsure.items()
        if changed[handle].peak < FAINT_TEXT
        for number in range(first, last)
    )


def _summed_up(
    page: Page, view: _View, painting: Painting, characters: Characters, groups: _Groups, overlay: Overlay
) -> Sight:
    covered = _covered(painting, page.width * page.height)
    scanned = covered and sum(len(word.text) for word in page.words) < FEW
    # The text layer a recogniser lays over a scan is undrawn by intent; the page is said to be a scan instead.
    hidden = groups.hidden if scanned else groups.hidden | groups.unprinted
    return Sight(
        page=page,
        hidden=_left(characters, hidden),
        marks=_left(characters, groups.marks),
        stamps=overlay.left_out,
        joined=overlay.joined,
        missing=int((groups.usable & _unmapped(characters.codes)).sum()),
        scanned=scanned,
        # Lines and rectangles alone are a table of blank cells: there is nothing to read.
        drawn=bool(painting.pictures or painting.curves or len(view.texts)),
    )


def _left(characters: Characters, group: Flags) -> Left:
    where = np.flatnonzero(group & (characters.codes > 32))
    if not len(where):
        return Left()
    boxes = characters.boxes[where]
    middles = zip((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2, strict=True)
    codes = characters.codes[where].tolist()
    spots = tuple((fold(chr(code)), float(x), float(y)) for code, (x, y) in zip(codes, middles, strict=True))
    return Left(words_of(characters, group), spots)


def _unmapped(codes: NDArray[np.uint32]) -> Flags:
    unmapped: Flags = (codes == MISSING) | (codes >= 0xE000) & (codes < 0xF900) | (codes >= 0xF0000)
    return unmapped


def _covered(painting: Painting, area: float) -> bool:
    """Tell whether pictures cover most of the page; scans are often stored in strips."""
    pictures = sum(max(0.0, x1 - x0) * max(0.0, y1 - y0) for x0, y0, x1, y1 in painting.pictures)
    return pictures > SCAN * area

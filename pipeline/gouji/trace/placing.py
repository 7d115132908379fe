"""Words into the cells of a table: by the middle of each character, cut where an edge runs between two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from gouji.model.page import Word
from gouji.model.place import Box
from gouji.trace.lattice import Lattice

STRUCK = 0.1
"""Of a character's width: an edge that leaves more on both sides strikes through it: its text runs over the edge. Text
of two cells that touches the edge from either side ends and begins there to within the rounding of widths."""
NARROW = 0.5
"""Of the padding all other text of a table keeps: text that begins and ends closer to an edge runs over it."""
FLUSH = 0.3
"""Of the height: text that runs over other text is surely of the cell it is set flush or centred in to within that."""
MARGIN = 1.5
"""The same for text that runs into blank cells."""
NEXT = 0.6
"""Of the height: a word that follows one that ran over the edge after no more than a wide blank is of the same text."""
NOWHERE, BESIDE = -1, -2
"""Owner of a character inside the table's outer box but in no cell; of one outside the box."""

_HALF_BLANK = frozenset("，。、；：！？）】》」』”’（【《「『“‘")


@dataclass(slots=True)
class Placing:
    """The words of each cell, those outside the table, those in its box but in no cell, those that ran over an edge."""

    words: list[list[Word]]
    outside: list[Word] = field(default_factory=list)
    stray: list[Word] = field(default_factory=list)
    overflowing: list[Word] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Home:
    """The cell of a word that runs over an edge, and how far it is from where text of the cell would stand."""

    owner: int
    astray: float


def place_words(table: Lattice, words: Sequence[Word]) -> Placing:
    """Give each word, or each piece of a word that an edge cuts, to one cell or to the outside."""
    placing = Placing([[] for _ in table.cells])
    if not words:
        return placing
    owners = table.owners
    middles = np.array([_ends(word) for word in words])
    heights = (middles[:, 2] + middles[:, 3]) / 2
    first = _owner_at(table, owners, middles[:, 0], heights).tolist()
    last = _owner_at(table, owners, middles[:, 1], heights).tolist()
    inside = [(word, one) for word, one, other in zip(words, first, last, strict=True) if one == other >= 0]
    padding = cache(partial(_padding, table, inside))
    before: tuple[Word, _Home] | None = None
    for word, one, other in zip(words, first, last, strict=True):
        if before is not None and _follows(before[0], word):
            _run_over(placing, word, before[1], {one, other}, inside)
            before = word, before[1]
            continue
        before = None
        if one == other and (one >= 0 or not _crosses(table, word)):
            _put(placing, word, one)
        else:
            found = _owners_of(table, owners, word)
            if not _runs_over(table, word, found, padding):
                for piece, owner in _pieces(word, found):
                    _put(placing, piece, owner)
                continue
            before = word, _home(table, word, found, padding())
            _run_over(placing, word, before[1], set(found), inside)
    return placing


def _ends(word: Word) -> tuple[float, float, float, float]:
    """Return the middles of the first and last character, and top and bottom."""
    stops = word.stops
    return (stops[0] + stops[1]) / 2, (stops[-2] + stops[-1]) / 2, word.box.top, word.box.bottom


def _owner_at(
    table: Lattice, owners: NDArray[np.intp], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.intp]:
    col = np.searchsorted(table.xs, x, side="right") - 1
    row = np.searchsorted(table.ys, y, side="right") - 1
    inside = (col >= 0) & (col < owners.shape[1]) & (row >= 0) & (row < owners.shape[0])
    found = owners[np.clip(row, 0, owners.shape[0] - 1), np.clip(col, 0, owners.shape[1] - 1)]
    return np.where(inside, found, BESIDE)


def _crosses(table: Lattice, word: Word) -> bool:
    """Tell whether a word whose ends are in no cell may run through the table all the same."""
    box = table.box
    middle = (word.box.top + word.box.bottom) / 2
    return box.top <= middle <= box.bottom and word.box.x0 < box.x1 and word.box.x1 > box.x0


def _put(placing: Placing, word: Word, owner: int) -> None:
    if owner >= 0:
        placing.words[owner].append(word)
        return
    placing.outside.append(word)
    if owner == NOWHERE:
        placing.stray.append(word)


def _follows(before: Word, word: Word) -> bool:
    """Tell whether a word goes on with the text of the one before it."""
    height = min(before.box.bottom - before.box.top, word.box.bottom - word.box.top)
    shared = min(before.box.bottom, word.box.bottom) - max(before.box.top, word.box.top)
    return shared > 0.5 * height and -0.1 * height < word.box.x0 - before.box.x1 < NEXT * height


def _run_over(placing: Placing, word: Word, home: _Home, touched: set[int], inside: Sequence[tuple[Word, int]]) -> None:
    """Leave a word whole in a cell; it is in doubt unless it is set there as text is."""
    _put(placing, word, home.owner)
    top, bottom = word.box.top, word.box.bottom
    others = touched - {home.owner, NOWHERE, BESIDE}
    over_text = any(owner in others and other.box.bottom > top and other.box.top < bottom for other, owner in inside)
    if home.astray > (FLUSH if over_text else MARGIN) * (bottom - top):
        placing.overflowing.append(word)


def _owners_of(table: Lattice, owners: NDArray[np.intp], word: Word) -> list[int]:
    stops = np.array(word.stops)
    heights = np.full(len(word.text), (word.box.top + word.box.bottom) / 2)
    found: list[int] = _owner_at(table, owners, (stops[:-1] + stops[1:]) / 2, heights).tolist()
    return found


def _padding(table: Lattice, inside: Sequence[tuple[Word, int]]) -> tuple[float, float]:
    """Return how far from the left and the right edges of their cells the words stay that stand in one."""
    xs, cells = table.xs, table.cells
    left = min((word.stops[0] - xs[cells[owner].col] for word, owner in inside), default=0.0)
    right = min((xs[cells[owner].col_end] - word.stops[-1] for word, owner in inside), default=0.0)
    return max(0.0, left), max(0.0, right)


def _runs_over(table: Lattice, word: Word, found: Sequence[int], padding: Callable[[], tuple[float, float]]) -> bool:
    """Tell whether a word is one text that runs over an edge, not the texts of two cells."""
    if len(set(found)) < 2:
        return False
    if any(_struck(table, word, at, found) for at in range(len(word.text))):
        return True
    # Text of two cells keeps away from the edge between them as text does elsewhere in the table.
    return (
        all(
            word.stops[at] - edge < NARROW * padding()[0] and edge - word.stops[at] < NARROW * padding()[1]
            for at in range(1, len(found))
            if min(found[at - 1], found[at]) >= 0 and found[at - 1] != found[at]
            for edge in (table.xs[table.cells[found[at]].col],)
        )
        and min(found) >= 0
        and min(padding()) > 0
    )


def _struck(table: Lattice, word: Word, at: int, found: Sequence[int]) -> bool:
    """Tell whether an edge between two cells runs through the ink of the character."""
    neighbours = {found[max(0, at - 1)], found[at], found[min(len(found) - 1, at + 1)]}
    if len(neighbours) < 2 or word.text[at] in _HALF_BLANK:
        return False
    left, right = word.stops[at], word.stops[at + 1]
    least = STRUCK * (right - left)
    return any(
        left + least < edge < right - least
        for owner in neighbours
        if owner >= 0
        for edge in (table.xs[table.cells[owner].col], table.xs[table.cells[owner].col_end])
    )


def _home(table: Lattice, word: Word, found: Sequence[int], padding: tuple[float, float]) -> _Home:
    """Return the cell of a word that runs over an edge: the one it is set in best, flush or centred."""
    size = word.box.bottom - word.box.top

    def astray(owner: int) -> float:
        before = word.stops[0] - table.xs[table.cells[owner].col]
        after = table.xs[table.cells[owner].col_end] - word.stops[-1]
        return min(abs(before - min(padding[0], size)), abs(after - min(padding[1], size)), abs(before - after) / 2)

    inside = sorted({owner for owner in found if owner >= 0}, key=found.index)
    if not inside:
        return _Home(found[0], 0.0)
    best = min(inside, key=lambda owner: round(astray(owner)))
    return _Home(best, astray(best))


def _pieces(word: Word, found: Sequence[int]) -> Iterator[tuple[Word, int]]:
    for owner, run in groupby(range(len(found)), key=found.__getitem__):
        at = list(run)
        stops = (*word.stops[at[0] : at[-1] + 1], word.stops[at[-1] + 1])
        box = Box(x0=min(stops), top=word.box.top, x1=max(stops), bottom=word.box.bottom)
        yield Word(text=word.text[at[0] : at[-1] + 1], box=box, stops=stops), owner

"""Words into the cells of a table: by the middle of each character, cut where an edge runs between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from gouji.model.page import Word
from gouji.model.place import Box
from gouji.trace.lattice import Lattice

STRUCK = 0.1
"""Of a character's width: an edge that leaves more on both sides strikes through it: its text runs over the edge. Text
of two cells that touches the edge from either side ends and begins there to within the rounding of widths."""
NEXT = 0.6
"""Of the height: a word that follows one that ran over the edge after no more than a wide blank is of the same text."""
MARGIN = 1.5
"""Of the height: text that begins (ends) so close to its cell's left (right) edge is set flush to it."""
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


def place_words(table: Lattice, words: Sequence[Word]) -> Placing:
    """Give each word, or each piece of a word that an edge cuts, to one cell or to the outside."""
    placing = Placing([[] for _ in table.cells])
    if not words:
        return placing
    owners = table.owners()
    middles = np.array([_ends(word) for word in words])
    heights = (middles[:, 2] + middles[:, 3]) / 2
    first = _owner_at(table, owners, middles[:, 0], heights).tolist()
    last = _owner_at(table, owners, middles[:, 1], heights).tolist()
    before: tuple[Word, int] | None = None
    for word, one, other in zip(words, first, last, strict=True):
        if before is not None and _follows(before[0], word):
            _run_over(placing, word, before[1])
            before = word, before[1]
            continue
        before = None
        if one == other and (one >= 0 or not _crosses(table, word)):
            _put(placing, word, one)
        else:
            home = _cut(placing, table, owners, word)
            before = None if home is None else (word, home)
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


def _run_over(placing: Placing, word: Word, home: int) -> None:
    _put(placing, word, home)
    placing.overflowing.append(word)


def _cut(placing: Placing, table: Lattice, owners: NDArray[np.intp], word: Word) -> int | None:
    """Cut a word along the edges, or return the cell it was left whole in because it runs over one."""
    stops = np.array(word.stops)
    middles = (stops[:-1] + stops[1:]) / 2
    heights = np.full(len(middles), (word.box.top + word.box.bottom) / 2)
    found = _owner_at(table, owners, middles, heights).tolist()
    if len(set(found)) > 1 and any(_struck(table, word, at, found) for at in range(len(word.text))):
        home = _home(table, word, found)
        _run_over(placing, word, home)
        return home
    for piece, owner in _pieces(word, found):
        _put(placing, piece, owner)
    return None


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


def _home(table: Lattice, word: Word, found: Sequence[int]) -> int:
    """Return the cell of a word that runs over an edge: where it is flush left, or flush right, or its middle."""
    reach = MARGIN * (word.box.bottom - word.box.top)
    first, last = found[0], found[-1]
    if first >= 0 and word.stops[0] - table.xs[table.cells[first].col] < reach:
        return first
    if last >= 0 and table.xs[table.cells[last].col_end] - word.stops[-1] < reach:
        return last
    inside = [owner for owner in found if owner >= 0]
    middle = found[len(found) // 2]
    return middle if middle >= 0 or not inside else inside[len(inside) // 2]


def _pieces(word: Word, found: Sequence[int]) -> Iterator[tuple[Word, int]]:
    for owner, run in groupby(range(len(found)), key=found.__getitem__):
        at = list(run)
        stops = (*word.stops[at[0] : at[-1] + 1], word.stops[at[-1] + 1])
        box = Box(x0=min(stops), top=word.box.top, x1=max(stops), bottom=word.box.bottom)
        yield Word(text=word.text[at[0] : at[-1] + 1], box=box, stops=stops), owner

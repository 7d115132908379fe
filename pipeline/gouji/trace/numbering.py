"""The rows and columns a reader would count: the slots between edges without those that are only paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from gouji.trace.lattice import LOW, Lattice


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number of each edge once slots of mere paper are left out, and the cells that stand in such slots alone."""

    rows: tuple[int, ...]
    cols: tuple[int, ...]
    dropped: frozenset[int]


def numbering(table: Lattice, words: Sequence[Sequence[object]]) -> Numbering:
    """Count rows and columns.

    Left out are the strips between cells that are frames of their own, and what remains of a row beside a cell that
    a page end cuts lower than its neighbours: no cell has its place there alone.

    Args:
        table: the table as drawn.
        words: what stands in each of its cells.
    """
    owners = table.owners
    rows = _paper(owners, [(cell.row, cell.row_end) for cell in table.cells])
    cols = _paper(owners.T, [(cell.col, cell.col_end) for cell in table.cells])
    blank = [not inside for inside in words]
    spaced = _between_frames(table.xs)
    if spaced:
        filled_rows = {cell.row for cell, empty in zip(table.cells, blank, strict=True) if not empty}
        filled_cols = {cell.col for cell, empty in zip(table.cells, blank, strict=True) if not empty}
        cols |= spaced - filled_cols
        rows |= _between_frames(table.ys) - filled_rows
    if not rows and not cols:
        return Numbering(rows=_counted(len(table.ys), rows), cols=_counted(len(table.xs), cols), dropped=frozenset())
    dropped = frozenset(
        number
        for number, cell in enumerate(table.cells)
        if {*range(cell.row, cell.row_end)} <= rows or {*range(cell.col, cell.col_end)} <= cols
    )
    return Numbering(rows=_counted(len(table.ys), rows), cols=_counted(len(table.xs), cols), dropped=dropped)


def _paper(owners: NDArray[np.intp], spans: Sequence[tuple[int, int]]) -> set[int]:
    """Return the slots in which no cell stands alone, if some of the slot belongs to none or it is the last.

    Where a cell begins with the slot and another ends with it both edges part columns: a shifted edge is no paper.
    """
    alone = {start for start, end in spans if end == start + 1}
    shifted = {start for start, _ in spans} & {end - 1 for _, end in spans}
    last = len(owners) - 1
    unfilled = set(range(len(owners))) - alone - shifted
    return {at for at in unfilled if at == last or bool((owners[at] < 0).any())}


def _between_frames(edges: Sequence[float]) -> set[int]:
    """Return every second slot, if all of these are too narrow for text.

    Then every cell has a frame of its own, or every stroke is drawn twice, those of the outer frame too.
    """
    for first in (0, 1):
        slots = range(first, len(edges) - 1, 2)
        if len(edges) >= 4 and len(edges) % 2 == 0 and all(edges[at + 1] - edges[at] < LOW for at in slots):
            return set(slots)
    return set()


def _counted(edges: int, left_out: set[int]) -> tuple[int, ...]:
    return tuple(accumulate((at not in left_out for at in range(edges - 1)), initial=0))

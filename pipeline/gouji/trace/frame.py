"""What a page shows of a table that lacks strokes: its drawn rows, their columns and lines, and what is inferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gouji.model.page import Word
from gouji.trace.columns import Columns, runs_of
from gouji.trace.lattice import Lattice
from gouji.trace.lines import to_lines
from gouji.trace.measure import Column
from gouji.trace.rooms import Cellular
from gouji.trace.rows import Banded
from gouji.trace.strokes import Edge

COVERED = 0.6
"""Of a slot's side: a stroke that runs along more of it closes it."""
MEET = 4.0
"""Points: a stroke that ends so close to another meets it."""
SURE = 0.5
"""The doubt per row up to which inferred rows need no notice: less than one blank cell in a column of texts."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """A table with inferred cells, and how doubtful they are: the cost per row, whether the rows' middles and the drawn
    ends of their bands leave no other heights, and whether strokes draw every column.
    """

    table: Lattice
    doubt: float
    closes: bool
    columns_drawn: bool

    @property
    def sure(self) -> bool:
        """Tell whether the page's geometry confirms what was inferred."""
        return self.columns_drawn and self.closes and self.doubt <= SURE


@dataclass(slots=True)
class Band:
    """A drawn row: its runs of columns, their lines, and the rows inside it."""

    top: float
    bottom: float
    runs: list[tuple[int, int]]
    columns: list[Column]
    found: Banded | None = None
    first: int = 0
    leaf: list[int] | None = None
    head: bool = False
    ends: tuple[bool, bool] = (True, True)
    cells: tuple[Cellular, ...] = ()
    """Its cells where they are known, rows counted from its first."""

    @property
    def bounds(self) -> tuple[float, ...]:
        """The heights that part its rows."""
        return self.found.bounds if self.found is not None else (self.top, self.bottom)


@dataclass(slots=True)
class Frame:
    """What strokes draw: positions, and which slots' sides they close."""

    xs: list[float]
    ys: list[float]
    along: NDArray[np.bool_]
    across: NDArray[np.bool_]
    bands: list[Band] = field(default_factory=list)
    open: Columns | None = None
    em: float = 10.0

    def runs(self, band: Band, words: list[Word]) -> list[tuple[int, int]]:
        """Return the runs of one row of a band without upright strokes, as columns of the frame."""
        if self.open is None or band.leaf is None:
            return band.runs
        return [(band.leaf[low], band.leaf[high]) for low, high in runs_of(words, self.open, self.em)]


def walls_of(edges: list[Edge], ats: list[float], stops: list[float]) -> NDArray[np.bool_]:
    """Return for each position and each slot between stops whether an edge closes it there."""
    walls = np.zeros((len(ats), len(stops) - 1), np.bool_)
    low, high = np.array(stops[:-1]), np.array(stops[1:])
    covered = np.zeros(walls.shape)
    for edge in edges:
        near = int(np.argmin([abs(edge.at - at) for at in ats]))
        if abs(ats[near] - edge.at) <= MEET:
            covered[near] += np.clip(np.minimum(high, edge.end) - np.maximum(low, edge.start), 0, None)
    return np.asarray(covered >= COVERED * (high - low))


def cut_columns(words: Sequence[Word], xs: Sequence[float]) -> list[Column]:
    """Give each word to the column its middle stands in."""
    held: list[list[Word]] = [[] for _ in range(len(xs) - 1)]
    for word in words:
        at = sum((word.box.x0 + word.box.x1) / 2 >= x for x in xs[1:-1])
        held[at].append(word)
    return [Column(x0=x0, x1=x1, lines=tuple(to_lines(own))) for (x0, x1), own in zip(pairwise(xs), held, strict=True)]


def row_at(bounds: Sequence[float], y: float) -> int:
    """Return the row a height lies in."""
    return max(0, min(len(bounds) - 2, sum(y >= bound for bound in bounds) - 1))

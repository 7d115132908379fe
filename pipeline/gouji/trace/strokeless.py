"""Tables that lack strokes: the rows and spans that the printed lines tell, and how sure they are.

A table whose every cell is drawn is left as it is. Where a drawn cell holds the lines of several rows in several
columns at once, or columns end where no stroke crosses them, the rows are inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from gouji.model.page import Stroke, Word
from gouji.model.place import Box
from gouji.trace.columns import PART, Columns, intervals, lefts_of, middles_of
from gouji.trace.evidence import is_evident, is_loose, may_be_evident
from gouji.trace.frame import MEET, Band, Frame, Inferred, cut_columns, walls_of
from gouji.trace.lattice import Lattice
from gouji.trace.lines import TextLine, to_lines
from gouji.trace.measure import FIGURES, Column, Print, print_of
from gouji.trace.rooms import Cellular
from gouji.trace.rows import Banded, rows_of, wrapping
from gouji.trace.strips import assembled
from gouji.trace.strokes import Edge, edges_of

LEAST_COLUMNS, LEAST_ROWS = 3, 2
"""A header that others hang from has so many columns, a row that may be several so many lines."""
GAP = 2.2
"""Of the height: words of a cell over several rows that are further apart are two texts."""
STEP = 1.6
"""Of the height: the lines of one text are hardly further apart."""
SPACED = 1.6
"""Words of a wide cell to each of its lines: more are texts in columns, not prose."""
SEVERAL = 0.8
"""Of the height: words of one cell that stand so far one below the other are on several lines."""
RULED = 5
"""So many bands show whether each is a row."""
LEAST_ROW = 4.0
"""Points: a lower strip between a stroke and the end of another is no row."""


def completed(table: Lattice, words: Sequence[Word], strokes: Iterable[Stroke]) -> Inferred | None:
    """Return the table with the rows and spans that its strokes leave out; None if they leave out nothing."""
    box = table.box
    ends = np.array([(word.box.x0, word.box.top, word.box.x1, word.box.bottom) for word in words]).reshape(-1, 4)
    x, y = (ends[:, 0] + ends[:, 2]) / 2, (ends[:, 1] + ends[:, 3]) / 2
    within = (box.x0 <= x) & (x <= box.x1) & (box.top <= y) & (y <= box.bottom)
    inside = [words[at] for at in np.flatnonzero(within).tolist()]
    if not _is_suspect(table, inside, ends[within]):
        return None
    level, upright = _edges_in(box, strokes)
    frame = _framed(table, level, upright)
    frame.em = median(word.box.bottom - word.box.top for word in inside) if inside else frame.em
    frame.bands = _bands(frame, inside)
    hung = hang(frame)
    found = infer(frame, loose=hung or len(frame.ys) > len(table.ys))
    return None if found is None or found.table.cells == table.cells else found


def infer(frame: Frame, *, loose: bool) -> Inferred | None:
    """Find the rows of each band and the spans of each column.

    Args:
        frame: what is drawn, and the lines in it.
        loose: whether it is known that strokes are missing, so that weak evidence is enough.
    """
    kind = print_of(column for band in frame.bands for column in band.columns)
    padding = _padding(frame.bands, kind)
    looked = [_is_strong(band, kind, padding) for band in frame.bands]
    if not loose and not any(strong for _, strong in looked):
        return assembled(frame, kind, only_labels=True)
    solved = [
        _solve(band, kind) if found is None and band.found is None else found
        for band, (found, _) in zip(frame.bands, looked, strict=True)
    ]
    ruled, left_whole = _is_ruled(frame.bands, solved), False
    for band, found, (_, sure) in zip(frame.bands, solved, looked, strict=True):
        if found is None or len(found.bounds) == 2:
            continue
        if sure or (not ruled and (band.leaf is not None or is_loose(band, found, kind))):
            band.found = found
        elif not ruled:
            left_whole = left_whole or found.cost < wrapping(band.columns, kind, padding)
    made = assembled(frame, kind)
    return replace(made, closes=False) if made is not None and left_whole else made


def _is_ruled(bands: Sequence[Band], solved: Sequence[Banded | None]) -> bool:
    """Tell whether level strokes part each row of a table without upright ones: most bands hold a single row."""
    open_bands = [
        found is None or len(found.bounds) == 2
        for band, found in zip(bands, solved, strict=True)
        if band.leaf is not None and not band.head
    ]
    return len(open_bands) >= RULED and 2 * sum(open_bands) > len(open_bands)


def _padding(bands: Iterable[Band], kind: Print) -> float:
    """Return what the lines of all columns keep from their edges, between a quarter of the height and all of it."""
    rooms = [
        min(line.left - column.x0, column.x1 - line.right)
        for band in bands
        for column in band.columns
        for line in column.lines
        if len(line.text) > 1
    ]
    return max(0.25 * kind.em, min(kind.em, *rooms)) if rooms else 0.25 * kind.em


def _is_suspect(table: Lattice, words: Sequence[Word], ends: NDArray[np.float64]) -> bool:
    """Tell, at little cost, whether cells do not tile the table, or some hold what may be the texts of several rows.

    `ends` are x0, top, x1, bottom of the words.
    """
    if (table.owners < 0).any():
        return True
    if not words:
        return False
    height = float(np.median(ends[:, 3] - ends[:, 1]))
    y = (ends[:, 1] + ends[:, 3]) / 2
    owner = _owners_at(table, (ends[:, 0] + ends[:, 2]) / 2, y)
    spans = np.array([(cell.row, cell.row_end - cell.row, cell.col_end - cell.col) for cell in table.cells])
    lines = _lines_of(owner, y, len(spans)) / height
    open_to_doubt = (spans[:, 1] > 1) & (lines > GAP) | (spans[:, 2] >= LEAST_COLUMNS) & (lines > 0)
    crowds = np.bincount(spans[lines > SEVERAL, 0], minlength=len(table.ys)) >= LEAST_COLUMNS
    if not (open_to_doubt.any() or crowds.any()):
        return False
    wanted = open_to_doubt | crowds[spans[:, 0]]
    held = _held(table, words, owner.tolist(), wanted.tolist())
    if any(_is_open(held[at], height) for at in np.flatnonzero(open_to_doubt).tolist()):
        return True
    rows: dict[int, list[_Held]] = {}
    for one in held.values():
        if crowds[one.cell.row]:
            rows.setdefault(one.cell.row, []).append(one)
    return _holds_rows(table, [row for row in rows.items() if _is_crowded(row[1], height)])


def _owners_at(table: Lattice, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.intp]:
    owners = table.owners
    cols = np.clip(np.searchsorted(table.xs, x, side="right") - 1, 0, owners.shape[1] - 1)
    rows = np.clip(np.searchsorted(table.ys, y, side="right") - 1, 0, owners.shape[0] - 1)
    return np.asarray(owners[rows, cols])


def _lines_of(owner: NDArray[np.intp], y: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return how far apart the first and the last word of each cell stand."""
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, owner, y)
    np.maximum.at(high, owner, y)
    return np.asarray(np.maximum(high - low, 0.0))


def _is_open(held: _Held, height: float) -> bool:
    """Tell whether a cell over rows holds a space as between two texts, or a wide one texts side by side."""
    cell, lines = held.cell, held.lines(height)
    if cell.row_end - cell.row > 1 and held.gap() > GAP * height:
        return True
    wide = cell.col_end - cell.col >= LEAST_COLUMNS and lines > 1 and len(held.words) > SPACED * lines
    return wide and _in_columns(to_lines(held.words), height)


def _holds_rows(table: Lattice, crowded: Iterable[tuple[int, Sequence[_Held]]]) -> bool:
    """Tell whether a crowded row of a table whose cells are all drawn is evidently several."""
    doubtful = [band for row, own in crowded if may_be_evident(band := _drawn_band(table, row, own))]
    if not doubtful:
        return False
    kind = print_of(column for band in doubtful for column in band.columns)
    padding = _padding(doubtful, kind)
    return any(_is_strong(band, kind, padding)[1] for band in doubtful)


def _drawn_band(table: Lattice, row: int, held: Sequence[_Held]) -> Band:
    """Return the cells that begin in a row as a band; those that end further down hold no rows of it."""
    xs, ys = table.xs, table.ys
    own = sorted(held, key=lambda one: one.cell.col)
    runs = [(one.cell.col, one.cell.col_end) for one in own]
    columns = [
        Column(x0=xs[low], x1=xs[high], lines=tuple(to_lines(one.words)))
        for (low, high), one in zip(runs, own, strict=True)
    ]
    return Band(ys[row], ys[row + 1], runs, columns)


def _is_strong(band: Band, kind: Print, padding: float) -> tuple[Banded | None, bool]:
    """Return the rows found in a band, if it was worth while to look, and whether they are evident."""
    doubt = wrapping(band.columns, kind, padding) if may_be_evident(band) else 0.0
    found = _solve(band, kind) if doubt > 0 else None
    return found, found is not None and is_evident(band, found, kind, padding) and doubt > found.cost


@dataclass(slots=True)
class _Held:
    """A cell with its words."""

    cell: Cellular
    words: list[Word] = field(default_factory=list)

    @property
    def figure(self) -> bool:
        """Tell whether all of them are figures."""
        return all(FIGURES.issuperset(word.text) for word in self.words)

    def lines(self, height: float) -> float:
        """Return about how many lines the words fill."""
        ys = [word.box.top + word.box.bottom for word in self.words]
        return 1 + (max(ys) - min(ys)) / 2 / height

    def gap(self) -> float:
        """Return the widest step down from one word to the next."""
        ys = sorted((word.box.top + word.box.bottom) / 2 for word in self.words)
        return max((two - one for one, two in pairwise(ys)), default=0.0)


def _held(table: Lattice, words: Sequence[Word], owners: Sequence[int], wanted: Sequence[bool]) -> dict[int, _Held]:
    """Return the cells that are wanted, by number, with their words."""
    found: dict[int, _Held] = {}
    for owner, word in zip(owners, words, strict=True):
        if wanted[owner]:
            if owner not in found:
                found[owner] = _Held(table.cells[owner])
            found[owner].words.append(word)
    return found


def _is_crowded(row: Sequence[_Held], height: float) -> bool:
    """Tell whether several cells of a drawn row hold several lines, and neither steps nor figures say it is one row."""
    several = [held for held in row if held.lines(height) > 1 + SEVERAL]
    if len(several) < LEAST_COLUMNS:
        return False
    figures = [held for held in row if held.figure]
    apart = any(held.gap() > STEP * height for held in several)
    return apart or not figures or any(held in several for held in figures)


def _edges_in(box: Box, strokes: Iterable[Stroke]) -> tuple[list[Edge], list[Edge]]:
    around = Box(x0=box.x0 - MEET, top=box.top - MEET, x1=box.x1 + MEET, bottom=box.bottom + MEET)
    own = [one for one in strokes if around.holds((one.x0 + one.x1) / 2, (one.top + one.bottom) / 2)]
    # The strokes of a table beside or below would shift the table's own edges.
    level, upright = edges_of(own)
    return (
        [e for e in level if box.top - MEET <= e.at <= box.bottom + MEET and e.start < box.x1 and e.end > box.x0],
        [e for e in upright if box.x0 - MEET <= e.at <= box.x1 + MEET and e.start < box.bottom and e.end > box.top],
    )


def _framed(table: Lattice, level: list[Edge], upright: list[Edge]) -> Frame:
    """Lay out what is drawn; a column's edge that ends where no stroke runs shows the border of a row."""
    ys = sorted({*table.ys, *(edge.at for edge in level)})
    for end in sorted(end for edge in upright for end in (edge.start, edge.end)):
        if min(abs(end - y) for y in ys) > LEAST_ROW:
            ys = sorted([*ys, end])
    xs = sorted({*table.xs, *(edge.at for edge in upright)})
    along = walls_of(upright, xs, ys).T
    along[:, 0] = along[:, -1] = True
    across = walls_of(level, ys, xs)
    across[0], across[-1] = True, True
    return Frame(xs, ys, along, across)


def _bands(frame: Frame, words: Sequence[Word]) -> list[Band]:
    bands = []
    for number, (top, bottom) in enumerate(pairwise(frame.ys)):
        held = [word for word in words if top <= (word.box.top + word.box.bottom) / 2 < bottom]
        runs, columns = [], []
        start = 0
        for at in range(1, len(frame.xs)):
            if at < len(frame.xs) - 1 and not frame.along[number, at]:
                continue
            x0, x1 = frame.xs[start], frame.xs[at]
            lines = to_lines([word for word in held if x0 <= (word.box.x0 + word.box.x1) / 2 < x1])
            runs.append((start, at))
            columns.append(Column(x0=x0, x1=x1, lines=tuple(lines)))
            start = at
        bands.append(Band(top, bottom, runs, columns))
    return bands


def hang(frame: Frame) -> bool:
    """Let the columns of a header run down through a row that has no upright strokes; tell whether there is one."""
    hung = False
    for above, band in pairwise(frame.bands):
        lines = band.columns[0].lines
        if len(band.runs) > 1 or len(above.runs) < LEAST_COLUMNS or len(lines) < LEAST_ROWS:
            continue
        if not _in_columns(lines, frame.em):
            continue
        leaf = [above.runs[0][0], *(run[1] for run in above.runs)]
        xs = [frame.xs[edge] for edge in leaf]
        held = [word for line in lines for word in line.words]
        if sum(any(word.box.x0 < x - 1 and word.box.x1 > x + 1 for x in xs[1:-1]) for word in held) > 0.05 * len(held):
            continue
        rows = [intervals(line.words, PART * frame.em) for column in above.columns for line in column.lines]
        rows += [intervals(line.words, PART * frame.em) for line in lines]
        frame.open = Columns(tuple(xs), middles_of(rows, xs, frame.em), lefts_of(rows, xs))
        band.leaf, band.runs = leaf, list(pairwise(leaf))
        band.columns = cut_columns(held, xs)
        hung = True
    return hung


def _in_columns(lines: Sequence[TextLine], em: float) -> bool:
    """Tell whether a line is parted by spaces as wide as those between columns."""
    return max(len(intervals(line.words, 0.5 * em)) for line in lines) >= LEAST_COLUMNS


def _solve(band: Band, kind: Print) -> Banded | None:
    own = [
        column if all(band.top - 1 <= line.top and line.bottom <= band.bottom + 1 for line in column.lines)
        else Column(x0=column.x0, x1=column.x1, lines=())
        for column in band.columns
    ]  # fmt: skip
    if sum(len(column.lines) > 1 for column in own) < 2:
        return None
    known = band.ends
    return rows_of(own, kind, band.top if known[0] else None, band.bottom if known[1] else None)

"""Tables without upright strokes: columns from the texts, rows from level strokes or from the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from gouji.model.page import Page, Word
from gouji.trace.columns import PART, Columns, Interval, columns_of, confirmed, intervals
from gouji.trace.frame import Band, Frame, Inferred, cut_columns, walls_of
from gouji.trace.heads import head_of
from gouji.trace.lines import TextLine, to_lines
from gouji.trace.measure import Column, is_figure, print_of
from gouji.trace.regions import Region, head_texts, regions, rows_of_texts
from gouji.trace.rows import CENTRED, Banded
from gouji.trace.strokeless import infer
from gouji.trace.strokes import Edge

MANY = 5
"""So many level strokes part every row."""
LEAST_COLUMNS, LEAST_ROWS = 3, 3
DOUBT = 2.5
"""A cost per row beyond which a table without strokes is not believed."""
LONGEST = 60
"""Characters: the texts of half the cells are shorter."""


def open_tables(page: Page, words: Sequence[Word], level: Sequence[Edge]) -> list[Inferred]:
    """Return the tables of a page that no upright stroke draws."""
    found = []
    for region in regions(page, words, level):
        table = _traced(region, page.proposed)
        if table is not None:
            found.append(table)
    return found


def is_undecided(page: Page, words: Sequence[Word], level: Sequence[Edge]) -> bool:
    """Tell whether rows of the page hold more texts than the paper between texts parts columns."""
    for region in regions(page, words, level):
        text = _text_of(region)
        columns = _columns(region, text)
        counts = sorted((len(row) for row in text.rows), reverse=True)
        if columns is not None and len(counts) >= LEAST_ROWS and counts[LEAST_ROWS - 1] > len(columns.xs) - 1:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a region, where texts stand in each row, and the height of the letters."""

    lines: list[TextLine]
    rows: list[list[Interval]]
    em: float


def _text_of(region: Region) -> _Text:
    em = median(word.box.bottom - word.box.top for word in region.words)
    lines = to_lines(region.words)
    ys = sorted({edge.at for edge in region.level})
    if len(ys) < MANY or region.top is None or region.bottom is None:
        return _Text(lines, rows_of_texts(lines, em), em)
    bands = ([w for w in region.words if a <= (w.box.top + w.box.bottom) / 2 < b] for a, b in pairwise(ys))
    return _Text(lines, [intervals(group, PART * em) for group in bands if group], em)


def _columns(region: Region, text: _Text) -> Columns | None:
    left, right = region.sides or (None, None)
    known = sorted(x for edge in region.level for x in (edge.start, edge.end))
    return columns_of(text.rows, text.em, left, right, known, head_texts(text.lines, text.em))


def _traced(region: Region, proposed: Sequence[tuple[float, ...]]) -> Inferred | None:
    text = _text_of(region)
    columns = _columns(region, text)
    if columns is None or len(columns.xs) - 1 < LEAST_COLUMNS:
        return None
    for edges in proposed:
        columns = confirmed(columns, edges, text.rows, text.em) or columns
    frame = _frame(region, columns, text.lines, text.em)
    table = infer(frame, loose=True)
    return table if table is not None and _is_table(frame, table, region.words) else None


def _frame(region: Region, columns: Columns, lines: Sequence[TextLine], em: float) -> Frame:
    first, last = min(line.top for line in lines), max(line.bottom for line in lines)
    top = region.top if region.top is not None else first - 0.2 * em
    bottom = region.bottom if region.bottom is not None else last + 0.2 * em
    inner = sorted({edge.at for edge in region.level if top + 2 < edge.at < bottom - 2})
    ys = [top, *inner, bottom]
    xs = list(columns.xs)
    level = list(region.level)
    along = np.zeros((len(ys) - 1, len(xs)), np.bool_)
    along[:, 0] = along[:, -1] = True
    across = walls_of(level, ys, xs)
    across[0], across[-1] = True, True
    frame = Frame(xs, ys, along, across, open=columns, em=em)
    for number, (a, b) in enumerate(pairwise(ys)):
        held = [word for word in region.words if a <= (word.box.top + word.box.bottom) / 2 < b]
        ends = (number > 0 or region.top is not None, number < len(ys) - 2 or region.bottom is not None)
        frame.bands += _with_head(
            Band(a, b, [], [], leaf=list(range(len(xs))), ends=ends),
            held,
            columns,
            em,
            first=number == 0,
            ruled=len(ys) > 2,
        )
    if len(frame.bands) > len(ys) - 1:
        frame.ys = [frame.bands[0].top, *(band.bottom for band in frame.bands)]
        frame.across = walls_of(level, frame.ys, xs)
        frame.across[0], frame.across[-1] = True, True
        frame.across[1] |= len(frame.bands) > len(ys) - 1
    return frame


def _with_head(band: Band, words: list[Word], columns: Columns, em: float, *, first: bool, ruled: bool) -> list[Band]:
    """Fill a band; a header of two rows, some of whose texts stand over several columns, is parted from the rest."""
    band.runs = list(pairwise(range(len(columns.xs))))
    band.columns = cut_columns(words, columns.xs)
    head = head_of(words, columns.xs, em) if first else None
    if head is None:
        return [band]
    rest = min((word.box.top for word in words if word.box.top > head.end - 1), default=None)
    if rest is None and not ruled:
        return [band]
    stop = band.bottom if rest is None else (head.end + rest) / 2
    top = Band(band.top, stop, band.runs, [], leaf=band.leaf, head=True, ends=(band.ends[0], True))
    top.columns = cut_columns([word for word in words if (word.box.top + word.box.bottom) / 2 < stop], columns.xs)
    top.found = Banded((band.top, head.between, stop), frozenset(), CENTRED, 0.0, True, None)
    top.cells = head.cells(len(band.runs))
    if rest is None:
        return [top]
    body = Band(stop, band.bottom, band.runs, [], leaf=band.leaf, ends=(False, band.ends[1]))
    body.columns = cut_columns([word for word in words if (word.box.top + word.box.bottom) / 2 >= stop], columns.xs)
    return [top, body]


def _is_table(frame: Frame, found: Inferred, words: Sequence[Word]) -> bool:
    """Tell whether rows and columns are in step enough, and texts short enough, to be no prose."""
    table = found.table
    if len(table.xs) - 1 < LEAST_COLUMNS or len(table.ys) - 1 < LEAST_ROWS or found.doubt > DOUBT:
        return False
    kind = print_of(column for band in frame.bands for column in band.columns)
    filled = [column for column in cut_columns(words, table.xs) if column.lines]
    if len(filled) < LEAST_COLUMNS:
        return False
    # A form whose every row strokes part stacks blocks: texts of one print across the columns of another.
    ruled = len(frame.bands) >= MANY
    if not any(_has_digits(column, 5 if ruled else 2) for column in filled):
        return False
    headed = any(band.head for band in frame.bands)
    if not ruled and not headed and not _is_headed(found, words):
        return False
    lengths = sorted(sum(len(word.text) for word in line.words) for column in filled for line in column.lines)
    crossing = sum(
        any(w.box.x0 < x - 0.3 * kind.em and w.box.x1 > x + 0.3 * kind.em for x in table.xs[1:-1]) for w in words
    )
    return lengths[len(lengths) // 2] <= LONGEST // 3 and (4 if ruled else 8) * crossing <= len(words)


def _is_headed(found: Inferred, words: Sequence[Word]) -> bool:
    """Tell whether the first rows name the columns: down to one with texts in most columns there is no figure."""
    table = found.table
    named: set[int] = set()
    for top, bottom in pairwise(table.ys):
        own = [word for word in words if top <= (word.box.top + word.box.bottom) / 2 < bottom]
        filled = [(number, column) for number, column in enumerate(cut_columns(own, table.xs)) if column.lines]
        if any(is_figure(column.lines[0]) for _, column in filled):
            return False
        named |= {number for number, _ in filled}
        if 5 * len(named) >= 3 * (len(table.xs) - 1):
            return True
    return False


def _has_digits(column: Column, share: int) -> bool:
    """Tell whether one in so many of a column's texts, its header aside, and more hold a digit."""
    body = column.lines[1:]
    return len(body) > 1 and share * sum(any(char.isdigit() for char in line.text) for line in body) > len(body)

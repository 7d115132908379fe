"""From rows to cells where strokes are missing: each column is parted among its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gouji.trace.frame import Band, Frame, Inferred, row_at
from gouji.trace.lattice import Lattice
from gouji.trace.lines import TextLine, to_lines
from gouji.trace.measure import Column, Print, is_figure, middle, spread
from gouji.trace.rooms import Cellular
from gouji.trace.rows import CENTRED
from gouji.trace.spans import BLANK_LABEL, BLANK_MAKER, Span, spans_of

FILLED = 0.97
"""Of the rows: the first column with a text in so many holds names, not labels over several rows."""
ONE_LINE = 1.3
"""Of the height: a row that is no higher holds one line."""
LEAST_BLANK = 2
"""Blank columns that the first text of a row of totals runs over at least."""


@dataclass(slots=True)
class _Strip:
    """Cells of one column that no stroke parts: rows `start` up to `end`, and its lines."""

    run: tuple[int, int]
    start: int
    end: int
    lines: list[TextLine]
    makes: list[bool]
    left: bool
    parted: bool = False
    """Whether rows in it were inferred: else strokes part all that is to be parted."""


def assembled(frame: Frame, kind: Print, *, only_labels: bool = False) -> Inferred | None:
    """Return the table of a frame whose rows are known; None if only labels may be parted and none is."""
    bounds: list[float] = [frame.bands[0].top]
    for band in frame.bands:
        band.first = len(bounds) - 1
        bounds += band.bounds[1:]
    inset = _inset(frame)
    dense = _first_dense(frame)
    cells = [
        Cellular(band.first + cell.row, cell.col, band.first + cell.row_end, cell.col_end)
        for band in frame.bands
        for cell in band.cells
    ]
    doubt, split = 0.0, False
    for strip in _strips(frame, dense):
        rows = bounds[strip.start : strip.end + 1]
        if only_labels and not _has_gap(strip, kind):
            cells.append(Cellular(strip.start, strip.run[0], strip.end, strip.run[1]))
            continue
        spans, cost = _strip_spans(frame, strip, rows, kind, inset)
        if only_labels and (cost > 0.6 * len(spans) or any(span.lines == 0 for span in spans)):
            spans, cost = (Span(0, strip.end - strip.start, len(strip.lines)),), 0.0
        split = split or len(spans) > 1
        doubt += cost
        cells += [Cellular(strip.start + s.start, strip.run[0], strip.start + s.end, strip.run[1]) for s in spans]
    if only_labels and not split:
        return None
    closes = not only_labels and all(
        band.found is None or (band.found.chained and band.found.mode == CENTRED) for band in frame.bands
    )
    doubt += sum(band.found.cost for band in frame.bands if band.found is not None)
    table = _trimmed(frame.xs, bounds, sorted(cells, key=lambda cell: (cell.row, cell.col)))
    return Inferred(table, doubt / max(1, len(bounds) - 1), closes, frame.open is None)


def _inset(frame: Frame) -> float | None:
    """Return how far below a row's upper edge texts begin, where they may be set to the top of their cells."""
    found = [band.found for band in frame.bands if band.found is not None]
    insets = [one.inset for one in found if one.inset is not None]
    if insets:
        return median(insets)
    tops = [
        line.top - bounds[row_at(bounds, middle(line))]
        for band in frame.bands
        if band.found is not None and _is_single(band)
        for bounds in (band.bounds,)
        for number in band.found.makers
        for line in band.columns[number].lines
    ]
    return median(tops) if tops else None


def _is_single(band: Band) -> bool:
    """Tell whether each row of a band is one line high, so that texts in the middle and at the top stand alike."""
    makers = band.found.makers if band.found is not None else frozenset()
    lines = [line for number in makers for line in band.columns[number].lines]
    if not lines or len(band.bounds) < 3:
        return False
    tallest: float = max(bottom - top for top, bottom in _ends_of_rows(band.bounds, lines))
    return tallest < ONE_LINE * float(median(line.bottom - line.top for line in lines))


def _ends_of_rows(bounds: Sequence[float], lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    held: dict[int, list[TextLine]] = {}
    for line in lines:
        held.setdefault(row_at(bounds, middle(line)), []).append(line)
    return [spread(own) for own in held.values()]


def _has_gap(strip: _Strip, kind: Print) -> bool:
    """Tell whether a blank line and more parts the lines of a cell over several rows."""
    if strip.end - strip.start < 2 or len(strip.lines) < 2:
        return False
    return any(middle(two) - middle(one) > kind.pitch + 0.8 * kind.em for one, two in pairwise(strip.lines))


def _strip_spans(
    frame: Frame, strip: _Strip, rows: Sequence[float], kind: Print, inset: float | None
) -> tuple[tuple[Span, ...], float]:
    count = len(rows) - 1
    if count == 1 or (not strip.parted and not _has_gap(strip, kind)):
        return (Span(0, count, len(strip.lines)),), 0.0
    column = Column(x0=frame.xs[strip.run[0]], x1=frame.xs[strip.run[1]], lines=tuple(strip.lines))
    if not strip.lines:
        single = tuple(Span(row, row + 1, 0) for row in range(count))
        return ((Span(0, count, 0),) if strip.left else single), 0.0
    blank = (BLANK_MAKER if all(strip.makes) else BLANK_LABEL) if strip.left else 0.0
    spans, cost = min(
        (spans_of(column, rows, frozenset(), kind, blank=blank, inset=way) for way in dict.fromkeys((inset, None))),
        key=lambda one: one[1],
    )
    if not spans and not strip.left:
        held = Counter(row_at(rows, middle(line)) for line in strip.lines)
        spans = tuple(Span(row, row + 1, held[row]) for row in range(count))
    return spans or (Span(0, count, len(strip.lines)),), min(cost, 6.0)


def _first_dense(frame: Frame) -> float:
    """Return where the first column begins that has a text of its own in nearly every row; labels stand left of it."""
    if frame.open is not None:
        return _first_dense_open(frame)
    texts: dict[tuple[int, int], int] = {}
    rows: dict[tuple[int, int], int] = {}
    parted = [band for band in frame.bands if band.found is not None]
    heights: Counter[tuple[tuple[int, int], ...]] = Counter()
    for band in parted:
        heights[tuple(band.runs)] += len(band.bounds) - 1
    usual = max(heights, key=lambda runs: heights[runs], default=())
    for band in parted:
        if tuple(band.runs) != usual:
            continue
        for run, column in zip(band.runs, band.columns, strict=True):
            if not column.figures:
                texts[run] = texts.get(run, 0) + len({row_at(band.bounds, middle(line)) for line in column.lines})
                rows[run] = rows.get(run, 0) + len(band.bounds) - 1
    most = max(rows.values(), default=0)
    dense = [frame.xs[run[0]] for run in rows if rows[run] >= 0.9 * most and texts[run] >= FILLED * rows[run]]
    made = [run for run in rows if rows[run] >= 0.9 * most and 2 * texts[run] > rows[run]]
    return min(dense or [frame.xs[run[0]] for run in made], default=0.0)


def _first_dense_open(frame: Frame) -> float:
    """The same where no upright strokes tell the columns of a row."""
    filled: dict[int, int] = {}
    for band in frame.bands:
        if band.leaf is None or band.head:
            continue
        for edge, column in zip(band.leaf, band.columns, strict=False):
            rows = {row_at(band.bounds, middle(line)) for line in column.lines}
            filled[edge] = filled.get(edge, 0) + len(rows)
            if column.figures and len(rows) > 1:
                filled[edge] -= len(frame.bands) + len(band.bounds)
    most = max(filled.values(), default=0)
    return min((frame.xs[edge] for edge, count in filled.items() if count >= FILLED * most), default=0.0)


def _strips(frame: Frame, dense: float) -> list[_Strip]:
    open_strips: dict[tuple[int, int], _Strip] = {}
    found: list[_Strip] = []
    for number, band in enumerate(frame.bands):
        if band.cells:
            open_strips = {}
            continue
        for row, lined in enumerate(_rows_in(frame, band, dense)):
            going: dict[tuple[int, int], _Strip] = {}
            for run, lines, makes, left in lined:
                walled = row == 0 and (number == 0 or bool(frame.across[number, run[0] : run[1]].all()))
                before = open_strips.get(run)
                if before is None or walled:
                    before = _Strip(run, band.first + row, band.first + row, [], [], True)
                    found.append(before)
                before.end += 1
                before.lines += lines
                before.makes.append(makes)
                unruled = number > 0 and row == 0 and not frame.across[number].any()
                before.parted = before.parted or len(band.bounds) > 2 or unruled
                before.left = band.head or (frame.xs[run[0]] < dense and left)
                going[run] = before
            open_strips = going
    return found


def _rows_in(
    frame: Frame, band: Band, dense: float
) -> Iterator[list[tuple[tuple[int, int], list[TextLine], bool, bool]]]:
    """Yield for each row of a band its runs: columns, lines, whether they make rows, whether they may be labels."""
    makers = band.found.makers if band.found is not None else frozenset()
    for row in range(len(band.bounds) - 1):
        own = [_between(column, row, band.bounds) for column in band.columns]
        words = [word for lines in own for line in lines for word in line.words]
        if band.leaf is None:
            yield [
                (run, lines, at in makers, band.head or not _numbered(band, column))
                for at, (run, lines, column) in enumerate(zip(band.runs, own, band.columns, strict=True))
            ]
            continue
        at_leaf = {edge: number for number, edge in enumerate(band.leaf)}
        out = []
        runs = frame.runs(band, words)
        if band is frame.bands[-1] and row == len(band.bounds) - 2:
            runs = _total_runs(runs, own, band.leaf, sum(frame.xs[edge] < dense for edge in band.leaf))
        for run in runs:
            low, high = at_leaf[run[0]], at_leaf[run[1]]
            held = to_lines([word for lines in own[low:high] for line in lines for word in line.words])
            makes = high - low == 1 and low in makers
            out.append((run, held, makes, band.head or not _numbered(band, band.columns[low])))
        yield out


def _total_runs(
    runs: list[tuple[int, int]], own: Sequence[Sequence[TextLine]], leaf: Sequence[int], named: int
) -> list[tuple[int, int]]:
    """Let the first text of a row of totals run over the blank columns of labels and names beside it."""
    filled = [number for number, lines in enumerate(own) if lines]
    if len(filled) < 2 or filled[0] > 0 or filled[1] <= max(named, LEAST_BLANK) or is_figure(own[0][0]):
        return runs
    if not all(is_figure(line) for line in own[filled[1]]):
        return runs
    stop = leaf[filled[1]]
    return [(leaf[0], stop), *(run for run in runs if run[0] >= stop)] if runs[0][1] <= stop else runs


def _numbered(band: Band, column: Column) -> bool:
    """Tell whether a column holds a figure in most rows, as one that numbers them does."""
    return column.figures and 5 * len(column.lines) > 3 * (len(band.bounds) - 1)


def _between(column: Column, row: int, bounds: Sequence[float]) -> list[TextLine]:
    return [line for line in column.lines if row_at(bounds, middle(line)) == row]


def _trimmed(xs: Sequence[float], ys: Sequence[float], cells: Sequence[Cellular]) -> Lattice:
    """Leave out edges no cell begins or ends at."""
    used_cols = sorted({edge for cell in cells for edge in (cell.col, cell.col_end)})
    used_rows = sorted({edge for cell in cells for edge in (cell.row, cell.row_end)})
    new_col = {old: new for new, old in enumerate(used_cols)}
    new_row = {old: new for new, old in enumerate(used_rows)}
    return Lattice(
        xs=tuple(xs[edge] for edge in used_cols),
        ys=tuple(ys[edge] for edge in used_rows),
        cells=tuple(
            Cellular(new_row[cell.row], new_col[cell.col], new_row[cell.row_end], new_col[cell.col_end])
            for cell in cells
        ),
    )

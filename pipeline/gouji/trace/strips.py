"""From rows to cells where strokes are missing: each column is parted among its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from gouji.trace.frame import Band, Frame, Inferred, row_at
from gouji.trace.lattice import Lattice
from gouji.trace.lines import TextLine, to_lines
from gouji.trace.measure import Column, Print, is_figure, middle, spread
from gouji.trace.overs import Lined, join_blank, names_over, split_names, total_runs
from gouji.trace.rooms import Cellular
from gouji.trace.rows import CENTRED, TOPPED, Banded
from gouji.trace.spans import BLANK_LABEL, BLANK_MAKER, Span, spans_of

FILLED = 0.97
"""Of the rows: the first column with a text in so many holds names, not labels over several rows."""
ONE_LINE = 1.3
"""Of the height: a row that is no higher holds one line."""
UNDOUBTED = 0.05
"""Of a cost: less is a matter of rounding, not of doubt."""
LIKE_OTHERS = 0.1
"""Of what it costs all strips to be set one way: so much counts in each."""

Choice: TypeAlias = tuple[tuple[Span, ...], float]
"""How a strip is parted, and what that costs."""


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
    if only_labels:
        return _parted(frame, kind, only_labels=True)
    own = [band.found for band in frame.bands]
    best = _parted(frame, kind)
    for mode in (CENTRED, TOPPED):
        if best is None or best.doubt <= UNDOUBTED:
            break
        set_so = [_set(found, mode) for found in own]
        if set_so == own:
            continue
        _put(frame, set_so)
        made = _parted(frame, kind)
        if made is not None and made.doubt < best.doubt - UNDOUBTED:
            best = made
    _put(frame, own)
    return best


def _put(frame: Frame, rows: Sequence[Banded | None]) -> None:
    for band, found in zip(frame.bands, rows, strict=True):
        band.found = found


def _set(found: Banded | None, mode: str) -> Banded | None:
    """Return the rows of a band if its texts are set so, where its geometry allows that."""
    if found is None or found.mode == mode or found.other is None:
        return found
    other = found.other
    return other if other.chained and other.cost <= found.cost + UNDOUBTED else found


def _parted(frame: Frame, kind: Print, *, only_labels: bool = False) -> Inferred | None:
    """Return the table of a frame with each column parted among its texts."""
    bounds: list[float] = [frame.bands[0].top]
    for band in frame.bands:
        band.first = len(bounds) - 1
        bounds += band.bounds[1:]
    strips = _strips(frame)
    if only_labels:
        chosen = [_of_label(strip, bounds, frame, kind) for strip in strips]
    else:
        chosen = _chosen(strips, bounds, frame, kind)
    if only_labels and all(len(spans) == 1 for spans, _ in chosen):
        return None
    cells = [
        Cellular(band.first + cell.row, cell.col, band.first + cell.row_end, cell.col_end)
        for band in frame.bands
        for cell in band.cells
    ]
    cells += [
        Cellular(strip.start + span.start, strip.run[0], strip.start + span.end, strip.run[1])
        for strip, (spans, _) in zip(strips, chosen, strict=True)
        for span in spans
    ]
    closes = not only_labels and all(
        band.found is None or (band.found.chained and band.found.mode == CENTRED) for band in frame.bands
    )
    doubt = sum(cost for _, cost in chosen)
    doubt += sum(band.found.cost for band in frame.bands if band.found is not None)
    table = _trimmed(frame.xs, bounds, sorted(cells, key=lambda cell: (cell.row, cell.col)))
    return Inferred(table, doubt / max(1, len(bounds) - 1), closes, frame.open is None)


def _of_label(strip: _Strip, bounds: Sequence[float], frame: Frame, kind: Print) -> Choice:
    """Return the texts of a cell over rows that strokes draw: several only where there is no doubt."""
    whole = (Span(0, strip.end - strip.start, len(strip.lines)),), 0.0
    if not _has_gap(strip, kind):
        return whole
    rows = bounds[strip.start : strip.end + 1]
    spans, cost = min(_ways(frame, strip, rows, kind, (_inset(frame), None)), key=lambda one: one[1])
    return whole if cost > 0.6 * len(spans) or any(span.lines == 0 for span in spans) else (spans, cost)


def _chosen(strips: Sequence[_Strip], bounds: Sequence[float], frame: Frame, kind: Print) -> list[Choice]:
    """Return how each strip is parted: by texts in the middle or at the top of their rows, as the others are."""
    topped = any(band.found is not None and band.found.mode == TOPPED for band in frame.bands)
    insets = tuple(dict.fromkeys((_inset(frame), None) if topped else (None, _inset(frame))))
    ways = [_ways(frame, strip, bounds[strip.start : strip.end + 1], kind, insets) for strip in strips]
    totals = [sum(way[at][1] for way in ways if len(way) > 1) for at in range(len(insets))]
    return [min(zip(way, totals, strict=False), key=lambda one: one[0][1] + LIKE_OTHERS * one[1])[0] for way in ways]


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


def _ways(
    frame: Frame, strip: _Strip, rows: Sequence[float], kind: Print, insets: Sequence[float | None]
) -> list[Choice]:
    """Return how the texts of a strip part its rows, for each way they may be set; one where there is no choice."""
    count = len(rows) - 1
    if count == 1 or (not strip.parted and not _has_gap(strip, kind)):
        return [((Span(0, count, len(strip.lines)),), 0.0)]
    if not strip.lines:
        single = tuple(Span(row, row + 1, 0) for row in range(count))
        return [((Span(0, count, 0),) if strip.left else single, 0.0)]
    return [_strip_spans(frame, strip, rows, kind, inset) for inset in insets]


def _strip_spans(frame: Frame, strip: _Strip, rows: Sequence[float], kind: Print, inset: float | None) -> Choice:
    count = len(rows) - 1
    column = Column(x0=frame.xs[strip.run[0]], x1=frame.xs[strip.run[1]], lines=tuple(strip.lines))
    blank = (BLANK_MAKER if all(strip.makes) else BLANK_LABEL) if strip.left else 0.0
    spans, cost = spans_of(column, rows, frozenset(), kind, blank=blank, inset=inset)
    if not spans and not strip.left:
        held = Counter(row_at(rows, middle(line)) for line in strip.lines)
        spans = tuple(Span(row, row + 1, held[row]) for row in range(count))
    return spans or (Span(0, count, len(strip.lines)),), min(cost, 6.0)


def _first_dense(frame: Frame, runs: Sequence[tuple[int, int]]) -> float:
    """Return where the first column begins that has a text of its own in nearly every row; labels stand left of it.

    Args:
        frame: the bands and their rows.
        runs: the columns of a band: bands of other columns tell nothing about it.
    """
    parted = [band for band in frame.bands if band.found is not None]
    alike = [band for band in parted if band.runs == runs]
    if not alike:
        heights: Counter[tuple[tuple[int, int], ...]] = Counter()
        for band in parted:
            heights[tuple(band.runs)] += len(band.bounds) - 1
        usual = max(heights, key=lambda runs: heights[runs], default=())
        alike = [band for band in parted if tuple(band.runs) == usual]
    rows = sum(len(band.bounds) - 1 for band in alike)
    texts: dict[tuple[int, int], int] = {}
    for band in alike:
        for number, (run, column) in enumerate(zip(band.runs, band.columns, strict=True)):
            if not column.figures and band.found is not None and number in band.found.makers:
                texts[run] = texts.get(run, 0) + len({row_at(band.bounds, middle(line)) for line in column.lines})
    most = max(texts.values(), default=0)
    least = most if most >= FILLED * rows else rows // 2 + 1
    return min((frame.xs[run[0]] for run, count in texts.items() if count >= least), default=0.0)


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


def _strips(frame: Frame) -> list[_Strip]:
    open_strips: dict[tuple[int, int], _Strip] = {}
    found: list[_Strip] = []
    opened = _first_dense_open(frame) if frame.open is not None else None
    heads = split_names(frame)
    firsts = [_first_dense(frame, band.runs) if opened is None else opened for band in frame.bands]
    rows = [list(_rows_in(frame, band, dense)) for band, dense in zip(frame.bands, firsts, strict=True)]
    if frame.open is not None:
        join_blank([row for own in rows for row in own])
    for number, (band, dense) in enumerate(zip(frame.bands, firsts, strict=True)):
        if band.cells:
            open_strips = {}
            continue
        for row, lined in enumerate(rows[number]):
            if opened is not None and _is_sums(frame, lined, dense):
                open_strips = {}
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
                before.left = band.head or number in heads or (frame.xs[run[0]] < dense and left)
                going[run] = before
            names = number == row == 0 and _names(lined, len(band.leaf or ()) - 1)
            ends = opened is not None and (names or _is_sums(frame, lined, dense))
            open_strips = {} if ends else going
    return found


def _is_sums(frame: Frame, lined: Sequence[Lined], dense: float) -> bool:
    """Tell whether a row names a figure and is blank in every column that has a text in nearly every row."""
    texts = [lines for run, lines, _, _ in lined if lines and frame.xs[run[0]] < dense]
    blank = not any(lines for run, lines, _, _ in lined if frame.xs[run[0]] >= dense)
    return blank and len(texts) > 1 and any(is_figure(lines[0]) for lines in texts)


def _names(lined: Sequence[Lined], columns: int) -> bool:
    """Tell whether a row names every column: no name hangs down into the rows below, as beside one over several."""
    return len(lined) == columns and all(lines and not is_figure(lines[0]) for _, lines, _, _ in lined)


def _rows_in(frame: Frame, band: Band, dense: float) -> Iterator[list[Lined]]:
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
        if band is frame.bands[0] is not frame.bands[-1]:
            runs = names_over(frame, runs, own)
        if band is frame.bands[-1] and row == len(band.bounds) - 2:
            runs = total_runs(runs, own, band, frame, dense)
        for run in runs:
            low, high = at_leaf[run[0]], at_leaf[run[1]]
            held = to_lines([word for lines in own[low:high] for line in lines for word in line.words])
            makes = high - low == 1 and low in makers
            out.append((run, held, makes, band.head or not _numbered(band, band.columns[low])))
        yield out


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

"""Cutting a table at pages: what each page prints of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fixtures.kit.table import Cell, Table
from tests.generated.layout import Letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How a table goes on over a page's end.

    `header` is whole, last (its last row only) or none; `merged` is again, blank or halved: what the second part of a
    cut cell prints; `torn` lets the last row of a page go on on the next.
    """

    header: str = "none"
    merged: str = "blank"
    torn: bool = False


def head_of(table: Table, header: str) -> Table | None:
    """Return what is repeated of the header."""
    if header == "none" or not table.header_rows:
        return None
    first = 0 if header == "whole" else table.header_rows - 1
    cells = [
        replace(cell, row=max(cell.row, first) - first, row_span=cell.below - max(cell.row, first))
        for cell in table.cells
        if cell.below <= table.header_rows and cell.below > first
    ]
    high = table.header_rows - first
    return Table(cells=tuple(cells), rows=high, widths=table.widths, header_rows=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The rows of a page: from `start` up to `stop`. A torn row stands on both pages, `keep` lines of it on the upper.

    `top` is how many lines of the first row stood on the page before, `bottom` how many of the last row stand here.
    """

    start: int
    stop: int
    top: int | None = None
    bottom: int | None = None


def piece(table: Table, span: Span, cut: Cut, widths: Sequence[float], letters: Letters) -> Table:
    """Return the rows of a span as one page prints them, without a repeated header."""
    cells = []
    for cell in table.cells:
        first, last = max(cell.row, span.start), min(cell.below, span.stop)
        if first < last:
            text = _text(cell, _wrapped(cell, widths, letters), span, cut)
            cells.append(replace(cell, row=first - span.start, row_span=last - first, text=text))
    high = max(0, min(table.header_rows, span.stop) - span.start)
    return Table(cells=tuple(cells), rows=span.stop - span.start, widths=table.widths, header_rows=high)


def _text(cell: Cell, lines: Sequence[str], span: Span, cut: Cut) -> str:
    began = cell.row < span.start or (cell.row == span.start and span.top is not None)
    ends = cell.below > span.stop or (cell.below == span.stop and span.bottom is not None)
    if not began and not ends:
        return cell.text
    if cell.row_span == 1:
        return "\n".join(lines[span.top if began else 0 : span.bottom if ends else None])
    if cut.merged == "again":
        return cell.text
    if cut.merged == "blank":
        return "" if began else cell.text
    start = (span.start - cell.row + 0.5 * (span.top is not None)) if began else 0.0
    stop = (span.stop - cell.row - 0.5 * (span.bottom is not None)) if ends else float(cell.row_span)
    marks = [round(len(lines) * row / cell.row_span) for row in (start, stop)]
    return "\n".join(lines[marks[0] : marks[1]])


def longest(table: Table, row: int, widths: Sequence[float], letters: Letters) -> int:
    """Return how many lines the longest cell of a row has that stands in this row alone."""
    own = [cell for cell in table.cells if (cell.row, cell.row_span) == (row, 1)]
    return max((len(_wrapped(cell, widths, letters)) for cell in own), default=1)


def _wrapped(cell: Cell, widths: Sequence[float], letters: Letters) -> tuple[str, ...]:
    return letters.wrap(cell.text, sum(widths[cell.col : cell.beyond]))


def stack(head: Table | None, body: Table) -> Table:
    """Put a repeated header over a part."""
    if head is None:
        return body
    moved = [replace(cell, row=cell.row + head.rows) for cell in body.cells]
    return Table(
        cells=(*head.cells, *moved), rows=head.rows + body.rows, widths=body.widths, header_rows=head.header_rows
    )


def compact(table: Table) -> Table:
    """Return the table with those rows and columns alone whose edges show: what one can see of it on its page."""
    rows = {row: at for at, row in enumerate(sorted({cell.row for cell in table.cells}))}
    cols = {col: at for at, col in enumerate(sorted({cell.col for cell in table.cells}))}
    rows[table.rows], cols[len(table.widths)] = len(rows), len(cols)
    cells = tuple(
        replace(
            cell,
            row=rows[cell.row],
            col=cols[cell.col],
            row_span=rows[cell.below] - rows[cell.row],
            col_span=cols[cell.beyond] - cols[cell.col],
        )
        for cell in table.cells
    )
    starts = list(cols)
    widths = tuple(sum(table.widths[one:two]) for one, two in pairwise(starts))
    head = min((at for row, at in rows.items() if row >= table.header_rows), default=0)
    return Table(cells=cells, rows=len(rows) - 1, widths=widths, header_rows=head)

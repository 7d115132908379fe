"""Which grids are parts of one table, and how their columns lie over each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gouji.model.grid import Block, Cell, Grid, Line
from gouji.stitch.columns import Fit, fit, in_order, overlay, stretch
from gouji.stitch.furniture import Between, Heads, heads, judge
from gouji.stitch.rows import First, Repeat, head_height, is_columnar, other_header, repeated_header, restarts

RAGGED_SPREAD = 0.25
"""Fragments of one flattened table differ in their number of columns by no more than this share (or by two)."""


@dataclass(slots=True)
class Part:
    """A grid in a table: how many header rows to leave out, its column lines as those of the sheet, and its tie.

    `tie` is "" for the first part, else "header", "mark", "layout" or "text".
    """

    grid: Grid
    header: int
    cuts: list[int]
    tie: str


@dataclass(slots=True)
class Run:
    """The parts of one table so far; `head` counts the first part's header rows, `edges` the sheet's column lines."""

    before: tuple[Line, ...]
    parts: list[Part]
    edges: list[float]
    head: int
    start: First
    after: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Grid:
        """The first part's grid."""
        return self.parts[0].grid

    @property
    def last(self) -> Grid:
        """The latest part's grid."""
        return self.parts[-1].grid

    def extend(self, grid: Grid, header: Repeat, laid: Fit, tie: str) -> None:
        """Add a part; renumber the column lines if it has some of its own."""
        if laid.edges != tuple(self.edges):
            for part in self.parts:
                part.cuts = [laid.old[cut] for cut in part.cuts]
        self.edges = list(laid.edges)
        self.head = max(self.head, header.end if header.rows else 0)
        self.parts.append(Part(grid=grid, header=header.rows, cuts=list(laid.new), tie=tie))


def runs(blocks: Sequence[Block]) -> list[Run]:
    """Group the grids into tables, and give each the lines before and after it."""
    found: list[Run] = []
    furniture = heads(blocks)
    lines: list[Line] = []
    for block in blocks:
        if not isinstance(block, Grid):
            lines.append(block)
            continue
        if not (found and _continue(found[-1], lines, block, furniture)):
            if found:
                found[-1].after = list(lines)
            found.append(_start(block, lines))
        lines = []
    if found:
        found[-1].after = lines
    return found


def _start(grid: Grid, lines: Iterable[Line]) -> Run:
    part = Part(grid=grid, header=0, cuts=list(range(grid.cols + 1)), tie="")
    return Run(before=tuple(lines), parts=[part], edges=list(_edges(grid)), head=head_height(grid), start=First(grid))


def _edges(grid: Grid) -> tuple[float, ...]:
    if len(grid.col_edges) == grid.cols + 1:
        return grid.col_edges
    return tuple(float(line) for line in range(grid.cols + 1))


def _continue(run: Run, lines: Sequence[Line], grid: Grid, furniture: Heads) -> bool:
    """Add the grid to the run if it continues it."""
    if not (grid.cells and run.last.cells) or grid.ragged != run.last.ragged or not _next_page(run.last, grid):
        return False
    between = judge(lines, run.last, run.before, furniture)
    if not between.open:
        return False
    header = repeated_header(run.start, grid)
    tie = _tie(run, grid, header, between)
    laid = _laid(run, grid, header, tie) if tie else None
    if laid is None:
        return False
    run.extend(grid, header, laid, tie)
    return True


def _next_page(last: Grid, grid: Grid) -> bool:
    """Tell whether the grid stands on the page after the last part; files without pages have no say."""
    if last.place is None or grid.place is None:
        return last.place is grid.place
    return grid.place.page == last.place.page + 1


def _tie(run: Run, grid: Grid, header: Repeat, between: Between) -> str:
    """Return what ties the grid to the run, "" if nothing does."""
    if between.marked:
        return "mark"
    if restarts(run.first, grid, header):
        return ""
    if header.rows:
        # The last page may hold totals alone: then the rows under the first part's header tell what kind it is.
        columnar = is_columnar(run.first, header.end) or is_columnar(grid, header.rows)
        return "header" if columnar else ""
    if other_header(run.first, run.last, grid):
        return ""
    if grid.ragged:
        spread = max(2.0, RAGGED_SPREAD * max(grid.cols, run.last.cols))
        return "text" if abs(grid.cols - run.last.cols) <= spread else ""
    return "layout" if grid.place is not None else ""


def _laid(run: Run, grid: Grid, header: Repeat, tie: str) -> Fit | None:
    """Lay the grid's columns over the run's."""
    if grid.ragged:
        longer = run.edges if len(run.edges) > grid.cols else list(_edges(grid))
        return Fit(
            edges=tuple(longer),
            old=tuple(range(len(run.edges))),
            new=tuple(range(grid.cols + 1)),
            shared=len(run.edges),
        )
    edges = _edges(grid)
    placed = bool(run.first.col_edges) and bool(grid.col_edges)
    laid = fit(run.edges, edges) if placed else None
    if laid is None and tie in ("header", "mark") and len(edges) == len(run.edges):
        return in_order(run.edges, edges)
    return laid or _by_header(run, grid, header)


def _by_header(run: Run, grid: Grid, header: Repeat) -> Fit | None:
    """Lay the columns by the repeated header cells, which stand in the same order in both parts."""
    known = _header_cells(run.first, header.start, header.end)
    own = _header_cells(grid, 0, header.rows)
    if len(known) != len(own) or len(own) < 2:
        return None
    cuts = run.parts[0].cuts
    lines = {0: 0, grid.cols: len(run.edges) - 1}
    for left, right in zip(known, own, strict=True):
        lines |= {right.col: cuts[left.col], right.col + right.col_span: cuts[left.col + left.col_span]}
    return overlay(run.edges, stretch({line: run.edges[at] for line, at in lines.items()}))


def _header_cells(grid: Grid, start: int, end: int) -> list[Cell]:
    found = [cell for cell in grid.cells if start <= cell.row < end and cell.text.strip()]
    return sorted(found, key=lambda cell: (cell.row, cell.col))

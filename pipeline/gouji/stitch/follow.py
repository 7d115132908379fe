"""Which grids are parts of one table, and how their columns lie over each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from gouji.model.grid import Block, Cell, Grid, Line
from gouji.stitch.columns import NEAR, Fit, fit, fit_loosely, in_order, overlay, same_lines, stretch
from gouji.stitch.furniture import Between, Heads, heads, judge
from gouji.stitch.layouts import alike, match_few, match_layouts
from gouji.stitch.rows import (
    NO_REPEAT,
    First,
    Repeat,
    head_height,
    is_columnar,
    is_number,
    lists_anew,
    other_header,
    repeated_header,
    restarts,
)
from gouji.stitch.sideways import last_page
from gouji.text import squash

HEADED = 3
"""The header stands on one of the first pages: the head of a form may fill one or two."""
DRAWN = 3
"""Blank boxes in so few columns are the keys of a chart or a decoration."""
WHOLE_HEAD = 3
"""So many equal rows are a head printed again, be it one of labels and values."""
FEW_ROWS = 2
"""A part so low may hold nothing but the totals, whose cells are those of no other row."""
RAGGED_SPREAD = 0.25
"""Fragments of one flattened table differ in their number of columns by no more than this share (or by two)."""

Halves = Callable[[Sequence[Grid], Grid], bool]
"""Tells whether the table of these parts and the one right below it are head and body of one form."""


@dataclass(slots=True)
class Part:
    """A grid in a table: how many header rows to leave out, its column lines as those of the sheet, and its tie.

    `tie` is "" for the first part, else "header", "mark", "layout", "text" or "halves".
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
    starts: list[First]
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
        self.head = max(self.head, header.end if header.rows and not header.part else 0)
        if not grid.ragged and len(self.starts) < HEADED and len(self.starts) == len(self.parts):
            self.starts.append(First(grid, later=True))
        self.parts.append(Part(grid=grid, header=header.rows, cuts=list(laid.new), tie=tie))


def runs(blocks: Sequence[Block], halves: Halves) -> list[Run]:
    """Group the grids into tables, and give each the lines before and after it."""
    found: list[Run] = []
    furniture = heads(blocks)
    lines: list[Line] = []
    for block in blocks:
        if not isinstance(block, Grid):
            lines.append(block)
            continue
        if _is_drawing(block) and not (found and _is_rest_of(found[-1].last, block)):
            lines += _as_lines(block)
            continue
        if not (found and _continue(found[-1], lines, block, furniture, halves)):
            if found:
                found[-1].after = list(lines)
            found.append(_start(block, lines))
        lines = []
    if found:
        found[-1].after = lines
    return found


def _is_drawing(grid: Grid) -> bool:
    """Tell whether boxes on a page are none of a table: blank keys of a chart, or its lattice with figures alone."""
    texts = [squash(cell.text) for cell in grid.cells if cell.text.strip()]
    if grid.place is None or any(char.isalpha() for text in texts for char in text):
        return False
    return 2 * len(texts) < len(grid.cells) if texts else grid.cols <= DRAWN


def _is_rest_of(last: Grid, grid: Grid) -> bool:
    """Tell whether a part that holds next to nothing has the columns of the table before: the end of a row."""
    if grid.place is None or not _next_page(last, grid):
        return False
    divided = grid.rows <= FEW_ROWS and len(last.col_edges) == last.cols + 1 and match_layouts(last, grid) is not None
    return divided or alike(last.col_edges, grid.col_edges)


def _as_lines(grid: Grid) -> list[Line]:
    """Return what a drawing says as lines of text: no word is lost, and a table does not go on over it."""
    return [Line(text=cell.text, places=cell.places) for cell in grid.cells if cell.text.strip()]


def _start(grid: Grid, lines: Iterable[Line]) -> Run:
    part = Part(grid=grid, header=0, cuts=list(range(grid.cols + 1)), tie="")
    return Run(
        before=tuple(lines), parts=[part], edges=list(_edges(grid)), head=head_height(grid), starts=[First(grid)]
    )


def _edges(grid: Grid) -> tuple[float, ...]:
    if len(grid.col_edges) == grid.cols + 1:
        return grid.col_edges
    return tuple(float(line) for line in range(grid.cols + 1))


def _continue(run: Run, lines: Sequence[Line], grid: Grid, furniture: Heads, halves: Halves) -> bool:
    """Add the grid to the run if it continues it."""
    if not (grid.cells and run.last.cells) or grid.ragged != run.last.ragged or not _next_page(run.last, grid):
        return False
    between = judge(lines, run.last, run.before, furniture)
    if not between.open:
        return False
    header = _repeat(run, grid)
    tie = _tie(run, grid, header, between, titled=bool(lines))
    if tie in ("", "layout") and not lines and _was_one(run, grid, halves):
        tie, header = "halves", NO_REPEAT
    laid = _laid(run, grid, header, tie) if tie else None
    if laid is None:
        return False
    run.extend(grid, header, laid, tie)
    return True


def _repeat(run: Run, grid: Grid) -> Repeat:
    """Find the header rows the grid repeats: those of the first part, or else of one of the next."""
    for number, start in enumerate(run.starts):
        header = repeated_header(start, grid)
        if header.rows:
            return replace(header, part=number)
    return NO_REPEAT


def _next_page(last: Grid, grid: Grid) -> bool:
    """Tell whether the grid stands on the page after the last part; files without pages have no say."""
    if last.place is None or grid.place is None:
        return last.place is grid.place
    return grid.place.page in (last.place.page + 1, last_page(last) + 1)


def _tie(run: Run, grid: Grid, header: Repeat, between: Between, *, titled: bool) -> str:
    """Return what ties the grid to the run, "" if nothing does; `titled` tells that lines stand between."""
    if between.marked:
        return "mark"
    if restarts(run.first, grid, header) or (titled and lists_anew([part.grid for part in run.parts], grid, header)):
        return ""
    if header.rows:
        # The last page may hold totals alone: then the rows under the first part's header tell what kind it is.
        below = max(header.end, head_height(run.first) if not header.start else 0)
        later = header.start > 0 or header.part > 0 or header.rows >= WHOLE_HEAD
        columnar = later or is_columnar(run.first, below) or is_columnar(grid, header.rows)
        return "header" if columnar else "layout" if _only_unit(run.first, grid, header) else ""
    if other_header(run.first, run.last, grid):
        return ""
    if grid.ragged:
        spread = max(2.0, RAGGED_SPREAD * max(grid.cols, run.last.cols))
        return "text" if abs(grid.cols - run.last.cols) <= spread else ""
    if grid.place is not None:
        return "layout"
    return "layout" if _parted(run.last, grid) else ""


def _only_unit(first: Grid, grid: Grid, header: Repeat) -> bool:
    """Tell whether all that is repeated is one cell (the unit of the amounts), on the very same column lines."""
    own = _header_cells(grid, 0, header.rows)
    return len(own) == 1 and own[0].col_span < grid.cols and same_lines(first.col_edges, grid.col_edges)


def _parted(last: Grid, grid: Grid) -> bool:
    """Tell whether an editor may have left one table in two: as wide as each other, no title or header on the second.

    Only files that say where their lines stand are asked.
    """
    if not (grid.col_edges and last.col_edges) or grid.header_rows or grid.counted:
        return False
    titled = any(cell.row == 0 and cell.col_span == grid.cols and cell.text for cell in grid.cells)
    return _as_wide(last, grid) and not titled


def _was_one(run: Run, grid: Grid, halves: Halves) -> bool:
    """Tell whether two tables of a file without pages, one right below the other, are head and body of one form."""
    return grid.place is None and not grid.ragged and halves([part.grid for part in run.parts], grid)


def _as_wide(last: Grid, grid: Grid) -> bool:
    return all(abs(grid.col_edges[end] - last.col_edges[end]) <= NEAR for end in (0, -1))


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
    if laid is not None and laid.shared == min(len(edges), len(run.edges)):
        return laid
    if tie in ("header", "mark") and len(edges) == len(run.edges):
        return in_order(run.edges, edges)
    if tie == "halves":
        return laid or _in_one_frame(run.edges, edges)
    if not placed:
        return _by_header(run, grid, header)
    found = _by_header(run, grid, header) or _by_rows(run, grid) or fit_loosely(run.edges, edges)
    found = found or (in_order(run.edges, edges) if alike(run.edges, edges) else laid)
    return found or (_by_few(run, grid) if tie == "mark" or _only_figures(grid) else None)


def _in_one_frame(old: Sequence[float], new: Sequence[float]) -> Fit:
    """Lay two parts whose columns need have nothing to do with each other into one frame."""
    scale = (old[-1] - old[0]) / ((new[-1] - new[0]) or 1.0)
    return overlay(old, [old[0] + (line - new[0]) * scale for line in new])


def _by_rows(run: Run, grid: Grid) -> Fit | None:
    """Lay the columns by a row that is divided like one of the parts before."""
    for part in (*run.parts[:-3:-1], run.parts[0]):
        known = match_layouts(part.grid, grid)
        if known is not None:
            return _lay(run, grid, {line: part.cuts[at] for line, at in known.items()})
    return None


def _by_few(run: Run, grid: Grid) -> Fit | None:
    """Lay the columns of a part of a row or two by their places alone: it holds no row to compare."""
    known = match_few(run.edges, grid) if grid.rows <= FEW_ROWS else None
    return _lay(run, grid, dict(known)) if known is not None else None


def _only_figures(grid: Grid) -> bool:
    """Tell whether nothing but figures stand right of the first column: totals."""
    figures = [squash(cell.text) for cell in grid.cells if cell.col and cell.text.strip()]
    return bool(figures) and all(map(is_number, figures))


def _lay(run: Run, grid: Grid, lines: dict[int, int]) -> Fit:
    if len(lines) == grid.cols + 1:
        cuts = tuple(at for _, at in sorted(lines.items()))
        return Fit(edges=tuple(run.edges), old=tuple(range(len(run.edges))), new=cuts, shared=len(cuts))
    return overlay(run.edges, stretch({line: run.edges[at] for line, at in lines.items()}))


def _by_header(run: Run, grid: Grid, header: Repeat) -> Fit | None:
    """Lay the columns by the repeated header cells, which stand in the same order in both parts."""
    known = _header_cells(run.starts[header.part].grid, header.start, header.end)
    own = _header_cells(grid, 0, header.rows)
    if len(known) != len(own) or len(own) < 2:
        return None
    cuts = run.parts[header.part].cuts
    lines = {0: 0, grid.cols: len(run.edges) - 1}
    for left, right in zip(known, own, strict=True):
        lines |= {right.col: cuts[left.col], right.col + right.col_span: cuts[left.col + left.col_span]}
    return _lay(run, grid, lines)


def _header_cells(grid: Grid, start: int, end: int) -> list[Cell]:
    found = [cell for cell in grid.cells if start <= cell.row < end and cell.text.strip()]
    return sorted(found, key=lambda cell: (cell.row, cell.col))

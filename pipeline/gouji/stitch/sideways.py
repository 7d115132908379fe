"""A table too wide for its pages: what a spreadsheet printed on several pages side by side becomes one grid again.

The strips of a table are printed one after the other, down then over or over then down. They are known by their rows:
the same top and bottom, row lines that lie on each other, columns of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gouji.model.grid import Block, Cell, Grid, Line
from gouji.model.place import Box
from gouji.stitch.rows import NO_REPEAT, restarts
from gouji.text import squash

NEAR = 1.5
"""Points: strips of one table are printed from the same row heights."""
FEWEST = 3
"""Row lines within a strip: one or two may lie at the same heights by chance."""
FARTHEST = 60
"""Pages a strip is long at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The grids of a page, and the lines before each of them and after the last."""

    grids: tuple[Grid, ...]
    lines: tuple[tuple[Line, ...], ...]


def join_strips(blocks: Sequence[Block]) -> Sequence[Block]:
    """Put grids that are strips of one table side by side; blocks without places are left alone."""
    if not any(isinstance(block, Grid) and block.place is not None for block in blocks):
        return blocks
    pages = _pages(blocks)
    if pages is None:
        return blocks
    found: list[Block] = []
    at = 0
    while at < len(pages):
        long, wide = _strips(pages, at)
        for step in range(long):
            found += _side_by_side([pages[at + step + strip * long] for strip in range(wide)])
        at += long * wide
    return found


def is_joined(grid: Grid) -> bool:
    """Tell whether the grid was put together from several pages."""
    return len({place.page for cell in grid.cells for place in cell.places}) > 1


def last_page(grid: Grid) -> int:
    """Return the last page the grid stands on."""
    return max((place.page for cell in grid.cells for place in cell.places), default=0)


def _pages(blocks: Sequence[Block]) -> list[_Page] | None:
    """Return the document by pages, None if a block has no place or the pages are not in order."""
    by_page: dict[int, list[Block]] = {}
    last = 0
    for block in blocks:
        place = block.place if isinstance(block, Grid) else next(iter(block.places), None)
        if place is None or place.page < last:
            return None
        last = place.page
        by_page.setdefault(place.page, []).append(block)
    return [_page(by_page.get(number, [])) for number in range(1, last + 1)]


def _page(blocks: Sequence[Block]) -> _Page:
    grids: list[Grid] = []
    lines: list[list[Line]] = [[]]
    for block in blocks:
        if isinstance(block, Grid):
            grids.append(block)
            lines.append([])
        else:
            lines[-1].append(block)
    return _Page(grids=tuple(grids), lines=tuple(map(tuple, lines)))


def _strips(pages: Sequence[_Page], at: int) -> tuple[int, int]:
    """Return how many pages long each strip is that begins here, and how many strips lie side by side."""
    for long in range(1, min(FARTHEST, (len(pages) - at) // 2) + 1):
        wide = 1
        while at + (wide + 1) * long <= len(pages) and all(
            _beside(pages[at + step + (wide - 1) * long], pages[at + step + wide * long])
            and (wide == 1 or _beside(pages[at + step], pages[at + step + wide * long]))
            for step in range(long)
        ):
            wide += 1
        if wide > 1 and any(map(_is_uneven, pages[at : at + long])):
            return long, wide
    return 1, 1


def _beside(left: _Page, right: _Page) -> bool:
    """Tell whether two pages show strips of the same tables."""
    if not left.grids or len(left.grids) != len(right.grids):
        return False
    if not all(_same_rows(one, other) for one, other in zip(left.grids, right.grids, strict=True)):
        return False
    lines = [line for group in left.lines for line in group]
    return all(_is_piece(line, lines) for group in right.lines for line in group)


def _same_rows(left: Grid, right: Grid) -> bool:
    """Tell whether two grids are strips of one table: equal row lines, other columns."""
    if left.place is None or right.place is None or not (left.cells and right.cells):
        return False
    one, other = left.place.box, right.place.box
    if abs(one.top - other.top) > NEAR or abs(one.bottom - other.bottom) > NEAR or abs(one.x0 - other.x0) > NEAR:
        return False
    if _same_columns(left, right) or restarts(left, right, NO_REPEAT):
        return False
    few, many = sorted((_row_lines([left]), _row_lines([right])), key=len)
    return len(many) >= FEWEST + 2 and all(_index(many, line) is not None for line in few)


def _is_uneven(page: _Page) -> bool:
    """Tell whether the rows differ in height: even ones lie on those of any other table of the same print."""
    lines = [_row_lines([grid]) for grid in page.grids]
    return any(len({round((below - above) / NEAR) for above, below in pairwise(rows)}) > 1 for rows in lines)


def _same_columns(left: Grid, right: Grid) -> bool:
    """Tell whether the columns are the same: the table goes on downwards."""
    one, other = left.col_edges, right.col_edges
    return len(one) == len(other) and all(abs(first - second) <= NEAR for first, second in zip(one, other, strict=True))


def _row_lines(grids: Sequence[Grid]) -> list[float]:
    """Return the heights of all row lines, those of merged cells left out where they show none."""
    found: list[float] = []
    heights = {y for grid in grids for cell in grid.cells for place in cell.places for y in _ends(place.box)}
    for height in sorted(heights):
        if not found or height - found[-1] > NEAR:
            found.append(height)
    return found


def _ends(box: Box) -> tuple[float, float]:
    return box.top, box.bottom


def _index(lines: Sequence[float], height: float) -> int | None:
    return next((at for at, line in enumerate(lines) if abs(line - height) <= 2 * NEAR), None)


def _is_piece(line: Line, lines: Sequence[Line]) -> bool:
    """Tell whether a line stands where the other strip has none, or is the rest of the one there."""
    level = [other for other in lines if _level(line, other)]
    return not level or any(_says(other, line) for other in level)


def _level(line: Line, other: Line) -> bool:
    return abs(line.places[0].box.top - other.places[0].box.top) <= 2 * NEAR


def _says(line: Line, part: Line) -> bool:
    return squash(part.text) in squash(line.text)


def _side_by_side(pages: Sequence[_Page]) -> Iterator[Block]:
    if len(pages) == 1:
        for before, grid in zip(pages[0].lines, pages[0].grids, strict=False):
            yield from before
            yield grid
        yield from pages[0].lines[-1]
        return
    for at in range(len(pages[0].lines)):
        yield from _lines([line for page in pages for line in page.lines[at]])
        if at < len(pages[0].grids):
            yield _joined([page.grids[at] for page in pages])


def _lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of all strips, those left out that another says in full."""
    kept: list[Line] = []
    for line in lines:
        if not any(_level(line, other) and _says(other, line) for other in kept):
            kept.append(line)
    return sorted(kept, key=lambda line: line.places[0].box.top)


def _joined(grids: Sequence[Grid]) -> Grid:
    """Make one grid of strips from left to right."""
    lines = _row_lines(grids)
    edges = list(grids[0].col_edges)
    cells = _placed(grids[0], lines, 0)
    for grid in grids[1:]:
        moved = _placed(grid, lines, len(edges) - 1)
        cells = _over_the_cut(cells, moved, len(edges) - 1)
        edges += [edges[-1] + line - grid.col_edges[0] for line in grid.col_edges[1:]]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(grids[0], cells=tuple(cells), rows=len(lines) - 1, cols=len(edges) - 1, col_edges=tuple(edges))


def _placed(grid: Grid, lines: Sequence[float], offset: int) -> list[Cell]:
    """Return the cells of a strip in the rows of the whole table."""
    moved: list[Cell] = []
    for cell in grid.cells:
        top = _index(lines, min(place.box.top for place in cell.places)) or 0
        bottom = _index(lines, max(place.box.bottom for place in cell.places))
        span = (len(lines) - 1 if bottom is None else bottom) - top
        moved.append(replace(cell, row=top, row_span=max(1, span), col=cell.col + offset))
    return moved


def _over_the_cut(left: Sequence[Cell], right: Sequence[Cell], cut: int) -> list[Cell]:
    """Join the cells the cut parts: the one is blank, and the one with the text is merged of several columns."""
    ends = {(cell.row, cell.row_span): at for at, cell in enumerate(left) if cell.col + cell.col_span == cut}
    cells = list(left)
    for cell in right:
        at = ends.get((cell.row, cell.row_span)) if cell.col == cut else None
        if at is not None and _is_one(cells[at], cell):
            whole = cells[at]
            cells[at] = replace(
                whole,
                text=whole.text or cell.text,
                col_span=whole.col_span + cell.col_span,
                places=whole.places + cell.places,
            )
        else:
            cells.append(cell)
    return cells


def _is_one(left: Cell, right: Cell) -> bool:
    if left.text.strip() and right.text.strip():
        return False
    return right.col_span > 1 if right.text.strip() else left.col_span > 1 and bool(left.text.strip())

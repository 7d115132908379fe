"""The rows of a grid as texts, for telling headers from bodies. Languages play no part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import takewhile

from gouji.model.grid import Cell, Grid
from gouji.text import squash as squash_anew

squash = lru_cache(maxsize=2**14)(squash_anew)
"""The same texts are compared at every break."""

HEADER_ROWS = 6
"""A repeated header has at most so many rows (a title, a unit line, a numbering row and three levels)."""


LOW = 3
"""Rows: a header has seldom more, a label down the side of a body seldom fewer."""
LOOKED_AT = 4 * HEADER_ROWS
"""Rows of a later part that are compared with the first part's: a form may print its whole head again."""


def is_number(text: str) -> bool:
    """Tell whether the text is a figure: digits make up at least half of it."""
    digits = sum(char.isdigit() for char in text)
    return digits > 0 and 2 * digits >= len(text)


def texts_by_row(grid: Grid, limit: int | None = None) -> list[tuple[str, ...]]:
    """Return, for each row (up to `limit`), the squashed texts of the filled cells that start in it, left to right."""
    count = grid.rows if limit is None else min(limit, grid.rows)
    rows: list[list[tuple[int, str]]] = [[] for _ in range(count)]
    for cell in grid.cells:
        if cell.row < count and cell.text.strip():
            rows[cell.row].append((cell.col, squash(cell.text)))
    return [tuple(text for _, text in sorted(row)) for row in rows]


def short_texts_by_row(grid: Grid, limit: int | None = None) -> list[tuple[str, ...]]:
    """The same without cells that reach down further rows: a label down the whole side starts in some header row."""
    low = [cell for cell in grid.cells if cell.row_span == 1]
    return texts_by_row(replace(grid, cells=tuple(low)), limit)


def covering_texts(grid: Grid) -> list[tuple[str, ...]]:
    """The texts of the filled cells that cover each row, those that begin above it included."""
    rows: list[list[tuple[int, str]]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        # A label down the side of the table is no cell of a header row.
        if cell.text.strip() and (cell.row_span <= LOW or 2 * cell.row_span <= grid.rows):
            for row in range(cell.row, cell.row + cell.row_span):
                rows[row].append((cell.col, squash(cell.text)))
    return [tuple(text for _, text in sorted(row)) for row in rows]


def head_height(grid: Grid) -> int:
    """Return how many rows the first row of the grid reaches down to, declared header rows included."""
    if grid.ragged or not grid.cells:
        return min(1, grid.rows)
    tops = [cell.row_span for cell in grid.cells if cell.row == 0]
    reach = max((span for span in tops if 2 * span <= grid.rows or span <= min(LOW, grid.rows - 1)), default=1)
    return max(reach, min(grid.header_rows, grid.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """The header rows a part repeats: how many, and where they stand in the first part, or in which later `part`."""

    rows: int
    start: int
    part: int = 0

    @property
    def end(self) -> int:
        """Return the row of the first part below its header."""
        return self.start + self.rows


NO_REPEAT = Repeat(rows=0, start=0)


class First:
    """The first part of a table (or the next), its rows read once for all the parts that may follow."""

    def __init__(self, grid: Grid, *, later: bool = False) -> None:
        self.grid = grid
        # A later part begins with a header only by chance: its rows must look like one.
        self.top = 0 if later else head_height(grid)

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        """The texts of each row."""
        return texts_by_row(self.grid)

    @cached_property
    def short_rows(self) -> list[tuple[str, ...]]:
        """The same without tall cells."""
        return short_texts_by_row(self.grid)

    @cached_property
    def covering(self) -> list[tuple[str, ...]]:
        """The texts over each row, those of cells that begin above it included."""
        return covering_texts(self.grid)


def repeated_header(first: First, grid: Grid) -> Repeat:
    """Find the leading rows of the grid that stand in the first part too.

    They are sought at its top, and further down (the header under a block of labels and values) where the row looks
    like nothing else in the table.
    """
    found = _repeated(first.rows, texts_by_row(grid, LOOKED_AT), first.top)
    if grid.ragged:
        return found
    short = _repeated(first.short_rows, short_texts_by_row(grid, LOOKED_AT), int(found.rows > 0))
    found = max(found, short, key=lambda one: one.rows)
    return found if found.rows else _repeated(first.covering, texts_by_row(grid, LOOKED_AT), first.top)


def _repeated(known: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]], top: int) -> Repeat:
    if not rows or not rows[0]:
        return NO_REPEAT
    for start in range(len(known)):
        if known[start] == rows[0] and (start < top or _is_heading(rows[0], known, rows)):
            count = _run(known[start:], rows, top - start)
            if count:
                return Repeat(rows=count, start=start)
    return NO_REPEAT


def _run(known: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]], sure: int) -> int:
    """Count the leading rows that are equal: those of a header, or of a whole head printed again down to its header."""
    equal = list(takewhile(lambda pair: pair[0] == pair[1] and pair[0], zip(known, rows, strict=False)))
    count = 0
    for left, _ in equal[:HEADER_ROWS]:
        if count >= sure and _is_body(left):
            break
        count += 1
    headings = [at for at, (left, _) in enumerate(equal, start=1) if at > count and _is_heading(left, known, rows)]
    return max([count, *headings])


def _is_heading(row: tuple[str, ...], known: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether a row is words of which most stand in no other row: 分值 and 得分 may head two blocks of a form."""
    if len(row) < 3 or any(is_number(text) for text in row):
        return False
    others = {text for other in (*known, *rows) if other != row for text in other}
    return 3 * sum(text in others for text in row) <= len(row)


def _is_body(row: Sequence[str]) -> bool:
    """Tell whether figures stand among other texts: a row of figures alone numbers the columns."""
    figures = sum(is_number(text) for text in row)
    return 0 < figures < len(row)


def is_columnar(grid: Grid, header: int) -> bool:
    """Tell whether the rows under the header keep to its columns, as those of a form with labels and values do not."""
    if grid.ragged or header >= grid.rows:
        return True
    leaves = {(cell.col, cell.col_span) for cell in grid.cells if cell.row < header <= cell.row + cell.row_span}
    if len(leaves) < 2:
        return False
    below = [cell for cell in grid.cells if header <= cell.row < header + 3]
    kept = sum((cell.col, cell.col_span) in leaves for cell in below)
    return 5 * kept >= 3 * len(below)


LEAST_COUNTED, LEAST_CODED = 2, 3
"""So many rows counted 1, 2, or with a code of their own each, show what the first column is for."""


def restarts(first: Grid, grid: Grid, header: Repeat) -> bool:
    """Tell whether the leading labels run as in the first part from its start: the form printed anew."""
    known = _labels(first, header.end if header.rows and not header.part else 0)
    labels = _labels(grid, header.rows)
    agree = 0
    for left, right in zip(known, labels, strict=False):
        if left != right:
            break
        agree += 1
    return agree >= 2


def lists_anew(run: Sequence[Grid], grid: Grid, header: Repeat) -> bool:
    """Tell whether the first column counts from 1, or goes through its codes, once more: it is another list."""
    before = [text for part in run for text in _entries(part)]
    rows = _entries(grid)
    if not (header.rows and rows and len(set(before)) == len(before)):
        return False
    counted = len(before) >= LEAST_COUNTED and before == [str(number + 1) for number in range(len(before))]
    if counted and rows == [str(number + 1) for number in range(len(rows))]:
        return True
    # The first row may be the last one above, printed again.
    again = len(set(rows[1:]) & set(before))
    return len(before) >= LEAST_CODED and again >= LEAST_COUNTED and 2 * again >= len(rows)


def _entries(grid: Grid) -> list[str]:
    """Return the whole numbers in the first column (counts, codes), from top to bottom."""
    cells = sorted((cell for cell in grid.cells if cell.col == 0), key=lambda cell: cell.row)
    return [text for cell in cells if (text := squash(cell.text)).isdecimal()]


def _labels(grid: Grid, start: int) -> list[str]:
    found: list[str] = []
    for cell in sorted((cell for cell in grid.cells if cell.col == 0 and cell.row >= start), key=lambda cell: cell.row):
        text = squash(cell.text)
        if any(char.isalpha() for char in text) and (not found or found[-1] != text):
            found.append(text)
    return found


def other_header(first: Grid, last: Grid, grid: Grid) -> bool:
    """Tell whether the grid starts with a header of its own that is not the first part's."""
    known = {text for row in texts_by_row(first)[: head_height(first)] for text in row}
    own = [text for row in texts_by_row(grid)[: head_height(grid)] for text in row]
    shared = sum(text in known for text in own)
    if shared >= 2 and 3 * shared >= len(own):
        return True
    if grid.ragged:
        return _bare_ragged_row(last, texts_by_row(grid)[0])
    # Under a head of labels and values a header is what is to come.
    return is_columnar(first, head_height(first)) and _words_over_figures(last, grid)


def _bare_ragged_row(last: Grid, row: Sequence[str]) -> bool:
    """Tell whether a row has no digit though nearly all rows above have one, and fills most columns."""
    bodies = [texts for texts in texts_by_row(last)[1:] if texts]
    with_digits = sum(any(char.isdigit() for text in texts for char in text) for texts in bodies)
    bare = not any(char.isdigit() for text in row for char in text)
    return bare and 2 * len(row) > last.cols and 5 * with_digits >= 4 * len(bodies) > 0


def _words_over_figures(last: Grid, grid: Grid) -> bool:
    """Tell whether words stand in the first row wherever the part above has figures."""
    figures: dict[tuple[float, ...], list[bool]] = {}
    for cell in last.cells:
        if cell.row_span == 1 and cell.text.strip() and cell.row >= head_height(last):
            figures.setdefault(_interval(last, cell), []).append(is_number(squash(cell.text)))
    dense = {key for key, hits in figures.items() if len(hits) >= 2 and 5 * sum(hits) >= 4 * len(hits)}
    top = {_interval(grid, cell): squash(cell.text) for cell in grid.cells if cell.row == 0}
    met = [top[key] for key in dense if key in top]
    words = [squash(cell.text) for cell in grid.cells if cell.row == 0]
    bare = all(text and not any(char.isdigit() for char in text) for text in words)
    return (len(met) > 1 or bare) and bool(met) and all(text and not any(map(str.isdigit, text)) for text in met)


def _interval(grid: Grid, cell: Cell) -> tuple[float, ...]:
    """Return where the cell stands across, roughly, so that two parts can be compared."""
    end = cell.col + cell.col_span
    if len(grid.col_edges) != grid.cols + 1:
        return (cell.col, end)
    left, right = grid.col_edges[0], grid.col_edges[-1]
    width = (right - left) or 1.0
    return (round(50 * (grid.col_edges[cell.col] - left) / width), round(50 * (grid.col_edges[end] - left) / width))

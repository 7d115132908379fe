"""What stands in each column of a table, over all its parts: the ground on which a break is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gouji.model.grid import Cell
from gouji.stitch.compare import Texts
from gouji.stitch.rows import is_number, squash

Interval = tuple[int, int]
Met = tuple[Interval, tuple[int, int], bool]
"""Two cells that follow each other: their columns, the part and row of the second, and whether they say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The cells of one part without its repeated header, rows counted from 0, columns those of the sheet."""

    cells: tuple[Cell, ...]
    rows: int


@dataclass(slots=True)
class Column:
    """What stands in one interval of columns, over all parts, cells at a break apart.

    `texts` are those of cells that no break cuts above. `bounds` are the rows (by part) at which one cell ends and the
    next begins, `pieces` and `covered` count cells and the rows they cover, `late` the cells blank above a break;
    `centred` says that texts stand in the middle of the cells a break cuts. `twice` counts neighbours of equal text
    among all `followers`, `blanks` the blank cells, `bare` those in rows of placeholders.
    """

    texts: Texts = field(default_factory=Texts)
    merges: bool = False
    blanks: int = 0
    bare: int = 0
    named: int = 0
    singles: int = 0
    filled: int = 0
    figures: int = 0
    pieces: int = 0
    covered: int = 0
    twice: int = 0
    followers: int = 0
    late: int = 0
    centred: bool = False
    bounds: set[tuple[int, int]] = field(default_factory=set)

    @property
    def numbering(self) -> bool:
        """The column holds figures: it counts the rows and says nothing about the blocks to its right."""
        return self.filled > 0 and 2 * self.figures >= self.filled

    @property
    def blank_share(self) -> float:
        """How often a cell that is whole is blank."""
        unseen = 0.1 if self.merges else 0.5
        return (self.blanks + unseen) / (self.blanks + self.named + 3)

    @property
    def bare_share(self) -> float:
        """How often a cell is blank, rows of placeholders (the name of a class and nothing else) included."""
        bare = self.blanks + self.bare
        return (bare + 0.5) / (bare + self.named + 3)

    @property
    def twice_share(self) -> float:
        """How often two cells that follow each other say the same."""
        unseen = 0.8 if self.numbering else 0.1 if self.merges else 0.5
        return (self.twice + unseen) / (self.followers + 2)

    @property
    def height(self) -> float:
        """How many rows a cell covers on the average, as far as one page shows it."""
        return self.covered / self.pieces if self.pieces else 1.0


def survey(bodies: Sequence[Body], head: int, titles: frozenset[str] = frozenset()) -> defaultdict[Interval, Column]:
    """Describe every interval of columns. `head` is the number of header rows of the first part.

    Only rows laid out as one at a break say how its columns are filled: a form's head keeps to other columns.
    """
    columns: defaultdict[Interval, Column] = defaultdict(lambda: Column(texts=Texts(titles=titles)))
    layouts = [_layouts(body) for body in bodies]
    met: list[Met] = []
    known = {rows[0] for rows in layouts[1:] if rows} | {rows[-1] for rows in layouts[:-1] if rows}
    for number, body in enumerate(bodies):
        alike = {row for row, layout in enumerate(layouts[number]) if layout in known}
        kept = [cell for cell in body.cells if cell.row in alike and (number or cell.row >= head)]
        _describe_part(columns, kept, body, number, met, last=number + 1 == len(bodies))
    _count_followers(columns, met)
    # One column may begin blank at a break by chance.
    centred = sum(column.late > 0 and not column.blanks for column in columns.values()) > 1
    for column in columns.values():
        column.centred = centred
    return columns


def _layouts(body: Body) -> list[frozenset[Interval]]:
    """Return which intervals of columns each row is made of."""
    rows: list[set[Interval]] = [set() for _ in range(body.rows)]
    for cell in body.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].add(interval(cell))
    return [frozenset(row) for row in rows]


def _describe_part(
    columns: dict[Interval, Column], cells: Sequence[Cell], body: Body, number: int, met: list[Met], *, last: bool
) -> None:
    whole = _whole_rows(body)
    for cell in cells:
        column = columns[interval(cell)]
        top = number > 0 and cell.row == 0
        cut = top or (not last and cell.row + cell.row_span == body.rows)
        _describe(column, cell, at_top=top)
        column.late += cut and not top and cell.row_span > 1 and not cell.text.strip()
        if not cut and (cell.row_span > 1 or cell.row in whole):
            _count_blank(column, cell)
        elif not cut:
            column.bare += not cell.text.strip()
    for above, below in _followers(cells):
        columns[interval(above)].bounds.add((number, below.row))
        if above.text.strip() and below.text.strip():
            met.append((interval(above), (number, below.row), squash(above.text) == squash(below.text)))


def _whole_rows(body: Body) -> set[int]:
    """Return the rows that have a figure or more than half their cells filled: not those of placeholders."""
    rows: dict[int, list[str]] = defaultdict(list)
    for cell in body.cells:
        if cell.row_span == 1:
            rows[cell.row].append(squash(cell.text))
    return {row for row, texts in rows.items() if any(map(is_number, texts)) or 2 * sum(map(bool, texts)) > len(texts)}


def _describe(column: Column, cell: Cell, *, at_top: bool) -> None:
    text = squash(cell.text)
    column.merges |= cell.row_span > 1
    column.pieces += 1
    column.covered += cell.row_span
    if text and not at_top:
        column.texts.add(text)
    if cell.row_span == 1 and (text or not at_top):
        column.singles += 1
        column.filled += bool(text)
        column.figures += bool(text) and is_number(text)


def _count_blank(column: Column, cell: Cell) -> None:
    blank = not cell.text.strip()
    column.blanks += blank
    column.named += not blank


def _followers(cells: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cells of equal columns that follow each other on one page."""
    stacks: dict[Interval, list[Cell]] = defaultdict(list)
    for cell in cells:
        stacks[interval(cell)].append(cell)
    for stack in stacks.values():
        stack.sort(key=lambda cell: cell.row)
        yield from ((above, below) for above, below in pairwise(stack) if above.row + above.row_span == below.row)


def _count_followers(columns: dict[Interval, Column], met: Sequence[Met]) -> None:
    """Count neighbours of one block: where a column further left begins anew, equal texts are another block's."""
    first: dict[tuple[int, int], int] = {}
    for key, column in columns.items():
        if column.merges:
            for place in column.bounds:
                first[place] = min(key[0], first.get(place, key[0]))
    # A column in which no two neighbours are equal names single rows and parts no blocks.
    parting = {key for key, _, equal in met if equal and not columns[key].numbering}
    for key, place, equal in met:
        if not equal and key in parting:
            first[place] = min(key[0], first.get(place, key[0]))
    for key, place, equal in met:
        if first.get(place, key[0]) >= key[0]:
            columns[key].followers += 1
            columns[key].twice += equal


def interval(cell: Cell) -> Interval:
    """Return the columns the cell covers."""
    return cell.col, cell.col + cell.col_span

"""From a logical table to a laid one: widths, wrapped lines, row heights, in points from the page's top left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from fixtures.kit.fonts import font_file
from fixtures.kit.table import Cell, Table, slots
from fixtures.kit.wrap import wrap
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FACES = {"kai": "LXGWWenKai-Regular.ttf", "kai-light": "LXGWWenKai-Light.ttf", "kai-mono": "LXGWWenKaiMono-Regular.ttf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """How text is set."""

    face: str = "kai"
    size: float = 8.0
    leading: float = 1.25
    padding: float = 2.5

    def width(self, text: str) -> float:
        """Measure a text."""
        return self.size * sum(_advance(self.face, char) for char in text)

    def wrap(self, text: str, width: float) -> tuple[str, ...]:
        """Return the lines of a text in a cell so wide."""
        return _wrap(self, text, width - 2 * self.padding)


@lru_cache(maxsize=50_000)
def _wrap(letters: Letters, text: str, width: float) -> tuple[str, ...]:
    return tuple(wrap(text, width, letters.width))


@cache
def _advance(face: str, char: str) -> float:
    return float(pdfmetrics.stringWidth(char, face, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A table on its place: column and row edges, the lines of each cell."""

    table: Table
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    lines: tuple[tuple[str, ...], ...]
    letters: Letters

    @property
    def bottom(self) -> float:
        """The lowest edge."""
        return self.ys[-1]

    def box(self, cell: Cell) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of a cell."""
        return self.xs[cell.col], self.ys[cell.row], self.xs[cell.beyond], self.ys[cell.below]


def load_faces() -> None:
    """Make the fonts known to reportlab."""
    folder = font_file().parent
    for face, file in FACES.items():
        if face not in pdfmetrics.getRegisteredFontNames():
            path = folder / file
            pdfmetrics.registerFont(TTFont(face, str(path if path.is_file() else font_file())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a layout is asked for: rows of fixed height, columns of fixed width, cells that keep to one line."""

    rows: Mapping[int, float] = field(default_factory=dict)
    columns: Mapping[int, float] = field(default_factory=dict)
    unwrapped: frozenset[tuple[int, int]] = frozenset()
    taller: float = 0.0


NO_WISH = Wish()


def lay(table: Table, left: float, top: float, width: float, letters: Letters, wish: Wish = NO_WISH) -> Laid:
    """Lay a table out `width` points wide from (left, top)."""
    widths = _widths(table, width, wish)
    lines = tuple(_lines(cell, sum(widths[cell.col : cell.beyond]), letters, wish) for cell in table.cells)
    heights = _heights(table, lines, letters, wish)
    return Laid(table=table, xs=edges(left, widths), ys=edges(top, heights), lines=lines, letters=letters)


def edges(start: float, sizes: tuple[float, ...] | list[float]) -> tuple[float, ...]:
    """Return the edges of steps from a start."""
    out = [start]
    for size in sizes:
        out.append(out[-1] + size)
    return tuple(out)


def _widths(table: Table, width: float, wish: Wish) -> list[float]:
    fixed = sum(wish.columns.values())
    free = sum(own for col, own in enumerate(table.widths) if col not in wish.columns)
    scale = (width - fixed) / free
    return [wish.columns.get(col, own * scale) for col, own in enumerate(table.widths)]


def _lines(cell: Cell, width: float, letters: Letters, wish: Wish) -> tuple[str, ...]:
    if (cell.row, cell.col) in wish.unwrapped:
        return tuple(cell.text.split("\n"))
    return letters.wrap(cell.text, width)


def _heights(table: Table, lines: tuple[tuple[str, ...], ...], letters: Letters, wish: Wish) -> list[float]:
    """Return the height each row needs; what a merged cell lacks is shared among its rows."""
    pitch = letters.size * letters.leading
    least = pitch + 2 * letters.padding + wish.taller
    heights = [wish.rows.get(row, least) for row in range(table.rows)]
    for cell, own in sorted(zip(table.cells, lines, strict=True), key=lambda pair: pair[0].row_span):
        rows = [row for row in range(cell.row, cell.below) if row not in wish.rows]
        lack = len(own) * pitch + 2 * letters.padding - sum(heights[cell.row : cell.below])
        if cell.text and lack > 0:
            for row in rows:
                heights[row] += lack / len(rows)
    return heights


def with_row(table: Table, at: int) -> Table:
    """Return the table with a blank row before row `at`: cells that cross it grow by it."""
    cells = [_moved(cell, at) for cell in table.cells]
    covered = {slot for cell in cells for slot in slots(cell) if slot[0] == at}
    blanks = [Cell(row=at, col=col) for col in range(len(table.widths)) if (at, col) not in covered]
    ordered = sorted([*cells, *blanks], key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(ordered), rows=table.rows + 1)


def _moved(cell: Cell, at: int) -> Cell:
    if cell.row >= at:
        return replace(cell, row=cell.row + 1)
    return replace(cell, row_span=cell.row_span + 1) if cell.below > at else cell


def free_rows(table: Table) -> list[int]:
    """Return the rows of the body before which a row may be put without parting a header."""
    crossed = {row for cell in table.cells if cell.row < 1 for row in range(1, cell.below)}
    return [row for row in range(2, table.rows) if row not in crossed]

"""A press prints tables and lines down the pages of a PDF and remembers what each page shows."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from random import Random

from fixtures.kit.table import Cell, Table
from fixtures.kit.wrap import wrap
from reportlab.pdfgen.canvas import Canvas
from tests.generated.cutting import compact
from tests.generated.ink import INKS, segments, shade
from tests.generated.layout import NO_WISH, Laid, Letters, Wish, lay, load_faces
from tests.generated.model import Form, PageTable, Specimen

Point = tuple[float, float]


class Press:
    """One document in print. Heights count from the page's top.

    `turned` (90, 180, 270) draws the content turned back by so much; with `rotate` the page says so by /Rotate and
    shows upright, without it the page lies on its side.
    """

    def __init__(
        self, rng: Random, page: Point, margin: float, letters: Letters, turned: int = 0, *, rotate: bool = False
    ) -> None:
        load_faces()
        self.rng, self.page, self.margin, self.letters = rng, page, margin, letters
        self.number, self.y, self.raised = 1, margin, False
        self.tables: list[PageTable] = []
        self.forms: list[Form] = []
        self.variations: set[str] = set()
        self.hidden: list[str] = []
        self._buffer = BytesIO()
        self._turned, self._rotate = turned, rotate
        # reportlab swaps the sides of a page that has /Rotate by itself.
        media = (page[1], page[0]) if turned % 180 and not rotate else page
        self.canvas = Canvas(self._buffer, pagesize=media, invariant=1, pageCompression=1)
        self._turn()

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.page[0] - 2 * self.margin

    @property
    def room(self) -> float:
        """The height left on the page."""
        return self.page[1] - self.margin - self.y

    def new_page(self) -> None:
        """Go on to the next page."""
        self.canvas.showPage()
        self.number += 1
        self.y = self.margin
        self._turn()

    def _turn(self) -> None:
        wide, high = self.page
        matrix = {90: (0, 1, -1, 0, high, 0), 180: (-1, 0, 0, -1, wide, high), 270: (0, -1, 1, 0, 0, wide)}
        if self._rotate:
            self.canvas.setPageRotation(self._turned)
        if self._turned:
            self.canvas.transform(*matrix[self._turned])

    def line(self, text: str, *, size: float | None = None, centred: bool = False) -> None:
        """Print a paragraph."""
        letters = Letters(face=self.letters.face, size=size or self.letters.size + 1)
        for line in wrap(text, self.width, letters.width):
            if self.room < letters.size * 1.6:
                self.new_page()
            self.y += letters.size * 1.6
            self.canvas.setFont(letters.face, letters.size)
            base = self.page[1] - self.y + letters.size * 0.45
            if centred:
                self.canvas.drawCentredString(self.page[0] / 2, base, line)
            else:
                self.canvas.drawString(self.margin, base, line)

    def caption(self, form: Form) -> None:
        """Print the lines above a form: its title large and centred."""
        for number, text in enumerate(form.before):
            first = number == 0
            self.line(text, size=self.letters.size + (5 if first else 1), centred=first or text.startswith("（"))
        self.y += 4

    def tail(self, form: Form) -> None:
        """Print the lines below a form."""
        self.y += 3
        for text in form.after:
            self.line(text)

    def lay(self, table: Table, wish: Wish = NO_WISH) -> Laid:
        """Lay a table out at the present height over the whole width."""
        return lay(table, self.margin, self.y, self.width, self.letters, wish)

    def put(self, laid: Laid, *, ink: str = "plain", shaded: bool = False, remember: bool = True) -> None:
        """Print a table with its ruling."""
        self.rule(laid, ink=ink, shaded=shaded)
        self.write(laid)
        if remember:
            self.remember(laid)

    def rule(self, laid: Laid, *, ink: str = "plain", shaded: bool = False) -> None:
        """Draw fills and ruling."""
        if ink == "frames":
            INKS[ink](self.canvas, laid, [], self.page[1], self.rng)
        if shaded and ink != "frames":
            shade(self.canvas, laid, self.page[1], self.rng)
        if ink != "frames":
            INKS[ink](self.canvas, laid, segments(laid), self.page[1], self.rng)

    def remember(self, laid: Laid) -> None:
        """Note that the page shows this table, and go below it."""
        self.tables.append(PageTable(page=self.number, table=compact(laid.table)))
        self.y = max(self.y, laid.bottom)

    def write(self, laid: Laid, skip: Iterable[Cell] = ()) -> None:
        """Print the texts of a table."""
        skipped = set(skip)
        self.canvas.setFont(laid.letters.face, laid.letters.size)
        for cell, lines in zip(laid.table.cells, laid.lines, strict=True):
            if cell.text and cell not in skipped:
                self.write_cell(laid, cell, lines)

    def write_cell(self, laid: Laid, cell: Cell, lines: tuple[str, ...]) -> None:
        """Print the lines of a cell, centred or from its left; `raised` puts them at its top instead of its middle."""
        x0, top, x1, bottom = laid.box(cell)
        size, pitch = laid.letters.size, laid.letters.size * laid.letters.leading
        start = top + laid.letters.padding if self.raised else (top + bottom) / 2 - len(lines) * pitch / 2
        y = start + (pitch - size) / 2 + size * 0.86
        for line in lines:
            if cell.left:
                self.canvas.drawString(x0 + laid.letters.padding, self.page[1] - y, line)
            else:
                self.canvas.drawCentredString((x0 + x1) / 2, self.page[1] - y, line)
            y += pitch

    def done(self, name: str, style: str, seed: int) -> Specimen:
        """Close the document."""
        self.canvas.save()
        return Specimen(
            name=name,
            style=style,
            seed=seed,
            suffix=".pdf",
            data=self._buffer.getvalue(),
            forms=tuple(self.forms),
            page_tables=tuple(self.tables),
            variations=frozenset(self.variations),
            hidden=tuple(self.hidden),
        )

"""Tables that go on over pages, in every way they do, and tables that only look as if they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from fixtures.kit.table import Table
from reportlab.lib.pagesizes import A4, landscape
from tests.generated.cutting import Cut, Span, head_of, longest, piece, stack
from tests.generated.families import LISTED, draw_form
from tests.generated.layout import Laid, Letters, lay
from tests.generated.model import Form, Specimen
from tests.generated.others import draw_other
from tests.generated.press import Press

INKS = ("plain", "plain", "one_path", "thin_rectangles", "boxes")
FURNITURE = 26.0
"""Points kept free at the foot for page numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a document goes on: its cuts, whether the next page is narrower or has other columns, what is between."""

    cut: Cut
    edges: str = "same"
    footer: str = ""
    continued: str = ""
    ink: str = "plain"


def draw_manner(rng: Random, form: Form) -> Manner:
    """Draw a manner that a form allows."""
    headers = {0: ("none",), 1: ("whole", "none")}.get(form.table.header_rows, ("whole", "none", "last"))
    cut = Cut(header=rng.choice(headers), merged=rng.choice(("again", "blank", "halved")), torn=rng.random() < 0.4)
    return Manner(
        cut=cut,
        edges=rng.choice(("same", "same", "narrower", "other")),
        footer=rng.choice(("", "— {} —", "第 {} 页", "{}", "第{}页  共9页")),
        continued=rng.choice(("", "", "续表", "（续上表）", "title")),
        ink=rng.choice(INKS),
    )


def continued(seed: int) -> Specimen:
    """Print a form over several pages; in one document of five something follows that looks like its continuation."""
    rng = Random(f"continued {seed}")
    form = draw_form(rng, rng.choice(LISTED) if rng.random() < 0.5 else None)
    manner = draw_manner(rng, form)
    wide = len(form.table.widths) > 9 or rng.random() < 0.3
    letters = Letters(size=rng.choice((8.0, 9.0)), leading=rng.choice((1.2, 1.35)), padding=rng.choice((2.0, 3.0)))
    press = Press(rng, landscape(A4) if wide else A4, rng.choice((30.0, 42.0)), letters)
    press.raised = rng.random() < 0.3
    press.caption(form)
    _start_low(press, form)
    run_on(press, form, manner)
    press.forms.append(form)
    press.tail(form)
    if rng.random() < 0.2:
        _lookalike(press, form, manner)
    return press.done(f"continued-{seed}", "continued", seed)


def _start_low(press: Press, form: Form) -> None:
    """Go down so far that the first page ends at a random row of a form that would fit on it."""
    laid = press.lay(form.table)
    first = min(form.table.header_rows + 1, form.table.rows - 1)
    at = press.rng.randint(first, form.table.rows - 1)
    floor = press.page[1] - press.margin - FURNITURE
    slack = floor - laid.ys[at]
    press.y += max(0.0, slack - press.rng.uniform(0, 4))


def run_on(press: Press, form: Form, manner: Manner) -> None:
    """Print a table page after page."""
    table, pages = form.table, 0
    span = Span(start=0, stop=0)
    # Where texts are cut is settled by the first page's columns: other columns break their lines elsewhere.
    widths = [own * press.width / sum(table.widths) for own in table.widths]
    while span.stop < table.rows or span.bottom is not None:
        if pages:
            _turn_page(press, form, manner)
            if manner.edges == "other":
                table = replace(table, widths=_shifted(press.rng, table.widths))
        left, width = _columns(press, manner, pages)
        span, laid = _fill(press, table, span, manner.cut, widths, left, width)
        if span.bottom is not None:
            press.variations.add("torn_row")
        press.put(laid, ink=manner.ink)
        pages += 1
    if pages > 1:
        _note(press, form, manner)
    _footer(press, manner)


def _fill(
    press: Press, table: Table, before: Span, cut: Cut, widths: list[float], left: float, width: float
) -> tuple[Span, Laid]:
    """Return the rows that fit on the page, torn at the end where that is the manner, and their place."""
    floor = press.page[1] - press.margin - FURNITURE
    start, top = (before.stop - 1, before.bottom) if before.bottom is not None else (before.stop, None)
    head = head_of(table, cut.header) if start >= table.header_rows > 0 else None

    def laid(span: Span) -> Laid:
        body = piece(table, span, cut, widths, press.letters)
        return lay(stack(head, body), left, press.y, width, press.letters)

    low, high = start + 1, table.rows
    while low < high:
        middle = (low + high + 1) // 2
        if laid(Span(start=start, stop=middle, top=top)).bottom > floor:
            high = middle - 1
        else:
            low = middle
    best = Span(start=start, stop=low, top=top)
    if cut.torn:
        foot = floor + FURNITURE / 2
        best = _torn(press, table, best, widths, lambda span: laid(span).bottom <= foot) or best
    return best, laid(best)


def _torn(press: Press, table: Table, span: Span, widths: list[float], fits: Callable[[Span], bool]) -> Span | None:
    """Tear the row after the span's last, or one a little higher that has several lines: no page prints on its foot."""
    for row in range(span.stop, max(span.start + 1, table.header_rows, span.stop - 5), -1):
        lines = longest(table, row, widths, press.letters) if row < table.rows else 1
        if lines > 1:
            torn = replace(span, stop=row + 1, bottom=press.rng.randint(1, lines - 1))
            if fits(torn):
                return torn
    return None


def _columns(press: Press, manner: Manner, pages: int) -> tuple[float, float]:
    if pages and manner.edges == "narrower":
        lost = press.width * press.rng.uniform(0.02, 0.1)
        return press.margin + lost * press.rng.random(), press.width - lost
    return press.margin, press.width


def _shifted(rng: Random, widths: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(width * rng.uniform(0.88, 1.14) for width in widths)


def _turn_page(press: Press, form: Form, manner: Manner) -> None:
    _footer(press, manner)
    press.new_page()
    if manner.continued:
        text = f"{form.before[0]}（续）" if manner.continued == "title" else manner.continued
        press.line(text, centred=manner.continued == "title")
        press.y += 3


def _footer(press: Press, manner: Manner) -> None:
    if manner.footer:
        press.canvas.setFont(press.letters.face, 8)
        text = manner.footer.format(press.number)
        press.canvas.drawCentredString(press.page[0] / 2, press.margin * 0.7, text)


def _note(press: Press, form: Form, manner: Manner) -> None:
    press.variations |= {f"header_{manner.cut.header}", f"merged_{manner.cut.merged}", f"edges_{manner.edges}"}
    press.variations |= {name for name, said in (("footer", manner.footer), ("line_between", manner.continued)) if said}


def _lookalike(press: Press, form: Form, manner: Manner) -> None:
    """Begin another table at the top of the next page, as wide as the one before."""
    press.variations.add("lookalike")
    press.new_page()
    other = draw_form(press.rng, form.family) if press.rng.random() < 0.6 else draw_other(press.rng)
    press.caption(other)
    run_on(press, other, manner)
    press.forms.append(other)
    press.tail(other)

"""Ruled forms in all their variety: kinds of strokes, thin rows, vertical and overflowing text, tables side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from fixtures.kit.table import Cell, Draft, Table
from tests.generated import words
from tests.generated.families import DESCRIBED, HEADED, UNDESCRIBED, draw_form
from tests.generated.ink import INKS, segments
from tests.generated.layout import Laid, Wish, free_rows, lay, with_row
from tests.generated.model import Form, Specimen
from tests.generated.others import SMALL
from tests.generated.press import Press
from tests.generated.print_pdf import fitting, whole

STROKES = ("plain", "one_path", "doubled", "thin_rectangles", "frames", "dashed", "pieces", "boxes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A form made ready for print: what is wished of its layout, which cells are set in a way of their own."""

    form: Form
    wish: Wish = field(default_factory=Wish)
    stacked: frozenset[tuple[int, int]] = frozenset()
    spilling: frozenset[tuple[int, int]] = frozenset()
    nested: Mapping[tuple[int, int], Table] = field(default_factory=dict)


def ruled(seed: int) -> Specimen:
    """Print a form that is described in one manner or two; in some documents other tables stand below or beside it."""
    return varied("ruled", seed, DESCRIBED)


def undescribed(seed: int) -> Specimen:
    """Print the like of a form that no file of rules describes."""
    return varied("undescribed", seed, UNDESCRIBED)


def varied(style: str, seed: int, families: tuple[str, ...]) -> Specimen:
    """Print a form of one of the families."""
    rng = Random(f"{style} {seed}")
    chosen = {rng.choice(DRAWN), rng.choice(DRAWN)} if rng.random() < 0.8 else set()
    together = rng.choice(("", "", "", "", "below", "beside"))
    plan = Plan(form=draw_form(rng, rng.choice(families)))
    made: set[str] = set()
    # A row put in moves the places that the other manners choose by.
    for name in sorted(chosen, key=lambda name: (name != "thin_rows", name)):
        other = MANNERS[name](rng, plan)
        if other is not None:
            plan = other
            made.add(name)
    ink, filled = rng.choice(STROKES), rng.random() < 0.2
    press = Press(rng, *fitting(rng, plan.form, plan.wish))
    press.raised = rng.random() < 0.2
    _print(press, plan, ink, shaded=filled)
    if together == "below":
        _below(press, ink)
    elif together == "beside":
        _beside(press, ink)
    made |= {ink, *(("shaded",) if filled and ink != "frames" else ()), *((f"tables_{together}",) if together else ())}
    made |= (
        {"several_lines"} if any("\n" in cell.text or len(cell.text) > 25 for cell in plan.form.table.cells) else set()
    )
    made |= {"raised"} if press.raised else set()
    made |= {"key_value"} if plan.form.family in HEADED else set()
    press.variations |= made
    return press.done(f"{style}-{seed}", style, seed)


def _print(press: Press, plan: Plan, ink: str, *, shaded: bool) -> None:
    press.caption(plan.form)
    laid = press.lay(plan.form.table, plan.wish)
    special = plan.stacked | plan.spilling | set(plan.nested)
    cells = {(cell.row, cell.col): cell for cell in laid.table.cells}
    press.rule(laid, ink=ink, shaded=shaded)
    press.write(laid, skip=[cells[at] for at in special])
    for at in plan.stacked:
        stack_letters(press, laid, cells[at])
    for at in plan.spilling:
        spill(press, laid, cells[at])
    for at, inner in plan.nested.items():
        _nest(press, laid, cells[at], inner)
    press.remember(laid)
    press.tail(plan.form)
    press.forms.append(plan.form)


def stack_letters(press: Press, laid: Laid, cell: Cell) -> None:
    """Print a label from top to bottom, each letter by itself."""
    x0, top, x1, bottom = laid.box(cell)
    text = cell.text.replace("\n", "")
    pitch = min(laid.letters.size * 1.25, (bottom - top - 2) / len(text))
    size = min(laid.letters.size, pitch * 0.98)
    press.canvas.setFont(laid.letters.face, size)
    start = (top + bottom) / 2 - pitch * len(text) / 2 + size * 0.86
    for number, char in enumerate(text):
        press.canvas.drawCentredString((x0 + x1) / 2, press.page[1] - start - number * pitch, char)


def spill(press: Press, laid: Laid, cell: Cell) -> None:
    """Print a text on one line that begins in its cell and ends in the blank one beside it."""
    x0, top, _, bottom = laid.box(cell)
    text, letters = cell.text.replace("\n", ""), laid.letters
    beside = next(one for one in laid.table.cells if (one.row, one.col) == (cell.row, cell.beyond))
    size = letters.size * min(1.0, (laid.box(beside)[2] - x0 - 2 * letters.padding) / letters.width(text))
    press.canvas.setFont(letters.face, size)
    press.canvas.drawString(x0 + letters.padding, press.page[1] - (top + bottom) / 2 - size * 0.36, text)


def _nest(press: Press, laid: Laid, cell: Cell, inner: Table) -> None:
    x0, top, x1, _ = laid.box(cell)
    letters = replace(laid.letters, size=laid.letters.size * 0.85)
    put = lay(inner, x0 + 4, top + 4, x1 - x0 - 8, letters)
    INKS["plain"](press.canvas, put, segments(put), press.page[1], press.rng)
    press.write(put)


def _below(press: Press, ink: str) -> None:
    """Print one or two small tables under the form, on the same page if there is room."""
    for _ in range(press.rng.choice((1, 2))):
        other = press.rng.choice(SMALL)(press.rng)
        laid = press.lay(other.table)
        if laid.bottom + 60 > press.page[1] - press.margin:
            press.new_page()
        press.y += 14
        whole(press, other, ink=ink)


def _beside(press: Press, ink: str) -> None:
    """Print two small tables side by side, under the form or on a page of their own."""
    forms = [replace(press.rng.choice(SMALL)(press.rng), before=()) for _ in range(2)]
    gap = press.rng.uniform(12, 40)
    width = (press.width - gap) / 2
    lefts = (press.margin, press.margin + width + gap)
    press.y += 20
    letters = replace(press.letters, size=min(press.letters.size, 7.0))
    lowest = max(lay(form.table, 0, press.y, width, letters).bottom for form in forms)
    if lowest > press.page[1] - press.margin:
        press.new_page()
    top = press.y
    for left, form in zip(lefts, forms, strict=True):
        press.put(lay(form.table, left, top, width, letters), ink=ink)
        press.forms.append(form)


def thin_rows(rng: Random, plan: Plan) -> Plan | None:
    """Put a blank row three to six points high somewhere below the header."""
    rows = free_rows(plan.form.table)
    if not rows or plan.wish.rows:
        return None
    at = rng.choice(rows)
    start, stop = plan.form.body
    form = replace(plan.form, table=with_row(plan.form.table, at), body=(start + (at <= start), stop + (at < stop)))
    return replace(plan, form=form, wish=replace(plan.wish, rows={at: rng.choice((3.0, 4.0, 6.0))}))


def narrow_labels(rng: Random, plan: Plan) -> Plan | None:
    """Make the first column so narrow that its labels stand one letter a line."""
    tall = [cell for cell in plan.form.table.cells if cell.col == 0 and cell.row_span > 2 and cell.col_span == 1]
    only = [cell for cell in plan.form.table.cells if cell.col == 0 and cell.text and cell.col_span == 1]
    if not tall or any(len(cell.text) > 14 for cell in only):
        return None
    return replace(plan, wish=replace(plan.wish, columns={**plan.wish.columns, 0: rng.choice((16.5, 18.0))}))


def vertical(rng: Random, plan: Plan) -> Plan | None:
    """Set the labels of tall cells from top to bottom."""
    chosen = {
        (cell.row, cell.col)
        for cell in plan.form.table.cells
        if cell.row_span > 2 and cell.col_span == 1 and 2 < len(cell.text) <= 4 * cell.row_span and _plain(cell.text)
    }
    return replace(plan, stacked=frozenset(chosen)) if chosen else None


def _plain(text: str) -> bool:
    return not any(char.isascii() and char.isalnum() for char in text) and len(text) < 10


def overflow(rng: Random, plan: Plan) -> Plan | None:
    """Let texts that stand left of a blank cell run into it on one line."""
    table = plan.form.table
    blank = {(cell.row, cell.col) for cell in table.cells if not cell.text and cell.row_span == 1}
    chosen = [
        (cell.row, cell.col)
        for cell in table.cells
        if cell.row_span == 1 and cell.row >= plan.form.body[0] and 3 < len(cell.text) < 20
        if (cell.row, cell.beyond) in blank
    ]
    if not chosen:
        return None
    some = frozenset(rng.sample(chosen, min(len(chosen), 4)))
    return replace(plan, spilling=some, wish=replace(plan.wish, unwrapped=plan.wish.unwrapped | some))


def nested(rng: Random, plan: Plan) -> Plan | None:
    """Put a small ruled table into a wide cell that holds a text: the cell's text is that of its inner cells."""
    truth = plan.form.truth
    assert truth is not None
    told = {scope.get(name) for scope in truth.scopes for name in ("annual_goal", "actual_outcome", "long_term_goal")}
    wide = [cell for cell in plan.form.table.cells if cell.col_span >= 3 and cell.text in told]
    if not wide:
        return None
    outer = rng.choice(wide)
    draft = Draft((60, 40, 40))
    count = rng.choice((2, 3))
    for row in range(count):
        draft.put_row(
            row, dict(enumerate((rng.choice(words.THINGS), f"{rng.randint(2, 90)}个", rng.choice(words.SOFT))))
        )
    inner = draft.done(count)
    text = "\n".join(cell.text for cell in inner.cells)
    cells = tuple(replace(cell, text=text) if cell is outer else cell for cell in plan.form.table.cells)
    scopes = tuple({k: text if v == outer.text else v for k, v in scope.items()} for scope in truth.scopes)
    form = replace(plan.form, table=replace(plan.form.table, cells=cells), truth=replace(truth, scopes=scopes))
    return replace(plan, form=form, nested={(outer.row, outer.col): inner})


def roomy(rng: Random, plan: Plan) -> Plan:
    """Give every row more height."""
    return replace(plan, wish=replace(plan.wish, taller=rng.choice((4.0, 9.0))))


MANNERS: Mapping[str, Callable[[Random, Plan], Plan | None]] = {
    "thin_rows": thin_rows,
    "narrow_labels": narrow_labels,
    "vertical": vertical,
    "overflow": overflow,
    "nested": nested,
    "roomy": roomy,
}
DRAWN = (*MANNERS, "nested", "nested", "overflow", "vertical")
"""What is drawn from: the manners that few forms allow stand twice."""

"""Tables with strokes missing: inner ones, upright ones, level ones, the sides, all but the header's, all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from fixtures.kit.table import Table
from tests.generated.families import LISTED, LISTS, draw_form
from tests.generated.ink import INKS, Segment
from tests.generated.layout import Laid, Wish
from tests.generated.model import Form, Specimen
from tests.generated.press import Press
from tests.generated.print_pdf import fitting

Step = tuple[str, int, int]
"""A piece of ruling one grid step long: "across" at (y, x) or "down" at (x, y)."""
Keep = Callable[[Form, Step], bool]


def steps(table: Table) -> set[Step]:
    """Return the whole ruling of a table in steps."""
    out: set[Step] = set()
    for cell in table.cells:
        out |= {("across", y, x) for y in (cell.row, cell.below) for x in range(cell.col, cell.beyond)}
        out |= {("down", x, y) for x in (cell.col, cell.beyond) for y in range(cell.row, cell.below)}
    return out


def _in_body(form: Form, step: Step) -> bool:
    """Tell whether a piece stands inside the body: its frame and the header's lower edge do not."""
    start, stop = form.body
    way, one, two = step
    cols = len(form.table.widths)
    return start < one < stop if way == "across" else start <= two < stop and 0 < one < cols


def no_inner_rows(form: Form, step: Step) -> bool:
    """Leave out the level strokes inside every merged block of the first column but those that part the body."""
    way, at, _ = step
    tall = (cell for cell in form.table.cells if cell.col == 0 and cell.row_span > 1 and cell.row >= _top(form))
    return way == "down" or at in blocks(form) or not any(cell.row < at < cell.below for cell in tall)


def _top(form: Form) -> int:
    """Return the first row that is no header row of a list."""
    return form.table.header_rows


def blocks(form: Form) -> set[int]:
    """Return the rows at which a block of the body begins: those of the first column that is not one cell."""
    start, stop = form.body
    for col in range(len(form.table.widths)):
        tops = {cell.row for cell in form.table.cells if cell.col == col and start <= cell.row < stop}
        if len(tops) > 1:
            return {start, *tops}
    return {start}


def _merges(form: Form) -> bool:
    """Tell whether the body has blocks of several rows."""
    return len(blocks(form)) < form.body[1] - form.body[0]


def header_only(form: Form, step: Step) -> bool:
    """Leave out every stroke inside the body."""
    return not _in_body(form, step)


def only_level(form: Form, step: Step) -> bool:
    """Leave out all upright strokes."""
    return step[0] == "across"


def only_upright(form: Form, step: Step) -> bool:
    """Leave out the level strokes of the body."""
    return step[0] == "down" or not _in_body(form, step)


def open_sides(form: Form, step: Step) -> bool:
    """Leave out the frame's left and right side."""
    return step[0] == "across" or 0 < step[1] < len(form.table.widths)


def header_rule(form: Form, step: Step) -> bool:
    """Keep the stroke under the header alone."""
    return step[0] == "across" and step[1] == form.body[0]


def three_lines(form: Form, step: Step) -> bool:
    """Keep the strokes above and under the header and at the foot."""
    return step[0] == "across" and step[1] in (0, form.body[0], form.table.rows)


def nothing(form: Form, step: Step) -> bool:
    """Keep no stroke."""
    return False


MISSING: Mapping[str, Keep] = {
    "no_inner_rows": no_inner_rows,
    "header_only": header_only,
    "only_level": only_level,
    "only_upright": only_upright,
    "open_sides": open_sides,
}
BORDERLESS: Mapping[str, Keep] = {"header_rule": header_rule, "three_lines": three_lines, "no_strokes": nothing}


def missing_strokes(seed: int) -> Specimen:
    """Print a form with some strokes missing."""
    rng = Random(f"missing {seed}")
    how = rng.choices(list(MISSING), weights=(28, 24, 20, 20, 8))[0]
    # Where the strokes above the indicators stay, too much of a headed form is ruled.
    form = draw_form(rng, rng.choice(LISTED) if rng.random() < 0.8 else None)
    while how == "no_inner_rows" and not _merges(form):
        form = draw_form(rng, rng.choice(LISTED))
    return _print(rng, form, how, MISSING[how], "missing_strokes", seed)


def borderless(seed: int) -> Specimen:
    """Print a list-like form with hardly a stroke."""
    rng = Random(f"borderless {seed}")
    how = rng.choice(list(BORDERLESS))
    return _print(rng, draw_form(rng, rng.choice(LISTS)), how, BORDERLESS[how], "borderless", seed)


def _print(rng: Random, form: Form, how: str, keep: Keep, style: str, seed: int) -> Specimen:
    wish = Wish(taller=rng.choice((3.0, 5.0, 8.0)))
    press = Press(rng, *fitting(rng, form, wish))
    press.raised = rng.random() < 0.4
    press.caption(form)
    laid = press.lay(form.table, wish)
    ink = INKS[rng.choice(("plain", "thin_rectangles"))]
    ink(press.canvas, laid, kept(form, laid, keep), press.page[1], rng)
    press.write(laid)
    press.remember(laid)
    press.tail(form)
    press.forms.append(form)
    press.variations |= {how, *(("raised",) if press.raised else ())}
    return press.done(f"{style}-{seed}", style, seed)


def kept(form: Form, laid: Laid, keep: Keep) -> list[Segment]:
    """Return the strokes that are drawn, pieces end to end joined."""
    runs: dict[tuple[str, int], list[list[int]]] = {}
    for way, at, start in sorted(step for step in steps(form.table) if keep(form, step)):
        line = runs.setdefault((way, at), [])
        if line and line[-1][1] == start:
            line[-1][1] = start + 1
        else:
            line.append([start, start + 1])
    out: list[Segment] = []
    for (way, at), line in runs.items():
        for start, stop in line:
            if way == "across":
                out.append((laid.xs[start], laid.ys[at], laid.xs[stop], laid.ys[at]))
            else:
                out.append((laid.xs[at], laid.ys[start], laid.xs[at], laid.ys[stop]))
    return out

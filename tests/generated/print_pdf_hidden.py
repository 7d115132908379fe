"""Forms with text that must not be read: seals, watermarks, white, faint, covered, outside; and radicals that must."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from random import Random

from fixtures.kit.fonts import font_file
from fixtures.kit.table import Table
from fontTools.ttLib import TTFont
from tests.generated.families import draw_form
from tests.generated.layout import Laid
from tests.generated.model import Specimen
from tests.generated.press import Press
from tests.generated.print_pdf import fitting
from tests.generated.seal import inscription, outline, seal_text, seal_vector

MARKS = ("仅供预览严禁外传", "样张不作凭据", "内部征求意见稿", "DRAFT2024")
Under = Callable[[Press, Laid], None]


def hidden(seed: int) -> Specimen:
    """Print a form with one or two things of the kind."""
    rng = Random(f"hidden {seed}")
    form = draw_form(rng)
    page, margin, letters = fitting(rng, form)
    press = Press(rng, page, margin, letters)
    chosen = rng.sample(list(HIDDEN), rng.choice((1, 1, 2)))
    press.caption(form)
    laid = press.lay(form.table)
    press.variations |= set(chosen)
    for name in chosen:
        if name in UNDER:
            HIDDEN[name](press, laid)
    printed = replace(laid, table=folded(laid.table), lines=tuple(map(_radicals, laid.lines)))
    press.put(printed if "radicals" in chosen else laid, remember=False)
    press.remember(laid)
    for name in chosen:
        if name not in UNDER:
            HIDDEN[name](press, laid)
    press.tail(form)
    press.forms.append(form)
    return press.done(f"hidden-{seed}", "hidden", seed)


def folded(table: Table) -> Table:
    """Return the table as its text layer has it: radicals for characters."""
    return replace(table, cells=tuple(replace(cell, text=_radical(cell.text)) for cell in table.cells))


def _radicals(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_radical, lines))


def _radical(text: str) -> str:
    return text.translate(_lookalikes())


@cache
def _lookalikes() -> dict[int, str]:
    """Return characters and the Kangxi radicals or compatibility ideographs of the same look that the font has."""
    with TTFont(font_file()) as font:
        drawn = set(font.getBestCmap())
    table = {ord("户"): "⼾"}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if code in drawn and len(plain) == 1 and plain != chr(code):
            table.setdefault(ord(plain), chr(code))
    return table


def _spot(press: Press, laid: Laid) -> tuple[float, float]:
    """Return a place on the table, in the page's own upward coordinates."""
    x = press.rng.uniform(laid.xs[0] + 40, laid.xs[-1] - 80)
    return x, press.page[1] - press.rng.uniform(laid.ys[0] + 20, laid.ys[-1] - 5)


def _filled(press: Press, laid: Laid) -> tuple[float, float]:
    """Return the middle left of a filled cell of the table."""
    cell = press.rng.choice([cell for cell in laid.table.cells if cell.text and cell.row > 1])
    x0, top, _, bottom = laid.box(cell)
    return x0 + 3, press.page[1] - (top + bottom) / 2


def _mark(press: Press) -> str:
    text = press.rng.choice(MARKS)
    press.hidden.append(text)
    return text


def seal_as_vector(press: Press, laid: Laid) -> None:
    """Stamp a seal of outlines."""
    x, y = _spot(press, laid)
    press.canvas.saveState()
    seal_vector(press.canvas, x, y, press.rng.uniform(35, 60), inscription(press.rng))
    press.canvas.restoreState()


def seal_as_text(press: Press, laid: Laid) -> None:
    """Stamp a seal whose letters are text."""
    x, y = _spot(press, laid)
    text = inscription(press.rng)
    press.hidden.append(text)
    press.canvas.saveState()
    seal_text(press.canvas, x, y, press.rng.uniform(35, 60), text, press.letters.face)
    press.canvas.restoreState()


def watermark_text(press: Press, laid: Laid) -> None:
    """Print a mark slantwise over the page, light grey or nearly clear, once or many times."""
    text, size = _mark(press), press.rng.choice((18, 30, 48))
    faint = press.rng.random() < 0.5
    press.canvas.saveState()
    press.canvas.setFillGray(0.4 if faint else press.rng.choice((0.82, 0.88)))
    press.canvas.setFillAlpha(press.rng.choice((0.1, 0.15)) if faint else 1)
    for _ in range(1 if size == 48 else 5):
        press.canvas.saveState()
        press.canvas.translate(*_spot(press, laid))
        press.canvas.rotate(press.rng.choice((30, 45, 315)))
        press.canvas.setFont(press.letters.face, size)
        press.canvas.drawCentredString(0, 0, text)
        press.canvas.restoreState()
    press.canvas.restoreState()


def watermark_vector(press: Press, laid: Laid) -> None:
    """Print a mark as outlines."""
    text = press.rng.choice(MARKS[:3])
    x, y = _spot(press, laid)
    press.canvas.saveState()
    press.canvas.setFillGray(0.85)
    for number, char in enumerate(text):
        outline(press.canvas, char, x + 26 * number - 80, y + 14 * number - 40, 34, 28)
    press.canvas.restoreState()


def white_text(press: Press, laid: Laid) -> None:
    """Print white letters over a cell's."""
    x, y = _filled(press, laid)
    press.canvas.saveState()
    press.canvas.setFillGray(press.rng.choice((1.0, 0.98)))
    press.canvas.setFont(press.letters.face, press.letters.size)
    press.canvas.drawString(x, y - press.rng.choice((1, 3, 5)), _mark(press))
    press.canvas.restoreState()


def clear_text(press: Press, laid: Laid) -> None:
    """Print letters that are nearly clear."""
    x, y = _filled(press, laid)
    press.canvas.saveState()
    press.canvas.setFillAlpha(press.rng.choice((0.02, 0.1, 0.18)))
    press.canvas.setFont(press.letters.face, press.letters.size)
    press.canvas.drawString(x, y - press.rng.choice((1, 3)), _mark(press))
    press.canvas.restoreState()


def outside_page(press: Press, laid: Laid) -> None:
    """Print text beyond the page's edge, level with rows of the table."""
    y = press.page[1] - press.rng.uniform(laid.ys[0], laid.ys[-1])
    x, y = press.rng.choice(((press.page[0] + 15, y), (-260, y), (80, -40), (80, press.page[1] + 30)))
    press.canvas.setFont(press.letters.face, press.letters.size)
    press.canvas.drawString(x, y, _mark(press))


def behind_fill(press: Press, laid: Laid) -> None:
    """Print text in a cell, then a fill over it; the cell's own text comes after."""
    cell = press.rng.choice([cell for cell in laid.table.cells if cell.col_span < 3 and cell.row > 1])
    x0, top, x1, bottom = laid.box(cell)
    press.canvas.setFont(press.letters.face, press.letters.size)
    text = _mark(press)
    fit = text[: max(2, int((x1 - x0 - 4) / press.letters.size))]
    press.hidden[-1] = fit
    press.canvas.drawString(x0 + 2, press.page[1] - (top + bottom) / 2 - 2, fit)
    press.canvas.setFillGray(press.rng.choice((1.0, 0.92)))
    press.canvas.rect(x0, press.page[1] - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    press.canvas.setFillGray(0)


def radicals(press: Press, laid: Laid) -> None:
    """Have the text layer say ⼾ for 户: done where the table is printed."""


UNDER = frozenset({"behind_fill", "radicals"})
HIDDEN: Mapping[str, Under] = {
    "seal_vector": seal_as_vector,
    "seal_text": seal_as_text,
    "watermark_text": watermark_text,
    "watermark_vector": watermark_vector,
    "white_text": white_text,
    "clear_text": clear_text,
    "outside_page": outside_page,
    "behind_fill": behind_fill,
    "radicals": radicals,
}

"""Whole disclosures: narrative, charts, budget tables, somewhere in them the performance forms, chained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from reportlab.lib.pagesizes import A4
from tests.generated import charts, others, words
from tests.generated.cutting import Cut
from tests.generated.families import DESCRIBED, HEADED, draw_form
from tests.generated.layout import Letters
from tests.generated.model import Form, Specimen
from tests.generated.press import Press
from tests.generated.print_pdf_continued import Manner, run_on

PARTS = ("部门概况", "部门决算情况说明", "名词解释", "预算绩效情况说明", "其他重要事项的情况说明", "附件")
NUMERALS = "一二三四五六七八九十"


def long(seed: int) -> Specimen:
    """Print a disclosure of twenty pages and more."""
    rng = Random(f"long {seed}")
    press = Press(rng, A4, 56.0, Letters(size=9.0, leading=1.25, padding=2.5))
    press.variations |= {"narrative"}
    _cover(press)
    parts: list[Callable[[Press], None]] = [_narrative, _tables, _pictured, _narrative, _forms, _tables, _narrative]
    for number, part in enumerate(parts):
        _begin(press, f"第{NUMERALS[number]}部分  {rng.choice(PARTS)}")
        part(press)
    while press.number < 20:
        _begin(press, f"{NUMERALS[press.number % 10]}、{rng.choice(PARTS)}")
        _narrative(press)
    return press.done(f"long-{seed}", "long", seed)


def _begin(press: Press, title: str) -> None:
    press.new_page()
    press.line(title, size=15, centred=True)
    press.y += 10


def _cover(press: Press) -> None:
    press.y += 200
    place = press.rng.choice(words.PLACES) + press.rng.choice(words.BUREAUS)
    press.line(f"{press.rng.randint(2019, 2025)}年度{place}部门决算公开", size=20, centred=True)
    press.new_page()
    press.line("目  录", size=15, centred=True)
    for number, part in enumerate(PARTS):
        press.line(f"第{NUMERALS[number]}部分  {part}{'.' * 60}{number * 4 + 3}")


def _narrative(press: Press) -> None:
    """Write one to four pages of prose."""
    for number in range(press.rng.randint(8, 40)):
        if number % 6 == 0:
            press.line(f"（{NUMERALS[number // 6]}）{press.rng.choice(PARTS)}", size=12)
        sentences = press.rng.choices(words.NARRATIVE, k=press.rng.randint(2, 5))
        press.line("　　" + "".join(sentences), size=press.rng.choice((10.5, 10.5, 12)))


def _pictured(press: Press) -> None:
    """Write prose with a chart or two."""
    _narrative(press)
    for chart in press.rng.sample((charts.bars, charts.pie), press.rng.choice((1, 2))):
        if press.room < 260:
            press.new_page()
        press.line("图：" + press.rng.choice(("支出决算结构", "收入支出变动情况", "三公经费支出情况")), centred=True)
        chart(press)
        press.variations.add(f"chart_{chart.__name__}")
    _narrative(press)


def _tables(press: Press) -> None:
    """Print some of the tables that are none of our business."""
    for _ in range(press.rng.randint(2, 5)):
        form = others.draw_other(press.rng)
        laid_height = press.lay(form.table).bottom - press.y + 60
        if press.room < laid_height:
            press.new_page()
        _caption(press, form)
        press.put(press.lay(form.table), ink=press.rng.choice(("plain", "one_path", "thin_rectangles")))
        press.forms.append(form)
        press.y += 24
    press.variations.add("other_tables")


def _caption(press: Press, form: Form) -> None:
    for number, text in enumerate(form.before):
        press.line(text, size=13 if number == 0 else 9, centred=number == 0)
    press.y += 4


def _forms(press: Press) -> None:
    """Print one to four forms one after the other, with titles or without."""
    count = press.rng.randint(1, 4)
    titled = press.rng.random() < 0.6
    press.variations |= {"chained"} if count > 1 else set()
    press.variations |= set() if titled else {"untitled"}
    family = press.rng.choice(HEADED if not titled else DESCRIBED)
    for number in range(count):
        form = draw_form(press.rng, family if press.rng.random() < 0.7 else press.rng.choice(HEADED))
        if number and not titled:
            form = untitled(form)
        if number and press.rng.random() < 0.7:
            press.new_page()
        else:
            press.y += 30
        if press.room < 200:
            press.new_page()
        _caption(press, form)
        run_on(press, form, Manner(cut=Cut(header="none", merged=press.rng.choice(("again", "blank")))))
        press.forms.append(form)
        press.tail(form)
    press.y += 20


def untitled(form: Form) -> Form:
    """Return the form without the lines above it."""
    assert form.truth is not None
    return replace(form, before=(), truth=replace(form.truth, title=None))

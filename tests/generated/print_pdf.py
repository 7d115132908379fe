"""Ruled forms on pages they fit, upright, turned, shaded, with doubled strokes, under a seal."""

from __future__ import annotations

from random import Random

from reportlab.lib.pagesizes import A3, A4, landscape
from tests.generated.families import draw_form
from tests.generated.layout import NO_WISH, Letters, Wish, lay, load_faces
from tests.generated.model import Form, Specimen
from tests.generated.press import Point, Press
from tests.generated.seal import seal_image

PAGES = (A4, landscape(A4), landscape(A3), A3)


def fitting(rng: Random, form: Form, wish: Wish = NO_WISH) -> tuple[Point, float, Letters]:
    """Return a page, a margin and letters with which a form fits one page; a longer page if none does."""
    load_faces()
    face = rng.choice(("kai", "kai", "kai-light", "kai-mono"))
    margin = rng.choice((28.0, 36.0, 48.0))
    leading, padding = rng.choice((1.15, 1.25, 1.45)), rng.choice((2.0, 3.0))
    first = rng.choice((10.5, 9.0, 8.0))
    for size in (first, 9.0, 8.0, 7.0):
        letters = Letters(face=face, size=size, leading=leading, padding=padding)
        for page in rng.sample(PAGES[:2], 2) if size > 7 else PAGES:
            if need(form, page, margin, letters, wish) <= page[1] - margin:
                return page, margin, letters
    letters = Letters(face=face, size=8.0, leading=leading, padding=padding)
    return (A3[0], need(form, A3, margin, letters, wish) + 2 * margin), margin, letters


def need(form: Form, page: Point, margin: float, letters: Letters, wish: Wish) -> float:
    """Return how far down a form reaches on a page."""
    laid = lay(form.table, margin, margin, page[0] - 2 * margin, letters, wish)
    return laid.bottom + letters.size * (12 + 2 * (len(form.before) + 3 * len(form.after)))


def whole(press: Press, form: Form, *, ink: str = "plain", shaded: bool = False, wish: Wish = NO_WISH) -> None:
    """Print a form with the lines around it."""
    press.caption(form)
    press.put(press.lay(form.table, wish), ink=ink, shaded=shaded)
    press.tail(form)
    press.forms.append(form)


def turned(seed: int, *, rotate: bool) -> Specimen:
    """Print a form on a page set sideways, with /Rotate or without."""
    style = "rotated" if rotate else "sideways"
    rng = Random(f"{style} {seed}")
    form = draw_form(rng)
    page, margin, letters = fitting(rng, form)
    angle = rng.choice((90, 180, 270) if rotate else (90, 270))
    press = Press(rng, page, margin, letters, turned=angle, rotate=rotate)
    whole(press, form, ink=rng.choice(("plain", "one_path", "thin_rectangles")))
    press.variations.add(f"{style}_{angle}")
    return press.done(f"{style}-{seed}", style, seed)


def rotated(seed: int) -> Specimen:
    """Print a form upright by /Rotate."""
    return turned(seed, rotate=True)


def sideways(seed: int) -> Specimen:
    """Print a form lying on its side."""
    return turned(seed, rotate=False)


def shaded(seed: int) -> Specimen:
    """Print a form with filled cells."""
    rng = Random(f"shaded {seed}")
    form = draw_form(rng)
    press = Press(rng, *fitting(rng, form))
    ink = rng.choice(("plain", "one_path", "thin_rectangles", "boxes"))
    whole(press, form, ink=ink, shaded=True)
    press.variations |= {"shaded", ink}
    return press.done(f"shaded-{seed}", "shaded", seed)


def doubled(seed: int) -> Specimen:
    """Print a form with doubled strokes."""
    rng = Random(f"doubled {seed}")
    form = draw_form(rng)
    press = Press(rng, *fitting(rng, form))
    whole(press, form, ink="doubled")
    press.variations.add("doubled")
    return press.done(f"doubled-{seed}", "doubled", seed)


def stamped(seed: int) -> Specimen:
    """Print a form with a red seal as a picture over its cells."""
    rng = Random(f"seal {seed}")
    form = draw_form(rng)
    press = Press(rng, *fitting(rng, form))
    start = press.y
    whole(press, form, ink=rng.choice(("plain", "one_path", "thin_rectangles")))
    size = rng.uniform(70, 130)
    x = rng.uniform(press.margin, press.page[0] - press.margin - size)
    y = rng.uniform(start, max(start + 1, press.y - size / 2))
    picture = seal_image(rng)
    press.canvas.drawImage(picture, x, press.page[1] - y - size, size, size, mask="auto")
    press.variations.add("seal_image")
    return press.done(f"seal_image-{seed}", "seal_image", seed)

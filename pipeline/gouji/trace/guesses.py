"""What strokes leave out of a page's tables, and tables without strokes."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.page import Page, Word
from gouji.trace.frame import Inferred
from gouji.trace.lattice import Lattice
from gouji.trace.opened import is_undecided, open_tables
from gouji.trace.strokeless import completed
from gouji.trace.strokes import Edge, edges_of


def complete(page: Page, tables: Sequence[Lattice]) -> tuple[tuple[Lattice, ...], tuple[Inferred, ...]]:
    """Return the page's tables with what their strokes leave out and those without strokes, and which are inferred."""
    made = [completed(table, page.words, page.strokes) for table in tables]
    guesses = [guess for guess in made if guess is not None]
    whole = [table if guess is None else guess.table for table, guess in zip(tables, made, strict=True)]
    if not any(len(table.xs) > 3 for table in whole):
        words, level = _free(page, whole)
        found = open_tables(page, words, level) if words else []
        guesses += found
        whole += [guess.table for guess in found]
    return tuple(whole), tuple(guesses)


def undecided(page: Page) -> bool:
    """Tell whether a page without upright strokes leaves the columns open, so that a proposal for them is wanted."""
    if page.turned or not page.words or any(not stroke.horizontal and stroke.width for stroke in page.strokes):
        return False
    words, level = _free(page, ())
    return is_undecided(page, words, level)


def _free(page: Page, tables: Sequence[Lattice]) -> tuple[list[Word], list[Edge]]:
    """Return the words and level edges of a page that stand in no table."""
    boxes = [table.box for table in tables]
    words = [
        word
        for word in page.words
        if not any(box.holds((word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2) for box in boxes)
    ]
    level = [
        edge
        for edge in edges_of(page.strokes)[0]
        if not any(
            box.top - 2 <= edge.at <= box.bottom + 2 and edge.start < box.x1 and edge.end > box.x0 for box in boxes
        )
    ]
    return words, level

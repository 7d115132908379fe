"""Sheets drawn as text, for tests: cells parted by |, "^" goes on from above, "<" from the cell to the left."""

from __future__ import annotations

from pathlib import Path

from gouji.forms import load_forms, load_lexicon
from gouji.model.grid import Cell, Line
from gouji.model.record import Records
from gouji.model.sheet import Sheet
from gouji.normalise import load_words, normalise
from gouji.recognise import recognise
from gouji.reconcile import reconcile
from gouji.vocabulary import Vocabulary

RULES = Path(__file__).parents[1] / "rules"
FORMS = load_forms(RULES)
WORDS = Vocabulary(load_lexicon(RULES), FORMS)
MEANINGS = load_words(RULES)


def sheet(drawn: str, *, before: tuple[str, ...] = (), after: tuple[str, ...] = (), ragged: bool = False) -> Sheet:
    """Turn a drawing into a sheet; a ragged one takes every field as a cell."""
    rows = [[field.strip() for field in line.split("|")] for line in drawn.splitlines() if line.strip()]
    cols = max(map(len, rows))
    cells: dict[tuple[int, int], list] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, fields in enumerate(rows):
        for col, text in enumerate(fields):
            if not ragged and text == "^":
                at = owner[row - 1, col]
            elif not ragged and text == "<":
                at = owner[row, col - 1]
            else:
                at = (row, col)
                cells[at] = [text, row, col]
            owner[row, col] = at
            cells[at][1:] = [max(cells[at][1], row), max(cells[at][2], col)]
    return Sheet(
        cells=tuple(
            Cell(
                text=text, row=at[0], col=at[1], row_span=last_row - at[0] + 1, col_span=last_col - at[1] + 1,
                locator=f"第{at[0] + 1}行 第{at[1] + 1}列",
            )
            for at, (text, last_row, last_col) in sorted(cells.items())
        ),
        rows=len(rows),
        cols=cols,
        before=tuple(Line(text=text) for text in before),
        after=tuple(Line(text=text) for text in after),
        ragged=ragged,
    )  # fmt: skip


def read_sheets(*sheets: Sheet) -> Records:
    """Take sheets through recognise, normalise and reconcile."""
    return reconcile(normalise(recognise(sheets, FORMS, WORDS), WORDS, MEANINGS), WORDS)

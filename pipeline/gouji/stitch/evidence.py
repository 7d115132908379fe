"""How likely two cells on either side of a page break are one: log-odds from what the whole table shows.

Every number is the natural logarithm of a ratio: how often one cell cut by a break looks so, to how often two cells
that merely follow each other do. What two cells look like is counted in the table itself: how often a column is blank,
how often the same text stands twice in a row, how its texts end.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from gouji.model.grid import Cell
from gouji.stitch.compare import (
    LONG,
    Verdict,
    are_entries,
    ends_sentence,
    flows,
    is_cap,
    is_reprint,
    is_rest,
    is_whole,
    opens,
    strip_cap,
)
from gouji.stitch.rows import is_number, squash
from gouji.stitch.survey import Column

STYLE = 1 / 3
"""A cell that a break cuts is printed again, left blank, or cut in two: three ways, none rarer than the others."""
PROOF = 4.0
"""What only the two halves of one text show: fifty times likelier in them."""
CONTRARY = -5.0
"""What halves of one text do not show."""
FIGURES = -6.0
"""A figure under a figure is another figure."""
UNKNOWN = -2.0
"""Two short texts that differ are as a rule two texts."""
SENTENCES = 3.0
"""In a column of sentences the one that lacks its full stop goes on."""
OFF_CENTRE = -3.5
"""Where texts are centred the lesser part of a cell cannot hold the whole text."""
CENTRE = 1.2
"""A part higher than the other by so much holds the middle for certain."""
NO_KEY = 0.03
"""Rows of a head block without a key of their own, or with that of the row above, are rare."""
FEW = 4
"""Neighbours too few to tell how often the figures of a column repeat."""
FIGURES_TWICE = 0.35
"""How often they do where nothing tells: a third."""
BROKEN_ROWS = -2.2
"""One break in ten cuts a row in two."""
REST_BLANK = 0.75
"""Most cells of a row cut in two have nothing left for the second page."""
REST_LATE = 0.15
"""Few have all their text on the second page: those set in the middle of a high row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A cell at the top of a part and the cell of the same columns that ends at the break.

    `through` tells that the lower one reaches down to the next break.
    """

    old: Cell
    new: Cell
    column: Column
    through: bool = False

    @property
    def tall(self) -> bool:
        """One of the two spans rows."""
        return self.old.row_span > 1 or self.new.row_span > 1

    @property
    def texts(self) -> tuple[str, str]:
        """Both texts, squashed."""
        return squash(self.old.text), squash(self.new.text)

    @property
    def same(self) -> bool:
        """The same words stand on both sides; figures prove nothing."""
        old, new = self.texts
        return old == new and bool(new) and not is_number(new)

    @property
    def heights(self) -> tuple[float, float]:
        """How high both are: in points, or in rows where there are no pages."""
        if self.old.places and self.new.places:
            old, new = (sum(place.box.bottom - place.box.top for place in cell.places) for cell in (self.old, self.new))
            return old, new
        return float(self.old.row_span), float(self.new.row_span)

    @property
    def level(self) -> bool:
        """The column holds merged cells, here or elsewhere."""
        return self.tall or self.column.merges


def verdict_of(pair: Pair, equal: int) -> Verdict:
    """Tell how one cell looks on two pages; `equal` counts other cells of the block printed again word for word."""
    old, new = pair.texts
    if not old or not new:
        return Verdict.BLANK if old else Verdict.LATE if new else Verdict.VOID
    return Verdict.SAME if is_reprint(old, new, equal) else Verdict.REST


def joins(pair: Pair, labels: frozenset[str], equal: int) -> float:
    """Weigh that a merged cell goes on below the break against that another begins there."""
    old, new = pair.texts
    match verdict_of(pair, equal):
        case Verdict.VOID:
            # Were they two, the one above would be blank altogether.
            return log(STYLE / pair.column.blank_share) if pair.tall else 0.0
        case Verdict.BLANK | Verdict.LATE:
            return log(STYLE / _blank_share(pair, labels)) + _centred(pair)
        case Verdict.SAME:
            return _again(pair, labels) if old == new else SENTENCES
        case _:
            return rest(old, new, pair.column, labels)


def _is_key(pair: Pair, labels: frozenset[str]) -> bool:
    """Tell whether the cell above is a key of a head block: no other stands right below it, nor a blank one."""
    return pair.texts[0] in pair.column.texts.titles - labels


def _again(pair: Pair, labels: frozenset[str]) -> float:
    """Weigh that a text stands on both sides: the code of an office stands on all its blocks."""
    if _is_key(pair, labels):
        return log(STYLE / NO_KEY)
    share = pair.column.twice_share
    few = is_number(pair.texts[0]) and pair.column.followers < FEW
    return log(STYLE / max(share, FIGURES_TWICE if few else share))


def _blank_share(pair: Pair, labels: frozenset[str]) -> float:
    """Return how often another cell would be blank here: one that is centred may have its text on the next page."""
    if _is_key(pair, labels) and not pair.column.merges:
        return NO_KEY
    hidden = pair.column.centred and pair.through and not pair.new.text.strip()
    return max(pair.column.blank_share, REST_LATE) if hidden else pair.column.blank_share


def _centred(pair: Pair) -> float:
    """Weigh where the text stands, in a table that sets its texts in the middle: not in the lower part of a cell."""
    above, below = pair.heights
    text, bare = (above, below) if pair.old.text.strip() else (below, above)
    return OFF_CENTRE if pair.column.centred and bare > CENTRE * text else 0.0


def seems_to_go_on(pair: Pair, labels: frozenset[str]) -> bool:
    """Tell whether a cell goes on though its column shows no merged one: it is as no other two of the column are."""
    old, new = pair.texts
    if not old or not new:
        return bool(old or (new and pair.column.named >= FEW)) and not pair.column.blanks
    if pair.same:
        return not pair.column.twice
    return is_rest(old, new, pair.column.texts, labels)


def goes_on(pair: Pair, labels: frozenset[str]) -> float:
    """Weigh that the row above the break goes on below it, by one of its cells that no other row shares."""
    old, new = pair.texts
    blank = pair.column.bare_share
    if not new:
        return log(REST_BLANK / blank) if old else min(0.5, -log(blank))
    if not old:
        return log(REST_LATE / blank)
    return CONTRARY if old == new else rest(old, new, pair.column, labels)


def rest(old: str, new: str, column: Column, labels: frozenset[str]) -> float:
    """Weigh that a squashed text is the rest of the one above the break."""
    if is_rest(old, new, column.texts, labels):
        return PROOF
    if opens(old) or flows(new) or _is_cut_figure(old, new, column.texts.decimals):
        return PROOF
    if is_number(old) and is_number(new) and not is_cap(new):
        return FIGURES
    if is_whole(new, column.texts, labels) or strip_cap(old) in labels or (is_number(new) and not is_cap(new)):
        return CONTRARY
    if are_entries(old, new):
        return CONTRARY
    if ends_sentence(old):
        return UNKNOWN
    if column.texts.mostly_sentences or (ends_sentence(new) and len(old) >= LONG):
        return SENTENCES
    if column.texts.mostly_capped:
        return UNKNOWN - 1
    return 0.5 if len(old) >= LONG and len(new) + len(old) >= 2 * LONG else UNKNOWN


def _is_cut_figure(old: str, new: str, decimals: int) -> bool:
    """Tell whether a figure is cut at its point (5209. and 30), or among the decimals its column has (100.0 and 0)."""
    whole, point, rest = old.partition(".")
    if not (whole[-1:].isdigit() and point and new.isdigit() and (rest.isdigit() or not rest)):
        return False
    return not rest or 0 < len(rest) < decimals == len(rest) + len(new)

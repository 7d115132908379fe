"""The structures a page allows, and those that close.

A free row (its second-level cell is blank) may belong to the label above it, to the label below it (printed low in
its merged block), or to a class whose label is lost; a nameless row that repeats its neighbour may be a ghost. The
search goes through these choices row by row and cuts every branch in which a class exceeds its printed cap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from gouji.model.form import Level
from gouji.model.record import Indicator
from gouji.reconcile.strip import ClassKey, Item, Mark, Strip
from gouji.text import squash
from gouji.vocabulary import Vocabulary

COST_NEXT = 1
COST_ACROSS = 1
"""Added where the label below belongs to another first level: then two labels were printed low."""
COST_LOST = 2
COST_GHOST = 2
COST_AGAINST_CRITERION = 3
COST_WITH_CRITERION = -1
MOST_STEPS = 20_000
"""Assignments looked at: a table has few free rows; one that allows more is left as the page shows it."""

DROP: ClassKey = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A class that may have lost its label in this scope: its key and the caps other evidence suggests for it."""

    key: ClassKey
    code: str
    caps: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A class for every row (DROP for a ghost), the caps inferred for lost classes, and how far from the page it is."""

    classes: tuple[ClassKey, ...]
    inferred: tuple[tuple[ClassKey, Decimal], ...]
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a search needs beside the strip: the lost classes per first level, and the class a criterion names."""

    lost: Mapping[str | None, tuple[Lost, ...]]
    mentioned: Callable[[Indicator], Level | None]
    words: Vocabulary


def closes(strip: Strip, structure: Structure) -> bool:
    """Tell whether every class keeps its cap and the caps of used classes add up to their parent's."""
    sums = _sums(strip, structure)
    caps = _caps(strip, structure)
    for key, total in sums.items():
        cap = caps.get(key)
        if cap is not None and (total > cap or (strip.by_weight and total != cap)):
            return False
    return all(_nests(level1, cap, sums, caps, strip.by_weight) for level1, cap in strip.level1_caps.items())


def plain(strip: Strip) -> Structure:
    """Return what the page shows: free rows under the label above them."""
    return Structure(classes=tuple(item.key for item in strip.items), inferred=(), cost=0)


def closing(strip: Strip, evidence: Evidence) -> tuple[Structure, ...]:
    """Return the structures that close, nearest to the page first; () if the search is too wide or none closes."""
    found: list[Structure] = []
    for step, (classes, cost) in enumerate(_assignments(strip, evidence)):
        if step == MOST_STEPS:
            return ()
        found.extend(_with_caps(strip, evidence, classes, cost))
    return tuple(sorted(found, key=lambda one: (one.cost, [str(key) for key in one.classes])))


def _assignments(strip: Strip, evidence: Evidence) -> Iterator[tuple[tuple[ClassKey, ...], int]]:
    caps = {mark.key: mark.cap for mark in strip.marks if mark.cap is not None}
    printed = {mark.key for mark in strip.marks}

    def descend(
        index: int, chosen: tuple[ClassKey, ...], sums: dict[ClassKey, Decimal], cost: int
    ) -> Iterator[tuple[tuple[ClassKey, ...], int]]:
        if index == len(strip.items):
            yield chosen, cost
            return
        item = strip.items[index]
        for key, price in _options(strip, evidence, index, chosen, printed):
            after = sums
            if key != DROP:
                total = sums.get(key, Decimal(0)) + (item.points or Decimal(0))
                if key in caps and total > caps[key]:
                    continue
                after = {**sums, key: total}
            yield from descend(index + 1, (*chosen, key), after, cost + price)

    yield from descend(0, (), {}, 0)


def _options(
    strip: Strip, evidence: Evidence, index: int, chosen: tuple[ClassKey, ...], printed: set[ClassKey]
) -> Iterator[tuple[ClassKey, int]]:
    item = strip.items[index]
    if item.held:
        yield item.key, 0
        return
    above = _last_mark(strip.marks, item.row)
    below = next((mark for mark in strip.marks if mark.row > item.row), None)
    last = next((key for key in reversed(chosen) if key != DROP), None)
    bound = below is not None and last == below.key
    if not bound:
        carried = _carried(strip, index, above, last, printed)
        if carried is not None:
            yield carried, _price(item, carried, 0, evidence)
        for lost in evidence.lost.get(item.indicator.level1, ()):
            if lost.key != carried and lost.key not in chosen:
                yield lost.key, _price(item, lost.key, COST_LOST, evidence)
    if below is not None:
        across = COST_ACROSS if below.key[0] != item.indicator.level1 else 0
        yield below.key, _price(item, below.key, 0 if bound else COST_NEXT + across, evidence)
    if is_ghost(strip.items, index):
        yield DROP, COST_GHOST


def _carried(
    strip: Strip, index: int, above: Mark | None, last: ClassKey | None, printed: set[ClassKey]
) -> ClassKey | None:
    """Return the class in force above a row: the last label, or the lost class the row before was given."""
    before = strip.items[index - 1].row if index else -1
    if above is None or (above.row <= before and last is not None and last not in printed):
        return last
    return above.key


def _last_mark(marks: Sequence[Mark], row: int) -> Mark | None:
    return next((mark for mark in reversed(marks) if mark.row <= row), None)


def _price(item: Item, key: ClassKey, base: int, evidence: Evidence) -> int:
    """Add what the row's own criterion says: it names a class for or against the choice."""
    named = evidence.mentioned(item.indicator)
    if named is None:
        return base
    own = evidence.words.level2(key[1])
    if own is None or own.code != named.code:
        return base + COST_AGAINST_CRITERION
    return base + COST_WITH_CRITERION if base else base


def is_ghost(items: Sequence[Item], index: int) -> bool:
    """Tell whether a nameless row repeats every filled value of the row before or after it."""
    indicator = items[index].indicator
    if indicator.level3 is not None:
        return False
    values = _values(indicator)
    if sum(value is not None for value in values) < 2:
        return False
    return any(
        0 <= other < len(items) and _values(items[other].indicator) == values for other in (index - 1, index + 1)
    )


def _values(indicator: Indicator) -> tuple[str | None, ...]:
    texts = (indicator.target_text, indicator.actual_text)
    figures = (indicator.weight, indicator.score)
    return (*(squash(text) if text else None for text in texts), *(str(f.value) if f else None for f in figures))


def _sums(strip: Strip, structure: Structure) -> dict[ClassKey, Decimal]:
    sums: dict[ClassKey, Decimal] = {}
    for item, key in zip(strip.items, structure.classes, strict=True):
        if key != DROP:
            sums[key] = sums.get(key, Decimal(0)) + (item.points or Decimal(0))
    return sums


def _caps(strip: Strip, structure: Structure) -> dict[ClassKey, Decimal]:
    caps = {mark.key: mark.cap for mark in strip.marks if mark.cap is not None}
    return {**caps, **dict(structure.inferred)}


def _nests(
    level1: str, cap: Decimal, sums: Mapping[ClassKey, Decimal], caps: Mapping[ClassKey, Decimal], by_weight: bool
) -> bool:
    """Tell whether a first level's used classes fill it: their caps add up to its own, their points do not pass it."""
    used = [key for key in sums if key[0] == level1]
    if not used:
        return True
    total = sum((sums[key] for key in used), Decimal(0))
    if total > cap or (by_weight and total != cap):
        return False
    known = [caps[key] for key in used if key in caps]
    return len(known) < len(used) or sum(known, Decimal(0)) == cap


def _with_caps(strip: Strip, evidence: Evidence, classes: tuple[ClassKey, ...], cost: int) -> Iterator[Structure]:
    """Give the lost classes of an assignment the caps that make it close, from the strongest evidence down."""
    every = {lost.key: lost for many in evidence.lost.values() for lost in many}
    used = [every[key] for key in dict.fromkeys(classes) if key in every]
    choices = [_cap_choices(strip, classes, lost, used) for lost in used]
    for picked in product(*choices):
        inferred = tuple((lost.key, cap) for lost, cap in zip(used, picked, strict=True))
        structure = Structure(classes=classes, inferred=inferred, cost=cost)
        if closes(strip, structure):
            yield structure
            return


def _cap_choices(strip: Strip, classes: tuple[ClassKey, ...], lost: Lost, used: Sequence[Lost]) -> tuple[Decimal, ...]:
    own = [
        item.indicator.criterion_points.value
        for item, key in zip(strip.items, classes, strict=True)
        if key == lost.key and item.indicator.criterion_points is not None
    ]
    parent = strip.level1_caps.get(lost.key[0] or "")
    rest: list[Decimal] = []
    siblings = [other for other in used if other.key[0] == lost.key[0]]
    if parent is not None and len(siblings) == 1:
        printed = {mark.key: mark.cap or Decimal(0) for mark in strip.marks if mark.key in classes}
        rest = [parent - sum((cap for key, cap in printed.items() if key[0] == lost.key[0]), Decimal(0))]
    return tuple(dict.fromkeys(cap for cap in (*own, *lost.caps, *rest) if cap > 0))

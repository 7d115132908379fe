"""Level names that the page lost: where else the document prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.model.form import Level
from gouji.model.grid import Cell
from gouji.model.record import Cap, Indicator
from gouji.reconcile.strip import ClassKey, Strip, covers, row_of
from gouji.reconcile.structure import Lost
from gouji.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The level names and caps a document prints, by code."""

    level1: Mapping[str, str]
    level2: Mapping[str, str]
    caps: Mapping[tuple[str, str], tuple[Decimal, ...]]


def printed_elsewhere(indicators: Iterable[Indicator], caps: Iterable[Cap], words: Vocabulary) -> Elsewhere:
    """Gather the names of levels as the document prints them, most frequent first, and the caps of each class."""
    first: dict[str, Counter[str]] = {}
    second: dict[str, Counter[str]] = {}
    points: dict[tuple[str, str], Counter[Decimal]] = {}
    named: list[tuple[str | None, str | None, Decimal | None]] = [(one.level1, one.level2, None) for one in indicators]
    named += [(cap.level1, cap.level2, cap.points.value) for cap in caps]
    for level1, level2, cap in named:
        class1, class2 = words.level1(level1), words.level2(level2)
        if class1 is not None and level1 is not None:
            first.setdefault(class1.code, Counter())[level1] += 1
        if class2 is not None and level2 is not None:
            second.setdefault(class2.code, Counter())[level2] += 1
        if class1 is not None and class2 is not None and cap is not None:
            points.setdefault((class1.code, class2.code), Counter())[cap] += 1
    return Elsewhere(
        level1={code: names.most_common(1)[0][0] for code, names in first.items()},
        level2={code: names.most_common(1)[0][0] for code, names in second.items()},
        caps={key: tuple(cap for cap, _ in found.most_common()) for key, found in points.items()},
    )


def level_name_of(level: Level, printed: Mapping[str, str], siblings: Sequence[str | None]) -> str:
    """Return the name of a class as the document prints it, else the vocabulary's in the manner of its siblings."""
    if level.code in printed:
        return printed[level.code]
    long = any(name is not None and name.endswith("指标") for name in siblings)
    return f"{level.names[0]}指标" if long else level.names[0]


def restore_level1(
    indicators: Sequence[Indicator], cells: tuple[Cell, ...], words: Vocabulary, elsewhere: Elsewhere
) -> tuple[Indicator, ...]:
    """Give a row whose first level is lost (none printed, or one carried down that cannot own its class) its parent."""
    return tuple(_with_parent(one, cells, words, elsewhere, indicators) for one in indicators)


def _with_parent(
    one: Indicator, cells: tuple[Cell, ...], words: Vocabulary, elsewhere: Elsewhere, siblings: Sequence[Indicator]
) -> Indicator:
    level2 = words.level2(one.level2)
    if level2 is None or not level2.parents or _is_held(one, cells):
        return one
    own = words.level1(one.level1)
    if own is not None and own.code in level2.parents:
        return one
    if one.level1 is not None and own is None:
        return one
    parent = next((level for level in words.lexicon.level1 if level.code == level2.parents[0]), None)
    if parent is None:
        return one
    name = level_name_of(parent, elsewhere.level1, [other.level1 for other in siblings])
    held = tuple((field, number) for field, number in one.cells if field != "level1")
    return replace(one, level1=name, level1_code=parent.code, cells=held)


def _is_held(one: Indicator, cells: tuple[Cell, ...]) -> bool:
    label = dict(one.cells).get("level1")
    return label is not None and covers(cells[label], row_of(one, cells))


def lost_classes(strip: Strip, words: Vocabulary, elsewhere: Elsewhere) -> dict[str | None, tuple[Lost, ...]]:
    """Return, for each first level of a strip, the classes of the vocabulary whose label the scope does not print."""
    printed: set[str] = set()
    for mark in strip.marks:
        level = words.level2(mark.key[1])
        if level is not None:
            printed.add(level.code)
    siblings = [mark.key[1] for mark in strip.marks]
    lost: dict[str | None, tuple[Lost, ...]] = {}
    for level1 in dict.fromkeys(item.indicator.level1 for item in strip.items):
        parent = words.level1(level1)
        children = () if parent is None else words.children(parent.code)
        lost[level1] = tuple(
            _lost(level1, child, parent.code if parent else "", elsewhere, siblings)
            for child in children
            if child.code not in printed
        )
    return lost


def _lost(
    level1: str | None, child: Level, parent_code: str, elsewhere: Elsewhere, siblings: Sequence[str | None]
) -> Lost:
    key: ClassKey = (level1, level_name_of(child, elsewhere.level2, siblings))
    return Lost(key=key, code=child.code, caps=elsewhere.caps.get((parent_code, child.code), ()))

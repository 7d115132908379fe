"""Choose a scope's structure and write down what was chosen against what the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gouji.model.form import Level
from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.record import Cap, Figure, Indicator, TableRecord
from gouji.reconcile.levels import Elsewhere, lost_classes
from gouji.reconcile.strip import ClassKey, Strip, strip_of
from gouji.reconcile.structure import DROP, Evidence, Structure, closes, closing, is_ghost, plain
from gouji.vocabulary import Vocabulary

MOST_READINGS = 3
"""Other structures kept for a scope, beside the one in which ghosts are kept."""

WITHIN = 1
"""Alternatives this much dearer than the chosen structure are still kept: one more moved label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A scope under one structure: its indicators, numbered from 1, and its caps."""

    indicators: tuple[Indicator, ...]
    caps: tuple[Cap, ...]
    closes: bool = True
    description: str = "各上限与合计均闭合的读法"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The structure chosen for a scope, the others the page allows, the ghosts left out, and what was done."""

    chosen: Read
    others: tuple[Read, ...] = ()
    ghosts: tuple[Indicator, ...] = ()
    notices: tuple[Notice, ...] = ()


def choose(
    table: TableRecord,
    indicators: tuple[Indicator, ...],
    caps: tuple[Cap, ...],
    cells: tuple[Cell, ...],
    words: Vocabulary,
    elsewhere: Elsewhere,
) -> Choice:
    """Keep what the page shows if it closes or nothing is free; else take the nearest structure that closes."""
    strip = strip_of(indicators, caps, cells, by_weight=table.has_weight)
    shown = plain(strip)
    doubtful = bool(strip.free) or any(is_ghost(strip.items, index) for index in range(len(strip.items)))
    if not caps or not doubtful or (closes(strip, shown) and all(key[1] is not None for key in shown.classes)):
        return Choice(chosen=Read(indicators=indicators, caps=caps))
    evidence = Evidence(lost=lost_classes(strip, words, elsewhere), mentioned=Mentioned(words), words=words)
    found = closing(strip, evidence)
    if not found:
        return Choice(chosen=Read(indicators=indicators, caps=caps))
    return _write(strip, caps, found, words)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Tells which class an indicator's own criterion names."""

    words: Vocabulary

    def __call__(self, indicator: Indicator) -> Level | None:
        """Return the class, None if the criterion is blank or names none or several."""
        return self.words.mentioned(indicator.criterion) if indicator.criterion else None


def _write(strip: Strip, caps: tuple[Cap, ...], found: Sequence[Structure], words: Vocabulary) -> Choice:
    best = found[0]
    chosen = Read(indicators=_apply(strip, best, words), caps=_caps(caps, best))
    rest = [one for one in found[1:] if one.cost <= best.cost + WITHIN and one.classes != best.classes]
    others = [_other(strip, caps, one, words) for one in rest[:MOST_READINGS]]
    ghosts = [item.indicator for item, key in zip(strip.items, best.classes, strict=True) if key == DROP]
    return Choice(chosen=chosen, others=tuple(others), ghosts=tuple(ghosts), notices=tuple(_notices(strip, best)))


def _other(strip: Strip, caps: tuple[Cap, ...], structure: Structure, words: Vocabulary) -> Read:
    moves = "；".join(_moves(strip, structure))
    return Read(
        indicators=_apply(strip, structure, words),
        caps=_caps(caps, structure),
        description=f"另一种同样闭合的级次归属：{moves}",
    )


def with_ghosts(chosen: Read, ghosts: tuple[Indicator, ...]) -> Read:
    """Return a reading with its ghosts kept as rows after the last; they claim no share of their class's points."""
    first = len(chosen.indicators) + 1
    kept = tuple(replace(ghost, indicator_no=number) for number, ghost in enumerate(ghosts, start=first))
    return Read(
        indicators=(*chosen.indicators, *kept), caps=chosen.caps, closes=False, description="保留重复印出的无名行"
    )


def _apply(strip: Strip, structure: Structure, words: Vocabulary) -> tuple[Indicator, ...]:
    kept = [(item, key) for item, key in zip(strip.items, structure.classes, strict=True) if key != DROP]
    labels = {mark.key: mark.cell_no for mark in strip.marks}
    return tuple(
        _placed(item.indicator, number, key, labels.get(key), words) for number, (item, key) in enumerate(kept, start=1)
    )


def _placed(one: Indicator, number: int, key: ClassKey, label: int | None, words: Vocabulary) -> Indicator:
    if key == (one.level1, one.level2):
        return replace(one, indicator_no=number)
    level1, level2 = words.level1(key[0]), words.level2(key[1])
    cells = tuple((field, cell) for field, cell in one.cells if field != "level2")
    if label is not None:
        cells = (*cells, ("level2", label))
    return replace(
        one,
        indicator_no=number,
        level1=key[0],
        level2=key[1],
        level1_code=level1.code if level1 else None,
        level2_code=level2.code if level2 else None,
        cells=cells,
    )


def _caps(caps: tuple[Cap, ...], structure: Structure) -> tuple[Cap, ...]:
    used = set(structure.classes)
    level1 = {key[0] for key in used}
    kept = [
        replace(cap, used=(cap.level1, cap.level2) in used if cap.level2 is not None else cap.level1 in level1)
        if cap.level1 is not None
        else cap
        for cap in caps
    ]
    first = caps[0]
    inferred = [
        Cap(
            table_no=first.table_no,
            scope_no=first.scope_no,
            level1=key[0],
            level2=key[1],
            points=Figure(value=points, decimals=max(0, -int(points.as_tuple().exponent))),
            source="inferred",
        )
        for key, points in structure.inferred
    ]
    return (*kept, *inferred)


def _moves(strip: Strip, structure: Structure) -> Iterator[str]:
    for item, key in zip(strip.items, structure.classes, strict=True):
        if key == DROP:
            yield "不计无名的重复行"
        elif key != item.key:
            yield f"“{item.indicator.level3 or '（无名）'}”归入“{key[1] or ''}”"


def _notices(strip: Strip, structure: Structure) -> Iterator[Notice]:
    printed = {mark.key for mark in strip.marks}
    inferred = dict(structure.inferred)
    for item, key in zip(strip.items, structure.classes, strict=True):
        name = item.indicator.level3 or "（无名）"
        cells = tuple(sorted({number for field, number in item.indicator.cells if field not in {"level1", "level2"}}))
        if key == DROP:
            yield Notice(
                code="STR-04",
                message="一行没有名称，各值与相邻行相同，计入则超过所属类的上限，未计入",
                cells=cells,
            )
        elif key == item.key:
            continue
        elif key in printed:
            yield Notice(
                code="STR-09",
                message=f"“{name}”按上限归入下面的“{key[1]}”，其名称印在较低的行",
                indicator_no=item.indicator.indicator_no,
                cells=cells,
            )
        else:
            points = inferred.get(key)
            said = "" if points is None else f"（推定上限 {points.normalize():f} 分）"
            yield Notice(
                code="STR-03",
                message=f"“{name}”的二级指标名称未印出，按上限与词汇归入“{key[1]}”{said}",
                indicator_no=item.indicator.indicator_no,
                cells=cells,
            )

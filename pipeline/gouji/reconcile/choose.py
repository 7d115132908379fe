"""Choose a scope's structure and write down what was chosen against what the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from gouji.model.form import Level
from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.record import Cap, Change, Figure, Indicator, Reading, TableRecord
from gouji.reconcile.levels import Elsewhere, lost_classes
from gouji.reconcile.strip import ClassKey, Strip, strip_of
from gouji.reconcile.structure import DROP, Evidence, Structure, closes, closing, is_ghost, plain
from gouji.vocabulary import Vocabulary

MOST_READINGS = 4
"""Alternatives kept for a scope."""

WITHIN = 1
"""Alternatives this much dearer than the chosen structure are still kept: one more moved label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A scope under its chosen structure."""

    indicators: tuple[Indicator, ...]
    caps: tuple[Cap, ...]
    readings: tuple[Reading, ...] = ()
    notices: tuple[Notice, ...] = ()


def choose(
    table: TableRecord,
    indicators: tuple[Indicator, ...],
    caps: tuple[Cap, ...],
    cells: tuple[Cell, ...],
    words: Vocabulary,
    elsewhere: Elsewhere,
) -> Chosen:
    """Keep what the page shows if it closes or nothing is free; else take the nearest structure that closes."""
    strip = strip_of(indicators, caps, cells, by_weight=table.has_weight)
    shown = plain(strip)
    doubtful = bool(strip.free) or any(is_ghost(strip.items, index) for index in range(len(strip.items)))
    if not caps or not doubtful or (closes(strip, shown) and all(key[1] is not None for key in shown.classes)):
        return Chosen(indicators=indicators, caps=caps)
    evidence = Evidence(lost=lost_classes(strip, words, elsewhere), mentioned=Mentioned(words), words=words)
    found = closing(strip, evidence)
    if not found:
        return Chosen(indicators=indicators, caps=caps)
    return _write(strip, caps, found, words)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Tells which class an indicator's own criterion names."""

    words: Vocabulary

    def __call__(self, indicator: Indicator) -> Level | None:
        """Return the class, None if the criterion is blank or names none or several."""
        return self.words.mentioned(indicator.criterion) if indicator.criterion else None


def _write(strip: Strip, caps: tuple[Cap, ...], found: Sequence[Structure], words: Vocabulary) -> Chosen:
    best = found[0]
    indicators = _apply(strip, best, words)
    others = [one for one in found[1:] if one.cost <= best.cost + WITHIN and one.classes != best.classes]
    readings = [
        Reading(table_no=0, scope_no=0, reading_no=0, chosen=True, closes=True, description="各上限与合计均闭合的读法")
    ]
    for other in others[: MOST_READINGS - 1]:
        readings.append(_alternative(len(readings), indicators, strip, other, words))
    if DROP in best.classes and len(readings) < MOST_READINGS + 1:
        readings.append(_with_ghosts(len(readings), indicators, strip, best))
    return Chosen(
        indicators=indicators,
        caps=_caps(strip, caps, best),
        readings=tuple(readings),
        notices=tuple(_notices(strip, best)),
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


def _caps(strip: Strip, caps: tuple[Cap, ...], structure: Structure) -> tuple[Cap, ...]:
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


def _alternative(
    number: int, chosen: Sequence[Indicator], strip: Strip, other: Structure, words: Vocabulary
) -> Reading:
    read = _apply(strip, other, words)
    changes = [change for old, new in zip(chosen, read, strict=False) for change in _difference(old, new)]
    for extra in read[len(chosen) :]:
        changes += _difference(None, extra)
    for gone in chosen[len(read) :]:
        changes.append(Change(table="indicators", row_no=gone.indicator_no, column="*", value=None))
    return Reading(
        table_no=0,
        scope_no=0,
        reading_no=number,
        chosen=False,
        closes=True,
        description="另一种同样闭合的级次归属：" + "；".join(_moves(strip, other)),
        changes=tuple(changes),
    )


def _with_ghosts(number: int, chosen: Sequence[Indicator], strip: Strip, best: Structure) -> Reading:
    changes: list[Change] = []
    row_no = len(chosen)
    for item, key in zip(strip.items, best.classes, strict=True):
        if key == DROP:
            row_no += 1
            changes += _difference(None, replace(item.indicator, indicator_no=row_no))
    return Reading(
        table_no=0,
        scope_no=0,
        reading_no=number,
        chosen=False,
        closes=False,
        description="保留重复印出的无名行",
        changes=tuple(changes),
    )


def _difference(old: Indicator | None, new: Indicator) -> Iterator[Change]:
    for field in fields(new):
        if field.name in {"table_no", "scope_no", "indicator_no", "cells"}:
            continue
        before = None if old is None else getattr(old, field.name)
        after = getattr(new, field.name)
        if before == after:
            continue
        row_no = new.indicator_no
        if isinstance(after, Figure):
            yield Change(table="indicators", row_no=row_no, column=field.name, value=str(after.value))
            yield Change(table="indicators", row_no=row_no, column=f"{field.name}_decimals", value=str(after.decimals))
        else:
            value = None if after is None else str(after)
            yield Change(table="indicators", row_no=row_no, column=field.name, value=value)
            if isinstance(before, Figure):
                yield Change(table="indicators", row_no=row_no, column=f"{field.name}_decimals", value=None)


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

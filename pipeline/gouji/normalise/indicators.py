"""Indicator rows to indicators and caps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.recognised import Recognised, Row
from gouji.model.record import Cap, Cells, Figure, Indicator
from gouji.normalise.fields import RowReader, first_page, unread_notices
from gouji.normalise.figure import is_blank, parse_criterion_points, take_cap
from gouji.normalise.scopes import Segment
from gouji.normalise.unit import to_money
from gouji.normalise.value import Value, align, band_of, direction_of, parse_value
from gouji.normalise.words import Words
from gouji.text import squash
from gouji.vocabulary import Vocabulary

FIGURE_ROLES = ("weight", "score", "converted_score", "review_score")
ROLE_NAMES = {"weight": "分值", "score": "得分", "converted_score": "折算得分", "review_score": "复核得分"}
CONTENT_ROLES = ("level3", "target", "content", "actual", *FIGURE_ROLES)

_FIELDS = (
    ("level1", "level1"),
    ("level2", "level2"),
    ("level3", "level3"),
    ("target_text", "target"),
    ("target_op", "target_op"),
    ("content", "content"),
    ("actual_text", "actual"),
    ("weight", "weight"),
    ("score", "score"),
    ("converted_score", "converted_score"),
    ("review_score", "review_score"),
    ("criterion", "criterion"),
    ("measure_unit", "measure_unit"),
    ("value_type", "value_type"),
    ("deviation_reason", "deviation_reason"),
)


@dataclass(slots=True)
class _Running:
    """What the rows above have printed that still holds: the labels in force and the figures already counted."""

    level1: int | None = None
    level2: int | None = None
    counted: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The indicators and caps of a scope, and the doubts had."""

    indicators: tuple[Indicator, ...]
    caps: tuple[Cap, ...]
    notices: tuple[Notice, ...]


def list_indicators(
    table: Recognised, segment: Segment, words: Vocabulary, meanings: Words, money_unit: str | None
) -> Listed:
    """Read the rows of a scope: labels carried down, placeholders left to the caps."""
    running = _Running()
    indicators: list[Indicator] = []
    caps: dict[tuple[str | None, str | None, Decimal], Cap] = {}
    notices: list[Notice] = []
    for row in segment.rows:
        held = _carry(table.cells, row, running)
        filled = any(_meant(held, role) for role in CONTENT_ROLES)
        for cap in _caps_of(table, segment, held, used=filled):
            # A label printed again on a later row or page is the same cap.
            key = (cap.level1, cap.level2, cap.points.value)
            known = caps.get(key)
            caps[key] = cap if known is None else replace(known, used=known.used or cap.used)
        if not filled:
            continue
        number = len(indicators) + 1
        indicator = _indicator(table, segment, held, number, words, meanings, money_unit)
        indicators.append(_under_parent(_count_once(indicator, held, running), indicators))
        notices += [
            replace(notice, table_no=table.table_no, scope_no=segment.scope.scope_no, indicator_no=number)
            for notice in unread_notices(held, FIGURE_ROLES, ROLE_NAMES)
        ]
    return Listed(indicators=tuple(indicators), caps=_in_order(caps.values()), notices=tuple(notices))


def _in_order(caps: Iterable[Cap]) -> tuple[Cap, ...]:
    """Put the block's cap first and each first level's before those of its classes, wherever the labels stand."""
    listed = list(caps)
    firsts = list(dict.fromkeys(cap.level1 for cap in listed))
    return tuple(
        sorted(listed, key=lambda cap: (cap.level1 is not None, firsts.index(cap.level1), cap.level2 is not None))
    )


def _carry(cells: tuple[Cell, ...], row: Row, running: _Running) -> RowReader:
    """Put the labels in force into the row's blank level cells; a new first level ends the second level above it."""
    slots = dict(row.slots)
    own1 = slots.get("level1")
    if own1 is not None and cells[own1].text:
        if running.level1 is None or _named(cells[own1]) != _named(cells[running.level1]):
            running.level2 = None
        running.level1 = own1
    elif running.level1 is not None:
        slots["level1"] = running.level1
    own2 = slots.get("level2")
    if own2 is not None and cells[own2].text:
        running.level2 = own2
    elif running.level2 is not None:
        slots["level2"] = running.level2
    return RowReader(cells, slots)


def _under_parent(one: Indicator, above: Sequence[Indicator]) -> Indicator:
    """Put a row "其中：…" under the indicator of its class above it: its name goes to the fourth level."""
    parent = above[-1] if above else None
    if parent is None or one.level3 is None or not squash(one.level3).startswith("其中"):
        return one
    if parent.level3 is None or (parent.level1, parent.level2) != (one.level1, one.level2):
        return one
    return replace(one, level3=parent.level3, level4=one.level3)


def _named(cell: Cell) -> str:
    """Return a label's name for comparison: its cap may be printed on one of its copies only."""
    return squash(take_cap(cell.text)[0])


def _meant(row: RowReader, role: str) -> bool:
    """Tell whether a cell says anything: no blank token, and no left-over of the template ("指标1：", "……")."""
    text = row.text(role)
    if text is None or is_blank(text):
        return False
    plain = squash(text).strip(":.…·")
    return bool(plain) and not (role == "level3" and plain.removeprefix("指标").isdigit())


def _label(row: RowReader, role: str) -> tuple[str | None, Figure | None]:
    text = row.text(role)
    if text is None:
        return None, None
    name, cap = take_cap(text)
    return name or None, cap


def _caps_of(table: Recognised, segment: Segment, row: RowReader, *, used: bool) -> list[Cap]:
    """Return the caps the row's labels print: of the block, of the first and of the second level."""
    names = {role: _label(row, role) for role in ("block", "level1", "level2")}
    level1, level2 = names["level1"][0], names["level2"][0]
    owners = {"block": (None, None), "level1": (level1, None), "level2": (level1, level2)}
    return [
        Cap(
            table_no=table.table_no,
            scope_no=segment.scope.scope_no,
            level1=owners[role][0],
            level2=owners[role][1],
            points=points,
            used=used,
            cell_no=row.slots[role],
        )
        for role, (_, points) in names.items()
        if points is not None
    ]


def _indicator(
    table: Recognised,
    segment: Segment,
    row: RowReader,
    number: int,
    words: Vocabulary,
    meanings: Words,
    money_unit: str | None,
) -> Indicator:
    level1, level2 = _label(row, "level1")[0], _label(row, "level2")[0]
    level3, weight = _name_and_weight(table, row)
    op_text, unit_text = row.text("target_op"), row.text("measure_unit")
    target = parse_value(row.text("target") or "", op_text=op_text, unit_text=unit_text, words=meanings)
    actual = _actual(row.text("actual") or "", unit_text, target, meanings)
    content = parse_value(row.text("content") or "", words=meanings)
    criterion = row.text("criterion")
    class1, class2 = words.level1(level1), words.level2(level2)
    cells = row.cell_map(_FIELDS)
    return Indicator(
        table_no=table.table_no,
        scope_no=segment.scope.scope_no,
        indicator_no=number,
        level1=level1,
        level2=level2,
        level3=level3,
        level1_code=class1.code if class1 else None,
        level2_code=class2.code if class2 else None,
        target_text=_target_text(row, op_text, unit_text),
        target_op=target.op,
        target_value=target.figure,
        target_unit=target.unit,
        target_kind=_kind(target),
        target_money=_money(target, money_unit, meanings),
        content=row.text("content"),
        content_kind=_kind(content),
        actual_text=row.text("actual"),
        actual_value=actual.figure,
        actual_unit=actual.unit,
        actual_kind=_kind(actual),
        actual_aligned=align(actual, target, words=meanings),
        actual_band=band_of(row.text("actual") or "", words=meanings),
        weight=weight,
        weight_source="printed" if weight or row.filled("weight") else None,
        score=row.figure("score"),
        converted_score=row.figure("converted_score"),
        review_score=row.figure("review_score"),
        criterion=criterion,
        criterion_points=parse_criterion_points(criterion) if criterion else None,
        measure_unit=unit_text,
        value_type=row.text("value_type"),
        direction=direction_of(target.op, level3 or "", target, words=meanings),
        deviation_reason=row.text("deviation_reason"),
        page_first=_page(row, cells),
        cells=cells,
    )


def _actual(text: str, unit_text: str | None, target: Value, meanings: Words) -> Value:
    """Read the actual value; the unit column lends no % to a share ("1" for 100%): it may be either."""
    lent, alone = parse_value(text, unit_text=unit_text, words=meanings), parse_value(text, words=meanings)
    if lent.unit != "%" or alone.unit or lent.figure is None or target.figure is None:
        return lent
    return alone if 0 < lent.figure.value <= 1 < target.figure.value else lent


def _name_and_weight(table: Recognised, row: RowReader) -> tuple[str | None, Figure | None]:
    """Return the name and the weight; a form without a weight column may print it in the name ("相关性（5分）")."""
    text = row.text("level3") if _meant(row, "level3") else None
    if "weight" in table.roles:
        return text, row.figure("weight")
    if text is not None and squash(text).endswith("分)"):
        return take_cap(text)
    return text, None


def _target_text(row: RowReader, op_text: str | None, unit_text: str | None) -> str | None:
    """Join a value that the form splits over columns: 指标性质, 指标值, 度量单位, in that order."""
    value = row.text("target")
    if value is None:
        return None
    split = "target_op" in row.slots
    sign = op_text if split and op_text and not any(mark.isalnum() for mark in op_text) else ""
    named = split and unit_text and not is_blank(unit_text) and not squash(value).endswith(squash(unit_text))
    unit = unit_text if named else ""
    return f"{sign}{value}{unit}"


def _kind(value: Value) -> str | None:
    return None if value.kind == "none" else value.kind


def _money(value: Value, money_unit: str | None, meanings: Words) -> Figure | None:
    if value.figure is None or value.unit is None or money_unit is None:
        return None
    return to_money(value.figure, value.unit, money_unit, meanings.units)


def _page(row: RowReader, cells: Cells) -> int | None:
    """Return the page of the cells that begin in the row, so that a label carried over a page does not count."""
    lowest = max((row.cells[number].row for _, number in cells), default=0)
    return first_page(row.cells, (number for _, number in cells if row.cells[number].row == lowest))


def _count_once(indicator: Indicator, row: RowReader, running: _Running) -> Indicator:
    """Leave a weight or score cell merged over several indicators to the first of them."""
    shared: dict[str, bool] = {}
    for role in FIGURE_ROLES:
        number = row.slots.get(role)
        shared[role] = number in running.counted
        if number is not None:
            running.counted.add(number)
    return replace(
        indicator,
        weight=None if shared["weight"] else indicator.weight,
        score=None if shared["score"] else indicator.score,
        converted_score=None if shared["converted_score"] else indicator.converted_score,
        review_score=None if shared["review_score"] else indicator.review_score,
    )

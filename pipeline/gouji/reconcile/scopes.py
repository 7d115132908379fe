"""Scope by scope: choose the structure that closes, list the others, imply the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.record import Cap, Indicator, Reading, Records, Scope, TableRecord
from gouji.reconcile.choose import Read, choose, with_ghosts
from gouji.reconcile.ends import is_cut, repeated_row
from gouji.reconcile.levels import Elsewhere, printed_elsewhere, restore_level1
from gouji.reconcile.readings import readings_of
from gouji.reconcile.regroup import regroup
from gouji.reconcile.strip import ClassKey
from gouji.reconcile.weights import imply_weights
from gouji.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What reconcile makes of one scope."""

    scope: Scope
    indicators: tuple[Indicator, ...]
    caps: tuple[Cap, ...]
    readings: tuple[Reading, ...]
    notices: tuple[Notice, ...]


def reconcile(records: Records, words: Vocabulary) -> Records:
    """Reconcile every scope of a document."""
    elsewhere = printed_elsewhere(records.indicators, records.caps, words)
    done: list[_Scope] = []
    for table, cells in zip(records.tables, records.cells, strict=True):
        done += _table(records, table, cells, words, elsewhere)
    return replace(
        records,
        scopes=tuple(one.scope for one in done),
        indicators=tuple(indicator for one in done for indicator in one.indicators),
        caps=tuple(cap for one in done for cap in one.caps),
        readings=tuple(reading for one in done for reading in one.readings),
        notices=(*records.notices, *(notice for one in done for notice in one.notices)),
    )


def _table(
    records: Records,
    table: TableRecord,
    cells: tuple[Cell, ...],
    words: Vocabulary,
    elsewhere: Elsewhere,
) -> list[_Scope]:
    scopes = [scope for scope in records.scopes if scope.table_no == table.table_no]
    rows = [
        tuple(one for one in records.indicators if (one.table_no, one.scope_no) == (scope.table_no, scope.scope_no))
        for scope in scopes
    ]
    notices: list[list[Notice]] = [[] for _ in scopes]
    for index in range(len(scopes)):
        rows[index], dropped = _without_repeat(rows, index)
        notices[index] += dropped
    done: list[_Scope] = []
    for index, scope in enumerate(scopes):
        caps = tuple(cap for cap in records.caps if (cap.table_no, cap.scope_no) == (scope.table_no, scope.scope_no))
        one = _scope(table, scope, rows[index], caps, cells, words, elsewhere)
        done.append(replace(one, notices=(*notices[index], *one.notices)))
    last_of_document = bool(records.tables) and table.table_no == records.tables[-1].table_no
    if done and last_of_document and is_cut([one.indicators for one in done], ended=table.ended):
        done[-1] = _cut(done[-1])
    return done


def _without_repeat(rows: Sequence[tuple[Indicator, ...]], index: int) -> tuple[tuple[Indicator, ...], list[Notice]]:
    position = repeated_row(rows, index)
    if position is None:
        return rows[index], []
    gone = rows[index][position]
    notice = Notice(
        code="STR-04",
        message=(
            f"“{gone.level2 or ''}”“{gone.target_text or ''}”一行印了两次，计入则分值合计与其他项目不符，未计入第一次"
        ),
        table_no=gone.table_no,
        scope_no=gone.scope_no,
        cells=tuple(sorted({number for _, number in gone.cells})),
    )
    kept = [one for at, one in enumerate(rows[index]) if at != position]
    return tuple(replace(one, indicator_no=number) for number, one in enumerate(kept, start=1)), [notice]


def _scope(
    table: TableRecord,
    scope: Scope,
    indicators: tuple[Indicator, ...],
    caps: tuple[Cap, ...],
    cells: tuple[Cell, ...],
    words: Vocabulary,
    elsewhere: Elsewhere,
) -> _Scope:
    grouped = regroup(indicators, caps, cells, words, by_weight=table.has_weight)
    restored = restore_level1(grouped.indicators, cells, words, elsewhere)
    notices = (*grouped.notices, *_restored_notices(grouped.indicators, restored))
    choice = choose(table, restored, grouped.caps, cells, words, elsewhere)
    chosen = _finish(table, choice.chosen)
    others = [_finish(table, other) for other in choice.others]
    if choice.ghosts:
        others.append(with_ghosts(chosen, choice.ghosts))
    return _Scope(
        scope=scope,
        indicators=chosen.indicators,
        caps=chosen.caps,
        readings=readings_of(table.table_no, scope.scope_no, chosen, others),
        notices=tuple(
            replace(notice, table_no=table.table_no, scope_no=scope.scope_no) for notice in (*notices, *choice.notices)
        ),
    )


def _finish(table: TableRecord, read: Read) -> Read:
    """Fill in what follows from a structure: implied weights, and the rules of a class on all its rows."""
    return replace(read, indicators=_lend_criteria(_weigh(table, read)))


def _restored_notices(before: Sequence[Indicator], after: Sequence[Indicator]) -> list[Notice]:
    return [
        Notice(
            code="STR-03",
            message=f"“{new.level2}”一行未印一级指标，按二级指标归入“{new.level1}”",
            indicator_no=new.indicator_no,
            cells=tuple(number for field, number in new.cells if field == "level2"),
        )
        for old, new in zip(before, after, strict=True)
        if old.level1 != new.level1
    ]


def _weigh(table: TableRecord, read: Read) -> tuple[Indicator, ...]:
    if not table.equal_split:
        return read.indicators
    caps: dict[ClassKey, Decimal] = {
        (cap.level1, cap.level2): cap.points.value for cap in read.caps if cap.level2 is not None
    }
    return imply_weights(read.indicators, caps)


def _lend_criteria(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Let the rule for a whole class ("10分÷三级指标个数"), printed on its first row, stand on its other rows too."""
    held: dict[ClassKey, Indicator] = {}
    out: list[Indicator] = []
    for one in indicators:
        key = (one.level1, one.level2)
        if one.criterion is not None:
            if one.criterion_points is not None:
                held[key] = one
            out.append(one)
        elif key in held:
            cell = dict(held[key].cells).get("criterion")
            cells = one.cells if cell is None else (*one.cells, ("criterion", cell))
            source = held[key]
            out.append(replace(one, criterion=source.criterion, criterion_points=source.criterion_points, cells=cells))
        else:
            out.append(one)
    return tuple(out)


def _cut(one: _Scope) -> _Scope:
    name = one.scope.name or "最后一段"
    notice = Notice(
        code="STR-05",
        message=f"“{name}”缺少其他项目都有的指标，表后也没有结尾文字，文档很可能在此中断；该项目不核对分值合计",
        table_no=one.scope.table_no,
        scope_no=one.scope.scope_no,
        cells=tuple(number for field, number in one.scope.cells if field == "name"),
    )
    return replace(one, scope=replace(one.scope, truncated=True), notices=(*one.notices, notice))

"""One document's recognised tables to records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gouji.model.notice import Notice
from gouji.model.recognised import FundRow, Recognised
from gouji.model.record import Cap, Fund, Indicator, Records, Scope, TableRecord, Total
from gouji.normalise.fields import first_page, reader, unread_notices
from gouji.normalise.indicators import list_indicators
from gouji.normalise.period import parse_year
from gouji.normalise.profile import Rules, execution_points_of, full_marks_of, rules_in
from gouji.normalise.scopes import segments_of
from gouji.normalise.totals import totals_of
from gouji.normalise.words import Words
from gouji.text import squash
from gouji.vocabulary import Vocabulary

_MONEY_UNIT = re.compile(r"[(（](?:单位[:：])?(亿元|万元|千元|元)[)）]|单位[:：](亿元|万元|千元|元)")
LONGEST_CAPTION = 12
"""Characters of a line that is a year and little else: longer lines name years of other things."""

_FUND_FIELDS = ("initial_budget", "budget", "executed", "execution_rate", "weight", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The records of one table."""

    table: TableRecord
    scopes: tuple[Scope, ...] = ()
    funds: tuple[Fund, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    caps: tuple[Cap, ...] = ()
    totals: tuple[Total, ...] = ()
    notices: tuple[Notice, ...] = ()


def normalise(tables: Sequence[Recognised], words: Vocabulary, meanings: Words) -> Records:
    """Turn the tables of one document into records; rules printed once hold for every table of the same form."""
    rules = {
        form: rules_in((text for table in tables if table.form == form for text in table.remarks), words)
        for form in {table.form for table in tables}
    }
    unit_name, year = _unit_name(tables, words), _year(tables)
    done = [_normalise(table, words, meanings, rules[table.form], unit_name, year) for table in tables]
    done = [_parted(one, after) for one, after in zip(done, [*(one.table for one in done[1:]), None], strict=True)]
    return Records(
        tables=tuple(one.table for one in done),
        cells=tuple(table.cells for table in tables),
        scopes=tuple(scope for one in done for scope in one.scopes),
        funds=tuple(fund for one in done for fund in one.funds),
        indicators=tuple(indicator for one in done for indicator in one.indicators),
        caps=tuple(cap for one in done for cap in one.caps),
        totals=tuple(total for one in done for total in one.totals),
        notices=tuple(notice for one in done for notice in one.notices),
    )


def _normalise(
    table: Recognised, words: Vocabulary, meanings: Words, rules: Rules, unit_name: str | None, year: int | None
) -> _Table:
    if table.kind == "other":
        return _Table(table=_bare_record(table), notices=table.notices)
    own_unit = _unit_name((table,), words) or unit_name
    money_unit = _money_unit(table, words)
    segments = segments_of(table, own_unit, money_unit)
    listed = [list_indicators(table, segment, words, meanings, money_unit) for segment in segments]
    funds, doubts = _funds(table, money_unit)
    caps = tuple(cap for one in listed for cap in one.caps)
    totals = tuple(totals_of(table, len(segments), money_unit))
    scopes = tuple(segment.scope for segment in segments)
    record = _record(table, rules, own_unit, year, money_unit, funds, caps, totals)
    notices = [*table.notices, *doubts, *(notice for one in listed for notice in one.notices)]
    if money_unit is None and (funds or any(scope.amount for scope in scopes)):
        notices.append(Notice(code="N-02", message="表内外均未印出金额单位", table_no=table.table_no))
    return _Table(
        table=record,
        scopes=scopes,
        funds=funds,
        indicators=tuple(indicator for one in listed for indicator in one.indicators),
        caps=caps,
        totals=totals,
        notices=tuple(notices),
    )


def _parted(one: _Table, after: TableRecord | None) -> _Table:
    """Mark the last scope cut if the next page goes on in as many columns without a header: its rest may be there."""
    table = one.table
    if after is None or not one.scopes or table.ended or after.kind != "other" or after.cols != table.cols:
        return one
    if after.title is not None:
        return one
    if table.page_last is None or after.page_first != table.page_last + 1:
        return one
    last = replace(one.scopes[-1], truncated=True)
    notice = Notice(
        code="STR-05",
        message=f"表{table.table_no}没有表尾，次页的表{after.table_no}没有表头而列数相同，可能是其后半，未能接上",
        table_no=table.table_no,
        scope_no=last.scope_no,
    )
    return replace(one, scopes=(*one.scopes[:-1], last), notices=(*one.notices, notice))


def _bare_record(table: Recognised) -> TableRecord:
    pages = [place.page for cell in table.cells for place in cell.places if not cell.outside]
    return TableRecord(
        table_no=table.table_no,
        form=table.form,
        kind=table.kind,
        title=table.title,
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
        rows=table.rows,
        cols=table.cols,
        parts=table.parts,
    )


def _record(
    table: Recognised,
    rules: Rules,
    unit_name: str | None,
    year: int | None,
    money_unit: str | None,
    funds: Sequence[Fund],
    caps: Sequence[Cap],
    totals: Sequence[Total],
) -> TableRecord:
    bare = _bare_record(table)
    return TableRecord(
        table_no=bare.table_no,
        form=bare.form,
        kind=bare.kind,
        title=bare.title,
        unit_name=unit_name,
        year=_year((table,)) or year,
        money_unit=money_unit,
        page_first=bare.page_first,
        page_last=bare.page_last,
        rows=bare.rows,
        cols=bare.cols,
        parts=bare.parts,
        ended=table.ended,
        has_weight="weight" in table.roles,
        has_score="score" in table.roles,
        has_actual="actual" in table.roles,
        has_reason="deviation_reason" in table.roles,
        equal_split=rules.equal_split and "weight" not in table.roles,
        full_marks=full_marks_of(totals, caps),
        execution_points=execution_points_of(
            funds, (table.cells[row.block].text for row in table.funds if row.block is not None)
        ),
        band_high=rules.band_high,
        band_mid=rules.band_mid,
        goal_rounding=rules.goal_rounding,
    )


def _funds(table: Recognised, money_unit: str | None) -> tuple[tuple[Fund, ...], list[Notice]]:
    doubts: list[Notice] = []
    funds = []
    for number, row in enumerate(table.funds, start=1):
        funds.append(_fund(table, row, number, money_unit))
        held = reader(table.cells, row.slots)
        for notice in unread_notices(held, _FUND_FIELDS, {}):
            doubts.append(Notice(code=notice.code, message=notice.message, table_no=table.table_no, cells=notice.cells))
    return tuple(funds), doubts


def _fund(table: Recognised, row: FundRow, number: int, money_unit: str | None) -> Fund:
    held = reader(table.cells, row.slots)
    cells = (("source", row.label), *held.cell_map((name, name) for name in _FUND_FIELDS))
    return Fund(
        table_no=table.table_no,
        scope_no=1,
        fund_no=number,
        source=table.cells[row.label].text,
        source_code=row.source_code or "part",
        initial_budget=held.amount("initial_budget", money_unit),
        budget=held.amount("budget", money_unit),
        executed=held.amount("executed", money_unit),
        execution_rate=held.figure("execution_rate"),
        weight=held.figure("weight"),
        score=held.figure("score"),
        page_first=first_page(table.cells, (cell for _, cell in cells)),
        cells=cells,
    )


def _unit_name(tables: Iterable[Recognised], words: Vocabulary) -> str | None:
    for table in tables:
        for entry in (*table.head, *table.lines):
            if entry.key == "unit_name" and squash(entry.text) not in words.lexicon.money_units and entry.text:
                return entry.text
    return None


def _year(tables: Iterable[Recognised]) -> int | None:
    """Return the first year a title names, or a caption that names nothing else ("（2023年度）")."""
    for table in tables:
        captions = [text for text in table.captions if len(squash(text)) <= LONGEST_CAPTION and "年度" in text]
        for text in (table.title, *captions):
            if text and (year := parse_year(text)) is not None:
                return year
    return None


def _money_unit(table: Recognised, words: Vocabulary) -> str | None:
    """Return the unit of the amounts: from its own line, else from a bracket in a heading ("项目资金（万元）")."""
    for entry in table.lines:
        if entry.key in {"money_unit", "unit_name"} and squash(entry.text) in words.lexicon.money_units:
            return squash(entry.text)
    first = min((row.row for row in table.body), default=table.rows)
    for cell in table.cells:
        if (cell.row < first or cell.outside) and (found := _MONEY_UNIT.search(squash(cell.text))):
            return found.group(1) or found.group(2)
    return None

"""Readings: the other structures of a scope, written down as changes to the chosen rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from gouji.model.record import Cap, Change, Figure, Indicator, Reading
from gouji.reconcile.choose import Read

_KEYS = frozenset({"table_no", "scope_no", "indicator_no", "cells"})


def readings_of(table_no: int, scope_no: int, chosen: Read, others: Sequence[Read]) -> tuple[Reading, ...]:
    """Return the chosen reading and the others as changes to it; () if there is nothing to choose."""
    if not others:
        return ()
    return tuple(
        Reading(
            table_no=table_no,
            scope_no=scope_no,
            reading_no=number,
            chosen=number == 0,
            closes=read.closes,
            description=read.description,
            changes=tuple(_changes(chosen, read)),
        )
        for number, read in enumerate((chosen, *others))
    )


def _changes(chosen: Read, other: Read) -> Iterator[Change]:
    before = {one.indicator_no: one for one in chosen.indicators}
    after = {one.indicator_no: one for one in other.indicators}
    for number, one in after.items():
        yield from _differences(before.get(number), one, "indicators", number)
    for number in before.keys() - after.keys():
        yield Change(table="indicators", row_no=number, column="*", value=None)
    if chosen.caps != other.caps:
        yield from _cap_changes(chosen.caps, other.caps)


def _cap_changes(chosen: Sequence[Cap], other: Sequence[Cap]) -> Iterator[Change]:
    """Caps have no number of their own: their row number is their place in the scope, from 1."""
    for number, cap in enumerate(other, start=1):
        yield from _differences(chosen[number - 1] if number <= len(chosen) else None, cap, "caps", number)
    for number in range(len(other) + 1, len(chosen) + 1):
        yield Change(table="caps", row_no=number, column="*", value=None)


def _differences(old: Indicator | Cap | None, new: Indicator | Cap, table: str, row_no: int) -> Iterator[Change]:
    for field in fields(new):
        before = None if old is None else getattr(old, field.name)
        after = getattr(new, field.name)
        if field.name in _KEYS or before == after:
            continue
        if isinstance(before, Figure) or isinstance(after, Figure):
            yield Change(table=table, row_no=row_no, column=field.name, value=_said(after and after.value))
            decimals = f"{field.name}_decimals"
            yield Change(table=table, row_no=row_no, column=decimals, value=_said(after and after.decimals))
        else:
            yield Change(table=table, row_no=row_no, column=field.name, value=_said(after))


def _said(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)

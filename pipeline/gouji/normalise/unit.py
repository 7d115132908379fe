"""Exact conversions between units, and amounts printed with a unit of their own."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from gouji.model.record import Figure
from gouji.normalise.figure import NUMBER, fit, parse_figure, plain, to_figure
from gouji.normalise.numerals import terminating
from gouji.normalise.words import Units, default_words
from gouji.text import squash

_MONEY = "money"
_SYMBOL = re.compile("^(?:人民币|RMB|¥|￥)")
_AMOUNT = re.compile(rf"([-+]?{NUMBER})(.+)")


def canonical_unit(text: str, units: Units | None = None) -> str | None:
    """Return the canonical form of a printed unit ("(%)", "百分比", "㎡"), None if the unit is unknown."""
    return (units or default_words().units).canonical(squash(text))


def factor(unit: str, units: Units | None = None) -> tuple[str, Fraction]:
    """Return what a canonical unit measures and in what multiple: 万人 is 10 000 people, an unknown unit is itself."""
    table = units or default_words().units
    if unit in table.measures:
        return table.measures[unit]
    if unit in table.scales:
        return "", table.scales[unit]
    for scale in table.by_length:
        rest = unit.removeprefix(scale)
        if rest != unit and unit not in table.names and rest in table.names:
            measure, base = table.measures.get(rest, (rest, Fraction(1)))
            return measure, base * table.scales[scale]
    return unit, Fraction(1)


def convert(value: Decimal, unit: str, to: str, units: Units | None = None) -> Decimal | None:
    """Return the value in another unit, None if the units measure different things or the result is not exact."""
    if unit == to:
        return value
    measure, here = factor(unit, units)
    other, there = factor(to, units)
    if measure != other:
        return None
    exact = terminating(Fraction(value) * here / there)
    return None if exact is None or fit(exact, _places(exact)) is None else exact


def to_money(figure: Figure, unit: str, to: str, units: Units | None = None) -> Figure | None:
    """Return an amount in another unit of money, None if either is no money or the result cannot be kept exactly.

    The printed precision moves along: 44.13万元 is 441300元 known to the hundred, decimals -2.
    """
    table = units or default_words().units
    here, there = table.canonical(squash(unit)), table.canonical(squash(to))
    if here is None or there is None:
        return None
    (measure, times), (other, over) = factor(here, table), factor(there, table)
    if measure != _MONEY or other != _MONEY:
        return None
    value = convert(figure.value, here, there, table)
    shift = len(str(times)) - len(str(over))
    return None if value is None else _fitted(value, figure.decimals - shift)


def parse_amount(text: str, money_unit: str | None, units: Units | None = None) -> Figure | None:
    """Return the amount of a cell in the unit of its table, whether the cell prints a unit of its own or not."""
    if (bare := parse_figure(text)) is not None:
        return None if "%" in plain(text) or "分" in plain(text) else bare
    whole = plain(text).strip("()")
    marked = _SYMBOL.sub("", whole)
    found = _AMOUNT.fullmatch(marked if marked == whole or not marked[-1:].isdigit() else f"{marked}元")
    figure = to_figure(found.group(1)) if found else None
    if found is None or figure is None or money_unit is None:
        return None
    return to_money(figure, found.group(2), money_unit, units)


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _fitted(value: Decimal, decimals: int) -> Figure | None:
    kept = fit(value, _places(value))
    return None if kept is None else Figure(value=kept.value, decimals=decimals)

"""Comparing an actual value with its target, and what a value says without a number."""

from __future__ import annotations

from decimal import Decimal

from gouji.normalise.figure import plain
from gouji.normalise.statement import Value
from gouji.normalise.unit import convert, factor
from gouji.normalise.words import Words, default_words

_COUNTED = frozenset({"quantity", "zero", "number"})
_HUNDRED, _HALF = Decimal(100), Decimal(50)
_SHARES = ("%", "‰")
_EDGE = ";。,.、:"


def align(actual: Value, target: Value, *, words: Words | None = None) -> Decimal | None:
    """Return the actual value in the unit of the target, None where the two cannot be compared without guessing."""
    if actual.figure is None or target.figure is None or not {actual.kind, target.kind} <= _COUNTED:
        return None
    listed = words or default_words()
    value, wanted = actual.figure.value, target.figure.value
    if actual.high is not None or not _same_frame(actual, target, listed):
        return None
    aligned = _in_unit(value, actual.unit, wanted, target.unit, listed)
    return aligned if aligned is not None and _is_exact(actual.op, aligned, wanted) else None


def _is_exact(op: str | None, value: Decimal, wanted: Decimal) -> bool:
    """Tell whether an actual with an operator of its own says enough: 95%以上 beside 98% may be 99."""
    if op in (">=", ">"):
        return value >= wanted
    return value <= wanted if op in ("<=", "<") else True


def _same_frame(actual: Value, target: Value, words: Words) -> bool:
    if actual.frame == target.frame:
        return True
    if target.kind == "zero" and actual.figure is not None and not actual.figure.value:
        return True
    return _core(actual.frame, words) == _core(target.frame, words) is None


def _core(frame: str | None, words: Words) -> str | None:
    """Return the frame, None if the words around its number change nothing (完成3次)."""
    if frame is None:
        return None
    before, after = frame.split("#", 1)
    return None if not after.strip(_EDGE) and before.strip(_EDGE) in words.neutral else frame


def _in_unit(value: Decimal, unit: str | None, wanted: Decimal, to: str | None, words: Words) -> Decimal | None:
    if unit == to:
        return None if unit is None and _may_be_share(value, wanted) else value
    if not value and None in (unit, to):
        return value
    if to is None:
        return _to_bare(value, unit or "", wanted, words)
    if unit is None:
        return _from_bare(value, wanted, to, words)
    return convert(value, unit, to, words.units)


def _may_be_share(value: Decimal, wanted: Decimal) -> bool:
    """Tell whether of two bare numbers one may be a share of 1, the other a percent: 0.95 and 95, 1 and 100."""
    small, large = sorted((value, wanted))
    if not wanted:
        return value in (1, _HUNDRED)
    if not 0 < small <= 1 < large:
        return False
    return small != 1 or _HALF <= large <= _HUNDRED


def _to_bare(value: Decimal, unit: str, wanted: Decimal, words: Words) -> Decimal | None:
    """Return a value with a unit beside a bare target; a percent only beside 100, where every reading agrees."""
    if unit in _SHARES:
        return value if unit == "%" and wanted == _HUNDRED else None
    return value if not wanted or _counts(unit, words) or _near(value, wanted) else None


def _from_bare(value: Decimal, wanted: Decimal, unit: str, words: Words) -> Decimal | None:
    """Return a bare value beside a target with a unit, None if it may be a share of 1 or stand in the base unit."""
    if unit in _SHARES:
        return value if value > 1 and value * 10 >= wanted else None
    if value == _HUNDRED and wanted != _HUNDRED:
        return None
    return value if _counts(unit, words) or _near(value, wanted) else None


def _counts(unit: str, words: Words) -> bool:
    """Tell whether a unit has no multiples that a bare number might stand in: 家, but not 公里 or 万人."""
    return unit not in words.units.measures and factor(unit, words.units)[1] == 1


def _near(value: Decimal, wanted: Decimal) -> bool:
    """Tell whether two numbers are within the tenfold of each other, so that no multiple of a unit lies between."""
    return 0 < wanted <= value * 10 and value <= wanted * 10


def band_of(text: str, *, words: Words | None = None) -> str | None:
    """Return the band of a qualitative answer: full (达成预期指标), partial, none, or None if it is no band."""
    return (words or default_words()).bands.get(plain(text).rstrip(_EDGE).replace(",", "").replace("、", ""))


def direction_of(op: str | None, name: str, value: Value, *, words: Words | None = None) -> str | None:
    """Return positive if more is better, negative if less is, None where operator and name leave it open."""
    if op in (">=", ">"):
        return "positive"
    if op in ("<=", "<"):
        return "negative"
    if op == "range" or value.kind not in _COUNTED or value.kind == "zero":
        return None
    listed = words or default_words()
    said = plain(name) + (value.frame or "")
    if any(word in said for word in listed.unsure):
        return None
    return "positive" if any(word in said for word in listed.positive) else None

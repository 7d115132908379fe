"""Target values and actual values: what kind of statement a cell makes, and its number if it makes one.

The kinds are those of the column target_kind (gouji.model.schema). A text is tried as: a blank, a graded answer,
several numbered parts, a quantity (operator, number, unit and nothing else), a date, zero (零事故), a phrase with
numbers, no such thing (无事故), a degree word, anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from gouji.model.record import Figure
from gouji.normalise.compare import align, band_of, direction_of
from gouji.normalise.figure import DASH, NUMBER, PARTED, fit, is_blank, is_blank_token, plain, to_figure
from gouji.normalise.numerals import CHARACTERS, parse_numeral
from gouji.normalise.statement import Value
from gouji.normalise.words import Words, default_words
from gouji.text import squash

_NUMERAL = f"[{CHARACTERS}]+"
_SHARE = re.compile(rf"百分之({NUMBER}|百|[{CHARACTERS}]+)|[二三四五六七八九十百千万]+分之[{CHARACTERS}]+")
_TAKE = re.compile(rf"[-+]?{NUMBER}|{_NUMERAL}")
_TOKEN = re.compile(rf"(?<![0-9A-Za-z.])(?<![0-9],)(?:{NUMBER}(?![0-9])|{_NUMERAL})")
_TO = re.compile(rf"(?:{DASH}|--)(?=[0-9{CHARACTERS}])")
_JOINED = re.compile(r"[0-9][-~—–×:/*+]")
_QUOTED = re.compile(r'"[^"]*"|《[^》]*》')
_DIGIT = re.compile(r"[0-9①-⑳]")
_RESIDUE = re.compile(r"\*\*|××|[Xx]{2,}|□|__")
_EDGE = ";。,.、:"

_LONGEST = 400
"""A cell with more characters is a text, whatever numbers it holds; no figure is taken from it."""

_REMEMBERED = 4096
"""Texts whose reading is kept: a batch of tables says 100% and 完成 many thousand times."""

_YEAR = r"(?:(?:19|20)[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_QUARTER = r"(?:第?[一二三四1-4]季度|[上下]半年)"
_POINT = (
    rf"(?:{_YEAR}(?:年度?|[-./]){_MONTH}(?:月份?|[-./](?={_DAY})|(?![0-9]))(?:{_DAY}(?:[日号]|(?![0-9])))?|{_YEAR}年(?:度)?{_QUARTER}?"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])|{_QUARTER}|(?<![0-9]){_MONTH}月份?(?:{_DAY}[日号])?"
    rf"|(?<![0-9])[12][0-9]年{_MONTH}月(?:{_DAY}[日号])?|每[年月季](?:度)?{_DAY}[日号]|(?<![0-9]){_DAY}[日号](?=前|之前|以前|$))"
)
_DATE = re.compile(rf"(?:(?:{_YEAR}年?|{_MONTH}月?){DASH}+)?{_POINT}(?:{DASH}+{_POINT})?")
_DATED = re.compile(r"[年月季日]|上半|下半|(?:19|20)[0-9]{2}")
_LOOSE = re.compile(r"(?:当年|本年|全年|年|月|季度?)(?:度|底|末|内|初|中)?")
_AROUND = re.compile(
    r"(?:于|在|从|自|至|截至|截止|到|按|底|末|初|前|内|中旬|上旬|下旬|之前|以前|之后|以后|后|起|止|期间|完成|完工|到位|支付|执行|拨付|实施|结束|竣工|交付|开展"
    r"|全部|及时|按时|按期|[-~—–,;。()、.])*"
)
_MARKS = (
    re.compile(r"(?<![0-9.])([0-9]{1,2})(?:、|[.](?![0-9]))"),
    re.compile(r"\(([0-9]{1,2})\)"),
    re.compile(r"(?:目标|指标|任务)([0-9]{1,2})[:、,]?"),
    re.compile(r"([①-⑳])"),
    re.compile(r"(?<![一-鿿])([一二三四五六七八九十])、"),
)
_SECOND = re.compile(r"[2②二]")
_COUNTING = re.compile(f"[0-9{CHARACTERS}]")
# A number with one of these may be a date: 2023, 2023年, 6月, 30日.
_CALENDAR = (None, "年", "月", "天", "季度")
_BARE_YEARS = range(1990, 2051)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number found in a text: the figure, the unit, and what it covers, operators included."""

    start: int
    end: int
    figure: Figure
    unit: str | None
    op: str | None = None
    high: Figure | None = None
    rough: bool = False


def parse_value(
    text: str, *, op_text: str | None = None, unit_text: str | None = None, words: Words | None = None
) -> Value:
    """Read a target value, its content or an actual value; operator and unit may stand in columns of their own.

    Args:
        text: The cell as printed.
        op_text: The cell of 指标性质 ("≥", "定性"), if the form has such a column.
        unit_text: The cell of 度量单位 ("%", "人次"), if the form has such a column.
        words: The look-ups of a rulebook, else those of the program's own.
    """
    listed = words or default_words()
    whole = plain(text)
    return _completed(_read(whole, listed), whole, op_text or "", unit_text or "", listed)


@lru_cache(maxsize=_REMEMBERED)
def _read(whole: str, words: Words) -> Value:
    if is_blank_token(whole):
        return Value(kind="none")
    core = _stripped(whole)
    if core in words.graded:
        return Value(kind="graded")
    if _RESIDUE.search(core):
        return Value(kind="text", digits_elsewhere=_has_digits(core))
    if _has_parts(core):
        return Value(kind="parts", digits_elsewhere=True)
    if len(core) > _LONGEST:
        kind = "number" if _has_digits(core) else "text"
        return Value(kind=kind, digits_elsewhere=_has_digits(core))
    if PARTED in core:
        # 1 00% may be 100% or two numbers: whatever is read of it may be wrong.
        return Value(kind="text", digits_elsewhere=True)
    quantity = _quantity(core, words) if _COUNTING.search(core) else None
    if quantity is not None and quantity.unit not in _CALENDAR:
        return quantity
    if _is_date(core) or (quantity is not None and _is_year(quantity)):
        return Value(kind="date", digits_elsewhere=_has_digits(core))
    return quantity or _phrase(core, words)


def _stripped(whole: str) -> str:
    core = whole.rstrip(_EDGE).replace("(含)", "")
    if core.startswith("(") and core.endswith(")") and core.count("(") == 1:
        core = core[1:-1]
    return core


def _has_digits(text: str) -> bool:
    return _DIGIT.search(text) is not None


def _is_year(value: Value) -> bool:
    """Tell whether a number is a year: 2023年, or 2023 without any unit; 20年 is a span of time."""
    if value.figure is None or value.unit not in (None, "年") or value.figure.decimals:
        return False
    return int(value.figure.value) in _BARE_YEARS and (value.unit == "年" or value.op is None)


# --- quantity -------------------------------------------------------------------------------------------------------


def _quantity(core: str, words: Words) -> Value | None:
    """Return the quantity a text consists of: operator, number or range, unit, operator."""
    lead = words.leading.match(core)
    found = _number_at(core, lead.end() if lead else 0, words, whole=True)
    if found is None:
        return None
    op, end = _operator_after(core, found.end, words)
    if end != len(core):
        return None
    sign = _merged(*(_signs(lead.group(), words) if lead else ()), *((op,) if op else ()))
    if sign == "!":
        return None
    if found.high is not None:
        return Value(kind="quantity", op="range", figure=found.figure, high=found.high, unit=found.unit)
    kind = "quantity" if found.figure.value else "zero"
    return Value(kind=kind, op=sign, figure=found.figure, unit=found.unit)


def _number_at(text: str, start: int, words: Words, *, whole: bool = False) -> _Number | None:
    """Return the number (or range) with its unit that begins at a place."""
    first = _single(text, start, words, whole=whole)
    if first is None:
        return None
    to = _TO.match(text, first.end)
    second = _single(text, to.end(), words, whole=whole) if to else None
    if to is None or second is None:
        return first
    unit = second.unit or first.unit
    low, high = (first, second) if first.unit in (None, unit) else (None, None)
    if low is None or high is None:
        return None
    return replace(low, end=high.end, unit=unit, high=high.figure)


def _single(text: str, start: int, words: Words, *, whole: bool) -> _Number | None:
    if part := _SHARE.match(text, start):
        figure = _figure_of(part.group(1) or part.group())
        return None if figure is None else _Number(start, part.end(), figure, "%" if part.group(1) else None)
    taken = _TAKE.match(text, start)
    if taken is None:
        return None
    printed, end = taken.group(), taken.end()
    # 一百二十万元 is 120万元, as 120万元 printed in digits is: the scale belongs to the unit.
    if printed[-1] in "万亿" and len(printed) > 1 and (scaled := words.units.at(text, end - 1)) and scaled[1] > end:
        printed, end = printed[:-1], end - 1
    figure = _figure_of(printed)
    if figure is None:
        return None
    unit, end = _unit_at(text, end, words, whole=whole)
    return _Number(start, end, figure, unit)


def _unit_at(text: str, start: int, words: Words, *, whole: bool) -> tuple[str | None, int]:
    """Return the unit that follows a number: 95(%), 99%(百分比), 30万元; of a whole cell all that is left may be it."""
    found = words.units.at(text, start)
    unit, end = found if found else (None, start)
    if end < len(text) and text[end] == "(" and (close := text.find(")", end)) > 0:
        inner = words.units.canonical(text[end + 1 : close])
        if inner is not None and unit in (None, inner):
            return inner, close + 1
        joined = words.units.canonical(text[start : close + 1])
        if whole and joined is not None:
            return joined, close + 1
    return unit, end


def _figure_of(printed: str) -> Figure | None:
    if printed[-1] in "0123456789":
        return to_figure(printed)
    number = parse_numeral("一百" if printed == "百" else printed)
    return None if number is None else fit(number, max(0, -int(number.as_tuple().exponent)))


def _signs(printed: str, words: Words) -> Iterator[str]:
    """Yield the operators of a run such as 不低于≥."""
    at = 0
    while at < len(printed):
        end = next(stop for stop in range(len(printed), at, -1) if printed[at:stop] in words.before)
        yield words.before[printed[at:end]]
        at = end


def _operator_after(text: str, start: int, words: Words) -> tuple[str | None, int]:
    found = words.trailing.match(text, start)
    return (words.after[found.group()], found.end()) if found else (None, start)


def _merged(*signs: str) -> str | None:
    """Join operators printed twice: the looser of > and >=; "!" where they contradict each other."""
    kept = set(signs) - {"="} if len(set(signs)) > 1 else set(signs)
    if len(kept) <= 1:
        return next(iter(kept), None)
    if kept == {">", ">="}:
        return ">="
    return "<=" if kept == {"<", "<="} else "!"


# --- dates and parts ------------------------------------------------------------------------------------------------


def _is_date(core: str) -> bool:
    """Tell whether a text is a date and nothing else but words such as 前, 底, 完成."""
    rest, count = _DATE.subn("", core)
    if count:
        return _AROUND.fullmatch(rest) is not None or core.isdigit()
    if core.isdigit():
        return len(core) == 4 and int(core) in _BARE_YEARS
    rest, count = _LOOSE.subn("", core)
    return count == 1 and _AROUND.fullmatch(rest) is not None


def _has_parts(core: str) -> bool:
    """Tell whether a text lists numbered parts, counted from 1."""
    if _SECOND.search(core) is None:
        return False
    for mark in _MARKS:
        found = [_ordinal(part) for part in mark.findall(core)]
        if len(found) >= 2 and found == list(range(1, len(found) + 1)):
            return True
    return False


def _ordinal(mark: str) -> int:
    if mark.isdecimal():
        return int(mark)
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    return "一二三四五六七八九十".index(mark) + 1


# --- phrases --------------------------------------------------------------------------------------------------------


def _phrase(core: str, words: Words) -> Value:
    dates = list(_DATE.finditer(core)) if _DATED.search(core) else []
    taken = [(found.start(), found.end()) for found in dates]
    numbers = list(_numbers(core, taken, words)) if _COUNTING.search(core) else []
    digits = _has_digits(core)
    if words.zero.fullmatch(core) and not digits:
        return Value(kind="zero", op=None, figure=_ZERO)
    if numbers:
        return _numbered(core, numbers)
    if words.absence.fullmatch(_DATE.sub("", core)):
        return Value(kind="absence", digits_elsewhere=digits)
    if dates:
        return Value(kind="date", digits_elsewhere=digits)
    if _SHARE.search(core):
        return Value(kind="number", digits_elsewhere=digits)
    kind = "degree" if words.degree.search(core) else "text"
    return Value(kind=kind, digits_elsewhere=digits)


_ZERO = Figure(value=Decimal(0), decimals=0)


def _numbered(core: str, numbers: list[_Number]) -> Value:
    """Return a phrase with numbers; its figure only if there is exactly one, and its frame then."""
    only = numbers[0]
    rest = core[: only.start] + core[only.end :]
    if len(numbers) > 1 or only.high is not None or only.rough:
        return Value(kind="number", digits_elsewhere=_has_digits(rest))
    frame = f"{core[: only.start]}#{core[only.end :]}"
    kind = "number" if only.figure.value else "zero"
    return Value(
        kind=kind,
        op=only.op,
        figure=only.figure,
        unit=only.unit,
        frame=None if frame == "#" else frame,
        digits_elsewhere=_has_digits(rest),
    )


def _numbers(core: str, taken: list[tuple[int, int]], words: Words) -> Iterator[_Number]:
    """Yield the numbers of a phrase that count something: a unit follows or an operator stands before."""
    taken = taken + [(found.start(), found.end()) for found in _QUOTED.finditer(core)]
    at = 0
    while (token := _TOKEN.search(core, at)) is not None:
        found = None
        if not any(start <= token.start() < end for start, end in taken):
            found = _counted(core, token, words)
        if found is not None:
            yield found
        at = max(token.end(), found.end if found else 0)


def _counted(core: str, token: re.Match[str], words: Words) -> _Number | None:
    start = token.start()
    spoken = token.group()[0] not in "0123456789"
    if core[start - 1 : start] == "第" or (spoken and _is_bound(core, start, words)):
        return None
    found = _number_at(core, start, words)
    if found is None:
        return None
    lead = words.closing.search(core, 0, start)
    signs = tuple(_signs(lead.group(), words)) if lead else ()
    more = core[found.end : found.end + 1] in ("余", "多") and words.units.at(core, found.end + 1) is not None
    if found.unit is None and not more and (spoken or not (signs or _ends_phrase(core, found))):
        return None
    if spoken and found.unit in words.units.unspoken:
        return None
    op, end = _operator_after(core, found.end, words)
    sign = _merged(*signs, *((op,) if op else ()))
    rough = more or sign == "!" or _is_bound_up(core, start, found.end)
    return replace(found, start=lead.start() if lead else start, end=end, op=None if rough else sign, rough=rough)


def _is_bound_up(core: str, start: int, end: int) -> bool:
    """Tell whether a number is half of a ratio, a product or a range (1:2, 8×5)."""
    before, after = core[max(0, start - 2) : start], core[end : end + 2]
    return _JOINED.fullmatch(before) is not None or _JOINED.fullmatch(after[::-1]) is not None


def _is_bound(core: str, start: int, words: Words) -> bool:
    return core[start - 1 : start] in words.bound_before or core.startswith(words.vague, start)


def _ends_phrase(core: str, found: _Number) -> bool:
    """Tell whether a bare number closes its phrase as its value does: 事故发生率为0."""
    return found.end == len(core) and core[found.start - 1 : found.start] in "为是率数量"


# --- columns of their own -------------------------------------------------------------------------------------------


def _completed(value: Value, whole: str, op_text: str, unit_text: str, words: Words) -> Value:
    """Add the operator and the unit of the other columns to a number; the cell's own go first."""
    if not (op_text or unit_text):
        return value
    unit = _joined_unit(value.unit, unit_text, words)
    if value.kind == "date" and whole.isdigit() and unit not in _CALENDAR:
        # 2020 beside the unit 人 is no year.
        value = Value(kind="quantity", figure=_figure_of(whole))
    if value.figure is None:
        return value
    op = value.op or (words.before.get(squash(op_text)) if op_text else None)
    return replace(value, op=op, unit=unit)


def _joined_unit(own: str | None, unit_text: str, words: Words) -> str | None:
    if not unit_text or is_blank(unit_text):
        return own
    given = squash(unit_text)
    unit = words.units.canonical(given) or _stripped(given)
    if own is None or own == unit:
        return unit
    if own in words.units.scales:
        return unit if unit.startswith(own) else f"{own}{unit}"
    return own


__all__ = ["Value", "align", "band_of", "direction_of", "parse_value"]

"""Figures of weight, score, amount and rate cells, and the caps printed in labels."""

from __future__ import annotations

import re
from decimal import Decimal

from gouji.model.record import Figure
from gouji.normalise.numerals import parse_numeral
from gouji.text import close_blanks, fold, halve, squash

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
"""A number as printed, thousands commas allowed; no sign."""

DASH = r"[-~—–―‒－至到]"
"""What stands between the ends of a range."""

PARTED = "|"
"""What `plain` puts between two numbers that a blank parts."""

_DECIMALS = 6
_LIMIT = Decimal(10) ** 18
_STEP = Decimal(1).scaleb(-_DECIMALS)

_BLANK = re.compile(r"[-—–―‒─━_/\\*.…·。﹣~]*|无|空|空白|不适用|暂无|N/?A", re.IGNORECASE)
_LONGEST_BLANK = 40
"""Longer runs of marks are a line of a form; no text of this length is a blank token."""

# A blank between two digits parts two numbers; squashing must not make one of them. A wrap at the point does not.
_GAP = re.compile(r"(?<=[0-9０-９])\s+(?=[0-9０-９])|(?<=[0-9０-９][,，])\s+(?=[0-9０-９])")
_PAIR = re.compile(r"[(\[【](.*)[)\]】]")
_FIGURE = re.compile(rf"([-+−]?)({NUMBER})(?:分|\(?%\)?)?")
_RANGE = re.compile(rf"[(\[]?({NUMBER})分?{DASH}({NUMBER})分?[)\]]?分?")
_CRITERION = re.compile(
    rf"(?<![0-9.,])({NUMBER})分?[÷/除以]+(?:本)?(?:[一二三四]级)?(?:指标|子项|项目)?(?:个数|数量|数)"
)


def plain(text: str) -> str:
    """Return the comparison form of a text (gouji.text.squash), numbers parted by a blank kept apart by PARTED."""
    return squash(_GAP.sub(PARTED, fold(text)) if len(text.split()) > 1 else text)


def is_blank(text: str) -> bool:
    """Tell whether a cell says nothing: empty, or a token that stands for nothing (-, —, /, *, ……, 无)."""
    return is_blank_token(squash(text))


def is_blank_token(squashed: str) -> bool:
    """Tell whether a squashed text is a token that stands for nothing."""
    return len(squashed) < _LONGEST_BLANK and _BLANK.fullmatch(squashed) is not None


def to_figure(digits: str) -> Figure | None:
    """Return the figure of plain digits with thousands commas and a sign, None if it cannot be kept exactly."""
    value = Decimal(digits.replace(",", "").replace("−", "-"))
    exponent = value.as_tuple().exponent
    return fit(value, max(0, -exponent)) if isinstance(exponent, int) else None


def fit(value: Decimal, decimals: int) -> Figure | None:
    """Return the figure if it can be kept exactly: 18 digits before the point, 6 after it."""
    if abs(value) >= _LIMIT or (decimals > _DECIMALS and value != _cut(value)):
        return None
    return Figure(value=value, decimals=decimals)


def _cut(value: Decimal) -> Decimal:
    digits = value.as_tuple()
    shift = -_DECIMALS - int(digits.exponent)
    kept = digits.digits[:-shift] or (0,)
    return Decimal((digits.sign, kept, -_DECIMALS))


def parse_figure(text: str) -> Figure | None:
    """Return the number of a weight, score, amount or rate cell, None if blank or anything else.

    "（50分）" is 50, "95%" is 95, "3，518.85" is 3518.85, "十分" is 10. A number with a unit of money is no figure: the
    unit may differ from the unit of the table (see gouji.normalise.unit.parse_amount).
    """
    digits = _digits(text)
    if digits is not None:
        return to_figure(digits)
    spoken = _unwrapped(text)
    # A lone 一 is as likely a dash.
    number = None if spoken == "一" else parse_numeral(spoken.removesuffix("分"))
    return None if number is None else fit(number, max(0, -int(number.as_tuple().exponent)))


def out_of_range(text: str) -> bool:
    """Tell whether a cell holds a number too long to be kept exactly: then parse_figure gives None."""
    digits = _digits(text)
    return digits is not None and to_figure(digits) is None


def _digits(text: str) -> str | None:
    found = _FIGURE.fullmatch(_unwrapped(text))
    return None if found is None else found.group(1) + found.group(2)


def _unwrapped(text: str) -> str:
    whole = plain(text)
    wrapped = _PAIR.fullmatch(whole)
    if wrapped is not None:
        return wrapped.group(1)
    if whole.count("(") + whole.count(")") == 1:
        whole = whole.removeprefix("(").removesuffix(")")
    # "(50)分" and "50(分)" put the brackets round one half only.
    return re.sub(r"^\((.+)\)分$", r"\1分", whole).replace("(分)", "分")


def parse_range(text: str) -> tuple[Figure, Figure] | None:
    """Return the ends of a range of points: "(0-20)分" gives 0 and 20."""
    found = _RANGE.fullmatch(plain(text).replace("--", "-"))
    if found is None:
        return None
    low, high = to_figure(found.group(1)), to_figure(found.group(2))
    return (low, high) if low is not None and high is not None and low.value <= high.value else None


def parse_criterion_points(text: str) -> Figure | None:
    """Return the N of "(N分÷三级指标个数)", None if there is none or several differ."""
    found = [to_figure(digits) for digits in _CRITERION.findall(plain(text))]
    values = {figure.value for figure in found if figure is not None}
    return found[0] if len(values) == 1 and None not in found else None


_OPEN, _CLOSE = r"[(\[【]", r"[)\]】]"
_INTRO = r"(?:分值|权重|满分|占|共|计)?[:]?"
_POINTS = rf"{_INTRO}\s*(?P<cap>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?|[一二三四五六七八九十]{{1,3}})"
_FORMS = (
    re.compile(rf"(?P<name>.*?)\s*{_OPEN}\s*{_POINTS}\s*分值?\s*{_CLOSE}?(?P<rest>)"),
    re.compile(rf"(?P<name>[^()]*){_OPEN}\s*{_POINTS}\s*分\s*{_CLOSE}(?P<rest>[一-鿿]{{1,8}})"),
    re.compile(rf"(?P<name>.*?[^0-9.])?{_POINTS}\s*分\s*{_CLOSE}?(?P<rest>)"),
    re.compile(rf"(?P<name>.*?)\s*{_OPEN}\s*(?P<bare>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?)\s*{_CLOSE}?(?P<rest>)"),
    re.compile(
        r"(?P<name>.*(?:指标|效益|满意度|影响|成本))\s*(?P<bare>[1-9][0-9](?:\.[0-9]{1,2})?|[0-9]\.[0-9]{1,2}|100)(?P<rest>)"
    ),
)
# 每少1项扣1分 is a scoring rule and no label; 第3分 is a number of something.
_RULE = re.compile(r"[扣得加减第每]$|(?:不超过|达到|低于|高于)$")
_SENTENCE = re.compile(r"[,;。=≥≤<>×÷*%]")
_NUMBERED = re.compile(r"(?:目标|任务|子项|项目|序号|表|附件|附表|第)$|^(?:[一二三四]级)?指标$")
_BRACKETED = re.compile(r"\([^()]*分值?\s*\)$")
_LARGEST_CAP = 100
"""More points than a label of a class or goal gives are a number run together with the name ("目标110分")."""


def take_cap(label: str) -> tuple[str, Figure | None]:
    """Part a label from the cap printed in it: "产出 指标 30分" gives "产出指标" and 30.

    A label without a cap comes back with its wraps joined; of "(50分)" the name is empty. "目标1", "指标3",
    "2023年度目标" and percent weights hold no cap.
    """
    whole = close_blanks(fold(label))
    half = halve(whole)
    for form in _FORMS:
        found = form.fullmatch(half)
        if found is None:
            continue
        name = whole[: found.end("name")].rstrip() if found.group("name") else ""
        tail = whole[found.start("rest") :] if found.group("rest") else ""
        points = _cap(found, halve(name))
        return (close_blanks(name + tail).rstrip("：:"), points) if points is not None else (whole, None)
    return whole, None


def _cap(found: re.Match[str], name: str) -> Figure | None:
    groups = found.groupdict()
    printed = groups.get("cap") or groups.get("bare") or ""
    figure = parse_figure(printed)
    if figure is None or _RULE.search(name):
        return None
    if _SENTENCE.search(name) and not _BRACKETED.search(found.group()):
        return None
    if figure.value > _LARGEST_CAP or (groups.get("cap") is None and _numbering(name, figure)):
        return None
    return figure


def _numbering(name: str, figure: Figure) -> bool:
    """Tell whether a number without 分 numbers its name ("目标(1)") instead of giving its points."""
    return figure.decimals == 0 and _NUMBERED.search(name) is not None

"""Chinese numerals to exact numbers: 一百二十万, 壹佰贰拾叁, 廿五, 二〇二一, 百分之九十五, 1.5万."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩○零弌弍", "一二三四五六七八九十百千万亿两〇〇一二")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_LONGEST = 40
"""More characters than any number needs that can be kept exactly."""

_D = "[一二两三四五六七八九]"
_SECTION = re.compile(rf"(?:({_D})千)?(?:〇?({_D})百)?(?:〇?({_D}?)(十))?(〇?)({_D}?)")
_POSITIONAL = re.compile("[一二三四五六七八九][〇一二三四五六七八九]+")
_MIXED = re.compile("([0-9]+(?:[.][0-9]+)?)((?:[十百千]?[万亿]|[十百千]|万亿))")
_OF = re.compile("(百|千|万|[一二三四五六七八九十]+)分之(.+)")

CHARACTERS = "〇零○一二两兩三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅点半"
"""Every character a Chinese numeral may hold."""


def parse_numeral(text: str) -> Decimal | None:
    """Return the number a text consists of, None if it is none, is colloquial (三百五) or has no exact decimal."""
    if len(text) > _LONGEST:
        return None
    plain = text.translate(_PLAIN).replace("廿", "二十").replace("卅", "三十")
    exact = _fraction(plain)
    return None if exact is None else terminating(exact)


def terminating(exact: Fraction) -> Decimal | None:
    """Return the fraction as a decimal number, None if it has no end (2/3)."""
    rest = exact.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = str(abs(exact.numerator * 10**places // exact.denominator))
    return Decimal((int(exact < 0), tuple(map(int, digits)), -places))


def _fraction(plain: str) -> Fraction | None:
    if plain == "半":
        return Fraction(1, 2)
    if of := _OF.fullmatch(plain):
        whole = _SCALES[of.group(1)] if of.group(1) in _SCALES else _integer(of.group(1))
        part = _decimal(of.group(2))
        return part / whole if part is not None and whole else None
    if mixed := _MIXED.fullmatch(plain):
        scale = 1
        for char in mixed.group(2):
            scale *= _SCALES[char]
        return Fraction(mixed.group(1)) * scale
    return _decimal(plain)


def _decimal(plain: str) -> Fraction | None:
    if plain.isascii():
        return Fraction(plain) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain) else None
    whole, point, tail = plain.partition("点")
    integer = _integer(whole)
    if integer is None or not point:
        return None if integer is None else Fraction(integer)
    if not tail or any(char not in _DIGITS or char == "两" for char in tail):
        return None
    return integer + Fraction(int("".join(str(_DIGITS[char]) for char in tail)), 10 ** len(tail))


def _integer(plain: str) -> int | None:
    if plain == "〇":
        return 0
    if _POSITIONAL.fullmatch(plain):
        return int("".join(str(_DIGITS[char]) for char in plain))
    for mark in "亿万":
        high, found, low = plain.rpartition(mark)
        if found:
            return _joined(high, low, _SCALES[mark])
    return _section(plain)


def _joined(high: str, low: str, scale: int) -> int | None:
    left = _integer(high)
    if not left or left >= scale:
        return None
    if not low:
        return left * scale
    right = _integer(low) if not low.startswith("〇") else _integer(low[1:])
    # 一万五 is 15 000 in speech: a lone digit without 零 says nothing certain.
    if not right or right >= scale or len(low) == 1:
        return None
    return left * scale + right


def _section(plain: str) -> int | None:
    found = _SECTION.fullmatch(plain)
    if found is None or not plain or plain.endswith("〇"):
        return None
    thousands, hundreds, tens, ten, gap, ones = found.groups()
    if ones and not ten and not gap and (thousands or hundreds):
        return None
    total = _DIGITS.get(thousands or "〇", 0) * 1000 + _DIGITS.get(hundreds or "〇", 0) * 100
    total += (_DIGITS[tens] if tens else 1) * 10 if ten else 0
    return total + _DIGITS.get(ones or "〇", 0)

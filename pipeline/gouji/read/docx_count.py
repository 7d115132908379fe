"""Counting as word processors do in lists: a number in the writing a list asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CIRCLES = (range(0x2460, 0x2474), range(0x3251, 0x3260), range(0x32B1, 0x32C0))


def written(number: int, style: str) -> str:
    """Return the number in a style of `w:numFmt`; as decimal where the style is unknown or does not reach so far."""
    writer = _STYLES.get(style)
    return (writer(number) if writer is not None else "") or str(number)


def padded(number: int, pattern: str) -> str:
    """Return the number in a custom style, given by its first numbers: "001, 002, ..." fills with zeros."""
    return str(number).zfill(len(pattern.split(",")[0].strip()))


def _digitwise(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number)) if number >= 0 else ""


def _thousands(number: int, digits: str, units: str) -> str:
    """Write 1 to 9999 with a unit after each digit, one zero for any gap."""
    if not 0 < number < 10_000:
        return ""
    out = ""
    for place, digit in enumerate(map(int, reversed(str(number)))):
        if digit:
            out = digits[digit] + units[place] + out
        elif out and out[0] != digits[0]:
            out = digits[0] + out
    return out


def _chinese(number: int) -> str:
    out = _thousands(number, "零" + _DIGITS[1:], ("", "十", "百", "千"))  # type: ignore[arg-type]
    return out[1:] if 10 <= number < 20 else out


def _legal(number: int) -> str:
    return _thousands(number, _LEGAL, ("", "拾", "佰", "仟"))  # type: ignore[arg-type]


def _letter(number: int) -> str:
    """Write 1 to 26 as a to z, 27 as aa, 28 as bb, as word processors do."""
    if number < 1:
        return ""
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1) if times < 30 else ""


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return ""
    out = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        out += sign * times
    return out


def _circled(number: int) -> str:
    signs = [code for span in _CIRCLES for code in span]
    return chr(signs[number - 1]) if 0 < number <= len(signs) else ""


def _from(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 0 < number <= count else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else ""


def _wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(abs(number)))


_STYLES: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "\u200b",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "koreanDigital2": _digitwise,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
}

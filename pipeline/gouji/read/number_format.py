"""What a spreadsheet shows of a value: number formats applied as in a Chinese edition, columns wide enough.

A cell is read as printed: 0.95 under `0.00%` is "95.00%", 0 under `0;-0;;@` is blank, 44926 under `yyyy/m/d` a date.
A number is first brought to the fifteen digits that spreadsheets calculate with, so that no 0.30000000000000004 shows.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from gouji.read.number_code import LONGEST, Piece, Section, sections

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;[Red]¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0_ ;-#,##0_ ", 38: "#,##0_ ;[Red]-#,##0_ ",
    39: "#,##0.00_ ;-#,##0.00_ ", 40: "#,##0.00_ ;[Red]-#,##0.00_ ",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that files name by number alone, as a Chinese edition shows them."""

_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_ROOM = Context(prec=400, rounding=ROUND_HALF_UP)
GENERAL_WIDTH = 11
"""Characters `General` takes for a number at most, the decimal point among them."""

_COMPARE = {"<": operator.lt, ">": operator.gt, "=": operator.eq,
            "<=": operator.le, ">=": operator.ge, "<>": operator.ne}  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_DAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_GENERAL = Piece(kind="general", text="General")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The text of a value; `sure` is False if the format is not one this module knows and General was taken."""

    text: str
    sure: bool = True


def show_text(text: str, code: str) -> str:
    """Return what is shown of a text."""
    parts = sections(code)
    last = parts[-1]
    if len(parts) < 4 and not last.has("text"):
        return text
    if last.is_date or last.has("digit", "general"):
        return text
    return "".join(text if piece.kind == "text" else piece.text for piece in last.pieces)


def show_number(number: Decimal, code: str, *, base_1904: bool = False) -> Shown:
    """Return what is shown of a number."""
    number = _DIGITS.plus(number) if number.is_finite() else Decimal(0)
    chosen = _section(number, code)
    if chosen is None:
        return Shown(text=general(number), sure=False)
    section, signed = chosen
    if section.has("unknown") or len(code) > LONGEST:
        return Shown(text=general(number), sure=False)
    if section.is_date or section.has("system date", "system time"):
        text = _date_text(number, section, base_1904=base_1904)
    else:
        text = _number_text(abs(number), section)
        text = f"-{text}" if text is not None and signed and number < 0 else text
    return Shown(text=general(number), sure=False) if text is None else Shown(text=text)


def general(number: Decimal) -> str:
    """Return a number as `General` shows it: eleven characters at most, else with an exponent."""
    number = _DIGITS.plus(number)
    if not number:
        return "0"
    whole = number.adjusted() + 1
    if whole > GENERAL_WIDTH or whole < -8:
        return _exponent(number)
    decimals = GENERAL_WIDTH - 1 - max(whole, 1)
    rounded = _rounded(number, max(decimals, 0))
    if rounded.adjusted() >= GENERAL_WIDTH or (whole < -3 and rounded != number):
        return _exponent(number)
    return _plain(rounded)


def _exponent(number: Decimal) -> str:
    mantissa, power = f"{Context(prec=6, rounding=ROUND_HALF_UP).plus(number):E}".split("E")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}E{int(power):+03d}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), context=_ROOM)


def _section(number: Decimal, code: str) -> tuple[Section, bool] | None:
    """Return the section for a number and whether it puts a minus sign before a negative one; None if none is."""
    parts = list(sections(code))
    if len(parts) == 4 or (len(parts) > 1 and parts[-1].has("text") and not parts[-1].has("digit", "general")):
        parts.pop()
    if any(part.condition for part in parts):
        return _by_condition(number, parts)
    if len(parts) == 1 or number > 0 or (number == 0 and len(parts) == 2):
        return parts[0], len(parts) == 1
    if number < 0:
        return parts[1], False
    return parts[2], False


def _by_condition(number: Decimal, parts: Sequence[Section]) -> tuple[Section, bool] | None:
    for index, part in enumerate(parts):
        if part.condition is not None:
            sign, bound = part.condition
            if _COMPARE[sign](number, bound):
                # A section for negative numbers alone says how it marks them.
                return part, not (sign in ("<", "<=") and bound <= 0)
        elif index == len(parts) - 1 or (index == 0 and number > 0) or (index == 1 and number < 0):
            return part, True
    return None


def _number_text(number: Decimal, section: Section) -> str | None:
    """Return an unsigned number under a section, None if the section holds what is not known here."""
    pieces = [piece if piece.kind != "text" else _GENERAL for piece in section.pieces]
    if section.has("power"):
        return _power_text(number, pieces)
    if not section.has("digit"):
        return "".join(general(number) if piece.kind == "general" else piece.text for piece in pieces)
    if section.has("general") or _is_fraction(pieces):
        return None
    places = [index for index, piece in enumerate(pieces) if piece.kind == "digit"]
    point = next((index for index, piece in enumerate(pieces) if piece.kind == "point"), len(pieces))
    scale, grouped = _commas(pieces, places, point)
    number = number.scaleb(2 * sum(piece.kind == "percent" for piece in pieces) - 3 * scale, context=_ROOM)
    decimals = sum(index > point for index in places)
    whole, _, rest = f"{_rounded(number, decimals):f}".partition(".")
    left = _whole_part([piece for piece in pieces[:point] if piece.kind != "comma"], whole.lstrip("0"), grouped=grouped)
    return left + _decimals([piece for piece in pieces[point:] if piece.kind != "comma"], rest)


def _is_fraction(pieces: Sequence[Piece]) -> bool:
    """Tell whether a bare slash stands between digits (# ?/?)."""
    slashes = [index for index, piece in enumerate(pieces) if piece == Piece(kind="literal", text="/")]
    digits = [index for index, piece in enumerate(pieces) if piece.kind == "digit"]
    return any(digits[0] < index < digits[-1] for index in slashes)


def _commas(pieces: Sequence[Piece], places: Sequence[int], point: int) -> tuple[int, bool]:
    """Return by how many thousands the number is cut, and whether its thousands are parted."""
    whole = [index for index in places if index < point]
    scale, grouped = 0, False
    for index, piece in enumerate(pieces):
        if piece.kind == "comma":
            if index > places[-1] or (whole and whole[-1] < index < point):
                scale += 1
            elif whole and whole[0] < index < whole[-1]:
                grouped = True
    return scale, grouped


def _whole_part(pieces: Sequence[Piece], digits: str, *, grouped: bool) -> str:
    """Lay the digits from the right over the places; those left over stand at the first place."""
    out: list[str] = []
    remaining, laid = list(digits), 0
    first = next((index for index, piece in enumerate(pieces) if piece.kind == "digit"), None)
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.kind != "digit":
            out.append(piece.text)
            continue
        taken = [remaining.pop() if remaining else {"0": "0", "?": " "}.get(piece.text, "")]
        while index == first and remaining:
            taken.append(remaining.pop())
        for digit in filter(None, taken):
            if grouped and laid and laid % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            laid += 1
    return "".join(reversed(out))


def _decimals(pieces: Sequence[Piece], digits: str) -> str:
    places = [piece.text for piece in pieces if piece.kind == "digit"]
    forced = max((index for index, place in enumerate(places, start=1) if place == "0"), default=0)
    needed = max(forced, len(digits.rstrip("0")))
    out: list[str] = []
    place = 0
    for piece in pieces:
        if piece.kind != "digit":
            out.append(piece.text)
            continue
        out.append(digits[place] if place < needed else " " if piece.text == "?" else "")
        place += 1
    return "".join(out)


def _power_text(number: Decimal, pieces: Sequence[Piece]) -> str | None:
    at = next(index for index, piece in enumerate(pieces) if piece.kind == "power")
    head, tail = pieces[:at], [piece for piece in pieces[at + 1 :] if piece.kind == "digit"]
    point = next((index for index, piece in enumerate(head) if piece.kind == "point"), len(head))
    if sum(piece.kind == "digit" for piece in head[:point]) != 1 or any(piece.kind == "literal" for piece in pieces):
        return None
    decimals = sum(piece.kind == "digit" for piece in head[point:])
    rounded = Context(prec=decimals + 1, rounding=ROUND_HALF_UP).plus(number)
    mantissa, power = f"{rounded:.{decimals}E}".split("E") if number else (f"{0:.{decimals}f}", "0")
    sign = "-" if int(power) < 0 else "+" if pieces[at].text[1] == "+" else ""
    return f"{mantissa}E{sign}{abs(int(power)):0{max(1, len(tail))}d}"


def _date_text(number: Decimal, section: Section, *, base_1904: bool) -> str | None:
    if number < 0:
        return None
    fine = max((len(piece.text.partition(".")[2]) for piece in section.pieces if piece.kind == "date"), default=0)
    seconds = _rounded(number * 86400, fine)
    day = _day(int(seconds // 86400), base_1904=base_1904)
    if day is None:
        return None
    if section.has("system date"):
        return f"{day[0]}年{day[1]}月{day[2]}日"
    if section.has("system time"):
        section = sections(BUILTIN[21])[0]
    noon = section.has("noon")
    return "".join(_date_piece(piece, day, seconds, noon=noon) for piece in section.pieces)


def _day(serial: int, *, base_1904: bool) -> tuple[int, int, int, int] | None:
    """Return year, month, day and weekday (0 is Monday); spreadsheets give 1900 a leap day it did not have."""
    if not base_1904 and serial in (0, 60):
        return (1900, 1, 0, 5) if serial == 0 else (1900, 2, 29, 2)
    base = date(1904, 1, 1) if base_1904 else date(1899, 12, 30) if serial > 60 else date(1899, 12, 31)
    try:
        day = base + timedelta(days=serial)
    except OverflowError:
        return None
    return day.year, day.month, day.day, day.weekday()


def _date_piece(piece: Piece, day: tuple[int, int, int, int], seconds: Decimal, *, noon: bool) -> str:
    if piece.kind == "elapsed":
        parts = {"h": 3600, "m": 60, "s": 1}[piece.text[0]]
        return f"{int(seconds // parts):0{len(piece.text)}d}"
    hour = int(seconds % 86400 // 3600)
    if piece.kind == "noon":
        words = piece.text.split("/")
        return words[hour >= 12]
    if piece.kind != "date":
        return piece.text
    return _calendar(piece.text.lower(), day, (hour % 12 or 12) if noon else hour, seconds)


def _calendar(letters: str, day: tuple[int, int, int, int], hour: int, seconds: Decimal) -> str:
    year, month, number, weekday = day
    width = len(letters)
    kind = letters[0]
    if kind in "ye":
        return f"{year % 100:02d}" if kind == "y" and width <= 2 else f"{year:04d}"
    if kind == "m" and width > 2:
        name = _MONTHS[month - 1]
        return name[:3] if width == 3 else name[0] if width == 5 else name
    if kind == "a" or (kind == "d" and width > 2):
        return f"周{_DAYS[weekday][-1]}" if width == 3 else _DAYS[weekday]
    if kind == "s":
        second, _, fraction = f"{seconds % 60:f}".partition(".")
        places = width - letters.index(".") - 1 if "." in letters else 0
        return f"{int(second):0{min(2, len(letters.split('.')[0]))}d}" + (f".{fraction[:places]}" if places else "")
    value = {"m": month, "d": number, "h": hour, "n": int(seconds % 3600 // 60)}[kind]
    return f"{value:0{min(2, width)}d}"


def to_decimal(text: str) -> Decimal | None:
    """Return the number a file holds, None if it is none."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 400 else None


def to_serial(text: str, *, base_1904: bool = False) -> Decimal | None:
    """Return the number of a date that a file writes out (2022-12-31T00:00:00), None if it is none."""
    try:
        when = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    passed = when - datetime.combine(date(1904, 1, 1) if base_1904 else date(1899, 12, 30), datetime.min.time())
    return Decimal(passed.days) + Decimal(passed.seconds) / 86400

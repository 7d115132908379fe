"""Years and months of titles and date texts."""

from __future__ import annotations

import re

from gouji.normalise.figure import plain

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<![0-9.,])((?:19|20)[0-9]{2})(?=年|[-./][0-9]{1,2}(?![0-9])|财政)")
_WRITTEN = re.compile(r"([一二][〇○零一二三四五六七八九]{3})(?=年)")
_ALONE = re.compile(r"((?:19|20)[0-9]{2})(?:(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])?)?")
_HEADING = re.compile(r"^((?:19|20)[0-9]{2})(?=[一-鿿])")
_MONTH = re.compile(r"((?:19|20)[0-9]{2})(?:年|[-./])(0?[1-9]|1[0-2])(?:月|[-./][0-9]{1,2}(?![0-9])|(?![0-9年.]))")
_SPAN = re.compile(r"(?:19|20)[0-9]{2}年?(?:度)?[-~—–至到]+(?:(?:19|20)[0-9]{2})(?:年|$)")


def parse_year(text: str) -> int | None:
    """Return the one year a title or date text names, None if it names none or several ("2021年1月-12月" is 2021)."""
    whole = _arabic(text)
    if _SPAN.search(whole):
        return None
    years = {int(year) for year in _YEAR.findall(whole)}
    if not years and (alone := _ALONE.fullmatch(whole) or _HEADING.match(whole)):
        years = {int(alone.group(1))}
    return years.pop() if len(years) == 1 else None


def parse_month(text: str) -> tuple[int, int] | None:
    """Return the one year and month a text names, None if it names none or several."""
    months = {(int(year), int(month)) for year, month in _MONTH.findall(_arabic(text))}
    return months.pop() if len(months) == 1 else None


def _arabic(text: str) -> str:
    whole = plain(text).replace("○", "〇")
    return _WRITTEN.sub(lambda found: found.group(1).translate(_CHINESE), whole)

"""Folding and joining of printed text: the same for every format, so that renderings of one table read alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_RADICALS = (
    "⺀⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥"
    "⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊"
    "⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_RADICALS_FOLDED = (
    "冫厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄心扌攵旡日月歺母民氵水灬爫爫"
    "丬牛犭王疋罒示礻竹糹纟罓罒㓁网网羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足"
    "车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)


def _folding() -> dict[int, str]:
    table: dict[int, str] = dict(zip(map(ord, _RADICALS), _RADICALS_FOLDED, strict=True))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    # NFKC folds the radical "door" to the traditional form; these tables are printed in simplified characters.
    table[ord("⼾")] = "户"
    for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD):
        table[code] = ""
    for code in (0x00A0, 0x3000, 0x2002, 0x2003, 0x2009, 0x202F, 0x0009, 0x000B, 0x000C):
        table[code] = " "
    return table


_FOLD = _folding()
_FOLDED = re.compile(f"[{''.join(map(re.escape, map(chr, _FOLD)))}]")
"""Finds what folding changes, in most texts nothing: far cheaper than translating them."""


def fold(text: str) -> str:
    """Fold Kangxi and supplement radicals and compatibility ideographs, blanks of every kind to one, drop zero widths.

    Full-width letters, digits and punctuation, ①②, superscripts stay as printed: plain NFKC would turn 12.5① into
    12.51.
    """
    return text.translate(_FOLD) if _FOLDED.search(text) else text


def is_wide(char: str) -> bool:
    """Tell whether the character is Chinese or full-width (so that no blank belongs beside it)."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—·①②③④⑤⑥⑦⑧⑨⑩"


def close_blanks(text: str) -> str:
    """Drop blanks next to a Chinese character and squeeze the others to one: a wrap or a tab is not a character."""
    words = text.split()
    if not words:
        return ""
    out = [words[0]]
    for left, right in pairwise(words):
        out.append(right if is_wide(left[-1]) or is_wide(right[0]) else f" {right}")
    return "".join(out)


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of a cell: no blank inside Chinese text, one blank between two words of other scripts."""
    return close_blanks(fold("\n".join(lines)))


_HALF = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {ord("∶"): ":", ord("﹪"): "%", ord("．"): "."}


def halve(text: str) -> str:
    """Turn full-width ASCII into half-width: for comparing and parsing, never for storing."""
    return text.translate(_HALF)


_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "〔": "(", "〕": ")"})


def squash(text: str) -> str:
    """Return the comparison form of a text: folded, half-width, one kind of quotes, no blanks at all (STR-11)."""
    return "".join(halve(fold(text)).translate(_QUOTES).split())

"""The cell formats of an XLSX: number format, borders, print size, and whether the text is white on white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from gouji.read.number_format import BUILTIN, to_decimal
from gouji.read.package import XmlPackage
from gouji.read.workbook import BOTTOM, LEFT, RIGHT, TOP

_SIDES = {"left": LEFT, "start": LEFT, "right": RIGHT, "end": RIGHT, "top": TOP, "bottom": BOTTOM}
_WHITE_INDEX = frozenset({"1", "9"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a cell is shown."""

    code: str = "General"
    sides: int = 0
    size: float = 0.0
    white: bool = False


def read_formats(package: XmlPackage, name: str | None) -> Sequence[Format]:
    """Return the formats by their number; one plain format if the workbook has none."""
    if name is None or not package.has(name):
        return (Format(),)
    codes: dict[int, str] = {}
    fonts: list[tuple[float, bool]] = []
    fills: list[bool] = []
    borders: list[int] = []
    formats: list[Format] = []
    for group in package.parts(name, ("numFmts", "fonts", "fills", "borders", "cellXfs")):
        kind = etree.QName(group).localname
        if kind == "numFmts":
            codes = {_int(one.get("numFmtId"), -1): one.get("formatCode") or "General" for one in group}
        elif kind == "fonts":
            fonts = [_font(one) for one in group]
        elif kind == "fills":
            fills = [_shaded(one) for one in group]
        elif kind == "borders":
            borders = [_sides(one) for one in group]
        else:
            formats = [_format(one, codes, fonts, fills, borders) for one in group]
    return formats or (Format(),)


def _format(
    one: etree._Element,
    codes: dict[int, str],
    fonts: Sequence[tuple[float, bool]],
    fills: Sequence[bool],
    borders: Sequence[int],
) -> Format:
    number = _int(one.get("numFmtId"), 0)
    font, fill, border = (_int(one.get(key), 0) for key in ("fontId", "fillId", "borderId"))
    size, white = fonts[font] if 0 <= font < len(fonts) else (0.0, False)
    shaded = 0 <= fill < len(fills) and fills[fill]
    return Format(
        code=codes.get(number) or BUILTIN.get(number, "General"),
        sides=borders[border] if 0 <= border < len(borders) else 0,
        size=size,
        white=white and not shaded,
    )


def _font(font: etree._Element) -> tuple[float, bool]:
    size = font.find("{*}sz")
    colour = font.find("{*}color")
    return 0.0 if size is None else _points(size.get("val")), colour is not None and _is_white(colour)


def _points(text: str | None) -> float:
    number = to_decimal(text or "")
    return 0.0 if number is None else float(number)


def _is_white(colour: etree._Element) -> bool:
    if colour.get("rgb") is not None:
        return colour.get("rgb", "")[-6:].upper() == "FFFFFF"
    if colour.get("theme") is not None:
        return colour.get("theme") == "0" and _points(colour.get("tint")) == 0
    return colour.get("indexed") in _WHITE_INDEX


def _shaded(fill: etree._Element) -> bool:
    """Tell whether a cell has a background other than white."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return len(fill) > 0
    if pattern.get("patternType", "none") == "none":
        return False
    colour = pattern.find("{*}fgColor")
    return colour is None or not _is_white(colour)


def _sides(border: etree._Element) -> int:
    sides = 0
    for one in border:
        if one.get("style", "none") != "none":
            sides |= _SIDES.get(etree.QName(one).localname, 0)
    return sides


def _int(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise

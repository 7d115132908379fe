"""Fonts whose characters are pictures: the character that looks like the picture."""

from __future__ import annotations

import re
from collections.abc import Mapping

UNKNOWN = "\ufffd"
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_GREEK = str.maketrans(
    "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω"
)
# Code points less the private area F000.
_PICTURES: Mapping[str, Mapping[int, str]] = {
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xA5: "∞",
               0xD7: "·", 0x2D: "－", 0xB7: "•", 0xAE: "→", 0xE5: "∑", 0xD6: "√", 0xAC: "←", 0xAD: "↑", 0xAF: "↓"},
    "wingdings": {0xFC: "√", 0xFE: "☑", 0xFD: "☒", 0xFB: "×", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□", 0x52: "☼",
                  0x6E: "■", 0x6C: "●", 0xAB: "★", 0x75: "◆", 0xD8: "➢", 0x9F: "•", 0x9E: "·", 0xA7: "▪", 0xE0: "→",
                  0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xB5: "★", 0x76: "❖", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨",
                  **{0x81 + step: chr(0x2460 + step) for step in range(10)},
                  **{0x8C + step: chr(0x2776 + step) for step in range(10)}},
    "wingdings 2": {0x50: "√", 0x52: "☑", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0x4F: "×", 0xA3: "□", 0x30: "□", 0x2A: "□",
                    0x98: "●", 0x81: "○", 0xA2: "■", **{0x6A + step: chr(0x2460 + step) for step in range(10)}},
    "wingdings 3": {0x7D: "▶", 0x7C: "◀", 0x70: "▲", 0x71: "▼"},
    "webdings": {0x61: "√", 0x72: "×", 0x63: "□", 0x67: "■", 0x6E: "●"},
}  # fmt: skip


def is_picture_font(font: str | None) -> bool:
    """Tell whether a font's letters are pictures."""
    return font is not None and font.strip().lower() in _PICTURES


def in_picture_font(text: str, font: str) -> str:
    """Return what a text set in a picture font looks like; Chinese in it is set in another font and stays."""
    pictures = _PICTURES[font.strip().lower()]
    greek = font.strip().lower() == "symbol"
    return "".join(_shown(ord(char), pictures, greek) for char in text)


def _shown(code: int, pictures: Mapping[int, str], greek: bool) -> str:
    if code in (0x20, 0xA0, 0xF020) or 0x100 <= code < 0xF000 or code > 0xF0FF:
        return chr(code) if code != 0xF020 else " "
    low = code & 0xFF
    if low in pictures:
        return pictures[low]
    return chr(low).translate(_GREEK) if greek and 0x20 < low < 0x7F else UNKNOWN


def symbol(font: str | None, char: str | None) -> str:
    """Return the character of a `w:sym`."""
    try:
        code = int(char or "", 16)
    except ValueError:
        return UNKNOWN
    if not 0 <= code <= 0x10FFFF:
        return UNKNOWN
    if font is not None and is_picture_font(font):
        return _shown(0xF000 | code if code <= 0xFF else code, _PICTURES[font.strip().lower()], "ymbol" in font)
    if 0x20 <= code < 0xD800:
        return chr(code)
    return chr(code - 0xF000) if 0xF020 <= code < 0xF07F else UNKNOWN


def without_private(text: str) -> str:
    """Put the sign of a lost character for those whose shape only a font knows."""
    return _PRIVATE.sub(UNKNOWN, text)

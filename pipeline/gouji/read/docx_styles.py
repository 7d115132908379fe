"""What the styles of a DOCX say of a text: whether it is seen, in which font, and whether it is numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL, _ID, _NAME, _TYPE = f"{W}val", f"{W}styleId", f"{W}name", f"{W}type"
_OFF = frozenset({"0", "false", "off", "none"})
_PLACEHOLDER = "placeholder text"
_NEARLY_WHITE = 0xF5
"""A channel of a colour from which on nobody sees it on paper."""


def switched_on(element: etree._Element | None) -> bool:
    """Tell whether an on/off property is there and on."""
    return element is not None and (element.get(_VAL) or "1").lower() not in _OFF


def whole(text: str | None, default: int) -> int:
    """Read a whole number; the default where there is none or one no document can mean."""
    try:
        value = float(text or "")
    except ValueError:
        return default
    return int(value) if -1e9 < value < 1e9 else default


def is_white(colour: str | None) -> bool:
    """Tell whether a colour (RRGGBB) cannot be seen on white."""
    if colour is None or len(colour) != 6:
        return False
    try:
        return min(bytes.fromhex(colour)) >= _NEARLY_WHITE
    except ValueError:
        return False


def is_filled(shading: etree._Element | None) -> bool:
    """Tell whether a `w:shd` puts a colour under the text on which white can be read."""
    if shading is None:
        return False
    fill = (shading.get(f"{W}fill") or "auto").lower()
    if fill != "auto" and not is_white(fill):
        return True
    return (shading.get(_VAL) or "clear").lower() not in ("clear", "nil", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a chain of styles settles; None where it says nothing."""

    hidden: bool | None = None
    colour: str | None = None
    font: str | None = None
    number: str | None = None
    level: str | None = None
    filled: bool = False


_PLAIN = Look()


class Styles:
    """The styles of a document, each resolved along the styles it is based on, once."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the root of the styles part, None if there is none."""
        self._elements: dict[str, etree._Element] = {}
        self._looks: dict[str, Look] = {}
        self.placeholders: set[str] = {"PlaceholderText"}
        self.default = ""
        for style in () if root is None else root.iterchildren(f"{W}style"):
            self._register(style)

    def _register(self, style: etree._Element) -> None:
        key = style.get(_ID) or ""
        self._elements.setdefault(key, style)
        name = style.find(_NAME)
        if name is not None and (name.get(_VAL) or "").lower() == _PLACEHOLDER:
            self.placeholders.add(key)
        if style.get(_TYPE) == "paragraph" and (style.get(f"{W}default") or "0").lower() not in _OFF:
            self.default = key

    def look(self, key: str | None) -> Look:
        """Return what a style settles."""
        name = self.default if key is None else key
        if name not in self._elements:
            return _PLAIN
        if name not in self._looks:
            self._looks[name] = self._resolve(name)
        return self._looks[name]

    def numbering_of(self, key: str) -> str | None:
        """Return the number of the list a style of lists stands for."""
        return self.look(key).number

    def _resolve(self, key: str) -> Look:
        chain = list(self._chain(key))
        number = _first(chain, "pPr/numPr/numId", _VAL)
        # The level is of use only beside the list it belongs to.
        level = _first(chain, "pPr/numPr/ilvl", _VAL)
        vanish = next((found for style in chain if (found := _find(style, "rPr/vanish")) is not None), None)
        return Look(
            hidden=None if vanish is None else switched_on(vanish),
            colour=_first(chain, "rPr/color", _VAL),
            font=_first(chain, "rPr/rFonts", f"{W}ascii"),
            number=number,
            level=level,
            filled=any(is_filled(shading) for style in chain for shading in style.iter(f"{W}shd")),
        )

    def _chain(self, key: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while key in self._elements and key not in seen:
            seen.add(key)
            style = self._elements[key]
            yield style
            based = style.find(f"{W}basedOn")
            key = "" if based is None else based.get(_VAL) or ""


def _find(style: etree._Element, path: str) -> etree._Element | None:
    return style.find("/".join(W + step for step in path.split("/")))


def _first(chain: list[etree._Element], path: str, attribute: str) -> str | None:
    for style in chain:
        found = _find(style, path)
        if found is not None and found.get(attribute) is not None:
            return found.get(attribute)
    return None

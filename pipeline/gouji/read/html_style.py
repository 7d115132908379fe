"""What of a web page's styles matters to its tables: what is not shown, and which cells carry borders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gouji.read.workbook import BOTTOM, LEFT, RIGHT, TOP

UNSEEN_TAGS = frozenset({
    "applet", "area", "audio", "base", "button", "canvas", "datalist", "embed", "frameset", "head", "iframe", "link",
    "map", "meta", "noembed", "noframes", "noscript", "object", "param", "rp", "rt", "script", "style", "svg",
    "template", "title", "video", "xml",
})  # fmt: skip
"""Elements whose text browsers do not show as text of the page."""
_DRAWN = ("v:", "w:", "x:")
"""Prefixes of Office's drawings and data: browsers do not show them."""

_ALL = LEFT | RIGHT | TOP | BOTTOM
_SIDES = {"border": _ALL, "border-left": LEFT, "border-right": RIGHT, "border-top": TOP, "border-bottom": BOTTOM}
_BRACE = re.compile("[{}]")
_SELECTOR = re.compile(r"(?:[a-z0-9]+)?([.#][\w-]+)", re.IGNORECASE)
_SEEN = frozenset({"display", "visibility", "mso-hide", "opacity", "font-size", *_SIDES})
"""The properties that matter here."""
_NO_BORDER = re.compile(r"\b(?:none|hidden)\b|^\s*0(?:px|pt)?\b")
_ZERO = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?")
MAX_STYLE = 2**20
"""Styles longer than this are not looked at (characters)."""


class Styles:
    """The rules a page states for single classes and names; `show(element)` asks for what matters of them."""

    def __init__(self, root: etree._Element) -> None:
        self._rules: dict[str, dict[str, str]] = {}
        for style in root.iter("style"):
            for selectors, body in _rules((style.text or "")[:MAX_STYLE]):
                self._add(selectors, body)

    def of(self, element: etree._Element) -> dict[str, str]:
        """Return the properties an element has by its classes, its name and its own style."""
        found: dict[str, str] = {}
        if self._rules:
            for name in dict.fromkeys((element.get("class") or "").split()):
                found |= self._rules.get(f".{name}", {})
            found |= self._rules.get(f"#{element.get('id')}", {})
        own = element.get("style")
        return found | dict(_properties(own)) if own else found

    def _add(self, selectors: str, body: str) -> None:
        properties = dict(_properties(body))
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match is not None and properties:
                self._rules.setdefault(match.group(1), {}).update(properties)


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the body of each rule; what stands in @media and its like is for other screens."""
    plain = "".join(_beside_comments(text)).replace("<!--", "").replace("-->", "")
    depth = start = 0
    selectors = ""
    for match in _BRACE.finditer(plain):
        if match[0] == "{":
            if depth == 0:
                selectors = plain[start : match.start()].rpartition(";")[2].strip()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and not selectors.startswith("@"):
                yield selectors, plain[start : match.start()]
        start = match.end()


def _beside_comments(text: str) -> Iterator[str]:
    at = 0
    while (opened := text.find("/*", at)) >= 0:
        yield text[at:opened]
        closed = text.find("*/", opened + 2)
        if closed < 0:
            return
        at = closed + 2
    yield text[at:]


def _properties(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip().lower() in _SEEN:
            yield name.strip().lower(), value.replace("!important", "").strip().lower()


def is_removed(element: etree._Element, properties: dict[str, str]) -> bool:
    """Tell whether an element takes no room on the page."""
    tag = str(element.tag).lower()
    if tag in UNSEEN_TAGS or tag.startswith(_DRAWN) or element.get("hidden") is not None:
        return True
    if properties.get("display") == "none" or properties.get("mso-hide") == "all":
        return True
    return tag in ("tr", "tbody", "thead", "tfoot") and properties.get("visibility") == "collapse"


def is_blank(properties: dict[str, str]) -> bool:
    """Tell whether an element keeps its room but shows nothing."""
    if properties.get("visibility") in ("hidden", "collapse"):
        return True
    return any(_ZERO.fullmatch(properties.get(name, "")) for name in ("opacity", "font-size"))


def sides_of(properties: dict[str, str]) -> int:
    """Return the sides on which a cell carries a border."""
    sides = 0
    for name, value in properties.items():
        bits = _SIDES.get(name, 0)
        if bits:
            sides = sides & ~bits if _NO_BORDER.search(value) else sides | bits
    return sides

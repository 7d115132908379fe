"""Automatic numbering: the "1、" and "（一）" a word processor prints before a paragraph and no text holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from gouji.read.docx_count import padded, written
from gouji.read.docx_styles import Look, Styles, W, switched_on, whole

_VAL = f"{W}val"
_SUFFIXES = {"nothing": "", "space": " "}
_PLACE = re.compile(r"%([1-9])")
_PICTURE_FONTS = ("wingdings", "symbol", "webdings")
_DEEPEST = 9
_LONGEST = 255
"""Characters of a pattern: word processors take no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """A level of a list: how it counts, what is printed around the number, and after which level it starts anew."""

    start: int
    style: str
    pattern: str
    suffix: str
    legal: bool
    restart: int | None
    paragraph_style: str | None
    custom: str | None

    def shown(self, number: int) -> str:
        return padded(number, self.custom) if self.custom else written(number, self.style)


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list: its levels, the counters it shares with others, and where it starts counting itself."""

    levels: Mapping[int, _Level]
    shared: str
    starts: Mapping[int, int]


class Numbering:
    """The lists of a document, and how far each has counted. To be asked once for each paragraph, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Take the root of the numbering part, None if there is none."""
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._elements: dict[str, etree._Element] = {}
        for element in () if root is None else root:
            if element.tag == f"{W}abstractNum":
                self._abstract.setdefault(element.get(f"{W}abstractNumId") or "", element)
            elif element.tag == f"{W}num":
                self._elements.setdefault(element.get(f"{W}numId") or "", element)
        self.lists = len(self._elements)
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, properties: etree._Element | None, style: str | None, look: Look) -> str:
        """Count one paragraph and return what is printed before it, "" for none.

        Args:
            properties: the paragraph's `w:pPr`.
            style: the name of its style.
            look: what that style settles.
        """
        own = None if properties is None else properties.find(f"{W}numPr")
        number, level = _value(own, "numId"), _value(own, "ilvl")
        key = look.number if number is None else number
        if key is None or key == "0":
            return ""
        chosen = self._list(key)
        if chosen is None:
            return ""
        given = level if level is not None or number is not None else look.level
        depth = _depth(chosen, given, style if number is None else None)
        return self._advance(key, chosen, depth)

    def _list(self, key: str) -> _List | None:
        if key not in self._lists:
            self._lists[key] = self._make(key)
        return self._lists[key]

    def _make(self, key: str, hops: int = 4) -> _List | None:
        element = self._elements.get(key)
        shared = _value(element, "abstractNumId")
        abstract = self._abstract.get(shared or "")
        if element is None or shared is None or abstract is None:
            return None
        link = _value(abstract, "numStyleLink")
        if link is not None and hops:
            target = self._styles.numbering_of(link)
            return None if target in (None, key) else self._make(str(target), hops - 1)
        levels = {whole(item.get(f"{W}ilvl"), 0): _level(item) for item in abstract.iterfind(f"{W}lvl")}
        starts: dict[int, int] = {}
        for override in element.iterfind(f"{W}lvlOverride"):
            depth = whole(override.get(f"{W}ilvl"), 0)
            replaced = override.find(f"{W}lvl")
            if replaced is not None:
                levels[depth] = _level(replaced)
            if (start := _value(override, "startOverride")) is not None:
                starts[depth] = whole(start, 1)
        return _List(levels=levels, shared=shared, starts=starts)

    def _advance(self, key: str, chosen: _List, depth: int) -> str:
        level = chosen.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(chosen.shared, {})
        first = depth in chosen.starts and (key, depth) not in self._started
        self._started.add((key, depth))
        if first:
            counts[depth] = chosen.starts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = level.start
        for deeper in [other for other in counts if other > depth]:
            if _starts_anew(chosen.levels.get(deeper), deeper, depth):
                del counts[deeper]
        return _printed(chosen, level, depth, counts)


def _starts_anew(level: _Level | None, deeper: int, depth: int) -> bool:
    """Tell whether a level starts anew after a paragraph of a higher one: after any, or those it names."""
    if level is None or level.restart is None:
        return True
    return level.restart != 0 and depth < min(level.restart, deeper)


def _printed(chosen: _List, level: _Level, depth: int, counts: dict[int, int]) -> str:
    """Put the numbers of this level and those above it into the pattern."""
    if level.style == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = chosen.levels.get(at)
        if other is None or at > depth:
            return ""
        value = counts.setdefault(at, other.start)
        return str(value) if level.legal else other.shown(value)

    text = _PLACE.sub(number, level.pattern)
    return f"{text}{level.suffix}" if text.strip() else ""


def _depth(chosen: _List, given: str | None, style: str | None) -> int:
    """Return the level: the one that names the paragraph's style where the paragraph does not say, else the first."""
    if given is not None:
        return min(max(whole(given, 0), 0), _DEEPEST)
    if style is None:
        return 0
    return next((depth for depth, level in chosen.levels.items() if level.paragraph_style == style), 0)


def _level(element: etree._Element) -> _Level:
    style, custom = _counting(element)
    pattern = (_value(element, "lvlText") or "")[:_LONGEST]
    fonts = element.find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "").lower()
    if font.startswith(_PICTURE_FONTS) and not _PLACE.search(pattern):
        style = "bullet"
    restart = _value(element, "lvlRestart")
    return _Level(
        start=whole(_value(element, "start"), 0 if element.find(f"{W}start") is None else 1),
        style=style,
        pattern=pattern,
        suffix=_SUFFIXES.get(_value(element, "suff") or "tab", "\t"),
        legal=switched_on(element.find(f"{W}isLgl")),
        restart=None if restart is None else whole(restart, 0),
        paragraph_style=_value(element, "pStyle"),
        custom=custom,
    )


def _counting(element: etree._Element) -> tuple[str, str | None]:
    """Return the style of counting, and the pattern of a custom one."""
    for found in element.iter(f"{W}numFmt"):
        style = found.get(_VAL) or "decimal"
        pattern = (found.get(f"{W}format") or "")[:_LONGEST]
        if style != "custom" or pattern.strip()[:1] == "0":
            return style, pattern if style == "custom" else None
    return "decimal", None


def _value(element: etree._Element | None, name: str) -> str | None:
    found = None if element is None else element.find(W + name)
    return None if found is None else found.get(_VAL)

"""The words of values as look-ups: units (rules/lexicon/units.yaml) and wording (rules/lexicon/degrees.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gouji.exceptions import RulebookError
from gouji.rulebook import rules_root
from gouji.text import squash

_LONGEST_OPERATORS = 3
"""不低于≥ and the like: operators that may follow each other."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Units:
    """Spellings to canonical units, and the measures in which units convert exactly.

    `lengths` is the length of the longest spelling that begins with a character, `by_length` the scales, longest first.
    """

    names: Mapping[str, str]
    measures: Mapping[str, tuple[str, Fraction]]
    scales: Mapping[str, Fraction]
    unspoken: frozenset[str]
    lengths: Mapping[str, int]
    by_length: tuple[str, ...]

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """Return the canonical unit that begins at a place of a squashed text and where it ends: 万人次, 元/人·月."""
        found = self._single(text, start)
        while found is not None and found[1] < len(text) and text[found[1]] in "/·*每":
            mark = text[found[1]]
            more = self._single(text, found[1] + 1)
            if more is None:
                break
            found = f"{found[0]}{'/' if mark in '/每' else '·'}{more[0]}", more[1]
        return found

    def _single(self, text: str, start: int) -> tuple[str, int] | None:
        if (plain := self._spelling(text, start)) is not None:
            return plain
        if not text.startswith(self.by_length, start):
            return None
        for scale in self.by_length:
            if text.startswith(scale, start):
                after = self._spelling(text, start + len(scale))
                return (scale + after[0], after[1]) if after else (scale, start + len(scale))
        return None

    def _spelling(self, text: str, start: int) -> tuple[str, int] | None:
        longest = self.lengths.get(text[start : start + 1], 0)
        for end in range(min(len(text), start + longest), start, -1):
            if (name := self.names.get(text[start:end])) is not None:
                return name, end
        return None

    def canonical(self, text: str) -> str | None:
        """Return the canonical unit a squashed text consists of: "%(百分比)" is %, "人(次)" is 人次."""
        if (found := self.at(text, 0)) is not None and found[1] == len(text):
            return found[0]
        if text.startswith("(") and text.endswith(")"):
            return self.canonical(text[1:-1]) if len(text) > 2 else None
        if text.endswith(")") and "(" in text:
            outer, inner = text[:-1].split("(", 1)
            if outer + inner in self.names:
                return self.names[outer + inner]
            first, second = self.canonical(outer), self.canonical(inner)
            return first if first is not None and first == second else None
        return None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Words:
    """All that parsing a value looks up."""

    units: Units
    before: Mapping[str, str]
    after: Mapping[str, str]
    graded: frozenset[str]
    bands: Mapping[str, str]
    positive: tuple[str, ...]
    unsure: tuple[str, ...]
    neutral: frozenset[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    closing: re.Pattern[str]
    approximate: re.Pattern[str]
    degree: re.Pattern[str]
    absence: re.Pattern[str]
    zero: re.Pattern[str]
    bound_before: frozenset[str]
    vague: tuple[str, ...]


def units_from(data: Mapping[str, Any]) -> Units:
    """Make the units of a parsed units.yaml.

    Raises:
        RulebookError: a section is missing or a measure names an unknown unit.
    """
    try:
        names = {squash(name): name for name in _list(data["count"])}
        for name, spellings in data["names"].items():
            names |= {squash(spelling): name for spelling in (name, *spellings)}
        measures = {
            unit: (measure, Fraction(factor))
            for measure, listed in data["measures"].items()
            for unit, factor in listed.items()
        }
        scales = {scale: Fraction(factor) for scale, factor in data["scales"].items()}
        unspoken = frozenset(_list(data["unspoken"]))
    except (KeyError, AttributeError, TypeError, ValueError, ZeroDivisionError) as error:
        raise RulebookError("lexicon/units.yaml", f"格式不符：{error}") from error
    if strange := sorted(set(measures) - set(names.values())):
        raise RulebookError("lexicon/units.yaml", f"measures 中的单位不在 names 或 count 中：{'、'.join(strange)}")
    lengths: dict[str, int] = {}
    for name in names:
        lengths[name[0]] = max(len(name), lengths.get(name[0], 0))
    by_length = tuple(sorted(scales, key=len, reverse=True))
    return Units(names=names, measures=measures, scales=scales, unspoken=unspoken, lengths=lengths, by_length=by_length)


def words_from(units: Mapping[str, Any], degrees: Mapping[str, Any]) -> Words:
    """Make the look-ups of parsed units.yaml and degrees.yaml.

    Raises:
        RulebookError: a section is missing or has the wrong shape.
    """
    measured = units_from(units)
    try:
        return _words(measured, degrees)
    except (KeyError, AttributeError, TypeError) as error:
        raise RulebookError("lexicon/degrees.yaml", f"格式不符：{error}") from error


def _words(units: Units, data: Mapping[str, Any]) -> Words:
    before = {squash(word): sign for sign, listed in data["operators"].items() for word in listed["before"]}
    after = {squash(word): sign for sign, listed in data["operators"].items() for word in listed["after"]}
    many = f"{{1,{_LONGEST_OPERATORS}}}"
    bands = {squash(word): band for band, listed in data["bands"].items() for word in listed}
    nothing = f"(?<!基本)(?<!几乎)(?!{_any(_list(data['never']))})(?:{_any(_list(data['absent']))})"
    opening = _any(_list(data["blank_words"]))
    return Words(
        units=units,
        before=before,
        after=after,
        graded=frozenset(squash(word) for word in _list(data["graded"])) | bands.keys(),
        bands=bands,
        positive=tuple(_list(data["direction"]["positive"])),
        unsure=tuple(_list(data["direction"]["unsure"])),
        neutral=frozenset(_list(data["neutral"])),
        leading=re.compile(f"(?:{_any(before)}){many}"),
        closing=re.compile(f"(?:{_any(before)}){many}$"),
        trailing=re.compile(f"(?:{_any(after)})"),
        approximate=re.compile(_any(_list(data["approximate"]))),
        degree=re.compile(_any(_list(data["degrees"]))),
        absence=re.compile(
            f"(?:{opening})*{nothing}[^,;。]{{1,24}}|.*{nothing}[^,;。]{{0,12}}(?:{_any(_list(data['harms']))}).*"
        ),
        zero=re.compile(
            f"(?:{opening})*(?!{_any(_list(data['not_zero']))})[零〇][一-鿿]{{1,8}}"
            '|[^,;。"]{1,14}为[零〇]|[^,;。"]{0,8}"[零〇][一-鿿]{1,6}"'
        ),
        bound_before=frozenset(_list(data["bound_before"])),
        vague=tuple(_list(data["vague"])),
    )


def _list(value: object) -> list[str]:
    if isinstance(value, str):
        return value.split()
    if isinstance(value, list):
        return [str(item) for item in value]
    raise TypeError(f"应为词表，而不是 {type(value).__name__}")


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted({squash(word) for word in words}, key=lambda word: (-len(word), word))))


def load_words(root: Path) -> Words:
    """Read units.yaml and degrees.yaml of a rulebook.

    Raises:
        RulebookError: a file is missing, is not YAML, or has the wrong shape.
    """
    return words_from(_mapping(root / "lexicon" / "units.yaml"), _mapping(root / "lexicon" / "degrees.yaml"))


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RulebookError(f"lexicon/{path.name}", f"无法读取：{error}") from error
    if not isinstance(data, Mapping):
        raise RulebookError(f"lexicon/{path.name}", "应为一个映射")
    return data


@cache
def default_words() -> Words:
    """Return the look-ups of the rulebook that comes with the program."""
    return load_words(rules_root())

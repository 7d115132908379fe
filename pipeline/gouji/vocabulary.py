"""Look-ups in the lexicon: what a header, a level name, a row label or a text line means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gouji.model.form import Form, Level, Lexicon, Names
from gouji.text import close_blanks, fold, halve, squash

_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^(?:[(]?[0-9]{1,2}[)]?[、.．]?|[一二三四五六七八九十]{1,3}[、.．])(?=[^0-9])")
_CAP = re.compile(r"[(]?(?<!\d)\d+(?:\.\d+)?分?[)]?$|[(]\d+(?:\.\d+)?分?$|(?<!\d)\d+分[)]$")
_NEXT_KEY = re.compile(r"\s+[^\s:]{2,12}\s?:")
_AMONG = re.compile(r"^其中[:：]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A key and its value found in one line of text; `label` is the key as printed."""

    key: str
    label: str
    value: str


def bare(text: str) -> str:
    """Return the comparison form of a header or label: squashed, brackets and trailing colon taken off."""
    whole = squash(text)
    return _BRACKETS.sub("", whole).strip(":*★ ") or whole.strip(":()")


def level_name(text: str) -> str:
    """Return the comparison form of a level name: squashed, without cap, numbering, brackets and 指标."""
    name = _CAP.sub("", squash(text)).strip(":")
    name = _BRACKETS.sub("", _NUMBERING.sub("", name))
    shorter = name.removesuffix("指标")
    return shorter or name


class Vocabulary:
    """The lexicon turned into look-ups; made once for a rulebook."""

    def __init__(self, lexicon: Lexicon, forms: tuple[Form, ...] = ()) -> None:
        self.lexicon = lexicon
        extra: dict[str, tuple[str, ...]] = {}
        for form in forms:
            for role, names in form.headers.items():
                extra[role] = extra.get(role, ()) + names
        self._columns = _turn(lexicon.columns, extra)
        self._funds = _turn(lexicon.fund_columns)
        self._fund_rows = _turn(lexicon.fund_rows)
        self._head = _turn(lexicon.head)
        self._totals = frozenset(squash(name) for name in lexicon.totals)
        self._level1 = _levels(lexicon.level1)
        self._level2 = _levels(lexicon.level2)
        self._keys = _turn(lexicon.pairs)
        self._pairs = _pair_pattern(lexicon.pairs)

    def column_role(self, header: str) -> str | None:
        """Return what a column with this header is for, None if the header is unknown."""
        return _look(self._columns, header)

    def fund_role(self, header: str) -> str | None:
        """Return what a column of the funds block is for."""
        return _look(self._funds, header)

    def fund_source(self, label: str) -> str | None:
        """Return the source code of a row of the funds block ("其中：本年财政拨款" is fiscal)."""
        return _look(self._fund_rows, _AMONG.sub("", squash(label)))

    def head_key(self, label: str) -> str | None:
        """Return what a key of the head block asks for."""
        return _look(self._head, label)

    def is_total(self, label: str) -> bool:
        """Tell whether the label announces a totals row."""
        return bare(label) in self._totals or squash(label).strip(":") in self._totals

    def level1(self, name: str | None) -> Level | None:
        """Return the first-level class of a printed name, None if unknown."""
        return self._level1.get(level_name(name)) if name else None

    def level2(self, name: str | None) -> Level | None:
        """Return the second-level class of a printed name, None if unknown."""
        return self._level2.get(level_name(name)) if name else None

    def labels(self) -> frozenset[str]:
        """Return the level names, squashed, with and without 指标: texts that are complete on their own."""
        names = {*self._level1, *self._level2}
        return frozenset(names | {f"{name}指标" for name in names})

    def titles(self) -> frozenset[str]:
        """Return every name of a column, a row or a key, squashed, and the levels: what two halves may add up to."""
        known = (self._columns, self._funds, self._fund_rows, self._head)
        return frozenset(name for table in known for name in table) | self._totals | self.labels()

    def children(self, level1_code: str) -> tuple[Level, ...]:
        """Return the classes whose usual parent is the given first-level class."""
        return tuple(level for level in self.lexicon.level2 if level.parents[:1] == (level1_code,))

    def mentioned(self, criterion: str) -> Level | None:
        """Return the one class the words of a scoring criterion name, None if they name none or several."""
        text = squash(criterion)
        found = [(mention, level) for level in self.lexicon.level2 for mention in level.mentions if mention in text]
        # The longest word wins over those inside it: 生态环境成本 also contains 成本.
        whole = [
            level for mention, level in found if not any(mention != other and mention in other for other, _ in found)
        ]
        codes = {level.code for level in whole}
        return whole[0] if len(codes) == 1 else None

    def pairs_in(self, line: str) -> tuple[Pair, ...]:
        """Return the known key-value pairs of a text line ("单位：… 金额单位：万元")."""
        text = " ".join(halve(fold(line)).split())
        hits = [hit for hit in self._pairs.finditer(text) if _begins_key(text, hit)]
        ends = [*(hit.start() for hit in hits[1:]), len(text)]
        return tuple(
            Pair(key=self._keys[squash(hit.group(1))], label=squash(hit.group(1)), value=_value(text[hit.end() : end]))
            for hit, end in zip(hits, ends[-len(hits) :] if hits else [], strict=True)
        )

    def is_end_mark(self, line: str) -> bool:
        """Tell whether a text line closes a table (填报人, 说明, 注, …)."""
        return squash(line).lstrip("-·*").startswith(tuple(self.lexicon.end_marks))

    def notes(self, name: str, text: str) -> list[re.Match[str]]:
        """Return where the patterns of a note occur in a text."""
        whole = squash(text)
        return [hit for pattern in self.lexicon.notes.get(name, ()) for hit in pattern.finditer(whole)]


def _turn(names: Names, extra: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    table: dict[str, str] = {}
    for source in (names, extra or {}):
        for role, listed in source.items():
            for name in listed:
                table[squash(name)] = role
    return table


def _look(table: Mapping[str, str], text: str) -> str | None:
    whole = squash(text).strip(":*★")
    return table.get(whole) or table.get(_BRACKETS.sub("", whole)) or table.get(_unclosed(whole))


def _unclosed(text: str) -> str:
    return text.split("(", 1)[0]


def _levels(levels: tuple[Level, ...]) -> dict[str, Level]:
    return {squash(name): level for level in levels for name in level.names}


LONG_KEY = 4
"""Characters: a key this long is one even in the middle of a text, a shorter one may be the tail of another word."""


def _begins_key(text: str, hit: re.Match[str]) -> bool:
    """Tell whether a key stands on its own ("金额单位：") and is no tail of an unknown one ("实施" + "单位：")."""
    before = text[hit.start() - 1 : hit.start()]
    return not before.isalnum() or len(squash(hit.group(1))) >= LONG_KEY


def _value(text: str) -> str:
    """Return the value at the beginning of a text: up to a blank and another key ("92 单位领导审签：")."""
    return close_blanks(_NEXT_KEY.split(text, maxsplit=1)[0])


def _pair_pattern(pairs: Names) -> re.Pattern[str]:
    names = sorted({squash(name) for listed in pairs.values() for name in listed}, key=len, reverse=True)
    spaced = [r"\s?".join(map(re.escape, name)) for name in names]
    return re.compile(rf"({'|'.join(spaced)})\s?:")

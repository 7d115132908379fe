"""Forms (表式) and the lexicon, as the stages use them. Read from rules/ by gouji.forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A layout: which titles announce it, which column roles it needs and which it must lack.

    `headers` adds names for roles to those of the lexicon. `kind` and `scope` go into the canonical tables.
    """

    form: str
    kind: str
    scope: str
    titles: tuple[re.Pattern[str], ...]
    needs: frozenset[str]
    lacks: frozenset[str]
    headers: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A class of indicators: canonical code, printed names, codes of its parents, words in criteria that name it."""

    code: str
    names: tuple[str, ...]
    parents: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of these tables: level names, column headers, row labels, text lines."""

    level1: tuple[Level, ...]
    level2: tuple[Level, ...]
    columns: Names
    either: Mapping[str, str]
    fund_columns: Names
    fund_rows: Names
    head: Names
    totals: tuple[str, ...]
    pairs: Names
    money_units: tuple[str, ...]
    end_marks: tuple[str, ...]
    notes: Mapping[str, tuple[re.Pattern[str], ...]]

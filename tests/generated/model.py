"""What the generator of documents hands on: forms with known truth, and the documents they were printed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fixtures.kit.table import Table

Row = Mapping[str, Any]
"""Columns of the canonical schema by name; only what the form prints, everything else is not compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The records a reader must make of a form, in printed order: rows of `scopes`, `funds`, `indicators`, `totals`
    and `caps`.

    Numbers are Decimal, texts as DESIGN.md says (wraps joined, points taken out of labels), blanks None.
    """

    form_kind: str
    title: str | None
    scopes: tuple[Row, ...] = ()
    funds: tuple[Row, ...] = ()
    indicators: tuple[Row, ...] = ()
    totals: tuple[Row, ...] = ()
    caps: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A filled form before it is printed: its logical table, the lines around it, and the truth.

    `family` names the layout; `described` tells whether a file of rules/forms describes it (else only the words of its
    header are known); `truth` is None for a table that is none of our business.
    """

    family: str
    table: Table
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    described: bool = True
    truth: Truth | None = None
    body: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """What one page prints of a table: the grid a reader that joins no pages would have to give. `page` from 1."""

    page: int
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A printed document with its truth.

    `forms` are all its tables in reading order (those with `truth` None among them), `page_tables` what each page
    prints of them (empty where the format has no pages), `variations` what of the issue's list occurs in it,
    `hidden` texts that stand in the file and must not come out in any cell.
    """

    name: str
    style: str
    seed: int
    suffix: str
    data: bytes
    forms: tuple[Form, ...]
    page_tables: tuple[PageTable, ...] = ()
    variations: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()

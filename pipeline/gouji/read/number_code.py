"""Number format codes of spreadsheets: a code is cut into sections, a section into pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST = 1024
"""Spreadsheets allow codes of 255 characters; more than this is nothing anyone formatted with."""

_PIECE = re.compile(
    r"""(?P<quoted>"[^"]*"?) | (?P<escaped>[\\!].) | (?P<pad>_.) | (?P<fill>\*.) | (?P<bracket>\[[^\]]*\])
    | (?P<general>General|G/通用格式|G/標準|G/标准)
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<power>E[+-]) | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|a{3,4}(?!/)) | (?P<digit>[0#?]) | (?P<point>\.)
    | (?P<comma>,) | (?P<percent>%) | (?P<text>@) | (?P<literal>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-[0-9A-F]+)?", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|(?:color|颜色)\s*\d+|[黑蓝绿红白黄]色?|青色?|蓝绿色|洋红色?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a section; `kind` is a group of _PIECE, "elapsed" or "unknown", literals are unquoted."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a code: its pieces, the values it is for (None: by its position), and whether it shows dates."""

    pieces: tuple[Piece, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, *kinds: str) -> bool:
        """Tell whether a piece of one of these kinds occurs."""
        return any(piece.kind in kinds for piece in self.pieces)

    @property
    def is_date(self) -> bool:
        """Tell whether the section shows a date or a time."""
        return self.has("date", "elapsed", "noon")


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """Cut a code into its sections, four at most."""
    found: list[list[Piece]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for match in _PIECE.finditer(code[:LONGEST]):
        kind, text = str(match.lastgroup), match.group()
        if kind == "literal" and text == ";":
            found.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(text[1:-1].strip())
            if condition is not None:
                conditions[-1] = (condition.group(1), Decimal(condition.group(2)))
            else:
                found[-1] += _bracket(text[1:-1])
        else:
            found[-1].append(_piece(kind, text))
    return tuple(
        Section(pieces=_settled(pieces), condition=condition)
        for pieces, condition in zip(found[:4], conditions, strict=False)
    )


def _piece(kind: str, text: str) -> Piece:
    if kind == "quoted":
        return Piece(kind="literal", text=text.strip('"'))
    if kind == "escaped":
        return Piece(kind="literal", text=text[1:])
    if kind in ("pad", "fill"):
        return Piece(kind="literal", text=" ")
    return Piece(kind=kind, text=text)


def _bracket(inner: str) -> list[Piece]:
    currency = _CURRENCY.fullmatch(inner)
    if currency is not None:
        system = {"$-f800": "system date", "$-f400": "system time"}.get(inner.lower())
        return [Piece(kind=system, text="")] if system else [Piece(kind="literal", text=currency.group(1))]
    if _ELAPSED.fullmatch(inner):
        return [Piece(kind="elapsed", text=inner.lower())]
    if _COLOUR.fullmatch(inner.strip()) or inner.upper() == "ENG":
        return []
    return [Piece(kind="unknown", text=inner)]


def _settled(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Tell minutes from months: m stands for minutes after hours and before seconds."""
    clock = [index for index, piece in enumerate(pieces) if piece.kind in ("date", "elapsed")]
    out = list(pieces)
    for place, index in enumerate(clock):
        letters = pieces[index].text.lower()
        if pieces[index].kind == "date" and letters in ("m", "mm"):
            before = pieces[clock[place - 1]].text.lower() if place else ""
            after = pieces[clock[place + 1]].text.lower() if place + 1 < len(clock) else ""
            if before.startswith("h") or after.startswith("s"):
                out[index] = Piece(kind="date", text="n" * len(letters))
    return tuple(out)

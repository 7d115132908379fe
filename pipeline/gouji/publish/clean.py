"""Characters no output may hold: they break encodings, steer terminals, or show a text other than it is."""

from __future__ import annotations

import re
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls; tab and line feed stay
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings and overrides
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    "]"
)
_PLANES = re.compile("[" + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)) + "]")


def clean(text: str) -> str:
    """Replace controls, lone surrogates, noncharacters and bidirectional overrides with U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _PLANES.sub(REPLACEMENT, _UNSAFE.sub(REPLACEMENT, text))


def clean_line(text: str) -> str:
    """Clean a text and lay it on one line, for logs and terminals."""
    return clean(" ".join(text.split("\n")).replace("\t", " "))


def clean_values(value: Any) -> Any:  # noqa: ANN401 - a row holds anything a column may hold
    """Clean every text in a value made of rows, lists, tuples and texts."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: clean_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [clean_values(inner) for inner in value]
    if isinstance(value, tuple):
        return tuple(clean_values(inner) for inner in value)
    return value

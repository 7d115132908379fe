"""Whether a PDF has layers (optional content), some of which may be switched off."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_MARK = b"/OCProperties"
_PACKED = re.compile(rb"/Type\s*/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
MOST = 16_000_000
"""Bytes of one packed stream: the catalogue stands in one far smaller."""


def has_layers(data: bytes) -> bool:
    """Tell whether the catalogue may name layers; where it is packed and encrypted it may."""
    if _MARK in data:
        return True
    if b"/ObjStm" not in data:
        return False
    return b"/Encrypt" in data or any(_MARK in stream for stream in _streams(data))


def _streams(data: bytes) -> Iterator[bytes]:
    for found in _PACKED.finditer(data):
        try:
            end = data.find(b"endstream", found.end())
            yield zlib.decompressobj().decompress(data[found.end() : end if end >= 0 else None], MOST)
        except zlib.error:
            continue

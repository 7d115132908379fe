"""The reading order of what stands on a worksheet: forms beside each other are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gouji.model.grid import Block, Grid
from gouji.read.workbook import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A block and the slots it takes."""

    place: Range
    block: Block

    @property
    def is_table(self) -> bool:
        """Tell tables from text lines."""
        return isinstance(self.block, Grid)


def in_reading_order(items: Sequence[Item]) -> list[Item]:
    """Order tables and lines: from top to bottom, but each of two forms side by side with the lines above it."""
    return [item for band in _bands(items) for item in _sides(band)]


def _bands(items: Sequence[Item]) -> list[list[Item]]:
    """Part the items into bands of tables that share rows, each with the lines above it; the last keeps those below."""
    bands: list[list[Item]] = [[]]
    bottom = -1
    for item in sorted(items, key=_corner):
        has_table = any(other.is_table for other in bands[-1])
        if has_table and item.place.top > bottom:
            bands.append([])
            has_table = False
        bands[-1].append(item)
        if item.is_table:
            bottom = max(bottom, item.place.bottom) if has_table else item.place.bottom
    if len(bands) > 1 and not any(item.is_table for item in bands[-1]):
        below = bands.pop()
        bands[-1] += below
    return bands


def _sides(band: Sequence[Item]) -> list[Item]:
    tables = sorted((item for item in band if item.is_table), key=lambda item: item.place.left)
    for left, right in pairwise(tables):
        cut = right.place.left
        if left.place.right < cut and not any(item.place.left < cut <= item.place.right for item in band):
            first = [item for item in band if item.place.right < cut]
            return [*_sides(first), *_sides([item for item in band if item.place.left >= cut])]
    return sorted(band, key=_corner)


def _corner(item: Item) -> tuple[int, int]:
    return item.place.top, item.place.left

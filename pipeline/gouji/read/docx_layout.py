"""Tables that are not one table: layouts that hold the tables proper, and tables an editor left in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from gouji.read.docx_rows import SLIVER, extent, inside
from gouji.read.docx_styles import W, switched_on

_TABLE, _ROW, _CELL, _TEXT = f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}t"
_ROWS, _CELLS = frozenset({_ROW}), frozenset({_CELL})
LEAST = 4
"""Cells a table needs to be one: two by two."""

Part = etree._Element | tuple[etree._Element, ...]
"""A part of a layout: a cell to walk through, or rows that are a table of their own."""


def parts_within(table: etree._Element) -> list[Part]:
    """Return the parts of a table that is the layout of others, nothing if it is a table itself.

    A table is a layout if one within it has more cells than it has itself. Its rows that hold no such table and have
    several cells with text stay together as a table.
    """
    if not any(other is not table for other in table.iter(_TABLE)):
        return []
    rows = list(inside(table, _ROWS))
    own = sum(1 for row in rows for _ in inside(row, _CELLS))
    holding = [any(_size(other) >= max(LEAST, own + 1) for other in row.iter(_TABLE)) for row in rows]
    return list(_parts(rows, holding)) if any(holding) else []


def _size(table: etree._Element) -> int:
    return sum(1 for _ in table.iter(_CELL))


def _parts(rows: Sequence[etree._Element], holding: Sequence[bool]) -> Iterator[Part]:
    waiting: list[etree._Element] = []
    for row, holds in zip(rows, holding, strict=True):
        if not holds:
            waiting.append(row)
            continue
        yield from _together(waiting)
        waiting = []
        yield from inside(row, _CELLS)
    yield from _together(waiting)


def _together(rows: Sequence[etree._Element]) -> Iterator[Part]:
    if any(sum(_has_text(cell) for cell in inside(row, _CELLS)) >= 2 for row in rows):
        yield tuple(rows)
        return
    for row in rows:
        yield from inside(row, _CELLS)


def _has_text(element: etree._Element) -> bool:
    return any((node.text or "").strip() for node in element.iter(_TEXT))


def adjoin(elements: Iterable[etree._Element]) -> Iterator[list[etree._Element]]:
    """Yield the blocks one by one, but tables with nothing between them that are drawn as one together."""
    group: list[etree._Element] = []
    for element in elements:
        if group and not _goes_on(group, element):
            yield group
            group = []
        group.append(element)
    if group:
        yield group


def _goes_on(group: Sequence[etree._Element], table: etree._Element) -> bool:
    last = group[-1]
    if table.tag != _TABLE or last.tag != _TABLE or table.getparent() is not last.getparent():
        return False
    if any(item.find(f"{W}tblPr/{W}tblpPr") is not None or parts_within(item) for item in (last, table)):
        return False
    reach, other = extent(group[0]), extent(table)
    if reach is None or other is None or abs(reach - other) > SLIVER:
        return False
    first = next(inside(table, _ROWS), None)
    if first is None or switched_on(first.find(f"{W}trPr/{W}tblHeader")):
        return False
    return _texts(first) != _texts(next(inside(group[0], _ROWS), None))


def _texts(row: etree._Element | None) -> str:
    return "" if row is None else "".join((node.text or "").strip() for node in row.iter(_TEXT))

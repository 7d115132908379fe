"""The rows of a w:tbl as the file has them, and where their cells' edges stand."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from lxml import etree

from gouji.read.docx_doubts import Doubts
from gouji.read.docx_styles import W, is_filled, whole
from gouji.read.docx_text import ALTERNATIVES, CHOICE, INSERTED, row_deleted

WIDEST = 64
"""Columns a table may have where it does not say so itself: word processors stop at 63."""
SLIVER = 60
"""Column edges closer than this are one edge drawn twice (twentieths of a point: 3 points hold no character)."""
UNKNOWN_WIDTH = 1000
"""Each column is given this width where the file does not say (twentieths of a point; any more than SLIVER)."""

Doubt = Callable[[int, str], None]
"""Takes a row and what is wrong with it."""

_CELL = frozenset({f"{W}tc"})
_ROW = frozenset({f"{W}tr"})
_VALUE, _WIDTH, _TYPE = (f"{W}{name}" for name in ("val", "w", "type"))
_SPAN, _DOWN, _ACROSS, _DELETION, _TRACKED, _CELL_WIDTH, _SHADING, _INSERTION = (
    f"{W}{name}" for name in ("gridSpan", "vMerge", "hMerge", "cellDel", "cellMerge", "tcW", "shd", "cellIns")
)
_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", CHOICE}) | INSERTED


@dataclass(slots=True)
class RawCell:
    """A cell as a row has it: the columns it claims, its own width (0 if unknown), how it is merged downwards."""

    elements: list[etree._Element]
    span: int
    width: int
    merge: str
    filled: bool
    left: int = 0
    right: int = 0


@dataclass(slots=True)
class RawRow:
    """A row: its cells, the columns it leaves free before and after them, and the width of those before."""

    element: etree._Element
    cells: list[RawCell]
    before: int
    after: int
    before_width: int

    @property
    def total(self) -> int:
        """The columns of the grid it takes."""
        return self.before + sum(cell.span for cell in self.cells) + self.after


def inside(element: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """Yield the wanted children in order, also those in content controls and in tracked insertions."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from inside(child, wanted)
        elif child.tag == ALTERNATIVES and len(child):
            yield from inside(child[0], wanted)


def raw_rows(
    table: etree._Element,
    doubts: Doubts,
    doubt: Doubt,
    only: Collection[etree._Element] | None = None,
) -> list[RawRow]:
    """Return the rows (of those in `only`) that tracked deletions leave, those without cells left out."""
    rows: list[RawRow] = []
    for element in inside(table, _ROW):
        if only is not None and element not in only:
            continue
        if row_deleted(element):
            doubts.deleted += 1
            continue
        cells = list(_cells(element, len(rows), doubts, doubt))
        if not cells:
            continue
        doubts.inserted += element.find(f"{W}trPr/{W}ins") is not None
        before, after = (_count(element, name) for name in ("gridBefore", "gridAfter"))
        width = element.find(f"{W}trPr/{W}wBefore")
        rows.append(RawRow(element, cells, before, after, 0 if width is None else _own_width(width)))
    return rows


def _cells(row: etree._Element, number: int, doubts: Doubts, doubt: Doubt) -> Iterator[RawCell]:
    """Yield the cells of a row, one for those that older files merge across."""
    last: RawCell | None = None
    for element in inside(row, _CELL):
        properties = _properties(element)
        if _DELETION in properties:
            doubts.deleted += 1
            continue
        doubts.inserted += _INSERTION in properties
        cell = _raw(element, properties, number, doubt)
        if _value(properties, _ACROSS, "restart") != "restart" and last is not None:
            last.span += cell.span
            last.width = last.width + cell.width if last.width and cell.width else 0
            last.elements.append(element)
            continue
        if last is not None:
            yield last
        last = cell
    if last is not None:
        yield last


def _raw(element: etree._Element, properties: dict[str, etree._Element], number: int, doubt: Doubt) -> RawCell:
    span = 1
    if _SPAN in properties:
        text = properties[_SPAN].get(_VALUE) or ""
        span = whole(text, 0)
        if span < 1:
            doubt(number, f"单元格横跨“{text[:20]}”列")
            span = 1
    merge = ""
    if _DOWN in properties:
        merge = "restart" if properties[_DOWN].get(_VALUE) == "restart" else "continue"
    elif _TRACKED in properties:
        tracked = properties[_TRACKED].get(f"{W}vMerge")
        merge = {"rest": "restart", "cont": "continue"}.get(tracked or "", "")
    width = _own_width(properties[_CELL_WIDTH]) if _CELL_WIDTH in properties else 0
    return RawCell([element], span, width, merge, is_filled(properties.get(_SHADING)))


def _properties(element: etree._Element) -> dict[str, etree._Element]:
    found = element.find(f"{W}tcPr")
    return {} if found is None else {str(item.tag): item for item in found}


def _value(properties: dict[str, etree._Element], name: str, default: str) -> str:
    """Return a property's value, "" for one without value, the default where it is not there."""
    return properties[name].get(_VALUE) or "" if name in properties else default


def _own_width(element: etree._Element) -> int:
    """Return a width in twentieths of a point, 0 where it is given otherwise or not at all."""
    return max(0, whole(element.get(_WIDTH), 0)) if element.get(_TYPE, "dxa") == "dxa" else 0


def _count(row: etree._Element, name: str) -> int:
    element = row.find(f"{W}trPr/{W}{name}")
    return 0 if element is None else min(max(0, whole(element.get(_VALUE), 0)), WIDEST)


def declared_widths(table: etree._Element) -> list[int]:
    """Return the widths of the columns the table declares."""
    grid = table.find(f"{W}tblGrid")
    columns = [] if grid is None else grid.findall(f"{W}gridCol")
    return [max(0, whole(column.get(_WIDTH), 0)) for column in columns]


def place_rows(rows: Sequence[RawRow], widths: Sequence[int], doubt: Doubt) -> bool:
    """Give every cell its left and right edge in twentieths of a point; tell whether these are real positions.

    A row that takes as many columns as there are stands on their lines. One that does not stands where the widths of
    its cells put it, if all are known: so do word processors draw it.
    """
    columns = _columns(rows, len(widths))
    lines, real = _lines(rows, widths, columns)
    for number, row in enumerate(rows):
        if row.total == columns or not _by_width(row, lines, real):
            _by_column(number, row, lines, doubt)
        elif row.total > columns or (not row.after and abs(row.cells[-1].right - lines[-1]) > SLIVER):
            doubt(number, "各格宽度与列网格不符")
    return real


def _columns(rows: Sequence[RawRow], declared: int) -> int:
    """Return how many columns there are: those declared, unless a row has more cells or the rows agree on others."""
    totals = Counter(row.total for row in rows)
    common, count = totals.most_common(1)[0]
    agreed = common if count >= 2 and 2 * count > len(rows) and common <= max(WIDEST, declared) else 0
    cells = max(row.before + len(row.cells) for row in rows)
    if agreed and agreed == max(totals):
        return agreed
    if declared:
        return max(declared, cells, agreed)
    return max(agreed, cells, min(max(totals), WIDEST))


def _lines(rows: Sequence[RawRow], widths: Sequence[int], columns: int) -> tuple[list[int], bool]:
    """Return where the lines between the columns stand, and whether the file says so."""
    if any(widths) and len(widths) >= columns:
        return list(accumulate((max(1, width) for width in widths[:columns]), initial=0)), True
    lines = _lines_of_rows(rows, columns)
    return (lines, True) if lines else (list(range(0, (columns + 1) * UNKNOWN_WIDTH, UNKNOWN_WIDTH)), False)


def _lines_of_rows(rows: Sequence[RawRow], columns: int) -> list[int]:
    """Return the lines the widths of the cells put between the columns, nothing if they do not tell them all.

    A line that no cell ends at may stand anywhere between its neighbours.
    """
    known = {0: 0}
    for row in rows:
        if row.total != columns or not all(cell.width for cell in row.cells) or (row.before and not row.before_width):
            continue
        col, at = row.before, row.before_width
        known.setdefault(col, at)
        for cell in row.cells:
            col, at = col + cell.span, at + cell.width
            known.setdefault(col, at)
    ends = {row.total - row.after for row in rows if row.total == columns}
    if not ends <= known.keys() or any(
        left >= right for left, right in pairwise(at for _, at in sorted(known.items()))
    ):
        return []
    return _filled(known, columns)


def _filled(known: dict[int, int], columns: int) -> list[int]:
    """Put the lines that are not known evenly between those that are, and behind the last."""
    lines = [0]
    for (first, left), (last, right) in pairwise(sorted(known.items())):
        lines += [left + (right - left) * step // (last - first) for step in range(1, last - first + 1)]
    return lines + [lines[-1] + UNKNOWN_WIDTH * step for step in range(1, columns - len(lines) + 2)]


def extent(table: etree._Element) -> int | None:
    """Return how far the table reaches to the right in twentieths of a point, None where the file does not say."""

    def ignore(_row: int, _what: str) -> None: ...

    rows = raw_rows(table, Doubts(), ignore)
    if not rows or not place_rows(rows, declared_widths(table), ignore):
        return None
    return max(row.cells[-1].right for row in rows)


def _by_width(row: RawRow, lines: Sequence[int], real: bool) -> bool:
    """Place a row by the widths of its cells, on the lines of the columns where these are near."""
    if not real or any(not cell.width for cell in row.cells) or row.before > len(lines) - 1:
        return False
    at = row.before_width or lines[row.before]
    edges = [at]
    for cell in row.cells:
        at += cell.width
        edges.append(at)
    near = max(SLIVER, min(right - left for left, right in pairwise(lines)) // 4)
    placed = [_snapped(edge, lines, near) for edge in edges]
    if any(right <= left for left, right in pairwise(placed)):
        return False
    for cell, (left, right) in zip(row.cells, pairwise(placed), strict=True):
        cell.left, cell.right = left, right
    return True


def _snapped(edge: int, lines: Sequence[int], near: int) -> int:
    """Return the line an edge stands on, the edge itself where none is near."""
    found = bisect_left(lines, edge)
    closest = min(lines[max(0, found - 1) : found + 1], key=lambda line: abs(line - edge))
    return closest if abs(closest - edge) <= near else edge


def _by_column(number: int, row: RawRow, lines: Sequence[int], doubt: Doubt) -> None:
    """Place a row on the lines of the columns; what reaches beyond the last one ends there."""
    columns = len(lines) - 1
    col = row.before
    for index, cell in enumerate(row.cells):
        span = cell.span
        if span > 1 and col + span > columns:
            doubt(number, f"第{index + 1}格横跨{span}列，超出列网格")
            span = max(1, columns - col)
        cell.left, cell.right = _line(lines, col), _line(lines, col + span)
        col += span
    if col + row.after != columns:
        doubt(number, "宽于列网格" if col > columns else "短于列网格")


def _line(lines: Sequence[int], number: int) -> int:
    beyond = number - len(lines) + 1
    return lines[number] if beyond <= 0 else lines[-1] + beyond * UNKNOWN_WIDTH

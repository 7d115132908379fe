"""From w:tbl to a Grid: true spans in one pass over the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from gouji.model.grid import Cell, Grid
from gouji.read.docx_text import (
    ALTERNATIVES,
    CHOICE,
    INSERTED,
    Doubts,
    W,
    gather,
    row_deleted,
    switched_on,
)
from gouji.text import join_lines

WIDEST = 64
"""Columns a table may have where it does not say so itself: word processors stop at 63."""
SLIVER = 60
"""Column edges closer than this are one edge drawn twice (twentieths of a point: 3 points hold no character)."""

_CELL = frozenset({f"{W}tc"})
_ROW = frozenset({f"{W}tr"})
_CELL_PROPERTIES = f"{W}tcPr"
_VALUE, _SPAN, _DOWN, _ACROSS, _DELETION = (f"{W}{name}" for name in ("val", "gridSpan", "vMerge", "hMerge", "cellDel"))
_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", CHOICE}) | INSERTED


@dataclass(slots=True)
class _Draft:
    """A cell being made: its slots, and the element whose text it shows."""

    row: int
    col: int
    span: int
    elements: list[etree._Element]
    last: int


def inside(element: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """Yield the wanted children in order, also those in content controls and in tracked insertions."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from inside(child, wanted)
        elif child.tag == ALTERNATIVES and len(child):
            yield from inside(child[0], wanted)


def table_to_grid(table: etree._Element, number: int, doubts: Doubts) -> Grid | None:
    """Return the table as cells with their spans, None if it has no cell."""
    rows = list(_living_rows(table, doubts))
    widths = _widths(table)
    tiler = _Tiler(number, _columns(rows, len(widths)), doubts)
    for row_no, row in enumerate(rows):
        tiler.add(row_no, row)
    drafts = tiler.drafts
    if not drafts:
        return None
    edges = _edges(drafts, widths)
    height = max(draft.last for draft in drafts) + 1
    cells = tuple(_cell(draft, edges, number, doubts) for draft in drafts)
    headers = _leading_headers(rows[:height])
    return Grid(cells=cells, rows=height, cols=max(edges.values()), header_rows=headers)


def _columns(rows: list[etree._Element], declared: int) -> int:
    """Return how many columns there are: those declared, unless a row has more cells or most rows agree on more."""
    if not declared:
        return 0
    totals: Counter[int] = Counter()
    cells = 0
    for row in rows:
        spans = [_number(_properties(element).get(_SPAN, "1"), 1) for element in inside(row, _CELL)]
        totals[_skipped(row) + sum(spans)] += 1
        cells = max(cells, len(spans))
    common, count = totals.most_common(1)[0] if totals else (0, 0)
    agreed = common if count >= 2 and 2 * count > len(rows) and common <= WIDEST else 0
    return max(declared, cells, agreed)


def _living_rows(table: etree._Element, doubts: Doubts) -> Iterator[etree._Element]:
    for row in inside(table, _ROW):
        if row_deleted(row):
            doubts.deleted += 1
        elif next(inside(row, _CELL), None) is not None:
            doubts.inserted += row.find(f"{W}trPr/{W}ins") is not None
            yield row


def _leading_headers(rows: list[etree._Element]) -> int:
    count = 0
    for row in rows:
        if not switched_on(row.find(f"{W}trPr/{W}tblHeader")):
            break
        count += 1
    return count


def _widths(table: etree._Element) -> list[int]:
    grid = table.find(f"{W}tblGrid")
    columns = [] if grid is None else grid.findall(f"{W}gridCol")
    return [_number(column.get(f"{W}w"), 0) for column in columns]


def _number(text: str | None, default: int) -> int:
    """Read a whole number; the default where there is none or one no table can mean."""
    try:
        value = float(text or "")
    except ValueError:
        return default
    return int(value) if -1e9 < value < 1e9 else default


class _Tiler:
    """Gives each cell of a table its slots, row by row."""

    def __init__(self, number: int, columns: int, doubts: Doubts) -> None:
        self.number = number
        self.columns = columns
        self.doubts = doubts
        self.drafts: list[_Draft] = []
        self.running: dict[int, _Draft] = {}

    def add(self, row_no: int, row: etree._Element) -> None:
        col = min(_skipped(row), max(self.columns, WIDEST))
        for element in inside(row, _CELL):
            properties = _properties(element)
            if _DELETION in properties:
                self.doubts.deleted += 1
                continue
            span = self._span(properties, row_no, col)
            if properties.get(_ACROSS, "restart") != "restart" and self.drafts and self.drafts[-1].row == row_no:
                self.drafts[-1].span += span
                self.drafts[-1].elements.append(element)
            else:
                self._place(_Draft(row_no, col, span, [element], row_no), properties)
            col += span
        if col > self.columns > 0:
            self._doubt(row_no, "宽于列网格")

    def _doubt(self, row_no: int, what: str) -> None:
        self.doubts.illegal.append(f"表{self.number} 行{row_no + 1} {what}")

    def _span(self, properties: Mapping[str, str], row_no: int, col: int) -> int:
        text = properties.get(_SPAN)
        if text is None:
            return 1
        span, left = _number(text, 0), (self.columns or WIDEST) - col
        if 1 <= span <= left:
            return span
        self._doubt(row_no, f"列{col + 1} 横跨“{text[:20]}”列")
        return max(1, min(span, left))

    def _place(self, draft: _Draft, properties: Mapping[str, str]) -> None:
        """Let the cell continue the one above it, or stand for itself."""
        merge = properties.get(_DOWN)
        if merge is not None and merge != "restart":
            above = self.running.get(draft.col)
            if above is not None and above.span == draft.span and above.last == draft.row - 1:
                above.last = draft.row
                _note_covered(draft.elements, self.doubts)
                return
            self._doubt(draft.row, f"列{draft.col + 1} 纵向合并没有起点")
        self.drafts.append(draft)
        self.running.pop(draft.col, None)
        if merge == "restart":
            self.running[draft.col] = draft


def _properties(element: etree._Element) -> dict[str, str]:
    """Return the values of a cell's properties; "" for those without one."""
    for child in element:
        if child.tag == _CELL_PROPERTIES:
            return {str(item.tag): item.get(_VALUE) or "" for item in child}
    return {}


def _note_covered(elements: list[etree._Element], doubts: Doubts) -> None:
    """Word processors do not show what stands in a covered cell: it is not part of the printed table."""
    if text := _text(elements, Doubts()):
        doubts.hidden.append(text)


def _skipped(row: etree._Element) -> int:
    element = row.find(f"{W}trPr/{W}gridBefore")
    return 0 if element is None else max(0, _number(element.get(_VALUE), 0))


def _edges(drafts: list[_Draft], widths: list[int]) -> dict[int, int]:
    """Number the grid lines that cells end at; lines no cell ends at, and slivers no cell lies in, are no columns."""
    lines = sorted({0} | {draft.col for draft in drafts} | {draft.col + draft.span for draft in drafts})
    positions = _positions(widths, lines[-1])
    narrow = {(draft.col, draft.col + draft.span) for draft in drafts}
    numbers: dict[int, int] = {lines[0]: 0}
    group = [lines[0]]
    for line in lines[1:]:
        apart = positions is None or positions[line] - positions[group[0]] >= SLIVER
        if apart or any((start, line) in narrow for start in group):
            numbers[line] = numbers[group[0]] + 1
            group = [line]
        else:
            numbers[line] = numbers[group[0]]
            group.append(line)
    return numbers


def _positions(widths: list[int], last: int) -> list[int] | None:
    """Return where each grid line stands, None if the file does not say."""
    if len(widths) < last or any(width <= 0 for width in widths):
        return None
    positions = [0]
    for width in widths:
        positions.append(positions[-1] + width)
    return positions


def _cell(draft: _Draft, edges: dict[int, int], number: int, doubts: Doubts) -> Cell:
    col, end = edges[draft.col], edges[draft.col + draft.span]
    return Cell(
        text=_text(draft.elements, doubts),
        row=draft.row,
        col=col,
        row_span=draft.last - draft.row + 1,
        col_span=end - col,
        locator=f"表{number} 行{draft.row + 1} 列{col + 1}",
    )


def _text(elements: list[etree._Element], doubts: Doubts) -> str:
    out: list[str] = []
    for element in elements:
        gather(element, out, doubts)
    return join_lines("".join(out).split("\n"))

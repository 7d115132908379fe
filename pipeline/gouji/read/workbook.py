"""A worksheet as every spreadsheet format gives it, and what of it is shown: without hidden rows and columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from openpyxl.utils import get_column_letter

from gouji.exceptions import DocumentError
from gouji.model.notice import Notice

LEFT, RIGHT, TOP, BOTTOM = 1, 2, 4, 8
"""Sides of a slot that carry a border."""

Spot = tuple[int, int]
"""Row and column, both from 0."""

MAX_SLOTS = 1_000_000
"""More slots than this in one table are no table anyone published."""
SPARSE, FILLED = 10_000, 20
"""From so many slots on, a table with fewer than one written cell in so many is none: a few cells far apart."""
SLOT = 100.0
"""What one column measures where only its number is known: tables of one sheet are compared by it, no more."""
LAST_ROW, LAST_COL = 1_048_576, 16_384
"""Rows and columns a worksheet has."""
FAR = 1000
"""Framed blank rows further than this below the last text are formatting, not a form."""
WIDE = 2000
"""Merged ranges of more slots than this are cut to where anything stands: someone merged whole rows or columns."""
SHOWN = 20
"""Characters of a text that a message quotes."""


def whole(text: str | None) -> int | None:
    """Read a whole number from 0 as files write their counts and indices, None where there is none or no sane one."""
    plain = bool(text) and len(str(text)) < 10 and str(text).isascii() and str(text).isdigit()
    return int(str(text)) if plain else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A cell as the file stores it: the text it shows, the sides that carry a border, the print size in points."""

    text: str = ""
    sides: int = 0
    size: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A range of slots, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def spots(self) -> Iterable[Spot]:
        """Return every spot in it, row by row."""
        return ((row, col) for row in range(self.top, self.bottom + 1) for col in range(self.left, self.right + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One worksheet as stored; rows and columns count from 0, hidden ones are pairs of first and last."""

    name: str
    slots: Mapping[Spot, Slot]
    merges: tuple[Range, ...] = ()
    hidden_rows: tuple[tuple[int, int], ...] = ()
    hidden_cols: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Doubts:
    """What was met on the way through a workbook; becomes notices at the end."""

    hidden: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)
    crossed: list[str] = field(default_factory=list)

    def notices(self) -> tuple[Notice, ...]:
        """Return at most one notice of each kind."""
        found: list[Notice] = []
        if self.hidden:
            message = f"工作簿中有不显示的内容 {len(self.hidden)} 处，未计入，如“{self.hidden[0]}”。"
            found.append(Notice(code="R-01", message=message))
        if self.formulas:
            message = f"{len(self.formulas)} 个公式没有存储结果，按空白读取，如 {self.formulas[0]}。"
            found.append(Notice(code="R-11", message=message))
        for code, where in self.formats.items():
            message = f"数字格式“{code[:40]}”未能套用，按常规格式读取，如 {where}。"
            found.append(Notice(code="R-12", message=message))
        if self.crossed:
            message = f"合并区域互相重叠 {len(self.crossed)} 处，以先出现者为准，如 {self.crossed[0]}。"
            found.append(Notice(code="T-03", message=message))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A cell or merged range as shown: where it starts, how far it goes, its text."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    text: str = ""
    size: float = 0.0
    locator: str = ""

    @property
    def filled(self) -> bool:
        """Tell whether anything is printed in it."""
        return bool(self.text.strip())

    @property
    def merged(self) -> bool:
        """Tell whether it covers more than one slot."""
        return self.row_span > 1 or self.col_span > 1


def _area(held: Range) -> int:
    return (held.bottom - held.top + 1) * (held.right - held.left + 1)


def too_sparse(slots: int, written: int) -> bool:
    """Tell whether a table of so many slots with so many cells in it is too large, or too empty, to be one."""
    return slots > MAX_SLOTS or (slots > SPARSE and slots > FILLED * written)


class _Axis:
    """Numbers what is shown of the rows or columns: hidden ones are skipped."""

    def __init__(self, hidden: Iterable[tuple[int, int]]) -> None:
        self.ranges: list[tuple[int, int]] = []
        for first, last in sorted(hidden):
            if self.ranges and first <= self.ranges[-1][1] + 1:
                self.ranges[-1] = (self.ranges[-1][0], max(last, self.ranges[-1][1]))
            else:
                self.ranges.append((first, last))
        self.starts = [first for first, _ in self.ranges]
        self.lost = [0]
        for first, last in self.ranges:
            self.lost.append(self.lost[-1] + last - first + 1)

    def hides(self, index: int) -> bool:
        """Tell whether the row or column is hidden."""
        at = bisect_right(self.starts, index)
        return at > 0 and index <= self.ranges[at - 1][1]

    def number(self, index: int) -> int:
        """Return how many shown rows or columns stand before this one."""
        at = bisect_right(self.starts, index)
        if at and index <= self.ranges[at - 1][1]:
            return self.ranges[at - 1][0] - self.lost[at - 1]
        return index - self.lost[at]


class Sight:
    """A worksheet as shown: units by where they start, the unit over each slot, and the sides of each slot."""

    def __init__(self, leaf: Leaf, doubts: Doubts) -> None:
        self.leaf = leaf
        self.units: dict[Spot, Unit] = {}
        self.owner: dict[Spot, Spot] = {}
        self.sides: dict[Spot, int] = {}
        self._rows, self._cols = _Axis(leaf.hidden_rows), _Axis(leaf.hidden_cols)
        covered = self._put_merges(doubts)
        for spot, slot in leaf.slots.items():
            self._put_slot(spot, slot, covered, doubts)

    @cached_property
    def rows(self) -> dict[int, list[Unit]]:
        """The units that start in each row, from left to right."""
        found: dict[int, list[Unit]] = {}
        for spot in sorted(self.units):
            found.setdefault(spot[0], []).append(self.units[spot])
        return found

    @cached_property
    def tall(self) -> dict[int, list[int]]:
        """For each row the columns at which a cell over several rows covers it."""
        found: dict[int, list[int]] = {}
        for unit in self.units.values():
            for row in range(unit.row, unit.row + unit.row_span) if unit.row_span > 1 else ():
                found.setdefault(row, []).append(unit.col)
        return found

    def framed(self, unit: Unit) -> bool:
        """Tell whether the cell carries a border on its left or right itself."""
        return bool(self.sides.get((unit.row, unit.col), 0) & (LEFT | RIGHT))

    def unit(self, spot: Spot) -> Unit:
        """Return the unit over a slot; a blank one where the file holds none."""
        return self.units.get(self.owner.get(spot, spot)) or Unit(row=spot[0], col=spot[1], locator=self.locator(spot))

    def locator(self, spot: Spot) -> str:
        """Return the address of a shown slot as the file counts it."""
        return self._address(self._back(self._rows, spot[0]), self._back(self._cols, spot[1]))

    def _address(self, row: int, col: int) -> str:
        return f"{self.leaf.name}!{get_column_letter(min(col, LAST_COL - 1) + 1)}{row + 1}"

    @staticmethod
    def _back(axis: _Axis, number: int) -> int:
        for (first, last), lost in zip(axis.ranges, axis.lost, strict=False):
            if number < first - lost:
                return number + lost
            if last == axis.ranges[-1][1]:
                break
        return number + axis.lost[-1]

    def _put_merges(self, doubts: Doubts) -> set[Spot]:
        """Put the merged ranges, cut to where anything stands; return the slots under them, as the file counts."""
        last_row = max((row for row, _ in self.leaf.slots), default=0)
        last_col = max((col for _, col in self.leaf.slots), default=0)
        covered: set[Spot] = set()
        cut = [self._cut(merge, last_row, last_col) for merge in self.leaf.merges]
        if sum(max(0, _area(held)) for held in cut) > MAX_SLOTS:
            raise DocumentError("too_large", f"合并区域超过 {MAX_SLOTS} 格，未读取。请删去多余的行列后再读。")
        for merge, held in zip(self.leaf.merges, cut, strict=True):
            spots = list(held.spots())
            if not spots or (len(spots) == 1 and merge == held):
                continue
            if any(spot in covered for spot in spots):
                doubts.crossed.append(self._address(merge.top, merge.left))
                continue
            covered.update(spots)
            self._put_merge(held)
        return covered

    @staticmethod
    def _cut(merge: Range, last_row: int, last_col: int) -> Range:
        if _area(merge) <= WIDE:
            return merge
        return replace(merge, bottom=min(merge.bottom, last_row), right=min(merge.right, last_col))

    def _put_merge(self, held: Range) -> None:
        top, left = self._rows.number(held.top), self._cols.number(held.left)
        rows = self._rows.number(held.bottom + 1) - top
        cols = self._cols.number(held.right + 1) - left
        if rows < 1 or cols < 1:
            return
        slot = self.leaf.slots.get((held.top, held.left), Slot())
        unit = Unit(
            row=top, col=left, row_span=rows, col_span=cols, text=slot.text, size=slot.size,
            locator=self._address(held.top, held.left),
        )  # fmt: skip
        self.units[top, left] = unit
        for row in range(top, top + rows):
            for col in range(left, left + cols):
                self.owner[row, col] = (top, left)

    def _put_slot(self, spot: Spot, slot: Slot, covered: set[Spot], doubts: Doubts) -> None:
        row, col = spot
        shown = not (self._rows.hides(row) or self._cols.hides(col))
        place = (self._rows.number(row), self._cols.number(col))
        if shown and slot.sides:
            self.sides[place] = slot.sides
        if spot in covered:
            # Software shows the first cell of a merged range alone, wherever of the range is visible.
            anchor = self.units.get(self.owner.get(place, place))
            if slot.text.strip() and (anchor is None or anchor.locator != self._address(row, col)):
                doubts.hidden.append(slot.text[:SHOWN])
            return
        if shown:
            self.units[place] = Unit(row=place[0], col=place[1], text=slot.text, size=slot.size,
                                     locator=self._address(row, col))  # fmt: skip
        elif slot.text.strip():
            doubts.hidden.append(slot.text[:SHOWN])

"""A scope as a strip of rows: which labels the page holds fast, and which rows are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.grid import Cell
from gouji.model.record import Cap, Indicator

ClassKey = tuple[str | None, str | None]
"""Names of the first and second level."""

LEVELS = ("level1", "level2")
"""The fields whose cells may stand on another row than the indicator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An indicator on its row. `held` tells whether its second-level label's cell covers the row."""

    indicator: Indicator
    row: int
    points: Decimal | None
    held: bool

    @property
    def key(self) -> ClassKey:
        """Return the class the page shows for it."""
        return self.indicator.level1, self.indicator.level2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A printed second-level label: the row it begins on, its class, its printed cap, its cell."""

    row: int
    key: ClassKey
    cap: Decimal | None
    cell_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The rows of one scope in order, its labels, and the printed caps of its first levels."""

    items: tuple[Item, ...]
    marks: tuple[Mark, ...]
    level1_caps: dict[str, Decimal]
    by_weight: bool

    @property
    def free(self) -> tuple[Item, ...]:
        """Return the rows no second-level label holds."""
        return tuple(item for item in self.items if not item.held)


def strip_of(
    indicators: Sequence[Indicator], caps: Sequence[Cap], cells: tuple[Cell, ...], *, by_weight: bool
) -> Strip:
    """Lay a scope's indicators and caps out by row."""
    items = tuple(_item(indicator, cells, by_weight) for indicator in indicators)
    marks: dict[int, Mark] = {}
    for cap in caps:
        if cap.level2 is not None and cap.cell_no is not None:
            marks[cap.cell_no] = Mark(
                row=cells[cap.cell_no].row,
                key=(cap.level1, cap.level2),
                cap=cap.points.value,
                cell_no=cap.cell_no,
            )
    for item in items:
        number = dict(item.indicator.cells).get("level2")
        if number is not None and item.held and number not in marks:
            marks[number] = Mark(row=cells[number].row, key=item.key, cap=None, cell_no=number)
    level1_caps = {cap.level1: cap.points.value for cap in caps if cap.level2 is None and cap.level1 is not None}
    return Strip(
        items=items,
        marks=tuple(sorted(marks.values(), key=lambda mark: mark.row)),
        level1_caps=level1_caps,
        by_weight=by_weight,
    )


def row_of(indicator: Indicator, cells: tuple[Cell, ...]) -> int:
    """Return the sheet row of an indicator: the lowest row one of its own cells begins on (labels stand anywhere)."""
    own = [number for field, number in indicator.cells if field not in LEVELS]
    return max((cells[number].row for number in own or [number for _, number in indicator.cells]), default=0)


def covers(cell: Cell, row: int) -> bool:
    """Tell whether the cell covers the row."""
    return cell.row <= row < cell.row + cell.row_span


def _item(indicator: Indicator, cells: tuple[Cell, ...], by_weight: bool) -> Item:
    row = row_of(indicator, cells)
    label = dict(indicator.cells).get("level2")
    figure = indicator.weight if by_weight else indicator.score
    return Item(
        indicator=indicator,
        row=row,
        points=None if figure is None else figure.value,
        held=label is not None and covers(cells[label], row),
    )

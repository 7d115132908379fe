"""Reading the cells of a row: texts, figures, and the doubts about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.recognised import Slots
from gouji.model.record import Figure
from gouji.normalise.figure import is_blank, parse_figure
from gouji.normalise.unit import parse_amount


@dataclass(frozen=True, slots=True)
class RowReader:
    """The cells of one row by column role. Carried cells (a label printed above) may be among the slots."""

    cells: tuple[Cell, ...]
    slots: dict[str, int]

    def text(self, role: str) -> str | None:
        """Return the printed text, None if blank or without a column."""
        number = self.slots.get(role)
        if number is None:
            return None
        return self.cells[number].text or None

    def filled(self, role: str) -> bool:
        """Tell whether the cell holds anything but a blank token (-, —, /)."""
        text = self.text(role)
        return text is not None and not is_blank(text)

    def figure(self, role: str) -> Figure | None:
        """Return the figure of the cell, None if it is blank or no figure."""
        text = self.text(role)
        return None if text is None else parse_figure(text)

    def amount(self, role: str, money_unit: str | None) -> Figure | None:
        """Return an amount in the table's unit; the cell may print a unit of its own."""
        text = self.text(role)
        return None if text is None else parse_amount(text, money_unit)

    def unread(self, roles: Iterable[str]) -> list[str]:
        """Return the roles whose cells are filled but hold no figure."""
        return [role for role in roles if self.filled(role) and self.figure(role) is None and not self._money(role)]

    def _money(self, role: str) -> bool:
        return parse_amount(self.text(role) or "", "元") is not None

    def cell_map(self, names: Iterable[tuple[str, str]]) -> tuple[tuple[str, int], ...]:
        """Map field names to cells: (field, role) pairs whose cell is printed."""
        return tuple((field, self.slots[role]) for field, role in names if self.text(role) is not None)


def reader(cells: tuple[Cell, ...], slots: Slots) -> RowReader:
    """Read a row's slots."""
    return RowReader(cells, dict(slots))


def first_page(cells: tuple[Cell, ...], numbers: Iterable[int]) -> int | None:
    """Return the lowest page the cells stand on, None without pages."""
    return min((place.page for number in numbers for place in cells[number].places), default=None)


def unread_notices(row: RowReader, roles: Iterable[str], names: dict[str, str]) -> list[Notice]:
    """Return an N-01 for each filled cell that should hold a figure and does not."""
    return [
        Notice(
            code="N-01",
            message=f"{names.get(role, role)}栏的“{row.text(role)}”无法读成数字",
            cells=(row.slots[role],),
        )
        for role in row.unread(roles)
    ]

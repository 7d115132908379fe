"""Which cell covers which slot of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gouji.model.grid import Cell


@dataclass(frozen=True, slots=True)
class Lattice:
    """A sheet's cells by the slots they cover."""

    cells: tuple[Cell, ...]
    rows: int
    cols: int
    _at: Mapping[tuple[int, int], int]

    def at(self, row: int, col: int) -> int | None:
        """Return the cell_no that covers the slot, None if none does."""
        return self._at.get((row, col))

    def text(self, row: int, col: int) -> str:
        """Return the text of the cell that covers the slot, "" if none does."""
        number = self.at(row, col)
        return "" if number is None else self.cells[number].text

    def row_cells(self, row: int) -> Iterator[int]:
        """Yield the cells that cover the row, left to right, each once."""
        seen = -1
        for col in range(self.cols):
            number = self.at(row, col)
            if number is not None and number != seen:
                seen = number
                yield number

    def starting(self, row: int) -> Iterator[int]:
        """Yield the cells that begin in the row, left to right."""
        return (number for number in self.row_cells(row) if self.cells[number].row == row)


def lay(cells: tuple[Cell, ...], rows: int, cols: int) -> Lattice:
    """Lay the cells out on their slots."""
    at = {
        (row, col): number
        for number, cell in enumerate(cells)
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    }
    return Lattice(cells, rows, cols, at)

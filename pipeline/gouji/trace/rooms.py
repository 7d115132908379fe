"""From walls to rooms: the cells between edges, each a rectangle of slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gouji.model.building import many

Walls: TypeAlias = list[list[bool]]
Ints: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Cellular:
    """A cell by its slots: first row and column, and the ones after the last."""

    row: int
    col: int
    row_end: int
    col_end: int


def rooms(across: NDArray[np.bool_], along: NDArray[np.bool_]) -> list[Cellular]:
    """Return the rooms, sorted by row and column.

    Args:
        across: across[j, i] tells whether there is a wall above slot (j, i); one row more than slots.
        along: along[j, i] tells whether there is a wall left of slot (j, i); one column more than slots.
    """
    return _at_once(across, along) or _wandered(across.tolist(), along.tolist())


def _at_once(across: NDArray[np.bool_], along: NDArray[np.bool_]) -> list[Cellular]:
    """Return the rooms of a table whose every wall is whole, or nothing if some is not."""
    rows, cols = len(along), across.shape[1]
    row, col = np.nonzero(across[:-1] & along[:, :-1])
    right = np.where(along[:, 1:], np.arange(1, cols + 1), cols + 1)
    below = np.where(across[1:], np.arange(1, rows + 1)[:, None], rows + 1)
    col_end = np.minimum.accumulate(right[:, ::-1], axis=1)[:, ::-1][row, col]
    row_end = np.minimum.accumulate(below[::-1], axis=0)[::-1][row, col]
    high, wide = row_end - row, col_end - col
    if not len(row) or (col_end > cols).any() or (row_end > rows).any():
        return []
    if not _tiled(row, col, row_end, col_end, (rows, cols)):
        return []
    level = np.pad(across.astype(np.intp), ((0, 0), (1, 0))).cumsum(1)
    upright = np.pad(along.astype(np.intp), ((1, 0), (0, 0))).cumsum(0)
    walled = (
        (level[row, col_end] - level[row, col] == wide)
        & (level[row_end, col_end] - level[row_end, col] == wide)
        & (upright[row_end, col] - upright[row, col] == high)
        & (upright[row_end, col_end] - upright[row, col_end] == high)
    )
    if not walled.all():
        return []
    return many(
        Cellular, len(row), row=row.tolist(), col=col.tolist(), row_end=row_end.tolist(), col_end=col_end.tolist()
    )


def _tiled(row: Ints, col: Ints, row_end: Ints, col_end: Ints, shape: tuple[int, int]) -> bool:
    """Tell whether rectangles of slots cover each slot once: corners are counted, sums both ways fill them."""
    corners = np.zeros((shape[0] + 1, shape[1] + 1), np.intp)
    np.add.at(corners, (row, col), 1)
    np.add.at(corners, (row_end, col_end), 1)
    np.add.at(corners, (row, col_end), -1)
    np.add.at(corners, (row_end, col), -1)
    return bool((corners.cumsum(0).cumsum(1)[:-1, :-1] == 1).all())


def _wandered(across: Walls, along: Walls) -> list[Cellular]:
    """Find the rooms one by one, where some wall is drawn in part or missing."""
    rows, cols = len(along), len(across[0])
    free = {(row, col) for row in range(rows) for col in range(cols)}
    cells: list[Cellular] = []
    for row in range(rows):
        for col in range(cols):
            if (row, col) not in free:
                continue
            cell = _rectangle(row, col, free, across, along)
            if _walled(cell, across, along) == 4:
                free.difference_update(_slots(cell))
                cells.append(cell)
                continue
            room = _room(row, col, free, across, along)
            free -= room
            cells += [part for part in _parts(room, across, along) if _is_closed(part, across, along)]
    return sorted(cells, key=lambda cell: (cell.row, cell.col))


def _slots(cell: Cellular) -> list[tuple[int, int]]:
    return [(row, col) for row in range(cell.row, cell.row_end) for col in range(cell.col, cell.col_end)]


def _rectangle(row: int, col: int, free: set[tuple[int, int]], across: Walls, along: Walls) -> Cellular:
    """Return the rectangle of free slots from its upper left corner to the next walls."""
    col_end = col + 1
    while (row, col_end) in free and not along[row][col_end]:
        col_end += 1
    row_end = row + 1
    while all((row_end, i) in free and not across[row_end][i] for i in range(col, col_end)) and not any(
        along[row_end][col + 1 : col_end]
    ):
        row_end += 1
    return Cellular(row, col, row_end, col_end)


def _walled(cell: Cellular, across: Walls, along: Walls) -> int:
    """Count the sides of a cell that are walls from end to end."""
    rows = range(cell.row, cell.row_end)
    return (
        all(across[cell.row][cell.col : cell.col_end])
        + all(across[cell.row_end][cell.col : cell.col_end])
        + all(along[row][cell.col] for row in rows)
        + all(along[row][cell.col_end] for row in rows)
    )


def _room(row: int, col: int, free: set[tuple[int, int]], across: Walls, along: Walls) -> set[tuple[int, int]]:
    """Flood from a slot: all that no wall parts from it."""
    room = {(row, col)}
    edge = [(row, col)]
    while edge:
        j, i = edge.pop()
        for near, wall in (
            ((j - 1, i), across[j][i]),
            ((j + 1, i), across[j + 1][i]),
            ((j, i - 1), along[j][i]),
            ((j, i + 1), along[j][i + 1]),
        ):
            if not wall and near in free and near not in room:
                room.add(near)
                edge.append(near)
    return room


def _parts(room: set[tuple[int, int]], across: Walls, along: Walls) -> list[Cellular]:
    """Return the room's own rectangle; one that is none (an inner edge is drawn in part) is parted along its walls."""
    rows, cols = [row for row, _ in room], [col for _, col in room]
    whole = Cellular(min(rows), min(cols), max(rows) + 1, max(cols) + 1)
    if len(room) == (whole.row_end - whole.row) * (whole.col_end - whole.col):
        return [whole]
    left, parts = set(room), []
    while left:
        part = _rectangle(*min(left), left, across, along)
        left.difference_update(_slots(part))
        parts.append(part)
    return parts


def _is_closed(cell: Cellular, across: Walls, along: Walls) -> bool:
    """Tell a cell from the space beside a table that is no rectangle: one side at most is open to the outside."""
    last_row, last_col = len(along), len(across[0])
    rows = range(cell.row, cell.row_end)
    open_sides = (
        cell.row == 0 and not all(across[0][cell.col : cell.col_end]),
        cell.row_end == last_row and not all(across[last_row][cell.col : cell.col_end]),
        cell.col == 0 and not all(along[row][0] for row in rows),
        cell.col_end == last_col and not all(along[row][last_col] for row in rows),
    )
    return sum(open_sides) <= 1

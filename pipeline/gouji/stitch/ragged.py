"""Joining fragments of a flattened table: rows are appended as they are, only halves of one row are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.stitch.compare import Texts, is_reprint, looks_cut
from gouji.stitch.rows import is_number, squash
from gouji.text import join_lines

DENSE = 0.6
"""A column filled in at least this share of the rows has a value in every whole row."""
KEY_CELLS = 2
"""A row names a block anew if at least so many leading cells are those of the block above."""

Row = dict[int, Cell]


@dataclass(slots=True)
class Fragments:
    """The rows so far, by column, and what was noticed."""

    rows: list[Row] = field(default_factory=list)
    joints: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        """All cells in reading order, numbered anew."""
        return [replace(cell, row=number) for number, row in enumerate(self.rows) for _, cell in sorted(row.items())]

    def add(self, rows: Sequence[Row], labels: frozenset[str], head: int) -> bool:
        """Append a fragment's rows. Tell whether its first row proves that the table goes on."""
        if not self.rows:
            self.rows.extend(rows)
            return True
        self.joints.append(len(self.rows))
        if not rows:
            return False
        if self._half(rows[0], [*self.rows[head:], *rows], labels):
            self.joints[-1] -= 1
            self._join_half(rows[0])
            self.rows.extend(rows[1:])
            return True
        known = self._reprinted(rows[0])
        self.rows.extend(rows)
        return known

    def _half(self, new: Row, body: Sequence[Row], labels: frozenset[str]) -> bool:
        """Tell whether a row is the rest of the last one: text under text only, no value, no complete label."""
        old = self.rows[-1]
        filled = [col for col, cell in new.items() if cell.text.strip()]
        if not filled or any(col not in old or not old[col].text.strip() for col in filled):
            return False
        dense = _dense(body)
        values = [col for col in dense if _figures(body, col)]
        if not values or not all(col in old and old[col].text.strip() and col not in filled for col in values):
            return False
        return all(looks_cut(squash(old[col].text), squash(new[col].text), _texts(body, col), labels) for col in filled)

    def _join_half(self, new: Row) -> None:
        joined: list[Cell] = []
        for col, cell in new.items():
            if cell.text.strip():
                joined.extend(self._complete(col, cell))
        shown = "、".join(f"“{cell.text[:20]}”" for cell in joined)
        message = f"{joined[0].locator}：一行被分页切成两半，{shown}已接合。"
        self.notices.append(Notice(code="STR-06", message=message))

    def _complete(self, col: int, rest: Cell) -> list[Cell]:
        """Add the rest to the last row's cell, and to the copies of a merged cell's text in the rows right above."""
        old = self.rows[-1][col]
        cell = replace(old, text=join_lines([old.text, rest.text]))
        self.rows[-1] = {**self.rows[-1], col: cell}
        for number in range(len(self.rows) - 2, -1, -1):
            above = self.rows[number].get(col)
            if above is None or squash(above.text) != squash(old.text):
                break
            self.rows[number] = {**self.rows[number], col: replace(above, text=cell.text)}
        return [cell]

    def _reprinted(self, new: Row) -> bool:
        """Tell whether a fragment begins with the leading cells of the running block; say where they differ."""
        first = min((col for col, cell in new.items() if cell.text.strip()), default=None)
        if first is None:
            return False
        block = next((row for row in reversed(self.rows) if first in row and row[first].text.strip()), None)
        if block is None:
            return False
        again, differing = _leading_copies(block, new, first)
        if len(again) < KEY_CELLS or all(is_number(squash(cell.text)) for cell in again):
            return False
        message = f"{new[first].locator}：所在行首的“{again[1].text[:20]}”等 {len(again)} 格重复前页，属同一块的续接。"
        self.notices.append(Notice(code="STR-01", message=message))
        for old, cell in differing:
            message = f"{cell.locator}：同一单元格两次印出的文字略有出入：“{old.text}”与“{cell.text}”。"
            self.notices.append(Notice(code="TXT-03", message=message))
        return True


def _leading_copies(block: Row, new: Row, first: int) -> tuple[list[Cell], list[tuple[Cell, Cell]]]:
    """Compare cell by cell from the left; stop at the first that is blank or another text."""
    again: list[Cell] = []
    differing: list[tuple[Cell, Cell]] = []
    equal = 0
    for col in range(first, max(new) + 1):
        old, cell = block.get(col), new.get(col)
        if old is None or cell is None or not old.text.strip() or not cell.text.strip():
            break
        texts = squash(old.text), squash(cell.text)
        if not is_reprint(*texts, equal):
            break
        equal += texts[0] == texts[1]
        again.append(cell)
        if texts[0] != texts[1]:
            differing.append((old, cell))
    return again, differing


def _column(body: Sequence[Row], col: int) -> list[str]:
    return [squash(row[col].text) for row in body if col in row and row[col].text.strip()]


def _texts(body: Sequence[Row], col: int) -> Texts:
    texts = Texts()
    for text in _column(body, col):
        texts.add(text)
    return texts


def _dense(body: Sequence[Row]) -> list[int]:
    columns = {col for row in body for col in row}
    return sorted(col for col in columns if len(_column(body, col)) >= DENSE * len(body))


def _figures(body: Sequence[Row], col: int) -> bool:
    texts = _column(body, col)
    return 2 * sum(is_number(text) for text in texts) >= len(texts)

"""Scores of a reading against a truth: cells by text, place and spans, records by every column a form prints."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

Row = Mapping[str, Any]
Key = tuple[str, int, int, int, int]
"""Text without white space, row, column, row span, column span."""
Keys = Counter[Key]

DOOR = str.maketrans({"⼾": "户"})


class Celled(Protocol):
    """A cell with its place and spans."""

    @property
    def text(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def col(self) -> int: ...
    @property
    def row_span(self) -> int: ...
    @property
    def col_span(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are right, how many there are, how many were given."""

    hit: int = 0
    wanted: int = 0
    got: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Add up two tallies."""
        return Tally(self.hit + other.hit, self.wanted + other.wanted, self.got + other.got)

    @property
    def f1(self) -> float:
        """Twice the right ones over all of both sides; 1 when there is nothing on either."""
        total = self.wanted + self.got
        return 2 * self.hit / total if total else 1.0

    @property
    def recall(self) -> float:
        """The right ones over those there are; 1 when there are none."""
        return self.hit / self.wanted if self.wanted else 1.0

    @property
    def whole(self) -> bool:
        """Everything there is was given, and nothing else."""
        return self.hit == self.wanted == self.got


def bare(text: str) -> str:
    """Return a text without white space, Kangxi radicals and compatibility ideographs folded."""
    folded = (unicodedata.normalize("NFKC", char) if _is_compatible(char) else char for char in text.translate(DOOR))
    return "".join("".join(folded).split())


def cell_keys(cells: Iterable[Celled]) -> Keys:
    """Return what cells are compared by; edges that no cell starts or ends at do not count."""
    listed = list(cells)
    rows = _ranks({edge for cell in listed for edge in (cell.row, cell.row + cell.row_span)})
    cols = _ranks({edge for cell in listed for edge in (cell.col, cell.col + cell.col_span)})
    keys: Keys = Counter()
    for cell in listed:
        row, col = rows[cell.row], cols[cell.col]
        below, beyond = rows[cell.row + cell.row_span], cols[cell.col + cell.col_span]
        keys[bare(cell.text), row, col, below - row, beyond - col] += 1
    return keys


def pair_in_order(wanted: Sequence[Keys], got: Sequence[Keys]) -> list[tuple[int, int]]:
    """Match tables to tables, order kept, so that most cells are right; tables with nothing in common stay alone."""
    best = [[0] * (len(got) + 1) for _ in range(len(wanted) + 1)]
    same = [[_common(left, right) for right in got] for left in wanted]
    for i in range(len(wanted) - 1, -1, -1):
        for j in range(len(got) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], same[i][j] + best[i + 1][j + 1])
    return _walk(best, lambda i, j: same[i][j])


def pair_freely(wanted: Sequence[Keys], got: Sequence[Keys]) -> list[tuple[int, int]]:
    """Match the tables of one page, most alike first, whatever their order."""
    alike = [(_common(left, right), -i, -j) for i, left in enumerate(wanted) for j, right in enumerate(got)]
    pairs: list[tuple[int, int]] = []
    for common, i, j in sorted(alike, reverse=True):
        if common and all(-i != one and -j != other for one, other in pairs):
            pairs.append((-i, -j))
    return pairs


def tally_cells(wanted: Sequence[Keys], got: Sequence[Keys], pairs: Iterable[tuple[int, int]]) -> Tally:
    """Count the cells of paired tables that are entirely right, and all others."""
    hit = sum(_common(wanted[i], got[j]) for i, j in pairs)
    return Tally(hit, sum(keys.total() for keys in wanted), sum(keys.total() for keys in got))


def tally_merged(wanted: Sequence[Keys], got: Sequence[Keys], pairs: Iterable[tuple[int, int]]) -> Tally:
    """Count the merged cells that are entirely right."""
    left, right = [_merged(keys) for keys in wanted], [_merged(keys) for keys in got]
    return tally_cells(left, right, pairs)


def same_value(wanted: object, got: object) -> bool:
    """Tell whether a column is right: numbers by value, texts without white space, blank and absent alike.

    The given text is not folded: a record holds the right characters.
    """
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, Decimal | int) or isinstance(got, Decimal | int):
        return wanted == got
    return "".join(str(wanted or "").split()) == "".join(str(got or "").split())


def wrong_columns(wanted: Row, got: Row) -> list[str]:
    """Return the columns of a truth that a record has otherwise."""
    return [name for name, value in wanted.items() if not same_value(value, got.get(name))]


def pair_rows(wanted: Sequence[Row], got: Sequence[Row]) -> list[tuple[int, int]]:
    """Match records to records, order kept, so that most are entirely right."""
    if len(wanted) == len(got) and not any(wrong_columns(*pair) for pair in zip(wanted, got, strict=True)):
        return [(i, i) for i in range(len(wanted))]
    same = [[not wrong_columns(left, right) for right in got] for left in wanted]
    best = [[0] * (len(got) + 1) for _ in range(len(wanted) + 1)]
    for i in range(len(wanted) - 1, -1, -1):
        for j in range(len(got) - 1, -1, -1):
            best[i][j] = same[i][j] + best[i + 1][j + 1] if same[i][j] else max(best[i + 1][j], best[i][j + 1])
    return _walk(best, lambda i, j: int(same[i][j]))


def tally_rows(wanted: Sequence[Row], got: Sequence[Row]) -> Tally:
    """Count the records that are entirely right."""
    return Tally(len(pair_rows(wanted, got)), len(wanted), len(got))


def _walk(best: list[list[int]], worth: Any) -> list[tuple[int, int]]:
    pairs, i, j = [], 0, 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if worth(i, j) and best[i][j] == worth(i, j) + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _common(left: Keys, right: Keys) -> int:
    return (left & right).total()


def _merged(keys: Keys) -> Keys:
    return Counter({key: count for key, count in keys.items() if key[3] > 1 or key[4] > 1})


def _ranks(edges: Iterable[int]) -> dict[int, int]:
    return {edge: rank for rank, edge in enumerate(sorted(edges))}


def _is_compatible(char: str) -> bool:
    return "⺀" <= char <= "⿟" or "豈" <= char <= "﫿"

"""Header rows to column roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from gouji.recognise.lattice import Lattice
from gouji.text import squash
from gouji.vocabulary import Vocabulary

ANCHORS = frozenset({"level2", "level3"})
VALUES = frozenset({"target", "actual", "weight", "score", "content", "criterion"})
LEAST_ROLES = 3
"""Fewer known headers than this in a row are words in passing, not a header."""

ADJUSTED = "调整"
"""In the header of a target: the one in force, where the initial one stands beside it."""

FUND_LEAST = frozenset({"executed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header band: its first and last row, and the role of each column that has one."""

    first: int
    last: int
    columns: tuple[tuple[int, str], ...]
    unknown: tuple[int, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles that occur."""
        return frozenset(role for _, role in self.columns)


def indicator_header(lattice: Lattice, words: Vocabulary) -> Header | None:
    """Find the header of the indicator columns: the row that names most roles, levels and values among them."""
    best: Header | None = None
    for row in range(lattice.rows):
        header = _header_at(lattice, row, words.column_role)
        if not (header.roles & ANCHORS and header.roles & VALUES and len(header.roles) >= LEAST_ROLES):
            continue
        if best is not None and row > best.last + 1:
            break
        if best is None or len(header.roles) > len(best.roles):
            best = header
    return None if best is None else _whole(best, lattice)


def _whole(header: Header, lattice: Lattice) -> Header:
    """Let the header go down to where its level cells end: a lower row may part the other columns only."""
    anchors = {lattice.at(header.last, col) for col, role in header.columns if role in ANCHORS}
    ends = [lattice.cells[number].row + lattice.cells[number].row_span - 1 for number in anchors if number is not None]
    last = max([header.last, *ends])
    return header if last == header.last else replace(header, last=last)


def fund_header(lattice: Lattice, words: Vocabulary, before: int) -> Header | None:
    """Find the header of the funds block above row `before`: it names the executed amount and a budget."""
    for row in range(before):
        header = _header_at(lattice, row, words.fund_role)
        if header.roles >= FUND_LEAST and header.roles & {"budget", "initial_budget"}:
            return header
    return None


def _header_at(lattice: Lattice, row: int, role_of: Callable[[str], str | None]) -> Header:
    """Read a row as a header; where it is blank the row above speaks (two-level headers without drawn spans)."""
    columns: list[tuple[int, str]] = []
    unknown: list[int] = []
    first = row
    for col in range(lattice.cols):
        number = lattice.at(row, col)
        if (number is None or not lattice.cells[number].text) and row > 0:
            number = _label_above(lattice, row, col, role_of)
        if number is None:
            continue
        cell = lattice.cells[number]
        role = role_of(cell.text)
        if role is not None:
            first = min(first, cell.row)
            columns.append((col, role))
        elif squash(cell.text) and cell.row == row:
            unknown.append(number)
    return Header(first=first, last=row, columns=tuple(columns), unknown=tuple(dict.fromkeys(unknown)))


def _label_above(lattice: Lattice, row: int, col: int, role_of: Callable[[str], str | None]) -> int | None:
    number = lattice.at(row - 1, col)
    if number is None or role_of(lattice.cells[number].text) is None:
        return None
    return number


def settle(header: Header, either: dict[str, str], texts: Callable[[int], Iterable[str]]) -> Header:
    """Decide headers whose words promise one thing while the column holds another ("评（扣分标准）" over "15分")."""
    columns = []
    taken = header.roles
    for col, role in header.columns:
        other = either.get(role)
        if other is not None and other not in taken and _all_points(texts(col)):
            columns.append((col, other))
        else:
            columns.append((col, role))
    return Header(first=header.first, last=header.last, columns=tuple(columns), unknown=header.unknown)


def prefer(header: Header, lattice: Lattice) -> Header:
    """Order columns of one role by what they hold: adjusted targets first, no points of a level above the third."""
    names = [col for col, role in header.columns if role == "level3"]
    weights = [col for col, role in header.columns if role == "weight"]
    own = [col for col in weights if names and col > names[0]]
    kept = [(col, role) for col, role in header.columns if role != "weight" or not own or col in own]
    kept.sort(key=lambda held: held[1] == "target" and ADJUSTED not in lattice.text(header.last, held[0]))
    return replace(header, columns=tuple(kept))


def _all_points(texts: Iterable[str]) -> bool:
    filled = [squash(text) for text in texts if squash(text)]
    points = [text for text in filled if text.removesuffix("分").replace(".", "", 1).isdigit()]
    return bool(filled) and len(points) * 10 >= len(filled) * 8

"""Body rows: what each is, and which cell stands in which column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gouji.model.notice import Notice
from gouji.model.recognised import Row, Slots
from gouji.recognise.alignment import align_row
from gouji.recognise.headings import Header
from gouji.recognise.lattice import Lattice
from gouji.text import squash
from gouji.vocabulary import Vocabulary

FIGURES = frozenset({"target", "actual", "weight", "score", "content"})
NAMES_AND_VALUES = FIGURES | {"level3", "review_score", "converted_score", "criterion", "deviation_reason"}


@dataclass(frozen=True, slots=True)
class Body:
    """The body rows of a sheet and the doubts had while reading them."""

    rows: tuple[Row, ...]
    notices: tuple[Notice, ...] = ()


def body_of(lattice: Lattice, header: Header, words: Vocabulary, *, ragged: bool) -> Body:
    """Return the rows below the header (those above it, in a table whose header repeats, are head rows)."""
    numbers = range(header.last + 1, lattice.rows)
    if ragged:
        return _ragged_body(lattice, header, words, numbers)
    drawn = ((row, _drawn_slots(lattice, header, row)) for row in numbers)
    rows = tuple(_row(lattice, words, row, slots) for row, slots in drawn if _begins(lattice, row, slots))
    return Body(rows=rows)


def _begins(lattice: Lattice, row: int, slots: Slots) -> bool:
    """Tell whether a row prints anything of its own: a strip that a label's frame leaves between two pages does not.

    Where every name and value runs through from the row above, the row is part of that one.
    """
    values = [number for role, number in slots if role in NAMES_AND_VALUES]
    return not values or any(lattice.cells[number].row == row for number in values)


def _drawn_slots(lattice: Lattice, header: Header, row: int) -> Slots:
    """Return the covering cell of each role; of several columns of one role the first filled one."""
    slots: dict[str, int] = {}
    for col, role in header.columns:
        number = lattice.at(row, col)
        if number is None:
            continue
        if role not in slots or not lattice.cells[slots[role]].text:
            slots[role] = number
    return tuple(slots.items())


def _row(lattice: Lattice, words: Vocabulary, row: int, slots: Slots) -> Row:
    return Row(row=row, kind=_kind(lattice, words, row, slots), slots=slots)


def _kind(lattice: Lattice, words: Vocabulary, row: int, slots: Slots) -> str:
    filled = [number for number in lattice.starting(row) if squash(lattice.cells[number].text)]
    if any(words.is_total(lattice.cells[number].text) for number in filled[:2]):
        return "total"
    if _is_note(lattice, words, filled):
        return "note"
    texts = {role: squash(lattice.cells[number].text) for role, number in slots if lattice.cells[number].row == row}
    if texts.get("project_name") and texts.get("amount") and not _has_indicator(lattice, slots):
        return "unit"
    return "indicator"


def _is_note(lattice: Lattice, words: Vocabulary, filled: Sequence[int]) -> bool:
    """Tell whether a row is prose: one wide cell, or a label that closes the table with a wide cell beside it."""
    if not filled:
        return False
    widest = max(lattice.cells[number].col_span for number in filled)
    wide = widest * 2 >= lattice.cols and lattice.cols > 1
    if len(filled) == 1:
        return wide
    return len(filled) == 2 and wide and not words.level1(lattice.cells[filled[0]].text)


def _has_indicator(lattice: Lattice, slots: Slots) -> bool:
    levels = {"level1", "level2", "level3", *FIGURES}
    return any(role in levels and squash(lattice.cells[number].text) for role, number in slots)


def _ragged_body(lattice: Lattice, header: Header, words: Vocabulary, numbers: range) -> Body:
    roles = _roles_by_column(header)
    rows: list[Row] = []
    notices: list[Notice] = []
    for row in numbers:
        filled = [(lattice.cells[n].col, n) for n in lattice.starting(row) if squash(lattice.cells[n].text)]
        columns = _columns(lattice, filled, roles, words)
        slots = _aligned_slots(lattice, row, filled, columns, roles)
        if len(filled) == 1 and roles[columns[0]] == "criterion" and _lend_criterion(rows, slots, lattice):
            notices.append(_shifted(lattice, filled, columns))
            continue
        rows.append(_row(lattice, words, row, slots))
        if any(col != printed for (printed, _), col in zip(filled, columns, strict=True)):
            notices.append(_shifted(lattice, filled, columns))
    return Body(rows=tuple(rows), notices=tuple(notices))


def _roles_by_column(header: Header) -> list[str | None]:
    """Return the role of each column up to the last that has one: a cell beyond it has lost its place."""
    known = dict(header.columns)
    return [known.get(col) for col in range(max(known) + 1)]


def _columns(
    lattice: Lattice, filled: list[tuple[int, int]], roles: list[str | None], words: Vocabulary
) -> tuple[int, ...]:
    texts = [(col, lattice.cells[number].text) for col, number in filled]
    total = any(words.is_total(text) for _, text in texts[:2])
    keyed = any(squash(text).endswith(":") for _, text in texts[1:])
    if keyed or len(texts) > len(roles):
        return tuple(min(col, len(roles) - 1) for col, _ in texts)
    return align_row(texts, roles, words, total=total)


def _aligned_slots(
    lattice: Lattice, row: int, filled: list[tuple[int, int]], columns: Sequence[int], roles: list[str | None]
) -> Slots:
    slots: dict[str, int] = {}
    taken = set(columns)
    for col, role in enumerate(roles):
        number = lattice.at(row, col)
        if role is not None and col not in taken and number is not None and not lattice.cells[number].text:
            slots[role] = number
    for (_, number), col in zip(filled, columns, strict=True):
        role = roles[col]
        if role is not None:
            slots[role] = number
    return tuple(slots.items())


def _lend_criterion(rows: list[Row], slots: Slots, lattice: Lattice) -> bool:
    """Give a criterion that stands alone on its row to the class above it: its first row that has a label."""
    for index in range(len(rows) - 1, -1, -1):
        held = dict(rows[index].slots)
        if rows[index].kind != "indicator":
            return False
        label = held.get("level2")
        if label is None or not lattice.cells[label].text:
            continue
        criterion = held.get("criterion")
        if criterion is not None and lattice.cells[criterion].text:
            return False
        held["criterion"] = dict(slots)["criterion"]
        rows[index] = replace(rows[index], slots=tuple(held.items()))
        return True
    return False


def _shifted(lattice: Lattice, filled: list[tuple[int, int]], columns: Sequence[int]) -> Notice:
    moves = sorted({col - printed for (printed, _), col in zip(filled, columns, strict=True)} - {0})
    said = "、".join(f"{'右' if move > 0 else '左'}移 {abs(move)} 栏" for move in moves)
    first = lattice.cells[filled[0][1]]
    where = (first.locator or f"表内第{first.row + 1}行").split(" ")[0]
    return Notice(
        code="STR-02",
        message=f"{where}的内容与栏目不对应，已按内容{said}",
        cells=tuple(number for _, number in filled),
    )


def filled_slots(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """Yield every slot of the indicator rows."""
    for row in rows:
        if row.kind == "indicator":
            yield from row.slots

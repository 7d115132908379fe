"""The head block above the indicators: keys and values, and the funds block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model.recognised import Entry, FundRow
from gouji.recognise.headings import Header
from gouji.recognise.lattice import Lattice
from gouji.text import close_blanks, halve, squash
from gouji.vocabulary import Vocabulary

_GOAL = re.compile(r"^年度(?:绩效)?目标\s*([0-9一二三四五六七八九十]+)\s*[:：]\s*(.+)$", re.S)
_KEYED = re.compile(r"^(.{2,12}?)[:：](.+)$", re.S)


def head_entries(lattice: Lattice, words: Vocabulary, above: int, funds: Header | None) -> Iterator[Entry]:
    """Yield the values of the keys above row `above`, the funds block left out."""
    for number in _cells_above(lattice, above, funds):
        cell = lattice.cells[number]
        inline = _inline(cell.text, words)
        if inline is not None:
            yield Entry(key=inline[0], text=inline[1], cell_no=number)
            continue
        key = words.head_key(cell.text)
        if key is None or (key == "amount" and funds is not None):
            continue
        value = _value_of(lattice, words, number, above)
        if value is not None:
            yield Entry(key=key, text=lattice.cells[value].text, cell_no=value)


def goal_of(line: str) -> str | None:
    """Return the name of an annual goal that a text line above its table gives ("年度目标 1：…")."""
    plain = close_blanks(halve(line))
    goal = _GOAL.match(plain)
    return None if goal is None else close_blanks(line)[goal.start(2) :]


def fund_rows(lattice: Lattice, words: Vocabulary, header: Header, below: int) -> tuple[FundRow, ...]:
    """Return the rows of the funds block: from its header to the first row that is no row of it."""
    first_col = min(col for col, _ in header.columns)
    rows: list[FundRow] = []
    for row in range(header.last + 1, below):
        if not any(squash(lattice.cells[number].text) for number in lattice.starting(row)):
            continue
        label = _fund_label(lattice, words, row, first_col)
        if label is None:
            break
        slots = tuple((role, number) for col, role in header.columns if (number := lattice.at(row, col)) is not None)
        source = words.fund_source(lattice.cells[label].text)
        block = lattice.at(row, 0)
        block = None if block == label else block
        rows.append(FundRow(row=row, label=label, source_code=source, slots=slots, block=block))
    return tuple(rows)


def _cells_above(lattice: Lattice, above: int, funds: Header | None) -> Iterator[int]:
    block = range(0)
    if funds is not None:
        block = range(funds.first, funds.last + 1)
    for row in range(above):
        if row in block:
            continue
        yield from lattice.starting(row)


def _inline(text: str, words: Vocabulary) -> tuple[str, str] | None:
    """Return key and value of a cell that holds both ("年度目标 1：…", "项目名称：…")."""
    plain = close_blanks(halve(text))
    goal = _GOAL.match(plain)
    if goal is not None:
        return "goal", close_blanks(text)[goal.start(2) :]
    keyed = _KEYED.match(plain)
    if keyed is None:
        return None
    key = words.head_key(keyed.group(1))
    return None if key is None else (key, close_blanks(text)[keyed.start(2) :])


def _value_of(lattice: Lattice, words: Vocabulary, number: int, above: int) -> int | None:
    """Return the cell right of a key, or else below it, that is no key itself."""
    key = lattice.cells[number]
    right = lattice.at(key.row, key.col + key.col_span)
    if right is not None and not _is_key(lattice, words, right):
        return right
    below_row = key.row + key.row_span
    while below_row < above and not any(lattice.cells[one].text for one in lattice.starting(below_row)):
        below_row += 1
    if below_row >= above:
        return None
    below = lattice.at(below_row, key.col)
    if below is None or _is_key(lattice, words, below):
        return None
    return below


def _is_key(lattice: Lattice, words: Vocabulary, number: int) -> bool:
    text = lattice.cells[number].text
    return words.head_key(text) is not None or words.fund_role(text) is not None


def _fund_label(lattice: Lattice, words: Vocabulary, row: int, first_col: int) -> int | None:
    """Return the label cell of a row of the funds block: the filled cell nearest the amounts on their left."""
    labels = [
        number
        for number in lattice.row_cells(row)
        if lattice.cells[number].col < first_col and squash(lattice.cells[number].text)
    ]
    if not labels or lattice.cells[labels[-1]].row != row:
        return None
    label = labels[-1]
    known = words.fund_source(lattice.cells[label].text) is not None
    return label if known or _has_amount(lattice, row, first_col) else None


def _has_amount(lattice: Lattice, row: int, first_col: int) -> bool:
    texts = [squash(lattice.text(row, col)) for col in range(first_col, lattice.cols)]
    return any(re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?%?", text) for text in texts)

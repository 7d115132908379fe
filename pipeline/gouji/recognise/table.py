"""Sheets to recognised tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from gouji.model.form import Form
from gouji.model.grid import Cell, Line
from gouji.model.notice import Notice
from gouji.model.recognised import Entry, Recognised
from gouji.model.sheet import Sheet
from gouji.recognise.choice import choose_form
from gouji.recognise.head import fund_rows, goal_of, head_entries
from gouji.recognise.headings import Header, fund_header, indicator_header, prefer, settle
from gouji.recognise.lattice import Lattice, lay
from gouji.recognise.rows import Body, body_of, filled_slots
from gouji.text import close_blanks, join_lines, squash
from gouji.vocabulary import Vocabulary

_TITLE = re.compile(r"表(?:[(]表?\d+[)]|[一二三四五六七八九十\d])?|绩效.{0,12}表")
_ABOVE_TITLE = re.compile(
    r"[(]?(?:19|20)\d\d年度?[)]?|[(]?附?[件表](?:[一二三四五六七八九十]+|\d[\d-]*)[)]?:?|(?:报表|表)?(?:编号|[号码]):.{1,20}"
)
_PART = re.compile(r"(?<!\d)(\d{1,2})-(\d{1,2})$")
LONGEST_TITLE = 60


def recognise(sheets: Sequence[Sheet], forms: Sequence[Form], words: Vocabulary) -> tuple[Recognised, ...]:
    """Recognise every sheet of a document, in order."""
    shares = _share_lines(sheets, words)
    return tuple(
        _recognise(number, sheet, above, below, forms, words)
        for number, (sheet, (above, below)) in enumerate(zip(sheets, shares, strict=True), start=1)
    )


def _share_lines(sheets: Sequence[Sheet], words: Vocabulary) -> list[tuple[tuple[Line, ...], tuple[Line, ...]]]:
    """Give each text line between two tables to one: closing lines to the upper, from the title on to the lower."""
    above: list[tuple[Line, ...]] = []
    below: list[tuple[Line, ...]] = [() for _ in sheets]
    for index, sheet in enumerate(sheets):
        cut = 0 if index == 0 else _first_of_next(sheet.before, words)
        above.append(sheet.before[cut:])
        if index > 0:
            below[index - 1] = sheet.before[:cut]
    if sheets:
        below[-1] = sheets[-1].after
    return list(zip(above, below, strict=True))


def _first_of_next(lines: tuple[Line, ...], words: Vocabulary) -> int:
    for index, line in enumerate(lines):
        if _is_title(line.text):
            return index - _opening(lines[:index], words)
    closing = [
        index
        for index, line in enumerate(lines)
        if words.is_end_mark(line.text) or {pair.key for pair in words.pairs_in(line.text)} & {"common", "goals"}
    ]
    return closing[-1] + 1 if closing else 0


def _opening(lines: Sequence[Line], words: Vocabulary) -> int:
    """Count the lines right above a title that are printed for the table below it: unit of money, year, number."""
    return sum(1 for _ in takewhile(lambda line: _opens(line.text, words), reversed(lines)))


def _opens(text: str, words: Vocabulary) -> bool:
    if _ABOVE_TITLE.fullmatch(squash(text)):
        return True
    pairs = words.pairs_in(text)
    if words.is_end_mark(text) or not {pair.key for pair in pairs} <= {"unit_name", "money_unit", "filled_on"}:
        return False
    return any(pair.key == "money_unit" or squash(pair.value) in words.lexicon.money_units for pair in pairs) or (
        len(pairs) == 1 and pairs[0].key == "unit_name" and "章" not in pairs[0].label
    )


def _is_title(text: str) -> bool:
    plain = squash(text)
    return len(plain) <= LONGEST_TITLE and "。" not in plain and bool(_TITLE.search(plain)) and ":" not in plain


def _recognise(
    number: int,
    sheet: Sheet,
    above: tuple[Line, ...],
    below: tuple[Line, ...],
    forms: Sequence[Form],
    words: Vocabulary,
) -> Recognised:
    lattice = lay(sheet.cells, sheet.rows, sheet.cols)
    header = indicator_header(lattice, words)
    title = _title_of(above, lattice, header)
    if header is None:
        return _other(number, sheet, title)
    header = _with_block(settle(header, dict(words.lexicon.either), _column_texts(lattice, header)), lattice)
    header = prefer(header, lattice)
    body = _block_in_header(body_of(lattice, header, words, ragged=sheet.ragged), header, lattice)
    choice = choose_form(forms, header.roles, title)
    outside = _Outside(sheet.cells)
    lines = [*_line_entries(above, words, outside), *_line_entries(below, words, outside)]
    funds = fund_header(lattice, words, header.first)
    head = (*head_entries(lattice, words, header.first, funds), *_goal_entries(above[-1:], outside))
    goal = _PART.search(squash(title or ""))
    drawn = _other(number, sheet, title)
    return replace(
        drawn,
        form=choice.form,
        kind=choice.kind,
        scope=choice.scope,
        cells=outside.cells,
        roles=header.roles,
        body=body.rows,
        funds=() if funds is None else fund_rows(lattice, words, funds, header.first),
        head=head,
        lines=tuple(lines),
        remarks=_remarks(sheet, body, above + below),
        captions=tuple(line.text for line in above),
        ended=_ended(body, below, words),
        goal_no=int(goal.group(2)) if goal else None,
        goal_count=int(goal.group(1)) if goal else None,
        notices=_place(number, (*sheet.notices, *choice.notices, *_unknown(header, lattice), *body.notices)),
    )


def _other(number: int, sheet: Sheet, title: str | None) -> Recognised:
    return Recognised(
        table_no=number,
        form="other",
        kind="other",
        scope="none",
        title=title,
        cells=sheet.cells,
        rows=sheet.rows,
        cols=sheet.cols,
        parts=sheet.parts,
        ragged=sheet.ragged,
        notices=_place(number, sheet.notices),
    )


def _title_of(above: tuple[Line, ...], lattice: Lattice, header: Header | None) -> str | None:
    """Return the title: a full-width cell above the header, else the nearest text line above that looks like one."""
    rows = range(header.first if header is not None else min(1, lattice.rows))
    for row in rows:
        cells = list(lattice.row_cells(row))
        if len(cells) == 1 and _is_title(lattice.cells[cells[0]].text):
            return lattice.cells[cells[0]].text
    for line in reversed(above):
        if _is_title(line.text):
            return close_blanks(line.text)
    return None


def _with_block(header: Header, lattice: Lattice) -> Header:
    """Name the nameless columns left of the first level: they hold the block's label and its points."""
    levels = [col for col, role in header.columns if role in {"level1", "level2"}]
    if not levels or {role for _, role in header.columns} & {"project_name", "amount"}:
        return header
    # What stands beside the rows below the header is the block's label, whatever a column of that name would hold.
    header = replace(header, columns=tuple(one for one in header.columns if not _beside(lattice, header, *one)))
    known = dict(header.columns)
    blocks = [(col, "block") for col in range(min(levels)) if col not in known]
    columns = tuple(sorted([*header.columns, *blocks]))
    unknown = tuple(number for number in header.unknown if lattice.cells[number].col >= min(levels))
    return Header(first=header.first, last=header.last, columns=columns, unknown=unknown)


def _beside(lattice: Lattice, header: Header, col: int, role: str) -> bool:
    number = lattice.at(header.last, col)
    cell = None if number is None else lattice.cells[number]
    return role in {"annual_goal", "long_term_goal"} and cell is not None and cell.row + cell.row_span - 1 > header.last


def _block_in_header(body: Body, header: Header, lattice: Lattice) -> Body:
    """Give the first row the block's label that a flattened text leaves in the header row ("项目绩效70分")."""
    column = next((col for col, role in header.columns if role == "block"), None)
    first = next((index for index, row in enumerate(body.rows) if row.kind == "indicator"), None)
    if column is None or first is None:
        return body
    label = lattice.at(header.last, column)
    row = body.rows[first]
    held = dict(row.slots)
    if label is None or not lattice.cells[label].text or ("block" in held and lattice.cells[held["block"]].text):
        return body
    marked = replace(row, slots=tuple({**held, "block": label}.items()))
    return replace(body, rows=(*body.rows[:first], marked, *body.rows[first + 1 :]))


def _column_texts(lattice: Lattice, header: Header) -> Callable[[int], Iterable[str]]:
    def texts(col: int) -> Iterable[str]:
        numbers = {lattice.at(row, col) for row in range(header.last + 1, lattice.rows)}
        return [lattice.cells[number].text for number in numbers if number is not None]

    return texts


class _Outside:
    """Gathers the text lines that become cells of the table."""

    def __init__(self, cells: tuple[Cell, ...]) -> None:
        self.cells = cells

    def add(self, line: Line) -> int:
        """Make the line a cell and return its number."""
        cell = Cell(text=line.text, row=0, col=0, places=line.places, locator=line.locator, outside=True)
        if cell in self.cells:
            return self.cells.index(cell)
        self.cells = (*self.cells, cell)
        return len(self.cells) - 1


def _line_entries(lines: tuple[Line, ...], words: Vocabulary, outside: _Outside) -> list[Entry]:
    return [
        Entry(key=pair.key, text=pair.value, cell_no=outside.add(line), label=pair.label)
        for line in lines
        for pair in words.pairs_in(line.text)
    ]


def _goal_entries(lines: tuple[Line, ...], outside: _Outside) -> list[Entry]:
    return [
        Entry(key="goal", text=name, cell_no=outside.add(line))
        for line in lines
        if (name := goal_of(line.text)) is not None
    ]


def _remarks(sheet: Sheet, body: Body, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Return the texts in which a form may print its rules: prose rows, criteria, text lines."""
    notes = {number for row in body.rows if row.kind == "note" for _, number in row.slots}
    criteria = {number for role, number in filled_slots(body.rows) if role in {"criterion", "deviation_reason"}}
    texts = [sheet.cells[number].text for number in sorted(notes | criteria)]
    # A rule wrapped over the lines of a page is one rule again when they are joined.
    return tuple(text for text in (*texts, join_lines(line.text for line in lines)) if text)


def _ended(body: Body, below: tuple[Line, ...], words: Vocabulary) -> bool:
    last = body.rows[-1].kind if body.rows else "note"
    return last in {"total", "note"} or any(words.is_end_mark(line.text) for line in below)


def _unknown(header: Header, lattice: Lattice) -> tuple[Notice, ...]:
    if not header.unknown:
        return ()
    names = "、".join(lattice.cells[number].text for number in header.unknown)
    return (Notice(code="C-02", message=f"表头“{names}”未识别", cells=header.unknown),)


def _place(table_no: int, notices: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(replace(notice, table_no=table_no) for notice in notices)

"""Joining what a page break cut: merged cells printed again, left blank or cut in half, and rows cut in half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.place import Place
from gouji.stitch.compare import LONG, Verdict, flows_on, group_verdict, is_reprint, is_rest, longer, looks_cut
from gouji.stitch.rows import is_number, squash
from gouji.stitch.survey import Body, Column, Interval, interval
from gouji.text import join_lines

DENSE = 0.6
"""A column filled in at least this share of the rows has a value in every whole row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A cell at the top of a part and the cell of the same columns that ends at the break."""

    old: Cell
    new: Cell
    column: Column

    @property
    def tall(self) -> bool:
        """One of the two spans rows."""
        return self.old.row_span > 1 or self.new.row_span > 1

    @property
    def texts(self) -> tuple[str, str]:
        """Both texts, squashed."""
        return squash(self.old.text), squash(self.new.text)

    @property
    def same(self) -> bool:
        """The same words stand on both sides; figures prove nothing."""
        old, new = self.texts
        return old == new and bool(new) and not is_number(new)

    @property
    def certain(self) -> bool:
        """The same text is printed again, or a cell drawn over several rows goes on blank: nothing was guessed."""
        old, new = self.texts
        return (old == new and bool(new)) or (not new and self.tall)

    @property
    def unique(self) -> bool:
        """The text below stands nowhere else but at breaks."""
        return self.column.origins[self.texts[1]] < 2

    @property
    def level(self) -> bool:
        """The column holds merged cells, here or elsewhere."""
        return self.tall or self.column.merges


@dataclass(slots=True)
class Joined:
    """The cells so far, those that end at the bottom, and what was done."""

    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    bottom: dict[Interval, int] = field(default_factory=dict)
    joints: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def add(self, body: Body, columns: dict[Interval, Column], labels: frozenset[str]) -> bool:
        """Append a part; join the cells its break cut. Tell whether the cells themselves prove that it goes on."""
        top = [cell for cell in body.cells if cell.row == 0]
        found = self._pairs(top, columns)
        merged = _half_row(found, top, labels) if self.rows and body.rows else None
        offset = self.rows if merged is None else self.rows - 1
        decided = merged if merged is not None else _level_joins(found, labels)
        if self.rows:
            self.joints.append(offset)
        self._extend(decided, half=merged is not None)
        self._append(body, {id(pair.new) for pair, _ in decided}, offset)
        return any(
            verdict in (Verdict.SAME, Verdict.REST) or (verdict is Verdict.BLANK and pair.tall)
            for pair, verdict in decided
        )

    def _pairs(self, top: Iterable[Cell], columns: dict[Interval, Column]) -> list[Pair]:
        pairs: list[Pair] = []
        for new in sorted(top, key=lambda cell: cell.col):
            index = self.bottom.get(interval(new))
            if index is not None:
                pairs.append(Pair(old=self.cells[index], new=new, column=columns[interval(new)]))
        return pairs

    def _extend(self, decided: Sequence[tuple[Pair, Verdict]], *, half: bool) -> None:
        cut: list[Cell] = []
        again: list[Cell] = []
        for pair, verdict in decided:
            cell = _join(pair, verdict, overlap=int(half))
            self.cells[self.bottom[interval(pair.new)]] = cell
            if verdict is Verdict.REST and pair.new.text.strip() and pair.old.text.strip():
                cut.append(cell)
            elif pair.level and not pair.certain:
                again.append(cell)
            if verdict is Verdict.SAME and all(pair.texts) and pair.texts[0] != pair.texts[1]:
                self.notices.append(_differing(pair))
        if again:
            self.notices.append(_continued(again))
        if cut:
            self.notices.append(_cut(cut))

    def _append(self, body: Body, joined: set[int], offset: int) -> None:
        self.rows = offset + body.rows
        kept = {key: at for key, at in self.bottom.items() if _end(self.cells[at]) == self.rows}
        self.bottom = kept
        for cell in body.cells:
            if id(cell) not in joined:
                moved = replace(cell, row=cell.row + offset) if offset else cell
                if _end(moved) == self.rows:
                    self.bottom[interval(moved)] = len(self.cells)
                self.cells.append(moved)


def _end(cell: Cell) -> int:
    return cell.row + cell.row_span


def _join(pair: Pair, verdict: Verdict, overlap: int) -> Cell:
    """Make one cell of two; `overlap` is 1 where the last row above and the first below are one row."""
    old, new = pair.old, pair.new
    text = join_lines([old.text, new.text]) if verdict is Verdict.REST else longer(old.text, new.text)
    return replace(old, text=text, row_span=old.row_span + new.row_span - overlap, places=old.places + new.places)


def _groups(pairs: Sequence[Pair], labels: frozenset[str]) -> list[list[Pair]]:
    """Put neighbours together whose cells have equal extents everywhere: they are cells of one block."""
    blocks: list[list[Pair]] = []
    for pair in pairs:
        if blocks and _twins(blocks[-1][-1], pair):
            blocks[-1].append(pair)
        else:
            blocks.append([pair])
    groups: list[list[Pair]] = []
    for block in blocks:
        parents = any(pair.same for group in groups for pair in group)
        cut = next((at for at in range(1, len(block)) if _parts_company(block, at, parents, labels)), len(block))
        groups += [part for part in (block[:cut], block[cut:]) if part]
    return groups


def _twins(left: Pair, right: Pair) -> bool:
    if left.new.col + left.new.col_span != right.new.col:
        return False
    here = (left.old.row, left.old.row_span, left.new.row_span) == (
        right.old.row,
        right.old.row_span,
        right.new.row_span,
    )
    return here and left.column.shape == right.column.shape


def _parts_company(block: Sequence[Pair], at: int, parents: bool, labels: frozenset[str]) -> bool:
    """Tell whether a pair is of a level below those to its left, the extents of both equal by chance.

    It is if it prints something new where they go on: left blank on either page, though only a paragraph flows on
    beside blank cells of its own block, or printed again, be it under a block that is printed again too or with words
    that stand nowhere else (a code that stands on every block proves nothing).
    """
    group, pair = block[:at], block[at]
    old, new = pair.texts
    texts = [left.texts for left in group]
    equal = sum(above == below for above, below in texts if above)
    if not (old and new) or is_reprint(old, new, equal):
        return False
    if all(not below for _, below in texts):
        return any(above for above, _ in texts) and not flows_on(old, new, pair.column.texts, labels)
    if all(not above for above, _ in texts):
        return True
    if equal < len(group):
        return False
    alone = any(left.unique for left in group if left.same) and len(block) <= 2 * at
    return any(left.same for left in group) and (parents or alone)


def _verdict(group: Sequence[Pair], labels: frozenset[str]) -> Verdict:
    texts = [pair.texts for pair in group]
    rests = [is_rest(*pair.texts, pair.column.texts, labels) for pair in group]
    return group_verdict(texts, rests)


def _level_joins(pairs: Sequence[Pair], labels: frozenset[str]) -> list[tuple[Pair, Verdict]]:
    """Walk the top cells from left to right and join those that go on, up to the first block that is new."""
    decided: list[tuple[Pair, Verdict]] = []
    leading = True
    expected = 0
    for group in _groups(pairs, labels):
        if leading and group[0].new.col != expected:
            break
        expected = group[-1].new.col + group[-1].new.col_span
        if not group[0].level:
            right = [pair for pair in pairs if pair.new.col >= group[0].new.col]
            flat = _flat_prefix(right, {verdict for _, verdict in decided}) if leading else []
            flat = flat[: len(group)]
            decided.extend(flat)
            leading &= len(flat) == len(group) or all(pair.column.numbering for pair in group)
            continue
        verdict = _verdict(group, labels)
        if verdict is Verdict.NEW:
            break
        if _goes_on(group, verdict, leading=leading, again=any(other is Verdict.SAME for _, other in decided)):
            decided.extend(_each(group, verdict))
    return decided


def _each(group: Sequence[Pair], verdict: Verdict) -> list[tuple[Pair, Verdict]]:
    """Give the group's verdict to its pairs: beside a text cut in half others may be printed again whole."""
    whole = verdict is Verdict.REST
    return [
        (pair, Verdict.SAME if whole and all(pair.texts) and is_reprint(*pair.texts, 0) else verdict) for pair in group
    ]


def _flat_prefix(pairs: Sequence[Pair], modes: set[Verdict]) -> list[tuple[Pair, Verdict]]:
    """Return the leading cells that go on though no other cell of their columns is merged, as this page does it."""
    if Verdict.SAME in modes:
        return [(pair, Verdict.SAME) for pair in takewhile(lambda pair: pair.same, pairs)]
    if Verdict.BLANK not in modes:
        return []
    blank = list(takewhile(lambda pair: pair.texts[0] and not pair.texts[1] and not pair.column.blanks, pairs))
    rest = pairs[len(blank) :]
    # A row whose name is lost begins with a figure: what is blank there is not the cell above.
    named = bool(rest) and bool(rest[0].texts[1]) and not is_number(rest[0].texts[1])
    return [(pair, Verdict.BLANK) for pair in blank] if named else []


def _goes_on(group: Sequence[Pair], verdict: Verdict, *, leading: bool, again: bool) -> bool:
    """Tell whether cells of a merging column go on.

    Args:
        group: cells of equal extents.
        verdict: how those below relate to those above.
        leading: no column of single rows stands to their left, so that they name what is to their right.
        again: this page prints merged cells again.
    """
    tall = any(pair.tall for pair in group)
    named = all(pair.column.always_named for pair in group)
    if verdict is Verdict.SAME:
        return leading or (tall and again)
    if verdict is Verdict.REST:
        return leading
    if verdict is Verdict.VOID:
        return tall
    if verdict is Verdict.LATE:
        return leading and named
    return tall or named


def _half_row(pairs: Sequence[Pair], top: Sequence[Cell], labels: frozenset[str]) -> list[tuple[Pair, Verdict]] | None:
    """Return how the cells join if the first row below is the rest of the last row above, else None.

    A rest has text only where the row above has, lacks the values that whole rows have, and its texts are not complete
    ones. Placeholder rows (a class name and nothing else) are whole.
    """
    if len(pairs) < len(top) or not _lacks_values([pair for pair in pairs if not pair.tall]):
        return None
    decided: list[tuple[Pair, Verdict]] = []
    for group in _groups(pairs, labels):
        verdict = _verdict(group, labels) if group[0].level else Verdict.NEW
        if verdict is Verdict.NEW and not group[0].tall and all(_fits_half(pair, labels) for pair in group):
            verdict = Verdict.REST
        if verdict is Verdict.NEW:
            return None
        decided.extend(_each(group, verdict) if group[0].level else [(pair, verdict) for pair in group])
    cut = any(verdict is Verdict.REST and all(pair.texts) and not pair.tall for pair, verdict in decided)
    return decided if cut else None


def _fits_half(pair: Pair, labels: frozenset[str]) -> bool:
    """Tell whether nothing, or the rest of the text above, stands below. Names of merged cells are short and whole."""
    old, new = pair.texts
    if not new or not old or old == new:
        return not new
    return looks_cut(old, new, pair.column.texts, labels) and (not pair.level or len(old) >= LONG)


def _lacks_values(rows: Sequence[Pair]) -> bool:
    """Tell whether the row below lacks every figure, and some value, that whole rows have and the row above has."""
    dense = [pair for pair in rows if pair.column.singles and pair.column.filled >= DENSE * pair.column.singles]
    if any(pair.texts[1] for pair in dense if pair.column.numbering):
        return False
    return any(pair.texts[0] and not pair.texts[1] for pair in dense)


def _places(cells: Iterable[Cell]) -> tuple[Place, ...]:
    return tuple(place for cell in cells for place in cell.places)


def _shown(cells: Sequence[Cell]) -> str:
    texts = [f"“{cell.text[:20]}{'…' if len(cell.text) > 20 else ''}”" for cell in cells if cell.text][:4]
    return "、".join(texts) or "空白的合并单元格"


def _where(cells: Sequence[Cell]) -> str:
    pages = sorted({place.page for place in _places(cells)})
    if len(pages) > 1:
        return f"第{pages[0]}页至第{pages[-1]}页"
    return cells[0].locator or "分页处"


def _continued(cells: Sequence[Cell]) -> Notice:
    message = f"{_where(cells)}：合并单元格跨页，{_shown(cells)}在后页重复印出或留空，已与前页并为一格。"
    return Notice(code="STR-01", message=message, places=_places(cells))


def _cut(cells: Sequence[Cell]) -> Notice:
    message = f"{_where(cells)}：{_shown(cells)}被分页切成两半，已接合。"
    return Notice(code="STR-06", message=message, places=_places(cells))


def _differing(pair: Pair) -> Notice:
    cells = [pair.old, pair.new]
    message = (
        f"{_where(cells)}：同一单元格两次印出的文字略有出入：“{pair.old.text}”与“{pair.new.text}”，保留较完整的一处。"
    )
    return Notice(code="TXT-03", message=message, places=_places(cells))

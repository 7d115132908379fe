"""Joining what a page break cut: merged cells printed again, left blank or cut in half, and rows cut in half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.place import Place
from gouji.stitch.compare import Verdict, join_halves, longer
from gouji.stitch.decide import Decision, decide
from gouji.stitch.evidence import Pair
from gouji.stitch.survey import Body, Column, Interval, interval


@dataclass(slots=True)
class Joined:
    """The cells so far, those that end at the bottom, and what was done."""

    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    bottom: dict[Interval, int] = field(default_factory=dict)
    joints: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def add(self, body: Body, columns: dict[Interval, Column], labels: frozenset[str], *, whole: bool = False) -> bool:
        """Append a part; join the cells its break cut. Tell whether the cells themselves prove that it goes on.

        Where no page but an editor parted the table the rows are `whole`, and so are their cells.
        """
        top = [cell for cell in body.cells if cell.row == 0 and not whole]
        found = self._pairs(top, columns, body.rows)
        decision = decide(found, len(top), labels) if self.rows and body.rows else Decision()
        offset = self.rows - int(decision.half)
        if self.rows:
            self.joints.append(offset)
        self._extend(decision)
        self._append(body, {id(pair.new) for pair, _ in decision.joins}, offset)
        return any(
            verdict in (Verdict.SAME, Verdict.REST) or (verdict is Verdict.BLANK and pair.tall)
            for pair, verdict in decision.joins
        )

    def _pairs(self, top: Iterable[Cell], columns: dict[Interval, Column], rows: int) -> list[Pair]:
        pairs: list[Pair] = []
        for new in sorted(top, key=lambda cell: cell.col):
            index = self.bottom.get(interval(new))
            if index is not None:
                through = new.row_span == rows
                pairs.append(Pair(old=self.cells[index], new=new, column=columns[interval(new)], through=through))
        return pairs

    def _extend(self, decision: Decision) -> None:
        cut: list[Cell] = []
        again: list[Cell] = []
        for pair, verdict in decision.joins:
            cell = _join(pair, verdict, overlap=int(decision.half))
            self.cells[self.bottom[interval(pair.new)]] = cell
            if id(pair) in decision.unsure:
                (cut if verdict is Verdict.REST else again).append(cell)
            if verdict is Verdict.SAME and all(pair.texts) and pair.texts[0] != pair.texts[1]:
                self.notices.append(_differing(pair))
        if again:
            self.notices.append(_continued(again))
        if cut:
            self.notices.append(_cut(cut))
        if decision.parted:
            self.notices.append(_parted(decision.parted))

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
    text = join_halves(old.text, new.text) if verdict is Verdict.REST else longer(old.text, new.text)
    return replace(old, text=text, row_span=old.row_span + new.row_span - overlap, places=old.places + new.places)


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


def _parted(pairs: Sequence[Pair]) -> Notice:
    cells = [cell for pair in pairs for cell in (pair.old, pair.new)]
    message = f"{_where(cells)}：{_shown(cells)}在分页处上下相接，版面不足以判定是否为同一格，未并。"
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

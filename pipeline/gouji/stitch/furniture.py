"""Lines that belong to the page and not to the text: page numbers, running heads, 续表 marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gouji.model.grid import Block, Grid, Line
from gouji.text import squash

SAME_HEIGHT = 6.0
"""Running heads stand at one height on every page; half a line of small print apart (points)."""

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,5})"
_PAGE_NUMBER = re.compile(
    rf"""[-—–―~·•.|_<>]* (?:
        \d{{1,3}} | [ivxl]{{1,6}}
        | \d{{1,4}} (?:/|\|?of) \d{{1,4}}
        | (?:第{_COUNT}|\d{{1,4}})[页頁张] [/,，、;|·]* (?:[共总]{_COUNT}[页頁张])?
        | [共总]{_COUNT}[页頁张] [/,，、;|·]* 第{_COUNT}[页頁张]
        | p(?:age|\.)?\d{{1,4}} (?:(?:/|of)\d{{1,4}})?
    ) [-—–―~·•.|_<>]*""",
    re.VERBOSE,
)
_MARK = re.compile(
    r"""续表.{0,40} | [(\[]续[)\]].{0,40} | .{0,60}[(\[]续(?:表|上表|前表)?[\d一二三四五六七八九十]*[)\]]
    | .{0,60}[(\[]接上[页表][)\]] | [(\[]?(?:续|接|上接|承)[上前]一?[页表][)\]]? | [(\[]?(?:转|下转|续)下一?[页表][)\]]?
    | [(\[]?未完(?:待续)?[)\]]? | 续[\d一二三四五六七八九十]*""",
    re.VERBOSE,
)
_COUNTERS = re.compile(r"(第|共)\d+(页)|\d+/\d+$")


def is_page_number(line: Line) -> bool:
    """Tell whether the line is nothing but a page number."""
    return _PAGE_NUMBER.fullmatch(squash(line.text).casefold()) is not None


def is_mark(line: Line) -> bool:
    """Tell whether the line says that a table goes on here (续表, （续）, 接上页)."""
    return _MARK.fullmatch(squash(line.text)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Where each text stands above the first and below the last table of its page."""

    places: dict[tuple[str, bool], list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))

    def runs(self, line: Line, below: bool) -> bool:
        """Tell whether the line stands at the same height on another page too."""
        if not line.places:
            return False
        place = line.places[0]
        return any(
            page != place.page and abs(top - place.box.top) <= SAME_HEIGHT
            for page, top in self.places.get((_key(line, below), below), ())
        )


def _key(line: Line, below: bool) -> str:
    text = _COUNTERS.sub(r"\1#\2", squash(line.text))
    # A number at the end of a foot line is the page's; at the end of a head line it may count the tables.
    return re.sub(r"\d+$", "#", text) if below else text


def heads(blocks: Iterable[Block]) -> Heads:
    """Collect the lines above the first and below the last table of every page."""
    found = Heads()
    waiting: list[Line] = []
    page = 0
    for block in blocks:
        if isinstance(block, Grid):
            for line in waiting:
                _register(found, line, below=line.places[0].page == page)
            waiting = []
            page = block.place.page if block.place is not None else page
        elif block.places:
            waiting.append(block)
    for line in waiting:
        _register(found, line, below=line.places[0].page == page)
    return found


def _register(found: Heads, line: Line, below: bool) -> None:
    found.places[_key(line, below), below].append((line.places[0].page, line.places[0].box.top))


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What the lines between two tables allow: going on (`open`), and whether one says so (`marked`)."""

    open: bool
    marked: bool


def judge(lines: Sequence[Line], last: Grid, before: Sequence[Line], found: Heads) -> Between:
    """Tell whether nothing but furniture stands between two tables.

    Args:
        lines: those between the two.
        last: the table above them.
        before: the lines above the first part of that table.
        found: the running heads of the document.
    """
    marked = any(is_mark(line) for line in lines)
    known = {squash(line.text) for line in before}
    page = last.place.page if last.place is not None else 0

    def passes(line: Line) -> bool:
        if is_page_number(line) or is_mark(line) or not line.text.strip():
            return True
        if line.places:
            return found.runs(line, below=line.places[0].page == page) or (marked and squash(line.text) in known)
        return (marked or last.ragged) and squash(line.text) in known

    return Between(open=all(passes(line) for line in lines), marked=marked)

"""One walk over a page: its elements become tables and lines in the order they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from gouji.model.grid import Block, Grid, Line
from gouji.model.notice import Notice
from gouji.read.html_style import Styles, is_blank, is_removed, sides_of
from gouji.read.html_table import Box, Draft, Group, lay_out, to_grid
from gouji.read.sheet_tables import leaf_to_blocks
from gouji.read.workbook import BOTTOM, LEFT, RIGHT, TOP, Doubts, Leaf, Range, Slot, whole
from gouji.text import fold, squash

DATA, LAYOUT, INNER = "data", "layout", "inner"
OWN_CELLS = 6
"""A table that holds another is a table itself if it has so many filled cells of its own, and most of the text."""
FEW = 3
"""Cells of a single row that are no table: a unit and a money unit above one."""

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "textarea", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_GROUPS = ("thead", "tbody", "tfoot")
_TICKED = {True: "☑", False: "□"}
_SHOWN = 20


@dataclass(slots=True)
class _Weight:
    element: etree._Element
    own: int = 0
    nested: int = 0
    holds: bool = False
    cells: int = 0
    filled_at: int = -1
    in_row: int = 0
    widest: int = 0


def classify(root: etree._Element) -> Mapping[etree._Element, str]:
    """Tell for each table whether it is data, layout around others, or a table inside a cell of data."""
    kinds: dict[etree._Element, str] = {}
    open_tables: list[_Weight] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag == "table":
                open_tables.append(_Weight(element=element))
            elif tag == "tr" and open_tables:
                open_tables[-1].in_row = 0
            elif tag in ("td", "th") and open_tables:
                _open_cell(open_tables[-1])
            if open_tables and tag not in ("script", "style"):
                open_tables[-1].own += len((element.text or "").strip())
            continue
        if tag in ("td", "th") and open_tables:
            top = open_tables[-1]
            top.cells += top.own > top.filled_at >= 0
            top.filled_at = -1
        if tag == "table":
            _close(open_tables, kinds)
        if open_tables:
            open_tables[-1].own += len((element.tail or "").strip())
    return _with_inner(root, kinds)


def _open_cell(table: _Weight) -> None:
    table.filled_at = table.own
    table.in_row += 1
    table.widest = max(table.widest, table.in_row)


def _close(open_tables: list[_Weight], kinds: dict[etree._Element, str]) -> None:
    done = open_tables.pop()
    own = not done.holds or (done.own > 2 * done.nested and done.cells >= OWN_CELLS)
    kinds[done.element] = DATA if own else LAYOUT
    if open_tables:
        outer = open_tables[-1]
        outer.holds = True
        # A table of one column in a cell places that cell's text: it is the outer table's own.
        outer.own += done.own if done.widest < 2 else 0
        outer.nested += done.nested + (done.own if done.widest >= 2 else 0)


def _with_inner(root: etree._Element, kinds: dict[etree._Element, str]) -> dict[etree._Element, str]:
    within = 0
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="table"):
        if event == "start":
            if within:
                kinds[element] = INNER
            within += within > 0 or kinds[element] == DATA
        else:
            within -= within > 0
    return kinds


class Walk:
    """Collects blocks; `tables` is how many tables came before this page."""

    def __init__(
        self, root: etree._Element, kinds: Mapping[etree._Element, str], tables: int, *, as_sheet: bool
    ) -> None:
        self._root, self._kinds, self._as_sheet = root, kinds, as_sheet
        self._styles = Styles(root)
        self._options = _chosen_options(root)
        self._blocks: list[Block] = []
        self._line: list[str] = []
        self._draft: Draft | None = None
        self._box: Box | None = None
        self._inner = 0
        self._links = 0
        self._silent = 0
        self._tables = tables
        self._lists: list[int | None] = []
        self._doubts = Doubts()

    def blocks(self) -> list[Block]:
        """Walk the page."""
        walker = etree.iterwalk(self._root, events=("start", "end"))
        skipped: etree._Element | None = None
        blank: list[etree._Element] = []
        for event, element in walker:
            if event == "start":
                properties = self._styles.of(element)
                if is_removed(element, properties) or self._is_unchosen(element):
                    self._note_hidden(element)
                    skipped = element
                    walker.skip_subtree()
                    continue
                if is_blank(properties):
                    blank.append(element)
                    self._silent += 1
                self._start(element, properties)
                self._text(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._end(element)
                    if blank and blank[-1] is element:
                        blank.pop()
                        self._silent -= 1
                self._text(element.tail)
        self._flush()
        return self._blocks

    def _is_unchosen(self, element: etree._Element) -> bool:
        return element.tag == "option" and element not in self._options

    def notices(self) -> tuple[Notice, ...]:
        """Return the doubts met on the way."""
        return self._doubts.notices()

    def _note_hidden(self, element: etree._Element) -> None:
        """Hidden text matters where a table stands: menus and scripts elsewhere are no loss."""
        if self._draft is None or element.tag in ("script", "style", "option", "noscript"):
            return
        text = " ".join("".join(cast("Iterator[str]", element.itertext())).split())
        if text:
            self._doubts.hidden.append(text[:_SHOWN])

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._silent:
            if self._draft is not None and text.strip():
                self._doubts.hidden.append(text.strip()[:_SHOWN])
            return
        if self._box is not None:
            self._box.texts.append(text)
            self._box.linked += len(text.strip()) if self._links else 0
        else:
            # Text between the rows of a table is shown before it.
            self._line.append(text)

    def _break(self) -> None:
        if self._box is not None:
            self._box.texts.append("\n")
        else:
            self._flush()

    def _flush(self) -> None:
        text = " ".join(fold("".join(self._line)).split())
        self._line.clear()
        if text:
            self._blocks.append(Line(text=text, locator=f"第{len(self._blocks) + 1}段"))

    def _start(self, element: etree._Element, properties: dict[str, str]) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._break()
        if tag == "table":
            self._start_table(element)
        elif self._draft is not None and not self._inner:
            self._start_part(self._draft, element, properties)
        self._links += tag == "a"
        if tag == "input":
            self._text(_control(element))
        elif tag in ("ol", "ul"):
            self._lists.append(_first_number(element) if tag == "ol" else None)
        elif tag == "li" and self._lists and self._lists[-1] is not None:
            self._text(f"{self._lists[-1]}. ")
            self._lists[-1] += 1

    def _start_table(self, element: etree._Element) -> None:
        if self._draft is not None:
            self._inner += 1
        elif self._kinds.get(element) == DATA:
            self._flush()
            border = (element.get("border") or "0").strip()
            self._draft = Draft(framed=border != "0" or (element.get("rules") or "") == "all")

    def _start_part(self, draft: Draft, element: etree._Element, properties: dict[str, str]) -> None:
        tag = str(element.tag)
        if tag in _GROUPS:
            self._box = None
            draft.begin_group(cast("Group", tag))
        elif tag == "tr":
            self._box = None
            draft.begin_row()
        elif tag in ("td", "th"):
            self._box = draft.cell(element.get("rowspan") or "1", element.get("colspan") or "1")
            self._box.sides = (LEFT | RIGHT | TOP | BOTTOM) if draft.framed else sides_of(properties)

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._links -= tag == "a"
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if self._draft is not None and not self._inner:
            if tag in ("td", "th", "tr", *_GROUPS):
                self._box = None
            if tag == "tr":
                self._draft.end_row()
            elif tag in _GROUPS:
                self._draft.end_group()
        if tag == "table" and self._draft is not None:
            if self._inner:
                self._inner -= 1
            else:
                self._end_table(self._draft)
        if tag in _BLOCKS:
            self._break()

    def _end_table(self, draft: Draft) -> None:
        self._draft = self._box = None
        self._flush()
        filled = [box for box in draft.boxes if box.text]
        if not filled:
            return
        self._tables += 1
        if self._as_sheet or _is_sheet(draft):
            self._blocks += leaf_to_blocks(_leaf(draft, f"表{self._tables}"), self._doubts)
            return
        grid, overlapped = to_grid(draft, self._tables)
        if grid is None or _is_text(grid, filled):
            self._tables -= 1
            self._blocks += _lines(filled, len(self._blocks))
            return
        if overlapped:
            self._doubts.crossed.append(f"表{self._tables}")
        self._blocks.append(grid)


def _is_sheet(draft: Draft) -> bool:
    """Tell whether rows without any border stand above cells framed one by one: a worksheet saved as a page."""
    framed = sum(bool(box.sides & (LEFT | RIGHT)) for box in draft.boxes)
    rows = (row for section in draft.sections for row in section.rows)
    first = next((row for row in rows if any(box.text for box in row)), [])
    return not any(box.sides for box in first) and 2 * framed > len(draft.boxes)


def _is_text(grid: Grid, filled: list[Box]) -> bool:
    """Tell whether a table serves to place text: one column, a few cells in a row, or nothing but links."""
    if grid.cols < 2 or len(filled) < 2 or (grid.rows == 1 and len(grid.cells) <= FEW):
        return True
    letters = sum(len(squash(box.text)) for box in filled)
    return sum(box.linked for box in filled) * 10 > letters * 8


def _lines(boxes: list[Box], before: int) -> Iterator[Line]:
    texts: list[str] = []
    for box in boxes:
        for piece in "".join(box.texts).split("\n"):
            text = " ".join(fold(piece).split())
            if text and texts and texts[-1].endswith(("：", ":")):
                texts[-1] += text
            elif text:
                texts.append(text)
    for number, text in enumerate(texts, start=before + 1):
        yield Line(text=text, locator=f"第{number}段")


def _leaf(draft: Draft, name: str) -> Leaf:
    """Return a table that a spreadsheet program wrote as the worksheet it was."""
    boxes, _, _ = lay_out(draft)
    merges = [
        Range(top=box.row, left=box.col, bottom=box.row + box.row_span - 1, right=box.col + box.col_span - 1)
        for box in boxes
        if box.row_span > 1 or box.col_span > 1
    ]
    return Leaf(
        name=name,
        slots={(box.row, box.col): Slot(text=box.text, sides=box.sides) for box in boxes if box.text or box.sides},
        merges=tuple(merges),
    )


def _control(element: etree._Element) -> str:
    """Return what a form control shows."""
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return _TICKED[element.get("checked") is not None]
    if kind in ("hidden", "button", "submit", "reset", "image", "file", "password"):
        return ""
    return element.get("value") or ""


def _chosen_options(root: etree._Element) -> frozenset[etree._Element]:
    """Return the options that closed lists show."""
    found: list[etree._Element] = []
    for select in root.iter("select"):
        options = list(select.iter("option"))
        found += [one for one in options if one.get("selected") is not None][:1] or options[:1]
    return frozenset(found)


def _first_number(element: etree._Element) -> int | None:
    if (element.get("type") or "1") != "1":
        return None
    start = whole(element.get("start"))
    return 1 if start is None else start

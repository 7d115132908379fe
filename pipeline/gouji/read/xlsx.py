"""XLSX: worksheets as they are shown, streamed row by row; formatting without content costs no memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from gouji.exceptions import DocumentError
from gouji.model.grid import Block
from gouji.model.notice import Notice
from gouji.read.number_format import show_number, show_text, to_decimal, to_serial
from gouji.read.package import XmlPackage
from gouji.read.sheet_tables import sheets_to_blocks
from gouji.read.workbook import FAR, LAST_COL, LAST_ROW, SHOWN, Doubts, Leaf, Range, Slot, Spot, whole
from gouji.read.xlsx_styles import Format, read_formats

MAX_CELLS = 2_000_000
"""Cells with content, of a whole workbook, that are read."""
MAX_LETTERS = 2**25
"""Characters of a whole workbook that are read: one long text may stand in any number of cells."""

_ON = frozenset({"1", "true", "on"})
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_WORDS = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}


def read_xlsx(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read the visible worksheets of an XLSX in their order.

    Cells are texts as printed, formulas their stored results. Hidden sheets, rows and columns are left out.

    Raises:
        DocumentError: the package cannot be read or is not safe to read.
    """
    package = XmlPackage(data, "XLSX")
    book = _book(package)
    doubts = Doubts()
    leaves = [leaf for name, path in book.sheets if (leaf := _Reader(package, book, doubts).leaf(name, path)).slots]
    for name, path in book.hidden:
        text = _first_text(_Reader(package, book, Doubts()).leaf(name, path))
        if text:
            doubts.hidden.append(f"{name}：{text[:SHOWN]}")
    return sheets_to_blocks(leaves, doubts), doubts.notices()


def _first_text(leaf: Leaf) -> str:
    return next((slot.text for slot in leaf.slots.values() if slot.text.strip()), "")


@dataclass(slots=True)
class _Book:
    """What the workbook says: its sheets as (name, part), shown and hidden, its strings, formats and calendar."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    strings: Sequence[str] = ()
    formats: Sequence[Format] = ()
    base_1904: bool = False
    letters: int = 0


def _book(package: XmlPackage) -> _Book:
    main = next(
        (target for kind, target in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    if not package.has(main):
        main = "xl/workbook.xml"
    relations = package.relations(main)
    book = _Book()
    for element in package.parts(main, ("workbookPr", "sheet")):
        if etree.QName(element).localname == "workbookPr":
            book.base_1904 = element.get("date1904", "0") in _ON
            continue
        relation = next((value for key, value in element.items() if str(key).endswith("}id")), "")
        kind, target = relations.get(str(relation), ("", ""))
        if kind == "worksheet" and package.has(target):
            shown = element.get("state", "visible") == "visible"
            (book.sheets if shown else book.hidden).append((element.get("name", ""), target))
    if not (book.sheets or book.hidden):
        raise DocumentError("unreadable", "XLSX 内没有可以读取的工作表，请重新保存文件。")
    parts = dict(relations.values())
    book.strings = _strings(package, parts.get("sharedStrings"))
    book.formats = read_formats(package, parts.get("styles"))
    return book


def _strings(package: XmlPackage, name: str | None) -> list[str]:
    if name is None or not package.has(name):
        return []
    return [_rich_text(element) for element in package.parts(name, ("si",))]


def _rich_text(element: etree._Element) -> str:
    """Return the text of a string with runs; readings printed above it (rPh) are left out."""
    out: list[str] = []
    for child in element:
        kind = etree.QName(child).localname
        if kind == "t":
            out.append(child.text or "")
        elif kind == "r":
            out += [text.text or "" for text in child.iterfind("{*}t")]
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), "".join(out))


class _Reader:
    """Reads one worksheet."""

    def __init__(self, package: XmlPackage, book: _Book, doubts: Doubts) -> None:
        self.package, self.book, self.doubts = package, book, doubts
        self.name = ""
        self.slots: dict[Spot, Slot] = {}
        self.waiting: list[tuple[Spot, Slot]] = []
        self.last_text = -1
        self.merges: list[Range] = []
        self.hidden_rows: list[tuple[int, int]] = []
        self.hidden_cols: list[tuple[int, int]] = []
        self.zeros = True

    def leaf(self, name: str, path: str) -> Leaf:
        """Read a worksheet's part."""
        self.name = name
        number = -1
        for element in self.package.parts(path, ("sheetView", "col", "row", "mergeCell")):
            kind = etree.QName(element).localname
            if kind == "row":
                number = self._row(element, number)
            elif kind == "col":
                self._col(element)
            elif kind == "mergeCell":
                self._merge(element.get("ref", ""))
            else:
                self.zeros = element.get("showZeros", "1") in _ON
        self._flush()
        return Leaf(
            name=name,
            slots=self.slots,
            merges=tuple(self.merges),
            hidden_rows=tuple(self.hidden_rows),
            hidden_cols=tuple(self.hidden_cols),
        )

    def _col(self, element: etree._Element) -> None:
        width = element.get("width")
        if element.get("hidden", "0") in _ON or (width is not None and to_decimal(width) == 0):
            first, last = whole(element.get("min")), whole(element.get("max"))
            if first and last and last >= first:
                self.hidden_cols.append((first - 1, min(last, LAST_COL) - 1))

    def _merge(self, ref: str) -> None:
        try:
            left, top, right, bottom = range_boundaries(ref)
        except (ValueError, TypeError):
            return
        if left and top and right and bottom:
            self.merges.append(Range(top=top - 1, left=left - 1, bottom=bottom - 1, right=right - 1))

    def _row(self, row: etree._Element, before: int) -> int:
        number = (whole(row.get("r")) or before + 2) - 1
        height = row.get("ht")
        if row.get("hidden", "0") in _ON or (height is not None and to_decimal(height) == 0):
            if self.hidden_rows and self.hidden_rows[-1][1] == number - 1:
                self.hidden_rows[-1] = (self.hidden_rows[-1][0], number)
            else:
                self.hidden_rows.append((number, number))
        col = -1
        for cell in row:
            place = _PLACE.fullmatch(cell.get("r", ""))
            col = _column(place.group(1)) if place else col + 1
            if col < LAST_COL and number < LAST_ROW:
                self._cell(cell, (number, col))
        return number

    def _cell(self, cell: etree._Element, spot: Spot) -> None:
        at = whole(cell.get("s")) or 0
        layout = self.book.formats[at] if at < len(self.book.formats) else Format()
        text = self._text(cell, layout, spot) if len(cell) else ""
        if text and layout.white:
            self.doubts.hidden.append(text[:SHOWN])
            text = ""
        if text:
            self._flush()
            self.last_text = spot[0]
            self.slots[spot] = Slot(text=text, sides=layout.sides, size=layout.size)
            self.book.letters += len(text)
            if self.book.letters > MAX_LETTERS:
                raise DocumentError("too_large", f"XLSX 的文字超过 {MAX_LETTERS} 字，未读取。")
            if len(self.slots) > MAX_CELLS:
                raise DocumentError("too_large", f"XLSX 的单元格超过 {MAX_CELLS} 个，未读取。")
        elif layout.sides and spot[0] <= self.last_text + FAR:
            self.waiting.append((spot, Slot(sides=layout.sides, size=layout.size)))

    def _flush(self) -> None:
        self.slots.update(self.waiting)
        self.waiting.clear()

    def _text(self, cell: etree._Element, layout: Format, spot: Spot) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else show_text(_rich_text(inline), layout.code)
        value = cell.find("{*}v")
        if value is None or not value.text:
            if kind != "str" and cell.find("{*}f") is not None:
                self.doubts.formulas.append(self._address(spot))
            return ""
        return self._shown(kind, value.text, layout, spot)

    def _shown(self, kind: str, value: str, layout: Format, spot: Spot) -> str:
        if kind == "s":
            at = whole(value.strip())
            known = at is not None and at < len(self.book.strings)
            return show_text(self.book.strings[at], layout.code) if at is not None and known else ""
        if kind == "str":
            return show_text(_ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value), layout.code)
        if kind == "b":
            return _WORDS.get(value.strip().lower(), value)
        if kind == "e":
            return value
        number = to_serial(value, base_1904=self.book.base_1904) if kind == "d" else to_decimal(value)
        if number is None:
            return value
        if number == 0 and not self.zeros:
            return ""
        shown = show_number(number, layout.code, base_1904=self.book.base_1904)
        if not shown.sure:
            self.doubts.formats.setdefault(layout.code, self._address(spot))
        return shown.text

    def _address(self, spot: Spot) -> str:
        return f"{self.name}!{get_column_letter(min(spot[1], LAST_COL - 1) + 1)}{spot[0] + 1}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number - 1

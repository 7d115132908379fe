"""XLS: worksheets of the old binary workbook as they are shown."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator

import xlrd
from xlrd.book import Book
from xlrd.compdoc import SIGNATURE, CompDocError
from xlrd.sheet import Sheet

from gouji.exceptions import DocumentError
from gouji.model.grid import Block
from gouji.model.notice import Notice
from gouji.read.container import stream_of
from gouji.read.number_format import BUILTIN, show_number, show_text, to_decimal
from gouji.read.sheet_tables import sheets_to_blocks
from gouji.read.workbook import BOTTOM, FAR, LEFT, RIGHT, SHOWN, TOP, Doubts, Leaf, Range, Slot, Spot
from gouji.read.xlsx_styles import Format

_BROKEN = (
    xlrd.XLRDError, CompDocError, struct.error, AssertionError, AttributeError, IndexError, KeyError, LookupError,
    NotImplementedError, OverflowError, TypeError, UnicodeError, ValueError, ZeroDivisionError,
)  # fmt: skip
"""What the library raises on damaged files, each of them seen."""
_WHITE = (9, 1)
"""Numbers of white among the palette's first colours."""
_BY_LOCALE = frozenset({14, 22, *range(27, 37), *range(50, 59)})
"""Formats whose look the edition decides and no file states."""


def read_xls(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read the visible worksheets of an XLS in their order.

    Raises:
        DocumentError: encrypted, unreadable or truncated.
    """
    book = _open(data)
    doubts = Doubts()
    leaves = []
    try:
        for sheet in book.sheets():
            leaf = _Reader(book, sheet, doubts if sheet.visibility == 0 else Doubts()).leaf()
            if sheet.visibility == 0 and leaf.slots:
                leaves.append(leaf)
            elif text := next((slot.text for slot in leaf.slots.values() if slot.text.strip()), ""):
                doubts.hidden.append(f"{leaf.name}：{text[:SHOWN]}")
    except _BROKEN as error:
        raise _unreadable(error) from error
    return sheets_to_blocks(leaves, doubts), doubts.notices()


def _open(data: bytes) -> Book:
    try:
        # The library itself follows chains of sectors that run in a circle without end.
        stream = stream_of(data, "Workbook", "Book") if data.startswith(SIGNATURE) else data
        return xlrd.open_workbook(
            file_contents=stream or b" ", formatting_info=True, logfile=io.StringIO(), ragged_rows=True, on_demand=False
        )
    except _BROKEN as error:
        if "ncrypted" in str(error) or "assword" in str(error):
            raise DocumentError("encrypted", "XLS 工作簿设有打开密码。请另存为不加密的文件后再读。") from error
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> DocumentError:
    said = " ".join(str(error).split())[:60] or type(error).__name__
    return DocumentError("unreadable", f"XLS 工作簿已损坏或不完整（{said}），请用表格软件重新保存为 XLSX 后再读。")


class _Reader:
    """Reads one worksheet."""

    def __init__(self, book: Book, sheet: Sheet, doubts: Doubts) -> None:
        self.book, self.sheet, self.doubts = book, sheet, doubts
        self.formats: dict[int, Format] = {}
        self.show: dict[int, Callable[[object, Format, Spot], str]] = {
            xlrd.XL_CELL_TEXT: lambda value, layout, _: show_text(str(value), layout.code),
            xlrd.XL_CELL_NUMBER: self._number,
            xlrd.XL_CELL_DATE: self._number,
            xlrd.XL_CELL_BOOLEAN: lambda value, _, __: "TRUE" if value else "FALSE",
            xlrd.XL_CELL_ERROR: lambda value, _, __: str(xlrd.error_text_from_code.get(value, "#ERR!")),
        }

    def leaf(self) -> Leaf:
        """Return the worksheet."""
        slots: dict[Spot, Slot] = {}
        waiting: dict[Spot, Slot] = {}
        last = -1
        for spot, slot in self._slots():
            if slot.text:
                slots |= waiting
                waiting.clear()
                slots[spot] = slot
                last = spot[0]
            elif slot.sides and spot[0] <= last + FAR:
                waiting[spot] = slot
        slots |= waiting
        sheet = self.sheet
        return Leaf(
            name=sheet.name,
            slots=slots,
            merges=tuple(
                Range(top=top, left=left, bottom=bottom - 1, right=right - 1)
                for top, bottom, left, right in sheet.merged_cells
                if bottom > top and right > left
            ),
            hidden_rows=tuple((row, row) for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
            hidden_cols=tuple((col, col) for col, info in sheet.colinfo_map.items() if info.hidden or info.width == 0),
        )

    def _slots(self) -> Iterator[tuple[Spot, Slot]]:
        sheet = self.sheet
        for row in range(sheet.nrows):
            for col in range(sheet.row_len(row)):
                layout = self._format(sheet.cell_xf_index(row, col))
                kind = sheet.cell_type(row, col)
                show = self.show.get(kind)
                text = show(sheet.cell_value(row, col), layout, (row, col)) if show else ""
                if text and layout.white:
                    self.doubts.hidden.append(text[:SHOWN])
                    text = ""
                yield (row, col), Slot(text=text, sides=layout.sides, size=layout.size)

    def _number(self, value: object, layout: Format, spot: Spot) -> str:
        number = to_decimal(repr(value))
        if number is None:
            return str(value)
        if number == 0 and not self.sheet.show_zero_values:
            return ""
        shown = show_number(number, layout.code, base_1904=bool(self.book.datemode))
        if not shown.sure:
            self.doubts.formats.setdefault(layout.code, f"{self.sheet.name}!{xlrd.cellname(*spot)}")
        return shown.text

    def _format(self, index: int) -> Format:
        if index not in self.formats:
            self.formats[index] = self._new_format(index)
        return self.formats[index]

    def _new_format(self, index: int) -> Format:
        xf = self.book.xf_list[index]
        font = self.book.font_list[xf.font_index]
        border = xf.border
        sides = (border.left_line_style and LEFT) | (border.right_line_style and RIGHT)
        sides |= (border.top_line_style and TOP) | (border.bottom_line_style and BOTTOM)
        shaded = xf.background.fill_pattern != 0 and xf.background.pattern_colour_index not in _WHITE
        return Format(
            code=self._code(xf.format_key),
            sides=sides,
            size=font.height / 20,
            white=font.colour_index in _WHITE and not shaded,
        )

    def _code(self, key: int) -> str:
        if key in _BY_LOCALE:
            return BUILTIN[key]
        known = self.book.format_map.get(key)
        return (known.format_str if known is not None else None) or BUILTIN.get(key, "General")

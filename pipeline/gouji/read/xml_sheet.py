"""SpreadsheetML 2003: the workbook as a single XML file, usual where a system exports .xls."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gouji.exceptions import DocumentError
from gouji.model.grid import Block
from gouji.model.notice import Notice
from gouji.read.number_format import BUILTIN, show_number, show_text, to_decimal, to_serial
from gouji.read.sheet_tables import sheets_to_blocks
from gouji.read.workbook import (
    BOTTOM,
    FAR,
    LAST_COL,
    LAST_ROW,
    LEFT,
    RIGHT,
    SHOWN,
    TOP,
    Doubts,
    Leaf,
    Range,
    Slot,
    Spot,
    whole,
)  # fmt: skip
from gouji.read.xlsx_styles import Format

MAX_BYTES = 256 * 2**20
_NS = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NS}}}"
_NAMED = {
    "General": "General", "General Number": "General", "General Date": BUILTIN[22], "Short Date": BUILTIN[14],
    "Long Date": BUILTIN[31], "Medium Date": BUILTIN[15], "Short Time": BUILTIN[20], "Long Time": BUILTIN[21],
    "Medium Time": BUILTIN[18], "Currency": BUILTIN[7], "Fixed": BUILTIN[2], "Standard": BUILTIN[4],
    "Percent": BUILTIN[10], "Scientific": BUILTIN[11], "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}  # fmt: skip
_SIDES = {"Left": LEFT, "Right": RIGHT, "Top": TOP, "Bottom": BOTTOM}


def read_xml_sheet(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read the visible worksheets of a SpreadsheetML 2003 file in their order.

    Raises:
        DocumentError: unreadable, too_large or bomb.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(
            "too_large", f"XML 工作簿有 {len(data) // 2**20} MiB，超过 {MAX_BYTES // 2**20} MiB，未读取。"
        )
    if b"<!DOCTYPE" in data[:65536].replace(b"\0", b""):
        raise DocumentError("bomb", "XML 工作簿带有 DOCTYPE 声明，可能是恶意构造，未读取。")
    doubts = Doubts()
    reader = _Reader(doubts)
    try:
        reader.read(data)
    except etree.XMLSyntaxError as error:
        said = str(error).lower()
        reason = "bomb" if any(word in said for word in ("depth", "too long", "huge")) else "unreadable"
        raise DocumentError(reason, f"XML 工作簿有误（第 {error.lineno} 行），请重新保存文件。") from error
    return sheets_to_blocks([leaf for leaf in reader.leaves if leaf.slots], doubts), doubts.notices()


@dataclass(slots=True)
class _Sheet:
    name: str
    slots: dict[Spot, Slot] = field(default_factory=dict)
    waiting: dict[Spot, Slot] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    row: int = -1
    col: int = -1
    last_text: int = -1
    visible: bool = True

    def leaf(self) -> Leaf:
        return Leaf(
            name=self.name,
            slots=self.slots | self.waiting,
            merges=tuple(self.merges),
            hidden_rows=tuple(self.hidden_rows),
            hidden_cols=tuple(self.hidden_cols),
        )


class _Reader:
    """Takes the file's elements as they come."""

    def __init__(self, doubts: Doubts) -> None:
        self.doubts = doubts
        self.leaves: list[Leaf] = []
        self.styles: dict[str, Format] = {}
        self.base_1904 = False

    def read(self, data: bytes) -> None:
        """Read the whole file."""
        tags = [f"{_SS}{name}" for name in ("Style", "Worksheet", "Table", "Column", "Row")]
        tags += ["{*}Visible", "{*}Date1904"]
        events = etree.iterparse(
            io.BytesIO(data), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        )
        sheet = _Sheet(name="")
        for event, element in events:
            kind = etree.QName(element).localname
            if event == "start":
                if kind == "Worksheet":
                    sheet = _Sheet(name=element.get(f"{_SS}Name", ""))
                continue
            self._end(kind, element, sheet)
            if kind != "Table":
                element.clear()

    def _end(self, kind: str, element: etree._Element, sheet: _Sheet) -> None:
        if kind == "Date1904":
            self.base_1904 = True
        elif kind == "Style":
            self._style(element)
        elif kind == "Visible":
            sheet.visible = not (element.text or "").strip().startswith("SheetHidden") and (
                (element.text or "").strip() != "SheetVeryHidden"
            )
        elif kind == "Column":
            self._column(element, sheet)
        elif kind == "Row":
            self._row(element, sheet)
        elif kind == "Worksheet":
            self._finish(sheet)

    def _finish(self, sheet: _Sheet) -> None:
        text = next((slot.text for slot in sheet.slots.values() if slot.text.strip()), "")
        if sheet.visible:
            self.leaves.append(sheet.leaf())
        elif text:
            self.doubts.hidden.append(f"{sheet.name}：{text[:SHOWN]}")

    def _style(self, element: etree._Element) -> None:
        parent = self.styles.get(element.get(f"{_SS}Parent", "Default"), Format())
        number, font = element.find(f"{_SS}NumberFormat"), element.find(f"{_SS}Font")
        borders, inside = element.find(f"{_SS}Borders"), element.find(f"{_SS}Interior")
        code = parent.code
        if number is not None:
            stated = number.get(f"{_SS}Format", "General")
            code = _NAMED.get(stated, stated)
        size, white = parent.size, parent.white
        if font is not None:
            points = to_decimal(font.get(f"{_SS}Size", ""))
            size = float(points) if points is not None else size
            white = font.get(f"{_SS}Color", "").upper() == "#FFFFFF"
        if inside is not None and inside.get(f"{_SS}Pattern", "None") != "None":
            white = white and inside.get(f"{_SS}Color", "").upper() == "#FFFFFF"
        sides = parent.sides if borders is None else sum({_side(border) for border in borders})
        self.styles[element.get(f"{_SS}ID", "")] = Format(code=code, sides=sides, size=size, white=white)

    def _column(self, element: etree._Element, sheet: _Sheet) -> None:
        start = _place(element.get(f"{_SS}Index"), sheet.col + 1, LAST_COL)
        sheet.col = min(start + (whole(element.get(f"{_SS}Span")) or 0), LAST_COL)
        if element.get(f"{_SS}Hidden") == "1" or to_decimal(element.get(f"{_SS}Width", "1")) == 0:
            sheet.hidden_cols.append((start, sheet.col))

    def _row(self, element: etree._Element, sheet: _Sheet) -> None:
        sheet.row = _place(element.get(f"{_SS}Index"), sheet.row + 1, LAST_ROW)
        span = min(whole(element.get(f"{_SS}Span")) or 0, LAST_ROW - sheet.row)
        if element.get(f"{_SS}Hidden") == "1" or to_decimal(element.get(f"{_SS}Height", "1")) == 0:
            sheet.hidden_rows.append((sheet.row, sheet.row + span))
        col = -1
        for cell in element.iterchildren(f"{_SS}Cell"):
            col = _place(cell.get(f"{_SS}Index"), col + 1, LAST_COL)
            if col >= LAST_COL or sheet.row >= LAST_ROW:
                break
            across = min(whole(cell.get(f"{_SS}MergeAcross")) or 0, LAST_COL - 1 - col)
            down = min(whole(cell.get(f"{_SS}MergeDown")) or 0, LAST_ROW - 1 - sheet.row)
            self._cell(cell, (sheet.row, col), cell.get(f"{_SS}StyleID") or element.get(f"{_SS}StyleID") or "", sheet)
            if across or down:
                sheet.merges.append(Range(top=sheet.row, left=col, bottom=sheet.row + down, right=col + across))
            col += across
        sheet.row += span

    def _cell(self, cell: etree._Element, spot: Spot, style: str, sheet: _Sheet) -> None:
        layout = self.styles.get(style) or self.styles.get("Default") or Format()
        text = self._text(cell, layout, f"{sheet.name}!R{spot[0] + 1}C{spot[1] + 1}")
        if text and layout.white:
            self.doubts.hidden.append(text[:SHOWN])
            text = ""
        slot = Slot(text=text, sides=layout.sides, size=layout.size)
        if text:
            sheet.slots |= sheet.waiting
            sheet.waiting.clear()
            sheet.slots[spot] = slot
            sheet.last_text = spot[0]
        elif layout.sides and spot[0] <= sheet.last_text + FAR:
            sheet.waiting[spot] = slot

    def _text(self, cell: etree._Element, layout: Format, where: str) -> str:
        held = cell.find(f"{_SS}Data")
        if held is None:
            if cell.get(f"{_SS}Formula"):
                self.doubts.formulas.append(where)
            return ""
        text = "".join(_texts(held))
        kind = held.get(f"{_SS}Type", "String")
        if kind == "Boolean":
            return "TRUE" if text.strip() == "1" else "FALSE"
        number = (
            to_decimal(text)
            if kind == "Number"
            else to_serial(text, base_1904=self.base_1904)
            if kind == "DateTime"
            else None
        )
        if number is None:
            return text if kind == "Error" else show_text(text, layout.code)
        shown = show_number(number, layout.code, base_1904=self.base_1904)
        if not shown.sure:
            self.doubts.formats.setdefault(layout.code, where)
        return shown.text


def _texts(element: etree._Element) -> Iterator[str]:
    for text in element.itertext():
        yield str(text)


def _side(border: etree._Element) -> int:
    drawn = border.get(f"{_SS}LineStyle", "None") != "None"
    return _SIDES.get(border.get(f"{_SS}Position", ""), 0) if drawn else 0


def _place(text: str | None, following: int, most: int) -> int:
    """Return the place an element names, counted from 0; the following one where it names none."""
    return min((whole(text) or following + 1) - 1, most)

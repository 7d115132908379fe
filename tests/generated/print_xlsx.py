"""Forms in workbooks: merged cells, number formats, several forms on a sheet and several sheets; XLS through Calc."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from random import Random

from fixtures.kit.table import Cell, Table
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from tests.generated.families import draw_form
from tests.generated.model import Form, Specimen
from tests.generated.print_producers import convert
from tests.generated.reshape import seams, with_moved_edge, with_nature, with_text

CHANCES: Mapping[str, float] = {
    "numbers_as_text": 0.2,
    "thousands": 0.25,
    "percent_format": 0.5,
    "date_format": 0.6,
    "helper_columns": 0.25,
    "irregular_grid": 0.2,
    "check_boxes": 0.35,
    "offset": 0.3,
    "hidden_row": 0.2,
    "hidden_column": 0.3,
    "hidden_sheet": 0.2,
    "formula": 0.3,
    "stacked": 0.5,
    "side_by_side": 0.25,
    "no_borders": 0.12,
    "unit_beside_money": 0.6,
    "trailing_format": 0.2,
    "rich_text": 0.15,
    "quoted_text": 0.15,
}
PRINTED: Mapping[str, float] = {"split_in_width": 0.2, "cut_text": 0.12}
"""What happens to a workbook only when it is printed."""
LIVE_ONLY = frozenset({"hidden_sheet", "numbers_as_text", "quoted_text", "trailing_format", "formula", "rich_text"})
"""What a print does not show."""
PLAIN = re.compile(r"-?\d{1,9}(\.\d+)?")
RATE = re.compile(r"\d{1,3}(\.\d+)?%")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
STAMP = datetime(2024, 1, 1)  # noqa: DTZ001 - a workbook's clock knows no zone
ZIP_TIME = (2024, 1, 1, 0, 0, 0)
CHARACTER = 5.25
"""Points: the width of a figure, the measure of columns."""
UNSEEN = "此行为内部核对用不对外公开"


@dataclass(slots=True)
class Book:
    """A workbook being filled."""

    rng: Random
    wanted: frozenset[str]
    used: set[str] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)
    formulas: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    laid: list[tuple[Worksheet, Table, list[int], list[int]]] = field(default_factory=list)

    def use(self, name: str, chance: float = 1.0) -> bool:
        """Tell whether to do something here, and note it."""
        if name in self.wanted and self.rng.random() < chance:
            self.used.add(name)
            return True
        return False


def document(rng: Random, style: str, seed: int, chances: Mapping[str, float], most: int = 4) -> Specimen:
    """Draw a workbook of one form or several."""
    book = Book(rng, frozenset(name for name, chance in chances.items() if rng.random() < chance))
    forms = [_reshape(book, draw_form(rng)) for _ in range(rng.choice((1, 1, 2, most)))]
    work = Workbook()
    work.properties.created = work.properties.modified = STAMP
    sheet: Worksheet = work.active
    sheet.title = rng.choice(("Sheet1", "绩效表", "1"))
    top, left = (rng.randint(1, 4), rng.randint(1, 3)) if book.use("offset") else (1, 1)
    right, end = left, top
    for number, form in enumerate(forms):
        if number:
            book.used.add("several_forms")
            way = _next_place(book)
            if way == "sheet":
                sheet, left, right, end = work.create_sheet(f"表{number + 1}"), 1, 1, 1
            top, left = (top, right + 1) if way == "beside" else (end + rng.choice((1, 2)), left)
        end, right = put(book, sheet, form, top, left)
        if book.use("hidden_sheet", 0.5):
            other = work.create_sheet(f"底稿{number}")
            other.sheet_state = "hidden"
            other["A1"], other["A2"], other["B2"] = UNSEEN, "一级指标", "分值"
            book.hidden.append(UNSEEN)
    for laid in book.laid:
        _widen(*laid)
    for laid in book.laid:
        _set_heights(*laid)
    _set_page(book, work)
    return Specimen(
        name=f"{style}-{seed}",
        style=style,
        seed=seed,
        suffix=".xlsx",
        data=_saved(work, book.formulas),
        forms=tuple(forms),
        variations=frozenset(book.used),
        hidden=tuple(dict.fromkeys(book.hidden)),
    )


def draw(seed: int) -> Specimen:
    """Draw an XLSX."""
    return document(Random(f"xlsx {seed}"), "xlsx", seed, CHANCES)


def draw_xls(seed: int) -> Specimen:
    """Draw an XLS: Calc's conversion of such a workbook."""
    one = document(Random(f"xls {seed}"), "xls", seed, CHANCES)
    return replace(one, suffix=".xls", data=convert(one.data, ".xlsx", "xls:MS Excel 97"))


def for_print(seed: int, style: str) -> Specimen:
    """Draw a workbook to be printed."""
    left_out = LIVE_ONLY | {"side_by_side", "no_borders"}
    chances = {name: chance for name, chance in CHANCES.items() if name not in left_out} | PRINTED
    return document(Random(f"{style} {seed}"), style, seed, chances, most=2)


def _reshape(book: Book, form: Form) -> Form:
    steps: Mapping[str, Callable[[Form], Form | None]] = {
        "irregular_grid": lambda one: with_moved_edge(book.rng, one),
        "check_boxes": lambda one: with_nature(book.rng, one),
        "thousands": _with_thousands,
    }
    for name, step in steps.items():
        changed = step(form) if name in book.wanted else None
        if changed is not None and changed != form:
            book.used.add(name)
            form = changed
    return form


def _with_thousands(form: Form) -> Form:
    """Print amounts of money with a comma every three digits."""
    for cell in form.table.cells:
        if re.fullmatch(r"\d{4,}\.\d\d", cell.text):
            form = with_text(form, cell.row, cell.col, f"{Decimal(cell.text):,}")
    return form


def _next_place(book: Book) -> str:
    if book.use("side_by_side", 0.7):
        return "beside"
    if book.use("stacked", 0.6):
        return "below"
    book.used.add("several_sheets")
    return "sheet"


def put(book: Book, sheet: Worksheet, form: Form, top: int, left: int) -> tuple[int, int]:
    """Print a form; return the first row below it and the first column beyond it."""
    table, rng = form.table, book.rng
    wide = len(table.widths)
    step = [rng.choice((1, 2, 3)) if book.use("helper_columns", 0.4) else 1 for _ in range(wide)]
    cols = _numbered(left, step, skip=rng.randrange(1, wide) if _hides_column(book) else None)
    row = _put_lines(book, sheet, form, top, left, cols[-1] - 1)
    gone = rng.choice(seams(table)) if seams(table) and _hides_row(book) else None
    rows = _numbered(row, [1] * table.rows, skip=gone)
    _hide(book, sheet, rows, cols, gone)
    for width, (first, beyond) in zip(table.widths, pairwise(cols), strict=True):
        shown = [col for col in range(first, beyond) if not sheet.column_dimensions[get_column_letter(col)].hidden]
        for col in shown:
            sheet.column_dimensions[get_column_letter(col)].width = max(width / 4.4, 7.5) / len(shown)
    ruled = not book.use("no_borders")
    for cell in table.cells:
        _put_cell(book, sheet, cell, rows, cols, ruled=ruled, blank_right=_is_blank_right(table, cell))
    book.laid.append((sheet, table, rows, cols))
    for text in form.after:
        sheet.cell(rows[-1], left).value = text
        rows = [*rows, rows[-1] + 1]
    if book.use("trailing_format"):
        for extra in range(3):
            sheet.cell(rows[-1] + 30 + extra, left).fill = PatternFill("solid", fgColor="FFFFFFFF")
    return rows[-1], cols[-1]


def _hides_row(book: Book) -> bool:
    return "side_by_side" not in book.wanted and book.use("hidden_row")


def _hides_column(book: Book) -> bool:
    return not book.wanted & {"helper_columns", "stacked"} and book.use("hidden_column")


def _numbered(start: int, steps: list[int], skip: int | None) -> list[int]:
    """Return the sheet's numbers of rows or columns and the one beyond; before `skip` one is left out."""
    out = [start]
    for at, step in enumerate(steps, 1):
        out.append(out[-1] + step + (at == skip))
    return out


def _hide(book: Book, sheet: Worksheet, rows: list[int], cols: list[int], gone: int | None) -> None:
    """Fill and hide the row and the column that were left out."""
    for first, beyond in pairwise(cols):
        if "helper_columns" not in book.wanted and beyond - first == 2:
            sheet.column_dimensions[get_column_letter(first + 1)].hidden = True
            break
    if gone is not None:
        sheet.row_dimensions[rows[gone] - 1].hidden = True
        sheet.cell(rows[gone] - 1, cols[0]).value = UNSEEN
        book.hidden.append(UNSEEN)


def _put_lines(book: Book, sheet: Worksheet, form: Form, top: int, left: int, last: int) -> int:
    """Print the lines above a form, the title merged over its width; return the next row."""
    row = top
    lines = list(form.before)
    if len(lines) == 3 and book.use("unit_beside_money"):
        lines.pop()
        sheet.cell(row + 1, max(left + 1, last - 1)).value = form.before[2]
    for number, text in enumerate(lines):
        cell = sheet.cell(row, left)
        cell.value = text
        if number == 0:
            cell.font, cell.alignment = Font(size=16, bold=True), Alignment(horizontal="center")
            sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=last)
        row += 1
    return row


def _is_blank_right(table: Table, cell: Cell) -> bool:
    """Tell whether a text that does not wrap shows whole: it runs over into blank cells beside it."""
    room = sum(table.widths[cell.col : cell.beyond])
    for other in sorted(table.cells, key=lambda other: other.col):
        if other.row == cell.row and other.col == cell.beyond and not other.text:
            return len(cell.text) * 12.5 < room + sum(table.widths[other.col : other.beyond])
    return False


def _put_cell(
    book: Book,
    sheet: Worksheet,
    cell: Cell,
    rows: list[int],
    cols: list[int],
    *,
    ruled: bool,
    blank_right: bool,
) -> None:
    top, left = rows[cell.row], cols[cell.col]
    bottom, right = rows[cell.below] - 1, cols[cell.beyond] - 1
    if cell.below < len(rows) - 1 and sheet.row_dimensions[bottom].hidden:
        bottom -= 1
    if ruled:
        side = Side(style="thin")
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                sheet.cell(row, col).border = Border(left=side, right=side, top=side, bottom=side)
    own = sheet.cell(top, left)
    _set_value(book, own, cell.text)
    wraps = len(cell.text) < 8 or not blank_right or not book.use("cut_text")
    left_set = cell.left or not wraps
    own.alignment = Alignment(horizontal="left" if left_set else "center", vertical="center", wrap_text=wraps)
    if (bottom, right) != (top, left):
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)


def _set_value(book: Book, own: SheetCell, text: str) -> None:
    """Store a text as what Excel would make of it."""
    plain = text.replace(",", "")
    if not text:
        return
    if (
        PLAIN.fullmatch(plain)
        and not book.use("numbers_as_text", 0.5)
        and (plain[:1] != "0" or plain[:2] in {"0", "0."})
    ):
        own.value = Decimal(plain)
        decimals = len(plain.partition(".")[2])
        body = "#,##0" if "," in text else "0"
        own.number_format = body + ("." + "0" * decimals if decimals else "")
        if not decimals and body == "0":
            own.number_format = book.rng.choice(("General", "0", "0_ ", "0_);[Red]\\(0\\)"))
        if book.use("formula", 0.15):
            book.formulas[own.parent.title, own.coordinate] = (f"ROUND({plain}/1,{decimals})", plain)
    elif RATE.fullmatch(text) and book.use("percent_format", 0.8):
        own.value = Decimal(text[:-1]) / 100
        decimals = len(text[:-1].partition(".")[2])
        own.number_format = "0" + ("." + "0" * decimals if decimals else "") + "%"
    elif (day := DAY.fullmatch(text)) and book.use("date_format"):
        own.value = datetime(*(int(part) for part in day.groups()), tzinfo=UTC).replace(tzinfo=None)
        own.number_format = 'yyyy"年"m"月"d"日"'
    else:
        rich = len(text) > 3 and book.use("rich_text", 0.2)
        own.value = CellRichText(TextBlock(InlineFont(b=True), text[:2]), text[2:]) if rich else text
        own.data_type = "s"
        own.quotePrefix = book.use("quoted_text", 0.2)


def _widen(sheet: Worksheet, table: Table, rows: list[int], cols: list[int]) -> None:
    """Make columns wide enough for their figures: of others a print shows but signs."""
    for cell in table.cells:
        own = sheet.cell(rows[cell.row], cols[cell.col])
        lack = len(cell.text) * 6.5 + 6 - _width(sheet, cols[cell.col], cols[cell.beyond])
        if lack > 0 and not isinstance(own.value, str | None):
            sheet.column_dimensions[get_column_letter(cols[cell.col])].width += lack / CHARACTER


def _width(sheet: Worksheet, first: int, beyond: int) -> float:
    """Return how wide columns are in points, hidden ones none."""
    own = (sheet.column_dimensions[get_column_letter(col)] for col in range(first, beyond))
    return sum(CHARACTER * column.width for column in own if not column.hidden)


def _set_heights(sheet: Worksheet, table: Table, rows: list[int], cols: list[int]) -> None:
    """Make rows high enough for what wraps in them."""
    need = [16.0] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.row_span):
        width = _width(sheet, cols[cell.col], cols[cell.beyond])
        lines = sum(1 + int(len(part) * 11.5 / max(width - 12, 11)) for part in cell.text.split("\n"))
        lack = lines * 14.5 + 4 - sum(need[cell.row : cell.below])
        for row in range(cell.row, cell.below):
            need[row] += max(0.0, lack) / cell.row_span
    for row, height in enumerate(need):
        sheet.row_dimensions[rows[row]].height = min(400.0, height)


def _set_page(book: Book, work: Workbook) -> None:
    """Fit each sheet to the width of its paper, or let it go on beside it."""
    fits = not book.use("split_in_width")
    for sheet in work.worksheets:
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = book.rng.choice(("landscape", "portrait"))
        if fits:
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
            sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _saved(work: Workbook, formulas: Mapping[tuple[str, str], tuple[str, str]]) -> bytes:
    """Save with one constant time; put formulas with their values where only values stand."""
    plain, out = BytesIO(), BytesIO()
    work.save(plain)
    names = {f"xl/worksheets/sheet{number}.xml": sheet.title for number, sheet in enumerate(work.worksheets, 1)}
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name in names:
                data = _with_formulas(data.decode(), names[name], formulas).encode()
            elif name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), data)
    return out.getvalue()


def _with_formulas(sheet: str, title: str, formulas: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    for (name, place), (formula, value) in formulas.items():
        if name == title:
            pattern = rf'(<c r="{place}"[^>]*?)(?: t="n")?>(?:<v>)[^<]*</v>'
            sheet = re.sub(pattern, rf"\1><f>{formula}</f><v>{value}</v>", sheet)
    return sheet

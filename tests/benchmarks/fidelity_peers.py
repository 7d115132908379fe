"""What pdfplumber and camelot make of a PDF: the cells of each page, and records through a plain forward-fill adapter.

Both give cells as boxes; the distinct edges of a table's boxes are its rows and columns, so their merged cells have
true spans. The adapter knows the header words, keeps a table's columns for the next page where the header is not
repeated, and gives a merged cell's text to each of its rows.
"""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

from fixtures.kit.table import Cell
from tests.benchmarks.fidelity_ours import page_cells
from tests.benchmarks.scoring import Row, Tally, bare, cell_keys, tally_rows
from tests.generated.model import Specimen

Pages = dict[int, list[list[Cell]]]
"""The cells of each table of each page."""
Box = tuple[float, float, float, float]

HEADER_WORDS: Mapping[str, tuple[str, ...]] = {
    "level1": ("一级指标",),
    "level2": ("二级指标",),
    "level3": ("三级指标", "指标名称"),
    "target_text": ("年度指标值", "指标值", "目标值", "年初指标值", "预期指标值"),
    "actual_text": ("实际完成值", "全年实际值", "完成值", "实际完成情况", "全年实际完成值"),
    "weight": ("分值", "权重", "指标分值", "评（扣分标准）"),
    "score": ("得分", "自评得分"),
    "sign": ("指标性质", "计算符号"),
    "unit": ("度量单位", "计量单位"),
}
FIELDS = ("level1", "level2", "level3", "target_text", "actual_text", "weight", "score")
NUMBERS = {"weight", "score"}
CLOSING = ("总分", "合计", "总计", "说明", "备注", "填报人", "填表人", "联系人")
POINTS = re.compile(r"[（(]?\d+(?:\.\d+)?分[)）]?$")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, and how many columns the table has."""

    wide: int
    roles: Mapping[str, int]


def read_pdfplumber(data: bytes) -> Pages:
    """Return the cells of pdfplumber's tables, with its own settings."""
    import pdfplumber

    pages: Pages = {}
    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            pages[page.page_number] = [_plumber_cells(table) for table in page.find_tables()]
            page.close()
    return pages


def read_camelot(data: bytes) -> Pages:
    """Return the cells of camelot's lattice tables: spans from the borders its cells lack."""
    import camelot

    pages: Pages = {}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        for table in camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True):
            pages.setdefault(int(table.page), []).append(_joined(table.cells))
    return pages


PEERS: Mapping[str, Callable[[bytes], Pages]] = {"pdfplumber": read_pdfplumber, "camelot": read_camelot}


def score_peer(reader: Callable[[bytes], Pages], one: Specimen) -> tuple[Tally, Tally]:
    """Score a reader's page cells and its records; a document it cannot read has none."""
    try:
        pages = reader(one.data)
    except Exception:  # noqa: BLE001 - whatever stops another reader counts as nothing read
        pages = {}
    keys = {page: [cell_keys(cells) for cells in tables] for page, tables in pages.items()}
    wanted = [row for form in one.forms if form.truth for row in _wanted(form.truth.indicators)]
    got = adapt(table for page in sorted(pages) for table in pages[page])
    return page_cells(one.page_tables, keys), tally_rows(wanted, got)


def adapt(tables: Iterable[Sequence[Cell]]) -> list[Row]:
    """Make indicators of tables: header words name the columns, merged cells hold in each of their rows."""
    rows: list[Row] = []
    known: Columns | None = None
    for cells in tables:
        lines = _filled(cells)
        wide = len(lines[0]) if lines else 0
        if known is None or known.wide != wide:
            known = None
        for line in lines:
            columns = _columns(line)
            if columns:
                known = columns
            elif known and bare(line[0]).startswith(CLOSING):
                known = None
            elif known:
                rows += _record(line, known)
    return rows


def _record(line: Sequence[str], columns: Columns) -> list[Row]:
    row = {role: _value(role, line[at]) for role, at in columns.roles.items()}
    sign, unit = row.pop("sign", None), row.pop("unit", None)
    if sign and row.get("target_text"):
        row["target_text"] = f"{'' if sign == '定性' else sign}{row['target_text']}{unit or ''}"
    return [row] if row.get("level3") else []


def _value(role: str, text: str) -> object:
    text = bare(text)
    if role in NUMBERS:
        try:
            return Decimal(text.removesuffix("分"))
        except InvalidOperation:
            return None
    return (POINTS.sub("", text) if role.startswith("level") and role != "level3" else text) or None


def _columns(line: Sequence[str]) -> Columns | None:
    """Return the columns a header row names, None for any other row."""
    roles: dict[str, int] = {}
    for at, text in enumerate(line):
        for role, words in HEADER_WORDS.items():
            if bare(text).startswith(words) and role not in roles:
                roles[role] = at
                break
    return Columns(len(line), roles) if len(roles) >= 3 and "level3" in roles else None


def _wanted(rows: Iterable[Row]) -> list[Row]:
    """Return the truth as far as the adapter can give it."""
    return [{name: value for name, value in row.items() if name in FIELDS} for row in rows]


def _filled(cells: Sequence[Cell]) -> list[list[str]]:
    rows, cols = max((cell.below for cell in cells), default=0), max((cell.beyond for cell in cells), default=0)
    lines = [[""] * cols for _ in range(rows)]
    for cell in cells:
        for row in range(cell.row, cell.below):
            lines[row][cell.col : cell.beyond] = [cell.text] * cell.col_span
    return lines


def _plumber_cells(table: Any) -> list[Cell]:
    boxes: list[tuple[Box, str]] = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        boxes += [(box, text or "") for box, text in zip(row.cells, texts, strict=True) if box is not None]
    return _from_boxes(boxes)


def _from_boxes(boxes: Sequence[tuple[Box, str]]) -> list[Cell]:
    xs = {x: at for at, x in enumerate(sorted({x for box, _ in boxes for x in (box[0], box[2])}))}
    ys = {y: at for at, y in enumerate(sorted({y for box, _ in boxes for y in (box[1], box[3])}))}
    return [_cell(ys[top], xs[left], ys[bottom], xs[right], text) for (left, top, right, bottom), text in boxes]


def _cell(top: int, left: int, bottom: int, right: int, text: str) -> Cell:
    return Cell(row=top, col=left, row_span=bottom - top, col_span=right - left, text=text)


def _joined(slots: Sequence[Sequence[Any]]) -> list[Cell]:
    """Join camelot's slots that no border parts; a group that is no rectangle keeps its hull."""
    group = {(row, col): (row, col) for row, line in enumerate(slots) for col in range(len(line))}

    def root(slot: tuple[int, int]) -> tuple[int, int]:
        while group[slot] != slot:
            slot = group[slot]
        return slot

    for row, col in list(group):
        if (row, col + 1) in group and not slots[row][col].right:
            group[root((row, col + 1))] = root((row, col))
        if (row + 1, col) in group and not slots[row][col].bottom:
            group[root((row + 1, col))] = root((row, col))
    parts: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for slot in group:
        parts.setdefault(root(slot), []).append(slot)
    return [_hull(part, slots) for part in parts.values()]


def _hull(part: Sequence[tuple[int, int]], slots: Sequence[Sequence[Any]]) -> Cell:
    rows, cols = [row for row, _ in part], [col for _, col in part]
    text = "\n".join(slots[row][col].text for row, col in sorted(part))
    return _cell(min(rows), min(cols), max(rows) + 1, max(cols) + 1, text)

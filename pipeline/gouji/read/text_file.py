"""Flattened text: lines of tab-separated fields become ragged Grids, the other lines stay Lines.

A run of lines without a blank line (or form feed) between them holds at most a few tables. A line with a tab is a row.
A line without one has to be told apart, because a row that kept a single field and a title look alike:

- not directly under a row: a Line (a title right above its table, a note, a page number);
- under a row, and the next line with tabs looks like a header (three fields or more, none with a digit) or repeats the
  first row of the table above: a Line, the title of another table;
- under a row with a further row below it: a row of one cell, cut out of a wider row by the flattening;
- under the last row of a run: a Line, the note under a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gouji.exceptions import DocumentError
from gouji.model.grid import Block, Cell, Grid, Line
from gouji.model.notice import Notice
from gouji.text import fold, join_lines, squash

MAX_CONTROLS = 100
"""One control character in so many is noise; more is no text."""

_CONTROLS = {code: "\ufffd" for code in (*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    """A line of the file and its number."""

    number: int
    text: str

    @property
    def fields(self) -> list[str]:
        return self.text.split("\t")

    @property
    def is_row(self) -> bool:
        return "\t" in self.text

    @property
    def filled(self) -> list[str]:
        return [squash(field) for field in self.fields if field.strip()]


def read_text(data: bytes) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Read a flattened text.

    Raises:
        DocumentError: empty, or not_a_document if it is neither UTF-8 nor GB 18030 text.
    """
    text, controls = _clean(_decode(data))
    if not text.strip():
        raise DocumentError("empty", "文件没有文字，请重新取得。")
    blocks: list[Block] = []
    for run in _runs(text):
        blocks.extend(_blocks(run))
    message = f"{controls} 个控制字符无法转为文字，以 � 代替。"
    return tuple(blocks), (Notice(code="R-02", message=message),) if controls else ()


def _decode(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError("not_a_document", "内容不是 UTF-8 或 GB 18030 文本，请核对文件。")


def _clean(text: str) -> tuple[str, int]:
    cleaned = text.translate(_CONTROLS)
    controls = sum(old != new for old, new in zip(text, cleaned, strict=True)) if cleaned != text else 0
    if controls * MAX_CONTROLS > len(text):
        raise DocumentError("not_a_document", "内容含有大量控制字符，不是文本，请核对文件。")
    return cleaned, controls


def _runs(text: str) -> Iterator[list[_Numbered]]:
    """Yield the runs of lines between blank lines and form feeds; a line of tabs alone is a blank row, not a break."""
    run: list[_Numbered] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        for piece_no, piece in enumerate(line.split("\f")):
            if run and (piece_no or not piece.strip(" \u3000\u00a0\v")):
                yield run
                run = []
            if piece.strip(" \u3000\u00a0\v"):
                run.append(_Numbered(number=number, text=piece))
    if run:
        yield run


def _blocks(run: Sequence[_Numbered]) -> Iterator[Block]:
    rows: list[_Numbered] = []
    for index, line in enumerate(run):
        if line.is_row or _lost_fields(run, index, rows):
            rows.append(line)
            continue
        if rows:
            yield _grid(rows)
            rows = []
        yield Line(text=" ".join(fold(line.text).split()), locator=f"第{line.number}行")
    if rows:
        yield _grid(rows)


def _lost_fields(run: Sequence[_Numbered], index: int, rows: Sequence[_Numbered]) -> bool:
    """Tell whether a line without tabs is a row of one cell (see the module's rule)."""
    if not rows:
        return False
    following = next((line for line in run[index + 1 :] if line.is_row), None)
    if following is None:
        return False
    filled = following.filled
    header = len(filled) >= 3 and not any(char.isdigit() for field in filled for char in field)
    return not header and filled != rows[0].filled


def _grid(rows: Sequence[_Numbered]) -> Grid:
    cells = [
        Cell(text=join_lines([field]), row=row, col=col, locator=f"第{line.number}行 第{col + 1}列")
        for row, line in enumerate(rows)
        for col, field in enumerate(line.fields)
    ]
    return Grid(cells=tuple(cells), rows=len(rows), cols=max(len(line.fields) for line in rows), ragged=True)

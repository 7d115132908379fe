"""What a reading makes of a specimen, put beside its truth."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from fixtures.kit.table import Table
from tests.generated.model import Form, Row, Specimen

from gouji.journey import Rules, audit_document, load_rules
from gouji.model.grid import Grid
from gouji.model.sheet import Sheet

PARTS = ("scopes", "funds", "indicators", "totals", "caps")
WHITE = dict.fromkeys(map(ord, " \t\r\n\x0b\x0c\u00a0\u3000"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The canonical tables of one document as rows, or the reason it has none."""

    status: str
    reason: str | None
    tables: Mapping[str, Sequence[Row]]

    @property
    def notices(self) -> tuple[str, ...]:
        """The codes of all notices."""
        return tuple(row["code"] for row in self.tables.get("notices", ()))

    def of(self, part: str, table_no: int) -> list[Row]:
        """Return one table's rows."""
        return [row for row in self.tables.get(part, ()) if row["table_no"] == table_no]


@cache
def rules() -> Rules:
    """Return the program's own rules."""
    return load_rules()


def read(one: Specimen) -> Reading:
    """Take a specimen through the whole road."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{one.name}{one.suffix}"
        path.write_bytes(one.data)
        outcome = audit_document(path, rules())
    tables = {name: table.to_pylist() for name, table in outcome.tables.items()}
    return Reading(status=outcome.status, reason=outcome.reason, tables=tables)


def bare(text: str | None) -> str:
    """Return a text without white space."""
    return (text or "").translate(WHITE)


def cells_of(table: Table) -> Counter[tuple[int, int, int, int, str]]:
    """Return the cells of a true table: start, spans, text."""
    return Counter((cell.row, cell.col, cell.row_span, cell.col_span, bare(cell.text)) for cell in table.cells)


def cells_read(reading: Reading, table_no: int) -> Counter[tuple[int, int, int, int, str]]:
    """Return the cells of a read table."""
    return Counter(
        (cell["row"], cell["col"], cell["row_span"], cell["col_span"], bare(cell["text"]))
        for cell in reading.of("cells", table_no)
        if cell["row"] is not None
    )


def grid_cells(grid: Grid | Sheet) -> Counter[tuple[int, int, int, int, str]]:
    """Return the cells of a grid or sheet."""
    return Counter((cell.row, cell.col, cell.row_span, cell.col_span, bare(cell.text)) for cell in grid.cells)


sheet_cells = grid_cells


def cell_differences(reading: Reading, one: Specimen) -> list[str]:
    """Say in which cells the sheets differ from the forms, form by form in order."""
    numbers = [row["table_no"] for row in reading.tables.get("tables", ())]
    said = [f"{len(numbers)} tables for {len(one.forms)}"] if len(numbers) != len(one.forms) else []
    for number, form in zip(numbers, one.forms, strict=False):
        have, want = cells_read(reading, number), cells_of(form.table)
        said += [f"table {number} missing {cell}" for cell in want - have]
        said += [f"table {number} extra {cell}" for cell in have - want]
    return said


def record_differences(reading: Reading, forms: Iterable[Form]) -> list[str]:
    """Say where the records differ from the truths; tables that are none of our business are `other`."""
    truths = [form for form in forms if form.truth is not None]
    numbers = [row["table_no"] for row in reading.tables.get("tables", ()) if row["kind"] != "other"]
    if len(numbers) != len(truths):
        return [f"{reading.status}/{reading.reason}: {len(numbers)} forms for {len(truths)}"]
    return [line for number, form in zip(numbers, truths, strict=True) for line in _form(reading, number, form)]


def _form(reading: Reading, number: int, form: Form) -> Iterator[str]:
    truth = form.truth
    assert truth is not None
    (table,) = reading.of("tables", number)
    for name, want in (("kind", truth.form_kind), ("title", truth.title)):
        if want is not None and bare(table[name]) != bare(want):
            yield f"{form.family} {name}: {table[name]!r} for {want!r}"
    if form.described == (table["form"] == "guessed"):
        yield f"{form.family} form: {table['form']}, described {form.described}"
    for part in PARTS:
        yield from _part(form.family, part, reading.of(part, number), getattr(truth, part))


def _part(family: str, part: str, have: Sequence[Row], want: Sequence[Row]) -> Iterator[str]:
    if part in {"totals", "caps"}:
        have, want = _sorted(have, want), _sorted(want, want)
    if len(have) != len(want):
        yield f"{family} {part}: {len(have)} rows for {len(want)}"
    for at, (mine, row) in enumerate(zip(have, want, strict=False), 1):
        for name, value in row.items():
            if not same(mine[name], value):
                yield f"{family} {part} {at} {name}: {mine[name]!r} for {value!r}"


def _sorted(rows: Sequence[Row], want: Sequence[Row]) -> list[Row]:
    names = sorted({name for row in want for name in row})
    return sorted(rows, key=lambda row: [str(row.get(name) or "").replace(" ", "") for name in names])


def same(have: Any, want: Any) -> bool:
    """Compare a value: texts without white space, numbers exactly."""
    if isinstance(want, str):
        return isinstance(have, str) and bare(have) == bare(want)
    if isinstance(want, Decimal):
        return have is not None and Decimal(have) == want
    return bool(have == want)

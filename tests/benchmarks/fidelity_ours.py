"""What gouji makes of a generated document, scored: cells, merged cells, records, and what differs."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.benchmarks.scoring import (
    Key,
    Keys,
    Row,
    Tally,
    bare,
    cell_keys,
    pair_freely,
    pair_in_order,
    pair_rows,
    same_value,
    tally_cells,
    tally_merged,
    tally_rows,
    wrong_columns,
)
from tests.generated.model import Form, PageTable, Specimen, Truth

from gouji.arrow import records_to_rows
from gouji.exceptions import DocumentError
from gouji.journey import UNREAD_PAGES, Rules, itinerary, load_rules
from gouji.model.grid import Grid

PARTS = ("scopes", "funds", "indicators", "totals")
"""The records that are counted; caps only decide whether a document is wholly right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the road made of a document, as far as it came."""

    status: str
    reason: str | None = None
    grids: tuple[Grid, ...] = ()
    sheets: tuple[Keys, ...] = ()
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A document's figures."""

    cells: Tally
    merged: Tally
    records: Tally
    page_cells: Tally
    right: bool
    silent: bool
    status: str
    notices: tuple[str, ...]
    seconds: float
    said: tuple[str, ...]


@cache
def rules() -> Rules:
    """Return the program's own rules, loaded once a process."""
    return load_rules()


def read(one: Specimen) -> Reading:
    """Take a document along the road; what stops it costs this document alone."""
    grids: tuple[Grid, ...] = ()
    sheets: tuple[Keys, ...] = ()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{one.name}{one.suffix}"
        path.write_bytes(one.data)
        try:
            for stop in itinerary(path, rules()):
                if stop.stage == "trace":
                    grids = tuple(block for block in stop.product[0] if isinstance(block, Grid))
                elif stop.stage == "stitch":
                    sheets = tuple(cell_keys(sheet.cells) for sheet in stop.product)
            rows = records_to_rows("", stop.product)
        except DocumentError as error:
            return Reading(status="quarantined", reason=error.reason, grids=grids, sheets=sheets)
        except Exception as error:  # noqa: BLE001 - a benchmark reports a crash and goes on
            return Reading(status="quarantined", reason=f"internal {error!r}", grids=grids, sheets=sheets)
    notices = tuple(row["code"] for row in rows["notices"])
    status = "partial" if UNREAD_PAGES.keys() & set(notices) else "ok"
    return Reading(status=status, grids=grids, sheets=sheets, rows=rows, notices=notices)


def score(one: Specimen) -> Score:
    """Read a document and put it beside its truth."""
    started = time.perf_counter()
    reading = read(one)
    seconds = time.perf_counter() - started
    wanted = [cell_keys(form.table.cells) for form in one.forms]
    pairs = pair_in_order(wanted, reading.sheets)
    records, said = _records(reading, one.forms)
    lines = [
        *([f"{reading.status}: {reading.reason}"] if reading.status != "ok" else []),
        *_cell_lines(wanted, reading.sheets, pairs),
        *said,
        *_leaks(reading.sheets, one.hidden),
    ]
    return Score(
        cells=tally_cells(wanted, reading.sheets, pairs),
        merged=tally_merged(wanted, reading.sheets, pairs),
        records=records,
        page_cells=page_cells(one.page_tables, by_page(reading.grids)),
        right=not lines,
        silent=bool(lines) and reading.status == "ok" and not reading.notices,
        status=reading.status,
        notices=reading.notices,
        seconds=seconds,
        said=tuple(lines),
    )


def by_page(grids: Sequence[Grid]) -> dict[int, list[Keys]]:
    """Return the cells of each page's tables; in a file without pages all stand on page 0."""
    pages: dict[int, list[Keys]] = {}
    for grid in grids:
        pages.setdefault(grid.place.page if grid.place else 0, []).append(cell_keys(grid.cells))
    return pages


def page_cells(tables: Sequence[PageTable], got: Mapping[int, Sequence[Keys]]) -> Tally:
    """Count the cells of each page that a reader which joins no pages has right."""
    wanted: dict[int, list[Keys]] = {}
    for table in tables:
        wanted.setdefault(table.page, []).append(cell_keys(table.table.cells))
    if not wanted:
        return Tally()
    total = Tally()
    for page in wanted.keys() | got.keys():
        left, right = wanted.get(page, []), list(got.get(page, ()))
        total += tally_cells(left, right, pair_freely(left, right))
    return total


def _records(reading: Reading, forms: Sequence[Form]) -> tuple[Tally, list[str]]:
    """Match the tables that hold records to the forms that have a truth, in order, and compare them."""
    truths = [form for form in forms if form.truth is not None]
    tables = [row for row in reading.rows.get("tables", ()) if row["kind"] != "other"]
    worth = [[_worth(form.truth, reading, table["table_no"]) for table in tables] for form in truths]
    pairs = dict(_best_pairs(worth, len(truths), len(tables)))
    total, said = Tally(), []
    for at, form in enumerate(truths):
        assert form.truth is not None
        table = tables[pairs[at]] if at in pairs else None
        number = table["table_no"] if table else None
        for part in PARTS:
            total += tally_rows(*_sides(form.truth, reading, part, number))
        said += _form_lines(at + 1, form, table, reading)
    for at, table in enumerate(tables):
        if at not in pairs.values():
            extra = sum(len(_of(reading, part, table["table_no"])) for part in PARTS)
            total += Tally(0, 0, extra)
            said.append(
                f"table {table['table_no']}: {table['kind']} ({table['form']}) where no form is, {extra} records"
            )
    return total, said


def _worth(truth: Truth | None, reading: Reading, number: int) -> int:
    assert truth is not None
    return 1 + sum(tally_rows(*_sides(truth, reading, part, number)).hit for part in PARTS)


def _best_pairs(worth: Sequence[Sequence[int]], left: int, right: int) -> list[tuple[int, int]]:
    """Pair in order by most records; an equal number on both sides is paired as it stands."""
    if left == right:
        return [(at, at) for at in range(left)]
    keys_left: list[Keys] = [Counter() for _ in range(left)]
    keys_right: list[Keys] = [Counter() for _ in range(right)]
    for i in range(left):
        for j in range(right):
            mark: Key = (f"{i}-{j}", 0, 0, 0, 0)
            keys_left[i][mark] = keys_right[j][mark] = worth[i][j]
    return pair_in_order(keys_left, keys_right)


def _of(reading: Reading, part: str, number: int | None) -> list[Row]:
    rows = [row for row in reading.rows.get(part, ()) if row["table_no"] == number]
    return [row for row in rows if row["source"] == "printed"] if part == "caps" else rows


def _sides(truth: Truth, reading: Reading, part: str, number: int | None) -> tuple[list[Row], list[Row]]:
    """Return the wanted and the given rows; where order means nothing both are put in one order."""
    wanted, got = list(getattr(truth, part)), _of(reading, part, number)
    if part not in {"totals", "caps"}:
        return wanted, got
    names = sorted({name for row in wanted for name in row})
    return _sorted(wanted, names), _sorted(got, names)


def _sorted(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    return sorted(rows, key=lambda row: [_plain(row.get(name)) for name in names])


def _plain(value: Any) -> str:
    return "" if value is None else bare(str(value if isinstance(value, str) else f"{value:020.6f}"))


def _form_lines(number: int, form: Form, table: Row | None, reading: Reading) -> Iterator[str]:
    truth = form.truth
    assert truth is not None
    where = f"form {number} ({form.family})"
    if table is None:
        yield f"{where}: no table recognised"
        return
    for name, want in (("kind", truth.form_kind), ("title", truth.title)):
        if want is not None and not same_value(want, table[name]):
            yield f"{where} {name}: {table[name]!r} for {want!r}"
    for part in (*PARTS, "caps"):
        wanted, got = _sides(truth, reading, part, table["table_no"])
        yield from (f"{where} {part} {line}" for line in _row_lines(wanted, got))


def _row_lines(wanted: Sequence[Row], got: Sequence[Row]) -> Iterator[str]:
    """Say what differs: rows between two right ones are put beside each other."""
    last = (-1, -1)
    for i, j in [*pair_rows(wanted, got), (len(wanted), len(got))]:
        left, right = range(last[0] + 1, i), range(last[1] + 1, j)
        for at, other in zip(left, right, strict=False):
            for name in wrong_columns(wanted[at], got[other]):
                yield f"{at + 1} {name}: {_brief(got[other].get(name))} for {_brief(wanted[at][name])}"
        yield from (f"{at + 1} missing: {_outline(wanted[at])}" for at in list(left)[len(right) :])
        yield from (f"{other + 1} extra: {_outline(got[other])}" for other in list(right)[len(left) :])
        last = (i, j)


def _outline(row: Row) -> str:
    keys = ("name", "source", "level1", "level2", "level3", "kind", "label", "points", "value", "weight", "score")
    return ", ".join(_brief(row[key]) for key in keys if row.get(key) is not None)


def _brief(value: object) -> str:
    text = f"{value.normalize():f}" if hasattr(value, "normalize") else repr(value)
    return text if len(text) <= 60 else f"{text[:40]}…{text[-18:]}"


def _cell_lines(wanted: Sequence[Keys], got: Sequence[Keys], pairs: Sequence[tuple[int, int]]) -> Iterator[str]:
    if len(wanted) != len(got):
        yield f"{len(got)} sheets for {len(wanted)} tables"
    for i, j in pairs:
        missing, extra = wanted[i] - got[j], got[j] - wanted[i]
        yield from (f"sheet {j + 1} missing {_cell(key)}" for key in sorted(missing, key=lambda key: key[1:]))
        yield from (f"sheet {j + 1} extra   {_cell(key)}" for key in sorted(extra, key=lambda key: key[1:]))
    yield from (f"table {i + 1} not read" for i in range(len(wanted)) if i not in {one for one, _ in pairs})
    yield from (f"sheet {j + 1} is no table" for j in range(len(got)) if j not in {one for _, one in pairs})


def _cell(key: Key) -> str:
    text, row, col, rows, cols = key
    return f"{row},{col} {rows}x{cols} {_brief(text)}"


def _leaks(sheets: Sequence[Keys], hidden: Sequence[str]) -> Iterator[str]:
    for text in hidden:
        if len(bare(text)) > 3 and any(bare(text) in key[0] for keys in sheets for key in keys):
            yield f"hidden text in a cell: {text}"

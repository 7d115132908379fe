"""Reading speed and cells against pdfplumber: python tests/benchmarks/reading.py [--rounds N] [FILES...].

In one process, file by file and alternating: gouji's read and trace (hidden text filtered, storable cells) against
pdfplumber's `find_tables()` and `extract()` once a page with its default settings. Cells are compared by text without
blanks, row, column and spans; where a case has an expected grid elsewhere, that is another test's business.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pdfplumber

from gouji.exceptions import DocumentError
from gouji.model.grid import Grid
from gouji.read import read
from gouji.text import fold
from gouji.trace import trace

ROOT = Path(__file__).resolve().parents[2]
Key = tuple[int, int, str, int, int, int, int]


def ours(path: Path) -> tuple[int, Counter[Key]]:
    """Return the number of pages and the cells as gouji reads them."""
    document = read(path)
    blocks, _ = trace(document)
    return document.page_count, Counter(_our_keys(block for block in blocks if isinstance(block, Grid)))


def _our_keys(grids: Iterable[Grid]) -> Iterable[Key]:
    seen: Counter[int] = Counter()
    for grid in grids:
        page = grid.place.page if grid.place else 0
        seen[page] += 1
        for cell in grid.cells:
            text = "".join(cell.text.split())
            yield page, seen[page], text, cell.row, cell.col, cell.row_span, cell.col_span


def plumber(path: Path) -> tuple[int, list[tuple[int, list[tuple[object, list[list[str | None]]]]]]]:
    """Return pdfplumber's tables with their texts: find_tables and extract, once a page."""
    with pdfplumber.open(path) as document:
        found = []
        for page in document.pages:
            found.append((page.page_number, [(table, table.extract()) for table in page.find_tables()]))
            page.close()
        return len(found), found


def plumber_keys(found: list[tuple[int, list[tuple[object, list[list[str | None]]]]]]) -> Counter[Key]:
    """Return pdfplumber's cells with spans from their boxes: the distinct edges are the rows and columns."""
    keys: Counter[Key] = Counter()
    for page, tables in found:
        for number, (table, texts) in enumerate(tables, 1):
            cells = table.cells  # type: ignore[attr-defined]
            xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
            ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
            for row, line in zip(table.rows, texts, strict=True):  # type: ignore[attr-defined]
                for cell, text in zip(row.cells, line, strict=True):
                    if cell is None:
                        continue
                    top, left, bottom, right = (
                        ys.index(cell[1]),
                        xs.index(cell[0]),
                        ys.index(cell[3]),
                        xs.index(cell[2]),
                    )
                    folded = "".join(fold(text or "").split())
                    keys[page, number, folded, top, left, bottom - top, right - left] += 1
    return keys


def f1(one: Counter[Key], two: Counter[Key]) -> float:
    """Return the share of cells both have, 1.0 when neither has any."""
    total = sum(one.values()) + sum(two.values())
    return 2 * sum((one & two).values()) / total if total else 1.0


def measure(path: Path, rounds: int) -> tuple[int, float, float, float]:
    """Return pages, milliseconds a page of gouji and of pdfplumber (best of the rounds), and the cells' F1."""
    mine, theirs = [], []
    ours(path)
    for _ in range(rounds):
        start = time.process_time()
        pages, cells = ours(path)
        middle = time.process_time()
        _, found = plumber(path)
        end = time.process_time()
        mine.append(middle - start)
        theirs.append(end - middle)
    scale = 1000 / max(1, pages)
    return pages, min(mine) * scale, min(theirs) * scale, f1(cells, plumber_keys(found))


def main() -> int:
    """Print a line a file, then the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files = arguments.files or sorted(ROOT.glob("fixtures/*/*.pdf"))
    rows = []
    sys.stdout.write(f"{'pages':>5} {'gouji':>8} {'plumber':>8} {'ratio':>6} {'F1':>6}  file (ms a page, CPU)\n")
    for path in files:
        try:
            row = measure(path, arguments.rounds)
        except DocumentError as error:
            sys.stdout.write(f"{'-':>5} {error.reason:>31}  {path.parent.name}/{path.name}\n")
            continue
        rows.append(row)
        pages, mine, theirs, same = row
        name = f"{path.parent.name}/{path.name}"
        sys.stdout.write(f"{pages:5d} {mine:8.2f} {theirs:8.2f} {theirs / mine:6.1f} {same:6.3f}  {name}\n")
    if rows:
        _totals(rows)
    return 0


def _totals(rows: list[tuple[int, float, float, float]]) -> None:
    pages = sum(row[0] for row in rows)
    mine = sum(row[0] * row[1] for row in rows) / max(1, pages)
    theirs = sum(row[0] * row[2] for row in rows) / max(1, pages)
    median = statistics.median(row[2] / row[1] for row in rows)
    least = min(row[3] for row in rows)
    sys.stdout.write(
        f"{pages:5d} {mine:8.2f} {theirs:8.2f} {theirs / mine:6.1f} {least:6.3f}  all pages; F1 is the lowest\n"
    )
    sys.stdout.write(f"median ratio of the files: {median:.1f}\n")


if __name__ == "__main__":
    raise SystemExit(main())

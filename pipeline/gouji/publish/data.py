"""The canonical tables as Parquet: fixed settings, fixed row counts, no clock, so the same rows are the same bytes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gouji.publish.delivery import Delivery

PART_ROWS = 1_000_000
GROUP_ROWS = 100_000


def add_data(files: Delivery, name: str, table: pa.Table) -> None:
    """Write a table as parts of PART_ROWS rows, one empty part if it has none; parts of an earlier run go."""
    folder = f"data/{name}"
    wanted = {f"part-{number:05}.parquet": table.slice(start, PART_ROWS) for number, start in _starts(table.num_rows)}
    for file_name, part in wanted.items():
        files.add(f"{folder}/{file_name}", partial(_write, part))
    for path in sorted((files.folder / folder).glob("part-*.parquet")):
        if path.name not in wanted:
            files.drop(path)


def _starts(rows: int) -> list[tuple[int, int]]:
    return list(enumerate(range(0, max(rows, 1), PART_ROWS)))


def _write(table: pa.Table, path: Path) -> None:
    # Page ends depend on the chunks of a column; one chunk makes them depend on the rows alone.
    whole = table.combine_chunks()
    pq.write_table(whole, path, row_group_size=GROUP_ROWS, compression="zstd", version="2.6", write_statistics=True)

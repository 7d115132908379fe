"""Where finished documents wait for the merge: one file each, whole or absent, so that a killed run goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from gouji.arrow import schema_of
from gouji.publish.delivery import deliver, remove_folder

SHELVED = (
    "documents", "tables", "cells", "scopes", "funds", "indicators", "caps", "totals", "readings", "notices",
)  # fmt: skip
"""The tables one document fills by itself."""

_PACKED = pa.ipc.IpcWriteOptions(compression="zstd")

Tables = Mapping[str, pa.Table]


class Shelf(Protocol):
    """A place for the tables of finished documents, by document_id."""

    def __contains__(self, document_id: str) -> bool:
        """Tell whether the document is finished."""

    def put(self, document_id: str, tables: Tables) -> None:
        """Keep a finished document."""

    def get(self, document_id: str) -> Tables:
        """Return the tables of a finished document."""


class MemoryShelf:
    """A shelf that lives as long as the process: for the Python interface."""

    def __init__(self) -> None:
        self._kept: dict[str, Tables] = {}

    def __contains__(self, document_id: str) -> bool:
        """Tell whether the document is finished."""
        return document_id in self._kept

    def put(self, document_id: str, tables: Tables) -> None:
        """Keep a finished document."""
        self._kept[document_id] = tables

    def get(self, document_id: str) -> Tables:
        """Return the tables of a finished document."""
        return self._kept[document_id]


class FolderShelf:
    """A shelf on disk: `<folder>/<key>/<document_id>.arrow`; `key` says by which program and forms they were read."""

    def __init__(self, folder: Path, key: str) -> None:
        self._root = folder
        self._folder = folder / key

    def __contains__(self, document_id: str) -> bool:
        """Tell whether the document is finished."""
        return self._path(document_id).is_file()

    def put(self, document_id: str, tables: Tables) -> None:
        """Keep a finished document: one file with one row, so its `documents` row is there with all the rest or not."""
        row = pa.table({name: _fold(tables[name]) for name in SHELVED})
        deliver(self._path(document_id), lambda path: _write(row, path))

    def get(self, document_id: str) -> Tables:
        """Return the tables of a finished document."""
        with pa.memory_map(str(self._path(document_id))) as source:
            row = pa.ipc.open_file(source).read_all()
        return {name: _unfold(name, row.column(name)) for name in SHELVED}

    def forget_others(self) -> None:
        """Remove what another version of the program or of the forms has read."""
        for folder in self._root.iterdir() if self._root.is_dir() else ():
            if folder.is_dir() and folder != self._folder:
                remove_folder(folder)

    def _path(self, document_id: str) -> Path:
        return self._folder / f"{document_id}.arrow"


def merge(shelf: Shelf, document_ids: Iterable[str]) -> dict[str, pa.Table]:
    """Join the tables of finished documents, in the order given."""
    kept = [shelf.get(document_id) for document_id in document_ids]
    return {name: pa.concat_tables([schema_of(name).empty_table(), *_each(kept, name)]) for name in SHELVED}


def _each(kept: Iterable[Tables], name: str) -> Iterator[pa.Table]:
    for tables in kept:
        yield tables[name]


def _fold(table: pa.Table) -> pa.Array:
    rows = table.to_struct_array().combine_chunks() if table.num_rows else pa.array([], pa.struct(table.schema))
    return pa.ListArray.from_arrays(pa.array([0, table.num_rows], pa.int32()), rows)


def _unfold(name: str, column: pa.ChunkedArray) -> pa.Table:
    rows = column.chunk(0).flatten()
    return pa.Table.from_struct_array(rows).cast(schema_of(name))


def _write(row: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, row.schema, options=_PACKED) as writer:
        writer.write_table(row)

"""The second reader of a batch: asks an independent program what stands in the cells an error rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from gouji import journey
from gouji.model.place import Box, Place
from gouji.text import squash

CellKey = tuple[str, int, int]

WHICH = ("off", "errors", "all")
"""Read no cell again, those of the errors, or every cell of the PDFs."""


class SecondReader:
    """Reads cells of PDFs a second time, each once, and remembers what it saw.

    `sources` gives a file for each document id. A file that is gone or changed, and a cell without a place, has no
    second text.
    """

    def __init__(self, cells: pa.Table, sources: Mapping[str, Path]) -> None:
        self._cells = cells
        self._sources = sources
        self.seen: dict[CellKey, str] = {}

    def __call__(self, wanted: frozenset[CellKey]) -> Mapping[CellKey, str]:
        """Return what stands in the wanted cells, as far as it can be told."""
        unread = wanted - self.seen.keys()
        for document_id, places in _places(self._cells, unread).items():
            self._read(document_id, places)
        return {key: self.seen[key] for key in wanted & self.seen.keys()}

    def every_cell(self) -> frozenset[CellKey]:
        """Return the keys of all cells that stand on a page."""
        return frozenset(_key(row) for row in _rows(self._cells) if row["places"])

    def written(self) -> pa.Table:
        """Return the table of cells with the second texts in it."""
        if not self.seen:
            return self._cells
        texts = [self.seen.get(_key(row)) for row in _rows(self._cells)]
        at = self._cells.schema.get_field_index("second_text")
        return self._cells.set_column(at, self._cells.schema.field(at), pa.array(texts, pa.string()))

    def _read(self, document_id: str, places: Mapping[CellKey, tuple[Place, ...]]) -> None:
        source = self._sources.get(document_id)
        if source is None:
            return
        flat = [(key, place) for key, boxes in places.items() for place in boxes]
        texts = journey.read_again(source, document_id, [(place,) for _, place in flat])
        pieces: dict[CellKey, list[str | None]] = defaultdict(list)
        for (key, _), text in zip(flat, texts, strict=True):
            pieces[key].append(text)
        for key, said in pieces.items():
            if None not in said:
                self.seen[key] = joined(text for text in said if text is not None)


def joined(pieces: Iterable[str]) -> str:
    """Join what stands in the boxes of one cell: a copy printed again counts once, a clipped copy not at all."""
    text = ""
    for piece in pieces:
        old, new = squash(text), squash(piece)
        if old.startswith(new):
            continue
        text = piece if new.startswith(old) else text + piece
    return text


def _places(cells: pa.Table, wanted: frozenset[CellKey]) -> dict[str, dict[CellKey, tuple[Place, ...]]]:
    found: dict[str, dict[CellKey, tuple[Place, ...]]] = defaultdict(dict)
    if not wanted:
        return found
    for row in _rows(cells):
        key = _key(row)
        if key in wanted and row["places"]:
            found[key[0]][key] = tuple(_place(at) for at in row["places"])
    return found


def _rows(cells: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cells.select(["document_id", "table_no", "cell_no", "places"]).to_pylist()
    return rows


def _place(at: Mapping[str, Any]) -> Place:
    return Place(page=at["page"], box=Box(x0=at["x0"], top=at["top"], x1=at["x1"], bottom=at["bottom"]))


def _key(row: Mapping[str, Any]) -> CellKey:
    return row["document_id"], row["table_no"], row["cell_no"]

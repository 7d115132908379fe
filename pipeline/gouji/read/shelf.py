"""The pages of a long document, kept in a file instead of in memory."""

from __future__ import annotations

import marshal
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, overload

from gouji.model.page import Page, Stroke, Word
from gouji.model.place import Box

KEPT = 100
"""Pages: a document of fewer stays in memory, about 30 MB at most."""


class Shelf(Sequence[Page]):
    """A read-only sequence of pages; each is built anew when it is asked for and forgotten by whoever is done with it.

    The file has no name and goes with the last reference to the shelf.
    """

    def __init__(self, pages: Iterable[Page]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the shelf
        weakref.finalize(self, self._file.close)
        self._starts = [0]
        for page in pages:
            self._starts.append(self._starts[-1] + self._file.write(_packed(page)))

    def __len__(self) -> int:
        """Count the pages."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Page, ...]: ...
    def __getitem__(self, index: int | slice) -> Page | tuple[Page, ...]:
        """Return a page, or several."""
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        self._file.seek(self._starts[number])
        return _unpacked(self._file.read(self._starts[number + 1] - self._starts[number]))

    def __iter__(self) -> Iterator[Page]:
        """Yield the pages one by one."""
        return (self[number] for number in range(len(self)))


def shelved(pages: Iterable[Page]) -> Sequence[Page]:
    """Keep a few pages in memory, many in a file."""
    coming = iter(pages)
    first = tuple(islice(coming, KEPT))
    if len(first) < KEPT:
        return first
    return Shelf(chain(first, coming))


def _packed(page: Page) -> bytes:
    words = [(word.text, _sides(word.box), word.stops) for word in page.words]
    strokes = [(stroke.x0, stroke.top, stroke.x1, stroke.bottom, stroke.width) for stroke in page.strokes]
    return marshal.dumps((page.number, page.width, page.height, page.turned, words, strokes))


def _unpacked(data: bytes) -> Page:
    content: Any = marshal.loads(data)
    number, width, height, turned, words, strokes = content
    return Page(
        number=number,
        width=width,
        height=height,
        turned=turned,
        words=tuple(Word(text=text, box=_box(sides), stops=stops) for text, sides, stops in words),
        strokes=tuple(Stroke(x0=x0, top=y0, x1=x1, bottom=y1, width=wide) for x0, y0, x1, y1, wide in strokes),
    )


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


def _box(sides: tuple[float, float, float, float]) -> Box:
    return Box(x0=sides[0], top=sides[1], x1=sides[2], bottom=sides[3])

"""The OLE2 container of old Office files, opened so that one whose chains run in a circle is refused."""

from __future__ import annotations

import io
from collections.abc import Sequence

from xlrd.compdoc import CompDoc, CompDocError


class Container(CompDoc):  # type: ignore[misc]  # the library has no types
    """The library's container; it watches the chains of large streams itself, not those of small ones."""

    def __init__(self, data: bytes) -> None:
        """Read the directory.

        Raises:
            CompDocError: or what else the library raises on damaged files: AssertionError, IndexError, struct.error,
                TypeError.
        """
        try:
            super().__init__(data, logfile=io.StringIO())
        except RecursionError as error:
            raise CompDocError("the directory runs in a circle") from error

    def _get_stream(
        self,
        mem: bytes,
        base: int,
        sat: Sequence[int],
        sec_size: int,
        start_sid: int,
        *rest: object,
        **more: object,
    ) -> bytes:
        seen: set[int] = set()
        at = start_sid
        while 0 <= at < len(sat):
            if at in seen:
                raise CompDocError("a chain of sectors runs in a circle")
            seen.add(at)
            at = sat[at]
        stream: bytes = super()._get_stream(mem, base, sat, sec_size, start_sid, *rest, **more)
        return stream


def stream_of(data: bytes, *names: str) -> bytes | None:
    """Return the first of the named streams the file holds, None if it holds none.

    Raises:
        CompDocError: or another error of `Container`.
    """
    container = Container(data)
    for name in names:
        memory, start, size = container.locate_named_stream(name)
        if memory is not None:
            return bytes(memory[start : start + size])
    return None

"""A look into a binary Word file, enough to tell whether it is locked and what stands in its last table cells."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from gouji.exceptions import DocumentError
from gouji.text import squash

_WORD_97 = 0xA5EC
_FLAGS, _MAIN_LENGTH, _PIECES = 0x0A, 0x4C, 0x1A2
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COMPRESSED = 1 << 30
_CELL_MARK = "\x07"
_LAST = 3
"""So many cells are looked at: one of them may be deleted or hidden."""
_CONTROL = re.compile("[\x00-\x1f]")


def last_cells(data: bytes) -> tuple[str, ...]:
    """Return the squashed texts of the last cells that hold plain text; nothing if there are none or none is found.

    Raises:
        DocumentError: the file asks for a password.
    """
    from xlrd.compdoc import CompDocError

    from gouji.read.container import stream_of

    try:
        word = stream_of(data, "WordDocument") or b""
        flags = struct.unpack_from("<H", word, _FLAGS)[0]
        if struct.unpack_from("<H", word)[0] == _WORD_97 and flags & _ENCRYPTED:
            raise DocumentError("encrypted", "Word 文件设有打开密码。请另存为不加密的文件。")
        table = stream_of(data, "1Table" if flags & _SECOND_TABLE else "0Table") or b""
        text = "".join(_pieces(word, table))
        length = struct.unpack_from("<I", word, _MAIN_LENGTH)[0]
    except (CompDocError, AssertionError, IndexError, struct.error, TypeError, ValueError):
        # Damaged or older than Word 97: the conversion has to tell.
        return ()
    cells = text[:length].split(_CELL_MARK)[:-1]
    plain = (squash(cell) for cell in reversed(cells) if not _CONTROL.search(cell))
    found = (cell for cell in plain if cell)
    return tuple(cell for cell, _ in zip(found, range(_LAST), strict=False))


def _pieces(word: bytes, table: bytes) -> Iterator[str]:
    """Yield the text piece by piece, as the piece table orders it."""
    at, size = struct.unpack_from("<II", word, _PIECES)
    end = at + size
    while at < end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        return
    count = (struct.unpack_from("<I", table, at + 1)[0] - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    for number in range(count):
        where = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        length = positions[number + 1] - positions[number]
        if where & _COMPRESSED:
            start = (where & ~_COMPRESSED) // 2
            yield word[start : start + length].decode("cp1252", "replace")
        else:
            yield word[where : where + 2 * length].decode("utf-16-le", "replace")

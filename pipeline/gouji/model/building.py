"""Building what a page holds: many frozen objects at once, and without stops to look for garbage."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any, TypeVar

T = TypeVar("T")


def many(kind: type[T], count: int, **columns: Iterable[Any]) -> list[T]:
    """Build objects of a class with slots, one column a field, without its checks: the caller vouches for the values.

    A page has hundreds of words and cells, and their own way of building costs more. Every field must be given, also
    those with a default.
    """
    made = list(map(object.__new__, repeat(kind, count)))
    for name, values in columns.items():
        deque(map(getattr(kind, name).__set__, made, values), maxlen=0)
    return made


@contextmanager
def uncollected() -> Iterator[None]:
    """Put the search for cyclic garbage off until a page is done.

    The objects of a page hold no cycles; looking through them again and again while they are built takes a sixth of
    the time and finds nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

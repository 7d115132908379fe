"""How many documents the property tests draw: a few, or GOUJI_SEEDS of them (GOUJI_FIRST_SEED onwards)."""

from __future__ import annotations

import os


def seeds(few: int) -> range:
    """Return the seeds to draw, `few` unless the environment asks for more."""
    first = int(os.environ.get("GOUJI_FIRST_SEED", "0"))
    return range(first, first + int(os.environ.get("GOUJI_SEEDS", few)))

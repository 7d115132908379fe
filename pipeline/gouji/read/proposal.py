"""Columns that camelot proposes for pages without upright strokes.

It looks at how texts line up row by row and takes the usual number of texts in a row for the number of columns, so a
few texts that run on into a blank neighbour do not hide a column from it. Its libraries are heavy: they are loaded when
a page asks for them, never before.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping

Edges = tuple[float, ...]
"""Column edges of one table from left to right, in points."""


def propose(data: bytes, pages: Iterable[int]) -> Mapping[int, tuple[Edges, ...]]:
    """Return for each page of a PDF (from 1) the column edges of the tables camelot sees there."""
    wanted = sorted(set(pages))
    if not wanted:
        return {}
    from camelot.io import read_pdf

    found: dict[int, list[Edges]] = {}
    with warnings.catch_warnings():
        # It warns of pages on which it finds nothing; nothing found is no proposal.
        warnings.simplefilter("ignore")
        tables = read_pdf(io.BytesIO(data), flavor="stream", pages=",".join(map(str, wanted)), suppress_stdout=True)
    for table in tables:
        ends = [float(start) for start, _ in table.cols]
        found.setdefault(int(table.page), []).append((*ends, float(table.cols[-1][1])))
    return {page: tuple(edges) for page, edges in found.items()}

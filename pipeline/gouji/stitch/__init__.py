"""Stitch: the parts of one table, page by page, become one Sheet. Knows no language and no indicators.

In: the blocks of a document in reading order (Grids and Lines), the texts that are complete on their own, and someone
to ask whether two tables are head and body of one form.

Out: one Sheet for each logical table, repeated headers left out, merged cells whole again, column numbers those of the
whole table. A grid continues the one before it if nothing but furniture (page numbers, running heads, 续表) stands
between and it repeats the header, or is marked as a continuation, or its column lines are the same on the next page
(or, in a flattened text, no line of text stands between). In a file without pages a form whose head block is a table
of its own becomes one with the table of its indicators right below it. A grid does not continue if its header is
another one, if it starts as the table itself started (a form printed anew), or if its columns do not fit.

Refuses: nothing.

Notices: STR-01 a merged cell runs over a break and was made one; STR-06 a cell or row cut in half was joined; TXT-03 a
cell printed twice differs; S-01 continuation judged by the column lines alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.grid import Block
from gouji.model.sheet import Sheet
from gouji.stitch.follow import Halves, runs
from gouji.stitch.sheets import to_sheet
from gouji.stitch.sideways import join_strips

__all__ = ["stitch"]


def stitch(
    blocks: Sequence[Block],
    labels: frozenset[str] = frozenset(),
    halves: Halves = lambda _upper, _lower: False,
    titles: frozenset[str] = frozenset(),
) -> tuple[Sheet, ...]:
    """Join the parts of every table.

    Args:
        blocks: Grids and Lines in reading order.
        labels: squashed texts that are complete on their own (names of levels): never taken for half of a text.
        halves: tells whether a table (its parts so far) and the one right below it are head and body of one form.
        titles: squashed names of columns, rows and keys: two halves that add up to one are one text.
    """
    return tuple(to_sheet(run, labels, titles) for run in runs(join_strips(blocks), halves))

"""Labels printed inside their block: caps, or the middle of the block, say which rows each label stands for.

Where the strokes of a merged cell are missing, its label stands on one row of its block (at the top, in the middle, or
lower) and the other rows are blank. Blocks are consecutive, in the order of the labels, and each holds its label's own
rows. Printed caps then leave one way to part the rows, if the document is right; where no cap is printed, the labels
of one column stand at the middle of their blocks, if at that of every one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

OFF_MIDDLE = 1
"""Half rows a centred label may stand off the middle of its block: one, where the block has an even number of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A printed label of a level: the positions of the rows its cell covers (from, to), and its cap."""

    first: int
    last: int
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The rows a label stands for: positions from `start` up to `end`, that not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A way to part rows: what it costs, its blocks, and whether no other costs as little."""

    cost: int = 0
    blocks: tuple[Block, ...] = ()
    alone: bool = True


Fits = Callable[[Label, Block], bool]


def blocks_by_caps(labels: Sequence[Label], points: Sequence[Decimal | None], *, full: bool) -> tuple[Block, ...]:
    """Return the one way to part the rows in which every block keeps its cap; () if there is none or a second.

    Args:
        labels: in printed order.
        points: what counts against the caps, row by row.
        full: whether a block must reach its cap (weights do) or may stay below it (scores).
    """
    if any(label.cap is None for label in labels) or any(value is None for value in points):
        return ()
    values = [value or Decimal(0) for value in points]

    def cost_of(label: Label, block: Block) -> int | None:
        total = sum(values[block.start : block.end], Decimal(0))
        fits = label.cap is not None and (total == label.cap if full else total <= label.cap)
        return 0 if fits else None

    return _nearest(labels, len(points), cost_of)


def blocks_by_middle(labels: Sequence[Label], rows: int, owns: Fits) -> tuple[Block, ...]:
    """Return the way to part the rows in which labels stand nearest to the middles of their blocks; () if not one.

    `owns` says what the vocabulary allows. Labels of blocks of one row prove nothing and change nothing.
    """

    def cost_of(label: Label, block: Block) -> int | None:
        off = abs(label.first + label.last - (block.start + block.end - 1))
        return off if off <= OFF_MIDDLE and owns(label, block) else None

    return _nearest(labels, rows, cost_of)


def blocks_by_foot(labels: Sequence[Label], rows: int, owns: Fits) -> tuple[Block, ...]:
    """Return the blocks of labels that stand at the foot of theirs; () unless the first and the last show that."""
    if labels[0].first == 0 or labels[-1].last != rows - 1:
        return ()
    ends = [label.last + 1 for label in labels]
    blocks = tuple(Block(start, end) for start, end in pairwise([0, *ends]))
    return blocks if all(map(owns, labels, blocks)) else ()


def _nearest(labels: Sequence[Label], rows: int, cost_of: Callable[[Label, Block], int | None]) -> tuple[Block, ...]:
    """Return the cheapest way to part the rows among the labels; () if none is allowed or two cost the same."""

    @cache
    def descend(index: int, start: int) -> _Way | None:
        if index == len(labels):
            return _Way() if start == rows else None
        label = labels[index]
        following = labels[index + 1].first if index + 1 < len(labels) else rows
        best: _Way | None = None
        for end in range(label.last + 1, following + 1) if start <= label.first else ():
            cost = cost_of(label, Block(start, end))
            rest = None if cost is None else descend(index + 1, end)
            if cost is None or rest is None:
                continue
            way = _Way(cost=cost + rest.cost, blocks=(Block(start, end), *rest.blocks), alone=rest.alone)
            if best is None or way.cost < best.cost:
                best = way
            elif way.cost == best.cost:
                best = replace(best, alone=False)
        return best

    found = descend(0, 0)
    return found.blocks if found is not None and found.alone else ()

"""What a page break cut: of all the ways the cells on both sides may belong together the likeliest is taken.

Either the first row below is the rest of the last row above, or merged cells go on from the left up to some level and
everything right of it is new. Where two ways are nearly as likely the cells they differ in are unsure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import log

from gouji.stitch.compare import Verdict, is_rest, strip_cap
from gouji.stitch.evidence import BROKEN_ROWS, CONTRARY, PROOF, Pair, goes_on, joins, rest, seems_to_go_on, verdict_of
from gouji.stitch.rows import is_number

SURE = 0.8
"""A way this much likelier than the next (more than twice) is taken without a notice."""
TWINS = 2.0
"""Columns whose cells ended together everywhere do so at the break too: one point for each place, up to this."""
BLOCK = 4
"""Columns whose cells ended together at so many places are those of one block."""
BOUND = 6.0
"""A block goes on as a whole, unless its first words are printed again."""
SHORTEST = 0.5
"""Rows a cell goes on, on the average, where no page shows that it does."""
TALLEST = 5.0
"""From here on height adds nothing: the break hits the cell anyway."""
MIXED = -3.0
"""A block is printed again or cut in two: a text beside one printed again is no rest but for proof."""
PROOFS = 2
"""One text may look like the rest of another by chance."""
DECIMALS = 2
"""Digits of a figure that may stand alone on the next line."""
HOLLOW = 3
"""Cells: a row with so many blank is none of a table."""
CLASH = -20.0
"""A figure that differs in a block printed again is another block's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which pairs are one cell, which of them are unsure, and which unsure ones were left apart."""

    joins: tuple[tuple[Pair, Verdict], ...] = ()
    half: bool = False
    unsure: frozenset[int] = frozenset()
    parted: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One way to join: its pairs, how likely it is, and how likely at best if a block may end early."""

    pairs: tuple[Pair, ...]
    odds: float
    half: bool = False
    at_best: float = float("-inf")


def decide(pairs: Sequence[Pair], cells: int, labels: frozenset[str]) -> Decision:
    """Choose how the pairs at a break belong together; `cells` counts the cells in the first row below."""
    chain = _chain(pairs, labels)
    ways = [*_prefixes(chain, len(_reachable(chain, pairs, labels)), labels), *_half_row(pairs, cells, labels)]
    ways.sort(key=lambda way: way.odds, reverse=True)
    best = ways[0]
    unsure: list[Pair] = []
    for other in ways[1:]:
        if best.odds - max(other.odds, other.at_best) < SURE:
            unsure += _differing(best, other)
    unsure += _hollow(pairs) if not best.pairs else []
    joined = list(best.pairs)
    if not best.half and pairs and not pairs[0].new.col:
        joined += _flat(pairs, chain, joined)
        more, doubts = _trailing(pairs, chain, joined, labels)
        joined += more
        unsure += doubts
    kept = {id(pair) for pair in joined}
    doubted = {id(pair): pair for pair in unsure if not _void(pair)}
    return Decision(
        joins=tuple((pair, verdict_of(pair, _equal(joined, pair))) for pair in joined),
        half=best.half,
        unsure=frozenset(doubted) & kept,
        parted=tuple(pair for key, pair in doubted.items() if key not in kept),
    )


def _void(pair: Pair) -> bool:
    return not any(pair.texts)


def _differing(best: _Way, other: _Way) -> list[Pair]:
    known = {id(pair) for pair in best.pairs} ^ {id(pair) for pair in other.pairs}
    return [pair for pair in (*best.pairs, *other.pairs) if id(pair) in known]


def _hollow(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of a row that is blank above the break: its texts may all stand below."""
    late = [pair for pair in pairs if pair.texts[1]]
    return late if len(late) >= HOLLOW and not any(pair.texts[0] for pair in pairs) else []


def _equal(pairs: Sequence[Pair], pair: Pair) -> int:
    """Count the other pairs printed again word for word."""
    return sum(other.texts[0] == other.texts[1] != "" for other in pairs if other is not pair)


def _chain(pairs: Sequence[Pair], labels: frozenset[str]) -> list[Pair]:
    """Return the leading pairs of merging columns; columns that count the rows may stand between them."""
    chain: list[Pair] = []
    expected = 0
    last = max((pair.new.col for pair in pairs if pair.texts[1]), default=0)
    for pair in pairs:
        if pair.new.col != expected:
            break
        expected += pair.new.col_span
        if pair.level or (pair.new.col < last and seems_to_go_on(pair, labels)):
            chain.append(pair)
        elif not pair.column.numbering:
            break
    return chain


def _reachable(chain: Sequence[Pair], pairs: Sequence[Pair], labels: frozenset[str]) -> list[Pair]:
    """Return the leading pairs nothing contradicts: what is right of another cell is another's.

    A row without any value above a row with some is no row of its block: the total, the name of a class alone.
    """
    singles = [pair for pair in pairs if not pair.level]
    foreign = any(pair.texts[1] for pair in singles) and not any(pair.texts[0] for pair in singles)
    return list(
        takewhile(
            lambda pair: (
                not (all(pair.texts) and pair.texts[0] != pair.texts[1] and joins(pair, labels, 2) <= CONTRARY)
                and not (foreign and pair.old.row_span == 1)
            ),
            chain,
        )
    )


def _prefixes(chain: Sequence[Pair], reach: int, labels: frozenset[str]) -> list[_Way]:
    ways = [_Way(pairs=(), odds=0.0)]
    total = 0.0
    for count, pair in enumerate(chain[:reach], start=1):
        part = tuple(chain[:count])
        twin = count > 1 and _twins(chain[count - 2], pair) > 0
        total += joins(pair, labels, _equal(part, pair)) + (0.0 if twin else _prior(pair))
        twins = _twins(pair, chain[count]) if count < len(chain) else 0.0
        clash = _clash(part, labels)
        # Columns that ended together so often may part for once; the likelihood of that is one in as many and one.
        parted = min(twins, log(1 + len(pair.column.bounds)))
        ways.append(_Way(pairs=part, odds=total - twins + clash, at_best=total - parted + clash))
    return ways


def _prior(pair: Pair) -> float:
    return log(min(TALLEST, max(SHORTEST, pair.column.height - 1)))


def _twins(left: Pair, right: Pair) -> float:
    """Return how surely the cells of two columns end together: how often they did elsewhere."""
    if left.column.bounds != right.column.bounds or _spans(left) != _spans(right):
        return 0.0
    places = len(left.column.bounds)
    if places >= BLOCK and not left.same:
        return BOUND
    # The higher the cells are the less likely they end together by chance.
    high = max(TWINS, log(1 + left.old.row_span)) if left.tall else 0.0
    return min(1.0, places + high) if left.same else max(high, min(TWINS, places))


def _spans(pair: Pair) -> tuple[int, int, int]:
    return pair.old.row, pair.old.row_span, pair.new.row_span


def _clash(part: Sequence[Pair], labels: frozenset[str]) -> float:
    """Weigh that a block printed again word for word has a cell that is not."""
    if not any(pair.same for pair in part):
        return 0.0
    others = [pair for pair in part if all(pair.texts) and verdict_of(pair, _equal(part, pair)) is Verdict.REST]
    if any(all(map(is_number, pair.texts)) for pair in others):
        return CLASH
    return MIXED * sum(joins(pair, labels, 0) < PROOF for pair in others)


def _half_row(pairs: Sequence[Pair], cells: int, labels: frozenset[str]) -> list[_Way]:
    """Return the way that the first row below is the rest of the last row above, if it can be."""
    singles = [pair for pair in pairs if not pair.tall]
    if len(pairs) < cells or not singles:
        return []
    some = any(all(pair.texts) for pair in singles)
    none = not any(pair.texts[1] for pair in singles) or not any(pair.texts[0] for pair in singles)
    if not (some or none):
        return []
    level = [pair for pair in pairs if pair.level]
    decimals = _only_decimals(pairs)
    # Two texts that can only be halves prove the row cut: what else stands there is weighed, and forbids nothing.
    proofs = sum(all(pair.texts) and rest(*pair.texts, pair.column, labels) >= PROOF for pair in pairs)
    if proofs < PROOFS and not decimals and any(_is_other(pair, labels, sure=some) for pair in level):
        return []
    if any(_names(pair, labels) for pair in pairs):
        return []
    # A row cut in two cuts what it is merged with: the same odds as where that alone goes on.
    odds = sum(joins(pair, labels, _equal(level, pair)) + max(0.0, _prior(pair)) for pair in level)
    odds += sum(PROOF if decimals and pair.texts[1] else goes_on(pair, labels) for pair in pairs if not pair.level)
    return [_Way(pairs=tuple(pairs), odds=odds + BROKEN_ROWS + _clash(level, labels), half=True)]


def _only_decimals(pairs: Sequence[Pair]) -> bool:
    """Tell whether all that stands below are a digit or two, under figures with a point: a row without a name is none.

    The last decimals of narrow columns go to a line of their own.
    """
    filled = [pair.texts for pair in pairs if pair.texts[1]]
    return (
        bool(filled)
        and any(pair.texts[0] and not pair.texts[1] for pair in pairs)
        and all(is_number(old) and "." in old and new.isdigit() and len(new) <= DECIMALS for old, new in filled)
    )


def _names(pair: Pair, labels: frozenset[str]) -> bool:
    """Tell whether the cell below is the name of a level, and no rest of the one above."""
    old, new = pair.texts
    return bool(old) and strip_cap(new) in labels and old != new and not is_rest(old, new, pair.column.texts, labels)


def _is_other(pair: Pair, labels: frozenset[str], *, sure: bool) -> bool:
    """Tell whether the cell below is no rest: another figure, or another text where nothing else is cut in two."""
    old, new = pair.texts
    if not old or not new or old == new:
        return False
    odds = joins(pair, labels, 0)
    return (is_number(old) and is_number(new) and odds < PROOF) or odds <= CONTRARY or (not sure and odds < PROOF)


def _flat(pairs: Sequence[Pair], chain: Sequence[Pair], joined: Sequence[Pair]) -> list[Pair]:
    """Return the pairs right of the chain that go on, as this page does it, in columns that show no merged cell."""
    if len(joined) < len(chain) or not joined:
        return []
    right = [pair for pair in pairs if pair.new.col > chain[-1].new.col and not pair.level]
    if any(pair.same for pair in joined):
        return list(takewhile(lambda pair: pair.same and not pair.column.twice, right))
    if not any(pair.texts[0] and not pair.texts[1] for pair in joined):
        return []
    blank = list(takewhile(lambda pair: pair.texts[0] and not pair.texts[1] and not pair.column.blanks, right))
    rest = right[len(blank) :]
    # A row whose name is lost begins with a figure: what is blank there is not the cell above.
    named = bool(rest) and bool(rest[0].texts[1]) and not is_number(rest[0].texts[1])
    return blank if named else []


def _trailing(
    pairs: Sequence[Pair], chain: Sequence[Pair], joined: Sequence[Pair], labels: frozenset[str]
) -> tuple[list[Pair], list[Pair]]:
    """Return the merged cells right of the names that go on (a weight of several rows), and the doubtful ones."""
    held = {id(pair) for pair in joined}
    apart = [pair for pair in chain if id(pair) not in held]
    known = {id(pair) for pair in chain} | held
    more: list[Pair] = []
    doubts: list[Pair] = []
    for pair in pairs:
        if id(pair) in known or not pair.level or any(_within(pair, parent) for parent in apart):
            continue
        odds = _shared(pair, chain, labels)
        if odds > 0:
            more.append(pair)
        if abs(odds) < SURE:
            doubts.append(pair)
    return more, doubts


def _within(pair: Pair, parent: Pair) -> bool:
    """Tell whether the cells of a column never reach over an end of the parent's."""
    return parent.column.bounds <= pair.column.bounds


def _shared(pair: Pair, chain: Sequence[Pair], labels: frozenset[str]) -> float:
    twin = max((_twins(parent, pair) for parent in chain), default=0.0)
    odds = joins(pair, labels, 0) + _prior(pair) + twin
    # Blank cells in these columns are as a rule blank, and texts are another row's.
    return odds if _void(pair) or not (pair.texts[0] and pair.texts[1] and not pair.same) else max(odds, CONTRARY)

"""The table of a fidelity run: a line a style with its target, the peers beside it, the shares of the variations."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from tests.benchmarks.fidelity_ours import Score
from tests.benchmarks.fidelity_run import Result
from tests.benchmarks.scoring import Tally

LEAST_SHARE = 0.05
"""Of a style's documents, for each variation."""
TOO_EASY = 0.05
"""What pdfplumber may be better than its figures on documents of the same kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a style must reach, and the most silent errors; `peer` is pdfplumber's known cell F1."""

    cells: float = 1.0
    records: float = 1.0
    right: float = 1.0
    silent: float = 0.0
    noticed: float = 1.0
    peer: float | None = None


EXACT = Target()
RULED = Target(noticed=0.02)
HIDDEN = Target(cells=0.999, records=0.999, right=0.98, silent=0.01, peer=0.97)
PAGED = Target(cells=0.999, records=0.999, right=0.98)
PRINTED = Target(cells=0.999, records=0.999, right=0.98, silent=0.01)
MISSING = Target(cells=0.98, records=0.99, right=0.90, silent=0.01, peer=0.12)
BORDERLESS = Target(cells=0.95, records=0.97, right=0.75, silent=0.01, peer=0.0)

FAMILIES: Mapping[str, Target] = {
    "ruled": RULED,
    "doubled": RULED,
    "shaded": RULED,
    "rotated": RULED,
    "sideways": RULED,
    "seal": RULED,
    "watermark": HIDDEN,
    "hidden": HIDDEN,
    "vector": HIDDEN,
    "continued": PAGED,
    "paged": PAGED,
    "page": PAGED,
    "long": PAGED,
    "pdf": PRINTED,
    "missing": MISSING,
    "borderless": BORDERLESS,
}
"""Words of a style's name and the target they mean; where several occur the last one holds."""


def target_of(style: str) -> Target:
    """Return what a style must reach: exact unless its name says otherwise."""
    found = [target for word, target in FAMILIES.items() if word in style.replace("-", "_").split("_")]
    return found[-1] if found else EXACT


def report(results: Sequence[Result], styles: Sequence[str], *, families: bool, peers: bool) -> bool:
    """Print everything; return whether all targets are met and all styles are hard enough."""
    sys.stdout.write(HEAD + (PEER_HEAD if peers else "") + "\n")
    met = True
    for style in styles:
        own = [result for result in results if result.style == style]
        met &= _style(style, own, peers)
        if families:
            _families(own)
    return _shares(results, styles) and met


HEAD = f"{'style':16} {'docs':>4} {'cells':>7} {'merged':>7} {'records':>7} {'right':>6} {'silent':>6} {'r+note':>6}"
PEER_HEAD = f" |{'plumber':>8} {'rec':>6} {'camelot':>7} {'rec':>6} {'ours/page':>9}"


def _line(name: str, scores: Sequence[Score]) -> str:
    right, silent, noted = _shares_of(scores)
    cells, merged, records = (_sum(scores, take) for take in (_cells, _merged, _records))
    figures = f"{cells.f1:7.4f} {merged.recall:7.4f} {records.f1:7.4f} {right:6.3f} {silent:6.3f} {noted:6.3f}"
    return f"{name:16} {len(scores):4d} {figures}"


def _style(style: str, results: Sequence[Result], peers: bool) -> bool:
    scores = [result.score for result in results if result.score]
    failed = len(results) - len(scores)
    if not scores:
        sys.stdout.write(f"{style:16} nothing could be measured\n")
        return False
    target = target_of(style)
    short = _verdict(scores, target) + ([f"{failed} not measured"] if failed else [])
    line, known = _line(style, scores), _peer_tallies(results)
    if peers and known:
        line += _peer_part(known, scores, results)
    easy = target.peer is not None and known and known["pdfplumber"][0].f1 > target.peer + TOO_EASY
    verdict = "met" if not short else "NOT MET: " + ", ".join(short)
    sys.stdout.write(f"{line}\n{_target_line(target)}  {verdict}{'  TOO EASY' if easy else ''}\n")
    return not short and not easy


def _target_line(target: Target) -> str:
    figures = f"{target.cells:7.3f} {'':7} {target.records:7.3f} {target.right:6.2f} {target.silent:6.2f}"
    return f"{'  target':16} {'':4} {figures} {'' if target.noticed == 1 else f'{target.noticed:.2f}':>6}"


def _verdict(scores: Sequence[Score], target: Target) -> list[str]:
    """Return the figures that fall short."""
    right, silent, noted = _shares_of(scores)
    return [
        name
        for name, is_met in (
            ("cells", _sum(scores, _cells).f1 >= target.cells),
            ("records", _sum(scores, _records).f1 >= target.records),
            ("wholly right", right >= target.right),
            ("silent errors", silent <= target.silent),
            ("notices on right ones", noted <= target.noticed),
        )
        if not is_met
    ]


def _families(results: Sequence[Result]) -> None:
    names = sorted({family for result in results for family in result.families})
    for name in names:
        own = [result.score for result in results if result.score and name in result.families]
        sys.stdout.write(_line(f"  {name}"[:16], own) + "\n")


def _shares_of(scores: Sequence[Score]) -> tuple[float, float, float]:
    """Return the shares of wholly right ones, of silent errors, and of right ones with a notice among the right."""
    right = [score for score in scores if score.right]
    silent = sum(score.silent for score in scores)
    noted = sum(bool(score.notices) for score in right)
    return len(right) / len(scores), silent / len(scores), noted / max(1, len(right))


def _peer_tallies(results: Sequence[Result]) -> dict[str, tuple[Tally, Tally]]:
    asked = [result for result in results if result.peers]
    names = list(asked[0].peers) if asked else []
    return {
        name: (_add(result.peers[name][0] for result in asked), _add(result.peers[name][1] for result in asked))
        for name in names
    }


def _peer_part(known: Mapping[str, tuple[Tally, Tally]], scores: Sequence[Score], results: Sequence[Result]) -> str:
    ours = _add(result.score.page_cells for result in results if result.score and result.peers)
    plumber, camelot = known["pdfplumber"], known["camelot"]
    return (
        f" |{plumber[0].f1:8.3f} {plumber[1].f1:6.3f} {camelot[0].f1:7.3f} {camelot[1].f1:6.3f} {ours.f1:9.4f}"
        f" ({sum(bool(result.peers) for result in results)} docs)"
    )


def _shares(results: Sequence[Result], styles: Sequence[str]) -> bool:
    """Print each variation's share of its style's documents; return whether each is large enough."""
    enough = True
    for style in styles:
        own = [result for result in results if result.style == style and result.score]
        count = Counter(name for result in own for name in result.variations)
        if not count:
            continue
        sys.stdout.write(f"variations of {style}:\n")
        for name, number in sorted(count.items()):
            share = number / len(own)
            scarce = "" if share >= LEAST_SHARE else "  TOO RARE"
            right = [bool(result.score and result.score.right) for result in own if name in result.variations]
            sys.stdout.write(f"  {name:40} {share:6.1%}  {sum(right) / len(right):6.1%} right{scarce}\n")
            enough &= not scarce
    return enough


def _sum(scores: Iterable[Score], take: Callable[[Score], Tally]) -> Tally:
    return _add(take(score) for score in scores)


def _add(tallies: Iterable[Tally]) -> Tally:
    return reduce(add, tallies, Tally())


def _cells(score: Score) -> Tally:
    return score.cells


def _merged(score: Score) -> Tally:
    return score.merged


def _records(score: Score) -> Tally:
    return score.records

"""Measuring many generated documents, several at a time."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.benchmarks.fidelity_ours import Score, score
from tests.benchmarks.scoring import Tally
from tests.generated import STYLES, specimen
from tests.generated.model import Specimen

DEADLINE = 240
"""Seconds a document may take with all readers; one that takes longer is told and left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A document to draw and to read."""

    style: str
    seed: int
    peers: bool
    keep: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a document; without a score it could not be drawn or took too long."""

    style: str
    seed: int
    families: tuple[str, ...] = ()
    variations: frozenset[str] = frozenset()
    score: Score | None = None
    peers: dict[str, tuple[Tally, Tally]] = field(default_factory=dict)
    failure: str = ""


class TooLongError(Exception):
    """A document took longer than the deadline."""


def known_styles(asked: Iterable[str] | None) -> tuple[list[str], list[str]]:
    """Return the styles to measure and those asked for that are not there."""
    if not asked:
        return list(STYLES), []
    names = [name for one in asked for name in one.split(",")]
    return [name for name in names if name in STYLES], [name for name in names if name not in STYLES]


def measure_all(tasks: list[Task], jobs: int, show: int) -> list[Result]:
    """Measure all documents; tell of each that is not wholly right, `show` lines of its differences."""
    results = []
    for result in _results(tasks, jobs):
        results.append(result)
        told = result.score is None or not result.score.right
        if told and (show or result.failure):
            _tell(result, show)
    return results


def measure(task: Task) -> Result:
    """Draw and read one document."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(DEADLINE)
    try:
        return _measure(task)
    except TooLongError:
        return Result(style=task.style, seed=task.seed, failure=f"longer than {DEADLINE} s")
    except Exception as error:  # noqa: BLE001 - a document that cannot be drawn is told, the others go on
        return Result(style=task.style, seed=task.seed, failure=f"not drawn or not scored: {error!r}")
    finally:
        signal.alarm(0)


def _measure(task: Task) -> Result:
    one = specimen(task.style, task.seed)
    own = score(one)
    if task.keep and not own.right:
        _keep(task.keep, one, own)
    peers = {}
    if task.peers and one.page_tables and one.suffix == ".pdf":
        from tests.benchmarks.fidelity_peers import PEERS, score_peer

        peers = {name: score_peer(reader, one) for name, reader in PEERS.items()}
    return Result(
        style=task.style,
        seed=task.seed,
        families=tuple(form.family for form in one.forms),
        variations=one.variations,
        score=own,
        peers=peers,
    )


def _results(tasks: list[Task], jobs: int) -> Iterator[Result]:
    if jobs <= 1:
        yield from map(measure, tasks)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(measure, tasks)


def _tell(result: Result, show: int) -> None:
    own = result.score
    state = result.failure or (own and f"{'silent' if own.silent else own.status} {' '.join(sorted(set(own.notices)))}")
    families = ",".join(dict.fromkeys(result.families))
    sys.stdout.write(f"  {result.style} {result.seed} {families}: {state}\n")
    for line in own.said[:show] if own else ():
        sys.stdout.write(f"      {line}\n")
    if own and len(own.said) > show:
        sys.stdout.write(f"      … {len(own.said) - show} more\n")
    sys.stdout.flush()


def _keep(folder: Path, one: Specimen, own: Score) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{one.name}{one.suffix}").write_bytes(one.data)
    (folder / f"{one.name}.txt").write_text("\n".join(own.said) + "\n", encoding="utf-8")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError

"""Fidelity on copies of the two source layouts: python tests/benchmarks/fidelity.py --copies N [--first SEED].

Draws copies with other names, figures, order and planted errors, as DOCX, PDF and flattened text, and prints how many
come out entirely right, and what is wrong with the others.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from tests import perturb
from tests.perturbed.base import Perturbed
from tests.renderings import Run, differences, missed, run_all

SUFFIXES = ("docx", "pdf", "txt")


def measure_copies(first: int, seeds: int) -> int:
    """Print the share of documents entirely right, by format, then the differences by sort; 1 if one is not right."""
    copies = {copy.name: copy for seed in range(first, first + seeds) for copy in _copies(seed)}
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    print(f"seeds {first} to {first + seeds - 1}: {len(copies) * len(SUFFIXES)} documents")
    with tempfile.TemporaryDirectory() as folder:
        paths = {(name, kind): copy.write(Path(folder), kind) for name, copy in copies.items() for kind in SUFFIXES}
        results = run_all(paths.values())
        for (name, kind), path in paths.items():
            said = _said(copies[name], kind, results[path])
            right[kind] += not said
            wrong.update(" ".join(line.split()[:2]) for line in said)
            for line in said:
                print(f"  {name}.{kind}: {line[:200]}")
    for kind in SUFFIXES:
        print(f"{kind}: {right[kind]} of {len(copies)} entirely right")
    for sort, count in wrong.most_common():
        print(f"{count:5d}  {sort}")
    return 1 if wrong else 0


def _copies(seed: int) -> tuple[Perturbed, ...]:
    return (
        perturb.goal_list(seed),
        perturb.goal_list(seed, cut=True),
        perturb.department(seed),
        perturb.department(seed, seen=True),
    )


def _said(copy: Perturbed, kind: str, result: Run) -> list[str]:
    gone = copy.gone if kind == "txt" else frozenset()
    return differences(result, copy.truth, gone, settled=True) + missed(result, copy.findings)

"""Fidelity on freshly drawn copies: python tests/benchmarks/fidelity.py [--seeds N] [--first SEED].

Draws copies of the two source layouts with other names, figures, order and planted errors, as DOCX, PDF and flattened
text, and prints how many come out entirely right, and what is wrong with the others.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "pipeline")]

SUFFIXES = ("docx", "pdf", "txt")


def main() -> None:
    """Print the share of documents entirely right, by kind and format, then the differences by sort."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=int(time.time()) % 1_000_000)
    options = parser.parse_args()

    from tests import perturb
    from tests.renderings import differences, missed, run_all

    copies = {
        copy.name: copy
        for seed in range(options.first, options.first + options.seeds)
        for copy in (
            perturb.goal_list(seed),
            perturb.goal_list(seed, cut=True),
            perturb.department(seed),
            perturb.department(seed, seen=True),
        )
    }
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    print(f"seeds {options.first} to {options.first + options.seeds - 1}: {len(copies) * len(SUFFIXES)} documents")
    with tempfile.TemporaryDirectory() as folder:
        paths = {(name, kind): copy.write(Path(folder), kind) for name, copy in copies.items() for kind in SUFFIXES}
        results = run_all(paths.values())
        for (name, kind), path in paths.items():
            copy = copies[name]
            gone = copy.gone if kind == "txt" else frozenset()
            said = differences(results[path], copy.truth, gone, settled=True)
            said += missed(results[path], copy.findings)
            right[kind] += not said
            for line in said:
                wrong[" ".join(line.split()[:2])] += 1
                print(f"  {name}.{kind}: {line[:200]}")
    for kind in SUFFIXES:
        print(f"{kind}: {right[kind]} of {len(copies)} entirely right")
    for sort, count in wrong.most_common():
        print(f"{count:5d}  {sort}")


if __name__ == "__main__":
    main()

"""Fidelity on generated documents: python tests/benchmarks/fidelity.py --first SEED --seeds N [--style S ...].

For each style: exact cells, merged cells and records, documents wholly right, silent errors, beside pdfplumber's and
camelot's figures on the same documents; then the shares of the variations, and whether each target is met (exit
status 1 if one is not). `--show` lists what differs, `--keep DIR` writes the wrong documents out, `--families` adds a
line a family. `--copies N` measures copies of the two source layouts instead.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "pipeline")]


def options() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=int(time.time()) % 1_000_000 + 1000, help="first seed")
    parser.add_argument("--seeds", type=int, default=20, help="documents of each style")
    parser.add_argument("--style", action="append", help="a style, may be repeated; all if none is named")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True, help="pdfplumber and camelot")
    parser.add_argument("--peer-seeds", type=int, help="documents of each style that the peers read; all by default")
    parser.add_argument("--families", action="store_true", help="add a line a family of forms")
    parser.add_argument("--show", nargs="?", type=int, const=8, default=0, help="lines of differences a document")
    parser.add_argument("--keep", type=Path, help="a folder for the documents that are not wholly right")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--copies", type=int, help="seeds of copies of the source layouts, instead of generated ones")
    return parser.parse_args()


def main() -> int:
    """Measure, print, and return the exit status."""
    asked = options()
    if asked.copies:
        from tests.benchmarks.fidelity_copies import measure_copies

        return measure_copies(asked.first, asked.copies)
    from tests.benchmarks.fidelity_report import report
    from tests.benchmarks.fidelity_run import Task, known_styles, measure_all

    styles, absent = known_styles(asked.style)
    for name in absent:
        sys.stdout.write(f"style {name} is not there\n")
    peers = (asked.seeds if asked.peer_seeds is None else asked.peer_seeds) if asked.peers else 0
    sys.stdout.write(f"seeds {asked.first} to {asked.first + asked.seeds - 1}, styles {' '.join(styles) or 'none'}\n")
    tasks = [
        Task(style=style, seed=asked.first + at, peers=at < peers, keep=asked.keep)
        for style in styles
        for at in range(asked.seeds)
    ]
    results = measure_all(tasks, asked.jobs, asked.show)
    met = report(results, styles, families=asked.families, peers=bool(peers))
    return 0 if met and styles and not absent else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Speed of the whole audit over the PDF fixtures: python tests/benchmarks/audit.py [--rounds N] [FILES...].

Each round reads, judges and writes everything into a fresh folder. The rulebook is loaded once and timed apart.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "pipeline"))


def main() -> None:
    """Print pages a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    files = options.files or sorted((ROOT / "fixtures").glob("*/document.pdf"))

    from gouji.journey import load_rules
    from gouji.run import run

    started = time.perf_counter()
    rules = load_rules()
    print(f"rulebook: {time.perf_counter() - started:.2f} s, {len(rules.rulebook.checks)} checks")
    seconds: list[float] = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            tables = run(files, Path(folder) / "out", rules).tables
            seconds.append(time.perf_counter() - started)
    pages = sum(count or 0 for count in tables["documents"].column("pages").to_pylist())
    median = statistics.median(seconds)
    print(f"audit: {len(files)} PDFs, {pages} pages, {tables['indicators'].num_rows} indicators")
    print(f"median of {options.rounds}: {median:.2f} s, {pages / median:.1f} pages/s, {len(files) / median:.1f} PDFs/s")


if __name__ == "__main__":
    main()

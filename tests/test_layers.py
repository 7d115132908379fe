"""One road: the import contract of pyproject.toml holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_import_contract_holds(tmp_path: Path) -> None:
    paths = os.pathsep.join((str(ROOT / "pipeline"), os.environ.get("PYTHONPATH", "")))
    options = ["--cache-dir", str(tmp_path)]
    script = f"from importlinter.cli import lint_imports_command; lint_imports_command({options!r})"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout

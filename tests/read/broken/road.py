"""The road in a process of its own: one line in names a broken file, one line out says what became of it."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
MEMORY = 4 * 2**30


class Road:
    """Sends files down the road, each with a deadline; a process that dies or hangs is replaced."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Road:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def take(self, path: Path) -> dict[str, Any]:
        """Return status, reason, message and seconds of one file."""
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "tests.read.broken.road"],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "pipeline"), str(ROOT)])},
            )  # fmt: skip
            self._child.stdout.readline()
        child = self._child
        child.stdin.write(f"{path}\n".encode())
        child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], self.deadline)
        if not ready:
            self._end()
            return {"status": "lost", "reason": "timeout", "message": f"over {self.deadline} s"}
        line = child.stdout.readline()
        if not line:
            code = child.wait()
            self._end()
            return {"status": "lost", "reason": "crashed", "message": f"exit {code}"}
        return json.loads(line)

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child.stdin.close()
            self._child.stdout.close()
            self._child = None


def main() -> None:
    """Take the files named on standard input."""
    from gouji.journey import audit_document, load_rules, outcome_to_tables

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    rules = load_rules()
    out = os.fdopen(os.dup(1), "wb")
    out.write(b"ready\n")
    out.flush()
    for line in sys.stdin:
        start = time.monotonic()
        outcome = audit_document(Path(line.rstrip("\n")), rules)
        if outcome.document_id:
            outcome_to_tables(outcome)
        said = {
            "status": outcome.status, "reason": outcome.reason, "message": outcome.message,
            "seconds": round(time.monotonic() - start, 3),
        }  # fmt: skip
        out.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()

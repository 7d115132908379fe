"""The account of a run (run.json): by which program, rules and libraries, over what, with what outcome."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gouji import __version__
from gouji.exceptions import ExitCode
from gouji.journey import Rules
from gouji.run.shelf import Tables

LIBRARIES = (
    "camelot-py", "duckdb", "jieba", "lxml", "numpy", "openpyxl", "pandas", "pdfminer.six", "pdfplumber", "pyarrow",
    "pypdfium2", "python-docx", "rapidfuzz", "xlrd", "xlsxwriter",
)  # fmt: skip
"""Libraries on which the outcome may depend."""

_COUNTED = ("documents", "tables", "cells", "scopes", "funds", "indicators", "caps", "totals", "readings", "notices")
_KEY_LENGTH = 16


def reading_key(rules: Rules) -> str:
    """Return the key of what a document was read by: program, forms and lexicon."""
    return hashlib.sha256(f"{__version__}\0{_program_digest()}\0{rules.reading_digest}".encode()).hexdigest()[
        :_KEY_LENGTH
    ]


@cache
def _program_digest() -> str:
    """Digest the package's own modules: whoever changes the program gets its documents read again."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def account_of(tables: Tables, code: ExitCode, rules: Rules, command: tuple[str, ...]) -> dict[str, Any]:
    """Return the account of a finished run, but for its clock."""
    inputs = tables["inputs"].select(["input_no", "source", "document_id", "status", "reason"]).to_pylist()
    return {
        "program": {"name": "gouji", "version": __version__},
        "rulebook": {"digest": rules.rulebook.digest, "checks": len(rules.rulebook.checks)},
        "reading": {"key": reading_key(rules), "digest": rules.reading_digest},
        "libraries": library_versions(),
        "command": list(command),
        "exit_code": int(code),
        "counts": _counts(tables),
        "inputs": inputs,
    }


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries that are installed, and of Python."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _counts(tables: Tables) -> dict[str, Any]:
    inputs, findings = tables["inputs"], tables["findings"]
    reasons = (reason for reason in inputs.column("reason").to_pylist() if reason)
    return {
        "inputs": _count(inputs.column("status").to_pylist()),
        "reasons": _count(reasons),
        "findings": _count(findings.column("severity").to_pylist()),
        "rules": _count(findings.column("rule").to_pylist()),
        "rows": {name: tables[name].num_rows for name in _COUNTED},
    }


def _count(values: Any) -> dict[str, int]:  # noqa: ANN401 - any iterable of texts
    return dict(sorted(Counter(values).items()))

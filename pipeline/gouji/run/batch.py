"""A batch: every input decided, every document read once, the tables joined and judged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from gouji.arrow import finding_to_row, rows_to_table
from gouji.exceptions import REASONS, ExitCode
from gouji.journey import Auditor, Outcome, Rules, outcome_to_tables
from gouji.model.finding import Finding
from gouji.publish.clean import clean, clean_values
from gouji.run.inputs import Input
from gouji.run.shelf import Shelf, Tables, merge

RETRIED = frozenset({"converter_missing"})
"""Reasons that may be gone at the next run, because something has been installed."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of one input (row of `inputs`); `kept` tells that an earlier run had read it."""

    input: Input
    status: str
    document_id: str | None = None
    reason: str | None = None
    message: str | None = None
    kept: bool = False


Tell = Callable[[int, int, Decided], None]
"""Told after each input: how many are done, how many there are, and what became of this one."""


def decide(inputs: Sequence[Input], rules: Rules, shelf: Shelf, audit_document: Auditor, tell: Tell) -> list[Decided]:
    """Decide every input; finished documents are on the shelf at once, so an interruption loses one at most."""
    decided: list[Decided] = []
    for item in inputs:
        decided.append(_decide(item, rules, shelf, audit_document))
        tell(len(decided), len(inputs), decided[-1])
    return decided


def join(decided: Sequence[Decided], shelf: Shelf) -> dict[str, pa.Table]:
    """Make the tables of the whole batch, but for the findings; documents in the order of their ids."""
    first = {item.document_id: item for item in reversed(decided) if item.document_id}
    ids = sorted(document_id for document_id in first if document_id in shelf)
    tables = merge(shelf, ids)
    sources = [clean(first[document_id].input.source) for document_id in ids]
    tables["documents"] = _with_sources(tables["documents"], sources)
    tables["inputs"] = rows_to_table("inputs", _input_rows(decided))
    tables["pairs"] = rows_to_table("pairs", [])
    return tables


def findings_table(findings: Iterable[Finding]) -> pa.Table:
    """Make the table of findings."""
    return rows_to_table("findings", [clean_values(finding_to_row(finding)) for finding in findings])


def exit_code(tables: Tables) -> ExitCode:
    """Return what a finished run ends with."""
    if "ERROR" in tables["findings"].column("severity").to_pylist():
        return ExitCode.FINDINGS
    if {"quarantined", "partial"} & set(tables["inputs"].column("status").to_pylist()):
        return ExitCode.INCOMPLETE
    return ExitCode.OK


def _decide(item: Input, rules: Rules, shelf: Shelf, audit_document: Auditor) -> Decided:
    if item.status is not None:
        return Decided(input=item, status=item.status, reason=item.reason, message=item.message)
    try:
        document_id = hash_file(item.path)
    except OSError as error:
        message = f"{REASONS['unreadable']}：{error.strerror}，请检查文件权限与磁盘"
        return Decided(input=item, status="quarantined", reason="unreadable", message=message)
    if document_id in shelf and (kept := _known(item, document_id, shelf)).reason not in RETRIED:
        return kept
    return _read(item, document_id, rules, shelf, audit_document)


def _known(item: Input, document_id: str, shelf: Shelf) -> Decided:
    row = shelf.get(document_id)["documents"].select(["status", "reason", "message"]).to_pylist()[0]
    return Decided(input=item, document_id=document_id, kept=True, **row)


def _read(item: Input, document_id: str, rules: Rules, shelf: Shelf, audit_document: Auditor) -> Decided:
    outcome = _identified(audit_document(item.path, rules), document_id, item.path)
    changed = outcome.reason == "changed_during_read"
    if not changed:
        shelf.put(document_id, outcome_to_tables(outcome))
    return Decided(
        input=item,
        document_id=None if changed else document_id,
        status=outcome.status,
        reason=outcome.reason,
        message=outcome.message,
    )


def _identified(outcome: Outcome, document_id: str, path: Path) -> Outcome:
    if outcome.document_id is None:
        size = path.stat().st_size if path.exists() else None
        return replace(outcome, document_id=document_id, size_bytes=outcome.size_bytes or size)
    if outcome.document_id == document_id:
        return outcome
    message = f"{REASONS['changed_during_read']}，请待文件写完后重新运行"
    return Outcome(status="quarantined", reason="changed_during_read", message=message)


def hash_file(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _with_sources(documents: pa.Table, sources: Sequence[str]) -> pa.Table:
    names = [source.rpartition("/")[2] for source in sources]
    for column, values in (("source", sources), ("file_name", names)):
        documents = documents.set_column(
            documents.schema.get_field_index(column), documents.schema.field(column), pa.array(values, pa.string())
        )
    return documents


def _input_rows(decided: Iterable[Decided]) -> list[dict[str, object]]:
    return [
        {
            "input_no": number,
            "source": clean(item.input.source),
            "document_id": item.document_id,
            "status": item.status,
            "reason": item.reason,
            "message": clean(item.message) if item.message else None,
        }
        for number, item in enumerate(decided, start=1)
    ]

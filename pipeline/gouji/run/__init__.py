"""A run: inputs in, an output folder out. Reads through the journey alone; see docs/architecture.md.

In: files, folders and patterns. Out: the files of DESIGN's section 4, and the tables in memory.
Refuses: an output folder that holds another run (UsageError), one that cannot be written (OutputError), a rulebook that
breaks its contract (RulebookError). One document never stops a run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from gouji import journey
from gouji.exceptions import ExitCode, UsageError
from gouji.journey import Auditor, Judge, Rules
from gouji.publish import publish
from gouji.publish.delivery import remove_folder, sweep
from gouji.run.account import account_of, reading_key
from gouji.run.batch import Decided, Tell, decide, exit_code, findings_table, join
from gouji.run.folder import SHELF, earlier_run, load_tables, refuse_other_inputs
from gouji.run.inputs import EXTENSIONS, find_inputs
from gouji.run.second import WHICH, SecondReader
from gouji.run.shelf import FolderShelf, MemoryShelf, Shelf

__all__ = ["EXTENSIONS", "Decided", "Result", "check_folder", "run", "run_in_memory"]

Clock = Callable[[], datetime]
Paths = Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A finished run: every canonical table, findings included, and the exit code it ends with."""

    tables: Mapping[str, pa.Table]
    code: ExitCode
    folder: Path | None = None


def run(
    given: Paths,
    folder: Path,
    rules: Rules,
    *,
    fresh: bool = False,
    command: tuple[str, ...] = (),
    second: str = "errors",
    tell: Tell | None = None,
    audit_document: Auditor = journey.audit_document,
    judge: Judge = journey.judge,
    clock: Clock = lambda: datetime.now(UTC),
) -> Result:
    """Audit the inputs into an output folder; what an earlier run has read there is not read again.

    Raises:
        UsageError: the folder holds a run over other inputs.
        OutputError: something could not be written.
    """
    started = clock()
    inputs = find_inputs(given, leave_out=folder)
    shelf = _open(folder, rules, inputs, fresh=fresh)
    decided = decide(inputs, rules, shelf, audit_document, tell or _silent)
    tables = _judged(join(decided, shelf), rules, judge, _sources(decided), second)
    result = Result(tables=tables, code=exit_code(tables), folder=folder)
    account = account_of(result.tables, result.code, rules, command)
    publish(folder, tables, rules.rulebook, account | {"clock": _clock(started, clock())})
    shelf.forget_others()
    return result


def run_in_memory(
    given: Paths,
    rules: Rules,
    *,
    second: str = "errors",
    audit_document: Auditor = journey.audit_document,
    judge: Judge = journey.judge,
) -> Result:
    """Audit the inputs without writing anything."""
    shelf: Shelf = MemoryShelf()
    decided = decide(find_inputs(given), rules, shelf, audit_document, _silent)
    tables = _judged(join(decided, shelf), rules, judge, _sources(decided), second)
    return Result(tables=tables, code=exit_code(tables))


def check_folder(
    folder: Path,
    rules: Rules,
    *,
    command: tuple[str, ...] = (),
    judge: Judge = journey.judge,
    clock: Clock = lambda: datetime.now(UTC),
) -> Result:
    """Judge the records of an output folder again, without reading documents; only findings and reports change.

    Raises:
        UsageError: the folder holds no finished run.
    """
    started = clock()
    tables = _judged(load_tables(folder), rules, judge, {}, "off")
    code = exit_code(tables)
    read_by: dict[str, Any] = (earlier_run(folder) or {}).get("reading", {})
    account = account_of(tables, code, rules, command) | ({"reading": read_by} if read_by else {})
    publish(folder, tables, rules.rulebook, account | {"clock": _clock(started, clock())}, changed={"findings"})
    return Result(tables=tables, code=code, folder=folder)


def _open(folder: Path, rules: Rules, inputs: tuple[Any, ...], *, fresh: bool) -> FolderShelf:
    if fresh:
        remove_folder(folder / SHELF)
    else:
        refuse_other_inputs(folder, inputs)
    sweep(folder)
    return FolderShelf(folder / SHELF, reading_key(rules))


def _judged(
    tables: dict[str, pa.Table], rules: Rules, judge: Judge, sources: Mapping[str, Path], second: str
) -> dict[str, pa.Table]:
    """Judge, letting the second reader look at the cells of the errors (or at all, or at none)."""
    if second not in WHICH:
        raise UsageError(f"--second-reader 只能是 {'、'.join(WHICH)}，不能是 {second}")
    if second == "off":
        return tables | {"findings": findings_table(judge(tables, rules.rulebook, None))}
    reader = SecondReader(tables["cells"], sources)
    if second == "all":
        reader(reader.every_cell())
    findings = findings_table(judge(tables, rules.rulebook, reader))
    return tables | {"findings": findings, "cells": reader.written()}


def _sources(decided: Iterable[Decided]) -> dict[str, Path]:
    return {one.document_id: one.input.path for one in decided if one.document_id is not None}


def _clock(started: datetime, finished: datetime) -> dict[str, Any]:
    return {
        "started": started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "seconds": round((finished - started).total_seconds(), 3),
    }


def _silent(done: int, total: int, decided: Decided) -> None:
    """Tell nobody."""

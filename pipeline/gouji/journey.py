"""The itinerary: the road a document travels from file to records, and the batch from records to files."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from gouji.arrow import Row, records_to_rows, rows_to_table
from gouji.check import SecondReader, judge
from gouji.exceptions import REASONS, DocumentError, RulebookError
from gouji.forms import load_forms, load_lexicon
from gouji.model.document import Document
from gouji.model.finding import Finding
from gouji.model.form import Form
from gouji.model.notice import Notice
from gouji.model.place import Place
from gouji.model.record import Records
from gouji.model.sheet import Sheet
from gouji.normalise import Words, load_words, normalise
from gouji.publish import publish
from gouji.publish.clean import clean_values
from gouji.read import bytes_of, read
from gouji.read.proposal import propose
from gouji.read.second import reread
from gouji.recognise import are_halves, recognise
from gouji.reconcile import reconcile
from gouji.rulebook import Rulebook, digest_of, load_rulebook, rules_root
from gouji.stitch import stitch
from gouji.trace import trace, undecided_pages
from gouji.vocabulary import Vocabulary

__all__ = [
    "STAGES",
    "Outcome",
    "Rules",
    "Stop",
    "audit_document",
    "itinerary",
    "judge",
    "load_rules",
    "outcome_to_tables",
    "publish",
    "read_again",
    "records_to_tables",
    "with_records",
]

STAGES = ("read", "trace", "stitch", "recognise", "normalise", "reconcile")
"""The stages one document goes through by itself; check and publish take the whole batch."""

UNREAD_PAGES = {"R-04": "no_text_layer", "R-08": "truncated"}
"""Notices that say some pages were not read, and the reason of the partial document."""

log = logging.getLogger("gouji")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the stages go by: forms and words for reading, the rulebook for judging.

    `reading_digest` covers forms and lexicon only: a new check does not make anyone read the documents again.
    """

    forms: tuple[Form, ...]
    words: Vocabulary
    meanings: Words
    rulebook: Rulebook
    reading_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What one stage made of a document."""

    stage: str
    product: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one document: its canonical tables, or the reason it has none."""

    document_id: str | None = None
    media_type: str | None = None
    size_bytes: int | None = None
    pages: int | None = None
    status: str = "ok"
    reason: str | None = None
    message: str | None = None
    unit_name: str | None = None
    year: int | None = None
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


Auditor = Callable[[Path, Rules], Outcome]
Judge = Callable[[Mapping[str, pa.Table], Rulebook, SecondReader | None], Sequence[Finding]]


def load_rules(root: Path | None = None) -> Rules:
    """Load forms, lexicon and rulebook from a folder of rules (the program's own if None).

    Raises:
        RulebookError: something in the folder breaks its contract.
    """
    folder = root or rules_root()
    if not folder.is_dir():
        raise RulebookError(folder.name, f"没有规则目录 {folder}，请检查 --rules")
    forms = load_forms(folder)
    return Rules(
        forms=forms,
        words=Vocabulary(load_lexicon(folder), forms),
        meanings=load_words(folder),
        rulebook=load_rulebook(folder),
        reading_digest=_digest_all(digest_of(folder / name) for name in ("forms", "lexicon")),
    )


def itinerary(path: Path, rules: Rules) -> Iterator[Stop]:
    """Take one document along the road, one stop a stage.

    Raises:
        DocumentError: the document cannot be read, or has no table.
    """
    document = read(path)
    yield Stop(stage="read", product=document)
    blocks, doubts = trace(_with_proposals(path, document))
    yield Stop(stage="trace", product=(blocks, doubts))
    sheets = stitch(blocks, rules.words.labels(), partial(are_halves, words=rules.words), rules.words.titles())
    yield Stop(stage="stitch", product=_refuse_none(sheets, document))
    recognised = recognise(sheets, rules.forms, rules.words)
    yield Stop(stage="recognise", product=recognised)
    records = normalise(recognised, rules.words, rules.meanings)
    yield Stop(stage="normalise", product=records)
    records = _with_notices(reconcile(records, rules.words), document.notices + doubts)
    yield Stop(stage="reconcile", product=records)


def audit_document(path: Path, rules: Rules) -> Outcome:
    """Take one document to its records; whatever goes wrong with it costs this document alone."""
    outcome = Outcome()
    stage = STAGES[0]
    try:
        for stop, onward in zip(itinerary(path, rules), (*STAGES[1:], STAGES[-1]), strict=True):
            outcome = _note_progress(outcome, stop)
            stage = onward
    except DocumentError as error:
        return _quarantined(outcome, error.reason, error.message)
    except RulebookError:
        raise
    except MemoryError:
        return _quarantined(outcome, "memory", f"{REASONS['memory']}（{stage}），请在内存更大的机器上单独处理此文件")
    except Exception as error:  # the document's boundary: one document never stops the others
        log.exception("%s: %s", path, stage)
        kind = type(error).__name__
        return _quarantined(outcome, "internal", f"{REASONS['internal']}（{stage}：{kind}），请附此文件反馈给维护者")
    return outcome


def read_again(path: Path, document_id: str, places: Sequence[tuple[Place, ...]]) -> tuple[str | None, ...]:
    """Let the second reader say what stands in these boxes; None where the file has changed or it cannot tell."""
    try:
        data = path.read_bytes()
    except OSError:
        return tuple(None for _ in places)
    if hashlib.sha256(data).hexdigest() != document_id:
        return tuple(None for _ in places)
    return reread(data, places)


def outcome_to_tables(outcome: Outcome) -> dict[str, pa.Table]:
    """Return the canonical tables of one document that has an id, its `documents` row included."""
    if outcome.document_id is None:
        raise ValueError("an outcome without document_id has no tables")
    document = rows_to_table("documents", [clean_values(_document_row(outcome))])
    return {**records_to_tables(outcome.document_id, Records()), **outcome.tables, "documents": document}


def records_to_tables(document_id: str, records: Records) -> dict[str, pa.Table]:
    """Turn one document's records into canonical tables, their texts cleaned of what no output may hold."""
    rows = records_to_rows(document_id, records)
    return {name: rows_to_table(name, clean_values(rows[name])) for name in rows}


def with_records(outcome: Outcome, records: Records) -> Outcome:
    """Return the outcome of a document that arrived: partial if a notice says that pages were not read."""
    if outcome.document_id is None:
        raise ValueError("records need a document")
    arrived = replace(
        outcome,
        unit_name=next((table.unit_name for table in records.tables if table.unit_name), None),
        year=next((table.year for table in records.tables if table.year), None),
        tables=records_to_tables(outcome.document_id, records),
    )
    unread = next((notice for notice in records.notices if notice.code in UNREAD_PAGES), None)
    if unread is None:
        return arrived
    return replace(arrived, status="partial", reason=UNREAD_PAGES[unread.code], message=unread.message)


def _with_proposals(path: Path, document: Document) -> Document:
    """Ask camelot for the columns of pages whose strokes and texts leave them open; few documents have one."""
    pages = undecided_pages(document)
    if not pages:
        return document
    data = bytes_of(path)
    if hashlib.sha256(data).hexdigest() != document.document_id:
        raise DocumentError("changed_during_read", "文件在读取过程中有改动。请等文件写完之后重新运行。")
    proposed = propose(data, pages)
    return replace(
        document, pages=tuple(replace(page, proposed=proposed.get(page.number, ())) for page in document.pages)
    )


def _digest_all(digests: Iterable[str]) -> str:
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _note_progress(outcome: Outcome, stop: Stop) -> Outcome:
    if stop.stage == "read":
        document: Document = stop.product
        return replace(
            outcome,
            document_id=document.document_id,
            media_type=document.media_type,
            size_bytes=document.size_bytes,
            pages=document.page_count or None,
        )
    if stop.stage == STAGES[-1]:
        return with_records(outcome, stop.product)
    return outcome


def _quarantined(outcome: Outcome, reason: str, message: str) -> Outcome:
    return replace(outcome, status="quarantined", reason=reason, message=message)


def _refuse_none(sheets: tuple[Sheet, ...], document: Document) -> tuple[Sheet, ...]:
    if sheets:
        return sheets
    pages = f"共 {document.page_count} 页，" if document.page_count else ""
    raise DocumentError("no_table", f"没有找到表格（{pages}未见表格线或对齐的栏目），请确认这是绩效目标表或自评表")


def _with_notices(records: Records, notices: tuple[Notice, ...]) -> Records:
    return replace(records, notices=notices + records.notices)


def _document_row(outcome: Outcome) -> Row:
    return {
        "document_id": outcome.document_id,
        "media_type": outcome.media_type,
        "size_bytes": outcome.size_bytes,
        "pages": outcome.pages,
        "status": outcome.status,
        "reason": outcome.reason,
        "message": outcome.message,
        "unit_name": outcome.unit_name,
        "year": outcome.year,
    }

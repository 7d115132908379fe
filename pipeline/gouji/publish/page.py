"""report/index.html: one page that opens without a network, runs nothing, and prints."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pyarrow as pa
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gouji import __version__
from gouji.publish.findings import READINGS, plain_number
from gouji.publish.marks import cell_marks
from gouji.publish.rebuilt import RebuiltTable, rebuild
from gouji.publish.view import KINDS, PERFORMANCE, SEVERITIES, STATUSES, DocumentView, View

ALIKE = 5
"""Notices of one kind shown for a document; the others are counted."""

_TEMPLATES = str(files("gouji.publish") / "templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One document in the report: what is said about it, and its tables that carry findings."""

    document: DocumentView
    rebuilt: tuple[RebuiltTable, ...]


def index_html(view: View, tables: Mapping[str, pa.Table]) -> str:
    """Render the report."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain_number
    style = environment.get_template("report.css").render()
    return environment.get_template("index.html").render(
        style=style,
        style_hash=style_hash(style),
        version=__version__,
        view=view,
        numbers={document.document_id: document.number for document in view.documents},
        sections=_sections(view, tables),
        unread=[item for item in view.inputs if item.status in ("quarantined", "partial")],
        skipped=[item for item in view.inputs if item.status == "skipped"],
        severities=SEVERITIES,
        statuses=STATUSES,
        kinds=KINDS,
        performance=PERFORMANCE,
        readings=READINGS,
        alike=ALIKE,
    )


def style_hash(style: str) -> str:
    """Return the source expression by which a Content-Security-Policy allows this very style sheet."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def _sections(view: View, tables: Mapping[str, pa.Table]) -> list[Section]:
    marks = cell_marks(view.findings)
    wanted = sorted({key[:2] for key in marks})
    marked = {key[0] for key in wanted}
    shown = [item for item in view.documents if item.findings or item.notices or item.document_id in marked]
    rebuilt = {(table.document_id, table.table_no): table for table in rebuild(tables, wanted, marks)}
    return [Section(document=document, rebuilt=tuple(_of(document, rebuilt, wanted))) for document in shown]


def _of(
    document: DocumentView, rebuilt: Mapping[tuple[str, int], Any], wanted: Sequence[tuple[str, int]]
) -> Iterable[RebuiltTable]:
    return (rebuilt[key] for key in wanted if key[0] == document.document_id)

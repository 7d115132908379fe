"""What reports show, joined once from the canonical tables: findings with places, documents with findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import pyarrow as pa

from gouji.exceptions import REASONS
from gouji.notices import CATALOGUE

Row = Mapping[str, Any]
Key = tuple[str, int]

SEVERITIES: Mapping[str, str] = {"ERROR": "错误", "WARN": "存疑", "INFO": "提示"}
"""Severities, gravest first, with their Chinese names."""

STATUSES: Mapping[str, str] = {"ok": "已读取", "partial": "部分读取", "quarantined": "未能处理", "skipped": "已跳过"}
KINDS: Mapping[str, str] = {
    "goal": "绩效目标表",
    "evaluation": "绩效自评表",
    "common": "共性指标自评表",
    "other": "其他表格",
}
PERFORMANCE = frozenset({"goal", "evaluation", "common"})


class RuleText(Protocol):
    """What a report says about a check."""

    @property
    def title(self) -> str:
        """The check's name."""

    @property
    def remedy(self) -> str:
        """What to do about a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A cell a finding stands on: where it is and what is printed there."""

    document_id: str
    table_no: int
    cell_no: int
    role: str
    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding as people read it; numbered in the order of the reports."""

    number: int
    finding_id: str
    rule: str
    title: str
    remedy: str
    severity: str
    verdict: str
    document_id: str
    source: str
    unit_name: str | None
    scope_name: str | None
    year: int | None
    table_no: int | None
    table_title: str | None
    page: int | None
    where: str
    message: str
    formula: str | None
    expected: str | None
    observed: str | None
    difference: Decimal | None
    tolerance: Decimal | None
    readings: str
    caused_by: tuple[int, ...]
    count: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A doubt about the reading as people read it."""

    code: str
    title: str
    remedy: str
    message: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputView:
    """One input and what became of it."""

    number: int
    source: str
    document_id: str | None
    status: str
    reason: str | None
    reason_name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One content: its names, its tables, its findings and its notices."""

    number: int
    document_id: str
    sources: tuple[str, ...]
    status: str
    message: str
    pages: int | None
    tables: tuple[Row, ...]
    findings: tuple[FindingView, ...]
    notices: tuple[NoticeView, ...]

    @property
    def performance_tables(self) -> int:
        """How many of its tables are goal or evaluation tables."""
        return sum(table["kind"] in PERFORMANCE for table in self.tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything the reports show."""

    inputs: tuple[InputView, ...]
    documents: tuple[DocumentView, ...]
    findings: tuple[FindingView, ...]

    def severities(self) -> dict[str, int]:
        """Count the findings by severity, gravest first."""
        counts = Counter(finding.severity for finding in self.findings)
        return {severity: counts[severity] for severity in SEVERITIES}

    def statuses(self) -> dict[str, int]:
        """Count the inputs by status."""
        counts = Counter(item.status for item in self.inputs)
        return {status: counts[status] for status in STATUSES}

    def reasons(self) -> dict[str, int]:
        """Count the inputs that were not read, or not wholly, by reason."""
        return dict(sorted(Counter(item.reason_name for item in self.inputs if item.reason).items()))

    def rules(self) -> list[tuple[str, str, dict[str, int]]]:
        """Count the findings by rule: code, title, and how many of each severity."""
        titles = {finding.rule: finding.title for finding in self.findings}
        counts = Counter((finding.rule, finding.severity) for finding in self.findings)
        return [
            (rule, titles[rule], {severity: counts[rule, severity] for severity in SEVERITIES})
            for rule in sorted(titles)
        ]


class _Index:
    """Rows of the canonical tables by their keys: only those a report points at."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.documents = {row["document_id"]: row for row in tables["documents"].to_pylist()}
        self.tables = {(row["document_id"], row["table_no"]): row for row in tables["tables"].to_pylist()}
        self.scopes = {
            (row["document_id"], row["table_no"], row["scope_no"]): row
            for row in tables["scopes"].select(["document_id", "table_no", "scope_no", "name", "unit_name"]).to_pylist()
        }
        self.cells = _cells_pointed_at(tables)


def view_of(tables: Mapping[str, pa.Table], rules: Mapping[str, RuleText]) -> View:
    """Join the tables into what the reports show: documents by source, findings by document, severity and place."""
    index = _Index(tables)
    names = _sources(tables)
    order = {document_id: number for number, document_id in enumerate(_ordered(names), start=1)}
    findings = _findings(tables, rules, index, order)
    return View(
        inputs=tuple(_input(row) for row in tables["inputs"].to_pylist()),
        documents=_documents(tables, index, names, order, findings),
        findings=findings,
    )


def where_is(cell: Row) -> str:
    """Say where a cell stands: 第p页 表t 第r行第c列, counted from 1, or the locator of a file without pages."""
    pages = sorted({place["page"] for place in cell["places"] or ()})
    if not pages:
        return cell["locator"] or f"表{cell['table_no']}"
    page = f"第{pages[0]}页" if len(pages) == 1 else f"第{pages[0]}–{pages[-1]}页"
    if cell["row"] is None:
        return f"{page} 表{cell['table_no']} 表外文字"
    return f"{page} 表{cell['table_no']} 第{cell['row'] + 1}行第{cell['col'] + 1}列"


def _cells_pointed_at(tables: Mapping[str, pa.Table]) -> dict[tuple[str, int, int], Row]:
    wanted = {
        (ref["document_id"], ref["table_no"], ref["cell_no"])
        for refs in tables["findings"].column("cells").to_pylist()
        for ref in refs or ()
    }
    notices = tables["notices"].select(["document_id", "table_no", "cells"]).to_pylist()
    wanted |= {(row["document_id"], row["table_no"], number) for row in notices for number in row["cells"] or ()}
    return {
        key: row for row in _rows_of(tables["cells"], {key[0] for key in wanted}) if (key := _cell_key(row)) in wanted
    }


def _cell_key(row: Row) -> tuple[str, int, int]:
    return row["document_id"], row["table_no"], row["cell_no"]


def _rows_of(table: pa.Table, document_ids: set[str]) -> list[dict[str, Any]]:
    import pyarrow.compute as pc

    mask = pc.is_in(table.column("document_id"), value_set=pa.array(sorted(document_ids), pa.string()))
    return list(table.filter(mask).to_pylist())


def _sources(tables: Mapping[str, pa.Table]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {row["document_id"]: [] for row in tables["documents"].to_pylist()}
    for row in tables["inputs"].to_pylist():
        if row["document_id"] in names:
            names[row["document_id"]].append(row["source"])
    return names


def _ordered(names: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted(names, key=lambda document_id: (names[document_id], document_id))


def _input(row: Row) -> InputView:
    return InputView(
        number=row["input_no"],
        source=row["source"],
        document_id=row["document_id"],
        status=row["status"],
        reason=row["reason"],
        reason_name=REASONS.get(row["reason"], "") if row["reason"] else "",
        message=row["message"] or "",
    )


def _findings(
    tables: Mapping[str, pa.Table], rules: Mapping[str, RuleText], index: _Index, order: Mapping[str, int]
) -> tuple[FindingView, ...]:
    gravity = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    rows = sorted(
        tables["findings"].to_pylist(),
        key=lambda row: (
            order.get(row["document_id"], 0),
            gravity[row["severity"]],
            row["table_no"] or 0,
            row["scope_no"] or 0,
            row["indicator_no"] or 0,
            row["rule"],
            row["finding_id"],
        ),
    )
    numbers = {row["finding_id"]: number for number, row in enumerate(rows, start=1)}
    return tuple(_finding(number, row, rules, index, numbers) for number, row in enumerate(rows, start=1))


def _finding(
    number: int, row: Row, rules: Mapping[str, RuleText], index: _Index, numbers: Mapping[str, int]
) -> FindingView:
    document_id, table_no = row["document_id"], row["table_no"]
    table: Row = index.tables.get((document_id, table_no), {})
    scope: Row = index.scopes.get((document_id, table_no, row["scope_no"]), {})
    document: Row = index.documents.get(document_id, {})
    spots = tuple(_spots(row["cells"] or (), index))
    rule = rules.get(row["rule"])
    return FindingView(
        number=number,
        finding_id=row["finding_id"],
        rule=row["rule"],
        title=rule.title if rule else row["rule"],
        remedy=rule.remedy if rule else "",
        severity=row["severity"],
        verdict=row["verdict"],
        document_id=document_id,
        source=document.get("source") or "",
        unit_name=scope.get("unit_name") or table.get("unit_name") or document.get("unit_name"),
        scope_name=scope.get("name"),
        year=table.get("year") or document.get("year"),
        table_no=table_no,
        table_title=table.get("title"),
        page=row["page_first"],
        where=spots[0].where if spots else _place_of_table(row, table),
        message=row["message"],
        formula=row["formula"],
        expected=row["expected"],
        observed=row["observed"],
        difference=row["difference"],
        tolerance=row["tolerance"],
        readings=row["readings"],
        caused_by=tuple(numbers[other] for other in row["caused_by"] or () if other in numbers),
        count=row["count"] or 1,
        spots=spots,
    )


def _place_of_table(row: Row, table: Row) -> str:
    page = row["page_first"] or table.get("page_first")
    parts = [f"第{page}页" if page else "", f"表{row['table_no']}" if row["table_no"] else ""]
    return " ".join(part for part in parts if part)


def _spots(refs: Iterable[Row], index: _Index) -> Iterable[Spot]:
    for ref in refs:
        cell = index.cells.get((ref["document_id"], ref["table_no"], ref["cell_no"]))
        if cell is not None:
            yield Spot(
                document_id=ref["document_id"],
                table_no=ref["table_no"],
                cell_no=ref["cell_no"],
                role=ref["role"],
                where=where_is(cell),
                text=cell["text"] or "",
            )


def _documents(
    tables: Mapping[str, pa.Table],
    index: _Index,
    names: Mapping[str, list[str]],
    order: Mapping[str, int],
    findings: Sequence[FindingView],
) -> tuple[DocumentView, ...]:
    by_document: dict[str, list[FindingView]] = {document_id: [] for document_id in order}
    for finding in findings:
        by_document.setdefault(finding.document_id, []).append(finding)
    notices: dict[str, list[NoticeView]] = {document_id: [] for document_id in order}
    for row in tables["notices"].to_pylist():
        notices[row["document_id"]].append(_notice(row, index))
    listed: dict[str, list[Row]] = {document_id: [] for document_id in order}
    for (document_id, _), row in index.tables.items():
        listed[document_id].append(row)
    return tuple(
        _document(number, index.documents[document_id], names, listed, by_document, notices)
        for document_id, number in order.items()
    )


def _document(
    number: int,
    row: Row,
    names: Mapping[str, list[str]],
    tables: Mapping[str, list[Row]],
    findings: Mapping[str, list[FindingView]],
    notices: Mapping[str, list[NoticeView]],
) -> DocumentView:
    document_id = row["document_id"]
    return DocumentView(
        number=number,
        document_id=document_id,
        sources=tuple(names[document_id]),
        status=row["status"],
        message=row["message"] or "",
        pages=row["pages"],
        tables=tuple(tables[document_id]),
        findings=tuple(findings[document_id]),
        notices=tuple(notices[document_id]),
    )


def _notice(row: Row, index: _Index) -> NoticeView:
    cells = [index.cells.get((row["document_id"], row["table_no"], number)) for number in row["cells"] or ()]
    first = next((cell for cell in cells if cell is not None), None)
    return NoticeView(
        code=row["code"],
        title=row["title"],
        remedy=CATALOGUE[row["code"]].remedy if row["code"] in CATALOGUE else "",
        message=row["message"],
        where=where_is(first) if first is not None else _place_of_table(row, {}),
    )

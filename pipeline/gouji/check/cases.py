"""The cases on a check's page: records in, findings out.

They are the check's test, wherever the rulebook comes from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from gouji.arrow import Row, rows_to_table
from gouji.check.desk import judge
from gouji.check.readings import parse
from gouji.exceptions import RulebookError
from gouji.model.finding import Finding
from gouji.model.schema import TABLES, Column
from gouji.rulebook import Check, Rulebook

PASSING, FAILING, UNDECIDED = "通过", "不通过", "未决"
INSIDE, OUTSIDE = "（容差之内）", "（容差之外）"
REQUIRED = ("severity", "verdict", "message", "cells")
"""Columns that every expected finding must state."""

_FENCE = re.compile(r"^```(\w*)\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_APART = "/"
_DOCUMENTS = ("document_id", "left_document_id", "right_document_id")
_NUMBERS = frozenset({"difference", "tolerance"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One example of a page: its section, heading, canonical rows, and the findings expected."""

    section: str
    heading: str
    tables: Mapping[str, list[dict[str, str]]]
    findings: tuple[dict[str, str], ...]


def cases_of(check: Check) -> tuple[Case, ...]:
    """Read the cases of a check's page."""
    section, heading, found = "", "", list[Case]()
    blocks: dict[str, list[str]] = {}
    for kind, text in [*_pieces(check.page), ("heading", "")]:
        if kind in ("section", "heading"):
            found += _case(check, section, heading, blocks)
            blocks = {}
            section, heading = (text, "") if kind == "section" else (section, text)
        elif kind in blocks:
            raise RulebookError(check.code, f"用例“{heading}”有两个 {kind} 块。")
        else:
            blocks[kind] = text.splitlines()
    return tuple(found)


def prove(check: Check, cases: Iterable[Case], rulebook: Rulebook) -> dict[str, list[str]]:
    """Judge the cases by the check alone; for each heading, what differs from what the page says (empty if nothing).

    All cases are judged in one batch, each with documents of its own, as a run judges all documents at once.
    """
    listed = list(cases)
    batch: dict[str, list[pa.Table]] = defaultdict(list)
    for number, case in enumerate(listed):
        for name, table in records_to_tables(check.code, case.tables, f"{number:03d}{_APART}").items():
            batch[name].append(table)
    tables = {name: pa.concat_tables(parts) for name, parts in batch.items()}
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in judge(tables, rulebook.only(check.code)):
        found[int(finding.document_id.partition(_APART)[0])].append(finding)
    return {case.heading: _compare(check, case, found[number]) for number, case in enumerate(listed)}


def _compare(check: Check, case: Case, found: Iterable[Finding]) -> list[str]:
    shown = list(case.findings[0]) if case.findings else list(REQUIRED)
    expected = Counter(_expected_row(check.code, row) for row in case.findings)
    observed = Counter(_observed_row(finding, shown) for finding in found)
    missing = [f"应有：{' | '.join(row)}" for row in sorted((expected - observed).elements())]
    return missing + [f"实得：{' | '.join(row)}" for row in sorted((observed - expected).elements())]


def lacking(check: Check, cases: Iterable[Case]) -> list[str]:
    """Say which kinds of case the page of a check lacks."""
    listed = list(cases)
    sections = {case.section for case in listed}
    out = [f"缺少“{name}”一节的用例" for name in (PASSING, FAILING, UNDECIDED) if name not in sections]
    if check.tolerance != "none":
        for section, mark in ((PASSING, INSIDE), (FAILING, OUTSIDE)):
            if not any(case.section == section and mark in case.heading for case in listed):
                out.append(f"“{section}”一节缺少标题带{mark}的用例")
    return out


def records_to_tables(code: str, records: Mapping[str, list[dict[str, str]]], prefix: str = "") -> dict[str, pa.Table]:
    """Turn the rows of a page into canonical tables, with the cells and the table they imply.

    The prefix is put before every document_id.
    """
    rows: dict[str, list[Row]] = {name: [_row(code, name, row) for row in listed] for name, listed in records.items()}
    rows["tables"] = [*_implied_tables(rows), *rows.get("tables", [])]
    rows["cells"] = [*_implied_cells(records, rows), *rows.get("cells", [])]
    for row in (row for listed in rows.values() for row in listed):
        row |= {name: f"{prefix}{row[name]}" for name in _DOCUMENTS if row.get(name) is not None}
    return {name: rows_to_table(name, listed) for name, listed in rows.items()}


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    """Yield (section|heading|name of fenced block, text) in order."""
    fence, lines = None, list[str]()
    for line in page.splitlines():
        mark = _FENCE.match(line)
        if fence is not None and mark and not mark[1]:
            yield fence, "\n".join(lines)
            fence, lines = None, []
        elif fence is not None:
            lines.append(line)
        elif mark:
            fence = mark[1]
        elif line.startswith("## "):
            yield "section", line[3:].strip()
        elif line.startswith("### "):
            yield "heading", line[4:].strip()


def _case(check: Check, section: str, heading: str, blocks: Mapping[str, list[str]]) -> list[Case]:
    if "records" not in blocks:
        return []
    findings = tuple(row for _, row in _rows(blocks.get("findings", ())))
    if (section == PASSING) == bool(findings) or section not in (PASSING, FAILING, UNDECIDED):
        raise RulebookError(check.code, f"用例“{heading}”：“{PASSING}”不应列出 findings，其余两节必须列出。")
    for row in findings:
        if missing := [name for name in REQUIRED if name not in row]:
            raise RulebookError(check.code, f"用例“{heading}”的 findings 缺少列 {'、'.join(missing)}。")
    if section == UNDECIDED and not any(row["verdict"] == "undecided" for row in findings):
        raise RulebookError(check.code, f"用例“{heading}”在“{UNDECIDED}”一节，却没有 undecided。")
    tables: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name, row in _rows(blocks["records"]):
        if name not in TABLES:
            raise RulebookError(check.code, f"用例“{heading}”中的 {name} 不是规范表。")
        tables[name].append(row)
    return [Case(section=section, heading=heading, tables=tables, findings=findings)]


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (table name, row) of Markdown tables, each under a line with its name."""
    name, header = "", list[str]()
    for line in filter(None, map(str.strip, lines)):
        if not line.startswith("|"):
            name, header = line, []
            continue
        values = [part.replace("\\|", "|").strip() for part in _BAR.split(line)[1:-1]]
        if not header:
            header = values
        elif not all(set(value) <= set("-: ") and value for value in values):
            yield name, dict(zip(header, values, strict=True))


def _row(code: str, name: str, given: Mapping[str, str]) -> Row:
    declared = {column.name: column for column in TABLES[name]}
    row: Row = {}
    for field, text in given.items():
        if field not in declared:
            raise RulebookError(code, f"说明页的 {name} 有未知的列 {field}。")
        row |= _values(code, declared[field], text)
    row.setdefault("document_id", "d1")
    if "table_no" in declared:
        row.setdefault("table_no", 1)
    return {field: value for field, value in row.items() if field in declared}


def _values(code: str, column: Column, text: str) -> Row:
    if not text:
        return {column.name: None}
    try:
        row: Row = {column.name: parse(column.type, text)}
    except (KeyError, ValueError, InvalidOperation) as error:
        raise RulebookError(code, f"说明页的 {column.name} 无法读成 {column.type}：{text}") from error
    if column.figure:
        row[f"{column.name}_decimals"] = len(text.partition(".")[2])
    return row


def _implied_tables(rows: Mapping[str, list[Row]]) -> list[Row]:
    given = {(row["document_id"], row["table_no"]) for row in rows.get("tables", ())}
    used = {("d1", 1)} if not given else set()
    for listed in rows.values():
        used |= {(row["document_id"], row["table_no"]) for row in listed if row.get("table_no") is not None}
    kept = {"form": "evaluation-project", "kind": "evaluation", "money_unit": "万元"}
    return [{"document_id": document, "table_no": table, **kept} for document, table in sorted(used - given)]


def _implied_cells(records: Mapping[str, list[dict[str, str]]], rows: Mapping[str, list[Row]]) -> list[Row]:
    """Give every cell_no that a record names a cell whose text is the field as written."""
    texts: dict[tuple[str, int, int], str] = {}
    for name, listed in rows.items():
        for row, given in zip(listed, records.get(name, ()), strict=False):
            named = list(row.get("cells") or ()) if name not in ("cells", "notices") else []
            if name in ("caps", "totals") and row.get("cell_no") is not None:
                named.append(("points" if name == "caps" else "value", row["cell_no"]))
            for field, cell_no in named:
                key = (row["document_id"], row["table_no"], cell_no)
                texts[key] = texts.get(key) or given.get(field, "") or given.get("text", "")
    for row in rows.get("cells", ()):
        texts.pop((row["document_id"], row["table_no"], row["cell_no"]), None)
    return [
        {"document_id": document, "table_no": table, "cell_no": cell, "text": text}
        for (document, table, cell), text in sorted(texts.items())
    ]


def _expected_row(code: str, row: Mapping[str, str]) -> tuple[str, ...]:
    try:
        return tuple(_number(text) if name in _NUMBERS else text for name, text in row.items())
    except InvalidOperation as error:
        raise RulebookError(code, f"findings 的数字无法读取：{row}") from error


def _number(text: str) -> str:
    return format(Decimal(text).normalize(), "f") if text else ""


def _observed_row(finding: Finding, shown: Iterable[str]) -> tuple[str, ...]:
    return tuple(_shown(finding, name) for name in shown)


def _shown(finding: Finding, name: str) -> str:
    value = getattr(finding, name)
    if name == "cells":
        return "; ".join(f"{ref.role}={_cell(finding, ref.document_id, ref.table_no)}{ref.cell_no}" for ref in value)
    if value is None:
        return ""
    if name == "document_id":
        return str(value).rpartition(_APART)[2]
    return _number(str(value)) if name in _NUMBERS else str(value)


def _cell(finding: Finding, document_id: str, table_no: int) -> str:
    """Write where a cell stands if it is not in the finding's own table: d2.1.5, or 2.5 within the document."""
    if document_id != finding.document_id:
        return f"{document_id.rpartition(_APART)[2]}.{table_no}."
    return "" if table_no == finding.table_no else f"{table_no}."

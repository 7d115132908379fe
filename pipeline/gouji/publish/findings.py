"""The findings as CSV that spreadsheets open unharmed, and as lines of JSON."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from gouji.publish.view import SEVERITIES, FindingView, View

_RISKY = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a field for a formula, full-width twins included."""

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?", re.ASCII)

COLUMNS: tuple[tuple[str, str], ...] = (
    ("序号", "number"),
    ("级别", "severity"),
    ("规则", "rule"),
    ("规则名称", "title"),
    ("文件", "source"),
    ("单位", "unit_name"),
    ("项目或范围", "scope_name"),
    ("位置", "where"),
    ("说明", "message"),
    ("算式", "formula"),
    ("应为", "expected"),
    ("实为", "observed"),
    ("差异", "difference"),
    ("年度", "year"),
    ("容差", "tolerance"),
    ("读法", "readings"),
    ("起因（序号）", "caused_by"),
    ("行数", "count"),
    ("处理建议", "remedy"),
    ("问题编号", "finding_id"),
)
"""Columns of findings.csv and of the workbook's list: heading and field of FindingView."""

READINGS = {"every": "各种读法都成立", "some": "部分读法成立，待核对原件"}


def findings_csv(view: View, path: Path) -> None:
    """Write findings.csv: UTF-8 with BOM, no field that a spreadsheet would run."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([heading for heading, _ in COLUMNS])
        for finding in view.findings:
            writer.writerow([inert(text_of(finding, field)) for _, field in COLUMNS])


def findings_jsonl(view: View, findings: pa.Table, path: Path) -> None:
    """Write findings.jsonl: a finding's canonical columns, its file, its title and the places of its cells."""
    rows = {row["finding_id"]: row for row in findings.to_pylist()}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for finding in view.findings:
            line = rows[finding.finding_id] | {
                "title": finding.title,
                "source": finding.source,
                "where": finding.where,
                "cells": [
                    {
                        name: getattr(spot, name)
                        for name in ("document_id", "table_no", "cell_no", "role", "where", "text")
                    }
                    for spot in finding.spots
                ],
            }
            file.write(json.dumps(line, ensure_ascii=False, default=_plain) + "\n")


def inert(text: str) -> str:
    """Put an apostrophe before a text a spreadsheet would run; a plain number is left as it is."""
    if text.startswith(_RISKY) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def text_of(finding: FindingView, field: str) -> str:
    """Return a field of a finding as a text for people."""
    value: object = getattr(finding, field)
    if field == "severity":
        return f"{finding.severity} {SEVERITIES[finding.severity]}"
    if field == "readings":
        return READINGS.get(finding.readings, finding.readings)
    if field == "caused_by":
        return "、".join(map(str, finding.caused_by))
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)


def plain_number(value: Decimal) -> str:
    """Write an exact number without an exponent and without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Any) -> str:  # noqa: ANN401 - json hands over whatever it cannot write
    if isinstance(value, Decimal):
        return plain_number(value)
    raise TypeError(type(value).__name__)

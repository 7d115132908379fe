"""Documents, outcomes and findings made by hand: what the run and the publishers are tested with.

The stand-in for the journey reads a text file of ours: its first line says what becomes of it, the others are cells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa

from gouji.journey import Outcome, Rules, with_records
from gouji.model.finding import CellRef, Finding
from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.place import Box, Place
from gouji.model.record import Cap, Change, Figure, Fund, Indicator, Reading, Records, Scope, TableRecord, Total

FAULT = "错"
"""A cell with this text gets an ERROR from the stand-in for the check desk."""


def rules() -> Rules:
    """Rules without a check; the words stay unused by the stand-ins."""
    check = SimpleNamespace(code="TST-01", title="合计等于各项之和", remedy="请核对合计。")
    rulebook = SimpleNamespace(checks=(check,), digest="r" * 64)
    return Rules(forms=(), words=None, meanings=None, rulebook=rulebook, reading_digest="d" * 64)


def audit_document(path: Path, _rules: Rules) -> Outcome:
    """Stand in for the journey's function of this name."""
    data = path.read_bytes()
    first, *texts = data.decode("utf-8", "surrogatepass").splitlines() or [""]
    read = Outcome(document_id=hashlib.sha256(data).hexdigest(), media_type="text/plain", size_bytes=len(data))
    if first == "interrupt":
        raise KeyboardInterrupt
    if first.startswith("quarantine "):
        reason = first.removeprefix("quarantine ")
        return Outcome(status="quarantined", reason=reason, message=f"不能读：{reason}。")
    if first == "changed":
        return replace(read, document_id="0" * 64)
    notices = (Notice(code="R-04", message="第 2 页没有文字层，未能读取。"),) if first == "partial" else ()
    return with_records(replace(read, pages=2), records(texts, notices))


def records(texts: Sequence[str], notices: tuple[Notice, ...] = ()) -> Records:
    """Make one table of a column of texts, every text an indicator's weight cell; every kind of record once."""
    cells = tuple(
        Cell(
            text=text,
            row=number,
            col=0,
            places=(Place(page=1, box=Box(x0=10, top=20 * number, x1=60, bottom=20 * number + 18)),),
        )
        for number, text in enumerate(texts)
    )
    five = Figure(value=Decimal("5.0"), decimals=1)
    return Records(
        tables=(
            TableRecord(
                table_no=1, form="made", kind="evaluation", title="自评表", unit_name="某局", year=2023,
                money_unit="万元", page_first=1, page_last=1, rows=len(texts), cols=1,
            ),
        ),
        cells=(cells,),
        scopes=(Scope(table_no=1, scope_no=1, kind="project", name="甲项目", amount=five),),
        funds=(Fund(table_no=1, scope_no=1, fund_no=1, source="合计", source_code="total", budget=five),),
        indicators=tuple(
            Indicator(
                table_no=1, scope_no=1, indicator_no=number + 1, level1="产出指标", level3=text,
                weight=five, page_first=1, cells=(("level3", number), ("weight", number)),
            )
            for number, text in enumerate(texts)
        ),
        caps=(Cap(table_no=1, scope_no=1, level1="产出指标", level2=None, points=five),),
        totals=(Total(table_no=1, scope_no=1, kind="weight", part="scope", label="合计", text="5.0", value=five),),
        readings=(
            Reading(
                table_no=1, scope_no=1, reading_no=1, chosen=False, closes=False, description="另一读法",
                changes=(Change(table="indicators", row_no=1, column="level1", value="效益指标"),),
            ),
        ),
        notices=(*notices, Notice(code="STR-03", message="级次名称缺失。", table_no=1, cells=(0,) if texts else ())),
    )  # fmt: skip


def judge(tables: Mapping[str, pa.Table], _rulebook: object, _second: object = None) -> tuple[Finding, ...]:
    """Stand in for the check desk: one ERROR for each cell that says FAULT, beside one that takes part."""
    rows = [row for row in tables["cells"].to_pylist() if row["text"] == FAULT]
    return tuple(finding(row["document_id"], row["cell_no"], number) for number, row in enumerate(rows))


def finding(document_id: str, cell_no: int, number: int = 0, **fields: object) -> Finding:
    """Make a finding on a cell of table 1; its first cell is `cell_no`, its second cell 0."""
    values: dict[str, object] = {
        "finding_id": hashlib.sha256(f"{document_id}{cell_no}{number}".encode()).hexdigest()[:20],
        "rule": "TST-01",
        "severity": "ERROR",
        "verdict": "breach",
        "document_id": document_id,
        "table_no": 1,
        "scope_no": 1,
        "indicator_no": cell_no + 1,
        "message": "各项之和为 7，合计印为 5。",
        "formula": "3+4 = 7",
        "expected": "7",
        "observed": "5",
        "difference": Decimal("-2.0"),
        "tolerance": Decimal(0),
        "readings": "every",
        "caused_by": (),
        "count": 1,
        "page_first": 1,
        "cells": tuple(
            CellRef(document_id=document_id, table_no=1, cell_no=cell, role=role)
            for cell, role in ((cell_no, "total"), (0, "addend"))
        ),
    }
    return Finding(**{**values, **fields})

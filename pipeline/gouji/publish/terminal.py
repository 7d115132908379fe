"""The summary of a run on the terminal: tables where there is one, plain lines where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gouji.publish.clean import clean_line
from gouji.publish.view import FindingView, RuleText, View, view_of

Say = Callable[..., str]

SHOWN = 100
"""Findings listed on the terminal; the rest are in the report."""

_STYLES = {"ERROR": "bold red", "WARN": "yellow"}
_FILES = (
    ("findings.xlsx", "output_workbook"),
    ("report/index.html", "output_report"),
    ("findings.csv", "output_csv"),
    ("data/", "output_data"),
)


def print_summary(
    tables: Mapping[str, pa.Table], rules: Mapping[str, RuleText], folder: Path, console: Console, say: Say
) -> None:
    """Print what became of the inputs, each ERROR and WARN finding, and where the files lie."""
    view = view_of(tables, rules)
    for line in _head(view, tables, say):
        _plain(console, line)
    grave = [finding for finding in view.findings if finding.severity in _STYLES]
    if grave:
        _plain(console, "")
        (_print_table if console.is_terminal else _print_lines)(_gravest(grave), console, say)
    for line in _tail(view, len(grave), folder, say):
        _plain(console, line)


def _head(view: View, tables: Mapping[str, pa.Table], say: Say) -> Iterator[str]:
    statuses = view.statuses()
    parts = "，".join(f"{say(status)} {count}" for status, count in statuses.items() if count)
    yield say("inputs_line", total=len(view.inputs), parts=parts)
    for item in view.inputs:
        if item.status in ("quarantined", "partial"):
            yield f"  {say(item.status)}  {clean_line(item.source)}  {clean_line(item.message)}"
    for document in view.documents:
        if document.status != "quarantined" and not document.performance_tables:
            yield f"  {say('no_performance')}  {clean_line('、'.join(document.sources))}"
    performance = sum(document.performance_tables for document in view.documents)
    yield say("tables_line", tables=performance, indicators=tables["indicators"].num_rows)
    counts = "，".join(f"{say(severity)} {count}" for severity, count in view.severities().items())
    yield say("findings_line", parts=counts, notices=tables["notices"].num_rows)


def _tail(view: View, grave: int, folder: Path, say: Say) -> Iterator[str]:
    if grave > SHOWN:
        yield say("more_line", count=grave - SHOWN)
    if infos := view.severities()["INFO"]:
        yield say("info_line", count=infos)
    yield ""
    yield say("outputs_line", folder=clean_line(str(folder)))
    for name, key in _FILES:
        yield f"  {name:<18} {say(key)}"


def _gravest(findings: list[FindingView]) -> list[FindingView]:
    """Return the findings there is room for, the gravest if not all, in the order of the reports."""
    gravity = list(_STYLES)
    chosen = sorted(findings, key=lambda finding: (gravity.index(finding.severity), finding.number))[:SHOWN]
    return sorted(chosen, key=lambda finding: finding.number)


def _print_lines(findings: list[FindingView], console: Console, say: Say) -> None:
    for finding in findings:
        _plain(
            console, f"{finding.number}. [{finding.severity} {say(finding.severity)}] {finding.rule} {finding.title}"
        )
        _plain(console, f"   {_place(finding)}")
        for line in _arithmetic(finding):
            _plain(console, f"   {line}")


def _print_table(findings: list[FindingView], console: Console, say: Say) -> None:
    table = Table(show_lines=True, expand=True)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column(say("column_rule"), no_wrap=True)
    table.add_column(say("column_where"), ratio=2, overflow="fold")
    table.add_column(say("column_what"), ratio=4, overflow="fold")
    for finding in findings:
        table.add_row(
            Text(str(finding.number)),
            Text(f"{say(finding.severity)}\n{finding.rule}", style=_STYLES[finding.severity]),
            Text(_place(finding, "\n")),
            Text("\n".join(_arithmetic(finding))),
        )
    console.print(table)


def _place(finding: FindingView, gap: str = "  ") -> str:
    parts = (finding.source, finding.where, finding.scope_name or "")
    return gap.join(clean_line(part) for part in parts if part)


def _arithmetic(finding: FindingView) -> list[str]:
    lines = [clean_line(finding.message)]
    if finding.formula and finding.formula not in finding.message:
        lines.append(clean_line(finding.formula))
    return lines


def _plain(console: Console, line: str) -> None:
    console.print(Text(line), soft_wrap=True)

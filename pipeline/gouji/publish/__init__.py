"""publish: a finished batch to files, every one whole or absent.

In: the canonical tables, findings included; the rulebook for titles and remedies; the account of the run.
Out: data/<table>/part-*.parquet, findings.csv, findings.jsonl, findings.xlsx, report/index.html, datapackage.json and,
last, run.json, which alone holds a clock.
Refuses: a folder or disk that cannot be written (OutputError); the files of the earlier run then stay as they were.
Notices: none. Knows nothing of how anything was found.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from gouji.publish.data import add_data
from gouji.publish.datapackage import datapackage
from gouji.publish.delivery import delivery
from gouji.publish.findings import findings_csv, findings_jsonl
from gouji.publish.page import index_html
from gouji.publish.view import view_of
from gouji.publish.workbook import write_workbook
from gouji.rulebook import Rulebook

__all__ = ["publish"]


def publish(
    folder: Path,
    tables: Mapping[str, pa.Table],
    rulebook: Rulebook,
    account: Mapping[str, Any],
    changed: Collection[str] | None = None,
) -> None:
    """Write everything a run leaves; of the data only the tables named in `changed`, all of them if None.

    Raises:
        OutputError: something could not be written.
    """
    view = view_of(tables, {check.code: check for check in rulebook.checks})
    with delivery(folder) as files:
        for name in tables if changed is None else sorted(changed):
            add_data(files, name, tables[name])
        files.add("findings.csv", lambda path: findings_csv(view, path))
        files.add("findings.jsonl", lambda path: findings_jsonl(view, tables["findings"], path))
        files.add("findings.xlsx", lambda path: write_workbook(view, tables, path))
        files.add("report/index.html", lambda path: _write_text(index_html(view, tables), path))
        files.add("datapackage.json", lambda path: _write_json(datapackage(tables), path))
        files.add("run.json", lambda path: _write_json(account, path))


def _write_json(value: Mapping[str, Any], path: Path) -> None:
    _write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", path)


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

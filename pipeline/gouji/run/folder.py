"""The output folder between runs: what it holds already, and whether a new run may go on in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gouji.arrow import schema_of
from gouji.exceptions import OutputError, UsageError
from gouji.model.schema import TABLES
from gouji.run.batch import hash_file
from gouji.run.inputs import Input

RUN_FILE = "run.json"
SHELF = ".staging"
NAMED = 3
"""How many of the absent inputs a message names."""


def earlier_run(folder: Path) -> dict[str, Any] | None:
    """Return the account of the run the folder holds, None if it holds none.

    Raises:
        UsageError: there is an account that is not ours.
    """
    path = folder / RUN_FILE
    if not path.is_file():
        return None
    try:
        account = json.loads(path.read_text(encoding="utf-8"))
        account["inputs"], account["program"]["name"]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} 不是勾稽的运行记录，请另选输出目录（-o）") from error
    return dict(account)


def refuse_other_inputs(folder: Path, inputs: Sequence[Input]) -> None:
    """Refuse a folder that holds a run over inputs which the new ones do not contain, by name or by content.

    Raises:
        UsageError: some input of the earlier run is absent.
    """
    account = earlier_run(folder)
    if account is None:
        return
    sources = {item.source for item in inputs}
    absent = [old for old in account["inputs"] if old["source"] not in sources]
    if absent and (absent := _unknown_content(absent, inputs)):
        names = "、".join(old["source"] for old in absent[:NAMED]) + ("等" if len(absent) > NAMED else "")
        raise UsageError(
            f"{folder} 中已有另一批文件的结果，本次输入不含其中的 {len(absent)} 份（{names}）。"
            "请用 -o 另选目录；或加 --fresh 丢弃旧结果"
        )


def load_tables(folder: Path) -> dict[str, pa.Table]:
    """Load the canonical tables a finished run has left, but for the findings.

    Raises:
        UsageError: the folder holds no finished run.
    """
    if earlier_run(folder) is None:
        raise UsageError(f"{folder} 中没有已完成的运行，请先执行 gouji audit")
    return {name: _load(folder, name) for name in TABLES if name != "findings"}


def _load(folder: Path, name: str) -> pa.Table:
    parts = sorted((folder / "data" / name).glob("part-*.parquet"))
    if not parts:
        raise UsageError(f"{folder}/data/{name} 缺失，请重新执行 gouji audit")
    try:
        return pa.concat_tables([pq.read_table(path, schema=schema_of(name)) for path in parts])
    except (OSError, pa.ArrowException) as error:
        raise OutputError(f"{folder}/data/{name} 已损坏，请重新执行 gouji audit --fresh") from error


def _unknown_content(old: Iterable[dict[str, Any]], inputs: Iterable[Input]) -> list[dict[str, Any]]:
    present = {hash_file(item.path) for item in inputs if item.status is None}
    return [row for row in old if row["document_id"] not in present]

"""datapackage.json: what every table and column is, for people and for programs, made from the schema alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from gouji import __version__
from gouji.model.schema import TABLES, Column
from gouji.publish.data import PART_ROWS

TITLES: Mapping[str, str] = {
    "inputs": "输入：每个输入一行，不论结果",
    "documents": "文档：每份内容一行",
    "tables": "逻辑表：跨页的表已接为一张",
    "cells": "单元格：文字与所在位置",
    "scopes": "计分范围：项目、年度目标、共性指标、部门整体",
    "funds": "资金行",
    "indicators": "指标：每个三级指标一行",
    "caps": "分值上限",
    "totals": "印出的合计",
    "readings": "结构存疑处各种可能的读法",
    "notices": "读数存疑",
    "pairs": "文档间的对应关系",
    "findings": "核对所见",
}
"""What one row of each table is."""

_TYPES: Mapping[str, str] = {
    "text": "string",
    "int": "integer",
    "bool": "boolean",
    "decimal": "number",
    "places": "array",
    "cellmap": "array",
    "refs": "array",
    "changes": "array",
    "texts": "array",
    "numbers": "array",
}

_KEYS: Mapping[str, tuple[str, ...]] = {
    "inputs": ("input_no",),
    "documents": ("document_id",),
    "tables": ("document_id", "table_no"),
    "cells": ("document_id", "table_no", "cell_no"),
    "scopes": ("document_id", "table_no", "scope_no"),
    "indicators": ("document_id", "table_no", "scope_no", "indicator_no"),
    "findings": ("finding_id",),
}


def datapackage(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """Describe the tables of an output folder."""
    return {
        "name": "gouji-output",
        "title": "勾稽：绩效目标表与绩效自评表的结构化记录与核对结果",
        "version": __version__,
        "resources": [_resource(name, tables[name].num_rows) for name in TABLES],
    }


def _resource(name: str, rows: int) -> dict[str, Any]:
    parts = [f"data/{name}/part-{number:05}.parquet" for number in range(max(1, -(-rows // PART_ROWS)))]
    paths: dict[str, Any] = {"path": parts[0], "extrapaths": parts[1:]} if len(parts) > 1 else {"path": parts[0]}
    return {
        "name": name,
        "title": TITLES[name],
        **paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": rows,
        "schema": _schema(name),
    }


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in TABLES[name]]}
    if name in _KEYS:
        schema["primaryKey"] = list(_KEYS[name])
    return schema


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name, "type": _TYPES[column.type], "title": column.title}
    if column.description:
        field["description"] = column.description
    if column.unit:
        field["unit"] = column.unit
    return field

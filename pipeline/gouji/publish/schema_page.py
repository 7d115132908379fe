"""docs/schema.md, made from the schema: `python -m gouji.publish.schema_page > docs/schema.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from gouji.model.schema import TABLES
from gouji.publish.datapackage import TITLES

_HEAD = """# 规范表

本页由 `python -m gouji.publish.schema_page` 生成，请勿手改。

一次运行把以下各表写在 `data/<表名>/part-*.parquet`。金额、分值、得分、比率都是精确小数（decimal128(24, 6)）；
`X_decimals` 是 X 印出的小数位数。空白为空值，从不记作 0。`cells`（字段所在单元格）把字段名对应到同一张表的
`cell_no`，那一格的文字就是该字段印出的原文。

| 类型 | 含义 |
|---|---|
| text | 文字 |
| int | 整数 |
| bool | 是否 |
| decimal | 精确小数 |
| places | 列表：page、x0、top、x1、bottom（点，页面左上角为原点） |
| cellmap | 映射：字段名到单元格序号 |
| refs | 列表：document_id、table_no、cell_no、role |
| changes | 列表：table、row_no、column、value |
| texts | 文字列表 |
| numbers | 整数列表 |
"""


def schema_page() -> str:
    """Return the page that lists every table and column."""
    lines = [line for name in TABLES for line in _table(name)]
    return _HEAD + "\n" + "\n".join(lines).rstrip() + "\n"


def _table(name: str) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{TITLES[name]}。\n"
    yield "| 列 | 类型 | 名称 | 说明 | 单位 |"
    yield "|---|---|---|---|---|"
    for column in TABLES[name]:
        if not column.name.endswith("_decimals"):
            shown = f"{column.name}、{column.name}_decimals" if column.figure else column.name
            yield f"| {shown} | {column.type} | {column.title} | {column.description} | {column.unit} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a console or a file
    sys.stdout.write(schema_page())

"""The canonical tables: names, types, units and Chinese titles of every column, in one place.

The Arrow schemas (gouji.arrow), the check desk, datapackage.json and the data dictionary are all made from `TABLES`.
Types: text, int, bool, decimal (exact, 24 digits, 6 of them decimals), places, cellmap (field name to cell_no), refs
(document, table, cell, role), changes, texts (list of text), numbers (list of int).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: `figure` is True if a column `<name>_decimals` follows it."""

    name: str
    type: str
    title: str
    description: str = ""
    unit: str = ""
    figure: bool = False


def _text(name: str, title: str, description: str = "") -> Column:
    return Column(name=name, type="text", title=title, description=description)


def _int(name: str, title: str, description: str = "") -> Column:
    return Column(name=name, type="int", title=title, description=description)


def _bool(name: str, title: str, description: str = "") -> Column:
    return Column(name=name, type="bool", title=title, description=description)


def _exact(name: str, title: str, description: str = "", unit: str = "") -> Column:
    return Column(name=name, type="decimal", title=title, description=description, unit=unit)


def _figure(name: str, title: str, description: str = "", unit: str = "") -> Column:
    return Column(name=name, type="decimal", title=title, description=description, unit=unit, figure=True)


DOCUMENT = _text("document_id", "文档编号", "文件内容的 sha256")
TABLE = _int("table_no", "表序号", "文档内逻辑表的序号，从 1 起")
SCOPE = _int("scope_no", "计分范围序号", "表内计分范围的序号，从 1 起")
INDICATOR = _int("indicator_no", "指标序号", "计分范围内指标的序号，从 1 起")
PAGE = _int("page_first", "首见页", "从 1 起；没有页的格式为空")
CELLMAP = Column(name="cells", type="cellmap", title="字段所在单元格", description="字段名到单元格序号")

_DECLARED: dict[str, tuple[Column, ...]] = {
    "inputs": (
        _int("input_no", "输入序号"),
        _text("source", "来源", "相对于给定根目录的路径"),
        _text("document_id", "文档编号", "无法读取时为空"),
        _text("status", "状态", "ok、partial、quarantined、skipped"),
        _text("reason", "原因", "封闭列表，见 docs/reasons.md"),
        _text("message", "说明"),
    ),
    "documents": (
        DOCUMENT,
        _text("source", "来源"),
        _text("file_name", "文件名"),
        _text("media_type", "媒体类型", "按内容判定"),
        _int("size_bytes", "字节数"),
        _int("pages", "页数"),
        _text("status", "状态"),
        _text("reason", "原因"),
        _text("message", "说明"),
        _text("unit_name", "单位名称"),
        _int("year", "年度"),
    ),
    "tables": (
        DOCUMENT,
        TABLE,
        _text("form", "表式", "rules/forms 中的名称；guessed 为按表头词汇推定，other 为无关表格"),
        _text("kind", "类别", "goal 绩效目标表、evaluation 自评表、common 共性指标自评表、other"),
        _text("title", "标题"),
        _text("unit_name", "单位名称"),
        _int("year", "年度"),
        _text("money_unit", "金额单位", "元、万元、亿元"),
        PAGE,
        _int("page_last", "末页"),
        _int("rows", "行数"),
        _int("cols", "列数"),
        _int("parts", "分段数", "跨页表的段数"),
        _bool("ended", "表尾完整", "指标之后印有合计、填报人、说明之类的结尾"),
        _bool("has_weight", "有分值栏"),
        _bool("has_score", "有得分栏"),
        _bool("has_actual", "有完成值栏"),
        _bool("has_reason", "有偏差原因栏"),
        _bool("equal_split", "分值平均分配", "表内印有分值按指标个数平均确定的规定"),
        _figure("full_marks", "满分", "印出的满分（合计、总分、注、各上限之和）；未印出为空"),
        _figure("execution_points", "执行率分值", "印出的预算执行率分值"),
        _exact("band_high", "定性上档下限", "全部达成一档的下限比例，如 0.8"),
        _exact("band_mid", "定性中档下限", "部分达成一档的下限比例，如 0.6"),
        _int("goal_rounding", "年度目标平均分小数位", "表内印有各年度目标平均并四舍五入的规定时的小数位"),
    ),
    "cells": (
        DOCUMENT,
        TABLE,
        _int("cell_no", "单元格序号", "表内序号，从 0 起"),
        _int("row", "行", "从 0 起；表外文字行为空"),
        _int("col", "列", "从 0 起；表外文字行为空"),
        _int("row_span", "跨行数"),
        _int("col_span", "跨列数"),
        _text("text", "文字"),
        _text("second_text", "第二读者所读文字"),
        Column(name="places", type="places", title="所在位置", description="页与框，点，左上角为原点", unit="pt"),
        _text("locator", "定位", "没有页的格式：表行列或行列"),
        _exact("confidence", "识别置信度", "仅扫描件"),
    ),
    "scopes": (
        DOCUMENT,
        TABLE,
        SCOPE,
        _text("kind", "类别", "project、goal、common、department"),
        _text("code", "编码", "项目或单位代码，或目标序号"),
        _text("name", "名称"),
        _text("unit_name", "单位名称"),
        _figure("amount", "资金总额", unit="见 amount_unit"),
        _text("amount_unit", "金额单位"),
        _text("long_term_goal", "实施期绩效目标"),
        _text("annual_goal", "年度绩效目标"),
        _text("actual_outcome", "实际完成情况"),
        _int("goal_count", "目标个数", "印出的年度目标个数，如 3-1 中的 3"),
        _bool("truncated", "是否残缺", "输入在此范围结束之前中断"),
        PAGE,
        CELLMAP,
    ),
    "funds": (
        DOCUMENT,
        TABLE,
        SCOPE,
        _int("fund_no", "资金行序号"),
        _text("source", "资金来源", "印出的行名"),
        _text("source_code", "来源代码", "total、fiscal、carryover、special、own、other、part"),
        _figure("initial_budget", "年初预算数", unit="tables.money_unit"),
        _figure("budget", "全年预算数", unit="tables.money_unit"),
        _figure("executed", "全年执行数", unit="tables.money_unit"),
        _figure("execution_rate", "执行率", unit="%"),
        _figure("weight", "分值", unit="分"),
        _figure("score", "得分", unit="分"),
        PAGE,
        CELLMAP,
    ),
    "indicators": (
        DOCUMENT,
        TABLE,
        SCOPE,
        INDICATOR,
        _text("level1", "一级指标", "印出的名称，去掉换行与分值"),
        _text("level2", "二级指标"),
        _text("level3", "三级指标"),
        _text("level4", "子项", "仅“其中：”之类的子行"),
        _text("level1_code", "一级指标代码", "rules/lexicon/levels.yaml"),
        _text("level2_code", "二级指标代码", "rules/lexicon/levels.yaml"),
        _text("target_text", "指标值"),
        _text("target_op", "指标值运算符", ">=、<=、=、>、<、range"),
        _figure("target_value", "指标值数值", "比率按百分数；范围取首端；多项并列为空"),
        _text("target_unit", "指标值单位"),
        _text(
            "target_kind",
            "指标值类型",
            "quantity 纯数量、number 句中含数、zero 零、date 时间、graded 合格达标之类、absence 无某事、"
            "parts 多项、degree 程度词、text 其他、空为无值",
        ),
        _figure(
            "target_money", "指标值折合金额", "指标值带元、万元、亿元时，折合为表的金额单位", unit="tables.money_unit"
        ),
        _text("content", "指标内容"),
        _text("content_kind", "指标内容类型", "同 target_kind"),
        _text("actual_text", "完成值"),
        _figure("actual_value", "完成值数值"),
        _text("actual_unit", "完成值单位"),
        _text("actual_kind", "完成值类型", "同 target_kind"),
        _exact("actual_aligned", "可比完成值", "折合为指标值单位的完成值；两者不可比时为空"),
        _text("actual_band", "定性完成档次", "full 达成、partial 部分达成、none 未达成；不是定性档次时为空"),
        _figure("weight", "分值", "合并单元格的分值只记在第一行；各行 cells 指向同一格", unit="分"),
        _exact("weight_low", "分值下限", "推算分值的范围", unit="分"),
        _exact("weight_high", "分值上限", "推算分值的范围", unit="分"),
        _text("weight_source", "分值来源", "printed 印出、implied 按印出的平均分配规定推算"),
        _figure("score", "得分", "单项得分或自评分", unit="分"),
        _figure("converted_score", "折算得分", unit="分"),
        _figure("review_score", "复核得分", unit="分"),
        _text("criterion", "评价标准"),
        _figure("criterion_points", "评价标准中的分值", "“N分÷三级指标个数”中的 N", unit="分"),
        _text("measure_unit", "度量单位"),
        _text("value_type", "指标值类型栏"),
        _text("direction", "方向", "positive 越大越好、negative 越小越好；不明为空"),
        _text("deviation_reason", "偏差原因"),
        PAGE,
        CELLMAP,
    ),
    "caps": (
        DOCUMENT,
        TABLE,
        SCOPE,
        _text("level1", "一级指标"),
        _text("level2", "二级指标", "空为一级指标的上限；两者皆空为整块的上限"),
        _figure("points", "上限", unit="分"),
        _text("source", "来源", "printed 印出、inferred 推定；推定的不作核对依据"),
        _bool("used", "已使用", "该类有指标；空的占位类为否"),
        _int("cell_no", "单元格序号"),
    ),
    "totals": (
        DOCUMENT,
        TABLE,
        _int("scope_no", "计分范围序号", "跨表或跨范围的合计为空"),
        _text("kind", "类别", "weight 分值、score 得分、amount 金额、count 个数、cap 上限、grade 等级"),
        _text(
            "part",
            "范围",
            "scope 本范围合计、table 本表合计、unit 单位小计、class 类小计、projects 项目个数、units 单位数、"
            "overall 自评总分、common 共性指标自评分、goals 年度目标得分",
        ),
        _text("label", "印出的名称"),
        _figure("value", "数值"),
        _text("text", "印出的文字"),
        _int("level", "级次", "cap 合计所在的级：1 一级、2 二级"),
        _text("level1", "一级指标"),
        _text("level2", "二级指标"),
        _int("cell_no", "单元格序号"),
    ),
    "readings": (
        DOCUMENT,
        TABLE,
        SCOPE,
        _int("reading_no", "读法序号", "0 为所选读法"),
        _bool("chosen", "所选"),
        _bool("closes", "闭合", "各上限与合计是否都满足"),
        _text("description", "说明"),
        Column(name="changes", type="changes", title="改动", description="相对于所选读法：表、行序号、列、值"),
    ),
    "notices": (
        DOCUMENT,
        TABLE,
        SCOPE,
        INDICATOR,
        _text("code", "代码"),
        _text("title", "名称"),
        _text("message", "说明"),
        PAGE,
        Column(name="cells", type="numbers", title="单元格序号"),
    ),
    "pairs": (
        _text("kind", "类别"),
        _text("left_document_id", "左文档编号"),
        _int("left_table_no", "左表序号"),
        _int("left_scope_no", "左范围序号"),
        _int("left_indicator_no", "左指标序号"),
        _text("right_document_id", "右文档编号"),
        _int("right_table_no", "右表序号"),
        _int("right_scope_no", "右范围序号"),
        _int("right_indicator_no", "右指标序号"),
        _text("basis", "依据"),
        _exact("similarity", "相似度"),
    ),
    "findings": (
        _text("finding_id", "问题编号", "内容指纹，重跑不变"),
        _text("rule", "规则"),
        _text("severity", "级别", "ERROR、WARN、INFO"),
        _text("verdict", "结论", "breach 不符、undecided 未决"),
        DOCUMENT,
        TABLE,
        SCOPE,
        INDICATOR,
        _text("message", "说明"),
        _text("formula", "算式"),
        _text("expected", "应为"),
        _text("observed", "实为"),
        _exact("difference", "差异"),
        _exact("tolerance", "容差"),
        _text("readings", "读法", "every 各种读法都成立、some 部分读法成立"),
        Column(name="caused_by", type="texts", title="起因", description="所关联问题的编号"),
        _int("count", "个数", "一条问题所概括的行数"),
        PAGE,
        Column(name="cells", type="refs", title="所据单元格"),
    ),
}


def _with_decimals(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    out: list[Column] = []
    for column in columns:
        out.append(column)
        if column.figure:
            out.append(_int(f"{column.name}_decimals", f"{column.title}小数位", "印出的小数位数；空为没有数"))
    return tuple(out)


TABLES: Mapping[str, tuple[Column, ...]] = {name: _with_decimals(columns) for name, columns in _DECLARED.items()}
"""Every canonical table with its columns in order, `_decimals` columns included."""

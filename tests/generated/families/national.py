"""Self-evaluation of a project on the national form and its kin: head block, funds, goals, indicators, total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from fixtures.kit.table import Draft
from tests.generated import words
from tests.generated.families.base import (
    FUND_HEADS,
    Column,
    Record,
    Setting,
    cap_records,
    caps_by_label,
    funds,
    items_of,
    put_header,
    put_items,
    records,
    setting,
    sums,
)
from tests.generated.items import COSTED, FINISHED, USUAL, Item
from tests.generated.model import Form, Truth

REASON = ("偏差原因分析及改进措施", "偏差原因分析\n及改进措施", "未完成原因分析")
FUND_FIELDS = ("initial_budget", "budget", "executed", "weight", "execution_rate", "score")
SOURCES = ("年度资金总额", "其中：本年财政拨款", "上年结转资金", "其他资金")


def national(rng: Random) -> Form:
    """Draw the national form: one value column, points in the first level's label or not."""
    about = setting(rng)
    columns = (
        Column(role="level1", head="一级\n指标" if rng.random() < 0.3 else "一级指标", width=48),
        Column(role="level2", head="二级指标", width=56),
        Column(role="level3", head="三级指标", width=92, left=rng.random() < 0.5),
        Column(role="target", head=rng.choice(("年度指标值", "年度\n指标值")), width=70),
        Column(role="actual", head=rng.choice(("实际完成值", "实际\n完成值")), width=70),
        Column(role="weight", head="分值", width=38),
        Column(role="score", head="得分", width=38),
        Column(role="reason", head=rng.choice(REASON), width=86),
    )
    return _build(rng, about, columns, "national")


def split_value(rng: Random) -> Form:
    """Draw the kin that prints sign, value and unit in columns of their own, under one header."""
    about = setting(rng)
    group = rng.choice(("年度指标值", "年度指标值", ""))
    columns = (
        Column(role="level1", head="一级指标", width=48),
        Column(role="level2", head="二级指标", width=56),
        Column(role="level3", head="三级指标", width=90),
        Column(role="op", head="指标性质", width=36, group=group),
        Column(role="value", head="指标值", width=52, group=group),
        Column(role="unit", head="度量单位", width=40, group=group),
        Column(role="actual", head="实际完成值", width=62),
        Column(role="weight", head="分值", width=36),
        Column(role="score", head="得分", width=36),
        Column(role="reason", head=rng.choice(REASON), width=80),
    )
    return _build(rng, about, columns, "split-value")


def poverty(rng: Random) -> Form:
    """Draw the kin that prints the weight before the value, and rows "其中：…"."""
    about = setting(rng)
    columns = (
        Column(role="level1", head="一级指标", width=48),
        Column(role="level2", head="二级指标", width=56),
        Column(role="level3", head="三级指标", width=96),
        Column(role="weight", head="分值", width=36),
        Column(role="target", head="年度指标值", width=66),
        Column(role="actual", head="全年实际值", width=66),
        Column(role="score", head="得分", width=36),
        Column(role="reason", head=rng.choice(("未完成原因", "未完成原因分析", "未完成原因和改进措施")), width=90),
    )
    return _build(rng, about, columns, "poverty", children=True)


def _build(rng: Random, about: Setting, columns: Sequence[Column], family: str, *, children: bool = False) -> Form:
    classes = rng.choice((USUAL, USUAL, COSTED, FINISHED))
    execution = Decimal(10)
    items = items_of(rng, about, classes, 90, most=rng.choice((2, 3, 5)))
    if children and rng.random() < 0.5:
        items = _with_children(rng, items)
    aside = rng.random() < 0.8
    left = tuple(at + aside for at, column in enumerate(columns) if column.left)
    draft = Draft(((30.0,) if aside else ()) + tuple(column.width for column in columns), left=left)
    wide = aside + len(columns)
    row, heads = _put_keys(rng, draft, about, wide)
    fund_truth, row = _put_funds(rng, draft, row, about, wide, execution)
    goal, outcome, row = _put_goals(rng, draft, row, about, wide)
    start = row
    row += put_header(draft, row, int(aside), columns)
    caps = caps_by_label(items, 1) if rng.random() < 0.5 else {}
    body = (row, row + len(items))
    row += put_items(draft, row, int(aside), columns, items, about, caps)
    if aside:
        draft.put(start, 0, rng.choice(("绩效指标", "绩\n效\n指\n标")), rows=row - start)
    totals, row = _put_total(rng, draft, row, columns, items, about, fund_truth[0], wide)
    title = rng.choice(
        ("项目支出绩效自评表", f"{about.year}年度项目支出绩效自评表", f"{about.place}项目支出绩效自评表")
    )
    scope: Record = {"kind": "project", "name": about.project, "annual_goal": goal, "actual_outcome": outcome, **heads}
    truth = Truth(
        form_kind="evaluation",
        title=title,
        scopes=(scope,),
        funds=fund_truth,
        indicators=records(items, columns),
        totals=totals,
        caps=cap_records(caps),
    )
    before = (title, *((f"（{about.year}年度）",) if rng.random() < 0.6 else ()))
    return Form(family=family, table=draft.done(row), before=before, truth=truth, body=body)


def _with_children(rng: Random, items: Sequence[Item]) -> tuple[Item, ...]:
    out: list[Item] = []
    for item in items:
        out.append(item)
        if item.op == "≥" and item.level2 == "数量指标" and rng.random() < 0.6:
            value = str(max(1, int(Decimal(item.value)) // 2))
            name = f"其中：{rng.choice(words.THINGS)}数量"
            own = {"level3": name, "value": value, "actual": f"{value}{item.unit}", "child": True}
            out.append(replace(item, weight=None, score=None, reason="", **own))
    return tuple(out)


def _put_keys(rng: Random, draft: Draft, about: Setting, wide: int) -> tuple[int, Record]:
    draft.put(0, 0, "项目名称", cols=2)
    draft.put(0, 2, about.project, cols=wide - 2)
    middle = wide // 2
    department = about.place + rng.choice(words.BUREAUS)
    draft.put(1, 0, "主管部门", cols=2)
    draft.put(1, 2, department, cols=middle - 2)
    draft.put(1, middle, "实施单位")
    draft.put(1, middle + 1, about.unit, cols=wide - middle - 1)
    return 2, {"unit_name": about.unit}


def _put_funds(
    rng: Random, draft: Draft, row: int, about: Setting, wide: int, points: Decimal
) -> tuple[tuple[Record, ...], int]:
    fields = FUND_FIELDS if rng.random() < 0.7 else FUND_FIELDS[1:]
    sources = SOURCES[: rng.choice((2, 3, 4))] if rng.random() < 0.3 else SOURCES
    truth, texts = funds(rng, about, sources, fields, points)
    draft.put(
        row, 0, rng.choice(("项目资金（万元）", "项目资金\n（万元）", "项目\n资金\n（万元）")), rows=len(texts) + 1
    )
    lead = wide - len(fields) - 1
    heads = [rng.choice(FUND_HEADS[name]) for name in fields]
    for at, line in enumerate([("", *heads), *texts], row):
        draft.put(at, 1, line[0], cols=lead)
        draft.put_row(at, dict(enumerate(line[1:], 1 + lead)))
    return truth, row + len(texts) + 1


def _put_goals(rng: Random, draft: Draft, row: int, about: Setting, wide: int) -> tuple[str, str, int]:
    goal, outcome = about.text(rng, words.GOALS), about.text(rng, words.OUTCOMES)
    middle = wide // 2
    draft.put(row, 0, rng.choice(("年度总体目标", "年度\n总体\n目标", "年\n度\n总\n体\n目\n标")), rows=2)
    draft.put(row, 1, rng.choice(("预期目标", "年初设定目标")), cols=middle - 1)
    draft.put(row, middle, rng.choice(("实际完成情况", "目标实际完成情况")), cols=wide - middle)
    draft.put(row + 1, 1, goal, cols=middle - 1)
    draft.put(row + 1, middle, outcome, cols=wide - middle)
    return goal, outcome, row + 2


def _put_total(
    rng: Random,
    draft: Draft,
    row: int,
    columns: Sequence[Column],
    items: Sequence[Item],
    about: Setting,
    fund: Record,
    wide: int,
) -> tuple[tuple[Record, ...], int]:
    weight, score = sums(items)
    weight, score = weight + fund["weight"], score + fund["score"]
    label = rng.choice(("总分", "总  分", "合计", "总计"))
    aside = wide - len(columns)
    at = {column.role: number + aside for number, column in enumerate(columns)}
    first = at["weight"]
    draft.put(row, 0, label, cols=first)
    draft.put(row, first, f"{weight}")
    draft.put(row, at["score"], f"{score}")
    common = {"scope_no": 1, "part": "scope", "label": label}
    totals = ({"kind": "weight", "value": weight, **common}, {"kind": "score", "value": score, **common})
    return totals, row + 1

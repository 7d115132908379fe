"""Forms whose table begins with its header: rubrics, annual goals, flat lists, and some that no form describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from random import Random

from fixtures.kit.table import Draft
from tests.generated import words
from tests.generated.families.base import (
    Column,
    Record,
    Setting,
    cap_records,
    caps_by_label,
    items_of,
    put_header,
    put_items,
    records,
    setting,
    sums,
)
from tests.generated.items import COSTED, FINISHED, USUAL, Item, split
from tests.generated.model import Form, Truth

Caps = dict[tuple[str, str | None], Decimal]


def common(rng: Random) -> Form:
    """Draw a rubric of common indicators: weight, own score, criterion; no values."""
    about = setting(rng, decimals=rng.choice((0, 0, 1)))
    items = _rubric(rng, about)
    content = rng.random() < 0.5
    columns = [
        Column(role="level1", head="一级指标", width=44),
        Column(role="level2", head="二级指标", width=50),
        Column(role="level3", head="三级指标", width=80),
        Column(role="weight", head=rng.choice(("分值", "指标分值", "权重")), width=34),
        Column(role="score", head=rng.choice(("自评分", "自评得分", "得分")), width=34),
        Column(role="criterion", head=rng.choice(("指标说明", "评分标准", "评价标准")), width=180, left=True),
    ]
    if content:
        columns.insert(3, Column(role="content", head="四级指标", width=110, left=True))
    if rng.random() < 0.4:
        columns.insert(-1, Column(role="review", head=rng.choice(("复核得分", "复核分")), width=34))
    if rng.random() < 0.4:
        columns.insert(0, Column(role="sequence", head="序号", width=24))
    caps: Caps = {}
    if rng.random() < 0.7:
        caps = caps_by_label(items, 1) | (caps_by_label(items, 2) if rng.random() < 0.6 else {})
    texts = {
        "content": [rng.choice(words.MEANINGS).format(name=item.level3) for item in items],
        "criterion": [rng.choice(words.POINTS_OF_VIEW).format(name=item.level3) for item in items],
    }
    title = f"{about.place}部门整体支出绩效评价共性指标自评表"
    before = (title, f"单位：{about.unit}")
    scope: Record = {"kind": "common", "unit_name": about.unit}
    return _list(rng, "common", about, columns, items, scope, before, kind="common", caps=caps, texts=texts, total=True)


def _rubric(rng: Random, about: Setting) -> tuple[Item, ...]:
    out: list[Item] = []
    firsts = list(words.CLASSES)
    for first, points in zip(firsts, split(rng, Decimal(rng.choice((40, 60, 100))), len(firsts), 0), strict=True):
        named = [(second, name) for second, names in words.CLASSES[first].items() for name in names]
        chosen = sorted(rng.sample(named, min(len(named), max(2, int(points) // 4))), key=named.index)
        for (second, name), weight in zip(chosen, split(rng, points, len(chosen), about.decimals), strict=True):
            lost = rng.choice((0, 0, 0, 1)) * weight * Decimal("0.2")
            score = (weight - lost).quantize(weight, ROUND_DOWN)
            out.append(Item(level1=first, level2=second, level3=name, weight=weight, score=score))
    return tuple(out)


def annual_goal(rng: Random) -> Form:
    """Draw one annual goal of a department: points in the labels, no weights, a total of the scores."""
    about = setting(rng, decimals=rng.choice((0, 1)))
    columns = [
        Column(role="level1", head="一级指标", width=46),
        Column(role="level2", head="二级指标", width=50),
        Column(role="level3", head=rng.choice(("三级指标", "指标名称\n（三级指标）")), width=96),
        Column(role="target", head=rng.choice(("年初指标值", "年初目标值")), width=60),
        Column(role="actual", head=rng.choice(("年终完成值", "实际完成值")), width=60),
        Column(role="score", head="自评分", width=38),
    ]
    if rng.random() < 0.6:
        columns.append(Column(role="criterion", head="评价标准", width=120, left=True))
    items = items_of(rng, about, rng.choice((USUAL, FINISHED)), rng.choice((80, 100)), most=2)
    number, goal = rng.randint(1, 3), rng.choice(words.THEMES)
    title = rng.choice(("部门整体支出绩效目标自评表", f"{about.place}部门整体绩效目标自评表"))
    scope: Record = {"kind": "goal", "name": goal, "unit_name": about.unit}
    texts = {"criterion": [rng.choice(words.STANDARDS[:2]) for _ in items]}
    return _list(
        rng,
        "annual-goal",
        about,
        columns,
        items,
        scope,
        (title, f"填报单位：{about.unit}"),
        caps=caps_by_label(items, 1) | caps_by_label(items, 2),
        texts=texts,
        total=True,
        lead=f"年度目标{number}：{goal}",
    )


def flat(rng: Random) -> Form:
    """Draw a list without levels: name, unit, sign, value, done, weight, score."""
    about = setting(rng)
    columns = (
        Column(role="level3", head=rng.choice(("指标名称", "绩效指标名称")), width=140, left=True),
        Column(role="unit", head="计量单位", width=46),
        Column(role="op", head="指标性质", width=40),
        Column(role="value", head=rng.choice(("年初指标值", "指标值")), width=60),
        Column(role="actual", head=rng.choice(("全年完成值", "实际完成值")), width=70),
        Column(role="weight", head=rng.choice(("指标权重", "权重", "分值")), width=40),
        Column(role="score", head=rng.choice(("指标得分", "得分")), width=40),
    )
    items = items_of(rng, about, USUAL, 100, most=3)
    title = f"{about.year}年度部门整体绩效自评表"
    scope: Record = {"kind": "department", "unit_name": about.unit}
    return _list(rng, "flat", about, columns, items, scope, (title, f"单位名称：{about.unit}"), total=True)


def brief_goals(rng: Random) -> Form:
    """Draw goals of one project without second levels: no form describes it."""
    about = setting(rng)
    columns = (
        Column(role="level1", head="一级指标", width=60),
        Column(role="level3", head=rng.choice(("指标名称", "绩效指标名称")), width=180, left=rng.random() < 0.5),
        Column(role="target", head=rng.choice(("指标值", "目标值")), width=90),
        Column(role="weight", head=rng.choice(("权重", "分值")), width=44),
    )
    items = items_of(rng, about, rng.choice((USUAL, COSTED)), 100, most=2)
    title = rng.choice(("专项资金绩效目标表", "项目绩效目标申报表"))
    scope: Record = {"kind": "project", "name": about.project, "unit_name": about.unit}
    before = (title, f"项目名称：{about.project}", f"填报单位：{about.unit}")
    return _list(rng, "brief-goals", about, columns, items, scope, before, kind="goal", described=False)


def plain_evaluation(rng: Random) -> Form:
    """Draw a self-evaluation without second levels: no form describes it."""
    about = setting(rng)
    columns = (
        Column(role="level1", head=rng.choice(("一级指标", "一级指标名称")), width=60),
        Column(role="level3", head=rng.choice(("绩效指标名称", "指标名称")), width=130),
        Column(role="target", head=rng.choice(("目标值", "计划指标值")), width=74),
        Column(role="actual", head=rng.choice(("完成值", "实际值")), width=74),
        Column(role="weight", head="权重", width=40),
        Column(role="score", head="自评得分", width=40),
        Column(role="reason", head=rng.choice(("原因分析", "偏差原因分析")), width=100),
    )
    items = items_of(rng, about, rng.choice((USUAL, FINISHED)), 100, most=2)
    title = f"{about.year}年度绩效自评情况表"
    scope: Record = {"kind": "project", "name": about.project, "unit_name": about.unit}
    before = (title, f"项目名称：{about.project}", f"填报单位：{about.unit}")
    return _list(rng, "plain-evaluation", about, columns, items, scope, before, described=False, total=True)


def rated_classes(rng: Random) -> Form:
    """Draw a rubric whose weights stand in its labels, beside one column of scores: no form describes it."""
    about = setting(rng, decimals=0)
    about = replace(about, brackets=rng.choice(("（{}分）", "({}分)")), merged=True)
    items = _rubric(rng, about)
    columns = (
        Column(role="level1", head="一级指标", width=80),
        Column(role="level2", head="二级指标", width=90),
        Column(role="weighed", head="三级指标", width=120),
        Column(role="score", head=rng.choice(("得分", "自评得分")), width=44),
        Column(role="criterion", head="评分标准", width=180, left=True),
    )
    texts = {
        "weighed": [f"{item.level3}{about.cap(item.weight or Decimal(0))}" for item in items],
        "criterion": [rng.choice(words.POINTS_OF_VIEW).format(name=item.level3) for item in items],
    }
    title = f"{about.year}年度部门整体支出绩效评分表"
    scope: Record = {"kind": "department", "unit_name": about.unit}
    caps = caps_by_label(items, 1) | caps_by_label(items, 2)
    before = (title, f"单位：{about.unit}")
    return _list(
        rng, "rated-classes", about, columns, items, scope, before, caps=caps, texts=texts, total=True, described=False
    )


def _list(
    rng: Random,
    family: str,
    about: Setting,
    columns: Sequence[Column],
    items: Sequence[Item],
    scope: Record,
    before: tuple[str, ...],
    *,
    kind: str = "evaluation",
    caps: Caps | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
    total: bool = False,
    described: bool = True,
    lead: str = "",
) -> Form:
    """Build a form that begins with its header, or with one row over the whole width and then its header."""
    left = [at for at, column in enumerate(columns) if column.left]
    draft = Draft([column.width for column in columns], left=left)
    top = 1 if lead else 0
    if lead:
        draft.put(0, 0, lead, cols=len(columns))
    start = top + put_header(draft, top, 0, columns)
    row = start + put_items(draft, start, 0, columns, items, about, caps, texts)
    totals: tuple[Record, ...] = ()
    if total:
        totals, row = _put_total(rng, draft, row, columns, items)
    truth = Truth(
        form_kind=kind,
        title=before[0],
        scopes=(scope,),
        indicators=records(items, columns, 1, texts),
        totals=totals,
        caps=cap_records(caps or {}),
    )
    table = draft.done(row, header_rows=start)
    body = (start, start + len(items))
    return Form(family=family, table=table, before=before, described=described, truth=truth, body=body)


def _put_total(
    rng: Random, draft: Draft, row: int, columns: Sequence[Column], items: Sequence[Item]
) -> tuple[tuple[Record, ...], int]:
    roles = [column.role for column in columns]
    label = rng.choice(("合计", "总分", "总计"))
    weight, score = sums(items)
    first = min(roles.index(role) for role in ("weight", "score") if role in roles)
    draft.put(row, 0, label, cols=first)
    out: list[Record] = []
    for kind, value in (("weight", weight), ("score", score)):
        if kind in roles:
            draft.put(row, roles.index(kind), f"{value}")
            out.append({"scope_no": 1, "kind": kind, "part": "scope", "label": label, "value": value})
    return tuple(out), row + 1

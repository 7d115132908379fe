"""Forms with a block of keys and values above the indicators, goals of one project and kin without scores."""

from __future__ import annotations

from collections.abc import Sequence
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
from tests.generated.items import COSTED, FINISHED, USUAL
from tests.generated.model import Form, Truth


def goal_single(rng: Random) -> Form:
    """Draw the goals of one project."""
    about = setting(rng)
    columns = [
        Column(role="level1", head="一级指标", width=60),
        Column(role="level2", head="二级指标", width=70),
        Column(role="level3", head="三级指标", width=130),
        Column(role="target", head=rng.choice(("指标值", "指标值及单位", "年度指标值")), width=80),
    ]
    if rng.random() < 0.5:
        columns.append(Column(role="weight", head=rng.choice(("分值", "权重")), width=40))
    if rng.random() < 0.6:
        head = rng.choice(("绩效标准", "评价标准", "评分标准"))
        columns.append(Column(role="criterion", head=head, width=110, left=True))
    if rng.random() < 0.4:
        columns.append(Column(role="remark", head="备注", width=50))
    wide = len(columns) + 1
    draft = Draft((34.0, *(column.width for column in columns)), left=(wide - 1,))
    amount = Decimal(rng.randint(500, 900000)) / 100
    goals = {"annual_goal": about.text(rng, words.GOALS)}
    _pair(draft, 0, wide, ("项目名称", about.project))
    _pair(draft, 1, wide, ("主管部门", about.place + rng.choice(words.BUREAUS)), ("实施单位", about.unit))
    _pair(draft, 2, wide, (rng.choice(("年度资金总额（万元）", "资金总额（万元）")), f"{amount:.2f}"))
    row = 3
    if rng.random() < 0.4:
        goals["long_term_goal"] = about.text(rng, words.GOALS)
        _pair(draft, row, wide, ("实施期绩效目标", goals["long_term_goal"]))
        row += 1
    _pair(draft, row, wide, (rng.choice(("年度绩效目标", "年度总体目标")), goals["annual_goal"]))
    row += 1
    items = items_of(rng, about, rng.choice((USUAL, COSTED)), 100, most=2)
    texts = {"criterion": [rng.choice(words.STANDARDS) for _ in items]}
    top = row
    row += put_header(draft, row, 1, columns)
    body = (row, row + len(items))
    row += put_items(draft, row, 1, columns, items, about, texts=texts)
    draft.put(top, 0, "绩\n效\n指\n标", rows=row - top)
    title = rng.choice(("项目支出绩效目标申报表", f"{about.year}年度项目绩效目标表", "财政支出项目绩效目标申报表"))
    scope: Record = {"kind": "project", "name": about.project, "unit_name": about.unit, "amount": amount, **goals}
    truth = Truth(form_kind="goal", title=title, scopes=(scope,), indicators=records(items, columns, 1, texts))
    before = (title, *((f"（{about.year}年度）",) if rng.random() < 0.5 else ()))
    return Form(family="goal-single", table=draft.done(row), before=before, truth=truth, body=body)


def _pair(draft: Draft, row: int, wide: int, *pairs: tuple[str, str]) -> None:
    """Print keys and values over the whole width: the key over two columns, a second key over one."""
    (key, value), *rest = pairs
    middle = wide // 2 + 1 if rest else wide
    draft.put(row, 0, key, cols=2)
    draft.put(row, 2, value, cols=middle - 2)
    for other, text in rest:
        draft.put(row, middle, other)
        draft.put(row, middle + 1, text, cols=wide - middle - 1)


def unscored(rng: Random) -> Form:
    """Draw an evaluation that gives no points: value, done, reason."""
    about = setting(rng)
    columns = (
        Column(role="level1", head="一级指标", width=56),
        Column(role="level2", head="二级指标", width=66),
        Column(role="level3", head="三级指标", width=120),
        Column(role="target", head="年度指标值", width=76),
        Column(role="actual", head=rng.choice(("全年完成值", "全年实际完成值", "实际完成值")), width=76),
        Column(role="reason", head=rng.choice(("未完成原因和改进措施", "偏差原因分析")), width=110),
    )
    items = items_of(rng, about, rng.choice((USUAL, FINISHED)), 100, most=3)
    return _headed(rng, about, columns, items, "unscored", ("budget", "executed", "execution_rate"))


def yearly(rng: Random) -> Form:
    """Draw the kin with points in the first level's label and scores, but no column of weights."""
    about = setting(rng)
    columns = (
        Column(role="level1", head="一级指标", width=56),
        Column(role="level2", head="二级指标", width=66),
        Column(role="level3", head="三级指标", width=120),
        Column(role="target", head=rng.choice(("年初目标值(A)", "年初目标值（A）")), width=76),
        Column(role="actual", head=rng.choice(("实际完成值(B)", "实际完成值（B）")), width=76),
        Column(role="score", head="得分", width=44),
    )
    items = items_of(rng, about, rng.choice((USUAL, FINISHED)), 80, most=3)
    return _headed(rng, about, columns, items, "yearly", ("budget", "executed", "execution_rate", "score"), points=80)


def _headed(
    rng: Random,
    about: Setting,
    columns: Sequence[Column],
    items: Sequence,
    family: str,
    fields: tuple[str, ...],
    points: int = 0,
) -> Form:
    wide = len(columns) + 1
    draft = Draft((40.0, *(column.width for column in columns)))
    _pair(draft, 0, wide, ("项目名称", about.project))
    _pair(draft, 1, wide, ("主管部门", about.place + rng.choice(words.BUREAUS)), ("实施单位", about.unit))
    sources = ("年度资金总额", *(("其中：财政拨款", "其他资金") if rng.random() < 0.7 else ("财政拨款",)))
    fund_truth, texts = funds(rng, about, sources, fields, Decimal(100 - points))
    label = f"预算执行情况（万元）（{100 - points}分）" if points else "项目资金\n（万元）"
    draft.put(2, 0, label, rows=len(texts) + 1)
    lead = wide - len(fields) - 1
    for at, line in enumerate([("", *(FUND_HEADS[name][0] for name in fields)), *texts], 2):
        draft.put(at, 1, line[0], cols=lead)
        draft.put_row(at, dict(enumerate(line[1:], 1 + lead)))
    row = 3 + len(texts)
    goal, outcome = about.text(rng, words.GOALS), about.text(rng, words.OUTCOMES)
    if not points:
        middle = wide // 2
        draft.put(row, 0, "年度总体目标", rows=2)
        draft.put(row, 1, "预期目标", cols=middle - 1)
        draft.put(row, middle, "实际完成情况", cols=wide - middle)
        draft.put(row + 1, 1, goal, cols=middle - 1)
        draft.put(row + 1, middle, outcome, cols=wide - middle)
        row += 2
    top = row
    row += put_header(draft, row, 1, columns)
    body = (row, row + len(items))
    caps = caps_by_label(items, 1) if points else {}
    row += put_items(draft, row, 1, columns, items, about, caps)
    label = rng.choice(("年度绩效目标", "绩效指标")) if points else "绩效指标"
    draft.put(top, 0, f"{label}（{points}分）" if points else label, rows=row - top)
    totals: tuple[Record, ...] = ()
    if points:
        score = sums(items)[1] + fund_truth[0]["score"]
        draft.put(row, 0, "总分", cols=wide - 1)
        draft.put(row, wide - 1, f"{score}")
        totals = ({"scope_no": 1, "kind": "score", "part": "scope", "label": "总分", "value": score},)
        row += 1
    title = f"{about.year}年度项目绩效自评表" if points else "县级专项资金绩效自评表"
    scope: Record = {"kind": "project", "name": about.project, "unit_name": about.unit}
    if not points:
        scope |= {"annual_goal": goal, "actual_outcome": outcome}
    own = cap_records(caps) + (
        ({"scope_no": 1, "level1": None, "level2": None, "points": Decimal(points)},) if points else ()
    )
    truth = Truth(
        form_kind="evaluation",
        title=title,
        scopes=(scope,),
        funds=fund_truth,
        indicators=records(items, columns),
        totals=totals,
        caps=own,
    )
    return Form(family=family, table=draft.done(row), before=(title,), truth=truth, body=body)

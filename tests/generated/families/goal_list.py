"""Goal tables that list the projects of a unit, one block of merged rows a project."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from fixtures.kit.table import Draft
from tests.generated import words
from tests.generated.families.base import (
    Column,
    Record,
    Setting,
    items_of,
    put_items,
    records,
    setting,
)
from tests.generated.items import COSTED, USUAL, Item
from tests.generated.model import Form, Truth

OWN = {
    "code": (("单位代码", "单位编码"), 40),
    "name": (("项目名称", "单位（专项）名称", "专项名称"), 62),
    "amount": (("资金总额", "预算金额", "项目资金"), 44),
    "long": (("实施期绩效目标", "中长期绩效目标"), 96),
    "annual": (("年度绩效目标", "本年度绩效目标"), 110),
}
FIELDS = {"code": "code", "name": "name", "amount": "amount", "long": "long_term_goal", "annual": "annual_goal"}


def goal_list(rng: Random) -> Form:
    """Draw a list of two to six projects."""
    about = setting(rng, decimals=rng.choice((0, 0, 1)))
    own = ["name", "amount", *(name for name in ("code", "long", "annual") if rng.random() < 0.6)]
    own.sort(key=list(OWN).index)
    columns = _columns(rng)
    widths = [OWN[name][1] for name in own] + [column.width for column in columns]
    draft = Draft(widths, left=[at for at, name in enumerate(own) if name in {"long", "annual"}])
    heads = [rng.choice(OWN[name][0]) for name in own]
    for col, text in enumerate(heads):
        draft.put(0, col, text, rows=2)
    draft.put(0, len(own), "绩效指标", cols=len(columns))
    draft.put_row(1, {len(own) + at: column.head for at, column in enumerate(columns)})
    projects = _projects(rng, about)
    row, totals = _put_sums(rng, draft, 2, own, about, projects)
    start = row
    scopes: list[Record] = []
    indicators: list[Record] = []
    for number, (record, items) in enumerate(projects, 1):
        for col, name in enumerate(own):
            draft.put(row, col, str(record[FIELDS[name]]), rows=len(items))
        texts = _texts(rng, columns, items)
        scopes.append({"scope_no": number, "kind": "project", **{FIELDS[name]: record[FIELDS[name]] for name in own}})
        indicators += records(items, columns, number, texts)
        row += put_items(draft, row, len(own), columns, items, about, texts=texts)
    title = rng.choice(
        ("项目支出绩效目标表", f"{about.year}年项目支出绩效目标表", f"{about.year}年部门项目绩效目标公开表")
    )
    scopes = [{**scope, "unit_name": about.unit} for scope in scopes]
    truth = Truth(
        form_kind="goal", title=title, scopes=tuple(scopes), indicators=tuple(indicators), totals=tuple(totals)
    )
    table = draft.done(row, header_rows=2)
    before = (title, f"单位：{about.unit}", "金额单位：万元")
    return Form(family="goal-list", table=table, before=before, truth=truth, body=(start, row))


def _columns(rng: Random) -> tuple[Column, ...]:
    weight = rng.choice(("分值", "权重", "评（扣分标准）"))
    columns = [
        Column(role="level1", head="一级指标", width=46),
        Column(role="level2", head="二级指标", width=54),
        Column(role="level3", head="三级指标", width=80),
        Column(role="target", head="指标值", width=56),
    ]
    if rng.random() < 0.4:
        columns.append(Column(role="content", head="指标值内容", width=70))
    columns.append(Column(role="weight" if weight != "评（扣分标准）" else "points", head=weight, width=40))
    if rng.random() < 0.6:
        columns.append(Column(role="unit", head="度量单位", width=38))
    if rng.random() < 0.4:
        columns.append(Column(role="type", head="指标值类型", width=38))
    return tuple(columns)


def _projects(rng: Random, about: Setting) -> list[tuple[Record, Sequence[Item]]]:
    out: list[tuple[Record, Sequence[Item]]] = []
    code = str(rng.randint(100000, 999999))
    for theme in rng.sample(words.THEMES, rng.randint(2, 5)):
        classes = rng.choice((USUAL, COSTED))
        items = items_of(rng, about, classes, 100, most=rng.choice((1, 2)))
        record: Record = {"code": code, "name": theme + rng.choice(words.KINDS)}
        record["amount"] = Decimal(rng.randint(500, 900000)) / 100
        record["amount"] = record["amount"].quantize(Decimal("0.01"))
        for name in ("long_term_goal", "annual_goal"):
            record[name] = rng.choice(words.GOALS).format(theme=theme, thing=rng.choice(words.THINGS))
        out.append((record, items))
    return out


def _texts(rng: Random, columns: Sequence[Column], items: Sequence[Item]) -> dict[str, tuple[str, ...]]:
    content = tuple(f"{item.level3.removesuffix('数量')}{item.value}{item.unit}" for item in items)
    return {"content": content, "points": tuple(f"{item.weight}分" for item in items)}


def _put_sums(
    rng: Random, draft: Draft, row: int, own: Sequence[str], about: Setting, projects: Sequence[tuple[Record, object]]
) -> tuple[int, list[Record]]:
    """Print a sums row in half of the lists."""
    if rng.random() < 0.5:
        return row, []
    whole = sum((record["amount"] for record, _ in projects), Decimal(0))
    draft.put(row, own.index("name"), "合计")
    draft.put(row, own.index("amount"), f"{whole}")
    return row + 1, [{"scope_no": None, "kind": "amount", "part": "table", "label": "合计", "value": whole}]


def listed_goals(rng: Random) -> Form:
    """Draw a list of projects whose indicators have no levels: no form describes it."""
    about = setting(rng, decimals=0)
    columns = (
        Column(role="level3", head=rng.choice(("指标名称", "绩效指标名称")), width=150),
        Column(role="target", head=rng.choice(("指标值", "目标值", "年度目标值")), width=80),
        *((Column(role="weight", head="权重", width=40),) if rng.random() < 0.5 else ()),
    )
    names = ("name", "amount", "annual") if rng.random() < 0.6 else ("name", "amount")
    draft = Draft([OWN[name][1] for name in names] + [column.width for column in columns])
    draft.put_row(0, dict(enumerate([OWN[name][0][0] for name in names] + [column.head for column in columns])))
    row, scopes, indicators = 1, [], []
    for number, (record, items) in enumerate(_projects(rng, about), 1):
        own = {FIELDS[name]: record[FIELDS[name]] for name in names}
        for col, value in enumerate(own.values()):
            draft.put(row, col, str(value), rows=len(items))
        scopes.append({"scope_no": number, "kind": "project", **own})
        indicators += records(items, columns, number)
        row += put_items(draft, row, len(names), columns, items, about)
    title = f"{about.year}年度重点项目绩效目标一览表"
    truth = Truth(form_kind="goal", title=title, scopes=tuple(scopes), indicators=tuple(indicators))
    before = (title, f"单位：{about.unit}", "金额单位：万元")
    table = draft.done(row, header_rows=1)
    return Form(family="listed-goals", table=table, before=before, described=False, truth=truth, body=(1, row))

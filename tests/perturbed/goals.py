"""A goal list of an invented unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from random import Random

from fixtures.kit import goal_list
from fixtures.kit.expected import Finding
from fixtures.kit.table import Paging, Table
from fixtures.kit.truth import Json
from tests.perturbed.base import BUREAUS, PLACES, Perturbed, shares, spread

THEMES = (
    *("河道清淤", "泵站更新", "村级活动中心", "古籍修复", "公厕改造"),
    *("低保核查", "雨量站维护", "排涝设备", "绿道养护", "展馆开放"),
)
KINDS = ("经费", "专项", "补助", "项目")
PROFILES = ((10, 50, 30, 10), (20, 30, 40, 10), (20, 40, 30, 10), (15, 35, 40, 10), (25, 40, 20, 15))
FIRSTS = ("成本指标", "产出指标", "效益指标", "满意度指标")
SECONDS = (
    ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    ("数量指标", "质量指标", "时效指标"),
    ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    ("服务对象满意度指标",),
)
EMPTY = ("社会成本指标", "生态环境成本指标")
HOLLOW = "稳步提升"
Plant = Callable[[Json, Random], tuple[Finding, ...]]


def build(seed: int, *, cut: bool) -> Perturbed:
    """Return the copy that belongs to a seed."""
    rng = Random(f"goals {seed}")
    table = _table(rng, cut=cut)
    # Where the end is missing, a wrong count of projects cannot be told from projects that are gone with it.
    plants = [plant for plant in PLANTS if not (cut and plant is _wrong_count)]
    findings = [found for plant in rng.sample(plants, 3) for found in plant(table, rng)]
    findings += _habits(table)
    name = f"goals-{seed}{'-cut' if cut else ''}"
    truth = {"name": name, "tables": [table]}
    flow = goal_list.flow(truth)
    (drawn,) = (item for item in flow if isinstance(item, Table))
    parts = spread(drawn.rows, drawn.header_rows, 18, rng)
    paging = Paging(parts=parts, reprint=rng.random() < 0.5, header=rng.random() < 0.5)
    return Perturbed(
        name=name,
        truth=truth,
        flow=flow,
        style=goal_list.STYLE,
        findings=tuple(findings),
        pagings={0: paging},
        flush=_flush(rng, drawn, {start for start, _ in parts}),
    )


def _table(rng: Random, *, cut: bool) -> Json:
    unit, code = rng.choice(PLACES) + rng.choice(BUREAUS), str(rng.randint(100000, 999999))
    names = [f"{theme}{rng.choice(KINDS)}" for theme in rng.sample(THEMES, rng.randint(5, 8))]
    plain, same = rng.random() < 0.4, rng.random() < 0.4
    usual, other = _weights(rng), _weights(rng)
    ahead = [rng.choice((usual, other)) for _ in names[:-3]]
    # The last three share their weights, so that a cut is seen to lack what its siblings have.
    scopes = [
        _scope(rng, unit, code, name, weights, plain=plain)
        for name, weights in zip(names, [*ahead, usual, usual, usual], strict=True)
    ]
    for scope in scopes:
        scope["annual_goal"] = _annual(unit if same else scope["name"], len(names))
    if cut:
        _cut(scopes)
    total = str(sum(Decimal(scope["amount"]) for scope in scopes))
    totals = [
        {"kind": "amount", "part": "table", "label": "合计：", "value": total},
        {"kind": "count", "part": "units", "label": "单位数：", "value": "1"},
        {"kind": "count", "part": "projects", "label": "项目个数：", "value": str(len(names))},
        {"kind": "amount", "part": "unit", "label": unit, "code": code, "value": total},
    ]
    head = {"kind": "goal", "title": "项目支出绩效目标表", "unit_name": unit, "money_unit": "万元"}
    return head | {"totals": totals, "scopes": scopes}


def _annual(about: str, count: int) -> str:
    return f"围绕{about}年度任务，按计划推进{count}个项目，规范资金使用，确保各项任务按期完成，服务群众的能力得到加强。"


def _weights(rng: Random) -> dict[str, int]:
    out: dict[str, int] = {}
    for points, seconds in zip(rng.choice(PROFILES), SECONDS, strict=True):
        filled = [second for second in seconds if second not in EMPTY]
        out |= dict(zip(filled, shares(rng, points, len(filled)), strict=True))
    return out


def _scope(rng: Random, unit: str, code: str, name: str, weights: Mapping[str, int], *, plain: bool) -> Json:
    amount = Decimal(rng.randint(800, 9900)) / 100
    rows: list[Json] = []
    for first in rng.sample(FIRSTS, len(FIRSTS)):
        seconds = SECONDS[FIRSTS.index(first)]
        for second in rng.sample(seconds, len(seconds)):
            rows.append(_row(rng, first, second, weights.get(second), amount, name, plain=plain))
    own: Json = {"kind": "project", "code": code, "name": name, "unit_name": unit, "amount": f"{amount:.2f}"}
    goal = f"{rng.randint(2, 5)}年内完成{name}任务，群众满意度达到{rng.randint(90, 97)}%。"
    own |= {"amount_unit": "万元", "long_term_goal": goal, "annual_goal": "", "truncated": False}
    return own | {"indicators": rows, "caps": [], "totals": []}


def _row(rng: Random, first: str, second: str, weight: int | None, amount: Decimal, name: str, *, plain: bool) -> Json:
    if weight is None:
        return {"level1": first, "level2": second, "placeholder": True}
    target, content = _value(rng, second, amount)
    third = second if plain else f"{name}{content}"
    row = {"level1": first, "level2": second, "level3": third, "target_text": target, "content": content}
    return row | {"weight": str(weight), "weight_source": "printed"}


def _value(rng: Random, second: str, amount: Decimal) -> tuple[str, str]:
    many, rate = rng.randint(3, 400), rng.randint(85, 99)
    return {
        "经济成本指标": (_cost(amount), "总成本"),
        "数量指标": (f"{many}处", rng.choice(("设施检修数", "现场检查数", "资料整理数"))),
        "质量指标": (f"{rate}%", rng.choice(("验收合格率", "抽查达标率"))),
        "时效指标": (f"2024年{rng.randint(6, 12)}月底前", "完成时间"),
        "经济效益指标": (f"{rng.randint(2, 60)}万元", "节约支出"),
        "社会效益指标": (f"{many * 10}人次", "受益人次"),
        "生态效益指标": (f"{rate - 20}%", "垃圾清运率"),
        "可持续影响指标": (f"{rng.randint(3, 9)}年", "设施使用年限"),
        "服务对象满意度指标": (f"{rate}%", "群众满意程度"),
    }[second]


def _cut(scopes: list[Json]) -> None:
    """End the last project two rows early, inside its benefits."""
    last = scopes[-1]
    benefits = [row for row in last["indicators"] if row["level1"] == "效益指标"]
    others = [row for row in last["indicators"] if row["level1"] != "效益指标"]
    last["indicators"] = (others + benefits)[:-2]
    last["truncated"] = True


def _flush(rng: Random, table: Table, tops: set[int]) -> frozenset[tuple[int, int]]:
    """Choose rows of the flattened text that lose their leading blanks: not first in a project or on a page."""
    firsts = {cell.row for cell in table.cells if cell.col == 0 and cell.row_span > 1}
    filled = {cell.row for cell in table.cells if cell.col == 8 and cell.text and cell.row >= goal_list.FIRST_ROW}
    return frozenset((0, row) for row in rng.sample(sorted(filled - firsts - tops), 4))


def _habits(table: Json) -> list[Finding]:
    found = []
    scopes = table["scopes"]
    rows = [row for scope in scopes for row in scope["indicators"] if not row.get("placeholder")]
    if repeated := sum(row["level3"] == row["level2"] for row in rows):
        found.append(Finding(rule="IND-02", severity="WARN", table=1, observed=str(repeated)))
    if len({scope["annual_goal"] for scope in scopes}) == 1:
        found.append(Finding(rule="TXT-01", severity="INFO", table=1, observed=str(len(scopes))))
    return found


def _find(scope: Json, second: str) -> Json:
    found: Json = next(row for row in scope["indicators"] if row["level2"] == second)
    return found


def _whole(table: Json, rng: Random) -> Json:
    """Return a project that the end of the document does not touch."""
    chosen: Json = rng.choice(table["scopes"][:-1])
    return chosen


def _wrong_total(table: Json, rng: Random) -> tuple[Finding, ...]:
    total = table["totals"][0]
    right = total["value"]
    total["value"] = str(Decimal(right) + rng.choice((Decimal("0.9"), Decimal("-3.27"), Decimal("12"))))
    unit = Finding(rule="AMT-02", severity="ERROR", table=1, optional=True)
    return Finding(rule="AMT-01", severity="ERROR", table=1, expected=right, observed=total["value"]), unit


def _wrong_count(table: Json, rng: Random) -> tuple[Finding, ...]:
    total = table["totals"][2]
    right = total["value"]
    total["value"] = str(int(right) + rng.choice((1, 2)))
    return (Finding(rule="AMT-03", severity="ERROR", table=1, expected=right, observed=total["value"]),)


def _honest(table: Json, rng: Random) -> tuple[Json, Json]:
    """Return a project whose cost row is as it should be, and that row."""
    pairs = [(scope, _find(scope, "经济成本指标")) for scope in table["scopes"][:-1]]
    return rng.choice([(scope, row) for scope, row in pairs if row["target_text"] == _cost(scope["amount"])])


def _cost(amount: str | Decimal) -> str:
    return f"{Decimal(amount).normalize():f}万元"


def _wrong_cost(table: Json, rng: Random) -> tuple[Finding, ...]:
    scope, row = _honest(table, rng)
    row["target_text"] = _cost(Decimal(scope["amount"]) + rng.randint(3, 9))
    return (_at(scope, row, "AMT-05", "WARN", scope["amount"], row["target_text"]),)


def _swapped(table: Json, rng: Random) -> tuple[Finding, ...]:
    scope, row = _honest(table, rng)
    quantity = row["target_text"]
    row["target_text"], row["content"] = row["content"], quantity
    return (_at(scope, row, "STR-08", "WARN", quantity, row["target_text"]),)


def _hollow(table: Json, rng: Random) -> tuple[Finding, ...]:
    scope = _whole(table, rng)
    row = _find(scope, "质量指标")
    row["target_text"] = HOLLOW
    return (Finding(rule="IND-01", severity="WARN", table=1, observed="1"),)


def _wrong_weight(table: Json, rng: Random) -> tuple[Finding, ...]:
    scope = _whole(table, rng)
    row = _find(scope, "数量指标")
    row["weight"] = str(int(row["weight"]) + 3)
    wrong = Finding(rule="WGT-01", severity="WARN", table=1, scope=scope["name"], optional=True)
    return (wrong,)


def _at(scope: Json, row: Json, rule: str, severity: str, expected: str, observed: str) -> Finding:
    place = {"table": 1, "scope": scope["name"], "name": row["level3"]}
    return Finding(rule=rule, severity=severity, expected=expected, observed=observed, **place)


PLANTS: Sequence[Plant] = (_wrong_total, _wrong_count, _wrong_cost, _swapped, _hollow, _wrong_weight)

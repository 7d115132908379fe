"""A self-evaluation of an invented department: common indicators and two to four annual goals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from fixtures.kit import department
from fixtures.kit.department import Labels
from fixtures.kit.expected import Finding
from fixtures.kit.table import Flow, PageBreak, Paging, Table, Text
from fixtures.kit.truth import Json
from tests.perturbed.base import BUREAUS, PLACES, Perturbed, shares
from tests.perturbed.rows import BENEFIT, OUTPUT, SATISFACTION, goal_rows

COMMON = {
    "决策": ("目标管理", "编制管理"),
    "管理": ("收支管理", "采购管理", "资产管理"),
}
COMMON_NAMES = (
    *("目标依据充分性", "目标明细程度", "编制科学性", "编制及时性", "收入完整性", "支出进度"),
    *("结余控制", "采购规范性", "采购公开性", "资产登记完整性", "资产处置规范性", "资产盘点及时性"),
)
GOALS = ("基础设施改善", "公共服务提升", "行业监督管理", "安全隐患治理", "人才队伍建设", "信息化建设")


def build(seed: int, *, seen: bool) -> Perturbed:
    """Return the copy that belongs to a seed."""
    rng = Random(f"department {seed}")
    place, bureau = rng.choice(PLACES), rng.choice(BUREAUS)
    common_points = rng.choice((20, 30, 40))
    common = _common(rng, place, bureau, common_points)
    names = rng.sample(GOALS, rng.randint(2, 4))
    goals = [_goal(rng, place, bureau, names, number, 100 - common_points) for number in range(1, len(names) + 1)]
    findings = [*_plant(rng, goals), *_habits(goals)]
    findings += _close(common, goals)
    labels = _labels(rng, goals, findings) if seen else {}
    if seen:
        _infer(goals, labels)
    name = f"department-{seed}{'-seen' if seen else ''}"
    truth = {"name": name, "tables": [common, *goals]}
    flow = _paged(department.flow(truth, labels, one_line=rng.random() < 0.5))
    return Perturbed(
        name=name,
        truth=truth,
        flow=flow,
        style=department.STYLE,
        findings=tuple(findings),
        pagings=_pagings(rng, flow),
        gone=_gone(goals),
    )


def _common(rng: Random, place: str, bureau: str, points: int) -> Json:
    rows: list[Json] = []
    caps: list[Json] = []
    names = iter(rng.sample(COMMON_NAMES, len(COMMON_NAMES)))
    for first, first_points in zip(COMMON, shares(rng, points - 12, len(COMMON)), strict=True):
        seconds = COMMON[first]
        whole = first_points + 12 // len(COMMON)
        caps.append({"level1": first, "level2": None, "points": str(whole), "used": True})
        for second, cap in zip(seconds, shares(rng, whole, len(seconds)), strict=True):
            caps.append({"level1": first, "level2": second, "points": str(cap), "used": True})
            count = 2 if cap >= 2 else 1
            weights = shares(rng, cap, count)
            rows += [_common_row(first, second, next(names), weight) for weight in weights]
    sums = [("cap", 2), ("weight", None), ("score", None)]
    totals = [
        {"kind": k, "part": "scope", "label": "合计", "value": str(points)} | ({"level": v} if v else {})
        for k, v in sums
    ]
    scope = {"kind": "common", "indicators": rows, "caps": caps, "totals": totals}
    title = f"{place}部门整体支出绩效评价共性指标自评表（表1）"
    heads = [{"kind": "score", "part": "overall", "label": "自评总分", "value": ""}]
    heads.append({"kind": "score", "part": "common", "label": "共性指标自评分", "value": str(points)})
    own = {"kind": "common", "title": title, "unit_name": bureau, "totals": heads, "filled_in": "2024年3月"}
    return own | {"scopes": [scope]}


def _common_row(first: str, second: str, name: str, weight: int) -> Json:
    row = {"level1": first, "level2": second, "level3": name, "content": f"用以反映和考核部门{name}的情况。"}
    criterion = f"评价要点：①{name}是否有制度依据；②执行情况是否有记录。"
    return row | {"weight": str(weight), "weight_source": "printed", "score": str(weight), "criterion": criterion}


def _goal(rng: Random, place: str, bureau: str, names: list[str], number: int, points: int) -> Json:
    benefit = points * rng.choice((35, 40, 45)) // 100
    firsts = {OUTPUT: points - benefit - 10, BENEFIT: benefit, SATISFACTION: 10}
    rows, caps = goal_rows(rng, firsts, spare=rng.random() < 0.7)
    caps.insert(0, {"level1": None, "level2": None, "points": str(points), "used": True})
    totals = [
        {"kind": "cap", "part": "scope", "label": "合计", "level": level, "value": str(points)} for level in (1, 2)
    ]
    totals.append({"kind": "score", "part": "scope", "label": "合计", "value": str(_scored(rows))})
    scope = {"kind": "goal", "code": str(number), "name": names[number - 1], "goal_count": len(names)}
    scope |= {"indicators": rows, "caps": caps, "totals": totals}
    title = f"{place}部门整体支出绩效目标自评表（表2）{len(names)}-{number}"
    return {"kind": "evaluation", "title": title, "unit_name": bureau, "totals": [], "scopes": [scope]}


def _scored(rows: list[Json]) -> int:
    return sum(int(row["score"]) for row in rows if "score" in row)


def _plant(rng: Random, goals: list[Json]) -> list[Finding]:
    """Plant a wrong total, a score far too low, a full completion not at full marks, a criterion of other points."""
    found = [_low_score(rng, goals), _short_of_full(rng, goals), _other_points(rng, goals)]
    wrong = rng.randrange(len(goals))
    for number, table in enumerate(goals):
        (scope,) = table["scopes"]
        total = scope["totals"][2]
        total["value"] = str(_scored(scope["indicators"]))
        if number == wrong:
            right, total["value"] = total["value"], str(int(total["value"]) + rng.choice((2, 3, 4)))
            found.append(_at(number, scope, "TOT-01", "ERROR", right, total["value"]))
        for row in scope["indicators"]:
            row.pop("planted", None)
    return found


def _single(goals: list[Json], rng: Random, *, complete: bool) -> tuple[int, Json, Json]:
    """Return a row that is alone in a class of at least six points, complete or far from it."""
    choice = [
        (number, table["scopes"][0], row)
        for number, table in enumerate(goals)
        for row in table["scopes"][0]["indicators"]
        if int(row.get("weight", 0)) >= 6
        and sum(row["level2"] == other["level2"] for other in table["scopes"][0]["indicators"]) == 1
        and (row["score"] == row["weight"]) == complete
        and "planted" not in row
    ]
    found = rng.choice(choice)
    found[2]["planted"] = True
    return found


def _low_score(rng: Random, goals: list[Json]) -> Finding:
    number, scope, row = _single(goals, rng, complete=False)
    low = int(row["score"])
    row["score"] = str(low - 2)
    return _at(number, scope, "SCR-02", "ERROR", str(low), row["score"], row["level3"])


def _short_of_full(rng: Random, goals: list[Json]) -> Finding:
    number, scope, row = _single(goals, rng, complete=True)
    row["score"] = str(int(row["weight"]) - 1)
    return _at(number, scope, "SCR-07", "WARN", row["weight"], row["score"], row["level3"])


def _other_points(rng: Random, goals: list[Json]) -> Finding:
    number = rng.randrange(len(goals))
    (scope,) = goals[number]["scopes"]
    second = rng.choice([row["level2"] for row in scope["indicators"] if not row.get("placeholder")])
    right = next(cap["points"] for cap in scope["caps"] if cap["level2"] == second)
    wrong = str(int(right) + 2)
    for row in scope["indicators"]:
        if row["level2"] == second:
            row["criterion"] = row["criterion"].replace(f"({right}分÷", f"({wrong}分÷")
    return _at(number, scope, "WGT-05", "WARN", right, wrong, second)


def _habits(goals: list[Json]) -> list[Finding]:
    found = []
    for number, table in enumerate(goals):
        (scope,) = table["scopes"]
        printed = [cap for cap in scope["caps"] if cap["level1"] == BENEFIT and cap["level2"]]
        if not all(cap["used"] for cap in printed):
            points = next(c["points"] for c in scope["caps"] if c["level1"] == BENEFIT and not c["level2"])
            total = str(sum(int(cap["points"]) for cap in printed))
            found.append(_at(number, scope, "WGT-03", "WARN", points, total, BENEFIT))
        found.append(Finding(rule="RSN-01", severity="INFO", table=number + 2))
    return found


def _close(common: Json, goals: list[Json]) -> list[Finding]:
    """Print the overall score on the printed goal totals; say what it is on the recomputed ones."""
    own = int(common["totals"][1]["value"])
    scopes = [table["scopes"][0] for table in goals]
    printed = own + _mean([int(scope["totals"][2]["value"]) for scope in scopes])
    recomputed = own + _mean([_scored(scope["indicators"]) for scope in scopes])
    common["totals"][0]["value"] = str(printed)
    if printed == recomputed:
        return []
    return [
        Finding(
            rule="TOT-04", severity="WARN", table=1, expected=str(recomputed), observed=str(printed), linked="TOT-01"
        )
    ]


def _mean(scores: list[int]) -> int:
    return int((Decimal(sum(scores)) / len(scores)).quantize(Decimal(1), ROUND_HALF_UP))


def _labels(rng: Random, goals: list[Json], findings: list[Finding]) -> dict[int, Labels]:
    """Print one class of 表1 low, lose one class of each goal that no finding stands on, print a ghost row."""
    low = rng.choice([second for seconds in COMMON.values() for second in seconds[1:]])
    shown = {0: Labels(low=frozenset({low}))}
    for number, table in enumerate(goals, 1):
        (scope,) = table["scopes"]
        named = {found.name for found in findings if found.scope == scope["name"]}
        lost = [second for second in _alone(scope["indicators"]) if not named & _names(scope["indicators"], second)]
        # Beside a ghost a class has two rows in one of its readings: an error there is no certain one.
        certain = not named & {row.get("level3") for row in scope["indicators"][-2:-1]}
        ghosts = _ghosts(scope["indicators"]) if number == 1 and certain else {}
        shown[number] = Labels(lost=frozenset(rng.sample(lost, min(1, len(lost)))), ghosts=ghosts)
    return shown


def _alone(rows: list[Json]) -> list[str]:
    """Return the output classes, but for the first, that have one row."""
    seconds = [row["level2"] for row in rows if row["level1"] == OUTPUT]
    return [second for second in seconds if seconds.count(second) == 1 and second != seconds[0]]


def _names(rows: list[Json], second: str) -> set[str]:
    return {second, *(row["level3"] for row in rows if row["level2"] == second)}


def _ghosts(rows: list[Json]) -> Mapping[int, Json]:
    """Print the last row's values once more before it, without a name."""
    return {len(rows) - 1: {name: rows[-1][name] for name in ("target_text", "actual_text", "score")}}


def _infer(goals: list[Json], labels: Mapping[int, Labels]) -> None:
    for number, table in enumerate(goals, 1):
        for cap in table["scopes"][0]["caps"]:
            if cap["level2"] in labels[number].lost:
                cap["source"] = "inferred"


def _paged(flow: Flow) -> Flow:
    """Begin each goal's table on a page of its own."""
    out: list[Table | Text | PageBreak] = []
    for item in flow:
        if out and isinstance(item, Text) and item.centred:
            out.append(PageBreak())
        out.append(item)
    return tuple(out)


def _pagings(rng: Random, flow: Flow) -> dict[int, Paging]:
    tables = [item for item in flow if isinstance(item, Table)]
    out = {}
    for number, table in enumerate(tables):
        at = rng.randint(table.header_rows + 2, table.rows - 2)
        out[number] = Paging(parts=((0, at), (at, table.rows)), header=number == 0)
    return out


def _gone(goals: list[Json]) -> frozenset[tuple[int, int, str]]:
    """Return the criteria that stand in a merged cell's first row only."""
    found = set()
    for number, table in enumerate(goals, 2):
        rows = [row for row in table["scopes"][0]["indicators"] if not row.get("placeholder")]
        for at, (row, before) in enumerate(zip(rows[1:], rows, strict=False), 2):
            if row["level2"] == before["level2"]:
                found.add((number, at, "criterion"))
    return frozenset(found)


def _at(number: int, scope: Json, rule: str, severity: str, expected: str, observed: str, name: str = "") -> Finding:
    place = {"table": number + 2, "scope": scope["name"], "name": name}
    return Finding(rule=rule, severity=severity, expected=expected, observed=observed, **place)

"""The indicator rows of one annual goal: classes, caps, equal split, truncated scores."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from fixtures.kit.truth import Json
from tests.perturbed.base import shares

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "服务满意度"
OUTPUTS = ("数量指标", "质量指标", "时效指标", "成本指标")
BENEFITS = ("经济效益", "社会效益", "生态效益", "可持续影响")
THINGS = ("管网", "闸门", "驿站", "档案", "路灯", "绿地", "站房", "展品", "农田", "水质")
RATES = {
    "质量指标": "验收合格率",
    "时效指标": "按期完成率",
    "成本指标": "定额执行率",
    "经济效益": "服务业带动率",
    "社会效益": "便民服务覆盖率",
    "生态效益": "垃圾清运率",
    "可持续影响": "设施完好率",
    "服务对象满意度": "群众满意率",
}
Rows = list[Json]


def goal_rows(rng: Random, firsts: Mapping[str, int], *, spare: bool) -> tuple[Rows, Rows]:
    """Return the rows and the caps of one goal; `spare` leaves a class of benefits unused."""
    rows: Rows = []
    caps: Rows = []
    unused = rng.choice(BENEFITS) if spare else ""
    for first, points in firsts.items():
        caps.append(_cap(first, None, points))
        seconds = {OUTPUT: OUTPUTS, BENEFIT: BENEFITS, SATISFACTION: ("服务对象满意度",)}[first]
        used = [second for second in seconds if second != unused]
        shared = dict(zip(used, _caps(rng, points, len(used)), strict=True))
        for second in seconds:
            cap = shared.get(second, 5)
            caps.append(_cap(first, second, cap, used=second in shared))
            rows += _class(rng, first, second, cap) if second in shared else [_empty(first, second, cap)]
    return rows, caps


def _cap(first: str, second: str | None, points: int, *, used: bool = True) -> Json:
    return {"level1": first, "level2": second, "points": str(points), "used": used}


def _caps(rng: Random, points: int, count: int) -> list[int]:
    """Split points so that no class has fewer than four."""
    if count == 1:
        return [points]
    return [share + 2 for share in shares(rng, points - 2 * count, count)]


def _empty(first: str, second: str, cap: int) -> Json:
    return {"level1": first, "level2": second, "placeholder": True, "criterion": _criterion(second, cap)}


def _criterion(second: str, cap: int) -> str:
    proof = f"1、提供三级指标{second.removesuffix('指标')}的佐证资料；"
    return f"{proof}2、三级指标分值按三级指标个数平均确定({cap}分÷三级指标个数)，四舍五入保留整数。"


def _class(rng: Random, first: str, second: str, cap: int) -> Rows:
    several = first == OUTPUT and second != "时效指标" and cap >= 6
    count = rng.choice((1, 2, 3)) if several else 1
    things = rng.sample(THINGS, count)
    low, spare = divmod(cap, count)
    weights = [low + (number < spare) for number in range(count)]
    return [_row(rng, first, second, cap, count, weight, thing) for weight, thing in zip(weights, things, strict=True)]


def _row(rng: Random, first: str, second: str, cap: int, count: int, weight: int, thing: str) -> Json:
    target = rng.randint(80, 96)
    # Benefits fall short and time limits are kept in every goal, so that errors can be planted in either.
    # Costs are met exactly: whether more or less of them is better is not the question here.
    short = first == BENEFIT or (first == OUTPUT and second == "数量指标" and rng.random() < 0.3)
    done = target - rng.randint(3, 9) if short else target + rng.choice((0, 0, 2)) * (second != "成本指标")
    unit, name = ("处", f"{thing}维护数量") if second == "数量指标" else ("%", f"{thing}{RATES[second]}")
    row = {"level1": first, "level2": second, "level3": name, "target_text": f"{target}{unit}"}
    row |= {"actual_text": f"{done}{unit}", "score": str(weight * min(done, target) // target)}
    if cap % count:
        row |= {"weight_low": str(cap // count), "weight_high": str(cap // count + 1)}
    else:
        row["weight"] = str(cap // count)
    return row | {"weight_source": "implied", "criterion": _criterion(second, cap)}

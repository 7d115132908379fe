"""Drawing indicators that add up: classes, names, values, what was done, weights and scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from random import Random

from tests.generated import words

Classes = Mapping[str, Sequence[str]]

USUAL: Classes = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
COSTED: Classes = {
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标"),
    "满意度指标": ("服务对象满意度指标",),
}
FINISHED: Classes = {
    "项目完成指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "项目效益指标": ("社会效益指标", "可持续影响指标"),
    "满意度指标": ("满意度指标",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An indicator before it is printed. `child` is a row "其中：…" under the item before it: no weight, no score."""

    level1: str
    level2: str
    level3: str
    op: str = ""
    value: str = ""
    unit: str = ""
    actual: str = ""
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: str = ""
    child: bool = False

    @property
    def target(self) -> str:
        """The value in one cell."""
        return f"{self.op}{self.value}{self.unit}"


def split(rng: Random, total: Decimal, count: int, decimals: int) -> list[Decimal]:
    """Split a total into so many positive parts of so many decimals."""
    step = Decimal(1).scaleb(-decimals)
    steps = int(total / step)
    least = max(1, steps // (2 * count))
    spare = steps - least * count
    cuts = sorted(rng.randint(0, spare) for _ in range(count - 1))
    return [(least + high - low) * step for low, high in zip([0, *cuts], [*cuts, spare], strict=True)]


def draw_items(
    rng: Random, classes: Classes, points: Mapping[str, Decimal], *, decimals: int, year: int, most: int = 3
) -> tuple[Item, ...]:
    """Draw the indicators of a form: each class of each first level has one to `most`, its weights add up."""
    plan = [
        (first, second, 1 + int(rng.random() * rng.random() * most))
        for first, seconds in classes.items()
        for second in _some(rng, seconds)
    ]
    names: set[str] = set()
    out: list[Item] = []
    for first in classes:
        own = [count for one, _, count in plan if one == first]
        # Few points are not shared among many: each indicator of such a class stands alone.
        if sum(own) * 2 > points[first]:
            plan = [(one, second, 1 if one == first else count) for one, second, count in plan]
        counts = [count for one, _, count in plan if one == first]
        weights = iter(split(rng, points[first], sum(counts), decimals))
        for one, second, count in plan:
            if one == first:
                out += [_item(rng, first, second, next(weights), decimals, year, names) for _ in range(count)]
    return tuple(out)


def _some(rng: Random, seconds: Sequence[str]) -> list[str]:
    kept = [second for second in seconds if rng.random() < 0.8]
    return kept or [rng.choice(list(seconds))]


def _item(rng: Random, first: str, second: str, weight: Decimal, decimals: int, year: int, names: set[str]) -> Item:
    name, op, value, unit = _named(rng, second, year)
    while name in names:
        name = f"{rng.choice(words.PLACES)[:2]}{name}"
    names.add(name)
    actual, share = _done(rng, op, value, unit)
    score = (weight * share).quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)
    return Item(
        level1=first,
        level2=second,
        level3=name,
        op=op,
        value=value,
        unit=unit,
        actual=actual,
        weight=weight,
        score=score,
        reason="" if share == 1 else rng.choice(words.REASONS),
    )


def _named(rng: Random, second: str, year: int) -> tuple[str, str, str, str]:
    """Return name, operator, value and unit of an indicator of a class."""
    thing, rate = rng.choice(words.THINGS), str(rng.randint(80, 99))
    if second.startswith("数量"):
        unit = rng.choice(words.UNITS)
        return _longer(rng, f"{rng.choice(words.DEEDS)}{thing}数量"), rng.choice("≥≥=≥"), _amount(rng), unit
    if second.startswith("质量"):
        return f"{thing}{rng.choice(words.QUALITY)}", rng.choice("≥≥="), rng.choice((rate, "100")), "%"
    if second.startswith("时效"):
        if rng.random() < 0.5:
            return f"{thing}{rng.choice(words.IN_TIME)}", "≥", rng.choice((rate, "100")), "%"
        return f"{thing}工作完成时间", "", rng.choice(words.DATES).format(year=year), ""
    if "成本" in second:
        unit = rng.choice(("万元", "元/人", "元/平方米", "元"))
        return f"{thing}{rng.choice(words.COST)}", "≤", _amount(rng), unit
    if second.startswith("经济"):
        return f"{thing}{rng.choice(words.ECONOMY)}", "≥", _amount(rng), "万元"
    if second.startswith("社会"):
        return _soft(rng, f"{thing}{rng.choice(words.SOCIETY)}", rate)
    if second.startswith("生态"):
        return _soft(rng, f"{thing}{rng.choice(words.NATURE)}", rate)
    if second.startswith("可持续"):
        return _soft(rng, f"{thing}{rng.choice(words.LASTING)}", None)
    return f"{rng.choice(words.PLEASED)}满意度", "≥", rate, "%"


def _longer(rng: Random, name: str) -> str:
    """Make one name in five long, one in eight hold a number."""
    if rng.random() < 0.2:
        return f"{rng.choice(words.PLACES)}{rng.choice(words.THEMES)}项目{name}（含配套附属设施及后续管护）"
    return f"{name}（每村{rng.randint(2, 9)}处）" if rng.random() < 0.12 else name


def _amount(rng: Random) -> str:
    if rng.random() < 0.25:
        return f"{rng.randint(100, 99999) / 100:.2f}"
    return str(rng.choice((rng.randint(2, 30), rng.randint(30, 900), rng.randint(1000, 26000))))


def _soft(rng: Random, name: str, rate: str | None) -> tuple[str, str, str, str]:
    if rate is not None and name.endswith("率"):
        return name, "≥", rate, "%"
    return name, "", rng.choice(words.SOFT), ""


def _done(rng: Random, op: str, value: str, unit: str) -> tuple[str, Decimal]:
    """Return what was done and the share of the weight it earns: one number in six falls short."""
    if not op:
        return (value if rng.random() < 0.4 or value[0].isdigit() else rng.choice(words.SOFT_DONE)), Decimal(1)
    number = Decimal(value)
    if op == "≥" and number >= 10 and rng.random() < 0.16:
        short = (number * rng.randint(82, 97) / 100).quantize(number, ROUND_DOWN)
        return f"{short}{unit}", short / number
    if op == "≥" and unit != "%" and rng.random() < 0.3:
        return f"{number + rng.randint(1, 5)}{unit}", Decimal(1)
    if op == "≥" and unit == "%" and rng.random() < 0.3:
        return f"{rng.randint(int(number), 100)}%", Decimal(1)
    return f"{value}{unit}", Decimal(1)

"""What the families share: columns and how they print an item, merged labels, head blocks, the truth of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from fixtures.kit.table import Draft, runs
from tests.generated import words
from tests.generated.items import Classes, Item, draw_items

Record = dict[str, Any]
Brackets = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the indicators: what it prints, its header, its share of the width, the header above its header."""

    role: str
    head: str
    width: float
    left: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a form is about."""

    place: str
    unit: str
    year: int
    theme: str
    project: str
    decimals: int
    brackets: str
    merged: bool

    def shown(self, number: Decimal | None) -> str:
        """Print a weight or a score: whole numbers bare in half of the forms."""
        return "" if number is None else f"{number}"

    def cap(self, points: Decimal) -> str:
        """Print the points of a label."""
        return self.brackets.format(points)

    def text(self, rng: Random, choice: Sequence[str], **more: str) -> str:
        """Fill one of the given sentences."""
        return rng.choice(choice).format(theme=self.theme, thing=rng.choice(words.THINGS), **more)


def setting(rng: Random, decimals: int | None = None) -> Setting:
    """Draw what a form is about."""
    place, theme, year = rng.choice(words.PLACES), rng.choice(words.THEMES), rng.randint(2019, 2025)
    lead = rng.choice(("", "", f"{year}年", f"{year}年度"))
    return Setting(
        place=place,
        unit=place + rng.choice(words.BUREAUS),
        year=year,
        theme=theme,
        project=f"{lead}{theme}{rng.choice(words.KINDS)}",
        decimals=rng.choice((0, 0, 1, 2)) if decimals is None else decimals,
        brackets=rng.choice(("（{}分）", "({}分)", "\n（{}分）", "\n({}分)", " {}分")),
        merged=rng.random() < 0.85,
    )


def profile(rng: Random, classes: Classes, total: int) -> dict[str, Decimal]:
    """Share the points among the first levels, in fives."""
    rest = total // 5 - 2 * len(classes)
    cuts = sorted(rng.randint(0, rest) for _ in range(len(classes) - 1))
    parts = [high - low + 2 for low, high in zip([0, *cuts], [*cuts, rest], strict=True)]
    return {first: Decimal(5 * part) for first, part in zip(classes, parts, strict=True)}


def items_of(rng: Random, about: Setting, classes: Classes, total: int, most: int = 3) -> tuple[Item, ...]:
    """Draw a form's indicators."""
    points = profile(rng, classes, total)
    return draw_items(rng, classes, points, decimals=about.decimals, year=about.year, most=most)


def put_header(draft: Draft, row: int, start: int, columns: Sequence[Column]) -> int:
    """Print the header, two rows high where columns are grouped; return how high."""
    high = 2 if any(column.group for column in columns) else 1
    for at, length in runs(column.group or None for column in columns):
        if columns[at].group:
            draft.put(row, start + at, columns[at].group, cols=length)
    for at, column in enumerate(columns, start):
        draft.put(row + bool(column.group), at, column.head, rows=1 if column.group else high)
    return high


def put_items(
    draft: Draft,
    row: int,
    start: int,
    columns: Sequence[Column],
    items: Sequence[Item],
    about: Setting,
    caps: Mapping[tuple[str, str | None], Decimal] | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Print the items; `caps` puts points into labels, `texts` holds what a role prints by row. Return their number."""
    for col, column in enumerate(columns, start):
        if column.role in {"level1", "level2"}:
            _put_level(draft, row, col, column.role, items, about, caps or {})
            continue
        own = (texts or {}).get(column.role)
        for at, item in enumerate(items):
            draft.put(row + at, col, own[at] if own is not None else printed(item, column.role, about, at))
    return len(items)


def _put_level(
    draft: Draft,
    row: int,
    col: int,
    role: str,
    items: Sequence[Item],
    about: Setting,
    caps: Mapping[tuple[str, str | None], Decimal],
) -> None:
    keys = [_level_key(item, role) for item in items]
    parts = runs(keys) if about.merged else [(at, 1) for at in range(len(items))]
    for at, length in parts:
        points = caps.get(keys[at])
        label = items[at].level1 if role == "level1" else items[at].level2
        draft.put(row + at, col, label + (about.cap(points) if points is not None else ""), rows=length)


def _level_key(item: Item, role: str) -> tuple[str, str | None]:
    return (item.level1, None) if role == "level1" else (item.level1, item.level2)


def printed(item: Item, role: str, about: Setting, number: int) -> str:
    """Return what a column prints of an item."""
    blank = item.child
    plain: dict[str, str] = {
        "sequence": str(number + 1),
        "level3": item.level3,
        "op": item.op or "定性",
        "value": item.value,
        "unit": item.unit,
        "target": item.target,
        "actual": item.actual,
        "weight": "" if blank else about.shown(item.weight),
        "score": "" if blank else about.shown(item.score),
        "reason": item.reason,
        "type": "定量" if item.op else "定性",
        "review": "",
        "remark": "",
    }
    return plain[role]


FIELDS = {
    "level1": "level1",
    "level2": "level2",
    "level3": "level3",
    "target": "target_text",
    "value": "target_text",
    "actual": "actual_text",
    "weight": "weight",
    "points": "weight",
    "weighed": "level3",
    "score": "score",
    "reason": "deviation_reason",
    "criterion": "criterion",
    "content": "content",
    "unit": "measure_unit",
    "type": "value_type",
    "review": "review_score",
}


def records(
    items: Sequence[Item],
    columns: Sequence[Column],
    scope_no: int = 1,
    texts: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Record, ...]:
    """Return the truth of the items: of each column its field, of a split value the whole."""
    out: list[Record] = []
    for at, item in enumerate(items):
        row: Record = {"scope_no": scope_no}
        for column in columns:
            if column.role in FIELDS:
                own = None if column.role in {"points", "weighed"} else (texts or {}).get(column.role)
                row[FIELDS[column.role]] = (own[at] or None) if own is not None else _field(item, column.role)
            if column.role == "weighed":
                row["weight"] = item.weight
        if item.child:
            row |= {"level3": items[at - 1].level3, "level4": item.level3}
        out.append(row)
    return tuple(out)


def _field(item: Item, role: str) -> Any:
    if role in {"weight", "points", "score"}:
        return None if item.child else item.score if role == "score" else item.weight
    if role == "weighed":
        return item.level3
    whole = {"target": item.target, "value": item.target, "type": "定量" if item.op else "定性", "review": ""}
    return (whole[role] if role in whole else getattr(item, role)) or None


def caps_by_label(items: Sequence[Item], level: int) -> dict[tuple[str, str | None], Decimal]:
    """Return the points of each class of a level: what its indicators weigh together."""
    out: dict[tuple[str, str | None], Decimal] = {}
    for item in items:
        key = (item.level1, item.level2 if level == 2 else None)
        out[key] = out.get(key, Decimal(0)) + (item.weight or Decimal(0))
    return {key: trim(value) for key, value in out.items()}


def cap_records(caps: Mapping[tuple[str, str | None], Decimal]) -> tuple[Record, ...]:
    """Return the truth of printed points."""
    return tuple({"scope_no": 1, "level1": key[0], "level2": key[1], "points": value} for key, value in caps.items())


def trim(value: Decimal) -> Decimal:
    """Drop the zeros after the point: 40.0 is printed 40."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def sums(items: Sequence[Item]) -> tuple[Decimal, Decimal]:
    """Return the weights and the scores of all items."""
    own = [item for item in items if not item.child]
    return (
        sum((item.weight for item in own if item.weight is not None), Decimal(0)),
        sum((item.score for item in own if item.score is not None), Decimal(0)),
    )


def _nothing(name: str, zero: str) -> str:
    """Return what stands where there is no figure: a nought for amounts only."""
    return zero if name in {"initial_budget", "budget", "executed"} or not zero[:1].isdigit() else "—"


FUND_HEADS: Mapping[str, tuple[str, ...]] = {
    "initial_budget": ("年初预算数", "年初预算"),
    "budget": ("全年预算数", "全年预算数(A)", "全年预算数（A）", "调整后预算数"),
    "executed": ("全年执行数", "全年执行数(B)", "全年执行数（B）", "预算执行数"),
    "weight": ("分值", "权重"),
    "execution_rate": ("执行率", "执行率(B/A)", "执行率（B/A）", "预算执行率"),
    "score": ("得分",),
}


def funds(
    rng: Random, about: Setting, sources: Sequence[str], fields: Sequence[str], points: Decimal
) -> tuple[tuple[Record, ...], tuple[tuple[str, ...], ...]]:
    """Draw a funds block that adds up, its first source the total; return its truth and its texts by row."""
    parts = [Decimal(rng.randint(500, 90000)) / 100 if rng.random() < 0.65 else None for _ in sources[1:]]
    if not any(parts):
        parts[0] = Decimal(rng.randint(500, 90000)) / 100
    full = rng.random() < 0.5
    zero = rng.choice(("0.00", "—", "", "-", "0"))
    rows = [{"budget": part, "executed": part if full else _spent(rng, part)} for part in parts]
    whole = {name: sum((row[name] for row in rows if row[name] is not None), Decimal(0)) for name in rows[0]}
    truth: list[Record] = []
    texts: list[tuple[str, ...]] = []
    for number, (source, row) in enumerate(zip(sources, [whole, *rows], strict=True)):
        record, text = _fund(source, row, fields, points if number == 0 else None, about, zero)
        truth.append(record)
        texts.append(text)
    return tuple(truth), tuple(texts)


def _spent(rng: Random, part: Decimal | None) -> Decimal | None:
    if part is None:
        return None
    return (part * rng.randint(800, 1000) / 1000).quantize(Decimal("0.01"))


def _fund(
    source: str,
    row: Mapping[str, Decimal | None],
    fields: Sequence[str],
    points: Decimal | None,
    about: Setting,
    zero: str,
) -> tuple[Record, tuple[str, ...]]:
    budget, executed = row["budget"], row["executed"]
    values: dict[str, Decimal | None] = {"initial_budget": budget, "budget": budget, "executed": executed}
    rate = None
    if budget and executed is not None:
        rate = (executed / budget * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    values |= {"execution_rate": rate, "weight": points, "score": None}
    if points is not None and rate is not None:
        values["score"] = (points * rate / 100).quantize(Decimal(1).scaleb(-max(about.decimals, 1)), ROUND_HALF_UP)
    record: Record = {"scope_no": 1, "source": source}
    texts = [source]
    for name in fields:
        value = values[name]
        text = _nothing(name, zero) if value is None else f"{value}" + "%" * (name == "execution_rate")
        record[name] = value if value is not None else Decimal(text) if text[:1].isdigit() else None
        texts.append(text)
    return record, tuple(texts)

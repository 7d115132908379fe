"""Tables that are none of our business: budget and final-account tables, staff lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from fixtures.kit.table import Draft
from tests.generated import words
from tests.generated.model import Form


def draw_other(rng: Random) -> Form:
    """Draw a table that is no performance form."""
    return rng.choice(DRAWS)(rng)


def _money(rng: Random) -> str:
    return f"{rng.randint(100, 900000) / 100:.2f}"


def balance(rng: Random) -> Form:
    """Draw a table of revenue beside expenditure."""
    name = rng.choice(("收入支出决算总表", "收支预算总表", "财政拨款收入支出决算总表"))
    draft = Draft((150, 34, 80, 150, 34, 80))
    draft.put(0, 0, "收入", cols=3)
    draft.put(0, 3, "支出", cols=3)
    draft.put_row(1, dict(enumerate(("项目", "行次", "金额", "项目", "行次", "金额"))))
    sources = (
        "一、一般公共预算财政拨款收入",
        "二、政府性基金预算财政拨款收入",
        "三、上级补助收入",
        "四、事业收入",
        "五、其他收入",
    )
    uses = (
        "一、一般公共服务支出",
        "二、教育支出",
        "三、社会保障和就业支出",
        "四、卫生健康支出",
        "五、农林水支出",
        "六、住房保障支出",
    )
    count = rng.randint(4, 6)
    for at in range(count):
        left, right = sources[at : at + 1], uses[at]
        shown = rng.random() < 0.8
        draft.put_row(
            at + 2,
            {
                0: left[0] if left else "",
                1: str(at + 1),
                2: _money(rng) if left and shown else "",
                3: right,
                4: str(at + count + 2),
                5: _money(rng),
            },
        )
    total = _money(rng)
    draft.put_row(count + 2, {0: "总计", 1: str(count + 1), 2: total, 3: "总计", 4: str(2 * count + 2), 5: total})
    lines = (name, f"部门：{rng.choice(words.PLACES)}{rng.choice(words.BUREAUS)}", "金额单位：万元")
    return Form(family="other", table=draft.done(count + 3, header_rows=2), before=lines)


def by_function(rng: Random) -> Form:
    """Draw expenditure by functional class."""
    name = rng.choice(words.BUDGET_TABLES[1:])
    heads = rng.choice((("合计", "基本支出", "项目支出"), ("本年支出合计", "基本支出", "项目支出", "上缴上级支出")))
    draft = Draft((60, 170, *(78 for _ in heads)), left=(1,))
    draft.put_row(0, dict(enumerate(("科目编码", "科目名称", *heads))))
    rows = sorted(rng.sample(words.FUNCTIONS, rng.randint(6, 13)))
    for at, (code, title) in enumerate(rows, 1):
        texts = [_money(rng) if rng.random() < 0.8 else "" for _ in heads]
        draft.put_row(at, dict(enumerate((code, title, *texts))))
    draft.put(len(rows) + 1, 0, "合计", cols=2)
    draft.put_row(len(rows) + 1, {2 + at: _money(rng) for at in range(len(heads))})
    lines = (name, "单位：万元")
    return Form(family="other", table=draft.done(len(rows) + 2, header_rows=1), before=lines)


def by_kind(rng: Random) -> Form:
    """Draw basic expenditure by economic class."""
    draft = Draft((70, 150, 90, 70, 150, 90))
    draft.put(0, 0, "人员经费", cols=3)
    draft.put(0, 3, "公用经费", cols=3)
    draft.put_row(1, dict(enumerate(("科目编码", "科目名称", "决算数") * 2)))
    kinds = rng.sample(words.ECONOMIC, 8)
    for at in range(4):
        left, right = (str(30101 + at), kinds[at], _money(rng)), (str(30201 + at), kinds[at + 4], _money(rng))
        draft.put_row(at + 2, dict(enumerate((*left, *right))))
    lines = (words.BUDGET_TABLES[5], "单位：万元")
    return Form(family="other", table=draft.done(6, header_rows=2), before=lines)


def travel(rng: Random) -> Form:
    """Draw the table of the three public expenses."""
    draft = Draft([72] * 6)
    draft.put(0, 0, "合计", rows=2)
    draft.put(0, 1, "因公出国（境）费", rows=2)
    draft.put(0, 2, "公务用车购置及运行维护费", cols=3)
    draft.put(0, 5, "公务接待费", rows=2)
    draft.put_row(1, {2: "小计", 3: "公务用车购置费", 4: "公务用车运行维护费"})
    parts = [Decimal(rng.randint(0, 3000)) / 100 for _ in range(4)]
    car = parts[1] + parts[2]
    values = (parts[0] + car + parts[3], parts[0], car, parts[1], parts[2], parts[3])
    draft.put_row(2, {at: f"{value:.2f}" for at, value in enumerate(values)})
    return Form(family="other", table=draft.done(3, header_rows=2), before=(words.BUDGET_TABLES[8], "单位：万元"))


def staff(rng: Random) -> Form:
    """Draw a list of people."""
    draft = Draft((40, 80, 50, 120, 110))
    draft.put_row(0, dict(enumerate(("序号", "姓名", "性别", "职务", "联系电话"))))
    count = rng.randint(4, 14)
    for at in range(1, count + 1):
        name = rng.choice(words.SURNAMES) + "".join(rng.sample(words.GIVEN, rng.choice((1, 2))))
        phone = f"0{rng.randint(100, 999)}-{rng.randint(1000000, 9999999)}"
        draft.put_row(at, dict(enumerate((str(at), name, rng.choice("男女"), rng.choice(words.POSTS), phone))))
    return Form(family="other", table=draft.done(count + 1, header_rows=1), before=("人员情况一览表",))


DRAWS: tuple[Callable[[Random], Form], ...] = (balance, by_function, by_kind, travel, staff)
SMALL: tuple[Callable[[Random], Form], ...] = (by_kind, travel, staff)

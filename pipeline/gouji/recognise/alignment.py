"""Rows of a flattened text back to their columns.

A flattened text has lost the strokes: leading cells may be gone, a cell may stand a column off. Each row's filled
cells are matched with the columns in order (dynamic programming): what a cell says must fit the column's role, and a
change of the shift from cell to cell costs a little, so a row that fits where it stands is left there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.text import squash
from gouji.vocabulary import Vocabulary, level_name

NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?$")
POINTS = re.compile(r"\d+(?:\.\d+)?分?$")
QUANTITY = re.compile(r"[≥≤<>=~]{0,2}[-+]?\d[\d,]*(?:\.\d+)?[^\d，。；、]{0,6}$")
CODE = re.compile(r"\d{3,}$")
LONG = 24
"""Characters: goals and criteria are longer, names and values as a rule shorter."""

SHIFT_COST = 0.6
"""For the first displaced cell and for every change of the displacement after it: below what one clear word earns."""
STEP_COST = 0.04
"""For every column of displacement: of two equal fits the nearer one is taken."""

LEVELS = frozenset({"level1", "level2"})
SCOPE_TEXTS = frozenset({"project_name", "long_term_goal", "annual_goal"})
"""Columns of free text in which the name of a level never stands."""


def align_row(
    filled: Sequence[tuple[int, str]], roles: Sequence[str | None], words: Vocabulary, *, total: bool = False
) -> tuple[int, ...]:
    """Return the column of each filled cell (printed column, text), in order; len(roles) columns are to be had."""
    paired = sum(_names_level(text, words) for _, text in filled) > 1
    fits = [[_fit(text, role, words, total, paired) for role in roles] for _, text in filled]
    best: list[dict[int, tuple[float, int]]] = []
    for index, (printed, _) in enumerate(filled):
        here: dict[int, tuple[float, int]] = {}
        for col in range(len(roles)):
            own = fits[index][col] - STEP_COST * abs(col - printed)
            if index == 0:
                here[col] = (own - (SHIFT_COST if col != printed else 0), -1)
                continue
            before = filled[index - 1][0]
            options = [
                (score + own - (SHIFT_COST if col - printed != left - before else 0), left)
                for left, (score, _) in best[index - 1].items()
                if left < col
            ]
            if options:
                here[col] = max(options, key=lambda option: (option[0], option[1]))
        best.append(here)
    return _trace_back(best, [printed for printed, _ in filled])


def _trace_back(best: list[dict[int, tuple[float, int]]], printed: list[int]) -> tuple[int, ...]:
    if not best or not best[-1]:
        return tuple(printed)
    col = max(best[-1], key=lambda at: (best[-1][at][0], -abs(at - printed[-1])))
    columns = [col]
    for index in range(len(best) - 1, 0, -1):
        col = best[index][col][1]
        columns.append(col)
    return tuple(reversed(columns))


def _names_level(text: str, words: Vocabulary) -> bool:
    plain = squash(text)
    return words.level1(plain) is not None or words.level2(plain) is not None


def _fit(text: str, role: str | None, words: Vocabulary, total: bool, paired: bool) -> float:
    plain = squash(text)
    if total:
        return _fit_total(plain, role, words)
    if role in LEVELS:
        return _fit_level(plain, role, words, paired)
    if role in SCOPE_TEXTS and (words.level1(plain) or words.level2(plain)):
        return -4.0
    number = bool(NUMBER.match(plain))
    quantity = bool(QUANTITY.match(plain))
    match role:
        case None:
            return -1.5
        case "weight":
            return (3.5 if plain.endswith("分") else 3.0) if POINTS.match(plain) else -4.0
        case "score" | "converted_score":
            return 3.0 if number else -4.0
        case "review_score":
            return 1.0 if number else -4.0
        case "amount":
            return 2.5 if number else -3.0
        case "unit_code":
            return 3.0 if CODE.match(plain) else -3.0
        case "block":
            return 3.0 if "绩效" in plain or words.is_total(text) else -2.0
        case "target" | "actual":
            return 2.0 if quantity and not number else 1.2 if number else -1.5 if len(plain) > 3 * LONG else 1.0
        case "level3":
            return _fit_name(plain, quantity, words)
        case "criterion" | "long_term_goal" | "annual_goal":
            return -3.0 if quantity else 2.0 if len(plain) > LONG else 0.0
        case "project_name":
            return -3.0 if quantity else -1.0 if len(plain) > 2 * LONG else 1.0
        case _:
            return -1.0 if number and role != "content" else 0.8


def _fit_level(plain: str, role: str, words: Vocabulary, paired: bool) -> float:
    first, second = words.level1(plain), words.level2(plain)
    if first is not None and second is not None:
        # 成本 and 满意度 name classes of both levels; the only label of a row is the second level's.
        return (2.5 if paired else 0.0) if role == "level1" else 3.0
    if (first if role == "level1" else second) is not None:
        return 4.0
    if first is not None or second is not None or NUMBER.match(plain):
        return -4.0
    capped = level_name(plain) != plain.removesuffix("指标")
    return 1.0 if capped else -2.0


def _fit_name(plain: str, quantity: bool, words: Vocabulary) -> float:
    if quantity or len(plain) > 3 * LONG:
        return -3.0
    capped = plain != level_name(plain) and plain.removesuffix("指标") != level_name(plain)
    if words.level2(plain) or words.level1(plain):
        return -2.0 if capped else 0.5
    return 1.2


def _fit_total(plain: str, role: str | None, words: Vocabulary) -> float:
    if words.is_total(plain):
        return 2.0 if role in {"block", "level1", "project_name", "sequence", "unit_code"} else 0.0
    if not NUMBER.match(plain):
        return 0.0
    scores = {"score": 3.0, "weight": 3.0, "amount": 3.0, "level1": 1.0, "level2": 1.0, "review_score": 0.5}
    return scores.get(role or "", -2.0)

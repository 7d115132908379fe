"""The families of forms: each draws a filled form with its truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.generated.families.goal_list import goal_list, listed_goals
from tests.generated.families.lists import annual_goal, brief_goals, common, flat, plain_evaluation, rated_classes
from tests.generated.families.national import national, poverty, split_value
from tests.generated.families.single import goal_single, unscored, yearly
from tests.generated.model import Form

LISTS = (
    *("goal-list", "listed-goals", "common", "annual-goal", "flat"),
    *("brief-goals", "plain-evaluation", "rated-classes"),
)
"""Families whose header is their first row, or their first two."""

FAMILIES: Mapping[str, Callable[[Random], Form]] = {
    "national": national,
    "split-value": split_value,
    "poverty": poverty,
    "yearly": yearly,
    "unscored": unscored,
    "goal-single": goal_single,
    "goal-list": goal_list,
    "common": common,
    "annual-goal": annual_goal,
    "flat": flat,
    "brief-goals": brief_goals,
    "listed-goals": listed_goals,
    "plain-evaluation": plain_evaluation,
    "rated-classes": rated_classes,
}


HEADED = ("national", "split-value", "poverty", "yearly", "unscored", "goal-single")
"""Families with a block of keys and values above the indicators."""
UNDESCRIBED = ("brief-goals", "listed-goals", "plain-evaluation", "rated-classes")
"""Families that no file of rules describes."""
DESCRIBED = tuple(family for family in FAMILIES if family not in UNDESCRIBED)
LISTED = tuple(family for family in LISTS if family in DESCRIBED)


def draw_form(rng: Random, family: str | None = None) -> Form:
    """Draw a form of a family, of any that is described if none is named."""
    return FAMILIES[family or rng.choice(DESCRIBED)](rng)

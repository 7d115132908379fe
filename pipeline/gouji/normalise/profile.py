"""What a form promises: read from its printed totals, caps and notes, never from its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.record import Cap, Figure, Fund, Total
from gouji.normalise.figure import take_cap
from gouji.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The scoring rules a form prints in its remarks."""

    equal_split: bool
    goal_rounding: int | None
    band_high: Decimal | None
    band_mid: Decimal | None


def rules_in(remarks: Iterable[str], words: Vocabulary) -> Rules:
    """Find the rules in the remarks (说明, 注, criteria)."""
    texts = list(remarks)
    bands = next((bands for text in texts if (bands := _bands(text, words)) is not None), (None, None))
    averaged = any(words.notes("goal_mean", text) and words.notes("rounded", text) for text in texts)
    return Rules(
        equal_split=any(words.notes("equal_split", text) for text in texts),
        goal_rounding=0 if averaged else None,
        band_high=bands[0],
        band_mid=bands[1],
    )


def _bands(text: str, words: Vocabulary) -> tuple[Decimal, Decimal] | None:
    """Read "100%—81%、80%—51%、50%—0%" as 0.8 and 0.5: where the next band begins, so that no score falls between."""
    hits = [(int(hit.group(1)), int(hit.group(2))) for hit in words.notes("band_floor", text)]
    for first, second, third in zip(hits, hits[1:], hits[2:], strict=False):
        if first[0] == 100 and third[1] == 0 and first[1] >= second[0] - 1 and second[1] >= third[0] - 1:
            return Decimal(second[0]) / 100, Decimal(third[0]) / 100
    return None


def full_marks_of(totals: Sequence[Total], caps: Sequence[Cap]) -> Figure | None:
    """Return the printed full marks: the total of the weights, the block's cap or the total of the first-level caps."""
    weights = [total.value for total in totals if total.kind == "weight"]
    blocks = [cap.points for cap in caps if cap.level1 is None and cap.level2 is None]
    firsts = [total.value for total in totals if total.kind == "cap" and total.level == 1]
    return next((figure for figure in (*weights, *blocks, *firsts) if figure is not None), None)


def execution_points_of(funds: Sequence[Fund], labels: Iterable[str]) -> Figure | None:
    """Return the points printed for budget execution: on the total row of the funds block, else in its label."""
    printed = next((fund.weight for fund in funds if fund.source_code == "total" and fund.weight), None)
    return printed or next((points for label in labels if (points := take_cap(label)[1]) is not None), None)

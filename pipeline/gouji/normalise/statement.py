"""What a value cell says, once read."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.record import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A target or actual value.

    `kind` is one of none, quantity, number, zero, date, graded, absence, parts, degree, text; `op` one of >=, <=, =, >,
    <, range. A percent is 95 for 95 %. Of a range `figure` is the first end and `high` the other. `frame` is a phrase
    with its only number (unit and operator included) replaced by #. `digits_elsewhere`: digits besides the figure.
    """

    kind: str
    op: str | None = None
    figure: Figure | None = None
    high: Figure | None = None
    unit: str | None = None
    frame: str | None = None
    digits_elsewhere: bool = False

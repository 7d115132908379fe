"""A doubt about the reading. Never a fault of the document."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A doubt a stage had; `code` is a key of gouji.notices.CATALOGUE.

    Stages before `recognise` give `places` only; later ones also know table, scope, indicator and cell numbers.
    """

    code: str
    message: str
    places: tuple[Place, ...] = ()
    table_no: int | None = None
    scope_no: int | None = None
    indicator_no: int | None = None
    cells: tuple[int, ...] = ()

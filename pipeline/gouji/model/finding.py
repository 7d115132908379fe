"""What the check desk says about a document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRef:
    """A cell a finding stands on and the part it plays ("total", "addend", "score", …)."""

    document_id: str
    table_no: int
    cell_no: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not add up, or cannot be decided (columns of the canonical table `findings`)."""

    finding_id: str
    rule: str
    severity: str
    verdict: str
    document_id: str
    table_no: int | None
    scope_no: int | None
    indicator_no: int | None
    message: str
    formula: str | None
    expected: str | None
    observed: str | None
    difference: Decimal | None
    tolerance: Decimal | None
    readings: str
    caused_by: tuple[str, ...]
    count: int
    page_first: int | None
    cells: tuple[CellRef, ...]

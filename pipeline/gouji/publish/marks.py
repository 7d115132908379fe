"""Which cells the reports colour: the accused ones strongly, those that only take part in the sum lightly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gouji.publish.view import SEVERITIES, FindingView

CellKey = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The gravest severity on a cell, whether a finding accuses it, and the numbers of its findings."""

    severity: str
    accused: bool
    findings: tuple[int, ...]

    @property
    def shade(self) -> str:
        """Return the name of the cell's colour."""
        return self.severity if self.accused else f"{self.severity}-part"


Marks = Mapping[CellKey, Mark]


def cell_marks(findings: Iterable[FindingView]) -> dict[CellKey, Mark]:
    """Mark the cells of findings; the first cell of a finding is the one it accuses."""
    marks: dict[CellKey, Mark] = {}
    for finding in findings:
        for order, spot in enumerate(finding.spots):
            key = (spot.document_id, spot.table_no, spot.cell_no)
            new = Mark(severity=finding.severity, accused=order == 0, findings=(finding.number,))
            marks[key] = _join(marks[key], new) if key in marks else new
    return marks


def _join(one: Mark, other: Mark) -> Mark:
    gravity = list(SEVERITIES)
    graver = min(one, other, key=lambda mark: (not mark.accused, gravity.index(mark.severity)))
    return Mark(
        severity=graver.severity,
        accused=graver.accused,
        findings=tuple(dict.fromkeys((*one.findings, *other.findings))),
    )

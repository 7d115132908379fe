"""Copies of the two source layouts with everything else changed: names, figures, order, and other planted errors.

The same seed gives the same document. Used to prove that nothing is tuned to the two source documents.
"""

from __future__ import annotations

from tests.perturbed import department as _department
from tests.perturbed import goals as _goals
from tests.perturbed.base import KINDS, Perturbed

__all__ = ["KINDS", "Perturbed", "department", "goal_list"]


def goal_list(seed: int, *, cut: bool = False) -> Perturbed:
    """Return the goal list of an invented unit; `cut` ends it inside the last project."""
    return _goals.build(seed, cut=cut)


def department(seed: int, *, seen: bool = False) -> Perturbed:
    """Return an invented department's self-evaluation; `seen` prints labels low, lost or unmerged, and a ghost row."""
    return _department.build(seed, seen=seen)

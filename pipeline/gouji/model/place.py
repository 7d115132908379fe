"""Where something stands on a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in points, origin at the top left of the page as it is shown (after /Rotate)."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        """Refuse a box that is inside out."""
        if self.x1 < self.x0 or self.bottom < self.top:
            raise ValueError(f"box is inside out: {self.x0}, {self.top}, {self.x1}, {self.bottom}")

    def holds(self, x: float, y: float) -> bool:
        """Tell whether the point lies in the box, edges included."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A box on a page; pages count from 1."""

    page: int
    box: Box

    def __post_init__(self) -> None:
        """Refuse a page before the first."""
        if self.page < 1:
            raise ValueError(f"page {self.page} is before the first")

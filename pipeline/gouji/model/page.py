"""What `read` takes off a page: words and strokes."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.place import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A run of characters on one line without a wide gap.

    `stops` are the left edges of its characters and the right edge of the last (len(text) + 1 numbers, points),
    so that a run that crosses a stroke can be cut there.
    """

    text: str
    box: Box
    stops: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse stops that do not fit the text."""
        if len(self.stops) != len(self.text) + 1:
            raise ValueError(f"{len(self.text)} characters and {len(self.stops)} stops")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A printed line, horizontal (top == bottom) or vertical (x0 == x1), reduced to its middle; width in points."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float = 0.0

    @property
    def horizontal(self) -> bool:
        """Tell the direction: True if the stroke runs from left to right."""
        return self.top == self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as shown: its words in reading order of the file, and its strokes. Sizes in points."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    strokes: tuple[Stroke, ...]

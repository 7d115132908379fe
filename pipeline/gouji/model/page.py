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
    """One page as it is read: its words in reading order of the file, and its strokes. Sizes in points.

    That is the page as shown, unless its text is set sideways: then words, strokes, width and height are those of the
    page turned upright, and `turned` says by how many degrees clockwise the page as shown was turned for it (0, 90,
    180, 270). Places given to others are always those on the page as shown (`as_shown`). `proposed` holds the column
    edges of tables as another program sees them, for a page whose strokes and texts leave its columns open.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    strokes: tuple[Stroke, ...]
    turned: int = 0
    proposed: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a page that stands aslant."""
        if self.turned not in (0, 90, 180, 270):
            raise ValueError(f"page turned by {self.turned} degrees")

    def as_shown(self, box: Box) -> Box:
        """Return where a box of the upright page stands on the page as shown."""
        if self.turned == 90:
            return Box(x0=box.top, top=self.width - box.x1, x1=box.bottom, bottom=self.width - box.x0)
        if self.turned == 180:
            return Box(
                x0=self.width - box.x1,
                top=self.height - box.bottom,
                x1=self.width - box.x0,
                bottom=self.height - box.top,
            )
        if self.turned == 270:
            return Box(x0=self.height - box.bottom, top=box.x0, x1=self.height - box.top, bottom=box.x1)
        return box

"""Measures of printed lines that tell the lines of one cell from those of the next row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from gouji.trace.lines import TextLine

TIGHTEST, WIDEST = 0.9, 1.75
"""Of the height: lines of one cell follow one another at no less and no more."""
USUAL = 1.3
"""Of the height: the pitch assumed where no cell shows one."""
ALIKE = 0.08
"""Of the height: two pitches that differ by less are one."""
FIGURES = frozenset("0123456789.,%-—–/+*＊％．，－ ")
LONGEST_FIGURE = 14
CUT = 0.25
"""Of the height: a figure is cut only where less than this was left beside it."""
_NOT_FIRST = frozenset("，。、；：！？）》”’」】)]},.;:!?%％")
"""These take the character before them to the next line."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a band: where it stands, and its lines from top to bottom."""

    x0: float
    x1: float
    lines: tuple[TextLine, ...]

    @cached_property
    def figures(self) -> bool:
        """Tell whether figures and dashes fill the column: none of them is ever wrapped."""
        numbers = sum(is_figure(line) for line in self.lines)
        return numbers > 0 and 5 * numbers >= 4 * len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The height of the letters and the pitch of lines in one cell, in points; `sure` if a cell shows it."""

    em: float
    pitch: float
    sure: bool


def is_figure(line: TextLine) -> bool:
    """Tell whether the line is a figure, a rate, or a dash in the place of one."""
    text = line.text
    return len(text) <= LONGEST_FIGURE and FIGURES.issuperset(text)


def middle(line: TextLine) -> float:
    """Return the height of the middle of a line."""
    return (line.top + line.bottom) / 2


def is_full(line: TextLine, following: TextLine, column: Column, padding: float, slack: float = 0.6) -> bool:
    """Tell whether the line had no room for what begins the next one: then the two are one text."""
    first = following.words[0]
    need = first.stops[1] - first.stops[0]
    if first.text[0].isascii() and first.text[0].isalnum() and not is_figure(following):
        need = first.box.x1 - first.box.x0
    elif first.text[1:2] and first.text[1] in _NOT_FIRST:
        need += first.stops[2] - first.stops[1]
    room = column.x1 - column.x0 - 2 * padding - (line.right - line.left)
    return room < need + slack * (line.bottom - line.top)


def print_of(columns: Iterable[Column]) -> Print:
    """Measure the letters, and the pitch of lines in cells: the least there is between lines of some length."""
    held = [column for column in columns if column.lines]
    heights = [line.bottom - line.top for column in held for line in column.lines]
    em = (median(heights) if heights else 0.0) or 10.0
    pitches = sorted(
        (middle(two) - middle(one)) / em
        for column in held
        if not column.figures
        for one, two in pairwise(column.lines)
        if (is_full(one, two, column, 0.25 * em) and not is_figure(two)) or is_note(one, two)
    )
    fit = [pitch for pitch in pitches if TIGHTEST <= pitch <= WIDEST]
    if not fit:
        return Print(em=em, pitch=USUAL * em, sure=False)
    return Print(em=em, pitch=fit[len(fit) // 10] * em, sure=True)


def pieces(column: Column, kind: Print) -> list[tuple[TextLine, ...]]:
    """Join lines that look wrapped: at the pitch of one cell, and the upper one full."""
    if not column.lines:
        return []
    found: list[list[TextLine]] = [[column.lines[0]]]
    for one, two in pairwise(column.lines):
        near = middle(two) - middle(one) <= kind.pitch + ALIKE * kind.em
        stacked = is_vertical(one, two) and not column.figures
        if near and (is_wrapped(one, two, column, kind.em) or stacked or is_note(one, two)):
            found[-1].append(two)
        else:
            found.append([two])
    return [tuple(piece) for piece in found]


def is_wrapped(one: TextLine, two: TextLine, column: Column, em: float) -> bool:
    """Tell whether a text went on to the next line; a figure does only where its column is too narrow for it."""
    slack = CUT if is_figure(one) and is_figure(two) else 0.6
    return is_full(one, two, column, 0.25 * em, slack)


def is_vertical(one: TextLine, two: TextLine) -> bool:
    """Tell whether two lines of one character each stand one above the other."""
    return len(one.text) == len(two.text) == 1 and abs(one.left - two.left) < 0.3 * (one.bottom - one.top)


def is_note(one: TextLine, two: TextLine, reach: float = float("inf")) -> bool:
    """Tell whether a line is all in brackets, right under one that is not: points or a unit, not the next text."""
    text = two.text
    bracketed = len(text) > 2 and text[0] in "(（" and text[-1] in ")）" and one.text[-1] not in ")）"
    return bracketed and middle(two) - middle(one) <= reach


def spread(lines: Sequence[TextLine]) -> tuple[float, float]:
    """Return where a group of lines begins and ends."""
    return min(line.top for line in lines), max(line.bottom for line in lines)

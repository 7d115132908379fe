"""Comparing what stands above and below a page break: the same cell printed again, its rest, or another one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from rapidfuzz import fuzz

from gouji.stitch.rows import is_number, squash
from gouji.text import join_lines

ALIKE = 90.0
"""Similarity (percent) from which two printings of one cell are one text: one character in ten misread."""
KINDRED = 60.0
"""Similarity (percent) from which two texts are two entries of one kind: halves of one have little in common."""
LONG = 10
"""Characters from which a text is long enough to be told by its beginning or by similarity alone."""

_CAP = re.compile(r"[(\[](?:满分|共|计)?\d+(?:\.\d+)?(?:分|%)?[)\]]|\d+(?:\.\d+)?分[)\]]?")
_FIGURE = re.compile(r"-?\d[\d,]*(\.\d+)?")
_POINTS = re.compile(r"[\d.]*分[)\]]?")
_REMARK = re.compile(r"\([^()]*\)")
_TRAILING_CAP = re.compile(r"[(\[]?\d+(?:\.\d+)?分?[)\]]?$")


class Verdict(Enum):
    """How the cells under a break relate to those above it."""

    SAME = "printed again"
    BLANK = "left blank"
    REST = "rest of a text"
    LATE = "printed on the later page only"
    VOID = "blank on both pages"


@dataclass(slots=True)
class Texts:
    """The squashed texts of a column, counted: how often each stands there, and how many end with points.

    `titles` are the names known from elsewhere, which two halves may add up to.
    """

    titles: frozenset[str] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)
    capped: int = 0
    sentences: int = 0
    total: int = 0

    def add(self, text: str) -> None:
        """Count a text."""
        self.counts[text] += 1
        self.capped += _ends_with_cap(text)
        self.sentences += ends_sentence(text)
        self.total += 1

    @property
    def decimals(self) -> int:
        """How many decimals nearly all figures of the column have; 0 if they differ."""
        found: Counter[int] = Counter()
        for text, count in self.counts.items():
            figure = _FIGURE.fullmatch(text)
            if figure is not None:
                found[len(figure.group(1) or ".") - 1] += count
        (usual, count), *_ = found.most_common(1) or [(0, 0)]
        return usual if count >= 3 and 4 * count >= 3 * found.total() else 0

    @property
    def mostly_capped(self) -> bool:
        """Nearly all end with points: one that does not is cut."""
        return self.total >= 3 and 4 * self.capped >= 3 * self.total

    @property
    def mostly_sentences(self) -> bool:
        """Most end with a full stop: one that does not goes on."""
        return self.total >= 3 and 3 * self.sentences >= 2 * self.total


def strip_cap(text: str) -> str:
    """Take the points off a squashed label: 投入(5分) is 投入."""
    return _TRAILING_CAP.sub("", text) or text


def is_cap(text: str) -> bool:
    """Tell whether the squashed text is nothing but points, (25分)."""
    return _CAP.fullmatch(text) is not None


def longer(old: str, new: str) -> str:
    """Return the more complete of two printings, the first if they are equally long."""
    return new if len(squash(new)) > len(squash(old)) else old


def join_halves(old: str, new: str) -> str:
    """Put the halves of one text together: a figure is not parted from its sign or its rest."""
    if old[-1:].isascii() and new[:1].isascii() and not (old[-1:].isalpha() and new[:1].isalpha()):
        return old + new
    return join_lines([old, new])


def is_reprint(old: str, new: str, others: int) -> bool:
    """Tell whether two squashed texts are one text printed twice.

    Args:
        old: the text above the break.
        new: the text below.
        others: how many other cells of the same block are printed again word for word. Likeness alone proves
            nothing: two phases of one project differ in a single character.
    """
    if old == new:
        return True
    if is_number(old) or is_number(new):
        return False
    short = min(len(old), len(new))
    if short >= LONG and (old.startswith(new) or new.startswith(old)):
        return True
    return others >= 2 and short >= LONG and fuzz.ratio(old, new) >= ALIKE


def is_rest(old: str, new: str, column: Texts, labels: frozenset[str]) -> bool:
    """Tell whether a squashed text can only be the rest of the one above the break.

    Proof is a bare cap, a bracket opened above and closed below, or that the two together are a known label, a text
    that stands elsewhere in the column, or end as the column's texts do when the upper one alone does not.
    """
    if not old or not new:
        return False
    joined = old + new
    known = labels | column.titles
    if old[-1] in "0123456789." and _POINTS.fullmatch(new):
        return True
    if _is_title(joined, known, old) and strip_cap(old) not in known and new not in column.titles:
        return True
    if is_whole(new, column, labels):
        return False
    if old.count("(") > old.count(")") and new.count(")") > new.count("("):
        return True
    if is_cap(new):
        return not old[-1].isdigit() and not _ends_with_cap(old)
    if column.counts[joined] or _is_title(joined, known, old):
        return True
    return column.mostly_capped and not _ends_with_cap(old) and _ends_with_cap(new)


def _is_title(joined: str, known: frozenset[str], old: str) -> bool:
    """Tell whether a text is a known name, its remarks in brackets apart, and not just the upper half's name."""
    bare = _REMARK.sub("", strip_cap(joined))
    return bool(bare) and bare in known and len(bare) > len(_REMARK.sub("", old))


def is_whole(text: str, column: Texts, labels: frozenset[str]) -> bool:
    """Tell whether a squashed text is complete on its own: a level name, or one that stands elsewhere in the column."""
    return text in labels or (strip_cap(text) in labels) or column.counts[text] >= 2


def _ends_with_cap(text: str) -> bool:
    return re.search(r"[(\[]?\d+(?:\.\d+)?分[)\]]?$|[(\[]\d+(?:\.\d+)?[)\]]$", text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a squashed text ends as a sentence does."""
    return text.endswith(("。", "!", "?", '。"', "。)"))


def are_entries(old: str, new: str) -> bool:
    """Tell whether two squashed texts are made alike: they end alike, or say nearly the same."""
    if len(new) < LONG and old[-2:] == new[-2:]:
        return True
    return (_ends_with_cap(old) and _ends_with_cap(new)) or fuzz.ratio(old, new) >= KINDRED


def opens(text: str) -> bool:
    """Tell whether a squashed text cannot end where it ends: more must follow."""
    return text.endswith(("、", ",", ":", "(", "《", "“", "≥", "≤", ">", "<", "=", "的", "和", "与", "及"))


def flows(text: str) -> bool:
    """Tell whether a squashed text cannot begin where it begins: something must stand before it."""
    return text.startswith(("。", "、", ",", ";", ":", ")", "》", "%", "!", "?", "”")) or (
        text.startswith("(") and text.endswith(")")
    )


def looks_cut(old: str, new: str, column: Texts, labels: frozenset[str]) -> bool:
    """Tell whether a squashed text in a half row may be the second half of the one above it.

    Weaker than `is_rest`: the row itself is the evidence. Two texts that end alike are two entries of one column.
    """
    if is_whole(new, column, labels) or (is_number(new) and not is_cap(new)):
        return False
    return len(new) >= LONG or old[-2:] != new[-2:]

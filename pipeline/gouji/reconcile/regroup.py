"""Give the rows beside a label printed inside its block back to that label, where caps or its place prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gouji.model.grid import Cell
from gouji.model.notice import Notice
from gouji.model.record import Cap, Indicator
from gouji.reconcile.blocks import Block, Fits, Label, blocks_by_caps, blocks_by_foot, blocks_by_middle
from gouji.reconcile.strip import LEVELS, covers, row_of, strip_of
from gouji.reconcile.structure import closes, plain
from gouji.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """A scope's indicators and caps after labels took their blocks, and the notices that say so."""

    indicators: tuple[Indicator, ...]
    caps: tuple[Cap, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A label with the cell it stands in and the name its rows carry."""

    label: Label
    cell_no: int
    name: str | None


def regroup(
    indicators: tuple[Indicator, ...],
    caps: tuple[Cap, ...],
    cells: tuple[Cell, ...],
    words: Vocabulary,
    *,
    by_weight: bool,
) -> Regrouped:
    """Return the scope with each row under the label whose block it stands in; unchanged where nothing proves it.

    Only rows no label's cell covers are ever moved, and only where the labels as printed do not close, or where rows
    above the first label show that labels do not stand at the top of their blocks.
    """
    as_shown = Regrouped(indicators=indicators, caps=caps)
    rows = [row_of(one, cells) for one in indicators]
    if not by_weight or not _in_doubt(indicators, caps, cells, rows):
        return as_shown
    first = _labels(indicators, caps, cells, rows, "level1")
    blocks = _blocks(first, indicators, _parents(first, indicators, cells, rows, words))
    if not blocks:
        return as_shown
    moved: list[Indicator] = []
    for named, block in zip(first, blocks, strict=True):
        inside = [_under(one, named, "level1", words) for one in indicators[block.start : block.end]]
        moved += _second_level(inside, caps, cells, words)
    changed = [new for old, new in zip(indicators, moved, strict=True) if _key(old) != _key(new)]
    if not changed:
        return as_shown
    return Regrouped(indicators=tuple(moved), caps=_caps(caps, moved, cells), notices=(_notice(changed),))


def _in_doubt(
    indicators: Sequence[Indicator], caps: tuple[Cap, ...], cells: tuple[Cell, ...], rows: Sequence[int]
) -> bool:
    if all(_held(one, field, cells, row) for one, row in zip(indicators, rows, strict=True) for field in LEVELS):
        return False
    strip = strip_of(indicators, caps, cells, by_weight=True)
    return any(one.level1 is None or one.level2 is None for one in indicators) or not closes(strip, plain(strip))


def _held(one: Indicator, field: str, cells: tuple[Cell, ...], row: int) -> bool:
    number = dict(one.cells).get(field)
    return number is not None and covers(cells[number], row)


def _labels(
    indicators: Sequence[Indicator], caps: Sequence[Cap], cells: tuple[Cell, ...], rows: Sequence[int], field: str
) -> list[_Named]:
    """Return the labels of a level that stand on these rows, in printed order."""
    points = {cap.cell_no: cap.points.value for cap in caps if (cap.level2 is not None) == (field == "level2")}
    names: dict[int, str | None] = {}
    for one, row in zip(indicators, rows, strict=True):
        if _held(one, field, cells, row):
            names.setdefault(dict(one.cells)[field], getattr(one, field))
    found = []
    for number, name in names.items():
        own = [index for index, row in enumerate(rows) if covers(cells[number], row)]
        found.append(_Named(Label(first=own[0], last=own[-1], cap=points.get(number)), number, name))
    return sorted(found, key=lambda named: named.label.first)


def _blocks(named: Sequence[_Named], indicators: Sequence[Indicator], owns: Fits) -> tuple[Block, ...]:
    """Return the blocks the labels own, by their caps where all print one, else by their place in them."""
    labels = [one.label for one in named]
    if not labels:
        return ()
    if all(label.cap is not None for label in labels):
        points = [None if one.weight is None else one.weight.value for one in indicators]
        return blocks_by_caps(labels, points, full=True)
    return blocks_by_middle(labels, len(indicators), owns) or blocks_by_foot(labels, len(indicators), owns)


def _parents(
    named: Sequence[_Named],
    indicators: Sequence[Indicator],
    cells: tuple[Cell, ...],
    rows: Sequence[int],
    words: Vocabulary,
) -> Fits:
    """Return what tells whether a first level may own the second-level labels that stand in a block."""
    own = {one.label: words.level1(one.name) for one in named}
    classes = [
        words.level2(one.level2) if _held(one, "level2", cells, row) else None
        for one, row in zip(indicators, rows, strict=True)
    ]

    def owns(label: Label, block: Block) -> bool:
        level1 = own[label]
        inside = [one for one in classes[block.start : block.end] if one is not None and one.parents]
        return level1 is None or all(level1.code in one.parents for one in inside)

    return owns


def _anything(_label: Label, _block: Block) -> bool:
    return True


def _second_level(
    inside: list[Indicator], caps: Sequence[Cap], cells: tuple[Cell, ...], words: Vocabulary
) -> list[Indicator]:
    """Part the rows of a first level among its second-level labels."""
    rows = [row_of(one, cells) for one in inside]
    named = _labels(inside, caps, cells, rows, "level2")
    if not named:
        return inside
    blocks = _blocks(named, inside, _anything) or _from_the_top(named, len(inside))
    return [
        _under(one, label, "level2", words)
        for label, block in zip(named, blocks, strict=True)
        for one in inside[block.start : block.end]
    ]


def _from_the_top(named: Sequence[_Named], rows: int) -> tuple[Block, ...]:
    """Let every label hold the rows down to the next; what stands above the first can only be the first's."""
    starts = [0, *(one.label.first for one in named[1:]), rows]
    return tuple(Block(start, end) for start, end in pairwise(starts))


def _under(one: Indicator, named: _Named, field: str, words: Vocabulary) -> Indicator:
    cells = tuple(entry for entry in one.cells if entry[0] != field)
    code = words.level1(named.name) if field == "level1" else words.level2(named.name)
    held = (*cells, (field, named.cell_no))
    if field == "level1":
        return replace(one, level1=named.name, level1_code=code.code if code else None, cells=held)
    return replace(one, level2=named.name, level2_code=code.code if code else None, cells=held)


def _key(one: Indicator) -> tuple[str | None, str | None]:
    return one.level1, one.level2


def _caps(caps: Sequence[Cap], indicators: Sequence[Indicator], cells: tuple[Cell, ...]) -> tuple[Cap, ...]:
    """Put the caps of second levels under the first level their label now stands in."""
    parents = {dict(one.cells).get("level2"): one.level1 for one in indicators if _held_now(one, cells)}
    out: list[Cap] = []
    for cap in caps:
        owner = parents.get(cap.cell_no, cap.level1) if cap.level2 is not None else cap.level1
        moved = replace(cap, level1=owner)
        if moved not in out:
            out.append(moved)
    return tuple(out)


def _held_now(one: Indicator, cells: tuple[Cell, ...]) -> bool:
    return _held(one, "level2", cells, row_of(one, cells))


def _notice(changed: Sequence[Indicator]) -> Notice:
    names = "、".join(dict.fromkeys(one.level2 or one.level1 or "（无名）" for one in changed))
    return Notice(
        code="STR-09",
        message=f"级次名称没有印在所辖各行的首行，{len(changed)} 行已按印出的上限或居中的位置归入：{names}",
        cells=tuple(sorted({number for one in changed for field, number in one.cells if field == "level3"})),
    )

"""Where on a worksheet its tables stand: borders say so where there are any, what is filled where there are none.

A worksheet is one lattice that may hold titles, several forms below or beside each other, and signatures.

- Slots with a border on their left and right make up framed boxes; a box is a table, blank rows in it included.
- Rows without a frame are taken in runs between blank rows. Rows that print a single text, or nothing but "name：value"
  texts, at the top and the bottom of a run are text lines; what is left is a table if it has two rows.
- A title inside a table parts it where the row below repeats the table's first row: another form of the same kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gouji.exceptions import DocumentError
from gouji.model.grid import Block, Cell, Grid, Line
from gouji.read.sheet_order import Item as _Item
from gouji.read.sheet_order import in_reading_order
from gouji.read.workbook import LEFT, MAX_SLOTS, RIGHT, SLOT, Doubts, Leaf, Range, Sight, Spot, Unit, too_sparse
from gouji.text import fold, join_lines, squash

_UNNAMED = re.compile(r"(?:sheet|工作表|表)?\s*\d*", re.IGNORECASE)
FEW = 3
"""A line under a title holds at most so many texts (unit, code, money unit); a header has more."""


def sheets_to_blocks(leaves: Iterable[Leaf], doubts: Doubts) -> tuple[Block, ...]:
    """Return the blocks of all worksheets; a sheet that prints no title above its first table lends it its name."""
    out: list[Block] = []
    for number, leaf in enumerate(leaves, start=1):
        blocks = leaf_to_blocks(leaf, doubts)
        if blocks and isinstance(blocks[0], Grid):
            # A name that nobody chose says nothing, yet the line keeps the tables of two sheets apart.
            name = f"Sheet{number}" if _UNNAMED.fullmatch(leaf.name) else " ".join(fold(leaf.name).split())
            out.append(Line(text=name, locator=leaf.name))
        out += blocks
    return tuple(out)


def leaf_to_blocks(leaf: Leaf, doubts: Doubts) -> list[Block]:
    """Return tables and text lines of a worksheet in reading order."""
    sight = Sight(leaf, doubts)
    boxes = framed_boxes(sight)
    pieces = [*boxes]
    for run in _runs(sight, boxes):
        pieces += _tables(sight, run)
    tables = [part for box in _absorb(sight, boxes, pieces) for part in _parted(sight, box)]
    return _in_order(sight, tables)


def _in_order(sight: Sight, tables: Sequence[Range]) -> list[Block]:
    inside = {spot for table in tables for spot in table.spots()}
    items = [_Item(place=table, block=_grid(sight, table)) for table in tables]
    for units in sight.rows.values():
        outside = [unit for unit in units if unit.filled and (unit.row, unit.col) not in inside]
        items += [_Item(place=_place(unit), block=line) for unit in _joined(outside) for line in _lines(unit)]
    return [item.block for item in in_reading_order(items)]


def _place(unit: Unit) -> Range:
    return Range(top=unit.row, left=unit.col, bottom=unit.row + unit.row_span - 1, right=unit.col + unit.col_span - 1)


def _joined(units: Iterable[Unit]) -> list[Unit]:
    """Join a label that ends in a colon with the text right of it."""
    out: list[Unit] = []
    for unit in units:
        if out and out[-1].text.rstrip().endswith(("：", ":")):
            out[-1] = replace(out[-1], text=f"{out[-1].text.rstrip()}{unit.text}")
        else:
            out.append(unit)
    return out


def _lines(unit: Unit) -> Iterator[Line]:
    for line in unit.text.splitlines():
        if text := " ".join(fold(line).split()):
            yield Line(text=text, locator=unit.locator)


def _grid(sight: Sight, table: Range) -> Grid:
    """Make a table of a box; columns that no cell begins or ends at are none."""
    rows, cols = table.bottom - table.top + 1, table.right - table.left + 1
    if too_sparse(rows * cols, sum(len(_row(sight, row, table)) for row in range(table.top, table.bottom + 1))):
        raise DocumentError(
            "too_large", f"工作表中的一张表格有 {rows} 行 {cols} 列，多为空白，未读取。请删去多余的行列。"
        )
    units = [unit for unit in _units(sight, table) if unit is not None]
    lines = sorted({unit.col for unit in units} | {unit.col + unit.col_span for unit in units})
    number = {line: index for index, line in enumerate(lines)}
    cells = tuple(
        Cell(
            text=join_lines(unit.text.splitlines()),
            row=unit.row - table.top,
            col=number[unit.col],
            row_span=unit.row_span,
            col_span=number[unit.col + unit.col_span] - number[unit.col],
            locator=unit.locator,
        )
        for unit in units
    )
    edges = tuple(line * SLOT for line in lines)
    return Grid(cells=cells, rows=table.bottom - table.top + 1, cols=len(lines) - 1, col_edges=edges, counted=True)


def _units(sight: Sight, table: Range) -> Iterator[Unit]:
    """Yield every cell of a box once, cut to the box."""
    seen: set[Spot] = set()
    for spot in table.spots():
        if spot in seen:
            continue
        unit = sight.unit(spot)
        top, left = max(unit.row, table.top), max(unit.col, table.left)
        bottom = min(unit.row + unit.row_span - 1, table.bottom)
        right = min(unit.col + unit.col_span - 1, table.right)
        seen.update(Range(top=top, left=left, bottom=bottom, right=right).spots())
        yield replace(unit, row=top, col=left, row_span=bottom - top + 1, col_span=right - left + 1)


def framed_boxes(sight: Sight) -> list[Range]:
    """Return the boxes of slots that are framed on both sides, each holding two filled cells at least."""
    boxes = [_around(sight, part) for part in _components(_framed(sight))]
    boxes = [_trimmed(sight, box) for box in _apart(boxes)]
    return [box for box in boxes if box.right > box.left and sum(unit.filled for unit in _units(sight, box)) > 1]


def _framed(sight: Sight) -> set[Spot]:
    found: set[Spot] = set()
    for unit in sight.units.values():
        own = sight.sides.get((unit.row, unit.col), 0)
        last = unit.col + unit.col_span - 1
        for row in range(unit.row, unit.row + unit.row_span):
            left = (own | sight.sides.get((row, unit.col), 0)) & LEFT or sight.sides.get((row, unit.col - 1), 0) & RIGHT
            right = (own | sight.sides.get((row, last), 0)) & RIGHT or sight.sides.get((row, last + 1), 0) & LEFT
            if left and right:
                found.update((row, col) for col in range(unit.col, last + 1))
    return found


def _components(spots: set[Spot]) -> Iterator[Range]:
    left = set(spots)
    while left:
        start = left.pop()
        waiting, part = [start], [start]
        while waiting:
            row, col = waiting.pop()
            for spot in ((row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)):
                if spot in left:
                    left.discard(spot)
                    waiting.append(spot)
                    part.append(spot)
        rows, cols = [row for row, _ in part], [col for _, col in part]
        yield Range(top=min(rows), left=min(cols), bottom=max(rows), right=max(cols))


def _around(sight: Sight, box: Range) -> Range:
    """Widen a box to the merged ranges that reach out of it on the side of its rows."""
    if (box.bottom - box.top + 1) * (box.right - box.left + 1) > MAX_SLOTS:
        raise DocumentError("too_large", f"一张表格超过 {MAX_SLOTS} 格，未读取。请删去多余的行列后再读。")
    units = [sight.unit(spot) for spot in _rim(box)]
    return Range(
        top=min([box.top, *(unit.row for unit in units)]),
        left=min([box.left, *(unit.col for unit in units)]),
        bottom=max([box.bottom, *(unit.row + unit.row_span - 1 for unit in units)]),
        right=max([box.right, *(unit.col + unit.col_span - 1 for unit in units)]),
    )


def _rim(box: Range) -> Iterator[Spot]:
    for row in range(box.top, box.bottom + 1):
        yield row, box.left
        yield row, box.right
    for col in range(box.left, box.right + 1):
        yield box.top, col
        yield box.bottom, col


def _apart(boxes: Sequence[Range]) -> list[Range]:
    """Make one of boxes that overlap."""
    out: list[Range] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.left)):
        merged = box
        while hit := next((other for other in out if _overlap(other, merged)), None):
            out.remove(hit)
            merged = _hull(hit, merged)
        out.append(merged)
    return sorted(out, key=lambda box: (box.top, box.left))


def _overlap(one: Range, other: Range) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def _hull(one: Range, other: Range) -> Range:
    return Range(
        top=min(one.top, other.top),
        left=min(one.left, other.left),
        bottom=max(one.bottom, other.bottom),
        right=max(one.right, other.right),
    )


def _trimmed(sight: Sight, box: Range) -> Range:
    """Leave out blank rows and columns at the end where they outnumber the filled ones: formatting, no form."""
    filled = [unit for unit in _units(sight, box) if unit.filled]
    if not filled:
        return replace(box, right=box.left)
    last_row = max(unit.row + unit.row_span - 1 for unit in filled)
    last_col = max(unit.col + unit.col_span - 1 for unit in filled)
    bottom = last_row if box.bottom - last_row > last_row - box.top + 1 else box.bottom
    right = last_col if box.right - last_col > last_col - box.left + 1 else box.right
    return replace(box, bottom=bottom, right=right)


def _runs(sight: Sight, boxes: Sequence[Range]) -> Iterator[Range]:
    """Yield the runs of rows outside the boxes that have something printed, from blank row to blank row."""
    within = {row for box in boxes for row in range(box.top, box.bottom + 1)}
    rows = sorted(_printed_rows(sight) - within)
    start = 0
    for index in range(len(rows)):
        if index + 1 == len(rows) or rows[index + 1] != rows[index] + 1:
            run = range(rows[start], rows[index] + 1)
            units = [unit for row in run for unit in sight.rows.get(row, ()) if unit.filled]
            if units:
                left = min(unit.col for unit in units)
                right = max(unit.col + unit.col_span - 1 for unit in units)
                yield Range(top=run.start, left=left, bottom=run.stop - 1, right=right)
            start = index + 1


def _printed_rows(sight: Sight) -> set[int]:
    return {
        row
        for unit in sight.units.values()
        if unit.filled or unit.row_span > 1
        for row in range(unit.row, unit.row + unit.row_span)
    }


def _tables(sight: Sight, run: Range) -> list[Range]:
    """Return the table in a run without its text lines above and below, none or one; several where titles stand out."""
    sides = _beside(sight, run)
    if len(sides) > 1:
        return [table for side in sides for part in _between_blanks(sight, side) for table in _tables(sight, part)]
    starts = [run.top, *_standing_out(sight, run), run.bottom + 1]
    found: list[Range] = []
    for top, stop in pairwise(starts):
        table = _peeled(sight, replace(run, top=top, bottom=stop - 1))
        if table is not None:
            found.append(table)
    return found


def _between_blanks(sight: Sight, side: Range) -> list[Range]:
    """Part one side of a run at the rows that are blank on this side."""
    rows = range(side.top, side.bottom + 1)
    printed = [row for row in rows if row in sight.tall or any(unit.filled for unit in _row(sight, row, side))]
    starts = [row for row in printed if row - 1 not in printed]
    ends = [row for row in printed if row + 1 not in printed]
    return [replace(side, top=top, bottom=bottom) for top, bottom in zip(starts, ends, strict=True)]


def _beside(sight: Sight, run: Range) -> list[Range]:
    """Part a run at columns nothing is printed in, where a table of some width stands on either side."""
    units = [unit for row in range(run.top, run.bottom + 1) for unit in _row(sight, row, run)]
    taken = {col for unit in units if unit.filled or unit.merged for col in range(unit.col, unit.col + unit.col_span)}
    parts: list[list[int]] = []
    for col in sorted(taken):
        if parts and col == parts[-1][-1] + 1:
            parts[-1].append(col)
        else:
            parts.append([col])
    if len(parts) < 2 or min(map(len, parts)) < FEW:
        return [run]
    return [replace(run, left=part[0], right=part[-1]) for part in parts]


def _peeled(sight: Sight, run: Range) -> Range | None:
    top, bottom = run.top, run.bottom
    while top <= bottom and _is_line(sight, top, run):
        top += 1
    while bottom >= top and _is_line(sight, bottom, run):
        bottom -= 1
    units = [unit for row in range(top, bottom + 1) for unit in _row(sight, row, run)]
    filled = [unit for unit in units if unit.filled]
    widest = max(Counter(unit.row for unit in filled).values(), default=0)
    if bottom <= top or widest < 2:
        return None
    left = min(unit.col for unit in filled)
    right = max(unit.col + unit.col_span - 1 for unit in filled)
    # A merged range without text right beside the table is one of its columns (a blank header).
    beside = [unit for unit in units if unit.merged and unit.col <= right + 1]
    right = max([right, *(unit.col + unit.col_span - 1 for unit in beside)])
    bottom = max(bottom, *(unit.row + unit.row_span - 1 for unit in units))
    table = Range(top=top, left=left, bottom=bottom, right=right)
    body = max(unit.size for unit in filled)
    first = [_is_first(_row(sight, above, run), table, body) for above in (top - 1, top - 2)]
    # One merged text in the table's own print is its first row; several are the lines above it.
    return replace(table, top=top - 1) if first == [True, False] and top > run.top else table


def _is_first(units: Sequence[Unit], table: Range, body: float) -> bool:
    return len(units) == 1 and _across(units[0], table) and units[0].size <= body


def _across(unit: Unit, table: Range) -> bool:
    """Tell whether a cell is one text over the whole width."""
    whole = (unit.col, unit.col_span) == (table.left, table.right - table.left + 1)
    return unit.filled and unit.row_span == 1 and whole


def _row(sight: Sight, row: int, run: Range) -> list[Unit]:
    return [unit for unit in sight.rows.get(row, ()) if run.left <= unit.col <= run.right]


def _is_line(sight: Sight, row: int, run: Range) -> bool:
    """Tell whether a row without a frame prints a single text, or only texts that name what they say."""
    if any(run.left <= col <= run.right for col in sight.tall.get(row, ())):
        return False
    units = [unit for unit in _row(sight, row, run) if unit.filled or unit.merged]
    filled = [unit for unit in units if unit.filled]
    if len(filled) == 1 and len(units) == 1:
        return True
    return len(filled) <= FEW and all(_names_itself(text) for text in _joined(filled))


def _names_itself(unit: Unit) -> bool:
    head, _, rest = squash(unit.text).partition(":")
    return (bool(head) and bool(rest)) or (head.startswith("(") and head.endswith(")"))


def _standing_out(sight: Sight, run: Range) -> list[int]:
    """Return the rows inside a run that open another table: a single text in larger print than the row below."""
    found: list[int] = []
    for row in range(run.top + 1, run.bottom - 1):
        if not _is_line(sight, row, run) or _is_line(sight, row - 1, run):
            continue
        own = max((unit.size for unit in _row(sight, row, run) if unit.filled), default=0.0)
        if own > max((unit.size for unit in _row(sight, row + 1, run) if unit.filled), default=own):
            found.append(row)
    return found


def _absorb(sight: Sight, boxes: Sequence[Range], pieces: Sequence[Range]) -> list[Range]:
    """Join tables without a frame to the framed ones they directly follow or precede: rows whose borders were lost."""
    out = list(boxes)
    for piece in pieces[len(boxes) :]:
        for index, box in enumerate(out):
            touching = piece.top == box.bottom + 1 or piece.bottom == box.top - 1
            if touching and box.left <= piece.left and piece.right <= box.right and _dense(sight, piece):
                out[index] = _hull(box, piece)
                break
        else:
            out.append(piece)
    return sorted(_apart(out), key=lambda box: (box.top, box.left))


def _dense(sight: Sight, piece: Range) -> bool:
    filled = sum(unit.filled for unit in _units(sight, piece))
    return filled >= FEW * (piece.bottom - piece.top + 1)


def _parted(sight: Sight, table: Range) -> list[Range]:
    """Part a table at titles below which its first row comes again."""
    rows = {
        row: [unit for unit in sight.rows.get(row, ()) if table.left <= unit.col <= table.right]
        for row in range(table.top, table.bottom + 1)
    }
    bodies = [row for row, units in rows.items() if not _is_title(sight, units, table)]
    cuts = [
        above + 1
        for above, body in pairwise(bodies)
        if body > above + 1 and body < bodies[-1] and _same_labels(rows[bodies[0]], rows[body])
    ]
    if not cuts:
        return [table]
    parts = [replace(table, top=top, bottom=stop - 1) for top, stop in pairwise((table.top, *cuts, table.bottom + 1))]
    if bodies[0] > table.top:
        return parts
    # The first form's title stands outside its table: so do those of the others.
    return [replace(part, top=next(row for row in bodies if row >= part.top)) for part in parts]


def _is_title(sight: Sight, units: Sequence[Unit], table: Range) -> bool:
    """Tell whether a row is one text over the whole width, or a text line without a frame."""
    if len(units) == 1 and _across(units[0], table):
        return True
    return bool(units) and not any(sight.framed(unit) for unit in units) and _is_line(sight, units[0].row, table)


def _same_labels(first: Sequence[Unit], row: Sequence[Unit]) -> bool:
    known = [squash(unit.text) for unit in first if unit.filled]
    texts = [squash(unit.text) for unit in row if unit.filled]
    same = sum(one == other for one, other in zip(known, texts, strict=False))
    return len(known) > 1 and known[:1] == texts[:1] and 2 * same >= max(len(known), len(texts))

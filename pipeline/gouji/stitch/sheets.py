"""From a run of parts to one Sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gouji.model.grid import Cell, Grid
from gouji.model.notice import Notice
from gouji.model.place import Place
from gouji.model.sheet import Sheet
from gouji.stitch.columns import same_lines
from gouji.stitch.follow import Part, Run
from gouji.stitch.joint import Joined
from gouji.stitch.ragged import Fragments, Row
from gouji.stitch.sideways import is_joined
from gouji.stitch.survey import Body, survey


def to_sheet(run: Run, labels: frozenset[str], titles: frozenset[str] = frozenset()) -> Sheet:
    """Join the parts of one table."""
    return _join_ragged(run, labels) if run.first.ragged else _join_grids(run, labels, titles)


def _wide(run: Run) -> tuple[Notice, ...]:
    """Say that strips of a table were put side by side."""
    joined = [part.grid for part in run.parts if is_joined(part.grid)]
    if not joined:
        return ()
    pages = sorted({place.page for grid in joined for cell in grid.cells for place in cell.places})
    message = f"表格过宽，分印在第{pages[0]}页至第{pages[-1]}页，已按行线对齐左右拼接。"
    return (Notice(code="STR-01", message=message, places=tuple(grid.place for grid in joined if grid.place)),)


def _join_grids(run: Run, labels: frozenset[str], titles: frozenset[str]) -> Sheet:
    if len(run.parts) == 1:
        return _single(run)
    bodies = [_body(part) for part in run.parts]
    columns = survey(bodies, run.head, titles)
    joined = Joined()
    notices: list[Notice] = []
    known = run.first.col_edges
    for part, body in zip(run.parts, bodies, strict=True):
        whole = part.tie in ("layout", "halves") and part.grid.place is None
        proved = joined.add(body, columns, labels, whole=whole)
        if part.tie == "layout" and not proved and not same_lines(known, part.grid.col_edges):
            notices.append(_by_layout(part.grid))
        known = max(known, part.grid.col_edges, key=len)
    cells = tuple(sorted(joined.cells, key=lambda cell: (cell.row, cell.col)))
    return Sheet(
        cells=cells,
        rows=joined.rows,
        cols=len(run.edges) - 1,
        before=run.before,
        after=tuple(run.after),
        parts=len(run.parts),
        joints=tuple(joined.joints),
        header_rows=run.first.header_rows,
        notices=(*_wide(run), *notices, *joined.notices),
    )


def _single(run: Run) -> Sheet:
    cells = tuple(sorted(run.first.cells, key=lambda cell: (cell.row, cell.col)))
    return Sheet(
        cells=cells,
        rows=run.first.rows,
        cols=run.first.cols,
        before=run.before,
        after=tuple(run.after),
        header_rows=run.first.header_rows,
        notices=_wide(run),
    )


def _body(part: Part) -> Body:
    """Take the repeated header off and give the cells the sheet's columns."""
    return Body(cells=tuple(_moved(part)), rows=part.grid.rows - part.header)


def _moved(part: Part) -> Iterator[Cell]:
    unmoved = not part.header and part.cuts == list(range(len(part.cuts)))
    if unmoved:
        yield from part.grid.cells
        return
    for cell in part.grid.cells:
        end = cell.row + cell.row_span
        if end <= part.header:
            continue
        # A cell that reaches out of the repeated header (a label down the whole side) keeps its body part.
        row = max(cell.row, part.header)
        left, right = part.cuts[cell.col], part.cuts[cell.col + cell.col_span]
        yield replace(cell, row=row - part.header, row_span=end - row, col=left, col_span=right - left)


def _join_ragged(run: Run, labels: frozenset[str]) -> Sheet:
    fragments = Fragments()
    for part in run.parts:
        fragments.add(_rows(part), labels, run.head)
    return Sheet(
        cells=tuple(fragments.cells),
        rows=len(fragments.rows),
        cols=max(part.grid.cols for part in run.parts),
        before=run.before,
        after=tuple(run.after),
        parts=len(run.parts),
        joints=tuple(fragments.joints),
        ragged=True,
        header_rows=run.first.header_rows,
        notices=tuple(fragments.notices),
    )


def _rows(part: Part) -> list[Row]:
    rows: list[Row] = [{} for _ in range(part.grid.rows)]
    for cell in part.grid.cells:
        rows[cell.row][cell.col] = cell
    return rows[part.header :]


def _by_layout(grid: Grid) -> Notice:
    places: tuple[Place, ...] = (grid.place,) if grid.place is not None else ()
    page = grid.place.page if grid.place is not None else 0
    message = (
        f"第{page}页的表格没有重复表头，仅凭列线与前页相同判定为续表。"
        if page
        else "前后相邻的两个表格之间没有文字，后者没有表头，仅凭列线判定为同一张表。"
    )
    return Notice(code="S-01", message=message, places=places)

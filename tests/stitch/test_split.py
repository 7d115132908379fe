"""stitch after split is the table itself: random merged tables cut at a random row."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.grid import Cell, Grid
from gouji.model.place import Box, Place
from gouji.stitch import stitch
from gouji.text import squash

HEADER = ("代码", "项目名称", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值", "分值")
LEVELS = ("产出指标", "效益指标", "满意度指标", "成本指标")
CLASSES = ("数量指标", "质量指标", "时效指标", "经济效益", "社会效益", "生态效益", "可持续影响", "经济成本指标")
LABELS = frozenset(LEVELS + CLASSES)
NAMES = "修架养护治保运管检防"
FIRST = len(NAMES)


@st.composite
def tables(draw):
    """Projects (three merged columns) of levels of classes of indicators: cells with their true spans."""
    cells = [Cell(text=text, row=0, col=col) for col, text in enumerate(HEADER)]
    row = 1
    for number in range(draw(st.integers(2, 4))):
        start = row
        levels = draw(st.permutations(LEVELS))[: draw(st.integers(2, 3))]
        for level in levels:
            level_start = row
            for name in draw(st.permutations(CLASSES))[: draw(st.integers(1, 3))]:
                height = draw(st.integers(1, 4))
                cells.append(Cell(text=name, row=row, col=4, row_span=height))
                for line in range(row, row + height):
                    cells.append(Cell(text=f"第{line}项{NAMES[line % FIRST]}工作", row=line, col=5))
                    cells.append(Cell(text=draw(st.sampled_from(("95%", "3公里", "合格", "≥2次"))), row=line, col=6))
                    cells.append(Cell(text=str(draw(st.integers(1, 20))), row=line, col=7))
                row += height
            cells.append(Cell(text=level, row=level_start, col=3, row_span=row - level_start))
        texts = (
            "083001",
            f"{NAMES[number]}路工程",
            f"完成{NAMES[number]}路{number + 3}公里，群众满意，全年无重大安全责任事故",
        )
        cells += [Cell(text=text, row=start, col=col, row_span=row - start) for col, text in enumerate(texts)]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return cells, row


def place(cell, page, top, edges):
    box = Box(
        x0=edges[cell.col],
        top=20.0 * (cell.row - top) + 60,
        x1=edges[cell.col + cell.col_span],
        bottom=20.0 * (cell.row + cell.row_span - top) + 60,
    )
    return replace(cell, places=(Place(page=page, box=box),))


def cut(cells, rows, breaks, *, variant, header, scale):
    """Draw the rows between the breaks on a page each."""
    bounds = [0, *breaks, rows]
    grids = []
    for page, (start, end) in enumerate(pairwise(bounds), start=1):
        edges = [50 + 70 * number * (scale if page > 1 else 1) for number in range(len(HEADER) + 1)]
        repeated = int(header and page > 1)
        drawn = [place(cell, page, 0, edges) for cell in cells if cell.row == 0] if repeated else []
        for cell in cells:
            low, high = max(cell.row, start), min(cell.row + cell.row_span, end)
            if low < high:
                text = cell.text if low == cell.row or variant == "again" else ""
                part = replace(cell, text=text, row=low - start + repeated, row_span=high - low)
                drawn.append(place(part, page, 0, edges))
        height = end - start + repeated
        whole = Place(page=page, box=Box(x0=edges[0], top=60, x1=edges[-1], bottom=60 + 20.0 * height))
        grids.append(Grid(cells=tuple(drawn), rows=height, cols=len(HEADER), place=whole, col_edges=tuple(edges)))
    return grids


def plain(cells):
    return sorted((cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in cells)


@settings(max_examples=60, deadline=None)
@given(
    table=tables(),
    data=st.data(),
    variant=st.sampled_from(("again", "blank")),
    header=st.booleans(),
    scale=st.sampled_from((1.0, 0.98, 1.01)),
)
def test_stitch_undoes_split(table, data, variant, header, scale):
    cells, rows = table
    count = data.draw(st.integers(1, 2))
    breaks = sorted(data.draw(st.sets(st.integers(2, max(2, rows - 1)), min_size=1, max_size=count)))
    breaks = [row for row in breaks if row < rows]
    grids = cut(cells, rows, breaks, variant=variant, header=header, scale=scale)
    (sheet,) = stitch(grids, LABELS)
    assert (sheet.parts, sheet.rows, sheet.cols) == (len(breaks) + 1, rows, len(HEADER))
    assert list(sheet.joints) == breaks
    wrong = set(plain(sheet.cells)) ^ set(plain(cells))
    # Truly ambiguous is only whether cells that meet at a break and say the same, or of which one is blank, are one:
    # and where it is judged wrong a notice says so. Any other difference is a mistake.
    assert not wrong or "STR-01" in {notice.code for notice in sheet.notices}
    for row, col, span, _, _ in wrong:
        assert col in (3, 4, 6, 7), "the columns of a project, and the names of indicators, are never in doubt"
        assert any(row <= at <= row + span for at in breaks)


@settings(max_examples=60, deadline=None)
@given(table=tables(), data=st.data(), header=st.booleans())
def test_a_row_cut_in_half_is_one_row_again(table, data, header):
    cells, rows = table
    row = data.draw(st.integers(1, rows - 1))
    halves = {}
    for cell in cells:
        if cell.col == 5 and cell.row == row:
            halves[cell] = cell.text[:3], cell.text[3:]
    above, below = [], []
    for cell in cells:
        low, high = cell.row, cell.row + cell.row_span
        first, second = halves.get(cell, (cell.text, "" if low <= row else cell.text))
        if low <= row:
            above.append(replace(cell, text=first, row_span=min(high, row + 1) - low))
        if high > row and (low > row or cell.row <= row):
            below.append(replace(cell, text=second, row=max(low, row) - row, row_span=high - max(low, row)))
    pieces = [cut(above, row + 1, [], variant="again", header=False, scale=1.0)[0]]
    shifted = [replace(cell, row=cell.row + int(header)) for cell in below]
    shifted += [cell for cell in cells if cell.row == 0 and header]
    (second,) = cut(shifted, rows - row + int(header), [], variant="again", header=False, scale=1.0)
    moved = tuple(replace(cell, places=(Place(page=2, box=cell.places[0].box),)) for cell in second.cells)
    pieces.append(replace(second, cells=moved, place=Place(page=2, box=second.place.box)))
    (sheet,) = stitch(pieces, LABELS)
    assert plain(sheet.cells) == plain(cells)


@settings(max_examples=40, deadline=None)
@given(tables=st.tuples(tables(), tables()), header=st.booleans())
def test_no_text_is_lost_whatever_follows_whatever(tables, header):
    (one, height), (two, other) = tables
    (first,) = cut(one, height, [], variant="again", header=False, scale=1.0)
    (second,) = cut(two, other, [], variant="again", header=header, scale=1.0)
    moved = tuple(replace(cell, places=(Place(page=2, box=cell.places[0].box),)) for cell in second.cells)
    second = replace(second, cells=moved, place=Place(page=2, box=second.place.box))
    sheets = stitch([first, second], LABELS)
    kept = [squash(cell.text) for sheet in sheets for cell in sheet.cells]
    for cell in (*one, *two):
        assert any(squash(cell.text) in text for text in kept)
    for sheet in sheets:
        slots = [
            (row, col)
            for cell in sheet.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        ]
        assert len(slots) == len(set(slots)) == sheet.rows * sheet.cols

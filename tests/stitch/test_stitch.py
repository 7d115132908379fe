"""Continuation and joining on tables drawn by hand: `^` goes on from above, `<` from the left, "" is a blank cell."""

from gouji.model.grid import Cell, Grid, Line
from gouji.model.place import Box, Place
from gouji.stitch import stitch
from gouji.text import squash

LABELS = frozenset({"产出指标", "效益指标", "数量指标", "质量指标", "时效指标", "社会成本指标", "经济成本指标"})


def cells_of(rows, box):
    height, width = len(rows), len(rows[0])
    cells = []
    for row in range(height):
        for col in range(width):
            text = rows[row][col]
            if text in ("^", "<"):
                continue
            down = 1
            while row + down < height and rows[row + down][col] == "^":
                down += 1
            right = 1
            while col + right < width and rows[row][col + right] == "<":
                right += 1
            cells.append(box(text, row, col, down, right))
    return tuple(cells)


def grid(page, rows, edges=None, declared=0):
    edges = edges or tuple(50.0 + 60 * number for number in range(len(rows[0]) + 1))

    def box(text, row, col, down, right):
        place = Place(
            page=page,
            box=Box(x0=edges[col], top=80.0 + 20 * row, x1=edges[col + right], bottom=80.0 + 20 * (row + down)),
        )
        return Cell(text=text, row=row, col=col, row_span=down, col_span=right, places=(place,))

    whole = Place(page=page, box=Box(x0=edges[0], top=80.0, x1=edges[-1], bottom=80.0 + 20 * len(rows)))
    return Grid(
        cells=cells_of(rows, box),
        rows=len(rows),
        cols=len(rows[0]),
        place=whole,
        col_edges=tuple(edges),
        header_rows=declared,
    )


def docx_grid(rows):
    def box(text, row, col, down, right):
        return Cell(text=text, row=row, col=col, row_span=down, col_span=right, locator=f"行{row + 1} 列{col + 1}")

    return Grid(cells=cells_of(rows, box), rows=len(rows), cols=len(rows[0]))


def ragged(*rows, start=1):
    cells = tuple(
        Cell(text=text, row=row, col=col, locator=f"第{start + row}行 第{col + 1}列")
        for row, line in enumerate(rows)
        for col, text in enumerate(line.split("|"))
    )
    return Grid(cells=cells, rows=len(rows), cols=max(len(line.split("|")) for line in rows), ragged=True)


def line(page, text, top=60.0):
    return Line(text=text, places=(Place(page=page, box=Box(x0=200.0, top=top, x1=400.0, bottom=top + 10)),))


def shown(sheet):
    out = [[" "] * sheet.cols for _ in range(sheet.rows)]
    for cell in sheet.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                assert out[row][col] == " ", "two cells in one slot"
                out[row][col] = cell.text if (row, col) == (cell.row, cell.col) else "^" if row > cell.row else "<"
    return out


def codes(sheet):
    return sorted(notice.code for notice in sheet.notices)


HEAD = ["代码", "名称", "一级", "二级", "值", "分值"]
ONE = [
    HEAD,
    ["083", "修路", "产出指标", "数量指标", "3公里", "10"],
    ["^", "^", "^", "质量指标", "98%", "20"],
]
WHOLE = [*ONE, ["^", "^", "^", "时效指标", "12月", "30"], ["^", "^", "效益指标", "经济效益", "5万元", "40"]]


def test_cells_printed_again_under_a_repeated_header():
    two = [
        HEAD,
        ["083", "修路", "产出指标", "时效指标", "12月", "30"],
        ["^", "^", "效益指标", "经济效益", "5万元", "40"],
    ]
    (sheet,) = stitch([grid(1, ONE), grid(2, two)], LABELS)
    assert shown(sheet) == WHOLE
    assert (sheet.parts, sheet.joints) == (2, (3,))
    assert codes(sheet) == []
    assert [place.page for place in sheet.cells[6].places] == [1, 2]


def test_cells_left_blank_without_a_header_are_joined_by_layout():
    two = [["", "", "", "时效指标", "12月", "30"], ["^", "^", "效益指标", "经济效益", "5万元", "40"]]
    (sheet,) = stitch([grid(1, ONE), grid(2, two)], LABELS)
    assert shown(sheet) == WHOLE
    assert codes(sheet) == []


def test_without_a_header_lines_that_prove_nothing_are_a_doubt():
    two = [["084", "架桥", "产出指标", "数量指标", "1座", "100"]]
    narrower = tuple(70.0 + 58.8 * number for number in range(len(HEAD) + 1))
    shifted = (50.0, 118.0, 165.0, 235.0, 285.0, 355.0, 410.0)
    for edges, wanted in ((None, []), (narrower, []), (shifted, ["S-01"])):
        (sheet,) = stitch([grid(1, ONE), grid(2, two, edges=edges)], LABELS)
        assert sheet.parts == 2
        assert codes(sheet) == wanted


def test_blank_cells_of_columns_that_are_never_blank_go_on():
    one = [HEAD, *ONE[1:], ["084", "架桥", "效益指标", "经济效益", "5万元", "40"]]
    two = [HEAD, ["", "", "", "社会效益", "稳定", "10"], ["085", "修桥", "产出指标", "数量指标", "1座", "100"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)], LABELS)
    assert shown(sheet)[4][:3] == ["^", "^", "^"]
    assert codes(sheet) == []


def test_a_single_blank_row_under_a_single_row_block():
    one = [HEAD, *ONE[1:], ["^", "^", "效益指标", "经济效益", "5万元", "40"]]
    two = [HEAD, ["", "", "", "社会效益", "稳定", "10"], ["084", "架桥", "产出指标", "数量指标", "1座", "100"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)], LABELS)
    assert shown(sheet)[3:] == [
        ["^", "^", "效益指标", "经济效益", "5万元", "40"],
        ["^", "^", "^", "社会效益", "稳定", "10"],
        ["084", "架桥", "产出指标", "数量指标", "1座", "100"],
    ]


def test_a_new_block_at_the_page_top_is_not_joined_though_code_and_level_are_equal():
    two = [HEAD, ["083", "架桥", "产出指标", "数量指标", "1座", "60"], ["^", "^", "^", "质量指标", "98%", "40"]]
    (sheet,) = stitch([grid(1, ONE), grid(2, two)], LABELS)
    assert shown(sheet) == [*ONE, *two[1:]]


def test_clipped_and_misread_reprints_keep_the_longer_text():
    goal = "保持全市行业安全形势稳定，全年无重大责任事故，群众满意。"
    head = ["代码", "名称", "目标", "二级", "分值"]
    one = [
        head,
        ["083", "修路", "保持全市行业安全形势稳定，全年无重大", "数量指标", "10"],
        ["^", "^", "^", "质量指标", "20"],
    ]
    two = [head, ["083", "修路", goal, "时效指标", "30"], ["^", "^", "^", "成本指标", "40"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)], LABELS)
    assert shown(sheet)[1] == ["083", "修路", goal, "数量指标", "10"]
    assert shown(sheet)[3][:3] == ["^", "^", "^"]
    assert codes(sheet) == ["TXT-03"]
    two[1][2] = "保持全市行业安全形势稳定，全年无责任事故，群众满意。"
    one[1][2] = goal
    (sheet,) = stitch([grid(1, one), grid(2, two)], LABELS)
    assert shown(sheet)[1][2] == goal
    assert codes(sheet) == ["TXT-03"]


def test_two_phases_of_one_project_are_two_blocks():
    one = [
        ["项目", "指标", "分值"],
        ["农村公路生命安全防护工程建设项目一期", "数量指标", "40"],
        ["^", "质量指标", "60"],
    ]
    two = [
        ["项目", "指标", "分值"],
        ["农村公路生命安全防护工程建设项目二期", "时效指标", "40"],
        ["^", "成本指标", "60"],
    ]
    (sheet,) = stitch([grid(1, one), grid(2, two)], LABELS)
    assert shown(sheet) == [*one, *two[1:]]


RUBRIC = ["一级指标", "二级指标", "三级指标", "说明", "分值", "得分"]
ABOVE = [
    RUBRIC,
    ["投入(5分)", "目标设定(2分)", "目标合理性", "目标依据是否充分", "1", "1"],
    ["^", "^", "指标明确性", "指标是否清晰", "1", "1"],
    ["^", "预算配置(3分)", "在职人员控制率", "在职人数与编制之比", "3", "3"],
    ["过程", "预算执行(9分)", "公用经费控制率", "公用经费与预算之比", "3", "3"],
    ["^", "^", "“三公经费”", "三公经费与预算之比", "3", "3"],
]
BELOW = [
    RUBRIC,
    ["(25分)", "", "控制率", "", "", ""],
    ["^", "^", "采购执行率", "采购与预算之比", "3", "3"],
    ["^", "预算管理(9分)", "制度健全性", "制度是否健全", "9", "9"],
]
HEALED = [
    *ABOVE[:4],
    ["过程(25分)", *ABOVE[4][1:]],
    ["^", "^", "“三公经费”控制率", "三公经费与预算之比", "3", "3"],
    *BELOW[2:],
]


def test_a_row_and_a_label_cut_in_half():
    (sheet,) = stitch([grid(1, ABOVE), grid(2, BELOW)])
    assert shown(sheet) == HEALED
    assert codes(sheet) == []
    assert sheet.joints == (5,)


def test_a_row_cut_in_half_in_a_docx_with_two_tables():
    (sheet,) = stitch([docx_grid(ABOVE), docx_grid(BELOW)])
    assert shown(sheet) == HEALED


def test_long_texts_that_flow_over_the_break():
    below = [RUBRIC, ["", "", "", "并扣除不可比因素后计算", "", ""], *BELOW[2:]]
    below[2] = ["^", "^", *below[2][2:]]
    (sheet,) = stitch([grid(1, ABOVE), grid(2, below)])
    assert shown(sheet)[5] == ["^", "^", "“三公经费”", "三公经费与预算之比并扣除不可比因素后计算", "3", "3"]
    assert sheet.rows == 8


def test_only_the_cap_of_a_merged_label_is_on_the_next_page():
    below = [
        RUBRIC,
        ["(25分)", "", "采购执行率", "采购与预算之比", "3", "3"],
        ["^", "^", "决算公开率", "是否公开", "3", "3"],
    ]
    (sheet,) = stitch([grid(1, ABOVE), grid(2, below)])
    assert shown(sheet)[4][0] == "过程(25分)"
    assert [row[0] for row in shown(sheet)[5:]] == ["^", "^", "^"]
    assert [row[1] for row in shown(sheet)[5:]] == ["^", "^", "^"]
    assert sheet.rows == 8


def test_a_level_name_below_the_break_is_a_new_cell():
    head = ["一级", "二级", "三级", "分值"]
    one = [head, ["项目决策", "立项", "依据充分性", "4"], ["^", "^", "程序规范性", "6"]]
    two = [head, ["项目管理", "资金", "到位率", "5"], ["^", "^", "使用合规性", "5"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert shown(sheet) == [*one, *two[1:]]


def test_a_placeholder_row_at_the_page_top_is_a_row():
    two = [HEAD, ["", "", "", "社会成本指标", "", ""], ["^", "^", "效益指标", "经济效益", "5万元", "40"]]
    for labels in (LABELS, frozenset()):
        (sheet,) = stitch([grid(1, ONE), grid(2, two)], labels)
        assert shown(sheet)[3] == ["^", "^", "^", "社会成本指标", "", ""]
        assert sheet.rows == 5


def test_numbered_rows_do_not_hide_the_levels():
    head = ["序号", "一级", "二级", "分值"]
    one = [head, ["1", "管理(20分)", "制度", "5"], ["2", "^", "执行", "5"]]
    two = [head, ["3", "管理(20分)", "公开", "5"], ["4", "^", "监督", "5"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert [row[1] for row in shown(sheet)] == ["一级", "管理(20分)", "^", "^", "^"]


def test_three_pages_and_page_numbers_between():
    two = [["", "", "", "时效指标", "12月", "30"]]
    three = [["", "", "效益指标", "经济效益", "5万元", "40"]]
    blocks = [
        grid(1, ONE),
        line(1, "- 1 -", 800),
        line(2, "第2页 共3页", 30),
        grid(2, two),
        line(2, "- 2 -", 800),
        grid(3, three),
    ]
    (sheet,) = stitch(blocks, LABELS)
    assert shown(sheet) == WHOLE
    assert (sheet.parts, sheet.joints) == (3, (3, 4))
    assert sheet.cells[6].row_span == 4


def test_a_second_page_two_percent_narrower_and_moved():
    edges = tuple(70.0 + 60 * 0.98 * number for number in range(7))
    two = [["", "", "", "时效指标", "12月", "30"], ["^", "^", "效益指标", "经济效益", "5万元", "40"]]
    (sheet,) = stitch([grid(1, ONE), grid(2, two, edges)], LABELS)
    assert shown(sheet) == WHOLE


def test_a_part_with_fewer_columns_lies_on_the_lines_of_the_whole():
    one = [["甲", "乙", "丙", "丁"], ["a1", "b1", "c1", "1"], ["a2", "b2", "c2", "2"]]
    two = [["说明", "合计", "9"], ["备注", "无", "0"]]
    (sheet,) = stitch([grid(1, one, (0.0, 100.0, 200.0, 300.0, 400.0)), grid(2, two, (0.5, 100.4, 300.2, 399.8))])
    assert shown(sheet)[3:] == [["说明", "合计", "<", "9"], ["备注", "无", "<", "0"]]
    (sheet,) = stitch([grid(1, two, (0.5, 100.4, 300.2, 399.8)), grid(2, one[1:], (0.0, 100.0, 200.0, 300.0, 400.0))])
    assert shown(sheet) == [["说明", "合计", "<", "9"], ["备注", "无", "<", "0"], *one[1:]]


def test_titles_other_headers_and_other_columns_end_a_table():
    two = [["", "", "", "时效指标", "12月", "30"]]
    assert len(stitch([grid(1, ONE), line(2, "部门整体支出绩效自评表"), grid(2, two)])) == 2
    other = [["项目", "预算", "决算", "结余", "说明", "分值"], ["道路", "3", "3", "0", "无", "9"]]
    assert len(stitch([grid(1, ONE), grid(2, other)])) == 2
    partly = [["代码", "名称", "一级", "预算数", "执行数", "得分"], ["083", "修路", "产出指标", "3", "3", "9"]]
    assert len(stitch([grid(1, ONE), grid(2, partly)])) == 2
    wide = [["道路", "3", "无"]]
    assert len(stitch([grid(1, ONE), grid(2, wide, (50.0, 140.0, 333.0, 410.0))])) == 2
    assert len(stitch([grid(1, ONE), grid(3, two)])) == 2
    assert len(stitch([grid(1, ONE), grid(1, two)])) == 2


def test_lines_stand_before_and_after_their_tables():
    title, note, tail = line(1, "绩效目标表"), line(1, "填报人：甲", 700), line(2, "说明：无", 700)
    first, second = stitch([title, grid(1, ONE), note, grid(2, ONE), tail])
    assert (first.before, first.after) == ((title,), (note,))
    assert (second.before, second.after) == ((note,), (tail,))


FORM = [
    ["项目名称", "修路", "<", "<"],
    ["主管部门", "交通局", "实施单位", "公路中心"],
    ["一级", "三级", "完成值", "分值"],
    ["产出", "里程", "3", "50"],
]


def test_a_form_printed_anew_is_a_new_table_though_its_title_runs_on_every_page():
    again = [["项目名称", "架桥", "<", "<"], *FORM[1:]]
    blocks = [line(1, "绩效自评表"), grid(1, FORM), line(2, "绩效自评表"), grid(2, again)]
    assert len(stitch(blocks)) == 2
    swapped = [FORM[1], FORM[0], *FORM[2:]]
    blocks = [line(1, "绩效自评表"), grid(1, swapped), line(2, "绩效自评表"), grid(2, [FORM[1], again[0], *FORM[2:]])]
    assert len(stitch(blocks)) == 2


def test_a_title_repeated_with_the_header_is_a_running_head():
    two = [HEAD, ["083", "修路", "产出指标", "时效指标", "12月", "30"]]
    (sheet,) = stitch([line(1, "绩效目标表"), grid(1, ONE), line(2, "绩效目标表"), grid(2, two)])
    assert sheet.parts == 2
    low = [line(1, "绩效目标表", 40), grid(1, ONE), line(2, "绩效目标表", 60), grid(2, two)]
    assert len(stitch(low)) == 2


def test_the_header_below_a_block_of_labels_may_be_the_one_repeated():
    two = [FORM[2], ["效益", "受益人数", "900", "40"]]
    (sheet,) = stitch([grid(1, FORM), grid(2, two)])
    assert shown(sheet) == [*FORM, two[1]]


def test_a_marked_continuation_needs_no_header():
    two = [["", "", "", "时效指标", "12月", "30"]]
    for mark in ("续表", "（续上表）", "绩效目标表（续）", "续表1-2"):
        assert len(stitch([grid(1, ONE), line(2, mark), grid(2, two)], LABELS)) == 1
    assert len(stitch([grid(1, ONE), line(2, "续建项目绩效表"), grid(2, two)], LABELS)) == 2


def test_docx_tables_are_joined_only_by_a_repeated_header():
    two = [HEAD, ["083", "修路", "产出指标", "时效指标", "12月", "30"]]
    assert len(stitch([docx_grid(ONE), docx_grid(two)])) == 1
    assert len(stitch([docx_grid(ONE), docx_grid(two[1:])])) == 2
    assert len(stitch([docx_grid(ONE), Line(text="附表", locator="第9段"), docx_grid(two)])) == 2


def test_a_label_down_the_side_of_header_and_body():
    one = [["项目绩效", "一级", "值"], ["^", "产出", "1"], ["^", "^", "2"]]
    two = [["项目绩效", "一级", "值"], ["^", "产出", "3"], ["^", "效益", "4"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert shown(sheet) == [
        ["项目绩效", "一级", "值"],
        ["^", "产出", "1"],
        ["^", "^", "2"],
        ["^", "^", "3"],
        ["^", "效益", "4"],
    ]


def test_fragments_of_a_flattened_text():
    one = ragged(
        "代码|名称|额|目标|一级|值|分",
        "083|甲项目|44.13|保持安全形势稳定，无重大特大事故|成本|44.13万元|20分",
        "||||产出|好|5分",
    )
    two = ragged(
        "083|甲项目|44.13|保持安全形势稳定，无重大事故|效益|9|15分", "084|乙项目|10.00|提升效率|效益|8|15分", start=5
    )
    (sheet,) = stitch([one, two])
    assert (sheet.rows, sheet.joints, sheet.ragged) == (5, (3,), True)
    assert codes(sheet) == ["STR-01", "TXT-03"]
    fresh = ragged("084|乙项目|10.00|提升效率|效益|8|15分", start=5)
    (sheet,) = stitch([one, fresh])
    assert codes(sheet) == []


def test_half_rows_of_a_flattened_text():
    one = ragged(*["|".join(row).replace("^", "") for row in ABOVE])
    one = ragged(*["|".join(row).replace("^", "") for row in ABOVE[:-1]], "过程||“三公经费”|三公经费与预算之比|3|3")
    two = ragged(*["|".join(row).replace("^", "") for row in BELOW], start=9)
    (sheet,) = stitch([one, two])
    texts = shown(sheet)
    assert texts[4][0] == texts[5][0] == "过程(25分)"
    assert texts[5][2] == "“三公经费”控制率"
    assert sheet.rows == 8
    assert codes(sheet) == ["STR-06"]


def test_a_flattened_table_with_another_header_is_another_table():
    one = ragged("甲|乙|丙", "a|b|1", "c|d|2")
    assert len(stitch([one, ragged("丁|戊|己", "e|f|3")])) == 2
    assert len(stitch([one, ragged("e|f|3")])) == 1
    assert len(stitch([one, ragged("e|f|g|h|i|j|3")])) == 2


def test_no_text_is_lost():
    for below in (BELOW, [["", "", "", "", "", ""], *BELOW[2:]], [RUBRIC, ["过程", "", "别的", "", "1", ""]]):
        blocks = [grid(1, ABOVE), grid(2, below)]
        kept = "".join(cell.text for sheet in stitch(blocks) for cell in sheet.cells)
        for block in blocks:
            assert all(squash(cell.text) in squash(kept) for cell in block.cells)


def test_docx_tables_with_other_column_grids_are_laid_by_their_headers():
    one = [["一级", "名称", "分值"], ["产出", "里程", "5"]]
    two = [["一级", "名称", "<", "分值"], ["效益", "受益", "人数", "6"], ["^", "满意", "<", "7"]]
    (sheet,) = stitch([docx_grid(one), docx_grid(two)])
    assert shown(sheet) == [
        ["一级", "名称", "<", "分值"],
        ["产出", "里程", "<", "5"],
        ["效益", "受益", "人数", "6"],
        ["^", "满意", "<", "7"],
    ]


def test_levels_of_equal_extents_by_chance_are_judged_apart():
    one = [["一级", "二级", "三级", "分值"], ["产出指标", "数量指标", "里程", "5"], ["^", "^", "座数", "5"]]
    for label in ("产出指标", ""):
        two = [one[0], [label, "质量指标", "合格率", "5"], ["^", "^", "返工率", "5"]]
        (sheet,) = stitch([grid(1, one), grid(2, two)])
        assert shown(sheet)[3] == ["^", "质量指标", "合格率", "5"]


def test_labels_with_points_beside_a_blank_cell_are_not_glued():
    head = ["项目", "二级", "三级", "分值"]
    one = [head, ["修路", "生态环境成本指标（10分）", "污染", "5"], ["^", "^", "噪声", "5"]]
    two = [head, ["", "经济社会成本指标（7分）", "造价", "4"], ["^", "^", "工期", "3"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert shown(sheet)[3][:2] == ["^", "经济社会成本指标（7分）"]


def test_merged_weights_are_counted_once():
    head = ["一级", "三级", "分值", "得分"]
    one = [head, ["产出指标", "里程", "20", "9"], ["^", "座数", "^", "8"]]
    for label, weight in (("产出指标", "20"), ("", "")):
        two = [head, [label, "合格率", weight, "9"], ["^", "返工率", "^", "9"], ["效益指标", "收益", "30", "9"]]
        (sheet,) = stitch([grid(1, one), grid(2, two)])
        assert [row[2] for row in shown(sheet)] == ["分值", "20", "^", "^", "^", "30"]


def test_equal_weights_of_two_rows_stay_two():
    head = ["一级", "三级", "分值"]
    one = [head, ["产出指标", "里程", "5"], ["^", "座数", "5"]]
    two = [head, ["产出指标", "合格率", "5"], ["^", "返工率", "5"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert [row[2] for row in shown(sheet)] == ["分值", "5", "5", "5", "5"]


def test_a_side_label_and_a_total_under_a_repeated_header():
    one = [["绩效指标", "一级", "三级", "分值"], ["^", "产出", "里程", "50"], ["^", "^", "座数", "50"]]
    two = [["", "一级", "三级", "分值"], ["总分", "<", "<", "100"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert shown(sheet) == [*one, two[1]]


def test_a_text_printed_late_names_the_cell_left_blank_above():
    head = ["项目", "二级", "三级", "分值"]
    one = [
        head,
        ["修路", "数量", "里程", "5"],
        ["^", "^", "座数", "5"],
        ["", "质量", "合格", "5"],
        ["^", "^", "返工", "5"],
    ]
    two = [head, ["架桥", "时效", "工期", "5"], ["^", "^", "开工", "5"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert [row[0] for row in shown(sheet)] == ["项目", "修路", "^", "架桥", "^", "^", "^"]


def test_a_whole_reprint_beside_a_label_cut_in_half():
    head = ["单位", "部分", "三级", "分值"]
    one = [head, ["公路中心", "过程", "里程", "5"], ["^", "^", "座数", "5"]]
    two = [head, ["公路中心", "(25分)", "合格率", "5"], ["^", "^", "返工率", "10"]]
    (sheet,) = stitch([grid(1, one), grid(2, two)])
    assert shown(sheet)[1][:2] == ["公路中心", "过程(25分)"]
    assert codes(sheet) == []


def test_empty_grids_and_no_blocks():
    nothing = Grid(cells=(), rows=0, cols=0)
    assert stitch([]) == ()
    assert [sheet.rows for sheet in stitch([nothing, grid(1, ONE), nothing, nothing])] == [0, 3, 0, 0]
    bare = Grid(cells=(), rows=0, cols=0, ragged=True)
    assert len(stitch([bare, ragged("甲|乙", "1|2"), bare])) == 3


ROWS = [
    ["一级指标", "二级指标", "三级指标", "分值", "得分"],
    ["产出指标", "数量指标", "新建里程", "12.50", "12.50"],
    ["^", "质量指标", "合格率", "27.50", "27.50"],
    ["效益指标", "社会效益指标", "受益人数", "60.00", "60.00"],
]


def test_the_last_decimals_of_a_row_of_totals_go_on_below_the_break():
    upper = grid(1, [*ROWS, ["合计", "<", "<", "100.0", "100.0"]])
    (sheet,) = stitch([upper, grid(2, [["", "<", "<", "0", "0"]])], LABELS)
    assert shown(sheet)[-1][0] == "合计"
    assert {"100.00"} <= {cell.text for cell in sheet.cells}
    assert "0" not in {cell.text for cell in sheet.cells}


def test_figures_under_a_name_are_a_row_of_their_own():
    upper = grid(1, [*ROWS, ["合计", "<", "<", "100.0", "100.0"]])
    (sheet,) = stitch([upper, grid(2, [["复核", "<", "<", "0", "0"]])], LABELS)
    assert {"100.0", "0", "复核"} <= {cell.text for cell in sheet.cells}


def test_a_figure_cut_among_the_decimals_its_column_has():
    upper = grid(1, [*ROWS, ["满意度指标", "服务对象满意", "群众满意度", "7.2", "6.8"]])
    (sheet,) = stitch([upper, grid(2, [["", "度指标", "", "5", "0"]])], LABELS)
    assert {"7.25", "6.80", "服务对象满意度指标"} <= {cell.text for cell in sheet.cells}


LIST = [["序号", "姓名", "职务"], ["1", "甲", "科员"], ["2", "乙", "主任"], ["3", "丙", "会计"]]


def test_a_list_that_counts_from_one_again_under_its_title_is_another():
    blocks = [line(1, "人员情况一览表"), grid(1, LIST), line(2, "人员情况一览表"), grid(2, LIST)]
    assert len(stitch(blocks, LABELS)) == 2


def test_a_list_that_counts_on_under_its_title_is_one():
    rest = [LIST[0], ["4", "丁", "科员"], ["5", "戊", "会计"]]
    (one,) = stitch([line(1, "人员情况一览表"), grid(1, LIST), line(2, "人员情况一览表"), grid(2, rest)], LABELS)
    assert one.rows == 6


def test_codes_gone_through_again_under_their_title_are_another_list():
    upper = [
        ["科目编码", "科目名称", "金额"],
        ["201", "公共服务", "7.1"],
        ["205", "教育", "2.2"],
        ["208", "社会保障", "1.5"],
    ]
    lower = [
        upper[0],
        ["201", "公共服务", "9.0"],
        ["205", "教育", "8.2"],
        ["213", "农林水", "3.3"],
        ["208", "社保", "1.0"],
    ]
    blocks = [line(1, "支出决算表"), grid(1, upper), line(2, "支出决算表"), grid(2, lower)]
    assert len(stitch(blocks, LABELS)) == 2

"""An error must not rest on one program's eyes."""

import pyarrow as pa
import pytest

from gouji.check import judge

from .conftest import QUERY, batch, indicator


def reread(tables, cell_no, text):
    cells = tables["cells"]
    read = [text if number == cell_no else None for number in cells["cell_no"].to_pylist()]
    place = cells.schema.get_field_index("second_text")
    return tables | {"cells": cells.set_column(place, "second_text", pa.array(read, pa.string()))}


@pytest.mark.parametrize("second", ["score 指标1", "score指标1", " score  指标１"])
def test_readers_that_agree_leave_the_error(book, second):
    (finding,) = judge(reread(batch([indicator(1, 12)]), 10, second), book())
    assert (finding.severity, finding.message) == ("ERROR", "指标1得分 12，分值 10")


@pytest.mark.parametrize("second", ["score 指标7", ""])
def test_readers_that_differ_make_it_a_warning_that_shows_both(book, second):
    (finding,) = judge(reread(batch([indicator(1, 12)]), 10, second), book())
    assert finding.severity == "WARN"
    assert finding.message == f"待核对原件：指标1得分 12，分值 10（两个读取程序读法不一：“score 指标1”与“{second}”）"


def test_warnings_are_not_touched(book):
    query = QUERY.replace("AS cells\n", "AS cells, 'WARN' AS severity\n")
    (finding,) = judge(reread(batch([indicator(1, 12)]), 10, "score 指标7"), book(query))
    assert finding.message == "指标1得分 12，分值 10"


def test_id_does_not_depend_on_the_second_reader(book):
    rulebook = book()
    (once,) = judge(batch([indicator(1, 12)]), rulebook)
    (twice,) = judge(reread(batch([indicator(1, 12)]), 10, "score 指标7"), rulebook)
    assert once.finding_id == twice.finding_id

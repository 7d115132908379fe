"""The second reader: what an error rests on is read again by a program of other making."""

from __future__ import annotations

import pytest
from fixtures.kit.build import document

from gouji.exceptions import ExitCode, UsageError
from gouji.journey import load_rules
from gouji.run import check_folder, run, run_in_memory
from gouji.run import second as second_reader
from gouji.run.second import joined

FAULTY = document("national-faulty-ruled")


@pytest.fixture(scope="module")
def rules():
    return load_rules()


def errors(result):
    return [row for row in result.tables["findings"].to_pylist() if row["severity"] == "ERROR"]


def second_texts(result):
    return {
        (row["table_no"], row["cell_no"]): (row["text"], row["second_text"])
        for row in result.tables["cells"].to_pylist()
        if row["second_text"] is not None
    }


def test_cells_of_errors_are_read_again_and_agree(rules):
    result = run_in_memory([FAULTY], rules)
    wanted = {(ref["table_no"], ref["cell_no"]) for row in errors(result) for ref in row["cells"]}
    seen = second_texts(result)
    assert wanted
    assert set(seen) == wanted
    assert not any("未复读" in row["message"] for row in errors(result))


def test_off_says_that_nobody_looked_twice(rules):
    result = run_in_memory([FAULTY], rules, second="off")
    assert second_texts(result) == {}
    assert all(row["message"].endswith("（未复读）") for row in errors(result))


def test_all_reads_every_cell_of_a_page(rules):
    result = run_in_memory([FAULTY], rules, second="all")
    placed = [row for row in result.tables["cells"].to_pylist() if row["places"]]
    assert len(second_texts(result)) == len(placed)


def test_documents_without_pages_have_no_second_reader(rules):
    result = run_in_memory([document("national-faulty-docx")], rules)
    assert second_texts(result) == {}
    assert errors(result)
    assert not any("未复读" in row["message"] for row in errors(result))


def test_readers_that_differ_turn_the_error_into_a_warning(rules, monkeypatch, tmp_path):
    honest = second_reader.journey.read_again

    def other_eyes(path, document_id, places):
        return tuple("98" if text == "97" else text for text in honest(path, document_id, places))

    monkeypatch.setattr(second_reader.journey, "read_again", other_eyes)
    result = run([FAULTY], tmp_path / "out", rules)
    total = next(row for row in result.tables["findings"].to_pylist() if row["rule"] == "TOT-01")
    assert total["severity"] == "WARN"
    assert total["message"].startswith("待核对原件")
    assert "“97”与“98”" in total["message"]
    again = check_folder(tmp_path / "out", rules)
    assert [row["message"] for row in again.tables["findings"].to_pylist() if row["rule"] == "TOT-01"] == [
        total["message"]
    ]


def test_a_changed_file_is_not_read_again(rules, monkeypatch, tmp_path):
    copy = tmp_path / "a.pdf"
    copy.write_bytes(FAULTY.read_bytes())
    seen = second_reader.journey.read_again(copy, "0" * 64, [()])
    assert seen == (None,)
    assert second_reader.journey.read_again(tmp_path / "gone.pdf", "0" * 64, [(), ()]) == (None, None)


def test_unknown_choice_is_a_usage_error(rules):
    with pytest.raises(UsageError, match="second-reader"):
        run_in_memory([FAULTY], rules, second="twice")


def test_exit_code_counts_what_is_left(rules):
    assert run_in_memory([FAULTY], rules).code == ExitCode.FINDINGS


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["过程", "(25分)"], "过程(25分)"),
        (["甲项目", "甲项目"], "甲项目"),
        (["转型发展", "转型发展，增强能力。"], "转型发展，增强能力。"),
        (["100", ""], "100"),
        ([], ""),
    ],
)
def test_copies_on_two_pages_count_once(pieces, text):
    assert joined(pieces) == text

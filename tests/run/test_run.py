"""A run over hand-made documents: accounts balance, nothing read twice, nothing lost, the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests import handmade

from gouji.exceptions import ExitCode, OutputError, UsageError
from gouji.journey import Outcome, Rules
from gouji.model.schema import TABLES
from gouji.run import Result, check_folder, run
from gouji.run.shelf import SHELVED, FolderShelf, MemoryShelf, merge

FILES = {
    "a.txt": "ok\n甲\n错",
    "b.txt": "ok\n乙",
    "c.txt": "partial\n丙",
    "d.txt": "quarantine encrypted",
    "copy of a.txt": "ok\n甲\n错",
}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "x.png").write_bytes(b"x")
    return folder


class Auditor:
    """The stand-in journey, counting what it is asked to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, path: Path, rules: Rules) -> Outcome:
        self.read.append(path.name)
        return handmade.audit_document(path, rules)


def go(given: Path | Iterable[Path], folder: Path, auditor: Any = handmade.audit_document, **options: Any) -> Result:
    paths = [given] if isinstance(given, Path) else list(given)
    rules = options.pop("rules", None) or handmade.rules()
    return run(paths, folder, rules, audit_document=auditor, judge=handmade.judge, **options)


def rows(result: Result, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in result.tables[table].to_pylist()]


def tree(folder: Path) -> dict[str, str]:
    """Digest every file of an output but for the one that holds a clock and the shelf."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json" and ".staging" not in path.parts
    }


def test_every_input_is_accounted_for(inputs: Path, tmp_path: Path) -> None:
    result = go([inputs, inputs / "missing.pdf"], tmp_path / "out")
    assert rows(result, "inputs", "input_no", "source", "status", "reason") == [
        (1, "a.txt", "ok", None),
        (2, "b.txt", "ok", None),
        (3, "c.txt", "partial", "no_text_layer"),
        (4, "copy of a.txt", "ok", None),
        (5, "d.txt", "quarantined", "encrypted"),
        (6, "missing.pdf", "quarantined", "missing"),
        (7, "x.png", "skipped", None),
    ]


def test_equal_content_is_read_once_and_listed_twice(inputs: Path, tmp_path: Path) -> None:
    auditor = Auditor()
    result = go(inputs, tmp_path / "out", auditor)
    assert auditor.read == ["a.txt", "b.txt", "c.txt", "d.txt"]
    ids = dict(rows(result, "inputs", "source", "document_id"))
    assert ids["a.txt"] == ids["copy of a.txt"]
    assert sorted(rows(result, "documents", "source", "file_name", "status")) == [
        ("a.txt", "a.txt", "ok"),
        ("b.txt", "b.txt", "ok"),
        ("c.txt", "c.txt", "partial"),
        ("d.txt", "d.txt", "quarantined"),
    ]


def test_documents_are_merged_in_the_order_of_their_ids(inputs: Path, tmp_path: Path) -> None:
    result = go(inputs, tmp_path / "out")
    for name in SHELVED:
        ids = result.tables[name].column("document_id").to_pylist()
        assert ids == sorted(ids)
    assert result.tables["cells"].num_rows == 4


def test_the_parts_hold_what_the_run_returns(inputs: Path, tmp_path: Path) -> None:
    result = go(inputs, tmp_path / "out")
    assert sorted(result.tables) == sorted(TABLES)
    for name, table in result.tables.items():
        stored = pq.read_table(tmp_path / "out" / "data" / name / "part-00000.parquet")
        assert stored.equals(table), name


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["a.txt"], ExitCode.FINDINGS),
        (["b.txt"], ExitCode.OK),
        (["b.txt", "c.txt"], ExitCode.INCOMPLETE),
        (["b.txt", "d.txt"], ExitCode.INCOMPLETE),
        (["a.txt", "d.txt"], ExitCode.FINDINGS),
        (["b.txt", "gone.txt"], ExitCode.INCOMPLETE),
    ],
)
def test_exit_codes(inputs: Path, tmp_path: Path, names: list[str], code: ExitCode) -> None:
    assert go([inputs / name for name in names], tmp_path / "out").code == code


def test_skipped_inputs_do_not_change_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    (tmp_path / "b.txt").write_text("ok\n乙")
    assert go(tmp_path, tmp_path / "out").code == ExitCode.OK


def test_the_same_input_gives_the_same_bytes(inputs: Path, tmp_path: Path) -> None:
    files = sorted(inputs.glob("*.txt"))
    go(files, tmp_path / "one")
    go(files[::-1], tmp_path / "other")
    first = tree(tmp_path / "one")
    assert len(first) > len(TABLES)
    assert first == tree(tmp_path / "other")
    go(files, tmp_path / "one")
    assert first == tree(tmp_path / "one")
    go(files, tmp_path / "one", fresh=True)
    assert first == tree(tmp_path / "one")


def test_a_finished_document_is_not_read_again(inputs: Path, tmp_path: Path) -> None:
    go(inputs, tmp_path / "out")
    auditor = Auditor()
    result = go(inputs, tmp_path / "out", auditor)
    assert auditor.read == []
    assert ("d.txt", "quarantined", "encrypted", "不能读：encrypted。") in rows(
        result, "inputs", "source", "status", "reason", "message"
    )
    go(inputs, tmp_path / "out", auditor, fresh=True)
    assert auditor.read == ["a.txt", "b.txt", "c.txt", "d.txt"]


def test_other_forms_or_words_make_everything_be_read_again(inputs: Path, tmp_path: Path) -> None:
    go(inputs, tmp_path / "out")
    auditor = Auditor()
    other = handmade.rules()
    other = Rules(
        forms=(), words=other.words, meanings=other.meanings, rulebook=other.rulebook, reading_digest="e" * 64
    )
    go(inputs, tmp_path / "out", auditor, rules=other)
    assert len(auditor.read) == 4
    assert len(list((tmp_path / "out" / ".staging").iterdir())) == 1


def test_what_a_missing_converter_stopped_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_text("quarantine converter_missing")
    auditor = Auditor()
    for _ in range(2):
        go(tmp_path / "a.doc", tmp_path / "out", auditor)
    assert auditor.read == ["a.doc", "a.doc"]


def test_an_interrupted_run_keeps_what_is_done(inputs: Path, tmp_path: Path) -> None:
    poison = inputs / "c.txt"
    poison.write_text("interrupt", encoding="utf-8")
    auditor = Auditor()
    with pytest.raises(KeyboardInterrupt):
        go(inputs, tmp_path / "out", auditor)
    assert auditor.read == ["a.txt", "b.txt", "c.txt"]
    assert not (tmp_path / "out" / "run.json").exists()
    poison.write_text(FILES["c.txt"], encoding="utf-8")
    auditor.read.clear()
    go(inputs, tmp_path / "out", auditor)
    assert auditor.read == ["c.txt", "d.txt"]
    go(inputs, tmp_path / "undisturbed")
    assert tree(tmp_path / "out") == tree(tmp_path / "undisturbed")


def test_a_file_that_changed_while_it_was_read_is_quarantined_and_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("changed")
    result = go(tmp_path / "a.txt", tmp_path / "out")
    assert rows(result, "inputs", "status", "reason", "document_id") == [("quarantined", "changed_during_read", None)]
    assert result.tables["documents"].num_rows == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ok")
    (tmp_path / "a.txt").chmod(0)
    assert rows(go(tmp_path / "a.txt", tmp_path / "out"), "inputs", "reason") == [("unreadable",)]


def test_a_folder_with_another_run_is_refused(inputs: Path, tmp_path: Path) -> None:
    go(inputs / "a.txt", tmp_path / "out")
    before = tree(tmp_path / "out")
    with pytest.raises(UsageError, match="--fresh") as refused:
        go(inputs / "b.txt", tmp_path / "out")
    assert "a.txt" in str(refused.value)
    assert tree(tmp_path / "out") == before
    assert go([inputs / "a.txt", inputs / "b.txt"], tmp_path / "out").tables["documents"].num_rows == 2
    assert go(inputs / "b.txt", tmp_path / "out", fresh=True).tables["documents"].num_rows == 1


def test_a_larger_folder_contains_the_old_inputs_by_content(inputs: Path, tmp_path: Path) -> None:
    go(inputs / "a.txt", tmp_path / "out")
    outer = go(inputs.parent / "in", tmp_path / "out")
    assert outer.tables["documents"].num_rows == 4


def test_a_corrected_document_under_the_same_name_is_welcome(inputs: Path, tmp_path: Path) -> None:
    go(inputs / "a.txt", tmp_path / "out")
    (inputs / "a.txt").write_text("ok\n甲\n改", encoding="utf-8")
    assert go(inputs / "a.txt", tmp_path / "out").code == ExitCode.OK


def test_a_run_file_that_is_not_ours_is_refused(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_text("[]")
    with pytest.raises(UsageError):
        go(inputs, tmp_path / "out")


def test_foreign_files_in_the_output_folder_stay(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    go(inputs, tmp_path / "out")
    go(inputs, tmp_path / "out", fresh=True)
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_an_output_that_cannot_be_written_names_its_path(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(OutputError, match="out"):
        go(inputs, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "a file, not a folder"


@pytest.mark.skipif(os.name == "nt", reason="needs limits on the size of files")
@pytest.mark.parametrize("limit", [100, 3_000, 6_000, 8_000])
def test_a_full_disk_leaves_the_old_outputs_alone(inputs: Path, tmp_path: Path, limit: int) -> None:
    import resource

    go(inputs / "a.txt", tmp_path / "out")
    before = tree(tmp_path / "out")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
    try:
        with pytest.raises(OutputError, match="out"):
            go(inputs, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert tree(tmp_path / "out") == before
    go(inputs, tmp_path / "out")
    go(inputs, tmp_path / "undisturbed")
    assert tree(tmp_path / "out") == tree(tmp_path / "undisturbed")


def test_clocks_are_in_the_account_alone(inputs: Path, tmp_path: Path) -> None:
    go(inputs, tmp_path / "out", command=("audit", "in"))
    account = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert account["clock"].keys() == {"started", "finished", "seconds"}
    assert account["counts"]["inputs"] == {"ok": 3, "partial": 1, "quarantined": 1, "skipped": 1}
    assert account["counts"]["findings"] == {"ERROR": 1}
    assert account["exit_code"] == 1
    assert account["command"] == ["audit", "in"]
    assert account["rulebook"]["digest"] == "r" * 64
    assert [item["document_id"] is None for item in account["inputs"]].count(False) == 5


def test_the_desk_alone_writes_findings_again(inputs: Path, tmp_path: Path) -> None:
    go(inputs, tmp_path / "out")
    before = tree(tmp_path / "out")
    strict = check_folder(tmp_path / "out", handmade.rules(), judge=lambda tables, rulebook, second: ())
    assert strict.code == ExitCode.INCOMPLETE
    after = tree(tmp_path / "out")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "data/findings/part-00000.parquet", "findings.csv", "findings.jsonl", "findings.xlsx", "report/index.html",
        "datapackage.json",
    }  # fmt: skip
    assert check_folder(tmp_path / "out", handmade.rules(), judge=handmade.judge).code == ExitCode.FINDINGS
    assert tree(tmp_path / "out") == before


def test_a_run_goes_on_after_the_desk_has_judged_again(inputs: Path, tmp_path: Path) -> None:
    go(inputs, tmp_path / "out")
    check_folder(tmp_path / "out", handmade.rules(), judge=handmade.judge)
    auditor = Auditor()
    go(inputs, tmp_path / "out", auditor)
    assert auditor.read == []


def test_a_folder_without_a_run_cannot_be_judged(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gouji audit"):
        check_folder(tmp_path, handmade.rules(), judge=handmade.judge)


def test_a_run_over_nothing_accounts_for_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "in"
    empty.mkdir()
    result = go(empty, tmp_path / "out")
    assert result.code == ExitCode.OK
    assert {name: table.num_rows for name, table in result.tables.items() if table.num_rows} == {}


def test_both_shelves_give_back_what_they_were_given(inputs: Path, tmp_path: Path) -> None:
    tables = {name: table for name, table in go(inputs / "a.txt", tmp_path / "out").tables.items() if name in SHELVED}
    for shelf in (MemoryShelf(), FolderShelf(tmp_path / "shelf", "key")):
        assert "a" not in shelf
        shelf.put("a", tables)
        assert "a" in shelf
        joined = merge(shelf, ["a", "a"])
        for name in SHELVED:
            assert joined[name].equals(pa.concat_tables([tables[name], tables[name]])), name


def test_half_written_files_of_a_killed_run_are_swept_away(inputs: Path, tmp_path: Path) -> None:
    go(inputs, tmp_path / "out")
    leftover = tmp_path / "out" / "data" / "cells" / ".writing-part-00000.parquet"
    leftover.write_bytes(b"half")
    go(inputs, tmp_path / "out")
    assert not leftover.exists()

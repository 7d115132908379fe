"""What a run takes up: every file once, nothing silent, names that do not depend on where a folder lies."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from gouji.run.inputs import EXTENSIONS, find_inputs


def listed(*given: str | Path, leave_out: Path | None = None) -> list[tuple[str, str | None, str | None]]:
    return [(item.source, item.status, item.reason) for item in find_inputs(given, leave_out)]


@pytest.fixture
def harvest(tmp_path: Path) -> Path:
    folder = tmp_path / "harvest"
    for name in ("b.pdf", "a/z.docx", "a/注 释.TXT", "a/picture.png", ".hidden/c.pdf", "a/~$z.docx"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def test_a_folder_gives_its_documents_and_lists_the_rest(harvest: Path) -> None:
    assert listed(harvest) == [
        (".hidden", "skipped", None),
        ("a/picture.png", "skipped", None),
        ("a/z.docx", None, None),
        ("a/~$z.docx", "skipped", None),
        ("a/注 释.TXT", None, None),
        ("b.pdf", None, None),
    ]


def test_every_known_extension_is_taken_up(tmp_path: Path) -> None:
    for extension in EXTENSIONS:
        (tmp_path / f"x{extension}").write_text("x")
    assert all(item.status is None for item in find_inputs([tmp_path]))


def test_sources_do_not_depend_on_the_place_or_the_order(harvest: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "deep"
    shutil.copytree(harvest, copy)
    one = [item.source for item in find_inputs([harvest / "b.pdf", harvest / "a"])]
    other = [item.source for item in find_inputs([copy / "a", copy / "b.pdf"])]
    assert one == other
    assert "b.pdf" in one


def test_sources_do_not_depend_on_the_working_folder(harvest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absolute = listed(harvest)
    monkeypatch.chdir(harvest.parent)
    assert listed("harvest") == absolute
    assert listed("./harvest/../harvest") == absolute


def test_one_file_is_called_by_its_name(harvest: Path) -> None:
    assert listed(harvest / "a" / "z.docx") == [("z.docx", None, None)]


def test_a_file_given_twice_is_one_input(harvest: Path) -> None:
    assert len(find_inputs([harvest / "b.pdf", harvest / "a" / ".." / "b.pdf", harvest])) == len(find_inputs([harvest]))


def test_a_pattern_is_expanded(harvest: Path) -> None:
    assert listed(harvest / "*.pdf") == [("b.pdf", None, None)]
    assert listed(str(harvest / "**" / "*.docx"))[0][0].endswith("z.docx")


def test_a_file_whose_name_is_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "[a].pdf").write_text("x")
    (tmp_path / "a.pdf").write_text("y")
    assert listed(tmp_path / "[a].pdf") == [("[a].pdf", None, None)]


def test_what_is_missing_is_one_row_and_names_no_machine_path(harvest: Path) -> None:
    assert listed("/nowhere/gone.pdf", harvest / "none*.pdf", harvest / "b.pdf") == [
        ("b.pdf", None, None),
        ("gone.pdf", "quarantined", "missing"),
        ("none*.pdf", "quarantined", "missing"),
    ]


def test_a_file_named_outright_is_tried_whatever_its_name(harvest: Path) -> None:
    assert listed(harvest / "a" / "picture.png") == [("picture.png", None, None)]


def test_the_output_folder_is_never_an_input(harvest: Path) -> None:
    output = harvest / "out"
    (output / "report").mkdir(parents=True)
    (output / "report" / "index.html").write_text("x")
    assert all("out" not in source for source, _, _ in listed(harvest, leave_out=output))
    assert any(source.startswith("out") for source, _, _ in listed(harvest))


@pytest.mark.skipif(os.name == "nt", reason="needs FIFOs and symbolic links")
def test_pipes_dangling_links_and_loops_are_skipped_aloud(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "real.pdf").write_text("x")
    (tmp_path / "same.pdf").symlink_to(tmp_path / "real.pdf")
    assert listed(tmp_path) == [
        ("gone.pdf", "skipped", None),
        ("loop", "skipped", None),
        ("pipe.pdf", "skipped", None),
        ("real.pdf", None, None),
    ]
    assert listed(tmp_path / "pipe.pdf") == [("pipe.pdf", "skipped", None)]


@pytest.mark.skipif(os.name == "nt", reason="needs names that are no text")
def test_a_name_that_is_no_text_is_an_input_like_any_other(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xff\xfe.pdf")  # noqa: PTH118 - bytes
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - bytes
            file.write(b"x")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert [status for _, status, _ in listed(tmp_path)] == [None]

"""Old office documents: what is told without LibreOffice, and what it makes of them where it is installed."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from tests.read.test_docx import GO, START, cells, p, package, span, tbl, tc, tr

from gouji.exceptions import DocumentError
from gouji.model.grid import Grid
from gouji.read import office, read_bytes
from gouji.read.office import convert, find_converter, read_office
from gouji.read.word_binary import last_cells

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
DOC = OLE + "WordDocument".encode("utf-16-le") + b"\0" * 512

needs_converter = pytest.mark.skipif(find_converter() is None, reason="LibreOffice (soffice) is not installed")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")

TABLE = tbl(
    tr(tc("级次", START), tc("指标", span(2))),
    tr(tc("", GO), tc("名称"), tc("分值")),
    tr(tc("产出"), tc("完成数量"), tc("20")),
    widths=(1500, 1500, 1500),
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{KIND}"/></Types>'
)
WHOLE = package(p("绩效目标表") + TABLE + p("说明"), extra=[("[Content_Types].xml", TYPES)])
CELLS = [(0, 0, 2, 1, "级次"), (0, 1, 1, 2, "指标"), (1, 1, 1, 1, "名称"), (1, 2, 1, 1, "分值")]
CELLS += [(2, 0, 1, 1, "产出"), (2, 1, 1, 1, "完成数量"), (2, 2, 1, 1, "20")]


RTF = (
    r"{\rtf1\ansi\uc0{\pard\u34920 \par}\trowd\cellx1500\cellx3000\intbl \u30002\cell\u20057\cell\row"
    r"\trowd\cellx1500\cellx3000\intbl 1\cell 2\cell\row\pard x\par}"
)


@pytest.fixture(scope="module")
def old() -> bytes:
    """The document as a binary Word file."""
    return convert(WHOLE, ".docx", "doc")


@needs_converter
def test_a_binary_word_file(old: bytes) -> None:
    assert last_cells(old) == ("20", "完成数量", "产出")
    document = read_bytes(old, "x.wps")
    assert [cells(block) for block in document.blocks if isinstance(block, Grid)] == [CELLS]
    assert (document.media_type, document.notices) == ("application/msword", ())


@needs_converter
def test_rich_text() -> None:
    document = read_bytes(RTF.encode(), "x.rtf")
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "1", "2"]
    assert document.media_type == "application/rtf"


def stand_in(folder: Path, script: str) -> Path:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a script in LibreOffice's place."""

    def use(script: str) -> None:
        path = stand_in(tmp_path, script)
        monkeypatch.setattr(office, "find_converter", lambda: str(path))

    return use


def test_without_it_the_reason_says_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_converter", lambda: None)
    for data, name in ((DOC, "a.doc"), (DOC, "a.wps"), (b"{\\rtf1 x}", "a.rtf")):
        with pytest.raises(DocumentError, match="安装") as caught:
            read_bytes(data, name)
        assert caught.value.reason == "converter_missing"


@needs_posix
def test_success_without_a_file_is_a_failure(pretend) -> None:
    pretend("echo 'Error: source file could not be loaded'; exit 0")
    with pytest.raises(DocumentError, match="could not be loaded") as caught:
        convert(b"x", ".doc", "docx")
    assert caught.value.reason == "unreadable"


@needs_posix
def test_at_the_deadline_it_is_ended_with_all_it_started(pretend, tmp_path: Path) -> None:
    trace = tmp_path / "child"
    pretend(f"sleep 60 & echo $! > {trace}; wait")
    started = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        convert(b"x", ".doc", "docx", deadline=1.0)
    assert caught.value.reason == "timeout"
    assert time.monotonic() - started < 20
    child = int(trace.read_text())
    for _ in range(50):
        if not _runs(child):
            return
        time.sleep(0.1)
    pytest.fail("the converter's child still runs")


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@needs_posix
def test_it_runs_with_a_profile_of_its_own_that_runs_no_macros(pretend, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    pretend(
        'for item in "$@"; do case $item in -env:UserInstallation=file://*) profile=${item#*file://};; esac; done\n'
        f'cp "$profile/user/registrymodifications.xcu" {kept}'
    )
    with pytest.raises(DocumentError):
        convert(b"x", ".doc", "docx")
    settings = kept.read_text(encoding="utf-8")
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    assert 'oor:name="ooInetProxyType" oor:op="fuse"><value>2' in settings


@needs_posix
@needs_converter
def test_a_table_lost_in_the_conversion_is_sought_in_a_pdf(old: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = package(p("绩效目标表") + p("级次指标名称分值产出完成数量20"))
    real = convert

    def lossy(data: bytes, suffix: str, target: str) -> bytes:
        return lost if target == "docx" else real(data, suffix, target)

    monkeypatch.setattr(office, "convert", lossy)
    blocks, pages, notices = read_office(old, ".doc")
    assert (blocks, len(pages), notices[0].code) == ((), 1, "R-03")


@needs_converter
def test_a_password_is_seen_before_the_conversion(old: bytes) -> None:
    data = bytearray(old)
    at = data.find(b"\xec\xa5")
    data[at + 0x0B] |= 0x01
    with pytest.raises(DocumentError) as caught:
        read_bytes(bytes(data), "x.doc")
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("data", [OLE, DOC, OLE[:40], DOC + b"\xff" * 5000])
def test_damaged_containers_leave_it_to_the_conversion(data: bytes) -> None:
    assert last_cells(data) == ()

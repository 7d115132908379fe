"""Old office documents (.doc, .wps, .rtf, .odt): converted by LibreOffice where it is installed, then read as DOCX.

LibreOffice runs in a process group of its own with a private profile that runs no macros, follows no links and knows no
network, and is ended at a deadline. It returns 0 for some files it could not convert: only the file it writes counts.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from gouji.exceptions import DocumentError
from gouji.model.grid import Block, Grid
from gouji.model.notice import Notice
from gouji.model.page import Page
from gouji.read.docx import read_docx
from gouji.read.word_binary import last_cells
from gouji.text import squash

DEADLINE = 90.0
"""Seconds for one conversion: a first start with a new profile takes five to ten, a large file several times that."""

_COMMANDS = ("soffice", "libreoffice", "soffice.exe")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_INSTALL = (
    "读取此格式需要 LibreOffice，本机未安装。请安装（Debian/Ubuntu：apt install libreoffice-writer；macOS 与 Windows："
    "https://zh-cn.libreoffice.org），或先用 Word、WPS 另存为 DOCX。"
)
# Highest macro security and none run, links never updated, a proxy that leads nowhere.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>'
)


def read_office(data: bytes, suffix: str) -> tuple[tuple[Block, ...], Sequence[Page], tuple[Notice, ...]]:
    """Read an old office document: its blocks, or its pages where the conversion to DOCX lost its tables.

    Args:
        data: the file's content.
        suffix: the extension LibreOffice knows the format by (".doc", ".rtf", ".odt", ".xml").

    Raises:
        DocumentError: converter_missing, encrypted, timeout, unreadable, or as `read_docx`.
    """
    cells = last_cells(data) if suffix == ".doc" else ()
    blocks, notices = read_docx(convert(data, suffix, "docx"))
    if not _lost(cells, blocks):
        return blocks, (), notices
    from gouji.read.pdf import read_pdf

    pages, doubts = read_pdf(convert(data, suffix, "pdf"))
    message = "转换为 DOCX 时文末的表格缺失，改由转换所得的 PDF 读取（页码为转换后的页码）。请对照原件核对文末的表格。"
    return (), pages, (Notice(code="R-03", message=message), *doubts)


def _lost(cells: tuple[str, ...], blocks: tuple[Block, ...]) -> bool:
    """Tell whether none of the last cells of the original is in any cell read."""
    if not cells:
        return False
    found = {squash(cell.text) for block in blocks if isinstance(block, Grid) for cell in block.cells}
    return not any(text in other for text in cells for other in found)


def convert(data: bytes, suffix: str, target: str, deadline: float = DEADLINE) -> bytes:
    """Return the document in another format.

    Raises:
        DocumentError: converter_missing, timeout, or unreadable if no file was written.
    """
    program = find_converter()
    if program is None:
        raise DocumentError("converter_missing", _INSTALL)
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source, out = place / f"document{suffix}", place / "out"
        source.write_bytes(data)
        _write_profile(place / "profile")
        said = _run(_command(program, place / "profile", target, out, source), place, deadline)
        result = out / f"document.{target}"
        if not result.is_file() or not result.stat().st_size:
            detail = f"（{said[:120]}）" if said else ""
            raise DocumentError("unreadable", f"LibreOffice 未能转换此文件{detail}。请用 Word 或 WPS 另存为 DOCX。")
        return result.read_bytes()


def find_converter() -> str | None:
    """Return the path of LibreOffice, None if it is not installed."""
    found = next((path for command in _COMMANDS if (path := shutil.which(command)) is not None), None)
    return found or next((path for path in _PLACES if Path(path).is_file()), None)


def _command(program: str, profile: Path, target: str, out: Path, source: Path) -> list[str]:
    options = ["--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nofirststartwizard"]
    where = [f"-env:UserInstallation={profile.as_uri()}", "--convert-to", target, "--outdir", str(out), str(source)]
    return [program, *options, *where]


def _write_profile(profile: Path) -> None:
    user = profile / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path, name, value) for path, name, value in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items), encoding="utf-8")


def _run(command: list[str], folder: Path, deadline: float) -> str:
    """Run the converter to its end or the deadline; return what it says last."""
    talk = folder / "talk"
    environment = {**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp", "TMPDIR": str(folder)}
    environment |= {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    with talk.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            process.wait(deadline)
        except subprocess.TimeoutExpired as error:
            raise DocumentError(
                "timeout", f"LibreOffice 在 {deadline:.0f} 秒内未能转换此文件。请用 Word 或 WPS 另存为 DOCX。"
            ) from error
        finally:
            _end(process)
    lines = talk.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return next((line for line in reversed(lines) if "rror" in line), "")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the converter and all it started, if it still runs."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()

"""What there is to read: files, folders and patterns become a list of inputs, none twice and none silent."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gouji.exceptions import REASONS

EXTENSIONS = frozenset(
    {
        ".pdf",
        ".docx",
        ".docm",
        ".dotx",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".html",
        ".htm",
        ".shtml",
        ".mht",
        ".mhtml",
        ".txt",
    }
)
"""What a folder walk takes up. A file named outright is tried whatever its name."""

_LOCK_PREFIX = "~$"
"""Office programs keep such a file beside an open document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input: `status` is None for a file to read; otherwise it is decided already, with a message.

    `source` is relative to the folder all inputs have in common, so that it does not depend on where that folder lies.
    """

    path: Path
    source: str
    status: str | None = None
    reason: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    path: Path
    status: str | None = None
    reason: str | None = None
    message: str | None = None


def find_inputs(given: Iterable[str | os.PathLike[str]], leave_out: Path | None = None) -> tuple[Input, ...]:
    """List the inputs in the order of their sources; the folder `leave_out` (the output) is never an input."""
    found: dict[Path, _Found] = {}
    roots: list[Path] = []
    for name in _expand(given):
        path = Path(os.path.abspath(name))  # noqa: PTH100 - Path.absolute keeps "..", resolve follows links
        if os.path.lexists(path):
            roots.append(path if path.is_dir() else path.parent)
        for item in _look(path, leave_out):
            found.setdefault(_identity(item.path), item)
    base = Path(os.path.commonpath(roots)) if len({root.drive for root in roots}) == 1 else None
    return tuple(sorted((_input(item, base) for item in found.values()), key=lambda item: (item.source, item.path)))


def _expand(given: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    for item in given:
        name = os.fspath(item)
        if glob.has_magic(name) and not os.path.lexists(name):
            yield from sorted(glob.glob(name, recursive=True)) or [name]  # noqa: PTH207 - patterns may be absolute
        else:
            yield name


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except OSError:
        return path


def _look(path: Path, leave_out: Path | None) -> Iterator[_Found]:
    if path.is_dir():
        yield from _walk(path, leave_out)
    elif not os.path.lexists(path):
        yield _Found(path=path, status="quarantined", reason="missing", message=_missing(path))
    else:
        yield _plain(path)


def _missing(path: Path) -> str:
    return f"{REASONS['missing']}：{path.name}，请检查路径"


def _walk(folder: Path, leave_out: Path | None) -> Iterator[_Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield _Found(
            path=folder, status="quarantined", reason="unreadable", message=f"文件夹无法打开：{error.strerror}"
        )
        return
    for entry in entries:
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(path, leave_out)
        else:
            yield _listed(path, entry)


def _folder(path: Path, leave_out: Path | None) -> Iterator[_Found]:
    if leave_out is not None and _identity(path) == _identity(leave_out):
        return
    if path.name.startswith("."):
        yield _Found(path=path, status="skipped", message="隐藏文件夹，未进入")
    else:
        yield from _walk(path, leave_out)


def _listed(path: Path, entry: os.DirEntry[str]) -> _Found:
    if entry.is_symlink() and path.is_dir():
        return _Found(path=path, status="skipped", message="链接的文件夹，未进入")
    if path.name.startswith((".", _LOCK_PREFIX)):
        return _Found(path=path, status="skipped", message="隐藏文件或临时文件")
    if path.suffix.lower() not in EXTENSIONS:
        return _Found(path=path, status="skipped", message="不在所读格式之列")
    return _plain(path)


def _plain(path: Path) -> _Found:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _Found(path=path, status="skipped", message=f"链接无效或无法访问：{error.strerror}")
    if stat.S_ISREG(mode):
        return _Found(path=path)
    return _Found(path=path, status="skipped", message="不是普通文件")


def _input(item: _Found, base: Path | None) -> Input:
    within = base is not None and item.path.is_relative_to(base)
    shown = item.path.relative_to(base) if base is not None and within else Path(item.path.name)
    return Input(path=item.path, source=shown.as_posix(), status=item.status, reason=item.reason, message=item.message)

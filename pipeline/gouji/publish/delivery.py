"""Files that appear whole or not at all: written under temporary names, renamed together at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gouji.exceptions import OutputError

PENDING = ".writing-"
"""Prefix of a file that is being written. What a killed run left under it is removed by the next one."""

Writer = Callable[[Path], None]


class Delivery:
    """A set of files for one folder; nothing is visible before `commit`, and a failure leaves the old files alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pending: list[tuple[Path, Path]] = []
        self._stale: list[Path] = []

    def add(self, name: str, write: Writer) -> None:
        """Write one file: `write` gets the temporary path."""
        target = self.folder / name
        with _output_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            pending = target.with_name(PENDING + target.name)
            self._pending.append((pending, target))
            write(pending)
            sync_file(pending)

    def drop(self, path: Path) -> None:
        """Remove a file of an earlier run when the new ones are in place."""
        self._stale.append(path)

    def commit(self) -> None:
        """Rename every file into place, in the order they were added, and make the names durable."""
        for pending, target in self._pending:
            with _output_errors(target):
                pending.replace(target)
        for path in self._stale:
            with _output_errors(path):
                path.unlink(missing_ok=True)
        for folder in sorted({target.parent for _, target in self._pending}):
            sync_folder(folder)
        self._pending.clear()

    def discard(self) -> None:
        """Remove what was written and not committed."""
        for pending, _ in self._pending:
            pending.unlink(missing_ok=True)


@contextmanager
def delivery(folder: Path) -> Iterator[Delivery]:
    """Open a delivery: committed if the block ends well, discarded otherwise."""
    files = Delivery(folder)
    try:
        yield files
        files.commit()
    finally:
        files.discard()


def deliver(path: Path, write: Writer) -> None:
    """Write one file whole or not at all."""
    with delivery(path.parent) as files:
        files.add(path.name, write)


def sweep(folder: Path) -> None:
    """Remove the half-written files a killed run left behind."""
    for path in folder.rglob(f"{PENDING}*"):
        path.unlink(missing_ok=True)


def remove_folder(folder: Path) -> None:
    """Remove a folder of ours with everything in it."""
    if folder.exists():
        with _output_errors(folder):
            shutil.rmtree(folder)


def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system knows how to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _output_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise OutputError(f"无法写入 {path}：{reason}。请检查磁盘空间与权限，然后重新运行同一命令") from error

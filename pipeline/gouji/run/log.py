"""Where the details of internal errors go: errors.log in the output folder, and the screen if asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gouji.exceptions import OutputError
from gouji.publish.clean import clean

LOG_FILE = "errors.log"


class _Inert(logging.Formatter):
    """A formatter whose lines cannot steer a terminal or forge another line's beginning."""

    def format(self, record: logging.LogRecord) -> str:
        """Format and clean; whatever follows the first line is indented."""
        first, *rest = clean(super().format(record)).split("\n")
        return "\n".join([first, *(f"    {line}" for line in rest)])


@contextmanager
def logging_to(folder: Path, *, verbose: bool) -> Iterator[Path]:
    """Log to the folder's errors.log, which exists afterwards only if there was something to log."""
    path = folder / LOG_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"无法写入 {folder}：{error.strerror}，请用 -o 另选输出目录") from error
    handlers: list[logging.Handler] = [logging.FileHandler(path, mode="w", encoding="utf-8", delay=True)]
    if verbose:
        handlers.append(logging.StreamHandler())
    logger = logging.getLogger("gouji")
    for handler in handlers:
        handler.setFormatter(_Inert("%(levelname)s %(message)s"))
        logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield path
    finally:
        logger.propagate = propagate
        for handler in handlers:
            logger.removeHandler(handler)
            handler.close()

"""What stops one document, what stops a run, and the exit codes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line; the first that applies in the order of docs/exit-codes.md is returned."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    RULEBOOK = 4
    OUTPUT = 5
    INTERRUPTED = 130


REASONS: Mapping[str, str] = {
    "missing": "文件不存在",
    "empty": "文件是空的",
    "unreadable": "文件无法读取",
    "not_a_document": "不是可识别的文档",
    "encrypted": "文件已加密",
    "truncated": "文件不完整",
    "no_text_layer": "没有文字层（扫描件）",
    "no_table": "没有表格",
    "bomb": "压缩内容异常膨胀",
    "too_large": "文件过大",
    "timeout": "处理超时",
    "memory": "内存不足",
    "crashed": "处理进程崩溃",
    "changed_during_read": "读取时文件被改动",
    "converter_missing": "缺少转换程序",
    "internal": "程序内部错误",
}
"""The closed list of reasons, with their Chinese names."""


class DocumentError(Exception):
    """Stops one document, which is quarantined: `reason` from REASONS and one Chinese line that says what to do."""

    def __init__(self, reason: str, message: str) -> None:
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason}")
        super().__init__(message)
        self.reason = reason
        self.message = message


class RulebookError(Exception):
    """A form, check, link or lexicon that breaks its contract; stops the run. `code` names the rule or file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}：{message}")
        self.code = code


class OutputError(Exception):
    """An output could not be written; stops the run."""


class UsageError(Exception):
    """The command was called in a way that cannot work; the message says what to do."""

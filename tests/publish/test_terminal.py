"""The summary on the terminal: plain lines in a pipe, a table on a terminal, the gravest first to be shown."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pytest
from rich.console import Console
from tests import handmade

from gouji.languages import Language
from gouji.publish import terminal
from gouji.run import run


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    root = tmp_path_factory.mktemp("run")
    (root / "a.txt").write_text("ok\n甲\n错\n错", encoding="utf-8")
    (root / "b.txt").write_text("quarantine encrypted", encoding="utf-8")

    def judge(tables: dict[str, pa.Table], rulebook: object, _second: object) -> tuple[handmade.Finding, ...]:
        first, second = handmade.judge(tables, rulebook)
        doubt = handmade.finding(first.document_id, 0, 7, severity="WARN", indicator_no=1, message="存疑\x1b[2J\n两行")
        return (doubt, first, second)

    result = run([root], root / "out", handmade.rules(), audit_document=handmade.audit_document, judge=judge)
    return dict(result.tables)


def shown(tables: dict[str, pa.Table], *, language: str = "zh", **options: object) -> str:
    console = Console(file=io.StringIO(), highlight=False, **options)
    terminal.print_summary(tables, {}, Path("out"), console, Language(language))
    return console.file.getvalue()


def test_a_pipe_gets_plain_lines(tables: dict[str, pa.Table]) -> None:
    text = shown(tables)
    assert "\x1b" not in text
    assert not set("│┃┏") & set(text)
    assert "输入 2 份：已读取 1，未能处理 1" in text
    assert "  未能处理  b.txt  不能读：encrypted。" in text
    assert "1. [ERROR 错误] TST-01" in text
    assert "   a.txt  第1页 表1 第2行第1列  甲项目" in text
    assert "   各项之和为 7，合计印为 5。" in text
    assert "   3+4 = 7" in text
    assert "3. [WARN 存疑]" in text


def test_a_long_line_is_not_broken_in_a_pipe(tables: dict[str, pa.Table]) -> None:
    assert shown(tables, width=20).count("\n") == shown(tables, width=300).count("\n")


@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_terminal_gets_a_table_that_fits(tables: dict[str, pa.Table], width: int) -> None:
    from gouji.publish.dump import text_width

    text = shown(tables, width=width, force_terminal=True, color_system=None)
    framed = [line for line in text.splitlines() if set("│┃┏├└") & set(line)]
    assert framed
    assert {text_width(line) for line in framed} == {width}


def test_the_gravest_are_shown_if_there_is_no_room_for_all(
    tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "SHOWN", 2)
    text = shown(tables, language="en")
    assert text.count("[ERROR") == 2
    assert "[WARN" not in text
    assert "1 more are in the report" in text

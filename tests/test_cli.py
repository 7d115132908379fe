"""The command line: light, in Chinese, with the promised exit codes, and one clear line for whatever goes wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import gouji
from gouji import journey, rulebook
from gouji.cli import main
from gouji.exceptions import ExitCode, RulebookError
from gouji.journey import Outcome
from gouji.languages import LANGUAGES, TEXTS

ROOT = Path(__file__).resolve().parents[1]
FAULTY = ROOT / "fixtures" / "national-faulty-ruled" / "document.pdf"
CLEAN = ROOT / "fixtures" / "national-clean-ruled" / "document.pdf"
HEAVY = {
    "pandas", "pyarrow", "duckdb", "camelot", "cv2", "pdfplumber", "pypdfium2", "jieba", "docx", "numpy", "lxml",
    "jinja2", "xlsxwriter", "openpyxl",
}  # fmt: skip

real_rules = cache(journey.load_rules)


@pytest.fixture
def rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the rulebook once for all tests of this process."""
    monkeypatch.setattr(journey, "load_rules", lambda root=None: real_rules(root))
    monkeypatch.setattr(rulebook, "load_checks", lambda root=None: real_rules(root).rulebook.checks)


class Said:
    """What a call of the command line said, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Said(ended.value.code, said.out, said.err)

    return run


def spawn(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(filter(None, (str(ROOT / "pipeline"), os.environ.get("PYTHONPATH", ""))))
    env = {**os.environ, "PYTHONPATH": paths, **environment}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", env=env, check=False
    )


@pytest.mark.parametrize("arguments", [["--help"], ["audit", "--help"], ["--version"], ["show", "-h"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys, json\nfrom gouji.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit as end: code = end.code\n"
        "print('\\n' + json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]))"
    )
    done = spawn("-c", script)
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    assert not HEAVY & set(modules)


def test_importing_the_package_is_light() -> None:
    done = spawn("-c", "import sys, gouji; gouji.ExitCode; print(*{name.split('.')[0] for name in sys.modules})")
    assert not HEAVY & set(done.stdout.split())


def test_the_package_has_ten_names_at_most() -> None:
    assert len(gouji.__all__) <= 10
    assert all(getattr(gouji, name) is not None for name in gouji.__all__)
    with pytest.raises(AttributeError):
        _ = gouji.nothing


def test_help_is_chinese_unless_asked_otherwise(call) -> None:
    assert "用法" in call("--help").out
    assert "退出码" in call("audit", "--help").out
    for arguments in (("--lang", "en", "--help"), ("--help", "--lang", "en"), ("--lang=en", "--help")):
        english = call(*arguments).out
        assert "Usage" in english
        assert not re.search("[\u4e00-\u9fff]", english)


@pytest.mark.parametrize("command", ["audit", "check", "show", "explain", "rules", "doctor"])
def test_every_command_has_a_help(call, command: str) -> None:
    assert call(command, "--help").code == 0


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_both_languages_say_the_same_fields(key: str) -> None:
    fields = [sorted(re.findall(r"\{(\w+)\}", text)) for text in TEXTS[key]]
    assert len(TEXTS[key]) == len(LANGUAGES)
    assert fields[0] == fields[1]


@pytest.mark.parametrize(
    "arguments",
    [[], ["audit"], ["audit", "--nothing"], ["nothing"], ["--lang", "fr", "rules"], ["show", "x", "--stage", "no"]],
)
def test_wrong_usage_is_2_and_one_line(call, arguments: list[str]) -> None:
    said = call(*arguments)
    assert said.code == ExitCode.USAGE
    assert len(said.err.splitlines()) == (1 if arguments else 0)


@pytest.mark.usefixtures("rules_once")
def test_a_document_with_errors_is_1_and_each_is_shown_with_its_place(call, tmp_path: Path) -> None:
    said = call("audit", FAULTY, "-o", tmp_path / "out")
    assert said.code == ExitCode.FINDINGS
    assert re.search(r"\[ERROR 错误\] [A-Z]{3}-\d\d", said.out)
    assert re.search(r"document\.pdf  第1页 表1 第\d+行第\d+列", said.out)
    assert "index.html" in said.out
    assert "退出码 1" in said.err
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        ".staging", "data", "datapackage.json", "findings.csv", "findings.jsonl", "findings.xlsx", "report", "run.json",
    }  # fmt: skip


@pytest.mark.usefixtures("rules_once")
def test_the_summary_speaks_english_if_asked(call, tmp_path: Path) -> None:
    said = call("--lang", "en", "audit", CLEAN, "-o", tmp_path / "out")
    assert said.code == ExitCode.OK
    assert "1 inputs: ok 1" in said.out
    assert "Exit code 0" in said.err


@pytest.mark.usefixtures("rules_once")
def test_check_judges_again_without_the_documents(call, tmp_path: Path) -> None:
    copy = tmp_path / "document.pdf"
    copy.write_bytes(FAULTY.read_bytes())
    first = call("audit", copy, "-o", tmp_path / "out")
    copy.unlink()
    again = call("check", tmp_path / "out")
    assert again.code == first.code == ExitCode.FINDINGS
    assert again.out == first.out
    assert call("check", tmp_path).code == ExitCode.USAGE


@pytest.mark.usefixtures("rules_once")
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.pdf", None, "missing"),
        ("empty.pdf", b"", "empty"),
        ("no document.pdf", b"\x00\x01\x02\x03" * 100, "not_a_document"),
        ("cut.pdf", CLEAN, "truncated"),
        ("no table.txt", "某局 2023 年工作总结\n没有表格，只有文字。\n".encode(), "no_table"),
    ],
)
def test_a_bad_input_is_one_line_and_a_quarantined_row(
    call, tmp_path: Path, name: str, content: object, reason: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content.read_bytes()[:4000] if isinstance(content, Path) else content)
    said = call("audit", path, CLEAN, "-o", tmp_path / "out")
    assert said.code == ExitCode.INCOMPLETE
    assert "Traceback" not in said.out + said.err
    account = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert {item["status"]: item["reason"] for item in account["inputs"]} == {"ok": None, "quarantined": reason}
    assert [line for line in said.out.splitlines() if name in line and "未能处理" in line]


@pytest.mark.usefixtures("rules_once")
def test_a_wrong_extension_is_read_by_content_and_noticed(call, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "really a pdf.docx").write_bytes(CLEAN.read_bytes())
    assert call("audit", tmp_path / "in", "-o", tmp_path / "out").code == ExitCode.OK
    assert "R-05" in (tmp_path / "out" / "report" / "index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("rules_once")
def test_an_internal_error_costs_one_document_and_is_logged(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret\x1b[2J")

    monkeypatch.setattr(journey, "stitch", broken)
    said = call("audit", CLEAN, "-o", tmp_path / "out")
    assert said.code == ExitCode.INCOMPLETE
    assert "Traceback" not in said.out + said.err
    assert "程序内部错误（stitch：KeyError）" in said.out
    log = (tmp_path / "out" / "errors.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "\x1b" not in log
    assert "Traceback" in call("audit", CLEAN, "-o", tmp_path / "other", "--verbose").err


@pytest.mark.usefixtures("rules_once")
def test_memory_running_out_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(journey, "read", hungry)
    outcome = journey.audit_document(CLEAN, real_rules())
    assert (outcome.status, outcome.reason) == ("quarantined", "memory")


@pytest.mark.usefixtures("rules_once")
def test_a_broken_rulebook_found_on_the_way_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RulebookError("X", "坏")

    monkeypatch.setattr(journey, "recognise", broken)
    with pytest.raises(RulebookError):
        journey.audit_document(CLEAN, real_rules())


def test_a_broken_rulebook_is_4(call, tmp_path: Path) -> None:
    assert call("audit", CLEAN, "--rules", tmp_path / "none", "-o", tmp_path / "out").code == ExitCode.RULEBOOK
    (tmp_path / "rules").mkdir()
    said = call("audit", CLEAN, "--rules", tmp_path / "rules", "-o", tmp_path / "out")
    assert said.code == ExitCode.RULEBOOK
    assert said.err.startswith("规则有误")


@pytest.mark.usefixtures("rules_once")
def test_an_output_that_cannot_be_written_is_5(call, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    said = call("audit", CLEAN, "-o", tmp_path / "out")
    assert said.code == ExitCode.OUTPUT
    assert str(tmp_path / "out") in said.err


@pytest.mark.usefixtures("rules_once")
def test_an_interruption_is_130(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(journey, "read", interrupted)
    said = call("audit", CLEAN, "-o", tmp_path / "out")
    assert said.code == ExitCode.INTERRUPTED
    assert "再次运行同一命令" in said.err


@pytest.mark.usefixtures("rules_once")
@pytest.mark.parametrize("stage", journey.STAGES)
def test_show_prints_every_stage(call, stage: str) -> None:
    said = call("show", FAULTY, "--stage", stage)
    assert said.code == 0
    assert "绩效" in said.out
    assert len(said.out.splitlines()) > 10


@pytest.mark.usefixtures("rules_once")
def test_show_of_a_missing_file_is_one_line(call, tmp_path: Path) -> None:
    said = call("show", tmp_path / "none.pdf")
    assert (said.code, len(said.err.splitlines())) == (ExitCode.INCOMPLETE, 1)


@pytest.mark.usefixtures("rules_once")
def test_explain_knows_checks_and_notices(call) -> None:
    assert "AMT-01" in call("explain", "amt-01").out
    assert "级次名称缺失" in call("explain", "STR-03").out
    assert call("explain", "ZZZ-99").code == ExitCode.USAGE


@pytest.mark.usefixtures("rules_once")
def test_rules_lists_every_check_by_family(call) -> None:
    said = call("rules")
    codes = {path.name[:6] for path in (ROOT / "rules" / "checks").glob("*.sql")}
    assert codes <= set(re.findall(r"[A-Z]{3}-\d\d", said.out))
    assert re.search(r"^AMT 金额 \(\d+\)$", said.out, re.MULTILINE)


def test_doctor_says_what_works(call) -> None:
    said = call("doctor")
    assert said.code == 0
    assert {"soffice", "gouji[ocr]", "duckdb"} <= set(said.out.split())


def test_the_bytes_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    """Other seed, time zone, language, folder, place of the files and order: the same bytes."""
    trees = []
    for number, (seed, zone, language) in enumerate([("1", "UTC", "C"), ("2", "Asia/Shanghai", "zh_CN.UTF-8")]):
        home = tmp_path / ("x" * (number + 1))
        for name, path in (("a.pdf", FAULTY), ("b/c.pdf", CLEAN)):
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(path.read_bytes())
        names = ["a.pdf", "b/c.pdf"][:: 1 - 2 * number]
        done = spawn(
            "-m", "gouji", "audit", *(str(home / name) for name in names), "-o", str(home / "out"),
            PYTHONHASHSEED=seed, TZ=zone, LANG=language, LC_ALL=language,
        )  # fmt: skip
        assert done.returncode == ExitCode.FINDINGS, done.stderr
        out = home / "out"
        files = [path for path in sorted(out.rglob("*")) if path.is_file() and ".staging" not in path.parts]
        trees.append({str(path.relative_to(out)): path.read_bytes() for path in files if path.name != "run.json"})
    assert len(trees[0]) > 15
    assert [name for name in trees[0] if trees[0][name] != trees[1].get(name)] == []
    assert trees[0].keys() == trees[1].keys()


def test_a_terminal_that_knows_no_chinese_is_no_reason_to_fail() -> None:
    done = spawn("-m", "gouji", "--help", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0

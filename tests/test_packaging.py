"""The wheel carries the rules and nothing but the package; what installs is what the checkout is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import gouji
from gouji.exceptions import REASONS, ExitCode

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("pipeline", "rules", "pyproject.toml", "README.md", "LICENSE")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Build the wheel from a copy, without a network, and list what is in it."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(copy / "dist"), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = (copy / "dist").glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def files_under(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_every_rule_is_in_the_wheel(wheel: list[str]) -> None:
    rules = files_under(ROOT / "rules")
    assert any(name.startswith("forms/") for name in rules)
    assert {f"gouji/rules/{name}" for name in rules} <= set(wheel)


def test_every_module_and_template_is_in_the_wheel(wheel: list[str]) -> None:
    package = files_under(ROOT / "pipeline" / "gouji")
    assert "publish/templates/index.html" in package
    assert {f"gouji/{name}" for name in package} <= set(wheel)


def test_nothing_else_is_at_the_root_of_the_wheel(wheel: list[str]) -> None:
    assert {name.split("/")[0] for name in wheel} == {"gouji", f"gouji-{gouji.__version__}.dist-info"}


def test_versions_agree() -> None:
    assert PROJECT["version"] == gouji.__version__
    assert f"version: {gouji.__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## [{gouji.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


def test_the_tested_set_pins_what_the_package_and_its_tests_need() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^\s;]+( ?;.+)?", pin) for pin in pins)
    wanted = names(PROJECT["dependencies"]) | names(PROJECT["optional-dependencies"]["test"])
    assert wanted <= names(pins)


def test_the_readme_begins_with_two_lines_to_copy_and_ci_runs_the_second() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [
        line for block in re.findall(r"```bash\n(.*?)```", readme, re.DOTALL)[:2] for line in block.splitlines()
    ]
    assert len(commands) == 2
    assert "fixtures/*/document.*" in commands[0]
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_is_documented(reason: str) -> None:
    page = (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8")
    assert f"| `{reason}` | {REASONS[reason]} |" in page


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_is_documented(code: ExitCode) -> None:
    assert f"| {int(code)} |" in (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")


def test_the_page_of_the_schema_is_fresh() -> None:
    from gouji.publish.schema_page import schema_page

    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == schema_page()


def test_the_licence_is_there_in_full() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence

"""Where the rules lie, and the checks, links and macros in them: loaded, validated, digested.

A check is two files in rules/checks: `CODE-slug.sql`, a query with a header of `key: value` lines, and `CODE-slug.md`,
the page that documents and proves it. A link is a query in rules/links that says which finding stems from which.
"""

from __future__ import annotations

import hashlib
import re
import string
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from gouji import contract
from gouji.database import MACROS, open_database, store
from gouji.exceptions import RulebookError

_HEADER = re.compile(r"\A\s*/\*(?P<lines>.*?)\*/", re.DOTALL)
_FILE = re.compile(r"(?P<code>[A-Z]{3}-\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")
_ORDERED = re.compile(r"\bORDER\s+BY\s+ALL\s*\Z", re.IGNORECASE)
RETIRED = "retired.txt"
"""rules/checks/retired.txt: codes that were used once and must not be given out again, one a line."""

MESSAGE_FIELDS = frozenset(
    {"formula", "expected", "observed", "difference", "tolerance", "count", "title", "scope", "level1", "level2",
     "level3", "name", "money_unit", "gap", "lead"}
)  # fmt: skip
"""What a message may name besides the extra columns of its query."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check of the rulebook: what its header says, its query, and its page."""

    code: str
    slug: str
    title: str
    severity: str
    grain: str
    reads: tuple[str, ...]
    since: str
    tolerance: str
    message: str
    remedy: str
    sql: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A query over the findings that returns pairs (finding_id, caused_by)."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Checks, links and macros, validated, and the digest of every file of the rulebook."""

    checks: tuple[Check, ...]
    links: tuple[Link, ...]
    macros: str
    digest: str

    def check(self, code: str) -> Check:
        """Return the check with this code."""
        for check in self.checks:
            if check.code == code:
                return check
        raise KeyError(code)

    def only(self, *codes: str) -> Rulebook:
        """Return the rulebook cut down to some checks, without links: for proving a page."""
        kept = tuple(self.check(code) for code in codes)
        return Rulebook(checks=kept, links=(), macros=self.macros, digest=self.digest)


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}-\d{2}$")]
    title: Line
    severity: Literal["ERROR", "WARN", "INFO"]
    grain: Literal["document", "table", "scope", "indicator"]
    reads: Line
    since: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    tolerance: Literal["exact", "interval", "step", "none"]
    message: Line
    remedy: Line


class _Bench:
    """An empty database with the macros, on which queries are tried."""

    def __init__(self, macros: str) -> None:
        self.connection = open_database({}, macros)
        self.unsteady = contract.unsteady_functions(self.connection)
        self.macros = contract.macro_uses(self.connection, self.unsteady)

    def use_of(self, code: str, sql: str) -> contract.Use:
        """Say what one exact, steady SELECT names; refuse anything else."""
        contract.single_select(code, sql, self.connection)
        use = contract.use_of(code, sql, self.connection)
        contract.refuse_inexact(code, use, self.unsteady)
        return use


def rules_root() -> Path:
    """Return the folder of rules: inside the package in a wheel, at the top of a checkout."""
    packaged = Path(str(files("gouji"))) / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "rules"


def load_rulebook(root: Path | None = None) -> Rulebook:
    """Load and validate the rulebook; what breaks its contract stops the run."""
    folder = root or rules_root()
    macros = _read(folder / MACROS)
    checks = tuple(sorted(_checks(folder), key=lambda check: check.code))
    links = tuple(Link(name=path.stem, sql=_read(path)) for path in sorted((folder / "links").glob("*.sql")))
    _refuse_twice(checks, folder)
    _validate(checks, links, macros)
    return Rulebook(checks=checks, links=links, macros=macros, digest=digest_of(folder))


def load_checks(root: Path | None = None) -> tuple[Check, ...]:
    """Load and validate the checks alone, in the order of their codes."""
    return load_rulebook(root).checks


def digest_of(root: Path) -> str:
    """Return the sha256 over every file under the root, whatever the system's line ends."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        name = path.relative_to(root)
        if path.is_file() and not any(part.startswith((".", "__")) for part in name.parts):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name.as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RulebookError(path.name, f"缺少文件 {path}。") from error
    except UnicodeDecodeError as error:
        raise RulebookError(path.name, f"{path} 不是 UTF-8 编码。") from error


def _checks(folder: Path) -> list[Check]:
    paths = sorted((folder / "checks").glob("*.sql"))
    pages = {path.stem for path in (folder / "checks").glob("*.md")}
    if orphans := sorted(pages - {path.stem for path in paths}):
        raise RulebookError(orphans[0], "有说明页而没有同名的查询。")
    return [_check(path) for path in paths]


def _check(path: Path) -> Check:
    named = _FILE.fullmatch(path.stem)
    if named is None:
        raise RulebookError(path.name, "文件名应为 代码-英文短名.sql，如 AMT-01-projects-total.sql。")
    sql = _read(path)
    header = _header(named["code"], sql)
    if header.code != named["code"]:
        raise RulebookError(named["code"], f"表头中的 code 是 {header.code}，与文件名不一致。")
    values = header.model_dump() | {"reads": tuple(name.strip() for name in header.reads.split(","))}
    body = _HEADER.sub("", sql, count=1).strip().removesuffix(";").rstrip()
    return Check(**values, slug=named["slug"], sql=body, page=_read(path.with_suffix(".md")))


def _header(code: str, sql: str) -> _Header:
    found = _HEADER.match(sql)
    if found is None:
        raise RulebookError(code, "文件须以 /* … */ 表头开始。")
    values: dict[str, str] = {}
    for line in filter(None, map(str.strip, found["lines"].splitlines())):
        key, colon, value = line.partition(":")
        if not colon or key.strip() in values:
            raise RulebookError(code, f"表头此行不是“键: 值”，或键重复：{line}")
        values[key.strip()] = value.strip()
    try:
        return _Header.model_validate(values)
    except ValidationError as error:
        wrong = "；".join(f"{'.'.join(map(str, item['loc']))}：{item['msg']}" for item in error.errors())
        raise RulebookError(code, f"表头不合要求：{wrong}") from error


def _refuse_twice(checks: tuple[Check, ...], folder: Path) -> None:
    codes = [check.code for check in checks]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise RulebookError(twice[0], "有两个文件使用同一代码。")
    listed = folder / "checks" / RETIRED
    retired = set(_read(listed).split()) if listed.is_file() else set()
    if reused := sorted(retired & set(codes)):
        raise RulebookError(reused[0], "此代码已停用，不得再次使用。")


def _validate(checks: tuple[Check, ...], links: tuple[Link, ...], macros: str) -> None:
    bench = _Bench(macros)
    for check in checks:
        _validate_check(check, bench)
    store(bench.connection, "findings", None)
    for link in links:
        _validate_link(link, bench)
    bench.connection.close()


def _validate_check(check: Check, bench: _Bench) -> None:
    use = bench.use_of(check.code, check.sql)
    contract.refuse_tables(check.code, use, contract.tables_read(use, bench.macros), check.reads)
    shown = contract.describe(check.code, check.sql, bench.connection)
    contract.refuse_columns(check.code, shown, contract.CHECK_COLUMNS, extras=True)
    contract.refuse_inexact_plan(check.code, check.sql, bench.connection)
    if not _ORDERED.search(check.sql):
        raise RulebookError(check.code, "查询须以 ORDER BY ALL 结束。")
    _refuse_fields(check, frozenset(shown))


def _validate_link(link: Link, bench: _Bench) -> None:
    use = bench.use_of(link.name, link.sql)
    read = contract.tables_read(use, bench.macros)
    contract.refuse_tables(link.name, use, read, tuple(read), extra=frozenset({"findings"}))
    shown = contract.describe(link.name, link.sql, bench.connection)
    contract.refuse_columns(link.name, shown, contract.LINK_COLUMNS, extras=False)
    contract.refuse_inexact_plan(link.name, link.sql, bench.connection)


def _refuse_fields(check: Check, shown: frozenset[str]) -> None:
    try:
        parts = list(string.Formatter().parse(check.message))
    except ValueError as error:
        raise RulebookError(check.code, f"message 的花括号不成对：{error}") from error
    for _, name, spec, conversion in parts:
        if name is not None and (name not in MESSAGE_FIELDS | shown or spec or conversion):
            raise RulebookError(check.code, f"message 用到了查询没有返回的 {{{name}}}。")

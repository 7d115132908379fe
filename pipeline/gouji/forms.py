"""Read rules/forms/*.yaml and rules/lexicon/*.yaml; a file that breaks its contract stops the run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gouji.exceptions import RulebookError
from gouji.model.form import Form, Level, Lexicon, Names

ROLES = frozenset(
    {
        "unit_code", "project_name", "amount", "long_term_goal", "annual_goal", "sequence", "level1", "level2",
        "level3", "content", "target_op", "target", "measure_unit", "value_type", "actual", "weight", "score",
        "converted_score", "review_score", "criterion", "deviation_reason", "remark", "block",
    }
)  # fmt: skip
"""What a column of an indicator table may be for."""

NameLists = dict[str, list[str]]
Model = TypeVar("Model", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _FormFile(_Strict):
    form: str = Field(pattern=r"^[a-z0-9-]+$")
    kind: str = Field(pattern="^(goal|evaluation|common)$")
    scope: str = Field(pattern="^(project|goal|common|department)$")
    titles: Annotated[list[str], Field(min_length=1)]
    needs: Annotated[list[str], Field(min_length=1)]
    lacks: list[str]
    headers: NameLists = {}


class _LevelFile(_Strict):
    code: str
    names: list[str]
    parents: list[str] = []
    mentions: list[str] = []


class _LevelsFile(_Strict):
    level1: list[_LevelFile]
    level2: list[_LevelFile]


class _HeadersFile(_Strict):
    indicator: NameLists
    either: dict[str, str]
    fund: NameLists
    fund_rows: NameLists
    head: NameLists
    totals: list[str]


class _LinesFile(_Strict):
    pairs: NameLists
    money_units: list[str]
    end_marks: list[str]
    notes: NameLists


def load_forms(root: Path) -> tuple[Form, ...]:
    """Read every form of a rulebook, in the order of the file names.

    Raises:
        RulebookError: a file is not YAML, breaks the contract, names an unknown role, or two forms share a name.
    """
    forms = tuple(_form(path, _load(path, _FormFile)) for path in sorted((root / "forms").glob("*.yaml")))
    names = [form.form for form in forms]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise RulebookError(twice[0], "表式名称重复")
    return forms


def load_lexicon(root: Path) -> Lexicon:
    """Read the words of these tables.

    Raises:
        RulebookError: a file is missing, is not YAML, or breaks the contract.
    """
    folder = root / "lexicon"
    levels = _load(folder / "levels.yaml", _LevelsFile)
    headers = _load(folder / "headers.yaml", _HeadersFile)
    lines = _load(folder / "lines.yaml", _LinesFile)
    _known(folder / "headers.yaml", [*headers.indicator, *headers.either, *headers.either.values()])
    return Lexicon(
        level1=tuple(_level(level) for level in levels.level1),
        level2=tuple(_level(level) for level in levels.level2),
        columns=_names(headers.indicator),
        either=dict(headers.either),
        fund_columns=_names(headers.fund),
        fund_rows=_names(headers.fund_rows),
        head=_names(headers.head),
        totals=tuple(headers.totals),
        pairs=_names(lines.pairs),
        money_units=tuple(lines.money_units),
        end_marks=tuple(lines.end_marks),
        notes={name: _patterns(folder / "lines.yaml", texts) for name, texts in lines.notes.items()},
    )


def _load(path: Path, model: type[Model]) -> Model:
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise RulebookError(path.name, f"无法读取：{error.strerror}。请检查 --rules 所指目录是否完整") from error
    except yaml.YAMLError as error:
        raise RulebookError(path.name, f"不是有效的 YAML：{error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RulebookError(path.name, f"{where} 不合要求：{first['msg']}") from error


def _form(path: Path, read: _FormFile) -> Form:
    _known(path, [*read.needs, *read.lacks, *read.headers])
    return Form(
        form=read.form,
        kind=read.kind,
        scope=read.scope,
        titles=_patterns(path, read.titles),
        needs=frozenset(read.needs),
        lacks=frozenset(read.lacks),
        headers=_names(read.headers),
    )


def _level(read: _LevelFile) -> Level:
    return Level(code=read.code, names=tuple(read.names), parents=tuple(read.parents), mentions=tuple(read.mentions))


def _known(path: Path, roles: list[str]) -> None:
    if unknown := sorted(set(roles) - ROLES):
        raise RulebookError(path.name, f"没有名为 {unknown[0]} 的栏目作用；可用的有：{'、'.join(sorted(ROLES))}")


def _patterns(path: Path, texts: list[str]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(text) for text in texts)
    except re.error as error:
        raise RulebookError(path.name, f"正则表达式有误：{error}") from error


def _names(read: Mapping[str, list[str]]) -> Names:
    return {name: tuple(texts) for name, texts in read.items()}

"""The Python interface: documents in, pandas frames out, nothing written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from gouji.exceptions import ExitCode
from gouji.journey import load_rules
from gouji.run import Result, run_in_memory

if TYPE_CHECKING:
    import pandas as pd


class Audit:
    """The canonical tables of a batch as pandas frames, each made when it is first asked for.

    Numbers are `decimal.Decimal`, exactly as printed; whole numbers are pandas' nullable Int64; blanks are missing.
    """

    def __init__(self, result: Result) -> None:
        self._result = result

    @property
    def arrow(self) -> Mapping[str, pa.Table]:
        """All tables as Arrow tables."""
        return self._result.tables

    @property
    def exit_code(self) -> ExitCode:
        """What the command line would end with."""
        return self._result.code

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """One row per input, whatever became of it."""
        return self._frame("inputs")

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per content."""
        return self._frame("documents")

    @cached_property
    def tables(self) -> pd.DataFrame:
        """One row per logical table."""
        return self._frame("tables")

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row per cell, with its place."""
        return self._frame("cells")

    @cached_property
    def scopes(self) -> pd.DataFrame:
        """One row per project, goal, common part or department."""
        return self._frame("scopes")

    @cached_property
    def funds(self) -> pd.DataFrame:
        """One row per line of a funds block."""
        return self._frame("funds")

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One row per indicator."""
        return self._frame("indicators")

    @cached_property
    def caps(self) -> pd.DataFrame:
        """One row per printed or inferred cap."""
        return self._frame("caps")

    @cached_property
    def totals(self) -> pd.DataFrame:
        """One row per printed total."""
        return self._frame("totals")

    @cached_property
    def readings(self) -> pd.DataFrame:
        """One row per structure a page allows, where there are several."""
        return self._frame("readings")

    @cached_property
    def notices(self) -> pd.DataFrame:
        """One row per doubt about the reading."""
        return self._frame("notices")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row per finding."""
        return self._frame("findings")

    def __repr__(self) -> str:
        """Say how much there is."""
        tables = self._result.tables
        counts = "，".join(f"{name} {tables[name].num_rows}" for name in ("inputs", "tables", "indicators", "findings"))
        return f"<gouji.Audit：{counts}>"

    def _frame(self, name: str) -> pd.DataFrame:
        import pandas as pd

        frame: pd.DataFrame = self._result.tables[name].to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        return frame


def audit(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], rules: str | os.PathLike[str] | None = None
) -> Audit:
    """Audit documents, folders or patterns in memory.

    Args:
        paths: a file, a folder, a pattern, or several of them.
        rules: a folder of rules to go by instead of the program's own.

    Raises:
        RulebookError: the rules break their contract. Bad documents raise nothing: see `inputs` for their reasons.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    return Audit(run_in_memory(given, load_rules(Path(rules) if rules is not None else None)))

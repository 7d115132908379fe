"""The Python interface: every canonical table as a pandas frame, exact, nothing written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import gouji
from gouji.exceptions import ExitCode
from gouji.model.schema import TABLES

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@pytest.fixture(scope="module")
def audit() -> gouji.Audit:
    return gouji.audit([FIXTURES / "national-faulty-ruled" / "document.pdf", FIXTURES / "nothing.pdf"])


def test_every_table_is_a_frame_with_its_columns(audit: gouji.Audit) -> None:
    for name in set(TABLES) - {"pairs"}:
        frame = getattr(audit, name)
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == [column.name for column in TABLES[name]]
        assert getattr(audit, name) is frame


def test_numbers_are_exact_and_counts_are_whole(audit: gouji.Audit) -> None:
    assert len(audit.indicators) > 5
    assert all(isinstance(value, Decimal) for value in audit.indicators.weight.dropna())
    assert audit.indicators.indicator_no.dtype == "Int64"
    assert audit.cells.places.map(len).min() >= 1


def test_findings_and_inputs(audit: gouji.Audit) -> None:
    assert "ERROR" in set(audit.findings.severity)
    assert list(audit.inputs.status) == ["ok", "quarantined"]
    assert audit.exit_code == ExitCode.FINDINGS
    assert "findings" in repr(audit)


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    clean = gouji.audit(str(FIXTURES / "national-clean-docx" / "document.docx"))
    assert list(tmp_path.iterdir()) == []
    assert not (clean.findings.severity == "ERROR").any()
    assert audit_of_one(clean) == 1


def audit_of_one(audit: gouji.Audit) -> int:
    return len(audit.documents)


def test_rules_of_ones_own_must_hold(tmp_path: Path) -> None:
    with pytest.raises(gouji.RulebookError):
        gouji.audit([], rules=tmp_path / "none")

"""勾稽: read published Chinese budget-performance tables, rebuild every cell, judge arithmetic and scoring."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gouji.api import Audit, audit
    from gouji.exceptions import DocumentError, ExitCode, OutputError, RulebookError, UsageError

__version__ = "0.1.0"

__all__ = [
    "Audit", "DocumentError", "ExitCode", "OutputError", "RulebookError", "UsageError", "__version__", "audit",
]  # fmt: skip

_HOMES = {
    "Audit": "gouji.api",
    "audit": "gouji.api",
    "DocumentError": "gouji.exceptions",
    "ExitCode": "gouji.exceptions",
    "OutputError": "gouji.exceptions",
    "RulebookError": "gouji.exceptions",
    "UsageError": "gouji.exceptions",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import a public name when it is first asked for: `import gouji` and `gouji --help` stay light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'gouji' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)

"""What a perturbed copy is, and the draws both layouts share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from fixtures.kit import docx, flat, pdf
from fixtures.kit.expected import Finding
from fixtures.kit.pdf import Style
from fixtures.kit.table import Flow, Paging
from fixtures.kit.truth import Json

KINDS = ("docx", "pdf", "txt")
PLACES = ("临浦县", "云栖区", "石湾市", "望江县", "青岭区", "沙洲市", "平原县", "长汀区")
BUREAUS = ("水利局", "农业农村局", "文化和旅游局", "城市管理局", "民政局", "医疗保障局", "档案馆", "气象局")


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbed:
    """A document that nobody has seen: what is printed, what it says, what is wrong with it.

    `gone` are fields (table, indicator, name) that the flattened text does not have.
    """

    name: str
    truth: Json
    flow: Flow
    style: Style
    findings: tuple[Finding, ...]
    pagings: Mapping[int, Paging] = field(default_factory=dict)
    flush: frozenset[tuple[int, int]] = frozenset()
    gone: frozenset[tuple[int, int, str]] = frozenset()

    def write(self, folder: Path, kind: str) -> Path:
        """Write it as docx, pdf or txt (flattened, some rows flush left) and return the path."""
        path = folder / f"{self.name}.{kind}"
        if kind == "docx":
            docx.write(path, self.flow, self.style)
        elif kind == "pdf":
            pdf.write(path, self.flow, self.style, self.pagings)
        else:
            flat.write(path, self.flow, self.pagings, self.flush)
        return path


def shares(rng: Random, total: int, count: int) -> list[int]:
    """Split a total into so many whole parts of at least 2, or of 1 where it is too small."""
    least = 2 if total >= 2 * count else 1
    spare = total - least * count
    cuts = sorted(rng.randint(0, spare) for _ in range(count - 1))
    return [least + high - low for low, high in zip([0, *cuts], [*cuts, spare], strict=True)]


def spread(rows: int, header: int, longest: int, rng: Random) -> tuple[tuple[int, int], ...]:
    """Return page parts of a table of so many rows, none longer than `longest`."""
    starts = [0]
    while rows - starts[-1] > longest:
        starts.append(starts[-1] + rng.randint(max(header + 2, longest - 6), longest))
    return tuple(zip(starts, [*starts[1:], rows], strict=True))

"""Other names, figures, order and planted errors behave as the source documents do: nothing is tuned to the two."""

from __future__ import annotations

import pytest
from tests import perturb
from tests.renderings import differences, missed, run

KINDS = {
    "goals-cut": lambda seed: perturb.goal_list(seed, cut=True),
    "goals-whole": lambda seed: perturb.goal_list(seed),
    "department-true": lambda seed: perturb.department(seed),
    "department-seen": lambda seed: perturb.department(seed, seen=True),
}


@pytest.mark.parametrize("suffix", ["docx", "pdf", "txt"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [11, 12])
def test_perturbed_copy_behaves_alike(kind, seed, suffix, tmp_path):
    copy = KINDS[kind](seed)
    result = run(copy.write(tmp_path, suffix))
    gone = copy.gone if suffix == "txt" else frozenset()
    assert differences(result, copy.truth, gone, settled=True) == []
    assert missed(result, copy.findings) == []

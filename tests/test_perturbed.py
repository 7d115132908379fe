"""Other names, figures, order and planted errors behave as the source documents do: nothing is tuned to the two."""

from __future__ import annotations

import pytest
from tests import perturb
from tests.renderings import differences, missed, run_all

SEEDS = (11, 12, 13)
SUFFIXES = ("docx", "pdf", "txt")
COPIES = {
    copy.name: copy
    for seed in SEEDS
    for copy in (
        perturb.goal_list(seed, cut=True),
        perturb.goal_list(seed),
        perturb.department(seed),
        perturb.department(seed, seen=True),
    )
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copies")
    paths = {(name, suffix): copy.write(folder, suffix) for name, copy in COPIES.items() for suffix in SUFFIXES}
    results = run_all(paths.values())
    return {key: results[path] for key, path in paths.items()}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", COPIES)
def test_perturbed_copy_behaves_alike(name, suffix, runs):
    copy = COPIES[name]
    gone = copy.gone if suffix == "txt" else frozenset()
    assert differences(runs[name, suffix], copy.truth, gone, settled=True) == []
    assert missed(runs[name, suffix], copy.findings) == []

"""Broken and hostile files: the road ends soon, in a child of limited memory, and says why it could not read a file.

A short set runs always. GOUJI_MUTATIONS=n breaks n larger files of each kind as well (500 take about five minutes), and
GOUJI_MUTATIONS_FROM=m starts at another number, so that no two long runs try the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.read.broken import pages, paper, sheets, word
from tests.read.broken.mutations import SOURCES, SUFFIXES, good, mutated
from tests.read.broken.road import ROOT, Road

from gouji.exceptions import REASONS
from gouji.notices import CATALOGUE

CASES = {**word.CASES, **sheets.CASES, **pages.CASES, **paper.CASES}
SMALL = {
    "pdf": paper.small,
    "docx": word.small,
    "xlsx": sheets.small,
    "xls": lambda: good("data/small.xls"),
    "html": pages.small,
    "xml": lambda: good("data/xml"),
    "text": pages.small_text,
}
"""A small good file of each kind, to be broken at random."""
SHORT = 60
DEADLINE = 60.0
"""Seconds for one file: many times what any takes, for machines that do other things too."""
MANY = int(os.environ.get("GOUJI_MUTATIONS", "0"))
START = int(os.environ.get("GOUJI_MUTATIONS_FROM", "0"))
HONEST = frozenset(REASONS) - {"internal", "crashed", "timeout", "memory"}
"""The reasons a broken file may be refused for."""


@pytest.fixture(scope="module")
def road() -> Iterator[Road]:
    with Road(DEADLINE) as child:
        yield child


def wrong(road: Road, place: Path, data: bytes) -> str | None:
    """Send a file down the road; return what became of it unless it is in order."""
    place.write_bytes(data)
    said = road.take(place)
    read = said["status"] == "ok" or (said["status"] == "partial" and said["reason"] in HONEST)
    refused = said["status"] == "quarantined" and said["reason"] in HONEST and said["message"]
    return None if read or refused else f"{said['status']} {said['reason']} {said['message']}"


@pytest.mark.parametrize("suffix", CASES)
def test_made_to_break(road, tmp_path, suffix):
    place = tmp_path / f"file{suffix}"
    found = {name: wrong(road, place, make()) for name, make in CASES[suffix].items()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("kind", SMALL)
def test_broken_at_random(road, tmp_path, kind):
    place, small = tmp_path / f"file{SUFFIXES[kind]}", SMALL[kind]()
    assert wrong(road, place, small) is None
    found = {number: wrong(road, place, mutated(kind, number, small)) for number in range(SHORT)}
    assert {number: what for number, what in found.items() if what} == {}


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.skipif(not MANY, reason="asked for with GOUJI_MUTATIONS=n")
def test_many_broken_at_random(road, tmp_path, kind):
    place = tmp_path / f"file{SUFFIXES[kind]}"
    found = {number: wrong(road, place, mutated(kind, number)) for number in range(START, START + MANY)}
    assert {number: what for number, what in found.items() if what} == {}


@pytest.mark.parametrize("kind", SOURCES)
def test_the_same_number_breaks_the_same(kind):
    small = SMALL[kind]()
    assert [mutated(kind, number, small) for number in range(9)] == [
        mutated(kind, number, small) for number in range(9)
    ]
    assert len({mutated(kind, number, small) for number in range(30)}) > 15


def test_every_notice_of_the_readers_is_in_the_catalogue():
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "pipeline" / "gouji").rglob("*.py"))
    codes = {code for text in sources for code in re.findall(r'code="([A-Z]+-\d+)"', text)}
    assert codes
    assert codes <= CATALOGUE.keys()

"""Printing through real producers: LibreOffice Writer and Calc, Chromium."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

import pypdfium2
from fixtures.kit.office import program
from tests.generated.model import PageTable, Specimen

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DEADLINE = 120
FONTS = {b"/Type3": "type3_font", b"/FontFile2": "truetype_font", b"/FontFile3": "cff_font"}
"""How a PDF says what kind of font it holds."""
STEADY = {"SOURCE_DATE_EPOCH": "1704067200", "TZ": "UTC"}


class ProducerMissingError(Exception):
    """The program that would print is not on this machine."""


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """Convert a file with LibreOffice; `target` is its name of a format and filter.

    Raises:
        ProducerMissingError: LibreOffice is not there.
    """
    office = program()
    if office is None:
        raise ProducerMissingError("LibreOffice")
    name = f"{hashlib.sha256(data).hexdigest()[:16]}"
    command = [office, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore"]
    ending = target.split(":")[0]

    def print_in(folder: Path) -> list[str]:
        (folder / f"{name}{suffix}").write_bytes(data)
        return [*command, "--convert-to", target, "--outdir", str(folder), str(folder / f"{name}{suffix}")]

    return _kept(f"{name}.{ending}", lambda folder: _run(print_in(folder), folder / f"{name}.{ending}"))


def print_page(html: bytes, suffix: str = ".html") -> bytes:
    """Print a page with Chromium.

    Raises:
        ProducerMissingError: Chromium is not there.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise ProducerMissingError("Chromium")
    name = hashlib.sha256(html).hexdigest()[:16]
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-dev-shm-usage"]

    def command(folder: Path) -> list[str]:
        page, out = folder / f"page{suffix}", folder / f"{name}.pdf"
        page.write_bytes(html)
        return [browser, *options, f"--user-data-dir={_profile() / 'browser'}", f"--print-to-pdf={out}", page.as_uri()]

    return _kept(f"{name}.page.pdf", lambda folder: _run(command(folder), folder / f"{name}.pdf"))


def writer_pdf(seed: int) -> Specimen:
    """Print a DOCX with Writer."""
    from tests.generated.print_docx import for_print

    one = for_print(seed, "writer_pdf")
    return printed(one, convert(one.data, ".docx", "pdf:writer_pdf_Export"))


def calc_pdf(seed: int) -> Specimen:
    """Print a workbook with Calc."""
    from tests.generated.print_xlsx import for_print

    one = for_print(seed, "calc_pdf")
    return printed(one, convert(one.data, ".xlsx", "pdf:calc_pdf_Export"))


def chromium_pdf(seed: int) -> Specimen:
    """Print a page with Chromium."""
    from tests.generated.print_html import for_print

    one = for_print(seed, "chromium_pdf")
    return printed(one, print_page(one.data))


def printed(one: Specimen, data: bytes) -> Specimen:
    """Return the printed document; what stands on which page is known where a page holds all."""
    with pypdfium2.PdfDocument(data) as document:
        pages = len(document)
    tables = tuple(PageTable(page=1, table=form.table) for form in one.forms) if pages == 1 else ()
    fonts = {name for mark, name in FONTS.items() if mark in data}
    variations = one.variations | fonts | {"one_page" if pages == 1 else "many_pages"}
    return replace(one, suffix=".pdf", data=data, page_tables=tables, variations=variations)


def _run(command: Sequence[str], result: Path) -> bytes:
    """Run a producer; one that ends well without a file has failed."""
    subprocess.run(command, check=True, capture_output=True, timeout=DEADLINE, env=os.environ | STEADY)
    return result.read_bytes()


def _kept(name: str, make: Callable[[Path], bytes]) -> bytes:
    """Return what was printed before of the same input, else print it."""
    shelf = Path(tempfile.gettempdir()) / f"gouji-printed-{os.getuid()}"
    kept = shelf / name
    if kept.is_file():
        return kept.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        data = make(Path(folder))
    shelf.mkdir(exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_bytes(data)
    part.replace(kept)
    return data


def _profile() -> Path:
    return _profile_of(os.getpid())


@cache
def _profile_of(pid: int) -> Path:
    """Return a profile of this process's own, so that several may print at a time."""
    folder = Path(tempfile.mkdtemp(prefix=f"gouji-profile-{pid}-"))
    Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=1)
    return folder

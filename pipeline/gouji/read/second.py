"""The second, independent reader: pdfplumber. It takes over where PDFium cannot read, and re-reads single cells."""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gouji.model.page import Page, Stroke, Word
from gouji.model.place import Box, Place
from gouji.read.aside import Spot, left_aside
from gouji.text import fold

# What it thinks of fonts and colours is nothing a reader of our output could act on.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def _failures() -> tuple[type[Exception], ...]:
    """Return what pdfplumber and pdfminer raise on broken files."""
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    return (
        PDFException, PSException, MalformedPDFException, PdfminerException,
        ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OverflowError, RecursionError,
    )  # fmt: skip


def read_second(data: bytes) -> tuple[Page, ...] | None:
    """Return the pages as pdfplumber sees them, None if it sees none."""
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = []
            for page in document.pages:
                pages.append(_page(page))
                page.close()
    except _failures():
        return None
    return tuple(pages) or None


def count_pages(data: bytes) -> int:
    """Return the number of pages pdfplumber sees, 0 if it cannot open the file."""
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return len(document.pages)
    except _failures():
        return 0


def reread(data: bytes, places: Sequence[tuple[Place, ...]]) -> tuple[str | None, ...]:
    """Read again what stands in each cell's boxes: folded, without blanks; None where pdfplumber cannot tell.

    What the first reader left out as unseen, or as a seal or a watermark, is left out here too: pdfplumber knows no
    alpha, no layers, and not what was painted over what. It cannot tell of pages with filled-in fields either.
    """
    import pdfplumber

    wanted = sorted({place.page for boxes in places for place in boxes})
    aside = left_aside(data, wanted)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            characters = {number: _characters(document, number, aside) for number in wanted}
    except _failures():
        return tuple(None for _ in places)
    return tuple(_text_in(boxes, characters) for boxes in places)


def _characters(
    document: Any,  # noqa: ANN401 - pdfplumber has no types
    number: int,
    aside: Mapping[int, list[Spot] | None],
) -> list[Mapping[str, Any]] | None:
    spots = aside.get(number, [])
    if number > len(document.pages) or spots is None:
        return None
    page = document.pages[number - 1]
    left, top, _, _ = _shown(page)
    found: list[Mapping[str, Any]] = [
        {"text": char["text"], "x0": char["x0"] - left, "x1": char["x1"] - left, "way": _way(char),
         "top": char["top"] - top, "bottom": char["bottom"] - top, "print": number in aside or _is_print(char)}
        for char in page.chars
    ]  # fmt: skip
    page.close()
    return _once(_kept(found, spots))


def _way(char: Mapping[str, Any]) -> int:
    """Return by how many quarters clockwise the character as shown must be turned to stand upright."""
    a, b = char["matrix"][:2]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def _kept(characters: list[Mapping[str, Any]], spots: list[Spot]) -> list[Mapping[str, Any]]:
    """Drop the characters that stand where the first reader left the same out."""
    at: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for text, x, y in spots:
        at[text].append((x, y))
    return [char for char in characters if not any(_near(char, spot) for spot in at.get(fold(char["text"]), ()))]


def _near(char: Mapping[str, Any], spot: tuple[float, float], share: float = 0.6) -> bool:
    reach = share * max(char["x1"] - char["x0"], char["bottom"] - char["top"], 2.0)
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(abs(x - spot[0]) <= reach and abs(y - spot[1]) <= reach)


def _once(characters: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Drop copies printed a hair beside the character they repeat."""
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    kept = []
    for char in characters:
        before = seen[char["text"]]
        if not any(_near(char, spot, 0.3) for spot in before):
            before.append(((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2))
            kept.append(char)
    return kept


def _shown(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401 - pdfplumber has no types
    """Return the visible box in pdfplumber's coordinates: they start at the media box, whatever the crop box."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox or page.page_obj.mediabox
    sides = (
        max(0.0, crop[0] - media[0]),
        max(0.0, media[3] - crop[3]),
        max(0.0, media[2] - crop[2]),
        max(0.0, crop[1] - media[1]),
    )
    turns = int(page.rotation) // 90 % 4
    left, top, right, bottom = (sides[(side - turns) % 4] for side in range(4))
    x0, y0, x1, y1 = page.bbox
    if left + right >= x1 - x0 or top + bottom >= y1 - y0:
        return x0, y0, x1, y1
    return x0 + left, y0 + top, x1 - right, y1 - bottom


def _is_print(char: Mapping[str, Any]) -> bool:
    """Refuse what the first reader refuses and pdfplumber can tell: white text. It knows no mode and no alpha."""
    colour = char.get("non_stroking_color")
    if colour is None or isinstance(colour, str):
        return True
    values = tuple(colour) if isinstance(colour, Iterable) else (colour,)
    if not all(isinstance(value, (int, float)) for value in values):
        return True
    return not ((len(values) in (1, 3) and min(values) >= 0.9) or (len(values) == 4 and max(values) <= 0.1))


def _text_in(boxes: tuple[Place, ...], pages: Mapping[int, list[Mapping[str, Any]] | None]) -> str | None:
    if not boxes or any(pages.get(place.page) is None for place in boxes):
        return None
    return "".join(_text_at(place.box, pages[place.page] or []) for place in boxes)


def _text_at(box: Box, characters: list[Mapping[str, Any]]) -> str:
    here = [char for char in characters if box.holds((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)]
    # Where nothing but white text stands it may be white on a dark ground, which pdfplumber does not know.
    inside = [char for char in here if char["print"]] or here
    return "".join(_level_text([_turned(char) for char in inside if char["way"] == way]) for way in range(4))


def _turned(char: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the character turned upright about the page's corner."""
    x0, top, x1, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
    left, above, right, below = (
        (x0, top, x1, bottom),
        (-bottom, x0, -top, x1),
        (-x1, -bottom, -x0, -top),
        (top, -x1, bottom, -x0),
    )[char["way"]]
    return {"text": char["text"], "x0": left, "top": above, "x1": right, "bottom": below}


def _level_text(characters: list[Mapping[str, Any]]) -> str:
    lines: list[list[Mapping[str, Any]]] = []
    for char in sorted(characters, key=lambda char: char["top"]):
        if lines and _same_line(lines[-1], char):
            lines[-1].append(char)
        else:
            lines.append([char])
    texts = ("".join(str(char["text"]) for char in sorted(line, key=lambda char: char["x0"])) for line in lines)
    return "".join("".join(fold(text).split()) for text in texts)


def _same_line(line: list[Mapping[str, Any]], char: Mapping[str, Any]) -> bool:
    first = line[0]
    shared = min(first["bottom"], char["bottom"]) - max(first["top"], char["top"])
    return bool(shared > 0.5 * min(first["bottom"] - first["top"], char["bottom"] - char["top"]))


def _page(page: Any) -> Page:  # noqa: ANN401 - pdfplumber has no types
    left, top, right, bottom = _shown(page)
    words = [_word(word, left, top) for word in page.extract_words(return_chars=True)]
    strokes = [stroke for edge in page.edges if (stroke := _stroke(edge, left, top)) is not None]
    return Page(
        number=page.page_number,
        width=float(right - left),
        height=float(bottom - top),
        words=tuple(word for word in words if word is not None),
        strokes=tuple(strokes),
    )


def _word(word: Mapping[str, Any], left: float, top: float) -> Word | None:
    chars = [(char, piece) for char in word["chars"] for piece in fold(char["text"]) if not piece.isspace()]
    if not chars:
        return None
    stops = (*(float(char["x0"] - left) for char, _ in chars), float(chars[-1][0]["x1"] - left))
    box = Box(
        x0=min(stops), top=float(word["top"] - top), x1=max(stops), bottom=max(float(word["bottom"]), word["top"]) - top
    )
    return Word(text="".join(piece for _, piece in chars), box=box, stops=stops)


def _stroke(edge: Mapping[str, Any], left: float, top: float) -> Stroke | None:
    x0, x1 = float(edge["x0"] - left), float(edge["x1"] - left)
    y0, y1 = float(edge["top"] - top), float(edge["bottom"] - top)
    width = float(edge.get("linewidth") or 0.0)
    if edge["orientation"] == "h":
        middle = (y0 + y1) / 2
        return Stroke(x0=x0, top=middle, x1=x1, bottom=middle, width=width) if x1 > x0 else None
    middle = (x0 + x1) / 2
    return Stroke(x0=middle, top=y0, x1=middle, bottom=y1, width=width) if y1 > y0 else None

"""Good files broken at random: cut, noisy, absurd numbers, lost and repeated parts. A number gives the same bytes."""

from __future__ import annotations

import base64
import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.generated import specimen

ROOT = Path(__file__).resolve().parents[3]
ABSURD = (
    "0", "-1", "1", "2", "65535", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "999999999",
    "99999999999999999999", "1e308", "-1e308", "1e999", "nan", "NaN", "inf", "-inf", "0.0000001", "", "x", "²", "٣",
    "９" * 20, "9" * 5000, "A0", "XFD1048576", "ZZZ9999999", "1:1", "A1:XFD1048576",
)  # fmt: skip
NUMBERS = tuple(text for text in ABSURD if re.fullmatch(r"-?[\d.]{1,20}", text, re.ASCII))

SOURCES = {
    "pdf": ("national-faulty-ruled", "hengyang-cut-printed", "ruled", "hidden", "continued", "seal_image"),
    "docx": ("national-faulty-docx", "hengyang-cut-docx", "docx"),
    "xlsx": ("xlsx",),
    "xls": ("data/small.xls", "xls"),
    "html": ("html",),
    "xml": ("data/xml",),
    "text": ("hengyang-flat",),
}
"""Where the good files of each kind come from: a fixture, a file beside the tests, or a style of generated ones."""
SUFFIXES = {
    "pdf": ".pdf",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "xls": ".xls",
    "html": ".html",
    "xml": ".xls",
    "text": ".txt",
}


@cache
def good(source: str, seed: int = 7) -> bytes:
    """Return a good file."""
    found = sorted((ROOT / "fixtures" / source).glob("document.*"))
    if found:
        return found[0].read_bytes()
    if source == "data/xml":
        return xml_sheet()
    if "/" in source:
        return (Path(__file__).parents[1] / source).read_bytes()
    return specimen(source, seed).data


def xml_sheet() -> bytes:
    """Return a workbook as one XML file."""
    cell = '<Cell ss:MergeAcross="0" ss:StyleID="s1"><Data ss:Type="String">数量{}{}</Data></Cell>'
    cells = "".join(
        f'<Row ss:Height="15">{"".join(cell.format(row, col) for col in range(5))}</Row>' for row in range(8)
    )
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1"><Borders>'
        '<Border ss:Position="Left" ss:LineStyle="Continuous" ss:Weight="1"/></Borders></Style></Styles>'
        '<Worksheet ss:Name="绩效"><Table ss:ExpandedColumnCount="5" ss:ExpandedRowCount="9"><Column ss:Index="1" '
        'ss:Width="60" ss:Span="4"/><Row><Cell ss:MergeAcross="4" ss:MergeDown="0" ss:Index="1"><Data '
        'ss:Type="String">绩效自评表</Data></Cell></Row>' + cells + "</Table></Worksheet></Workbook>"
    ).encode()


def mutated(kind: str, number: int, small: bytes | None = None) -> bytes:
    """Return the broken file of a kind that belongs to a number: `small`, or a larger good file, broken."""
    chance = random.Random(f"{kind} {number}")
    data = good(chance.choice(SOURCES[kind]), chance.randrange(20)) if small is None else small
    ways = _WAYS.get(kind, ()) * 3 + (_cut, _noise, _splice)
    return chance.choice(ways)(data, chance)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _noise(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(2 ** chance.randrange(8)):
        out[chance.randrange(len(out))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(out)


def _splice(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    stop = min(len(data), start + 2 ** chance.randrange(14))
    middle = chance.choice((b"", data[start:stop] * 3, b"\0" * (stop - start), data[start:stop][::-1]))
    return data[:start] + middle + data[stop:]


# -- mark-up

_ATTRIBUTE = re.compile(rb'([\w:-]+)=("[^"]*"|\'[^\']*\'|[^\s">]+)')
_TAG = re.compile(rb"<[^<>]+>")


def _marked_up(data: bytes, chance: random.Random) -> bytes:
    """Break the mark-up in one to four places."""
    for _ in range(chance.randrange(1, 5)):
        data = chance.choice((_attribute, _attribute, _attribute, _drop_tag, _move, _repeat, _nest, _text))(
            data, chance
        )
    return data


def _attribute(data: bytes, chance: random.Random) -> bytes:
    """Give absurd values to one attribute, or to all of its name."""
    names = sorted({match[1] for match in _ATTRIBUTE.finditer(data) if not match[1].startswith(b"xmlns")})
    if not names:
        return data
    name, value = chance.choice(names), chance.choice(ABSURD).encode()
    found = list(re.finditer(rb"\b%s=(\"[^\"]*\"|'[^']*'|[^\s\">]+)" % re.escape(name), data))
    if chance.random() < 0.3:
        return re.sub(rb"\b%s=(\"[^\"]*\"|'[^']*'|[^\s\">]+)" % re.escape(name), b'%s="%s"' % (name, value), data)
    match = chance.choice(found)
    if chance.random() < 0.3:
        value = chance.choice(found)[1].strip(b"\"'")
    return data[: match.start()] + b'%s="%s"' % (name, value) + data[match.end() :]


def _drop_tag(data: bytes, chance: random.Random) -> bytes:
    match = _any(_TAG, data, chance)
    return data if match is None else data[: match.start()] + data[match.end() :]


def _move(data: bytes, chance: random.Random) -> bytes:
    """Leave one element out, or put it elsewhere."""
    piece = _element(data, chance)
    if piece is None:
        return data
    start, stop = piece
    rest = data[:start] + data[stop:]
    match = _any(_TAG, rest, chance)
    if match is None or chance.random() < 0.5:
        return rest
    return rest[: match.end()] + data[start:stop] + rest[match.end() :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    piece = _element(data, chance)
    if piece is None:
        return data
    start, stop = piece
    times = min(2 ** chance.randrange(1, 15), max(2, min(2**21, 8 * len(data)) // (stop - start)))
    return data[:start] + data[start:stop] * times + data[stop:]


def _nest(data: bytes, chance: random.Random) -> bytes:
    """Put an element into itself many times."""
    piece = _element(data, chance)
    if piece is None:
        return data
    start, stop = piece
    head, tail = _TAG.match(data, start), data.rfind(b"</", start, stop)
    if head is None or tail < 0:
        return data
    times = min(2 ** chance.randrange(1, 12), max(1, min(2**21, 8 * len(data)) // (stop - start)))
    inner = data[start:stop]
    return data[:start] + data[start : head.end()] * times + inner + data[tail:stop] * times + data[stop:]


def _text(data: bytes, chance: random.Random) -> bytes:
    match = _any(re.compile(rb">([^<>]+)<"), data, chance)
    if match is None:
        return data
    value = chance.choice(
        (*ABSURD, "_xD800_", "&#x10FFFF;", "&amp;" * 40_000, "一" * 40_000, "&undefined;", "1" * 40_000)
    )
    return data[: match.start(1)] + value.encode() + data[match.end(1) :]


def _element(data: bytes, chance: random.Random) -> tuple[int, int] | None:
    match = _any(re.compile(rb"<([\w:]+)[^<>]*>"), data, chance)
    if match is None or match[0].endswith(b"/>"):
        return match and match.span()
    end = data.find(b"</%s>" % match[1], match.end())
    return None if end < 0 else (match.start(), end + len(match[1]) + 3)


def _any(pattern: re.Pattern[bytes], data: bytes, chance: random.Random) -> re.Match[bytes] | None:
    found = list(pattern.finditer(data))
    return chance.choice(found) if found else None


# -- packages


def unzip(data: bytes) -> dict[str, bytes]:
    """Return the members of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def rezip(members: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items() if isinstance(members, dict) else members:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def _packed(data: bytes, chance: random.Random) -> bytes:
    members = unzip(data)
    names = sorted(name for name in members if name.endswith((".xml", ".rels")))
    weights = [
        8 if re.search(r"document\.xml|sheet\d+\.xml|styles|numbering|sharedStrings", name) else 1 for name in names
    ]
    for _ in range(chance.randrange(1, 3)):
        name = chance.choices(names, weights)[0]
        if name not in members:
            continue
        way = chance.random()
        if way < 0.08:
            del members[name]
        elif way < 0.16:
            members[name] = chance.choice((_cut, _noise, _splice))(members[name] or b" ", chance)
        elif way < 0.2:
            members[name] = members[chance.choice(sorted(members))]
        else:
            members[name] = _marked_up(members[name], chance)
    return rezip(members)


# -- PDF

_OBJECT = re.compile(rb"(?<!\d)(\d+)\s+0\s+obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PDF_NUMBER = re.compile(rb"(?<![\w.#/-])-?\d*\.?\d+(?![\w.#])")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_PDF_ABSURD = (
    *(text.encode() for text in NUMBERS),
    b"9" * 40,
    b"-" + b"9" * 40,
    b"1e9",
    b"nan",
    b"null",
    b"[]",
    b"<<>>",
)


def objects(data: bytes) -> dict[int, tuple[bytes, bytes | None]]:
    """Return a PDF's objects, streams inflated where they are deflated."""
    out: dict[int, tuple[bytes, bytes | None]] = {}
    for match in _OBJECT.finditer(data):
        stream = _STREAM.match(match[2])
        if stream is None:
            out[int(match[1])] = (match[2].strip(), None)
            continue
        head, body = stream[1].strip(), stream[2]
        try:
            if b"ASCII85" in head:
                body = base64.a85decode(body.strip().removeprefix(b"<~").removesuffix(b"~>"))
            if b"FlateDecode" in head:
                body = zlib.decompressobj().decompress(body)
                head = re.sub(rb"/Filter\s*(\[[^\]]*\]|/\w+)", b"", head)
        except (zlib.error, ValueError):
            pass
        out[int(match[1])] = (head, body)
    return out


def write_pdf(parts: dict[int, tuple[bytes, bytes | None]], trailer: bytes) -> bytes:
    """Return a PDF of objects."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = {}
    for number, (head, body) in parts.items():
        offsets[number] = out.tell()
        if body is not None:
            if re.search(rb"/Length\s+\d+(?!\s+\d+\s+R)", head):
                head = re.sub(rb"/Length\s+\d+", b"/Length %d" % len(body), head, count=1)
            out.write(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, body))
        else:
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, head))
    start, size = out.tell(), max(parts, default=0) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n")
    out.write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))
    return out.getvalue()


def trailer_of(data: bytes) -> bytes:
    """Return the trailer's dictionary."""
    match = re.search(rb"trailer\s*(<<.*?>>)\s*startxref", data, re.DOTALL)
    return match[1] if match else b"<< >>"


def _drawn(data: bytes, chance: random.Random) -> bytes:
    """Break a PDF's objects and what its pages draw."""
    parts = objects(data)
    contents = [n for n, (head, body) in parts.items() if body and re.search(rb"\b(re|Tj|TJ|l)\b", body)]
    trailer = trailer_of(data)
    for _ in range(chance.randrange(1, 4)):
        number = chance.choice(contents) if contents and chance.random() < 0.5 else chance.choice(sorted(parts))
        if number not in parts:
            continue
        head, body = parts[number]
        if body is not None and (number in contents or chance.random() < 0.3):
            parts[number] = (head, _stream(body, chance))
        elif chance.random() < 0.1:
            del parts[number]
        else:
            parts[number] = (_dictionary(head, sorted(parts), chance), body)
    return write_pdf(parts, trailer)


def _stream(body: bytes, chance: random.Random) -> bytes:
    way = chance.randrange(6)
    if way == 0:
        return chance.choice((_cut, _noise, _splice))(body or b" ", chance)
    if way == 1:
        lines = body.split(b"\n")
        start = chance.randrange(len(lines))
        some = lines[start : start + chance.randrange(1, 20)]
        times = min(2 ** chance.randrange(1, 16), max(2, min(2**21, 8 * len(body)) // (sum(map(len, some)) + 1)))
        return b"\n".join([*lines[:start], *some * times, *lines[start:]])
    if way == 2:
        value = chance.choice(_PDF_ABSURD)
        some = chance.choice((0.02, 0.2, 1.0))
        return _PDF_NUMBER.sub(lambda match: value if chance.random() < some else match[0], body)
    if way == 3:
        matrix = chance.choice(
            (
                b"0 0 0 0 0 0",
                b"1e9 0 0 1e9 0 0",
                b"1 1 1 1 0 0",
                b"0 1 -1 0 0 0",
                b"99999999 0 0 0.00001 -9999999 0",
                b"-1 0 0 -1 0 0",
                b".6 .8 -.8 .6 0 0",
            )
        )
        return matrix + b" cm\n" + body
    if way == 4:
        return chance.choice((b"q\n" * 100_000, b"BT\n" * 5000, b"[" * 5000, b"<<" * 5000, b"(" * 5000)) + body
    match = _any(_PDF_NUMBER, body, chance)
    return body if match is None else body[: match.start()] + chance.choice(_PDF_ABSURD) + body[match.end() :]


def _dictionary(head: bytes, numbers: list[int], chance: random.Random) -> bytes:
    way = chance.randrange(5)
    pattern: re.Pattern[bytes] = (_PDF_NUMBER, _REFERENCE, re.compile(rb"/[A-Za-z]\w*"), _PDF_NUMBER, _REFERENCE)[way]
    match = _any(pattern, head, chance)
    if match is None:
        return head
    value = chance.choice(_PDF_ABSURD)
    if way in (1, 4):
        value = b"%d 0 R" % chance.choice(numbers)
    elif way == 2:
        value = chance.choice((b"/X", b"/Type", b"", b"/Kids", b"/Parent", b"/Length"))
    elif chance.random() < 0.2:
        return _PDF_NUMBER.sub(value, head)
    return head[: match.start()] + value + head[match.end() :]


# -- XLS


def _records(data: bytes, chance: random.Random) -> bytes:
    """Break the numbers of a workbook's records: bytes at even places, in pairs."""
    out = bytearray(data)
    for _ in range(2 ** chance.randrange(6)):
        at = 512 + 2 * chance.randrange((len(out) - 514) // 2)
        out[at : at + 2] = chance.choice(
            (b"\xff\xff", b"\0\0", b"\xff\x7f", b"\0\x80", b"\x01\0", bytes(out[at : at + 2])[::-1])
        )
    return bytes(out)


_WAYS: dict[str, tuple[Callable[[bytes, random.Random], bytes], ...]] = {
    "pdf": (_drawn, _drawn, _drawn),
    "docx": (_packed, _packed, _packed),
    "xlsx": (_packed, _packed, _packed),
    "xls": (_records,),
    "html": (_marked_up, _marked_up),
    "xml": (_marked_up, _marked_up),
}

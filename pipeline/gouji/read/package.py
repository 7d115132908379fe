"""A ZIP of XML parts, checked before anything in it is inflated and read part by part."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from lxml import etree

from gouji.exceptions import DocumentError

MAX_MEMBERS = 10_000
MAX_TOTAL = 512 * 2**20
MAX_PART = 256 * 2**20
"""A part above this size is no table anyone published (bytes)."""
MAX_RATIO = 100
SMALL = 2**20
"""Members under this size may compress as they like (bytes)."""
BYTES_PER_TAG = 400
"""Rows of empty cells compress better than MAX_RATIO, but a tag then stands at least this often; a bomb has none."""
_PROLOG = 2**16
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))

_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
Part = etree._Element


class XmlPackage:
    """The parts of an Office package of one kind ("XLSX"); of two that share a name it is not known which counts."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Check the package.

        Raises:
            DocumentError: encrypted, truncated, unreadable, too_large or bomb.
        """
        self._kind = kind
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            self._members = {plain(member.filename): member for member in reversed(self._file.infolist())}
        except _BAD_ZIP as error:
            raise _broken(data, kind) from error
        self._refuse()

    def has(self, name: str) -> bool:
        """Tell whether the package holds a part."""
        return plain(name) in self._members

    def parts(self, name: str, tags: tuple[str, ...]) -> Iterator[Part]:
        """Yield the elements of a part that have these names, one after the other; each is emptied after its turn.

        Raises:
            DocumentError: unreadable, too_large or bomb.
        """
        with self._open(name) as stream:
            elements = etree.iterparse(
                stream, tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True, load_dtd=False
            )
            try:
                for _, element in elements:
                    yield element
                    _forget(element)
            except etree.XMLSyntaxError as error:
                raise self._bad_xml(name, error) from error
            except _BAD_ZIP as error:
                raise self._damaged(name) from error

    def read(self, name: str, most: int = MAX_PART) -> bytes:
        """Return a part's bytes.

        Raises:
            DocumentError: unreadable, too_large or bomb.
        """
        member = self._member(name)
        if member.file_size > most:
            raise self._too_large(member, most)
        try:
            if self._swollen(member) and _is_xml(member):
                self._refuse_tagless(member)
            return self._file.read(member)
        except _BAD_ZIP as error:
            raise self._damaged(name) from error

    def tree(self, name: str, most: int = MAX_PART, renamed: Callable[[bytes], bytes] = bytes) -> Part:
        """Return the root of a part, its bytes `renamed` before they are parsed.

        Raises:
            DocumentError: unreadable, too_large or bomb.
        """
        data = self.read(name, most)
        if any(mark in data for mark in _DOCTYPES):
            raise self._declared()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            return etree.fromstring(renamed(data), parser)
        except etree.XMLSyntaxError as error:
            raise self._bad_xml(name, error) from error

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id to kind and target, those outside the package left out."""
        folder, base = posixpath.split(plain(name))
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(listed):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self.parts(listed, ("Relationship",)):
            target = relation.get("Target", "").replace("\\", "/")
            if relation.get("TargetMode") != "External" and target:
                path = target if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, posixpath.normpath(path).lstrip("/"))
        return found

    def _member(self, name: str) -> zipfile.ZipInfo:
        member = self._members.get(plain(name))
        if member is None:
            raise DocumentError("unreadable", f"{self._kind} 内没有部件 {name[:80]}，请重新保存文件。")
        return member

    def _open(self, name: str) -> IO[bytes]:
        member = self._member(name)
        try:
            if self._swollen(member):
                self._refuse_tagless(member)
            with self._file.open(member) as head:
                start = head.read(_PROLOG)
            if any(mark in start for mark in _DOCTYPES):
                raise self._declared()
            return self._file.open(member)
        except _BAD_ZIP as error:
            raise self._damaged(name) from error

    def _declared(self) -> DocumentError:
        return DocumentError("bomb", f"{self._kind} 的 XML 带有 DOCTYPE 声明，可能是恶意构造，未读取。")

    def _damaged(self, name: str) -> DocumentError:
        return DocumentError("unreadable", f"{self._kind} 的部件 {name[:80]} 已损坏，请重新取得文件。")

    def _too_large(self, member: zipfile.ZipInfo, most: int) -> DocumentError:
        return DocumentError(
            "bomb" if self._swollen(member) else "too_large",
            f"{self._kind} 内的部件 {member.filename[:80]!r} 超过 {most // 2**20} MiB，未读取。",
        )

    def _bad_xml(self, name: str, error: etree.XMLSyntaxError) -> DocumentError:
        said = str(error).lower()
        if any(word in said for word in ("depth", "too long", "huge", "loop")):
            return DocumentError("bomb", f"{self._kind} 的 XML 嵌套过深或单段过长，未读取。")
        return DocumentError(
            "unreadable", f"{self._kind} 的部件 {name[:80]} 有误（第 {error.lineno} 行），请重新保存文件。"
        )

    def _swollen(self, member: zipfile.ZipInfo) -> bool:
        return member.file_size > SMALL and member.file_size > MAX_RATIO * member.compress_size

    def _refuse_tagless(self, member: zipfile.ZipInfo) -> None:
        tags = 0
        with self._file.open(member) as stream:
            while block := stream.read(SMALL):
                tags += block.count(b"<")
        if tags * BYTES_PER_TAG < member.file_size:
            raise DocumentError("bomb", f"{self._kind} 内的部件 {member.filename[:80]!r} 展开比例异常，未读取。")

    def _refuse(self) -> None:
        members = self._file.infolist()
        kind = self._kind
        if len(members) > MAX_MEMBERS:
            raise DocumentError("bomb", f"{kind} 内有 {len(members)} 个部件，超过 {MAX_MEMBERS} 个，未读取。")
        if any(member.flag_bits & 1 for member in members):
            raise DocumentError("encrypted", f"{kind} 内的部件已加密，请另存为不加密的文件后再读。")
        if len(self._members) < len(members):
            raise DocumentError("unreadable", f"{kind} 内有同名部件，无法确定以哪个为准，请重新保存文件。")
        total = sum(member.file_size for member in members)
        if total > MAX_TOTAL:
            raise DocumentError(
                "bomb", f"{kind} 展开后有 {total // 2**20} MiB，超过 {MAX_TOTAL // 2**20} MiB，未读取。"
            )
        for member in members:
            if not _is_xml(member) and self._swollen(member):
                raise DocumentError("bomb", f"{kind} 内的部件 {member.filename[:80]!r} 展开比例异常，未读取。")
            if member.file_size > MAX_PART:
                raise self._too_large(member, MAX_PART)


def plain(name: str) -> str:
    """Return the name of a part as it is compared: case and the kind of slash mean nothing."""
    return name.replace("\\", "/").lstrip("/").lower()


def _is_xml(member: zipfile.ZipInfo) -> bool:
    """Tell whether a part is checked when it is opened: by its tags."""
    return member.filename.lower().endswith((".xml", ".rels"))


def _broken(data: bytes, kind: str) -> DocumentError:
    if data.rfind(b"PK\x05\x06") < 0:
        return DocumentError("truncated", f"{kind} 缺少结尾的目录，文件不完整，请重新下载。")
    return DocumentError("unreadable", f"{kind} 的压缩包已损坏，请重新取得文件。")


def _forget(element: Part) -> None:
    """Let go of an element that was read and of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

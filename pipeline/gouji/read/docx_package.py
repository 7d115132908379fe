"""The package around a DOCX: its main part, styles and lists as trees."""

from __future__ import annotations

import posixpath

from lxml import etree

from gouji.exceptions import DocumentError
from gouji.read.package import XmlPackage

MAX_MAIN = 128 * 2**20
"""A main part above this size is no table anyone published, and a tree takes many times its bytes."""

MAIN = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip


class Package:
    """A DOCX that was found safe to read, its parts parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        """Check the package and parse its main part.

        Raises:
            DocumentError: empty, not_a_document, encrypted, truncated, unreadable, bomb or too_large.
        """
        _refuse_other_files(data)
        self._package = XmlPackage(data, "DOCX")
        self._name = self._main_name()
        self.main = self._package.tree(self._name, MAX_MAIN, _transitional)
        self._relations = self._related()

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the part of a kind ("styles", "numbering"), None if there is none that can be read."""
        found = next((target for key, target in self._relations.values() if key == kind), None)
        name = found or posixpath.join(posixpath.dirname(self._name), f"{kind}.xml")
        try:
            return self._package.tree(name, MAX_MAIN, _transitional) if self._package.has(name) else None
        except DocumentError as error:
            if error.reason == "bomb":
                raise
            return None

    def target(self, relation: str) -> bytes | None:
        """Return the content a relation of the main part points to, None if the package does not hold it."""
        found = self._relations.get(relation)
        if found is None or not self._package.has(found[1]):
            return None
        try:
            return self._package.read(found[1], MAX_MAIN)
        except DocumentError:
            return None

    def _related(self) -> dict[str, tuple[str, str]]:
        try:
            return self._package.relations(self._name)
        except DocumentError:
            return {}

    def _main_name(self) -> str:
        """Return the part the package calls its document; Word's habit where it says nothing usable."""
        named = [target for kind, target in self._package.relations("").values() if kind == "officeDocument"]
        for name in (*named, MAIN):
            if self._package.has(name):
                return name
        raise DocumentError("unreadable", "压缩包内没有文档正文（word/document.xml），请核对是否为 DOCX。")


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise DocumentError("empty", "文件是空的，请重新取得。")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("encrypted", "文档设有打开密码，请另存为不加密的 DOCX 后再读。")
        raise DocumentError("not_a_document", "这是旧版 Office 文件而不是 DOCX，请另存为 DOCX 后再读。")
    if not data.startswith(b"PK"):
        raise DocumentError("not_a_document", "内容不是 DOCX（应以 ZIP 开头），请核对文件。")


def _transitional(data: bytes) -> bytes:
    """Give the strict dialect the names of the usual one: they mean the same."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data

"""The package around a DOCX: checked before anything in it is inflated, then the main part as a tree."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from gouji.exceptions import DocumentError

MAX_MEMBERS = 10_000
MAX_TOTAL = 512 * 2**20
MAX_RATIO = 100
SMALL = 2**20
"""Members under this size may compress as they like (bytes)."""
MAX_PART = 128 * 2**20
"""A main part above this size is no table anyone published (bytes)."""
BYTES_PER_TAG = 200
"""Tables of empty cells compress better than MAX_RATIO, but a tag then stands at least this often; a bomb has none."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


def main_part(data: bytes) -> etree._Element:
    """Return the root of the document's main part.

    Raises:
        DocumentError: empty, not_a_document, encrypted, truncated, unreadable, bomb or too_large.
    """
    _refuse_other_files(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            _refuse_bad_package(members)
            name = _main_name(package)
            _refuse_inflation([member for member in members if member.filename != name])
            return _parse(_main_bytes(package, name))
    except _BAD_ZIP as error:
        raise _broken(data) from error


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise DocumentError("empty", "文件是空的，请重新取得。")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("encrypted", "文档设有打开密码，请另存为不加密的 DOCX 后再读。")
        raise DocumentError("not_a_document", "这是旧版 Office 文件而不是 DOCX，请另存为 DOCX 后再读。")
    if not data.startswith(b"PK"):
        raise DocumentError("not_a_document", "内容不是 DOCX（应以 ZIP 开头），请核对文件。")


def _broken(data: bytes) -> DocumentError:
    if data.rfind(b"PK\x05\x06") < 0:
        return DocumentError("truncated", "DOCX 缺少结尾的目录，文件不完整，请重新下载。")
    return DocumentError("unreadable", "DOCX 的压缩包已损坏，请重新取得文件。")


def _refuse_bad_package(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise DocumentError("bomb", f"DOCX 内有 {len(members)} 个部件，超过 {MAX_MEMBERS} 个，未读取。")
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError("encrypted", "DOCX 内的部件已加密，请另存为不加密的文件后再读。")
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise DocumentError("unreadable", "DOCX 内有同名部件，无法确定以哪个为准，请重新保存文件。")
    total = sum(member.file_size for member in members)
    if total > MAX_TOTAL:
        raise DocumentError("bomb", f"DOCX 展开后有 {total // 2**20} MiB，超过 {MAX_TOTAL // 2**20} MiB，未读取。")


def _swollen(member: zipfile.ZipInfo) -> bool:
    return member.file_size > SMALL and member.file_size > MAX_RATIO * member.compress_size


def _refuse_inflation(members: Sequence[zipfile.ZipInfo]) -> None:
    for member in members:
        if _swollen(member):
            raise DocumentError("bomb", f"DOCX 内的部件 {member.filename[:80]!r} 展开比例异常，未读取。")


def _main_name(package: zipfile.ZipFile) -> str:
    """Return the name of the part the package calls its document; Word's habit where it says nothing usable."""
    names = set(package.namelist())
    if "_rels/.rels" in names and package.getinfo("_rels/.rels").file_size <= SMALL:
        for relation in _parse(package.read("_rels/.rels")):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
                if target in names:
                    return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise DocumentError("unreadable", "压缩包内没有文档正文（word/document.xml），请核对是否为 DOCX。")


def _main_bytes(package: zipfile.ZipFile, name: str) -> bytes:
    member = package.getinfo(name)
    if member.file_size > MAX_PART:
        reason = "bomb" if _swollen(member) else "too_large"
        raise DocumentError(
            reason, f"文档正文有 {member.file_size // 2**20} MiB，超过 {MAX_PART // 2**20} MiB，未读取。"
        )
    data = package.read(member)
    if _swollen(member) and data.count(b"<") * BYTES_PER_TAG < len(data):
        raise DocumentError("bomb", "文档正文展开比例异常，未读取。")
    return data


def _parse(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        raise DocumentError("bomb", "文档的 XML 带有 DOCTYPE 声明，可能是恶意构造，未读取。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error) or "too long" in str(error) or "huge" in str(error).lower():
            raise DocumentError("bomb", "文档的 XML 嵌套过深或单段过长，未读取。") from error
        raise DocumentError("unreadable", f"文档正文的 XML 有误（第 {error.lineno} 行），请重新保存文件。") from error

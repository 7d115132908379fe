"""Which optional parts work on this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from gouji import __version__
from gouji.run.account import library_versions

_TIMEOUT = 20
_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_FONT_MARKS = ("CJK", "SimSun", "simsun", "PingFang", "msyh", "SourceHan", "wqy", "uming")
_CONVERTER = (
    "读取 .doc、.wps、.rtf 需要 LibreOffice：apt install libreoffice-writer，或见 https://zh-cn.libreoffice.org"
)
_EXTRAS = {"ocr": ("rapidocr", "onnxruntime"), "ui": ("starlette", "uvicorn"), "scale": ("distributed",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part, whether it works, and its version or what it is for."""

    name: str
    works: bool
    detail: str


def examine() -> Iterator[Part]:
    """Examine the machine: program, libraries, converter, browser, fonts, extras."""
    yield Part(name="gouji", works=True, detail=__version__)
    for name, number in library_versions().items():
        yield Part(name=name, works=True, detail=number)
    yield _program("soffice", ("soffice", "libreoffice"), _CONVERTER)
    yield _program("chromium", ("chromium", "chromium-browser", "google-chrome", "msedge"), "只用于测试报告页面")
    yield _font()
    for extra, packages in _EXTRAS.items():
        yield _extra(extra, packages)


def _program(name: str, commands: tuple[str, ...], purpose: str) -> Part:
    for command in commands:
        if (path := shutil.which(command)) is not None:
            return Part(name=name, works=True, detail=_output([path, "--version"]) or path)
    return Part(name=name, works=False, detail=purpose)


def _font() -> Part:
    found = _output(["fc-match", ":lang=zh-cn", "family"]) if shutil.which("fc-match") else ""
    if any(mark in found for mark in _FONT_MARKS):
        return Part(name="中文字体", works=True, detail=found)
    for folder in map(Path, _FONT_FOLDERS):
        for path in sorted(folder.rglob("*.tt[cf]")) if folder.is_dir() else ():
            if any(mark in path.name for mark in _FONT_MARKS):
                return Part(name="中文字体", works=True, detail=path.name)
    return Part(name="中文字体", works=False, detail="打印报告时需要")


def _extra(extra: str, packages: tuple[str, ...]) -> Part:
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        return Part(name=f"gouji[{extra}]", works=False, detail=f'安装：pip install "gouji[{extra}]"')
    return Part(name=f"gouji[{extra}]", works=True, detail="，".join(_version(package) for package in packages))


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else ""

"""Fields: what they come to is printed, what they are made of is not."""

from __future__ import annotations

import re

from lxml import etree

from gouji.read.docx_styles import W, switched_on, whole

_VAL = f"{W}val"
_CIRCLED = re.compile(r"^\s*EQ\s+\\o\s*(?:\\a[clr])?\s*\(\s*[○◯〇]\s*[,，;；]\s*(\S{1,2}?)\s*\)\s*$", re.IGNORECASE)


class Fields:
    """The fields open at this point of the text."""

    def __init__(self) -> None:
        """Start outside every field."""
        self.muted = False
        self._open: list[bool] = []
        self._code: list[str] = []

    def mark(self, kind: str | None) -> str:
        """Pass a begin, separate or end mark; return the text of a field whose code is its only text."""
        text = ""
        if kind == "begin":
            self._open.append(True)
            self._code.append("")
        elif kind == "separate" and self._open:
            self._open[-1] = False
        elif kind == "end" and self._open:
            code = self._code.pop()
            text = _drawn(code) if self._open.pop() and not any(self._open) else ""
        self.muted = any(self._open)
        return text

    def instruct(self, text: str) -> None:
        """Take a piece of a field's code."""
        if self._code:
            self._code[-1] += text

    def end_paragraph(self) -> None:
        """A code does not run on into the next paragraph: one that seems to has lost its end."""
        if self.muted:
            self._open.clear()
            self._code.clear()
            self.muted = False


def _drawn(code: str) -> str:
    """Return the character of a field that draws a circle around a number or a sign."""
    match = _CIRCLED.match(code)
    if match is None:
        return ""
    inner = match[1]
    return chr(0x245F + int(inner)) if inner.isdecimal() and 0 < int(inner) <= 20 else inner


def form_field(mark: etree._Element) -> str:
    """Return what a form field of the old kind shows by itself: the sign of a check box, the chosen entry of a list."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        return "☑" if switched_on(state if state is not None else box.find(f"{W}default")) else "□"
    entries = mark.findall(f"{W}ffData/{W}ddList/{W}listEntry")
    if not entries:
        return ""
    chosen = mark.find(f"{W}ffData/{W}ddList/{W}result")
    index = whole(None if chosen is None else chosen.get(_VAL), 0)
    return entries[index].get(_VAL) or "" if 0 <= index < len(entries) else ""

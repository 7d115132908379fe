"""The text of WordprocessingML as it is printed: revisions accepted, hidden text left out, symbols decoded."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from gouji.model.notice import Notice

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

TEXT_BOX = f"{W}txbxContent"
ALTERNATIVES = f"{_COMPATIBLE}AlternateContent"
CHOICE = f"{_COMPATIBLE}Choice"
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_RUN, _PARAGRAPH, _RUN_PROPERTIES = f"{W}r", f"{W}p", f"{W}rPr"
_TEXTS = frozenset({f"{W}t", f"{_MATH}t"})
_SIGNS = {
    f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip
# Ruby readings (rt) stand above the text they repeat; the others hold properties, field codes and deleted text.
_SILENT = frozenset(
    W + name
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "instrText", "delText",
                 "delInstrText", "fldData", "rt", "rubyPr")
)  # fmt: skip
# Fonts whose characters are pictures: code point (less the private area F000) to the character that looks like it.
_PICTURES = {
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xA5: "∞",
               0xD7: "·", 0x2D: "－", 0xB7: "•", 0xAE: "→", 0xE5: "∑"},
    "wingdings": {0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x52: "☑", 0x53: "☒",
                  0x6E: "■", 0x6C: "●", 0xAB: "★", 0x75: "◆", 0xD8: "➢", 0x9F: "•", 0xA7: "▪", 0xE0: "→"},
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x4F: "✗", 0xA3: "□", 0x30: "□"},
}  # fmt: skip
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(slots=True)
class Doubts:
    """What was odd while reading, counted; becomes the notices at the end."""

    inserted: int = 0
    deleted: int = 0
    hidden: list[str] = field(default_factory=list)
    symbols: int = 0
    illegal: list[str] = field(default_factory=list)

    def notices(self) -> tuple[Notice, ...]:
        """Return one notice for each kind of doubt met."""
        found: list[Notice] = []
        if self.hidden:
            found.append(Notice(code="R-01", message=f"隐藏文字 {len(self.hidden)} 处未计入：{_some(self.hidden)}。"))
        if self.symbols:
            found.append(Notice(code="R-02", message=f"{self.symbols} 个符号字体的字符无法转为文字，以 � 代替。"))
        if self.inserted or self.deleted:
            message = f"文件带有修订痕迹：保留插入 {self.inserted} 处，略去删除 {self.deleted} 处。"
            found.append(Notice(code="R-06", message=message))
        if self.illegal:
            message = f"单元格结构不合法 {len(self.illegal)} 处：{_some(self.illegal)}；已按文字处理软件的画法读取。"
            found.append(Notice(code="T-03", message=message))
        return tuple(found)


def _some(items: list[str]) -> str:
    shown = "、".join(item[:40] for item in items[:5])
    return f"{shown} 等" if len(items) > 5 else shown


def switched_on(element: etree._Element | None) -> bool:
    """Tell whether an on/off property is there and on."""
    return element is not None and (element.get(f"{W}val") or "1").lower() not in _OFF


def gather(element: etree._Element, out: list[str], doubts: Doubts, boxes: list[etree._Element] | None = None) -> None:
    """Append the printed text under `element` to `out`, a line feed after each paragraph.

    Text boxes are put into `boxes` if that is given, else their text is taken where they are anchored.
    """
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            out.append(child.text or "")
        elif tag == _RUN:
            _gather_run(child, out, doubts, boxes)
        elif tag == _PARAGRAPH:
            gather(child, out, doubts, boxes)
            out.append("\n")
        elif tag in _SILENT or not isinstance(tag, str):
            continue
        elif tag in _SIGNS:
            out.append(_SIGNS[tag])
        else:
            _gather_other(child, out, doubts, boxes)


def _gather_other(element: etree._Element, out: list[str], doubts: Doubts, boxes: list[etree._Element] | None) -> None:
    tag = element.tag
    if tag in DELETED or (tag == f"{W}tr" and row_deleted(element)):
        doubts.deleted += 1
    elif tag == f"{W}sym":
        out.append(_symbol(element, doubts))
    elif tag == ALTERNATIVES:
        _gather_alternatives(element, out, doubts, boxes)
    elif tag == TEXT_BOX and boxes is not None:
        boxes.append(element)
    else:
        doubts.inserted += tag in INSERTED
        gather(element, out, doubts, boxes)
        if tag == TEXT_BOX:
            out.append("\n")


def row_deleted(row: etree._Element) -> bool:
    """Tell whether a tracked deletion removes the whole row."""
    return row.find(f"{W}trPr/{W}del") is not None


def _gather_run(run: etree._Element, out: list[str], doubts: Doubts, boxes: list[etree._Element] | None) -> None:
    if len(run) and run[0].tag == _RUN_PROPERTIES and switched_on(run[0].find(f"{W}vanish")):
        unseen: list[str] = []
        gather(run, unseen, Doubts(), [])
        if text := "".join(unseen).strip():
            doubts.hidden.append(text)
        return
    gather(run, out, doubts, boxes)


def _gather_alternatives(
    element: etree._Element, out: list[str], doubts: Doubts, boxes: list[etree._Element] | None
) -> None:
    """Take the first alternative that holds any text: the others say the same for older programs."""
    for alternative in element:
        found: list[str] = []
        inner: list[etree._Element] | None = None if boxes is None else []
        gather(alternative, found, doubts, inner)
        if inner or "".join(found).strip():
            out.extend(found)
            if boxes is not None and inner:
                boxes.extend(inner)
            return


def _symbol(element: etree._Element, doubts: Doubts) -> str:
    try:
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        code = -1
    pictures = _PICTURES.get((element.get(f"{W}font") or "").strip().lower())
    if pictures is not None and code & 0xFF in pictures:
        return pictures[code & 0xFF]
    if pictures is None and 0x20 <= code < 0xD800:
        return chr(code)
    if 0xF020 <= code < 0xF07F and (pictures is None or element.get(f"{W}font", "").lower() == "symbol"):
        return chr(code - 0xF000)
    doubts.symbols += 1
    return "\ufffd"

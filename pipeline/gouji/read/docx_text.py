"""The text of WordprocessingML as printed: revisions accepted, hidden text left out, numbers and symbols put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from gouji.read.docx_doubts import Doubts
from gouji.read.docx_fields import Fields, form_field
from gouji.read.docx_numbering import Numbering
from gouji.read.docx_styles import Look, Styles, W, is_filled, is_white, switched_on
from gouji.read.docx_symbols import UNKNOWN, in_picture_font, is_picture_font, symbol, without_private
from gouji.text import is_wide

__all__ = ["ALTERNATIVES", "CHOICE", "INSERTED", "Scribe", "W", "row_deleted"]

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

TEXT_BOX = f"{W}txbxContent"
ALTERNATIVES = f"{_COMPATIBLE}AlternateContent"
CHOICE = f"{_COMPATIBLE}Choice"
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_RUN, _PARAGRAPH, _RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = f"{W}r", f"{W}p", f"{W}rPr", f"{W}pPr"
_VAL, _SHADING, _ASCII, _HIGH = f"{W}val", f"{W}shd", f"{W}ascii", f"{W}hAnsi"
_PARAGRAPH_STYLE, _RUN_STYLE, _FONTS = f"{W}pStyle", f"{W}rStyle", f"{W}rFonts"
_VANISH, _COLOUR, _HIGHLIGHT = f"{W}vanish", f"{W}color", f"{W}highlight"
_TELLING = frozenset({_RUN_STYLE, _FONTS, _VANISH, _COLOUR})
"""A run without any of these, in a plain paragraph, prints its text as it is."""
_TEXTS = frozenset({f"{W}t", f"{_MATH}t"})
_SIGNS = {
    f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip
# Ruby readings (rt) stand above the text they repeat; the others hold properties and deleted text.
_SILENT = frozenset(
    W + name
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "delText", "delInstrText",
                 "fldData", "rt", "rubyPr")
)  # fmt: skip
_PROMPT = re.compile(
    r"(?:请?(?:单击|点击)|请?选择一项|请(?:选择|输入|填写)|click |tap |choose an|enter )", re.IGNORECASE
)


def row_deleted(row: etree._Element) -> bool:
    """Tell whether a tracked deletion removes the whole row."""
    return row.find(f"{W}trPr/{W}del") is not None


def _check_box(control: etree._Element) -> str | None:
    box = control.find(f"{W}sdtPr/{{*}}checkbox")
    if box is None:
        return None
    checked = box.find("{*}checked")
    value = "0" if checked is None else next(iter(checked.attrib.values()), "1")
    return "☑" if str(value).lower() in ("1", "true", "on") else "□"


_PLAIN = Look()
_Parts = Mapping[str, etree._Element]
_NOTHING: _Parts = {}


class Scribe:
    """Writes down the text of a document from its start to its end: lists count and fields open along the way."""

    def __init__(self, styles: Styles, numbering: Numbering, doubts: Doubts) -> None:
        """Start at the top of a document."""
        self.styles = styles
        self.doubts = doubts
        self.pictures = 0
        self._numbering = numbering
        self._fields = Fields()
        self._look = _PLAIN
        self._filled = False
        self._handlers: dict[str, Callable[[etree._Element, list[str], list[etree._Element] | None], None]] = {
            _PARAGRAPH: self._paragraph,
            _RUN: self._run,
            ALTERNATIVES: self._alternatives,
            f"{W}sdt": self._control,
            f"{W}sym": self._symbol,
            f"{W}fldChar": self._field_mark,
            f"{W}instrText": self._instruction,
            f"{W}altChunk": self._chunk,
            f"{_MATH}f": self._fraction,
            f"{_DRAWING}inline": self._picture,
            f"{W}pict": self._picture,
            f"{W}object": self._picture,
        }

    def text(self, elements: Iterable[etree._Element], filled: bool = False) -> str:
        """Return the printed text under the elements, a line feed after each paragraph.

        Args:
            elements: cells or paragraphs' parents, in order.
            filled: whether there is a colour under them on which white can be read.
        """
        out: list[str] = []
        look, around, self._look, self._filled = self._look, self._filled, _PLAIN, filled
        for element in elements:
            self.gather(element, out)
        self._look, self._filled = look, around
        return "".join(out)

    def line(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """Return the printed text of a paragraph outside tables, and the text boxes anchored in it."""
        out: list[str] = []
        boxes: list[etree._Element] = []
        self._paragraph(paragraph, out, boxes)
        return "".join(out), boxes

    def gather(self, element: etree._Element, out: list[str], boxes: list[etree._Element] | None = None) -> None:
        """Append the printed text under `element` to `out`.

        Text boxes are put into `boxes` if that is given, else their text is taken where they are anchored.
        """
        for child in element:
            tag = child.tag
            handler = self._handlers.get(tag)
            if handler is not None:
                handler(child, out, boxes)
            elif tag in _SILENT or not isinstance(tag, str):
                continue
            elif tag in _SIGNS:
                self._say(_SIGNS[tag], out)
            elif tag in _TEXTS:
                self._say(without_private(child.text or ""), out)
            else:
                self._other(child, out, boxes)

    def _say(self, text: str, out: list[str]) -> None:
        if not self._fields.muted:
            self.doubts.symbols += text.count(UNKNOWN)
            out.append(text)

    def _other(self, element: etree._Element, out: list[str], boxes: list[etree._Element] | None) -> None:
        tag = element.tag
        if tag in _DELETED or (tag == f"{W}tr" and row_deleted(element)):
            self.doubts.deleted += 1
        elif tag == TEXT_BOX and boxes is not None:
            boxes.append(element)
        else:
            self.doubts.inserted += tag in INSERTED
            self.gather(element, out, boxes)
            if tag == TEXT_BOX:
                out.append("\n")

    def _paragraph(self, element: etree._Element, out: list[str], boxes: list[etree._Element] | None) -> None:
        properties = _first(element, _PARAGRAPH_PROPERTIES)
        parts = _parts(properties)
        style = _value(parts, _PARAGRAPH_STYLE)
        look = self.styles.look(style)
        outside, around = self._look, self._filled
        self._look = look
        self._filled = around or look.filled or is_filled(parts.get(_SHADING))
        start = len(out)
        self.gather(element, out, boxes)
        self._look, self._filled = outside, around
        self._fields.end_paragraph()
        mark = _parts(parts.get(_RUN_PROPERTIES))
        gone = f"{W}del" in mark
        unseen = gone or (switched_on(mark[_VANISH]) if _VANISH in mark else bool(look.hidden))
        if self._numbering.lists and not (unseen and not "".join(out[start:]).strip()):
            label = self._numbering.label(properties, style, look)
            out.insert(start, _before(label, "".join(out[start:])))
        if not gone:
            out.append("\n")

    def _run(self, run: etree._Element, out: list[str], boxes: list[etree._Element] | None) -> None:
        first = run[0] if len(run) else None
        parts = _parts(first) if first is not None and first.tag == _RUN_PROPERTIES else _NOTHING
        look = self._look
        if not (look.hidden or look.colour or look.font or _TELLING.intersection(parts)):
            self.gather(run, out, boxes)
            return
        style = _value(parts, _RUN_STYLE)
        character = _PLAIN if style is None else self.styles.look(style)
        if self._unseen(parts, character):
            self._hide(run)
            return
        font = self._font(parts, character)
        if font is None or not is_picture_font(font):
            self.gather(run, out, boxes)
            return
        self._set_in_pictures(run, font, out)

    def _unseen(self, parts: _Parts, character: Look) -> bool:
        """Tell whether a run is hidden, or white with nothing but white under it."""
        paragraph = self._look
        if _VANISH in parts or character.hidden is not None:
            if switched_on(parts[_VANISH]) if _VANISH in parts else character.hidden:
                return True
        elif paragraph.hidden:
            return True
        colour = _value(parts, _COLOUR) or character.colour or paragraph.colour
        if not is_white(colour) or self._filled or character.filled:
            return False
        marked = (_value(parts, _HIGHLIGHT) or "none").lower() not in ("none", "white")
        return not (marked or is_filled(parts.get(_SHADING)))

    def cover(self, cell: etree._Element) -> None:
        """Pass a cell that a merged one covers: its paragraphs count in their lists, its text is not printed."""
        if any((node.text or "").strip() for node in cell.iter(f"{W}t")):
            self._hide(cell)
        for paragraph in cell.iter(_PARAGRAPH):
            properties = _first(paragraph, _PARAGRAPH_PROPERTIES)
            style = _value(_parts(properties), _PARAGRAPH_STYLE)
            self._numbering.label(properties, style, self.styles.look(style))

    def _hide(self, element: etree._Element) -> None:
        """Keep the text out, and name it."""
        unseen: list[str] = []
        inner = Scribe(self.styles, Numbering(None, self.styles), Doubts())
        inner.gather(element, unseen, [])
        if not self._fields.muted and (text := "".join(unseen).strip()):
            self.doubts.hidden.append(text)
        for mark in element.iter(f"{W}fldChar"):
            self._fields.mark(mark.get(f"{W}fldCharType"))

    def _font(self, parts: _Parts, character: Look) -> str | None:
        fonts = parts.get(_FONTS)
        own = None if fonts is None else fonts.get(_ASCII) or fonts.get(_HIGH)
        return own or character.font or self._look.font

    def _set_in_pictures(self, run: etree._Element, font: str, out: list[str]) -> None:
        for child in run:
            if child.tag == f"{W}t":
                self._say(in_picture_font(child.text or "", font), out)
            elif child.tag == f"{W}sym":
                self._symbol(child, out, None)
            elif child.tag in _SIGNS:
                self._say(_SIGNS[str(child.tag)], out)
            elif child.tag == f"{W}fldChar":
                self._field_mark(child, out, None)

    def _alternatives(self, element: etree._Element, out: list[str], boxes: list[etree._Element] | None) -> None:
        """Take the first alternative that holds any text: the others say the same for older programs."""
        pictures = self.pictures
        for alternative in element:
            found: list[str] = []
            inner: list[etree._Element] | None = None if boxes is None else []
            self.pictures = pictures
            self.gather(alternative, found, inner)
            if inner or "".join(found).strip() or self.pictures > pictures:
                out.extend(found)
                if boxes is not None and inner:
                    boxes.extend(inner)
                return

    def sign(self, element: etree._Element) -> str | None:
        """Return what a cell or paragraph shows that is all a content control holds, None if it is its own text.

        That is the sign of a check box, or nothing where the control still prompts for a text.
        """
        parent = element.getparent()
        if parent is None or parent.tag != f"{W}sdtContent":
            return None
        control = parent.getparent()
        sign = None if control is None else _check_box(control)
        if control is not None and sign is None and self.is_prompt(control):
            self._hide(element)
            sign = ""
        return sign

    def _control(self, control: etree._Element, out: list[str], boxes: list[etree._Element] | None) -> None:
        """Enter a content control: a check box is its sign, a prompt to fill it in is no text."""
        sign = _check_box(control)
        if sign is not None:
            self._say(sign, out)
            return
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        if self.is_prompt(control):
            self._hide(content)
        else:
            self.gather(content, out, boxes)

    def is_prompt(self, control: etree._Element) -> bool:
        """Tell whether a content control shows nothing but its prompt ("单击此处输入文字")."""
        if not switched_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")):
            return False
        if any(style.get(_VAL) in self.styles.placeholders for style in control.iter(f"{W}rStyle")):
            return True
        text = "".join(str(node.text or "") for node in control.iter(f"{W}t")).strip()
        return not text or _PROMPT.match(text) is not None

    def _symbol(self, element: etree._Element, out: list[str], _: object) -> None:
        self._say(symbol(element.get(f"{W}font"), element.get(f"{W}char")), out)

    def _field_mark(self, element: etree._Element, out: list[str], _: object) -> None:
        shown = form_field(element)
        text = self._fields.mark(element.get(f"{W}fldCharType"))
        if shown or text:
            muted, self._fields.muted = self._fields.muted, False
            self._say(shown or text, out)
            self._fields.muted = muted

    def _instruction(self, element: etree._Element, _out: list[str], _: object) -> None:
        self._fields.instruct(element.text or "")

    def _chunk(self, _element: etree._Element, _out: list[str], _: object) -> None:
        self.doubts.unread.append("表内嵌入的文档")

    def _fraction(self, element: etree._Element, out: list[str], boxes: list[etree._Element] | None) -> None:
        """Write a fraction on one line."""
        for number, part in enumerate(element.iterchildren(f"{_MATH}num", f"{_MATH}den")):
            if number:
                self._say("/", out)
            self.gather(part, out, boxes)

    def _picture(self, element: etree._Element, out: list[str], boxes: list[etree._Element] | None) -> None:
        """Count a picture that stands in the text; those that float are seals and signatures."""
        names = {etree.QName(item).localname for item in element.iter(etree.Element)}
        self.pictures += bool(names & {"blip", "imagedata"}) and not _floats(element)
        self.gather(element, out, boxes)


def _before(label: str, text: str) -> str:
    """Return the number of a paragraph with the blank behind it, which Chinese text does not need."""
    bare, start = label.rstrip(), text.lstrip()
    return bare if bare and (is_wide(bare[-1]) or (start and is_wide(start[0]))) else label


def _floats(element: etree._Element) -> bool:
    return any(
        "position:absolute" in (item.get("style") or "")
        for item in element.iter("{urn:schemas-microsoft-com:vml}shape")
    )


def _first(element: etree._Element, tag: str) -> etree._Element | None:
    """Return the child of a name, which is the first if the file keeps to the order of its kind."""
    return element[0] if len(element) and element[0].tag == tag else element.find(tag)


def _parts(properties: etree._Element | None) -> _Parts:
    """Return the properties by name, the first of each."""
    return _NOTHING if properties is None else {str(part.tag): part for part in reversed(properties)}


def _value(parts: _Parts, name: str) -> str | None:
    found = parts.get(name)
    return None if found is None else found.get(_VAL)

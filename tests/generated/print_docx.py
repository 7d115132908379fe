"""Forms in DOCX: merges of every legal form, and whatever word processors leave in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

from fixtures.kit.table import Cell, Table
from tests.generated.docx_xml import control, pack, paragraph, picture, run, text_box
from tests.generated.families import draw_form
from tests.generated.model import Form, Specimen
from tests.generated.reshape import seams, with_moved_edge, with_nature, with_unit_row, without_blank_ends

PLAIN: Mapping[str, float] = {
    "bare_continue": 0.5,
    "grid_before": 0.15,
    "irregular_grid": 0.2,
    "content_control": 0.25,
    "header_rows": 0.6,
    "floating_picture": 0.15,
    "numbering": 0.5,
    "symbol_boxes": 0.4,
    "nested_cell": 0.25,
    "split_runs": 0.3,
    "paragraphs_for_breaks": 0.4,
}
"""What may occur in any file, and how likely it is."""
LIVE: Mapping[str, float] = {
    "wider_than_grid": 0.15,
    "no_grid": 0.12,
    "box_control": 0.5,
    "grid_after": 0.15,
    "horizontal_merge": 0.12,
    "text_box": 0.15,
    "frame": 0.12,
    "tracked": 0.2,
    "hidden_run": 0.15,
    "layout_table": 0.1,
    "adjacent_tables": 0.12,
    "parted_tables": 0.16,
    "covered_text": 0.1,
    "picture": 0.15,
    "field": 0.15,
}
"""What only the file says, not its print."""
LISTS = ("%1.", "%1.", "%1.", "%1.", "%1.", "%1、")
NUMBERED = re.compile(r"1\..+；2\..+；3\..+")
BOXES = {"☑": ("Wingdings", "F0FE"), "□": ("Wingdings", "F0A8")}
GONE = ("原定数额有误作废", "此处删去旧稿内容", "上年度数据已撤回")
FONTS = ("LXGW WenKai", "Noto Serif CJK SC", "Noto Sans CJK SC")


class Writer:
    """One file being written: its chances, what occurs in it, what is hidden in it."""

    def __init__(self, rng: Random, chances: Mapping[str, float]) -> None:
        self.rng = rng
        self.printed = LIVE.keys().isdisjoint(chances)
        self.wanted = {name for name, chance in chances.items() if rng.random() < chance}
        self.used: set[str] = set()
        self.hidden: list[str] = []
        self.lists = 0

    def use(self, name: str, chance: float = 1.0) -> bool:
        """Tell whether to do something here, and note it."""
        if name in self.wanted and self.rng.random() < chance:
            self.used.add(name)
            return True
        return False

    def reshape(self, form: Form) -> Form:
        """Change the table as the file's variations want it."""
        steps = {
            "grid_after": lambda one: without_blank_ends(self.rng, one),
            "irregular_grid": lambda one: with_moved_edge(self.rng, one),
            "symbol_boxes": lambda one: with_nature(self.rng, one),
            "grid_before": with_unit_row,
        }
        for name, step in steps.items():
            changed = step(form) if name in self.wanted else None
            if changed is not None and changed != form:
                self.used.add(name)
                form = changed
        return form

    def caption(self, form: Form) -> str:
        """Return the lines above a table."""
        out = ""
        for number, text in enumerate(form.before):
            line = paragraph(run(text), '<w:jc w:val="center"/>' if number == 0 else "")
            if number == 0 and self.use("text_box"):
                line = paragraph(text_box(line))
            elif number and self.use("frame"):
                line = paragraph(run(text), '<w:framePr w:w="3000" w:hSpace="180" w:wrap="around" w:x="6000" w:y="1"/>')
            out += line
        return out

    def tables(self, form: Form) -> str:
        """Return the table, in two where an editor has split it."""
        table = form.table
        cuts = [row for row in seams(table) if max(2, table.header_rows + 1) <= row <= table.rows - 2]
        if cuts and ("adjacent_tables" in self.wanted or "parted_tables" in self.wanted):
            at = self.rng.choice(cuts)
            name = "parted_tables" if "parted_tables" in self.wanted else "adjacent_tables"
            self.used.add(name)
            between = paragraph("") if name == "parted_tables" else ""
            return self.table(table, 0, at) + between + self.table(table, at, table.rows)
        whole = self.table(table, 0, table.rows)
        return control(whole) if self.use("content_control", 0.3) else whole

    def table(self, table: Table, start: int, stop: int) -> str:
        """Return rows `start` to `stop` as a table."""
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
        look = f'<w:tblW w:w="{_twips(sum(table.widths))}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        widths = [f'<w:gridCol w:w="{_twips(width)}"/>' for width in table.widths]
        if self.use("no_grid"):
            widths = []
        elif self.use("wider_than_grid"):
            widths = widths[: -self.rng.choice((1, 2))]
        rows = "".join(self.row(table, row) for row in range(start, stop))
        properties = f'<w:tblPr>{look}<w:tblLayout w:type="fixed"/></w:tblPr>'
        return f"<w:tbl>{properties}<w:tblGrid>{''.join(widths)}</w:tblGrid>{rows}</w:tbl>"

    def row(self, table: Table, row: int) -> str:
        """Return a row; where the table begins later or ends earlier the grid says so."""
        cells = sorted((cell for cell in table.cells if cell.row <= row < cell.below), key=lambda cell: cell.col)
        wide = len(table.widths)
        before, after = (cells[0].col, wide - cells[-1].beyond) if cells else (0, wide)
        look = f'<w:gridBefore w:val="{before}"/>' if before else ""
        look += f'<w:gridAfter w:val="{after}"/>' if after else ""
        look += f'<w:wBefore w:w="{_twips(sum(table.widths[:before]))}" w:type="dxa"/>' if before else ""
        look += f'<w:wAfter w:w="{_twips(sum(table.widths[wide - after :]))}" w:type="dxa"/>' if after else ""
        look += "<w:tblHeader/>" if row < table.header_rows and self.use("header_rows") else ""
        inner = "".join(self.cell(table, cell, first=cell.row == row) for cell in cells)
        own = f"<w:tr><w:trPr>{look}</w:trPr>{inner}</w:tr>"
        if row == 1 and self.use("tracked", 0.5):
            return own + self.deleted_row(table)
        return control(own) if self.use("content_control", 0.06) else own

    def deleted_row(self, table: Table) -> str:
        """Return a row that a tracked revision has deleted."""
        mark = 'w:id="7" w:author="a" w:date="2024-01-01T00:00:00Z"'
        text = self._hide()
        cell = f'<w:tcPr><w:gridSpan w:val="{len(table.widths)}"/></w:tcPr>'
        inner = paragraph(f"<w:del {mark}><w:r><w:delText>{text}</w:delText></w:r></w:del>")
        return f"<w:tr><w:trPr><w:del {mark}/></w:trPr><w:tc>{cell}{inner}</w:tc></w:tr>"

    def cell(self, table: Table, cell: Cell, *, first: bool) -> str:
        """Return what one row holds of a cell."""
        widths = table.widths[cell.col : cell.beyond]
        vertical = "" if cell.row_span == 1 else self._vertical(first)
        text = self.content(cell) if first else self._covered()
        if cell.col_span > 1 and self.use("horizontal_merge", 0.4):
            parts = [text, *[paragraph("")] * (cell.col_span - 1)]
            return "".join(
                _tc(_twips(width), f'<w:hMerge w:val="{"continue" if at else "restart"}"/>{vertical}', part)
                for at, (width, part) in enumerate(zip(widths, parts, strict=True))
            )
        span = f'<w:gridSpan w:val="{cell.col_span}"/>' if cell.col_span > 1 else ""
        own = _tc(_twips(sum(widths)), span + vertical, text)
        return control(own) if self.use("content_control", 0.05) else own

    def _vertical(self, first: bool) -> str:
        if first:
            return '<w:vMerge w:val="restart"/>'
        return "<w:vMerge/>" if self.use("bare_continue") else '<w:vMerge w:val="continue"/>'

    def _covered(self) -> str:
        """Return what stands in a covered cell: mostly nothing, sometimes an old text no one sees."""
        return paragraph(run(self._hide()) if self.use("covered_text", 0.2) else "")

    def content(self, cell: Cell) -> str:
        """Return the paragraphs of a cell."""
        align = "" if cell.left else '<w:jc w:val="center"/>'
        if self.lists < 5 and NUMBERED.fullmatch(cell.text) and self.use("numbering"):
            self.lists += 1
            own = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists}"/></w:numPr>'
            return "".join(paragraph(run(text[2:]), own) for text in re.split(r"(?<=；)", cell.text))
        if len(cell.text) > 20 and self.use("nested_cell", 0.5):
            width = '<w:tblW w:w="2000" w:type="dxa"/>'
            inner = "".join(f"<w:tr>{_tc(2000, '', paragraph(run(line)))}</w:tr>" for line in _halves(cell.text))
            return f"<w:tbl><w:tblPr>{width}</w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>{inner}</w:tbl>{paragraph('')}"
        lines = cell.text.split("\n") if self.use("paragraphs_for_breaks") else [cell.text]
        return "".join(paragraph(self.runs(line), align) for line in lines)

    def runs(self, text: str) -> str:
        """Return a text as one run or several, with what else may stand between them."""
        if not text:
            return ""
        out = run(text)
        if len(text) > 2 and self.use("split_runs", 0.4):
            at = self.rng.randrange(1, len(text))
            mark = '<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/><w:proofErr w:type="spellStart"/>'
            if not (self.printed and _in_number(text, at)):
                out = run(text[:at]) + mark + run(text[at:])
        if "symbol_boxes" in self.wanted and any(sign in text for sign in BOXES):
            out = self._boxes(text)
        elif text.replace(".", "").isdigit() and self.use("field", 0.3):
            out = _field(text)
        elif self.use("tracked", 0.08):
            out = self._tracked(text)
        elif self.use("content_control", 0.06):
            out = control(out)
        if self.use("hidden_run", 0.06):
            out += run(self._hide(), "<w:vanish/>")
        if self.use("picture", 0.05):
            out += picture(floating=False)
        if self.use("floating_picture", 0.03):
            out += picture(floating=True)
        return out

    def _boxes(self, text: str) -> str:
        way = "control" if self.use("box_control") else self.rng.choice(("symbol", "font", "plain"))
        out = ""
        for part in re.split("([☑□])", text):
            if part not in BOXES or way == "plain":
                out += run(part) if part else ""
                continue
            font, code = BOXES[part]
            if way == "symbol":
                out += f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
            elif way == "font":
                out += run(chr(int(code, 16)), f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/>')
            else:
                box = f'<w14:checkbox><w14:checked w14:val="{int(part == "☑")}"/></w14:checkbox>'
                out += control(run("☒" if part == "☑" else "☐"), box)
        return out

    def _tracked(self, text: str) -> str:
        mark = 'w:id="5" w:author="a" w:date="2024-01-01T00:00:00Z"'
        gone = f"<w:del {mark}><w:r><w:delText>{self._hide()}</w:delText></w:r></w:del>"
        return self.rng.choice((f"{gone}<w:ins {mark}>{run(text)}</w:ins>", gone + run(text)))

    def _hide(self) -> str:
        text = self.rng.choice(GONE)
        self.hidden.append(text)
        return text


def document(rng: Random, style: str, seed: int, chances: Mapping[str, float], most: int = 3) -> Specimen:
    """Draw a file of one form or several."""
    writer = Writer(rng, chances)
    turned, margin = rng.random() < 0.6, rng.choice((720, 1000, 1134))
    room = ((16838 if turned else 11906) - 2 * margin) / 20 - 6
    forms = [_within(room, writer.reshape(draw_form(rng))) for _ in range(rng.choice((1, 1, 2, most)))]
    parts = []
    for form in forms:
        own = writer.caption(form) + writer.tables(form)
        own += "".join(paragraph(run(text)) for text in form.after) or paragraph("")
        if writer.use("layout_table"):
            layout = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>'
            own = f"<w:tbl>{layout}<w:tr>{_tc(9000, '', own)}</w:tr></w:tbl>{paragraph('')}"
        parts.append(own)
    used = {*writer.used, *(["several_forms"] if len(forms) > 1 else [])}
    page = 'w:w="16838" w:h="11906" w:orient="landscape"' if turned else 'w:w="11906" w:h="16838"'
    edge = f"<w:sectPr><w:pgSz {page}/><w:pgMar {_margins(margin)}/></w:sectPr>"
    data = pack(
        "".join(_ruled_off(rng, parts)) + edge, font=rng.choice(FONTS), size=rng.choice((9, 10.5, 8)), lists=LISTS
    )
    return Specimen(
        name=f"{style}-{seed}",
        style=style,
        seed=seed,
        suffix=".docx",
        data=data,
        forms=tuple(forms),
        variations=frozenset(used),
        hidden=tuple(dict.fromkeys(writer.hidden)),
    )


def draw(seed: int) -> Specimen:
    """Draw a DOCX."""
    return document(Random(f"docx {seed}"), "docx", seed, {**PLAIN, **LIVE})


def for_print(seed: int, style: str) -> Specimen:
    """Draw a DOCX whose print shows all it says."""
    one = document(Random(f"{style} {seed}"), style, seed, PLAIN, most=2)
    return replace(one, variations=one.variations - {"bare_continue", "split_runs", "paragraphs_for_breaks"})


def _ruled_off(rng: Random, parts: Iterable[str]) -> Iterable[str]:
    """Part the forms by page breaks or by nothing."""
    broken = rng.random() < 0.5
    for number, part in enumerate(parts):
        yield paragraph('<w:r><w:br w:type="page"/></w:r>') + part if number and broken else part


def _in_number(text: str, at: int) -> bool:
    """Tell whether a number is parted there: Writer breaks a line between two runs, and what it prints reads as two."""
    return all(char.isdigit() or char in ".," for char in text[at - 1 : at + 1])


def _within(room: float, form: Form) -> Form:
    """Make a table that is wider than its page as wide as that."""
    scale = min(1.0, room / sum(form.table.widths))
    return replace(form, table=replace(form.table, widths=tuple(width * scale for width in form.table.widths)))


def _margins(margin: int) -> str:
    return " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))


def _field(text: str) -> str:
    """Return a formula field that shows the text."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>{middle}{run(text)}{end}"


def _halves(text: str) -> list[str]:
    at = text.find("，") + 1 or len(text) // 2
    return [text[:at], text[at:]]


def _tc(width: int, properties: str, inner: str) -> str:
    own = f'<w:tcW w:w="{width}" w:type="dxa"/>{properties}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{own}</w:tcPr>{inner}</w:tc>"


def _twips(points: float) -> int:
    return round(points * 20)

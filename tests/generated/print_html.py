"""Forms on web pages as they are published: page furniture, layout tables, office markup, GBK or UTF-8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from random import Random

from fixtures.kit.table import Cell, Table
from tests.generated.families import draw_form
from tests.generated.model import Form, Specimen
from tests.generated.reshape import seams, with_moved_edge, with_nature

CHANCES: Mapping[str, float] = {
    "gbk": 0.35,
    "layout_table": 0.3,
    "page_furniture": 0.6,
    "office_markup": 0.3,
    "entities": 0.4,
    "capital_tags": 0.15,
    "unclosed_tags": 0.15,
    "table_head": 0.3,
    "caption": 0.15,
    "hidden_text": 0.3,
    "comments": 0.25,
    "irregular_grid": 0.25,
    "check_boxes": 0.35,
    "source_wraps": 0.4,
    "needless_spans": 0.15,
    "nested_cell": 0.2,
    "parted_tables": 0.15,
}
LIVE_ONLY = frozenset(
    {"gbk", "capital_tags", "comments", "entities", "unclosed_tags", "needless_spans", "parted_tables"}
)
"""What a print does not show."""
NAMED = {"≥": "&ge;", "≤": "&le;", "（": "&#65288;", "）": "&#xff09;", "“": "&ldquo;", "—": "&mdash;"}
MENU = ("首页", "机构概况", "政务公开", "办事服务", "互动交流")
NEWS = ("关于做好防汛工作的通知", "全县干部大会召开", "2024年部门预算公开", "招聘公告")
UNSEEN = ("此段为编辑备注不予显示", "草稿内容请勿发布")
FONTS = ("LXGW WenKai", "Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei")


class Page:
    """One page being written."""

    def __init__(self, rng: Random, chances: Mapping[str, float], *, for_print: bool) -> None:
        self.rng = rng
        self.wanted = {name for name, chance in chances.items() if rng.random() < chance}
        self.used: set[str] = set()
        self.hidden: list[str] = []
        self.for_print = for_print

    def use(self, name: str, chance: float = 1.0) -> bool:
        """Tell whether to do something here, and note it."""
        if name in self.wanted and self.rng.random() < chance:
            self.used.add(name)
            return True
        return False

    def reshape(self, form: Form) -> Form:
        """Change the table as the page's variations want it."""
        for name, step in (("irregular_grid", with_moved_edge), ("check_boxes", with_nature)):
            changed = step(self.rng, form) if name in self.wanted else None
            if changed is not None:
                self.used.add(name)
                form = changed
        return form

    def form(self, form: Form) -> str:
        """Return a form with the lines around it."""
        lines = list(form.before)
        caption = ""
        if self.use("caption"):
            # The title alone, what else is printed above a table then stands above its title; or all lines.
            own = lines[:1] if self.rng.random() < 0.7 else lines
            caption, lines = f"<caption>{'<br>'.join(map(escape, own))}</caption>", lines[len(own) :]
        out = "".join(f"<p style='text-align:center'>{self.text(line)}</p>\n" for line in lines)
        out += "".join(self.table(part, caption if not at else "") for at, part in enumerate(self.parts(form)))
        out += "".join(f"<p>{self.text(line)}</p>\n" for line in form.after)
        return out

    def parts(self, form: Form) -> list[Table]:
        """Return the table, or its head block and its indicators where an editor has made two of one form."""
        table = form.table
        at = max((row for row in seams(table) if row < form.body[0]), default=0)
        if at < 3 or table.header_rows or not self.use("parted_tables"):
            return [table]
        return [_rows(table, 0, at), _rows(table, at, table.rows)]

    def table(self, table: Table, caption: str) -> str:
        """Return a table of rows; a cell stands in the row it starts in."""
        rows = [self.row(table, row) for row in range(table.rows)]
        head = table.header_rows if self.use("table_head") else 0
        body = "\n".join(rows[head:])
        if head:
            body = f"<thead>{''.join(rows[:head])}</thead>\n<tbody>{body}</tbody>"
        look = self.rng.choice(('border="1"', "border=1 cellspacing=0", 'style="border-collapse:collapse"'))
        width = ' width="100%"' if self.for_print else ""
        wide = sum(table.widths)
        cols = "".join(f'<col style="width:{own / wide:.2%}">' for own in table.widths) if self.for_print else ""
        return f"<table class=data {look}{width}>{caption}{cols}\n{body}\n</table>\n"

    def row(self, table: Table, row: int) -> str:
        """Return a row."""
        own = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.col)
        end = "" if self.use("unclosed_tags") else "</tr>"
        return "<tr>" + "".join(self.cell(cell, head=row < table.header_rows) for cell in own) + end

    def cell(self, cell: Cell, *, head: bool) -> str:
        """Return a cell with its spans."""
        tag = "th" if head and "table_head" in self.wanted else "td"
        spans = "".join(
            f' {name}="{span}"' if self.rng.random() < 0.7 else f" {name}={span}"
            for name, span in (("rowspan", cell.row_span), ("colspan", cell.col_span))
            if span > 1 or self.use("needless_spans", 0.3)
        )
        align = "" if cell.left else ' align="center"'
        end = "" if "unclosed_tags" in self.used else f"</{tag}>"
        return f"<{tag}{spans}{align}>{self.content(cell.text)}{end}"

    def content(self, text: str) -> str:
        """Return a cell's text with its breaks and the markup around it."""
        if not text:
            return self.rng.choice(("", "&nbsp;", "<p>&nbsp;</p>"))
        parts = [self.text(part) for part in text.split("\n")]
        if len(text) > 20 and self.use("nested_cell", 0.5):
            rows = "".join(f'<tr><td style="border:0">{part}</td></tr>' for part in parts)
            return f"<table>{rows}</table>"
        if self.use("office_markup"):
            style = "margin:0cm;text-align:center;mso-pagination:none"
            parts = [
                f'<p class=MsoNormal style="{style}"><span lang=EN-US>{part}<o:p></o:p></span></p>' for part in parts
            ]
            out = "".join(parts)
        else:
            out = self.rng.choice(("<br>", "<br/>", "<br />")).join(parts)
        if self.use("hidden_text", 0.05):
            unseen = self.rng.choice(UNSEEN)
            self.hidden.append(unseen)
            out += f'<span style="display:none">{unseen}</span>'
        return out + ("<!-- 指标 -->" if self.use("comments", 0.05) else "")

    def text(self, text: str) -> str:
        """Return a text as markup: entities, and the line breaks an editor leaves in the source."""
        named = NAMED if self.use("entities") else {}
        out = "".join(named.get(char, escape(char)) for char in text)
        if len(out) > 12 and "&" not in out and self.use("source_wraps", 0.3):
            at = self.rng.randrange(4, len(out) - 4)
            out = f"{out[:at]}\n          {out[at:]}" if not out[at - 1 : at + 1].isascii() else out
        return out

    def whole(self, body: str, title: str) -> str:
        """Return the page around its content."""
        if self.use("layout_table"):
            menu = "" if self.for_print else "".join(f'<p><a href="#">{name}</a></p>' for name in MENU)
            left = "" if self.for_print else f"<td valign=top width=160>{menu}</td>"
            body = f"<table width=100% border=0><tr>{left}<td>{body}</td></tr></table>"
        if self.use("page_furniture"):
            body = self._furniture(body, title)
        charset = "gb2312" if self.use("gbk") else "utf-8"
        font = self.rng.choice(FONTS)
        style = f"body{{font-family:'{font}';font-size:{self.rng.choice((11, 12, 13))}px}}"
        style += "table.data{border-collapse:collapse}table.data td,table.data th{border:1px solid #000;padding:2px}"
        if self.for_print:
            style += f"@page{{size:A4 {self.rng.choice(('landscape', 'portrait'))};margin:12mm}}"
        meta = self.rng.choice(
            ('<meta charset="{0}">', '<meta http-equiv="Content-Type" content="text/html; charset={0}">')
        )
        head = f"<head>{meta.format(charset)}<title>{escape(title)}</title><style>{style}</style></head>"
        kind = self.rng.choice(
            ("<!DOCTYPE html>\n", "", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n')
        )
        return f"{kind}<html>{head}<body>{body}</body></html>"

    def _furniture(self, body: str, title: str) -> str:
        links = "".join(f'<li><a href="/{at}.html">{name}</a></li>' for at, name in enumerate(MENU))
        news = "".join(f"<li>{name}<span>2024-0{at + 1}-12</span></li>" for at, name in enumerate(NEWS))
        script = "<script>var rows = ['<table><tr><td>x</td></tr></table>']; if (1 < 2) {}</script>"
        dated = "<p>发布时间：2024-03-15 来源：县财政局 字体：【大 中 小】</p>"
        top = f"<div class=nav><ul>{links}</ul></div><h1>{escape(title)}</h1>{dated}"
        return f"{script}{top}<div class=content>{body}</div><div><ul>{news}</ul></div><div>版权所有 备案号 01号</div>"


def _rows(table: Table, start: int, stop: int) -> Table:
    """Return some rows as a table."""
    cells = tuple(replace(cell, row=cell.row - start) for cell in table.cells if start <= cell.row < stop)
    head = min(max(table.header_rows - start, 0), stop - start)
    return replace(table, cells=cells, rows=stop - start, header_rows=head)


def document(rng: Random, style: str, seed: int, chances: Mapping[str, float], *, for_print: bool = False) -> Specimen:
    """Draw a page of one form or several."""
    page = Page(rng, chances, for_print=for_print)
    forms = [page.reshape(draw_form(rng)) for _ in range(rng.choice((1, 1, 2, 3)))]
    text = page.whole("<br>\n".join(page.form(form) for form in forms), forms[0].before[0])
    if page.use("capital_tags"):
        text = text.replace("<td", "<TD").replace("</td", "</TD").replace("<tr", "<TR").replace("<table", "<TABLE")
    return Specimen(
        name=f"{style}-{seed}",
        style=style,
        seed=seed,
        suffix=".html",
        data=text.encode("gb18030" if "gbk" in page.used else "utf-8"),
        forms=tuple(forms),
        variations=frozenset(page.used | ({"several_forms"} if len(forms) > 1 else set())),
        hidden=tuple(dict.fromkeys(page.hidden)),
    )


def draw(seed: int) -> Specimen:
    """Draw an HTML page."""
    return document(Random(f"html {seed}"), "html", seed, CHANCES)


def for_print(seed: int, style: str) -> Specimen:
    """Draw a page to be printed."""
    chances = {name: chance for name, chance in CHANCES.items() if name not in LIVE_ONLY}
    return document(Random(f"{style} {seed}"), style, seed, chances, for_print=True)

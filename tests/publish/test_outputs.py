"""What a run leaves: inert, clean, self-contained, and saying the same as the tables."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package, system
from tests import handmade

from gouji.arrow import rows_to_table
from gouji.model.schema import TABLES
from gouji.publish import data
from gouji.publish.clean import REPLACEMENT, clean, clean_line
from gouji.publish.delivery import delivery
from gouji.publish.findings import COLUMNS, inert
from gouji.publish.marks import cell_marks
from gouji.publish.view import view_of, where_is
from gouji.run import run

EVIL = (
    "=cmd|'/c calc'!A1",
    "＝1+1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a\x1b[31mb\x00c",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("run")
    (root / "in").mkdir()
    (root / "in" / "=evil <b>.txt").write_text("\n".join(("ok", *EVIL, handmade.FAULT)), encoding="utf-8")
    (root / "in" / "clean.txt").write_text("ok\n甲", encoding="utf-8")
    (root / "in" / "partial.txt").write_text("partial\n乙", encoding="utf-8")
    (root / "in" / "locked.txt").write_text("quarantine encrypted", encoding="utf-8")
    (root / "in" / "x.png").write_bytes(b"x")

    def judge(tables: Mapping[str, pa.Table], rulebook: object, _second: object) -> tuple[handmade.Finding, ...]:
        (first,) = handmade.judge(tables, rulebook)
        doubt = handmade.finding(
            first.document_id, 0, 1, severity="WARN", message=EVIL[0], formula=EVIL[3], observed=EVIL[4], expected="+5",
            difference=Decimal("-0.10"), readings="some", caused_by=(first.finding_id,), count=3,
        )  # fmt: skip
        return (first, doubt)

    run([root / "in"], root / "out", handmade.rules(), audit_document=handmade.audit_document, judge=judge)
    return root / "out"


def read_csv(folder: Path) -> list[dict[str, str]]:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("\nx", "'\nx"),
        ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠1", "'＠1"),
        ("-12.5", "-12.5"), ("+3", "+3"), ("-1,234.50", "-1,234.50"), ("-12.5%", "'-12.5%"), ("-1+2", "'-1+2"),
        ("-1\n=2", "'-1\n=2"), ("-", "'-"), ("", ""), ("甲=乙", "甲=乙"), ("-١٢", "'-١٢"),
    ],
)  # fmt: skip
def test_a_field_a_spreadsheet_would_run_gets_an_apostrophe(text: str, safe: str) -> None:
    assert inert(text) == safe


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("甲\n乙\t丙", "甲\n乙\t丙"),
        ("a\x00b", f"a{REPLACEMENT}b"),
        ("a\x1b[0m", f"a{REPLACEMENT}[0m"),
        ("\ud800", REPLACEMENT),
        ("a\u202eb", f"a{REPLACEMENT}b"),
        ("\ufffe\U0001ffff", REPLACEMENT * 2),
        ("𠀀①≥", "𠀀①≥"),
        ("\x85\x9b", REPLACEMENT * 2),
        ("a\rb", f"a{REPLACEMENT}b"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
    cleaned.encode("utf-8")


def test_a_line_stays_one_line() -> None:
    assert clean_line("a\nb\tc\x1b") == f"a b c{REPLACEMENT}"


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(folder: Path) -> None:
    raw = (folder / "findings.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = read_csv(folder)
    assert list(rows[0]) == [heading for heading, _ in COLUMNS]
    assert [(row["序号"], row["规则"], row["级别"]) for row in rows] == [
        ("1", "TST-01", "ERROR 错误"),
        ("2", "TST-01", "WARN 存疑"),
    ]
    assert rows[1]["说明"] == f"'{EVIL[0]}"
    assert rows[1]["文件"] == "'=evil <b>.txt"
    assert (rows[0]["差异"], rows[1]["差异"], rows[1]["应为"]) == ("-2", "-0.1", "+5")
    assert (rows[1]["起因（序号）"], rows[1]["读法"]) == ("1", "部分读法成立，待核对原件")
    assert rows[0]["位置"] == "第1页 表1 第7行第1列"


def test_the_json_lines_hold_the_canonical_columns(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 2
    assert {column.name for column in TABLES["findings"]} <= set(lines[0])
    assert (lines[0]["difference"], lines[0]["cells"][0]["role"], lines[0]["cells"][1]["text"]) == (
        "-2",
        "total",
        EVIL[0],
    )
    assert lines[0]["source"] == "=evil <b>.txt"


def test_the_workbook_holds_text_and_numbers_only(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "findings.xlsx")
    assert book.sheetnames == ["问题清单", "明细", "汇总", "未能处理文件"]
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert kinds <= {"s", "n"}
    with zipfile.ZipFile(folder / "findings.xlsx") as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
        assert not any("externalLink" in name for name in package.namelist())
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    listed = book["问题清单"]
    assert listed.freeze_panes == "A2"
    assert listed.auto_filter.ref.startswith("A1:")
    assert listed.print_title_rows == "$1:$1"
    assert (listed.page_setup.orientation, str(listed.page_setup.paperSize)) == ("landscape", "9")
    assert "第 &P 页" in str(listed.oddFooter.center.text)
    assert [cell.value for cell in book["未能处理文件"]["B"]] == ["文件", "locked.txt", "partial.txt", "x.png"]


def test_faulty_cells_are_coloured_in_the_detail(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "findings.xlsx")["明细"]
    headings = [cell.value for cell in sheet[1]]
    weight, number = headings.index("分值"), headings.index("问题（序号）")
    colours = {
        line[headings.index("三级指标")].value: line[weight].fill.fgColor.rgb for line in sheet.iter_rows(min_row=2)
    }
    assert colours[handmade.FAULT] == "FFF5B7B1"
    assert colours["甲"] not in ("FFF5B7B1", colours[EVIL[0]])
    numbers = {line[headings.index("三级指标")].value: line[number].value for line in sheet.iter_rows(min_row=2)}
    assert (numbers[handmade.FAULT], numbers[EVIL[0]], numbers["甲"]) == ("1", "1、2", "")
    assert "复核得分" not in headings


class Seen(HTMLParser):
    """What a browser would make of the page: tags, attributes, ids, links."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"]] if found.get("href") else []
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"] or ""


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "report" / "index.html").read_text(encoding="utf-8")


def test_the_page_runs_nothing_and_asks_for_nothing(page: str) -> None:
    seen = Seen()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "svg", "b1"}
    assert not any(name.startswith("on") or name in ("src", "style") for name in seen.attributes)
    assert all(link.startswith("#") for link in seen.links)
    assert seen.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "&lt;script&gt;" in page
    assert not re.search(r"url\(|@import|https?://", page)


def test_the_policy_allows_the_very_style_of_the_page(page: str) -> None:
    from gouji.publish.page import style_hash

    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    assert style_hash(style[1]) in page


def test_every_link_of_the_page_leads_somewhere(page: str) -> None:
    seen = Seen()
    seen.feed(page)
    assert seen.links
    assert len(seen.ids) == len(set(seen.ids))
    assert {link[1:] for link in seen.links} <= set(seen.ids)


def test_the_page_says_what_it_found_and_where(page: str) -> None:
    assert "第1页 表1 第7行第1列" in page
    assert "3+4 = 7" in page
    assert "读数存疑" in page
    assert "不能读：encrypted。" in page
    assert "clean.txt" in page
    assert "x.png" in page


def test_spans_are_rebuilt(tmp_path: Path) -> None:
    tables = {name: rows_to_table(name, []) for name in TABLES}
    tables["cells"] = rows_to_table(
        "cells",
        [
            {
                "document_id": "d",
                "table_no": 1,
                "cell_no": n,
                "row": r,
                "col": c,
                "row_span": rs,
                "col_span": cs,
                "text": t,
            }
            for n, (r, c, rs, cs, t) in enumerate(
                [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "丙"), (1, 2, 1, 1, "丁")]
            )
        ],
    )
    from gouji.publish.rebuilt import rebuild

    (table,) = rebuild(tables, [("d", 1)], {})
    assert [[(cell.text, cell.row_span, cell.col_span) for cell in row] for row in table.rows] == [
        [("甲", 2, 1), ("乙", 1, 2)],
        [("丙", 1, 1), ("丁", 1, 1)],
    ]


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        ({"places": [{"page": 3}], "row": 0, "col": 4, "locator": None}, "第3页 表2 第1行第5列"),
        ({"places": [{"page": 4}, {"page": 3}], "row": 0, "col": 4, "locator": None}, "第3–4页 表2 第1行第5列"),
        ({"places": [{"page": 1}], "row": None, "col": None, "locator": None}, "第1页 表2 表外文字"),
        ({"places": [], "row": 1, "col": 1, "locator": "第13行 第6列"}, "第13行 第6列"),
        ({"places": None, "row": 1, "col": 1, "locator": None}, "表2"),
    ],
)
def test_where_is(cell: dict[str, object], where: str) -> None:
    assert where_is({"table_no": 2, **cell}) == where


def test_the_datapackage_describes_what_is_there(folder: Path) -> None:
    with system.use_context(trusted=True):
        package = Package(str(folder / "datapackage.json"))
        assert package.resource_names == list(TABLES)
        report = Package.validate_descriptor(package.to_descriptor())
    assert report.valid, report.flatten(["message"])
    for resource in package.resources:
        stored = pq.read_schema(folder / str(resource.path))
        assert [field.name for field in resource.schema.fields] == stored.names
        assert all(field.title for field in resource.schema.fields)
        assert resource.title


def test_a_table_is_cut_into_parts_of_a_fixed_row_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "PART_ROWS", 2)
    table = rows_to_table("inputs", [{"input_no": number, "source": "x", "status": "ok"} for number in range(5)])
    with delivery(tmp_path) as files:
        data.add_data(files, "inputs", table)
    parts = sorted((tmp_path / "data" / "inputs").iterdir())
    assert [pq.read_metadata(part).num_rows for part in parts] == [2, 2, 1]
    with delivery(tmp_path) as files:
        data.add_data(files, "inputs", table.slice(0, 1))
    assert [part.name for part in (tmp_path / "data" / "inputs").iterdir()] == ["part-00000.parquet"]


def test_the_bytes_of_a_part_do_not_depend_on_its_chunks(tmp_path: Path) -> None:
    rows = [{"input_no": number, "source": f"文件{number}", "status": "ok"} for number in range(50)]
    whole = rows_to_table("inputs", rows)
    pieces = pa.concat_tables([rows_to_table("inputs", rows[:7]), rows_to_table("inputs", rows[7:])])
    for name, table in (("a", whole), ("b", pieces)):
        with delivery(tmp_path / name) as files:
            data.add_data(files, "inputs", table)
    one, other = ((tmp_path / name / "data/inputs/part-00000.parquet").read_bytes() for name in "ab")
    assert one == other


def test_nothing_appears_when_something_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")

    def broken(path: Path) -> None:
        path.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError), delivery(tmp_path) as files:  # noqa: PT012 - both writes belong to one delivery
        files.add("a.txt", lambda path: path.write_text("new"))
        files.add("b.txt", broken)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "old"}


def test_the_gravest_finding_colours_a_cell(folder: Path) -> None:
    tables = {name: pq.read_table(folder / "data" / name) for name in TABLES}
    marks = {key[2]: mark for key, mark in cell_marks(view_of(tables, {}).findings).items()}
    assert (marks[6].severity, marks[6].accused, marks[6].findings) == ("ERROR", True, (1,))
    assert (marks[0].severity, marks[0].accused, marks[0].findings) == ("WARN", True, (1, 2))

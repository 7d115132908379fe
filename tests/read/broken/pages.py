"""Web pages and texts made to break a reader."""

from __future__ import annotations

from tests.read.broken.common import ENTITIES, Case, Cases


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


_TABLE = "<table border=1>" + "<tr><td>数量指标<td>90<td>95</tr>" * 4 + "</table>"


def _html_spans(rows: str, cols: str) -> Case:
    return lambda: _page(
        f"<table border=1><tr><td rowspan='{rows}' colspan='{cols}'>一<td>二<td>三</tr>"
        + "<tr><td>a<td>b<td>c</tr>" * 5
        + "</table>"
    )


def small() -> bytes:
    """Return a small good file."""
    return _page(_TABLE.replace("<td>90", "<td rowspan=2 colspan='1'>90", 1), "<style>.a{color:red}</style>")


def small_text() -> bytes:
    """Return a small good text."""
    return "绩效目标表\n项目\t90\t95\n指标\t1\t2\n".encode() * 4


CASES: Cases = {
    ".html": {
        **{
            f"spans {rows[:9]} {cols[:9]}": _html_spans(rows, cols)
            for rows, cols in (
                ("1000000000", "1000000000"),
                ("0", "0"),
                ("-1", "-1"),
                ("nan", "1e9"),
                ("²", "٣"),
                ("9" * 5000, "1"),
                ("1", "9" * 5000),
            )
        },
        "wide rows": lambda: _page("<table>" + "<tr>" + "<td colspan=1000>a" * 3000 + "<tr><td>b" * 300 + "</table>"),
        "tall cells": lambda: _page("<table>" + ("<tr>" + "<td rowspan=65534 colspan=1000>a" * 3) * 2000 + "</table>"),
        "sparse": lambda: _page("<table>" + "<tr><td>a<td>b" * 2000 + "<tr>" + "<td>c" * 2000 + "</table>"),
        "bodies": lambda: _page(
            "<table>" + ("<tbody><tr>" + "<td colspan=1000 rowspan=9>a" * 40 + "<tr>" * 8) * 40 + "</table>"
        ),
        "divs 100000": lambda: _page("<div>" * 100_000 + _TABLE),
        "tables 2000 deep": lambda: _page("<table><tr><td>x" * 2000 + _TABLE + "</table>" * 2000),
        "tables 100 deep": lambda: _page("<table><tr><td>x" * 70 + _TABLE + "</table>" * 70),
        "unclosed": lambda: _page("<table><tr>" + "<td>一" * 3000),
        "rows only": lambda: _page("<tr><td>一<td>二" * 500),
        "style without brace": lambda: _page(_TABLE, "<style>" + "a" * 900_000 + "</style>"),
        "style of marks": lambda: _page(_TABLE, "<style>" + "@" * 500_000 + "</style>"),
        "style of comments": lambda: _page(_TABLE, "<style>" + "/*" * 400_000 + "</style>"),
        "classes": lambda: _page(
            f"<p class='{' '.join(f'c{n}' for n in range(5000))}'>x</p>" * 40 + _TABLE,
            "<style>" + "".join(f".c{n}{{color:red;margin:{n}px;x{n}:1}}" for n in range(5000)) + "</style>",
        ),
        "attributes": lambda: _page("<p " + " ".join(f"a{n}='1'" for n in range(2000)) + ">" + _TABLE),
        "charset unknown": lambda: (
            b"<html><meta charset='x-undefined\xff'><table><tr><td>\xd2\xbb<td>\xb6\xfe<tr><td>a<td>b</table>"
        ),
        "charset of no text": lambda: b"<html><meta charset=base64><body>\xff" + _TABLE.encode("gb18030"),
        "entities": lambda: _page("&#xD800;&#x110000;&#0;&#99999999999;&a;" * 200 + _TABLE),
        "doctype": lambda: f"<!DOCTYPE html [{ENTITIES}]><html><body>&a9;{_TABLE}</body></html>".encode(),
        "list start": lambda: _page("<ol start='²'><li>a</ol><ol start='99999999999999'><li>b</ol>" + _TABLE),
        "blanks": lambda: _page(" \n" * 400_000 + _TABLE),
        "digits": lambda: _page(_TABLE.replace("95", "9" * 40_000)),
    },
    ".mht": {
        "no end": lambda: (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
            b"--x\nContent-Type: text/html; charset=hex\nContent-Transfer-Encoding: base64\n\n!!!!PGh0bWw+\n"
        ),
        "nested": lambda: (
            b"Content-Type: multipart/related; boundary=x\n\n"
            + b"--x\nContent-Type: multipart/related; boundary=x\n\n" * 500
        ),
        "message in message": lambda: (
            b"Content-Type: multipart/related; boundary=x\n\n--x\n" + b"Content-Type: message/rfc822\n\n" * 2000
        ),
    },
    ".txt": {
        "digits": lambda: ("绩效目标表\n项目\t" + "9" * 40_000 + "\t95\n").encode() * 3,
        "tabs": lambda: ("一" + "\t" * 300 + "二\n").encode() * 30,
        "one line": lambda: "一二 三四\t".encode() * 5000,
        "halves": lambda: b"\xff\xfe" + "一\t二\n".encode("utf-16-le") * 100 + b"\x00\xd8\x09\x00",
    },
}

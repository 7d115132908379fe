"""PDFs drawn here and read back: coordinates, strokes, words, and what nobody can see."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gouji.exceptions import DocumentError
from gouji.model.page import Page, Stroke
from gouji.model.place import Box, Place
from gouji.read import read_bytes
from gouji.read.characters import Characters
from gouji.read.pdf import is_cut, read_pdf, render_page
from gouji.read.second import read_second, reread
from gouji.read.words import words_of

WIDTH, HEIGHT = 400.0, 300.0
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def drawn(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), **options)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def codes(data: bytes) -> list[str]:
    return [notice.code for notice in read_pdf(data)[1]]


def words(data: bytes) -> list[str]:
    return [word.text for page in read_pdf(data)[0] for word in page.words]


def first(data: bytes) -> Page:
    return read_pdf(data)[0][0]


def refused(data: bytes) -> str:
    with pytest.raises(DocumentError) as error:
        read_pdf(data)
    assert error.value.message
    return error.value.reason


def hello(canvas: Canvas) -> None:
    canvas.drawString(100, 250, "绩效自评表")


def test_word_stands_where_it_was_drawn():
    (word,) = first(drawn(hello)).words
    assert word.text == "绩效自评表"
    assert word.box.x0 == pytest.approx(100, abs=0.5)
    assert word.box.x1 == pytest.approx(160, abs=1.0)
    # The baseline is 50 below the top; the box holds the characters around it.
    assert 36 < word.box.top < 42
    assert 50 <= word.box.bottom < 54
    assert [round(stop) for stop in word.stops] == [100, 112, 124, 136, 148, 160]


def test_blanks_part_words_and_are_in_none():
    def page(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "数量 指标\u3000产出")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 150, "ABC project 12.5")

    assert words(drawn(page)) == ["数量", "指标", "产出", "ABC", "project", "12.5"]


def test_text_is_folded():
    assert words(drawn(lambda canvas: canvas.drawString(50, 200, "⼾口簿"))) == ["户口簿"]


def characters(text: str, advances: Sequence[float]) -> Characters:
    ends = np.cumsum(advances)
    starts = ends - np.array(advances)
    boxes = np.column_stack((starts, np.zeros(len(text)), ends, np.full(len(text), 10.0)))
    return Characters(np.array([ord(char) for char in text], np.uint32), boxes, np.ones(len(text), np.bool_), None)


def test_zero_widths_leave_no_stop_and_blanks_part_words():
    found = words_of(characters("户\u200b口\u3000簿 1\u00ad2", [10, 0, 10, 10, 10, 3, 5, 0, 5]), np.ones(9, np.bool_))
    assert [(word.text, word.stops) for word in found] == [
        ("户口", (0, 10, 20)),
        ("簿", (30, 40)),
        ("12", (43, 48, 53)),
    ]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_page_reads_as_shown(turn: int):
    """The content is drawn so that it is upright once the page is turned."""

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.rotate(turn)
        canvas.translate(*{0: (0, 0), 90: (0, -HEIGHT), 180: (-WIDTH, -HEIGHT), 270: (-WIDTH, 0)}[turn])
        canvas.drawString(60, 150, "年度指标值")
        canvas.line(50, 100, 250, 100)
        canvas.line(50, 100, 50, 180)

    data = drawn(page)
    assert (f"/Rotate {turn}".encode() in data) is bool(turn) or turn == 0
    page_read = first(data)
    assert (page_read.width, page_read.height) == (WIDTH, HEIGHT)
    (word,) = page_read.words
    assert word.text == "年度指标值"
    assert word.box.x0 == pytest.approx(60, abs=1)
    assert word.box.x1 == pytest.approx(120, abs=2)
    assert word.box.top < HEIGHT - 150 < word.box.bottom + 1
    level = next(stroke for stroke in page_read.strokes if stroke.horizontal)
    upright = next(stroke for stroke in page_read.strokes if not stroke.horizontal)
    assert (level.x0, level.x1, level.top) == pytest.approx((50, 250, HEIGHT - 100), abs=0.1)
    assert (upright.x0, upright.top, upright.bottom) == pytest.approx((50, HEIGHT - 180, HEIGHT - 100), abs=0.1)


def test_crop_box_moves_the_origin():
    def page(canvas: Canvas) -> None:
        canvas.setCropBox((20, 30, 380, 280))
        hello(canvas)
        canvas.line(50, 100, 250, 100)

    page_read = first(drawn(page))
    assert (page_read.width, page_read.height) == (360, 250)
    assert page_read.words[0].box.x0 == pytest.approx(80, abs=0.5)
    assert page_read.strokes[0].top == pytest.approx(180, abs=0.1)


def strokes(page: Callable[[Canvas], None]) -> tuple[Stroke, ...]:
    def with_text(canvas: Canvas) -> None:
        hello(canvas)
        page(canvas)

    return first(drawn(with_text)).strokes


def test_thin_rectangle_is_one_stroke():
    (stroke,) = strokes(lambda canvas: canvas.rect(50, 100, 200, 0.5, stroke=0, fill=1))
    assert stroke.horizontal
    assert (stroke.x0, stroke.x1, stroke.top) == pytest.approx((50, 250, 199.75), abs=0.05)
    assert stroke.width == pytest.approx(0.5, abs=0.05)


def test_frames_are_four_strokes_however_drawn():
    def edges(found: tuple[Stroke, ...]) -> set[tuple[float, ...]]:
        return {tuple(round(value) for value in (s.x0, s.top, s.x1, s.bottom)) for s in found}

    expected = {(50, 150, 250, 150), (50, 200, 250, 200), (50, 150, 50, 200), (250, 150, 250, 200)}
    assert edges(strokes(lambda canvas: canvas.rect(50, 100, 200, 50))) == expected

    def grey(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(50, 100, 200, 50, stroke=0, fill=1)

    assert edges(strokes(grey)) == expected


def test_white_on_white_draws_nothing_and_white_on_black_does():
    def white(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.rect(60, 110, 100, 30, stroke=0, fill=1)

    def white_on_black(canvas: Canvas) -> None:
        canvas.rect(50, 100, 200, 50, stroke=0, fill=1)
        white(canvas)

    assert strokes(white) == ()
    assert len(strokes(white_on_black)) == 8


def test_stroke_width_grows_with_its_matrix():
    def scaled(canvas: Canvas) -> None:
        canvas.scale(2, 2)
        canvas.setLineWidth(0.5)
        canvas.line(25, 50, 125, 50)

    (stroke,) = strokes(scaled)
    assert stroke.width == pytest.approx(1.0, abs=0.01)
    assert (stroke.x0, stroke.x1, stroke.top) == pytest.approx((50, 250, 200), abs=0.1)


def test_form_objects_are_entered_with_their_matrices():
    def page(canvas: Canvas) -> None:
        canvas.beginForm("inner", 0, 0, 200, 200)
        canvas.line(0, 0, 100, 0)
        canvas.setFont(FONT, 12)
        canvas.drawString(10, 10, "产出指标")
        canvas.endForm()
        canvas.beginForm("outer", 0, 0, 400, 300)
        canvas.translate(20, 30)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(30, 70)
        canvas.doForm("outer")

    page_read = first(drawn(page))
    (word,) = page_read.words
    (stroke,) = page_read.strokes
    assert word.text == "产出指标"
    assert word.box.x0 == pytest.approx(60, abs=0.5)
    assert (stroke.x0, stroke.x1, stroke.top) == pytest.approx((50, 150, 200), abs=0.1)


def _white(canvas: Canvas) -> None:
    canvas.setFillGray(1)


def _nearly_white(canvas: Canvas) -> None:
    canvas.setFillGray(0.96)


def _clear(canvas: Canvas) -> None:
    canvas.setFillAlpha(0.1)


@pytest.mark.parametrize("hide", [_white, _nearly_white, _clear])
def test_text_nobody_sees_is_left_out_with_a_notice(hide: Callable[[Canvas], None]):
    def page(canvas: Canvas) -> None:
        hello(canvas)
        hide(canvas)
        canvas.drawString(60, 200, "暗记")

    data = drawn(page)
    assert words(data) == ["绩效自评表"]
    assert codes(data) == ["R-01"]
    assert "2 个字符" in read_pdf(data)[1][0].message


def test_invisible_mode_and_text_beside_the_page_are_left_out():
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.drawString(WIDTH + 20, 200, "页外")
        text = canvas.beginText(60, 150)
        text.setTextRenderMode(3)
        text.textOut("不印")
        canvas.drawText(text)

    data = drawn(page)
    assert words(data) == ["绩效自评表"]
    assert codes(data) == ["R-01"]
    assert "4 个字符" in read_pdf(data)[1][0].message


def test_white_text_on_a_dark_fill_is_read_and_dark_text_on_it_is_not():
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.setFillGray(0.1)
        canvas.rect(50, 90, 200, 100, stroke=0, fill=1)
        canvas.drawString(60, 150, "墨底")
        canvas.setFillGray(1)
        canvas.drawString(60, 120, "反白")

    data = drawn(page)
    assert words(data) == ["绩效自评表", "反白"]
    assert codes(data) == ["R-01"]


def test_text_under_a_later_area_is_left_out():
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.drawString(60, 200, "盖住")
        canvas.drawString(60, 150, "透出")
        canvas.setFillGray(1)
        canvas.rect(50, 190, 100, 30, stroke=0, fill=1)
        canvas.setFillAlpha(0.3)
        canvas.rect(50, 140, 100, 30, stroke=0, fill=1)

    data = drawn(page)
    assert words(data) == ["绩效自评表", "透出"]
    assert codes(data) == ["R-01"]


def test_area_clipped_away_hides_nothing():
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(300, 10, 20, 20)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFillGray(0)
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        canvas.restoreState()
        canvas.setFillGray(0)
        canvas.drawString(60, 200, "照读")

    data = drawn(page)
    assert words(data) == ["绩效自评表", "照读"]
    assert codes(data) == []


def test_white_text_is_read_on_a_picture_and_left_out_on_visible_text():
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.drawString(60, 200, "明文")
        canvas.setFillGray(1)
        canvas.drawString(62, 200, "暗记")
        canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), (20, 60, 90))), 50, 100, 100, 40)
        canvas.drawString(60, 110, "图上")

    data = drawn(page)
    assert words(data) == ["绩效自评表", "明文", "图上"]
    assert codes(data) == ["R-01"]


def test_visible_colours_are_read():
    def page(canvas: Canvas) -> None:
        for index, colour in enumerate([(1, 0, 0), (0, 0, 1), (0.6, 0.6, 0.6), (1, 1, 0)]):
            canvas.setFillColorRGB(*colour)
            canvas.drawString(60, 100 + 30 * index, "可见")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFillAlpha(0.5)
        canvas.drawString(160, 100, "半透")

    data = drawn(page)
    assert words(data) == ["可见"] * 4 + ["半透"]
    assert codes(data) == []


def test_slanted_watermark_is_left_out_with_its_own_notice():
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.setFillGray(0.7)
        canvas.translate(100, 100)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    data = drawn(page)
    assert words(data) == ["绩效自评表"]
    assert codes(data) == ["R-07"]


@pytest.mark.parametrize("turn", [90, 270])
def test_text_set_sideways_is_one_word_in_reading_order(turn: int):
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.translate(200, 100)
        canvas.rotate(turn)
        canvas.drawString(0, 0, "年度一总目标")

    data = drawn(page)
    assert words(data) == ["绩效自评表", "年度一总目标"]
    box = first(data).words[1].box
    assert box.bottom - box.top > 4 * (box.x1 - box.x0)
    assert codes(data) == []


def test_characters_without_unicode_are_marked_and_noticed():
    """A private code says nothing, but for those of the fonts that word processors take ticks and bullets from."""
    data = drawn(lambda canvas: canvas.drawString(60, 200, "甲\ue123乙\uf0fe"))
    assert words(data) == ["甲\ue123乙☑"]
    (notice,) = read_pdf(data)[1]
    assert notice.code == "R-02"
    assert "1 个字符" in notice.message


def test_hyphen_at_the_end_of_a_line_is_a_hyphen():
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 200, "ABC-")
        canvas.drawString(50, 188, "DEF 2021-")
        canvas.drawString(50, 176, "2023")

    assert words(drawn(page)) == ["ABC-", "DEF", "2021-", "2023"]


def _picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), (200, 190, 180))), 0, 0, WIDTH, HEIGHT)


def _recognised(canvas: Canvas) -> None:
    """A scan with the invisible text layer a recogniser laid over it."""
    _picture(canvas)
    text = canvas.beginText(60, 150)
    text.setTextRenderMode(3)
    text.textOut("扫描件上由识别软件叠加的不可见文字层内容很多很多")
    canvas.drawText(text)


@pytest.mark.parametrize("page", [_picture, _recognised])
def test_scan_has_no_text_layer(page: Callable[[Canvas], None]):
    assert refused(drawn(page)) == "no_text_layer"


def test_one_scanned_page_among_others_is_named():
    pages, notices = read_pdf(drawn(hello, _recognised, hello))
    assert [len(page.words) for page in pages] == [1, 0, 1]
    (notice,) = notices
    assert notice.code == "R-04"
    assert "第 2 页" in notice.message
    assert notice.places[0].page == 2


def _blank_cells(canvas: Canvas) -> None:
    canvas.grid([50, 150, 250], [100, 130, 160])


def _outlined(canvas: Canvas) -> None:
    """A table whose letters are drawn as shapes."""
    _blank_cells(canvas)
    path = canvas.beginPath()
    path.moveTo(60, 110)
    path.curveTo(65, 125, 75, 125, 80, 110)
    path.lineTo(70, 112)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def test_a_page_of_blank_cells_has_been_read_and_one_of_outlined_letters_has_not():
    assert codes(drawn(hello, _blank_cells)) == []
    assert codes(drawn(hello, _outlined)) == ["R-04"]


def test_blank_pages_are_empty():
    assert refused(drawn(lambda canvas: None)) == "empty"


def test_password():
    from reportlab.lib.pdfencrypt import StandardEncryption

    assert words(drawn(hello, encrypt=StandardEncryption("", ownerPassword="x", strength=128))) == ["绩效自评表"]
    assert refused(drawn(hello, encrypt=StandardEncryption("secret", strength=128))) == "encrypted"


@pytest.mark.parametrize("tenth", range(1, 10))
def test_truncated_at_every_tenth(tenth: int):
    data = drawn(hello, hello, hello)
    assert refused(data[: len(data) * tenth // 10]) == "truncated"


def test_end_mark_may_be_followed_by_rubbish_or_missing():
    data = drawn(hello)
    assert not is_cut(data + b"\0" * 5000)
    assert not is_cut(data.rstrip().removesuffix(b"%%EOF"))
    assert words(data + b"\r\n<html></html>") == ["绩效自评表"]


def test_rubbish_after_the_header_is_unreadable():
    assert refused(b"%PDF-1.7\n" + b"garbage " * 400 + b"\n%%EOF") == "unreadable"


def test_pages_that_cannot_be_loaded_are_said():
    data = drawn(hello, hello, hello)
    broken = data.replace(b"/Type /Page\n", b"/Type /Pagx\n", 1)
    assert broken != data
    pages, (notice,) = read_pdf(broken)
    assert [page.number for page in pages] == [2, 3]
    assert notice.code == "R-08"
    assert "第 1 页" in notice.message


@pytest.mark.parametrize("declared", [b"/Count 1", b"/Count 9"])
def test_declared_number_of_pages_that_lies_is_said(declared: bytes):
    pages, (notice,) = read_pdf(drawn(hello, hello, hello).replace(b"/Count 3", declared))
    assert len(pages) in (1, 3)
    assert notice.code == "R-08"


def test_second_reader_gives_the_same_words_and_strokes():
    def page(canvas: Canvas) -> None:
        hello(canvas)
        canvas.drawString(60, 200, "资金 95.00%")
        canvas.line(50, 100, 250, 100)

    data = drawn(page)
    one, two = first(data), (read_second(data) or ())[0]
    assert [word.text for word in one.words] == [word.text for word in two.words]
    assert [word.box.x0 for word in one.words] == pytest.approx([word.box.x0 for word in two.words], abs=1)
    assert [stroke.top for stroke in one.strokes] == pytest.approx([stroke.top for stroke in two.strokes], abs=0.1)


def test_second_reader_takes_over(monkeypatch: pytest.MonkeyPatch):
    import pypdfium2

    def refuse(data: bytes) -> None:
        raise pypdfium2.PdfiumError("no")

    monkeypatch.setattr("gouji.read.pdf.pdfium2.PdfDocument", refuse)
    pages, notices = read_pdf(drawn(hello))
    assert [word.text for word in pages[0].words] == ["绩效自评表"]
    assert [notice.code for notice in notices] == ["R-03"]


def test_reread_gives_the_text_of_the_boxes():
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 200, "资金 总额")
        canvas.drawString(60, 185, "95.00%")
        canvas.drawString(200, 200, "别处")

    place = Place(page=1, box=Box(x0=50, top=80, x1=150, bottom=130))
    beyond = Place(page=7, box=place.box)
    assert reread(drawn(page), [(place,), (), (beyond,), (place, place)]) == (
        "资金总额95.00%",
        None,
        None,
        "资金总额95.00%" * 2,
    )


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [False, True])
def test_reread_looks_where_the_first_reader_looked(turn: int, crop: bool):
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.rotate(turn)
        canvas.translate(*{0: (0, 0), 90: (0, -HEIGHT), 180: (-WIDTH, -HEIGHT), 270: (-WIDTH, 0)}[turn])
        if crop:
            wide, high = (WIDTH, HEIGHT) if turn in (0, 180) else (HEIGHT, WIDTH)
            canvas.setCropBox((10, 15, wide - 25, high - 35))
        canvas.drawString(60, 150, "年度指标值")
        canvas.drawString(60, 120, "95.00%")
        canvas.setFillGray(0)
        canvas.rect(50, 80, 100, 20, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(60, 85, "反白")

    data = drawn(page)
    found = first(data).words
    assert [word.text for word in found] == ["年度指标值", "95.00%", "反白"]
    places = [(Place(page=1, box=word.box),) for word in found]
    assert reread(data, places) == ("年度指标值", "95.00%", "反白")


def test_picture_of_a_page():
    picture = render_page(drawn(hello), 1, 0.5)
    assert picture.size == (200, 150)
    assert picture.getextrema() != ((255, 255),) * 3


def test_document_carries_digest_and_pages():
    document = read_bytes(drawn(hello, hello), "表.pdf")
    assert document.page_count == len(document.pages) == 2
    assert len(document.document_id) == 64
    assert document.media_type == "application/pdf"
    assert document.notices == ()

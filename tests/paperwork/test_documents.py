"""Every form is made in both formats and read back."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from docx import Document as read_docx

from canbo.paperwork.documents import render, render_together
from canbo.paperwork.documents.heading import capacity_lines
from canbo.paperwork.documents.model import Signatory

from . import samples


def words(text: str) -> str:
    return " ".join(text.split())


# The same sample is read several ways: drawing it once is enough.
drawn = cache(render)


def pdf(document: Any, *options: str) -> str:
    """The text of a PDF by poppler, laid out as on the page."""
    data = drawn(document, "pdf")
    return subprocess.run(
        ["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()


def docx(document: Any) -> tuple[Any, str]:
    """The Word file, and all its text in order: paragraphs and table cells alike."""
    data = drawn(document, "docx")
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:br/>", " ", xml))
    return read_docx(io.BytesIO(data)), words(text)


EXPECTED = {
    "score_sheet": ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 12/QĐ-UBND",
                    "PHIẾU ĐÁNH GIÁ HẰNG THÁNG", "Nguyễn Thị Thu Hà", "86,50", "CẤP TRÊN TRỰC TIẾP",
                    "Mã bộ quy định: 3f9a2c41"],
    "roster": ["BẢNG TỔNG HỢP KẾT QUẢ", "I. Văn phòng HĐND - UBND", "Nguyễn Thị Người thứ 48", "88,75",
               "16 người (33,3%)", "không quá 20% của 48 người"],
    "notice": ["ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG ỦY PHƯỜNG LONG BIÊN", "Số 05-TB/ĐU", "ngày 03 tháng 4 năm 2026",
               "T/M ĐẢNG ỦY", "BÍ THƯ", "đồng chí biết."],
    "decision": ["QUYẾT ĐỊNH", "CHỦ TỊCH ỦY BAN NHÂN DÂN", "Điều 2.", "Quyết định này./.", "TM. ỦY BAN NHÂN DÂN",
                 "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nơi nhận:", "DANH SÁCH XẾP LOẠI NĂM 2023",
                 "(Kèm theo Quyết định số 12/QĐ-UBND ngày 03 tháng 02 năm 2023 của Chủ tịch"],
    "trace": ["BẢN GIẢI TRÌNH CÁCH TÍNH", "Quy đổi hoàn thành 46", "0,82", "Ví dụ: Điều 14 khoản 3"],
    "slips": ["UBND PHƯỜNG PHÚC ĐỒNG", "nguoi.10", "K7QF-0010", "hết ngày 10/02/2023", "https://danhgia.example.vn/"],
    "commitment": ["BẢN CAM KẾT", "Tiêu chí thứ 9", "27", "Đúng hạn", "NGƯỜI CAM KẾT", "lần 1 đã rút", "số 7, lần 2"],
    "minutes": ["BIÊN BẢN", "Số phiếu phát ra 20", "Nguyễn Thị Người thứ 5", "CHỦ TRÌ", "Mã niêm nhật ký: 9f2c…e41a"],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("sample", samples.ALL, ids=lambda sample: sample.__name__)
def test_both_formats_say_the_same(sample: Callable[[], Any]) -> None:
    printed, (_file, typed) = words(pdf(sample(), "-raw")), docx(sample())
    wanted = EXPECTED[sample.__name__]
    assert [text for text in wanted if text not in printed] == []
    assert [text for text in wanted if text not in typed] == []


@pytest.mark.parametrize("sample", samples.ALL, ids=lambda sample: sample.__name__)
def test_pdf_fonts_are_ours_and_embedded(sample: Callable[[], Any]) -> None:
    listing = subprocess.run(["pdffonts", "-"], input=drawn(sample(), "pdf"), capture_output=True, check=True)
    lines = listing.stdout.decode().splitlines()[2:]
    assert {line.split()[0].split("+")[1].split("-")[0] for line in lines} == {"LiberationSerif"}
    assert {line.split()[-5] for line in lines} == {"yes"}


def test_the_roster_repeats_its_header_and_numbers_pages_from_the_second() -> None:
    pages = pdf(samples.roster(), "-layout").split("\f")[:-1]
    assert len(pages) == 3
    assert [page.count("Xếp loại") for page in pages] == [1, 1, 1]
    assert [page.split()[0] for page in pages[1:]] == ["2", "3"]
    assert pages[0].split()[0] == "UBND"
    file, _text = docx(samples.roster())
    table = file.tables[1]
    assert len(table.rows) == 1 + 48 + 2
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert file.sections[0].different_first_page_header_footer
    assert "PAGE" in file.sections[0].header._element.xml


def test_papers_printed_together_begin_and_count_pages_each_for_itself() -> None:
    long, short = samples.roster(), samples.roster()
    short = replace(short, title="Bảng thứ hai", sections=(), footnote="Mã thứ hai")
    data = render_together([long, short])
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout
    pages = text.decode().split("\f")[:-1]
    alone = pdf(long, "-layout").split("\f")[:-1]
    assert [page.split() for page in pages[: len(alone)]] == [page.split() for page in alone]
    (last,) = pages[len(alone) :]
    assert (last.split()[0], "BẢNG THỨ HAI" in last, "Mã thứ hai" in last) == ("UBND", True, True)
    with pytest.raises(ValueError, match="no documents"):
        render_together([])


@pytest.mark.slow
def test_no_signature_has_a_page_to_itself_and_no_heading_ends_one() -> None:
    """Whatever the length: the last words stay with the signatures, a unit's name with its first person."""
    whole = samples.roster()
    people = [line for section in whole.sections for line in section.lines]
    for count in range(9, 17):
        parts = (
            replace(whole.sections[0], lines=tuple(people[:count])),
            replace(whole.sections[1], lines=(people[-1],)),
        )
        pages = pdf(replace(whole, sections=parts), "-layout").split("\f")[:-1]
        assert "Tỷ lệ khống chế" in pages[-1]
        assert not pages[0].rstrip().endswith("II. Phòng Kinh tế")


def test_word_page_and_type_follow_the_decree() -> None:
    file, _text = docx(samples.decision())
    section = file.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin,
                section.right_margin)  # fmt: skip
    assert [round(length.mm) for length in measures] == [210, 297, 20, 20, 30, 15]
    body = next(p for p in file.paragraphs if p.text.startswith("Điều 1."))
    assert (body.alignment, round(body.paragraph_format.first_line_indent.mm, 1)) == (3, 12.7)
    assert {(run.font.size.pt, run.bold) for run in body.runs} == {(14.0, True), (14.0, None)}
    assert file.styles["Normal"].font.name == "Times New Roman"
    basis = next(p for p in file.paragraphs if "Căn cứ Luật" in p.text)
    assert [run.italic for run in basis.runs] == [True]


def test_party_paper_has_its_own_spacing_head_and_end() -> None:
    file, text = docx(samples.notice())
    body = next(p for p in file.paragraphs if p.text.startswith("Sau khi"))
    assert (body.paragraph_format.line_spacing.pt, round(body.paragraph_format.first_line_indent.mm, 1)) == (19.0, 10.0)
    assert "CỘNG HÒA" not in text
    assert file.tables[0].rows[0].cells[0].text.split("\n")[:3] == [
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI",
        "ĐẢNG ỦY PHƯỜNG LONG BIÊN",
        "*",
    ]
    state = docx(samples.notice(samples.STATE))[1]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state
    assert "đồng chí biết./." in state


def test_capacities() -> None:
    deputy = Signatory("Phó Chủ tịch", on_behalf_of="Ủy ban nhân dân", in_place_of="Chủ tịch")
    assert capacity_lines(deputy, "state") == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    chief = Signatory("Chánh Văn phòng", by_order_of="Ban Thường vụ")
    assert capacity_lines(chief, "party") == ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG")
    assert capacity_lines(chief, "state") == ("TL. BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG")
    with pytest.raises(ValueError, match="không ký thay"):
        capacity_lines(deputy, "party")


def test_met_or_not_is_drawn_as_boxes_and_unmarked_stays_empty() -> None:
    sheet = samples.score_sheet()
    group = sheet.groups[0]
    items = tuple(replace(item, maximum=None, marks=marks) for item, marks in zip(
        group.items, ((True, False, None), (True, True, True)), strict=True))  # fmt: skip
    sheet = replace(sheet, maximum=None, groups=(replace(group, maximum=None, marks=(None,) * 3, items=items),),
                    total=(200, 100, 100))  # fmt: skip
    file, _text = docx(sheet)
    table = file.tables[2]
    assert [cell.text for cell in table.rows[0].cells] == [
        "TT",
        "Nội dung đánh giá",
        "Tự chấm",
        "Cấp trên chấm",
        "Quyết định",
    ]
    boxes = [re.findall(r'w:char="(\w+)"', cell._tc.xml) for cell in table.rows[2].cells[2:]]
    assert boxes == [["F0FE"], ["F0A8"], []]
    assert "Nội dung đánh giá" in pdf(sheet)


@pytest.mark.slow
def test_words_of_people_are_never_markup() -> None:
    sheet = samples.score_sheet()
    nasty = '#panic("x") *a* $x^2$ <b> & \\ "q" @ref = ~ [[ {{ name }} {% if %}'
    sheet = replace(sheet, person=replace(sheet.person, full_name=nasty), remarks=(("Tự nhận xét", nasty),))
    assert words(pdf(sheet, "-raw")).count('#panic("x") *a* $x^2$ <b> &') == 2
    file, _text = docx(sheet)
    assert file.core_properties.title.endswith("{% if %}")
    assert any(nasty in paragraph.text for paragraph in file.paragraphs)
    pasted = replace(sheet, title="Phiếu " * 60, remarks=(("Tự nhận xét", "một\x0bhai\x00ba"),))
    assert "một hai ba" in docx(pasted)[1]


def test_an_undated_unnumbered_paper_leaves_room_to_write() -> None:
    blank = replace(samples.decision(), letterhead=replace(samples.STATE, dated=None, number=""))
    assert "ngày ..... tháng ..... năm" in words(pdf(blank))

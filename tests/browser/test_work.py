"""A month of work for an office of twelve, in a real browser: from a catalogue in Excel to the points of a sheet.

The figures are those of the worked example of Decree 335, Điều 14–16 (a .92, b .82, c .88, task 61,13 points).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import twelve
from tests.browser.conftest import open_page
from tests.browser.menu import follow
from tests.browser.office import Office, fits
from tests.browser.server import running, within

HELPER = "from tests.browser import twelve; twelve."
PRODUCTS = [
    ("Mã", "Sản phẩm, công việc", "Đơn vị tính", "Điểm"),
    ("", "CHUYÊN VIÊN", "", ""),
    ("P1", "Văn bản hành chính thông thường", "văn bản", 5),
    ("P2", "Báo cáo chuyên đề", "báo cáo", 20),
    ("P3", "Đề án", "đề án", 100),
]
NAM, HOA = "Phạm Quốc Nam", "Đỗ Thị Hoa"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


@pytest.fixture
def office(chromium: Browser, data: Path) -> Iterator[Office]:
    with running(data, f"{HELPER}settle()") as site:
        for page in open_page(chromium, 1366, 768, touch=False):
            yield Office(page, site)


def catalogue() -> bytes:
    """A catalogue as an office keeps it: a title, a heading row for the position, points."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Danh mục")
        sheet.merge_range(0, 0, 0, 3, "DANH MỤC SẢN PHẨM, CÔNG VIỆC")
        for number, row in enumerate(PRODUCTS):
            sheet.write_row(number + 2, 0, row)
    return stream.getvalue()


def test_a_month_of_twelve_people_becomes_the_points_of_a_sheet(office: Office, chromium: Browser, data: Path) -> None:
    import_catalogue(office)
    assign_by_paste(office)
    for phone in open_page(chromium, 390, 844, touch=True):
        hand_in_as_in_the_example(office, office.sit("nam", phone))
        hand_in_late(office, office.sit("hoa", phone))
    within(data, f"{HELPER}hand_in()")
    review_by_keyboard(office)
    for phone in open_page(chromium, 390, 844, touch=True):
        redo(office, office.sit("nam", phone))
    accept_what_was_redone(office)
    explain(office)
    within(data, f"{HELPER}open_month()")
    score(office)


def import_catalogue(office: Office) -> None:
    page = office.sit("trang")
    follow(page, "Công việc", "Danh mục sản phẩm")
    page.get_by_role("link", name=re.compile("^Nhập danh mục")).first.click()
    page.get_by_label(re.compile("^Đơn vị")).select_option(label="Phường An Bình")
    page.get_by_label("Tên danh mục").fill("Danh mục của phường")
    page.get_by_label("Văn bản ban hành").fill("15/QĐ-UBND")
    page.get_by_label("Áp dụng từ ngày").fill(f"{twelve.day(1):%d/%m/%Y}")
    page.get_by_label("Cách xác định hệ số").select_option(label="Điểm của sản phẩm chia 5")
    file = {"name": "danh-muc.xlsx", "mimeType": "application/xlsx", "buffer": catalogue()}
    page.get_by_label("Tệp danh mục").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("row", name=re.compile("P3 Đề án.*100.*20"))).to_be_visible()
    page.get_by_role("button", name="Ban hành 3 sản phẩm").click()
    expect(page.get_by_text("Đã ban hành danh mục.")).to_be_visible()


def assign_by_paste(office: Office) -> None:
    """Three lines of Excel, the same for everybody; a product the catalogue does not know is named, nothing lost."""
    page = office.sit("mai")
    page.goto(f"{office.site}/cong-viec/giao-viec/?thang={twelve.last_month().key}")
    for box in page.locator("input[name=nguoi]").all():
        box.check()
    page.get_by_label("Ngày giao").fill(f"{twelve.day(1):%d/%m/%Y}")
    page.locator("#paste").fill("P1\t10\t20\tVăn bản được phân công\nP2\t5\t20\tBáo cáo tháng\nP9\t1\t20\tKế hoạch năm")
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("3 dòng, 1 dòng chưa đúng")).to_be_visible()
    page.get_by_label("Sản phẩm, dòng 3").fill("P3")
    page.get_by_role("button", name="Giao 3 việc cho 12 người").click()
    expect(page.get_by_text("Đã giao 36 việc cho 12 người.")).to_be_visible()


def mine(office: Office, page: Page) -> None:
    page.goto(f"{office.site}/cong-viec/cua-toi/?thang={twelve.last_month().key}")
    assert fits(page)
    expect(page.get_by_role("link", name="Menu", exact=True)).to_be_visible()
    months = page.get_by_role("navigation", name="Tháng")
    turns = [re.compile(r"← Tháng \d+/\d{4}"), re.compile(r"Tháng \d+/\d{4} →")]
    expect(months.get_by_role("link")).to_have_text(turns)
    assert months.evaluate("(nav) => nav.scrollWidth <= nav.clientWidth && nav.offsetHeight < 50")


def deliver(office: Office, page: Page, product: str, pieces: int, day: int) -> None:
    mine(office, page)
    page.get_by_role("link", name=product).click()
    page.get_by_label("Số lượng").fill(str(pieces))
    page.get_by_label("Ngày hoàn thành").fill(f"{twelve.day(day):%d/%m/%Y}")
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.get_by_text(re.compile(f"Nộp sản phẩm: {pieces} sản phẩm")).last).to_be_visible()
    assert fits(page)


def hand_in_as_in_the_example(office: Office, page: Page) -> None:
    """Ten of ten, four of five with two of them late, one of one."""
    mine(office, page)
    page.get_by_role("button", name="Nhận 3 việc mới").click()
    expect(page.get_by_text("Đã nhận 3 việc.")).to_be_visible()
    deliver(office, page, "Văn bản hành chính", 10, 18)
    deliver(office, page, "Báo cáo chuyên đề", 2, 19)
    deliver(office, page, "Báo cáo chuyên đề", 2, 22)
    deliver(office, page, "Đề án", 1, 15)


def hand_in_late(office: Office, page: Page) -> None:
    mine(office, page)
    page.get_by_role("button", name="Nhận 3 việc mới").click()
    deliver(office, page, "Báo cáo chuyên đề", 5, 23)


def review_by_keyboard(office: Office) -> None:
    """37 deliveries of twelve people on one page: one error with its reason, one delay, one delay that is excused."""
    page = office.sit("mai")
    follow(page, "Công việc", "Nghiệm thu")
    expect(page.get_by_text(re.compile("^37 lần nộp đang chờ"))).to_be_visible()
    keys = page.keyboard
    row_of(page, NAM, "Văn bản hành chính").locator("input.mark").first.click()
    for pieces in ("10", "2", "2"):
        keys.type(pieces)
        keys.press("Enter")
    keys.press("ArrowRight")
    keys.type("1")
    keys.press("Tab")
    keys.type("Thiếu phần kinh phí, phải làm lại")
    report = row_of(page, HOA, "Báo cáo chuyên đề")
    report.locator("input.mark").first.click()
    keys.type("5")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Sở gửi số liệu sau hạn đã hẹn")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    expect(report.get_by_label("chậm")).to_be_checked()
    page.get_by_role("button", name="Ghi, dòng để trống là đạt").click()
    expect(page.get_by_text("Đã nghiệm thu 37 lần nộp.")).to_be_visible()


def row_of(page: Page, person: str, product: str) -> Locator:
    """The first row of somebody's deliveries that names the product."""
    return page.locator(
        f"//tr[contains(@class, 'group')][contains(., '{person}')]/following-sibling::tr[contains(., '{product}')][1]"
    )


def redo(office: Office, page: Page) -> None:
    mine(office, page)
    page.get_by_role("link", name="Đề án").click()
    expect(page.get_by_text("Thiếu phần kinh phí, phải làm lại")).to_be_visible()
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.get_by_text("Chờ nghiệm thu").first).to_be_visible()


def accept_what_was_redone(office: Office) -> None:
    page = office.sit("mai")
    page.goto(f"{office.site}/cong-viec/nghiem-thu/")
    row_of(page, NAM, "Đề án").locator("input.mark").first.click()
    page.keyboard.type("1")
    page.get_by_role("button", name="Ghi các dòng đã nhập").click()
    expect(page.get_by_text("Không còn lần nộp nào chờ bạn nghiệm thu.")).to_be_visible()


def explain(office: Office) -> None:
    """Each number with the lines it comes from; the excused delay takes nothing."""
    page = office.page
    page.goto(f"{office.site}/cong-viec/don-vi/?thang={twelve.last_month().key}")
    page.get_by_role("link", name=NAM).click()
    for line in ("a = 46 / 50 = 92", "b = 41 / 50 = 82", "c = 44 / 50 = 88"):
        expect(page.get_by_text(line)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name=HOA).click()
    expect(page.get_by_text("c = 50 / 50 = 100")).to_be_visible()


def score(office: Office) -> None:
    """The sheet of that month has a, b, c already and takes no others; 27 general points make 88,13, Good."""
    page = office.sit("nam")
    page.get_by_role("link", name=re.compile(r"^Chấm điểm\s*: Tự chấm điểm")).click()
    boxes = page.locator("input.mark")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        box.fill("9")
    expect(page.get_by_role("row", name=re.compile("Số lượng.*Tính từ công việc được giao.*92"))).to_be_visible()
    page.get_by_role("button", name="Gửi phiếu tự chấm").click()
    for said in ("61,13", "88,13"):
        expect(page.get_by_text(said).first).to_be_visible()

"""A year's commitment in a real browser: prepared, written, signed with the password, countersigned; pdfsig agrees."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_page
from tests.browser.menu import follow
from tests.browser.office import Office, fits
from tests.browser.server import running
from tests.town import PASSWORD

WORDS = "Trả lời văn bản của công dân trong 5 ngày làm việc"


@pytest.fixture
def office(chromium: Browser, tmp_path: Path) -> Iterator[Office]:
    with running(tmp_path / "site", "from tests.browser import twelve; twelve.settle()") as site:
        for page in open_page(chromium, 1366, 768, touch=False):
            yield Office(page, site)


def test_a_commitment_is_written_signed_countersigned_and_valid(
    office: Office, chromium: Browser, tmp_path: Path
) -> None:
    prepare(office)
    for phone in open_page(chromium, 390, 844, touch=True):
        write_and_sign(office.sit("nam", phone))
    countersign(office)
    first, second = signatures(download(office.sit("nam"), tmp_path / "cam-ket.pdf"))
    valid = "Signature Validation: Signature is Valid."
    assert [valid in each for each in (first, second)] == [True, True]
    assert "Total document signed" in second


def prepare(office: Office) -> None:
    """The officer opens the year's round for the ward: whom it covers is said by name before anything is made."""
    page = office.sit("trang")
    follow(page, "Đánh giá", "Bản cam kết")
    page.get_by_role("link", name="Mở đợt ký").first.click()
    page.get_by_label(re.compile("^Đơn vị")).select_option(label="Phường An Bình")
    page.get_by_role("button", name="Chọn đơn vị").click()
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text(re.compile("Không thuộc đối tượng của quy định"))).to_be_visible()
    page.get_by_role("button", name="Lập 17 bản cam kết").click()
    expect(page.get_by_role("heading", name="Bản cam kết")).to_be_visible()
    expect(page.get_by_text("17 bản").first).to_be_visible()


def write_and_sign(page: Page) -> None:
    """On a phone: a wrong password signs nothing; what was written stays."""
    page.get_by_role("link", name=re.compile("[Kk]ý")).first.click()
    page.get_by_label("Cam kết cụ thể, mục 1", exact=True).fill(WORDS)
    assert fits(page)
    page.get_by_role("button", name="Tiếp tục để ký").click()
    page.get_by_label("Mật khẩu đăng nhập").fill("sai-mat-khau")
    page.get_by_role("button", name="Ký", exact=True).click()
    expect(page.get_by_text("Chưa có gì được ký")).to_be_visible()
    page.get_by_label("Mật khẩu đăng nhập").fill(PASSWORD)
    page.get_by_role("button", name="Ký", exact=True).click()
    expect(page.get_by_text("Đã ký bản cam kết.")).to_be_visible()
    assert fits(page)


def countersign(office: Office) -> None:
    page = office.sit("mai")
    page.get_by_role("link", name="Ký cam kết cấp dưới").first.click()
    page.get_by_label("Mật khẩu đăng nhập").fill(PASSWORD)
    page.get_by_role("button", name="Ký các bản đã chọn").click()
    expect(page.get_by_text("Đã ký 1 bản cam kết.")).to_be_visible(timeout=30_000)


def download(page: Page, path: Path) -> Path:
    """The signed paper, as its own person takes it home."""
    page.get_by_role("link", name="Cam kết của tôi").first.click()
    page.locator("main").get_by_role("link", name=re.compile("^Năm ")).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Bản PDF đã ký").click()
    coming.value.save_as(path)
    return path


def signatures(path: Path) -> list[list[str]]:
    """What an independent validator says of each signature, line by line."""
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    found: list[list[str]] = []
    for line in said.splitlines():
        if line.startswith("Signature #"):
            found.append([])
        elif found:
            found[-1].append(line.strip(" -"))
    return found

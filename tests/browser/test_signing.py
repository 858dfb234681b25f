"""The two ways to sign a commitment with a certificate somebody issued, in a real browser: signed outside and brought
back, and sealed by the token on the server. The product calls both valid, and so does pdfsig."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from canbo.paperwork.signing import Stamp
from canbo.paperwork.signing.sealing import seal
from tests.browser.conftest import open_page
from tests.browser.office import Office, fits
from tests.browser.server import running
from tests.browser.test_commitment import signatures
from tests.paperwork.signing import pki, softhsm
from tests.town import PASSWORD

VALID = "Signature Validation: Signature is Valid."


@contextmanager
def opened(chromium: Browser, folder: Path) -> Iterator[Office]:
    """The ward, ready to sign."""
    (folder / "goc.cer").write_bytes(pki.root().der)
    (folder / "nam.cer").write_bytes(pki.person().der)
    with running(folder / "site", f"from tests.browser import outside; outside.settle({str(folder)!r})") as site:
        for page in open_page(chromium, 1366, 768, touch=False):
            yield Office(page, site)


def test_a_commitment_signed_outside_is_brought_back(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, tmp_path) as office:
        page = to_sign(office)
        with page.expect_download() as coming:
            page.get_by_role("button", name="Tải bản PDF để ký").click()
        given = Path(coming.value.path()).read_bytes()
        bring(page, by_program(given, Stamp("Phạm Quốc Nam", box=(85, 500, 400, 600))))
        expect(page.get_by_text("đặt hình chữ ký trong ô trống ngay trên họ tên của bạn")).to_be_visible()
        bring(page, by_program(given, Stamp("Phạm Quốc Nam", space=1)))
        expect(page.get_by_text("Đã ký bản cam kết.")).to_be_visible()
        valid(page, tmp_path, "Phạm Quốc Nam")


def test_the_token_on_the_server_seals_a_commitment(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANBO_PKCS11_MODULE", softhsm.MODULE)
    monkeypatch.setenv("CANBO_PKCS11_PIN", softhsm.PIN)
    with softhsm.token(tmp_path), opened(chromium, tmp_path) as office:
        add_token(office.sit("quan_tri"))
        page = to_sign(office)
        page.get_by_label("Mật khẩu đăng nhập").fill(PASSWORD)
        page.get_by_role("button", name="Ký", exact=True).click()
        expect(page.get_by_text("Đã ký bản cam kết.")).to_be_visible(timeout=30_000)
        valid(page, tmp_path, "Dấu cơ quan")


def to_sign(office: Office) -> Page:
    """Nam, before signing."""
    page = office.sit("nam")
    page.get_by_role("link", name="Cam kết của tôi").first.click()
    page.locator("main").get_by_role("link", name=re.compile("^Năm ")).click()
    page.get_by_label("Cam kết cụ thể, mục 1", exact=True).fill("Trả lời dân trong ngày")
    page.get_by_role("button", name="Tiếp tục để ký").click()
    expect(page.get_by_role("heading", name="Ký bằng chứng thư số của bạn")).to_be_visible()
    assert fits(page)
    return page


def by_program(pdf: bytes, stamp: Stamp) -> bytes:
    """Signed by a program on Nam's machine; in a thread of its own, since the browser's driver has its loop in this one
    and the library runs another."""
    with ThreadPoolExecutor(1) as program:
        work = program.submit(seal, pdf, pki.person().key, at=datetime.now(pki.HANOI), stamp=stamp)
        return work.result().paper


def bring(page: Page, pdf: bytes) -> None:
    page.get_by_label("Tệp PDF đã ký").set_input_files(
        {"name": "cam-ket-da-ky.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    page.get_by_role("button", name="Gửi bản đã ký").click()


def add_token(page: Page) -> None:
    page.get_by_role("link", name="Khóa và tin cậy").first.click()
    page.get_by_label("Tìm cơ quan").fill("phuong an binh")
    page.locator("main form.filters").get_by_role("button").click()
    page.get_by_role("link", name="Phường An Bình", exact=True).click()
    page.get_by_role("link", name="Thêm thiết bị ký").click()
    page.get_by_label("Nhãn thiết bị").fill(softhsm.TOKEN)
    page.get_by_label("Nhãn khóa").fill(softhsm.LABEL)
    page.locator("main form").get_by_role("button").first.click()
    row = page.get_by_role("row").filter(has_text="Dấu cơ quan")
    expect(row.get_by_text("Đang dùng")).to_be_visible()


def valid(page: Page, folder: Path, signer: str) -> None:
    """The signed paper as its person takes it home: pdfsig finds it valid, and so does the page that checks papers."""
    path = folder / "cam-ket.pdf"
    with page.expect_download() as coming:
        page.get_by_role("link", name="Bản PDF đã ký").click()
    coming.value.save_as(path)
    (said,) = signatures(path)
    assert VALID in said
    assert "Total document signed" in said
    page.get_by_role("link", name="Văn bản đã ký").first.click()
    page.get_by_role("link", name="Kiểm tra chữ ký").click()
    page.locator("main input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_text("1 chữ ký, tất cả hợp lệ")).to_be_visible()
    expect(page.get_by_role("heading", name=f"Chữ ký 1: {signer}")).to_be_visible()

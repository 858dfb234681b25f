"""A ballot taken online, whole: office and box on two origins, a phone that logs in, loses the connection, answers days
later without logging in, and finds its ballot on the board."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from canbo.office.desk import serving
from tests.box.place import DAY, Place, box
from tests.browser.office import fits
from tests.browser.server import CANBO, environment, free_port, wait, within
from tests.browser.test_box_page import AXE, profile, quiet
from tests.town import PASSWORD

FROZEN = "from tests.town import build; from tests.office.opinions import online; online.frozen(build())"
END = (
    "from canbo.office.opinions import actions; from django.utils import timezone; from datetime import timedelta; "
    "assert actions.end_due(timezone.localdate() + timedelta(days=2))"
)


@contextmanager
def office(folder: Path, port: int, place: Place) -> Iterator[None]:
    """The office's web server with a frozen campaign, on its own origin; the box's is another host's name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANBO_BOX_INBOX", str(place.inbox))
        patch.setenv("CANBO_BOX_SITE", f"http://127.0.0.1:{place.port}")
        env = environment(folder)
        subprocess.run([CANBO, "up", "--no-demo", "--prepare", "--port", str(port)], env=env, check=True)
        within(folder, FROZEN)
        server = subprocess.Popen(serving.web("127.0.0.1", port, 1), env=env)
        try:
            wait(f"http://localhost:{port}/")
            yield
        finally:
            server.terminate()
            server.wait(20)


def log_in(page: Page, who: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(who)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def take(page: Page) -> Page:
    """Press the button of the box's page; the office's window."""
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Đăng nhập và nhận phiếu").click()
    return opened.value


def sound(page: Page) -> None:
    """Nothing cut off, nothing a screen reader stumbles over."""
    assert fits(page)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id))")
    assert found == []


def lost_once(page: Page) -> list[str]:
    """The answer to the next signing is lost on its way, after the office has signed."""
    tries: list[str] = []

    def lose(route: Route) -> None:
        tries.append(route.request.post_data or "")
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/nhan-phieu/ky/", lose)
    return tries


def test_from_the_log_in_to_the_board(chromium: Browser, tmp_path: Path) -> None:
    port, today = free_port(), timezone.localdate()
    (tmp_path / "box").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANBO_SITE", f"http://localhost:{port}")
        served = box(tmp_path / "box")
        with served as place, office(tmp_path / "office", port, place):
            place.day(today)
            assert place.run("tick").returncode == 0
            (survey,) = [one["hash"] for one in place.get("/api/surveys").data["surveys"]]
            address = f"http://127.0.0.1:{place.port}/#{survey}"
            with profile(chromium) as phone:
                page = phone.context.new_page()
                page.goto(address)
                _not_logged_in(page)
                _connection_lost(page)
                phone.complaints.clear()  # of the connection that was cut
                with profile(chromium) as other:
                    _second_device(other.context.new_page(), address)
                within(tmp_path / "office", END)
                place.day(today + 2 * DAY)
                assert place.run("tick").returncode == 0
                page.goto("about:blank")
                page.goto(address)
                expect(page.locator("#issued")).to_contain_text("Máy này đã có phiếu")
                place.day(today + 3 * DAY)
                _answer(page, address, phone.requests, place)
                place.day(today + 4 * DAY)
                assert place.run("tick").returncode == 0
                page.get_by_role("button", name="Kiểm tra phiếu của tôi").first.click()
                expect(page.locator("#receipts")).to_contain_text("Đã có trên bảng công khai (vị trí 1 trong 1 phiếu)")
                page.locator("#boards summary").click()
                expect(page.locator("#boards")).to_contain_text("Hết ngày thứ 1: 1 phiếu")
                sound(page)


def _not_logged_in(page: Page) -> None:
    """The log-in cuts the two windows apart: both say what to do."""
    popup = take(page)
    expect(page.locator("#issue-error")).to_contain_text("hãy đăng nhập ở đó rồi quay lại đây")
    log_in(popup, "nam")
    expect(popup.locator("#said")).to_contain_text("Bạn đã đăng nhập")
    popup.close()


def _connection_lost(page: Page) -> None:
    popup = take(page)
    expect(popup.get_by_text("Phạm Quốc Nam", exact=True).last).to_be_visible()
    sound(popup)
    tries = lost_once(popup)
    popup.get_by_role("button", name="Nhận phiếu").click()
    expect(popup.locator("#said")).to_contain_text("Mất kết nối")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Nhận phiếu").click()
    expect(page.locator("#issued")).to_contain_text("Đã nhận phiếu của nhóm “Đồng nghiệp, Văn phòng”")
    assert len(tries) == 2
    assert _numbers(tries[0]) == _numbers(tries[1])
    sound(page)


def _numbers(form: str) -> str:
    """The blinded number in a form as it was sent."""
    return form.split('name="blinded"')[1].split("------")[0].strip()


def _second_device(page: Page, address: str) -> None:
    page.goto(address)
    log_in(take(page), "nam")
    page.context.pages[-1].close()
    popup = take(page)
    popup.get_by_role("button", name="Nhận phiếu").click()
    expect(page.locator("#issue-error")).to_contain_text("đã nhận phiếu trên một máy hoặc trình duyệt khác")
    expect(popup.locator("#said")).to_contain_text("đã nhận phiếu")


def _answer(page: Page, address: str, requests: list[str], place: Place) -> None:
    page.goto("about:blank")
    requests.clear()
    place.seen()
    page.goto(address)
    page.get_by_label("Tốt", exact=True).check()
    page.get_by_role("button", name="Niêm phong và gửi").click()
    expect(page.get_by_role("heading", name="Phiếu của bạn đã vào hòm")).to_be_visible()
    assert {url.split("/")[2] for url in requests} == {f"127.0.0.1:{place.port}"}
    quiet(place)

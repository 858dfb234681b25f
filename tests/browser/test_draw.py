"""A draw before everybody, and computed again by a visitor's browser: the same as Python on the demo's list of 89."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from canbo.rulebook import draw as rule
from canbo.rulebook.draw.check import check
from tests.browser.server import running
from tests.office.opinions import hall
from tests.town import PASSWORD

CASES = 25
SAME = """async ([plan, reveals, frame, base]) => {
  const js = await import(base);
  const commitments = {};
  for (const one of reveals) commitments[one.name] = await js.commitment(plan, one);
  const seed = await js.seedOf(plan, reveals, "");
  const result = await js.draw(plan, js.readFrame(frame), seed);
  const record = { plan, reveals, commitments, beacon: "", seed, result };
  return [record, await js.planHash(plan), await js.faultsOf(record, new TextEncoder().encode(frame))];
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product with the town, on a port of its own."""
    with running(tmp_path_factory.mktemp("draw")) as found:
        yield found


def log_in(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}{reverse('account_login')}")
    page.fill("[name=login]", key)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{address}/")


@pytest.mark.slow
def test_the_browser_computes_what_python_computes(page: Page, address: str) -> None:
    page.goto(f"{address}{reverse('account_login')}")
    frame = hall.FRAME.decode()
    for number in range(CASES):
        names = tuple(f"Người “{number}” {at} \U0001f600đ" for at in range(1 + number % 4))
        reveals = [rule.Reveal(name, f"{number:010d}", f"{number + at:032x}") for at, name in enumerate(names)]
        levels = {"Mầm non": 1 + number % 7, "Trung học cơ sở": 5}
        plan = rule.Plan(f"MH/{number}", rule.frame_hash(hall.FRAME), levels, number % 4, names)
        rows = [{"name": one.name, "digits": one.digits, "salt": one.salt} for one in reveals]
        base = f"{address}/static/opinions/draw.js"
        record, plan_hash, faults = page.evaluate(SAME, [plan.data(), rows, frame, base])
        commitments = {one.name: rule.commitment(plan, one) for one in reveals}
        assert record == rule.record(plan, commitments, reveals, rule.read_frame(hall.FRAME))
        assert (plan_hash, faults) == (plan.hash, [])
        record["result"]["Mầm non"]["drawn"][0] = "MN-99"
        wrong = page.evaluate(
            "async ([record, frame, base]) => (await import(base)).faultsOf(record, new TextEncoder().encode(frame))",
            [record, frame, base],
        )
        assert wrong == ["Kết quả khác với kết quả tính lại."]


def planned(page: Page, address: str, tmp_path: Path) -> None:
    """The list of the demo published and a plan on it, by the pages."""
    page.goto(f"{address}{reverse('opinions:frame_new')}")
    page.select_option("[name=unit]", label="Phường An Bình")
    page.fill("[name=title]", "Trường công lập")
    (tmp_path / "frame.csv").write_bytes(hall.FRAME)
    page.set_input_files("[name=file]", tmp_path / "frame.csv")
    page.click("main form button")
    page.get_by_role("link", name="Lập phương án").click()
    for at in range(3):
        page.fill(f"[name=level{at}]", "5")
    page.fill("[name=contributors]", "\n".join(hall.NAMES))
    page.click("main form button")
    page.get_by_role("link", name="Mở màn hình hội trường").click()


@pytest.mark.slow
def test_a_draw_in_the_hall_and_at_home(page: Page, phone: Page, address: str, tmp_path: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    log_in(page, address, "trang")
    planned(page, address, tmp_path)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Space")
    for at, name in enumerate(hall.NAMES, start=1):
        page.get_by_text(f"Mời {name} nhập số").wait_for()
        page.fill("#digits", f"{at}234567890")
        page.keyboard.press("Enter")
    for name in hall.NAMES:
        page.get_by_text(f"Mời {name} mở số").wait_for()
        page.click("#next")
    page.get_by_role("button", name="Bốc thăm").click()
    page.evaluate("document.activeElement.blur()")
    for level in ("Mầm non", "Tiểu học", "Trung học cơ sở"):
        page.get_by_role("heading", name=level, exact=True).wait_for()
        for at in range(1, 6):
            page.keyboard.press("PageDown")
            page.locator(f"#slots li.drawn:nth-child({at})").wait_for()
        page.keyboard.press("Space")
        page.get_by_text("Dự phòng theo thứ tự").wait_for()
        page.keyboard.press("ArrowRight")
    page.get_by_text("Trình duyệt này đã tính lại từ đầu: ĐÚNG.").wait_for()
    page.get_by_role("link", name="Đóng").click()
    at_home(phone, page.get_by_role("link", name="/cong-khai/").inner_text(), tmp_path)


def at_home(phone: Page, public: str, tmp_path: Path) -> None:
    """Without a log-in, on a phone: the server's files agree with themselves and with Python, a forged one does not."""
    phone.goto(public)
    phone.get_by_role("button", name="Tính lại").click()
    phone.get_by_text("ĐÚNG: trình duyệt của bạn tính lại được kết quả").wait_for()
    assert phone.locator("#result ol").count() == 3
    record, frame = (phone.request.get(public + name) for name in ("record.json", "frame.csv"))
    assert check(record.text(), frame.body()) == []
    assert frame.body() == hall.FRAME
    (tmp_path / "record.json").write_text(json.dumps(record.json() | {"seed": "0" * 64}), encoding="utf-8")
    phone.set_input_files("#record", tmp_path / "record.json")
    phone.get_by_role("button", name="Tính lại").click()
    phone.get_by_text("Hạt giống khác hạt giống tính lại.").wait_for()

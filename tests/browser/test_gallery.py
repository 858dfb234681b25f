"""The grid and the sheet under the fingers, and every component under axe, on the gallery page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
PASTED = "22,5\t19\t7\r\nabc\t18,25\r\n24,1\t30\r\n5\r\n"


@pytest.fixture
def gallery(live_server: Any, settings: Any, page: Page) -> Page:
    """The gallery at office width."""
    settings.ROOT_URLCONF = "tests.browser.gallery_urls"
    page.goto(f"{live_server.url}/gallery/")
    return page


@pytest.fixture
def pocket(live_server: Any, settings: Any, phone: Page) -> Page:
    """The gallery on a telephone."""
    settings.ROOT_URLCONF = "tests.browser.gallery_urls"
    phone.goto(f"{live_server.url}/gallery/")
    return phone


def row(page: Page, number: int) -> Locator:
    """A row of the entry grid, from 1."""
    return page.locator("table.roster[data-grid] tbody tr").nth(number - 1)


def cell(page: Page, number: int, column: int) -> Locator:
    """An entry of the grid: row from 1, column from 0."""
    return row(page, number).locator("input.mark").nth(column)


def values(page: Page, rows: tuple[int, ...], columns: tuple[int, ...]) -> list[str]:
    """What stands in a block of entries."""
    return [cell(page, number, column).input_value() for number in rows for column in columns]


def paste(target: Locator, text: str) -> None:
    """A paste event with a text, as Excel leaves it on the clipboard."""
    target.evaluate(
        """(input, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            input.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def faults(page: Page) -> list[str]:
    """The rules of axe that the page breaks, with the first place of each."""
    page.evaluate(AXE.read_text())
    broken = page.evaluate("axe.run(document)")["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['target']}" for rule in broken]


def test_typing_replaces_and_enter_goes_down(gallery: Page) -> None:
    cell(gallery, 1, 0).click()
    gallery.keyboard.type("8.5")
    gallery.keyboard.press("Enter")
    expect(cell(gallery, 2, 0)).to_be_focused()
    expect(cell(gallery, 1, 0)).to_have_value("8,5")
    expect(row(gallery, 1).locator("[data-total]")).to_have_text("98,5")
    expect(row(gallery, 1).locator("[data-state]")).to_contain_text("Đã lưu lúc")
    expect(row(gallery, 1)).to_have_attribute("data-version", "2")


def test_arrows_tab_f2_and_escape(gallery: Page) -> None:
    cell(gallery, 2, 1).click()
    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("ArrowDown")
    expect(cell(gallery, 3, 2)).to_be_focused()
    gallery.keyboard.press("Shift+Tab")
    expect(cell(gallery, 3, 1)).to_be_focused()
    gallery.keyboard.press("F2")
    gallery.keyboard.press("ArrowLeft")
    expect(cell(gallery, 3, 1)).to_be_focused()
    before = cell(gallery, 3, 1).input_value()
    gallery.keyboard.type("9")
    gallery.keyboard.press("Escape")
    expect(cell(gallery, 3, 1)).to_have_value(before)


def test_a_mark_over_the_maximum_is_named_and_not_sent(gallery: Page) -> None:
    sent: list[str] = []
    gallery.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    cell(gallery, 1, 0).click()
    gallery.keyboard.type("999")
    expect(gallery.locator(".grid-tip")).to_have_text("Không quá 10")
    gallery.keyboard.press("Enter")
    expect(row(gallery, 1).locator("[data-state]")).to_have_text("Chưa lưu: 1 ô cần sửa")
    expect(cell(gallery, 1, 0)).to_have_value("999")
    marks = {"m1": "10", "m2": "5", "m3": "5", "m4": "25", "m5": "25", "m6": "20"}
    assert [json.loads(text) for text in sent] == [marks | {"version": "1"}]
    cell(gallery, 1, 0).fill("9")
    expect(row(gallery, 1).locator("[data-state]")).to_contain_text("Đã lưu lúc")


def test_a_block_from_excel_reports_what_did_not_fit_and_can_be_taken_back(gallery: Page) -> None:
    cell(gallery, 4, 5).click()
    before = values(gallery, (4, 5, 6), (5, 6))
    paste(cell(gallery, 4, 5), PASTED)
    assert values(gallery, (4, 5, 6), (5, 6)) == ["22,5", "19", before[2], "18,25", before[4], before[5]]
    report = gallery.locator(".grid-report").first
    expect(report).to_contain_text("Đã dán 3 ô. 3 ô không nhận, giữ như cũ. 2 ô nằm ngoài bảng")
    expect(report.locator("li")).to_have_text(
        [
            "Dương Thanh Linh, cột Chất lượng: “abc” – Cần một số, ví dụ 8,5 (nhiều nhất hai chữ số lẻ)",
            "Lê Văn Sơn, cột Chất lượng: “24,1” – Chỉ nhận bội số của 0,25",
            "Lê Văn Sơn, cột Tiến độ: “30” – Không quá 20",
        ]
    )
    report.get_by_role("button").click()
    assert values(gallery, (4, 5, 6), (5, 6)) == before


def test_a_conflict_is_told_and_what_was_typed_stays(gallery: Page) -> None:
    cell(gallery, 3, 0).click()
    gallery.keyboard.type("7")
    gallery.keyboard.press("Enter")
    expect(row(gallery, 3).locator("[data-state]")).to_have_text("Lê Văn Sơn vừa lưu hàng này lúc 14:05.")
    expect(cell(gallery, 3, 0)).to_have_value("7")
    expect(gallery.locator("[data-save-summary]")).to_have_text("1 chỗ chưa lưu")


def test_a_lost_connection_is_told_and_tried_again(gallery: Page) -> None:
    gallery.evaluate(
        """() => {
            const real = window.fetch;
            window.fetch = () => { window.fetch = real; return Promise.reject(new TypeError("no network")); };
        }"""
    )
    cell(gallery, 5, 0).click()
    gallery.keyboard.type("6,25")
    gallery.keyboard.press("ArrowDown")
    state = row(gallery, 5).locator("[data-state]")
    expect(state).to_have_text("Mất mạng, sẽ thử lại")
    expect(state).to_contain_text("Đã lưu lúc")
    expect(row(gallery, 5)).to_have_attribute("data-version", "2")


def test_a_sheet_is_saved_before_its_button_sends_it(gallery: Page) -> None:
    sent: list[str] = []
    gallery.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    sheet = gallery.locator("form[data-autosave]")
    sheet.locator("input.mark").nth(0).fill("7,5")
    expect(sheet.locator("[data-sum=general]")).to_have_text("27,5")
    expect(sheet.locator("[data-total]")).to_have_text("97,5")
    gallery.route("**/gallery/", lambda route: route.fulfill(body="sent"))
    sheet.get_by_role("button", name="Lưu nháp").click()
    gallery.wait_for_load_state()
    expect(gallery.locator("body")).to_have_text("sent")
    marks = {"m0": "7,5", "m1": "10", "m2": "5", "m3": "5", "m4": "25", "m5": "25", "m6": "20"}
    assert json.loads(sent[0]) == marks | {"comment": "", "version": "1"}
    assert sent[1].endswith("draft=1")
    assert "version=2" in sent[1]


def test_twenty_people_are_seen_at_once(gallery: Page) -> None:
    seen = gallery.evaluate(
        "[...document.querySelector('.roster').tBodies[0].rows]"
        ".filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length"
    )
    assert seen >= 20


def test_a_telephone_shows_cards_without_sideways_scrolling(pocket: Page) -> None:
    assert pocket.evaluate("document.documentElement.scrollWidth") == 390
    assert pocket.evaluate("getComputedStyle(document.querySelector('.roster tbody tr')).display") == "flex"


def test_every_line_of_a_card_ends_at_its_right_edge(pocket: Page) -> None:
    short = pocket.evaluate(
        """() => [...document.querySelectorAll(".roster tbody tr")].flatMap((card) => {
            const ends = new Map();
            for (const fact of [...card.cells].filter((one) => one.offsetParent)) {
                const box = fact.getBoundingClientRect();
                ends.set(Math.round(box.top), Math.max(ends.get(Math.round(box.top)) ?? 0, box.right));
            }
            return [...ends.values()].filter((end) => Math.abs(end - card.getBoundingClientRect().right) > 1);
        })"""
    )
    assert short == []


def test_filters_give_way_before_their_line_breaks(gallery: Page) -> None:
    heights = gallery.evaluate(
        """() => {
            const bar = document.querySelector(".filters");
            const label = [...bar.querySelectorAll("label")].find((one) => one.querySelector("select"));
            const before = bar.offsetHeight;
            while (bar.querySelectorAll("label").length < 5) label.after(label.cloneNode(true));
            const long = "Một đơn vị có tên rất dài của phường";
            for (const list of bar.querySelectorAll("select")) list.append(new Option(long));
            return [before, bar.offsetHeight];
        }"""
    )
    assert heights[0] == heights[1]


def test_axe_finds_nothing(gallery: Page, pocket: Page) -> None:
    assert faults(gallery) == []
    assert faults(pocket) == []

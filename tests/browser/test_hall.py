"""The result in the hall: every name on the screen at once, in the largest type that fits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.server import running
from tests.browser.test_draw import log_in

DRAWS = """
from dataclasses import replace
from tests.office.opinions import hall
from tests.town import build
town = build()
hall.drawn(town)
hall.LEVELS.update(dict.fromkeys(hall.LEVELS, 10))
hall.planned = lambda town, of=hall.planned: of(town, "MH-AB/BT-2026-02")
hall.drawn(town)
"""
# Pixels of type for 15 names and for 30: a 25th and a 36th of the screen's height, at least.
LEAST = {(5, 1366, 768): 31, (5, 1920, 1080): 43, (10, 1366, 768): 21, (10, 1920, 1080): 30}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product with two draws that are done: five and ten schools of each of three levels."""
    with running(tmp_path_factory.mktemp("hall"), f"exec({DRAWS!r})") as found:
        yield found


@pytest.mark.parametrize(("each", "width", "height"), LEAST)
def test_every_name_is_on_the_screen_as_large_as_it_goes(
    chromium: Browser, address: str, each: int, width: int, height: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, address, "trang")
    page.goto(f"{address}{reverse('opinions:hall', args=[1 if each == 5 else 2])}")
    for _ in range(3 * (each + 2) + 1):
        page.keyboard.press("Space")
        page.wait_for_timeout(30)
    expect(page.locator("#again")).to_contain_text("ĐÚNG")
    names = page.locator("#all li")
    assert names.count() == 3 * each
    boxes = [box for box in (one.bounding_box() for one in names.all()) if box]
    assert max(box["y"] + box["height"] for box in boxes) <= height
    assert max(box["x"] + box["width"] for box in boxes) <= width
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#all li')).fontSize)")
    assert size >= LEAST[each, width, height], size
    context.close()

"""A real Chromium against a live server: `page` is an office screen, `phone` a telephone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

# Playwright's sync API runs an event loop in this thread, where Django would refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run: CANBO_CHROMIUM, else Debian's, else Playwright's own."""
    candidates = [os.environ.get("CANBO_CHROMIUM", ""), "/usr/bin/chromium"]
    found = next((path for path in candidates if path and os.access(path, os.X_OK)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def open_page(browser: Browser, width: int, height: int, *, touch: bool) -> Iterator[Page]:
    """A fresh page in Vietnamese. The test fails if the page's console reported an error or a blocked resource."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        is_mobile=touch,
        has_touch=touch,
    )
    context.set_default_timeout(10_000)
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A 4xx that a test provokes is the server's answer, not a fault of the page.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """The office's common screen, 1366×768."""
    yield from open_page(chromium, 1366, 768, touch=False)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A telephone, 390×844."""
    yield from open_page(chromium, 390, 844, touch=True)

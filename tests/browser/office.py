"""A desk whose chair people take in turn."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.town import PASSWORD


class Office:
    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site

    def sit(self, username: str, page: Page | None = None) -> Page:
        """Somebody logs in (whoever was there is logged out)."""
        page = page or self.page
        page.context.clear_cookies()
        page.goto(f"{self.site}/tai-khoan/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("heading", name=re.compile("Hôm nay"))).to_be_visible()
        return page


def fits(page: Page) -> bool:
    """Whether nothing is cut off at the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

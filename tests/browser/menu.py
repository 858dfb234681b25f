"""The menu as people use it; needs no Django."""

from __future__ import annotations

from playwright.sync_api import Page


def follow(page: Page, group: str, entry: str) -> None:
    """Follow an entry of the menu; its group is opened first where it is folded."""
    rail = page.get_by_role("navigation", name="Menu")
    link = rail.get_by_role("link", name=entry, exact=True)
    if not link.is_visible():
        rail.get_by_text(group, exact=True).click()
    link.click()

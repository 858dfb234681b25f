"""Sending a page twice is doing it once: what is written bears the name of the page it was sent from, by constraint."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.utils import timezone

from canbo.office.base.models import Account

_PAGE = re.compile(r"[A-Za-z0-9_-]{8,40}")


class AlreadyDone(Exception):
    """This page was sent before; nothing is written again. `is_same`: with the very same content."""

    def __init__(self, what: str, at: datetime, is_same: bool) -> None:
        self.is_same = is_same
        when = f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}"
        then = "không ghi thêm lần nữa" if is_same else "nội dung đang hiện khác lần đó; nếu muốn ghi thêm, hãy gửi lại"
        super().__init__(f"Trang này đã gửi lúc {when}: {what}; {then}.")


def fresh() -> str:
    """The name of a page about to be shown."""
    return secrets.token_urlsafe(12)


def named(actor: Account, page: str) -> str | None:
    """What is written down of a page's name: nobody meets somebody else's. None where the page had none."""
    return f"{actor.pk}:{page}" if _PAGE.fullmatch(page) else None

"""A request about personal data waits for the officers who answer it, by the law's days, until it is answered."""

from __future__ import annotations

from datetime import date

from canbo.office.agenda import queries
from canbo.office.people.access import Viewer
from canbo.office.profiles.actions import requests
from canbo.office.profiles.models import DataRequest
from tests.town import Town


def told(town: Town, row: DataRequest) -> dict[str, tuple[str, date | None]]:
    """Who is told of it: what, until when."""
    every = {key: queries.todos(Viewer(account, row.received)) for key, account in town.accounts.items()}
    uid = f"data-request-{row.pk}"
    return {key: (one.what, one.day) for key, entries in every.items() for one in entries if one.uid == uid}


def test_the_officer_is_told_to_acknowledge_then_to_answer_by_the_day_that_holds(town: Town) -> None:
    row = requests.ask(actor=town.accounts["nam"], kind="see", text="Xin bản sao")
    assert told(town, row) == {"trang": ("Xác nhận đã nhận yêu cầu về dữ liệu", row.receipt_due)}
    requests.acknowledge(actor=town.accounts["trang"], request=row)
    assert told(town, row) == {"trang": ("Trả lời yêu cầu về dữ liệu", row.answer_due)}
    extended = requests.extend(actor=town.accounts["trang"], request=row, reason="Nhiều kỳ")
    assert told(town, row) == {"trang": ("Trả lời yêu cầu về dữ liệu", extended.until)}
    assert town.client("trang").get(f"/ho-so/yeu-cau/{row.pk}/").status_code == 200
    requests.answer(actor=town.accounts["trang"], request=row, outcome="done", text="Đã gửi bản sao")
    assert told(town, row) == {}


def test_nobody_is_told_of_their_own_request(town: Town) -> None:
    row = requests.ask(actor=town.accounts["trang"], kind="see", text="Xin bản sao")
    assert "trang" not in told(town, row)

"""The calendar: whose deadlines, which days, days off; the private address and what it never tells."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from canbo.office.agenda import actions, queries
from canbo.office.agenda.entries import Entry, Span
from canbo.office.agenda.models import Feed
from canbo.office.agenda.views.calendar import weeks
from canbo.office.base.errors import ActionError
from canbo.office.cycles import holidays
from canbo.office.people.access import Viewer, viewers
from canbo.office.people.models import Delegation
from canbo.rulebook import process
from tests.office.evaluations import month
from tests.office.results import decided
from tests.office.results.test_after_publication import petition, published
from tests.town import START, Town

JULY = Span(date(2026, 7, 1), date(2026, 7, 31))


def found(town: Town, key: str, span: Span = JULY, day: date = month.DAY) -> list[tuple[date | None, str, bool]]:
    entries = queries.personal(Viewer(town.accounts[key], day), span)
    return [(entry.day, entry.what, entry.done) for entry in entries]


def test_a_person_sees_their_own_deadlines_done_or_not(town: Town) -> None:
    month.opened(town)
    month.submit(town, "nam", "nam")
    assert found(town, "nam") == [(date(2026, 7, 25), "Tự chấm điểm", True)]
    assert found(town, "mai") == [
        (date(2026, 7, 25), "Tự chấm điểm", False),
        (date(2026, 7, 28), "Nhận xét, chấm điểm 3 phiếu", False),
    ]
    assert found(town, "nam", Span(date(2026, 8, 1), date(2026, 8, 31))) == []
    assert (found(town, "xa"), found(town, "quan_tri")) == ([], [])


def test_a_unit_sees_how_many_are_left_in_its_part(town: Town) -> None:
    month.opened(town)
    month.submit(town, "nam", "nam")
    entries = queries.of_unit(Viewer(town.accounts["mai"]), town.units["office"], JULY)
    left = [(entry.day, entry.what.rpartition(": ")[2]) for entry in entries]
    assert left == [
        (date(2026, 7, 25), "còn 3 phiếu"), (date(2026, 7, 28), "còn 4 phiếu"), (date(2026, 7, 31), "còn 4 phiếu"),
    ]  # fmt: skip
    assert queries.of_unit(Viewer(town.accounts["xa"]), town.units["school"], JULY) == []


def test_petitioning_and_answering_have_their_days(town: Town) -> None:
    published(town, "nam", "hoa")
    whole = Span(date(2026, 7, 1), date(2026, 12, 31))
    assert (date(2026, 7, 25), "Hạn cuối gửi kiến nghị về kết quả", False) in found(town, "nam", whole)
    sent = petition(town)
    assert "Hạn cuối gửi kiến nghị về kết quả" not in [what for _, what, _ in found(town, "nam", whole)]
    assert (sent.answer_due, "Trả lời kiến nghị", False) in found(town, "lan", whole)
    unit = [
        (entry.day, entry.what) for entry in queries.of_unit(Viewer(town.accounts["mai"]), town.units["office"], whole)
    ]
    assert (sent.answer_due, "Trả lời 1 kiến nghị") in unit


@pytest.mark.parametrize(
    ("last", "by"),
    [
        # Tết Bính Ngọ: 16–20/02/2026 with the weekends around; Tết Đinh Mùi: 04–10/02/2027.
        (date(2026, 2, 18), date(2026, 2, 13)), (date(2026, 2, 22), date(2026, 2, 13)), (date(2026, 2, 23), None),
        (date(2027, 2, 8), date(2027, 2, 3)), (date(2027, 2, 11), None), (date(2026, 9, 2), date(2026, 8, 28)),
    ],
)  # fmt: skip
def test_a_deadline_on_a_day_off_stays_and_says_by_when_to_work(last: date, by: date | None) -> None:
    assert Entry("a-1", last, "Tự chấm điểm", "", "/", "cycle").work_by == by


@pytest.mark.parametrize(
    ("published_on", "until"), [(date(2026, 2, 12), date(2026, 2, 26)), (date(2027, 2, 2), date(2027, 2, 16))]
)
def test_working_days_are_counted_past_tet(published_on: date, until: date) -> None:
    assert process.add_days(published_on, 5, "working", holidays.Vietnam()) == until


def test_days_off_have_vietnamese_names() -> None:
    named = holidays.named(date(2027, 2, 1), date(2027, 2, 28))
    assert list(named) == [date(2027, 2, day) for day in range(4, 11)]
    assert (named[date(2027, 2, 5)], named[date(2027, 2, 6)]) == ("Giao thừa Tết Nguyên Đán", "Tết Nguyên Đán")


def test_the_month_is_whole_weeks_and_each_deadline_stands_once() -> None:
    feb = Span(date(2027, 2, 1), date(2027, 2, 28))  # Monday to Sunday: no day of another month
    rows = weeks(feb, [Entry("a-1", date(2027, 2, 28), "Tự chấm điểm", "", "/", "cycle")])
    assert ([len(row) for row in rows], all(day.inside for row in rows for day in row)) == ([7] * 4, True)
    assert [[len(day.entries) for day in row] for row in rows][-1] == [0, 0, 0, 0, 0, 0, 1]


def test_pages_show_the_month_and_the_list(town: Town) -> None:
    month.opened(town)
    client = town.client("mai")
    page = client.get("/lich/?month=2026-07").content.decode()
    assert page.count("Nhận xét, chấm điểm 3 phiếu") == 1
    assert "Quốc khánh" in client.get("/lich/?month=2026-09").content.decode()
    rows = client.get("/lich/?month=2026-07&view=list&kind=petition").content.decode()
    assert "Tháng này không có thời hạn nào." in rows
    unit = client.get(f"/lich/?month=2026-07&unit={town.units['office'].pk}").content.decode()
    assert unit.count("còn 4 phiếu") == 3
    for odd in ("?month=9999-99", "?month=1000-01", "?kind=x&view=y", "?month=2099-12"):
        assert client.get(f"/lich/{odd}").status_code == 200, odd
    bare, filtered = (client.get(f"/lich/{query}").content.decode() for query in ("", "?kind=work"))
    assert ("Bỏ lọc" in bare, "Bỏ lọc" in filtered) == (False, True)


@pytest.mark.parametrize(("key", "status"), [("mai", 200), ("trang", 200), ("ha", 200), ("nam", 404), ("xa", 404)])
def test_a_units_calendar_is_for_who_reads_there(town: Town, key: str, status: int) -> None:
    assert town.client(key).get(f"/lich/?unit={town.units['office'].pk}").status_code == status
    assert town.client(key).get(f"/lich/?unit={'9' * 30}").status_code == 404


def test_the_list_leaves_as_a_spreadsheet(town: Town) -> None:
    month.opened(town)
    answer = town.client("mai").get("/lich/?month=2026-07&xuat=xlsx")
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows()]
    at = next(row for row in cells if row[0] == "Ngày")
    body = cells[cells.index(at) + 1 :]
    assert [(row[0].date(), row[1], row[2]) for row in body[:2]] == [
        (date(2026, 7, 25), "Thứ bảy", "Tự chấm điểm"), (date(2026, 7, 28), "Thứ ba", "Nhận xét, chấm điểm 3 phiếu"),
    ]  # fmt: skip


def test_a_calendar_asks_the_same_number_of_questions_whatever_is_in_it(town: Town) -> None:
    def asked(where: str) -> int:
        client = town.client("lan")
        client.get(where)
        with CaptureQueriesContext(connection) as queries_asked:
            client.get(where)
        return len(queries_asked)

    cycle = month.opened(town)
    own, unit = "/lich/?month=2026-07", f"/lich/?month=2026-07&unit={town.units['ward'].pk}"
    one = (asked(own), asked(unit))
    decided.ready(town, "nam", "hoa", "anh")
    decided.decide_all(town, cycle, ["nam", "hoa", "anh"])
    assert (asked(own), asked(unit)) == one


VERBS = ("OPTIONS", "PROPFIND", "POST", "DELETE")


def feed(client: Client, token: str, **headers: str) -> Any:
    return client.get(f"/lich/rieng/{token}.ics", headers=headers)


def at(day: date) -> Any:
    """Noon of a day in Vietnam."""
    return patch.object(timezone, "now", return_value=datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def test_the_address_gives_ones_own_deadlines_to_a_calendar_program(town: Town) -> None:
    month.opened(town)
    token = actions.renew(actor=town.accounts["mai"])
    with at(month.DAY):
        answer = feed(Client(), token)
        again = feed(Client(), token, **{"if-none-match": answer.headers["ETag"]})
    made = Calendar.from_ical(answer.content)
    events = [(event["SUMMARY"], event.decoded("DTSTART"), event.decoded("DTEND")) for event in made.walk("VEVENT")]
    assert events == [
        ("Tự chấm điểm", date(2026, 7, 25), date(2026, 7, 26)),
        ("Nhận xét, chấm điểm 3 phiếu", date(2026, 7, 28), date(2026, 7, 29)),
    ]
    assert str(made.walk("VEVENT")[0]["URL"]).startswith("http://testserver/phieu/")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "text/calendar; charset=utf-8", "private, max-age=1800",
    )  # fmt: skip
    assert (again.status_code, again.content) == (304, b"")
    assert Feed.objects.filter(digest__contains=token).count() == 0


def test_the_address_names_nobody_and_no_grade(town: Town) -> None:
    published(town, "nam", "hoa")
    petition(town)
    token = actions.renew(actor=town.accounts["lan"])
    with at(month.DAY):
        text = Calendar.from_ical(feed(Client(), token).content).to_ical().decode().replace("\r\n ", "")
    assert "Trả lời kiến nghị" in text
    assert [word for word in ("Nam", "Hoa", "hoàn thành", "Hoàn thành", "88") if word in text] == []


def test_wrong_ended_renewed_and_closed_addresses_are_not_there(town: Town, caplog: Any) -> None:
    account = town.accounts["nam"]
    first = actions.renew(actor=account)
    second = actions.renew(actor=account)
    with caplog.at_level(logging.WARNING, "canbo.access"):
        wrong = [feed(Client(), token).status_code for token in (first, "x" * 43)]
    assert (wrong, feed(Client(), second).status_code) == ([404, 404], 200)
    warned = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warned == ["calendar address unknown or ended"] * 2
    assert first not in caplog.text
    with caplog.at_level(logging.WARNING):
        other = [Client(enforce_csrf_checks=True).generic(verb, f"/lich/rieng/{second}.ics") for verb in VERBS]
    assert [answer.status_code for answer in other] == [405] * len(VERBS)
    assert second not in caplog.text
    account.closed_on = timezone.localdate()
    account.save()
    assert feed(Client(), second).status_code == 404
    account.closed_on = None
    account.save()
    actions.end(actor=account)
    assert feed(Client(), second).status_code == 404
    with pytest.raises(ActionError, match="Chưa có địa chỉ lịch"):
        actions.end(actor=account)


def test_the_address_is_shown_once(town: Town) -> None:
    client = town.client("nam")
    made = client.post("/lich/rieng/tao/")
    assert made.content.decode().count(".ics</code>") == 1
    assert "no-store" in made.headers["Cache-Control"]
    assert ".ics" not in client.get("/lich/rieng/").content.decode()
    assert client.post("/lich/rieng/ket-thuc/", follow=True).content.decode().count("Địa chỉ lịch đã thôi dùng") == 1
    assert Feed.objects.filter(ended_at=None).count() == 0


def test_many_viewers_at_once_hold_what_each_holds_alone(town: Town) -> None:
    day = month.DAY
    Delegation.objects.create(
        principal=town.persons["dung"], deputy=town.persons["anh"], valid_from=START, document="1",
        by=town.accounts["trang"], valid_to=day + timedelta(days=1),
    )  # fmt: skip
    for made in viewers(town.accounts.values(), day):
        alone = Viewer(made.account, day)
        held = [(one.person, one.grants, one.principals, one.headed) for one in (made, alone)]
        assert held[0] == held[1], made.account

"""Commitments and assigned work on the first page, in the calendar, in the letters, at the private address."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.agenda import actions, queries
from canbo.office.agenda.crowd import Crowd
from canbo.office.agenda.entries import Span
from canbo.office.agenda.models import Letter
from canbo.office.demo import clock
from canbo.office.people.access import Viewer, viewers
from canbo.office.people.models import Delegation, Person
from canbo.office.work import actions as work
from tests.office.commitments import year
from tests.office.work import month
from tests.office.work.month import nov
from tests.town import START, Town

NOVEMBER = Span(nov(1), nov(30))
Told = list[tuple[str, date | None]]


def told(town: Town, key: str, day: date, kind: str = "") -> Told:
    found = queries.todos(Viewer(town.accounts[key], day))
    return [(one.what, one.day) for one in found if not kind or one.kind == kind]


def in_calendar(town: Town, key: str, span: Span) -> Told:
    return [(one.what, one.day) for one in queries.personal(Viewer(town.accounts[key], span.first), span)]


def test_commitments_wait_for_the_person_then_for_the_superior(town: Town) -> None:
    year.opened(town)
    assert told(town, "nam", year.DAY) == [("Ký cam kết năm 2026", year.LAST)]
    year.sign(town, "nam", "nam")
    year.sign(town, "hoa", "hoa")
    assert told(town, "nam", year.DAY) == []
    assert told(town, "mai", year.DAY) == [
        ("Ký cam kết năm 2026", year.LAST), ("Ký 2 cam kết của cấp dưới", year.LAST),
    ]  # fmt: skip
    assert told(town, "dung", year.DAY) == [("Ký cam kết năm 2026", year.LAST)]


def test_the_last_day_to_sign_stands_in_the_calendars(town: Town) -> None:
    year.opened(town)
    year.sign(town, "nam", "nam")
    january = Span(date(2026, 1, 1), date(2026, 1, 31))
    assert in_calendar(town, "hoa", january) == [("Ký cam kết năm 2026", year.LAST)]
    assert in_calendar(town, "nam", january) == []
    unit = queries.of_unit(Viewer(town.accounts["trang"], year.DAY), town.units["office"], january)
    assert [(one.what, one.day) for one in unit if one.kind == "commitment"] == [
        ("Hạn ký cam kết năm 2026: còn 3 người", year.LAST)
    ]


def test_work_is_accepted_delivered_and_reviewed_in_turn(town: Town) -> None:
    month.place(town)
    first, second = (month.give(town, code, due=nov(day)) for code, day in (("P1", 10), ("P2", 20)))
    assert told(town, "nam", nov(3), "work") == [("Nhận 2 việc mới giao", nov(10))]
    with clock.on(nov(3)):
        work.accept(actor=town.accounts["nam"], assignments=[first.pk, second.pk])
    assert told(town, "nam", nov(5), "work") == [("Nộp sản phẩm 1 việc", nov(10)), ("Nộp sản phẩm 1 việc", nov(20))]
    assert told(town, "nam", nov(11), "work")[0] == ("Nộp sản phẩm 1 việc", nov(10))
    month.deliver(town, first, day=8)
    assert told(town, "nam", nov(11), "work") == [("Nộp sản phẩm 1 việc", nov(20))]
    for head in ("mai", "lan"):
        assert ("Nghiệm thu 1 việc", None) in told(town, head, nov(11), "work")
    assert told(town, "dung", nov(11), "work") == []


def test_pieces_under_review_hide_neither_the_rest_nor_what_is_to_be_done_again(town: Town) -> None:
    month.place(town)
    both, paused = month.give(town, "P1", 5, due=nov(10)), month.give(town, "P2", 3, due=nov(12))
    first = month.deliver(town, both, 2, day=5)
    month.deliver(town, paused, 1, day=5)
    assert told(town, "nam", nov(6), "work") == [("Nộp sản phẩm 1 việc", nov(10)), ("Nộp sản phẩm 1 việc", nov(12))]
    month.review(town, first, "fail", pieces=1, text="Sai mẫu", on=nov(6))
    with clock.on(nov(6)):
        work.pause(actor=town.accounts["mai"], assignment=paused.pk, day=nov(6), reason="Đi học")
    assert told(town, "nam", nov(6), "work") == [("Nộp sản phẩm 1 việc", nov(10)), ("Làm lại 1 việc", nov(10))]
    unit = queries.of_unit(Viewer(town.accounts["mai"], nov(3)), town.units["office"], NOVEMBER)
    assert [(one.what, one.day) for one in unit] == [("1 việc đến hạn", nov(10))]


def test_who_stands_in_reviews_too_but_never_their_own(town: Town) -> None:
    month.place(town)
    Delegation.objects.create(
        principal=town.persons["mai"], deputy=town.persons["nam"], valid_from=START, document="1",
        by=town.accounts["trang"], valid_to=date(2099, 1, 1),
    )  # fmt: skip
    month.deliver(town, month.give(town, "P1"))
    assert ("Nghiệm thu 1 việc", None) not in told(town, "nam", nov(16))
    month.deliver(town, month.give(town, "P1", to="hoa"), by="hoa")
    assert ("Nghiệm thu 1 việc", None) in told(town, "nam", nov(16))
    assert ("Nghiệm thu 2 việc", None) in told(town, "mai", nov(16))


def test_work_stands_in_the_calendar_by_day_its_names_only_inside(town: Town) -> None:
    month.place(town)
    for code in ("P1", "P2"):
        month.give(town, code)
    (entry,) = queries.personal(Viewer(town.accounts["nam"], nov(3)), NOVEMBER)
    assert (entry.what, entry.day, entry.about) == ("2 việc đến hạn", nov(20), "")
    assert "Báo cáo chuyên đề" in entry.inside
    unit = queries.of_unit(Viewer(town.accounts["mai"], nov(3)), town.units["office"], NOVEMBER)
    assert [(one.what, one.day) for one in unit] == [("2 việc đến hạn", nov(20))]


def test_in_the_last_week_a_head_is_asked_for_the_next_months_work(town: Town) -> None:
    """Nam, Hoa, Trang and Hà are Mai's; those with work of December are not counted. Lan is asked for her own two."""
    month.place(town)
    assert told(town, "mai", nov(23), "work") == []
    assert told(town, "mai", nov(24), "work") == [("Giao việc tháng 12/2026 cho 4 người", None)]
    month.give(town, "P1", on=nov(24), assigned_on=nov(24), due=date(2026, 12, 10))
    assert told(town, "mai", nov(25), "work") == [("Giao việc tháng 12/2026 cho 3 người", None)]
    assert told(town, "lan", nov(25), "work") == [("Giao việc tháng 12/2026 cho 1 người", None)]
    assert told(town, "nam", nov(30), "work") == [("Nhận 1 việc mới giao", date(2026, 12, 10))]


def test_letters_tell_of_both_without_names(town: Town) -> None:
    month.place(town)
    month.give(town, "P2", what="Gặp ông Ví Dụ")
    Person.objects.filter(pk=town.persons["nam"].pk).update(email="nam@phuong.example.vn")
    assert actions.write_due(datetime(2026, 11, 19, 1, tzinfo=UTC)) == 1  # eight in the morning in Vietnam
    letter = Letter.objects.get()
    assert "Nhận 1 việc mới giao" in letter.text
    assert [word for word in ("Ví Dụ", "Báo cáo chuyên đề") if word in letter.text + letter.html] == []


@pytest.mark.parametrize("day", [nov(5), nov(25)])
def test_a_crowd_is_told_what_each_of_it_is_told_alone(town: Town, day: date) -> None:
    month.place(town)
    month.deliver(town, month.give(town, "P1"), day=5)
    month.give(town, "P2", to="anh", by="dung")
    together = queries.waiting(Crowd(tuple(viewers(town.accounts.values(), day)), day))
    for key, account in town.accounts.items():
        assert together.get(account.pk, []) == queries.todos(Viewer(account, day)), key


def test_as_many_questions_for_much_work_as_for_little(town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            queries.todos(Viewer(town.accounts["mai"], nov(25)))
            queries.personal(Viewer(town.accounts["nam"], nov(25)), NOVEMBER)
        return len(found)

    month.place(town)
    month.deliver(town, month.give(town, "P1"))
    one = asked()
    for number in range(4):
        month.deliver(town, month.give(town, "P1", to="hoa", due=nov(20) + timedelta(days=number)), by="hoa")
    assert asked() == one

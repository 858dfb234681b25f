"""Letters: one a person a day, only when something is due, without what is nobody's business; and how they go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from canbo.office.addresses import mail_server
from canbo.office.agenda import actions, work
from canbo.office.agenda.habits import DEFAULT, Habit
from canbo.office.agenda.models import REFUSED, SENT, WAITING, Letter, MailRule, Round
from canbo.office.base.errors import ActionError
from canbo.office.people.models import Person
from tests.office.agenda.mailbox import Mailbox, mailbox
from tests.office.evaluations import month
from tests.office.results.test_after_publication import petition, published
from tests.town import Town

WARD = "MH-AB"


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of Vietnam, as the machine counts (seven hours earlier)."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def addressed(town: Town, *keys: str) -> None:
    """These people have an address."""
    for key in keys:
        Person.objects.filter(pk=town.persons[key].pk).update(email=f"{key}@phuong.example.vn")


def to(day: date | None = None) -> list[str]:
    rows = Letter.objects.order_by("day", "address")
    return [row.address.partition("@")[0] for row in (rows.filter(day=day) if day else rows)]


@pytest.fixture
def july(town: Town) -> Town:
    """July open; Nam, Mai, Lan and Xa have an address, Hoa none."""
    month.opened(town)
    addressed(town, "nam", "mai", "lan", "xa")
    return town


def test_letters_are_for_whom_something_is_due_soon(july: Town) -> None:
    month.submit(july, "nam", "nam")
    assert (actions.write_due(moment(date(2026, 7, 21), 9)), to()) == (0, [])
    assert (actions.write_due(moment(date(2026, 7, 22), 9)), to()) == (1, ["mai"])
    assert (actions.write_due(moment(date(2026, 7, 25), 9)), to(date(2026, 7, 25))) == (1, ["mai"])
    letter = Letter.objects.get(day=date(2026, 7, 25))
    assert letter.subject == "Nhắc việc 25/07/2026: 2 việc sắp đến hạn"
    assert letter.text.count("Hạn 25/07/2026 (hôm nay)") == 1
    late = actions.write_due(moment(date(2026, 7, 30), 9))
    assert (late, Letter.objects.get(day=date(2026, 7, 30), address__startswith="mai").subject) == (
        1, "Nhắc việc 30/07/2026: 2 việc quá hạn",
    )  # fmt: skip


def test_the_hour_is_vietnams_and_a_day_ends_at_its_midnight(july: Town) -> None:
    day = date(2026, 7, 24)
    assert actions.write_due(moment(day, 6, 59)) == 0
    assert actions.write_due(moment(day, 7)) == 2
    assert actions.write_due(moment(day, 23, 59)) == 0
    # The clock set back an hour, then past midnight: a new day, whose hour has not come.
    assert actions.write_due(moment(day, 6, 30)) == 0
    assert actions.write_due(moment(day + timedelta(days=1), 0, 1)) == 0
    # The machine was off at seven: the letters of the day are written when it is back.
    assert actions.write_due(moment(day + timedelta(days=1), 15)) == 2
    assert [(row.day, row.letters) for row in Round.objects.filter(agency__code=WARD).order_by("day")] == [
        (day, 2), (day + timedelta(days=1), 2),
    ]  # fmt: skip


def test_agencies_choose_and_people_choose(july: Town) -> None:
    day, officer, ward = date(2026, 7, 24), july.accounts["trang"], july.units["ward"]
    actions.choose(actor=july.accounts["nam"], wanted=False)
    assert (actions.write_due(moment(day, 8)), to(day)) == (1, ["mai"])
    actions.choose(actor=july.accounts["nam"], wanted=True)
    actions.set_habit(actor=officer, unit=ward, habit=Habit(hour=16))
    later = day + timedelta(days=1)
    assert (actions.write_due(moment(later, 15)), actions.write_due(moment(later, 16))) == (0, 2)
    actions.set_habit(actor=officer, unit=ward, habit=Habit(enabled=False))
    assert actions.write_due(moment(day + timedelta(days=2), 23)) == 0
    with pytest.raises(ActionError, match="Không có gì thay đổi"):
        actions.set_habit(actor=officer, unit=ward, habit=Habit(enabled=False))
    with pytest.raises(ActionError, match="cán bộ tổ chức"):
        actions.set_habit(actor=july.accounts["mai"], unit=ward, habit=Habit(hour=9))
    with pytest.raises(ActionError, match="văn bản của cơ quan"):
        actions.set_habit(actor=officer, unit=ward, habit=Habit(escalate_after=3))
    assert MailRule.objects.count() == 2


def test_closed_accounts_get_no_letters(july: Town) -> None:
    account = july.accounts["nam"]
    account.closed_on = date(2026, 7, 1)
    account.save()
    assert (actions.write_due(moment(date(2026, 7, 24), 8)), to()) == (1, ["mai"])


def test_letters_name_nobody_else_and_tell_no_result(town: Town) -> None:
    published(town, "nam", "hoa")
    answer_due = petition(town).answer_due
    assert answer_due is not None
    addressed(town, "lan", "nam", "hoa")
    for day in (date(2026, 7, 24), answer_due):
        actions.write_due(moment(day, 8))
    assert to() == ["hoa", "nam", "lan"]
    texts = {row.address.partition("@")[0]: row.subject + row.text + row.html for row in Letter.objects.all()}
    assert ("Trả lời kiến nghị" in texts["lan"], "Nhận thông báo kết quả" in texts["hoa"]) == (True, True)
    private = ("Phạm Quốc Nam", "oàn thành", "88,13", "xem lại điểm", "kỷ luật")
    assert [(key, word) for key, text in texts.items() if key != "nam" for word in private if word in text] == []


def test_as_many_questions_for_ten_people_as_for_two(july: Town) -> None:
    def asked(day: date) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert actions.write_due(moment(day, 8)) > 0
        return len(queries)

    Person.objects.filter(pk=july.persons["xa"].pk).update(email="")
    addressed(july, "trang")
    few = asked(date(2026, 7, 26))
    addressed(july, "hung", "hoa", "dung", "anh", "binh", "ha")
    assert asked(date(2026, 7, 27)) == few


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    """A real mail server, and the office set to use it."""
    with mailbox() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        yield made


def written(town: Town) -> datetime:
    """Two letters of 24 July; the moment they can be sent."""
    actions.write_due(moment(date(2026, 7, 24), 8))
    return Letter.objects.latest("next_at").next_at


def states() -> list[str]:
    return list(Letter.objects.order_by("id").values_list("state", flat=True))


def test_a_server_that_is_down_loses_nothing_and_gets_each_letter_once(july: Town, box: Mailbox) -> None:
    now = written(july)
    box.greeting = "421 closed for the night"
    assert (actions.send(now), states(), box.letters) == (0, [WAITING, WAITING], [])
    box.greeting = "220 ready"
    assert (actions.send(now), states()) == (2, [SENT, SENT])
    assert (actions.send(now + timedelta(days=1)), len(box.letters)) == (0, 2)
    assert sorted(str(letter["To"]) for letter in box.letters) == ["mai@phuong.example.vn", "nam@phuong.example.vn"]
    letter = box.letters[0]
    assert letter["Message-ID"] == Letter.objects.order_by("id")[0].message_id
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip


def test_nobody_listening_is_the_same_as_down(july: Town, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert (actions.send(written(july)), states()) == (0, [WAITING, WAITING])


def test_not_now_is_tried_again_and_never_is_told(july: Town, box: Mailbox) -> None:
    now = written(july)
    box.to_recipient = "451 try again later"
    assert (actions.send(now), states()) == (0, [WAITING, WAITING])
    assert (actions.waits(now), actions.waits(now + timedelta(minutes=5))) == (False, True)
    box.to_recipient = "550 no such mailbox"
    assert (actions.send(now + timedelta(minutes=5)), states()) == (0, [REFUSED, REFUSED])
    assert set(Letter.objects.values_list("problem", "tries")) == {("550 no such mailbox", 2)}
    assert not actions.waits(now + timedelta(days=9))


def test_the_clock_writes_and_asks_the_worker_once(july: Town) -> None:
    morning = moment(date(2026, 7, 24), 8)
    assert (work.tick(morning), work.tick(morning)) == (2, 0)
    assert DBTaskResult.objects.filter(task_path=work.deliver.module_path).count() == 1
    call_command("tick", verbosity=0)
    assert DBTaskResult.objects.filter(task_path=work.deliver.module_path).count() == 1


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://a%40b.vn:m%3At@mail.vn", ("mail.vn", 465, "a@b.vn", "m:t", True, False)),
        ("smtp+tls://a:b@mail.vn:2525", ("mail.vn", 2525, "a", "b", False, True)),
        ("smtp://relay", ("relay", 25, "", "", False, False)),
    ],
)
def test_the_mail_server_is_one_setting(url: str, server: tuple[object, ...]) -> None:
    assert mail_server(url) == server


@pytest.mark.parametrize("url", ["http://mail.vn", "smtp://", "smtp://a:b@mail.vn"])
def test_a_mail_server_that_cannot_be_meant_stops_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="CANBO_SMTP_URL"):
        mail_server(url)


def test_without_a_choice_letters_go_out_at_seven_three_days_before_and_no_head_is_told() -> None:
    assert (DEFAULT.enabled, DEFAULT.days_before, DEFAULT.hour, DEFAULT.escalate_after) == (True, 3, 7, None)

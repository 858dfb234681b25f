"""The first page: in the order of urgency, grouped, as the rooms' own lists have it; who is told of what is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from canbo.office.agenda import actions, queries
from canbo.office.agenda.crowd import Crowd
from canbo.office.agenda.entries import Entry
from canbo.office.agenda.habits import Habit
from canbo.office.agenda.models import MailRule, Round
from canbo.office.cycles import actions as cycles
from canbo.office.people.access import Viewer, viewers
from canbo.office.people.models import Delegation
from tests.office.evaluations import month
from tests.office.results import decided
from tests.town import START, Town

DAY = date(2026, 7, 21)  # a Tuesday
BASIS = "Kế hoạch số 12-KH/ĐU"


def entry(day: date | None) -> Entry:
    return Entry(f"x-{day}", day, "Tự chấm điểm", "", "/", "cycle")


def test_groups_by_urgency_the_week_ends_on_sunday() -> None:
    days = [DAY - timedelta(days=1), DAY, date(2026, 7, 22), date(2026, 7, 26), date(2026, 7, 27), None]
    found = [(group.label, len(group.entries)) for group in queries.groups([entry(day) for day in days], DAY)]
    assert found == [("Quá hạn", 1), ("Hôm nay", 1), ("Tuần này", 2), ("Sau đó", 1), ("Không có hạn", 1)]
    assert [group.label for group in queries.groups([entry(date(2026, 7, 27))], date(2026, 7, 26))] == ["Sau đó"]
    assert queries.groups([], DAY) == []


def test_a_crowd_is_told_what_each_of_it_is_told_alone(town: Town) -> None:
    month.opened(town)
    decided.ready(town, "nam", "anh")
    month.submit(town, "hoa", "hoa")
    Delegation.objects.create(
        principal=town.persons["dung"], deputy=town.persons["anh"], valid_from=START, document="1",
        by=town.accounts["trang"], valid_to=date(2099, 1, 1),
    )  # fmt: skip
    for day in (DAY, date(2026, 7, 30)):
        together = queries.waiting(Crowd(tuple(viewers(town.accounts.values(), day)), day))
        for key, account in town.accounts.items():
            assert together.get(account.pk, []) == queries.todos(Viewer(account, day)), (key, day)


def test_a_locked_cycle_asks_nothing_of_anybody(town: Town) -> None:
    cycle = month.opened(town)
    cycles.lock(actor=town.accounts["trang"], cycle=cycle)
    after = date(2026, 8, 3)
    assert [queries.todos(Viewer(town.accounts[key], after)) for key in ("nam", "mai", "lan", "trang")] == [[]] * 4


def escalating(town: Town, after: int = 3) -> None:
    habit = Habit(escalate_after=after, basis=BASIS)
    actions.set_habit(actor=town.accounts["trang"], unit=town.units["ward"], habit=habit)


def told(town: Town, key: str, day: date) -> list[tuple[str, date | None]]:
    return [(one.what, one.day) for one in queries.todos(Viewer(town.accounts[key], day)) if one.uid[:4] == "esca"]


def test_heads_are_told_nothing_unless_their_agency_chose_it(town: Town) -> None:
    month.opened(town)
    assert [told(town, key, date(2026, 8, 20)) for key in ("mai", "dung", "lan", "duc")] == [[]] * 4


def test_the_nearest_head_who_is_not_late_is_told_how_many(town: Town) -> None:
    """Self-scores due on 25 July, reviews on the 28th; three days later the heads know, as counts, inside the ward."""
    month.opened(town)
    month.submit(town, "nam", "nam")
    escalating(town)
    assert told(town, "mai", date(2026, 7, 27)) == []
    words = "phiếu chưa tự chấm điểm, quá hạn từ 3 ngày"
    # Hoa and Trang of Mai's office; Ánh and Bình of Dũng's; Hùng, Mai and Dũng themselves are told of to Lan.
    assert told(town, "mai", date(2026, 7, 28)) == [(f"2 {words}", date(2026, 7, 25))]
    assert told(town, "dung", date(2026, 7, 28)) == [(f"2 {words}", date(2026, 7, 25))]
    assert told(town, "lan", date(2026, 7, 28)) == [(f"3 {words}", date(2026, 7, 25))]
    late_review = ("1 phiếu chưa được cấp trên nhận xét, quá hạn từ 3 ngày", date(2026, 7, 28))
    assert late_review in told(town, "lan", date(2026, 7, 31))
    assert told(town, "duc", date(2026, 7, 31)) == []


def test_who_is_late_sees_who_was_told_and_by_which_text(town: Town) -> None:
    month.opened(town)
    escalating(town)
    notes = {
        (key, day.day): [one.note for one in queries.todos(Viewer(town.accounts[key], day)) if one.uid[:4] == "self"]
        for key in ("nam", "mai")
        for day in (date(2026, 7, 27), date(2026, 7, 28))
    }
    assert notes == {
        ("nam", 27): [""], ("nam", 28): [f"Quá hạn từ 3 ngày: đã báo Lê Thị Mai, theo {BASIS}."],
        ("mai", 27): [""], ("mai", 28): [f"Quá hạn từ 3 ngày: đã báo Trần Thị Lan, theo {BASIS}."],
    }  # fmt: skip


def test_the_database_keeps_one_round_a_day_and_no_telling_without_a_text(town: Town) -> None:
    ward = town.units["ward"].agency_id
    Round.objects.create(agency_id=ward, day=DAY, letters=0)
    with pytest.raises(IntegrityError, match=r"round_once_a_day|UNIQUE"), transaction.atomic():
        Round.objects.create(agency_id=ward, day=DAY, letters=0)
    with pytest.raises(IntegrityError, match="mail_rule_basis"), transaction.atomic():
        MailRule.objects.create(
            agency_id=ward, enabled=True, days_before=3, hour=7, escalate_after=3, by=town.accounts["trang"]
        )


def test_the_number_beside_the_first_page_counts_what_presses(town: Town) -> None:
    month.opened(town, due=dict.fromkeys(month.DUE, date(2026, 7, 22)))
    page = town.client("mai").get("/lich/can-lam/")
    assert '<span class="count">1<' in page.content.decode()
    assert page.headers["Cache-Control"] == "private, max-age=60"
    assert town.client("xa").get("/lich/can-lam/").content.decode().strip() == ""


def test_the_first_page_tells_groups_and_says_kindly_that_nothing_waits(town: Town) -> None:
    month.opened(town, due=dict.fromkeys(month.DUE, date(2026, 7, 22)))
    assert "Quá hạn</th>" in town.client("mai").get("/").content.decode()
    assert "Không còn việc nào chờ." in town.client("xa").get("/").content.decode()


def test_a_head_asks_as_many_questions_for_one_waiting_sheet_as_for_many(town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            queries.todos(Viewer(town.accounts["lan"], DAY))
        return len(found)

    month.opened(town)
    decided.ready(town, "nam")
    one = asked()
    decided.ready(town, "hoa", "anh", "binh")
    assert asked() == one


@pytest.mark.parametrize(("key", "status"), [("trang", 200), ("mai", 404), ("khoa", 404), ("xa", 404)])
def test_how_an_agency_reminds_is_its_officers_business(town: Town, key: str, status: int) -> None:
    client, ward = town.client(key), town.units["ward"].pk
    found = [client.get(where).status_code for where in (f"/lich/nhac-viec/{ward}/", f"/lich/nhac-viec/{ward}/thu/")]
    assert found == [status] * 2
    office = town.units["office"].pk
    assert client.get(f"/lich/nhac-viec/{office}/").status_code == 404


def test_an_officer_changes_how_the_agency_reminds_and_loses_nothing_typed(town: Town) -> None:
    client, where = town.client("trang"), f"/lich/nhac-viec/{town.units['ward'].pk}/"
    typed = {"enabled": "on", "days_before": "5", "hour": "8", "escalate_after": "4", "basis": ""}
    refused = client.post(where, typed)
    assert (refused.status_code, 'value="5"' in refused.content.decode()) == (422, True)
    assert "Hãy ghi văn bản của cơ quan" in refused.content.decode()
    page = client.post(where, typed | {"basis": BASIS}, follow=True).content.decode()
    assert f"Khi quá hạn từ 4 ngày, theo {BASIS}" in page
    assert "gửi thư trước 5 ngày" in client.get(f"{where}thu/").content.decode()

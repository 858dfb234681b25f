"""The first page of each role, the navigation, the commands above the rooms."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canbo.office.agenda import queries as agenda
from canbo.office.agenda.entries import Entry
from canbo.office.base.models import Account
from canbo.office.desk import serving
from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations import queries
from canbo.office.evaluations.queries import Pile
from canbo.office.people.access import Viewer
from canbo.office.people.models import Posting, Unit
from canbo.office.results.actions import answer
from tests.office.evaluations import month
from tests.office.results.test_after_publication import petition, published
from tests.town import Town

DAY = date(2026, 7, 21)


def titles(town: Town, key: str) -> list[tuple[str, date | None]]:
    return [(todo.what, todo.day) for todo in found(town, key)]


def found(town: Town, key: str, day: date = DAY) -> list[Entry]:
    return agenda.todos(Viewer(town.accounts[key], day))


def today(later: int = 0) -> date:
    return timezone.localdate() + timedelta(days=later)


def test_each_role_finds_its_own_work_in_the_order_of_deadlines(town: Town) -> None:
    month.opened(town)
    month.submit(town, "nam", "nam")
    month.submit(town, "hoa", "hoa")
    month.reviewed(town, "anh", "dung")
    assert titles(town, "nam") == []
    assert titles(town, "mai") == [
        ("Tự chấm điểm", date(2026, 7, 25)),
        ("Nhận xét, chấm điểm 2 phiếu", date(2026, 7, 28)),
    ]
    assert ("Quyết định xếp loại 1 phiếu", date(2026, 7, 31)) in titles(town, "lan")
    assert titles(town, "xa") == []
    assert titles(town, "quan_tri") == []


def test_what_waits_is_counted_as_the_list_of_it_has_it(town: Town) -> None:
    """Another's turn to review does not wait; a longer deadline of one sheet leaves the nearest; nobody decides on
    themselves."""
    month.opened(town)
    for key in ("nam", "hoa", "trang"):
        month.submit(town, key, key)
    month.reviewed(town, "anh", "dung")
    month.reviewed(town, "binh", "dung")
    evaluations.extend_sheet(
        actor=town.accounts["trang"], sheet=month.sheet(town, "anh"), step="decide", due=date(2026, 8, 9),
        reason="Đi công tác", today=month.DAY,
    )  # fmt: skip
    for key in ("lan", "mai", "trang"):
        viewer = Viewer(town.accounts[key], DAY)
        listed: dict[bool, list[Pile]] = {}
        for pile in queries.piles(viewer):
            listed.setdefault(pile.step == "review", []).append(pile)
        assert {
            todo.uid.startswith("review"): (todo.what.split()[-2], todo.day)
            for todo in agenda.todos(viewer)
            if todo.uid.startswith(("review-", "decide-"))
        } == {
            step: (str(sum(len(pile.sheets) for pile in piles)), min(pile.due for pile in piles if pile.due))
            for step, piles in listed.items()
        }
    decides = [row for row in titles(town, "lan") if "Quyết định" in row[0]]
    assert decides == [("Quyết định xếp loại 2 phiếu", date(2026, 7, 31))]


def test_whoever_petitioned_is_told_of_the_answer(town: Town) -> None:
    published(town, "nam")
    sent = petition(town)
    asked = [todo for todo in found(town, "lan") if todo.what == "Trả lời kiến nghị"]
    cycle = sent.decision.sheet.cycle.name
    assert [(todo.detail, todo.day) for todo in asked] == [(f"Phạm Quốc Nam, {cycle}", sent.answer_due)]
    assert "Trả lời kiến nghị" not in dict(titles(town, "nam"))
    answer(
        actor=town.accounts["lan"], person=town.persons["lan"], petition=sent, accepted=False, manner="writing",
        text="Đã đối chiếu sổ theo dõi.",
    )  # fmt: skip
    told = ("Xem trả lời kiến nghị", sent.decision.sheet.cycle.name)
    seen = [[(todo.what, todo.about) for todo in found(town, "nam", day)] for day in (today(), today(30))]
    assert [row.count(told) for row in seen] == [1, 0]


def test_an_officer_sees_what_is_late(town: Town) -> None:
    month.opened(town)
    what = "8 phiếu quá hạn, cần đôn đốc"
    assert what not in dict(titles(town, "trang"))
    after = found(town, "trang", date(2026, 7, 29))
    assert [(todo.what, todo.day) for todo in after if todo.what == what] == [
        ("8 phiếu quá hạn, cần đôn đốc", date(2026, 7, 25))
    ]


@pytest.mark.parametrize("key", ["duc", "khoa", "lan", "mai", "nam", "trang", "ha", "xa", "quan_tri"])
def test_everybody_has_a_first_page_and_every_entry_opens(town: Town, key: str) -> None:
    client = town.client(key)
    page = client.get("/")
    assert page.status_code == 200
    rail = page.content.decode().split('class="rail"')[1].split("</nav>")[0]
    entries = re.findall(r'<li><a href="([^"]+)"', rail)
    assert {url: client.get(url, follow=True).status_code for url in entries} == dict.fromkeys(entries, 200)


def test_the_first_page_asks_the_same_number_of_questions_whatever_waits(town: Town) -> None:
    """Five more while a cycle runs (deadlines, locks, extensions, counts), however many sheets it has."""
    client = town.client("trang")
    client.get("/")
    with CaptureQueriesContext(connection) as empty:
        client.get("/")
    month.opened(town)
    with CaptureQueriesContext(connection) as full:
        client.get("/")
    assert (len(empty), len(full)) == (24, 29)


def test_a_stranger_is_sent_to_log_in(town: Town) -> None:
    assert Client().get("/").headers["Location"].startswith("/tai-khoan/dang-nhap/")


def test_the_gallery_is_for_officers_and_administrators(town: Town) -> None:
    found = {
        key: town.client(key).get("/thu-vien-giao-dien/").status_code for key in ("trang", "quan_tri", "nam", "xa")
    }
    assert found == {"trang": 200, "quan_tri": 200, "nam": 404, "xa": 404}


@pytest.mark.django_db
def test_founding_a_body_gives_two_people_a_code_to_change() -> None:
    out = StringIO()
    call_command("found", "P-X", "Phường X", "--since", "01/07/2025", stdout=out)
    codes = dict(line.split()[:2] for line in out.getvalue().splitlines())
    assert sorted(codes) == ["quantri", "tochuc"]
    account = Account.objects.get(username="tochuc")
    assert (account.check_password(codes["tochuc"]), account.must_change) == (True, True)
    assert Unit.objects.get(code="P-X").is_agency
    with pytest.raises(CommandError, match="P-X"):
        call_command("found", "P-X", "Phường X", "--since", "01/07/2025", "--administrator", "a", "--officer", "b")
    with pytest.raises(CommandError, match="cần có mã"):
        call_command("found", " ", "Phường X", "--since", "01/07/2025", "--administrator", "a", "--officer", "b")
    assert Account.objects.count() == 2


def test_checks_of_the_trail_find_no_fault(town: Town) -> None:
    month.opened(town)
    out = StringIO()
    call_command("check", "distribution", "journal", "summaries", stdout=out)
    assert out.getvalue() == "distribution: không có lỗi\njournal: không có lỗi\nsummaries: không có lỗi\n"


def test_the_clock_seals_every_journal(town: Town) -> None:
    month.opened(town)
    call_command("tick", stdout=StringIO())
    out = StringIO()
    call_command("journal", "verify", stdout=out)
    assert re.fullmatch(r"Nhật ký của 3 cơ quan: nguyên vẹn; [1-9]\d* sự kiện .*, 0 chờ niêm phong\.\n", out.getvalue())


def test_two_families_do_not_share_a_data_folder() -> None:
    with serving.claim(), pytest.raises(serving.Busy, match="đang chạy"):
        serving.claim()


@pytest.mark.django_db
def test_the_demo_is_only_loaded_into_an_empty_database() -> None:
    Account.objects.create_user("ai-do", "mot-hai-ba-bon")
    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("demo")


def test_first_steps_are_for_those_who_can_take_them(town: Town) -> None:
    """An officer of units without people begins; one of a unit that has ended, and its people with it, does not."""
    who = Viewer(town.accounts["trang"], date(2026, 7, 1))
    assert not agenda.is_new(who, [])
    Posting.objects.update(valid_to=date(2025, 7, 1))
    assert agenda.is_new(who, [])
    Unit.objects.filter(code="MH-AB").update(valid_to=date(2025, 7, 1))
    assert not agenda.is_new(Viewer(town.accounts["trang"], date(2026, 7, 1)), [])

"""Attacks on pictures and reports: numbers asked twice to tell of one person, days and ids beyond any, units that are
somebody else's, arguments without sense."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from canbo.office.evaluations.models import State
from canbo.office.insight.models import Examination, Examined, SavedView
from canbo.office.insight.queries import ethnicity
from canbo.office.people.access import Viewer
from canbo.office.people.models import Grant, Post, Posting
from tests.office.evaluations.month import DAY
from tests.office.insight import examination as examples
from tests.office.profiles.record import put_all
from tests.office.regulations.adopted import make_officer
from tests.town import START, Town

HUGE = "1" + "0" * 30


@pytest.fixture
def recorded(town: Town) -> Town:
    """Two of the ward are of an ethnic minority; Binh, the third, came on the first of July."""
    put_all(
        town, *((key, "ethnicity", "Kinh") for key in ("mai", "dung", "lan", "trang")),
        *((key, "ethnicity", "Tày") for key in ("nam", "hoa", "binh")),
    )  # fmt: skip
    Posting.objects.filter(person=town.persons["binh"]).update(valid_from=date(2026, 7, 1))
    return town


def test_a_number_asked_twice_does_not_tell_of_who_came_between(recorded: Town) -> None:
    path = recorded.units["ward"].path
    asked = (date(2026, 6, 30), date(2026, 7, 1))
    told = {key: [ethnicity.told(Viewer(recorded.accounts[key]), path, day, 2) for day in asked]
            for key in ("lan", "trang", "khoa")}  # fmt: skip
    assert [(one.minority, one.exact) for one in told["lan"]] == [(2, False), (2, False)]
    assert {one.day for one in told["lan"]} == {date(2026, 1, 1)}
    for key in ("trang", "khoa"):
        assert [(one.minority, one.exact) for one in told[key]] == [(2, True), (3, True)]


def test_of_few_nothing_is_told_not_even_that_there_is_none(recorded: Town) -> None:
    lan, trang = (Viewer(recorded.accounts[key]) for key in ("lan", "trang"))
    economy = recorded.units["economy"].path  # Dung, Anh, Binh: two known
    assert ethnicity.told(trang, economy, date(2026, 6, 1), 2).minority is None
    assert ethnicity.told(lan, recorded.units["ward"].path, DAY, 5).minority is None
    put_all(recorded, ("binh", "religion", "Công giáo"))
    for key in ("lan", "trang"):
        page = recorded.client(key).get(reverse("insight:workforce", args=[recorded.units["ward"].pk]))
        assert not any(word in page.content.decode() for word in ("Tày", "Công giáo"))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2026-02-30", "-1", HUGE, "20260701"])
def test_a_day_beyond_any_breaks_no_picture(town: Town, day: str) -> None:
    pk, client = town.units["ward"].pk, town.client("trang")
    asked = {"ngay": day, "tu": day, "luot": "den", "ky": day, "muc": day, "doi-tuong": day, "tuoi": day}
    for name in ("workforce", "people", "reports", "ratings", "unit"):
        assert client.get(reverse(f"insight:{name}", args=[pk]), asked).status_code == 200, name
    for page in ("profiles:meeting", "profiles:judged", "structure:index"):
        assert client.get(reverse(page), asked).status_code == 200, page


def test_drill_down_reaches_no_other_unit_whatever_is_asked(town: Town) -> None:
    """Ids of the district, the school and none; a filter cannot widen what the address is about."""
    make_officer(town, "xa", "school")
    for name in ("behind", "people", "workforce", "reports", "ratings", "unit"):
        for unit in ("ward", "district"):
            where = reverse(f"insight:{name}", args=[town.units[unit].pk])
            asked = {"unit": str(town.units["school"].pk), "pk": str(town.units["school"].pk), "xuat": "xlsx"}
            assert town.client("xa").get(where, asked).status_code == 404, (name, unit)
    where = reverse("insight:people", args=[town.units["school"].pk])
    page = town.client("xa").get(where, {"unit": str(town.units["ward"].pk), "gioi": "F"}).content.decode()
    assert ("Lý Thị Xa" in page, "Đỗ Thị Hoa" in page) == (True, False)


def test_a_kept_view_is_nobody_elses_and_of_a_unit_lost_no_more(town: Town) -> None:
    lan = town.client("lan")
    where = reverse("insight:keep", args=[town.units["ward"].pk])
    lan.post(where, {"name": "Phường\x00 mình", "query": "ky=2026-07&next=//evil&xuat=xlsx&ky=" + "9" * 9000})
    row = SavedView.objects.get()
    assert (row.name, "evil" in row.query, len(row.query) < 100) == ("Phường mình", False, True)
    for name in ("kept", "drop"):
        answer = town.client("trang").post(reverse(f"insight:{name}", args=[row.pk]))
        assert answer.status_code in (404, 405), name
    assert SavedView.objects.count() == 1
    Posting.objects.filter(person=town.persons["lan"]).update(valid_to=date(2026, 1, 1))
    assert lan.get(reverse("insight:kept", args=[row.pk])).status_code == 404
    assert lan.get(where.replace("luu/", "")).status_code == 404


def test_an_examination_of_elsewhere_is_not_compared_with(ward: Town) -> None:
    """Who marked in two places: the head of one reads nothing of what was found in the other."""
    before, office = examples.examined(ward), ward.units["office"]
    levelled = examples.person(examples.LEVELLED, -1)
    later = Examination.objects.create(
        agency_id=before.agency_id, unit=office, starts=date(2027, 1, 1), ends=date(2027, 12, 31),
        settings=before.settings, cycles=1, sheets=10, job=0,
    )  # fmt: skip
    Examined.objects.create(
        agency_id=before.agency_id, examination=later, evaluator=levelled, path=office.path, people=10, sheets=10
    )
    asked = {"lan": str(later.pk), "so-voi": str(before.pk), "het": "1"}
    pages = [
        town.get(reverse("insight:evaluators"), asked).content.decode() for town in map(ward.client, ("mai", "lan"))
    ]
    told = f">{before.examined.get(evaluator=levelled).found} dấu hiệu<"
    assert [("không xem" in page, told in page) for page in pages] == [(True, False), (False, True)]


def test_who_marked_sees_of_a_unit_left_only_what_was_published(ward: Town) -> None:
    row = examples.examined(ward)
    who = examples.person(examples.LEVELLED, -1)
    who.account = ward.accounts["quan_tri"]
    who.save()
    where = reverse("insight:evidence", args=[row.examined.get(evaluator=who).pk, "spread"])
    assert ward.client("quan_tri").get(where).content.decode().count("Nguyễn o5 0") == 20
    first = State.objects.filter(sheet__person=examples.person(examples.LEVELLED, 3))
    State.objects.exclude(pk__in=first).update(stage="decided")
    assert ward.client("quan_tri").get(where).content.decode().count("Nguyễn o5 0") == 2
    assert ward.client("lan").get(where).content.decode().count("Nguyễn o5 0") == 20


def test_a_unit_in_which_nobody_ever_was_has_a_picture(town: Town) -> None:
    empty = examples.units(town, 1)[0]
    for name in ("workforce", "people", "reports", "ratings", "unit"):
        assert town.client("trang").get(reverse(f"insight:{name}", args=[empty.pk])).status_code == 200, name


@pytest.mark.parametrize(("asked", "said"), [
    ({"unit": "KHONG-CO"}, "Không có đơn vị"), ({"period": "2026-Q9"}, "không nói về kỳ"),
    ({"since": date(2027, 1, 1), "day": DAY}, "ở sau ngày của báo cáo"),
    ({"word": Path("/khong-co/bao-cao.docx")}, "Không ghi được"),
])  # fmt: skip
def test_arguments_without_sense_are_told(town: Town, asked: dict[str, object], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("report", "quarter", **{"unit": "MH-AB", **asked})


@pytest.mark.parametrize("argument", ["--day=0001-01-01", "--since=9999-12-31", "--day=31/12/2026", "--day="])
def test_days_no_report_is_of_are_refused(town: Town, argument: str) -> None:
    with pytest.raises(CommandError, match=r"argument --(day|since)"):
        call_command("report", "quarter", "--unit=MH-AB", argument)


def test_a_person_in_two_units_stands_once_in_each_list_of_people(town: Town) -> None:
    """Nam works in the office and, besides, in the other one and at the school: one person, in one place."""
    for unit in ("economy", "school"):
        post = Post.objects.filter(unit=town.units[unit])[0]
        town.persons["nam"].postings.create(post=post, kind="civil_servant", primary=False, valid_from=START)
    Grant.objects.create(account=town.accounts["trang"], role="officer", unit=town.units["school"], valid_from=START)
    client = town.client("trang")
    ward = reverse("insight:people", args=[town.units["ward"].pk])
    for page in (ward, reverse("profiles:index"), reverse("profiles:judged")):
        assert client.get(page).content.decode().count("Phạm Quốc Nam") == 1, page
    where = reverse("insight:people", args=[town.units["economy"].pk])
    assert "Phạm Quốc Nam" not in client.get(where).content.decode()

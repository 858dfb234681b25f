"""Standards: adopted from a day, the nearest unit's first; who meets them as of any day, counted as a report counts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Post
from canbo.office.people.queries.persons import Search
from canbo.office.profiles.actions import standards as acts
from canbo.office.profiles.models import StandardText, TitleMatch
from canbo.office.profiles.queries.meeting import Judged, chosen, counted, judged, report, rows
from canbo.office.profiles.queries.titles import titles
from canbo.office.profiles.sheets import standards as sheets
from tests.office.profiles.record import adopted_set, put_all
from tests.town import Town

DAY = date(2026, 11, 22)
SET = b"source: {number: X, in_force: 2026-01-01}\n"


def asked(town: Town, day: date = DAY, group: str = "") -> dict[str, Judged]:
    people = judged(chosen([town.units["ward"].path], day, Search(), group), day)
    keys = {person.pk: key for key, person in town.persons.items()}
    return {keys[one.place.person_id]: one for one in people}


def test_who_meets_who_lacks_and_who_is_not_known(town: Town) -> None:
    adopted_set(town, "district", "Chuyên viên: {education: university, political_theory: intermediate}")
    put_all(
        town, ("nam", "education", "university", date(2002, 6, 1)), ("nam", "political_theory", "intermediate"),
        ("hoa", "education", "college"), ("hoa", "political_theory", "advanced"), ("anh", "education", "university"),
    )  # fmt: skip
    found = asked(town)
    assert {key: one.outcome for key, one in found.items() if one.outcome != "none"} == {
        "nam": "meets", "hoa": "lacks", "anh": "unknown", "binh": "unknown",
    }  # fmt: skip
    assert found["hoa"].lacks == ["Trình độ chuyên môn: Đại học trở lên"]
    assert found["anh"].lacks == ["chưa rõ lý luận chính trị: trung cấp trở lên"]
    assert asked(town, date(2024, 12, 31))["nam"].outcome == "none"  # the set was not in force yet
    ward = town.units["ward"]
    below = list(ward.children.order_by("path"))
    people = counted(chosen([ward.path], DAY, Search(), ""), DAY, titles(DAY), [ward, *below])
    told = report(people)
    assert (told.people, told.counts, told.meets, told.female) == (
        10, Counter(meets=1, lacks=1, unknown=2, none=6), Fraction(1, 10), Fraction(6, 10),
    )  # fmt: skip
    assert told.lacks == [
        ("Trình độ chuyên môn: Đại học trở lên", 1, 1), ("Lý luận chính trị: Trung cấp trở lên", 0, 2),
    ]  # fmt: skip
    assert (told.judged, told.judged_share) == (4, Fraction(1, 4))
    parts = rows(ward, below, people)
    assert (parts[0].direct, sum(one.people for one in parts), sum((one.counts for one in parts), Counter())) == (
        True, told.people, told.counts,
    )  # fmt: skip
    theory = dict(told.scales)["Lý luận chính trị"]
    assert [(step.label, step.count, step.upwards) for step in theory] == [
        ("Cao cấp", 1, 1), ("Trung cấp", 1, 2), ("Sơ cấp", 0, 2), ("Chưa có", 0, None), ("Chưa rõ", 8, None),
    ]  # fmt: skip


def test_as_of_a_day_before_the_certificate_nobody_meets(town: Town) -> None:
    adopted_set(town, "ward", "Chuyên viên: {political_theory: intermediate}")
    put_all(town, ("nam", "political_theory", "intermediate", date(2026, 6, 1)))
    assert (asked(town, date(2026, 5, 31))["nam"].outcome, asked(town)["nam"].outcome) == ("lacks", "meets")


def test_key_cadres_are_counted_as_the_report_of_a_ward_counts_them(town: Town) -> None:
    adopted_set(town, "ward", "Bí thư Đảng ủy: {education: university}\n  Phó Bí thư Đảng ủy: {education: university}")
    Post.objects.exclude(title__in=["Bí thư Đảng ủy", "Phó Bí thư Đảng ủy"]).update(key=False)
    put_all(
        town, ("lan", "education", "university"), ("hung", "education", "master"),
        ("lan", "political_theory", "advanced"), ("hung", "political_theory", "intermediate"),
    )  # fmt: skip
    told = report(counted(chosen([town.units["ward"].path], DAY, Search(), "key"), DAY, titles(DAY)))
    advanced = dict(told.scales)["Lý luận chính trị"][0]
    assert (told.people, told.meets, told.female, advanced.share) == (2, Fraction(1), Fraction(1, 2), Fraction(1, 2))


def test_the_nearest_unit_counts_and_what_was_said_of_a_title_is_remembered(town: Town) -> None:
    ward, office = town.units["ward"], town.units["office"]
    adopted_set(town, "ward", "Chuyên viên: {education: university}")
    adopted_set(town, "office", "Chuyên viên: {education: master}")
    known = titles(DAY)
    bounds = {unit: known.of(town.units[unit].path, "Chuyên viên").standard for unit in ("office", "economy")}
    assert [str(one.requires[0].label) for one in bounds.values() if one] == [
        "Trình độ chuyên môn: Thạc sĩ trở lên", "Trình độ chuyên môn: Đại học trở lên",
    ]  # fmt: skip
    said = {"Chuyên viên tổ chức": "Chuyên viên", "Văn thư": ""}
    assert [acts.match(actor=town.accounts["trang"], unit=ward, said=said) for _ in range(2)] == [2, 0]
    acts.match(actor=town.accounts["trang"], unit=office, said={"Văn thư": "Chuyên viên"})
    known = titles(DAY)
    assert known.of(ward.path, "Văn thư").exempt is True
    assert known.of(office.path, "Văn thư").standard == bounds["office"]
    assert known.of(office.path, "Chuyên viên tổ chức").standard == bounds["office"]
    assert known.of(office.path, "Chánh Văn phòng").standard is None


def test_a_set_holds_between_its_days_and_until_it_is_ended(town: Town) -> None:
    row = adopted_set(town, "ward", "Chuyên viên: {education: university}")
    late = acts.keep(
        actor=town.accounts["trang"], unit=town.units["ward"],
        found=sheets.read(sheets.set_table(None), "a.xlsx", "Văn bản mới", date(2026, 7, 1), None),
    )  # fmt: skip
    with pytest.raises(ActionError, match="chưa áp dụng"):
        acts.end(actor=town.accounts["trang"], text=late, day=DAY, reason="")
    with pytest.raises(ActionError, match="đã áp dụng rồi"):
        acts.adopt(actor=town.accounts["trang"], text=row)
    with pytest.raises(ActionError, match="Hãy chọn ngày từ đó"):
        acts.end(actor=town.accounts["trang"], text=row, day=date(2020, 1, 1), reason="x")
    acts.end(actor=town.accounts["trang"], text=row, day=DAY, reason="Có quy định mới")
    assert [len(titles(day).sets) for day in (date(2024, 12, 31), date(2026, 11, 21), DAY)] == [0, 1, 0]
    for who in ("lan", "nam", "ha", "khoa"):
        with pytest.raises(NotTheirs):
            acts.adopt(actor=town.accounts[who], text=late)
    with pytest.raises(DatabaseError, match="is a record"), transaction.atomic():
        StandardText.objects.update(content="{}")


def test_a_title_without_requirements_says_so_and_nobody_meets_it(town: Town) -> None:
    adopted_set(town, "ward", "Chuyên viên:")
    assert (asked(town)["nam"].outcome, asked(town)["nam"].lacks) == (
        "unknown", ["chưa rõ chức danh chưa có tiêu chuẩn nào"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.yaml", SET + b"titles: {a: {label: A, requires: {educatoin: b}}}", "tiêu chuẩn lạ"),
        ("a.yaml", b"\xff\xfe", "UTF-8"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", ""),
    ],
)  # fmt: skip
def test_a_file_that_is_no_set_is_refused_with_its_place(town: Town, name: str, data: bytes, told: str) -> None:
    form = {
        "unit": town.units["ward"].pk,
        "file": SimpleUploadedFile(name, data),
        "number": "1",
        "in_force": "01/01/2026",
    }
    page = town.client("trang").post(reverse("profiles:standard_upload"), form)
    assert (page.status_code, told in page.content.decode(), StandardText.objects.count()) == (422, True, 0)


def test_pages_from_template_to_the_person(town: Town, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = town.client("trang")
    mould = client.get(reverse("profiles:standard_template", args=["xlsx"])).content
    form = {
        "unit": town.units["ward"].pk, "file": SimpleUploadedFile("tc.xlsx", mould), "number": "01-QĐ/ĐU",
        "in_force": "01/01/2026",
    }  # fmt: skip
    where = client.post(reverse("profiles:standard_upload"), form).headers["Location"]
    assert "Chưa áp dụng" in client.get(where).content.decode()
    client.post(f"{where}ap-dung/")
    chair = {"post": ["Bí thư Đảng ủy", "Chức không còn"], "title": ["Chủ tịch Ủy ban nhân dân", "-"]}
    client.post(f"{reverse('profiles:titles')}?unit={town.units['ward'].pk}", chair)
    assert [(row.post_title, row.title) for row in TitleMatch.objects.all()] == [
        ("Bí thư Đảng ủy", "Chủ tịch Ủy ban nhân dân")
    ]
    put_all(town, ("lan", "education", "university"), ("lan", "political_theory", "basic"))
    with django_assert_num_queries(11):
        page = client.get(reverse("profiles:meeting"))
    assert page.context["report"].counts == Counter(lacks=1, none=9)
    listed = client.get(reverse("profiles:judged"), {"lack": "Lý luận chính trị: Cao cấp trở lên"})
    assert [one.place.person.full_name for one in listed.context["page"]] == ["Trần Thị Lan"]
    assert client.get(reverse("profiles:judged"), {"xuat": "xlsx"}).status_code == 200
    shares = client.get(reverse("profiles:meeting"), {"xuat": "xlsx"}).content
    lines = {row[1]: row[2:] for row in openpyxl.load_workbook(BytesIO(shares)).active.iter_rows(values_only=True)}
    assert lines["Trực thuộc Phường An Bình"] == (2, 1, 0, 1, 0, 1)
    why = client.get(reverse("profiles:why", args=[town.persons["lan"].pk])).content.decode()
    assert "có lý luận chính trị cao cấp trở lên" in why
    again = sheets.read(client.get(f"{where}?xuat=xlsx").content, "a.xlsx", "01-QĐ/ĐU", date(2026, 1, 1), None)
    assert list(again.titles) == ["Chủ tịch Ủy ban nhân dân"]

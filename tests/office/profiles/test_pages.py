"""The pages of records: the list, one person's, entries one by one, the sensitive part, the import through HTTP."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.profiles.models import ProfileEntry, SensitiveRead
from canbo.office.profiles.queries.standing import standing
from tests.office.profiles.record import put_all, sheet
from tests.town import Town


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_the_highest_of_each_and_counts_its_queries(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    people = ("nam", "hoa", "binh")[:count]
    put_all(
        town, *((key, "education", "university") for key in people), *((key, "education", "master") for key in people)
    )
    client = town.client("trang")
    with django_assert_num_queries(9):
        page = client.get(reverse("profiles:index")).content.decode()
    assert page.count(">Thạc sĩ<") == count
    lacking = client.get(reverse("profiles:index"), {"lacks": "education"}).content.decode()
    assert f"{10 - count} người" in lacking


def test_an_entry_is_put_corrected_and_withdrawn_through_pages(town: Town) -> None:
    client, nam = town.client("trang"), town.persons["nam"]
    given = {"text": "advanced", "day": "30/06/2016", "detail": "Học viện", "paper": "Bằng 12"}
    client.post(reverse("profiles:record_add", args=[nam.pk, "political_theory"]), given)
    entry = ProfileEntry.objects.get()
    client.post(reverse("profiles:entry_correct", args=[entry.pk]), given | {"text": "intermediate"})
    assert [(one.text, one.day, one.paper) for one in standing([nam.pk], ["political_theory"])] == [
        ("intermediate", date(2016, 6, 30), "Bằng 12")
    ]
    page = client.get(reverse("profiles:record", args=[nam.pk])).content.decode()
    assert ("lịch sử (2)" in page, "đã sửa" in page, "Bằng 12" in page) == (True, True, True)
    last = ProfileEntry.objects.latest("pk")
    assert client.post(reverse("profiles:entry_withdraw", args=[last.pk]), {"reason": ""}).status_code == 422
    client.post(reverse("profiles:entry_withdraw", args=[last.pk]), {"reason": "Nhập nhầm"})
    assert standing([nam.pk], ["political_theory"]) == []
    assert client.get(reverse("profiles:entry_correct", args=[last.pk])).status_code == 404


def test_the_sensitive_part_is_shown_after_a_reason_and_nowhere_else(town: Town) -> None:
    nam = town.persons["nam"]
    put_all(town, ("nam", "ethnicity", "Tày"), ("nam", "discipline", "Khiển trách"))
    officer, where = town.client("trang"), reverse("profiles:sensitive", args=[nam.pk])
    for page in (officer.get(reverse("profiles:record", args=[nam.pk])), officer.get(where)):
        assert "Tày" not in page.content.decode()
        assert "Khiển trách" not in page.content.decode()
    assert officer.post(where, {"keys": ["ethnicity"], "why": ""}).status_code == 422
    shown = officer.post(where, {"keys": ["ethnicity"], "why": "Lập quy hoạch"})
    assert ("Tày" in shown.content.decode(), "Khiển trách" in shown.content.decode()) == (True, False)
    assert "no-store" in shown.headers["Cache-Control"]
    assert SensitiveRead.objects.get().why == "Lập quy hoạch"
    own = town.client("nam").get(where).content.decode()
    assert ("Tày" in own, "Khiển trách" in own, SensitiveRead.objects.count()) == (True, True, 1)
    auditor = town.client("khoa").post(reverse("profiles:sensitive_file"), {"keys": ["discipline"], "why": "Kiểm tra"})
    assert auditor.headers["Content-Type"].endswith("sheet")
    assert SensitiveRead.objects.filter(field="discipline").count() == 11  # the auditor read no other of themselves
    listed = officer.get(reverse("profiles:index"), {"xuat": "xlsx"})
    assert listed.status_code == 200


def test_a_file_comes_in_through_pages(town: Town) -> None:
    client = town.client("trang")
    rows = [(town.persons["nam"].code, "Phạm Quốc Nam", "Đại học", "01/06/2002", "Tày", "")]
    file = SimpleUploadedFile("ho-so.xlsx", sheet(*rows))
    where = client.post(reverse("profiles:imports"), {"unit": town.units["ward"].pk, "file": file}).headers["Location"]
    shown = client.get(where)
    assert "Tày" not in shown.content.decode()
    client.post(f"{where}ghi/", {"digest": shown.context["plan"].digest})
    assert jobs.perform(Job.objects.get()).state == "done"
    assert "1 người có thay đổi, ghi 2 mục" in client.get(where).content.decode()

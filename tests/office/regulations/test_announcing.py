"""Announcements: to everybody bound, read once, and who has not is known to those who follow it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.people.access import Viewer
from canbo.office.regulations import actions, receipts
from canbo.office.regulations.models import Announcement, Receipt
from tests.town import START, Town

PDF = b"%PDF-1.7 noi dung"
ADDRESSED = {"lan", "hung", "mai", "nam", "hoa", "trang", "ha", "dung", "anh", "binh"}


def announced(town: Town, unit: str = "ward", title: str = "Kế hoạch đánh giá", **more: Any) -> Announcement:
    return actions.announce(
        actor=town.accounts["trang"], unit=town.units[unit], title=title, body="Mọi người đọc kỹ.", **more
    )


def test_everybody_below_gets_it_and_nobody_else(town: Town) -> None:
    row = announced(town)
    page = reverse("regulations:announcement", args=[row.pk])
    got = {key for key in (*town.persons, "quan_tri") if town.client(key).get(page).status_code == 200}
    assert got == ADDRESSED | {"duc", "khoa"}
    unread = {key for key in town.persons if row in receipts.unread_by(Viewer(town.accounts[key]))}
    assert unread == ADDRESSED


def test_reading_is_recorded_once(town: Town) -> None:
    row = announced(town)
    client, url = town.client("nam"), reverse("regulations:acknowledge", args=[row.pk])
    client.post(url)
    client.post(url)
    assert list(Receipt.objects.values_list("person__full_name", flat=True)) == ["Phạm Quốc Nam"]
    assert Event.objects.filter(verb="regulations.read").count() == 1
    assert row not in receipts.unread_by(Viewer(town.accounts["nam"]))
    with pytest.raises(ActionError, match="không gửi cho bạn"):
        actions.acknowledge(actor=town.accounts["khoa"], announcement=row)
    assert town.client("xa").post(url).status_code == 404


def test_who_has_not_read_per_unit(town: Town) -> None:
    row = announced(town)
    for key in ("nam", "dung"):
        actions.acknowledge(actor=town.accounts[key], announcement=row)
    rows = receipts.readers(row, START.replace(year=2026))
    assert [(one.unit, one.read, one.people) for one in receipts.tallies(rows)] == [
        ("Phường An Bình", 0, 2), ("Văn phòng", 1, 5), ("Phòng Kinh tế", 1, 3),
    ]  # fmt: skip
    page = reverse("regulations:announcement", args=[row.pk])
    shown = town.client("trang").get(page).content.decode()
    assert "2/10" in shown
    assert "Hoàng Ngọc Ánh" in shown
    assert "Phạm Quốc Nam" not in shown
    assert "Hoàng Ngọc Ánh" not in town.client("nam").get(page).content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(town.client("trang").get(page, {"xuat": "xlsx"}).content)).active
    assert sheet is not None
    names = {
        line[0].value: line[3].value for line in sheet.iter_rows() if line[0].value in ("Phạm Quốc Nam", "Đỗ Thị Hoa")
    }
    assert names["Đỗ Thị Hoa"] == "Chưa đọc"
    assert names["Phạm Quốc Nam"] != "Chưa đọc"


def test_only_officers_announce_with_a_file_that_is_what_it_says(town: Town) -> None:
    with pytest.raises(ActionError, match="Chỉ cán bộ tổ chức"):
        actions.announce(actor=town.accounts["mai"], unit=town.units["office"], title="A", body="B")
    with pytest.raises(ActionError, match=r"không phải là \.pdf"):
        announced(town, file=("ke-hoach.pdf", b"<html>"))
    assert Announcement.objects.count() == 0
    client = town.client("trang")
    form = {
        "unit": town.units["office"].pk, "title": "Kế hoạch", "body": "Đọc kỹ",
        "file": SimpleUploadedFile("kế hoạch.pdf", PDF, "application/pdf"),
    }  # fmt: skip
    answer = client.post(reverse("regulations:announce"), form)
    row = Announcement.objects.get()
    assert answer.headers["Location"] == reverse("regulations:announcement", args=[row.pk])
    file = reverse("regulations:announcement_file", args=[row.pk])
    assert town.client("nam").get(file).content == PDF
    for key in ("dung", "xa", "quan_tri"):
        assert town.client(key).get(file).status_code == 404
    refused = client.post(reverse("regulations:announce"), form | {"title": "", "file": ""})
    assert (refused.status_code, "Đọc kỹ" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_any_number(town: Town, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        row = announced(town, title=f"Thông báo thử {number}")
        for key in ("nam", "hoa", "mai")[:count]:
            actions.acknowledge(actor=town.accounts[key], announcement=row)
    client = town.client("trang")
    with django_assert_num_queries(7):
        assert client.get(reverse("regulations:announcements")).content.decode().count("Thông báo thử ") == count
    with django_assert_num_queries(9):
        client.get(reverse("regulations:announcement", args=[row.pk]))

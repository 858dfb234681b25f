"""Headcount assigned against actual as of any day; proposals to arrange people with what stands beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Posting
from canbo.office.talent import structure_sheets as sheets
from canbo.office.talent.actions import structure as acts
from canbo.office.talent.models import Arrangement, Headcount
from canbo.office.talent.queries.arrangement import beside, cases
from canbo.office.talent.queries.structure import Structure, structure
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.office.profiles.record import adopted_set, put_all
from tests.office.talent.arranged import assigned, proposed
from tests.town import Town

NOW = date(2026, 11, 22)


def told(found: Structure) -> dict[str, tuple[int | None, int, str]]:
    return {line.unit.name: (line.total.assigned, line.total.actual, line.total.word) for line in found.lines}


def test_over_under_and_not_assigned_as_of_a_day(town: Town) -> None:
    assigned(town, ("office", "civil_servant", 3), ("office", "contract_worker", 2), ("economy", "civil_servant", 4))
    assigned(town, ("economy", "civil_servant", 2), day=date(2026, 7, 1), document="QĐ 02")
    found = structure([town.units["ward"].path], NOW)
    office = next(line for line in found.lines if line.unit == town.units["office"])
    assert [(cell.kind, cell.assigned, cell.actual, cell.over) for cell in office.cells if cell.shown] == [
        ("civil_servant", 3, 4, 1), ("contract_worker", 2, 1, -1),
    ]  # fmt: skip
    assert told(found) == {
        "Phường An Bình": (None, 2, "chưa giao"), "Văn phòng": (5, 5, "đủ"), "Phòng Kinh tế": (2, 3, "vượt 1"),
    }  # fmt: skip
    assert (found.total.assigned, found.total.actual, found.total.unassigned, found.total.over) == (7, 10, 2, 1)
    assert told(structure([town.units["ward"].path], date(2026, 6, 30)))["Phòng Kinh tế"] == (4, 3, "thiếu 1")
    assert told(structure([town.units["ward"].path], date(2025, 12, 31)))["Phòng Kinh tế"] == (None, 3, "chưa giao")


def test_part_time_people_are_counted_with_their_own_number(town: Town) -> None:
    Posting.objects.filter(person=town.persons["ha"]).update(kind="part_time")
    assigned(town, ("office", "part_time", 0))
    cells = {cell.kind: cell for line in structure([town.units["office"].path], NOW).lines for cell in line.cells}
    assert (cells["part_time"].word, "contract_worker" in cells) == ("vượt 1", False)


def test_headcount_is_a_record_and_only_the_officer_assigns(town: Town) -> None:
    assert [assigned(town, ("office", "civil_servant", 4)) for _ in range(2)] == [1, 0]
    with pytest.raises(DatabaseError, match="is a record"), transaction.atomic():
        Headcount.objects.update(number=9)
    for who in ("lan", "nam", "ha", "khoa", "xa"):
        with pytest.raises(NotTheirs):
            assigned(town, ("office", "civil_servant", 5), by=who)
    with pytest.raises(NotTheirs):
        assigned(town, ("office", "civil_servant", 5), ("school", "public_employee", 5))
    with pytest.raises(ActionError, match="không tồn tại"):
        assigned(town, ("office", "civil_servant", 5), day=date(2019, 1, 1))
    assert Headcount.objects.count() == 1


def test_the_table_takes_the_same_queries_for_one_unit_and_for_all(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assigned(town, ("office", "civil_servant", 4), ("economy", "civil_servant", 4))
    for top in ("office", "district"):
        with django_assert_num_queries(3):
            structure([town.units[top].path], NOW)


def file(*rows: tuple[str, ...]) -> bytes:
    head = [TableColumn(title) for title in ("Mã đơn vị", "Đơn vị", "Công chức", "Người hoạt động không chuyên trách")]
    return write_table(Table("Biên chế", head, rows))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("MH-AB-XX", "Văn phòng", "4", ""), "hàng 2: không có đơn vị mã “MH-AB-XX”"),
        (("MH-AB-VP", "Phòng Kinh tế", "4", ""), "hàng 2: không có đơn vị mã “MH-AB-VP” tên “Phòng Kinh tế”"),
        (("MH-AB-VP", "Văn phòng", "bốn", ""), "hàng 2, cột C: “bốn” không phải số người"),
        (("MH-AB-VP", "Văn phòng", "", "-1"), "hàng 2, cột D"),
        (("HS", "Trường Tiểu học Hoa Sen", "3", ""), "không có đơn vị mã “HS”"),
    ],
)
def test_a_file_is_refused_by_row_and_column(town: Town, row: tuple[str, ...], said: str) -> None:
    data = SimpleUploadedFile("bc.xlsx", file(row, ("MH-AB-KT", "Phòng Kinh tế", "3", "")))
    form = {"unit": town.units["ward"].pk, "day": "01/01/2026", "document": "QĐ 01", "file": data}
    page = town.client("trang").post(reverse("structure:upload"), form)
    assert (page.status_code, Headcount.objects.count()) == (422, 0)
    assert said in page.content.decode()


def test_a_file_goes_in_and_the_table_comes_out(town: Town) -> None:
    client = town.client("trang")
    data = SimpleUploadedFile(
        "bc.xlsx", file(("MH-AB-VP", "văn phòng", "4", "1"), ("MH-AB-KT", "Phòng Kinh tế", "3", ""))
    )
    form = {"unit": town.units["ward"].pk, "day": "01/01/2026", "document": "QĐ 01", "file": data}
    assert client.post(reverse("structure:upload"), form).status_code == 302
    assert sorted(Headcount.objects.values_list("unit__code", "kind", "number")) == [
        ("MH-AB-KT", "civil_servant", 3), ("MH-AB-VP", "civil_servant", 4), ("MH-AB-VP", "part_time", 1),
    ]  # fmt: skip
    assert client.get(reverse("structure:index"), {"xuat": "xlsx"}).status_code == 200
    page = client.get(reverse("structure:unit", args=[town.units["office"].pk])).content.decode()
    assert "thiếu 1" in page
    assert sheets.template([town.units["office"]])[:2] == b"PK"


def test_a_proposal_stands_beside_record_grades_and_standard(town: Town) -> None:
    adopted_set(town, "ward", "Phó Trưởng phòng: {education: university, political_theory: intermediate}")
    put_all(town, ("nam", "education", "university"))
    row = proposed(town)
    assert (row.from_unit, row.from_title) == (town.units["office"], "Chuyên viên")
    found = beside(row.person, row.unit.path, row.title, NOW)
    assert found.answer is not None
    assert [(lack.key, lack.known) for lack in found.answer.lacks] == [("political_theory", False)]
    assert [one.field.key for _, fields in found.record for one in fields] == ["education"]
    page = town.client("trang").get(reverse("structure:arrangement", args=[row.pk])).content.decode()
    assert ("Đại học" in page, "Chưa rõ" in page, "Ghi quyết định" in page) == (True, True, True)


def test_a_proposal_ends_once_and_an_agreement_has_its_paper(town: Town) -> None:
    row, officer = proposed(town), town.accounts["trang"]
    with pytest.raises(ActionError, match="Đã có đề xuất này"):
        proposed(town)
    said: dict[str, Any] = {"authority": "Ban Thường vụ", "day": NOW, "reason": ""}
    with pytest.raises(ActionError, match="văn bản"):
        acts.decide(actor=officer, row=row, agreed=True, document=" ", **said)
    with pytest.raises(ActionError, match="lý do"):
        acts.decide(actor=officer, row=row, agreed=False, document="", **said)
    acts.decide(actor=officer, row=row, agreed=True, document="QĐ 15", **said)
    for act in (
        lambda: acts.drop(actor=officer, row=row, reason="Thôi"),
        lambda: acts.decide(actor=officer, row=row, agreed=True, document="QĐ 16", **said),
    ):
        with pytest.raises(ActionError, match="đã có quyết định"):
            act()
    assert cases([row])[0].state == "agreed"
    assert Posting.objects.filter(person=row.person).count() == 1
    page = town.client("trang").get(reverse("structure:arrangement", args=[row.pk])).content.decode()
    assert "Ghi vị trí mới" in page


def test_nobody_proposes_themselves_or_sees_a_proposal_about_them_before_its_decision(town: Town) -> None:
    with pytest.raises(ActionError, match="cho chính mình"):
        proposed(town, "trang")
    for who in ("lan", "khoa", "nam", "xa"):
        with pytest.raises(NotTheirs):
            proposed(town, by=who)
    row = proposed(town, "dung", "office")
    where = reverse("structure:arrangement", args=[row.pk])
    assert [town.client(who).get(where).status_code for who in ("dung", "lan", "anh")] == [404, 200, 404]
    acts.drop(actor=town.accounts["trang"], row=row, reason="Nhầm")
    assert Arrangement.objects.count() == 1
    assert cases([row])[0].word == "Đã rút"

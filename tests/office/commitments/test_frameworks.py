"""Competency frameworks: from Excel with every wrong row named, all or nothing; the nearest unit, the newest day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.commitments import actions, queries
from canbo.office.commitments.models import CommitmentText, Framework, FrameworkImport
from canbo.office.commitments.spreadsheets import framework_table, framework_template, read_frameworks
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.office.commitments import year
from tests.office.regulations import adopted
from tests.town import Town

TITLES = ("Vị trí việc làm", "Nhóm năng lực", "Năng lực", "Mức yêu cầu", "Mô tả")
ROWS = [
    ("Chuyên viên", "Năng lực chung", "Soạn thảo văn bản", "3", "Soạn đúng thể thức"),
    ("", "Năng lực chung", "Giao tiếp", "2", ""),
    ("Chánh Văn phòng", "Năng lực quản lý", "Điều phối", "4", "Phân công rõ việc"),
]
FROM = date(2026, 1, 1)


def file(*rows: tuple[str, ...], titles: tuple[str, ...] = TITLES) -> bytes:
    return write_table(Table("KNL", [TableColumn(title) for title in titles], rows))


def imported(
    town: Town, *, unit: str = "ward", by: str = "trang", rows: Any = ROWS, day: date = FROM
) -> FrameworkImport:
    entry = actions.upload_frameworks(
        actor=town.accounts[by], unit=town.units[unit], valid_from=day, name="knl.xlsx", data=file(*rows)
    )
    actions.carry_out(actor=town.accounts[by], entry=entry)
    return entry


def found(town: Town, unit: str, title: str, day: date = year.DAY) -> list[str]:
    row = queries.Frameworks.of([town.units[unit].path], day).find(town.units[unit].path, title)
    return [one["name"] for one in row.items] if row else []


def test_a_file_becomes_one_framework_a_position(town: Town) -> None:
    entry = imported(town)
    assert list(Framework.objects.order_by("id").values_list("title", "valid_from")) == [
        ("Chuyên viên", FROM), ("Chánh Văn phòng", FROM),
    ]  # fmt: skip
    assert Framework.objects.get(title="Chuyên viên").items[0] == {
        "group": "Năng lực chung", "name": "Soạn thảo văn bản", "level": "3", "description": "Soạn đúng thể thức",
    }  # fmt: skip
    assert actions.carry_out(actor=town.accounts["trang"], entry=entry) == 2
    assert Framework.objects.count() == 2
    assert found(town, "office", "CHUYÊN VIÊN") == ["Soạn thảo văn bản", "Giao tiếp"]
    again = read_frameworks(framework_table(Framework.objects.order_by("id")), "a.xlsx")
    assert [(one.title, one.items) for one in again.positions] == [
        (row.title, row.items) for row in Framework.objects.order_by("id")
    ]
    assert read_frameworks(framework_template(), "a.xlsx").problems == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("Chuyên viên", "", "", "3", "x"), "Hàng 5: chưa có tên năng lực. Hãy điền cột Năng lực, hoặc xóa dòng."),
        (("Chuyên viên", "", "giao  tiếp", "", ""), "Hàng 5: năng lực “giao tiếp” đã có ở vị trí “Chuyên viên”."),
        (("Chuyên viên", "", "Tin học", "", "a" * 1001), "Hàng 5: cột Mô tả dài hơn 1000 ký tự. Hãy viết gọn lại."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_taken(town: Town, row: tuple[str, ...], problem: str) -> None:
    entry = actions.upload_frameworks(
        actor=town.accounts["trang"], unit=town.units["ward"], valid_from=FROM, name="a.xlsx", data=file(*ROWS, row)
    )
    shown = town.client("trang").get(year.url("framework_import", entry.pk)).content.decode()
    assert problem in shown
    with pytest.raises(ActionError, match="Tệp còn 1 lỗi"):
        actions.carry_out(actor=town.accounts["trang"], entry=entry)
    assert Framework.objects.count() == 0


def test_files_that_hold_no_frameworks_are_refused(town: Town) -> None:
    given: dict[str, Any] = {"actor": town.accounts["trang"], "unit": town.units["ward"], "valid_from": FROM}
    for name, data, told in (
        ("a.xlsx", file(("x", "y"), titles=("Họ tên", "Tuổi")), "Không tìm thấy hàng tiêu đề"),
        ("a.pdf", b"%PDF-1.7", ""),
        ("a.xlsx", b"khong phai", "không phải là .xlsx"),
    ):
        with pytest.raises(ActionError, match=told or None):
            actions.upload_frameworks(name=name, data=data, **given)
    assert read_frameworks(file(("", "", "Giao tiếp", "", "")), "a.xlsx").problems == (
        "Hàng 2: chưa có vị trí việc làm. Hãy điền cột Vị trí việc làm.",
    )


def test_the_nearest_unit_and_the_newest_day_hold(town: Town) -> None:
    adopted.make_officer(town, "khoa", "district")
    imported(town, unit="district", by="khoa", rows=[("Chuyên viên", "", "Của quận", "", "")])
    assert found(town, "office", "Chuyên viên") == ["Của quận"]
    imported(town, rows=[("Chuyên viên", "", "Của phường", "", "")])
    imported(town, rows=[("Chuyên viên", "", "Từ tháng ba", "", "")], day=date(2026, 3, 1))
    assert found(town, "office", "Chuyên viên") == ["Của phường"]
    assert found(town, "office", "Chuyên viên", date(2026, 3, 1)) == ["Từ tháng ba"]
    with pytest.raises(ActionError, match="Đã có khung năng lực của một trong các vị trí này từ ngày 01/03/2026"):
        imported(town, rows=[("Chuyên viên", "", "Lần nữa", "", "")], day=date(2026, 3, 1))
    actions.end_framework(
        actor=town.accounts["trang"], framework=Framework.objects.get(valid_from=FROM, unit=town.units["ward"]),
        day=date(2026, 2, 1), reason="Thay khung",
    )  # fmt: skip
    assert found(town, "office", "Chuyên viên", date(2026, 2, 1)) == ["Của quận"]


def test_only_the_officer_of_the_unit_brings_and_ends_them(town: Town) -> None:
    entry = imported(town)
    row = Framework.objects.order_by("id")[0]
    for stranger in ("lan", "nam", "ha", "khoa", "quan_tri", "xa"):
        with pytest.raises(NotTheirs):
            imported(town, by=stranger)
        with pytest.raises(NotTheirs):
            actions.end_framework(actor=town.accounts[stranger], framework=row, day=FROM, reason="x")
        client = town.client(stranger)
        assert client.get(year.url("framework_import", entry.pk)).status_code == 404
        assert client.get(year.url("framework_end", row.pk)).status_code == 404
    seen = {key for key in town.accounts if town.client(key).get(year.url("framework", row.pk)).status_code == 200}
    assert seen == set(town.accounts) - {"xa", "quan_tri"}


def test_an_officer_uploads_looks_and_lets_it_hold(town: Town) -> None:
    trang = town.client("trang")
    upload = SimpleUploadedFile("knl.xlsx", file(*ROWS))
    given = {"unit": town.units["ward"].pk, "valid_from": "01/01/2026", "file": upload}
    shown = trang.post(year.url("framework_upload"), given, follow=True)
    assert "2 vị trí, 3 năng lực" in shown.content.decode()
    assert Framework.objects.count() == 0
    done = trang.post(shown.redirect_chain[-1][0], follow=True).content.decode()
    assert "Đã nhập khung năng lực" in done
    assert "Chánh Văn phòng" in done
    listed = trang.get(year.url("frameworks"), {"q": "chánh"}).content.decode()
    assert "Chuyên viên" not in listed.split("<main")[1].split("<tbody>")[1]
    book = trang.get(year.url("frameworks"), {"xuat": "xlsx"}).content
    assert len(read_frameworks(book, "a.xlsx").positions) == 2


def test_a_round_may_begin_with_what_the_framework_asks(town: Town) -> None:
    adoption = year.adopt(town)
    year.opened(town, adoption=adoption, unit=town.units["economy"])
    item = year.case(town, "anh").form.items[0]
    imported(town, rows=[("Chuyên viên", "", item.label, "3", "Gương mẫu trước dân")])
    year.opened(town, adoption=adoption, prefill="framework")
    nam = CommitmentText.objects.get(commitment=year.of(town, "nam"))
    assert nam.items == [{"key": item.key, "text": "Gương mẫu trước dân"}]
    assert CommitmentText.objects.get(commitment=year.of(town, "lan")).items == []

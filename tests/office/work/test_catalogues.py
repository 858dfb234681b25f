"""Catalogues: read from Excel exactly or refused by row and column, never two at once, ended by a row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from canbo.office.base.errors import ActionError
from canbo.office.work.actions import catalogues, importing
from canbo.office.work.actions.catalogues import Said
from canbo.office.work.catalogue_file import Entry, read
from canbo.office.work.models import Catalogue, CatalogueEnd, CatalogueImport, Product
from canbo.office.work.queries.catalogues import in_force
from tests.office.regulations import adopted
from tests.office.work.month import SAID, catalogue
from tests.office.work.test_pages import workbook
from tests.town import Town

DIRECT = ("Mã", "Tên sản phẩm", "Hệ số quy đổi")


def problems(rows: list[tuple[Any, ...]], titles: tuple[str, ...] = DIRECT, divisor: int | None = None) -> list[str]:
    return [str(one) for one in read(workbook(rows, titles), "a.xlsx", divisor).problems]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (-1, "hệ số -1 không lớn hơn 0"),
        (0, "hệ số 0 không lớn hơn 0"),
        ("cao", "“cao” không phải là số"),
        ("1e3", "“1e3” không phải"),
        ("1.234,5", "không phải là số"),
        (0.33333, "quá bốn chữ số thập phân"),
        ("0,33333", "quá bốn chữ số thập phân"),
        (True, "không phải là số"),
        ("NaN", "không phải"),
    ],
)
def test_a_coefficient_that_is_none_is_refused_by_row_and_column(cell: object, told: str) -> None:
    (found,) = problems([("A", "Tốt", 1), ("B", "Sai", cell)])
    assert found.startswith("Dòng 3, cột C: ")
    assert told in found
    assert "Hãy" in found


@pytest.mark.parametrize(
    ("cell", "stored"), [(0.3, 3_000), ("0,3", 3_000), (4.5, 45_000), ("1.0001", 10_001), (0.1 + 0.2, 3_000)]
)
def test_a_coefficient_is_stored_exactly(cell: object, stored: int) -> None:
    reading = read(workbook([("A", "Tốt", cell)], DIRECT), "a.xlsx", None)
    assert [entry.coefficient for entry in reading.entries] == [stored]


def test_points_are_divided_exactly_or_refused() -> None:
    titles = ("Mã", "Sản phẩm, công việc", "Điểm", "Hệ số")
    assert problems([("A", "Một", 38, ""), ("B", "Hai", 38, 7.6)], titles, 500) == []
    (wrong,) = problems([("A", "Một", 38, 7.5)], titles, 500)
    assert "hệ số 7,5 khác 38 chia 5 là 7,6" in wrong
    (inexact,) = problems([("A", "Một", 1, "")], titles, 300)
    assert "1 chia 3 có quá bốn chữ số thập phân" in inexact
    assert "thiếu điểm" in problems([("A", "Một", "", 7)], titles, 500)[0]
    assert "điểm -5 không lớn hơn 0" in problems([("A", "Một", -5, "")], titles, 500)[0]


def test_headings_are_positions_and_a_code_is_there_once() -> None:
    rows = [("", "I. Chuyên viên văn thư", ""), ("A", "Một", 1), ("", "II. Kế toán", ""), ("B", "Hai", 2)]
    found = read(workbook(rows, DIRECT), "a.xlsx", None)
    expected = [("A", "I. Chuyên viên văn thư"), ("B", "II. Kế toán")]
    assert [(entry.code, entry.position) for entry in found.entries] == expected
    (twice,) = problems([("A", "Một", 1), ("a", "Hai", 1)])
    assert "mã “a” đã có ở dòng 2" in twice


def test_a_file_with_a_fault_puts_nothing_in_force(town: Town) -> None:
    adopted.adopt(town)
    data = workbook([("A", "Một", 1), ("B", "Hai", "cao")], DIRECT)
    said = Said("02/QĐ", "Danh mục", date(2026, 1, 1), "direct")
    trang = town.accounts["trang"]
    entry = importing.upload(actor=trang, unit=town.units["ward"], said=said, name="a.xlsx", data=data)
    with pytest.raises(ActionError, match="Chưa nhập gì"):
        importing.carry_out(actor=trang, entry=entry)
    assert (Catalogue.objects.count(), Product.objects.count()) == (0, 0)
    assert "Dòng 3, cột C" in town.client("trang").get(f"/cong-viec/danh-muc/nhap/{entry.pk}/").content.decode()


def test_an_import_is_carried_out_once(town: Town) -> None:
    adopted.adopt(town)
    said = Said("02/QĐ", "Danh mục", date(2026, 1, 1), "direct")
    trang, data = town.accounts["trang"], workbook([("A", "Một", 1)], DIRECT)
    entry = importing.upload(actor=trang, unit=town.units["ward"], said=said, name="a.xlsx", data=data)
    importing.carry_out(actor=trang, entry=entry)
    with pytest.raises(ActionError, match="đã được nhập rồi"):
        importing.carry_out(actor=trang, entry=CatalogueImport.objects.get())


def test_two_catalogues_of_one_unit_never_overlap(town: Town) -> None:
    adopted.adopt(town)
    first = catalogue(town)
    later = Said("02/QĐ", "Danh mục mới", date(2026, 7, 1), "points_5")
    with pytest.raises(ActionError, match=r"Danh mục mới.*trùng thời gian với.*Danh mục sản phẩm năm 2026"):
        catalogue(town, said=later)
    earlier = Said("00/QĐ", "Danh mục cũ", date(2026, 1, 1), "points_5", replaces=True)
    with pytest.raises(ActionError, match="trùng thời gian"):
        catalogue(town, said=earlier)
    made = catalogue(town, said=Said(later.number, later.title, later.valid_from, later.method, replaces=True))
    assert CatalogueEnd.objects.get().day == date(2026, 7, 1)
    path = town.units["office"].path
    assert [in_force(path, day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [first, made]


def test_the_nearest_unit_upwards_counts(town: Town) -> None:
    adopted.adopt(town)
    ward = catalogue(town)
    office = catalogue(town, unit="office", said=Said("03/QĐ", "Văn phòng", date(2026, 3, 1), "points_5"))
    day = date(2026, 5, 1)
    assert [in_force(town.units[key].path, day) for key in ("office", "economy", "district")] == [office, ward, None]


def test_a_catalogue_ends_by_a_row_and_not_before_it_began(town: Town) -> None:
    adopted.adopt(town)
    row, trang = catalogue(town), town.accounts["trang"]
    with pytest.raises(ActionError, match="từ 01/01/2026 trở đi"):
        catalogues.end(actor=trang, catalogue=row, day=date(2025, 12, 31), reason="Sai")
    with pytest.raises(ActionError, match="Hãy nhập lý do"):
        catalogues.end(actor=trang, catalogue=row, day=date(2026, 6, 1), reason=" ")
    catalogues.end(actor=trang, catalogue=row, day=date(2026, 1, 1), reason="Nhập nhầm")
    assert catalogue(town).valid_from == row.valid_from


@pytest.mark.parametrize("key", ["nam", "ha", "dung", "xa", "quan_tri"])
def test_others_keep_no_catalogue_of_the_ward(town: Town, key: str) -> None:
    adopted.adopt(town)
    with pytest.raises(ActionError, match="Chỉ cán bộ tổ chức hoặc người đứng đầu"):
        catalogue(town, by=key)


def test_the_method_is_one_the_rules_know(town: Town) -> None:
    with pytest.raises(ActionError, match="chưa áp dụng quy định nào có quy đổi"):
        catalogue(town)
    adopted.adopt(town)
    with pytest.raises(ActionError, match="Điểm của sản phẩm chia 5; Điểm của sản phẩm chia 25; Hệ số do"):
        catalogue(town, said=Said("1", "2", SAID.valid_from, "points_7"))
    made = catalogue(town, said=Said("1", "2", SAID.valid_from, "direct"), entries=[Entry("A", "Một", 3_000)])
    assert made.divisor is None

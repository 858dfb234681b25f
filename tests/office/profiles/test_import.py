"""Records by Excel: exact or refused by row and column, whole or not at all, and out again as it came in."""

from __future__ import annotations

from datetime import date

import pytest

from canbo.office.base import files
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Person, Posting
from canbo.office.profiles.actions import importing
from canbo.office.profiles.models import ProfileEntry
from canbo.office.profiles.queries.standing import standing
from canbo.office.profiles.sheets.records import read, record_table, template_table
from canbo.rulebook import personal
from tests.office.profiles.record import put_all, uploaded
from tests.town import Town


def code(town: Town, key: str) -> str:
    return town.persons[key].code


def test_a_file_is_taken_whole_once_and_removed(town: Town) -> None:
    put_all(town, ("hoa", "education", "university"))
    entry = uploaded(
        town, (code(town, "nam"), "Phạm Quốc Nam", "Đại học; Thạc sĩ", "15/06/2002; 20/11/2015", "Tày", "01/09/2003"),
        (code(town, "hoa"), "đỗ thị hoa", "Đại học", "15/06/2005", "", ""),
        (code(town, "binh"), "Bùi Đức Bình", "", "", "", ""),
    )  # fmt: skip
    plan = importing.plan_of(entry)
    assert (plan.problems, dict(plan.counts)) == ((), {"changed": 2, "same": 1})
    assert [(one.label, one.before, one.after) for one in plan.lines[0].changes] == [
        ("Dân tộc", "(không hiện)", "(không hiện)"), ("Ngày tuyển dụng", "–", "01/09/2003"),
        ("Trình độ chuyên môn", "–", "Đại học; Thạc sĩ"),
    ]  # fmt: skip
    for _ in range(2):
        done = importing.carry_out(actor=town.accounts["trang"], entry_id=entry.pk, digest=plan.digest)
        assert done == "3 người: 2 người có thay đổi, ghi 5 mục vào hồ sơ."
    held = standing([town.persons["nam"].pk, town.persons["hoa"].pk], ["education"])
    assert [(one.text, one.day) for one in held] == [
        ("university", date(2002, 6, 15)), ("master", date(2015, 11, 20)), ("university", date(2005, 6, 15)),
    ]  # fmt: skip
    assert not files.path_of(entry.file.sha256).exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("CB0006", "Phạm Quốc Nam", "Đại hoc", "", "", ""), "Hàng 2, cột C: không hiểu “Đại hoc”"),
        (("CB0006", "Phạm Quốc Nam", "Đại học", "31/02/2002", "", ""), "Hàng 2, cột D"),
        (("CB0006", "Phạm Quốc Nam", "Đại học", "2002", "", ""), "Hàng 2, cột D: “2002” không có ngày"),
        (("CB0006", "Phạm Quốc Nam", "", "15/06/2002", "", ""), "Hàng 2, cột D: có ngày mà không có"),
        (("CB0006", "Phạm Quốc Nam", "Đại học; Thạc sĩ", "15/06/2002", "", ""), "Hàng 2, cột D: có 1 phần"),
        (("CB0006", "Phạm Quốc Nam", "Đại học; Chưa có", "", "", ""), "Trình độ chuyên môn: tệp ghi không có"),
        (("CB0006", "Phạm Quốc Nam", "", "", "", "hôm qua"), "Hàng 2, cột F: Không đọc được ngày"),
        (("CB0006", "Đỗ Thị Hoa", "Đại học", "", "", ""), "mã số CB0006 là của Phạm Quốc Nam"),
        (("", "Phạm Quốc Nam", "Đại học", "", "", ""), "thiếu mã số"),
        (("CB0013", "Lý Thị Xa", "Đại học", "", "", ""), "không có ai mã số CB0013 trong đơn vị này"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_taken(
    town: Town, row: tuple[str, ...], told: str
) -> None:
    entry = uploaded(town, row, (code(town, "hoa"), "Đỗ Thị Hoa", "Đại học", "", "", ""))
    plan = importing.plan_of(entry)
    assert [told in str(one) for one in plan.problems] == [True]
    with pytest.raises(ActionError, match="Chưa nhập gì"):
        importing.carry_out(actor=town.accounts["trang"], entry_id=entry.pk, digest=plan.digest)
    assert ProfileEntry.objects.count() == 0


def test_an_unknown_column_and_a_person_twice_are_refused(town: Town) -> None:
    nam = (code(town, "nam"), "Phạm Quốc Nam", "Đại học")
    entry = uploaded(town, nam, nam, head=("Mã số", "Họ và tên", "Trình độ chuyên môn phụ"))
    told = [str(one) for one in importing.plan_of(entry).problems]
    assert ("Cột C “Trình độ chuyên môn phụ”" in told[0], "có ở 2 hàng" in told[1]) == (True, True)
    for who in ("nam", "ha", "lan", "xa"):
        with pytest.raises(NotTheirs):
            uploaded(town, (*nam, "", "", ""), by=who)


def test_what_was_seen_is_what_is_taken(town: Town) -> None:
    entry = uploaded(town, (code(town, "nam"), "Phạm Quốc Nam", "Đại học", "", "", ""))
    digest = importing.plan_of(entry).digest
    put_all(town, ("nam", "education", "university", date(2002, 6, 1)))
    with pytest.raises(ActionError, match="không có gì để nhập"):
        importing.carry_out(actor=town.accounts["trang"], entry_id=entry.pk, digest=digest)


def test_what_goes_out_comes_in_again_unchanged(town: Town) -> None:
    put_all(
        town, ("nam", "education", "university", date(2002, 6, 1)), ("nam", "education", "master"),
        ("nam", "discipline", "none"), ("nam", "recruited", "2003-09-01"), ("nam", "science", "yes"),
        ("nam", "language", "none"), ("nam", "insurance_number", "0101234567"),
    )  # fmt: skip
    keys = list(personal.fields())
    items = standing([one.pk for one in Person.objects.all()], keys, sensitive=True)
    places = Posting.objects.filter(person=town.persons["nam"]).select_related("person", "post__unit")
    out = record_table(places, items, keys, "")
    entry = importing.upload(actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=out)
    plan = importing.plan_of(entry)
    assert (plan.problems, dict(plan.counts)) == ((), {"same": 1})
    assert read(template_table(), "mau.xlsx").problems == ()

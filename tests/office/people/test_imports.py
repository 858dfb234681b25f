"""Rosters in and out: the preview tells, carrying out is whole and once, the export comes back unchanged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.base import jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event, Job
from canbo.office.people.access import current
from canbo.office.people.actions import imports, writing
from canbo.office.people.export import ROSTER, roster_table
from canbo.office.people.models import Grant, Person, Posting, RosterImport, Unit
from canbo.office.people.queries.persons import Search, roll
from canbo.office.people.roster.ranks import rank_of
from canbo.paperwork.roster import read_roster
from canbo.paperwork.roster.vocabulary import vocabulary
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.town import START, Town

DAY = date(2025, 7, 1)
TITLES = [vocabulary().title_of(name) for name, _ in ROSTER]
BLANK = dict.fromkeys([name for name, _ in ROSTER], "")


def roster(*rows: dict[str, str]) -> bytes:
    """A roster file with these rows; columns not given are empty."""
    lines = [tuple((BLANK | {"ordinal": str(n)} | row).values()) for n, row in enumerate(rows, start=1)]
    return write_table(Table("DS", [TableColumn(title) for title in TITLES], lines))


NAM = {"full_name": "Phạm Quốc Nam", "birth": "06/01/1980", "code": "CB0006", "unit_name": "Văn phòng",
       "post_title": "Chuyên viên", "kind": "Công chức", "task_group": "Tham mưu"}  # fmt: skip
NEW = {"full_name": "ĐỖ THỊ ƯỚC", "birth": "1990", "sex": "Nữ", "unit_name": "phong kinh te",
       "post_title": "Phó Trưởng phòng", "leader": "x"}  # fmt: skip


def entry(town: Town, data: bytes, **choices: Any) -> RosterImport:
    made = imports.upload(
        actor=town.accounts["trang"], unit=town.units["ward"], name="ds.xlsx", data=data, day=DAY, kind="civil_servant"
    )
    made.result |= choices
    made.save()
    return made


def carry(town: Town, made: RosterImport) -> Job:
    plan = imports.plan_of(made, town.accounts["trang"])
    job = imports.start(actor=town.accounts["trang"], entry=made, digest=plan.digest, back="/")
    return jobs.perform(job)


def test_a_roster_is_matched_and_written_once(town: Town) -> None:
    moved = NAM | {"unit_name": "Phòng Kinh tế", "education": "Thạc sĩ"}
    made = entry(town, roster(moved, NEW))
    plan = imports.plan_of(made, town.accounts["trang"])
    assert [(line.status, line.place.unit_name, line.place.rank) for line in plan.lines] == [
        ("changed", "Phòng Kinh tế", "staff"), ("new", "Phòng Kinh tế", "deputy"),
    ]  # fmt: skip
    assert plan.lines[0].changes == (
        ("Trình độ chuyên môn", "–", "Thạc sĩ"),
        ("Vị trí", "Chuyên viên, Văn phòng, Công chức, Tham mưu", "Chuyên viên, Phòng Kinh tế, Công chức, Tham mưu"),
    )
    job = carry(town, made)
    assert (job.state, job.message) == (
        "done", "Thêm 1 người, thay đổi 1, giữ nguyên 0, lập 0 đơn vị, kết thúc 0 vị trí.",
    )  # fmt: skip
    assert jobs.perform(job).message == job.message
    new = Person.objects.get(full_name="Đỗ Thị Ước")
    assert (new.code, new.search_key, new.birth_year, new.sex) == ("CB000001", "do thi uoc", 1990, "F")
    nam = list(Posting.objects.filter(person=town.persons["nam"]).order_by("valid_from"))
    assert [(p.post.unit.name, p.valid_from, p.valid_to) for p in nam] == [
        ("Văn phòng", date(2020, 1, 1), DAY), ("Phòng Kinh tế", DAY, None),
    ]  # fmt: skip
    assert Event.objects.filter(verb="people.imported").count() == 1
    assert Posting.objects.filter(person=new).count() == 1


def test_nothing_is_written_when_it_breaks_half_way(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    made = entry(town, roster(NEW))
    monkeypatch.setattr(writing, "settle_accounts", lambda ids: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carry(town, made)
    made.refresh_from_db()
    assert (made.done_at, Person.objects.filter(full_name="Đỗ Thị Ước").count()) == (None, 0)
    assert Job.objects.get().state == "failed"
    monkeypatch.undo()
    assert carry(town, made).state == "done"


def test_the_export_comes_back_unchanged(town: Town) -> None:
    data = roster_table(roll([town.units["ward"].path], DAY, Search()), "", DAY)
    plan = imports.plan_of(entry(town, data), town.accounts["trang"])
    assert (plan.counts, plan.errors, plan.missing) == ({"same": 10}, (), ())


def test_errors_forbid_and_say_where(town: Town) -> None:
    Person.objects.filter(pk=town.persons["hoa"].pk).update(full_name="Phạm Quốc Nam", search_key="pham quoc nam")
    made = entry(town, roster(NAM | {"code": "", "birth": ""}, NEW | {"unit_name": "Tổ Mới", "birth": "31/02/1990"}))
    plan = imports.plan_of(made, town.accounts["trang"])
    assert [(p.row, p.column) for p in plan.errors] == [(2, ""), (3, ""), (3, "C")]
    assert "Có 2 người tên Phạm Quốc Nam" in plan.errors[0].message
    with pytest.raises(ActionError, match="còn 3 lỗi"):
        imports.start(actor=town.accounts["trang"], entry=made, digest=plan.digest, back="/")


def test_new_units_and_missing_people_only_when_chosen(town: Town) -> None:
    made = entry(town, roster(NAM, NEW | {"unit_name": "TỔ MỘT CỬA"}), create_units=True, end_missing=True)
    job = carry(town, made)
    assert job.message == "Thêm 1 người, thay đổi 0, giữ nguyên 1, lập 1 đơn vị, kết thúc 9 vị trí."
    unit = Unit.objects.get(name="Tổ một cửa")
    assert (unit.parent, unit.path) == (town.units["ward"], town.units["ward"].path + "0000005")
    left = Posting.objects.filter(current(DAY), post__unit__path__startswith=town.units["ward"].path)
    assert set(left.values_list("person__full_name", flat=True)) == {"Phạm Quốc Nam", "Đỗ Thị Ước"}
    town.accounts["hoa"].refresh_from_db()
    assert town.accounts["hoa"].closed_on == DAY


def test_a_person_of_another_agency_is_not_taken_over(town: Town) -> None:
    xa = {"full_name": "Lý Thị Xa", "birth": "13/01/1980", "unit_name": "Văn phòng"}
    plan = imports.plan_of(entry(town, roster(xa)), town.accounts["trang"])
    assert ["ngoài phạm vi" in p.message for p in plan.errors] == [True]
    Posting.objects.filter(person=town.persons["xa"]).update(valid_to=DAY)
    plan = imports.plan_of(entry(town, roster(xa)), town.accounts["trang"])
    assert (plan.errors, plan.lines[0].person) == ((), town.persons["xa"])


def test_what_changed_since_the_preview_stops_the_import(town: Town) -> None:
    made = entry(town, roster(NAM))
    digest = imports.plan_of(made, town.accounts["trang"]).digest
    Person.objects.filter(pk=town.persons["nam"].pk).update(full_name="Phạm Văn Nam")
    with pytest.raises(ActionError, match="đã thay đổi từ lúc xem trước"):
        imports.carry_out(actor=town.accounts["trang"], entry_id=made.pk, digest=digest)


@pytest.mark.parametrize("size", [1, 30])
def test_a_long_roster_costs_no_more_statements(town: Town, size: int) -> None:
    rows = [NEW | {"full_name": f"Trần Văn {chr(65 + n // 6)}{'aeiouy'[n % 6]}"} for n in range(size)]
    made = entry(town, roster(*rows))
    plan = imports.plan_of(made, town.accounts["trang"])
    with CaptureQueriesContext(connection) as seen:
        imports.carry_out(actor=town.accounts["trang"], entry_id=made.pk, digest=plan.digest)
    assert len(seen) == 18


def test_upload_of_something_else_is_refused_with_the_form_kept(town: Town) -> None:
    file = SimpleUploadedFile("ds.xlsx", b"<html>not excel</html>")
    typed = {"unit": town.units["ward"].pk, "day": "01/07/2025", "kind": "cadre", "file": file}
    answer = town.client("trang").post("/nhan-su/nhap/", typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "Nội dung tệp không phải là .xlsx như tên gọi. Hãy mở tệp và lưu lại đúng định dạng."
    ]
    assert answer.context["form"]["day"].value() == "01/07/2025"


def test_the_whole_way_through_the_pages(town: Town) -> None:
    client = town.client("trang")
    file = SimpleUploadedFile("ds.xlsx", roster(NAM, NEW))
    typed = {"unit": town.units["ward"].pk, "day": "01/07/2025", "kind": "cadre", "file": file}
    preview = client.post("/nhan-su/nhap/", typed, follow=True)
    made = RosterImport.objects.get()
    assert preview.status_code == 200
    assert preview.context["plan"].counts == {"same": 1, "new": 1}
    choices = {"sheet": "DS", "day": "02/07/2025", "kind": "civil_servant"}
    client.post(f"/nhan-su/nhap/{made.pk}/", choices)
    digest = client.get(f"/nhan-su/nhap/{made.pk}/").context["plan"].digest
    client.post(f"/nhan-su/nhap/{made.pk}/thuc-hien/", {"digest": digest})
    jobs.perform(Job.objects.get())
    assert "Thêm 1 người" in client.get(f"/nhan-su/nhap/{made.pk}/").content.decode()
    posting = Posting.objects.get(person__full_name="Đỗ Thị Ước")
    assert (posting.kind, posting.valid_from) == ("civil_servant", date(2025, 7, 2))


@pytest.mark.parametrize(
    ("title", "leader", "rank"),
    [
        ("Trưởng phòng", None, "head"), ("Phó Chủ tịch UBND", None, "deputy"), ("Tổ phó", None, "deputy"),
        ("Chủ tịch UBND thành phố", None, "head"), ("Kế toán trưởng", None, "staff"), ("Ủy viên", True, "deputy"),
        ("Phó Trưởng phòng", False, "deputy"), ("Hiệu trưởng", True, "head"),
    ],
)  # fmt: skip
def test_titles_and_ranks(title: str, leader: bool | None, rank: str) -> None:
    assert rank_of(title, leader) == rank


def test_the_unit_is_chosen_where_the_officer_has_one_tree(town: Town) -> None:
    page = town.client("trang").get("/nhan-su/nhap/").content.decode()
    assert f'<option value="{town.units["ward"].pk}" selected>' in page
    Grant.objects.create(account=town.accounts["trang"], role="officer", unit=town.units["school"], valid_from=START)
    assert '<option value="" selected>' in town.client("trang").get("/nhan-su/nhap/").content.decode()


def test_the_template_can_be_imported_as_it_is(town: Town) -> None:
    data = town.client("trang").get("/nhan-su/nhap/mau/").content
    [row] = read_roster(data, "mau.xlsx").rows
    assert row.unit_name == "Văn phòng"
    entry = imports.upload(
        actor=town.accounts["trang"], unit=town.units["ward"], name="mau.xlsx", data=data, day=date(2026, 1, 1),
        kind="civil_servant",
    )  # fmt: skip
    assert imports.plan_of(entry, town.accounts["trang"]).new_units == ()

"""One's own data: everything that points at a person is told or said why not; requests by the law's days; retention."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Event
from canbo.office.people.models import Posting
from canbo.office.profiles import holdings, worded
from canbo.office.profiles.actions import requests as acts
from canbo.office.profiles.actions import retention
from canbo.office.profiles.actions.reading import read_sensitive
from canbo.office.profiles.held import ACTORS
from canbo.office.profiles.models import DataRequest, ProfileErasure, ProfileValue
from canbo.office.profiles.queries.requests import cases, seen
from canbo.office.results.models import Notice
from canbo.paperwork.workbook import read_grid
from tests.office.awards import year
from tests.office.profiles.record import put_all, uploaded
from tests.office.results.test_after_publication import published
from tests.town import Town


def test_every_link_to_a_person_or_an_account_is_told_or_said_why_not() -> None:
    told = {
        f"{apps.get_model(one.model)._meta.label}.{one.path.split('__')[0]}"
        for one in holdings.HELD
        if isinstance(one, holdings.Holding)
    }
    silent = [
        name
        for name, link in holdings.links()
        if name not in told
        and name not in holdings.NOT_TOLD
        and not (link.related_model is apps.get_model("base.Account") and link.name in ACTORS)
    ]
    assert silent == []
    known = {name for name, _ in holdings.links()}
    assert sorted(set(holdings.NOT_TOLD) - known) == []


@pytest.mark.django_db
def test_every_column_that_is_told_is_there() -> None:
    for one in holdings.HELD:
        if isinstance(one, holdings.Holding):
            for attribute in (way for way in one.columns.values() if isinstance(way, str)):
                model = apps.get_model(one.model)
                for part in attribute.split("."):
                    found = model._meta.get_field(part)
                    model = found.related_model


def test_the_page_and_the_file_tell_what_is_held_and_who_looked(town: Town) -> None:
    nam = town.persons["nam"]
    put_all(town, ("nam", "ethnicity", "Tày"), ("nam", "education", "university"), ("hoa", "religion", "Phật giáo"))
    read_sensitive(actor=town.accounts["trang"], people=[nam], keys=["ethnicity"], why="Lập quy hoạch")
    page = town.client("nam").get(reverse("profiles:mine"))
    told = page.content.decode()
    assert [word in told for word in ("Tày", "Đại học", "Lập quy hoạch", "Ngô Thu Trang", "Chuyên viên")] == [True] * 5
    assert "Phật giáo" not in told
    assert "no-store" in page.headers["Cache-Control"]
    file = town.client("nam").get(reverse("profiles:mine_file")).content
    rows = read_grid(file, "a.xlsx", {"what": ["Loại dữ liệu"], "text": ["Nội dung"]}, required=["what", "text"]).rows
    said = [(row["what"], row["text"]) for _, row in rows]
    assert ("Mục hồ sơ, kể cả mục nhạy cảm", "Dân tộc: Tày") in said
    assert len({what for what, _ in said}) == len({one.title for one in holdings.HELD})
    assert town.client("quan_tri").get(reverse("profiles:mine")).status_code == 404


def test_keys_are_told_in_words(town: Town) -> None:
    published(town, "nam")
    year.fact(town, "nam", "initiative", True)
    notice = Notice.objects.get(person=town.persons["nam"])
    words = [text for part in holdings.parts(town.persons["nam"]) for row in part.rows for text in row]
    assert ("Mức", worded.level(notice)) in words
    assert worded.level(notice).startswith("Hoàn thành")
    assert ("Căn cứ", "Có sáng kiến hoặc đề tài được công nhận trong năm") in words
    assert ("Cách hiện bảng", "bảng dày, nhiều hàng") in words
    assert ("Việc", "Nộp phiếu đánh giá") in words
    assert [text for _, text in words if " object (" in text] == []


def test_a_request_has_the_days_of_the_law_and_is_put_off_once(town: Town) -> None:
    row = acts.ask(actor=town.accounts["nam"], kind="delete", text="Xóa số điện thoại cũ")
    today = timezone.localdate()
    assert row.answer_due == today + timedelta(days=20)
    assert row.receipt_due > today + timedelta(days=1)
    officer = town.accounts["trang"]
    acts.acknowledge(actor=officer, request=row)
    with pytest.raises(ActionError, match="đã được xác nhận"):
        acts.acknowledge(actor=officer, request=row)
    acts.extend(actor=officer, request=row, reason="Cần đối chiếu hồ sơ giấy")
    with pytest.raises(ActionError, match="một lần"):
        acts.extend(actor=officer, request=row, reason="Lại")
    case = cases([row], today)[0]
    assert (case.state, case.due, case.late) == ("open", today + timedelta(days=35), False)
    assert cases([row], today + timedelta(days=36))[0].late is True
    acts.answer(actor=officer, request=row, outcome="done", text="Đã xóa ngày hôm nay.")
    for act in (
        lambda: acts.answer(actor=officer, request=row, outcome="done", text="lại"),
        lambda: acts.extend(actor=officer, request=row, reason="lại"),
    ):
        with pytest.raises(ActionError, match="đã trả lời rồi"):
            act()
    assert cases([row], today)[0].state == "done"


def test_nobody_else_and_not_the_officer_about_themselves(town: Town) -> None:
    row = acts.ask(actor=town.accounts["nam"], kind="see", text="Xin bản sao")
    own = acts.ask(actor=town.accounts["trang"], kind="see", text="Xin bản sao")
    for who, request in (("lan", row), ("nam", row), ("ha", row), ("xa", row), ("trang", own)):
        with pytest.raises(NotTheirs):
            acts.answer(actor=town.accounts[who], request=request, outcome="done", text="xong")
    with pytest.raises(NotTheirs):
        acts.ask(actor=town.accounts["quan_tri"], kind="see", text="x")
    assert town.client("hoa").get(reverse("profiles:data_request", args=[row.pk])).status_code == 404


def test_a_request_travels_through_pages(town: Town) -> None:
    nam, officer = town.client("nam"), town.client("trang")
    assert nam.post(reverse("profiles:ask"), {"kind": "see", "text": ""}).status_code == 422
    where = nam.post(reverse("profiles:ask"), {"kind": "see", "text": "Xin bản sao"}).headers["Location"]
    pk = DataRequest.objects.get().pk
    assert "Xin bản sao" in officer.get(reverse("profiles:requests")).content.decode()
    officer.post(reverse("profiles:data_acknowledge", args=[pk]))
    assert nam.get(reverse("profiles:data_extend", args=[pk])).status_code == 404
    officer.post(reverse("profiles:data_extend", args=[pk]), {"reason": "Cần thêm thời gian"})
    assert officer.post(reverse("profiles:data_answer", args=[pk]), {"outcome": "done"}).status_code == 422
    officer.post(reverse("profiles:data_answer", args=[pk]), {"outcome": "part", "text": "Gửi kèm"})
    told = nam.get(where).content.decode()
    assert [word in told for word in ("Cần thêm thời gian", "làm được một phần", "Gửi kèm")] == [True] * 3
    assert officer.get(reverse("profiles:requests"), {"xuat": "xlsx"}).status_code == 200
    assert list(seen_by(town, "xa")) == []


def seen_by(town: Town, key: str) -> list[DataRequest]:
    from canbo.office.people.access import Viewer

    return list(seen(Viewer(town.accounts[key])))


def rule(town: Town, kind: str, days: int | None, by: str = "trang") -> None:
    retention.set_rule(actor=town.accounts[by], root=town.units["ward"], kind=kind, days=days, basis="QĐ 01")


def test_retention_takes_the_words_of_those_who_left_and_nothing_else(town: Town) -> None:
    put_all(
        town, ("nam", "ethnicity", "Tày"), ("nam", "education", "university"), ("hoa", "ethnicity", "Kinh"),
        ("binh", "ethnicity", "Nùng"),
    )  # fmt: skip
    Posting.objects.filter(person=town.persons["nam"]).update(valid_to=date(2026, 1, 1))
    Posting.objects.filter(person=town.persons["binh"]).update(valid_to=date(2026, 10, 1))
    rule(town, "sensitive_left", 180)
    agency = town.units["ward"].agency
    assert retention.due(agency.pk, date(2026, 6, 29)).counts == {"sensitive_left": 0, "import_files": 0}
    day = date(2026, 11, 22)
    assert retention.due(agency.pk, day).counts == {"sensitive_left": 1, "import_files": 0}
    assert [retention.apply(agency=agency, day=day) for _ in range(2)] == [{"sensitive_left": 1}, {}]
    assert sorted(ProfileValue.objects.values_list("text", flat=True)) == ["Kinh", "Nùng", "university"]
    erased = ProfileErasure.objects.get()
    assert (erased.entry.person, erased.entry.field, erased.by) == (town.persons["nam"], "ethnicity", None)
    assert "Tày" not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_clock_applies_what_is_set_once_a_day_and_none_is_set_by_itself(town: Town) -> None:
    entry = uploaded(town, (town.persons["nam"].code, "Phạm Quốc Nam", "Đại học", "", "", ""))
    call_command("tick")
    assert files.path_of(entry.file.sha256).exists()
    rule(town, "import_files", 1)
    later = timezone.localdate() + timedelta(days=2)
    assert [retention.apply_all(later) for _ in range(2)] == [{"import_files": 1}, {}]
    assert not files.path_of(entry.file.sha256).exists()
    with pytest.raises(ActionError, match="thiếu"):
        files.read(entry.file)


def test_what_may_not_be_deleted_cannot_be_set(town: Town) -> None:
    with pytest.raises(ActionError, match="không xóa bằng phần mềm"):
        rule(town, "journal", 30)
    for who in ("lan", "khoa", "quan_tri", "nam"):
        with pytest.raises(NotTheirs):
            rule(town, "sensitive_left", 30, by=who)
    page = town.client("trang").get(reverse("profiles:retention")).content.decode()
    assert page.count("Không xóa") == 3
    where = reverse("profiles:retention_set", args=[town.units["ward"].pk, "record_left"])
    assert town.client("trang").post(where, {"days": "365", "basis": "Quy chế lưu trữ"}).status_code == 302
    assert "365 ngày. Quy chế lưu trữ" in town.client("trang").get(reverse("profiles:retention")).content.decode()

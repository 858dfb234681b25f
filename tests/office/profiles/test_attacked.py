"""Attacks on the record: officers of units somebody left, officers about themselves, files that hide things."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from canbo.office.awards import actions as awards
from canbo.office.base import files
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Event
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person, Post, Posting
from canbo.office.profiles import access, holdings
from canbo.office.profiles.actions import importing, requests, retention
from canbo.office.profiles.actions.reading import read_sensitive
from canbo.office.profiles.actions.recording import put, withdraw
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.models import ProfileEntry, ProfileValue, StandardText, TitleMatch
from canbo.office.profiles.queries.requests import seen
from canbo.office.training import actions as training
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.office.awards import year
from tests.office.evaluations.test_marking import POSTGRES, at_once
from tests.office.profiles.record import HEAD, adopted_set, put_all, sheet, uploaded
from tests.office.regulations.adopted import make_officer
from tests.office.training import turns
from tests.town import START, Town, build


def moved(town: Town, until: date | None = None) -> Person:
    """Nam goes to the school, for good or until a day ahead; Xa is its officer."""
    nam, day = town.persons["nam"], date(2026, 1, 1)
    Posting.objects.filter(person=nam).update(valid_to=day)
    post = Post.objects.get(unit=town.units["school"])
    Posting.objects.create(person=nam, post=post, kind="public_employee", valid_from=day, valid_to=until)
    make_officer(town, "xa", "school")
    return nam


@pytest.mark.parametrize("ahead", [None, 300])
def test_the_officer_of_a_unit_somebody_left_reads_and_keeps_nothing_more(town: Town, ahead: int | None) -> None:
    """Also where the new place is for a time: a contract with an end is no reason to let the old officer in."""
    nam = moved(town, timezone.localdate() + timedelta(days=ahead) if ahead else None)
    asked = requests.ask(actor=town.accounts["nam"], kind="delete", text="Xin xóa số điện thoại")
    assert access.places([nam.pk]) == {nam.pk: (town.units["school"].path,)}
    for key in ("trang", "lan", "ha"):
        for page in ("record", "sensitive", "why"):
            where = reverse(f"profiles:{page}", args=[nam.pk])
            assert town.client(key).get(where).status_code == 404, (key, page)
    with pytest.raises(NotTheirs):
        read_sensitive(actor=town.accounts["trang"], people=[nam], keys=["health"], why="Kiểm tra")
    assert town.client("trang").get(reverse("profiles:data_request", args=[asked.pk])).status_code == 404
    assert "số điện thoại" not in town.client("trang").get(reverse("profiles:requests")).content.decode()
    assert (list(seen(Viewer(town.accounts["trang"]))), list(seen(Viewer(town.accounts["xa"])))) == ([], [asked])
    assert town.client("xa").get(reverse("profiles:sensitive", args=[nam.pk])).status_code == 200


def test_who_left_for_good_is_answered_for_where_they_were_last(town: Town) -> None:
    nam = moved(town, date(2026, 3, 1))
    asked = requests.ask(actor=town.accounts["nam"], kind="see", text="Xin bản sao")
    assert access.places([nam.pk]) == {nam.pk: (town.units["school"].path,)}
    assert (list(seen(Viewer(town.accounts["trang"]))), list(seen(Viewer(town.accounts["xa"])))) == ([], [asked])


def test_an_officer_does_not_take_back_what_stands_about_themselves(town: Town) -> None:
    put_all(town, ("trang", "discipline", "Khiển trách"), ("trang", "education", "university"))
    entry = ProfileEntry.objects.get(field="discipline")
    with pytest.raises(ActionError, match="hồ sơ của mình"):
        withdraw(actor=town.accounts["trang"], entry=entry, reason="Nhầm")
    with pytest.raises(ActionError, match="hồ sơ của mình"):
        put_all_over(town, entry, "Không")
    row = (town.persons["trang"].code, "Ngô Thu Trang", "Tiến sĩ; Đại học", "", "", "")
    taken = uploaded(town, row)  # a new degree is one's own to bring; nothing that stands is touched
    done = importing.carry_out(actor=town.accounts["trang"], entry_id=taken.pk, digest=importing.plan_of(taken).digest)
    assert done.startswith("1 người: 1 người có thay đổi, ghi 1 mục")
    assert ProfileValue.objects.filter(text="Khiển trách").exists()


def put_all_over(town: Town, entry: ProfileEntry, text: str) -> None:
    put(
        actor=town.accounts["trang"],
        drafts=[Draft(entry.person_id, entry.field, text, replaces=entry.pk)],
    )


def test_a_list_uploaded_twice_goes_from_the_disk_when_its_time_is_over(town: Town) -> None:
    data = sheet((town.persons["nam"].code, "Phạm Quốc Nam", "Đại học", "", "Tày", ""))
    actor, ward = town.accounts["trang"], town.units["ward"]
    first, second = (importing.upload(actor=actor, unit=ward, name="ho-so.xlsx", data=data) for _ in range(2))
    assert first.file.sha256 == second.file.sha256
    agency = town.units["ward"].agency
    retention.set_rule(actor=town.accounts["trang"], root=town.units["ward"], kind="import_files", days=1, basis="QĐ")
    day = timezone.localdate() + timedelta(days=2)
    assert [retention.apply(agency=agency, day=day) for _ in range(2)] == [{"import_files": 2}, {}]
    assert not files.path_of(first.file.sha256).exists()


def test_a_title_is_matched_by_its_name_and_not_by_its_place_on_the_page(town: Town) -> None:
    """Between the page and the answer a post was made that stands before all others."""
    adopted_set(town, "ward", "Chuyên viên: {education: university}\nVăn thư: {education: college}")
    where = f"{reverse('profiles:titles')}?unit={town.units['ward'].pk}"
    page = town.client("trang").get(where).content.decode()
    assert '<input type="hidden" name="post" value="Trưởng phòng">' in page
    post = Post.objects.create(unit=town.units["office"], title="An ninh mạng", rank="staff", valid_from=START)
    Posting.objects.filter(person=town.persons["hoa"]).update(post=post)
    posts = ["Chuyên viên", "Chánh Văn phòng", "Trưởng phòng"]
    town.client("trang").post(where, {"post": posts, "title": ["", "Chuyên viên", "-"]})
    said = sorted(TitleMatch.objects.values_list("post_title", "title"))
    assert said == [("Chánh Văn phòng", "Chuyên viên"), ("Trưởng phòng", "")]


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        ('number: "a\\0b", in_force: 2026-01-01', "x: {label: Y, requires: {age: 50}}"),
        ("number: a, in_force: 2026-01-01", 'x: {label: "Y\\u0001", requires: {age: 50}}'),
        ("number: a, in_force: 2026-01-01", f"x: {{label: {'y' * 201}, requires: {{age: 50}}}}"),
        ("number: a, in_force: 2026-01-01", "x: {label: Y, requires: {age: 50}}\n  z: {label: y, requires: {age: 40}}"),
        ("number: a, in_force: 0001-01-01", "x: {label: Y, requires: {age: 50}}"),
        ("number: a, in_force: 2026-01-01, ends: 9999-12-31", "x: {label: Y, requires: {age: 50}}"),
    ],
)
def test_a_set_says_nothing_no_form_would_let_through(town: Town, source: str, titles: str) -> None:
    good = ("number: a, in_force: 2026-01-01", "x: {label: Y, requires: {age: 50}}")
    answers = []
    for one, other in ((source, titles), good):
        data = f"source: {{{one}}}\ntitles:\n  {other}\n".encode()
        form = {"unit": town.units["ward"].pk, "file": SimpleUploadedFile("tc.yaml", data)}
        answer = town.client("trang").post(reverse("profiles:standard_upload"), form)
        answers.append((answer.status_code, StandardText.objects.count()))
    assert answers == [(422, 0), (302, 1)]


def test_nothing_of_what_was_put_on_record_is_in_journal_or_label(town: Town) -> None:
    row = (town.persons["nam"].code, "Phạm Quốc Nam", "", "", "Tày", "")
    entry = uploaded(town, row)
    digest = importing.plan_of(entry).digest
    job = importing.start(actor=town.accounts["trang"], entry=entry, digest=digest, back="/")
    importing.carry_out(actor=town.accounts["trang"], entry_id=entry.pk, digest=digest)
    said = str([(one.verb, one.data) for one in Event.objects.all()]) + job.label + str(job.arguments)
    assert "Tày" not in said


@pytest.mark.parametrize("cell", ["_x0000_", "a_x0000_b", "Tày_x0001_", "\u202eTày"])
def test_hidden_characters_in_a_cell_reach_no_database(town: Town, cell: str) -> None:
    """Excel keeps a control character as _x0000_; PostgreSQL takes no NUL in any text."""
    entry = uploaded(town, (town.persons["nam"].code, "Phạm Quốc Nam", "", "", cell, ""))
    plan = importing.plan_of(entry)
    if not plan.problems:
        importing.carry_out(actor=town.accounts["trang"], entry_id=entry.pk, digest=plan.digest)
    for text in ProfileValue.objects.values_list("text", flat=True):
        assert not any(ord(char) < 32 for char in text), text


def test_one_wrong_row_among_many_takes_nothing(town: Town) -> None:
    """A thousand rows of one person are refused in a moment, each by its place, and the page still opens."""
    rows = [(town.persons["nam"].code, "Phạm Quốc Nam", "Đại học", "", "", "")] * 1000
    data = write_table(Table("Hồ sơ", [TableColumn(title) for title in HEAD], rows))
    entry = importing.upload(actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=data)
    plan = importing.plan_of(entry)
    assert (len(plan.problems), plan.drafts) == (1000, [])
    assert town.client("trang").get(reverse("profiles:import", args=[entry.pk])).status_code == 200
    with pytest.raises(ActionError, match="1000 lỗi"):
        importing.carry_out(actor=town.accounts["trang"], entry_id=entry.pk, digest=plan.digest)
    assert not ProfileEntry.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=POSTGRES)
def test_of_two_officers_who_correct_an_entry_at_once_one_is_told() -> None:
    town = build()
    make_officer(town, "mai", "ward")
    put_all(town, ("nam", "education", "college"))
    entry = ProfileEntry.objects.get()
    outcomes: list[Any] = []

    def correct(key: str, text: str) -> None:
        draft = Draft(entry.person_id, "education", text, replaces=entry.pk)
        try:
            put(actor=town.accounts[key], drafts=[draft])
            outcomes.append("done")
        except ActionError:
            outcomes.append("told")

    at_once(lambda: correct("trang", "university"), lambda: correct("mai", "master"))
    assert (sorted(outcomes), ProfileEntry.objects.filter(replaces=entry).count()) == (["done", "told"], 1)


def test_lists_of_people_of_every_room_go_when_their_time_is_over(town: Town) -> None:
    data = turns.file(("CB0006", "", "Tiếp công dân", "", "", "", "05/05/2022", "", "QĐ 2", ""))
    ward, trang = town.units["ward"], town.accounts["trang"]
    taught = training.upload(actor=trang, unit=ward, name="a.xlsx", data=data)
    training.carry_out(actor=trang, entry=taught)
    line = ("CB0007", "", 2025, "Danh hiệu đã được tặng", "không", "QĐ 1")
    praised = awards.upload(actor=trang, unit=ward, name="gn.xlsx", data=year.file(line))
    retention.set_rule(actor=trang, root=ward, kind="import_files", days=1, basis="QĐ")
    assert retention.apply(agency=ward.agency, day=timezone.localdate() + timedelta(days=2)) == {"import_files": 2}
    assert not any(files.path_of(entry.file.sha256).exists() for entry in (taught, praised))
    for name, pk in (("training:import", taught.pk), ("awards:import", praised.pk)):
        assert town.client("trang").get(reverse(name, args=[pk])).status_code == 200


def test_what_came_of_training_is_told_to_whom_it_is_about(town: Town) -> None:
    turn = turns.degree(town)
    training.pay_back(
        actor=town.accounts["trang"], sending=turn, case="left_early", cost=60_000_000, day=date(2026, 9, 1),
        document="QĐ thôi việc",
    )  # fmt: skip
    told = {part.title: part.rows for part in holdings.parts(town.persons["nam"])}
    assert ("Văn bằng, chứng chỉ", "Số 12, 2025") in told["Kết quả học, văn bằng"][0]
    assert ("Phải đền bù (đồng)", "59945205") in told["Đền bù chi phí đào tạo"][0]

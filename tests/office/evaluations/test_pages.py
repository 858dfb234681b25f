"""The pages: who sees what, what they show and send, and that their queries do not grow with the rows."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.office.evaluations import actions
from canbo.office.evaluations.models import Draft, Evidence, Marking, Return
from canbo.office.people.models import Person, Post, Posting
from canbo.office.regulations import queries as regulations
from tests.office.evaluations import month
from tests.office.evaluations.month import STAFF, STAFF_TOTAL, sheet, state, submit, url
from tests.town import START, Town

WRITTEN = {f"m{index}": text for index, text in enumerate(["9", "9", "9", "92", "82", "88"])}


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def july(town: Town) -> Any:
    return month.opened(town, due=month.FAR)


# ---- who may see ----

# Oneself, the reviewer, the decider, the officer, the auditor, the unit's reader, the head above.
READERS = {
    "nam": {
        "nam",
        "mai",
        "lan",
        "trang",
        "khoa",
        "ha",
        "duc",
    },
    "anh": {"anh", "dung", "lan", "trang", "khoa", "duc"},
}


@pytest.mark.parametrize("about", ["nam", "anh"])
def test_a_sheet_is_read_by_those_it_concerns(town: Town, july: Any, about: str) -> None:
    pk = sheet(town, about).pk
    answers = {key: town.client(key).get(url("sheet", pk)).status_code for key in town.accounts}
    assert {key for key, code in answers.items() if code == 200} == READERS[about]
    assert set(answers.values()) == {200, 404}


def test_a_stranger_is_logged(town: Town, july: Any, caplog: pytest.LogCaptureFixture) -> None:
    answer = town.client("xa").post(url("sheet", sheet(town, "nam").pk), {"do": "submit", "step": "self", **WRITTEN})
    assert (answer.status_code, Marking.objects.count()) == (404, 0)
    assert [record.name for record in caplog.records if record.name == "canbo.access"] == ["canbo.access"]


def test_an_outsider_posting_marks_meets_404(town: Town, july: Any) -> None:
    submit(town, "nam", "nam")
    pk = sheet(town, "nam").pk
    for who in ("hoa", "dung", "xa", "ha", "quan_tri"):
        client = town.client(who)
        for step in ("self", "review"):
            assert client.post(url("sheet", pk), {"do": "submit", "step": step, **WRITTEN}).status_code == 404
            assert client.post(url("draft", pk, step), {"version": "0", **WRITTEN}).status_code == 404
            assert client.post(url("withdraw", pk, step)).status_code == 404
        assert client.post(url("return", pk), {"to_step": "self", "reason": "x"}).status_code == 404
        assert client.post(url("assign", pk), {"assign": "1", "step": "review", "people": ""}).status_code == 404
    assert (Marking.objects.count(), Draft.objects.count(), Return.objects.count()) == (1, 0, 0)


PAGES = {
    "board": {"trang", "lan", "duc", "khoa", "mai", "dung", "ha"},
    "people": {"trang", "lan", "duc", "khoa", "mai", "dung", "ha"},
    "export": {"trang", "lan", "duc", "khoa", "mai", "dung", "ha"},
    "meet": {"trang", "lan", "duc", "mai", "dung"},
    "grid": {"lan", "mai", "dung"},
}


def test_pages_of_a_cycle_by_role(town: Town, july: Any) -> None:
    for page, readers in PAGES.items():
        answers = {key: town.client(key).get(url(page, july.pk)).status_code for key in town.accounts}
        assert {key for key, code in answers.items() if code == 200} == readers
        assert set(answers.values()) == {200, 404}


def test_a_head_sees_only_his_part_of_the_board(town: Town, july: Any) -> None:
    shown = town.client("dung").get(url("people", july.pk)).context["page"]
    assert [str(row.sheet.person) for row in shown] == ["Hoàng Ngọc Ánh", "Bùi Đức Bình", "Vũ Tiến Dũng"]
    assert town.client("dung").get(url("board", july.pk)).context["board"].total == 3


def test_the_opening_page_is_the_officers(town: Town) -> None:
    answers = {key: town.client(key).get(url("open")).status_code for key in town.accounts}
    assert {key for key, code in answers.items() if code == 200} == {"trang"}


# ---- marking on the page ----


def test_own_marks_are_saved_and_sent_without_a_script(town: Town, july: Any) -> None:
    client, page = town.client("nam"), url("sheet", sheet(town, "nam").pk)
    answer = client.post(
        page, {"do": "save", "version": "0", **WRITTEN, "m0": "8,5", "w0": "Đúng giờ", "comment": "Đã cố gắng"}
    )
    assert (answer.status_code, Draft.objects.get().marks[0]) == (302, 850)
    shown = client.get(page).content.decode()
    assert all(text in shown for text in ('value="8,5"', 'value="Đúng giờ"', "Đã cố gắng", "Gửi phiếu tự chấm"))
    answer = client.post(page, {"do": "submit", "version": "1", **WRITTEN, "m0": "9", "w0": "Đúng giờ"})
    assert (answer.status_code, state(town, "nam").self_total) == (302, STAFF_TOTAL)
    shown = client.get(page).content.decode()
    assert "Gửi phiếu tự chấm" not in shown
    assert "88,13" in shown


def test_bad_marks_come_back_as_typed_with_what_to_do(town: Town, july: Any) -> None:
    typed = {**WRITTEN, "m0": "999", "m1": "chín", "m2": "-1", "m3": "92%", "w4": "Giữ lại"}
    answer = town.client("nam").post(url("sheet", sheet(town, "nam").pk), {"do": "submit", "version": "0", **typed})
    shown = answer.content.decode()
    assert (answer.status_code, Marking.objects.count()) == (422, 0)
    assert all(f'value="{text}"' in shown for text in ("999", "chín", "-1", "92%", "Giữ lại"))
    assert "999 vượt mức tối đa 10" in shown


def test_missing_items_are_confirmed_first(town: Town, july: Any) -> None:
    client, page = town.client("nam"), url("sheet", sheet(town, "nam").pk)
    answer = client.post(page, {"do": "submit", "version": "0", **WRITTEN, "m5": ""})
    assert (answer.status_code, Marking.objects.count()) == (422, 0)
    assert "Còn 1 mục chưa chấm" in answer.content.decode()
    assert "Vẫn gửi, mục trống tính 0 điểm" in answer.content.decode()
    sent = {"do": "submit", "version": str(answer.context["version"]), "allow_missing": "1", **WRITTEN, "m5": ""}
    assert client.post(page, sent).status_code == 302
    assert Marking.objects.get().marks == (*STAFF[:5], None)


def test_a_second_press_sends_nothing_twice(town: Town, july: Any) -> None:
    client, page = town.client("nam"), url("sheet", sheet(town, "nam").pk)
    for _ in range(2):
        assert client.post(page, {"do": "submit", "step": "self", "version": "0", **WRITTEN}).status_code == 302
    answer = client.post(page, {"do": "submit", "step": "self", "version": "0", **WRITTEN, "m0": "5"})
    assert (answer.status_code, Marking.objects.count()) == (422, 1)
    assert "đã gửi lúc" in answer.content.decode()


def test_two_screens_are_told_and_both_values_shown(town: Town, july: Any) -> None:
    client, page = town.client("nam"), url("sheet", sheet(town, "nam").pk)
    client.post(page, {"do": "save", "version": "0", **WRITTEN})
    answer = client.post(page, {"do": "save", "version": "0", **WRITTEN, "m0": "7"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "mục 1: ở đó 9, ở đây 7" in shown
    assert 'value="7"' in shown
    client.post(page, {"do": "save", "version": str(answer.context["version"]), **WRITTEN, "m0": "7"})
    assert Draft.objects.get().marks[0] == 700


def test_autosave_answers_as_the_script_expects(town: Town, july: Any) -> None:
    client, place = town.client("nam"), url("draft", sheet(town, "nam").pk, "self")
    first = client.post(place, {"version": "0", "m0": "8,5", "m1": "999", "m3": "92%"})
    assert (first.status_code, first.json()["version"], list(first.json()["errors"])) == (200, 1, ["1"])
    assert Draft.objects.get().marks == (850, None, None, 9200, None, None)
    second = client.post(place, {"version": "1", "m0": "", "w0": "Ghi", "comment": "Chung"})
    assert second.json() == {"ok": True, "version": 2, "total": "21,47", "errors": {}}
    assert Draft.objects.get().marks == (None, None, None, 9200, None, None)
    client.post(place, {"version": "2", "m1": "9"})
    assert Draft.objects.get().words == {"0": "Ghi", "comment": "Chung"}
    conflict = client.post(place, {"version": "1", "m0": "7"})
    assert (conflict.status_code, conflict.json()["ok"]) == (409, False)
    submit(town, "nam", "nam")
    assert client.post(place, {"version": "3", "m0": "7"}).status_code == 422


def test_the_reviewer_agrees_or_changes_and_comments(town: Town, july: Any) -> None:
    submit(town, "nam", "nam")
    client, page = town.client("mai"), url("sheet", sheet(town, "nam").pk)
    client.post(page, {"do": "copy", "step": "review", "version": "0", "m0": "8", **{f"m{n}": "" for n in range(1, 6)}})
    assert Draft.objects.get().marks == (800, *STAFF[1:])
    sent = {"do": "submit", "version": "1", **WRITTEN, "m0": "8", "comment": "Cần chủ động hơn"}
    assert client.post(page, sent).headers["Location"] == url("reviews")
    row = Marking.objects.get(step="review")
    assert (row.total, row.comment, row.author) == (STAFF_TOTAL - 100, "Cần chủ động hơn", town.persons["mai"])
    assert "Cần chủ động hơn" in town.client("nam").get(page).content.decode()


def test_last_months_marks_are_a_starting_point(town: Town, july: Any) -> None:
    submit(town, "nam", "nam")
    adoption = july.adoption
    actions.open_with_sheets(
        actor=town.accounts["trang"], unit=town.units["ward"], adoption=adoption, period=month.JULY.next(),
        deadlines={},
    )  # fmt: skip
    august = town.persons["nam"].sheets.exclude(cycle=july).get()
    client = town.client("nam")
    assert "Đánh giá tháng 7/2026" in client.get(url("sheet", august.pk)).content.decode()
    client.post(url("sheet", august.pk), {"do": "previous", "version": "0", "m0": "7"})
    assert Draft.objects.get(sheet=august).marks == (700, *STAFF[1:])


def test_a_return_is_told_to_the_person(town: Town, july: Any) -> None:
    submit(town, "nam", "nam")
    page = url("sheet", sheet(town, "nam").pk)
    client = town.client("mai")
    assert client.post(url("return", sheet(town, "nam").pk), {"to_step": "self", "reason": ""}).status_code == 422
    client.post(url("return", sheet(town, "nam").pk), {"to_step": "self", "reason": "Thiếu số liệu mục 3"})
    shown = town.client("nam").get(page).content.decode()
    assert "Thiếu số liệu mục 3" in shown
    assert 'value="92"' in shown  # goes on from what was sent


# ---- many at once ----


def test_bulk_on_the_reviews_page(town: Town, july: Any) -> None:
    for key in ("nam", "hoa"):
        submit(town, key, key)
    client = town.client("mai")
    assert [str(task.sheet.subject) for task in client.get(url("reviews")).context["page"]] == [
        "Đỗ Thị Hoa", "Phạm Quốc Nam",
    ]  # fmt: skip
    chosen = [sheet(town, key).pk for key in ("nam", "anh")]
    answer = client.post(url("reviews"), {"do": "approve", "sheet": chosen})
    assert said(answer) == ["Đã đồng ý và gửi 1 phiếu.", "Không làm được 1 phiếu: (1) 1 phiếu không giao cho bạn."]
    client.post(url("reviews"), {"do": "return", "sheet": [sheet(town, "hoa").pk], "reason": "Xem lại mục 2"})
    assert (state(town, "nam").stage, state(town, "hoa").stage) == ("decide", "self")
    assert client.post(url("reviews"), {"do": "erase"}).status_code == 404


def grid_row(pk: int, marks: list[str], version: int = 0) -> dict[str, str]:
    return {f"r{pk}version": str(version), **{f"r{pk}m{index}": text for index, text in enumerate(marks)}}


def test_the_grid_saves_rows_and_sends_the_ticked_ones(town: Town, july: Any) -> None:
    for key in ("nam", "hoa", "trang"):
        submit(town, key, key)
    nam, hoa, trang = (sheet(town, key).pk for key in ("nam", "hoa", "trang"))
    good = ["9", "9", "9", "92", "82", "88"]
    typed = grid_row(nam, good) | grid_row(hoa, ["999", *good[1:]]) | grid_row(trang, ["", *good[1:]])
    answer = town.client("mai").post(url("grid", july.pk), {**typed, "do": "submit", "sheet": [nam, hoa, trang]})
    assert (answer.status_code, Marking.objects.filter(step="review").count()) == (422, 1)
    assert {str(row.case.subject): bool(row.error) for row in answer.context["rows"]} == {
        "Đỗ Thị Hoa": True, "Ngô Thu Trang": True,
    }  # fmt: skip
    assert 'value="999"' in answer.content.decode()
    assert Draft.objects.get(sheet=trang).marks == (None, *STAFF[1:])


def test_the_grid_copies_own_marks_and_sends_what_is_complete(town: Town, july: Any) -> None:
    for key in ("nam", "hoa"):
        submit(town, key, key)
    nam, hoa = (sheet(town, key).pk for key in ("nam", "hoa"))
    client, blank = town.client("mai"), [""] * 6
    client.post(url("grid", july.pk), {"do": "copy", **grid_row(nam, ["8", *blank[1:]])})
    assert Draft.objects.get().marks == (800, *STAFF[1:])
    kept = ["8", "9", "9", "92", "82", "88"]
    client.post(url("grid", july.pk), {"do": "ready", **grid_row(nam, kept, 1), **grid_row(hoa, blank)})
    assert list(Marking.objects.filter(step="review").values_list("sheet", flat=True)) == [nam]


def test_the_grid_refuses_what_another_screen_changed(town: Town, july: Any) -> None:
    submit(town, "nam", "nam")
    pk = sheet(town, "nam").pk
    client = town.client("mai")
    client.post(url("grid", july.pk), {"do": "save", **grid_row(pk, ["8"])})
    answer = client.post(url("grid", july.pk), {"do": "save", **grid_row(pk, ["7"])})
    assert "ở đó 8, ở đây 7" in answer.content.decode()
    assert Draft.objects.get().marks[0] == 800


# ---- evidence, meeting, export, opening ----


def test_evidence_is_downloaded_by_those_who_read_the_sheet(town: Town, july: Any) -> None:
    pk = sheet(town, "nam").pk
    file = SimpleUploadedFile("Báo cáo tháng.pdf", b"%PDF-1.7 vi du")
    town.client("nam").post(url("evidence_add", pk), {"file": file, "item": "3", "note": "Bản ký"})
    row = Evidence.objects.get()
    answers = {key: town.client(key).get(url("evidence", row.pk)).status_code for key in town.accounts}
    assert {key for key, code in answers.items() if code == 200} == READERS["nam"]
    answer = town.client("mai").get(url("evidence", row.pk))
    assert (answer.content, answer.headers["X-Content-Type-Options"]) == (b"%PDF-1.7 vi du", "nosniff")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert town.client("mai").post(url("evidence_withdraw", row.pk)).status_code == 404
    town.client("nam").post(url("evidence_withdraw", row.pk))
    assert "Báo cáo tháng" not in town.client("nam").get(url("sheet", pk)).content.decode()
    assert town.client("nam").get(url("evidence", row.pk)).status_code == 404


def test_a_meeting_is_recorded_and_its_minutes_printed(town: Town, july: Any) -> None:
    pk = sheet(town, "nam").pk
    sent = {
        "held_on": "20/07/2026", "invited": "4", "present": "3", "chair": "Lê Thị Mai", "secretary": "Đỗ Thị Hoa",
        f"v{pk}level": "good", f"v{pk}agree": "3", f"v{pk}disagree": "1",
    }  # fmt: skip
    page = url("meet", july.pk) + f"?unit={town.units['office'].pk}"
    client = town.client("mai")
    refused = client.post(page, sent)
    assert (refused.status_code, "tổng số ý kiến (4)" in refused.content.decode()) == (422, True)
    assert 'value="3"' in refused.content.decode()
    answer = client.post(page, sent | {f"v{pk}disagree": ""})
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Hoàn thành tốt nhiệm vụ" in shown
    meeting = sheet(town, "nam").votes.get().meeting_id
    assert client.get(url("minutes", meeting, "pdf")).content.startswith(b"%PDF-")
    assert client.get(url("minutes", meeting, "docx")).content.startswith(b"PK")
    readers = {key for key in town.accounts if town.client(key).get(url("meeting", meeting)).status_code == 200}
    assert readers == READERS["nam"]


def test_the_list_is_exported_whole(town: Town, july: Any) -> None:
    from python_calamine import CalamineWorkbook

    answer = town.client("trang").get(url("export", july.pk), {"stage": "self"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    names = [row[1] for row in rows if isinstance(row[0], float)]
    assert len(names) == 8


def test_opening_shows_whom_it_covers_then_opens(town: Town) -> None:
    from tests.office.regulations import adopted

    adoption = adopted.adopt(town)
    client = town.client("trang")
    asked = {
        "unit": str(town.units["ward"].pk),
        "adoption": str(adoption.pk),
        "span": "month-11",
        "year": "2026",
    }
    shown = client.get(url("open"), asked)
    assert "Không thuộc đối tượng của quy định: Lao động hợp đồng 1" in shown.content.decode()
    assert len(shown.context["plan"].places) == 8
    refused = client.post(url("open"), {**asked, "due_self": "31/02/2026"})
    assert (refused.status_code, 'value="31/02/2026"' in refused.content.decode()) == (422, True)
    answer = client.post(url("open"), {**asked, "due_self": "25/11/2026", "repeats": "on"})
    assert answer.status_code == 302
    assert "Đánh giá tháng 11/2026" in client.get(answer.headers["Location"]).content.decode()
    assert client.get(url("open"), {**asked, "span": "quarter-7"}).status_code == 422
    assert client.get(url("open"), {**asked, "unit": str(town.units["school"].pk)}).status_code == 404


# ---- queries ----


def crowd(town: Town, people: int) -> None:
    made = Person.objects.bulk_create(
        Person(code=f"X{n}", full_name=f"Người {n}", sort_key=f"{n:06d}", search_key=f"nguoi {n}")
        for n in range(people)
    )
    post = Post.objects.create(unit=town.units["office"], title="Chuyên viên", rank="staff", valid_from=START)
    Posting.objects.bulk_create(
        Posting(person=person, post=post, kind="civil_servant", valid_from=START) for person in made
    )


def waiting(town: Town, rows: int) -> Any:
    """The month with this many people whose sheets wait for mai, and two of her own making nothing else."""
    Posting.objects.filter(person__in=[town.persons[key] for key in ("nam", "hoa", "trang")]).update(primary=False)
    crowd(town, rows)
    cycle = month.opened(town, due=month.FAR)
    from canbo.office.evaluations.models import Assignee, Sheet, State

    for one in Sheet.objects.filter(person__code__startswith="X").select_related("person"):
        Marking.objects.create(
            agency_id=one.agency_id, sheet=one, step="self", author=one.person or town.persons["mai"],
            account=town.accounts["mai"], marks=STAFF, total=STAFF_TOTAL,
        )  # fmt: skip
    State.objects.filter(sheet__person__code__startswith="X").update(stage="review", self_total=STAFF_TOTAL)
    assert Assignee.objects.filter(step="review", person=town.persons["mai"]).count() == rows
    return cycle


LISTS = {"reviews": 12, "grid": 9, "people": 8, "board": 11}


@pytest.mark.parametrize("page", list(LISTS))
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_number_of_queries(town: Town, page: str, rows: int) -> None:
    cycle = waiting(town, rows)
    place = url(page) if page == "reviews" else url(page, cycle.pk)
    client = town.client("mai")
    client.get(place)
    regulations.rules(cycle.rules_id)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(place).status_code == 200
    assert len(captured) == LISTS[page]


@pytest.mark.parametrize("rows", [1, 40])
def test_sending_the_grid_asks_the_same_number_of_queries(town: Town, rows: int) -> None:
    cycle = waiting(town, rows)
    from canbo.office.evaluations.models import Sheet

    pks = list(Sheet.objects.filter(person__code__startswith="X").values_list("pk", flat=True))
    typed: dict[str, Any] = {"do": "submit", "sheet": pks}
    for pk in pks:
        typed |= grid_row(pk, ["9", "9", "9", "92", "82", "88"])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = town.client("mai").post(url("grid", cycle.pk), typed)
    assert (answer.status_code, Marking.objects.filter(step="review").count()) == (302, rows)
    assert len(captured) == 31 + (connection.vendor == "postgresql")  # which holds the sheets by a statement
    assert json.dumps(said(answer), ensure_ascii=False) == f'["Đã gửi {rows} phiếu."]'


# ---- what is seldom meant ----


def test_a_period_ahead_and_a_cycle_without_deadlines_are_confirmed(town: Town) -> None:
    from tests.office.regulations import adopted

    client = town.client("trang")
    asked = {
        "unit": str(town.units["ward"].pk), "adoption": str(adopted.adopt(town).pk), "span": "month-12", "year": "2099",
    }  # fmt: skip
    assert "Kỳ này đến 01/12/2099 mới bắt đầu." in client.get(url("open"), asked).content.decode()
    refused = client.post(url("open"), asked)
    assert (refused.status_code, "Chưa đặt hạn cho bước nào" in refused.content.decode()) == (422, True)
    assert client.post(url("open"), {**asked, "due_self": "25/12/2099"}).status_code == 422
    assert client.post(url("open"), {**asked, "confirmed": "on"}).status_code == 302


def test_who_is_added_later_is_named(town: Town, july: Any) -> None:
    crowd(town, 2)
    Posting.objects.filter(person__code__startswith="X").update(valid_from=month.DAY)
    assert said(town.client("trang").post(url("enrol", july.pk))) == ["Đã bổ sung 2 phiếu: Người 0, Người 1."]
    assert said(town.client("trang").post(url("enrol", july.pk))) == ["Không có ai mới để bổ sung."]


def test_the_grid_says_which_form_it_shows(town: Town, july: Any) -> None:
    submit(town, "nam", "nam")
    shown = town.client("mai").get(url("grid", july.pk) + "?form=leader")
    assert (shown.context["moved"], shown.context["chosen"]) == (True, "staff")
    assert f"<strong>{month.case(town, 'nam').form.label}</strong>: 1 người." in shown.content.decode()


def test_only_who_has_somebody_to_mark_has_the_entry(town: Town, july: Any) -> None:
    pages = {key: town.client(key).get(url("mine")).content.decode() for key in ("mai", "lan", "nam", "trang", "hoa")}
    assert {key for key, page in pages.items() if "Chấm điểm, nhận xét" in page} == {"mai", "lan"}

"""The pages of planning: lists, check, steps, the public part, papers; who sees what."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document as word_file

from canbo.office.base.errors import ActionError
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.actions import planning_public as public
from canbo.office.talent.actions import planning_steps as steps
from canbo.office.talent.models import CadrePlan, PlanComment, PlanEntry, PlanNotice, PlanPublication, PlanStep
from canbo.office.talent.queries.planning_candidates import boxed, candidate
from canbo.office.talent.queries.planning_lists import standing
from canbo.office.talent.queries.planning_steps import voted
from tests.office.opinions import rounds
from tests.office.opinions.test_votes import counted
from tests.office.talent import planned
from tests.town import Town

DAY = date(2025, 11, 10)


@pytest.fixture
def plan(town: Town) -> CadrePlan:
    return planned.planned(town)


def at(plan: CadrePlan, page: str = "") -> str:
    return f"/can-bo/quy-hoach/{plan.pk}/{page}"


def day(when: date) -> str:
    return f"{when:%d/%m/%Y}"


def test_every_page_of_a_plan_opens_for_who_reads_the_unit(town: Town, plan: CadrePlan) -> None:
    officer = town.client("trang")
    pages = ["", "kiem-tra/", "kiem-tra/?xem=women&day=01/12/2025", "kiem-tra/?day=x", "chin-o/", "cong-khai/",
             "van-ban/", "?xuat=xlsx", "kiem-tra/?xuat=xlsx"]  # fmt: skip
    found = [(page, officer.get(at(plan, page)).status_code) for page in pages]
    assert found == [(page, 200) for page in pages]
    assert [town.client(key).get(at(plan)).status_code for key in ("lan", "khoa", "nam", "xa")] == [200, 200, 404, 404]
    assert officer.get("/can-bo/quy-hoach/").status_code == 200


def test_the_check_drills_to_the_people_of_a_number_but_not_of_a_sensitive_one(town: Town, plan: CadrePlan) -> None:
    officer = town.client("trang")
    women = officer.get(at(plan, f"kiem-tra/?xem=women&day={day(DAY)}")).content.decode()
    assert "Cán bộ nữ: 2 người" in women
    assert "Điều kiện phải xem hồ sơ" in women
    assert "kỷ luật" not in women
    assert 'id="nguoi"' not in officer.get(at(plan, "kiem-tra/?xem=ethnic")).content.decode()


def test_a_step_is_counted_by_hand_and_never_over_the_ballots(town: Town, plan: CadrePlan) -> None:
    officer = town.client("trang")
    lines = {str(line.person): line.entry.pk for line in standing(plan, DAY)}
    mai, nam = lines["Lê Thị Mai"], lines["Phạm Quốc Nam"]
    held = {"step": "key_cadres", "held_on": day(DAY), "invited": "20", "present": "18", "returned": "17",
            "chair": "Trần Thị Lan", "document": "Biên bản 1"}  # fmt: skip
    wrong = officer.post(at(plan, "buoc/"), {**held, f"agree_{mai}": "15", f"disagree_{mai}": "3"})
    assert (wrong.status_code, PlanStep.objects.count()) == (422, 0)
    assert "cộng được 18 phiếu, chỉ thu về 17 phiếu" in wrong.content.decode()
    assert 'value="15"' in wrong.content.decode()
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4 x")
    sent = {**held, f"agree_{mai}": "15", f"disagree_{mai}": "2", f"agree_{nam}": "9", "minutes": file}
    assert officer.post(at(plan, "buoc/"), sent).status_code == 302
    page = officer.get(at(plan)).content.decode()
    assert "Đồng ý 15/17 phiếu" in page
    assert "Đồng ý 9/17 phiếu" in page
    got = officer.get(f"/can-bo/quy-hoach/bien-ban/{PlanStep.objects.get().pk}/")
    assert got.content == b"%PDF-1.4 x"
    with pytest.raises(ActionError, match="không có bước này"):
        steps.hold_step(
            actor=town.accounts["trang"], plan=plan, step="key_cadres",
            held=steps.Held(date(2022, 2, 14), 3, 3, "Lan", "Biên bản"),
        )  # fmt: skip


def test_a_published_list_tells_its_people_and_takes_comments_by_name(town: Town, plan: CadrePlan) -> None:
    officer = town.client("trang")
    now = day(date.today())
    said = {"day": now, "until": now, "place": "Niêm yết tại trụ sở"}
    assert officer.post(at(plan, "cong-khai/moi/"), said).status_code == 302
    row = PlanPublication.objects.get()
    told = [
        PlanNotice.objects.filter(person=town.persons[key], publication=row).count()
        for key in ("nam", "binh", "dung", "mai", "hoa")
    ]
    assert told == [1, 0, 1, 1, 1]
    page = f"/can-bo/quy-hoach/danh-sach/{row.pk}/"
    binh = town.client("binh")
    shown = binh.get(page).content.decode()
    assert "Phạm Quốc Nam" in shown
    assert "1980" not in shown
    assert town.client("xa").get(page).status_code == 404
    assert binh.post(page, {"text": "Đề nghị xem lại."}).status_code == 302
    assert "Đề nghị xem lại." not in town.client("anh").get(page).content.decode()
    assert "1 ý kiến" in officer.get(at(plan)).content.decode()
    assert "Trả lời 1 ý kiến về danh sách công khai" in officer.get("/").content.decode()
    comment = PlanComment.objects.get()
    assert officer.post(f"/can-bo/quy-hoach/y-kien/{comment.pk}/tra-loi/", {"text": "Đã xem."}).status_code == 302
    assert "về danh sách công khai" not in officer.get("/").content.decode()
    assert "Đã xem." in binh.get(page).content.decode()
    notice = PlanNotice.objects.get(person=town.persons["nam"], publication=row)
    assert binh.post(f"/can-bo/quy-hoach/bao-tin/{notice.pk}/da-xem/").status_code == 404
    nam = town.client("nam")
    assert "Xem tin báo về quy hoạch" in nam.get("/").content.decode()
    assert nam.post(f"/can-bo/quy-hoach/bao-tin/{notice.pk}/da-xem/").status_code == 302
    assert "đã xem" in nam.get("/can-bo/quy-hoach/cua-toi/").content.decode()


def test_comments_end_with_the_publication(town: Town, plan: CadrePlan) -> None:
    row = public.publish_plan(
        actor=town.accounts["trang"], plan=plan, day=DAY, until=date(2025, 11, 20), place="Niêm yết"
    )
    with pytest.raises(ActionError, match="Đã hết thời gian nhận ý kiến"):
        public.comment(actor=town.accounts["binh"], publication=row, text="Chậm")
    assert town.client("binh").get(f"/can-bo/quy-hoach/danh-sach/{row.pk}/").status_code == 404


def test_a_list_over_its_limit_is_approved_with_a_reason_alone(town: Town, plan: CadrePlan) -> None:
    officer = town.client("trang")
    told = {"number": "15-QĐ/ĐU", "day": day(DAY), "authority": "Bí thư Đảng ủy"}
    wrong = officer.post(at(plan, "phe-duyet/"), told)
    assert "Cần ghi lý do" in wrong.content.decode()
    assert officer.post(at(plan, "phe-duyet/"), {**told, "reason": "Kết luận 8"}).status_code == 302
    row = plan.approvals.get()
    breaches = [{"label": "Số người quy hoạch một chức vụ", "people": 4}]
    assert (row.instrument, row.report["lines"], row.report["breaches"]) == ("qd_377_2025", 4, breaches)


def test_the_candidate_page_tells_conditions_and_what_was_confirmed(town: Town, plan: CadrePlan) -> None:
    entry = next(line.entry for line in standing(plan, DAY) if str(line.person) == "Lê Thị Mai")
    (before,) = candidate(plan, entry.person, date.today()).posts
    assert before.condition == "chưa rõ"
    assert "Không thực hiện đồng thời quy hoạch và bổ nhiệm: chưa rõ" in before.lacks
    lists.confirm(actor=town.accounts["trang"], entry=entry, fact="appointing", value=True, document="Công văn 3")
    (after,) = candidate(plan, entry.person, date.today()).posts
    assert after.condition == "không đủ điều kiện"
    lists.confirm(actor=town.accounts["trang"], entry=entry, fact="discipline_case", value=True, document="Công văn 4")
    page = f"/can-bo/quy-hoach/dong/{entry.pk}/"
    assert "Công văn 4" in town.client("trang").get(page).content.decode()
    head = town.client("lan").get(page)  # a head, who may not read it
    assert (head.status_code, "Công văn 4" in head.content.decode()) == (200, False)


def test_nobody_is_put_into_a_box_before_the_axes_are_set(town: Town, plan: CadrePlan) -> None:
    lines = standing(plan, DAY)
    lists.see_potential(
        actor=town.accounts["trang"], entry=lines[0].entry, level="high", day=DAY, document="Biên bản 2"
    )
    seen = boxed(plan, lines, DAY)
    assert (dict(seen.boxes), len(seen.open)) == ({}, 4)
    assert [why for line, why in seen.open if line is lines[0]] == ["chưa đặt trục kết quả"]


def test_a_list_comes_in_from_excel_whole_or_not_at_all(town: Town) -> None:
    plan = planned.begun(town)
    planned.post(town, plan)
    officer = town.client("trang")
    assert officer.get(at(plan, "nhap/mau.xlsx")).status_code == 200
    good, bad = ("CB0006", "Phạm Quốc Nam", "Phó Chủ tịch", "Phường An Bình"), ("CB9999", "Ai đó", "Phó Chủ tịch", "")
    told = {"act": "put_in", "day": day(DAY), "document": "Tờ trình 1"}
    wrong = officer.post(at(plan, "nhap/"), {**told, "file": sheet(good, bad)})
    assert (wrong.status_code, PlanEntry.objects.count()) == (422, 0)
    assert "không thấy mã số “CB9999”" in wrong.content.decode()
    assert officer.post(at(plan, "nhap/"), {**told, "file": sheet(good)}).status_code == 302
    assert [str(row.person) for row in PlanEntry.objects.all()] == ["Phạm Quốc Nam"]


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (("Mã số", "Họ và tên", "Chức danh quy hoạch", "Đơn vị của chức danh"), *rows):
        page.append(row)
    data = io.BytesIO()
    book.save(data)
    return SimpleUploadedFile("ds.xlsx", data.getvalue())


def test_the_list_is_a_paper_in_both_forms(town: Town, plan: CadrePlan) -> None:
    told = {"issuer": "Đảng ủy phường An Bình", "place": "An Bình", "position": "Bí thư"}
    officer = town.client("trang")
    pdf = officer.get(at(plan, "van-ban/"), {**told, "tai": "pdf"})
    word = officer.get(at(plan, "van-ban/"), {**told, "tai": "docx"})
    assert (pdf.content[:5], word.content[:2]) == (b"%PDF-", b"PK")


def test_the_list_names_the_law_it_is_held_against_not_that_of_its_printing(town: Town) -> None:
    told = {"issuer": "Đảng ủy phường An Bình", "place": "An Bình", "position": "Bí thư", "tai": "docx"}
    before = planned.begun(town, began=date(2022, 3, 1), name="Quy hoạch 2018–2023", first=2018)
    newest = planned.begun(town)
    for plan, law in ((before, "50-QĐ/TW"), (newest, "377-QĐ/TW")):
        paper = word_file(io.BytesIO(town.client("trang").get(at(plan, "van-ban/"), told).content))
        bases = [line.text for line in paper.paragraphs if line.text.startswith("Căn cứ Quy định")]
        assert [law in line for line in bases] == [True], plan.name


def test_a_plan_costs_the_same_number_of_queries_whatever_its_length(town: Town, plan: CadrePlan) -> None:
    client = town.client("trang")
    client.get(at(plan))
    with CaptureQueriesContext(connection) as few:
        client.get(at(plan))
    planned.enter(town, plan.posts.get(), "anh", "binh", "hung", act="proposed")
    with CaptureQueriesContext(connection) as many:
        client.get(at(plan))
    assert len(many) == len(few)


def test_a_step_takes_its_counts_from_a_released_vote_and_from_no_other(
    town: Town, plan: CadrePlan, tmp_path: Path, settings: Any
) -> None:
    settings.BOX_INBOX = tmp_path / "inbox"
    vote = counted(town, tmp_path).row
    officer, today = town.accounts["trang"], timezone.localdate()
    held = steps.Held(today, 12, 10, "Trần Thị Lan", "Biên bản 3")
    draft = rounds.planned(town).row  # a round of opinions, no vote
    for campaign in (draft.pk, 0):
        with pytest.raises(ActionError, match="Không có đợt lấy phiếu này"):
            steps.hold_step(actor=officer, plan=plan, step="committee", held=held, campaign=campaign)
    both = replace(held, returned=10)
    with pytest.raises(ActionError, match="Chọn một"):
        steps.hold_step(actor=officer, plan=plan, step="committee", held=both, campaign=vote.pk)
    steps.hold_step(actor=officer, plan=plan, step="committee", held=held, campaign=vote.pk)
    told = voted(vote.pk)
    assert list(told) == [town.persons["mai"].pk]
    assert told[town.persons["mai"].pk].endswith("Tín nhiệm thấp 6")
    assert "Tín nhiệm thấp 6 <" in town.client("trang").get(at(plan)).content.decode()

"""Every address of the room: who gets in, how many queries it takes, and the way from the head to the person."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canbo.office.base import files, jobs
from canbo.office.base.models import Job
from canbo.office.base.templatetags.canbo import vidate
from canbo.office.cycles.models import Cycle
from canbo.office.people.models import Person
from canbo.office.results import actions
from canbo.office.results.models import (
    Closing,
    Decision,
    Ground,
    Notice,
    NoticeRead,
    Petition,
    PetitionAnswer,
    Publication,
)
from tests.office.evaluations import month
from tests.office.regulations import adopted
from tests.office.results import decided
from tests.office.results.test_after_publication import FIVE, notice, petition, published
from tests.town import Town

EVERYBODY = ("lan", "trang", "nam", "hoa", "mai", "ha", "khoa", "duc", "quan_tri", "xa")


def discipline(town: Town, about: str = "nam") -> Ground:
    return actions.record_ground(
        actor=town.accounts["trang"], person=town.persons[about], fact="disciplined", value=True,
        day=date(2026, 7, 10), degree="Khiển trách", document="15/QĐ-UBND", today=month.DAY,
    )  # fmt: skip


@pytest.fixture
def july(town: Town) -> Cycle:
    """July published for Nam and Hoa; Nam was disciplined and petitions; the rest is not decided."""
    cycle = published(town, "nam", "hoa")
    discipline(town)
    petition(town)
    return cycle


ADDRESSES = {
    # who may open it besides nobody
    "index": {"lan", "trang", "mai", "ha", "khoa", "duc"},
    "cycle": {"lan", "trang", "mai", "ha", "khoa", "duc"},
    "roster": {"lan", "trang", "nam", "hoa", "mai", "ha", "khoa", "duc"},
    "close": {"lan"},
    "publish": {"lan", "trang"},
    "documents": {"lan", "trang", "khoa", "duc"},
    "result": {"lan", "trang", "nam", "mai", "ha", "khoa", "duc"},
    "papers": {"lan", "trang", "nam", "mai", "ha", "khoa", "duc"},
    "trace": {"lan", "trang", "nam", "khoa"},
    "dossier": {"lan", "trang", "nam", "khoa"},
    "correct": {"lan"},
    "sheet_grounds": {"lan", "trang", "nam"},
    "petition": {"lan", "trang", "nam"},
    "ground_person": {"trang"},
    "ground_unit": {"trang"},
    "ground_revoke": {"trang"},
    "receive": set(),
    "petition_new": set(),
}


def address(town: Town, cycle: Cycle, name: str) -> str:
    sheet = month.sheet(town, "nam")
    argument = {
        "index": None, "cycle": cycle.pk, "roster": cycle.pk, "close": cycle.pk, "documents": cycle.pk,
        "publish": cycle.pk,
        "petition": Petition.objects.get().pk, "ground_person": town.persons["nam"].pk,
        "ground_unit": cycle.unit_id, "ground_revoke": Ground.objects.get().pk, "receive": notice(town, "nam").pk,
        "petition_new": notice(town, "nam").pk,
    }.get(name, sheet.pk)  # fmt: skip
    return reverse(f"results:{name}", args=[] if argument is None else [argument])


@pytest.mark.slow
def test_who_gets_in(town: Town, july: Cycle) -> None:
    """Everybody at every address; for whom it is not, it does not exist (or takes no GET)."""
    clients = {key: town.client(key) for key in EVERYBODY}
    for name, allowed in ADDRESSES.items():
        where = address(town, july, name)
        answers = {key: client.get(where).status_code for key, client in clients.items()}
        assert {key for key, status in answers.items() if status == 200} == allowed, name
        assert {status for status in answers.values() if status != 200} <= {404, 405}, name
        assert Client().get(where).status_code == 302


POSTS = ("cycle", "close", "publish", "documents", "correct", "petition", "receive", "petition_new")


def test_an_outsider_posts_in_vain(town: Town, july: Cycle) -> None:
    records = (Decision, Closing, PetitionAnswer, Job, NoticeRead)
    before = [model.objects.count() for model in records]
    data = {"sheet": month.sheet(town, "hoa").pk, "level": "excellent", "reason": "x", "accepted": "1", "kind": "phieu"}
    for key in ("xa", "quan_tri", "binh"):
        client = town.client(key)
        assert {name: client.post(address(town, july, name), data).status_code for name in POSTS} == dict.fromkeys(
            POSTS, 404
        )
    assert [model.objects.count() for model in records] == before


def test_a_stranger_is_logged_and_grounds_are_not(town: Town, july: Cycle, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("sheet_grounds", "ground_person", "trace"):
        town.client("xa").get(address(town, july, name))
        town.client("trang").get(address(town, july, name))
    seen = [record.message.split("view ")[1] for record in caplog.records if record.name == "canbo.access"]
    assert seen == ["results:sheet_grounds", "results:ground_person", "results:trace"]
    assert not any(word in caplog.text for word in ("disciplined", "Khiển trách", "15/QĐ"))


def test_before_publication_the_subject_sees_nothing(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, "nam")
    decided.decide(town, "nam")
    sheet = month.sheet(town, "nam")
    client = town.client("nam")
    for name in ("result", "trace", "dossier", "papers"):
        assert client.get(reverse(f"results:{name}", args=[sheet.pk])).status_code == 404
    assert client.get(reverse("results:roster", args=[cycle.pk])).status_code == 404
    assert town.client("mai").get(reverse("results:result", args=[sheet.pk])).status_code == 200


def test_members_see_levels_and_not_points_unless_published_so(town: Town, july: Cycle) -> None:
    page = town.client("hoa").get(reverse("results:roster", args=[july.pk]))
    assert "Hoàn thành tốt nhiệm vụ" in page.content.decode()
    assert "88,13" not in page.content.decode()
    assert "88,13" in town.client("ha").get(reverse("results:roster", args=[july.pk])).content.decode()
    sheet = town.client("hoa").get(reverse("results:roster", args=[july.pk]) + "?xuat=xlsx&sort=total")
    assert sheet.headers["Content-Type"].endswith("spreadsheetml.sheet")
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(min_row=5, values_only=True))[:2]
    assert [row[1:] for row in rows] == [
        ("Đỗ Thị Hoa", "Chuyên viên", "Văn phòng", "Hoàn thành tốt nhiệm vụ"),
        ("Phạm Quốc Nam", "Chuyên viên", "Văn phòng", "Hoàn thành tốt nhiệm vụ"),
    ]


def queries_of(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(where).status_code == 200
    return len(counted)


@pytest.mark.slow
def test_lists_take_the_same_queries_for_one_row_and_for_three(town: Town) -> None:
    cycle = published(town, "nam")
    petition(town)
    discipline(town)
    pages = {
        "cycle": ("lan", reverse("results:cycle", args=[cycle.pk]) + "?show=xong"),
        "roster": ("lan", reverse("results:roster", args=[cycle.pk])),
        "petitions": ("lan", reverse("results:petitions")),
        "grounds": ("trang", reverse("results:grounds")),
    }
    once = {name: queries_of(town.client(who), where) for name, (who, where) in pages.items()}
    decided.ready(town, "hoa", "anh")
    decided.decide_all(town, cycle, ["hoa", "anh"])
    decided.close(town, cycle)
    decided.publish(town, cycle)
    for key in ("hoa", "anh"):
        petition(town, key)
        discipline(town, key)
    assert {name: queries_of(town.client(who), where) for name, (who, where) in pages.items()} == once
    assert once == {"cycle": 25, "roster": 13, "petitions": 7, "grounds": 8}


def posted(town: Town, keys: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    """What the head's page sends for these sheets."""
    data: dict[str, Any] = {"sheet": [month.sheet(town, key).pk for key in keys]}
    for key in keys:
        pk = month.sheet(town, key).pk
        data |= {f"level_{pk}": "good", f"reason_{pk}": "", f"seen_{pk}": "8813:good"}
    return data | changes


def test_the_head_decides_on_many_and_what_is_refused_stays_typed(town: Town) -> None:
    cycle = month.opened(town, due=month.FAR)
    decided.ready(town, "nam", "hoa")
    hoa = month.sheet(town, "hoa").pk
    client, where = town.client("lan"), reverse("results:cycle", args=[cycle.pk])
    shown = client.get(where).content.decode()
    assert (shown.count('type="checkbox" name="sheet"'), "chưa đến bước quyết định" in shown) == (2, True)
    answer = client.post(where, posted(town, ("nam", "hoa"), **{f"level_{hoa}": "completed"}))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Đã quyết định 1 phiếu." in text
    assert "Đỗ Thị Hoa: mức chọn khác mức theo quy định. Hãy ghi lý do." in text
    assert '<option value="completed" selected title' in text
    reason = {f"level_{hoa}": "completed", f"reason_{hoa}": "Còn việc chậm"}
    assert client.post(where, posted(town, ("hoa",), **reason)).status_code == 302
    assert dict(Decision.objects.values_list("sheet__person__account__username", "level")) == {
        "nam": "good", "hoa": "completed",
    }  # fmt: skip
    again = client.post(where, posted(town, ("nam",)))
    assert "Trần Thị Lan đã quyết định phiếu của Phạm Quốc Nam" in again.content.decode()
    assert Decision.objects.count() == 2


def test_closing_and_publishing_by_page(town: Town) -> None:
    cycle = month.opened(town, due=month.FAR)
    decided.ready(town, **(dict.fromkeys((*decided.LEADERS, *decided.STAFF), 8000) | {"nam": 9500}))
    client = town.client("lan")
    where = reverse("results:close", args=[cycle.pk])
    refused = client.post(where, {"reason": "", "number": "21/QĐ"})
    assert (refused.status_code, Decision.objects.count()) == (422, 0)
    assert "vượt tỷ lệ" in refused.content.decode()
    assert 'value="21/QĐ"' in refused.content.decode()
    assert client.post(where, {"reason": "Thành tích nổi bật", "number": "21/QĐ"}).status_code == 302
    assert (Decision.objects.count(), Closing.objects.get().number) == (8, "21/QĐ")
    where = reverse("results:publish", args=[cycle.pk])
    assert client.post(where, {"closing": Closing.objects.get().pk}).status_code == 302
    assert Notice.objects.count() == 8


def text_of(page: Any) -> str:
    """What a page's content says, without its markup."""
    content = re.sub(r"<[^>]+>", "", page.content.decode().partition("<main")[2])
    return " ".join(html.unescape(content).split())


def test_before_publishing_one_sees_what_it_will_do(town: Town) -> None:
    settings = FIVE | {"publish": "level_and_points"}
    adoption = adopted.adopt(town, settings=settings)
    cycle = month.opened(town, adoption=adoption, due=month.FAR, with_points=True)
    decided.ready(town, "nam", "hoa", "anh")
    decided.decide_all(town, cycle, ["nam", "hoa"])
    Person.objects.filter(pk=town.persons["hoa"].pk).update(account=None)
    client, where = town.client("trang"), reverse("results:publish", args=[cycle.pk])
    assert "Hãy chốt kỳ rồi mới công bố. Về trang kết quả" in text_of(client.get(where))
    closed = decided.close(town, cycle)
    shown = text_of(client.get(where))
    until = vidate(timezone.localdate() + timedelta(days=5))
    for words in (
        "công bố kết quả của 2 người: 2 Hoàn thành tốt nhiệm vụ;",
        "mức xếp loại và điểm của từng người;",
        "gửi thông báo tới 2 người, mỗi người",
        f"nhận kiến nghị đến hết ngày {until} (còn 5 ngày)",
        "6 phiếu chưa quyết định không được công bố lần này.",
        "1 người chưa có tài khoản",
    ):
        assert words in shown
    client.post(where)  # without having looked
    decided.decide_all(town, cycle, ["anh"])
    again = decided.close(town, cycle)
    stale = client.post(where, {"closing": closed.pk}, follow=True)
    assert "chốt lại từ lúc mở trang" in stale.content.decode()
    assert Publication.objects.count() == 0
    assert client.post(where, {"closing": again.pk}).headers["Location"] == reverse("results:roster", args=[cycle.pk])
    assert sorted(Notice.objects.values_list("decision__sheet__person__account__username", flat=True), key=str) == [
        None, "anh", "nam",
    ]  # fmt: skip
    assert "Không có kết quả nào chờ công bố." in text_of(client.get(where))


def test_who_would_exceed_the_ceiling_is_not_ticked_beforehand(town: Town) -> None:
    """Three of five excellent, one allowed: of the two equal ones neither is chosen for the head, nor is the third."""
    settings = adopted.CIVIL | {"denominator": "good_or_better"}
    cycle = month.opened(town, adoption=adopted.adopt(town, settings=settings), due=month.FAR)
    decided.ready(town, nam=9500, hoa=9200, trang=9500, anh=8000, binh=8000)
    page = town.client("lan").get(reverse("results:cycle", args=[cycle.pk])).content.decode()
    ticked = re.findall(r'name="sheet" value="\d+" checked aria-label="Chọn ([^"]+)"', page)
    assert sorted(ticked) == ["Bùi Đức Bình", "Hoàng Ngọc Ánh"]
    assert len(re.findall('type="checkbox" name="sheet"', page)) == 5
    assert "3 phiếu dưới đây nằm trong số cần xem lại vì vượt tỷ lệ “Hoàn thành xuất sắc nhiệm vụ”" in page


def test_a_list_says_when_it_leaves_out_the_reader(town: Town) -> None:
    cycle = month.opened(town, due=month.FAR)
    decided.ready(town, "trang", "nam")
    decided.decide_all(town, cycle, ["trang", "nam"])
    where, said = reverse("results:roster", args=[cycle.pk]), "không có kết quả của chính bạn"
    assert {key: said in town.client(key).get(where).content.decode() for key in ("trang", "lan", "ha")} == {
        "trang": True, "lan": False, "ha": False,
    }  # fmt: skip
    deciding = reverse("results:cycle", args=[cycle.pk])
    assert "Phiếu của chính bạn không có ở đây" in town.client("trang").get(deciding).content.decode()
    decided.close(town, cycle)
    decided.publish(town, cycle)
    assert said not in town.client("trang").get(where).content.decode()


def test_no_count_tells_a_reader_their_own_result_before_it_is_published(town: Town) -> None:
    """Three are excellent, one of them Trang, who reads: she counts two, everywhere, until it is published."""
    cycle = month.opened(town, due=month.FAR)
    decided.ready(town, nam=9500, hoa=9200, trang=9200, anh=8000, binh=8000)
    decided.decide_all(town, cycle, decided.STAFF)
    decided.close(town, cycle)

    def said(reader: str, name: str) -> str:
        return text_of(town.client(reader).get(reverse(f"results:{name}", args=[cycle.pk] if name != "index" else [])))

    label = "Hoàn thành xuất sắc nhiệm vụ"
    patterns = {
        "index": r"HTXSNV (\d+)", "roster": rf"{label}: (\d+)", "cycle": rf"{label}(\d+)",
        "publish": rf"(\d+) {label}",
    }  # fmt: skip
    for reader, number in (("lan", "3"), ("trang", "2")):
        counts = {name: set(re.findall(pattern, said(reader, name))) for name, pattern in patterns.items()}
        assert counts == {name: {number} for name in patterns}, reader
        ceiling = re.search(r"Tham mưu(\d) .* (\d) Vượt: cần xem lại ít nhất (\d) phiếu", said(reader, "cycle"))
        assert ceiling is not None
        assert ceiling.groups() == (str(int(number) + 2), number, number)
        assert ("Ngô Thu Trang" in said(reader, "cycle")) == (reader == "lan")
        assert ("cùng kết quả của chính bạn" in said(reader, "publish")) == (reader == "trang")
    decided.publish(town, cycle)
    assert set(re.findall(patterns["roster"], said("trang", "roster"))) == {"3"}


def test_a_large_cycle_is_closed_in_the_background(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from canbo.office.results.views import cycles as views

    monkeypatch.setattr(views, "MANY", 1)
    cycle = month.opened(town, due=month.FAR)
    decided.ready(town, "nam", "hoa")
    given = {"reason": "Những người còn lại nghỉ", "number": ""}
    assert town.client("lan").post(reverse("results:close", args=[cycle.pk]), given).status_code == 302
    job = Job.objects.get()
    assert jobs.perform(job).state == "done"
    assert (Decision.objects.count(), Closing.objects.count(), job.total) == (2, 1, 8)
    assert jobs.perform(job).state == "done"
    assert (Decision.objects.count(), Closing.objects.count()) == (2, 1)


def test_the_person_receives_petitions_and_is_answered(town: Town) -> None:
    published(town, "nam", day=timezone.localdate())
    client, told = town.client("nam"), notice(town, "nam")
    assert "chưa xác nhận" in client.get(reverse("results:mine")).content.decode()
    client.post(reverse("results:receive", args=[told.pk]))
    client.post(reverse("results:receive", args=[told.pk]))
    assert NoticeRead.objects.count() == 1
    where = reverse("results:petition_new", args=[told.pk])
    bad = client.post(where, {"text": "Xem lại", "file": SimpleUploadedFile("a.pdf", b"khong phai pdf")})
    assert (bad.status_code, Petition.objects.count()) == (422, 0)
    assert "Xem lại" in bad.content.decode()
    client.post(where, {"text": "Xem lại", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    row = Petition.objects.get()
    assert client.get(reverse("results:petition_file", args=[row.pk])).content == b"%PDF-1.7"
    assert town.client("hoa").get(reverse("results:petition_file", args=[row.pk])).status_code == 404
    answered = town.client("lan").post(
        reverse("results:petition", args=[row.pk]),
        {"accepted": "1", "manner": "dialogue", "text": "Bổ sung minh chứng", "level": "excellent"},
    )
    assert answered.status_code == 302
    assert "Hoàn thành xuất sắc nhiệm vụ" in client.get(reverse("results:mine")).content.decode()


def test_the_trace_says_whether_it_agrees_and_the_dossier_is_whole(town: Town, july: Cycle) -> None:
    sheet = month.sheet(town, "hoa")
    page = town.client("hoa").get(reverse("results:trace", args=[sheet.pk])).content.decode()
    assert "Khớp: kết quả tính lại đúng như quyết định" in page
    given = json.loads(town.client("hoa").get(reverse("results:dossier", args=[sheet.pk])).content)
    assert (given["form"], given["marks"], given["stated"]["level"]) == ("staff", list(month.STAFF), "good")
    row = Decision.objects.get(sheet=sheet)
    row.pk, row.corrects_id, row.total = None, row.pk, 9999
    row.save(force_insert=True)
    page = town.client("hoa").get(reverse("results:trace", args=[sheet.pk])).content.decode()
    assert "Không khớp" in page
    assert "tổng điểm tính lại là 88,13, hồ sơ ghi 99,99" in page


FRAME = {"issuer": "Phường An Bình", "place": "An Bình", "position": "Bí thư", "dated": "20/07/2026"}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_papers_are_made(town: Town, july: Cycle, ending: str) -> None:
    sheet = month.sheet(town, "hoa")
    start = {"pdf": b"%PDF-", "docx": b"PK"}[ending]
    for kind in ("phieu", "thong-bao", "giai-trinh"):
        made = town.client("hoa").get(reverse("results:paper", args=[sheet.pk, kind, ending]))
        assert made.content.startswith(start)
    for kind in ("tong-hop", "quyet-dinh"):
        made = town.client("lan").get(reverse("results:documents", args=[july.pk]), FRAME | {"tai": f"{kind}.{ending}"})
        assert made.content.startswith(start)
    assert town.client("hoa").get(reverse("results:paper", args=[sheet.pk, "phieu", "exe"])).status_code == 404


@pytest.mark.slow
def test_everybodys_papers_come_in_one_archive(town: Town, july: Cycle) -> None:
    where = reverse("results:documents", args=[july.pk])
    assert town.client("lan").post(where, FRAME | {"kind": "thong-bao"}).status_code == 302
    job = jobs.perform(Job.objects.get())
    assert (job.state, job.done) == ("done", 2)
    assert job.file is not None
    names = zipfile.ZipFile(io.BytesIO(files.read(job.file))).namelist()
    assert names == ["0001 Đỗ Thị Hoa.pdf", "0002 Phạm Quốc Nam.pdf", "0000 In cả tập 0001-0002.pdf"]
    assert town.client("lan").get(reverse("base:file", args=[job.file.pk])).status_code == 200
    assert town.client("trang").get(reverse("base:file", args=[job.file.pk])).status_code == 404


def test_a_correction_and_a_ground_by_page(town: Town, july: Cycle) -> None:
    sheet = month.sheet(town, "hoa")
    where = reverse("results:ground_person", args=[town.persons["hoa"].pk])
    ground = {"fact": "disciplined", "day": "12/07/2026", "document": "16/QĐ-UBND", "degree": "Khiển trách"}
    assert town.client("trang").post(where, ground | {"day": "99/07/2026"}).status_code == 422
    assert town.client("trang").post(where, ground).status_code == 302
    old = Decision.objects.get(sheet=sheet)
    where = reverse("results:correct", args=[sheet.pk])
    assert '<option value="not_completed" selected>' in town.client("lan").get(where).content.decode()
    given = {"level": "not_completed", "reason": "Có quyết định kỷ luật", "replaces": old.pk}
    assert town.client("lan").post(where, given).status_code == 302
    stale = town.client("lan").post(where, given)
    assert (stale.status_code, Decision.objects.filter(sheet=sheet).count()) == (422, 2)
    assert "vừa sửa kết quả" in stale.content.decode()


def test_who_reads_part_of_a_cycle_sees_that_part_and_nothing_unpublished_of_their_own(town: Town) -> None:
    cycle = month.opened(town)
    decided.ready(town, "mai", "nam", "anh", "trang")
    decided.decide_all(town, cycle, ["mai", "nam", "anh", "trang"])
    head = town.client("lan").get(reverse("results:cycle", args=[cycle.pk]) + "?show=xong").content.decode()
    assert ("Hoàng Ngọc Ánh" in head, "Lê Thị Mai" in head, "trong tỷ lệ" in head or "vượt" in head) == (
        True,
        True,
        True,
    )
    for name in ("cycle", "roster"):
        where = reverse(f"results:{name}", args=[cycle.pk]) + ("?show=xong" if name == "cycle" else "")
        page = town.client("mai").get(where).content.decode().partition("<main")[2]
        assert ("Phạm Quốc Nam" in page, "Hoàng Ngọc Ánh" in page, "Lê Thị Mai" in page) == (True, False, False)
        assert "Tỷ lệ “" not in page
        page = town.client("trang").get(where).content.decode().partition("<main")[2]
        assert ("Hoàng Ngọc Ánh" in page, "Ngô Thu Trang" in page) == (True, False)

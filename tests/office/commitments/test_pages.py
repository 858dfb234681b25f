"""The pages: each role gets what it may; lists take the same queries for few and many; papers and sheets come out."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.commitments import queries
from canbo.office.commitments.models import Commitment, CommitmentReminder, CommitmentSigning, CommitmentState
from canbo.office.people.access import Viewer
from canbo.paperwork.spreadsheet import open_workbook
from tests.office.commitments import year
from tests.town import PASSWORD, Town


@pytest.fixture
def ward(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The round of 2026 opened, seen on 20 January."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: year.DAY)
    year.opened(town)
    return town


def page(town: Town, key: str, name: str, *args: object, **query: Any) -> Any:
    return town.client(key).get(year.url(name, *args), query)


def test_a_person_writes_and_signs(ward: Town) -> None:
    pk, nam = year.of(ward, "nam").pk, ward.client("nam")
    assert "Viết và ký" in nam.get(year.url("mine")).content.decode()
    shown = nam.get(year.url("commitment", pk)).content.decode()
    assert shown.count("<textarea") == 6
    assert "29/01/2026" in shown
    assert "còn 9 ngày" in shown
    saved = nam.post(year.url("draft", pk), {"w1": "Trả lời dân trong ngày", "version": "0"})
    assert saved.json() == {"ok": True, "version": 1, "errors": {}, "message": ""}
    stale = nam.post(year.url("draft", pk), {"w1": "Khác", "version": "0"})
    assert (stale.status_code, stale.json()["version"]) == (409, 1)
    kept = nam.post(year.url("commitment", pk), {"w1": "Khác", "version": "0", "do": "sign"})
    assert kept.status_code == 409
    assert "Khác</textarea>" in kept.content.decode()
    long = nam.post(year.url("commitment", pk), {"w1": "a" * 1001, "version": "1"})
    assert long.status_code == 422
    assert "dài hơn 1000 ký tự" in long.content.decode()
    onward = nam.post(year.url("commitment", pk), {"w1": "Trả lời dân trong ngày", "version": "1", "do": "sign"})
    assert onward.headers["Location"] == year.url("sign", pk)
    assert "Trả lời dân trong ngày" in nam.get(year.url("sign", pk)).content.decode()
    wrong = nam.post(year.url("sign", pk), {"do": "here", "password": "sai"})
    assert wrong.status_code == 422
    assert "Mật khẩu không đúng" in wrong.content.decode()
    signed = nam.post(year.url("sign", pk), {"do": "here", "password": PASSWORD}, follow=True).content.decode()
    assert "Đã ký bản cam kết" in signed
    assert "Chờ cấp trên ký" in signed
    assert "<textarea" not in signed
    assert nam.get(year.url("sign", pk)).status_code == 404


def test_the_superior_signs_many_in_the_background(ward: Town) -> None:
    for key in ("nam", "hoa", "trang"):
        year.sign(ward, key, key)
    mai = ward.client("mai")
    shown = mai.get(year.url("waiting")).content.decode()
    assert [name in shown for name in ("Phạm Quốc Nam", "Đỗ Thị Hoa", "Ngô Thu Trang")] == [True] * 3
    ids = [year.of(ward, key).pk for key in ("nam", "hoa")]
    wrong = mai.post(year.url("waiting"), {"do": "sign", "commitment": ids, "password": "sai"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("checked") == 2
    none = mai.post(year.url("waiting"), {"do": "sign", "password": PASSWORD})
    assert "Chưa chọn bản cam kết nào" in none.content.decode()
    strangers = [year.of(ward, "anh").pk]
    mai.post(year.url("waiting"), {"do": "sign", "commitment": ids + strangers, "password": PASSWORD})
    job = Job.objects.get(kind="commitments.sign")
    assert job.arguments["commitments"] == ids
    assert jobs.perform(job).message == "Đã ký 2 bản cam kết."
    back = mai.post(
        year.url("waiting"), {"do": "return", "commitment": year.of(ward, "trang").pk, "reason": "Thiếu"}, follow=True
    )
    assert "Đã trả lại 1 bản cam kết" in back.content.decode()
    assert "Không có bản cam kết nào đang chờ bạn ký" in mai.get(year.url("waiting")).content.decode()
    stages = dict(CommitmentState.objects.exclude(stage="subject").values_list("commitment_id", "stage"))
    assert stages == dict.fromkeys(ids, "done")


def test_the_board_leads_to_the_list_and_the_list_reminds_and_exports(ward: Town) -> None:
    year.sign(ward, "nam", "nam")
    trang = ward.client("trang")
    board = trang.get(year.url("index")).content.decode()
    assert "hạn ký 29/01/2026" in board
    assert "Mở đợt ký" in board
    listed = trang.get(year.url("people"), {"year": "2026", "key": "subject", "q": "hoa"}).content.decode()
    assert "Đỗ Thị Hoa" in listed
    assert "Phạm Quốc Nam" not in listed
    hoa = year.of(ward, "hoa").pk
    told = trang.post(year.url("people"), {"do": "remind", "commitment": [hoa]}, follow=True).content.decode()
    assert "Đã nhắc 1 người" in told
    assert "đã nhắc 1 lần" in told
    assert CommitmentReminder.objects.get().part == "subject"
    assert "Đã được nhắc 1 lần" in page(ward, "hoa", "commitment", hoa).content.decode()
    sheet = open_workbook(trang.get(year.url("export"), {"year": 2026}).content, "a.xlsx").sheets[0]
    rows = {row[1]: row for row in sheet.cells}
    assert rows["Phạm Quốc Nam"][7] == "Chờ cấp trên ký"
    assert rows["Phạm Quốc Nam"][10] == "Lê Thị Mai"
    assert len([row for row in sheet.cells if isinstance(row[0], float | int)]) == 9


def test_papers_come_one_by_one_and_as_one_file(ward: Town) -> None:
    year.sign(ward, "nam", "nam")
    pk, trang = year.of(ward, "nam").pk, ward.client("trang")
    signed = trang.get(year.url("paper", pk, "pdf"))
    assert signed.content.startswith(b"%PDF")
    assert b"/ByteRange" in signed.content
    assert trang.get(year.url("paper", pk, "docx")).content.startswith(b"PK")
    assert b"/ByteRange" not in trang.get(year.url("paper", year.of(ward, "hoa").pk, "pdf")).content
    trang.post(year.url("people"), {"do": "papers", "commitment": [pk, year.of(ward, "hoa").pk]})
    job = jobs.perform(Job.objects.get(kind="commitments.papers"))
    assert job.message == "2 bản cam kết trong một tệp nén."
    data = trang.get(reverse("base:file", args=[job.file_id])).content
    assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == 2


def test_a_round_is_opened_step_by_step(town: Town) -> None:
    year.adopt(town)
    trang, ward = town.client("trang"), town.units["ward"].pk
    chosen = trang.get(year.url("open"), {"unit": ward})
    adoption = chosen.context["adoptions"][0].pk
    given = {"unit": ward, "adoption": adoption, "year": date.today().year, "prefill": "blank", "due": "31/02/2026"}
    assert trang.get(year.url("open"), given).status_code == 422
    shown = trang.get(year.url("open"), given | {"due": ""}).content.decode()
    assert "Lập 9 bản cam kết" in shown
    assert "Lao động hợp đồng 1" in shown
    done = trang.post(year.url("open"), given | {"due": ""}, follow=True).content.decode()
    assert "Đã lập 9 bản cam kết" in done
    again = trang.post(year.url("open"), given | {"due": ""})
    assert again.status_code == 422
    assert "đã có bản cam kết" in again.content.decode()
    assert Commitment.objects.count() == 9


FOREIGN = [
    # page, and who gets in
    ("commitment", "lan mai nam trang ha khoa duc"),
    ("paper", "lan mai nam trang ha khoa duc"),
    ("return", "mai nam"),
    ("withdraw", "mai trang"),
    ("sign", "mai"),
]


@pytest.mark.parametrize(("name", "allowed"), FOREIGN)
def test_each_role_gets_in_where_it_may_and_nowhere_else(ward: Town, name: str, allowed: str) -> None:
    year.sign(ward, "nam", "nam")
    pk = year.of(ward, "nam").pk
    where = year.url(name, pk, "pdf") if name == "paper" else year.url(name, pk)
    answers = {key: ward.client(key).get(where).status_code for key in ward.accounts}
    assert {key for key, status in answers.items() if status == 200} == set(allowed.split())
    assert set(answers.values()) == {200, 404}
    assert Client().get(where).status_code == 302


def test_a_stranger_posts_to_nothing(ward: Town) -> None:
    pk = year.of(ward, "nam").pk
    for key in ("hoa", "xa", "quan_tri", "lan", "trang"):
        client = ward.client(key)
        assert client.post(year.url("draft", pk), {"w1": "x", "version": 0}).status_code == 404
        assert client.post(year.url("sign", pk), {"do": "here", "password": PASSWORD}).status_code == 404
        assert client.post(year.url("paper_to_sign", pk)).status_code == 404
    for key in ("nam", "xa", "quan_tri"):
        assert ward.client(key).post(year.url("people"), {"do": "remind", "commitment": [pk]}).status_code == 404
        assert ward.client(key).get(year.url("export")).status_code == 404
    for key in ("nam", "lan", "khoa", "quan_tri"):
        assert ward.client(key).get(year.url("open")).status_code == 404
    assert CommitmentSigning.objects.count() == 0


def test_a_file_that_is_not_the_paper_is_refused(ward: Town) -> None:
    pk, nam = year.of(ward, "nam").pk, ward.client("nam")
    original = nam.post(year.url("paper_to_sign", pk))
    assert original.content.startswith(b"%PDF")
    assert nam.post(year.url("paper_to_sign", pk)).content == original.content
    for name, data in (("a.pdf", original.content), ("a.pdf", b"%PDF-1.7 khong phai"), ("a.docx", b"PK\x03\x04")):
        upload = SimpleUploadedFile(name, data, "application/pdf")
        answer = nam.post(year.url("sign", pk), {"do": "outside", "file": upload})
        assert answer.status_code == 422, name
    assert CommitmentSigning.objects.count() == 0


def test_lists_take_the_same_queries_for_few_and_many(ward: Town) -> None:
    def counted(who: str, name: str, **query: Any) -> int:
        client = ward.client(who)
        client.get(year.url(name), query)
        with CaptureQueriesContext(connection) as made:
            assert client.get(year.url(name), query).status_code == 200
        return len(made)

    year.sign(ward, "nam", "nam")
    few = counted("trang", "people", year=2026, key="superior"), counted("mai", "waiting"), counted("trang", "index")
    for key in ("hoa", "trang"):
        year.sign(ward, key, key)
    many = counted("trang", "people", year=2026, key="superior"), counted("mai", "waiting"), counted("trang", "index")
    assert few == many
    assert max(many) <= 22


def test_what_waits_and_what_is_due(ward: Town) -> None:
    nam = Viewer(ward.accounts["nam"], year.DAY)
    pk = year.of(ward, "nam").pk
    assert [(one.commitment, one.year, one.due) for one in queries.waiting(nam).own] == [(pk, 2026, year.LAST)]
    span = (year.DAY, year.DAY + timedelta(days=30))
    assert queries.dues(nam, *span) == [queries.Due(year.LAST, 2026, commitment=pk)]
    year.sign(ward, "nam", "nam")
    mai = queries.waiting(Viewer(ward.accounts["mai"], year.DAY))
    assert (mai.to_countersign, mai.countersign_due, len(mai.own)) == (1, year.LAST, 1)
    office = [ward.units["office"].path]
    assert queries.dues(Viewer(ward.accounts["ha"], year.DAY), *span, paths=office) == [
        queries.Due(year.LAST, 2026, people=3)
    ]

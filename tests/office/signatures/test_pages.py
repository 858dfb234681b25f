"""The room's pages: who gets in, what they say, how many queries a list takes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from canbo.office.base import files, jobs
from canbo.office.base.models import Agency, Job, StoredFile
from canbo.office.people.models import Unit
from canbo.office.signatures import actions
from canbo.office.signatures.models import PersonCertificate, SealKey, Signature, Trusted
from tests.office.signatures import kit
from tests.paperwork.signing import pki
from tests.paperwork.signing.papers import paper
from tests.town import PASSWORD

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.town import Town


def got(town: Town, who: str, name: str, *keys: int, **given: Any) -> HttpResponse:
    return town.client(who).get(reverse(f"signatures:{name}", args=keys), given)  # type: ignore[return-value]


def sent(town: Town, who: str, name: str, *keys: int, **given: Any) -> HttpResponse:
    return town.client(who).post(reverse(f"signatures:{name}", args=keys), given)  # type: ignore[return-value]


def pdf(data: bytes, name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_signed_paper_is_open_to_its_signer_and_who_reads_all(town: Town) -> None:
    kit.confirm(town, "nam")
    row = kit.seal(town, "nam", "nam")
    assert [got(town, who, "file", row.pk).status_code for who in ("nam", "trang", "lan", "khoa", "duc")] == [200] * 5
    assert [got(town, who, "file", row.pk).status_code for who in ("hoa", "quan_tri", "xa", "ha")] == [404] * 4
    assert "cam-ket.pdf" in got(town, "trang", "index").content.decode()
    assert "cam-ket.pdf" not in got(town, "hoa", "index").content.decode()


def test_the_list_takes_the_same_queries_for_one_and_three(town: Town) -> None:
    kit.confirm(town, "nam")
    client = town.client("trang")
    counts = []
    for number in (1, 2):
        for extra in range(number):
            kit.seal(town, "nam", "nam", name=f"{number}-{extra}.pdf")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("signatures:index"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    answer = client.get(reverse("signatures:index"), {"xuat": "xlsx"})
    assert answer.content[:2] == b"PK"


def test_checking_a_paper_says_what_stands(town: Town) -> None:
    kit.confirm(town, "nam")
    row = kit.seal(town, "nam", "nam")
    good = sent(town, "hoa", "check", file=pdf(files.read(row.file))).content.decode()
    assert ("tất cả hợp lệ" in good, "Phường An Bình (con dấu nội bộ)" in good) == (True, True)
    broken = bytearray(files.read(row.file))
    broken[400] ^= 1
    bad = sent(town, "hoa", "check", file=pdf(bytes(broken))).content.decode()
    assert "Nội dung đã bị sửa sau khi ký" in bad
    assert "không có chữ ký số nào" in sent(town, "hoa", "check", file=pdf(paper())).content.decode()
    answer = sent(town, "hoa", "check", file=pdf(b"khong phai pdf"))
    assert (answer.status_code, "không phải là PDF" in answer.content.decode()) == (422, True)
    stranger = sent(town, "xa", "check", file=pdf(files.read(row.file))).content.decode()
    assert "không thuộc danh sách tin cậy" in stranger


def archive(**papers: bytes) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in papers.items():
            made.writestr(f"thu muc/{name}.pdf", data)
    return SimpleUploadedFile("nhieu.zip", buffer.getvalue())


def test_a_batch_is_sealed_in_the_background(town: Town) -> None:
    given = {"file": archive(a=paper("A"), b=paper("B")), "reason": "Ban hành", "password": PASSWORD}
    assert sent(town, "trang", "batch", **given).status_code == 302
    job = jobs.perform(Job.objects.get())
    assert (job.state, job.message) == ("done", "Đã đóng dấu 2 văn bản.")
    assert [(row.name, row.way, row.reason) for row in Signature.objects.order_by("name")] == [
        ("a.pdf", "server", "Ban hành"), ("b.pdf", "server", "Ban hành"),
    ]  # fmt: skip
    jobs.perform(job)
    assert Signature.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "sai"}, "Mật khẩu không đúng"),
        ({"file": archive(a=paper(), b=b"PK")}, "“b.pdf”: Nội dung tệp không phải là .pdf"),
        ({"file": SimpleUploadedFile("a.zip", b"PK\x03\x04hong")}, "Không mở được tệp nén"),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04")}, "“a.docx” không phải là PDF"),
        ({"file": archive()}, "Tệp nén không có văn bản nào"),
    ],
)
def test_a_bad_batch_keeps_nothing(town: Town, changed: dict[str, Any], said: str) -> None:
    given = {"file": archive(a=paper()), "reason": "Ban hành", "password": PASSWORD} | changed
    given["file"].seek(0)
    answer = sent(town, "trang", "batch", **given)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert (Job.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_certificate_is_claimed_confirmed_and_ended_on_screen(town: Town) -> None:
    assert sent(town, "nam", "mine", file=pdf(pki.person().der, "a.cer")).status_code == 302
    row = PersonCertificate.objects.get()
    assert "Chờ xác nhận" in got(town, "nam", "mine").content.decode()
    assert "Phạm Quốc Nam" in got(town, "trang", "waiting").content.decode()
    assert [got(town, who, "rule", row.pk).status_code for who in ("trang", "mai", "nam", "hoa", "quan_tri")] == [
        200, 200, 404, 404, 404,
    ]  # fmt: skip
    assert sent(town, "trang", "rule", row.pk, verdict="refused").status_code == 422
    assert sent(town, "trang", "rule", row.pk, verdict="confirmed").status_code == 302
    assert sent(town, "hoa", "end_mine", row.pk).status_code == 404
    assert sent(town, "nam", "end_mine", row.pk).status_code == 302
    assert "Thôi dùng" in got(town, "trang", "rule", row.pk).content.decode()


def test_a_signed_pdf_tells_its_certificate(town: Town) -> None:
    from canbo.paperwork.signing.sealing import seal

    signed = seal(paper(), pki.person().key, at=pki.NOW).paper
    assert sent(town, "nam", "mine", file=pdf(signed)).status_code == 302
    assert PersonCertificate.objects.get().subject == "Phạm Quốc Nam"
    answer = sent(town, "nam", "mine", file=pdf(paper()))
    assert "chưa có chữ ký số nào" in answer.content.decode()


def test_keys_and_trust_are_kept_on_screen(town: Town) -> None:
    assert [got(town, who, "keys").status_code for who in ("quan_tri", "trang", "lan", "khoa")] == [200] * 4
    assert [got(town, who, "keys").status_code for who in ("nam", "ha", "xa")] == [404] * 3
    own = pki.make("UBND phường An Bình", pki.root())
    where = f"?agency={kit.agency(town)}"
    client = town.client("quan_tri")

    def post(name: str, *keys: int, **given: Any) -> int:
        return client.post(reverse(f"signatures:{name}", args=keys) + where, given).status_code

    assert post("add_trusted", file=pdf(pki.root().der, "goc.cer")) == 302
    assert post("add_file", file=pdf(own.pkcs12("mat-khau"), "a.p12"), secret="sai") == 422
    assert post("add_file", file=pdf(own.pkcs12("mat-khau"), "a.p12"), secret="mat-khau") == 302
    assert post("renew") == 302
    assert post("add_token", token="a", label="b") == 422
    assert post("add_list", file=pdf(b"khong phai", "a.crl")) == 422
    key = SealKey.objects.get(kind="file")
    assert post("end_key", key.pk, reason="Đổi tên cơ quan") == 302
    assert post("end_trusted", Trusted.objects.get().pk, reason="Thử") == 302
    page = client.get(reverse("signatures:keys") + where).content.decode()
    assert ("Đổi tên cơ quan" in page, "Đang dùng con dấu nội bộ" in page) == (True, True)
    assert client.get(reverse("signatures:certificate", args=[key.pk])).content.startswith(b"-----BEGIN CERTIFICATE")


def test_one_of_many_agencies_is_found_by_its_name(town: Town) -> None:
    """Sixty schools below the ward: for its officer, and for the administrator of the district."""
    ward = town.units["ward"]
    for number in range(60):
        agency = Agency.objects.create(code=f"TH{number}", name=f"Trường Tiểu học số {number}")
        Unit.objects.create(
            code=agency.code, name=agency.name, parent=ward, path=f"{ward.path}y{number:06d}", agency=agency,
            is_agency=True, valid_from=ward.valid_from,
        )  # fmt: skip
    last = Agency.objects.get(code="TH59").pk

    def shown(who: str, name: str, **asked: Any) -> str:
        answer = town.client(who).get(reverse(f"signatures:{name}"), asked)
        assert answer.status_code == 200
        return str(answer.content.decode())

    for who, name, first, number in (("quan_tri", "keys", "district", 62), ("trang", "batch", "ward", 61)):
        first = town.units[first].name
        own = shown(who, name)
        assert (f": {first}</h1>" in own, f"{number} cơ quan" in own, "Trường Tiểu học" in own) == (True, True, False)
        some = shown(who, name, q="TIEU HOC SO 59")
        assert re.findall(r'<a href="\?agency=(\d+)">([^<]+)</a>', some) == [(str(last), "Trường Tiểu học số 59")]
        assert ": Trường Tiểu học số 59</h1>" in shown(who, name, agency=last)
        every = shown(who, name, q="")
        assert (every.count('<a href="?agency='), f"trong {number} cơ quan" in every) == (50, True)
        assert "Không có cơ quan nào khớp." in shown(who, name, q="không có")
        assert f": {first}</h1>" in shown(who, name, agency=town.units["school"].agency_id)  # not theirs
    client = town.client("quan_tri")
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("signatures:renew"), {"agency": last})
    assert len(asked) == 4  # not one for each agency


def test_verify_agrees_with_the_page_about_other_agencies(town: Town) -> None:
    kit.confirm(town, "nam")
    row = kit.seal(town, "nam", "nam")
    school = town.units["school"].agency_id
    assert not actions.verify(files.read(row.file), school).good

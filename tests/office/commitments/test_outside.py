"""Signed with a certificate of one's own: the PDF brought back, or the digest signed by a token. The same record."""

from __future__ import annotations

import base64
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.commitments import actions
from canbo.office.commitments.models import CommitmentSigning
from canbo.office.signatures.actions.checking import verify
from canbo.paperwork.signing.sealing import seal
from tests.office.commitments import year
from tests.office.signatures import kit
from tests.paperwork.signing import pki

if TYPE_CHECKING:
    from tests.paperwork.signing.pki import Holder
    from tests.town import Town


def asked(town: Town, who: str, about: str) -> bytes:
    """The PDF to sign, as it is given out."""
    given: dict[str, Any] = {"actor": town.accounts[who], "person": town.persons[who], "today": year.DAY}
    return files.read(actions.paper_to_sign(commitment=year.of(town, about).pk, **given))


def brought(town: Town, who: str, about: str, pdf: bytes) -> CommitmentSigning:
    given: dict[str, Any] = {"actor": town.accounts[who], "person": town.persons[who], "today": year.DAY}
    return actions.accept_signed(commitment=year.of(town, about).pk, pdf=pdf, name="a.pdf", **given)


def signed(pdf: bytes, holder: Holder, space: int = 1) -> bytes:
    """Signed by a tool that puts its stamp where the paper asks for it."""
    return seal(pdf, holder.key, at=timezone.localtime(), stamp=replace(kit.STAMP, space=space)).paper


@pytest.fixture
def ward(town: Town) -> Town:
    """The round opened; Nam's and Mai's certificates confirmed, their issuer trusted."""
    year.opened(town)
    kit.trust(town, pki.root(), pki.between())
    kit.certified(town, "nam", pki.person())
    kit.certified(town, "mai", pki.person("Lê Thị Mai"))
    return town


def test_both_sign_outside_on_one_paper(ward: Town) -> None:
    mine = brought(ward, "nam", "nam", signed(asked(ward, "nam", "nam"), pki.person()))
    assert (mine.part, mine.signature.way, mine.signature.subject) == ("subject", "upload", "Phạm Quốc Nam")
    above = brought(ward, "mai", "nam", signed(asked(ward, "mai", "nam"), pki.person("Lê Thị Mai"), 0))
    assert (above.part, above.signature.subject) == ("superior", "Lê Thị Mai")
    assert year.case(ward, "nam").stage == "done"
    report = verify(files.read(above.signature.file), above.agency_id)
    assert (report.good, len(report.findings)) == (True, 2)


def test_ways_mix_on_one_paper(ward: Town) -> None:
    brought(ward, "nam", "nam", signed(asked(ward, "nam", "nam"), pki.person()))
    above = year.sign(ward, "mai", "nam")
    assert above.signature.way == "reauth"
    assert [finding.whole for finding in verify(files.read(above.signature.file), above.agency_id).findings] == [
        True,
        True,
    ]


def test_anothers_signature_or_another_paper_is_refused_and_nothing_is_written(ward: Town) -> None:
    paper = asked(ward, "nam", "nam")
    with pytest.raises(ActionError, match="đã được xác nhận là của người khác"):
        brought(ward, "nam", "nam", signed(paper, pki.person("Lê Thị Mai")))
    with pytest.raises(ActionError, match="không phải là văn bản đã tải về"):
        brought(ward, "nam", "nam", signed(asked(ward, "hoa", "hoa"), pki.person()))
    with pytest.raises(ActionError, match="chưa có chữ ký số mới"):
        brought(ward, "nam", "nam", paper)
    with pytest.raises(NotTheirs):
        brought(ward, "hoa", "nam", signed(paper, pki.person()))
    # Written on after the paper was given out: what is signed is the text of now.
    key = year.case(ward, "nam").form.items[0].key
    year.write(ward, "nam", {key: "Trả lời dân trong ngày"})
    with pytest.raises(ActionError, match="không phải là văn bản đã tải về"):
        brought(ward, "nam", "nam", signed(paper, pki.person()))
    assert CommitmentSigning.objects.count() == 0


def test_nobody_puts_a_stamp_in_anothers_place_or_over_the_words(ward: Town) -> None:
    paper = asked(ward, "nam", "nam")
    for stamp in (replace(kit.STAMP, space=0), kit.STAMP, replace(kit.STAMP, page=0, box=(85, 500, 300, 560))):
        with pytest.raises(ActionError, match="trong ô trống ngay trên họ tên của bạn, hoặc chọn ký không hiển thị"):
            brought(ward, "nam", "nam", seal(paper, pki.person().key, at=timezone.localtime(), stamp=stamp).paper)
    unseen = seal(paper, pki.person().key, at=timezone.localtime()).paper
    assert brought(ward, "nam", "nam", unseen).signature.way == "upload"


def test_the_paper_bears_the_day_of_its_signing(ward: Town, tmp_path: Path) -> None:
    """Given out on 20 January, signed here on the 22nd: printed anew. Signed outside on the 20th and brought late: that
    paper is taken as it is, and the signing is marked late."""

    def dated(pdf: bytes) -> str:
        (tmp_path / "a.pdf").write_bytes(pdf)
        told = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
        return re.findall(r"ngày (\d+) tháng 0?1 năm 2026", told.stdout.decode())[0]

    early = {who: asked(ward, who, who) for who in ("nam", "mai")}
    assert [dated(pdf) for pdf in early.values()] == ["20", "20"]
    here = year.sign(ward, "nam", "nam", today=date(2026, 1, 22))
    assert (dated(files.read(here.signature.file)), here.late) == ("22", False)
    above = year.sign(ward, "mai", "nam", today=date(2026, 1, 24))
    assert dated(files.read(above.signature.file)) == "22"
    given: dict[str, Any] = {"actor": ward.accounts["mai"], "person": ward.persons["mai"]}
    about = year.of(ward, "mai").pk
    actions.paper_to_sign(commitment=about, today=date(2026, 1, 31), **given)
    pdf = signed(early["mai"], pki.person("Lê Thị Mai"))
    late = actions.accept_signed(commitment=about, pdf=pdf, name="a.pdf", today=date(2026, 1, 31), **given)
    assert (dated(files.read(late.signature.file)), late.late) == ("20", True)


def test_the_file_goes_through_the_page(ward: Town) -> None:
    pk, nam = year.of(ward, "nam").pk, ward.client("nam")
    paper = nam.post(year.url("paper_to_sign", pk)).content
    upload = SimpleUploadedFile("cam-ket.pdf", signed(paper, pki.person()), "application/pdf")
    done = nam.post(year.url("sign", pk), {"do": "outside", "file": upload}, follow=True)
    assert "Đã ký bản cam kết" in done.content.decode()
    assert CommitmentSigning.objects.get().signature.way == "upload"


def test_a_token_signs_the_digest(ward: Town) -> None:
    pk, nam = year.of(ward, "nam").pk, ward.client("nam")
    certificate = SimpleUploadedFile("nam.cer", pki.person().der)
    told = nam.post(year.url("token_begin", pk), {"certificate": certificate}).json()
    answer = pki.person().key.sign(base64.b64decode(told["attributes"]))
    given = {"signature": base64.b64encode(answer).decode()}
    other = year.of(ward, "mai").pk
    assert ward.client("hoa").post(year.url("token_end", pk, told["request"]), given).status_code == 404
    assert ward.client("mai").post(year.url("token_end", other, told["request"]), given).status_code == 404
    done = nam.post(year.url("token_end", pk, told["request"]), given)
    assert (done.status_code, done.json()["part"]) == (201, "subject")
    assert CommitmentSigning.objects.get().signature.way == "token"
    again = nam.post(year.url("token_end", pk, told["request"]), given)
    assert again.status_code == 422
    assert nam.post(year.url("token_begin", pk)).status_code == 422


def test_a_request_for_one_paper_does_not_sign_another(ward: Town) -> None:
    given: dict[str, Any] = {"actor": ward.accounts["mai"], "person": ward.persons["mai"], "today": year.DAY}
    year.sign(ward, "nam", "nam")
    request = actions.start_token(commitment=year.of(ward, "nam").pk, certificate=pki.person("Lê Thị Mai").der, **given)
    answer = pki.person("Lê Thị Mai").key.sign(bytes(request.attributes))
    with pytest.raises(ActionError, match="không phải cho bản cam kết đang chờ ký"):
        actions.finish_token(commitment=year.of(ward, "mai").pk, request=request, answer=answer, **given)
    assert (
        actions.finish_token(commitment=year.of(ward, "nam").pk, request=request, answer=answer, **given).part
        == "superior"
    )

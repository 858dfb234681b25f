"""Papers signed outside: taken when they are that paper, signed by that person, with a certificate that stands."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.signatures import actions
from canbo.office.signatures.models import Signature, Trusted
from canbo.paperwork.signing.sealing import seal
from tests.office.signatures import kit
from tests.paperwork.signing import forged, pki
from tests.paperwork.signing.papers import paper, redrawn, rewritten, with_note
from tests.paperwork.signing.pki import Holder

if TYPE_CHECKING:
    from tests.town import Town


def signed(holder: Holder, data: bytes = b"") -> bytes:
    return seal(data or paper(), holder.key, at=timezone.localtime(), stamp=kit.STAMP).paper


def refused(town: Town, pdf: bytes, said: str, **given: str) -> None:
    with pytest.raises(ActionError, match=said):
        kit.upload(town, pdf, **given)
    assert Signature.objects.count() == 0


def test_a_paper_signed_by_its_person_is_taken(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    row = kit.upload(town, signed(pki.person()))
    assert (row.way, row.person, row.subject) == ("upload", town.persons["nam"], "Phạm Quốc Nam")
    assert actions.verify(files.read(row.file), row.agency_id).good


def test_a_tool_that_writes_the_file_anew_is_taken(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    assert kit.upload(town, signed(pki.person(), rewritten(paper()))).way == "upload"


def test_another_paper_is_refused(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    others = (paper("Một văn bản khác"), paper(pages=2), redrawn(paper(), b"BT ET"), with_note(paper(), "Trừ mục 3"))
    for other in others:
        refused(town, signed(pki.person(), other), "không phải là văn bản đã tải về")


def test_words_under_the_place_of_a_signature_nobody_made_are_refused(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    writer = forged.Writer(io.BytesIO(paper()))
    forged.empty_field_with_words(writer, writer.find_page_for_modification(0)[0])
    refused(town, signed(pki.person(), forged.written(writer)), "có thêm một ô chữ ký không được ký")


def test_a_stamp_over_the_words_is_refused_and_an_unseen_signature_taken(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    over = replace(kit.STAMP, page=0, box=forged.OVER_WORDS)
    stamped = seal(paper(), pki.person().key, at=timezone.localtime(), stamp=over).paper
    refused(town, stamped, "đặt hình chữ ký ở lề dưới của trang")
    assert kit.upload(town, seal(paper(), pki.person().key, at=timezone.localtime()).paper).way == "upload"


def test_a_paper_changed_after_signing_is_refused(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    broken = bytearray(signed(pki.person()))
    broken[300] ^= 1
    refused(town, bytes(broken), "không được chấp nhận")
    refused(town, with_note(signed(pki.person()), "Trừ mục 3"), "Sau chữ ký này")
    refused(town, paper(), "chưa có chữ ký số mới")
    refused(town, b"%PDF-1.7 hong", "không phải là PDF")
    refused(town, b"PK\x03\x04", "không phải là .pdf")


def test_a_certificate_of_another_or_of_nobody_is_refused(town: Town) -> None:
    kit.trust(town)
    refused(town, signed(pki.person()), "chưa được xác nhận là của Phạm Quốc Nam")
    kit.certified(town, "hoa", pki.person("Đỗ Thị Hoa"))
    refused(town, signed(pki.person("Đỗ Thị Hoa")), "đã được xác nhận là của người khác")


def test_an_untrusted_certificate_is_refused(town: Town) -> None:
    kit.certified(town, "nam", pki.person())
    refused(town, signed(pki.person()), "không thuộc danh sách tin cậy")


def test_an_expired_certificate_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.trust(town)
    now = timezone.now()
    holder = pki.make("Phạm Quốc Nam", pki.root(), until=now + timedelta(days=1))
    kit.certified(town, "nam", holder)
    data = signed(holder)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=2))
    refused(town, data, "đã hết hạn")


def test_a_revoked_certificate_is_refused(town: Town) -> None:
    kit.trust(town)
    holder = pki.make("Phạm Quốc Nam", pki.root())
    kit.certified(town, "nam", holder)
    now = timezone.now()
    lists = pki.revoked(pki.root(), holder, at=now - timedelta(days=1), until=now + timedelta(days=6))
    actions.add_list(actor=town.accounts["quan_tri"], agency_id=kit.agency(town), data=lists, name="goc.crl")
    refused(town, signed(holder), "đã bị thu hồi")


def test_trust_that_ended_takes_nothing_new_and_keeps_what_was_taken(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    taken = kit.upload(town, signed(pki.person()))
    row = Trusted.objects.get()
    actions.end_trusted(actor=town.accounts["quan_tri"], trusted=row, reason="Nơi cấp ngừng hoạt động")
    with pytest.raises(ActionError, match="không thuộc danh sách tin cậy"):
        kit.upload(town, signed(pki.person()))
    assert actions.verify(files.read(taken.file), taken.agency_id).good


def test_the_second_signer_adds_to_the_first(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    kit.certified(town, "lan", pki.person("Trần Thị Lan"))
    first = kit.upload(town, signed(pki.person()))
    both = signed(pki.person("Trần Thị Lan"), files.read(first.file))
    second = kit.upload(town, both, "lan", "lan", original=first.file)
    findings = actions.verify(both, second.agency_id).findings
    signers = [finding.certificate.subject for finding in findings if finding.certificate]
    assert signers == ["Phạm Quốc Nam", "Trần Thị Lan"]
    with pytest.raises(ActionError, match="2 chữ ký mới"):
        kit.upload(town, both, "lan", "lan")


def test_only_the_person_or_the_officer_brings_it(town: Town) -> None:
    kit.trust(town)
    kit.certified(town, "nam", pki.person())
    refused(town, signed(pki.person()), "hoặc cán bộ tổ chức phụ trách", who="hoa")
    assert kit.upload(town, signed(pki.person()), "trang").account == town.accounts["trang"]

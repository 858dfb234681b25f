"""Signing with a person's own token: the two steps as actions, and through the JSON door."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.signatures import actions, tokens
from canbo.office.signatures.models import Signature, SigningRequest
from tests.office.signatures import kit
from tests.paperwork.signing import pki
from tests.paperwork.signing.papers import paper
from tests.paperwork.signing.pki import Holder

if TYPE_CHECKING:
    from tests.town import Town


def signature(holder: Holder, digest: bytes) -> bytes:
    assert isinstance(holder.private, ec.EllipticCurvePrivateKey)
    return holder.private.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))


def start(town: Town, who: str = "nam", holder: Holder | None = None, **given: Any) -> SigningRequest:
    wanted: dict[str, Any] = {"pdf": paper(), "name": "cam-ket.pdf", "stamp": kit.STAMP}
    return actions.start_external(
        actor=town.accounts[who], person=town.persons["nam"], agency_id=kit.agency(town),
        certificate=(holder or pki.person()).der, **(wanted | given),
    )  # fmt: skip


@pytest.fixture
def ready(town: Town) -> Town:
    kit.trust(town, pki.root(), pki.between())
    kit.certified(town, "nam", pki.person())
    return town


def test_a_token_signs_what_was_prepared(ready: Town) -> None:
    request = start(ready, reason="Cam kết", once="commitment:1")
    nam = ready.accounts["nam"]
    row = actions.finish_external(actor=nam, request=request, cms_or_signature=signature(pki.person(), request.digest))
    assert (row.way, row.person, row.request, row.once) == ("token", ready.persons["nam"], request, "commitment:1")
    assert actions.verify(files.read(row.file), row.agency_id).good
    with pytest.raises(ActionError, match="chỉ ký một lần"):
        actions.finish_external(actor=nam, request=request, cms_or_signature=signature(pki.person(), request.digest))
    with pytest.raises(ActionError, match="đã được ký"):
        start(ready, once="commitment:1")


def test_what_does_not_fit_is_refused(ready: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    request, other = start(ready), start(ready, pdf=paper("Khác"))
    nam, right = ready.accounts["nam"], signature(pki.person(), request.digest)
    for actor, answer, said in (
        (nam, b"", "không khớp"),
        (nam, signature(pki.person(), other.digest), "không khớp"),
        (nam, signature(pki.person("Đỗ Thị Hoa"), request.digest), "không khớp"),
        (ready.accounts["hoa"], right, "chính người có chứng thư"),
    ):
        with pytest.raises(ActionError, match=said):
            actions.finish_external(actor=actor, request=request, cms_or_signature=answer)
    late = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(timezone, "now", lambda: late)
    with pytest.raises(ActionError, match="quá 15 phút"):
        actions.finish_external(actor=nam, request=request, cms_or_signature=right)
    assert Signature.objects.count() == 0


def test_a_certificate_must_be_confirmed_and_trusted(ready: Town) -> None:
    for who, holder, said in (("nam", pki.person("Đỗ Thị Hoa"), "chưa được xác nhận"), ("hoa", None, "chính người")):
        with pytest.raises(ActionError, match=said):
            start(ready, who, holder)
    stranger = pki.make("Tự cấp")
    kit.certified(ready, "nam", stranger)
    request = start(ready, holder=stranger)
    with pytest.raises(ActionError, match="không thuộc danh sách tin cậy"):
        actions.finish_external(
            actor=ready.accounts["nam"], request=request, cms_or_signature=signature(stranger, request.digest)
        )


def test_a_certificate_revoked_or_expired_meanwhile_signs_nothing(ready: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    short = pki.make("Phạm Quốc Nam", pki.root(), until=now + timedelta(minutes=5))
    kit.certified(ready, "nam", short)
    late, revoked = start(ready, holder=short), start(ready)
    lists = pki.revoked(pki.between(), pki.person(), at=now - timedelta(days=1), until=now + timedelta(days=6))
    actions.add_list(actor=ready.accounts["quan_tri"], agency_id=kit.agency(ready), data=lists, name="a.crl")
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=6))
    for request, holder, said in ((late, short, "đã hết hạn"), (revoked, pki.person(), "đã bị thu hồi")):
        answer = signature(holder, request.digest)
        with pytest.raises(ActionError, match=said):
            actions.finish_external(actor=ready.accounts["nam"], request=request, cms_or_signature=answer)
    assert Signature.objects.count() == 0


def begin(client: Client, **headers: str) -> Any:
    given = {
        "paper": SimpleUploadedFile("a.pdf", paper()), "reason": "Cam kết",
        "certificate": SimpleUploadedFile("a.cer", pki.person().der),
    }  # fmt: skip
    return client.post(reverse("signatures:api_begin"), given, headers=headers)


def end(client: Client, begun: dict[str, Any], **headers: str) -> Any:
    answer = base64.b64encode(signature(pki.person(), base64.b64decode(begun["digest"]))).decode()
    return client.post(reverse("signatures:api_end", args=[begun["request"]]), {"signature": answer}, headers=headers)


def test_a_program_signs_through_the_door_with_a_code(ready: Town) -> None:
    page = ready.client("nam").post(reverse("signatures:token")).content.decode()
    code = page.partition("<code>")[2].partition("</code>")[0]
    program = Client(enforce_csrf_checks=True)
    begun = begin(program, authorization=f"Bearer {code}")
    assert begun.status_code == 201
    done = end(program, begun.json(), authorization=f"Bearer {code}")
    assert done.status_code == 201
    row = Signature.objects.get(pk=done.json()["signature"])
    assert (base64.b64decode(done.json()["paper"]), row.way) == (files.read(row.file), "token")


def test_the_door_is_shut_to_forged_old_and_foreign_codes(ready: Town) -> None:
    nam = ready.accounts["nam"]
    code = tokens.issue(nam)
    assert begin(Client(), authorization="Bearer x").status_code == 401
    assert begin(Client()).status_code == 401
    assert begin(Client(), authorization=f"Basic {code}").status_code == 401
    begun = begin(Client(), authorization=f"Bearer {code}").json()
    assert end(Client(), begun, authorization=f"Bearer {tokens.issue(ready.accounts['hoa'])}").status_code == 404
    nam.set_password("mot-mat-khau-khac")
    nam.save()
    assert end(Client(), begun, authorization=f"Bearer {code}").status_code == 401


def test_a_session_needs_the_token_against_forged_forms(ready: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ready.accounts["nam"], backend="django.contrib.auth.backends.ModelBackend")
    assert begin(strict).status_code == 403
    assert begin(ready.client("nam")).status_code == 201


def test_nonsense_is_told_in_words(ready: Town) -> None:
    client = ready.client("nam")
    empty = client.post(reverse("signatures:api_begin"))
    assert (empty.status_code, "paper" in empty.json()["message"]) == (422, True)
    begun = begin(client).json()
    bad = client.post(reverse("signatures:api_end", args=[begun["request"]]), {"signature": "@@"})
    assert (bad.status_code, bad.json()["message"]) == (422, "signature phải là base64.")

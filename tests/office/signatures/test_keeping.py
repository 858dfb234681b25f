"""Keys and trust: kept by the administrator alone; ended with a reason; what others vouch for is looked at first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.signatures import actions, keyring
from canbo.office.signatures.models import RevocationList, SealKey, Signature, Trusted
from tests.office.signatures import kit
from tests.paperwork.signing import pki, softhsm

if TYPE_CHECKING:
    from tests.town import Town


def keep(town: Town, what: str, who: str = "quan_tri", **given: Any) -> Any:
    return getattr(actions, what)(actor=town.accounts[who], agency_id=kit.agency(town), **given)


def test_only_the_administrator_keeps_keys_and_trust(town: Town) -> None:
    for who in ("trang", "lan", "nam", "xa"):
        for what, given in (
            ("renew", {}), ("add_trusted", {"data": pki.root().der}), ("add_token", {"token": "a", "label": "b"}),
            ("add_file", {"data": b"", "password": ""}), ("add_list", {"data": b"", "name": ""}),
        ):  # fmt: skip
            with pytest.raises(ActionError, match="Chỉ người quản trị"):
                keep(town, what, who, **given)


def test_a_key_that_an_authority_issued_takes_over(town: Town) -> None:
    kit.trust(town)
    own = pki.make("UBND phường An Bình", pki.between())
    row = keep(town, "add_file", data=own.pkcs12("mat-khau", others=[pki.between()]), password="mat-khau")
    kit.confirm(town, "trang")
    made = kit.seal(town, "trang")
    assert (made.key, made.subject) == (row, "UBND phường An Bình")
    assert actions.verify(files.read(made.file), made.agency_id).good
    old = pki.make("Cũ", pki.root(), until=timezone.now() - timedelta(days=1))
    with pytest.raises(ActionError, match="đã hết hạn"):
        keep(town, "add_file", data=old.pkcs12("p"), password="p")
    with pytest.raises(ActionError, match="Không mở được tệp khóa"):
        keep(town, "add_file", data=own.pkcs12("p"), password="sai")


def test_an_ended_key_seals_no_more_and_its_papers_stand(town: Town) -> None:
    kit.confirm(town, "trang")
    made = kit.seal(town, "trang")
    row = SealKey.objects.get()
    actions.end_key(actor=town.accounts["quan_tri"], key=row, reason="Lộ khóa")
    with pytest.raises(ActionError, match="chưa có khóa đóng dấu"):
        kit.seal(town, "trang")
    with pytest.raises(ActionError, match="thôi dùng rồi"):
        actions.end_key(actor=town.accounts["quan_tri"], key=row, reason="Lộ khóa")
    assert actions.verify(files.read(made.file), made.agency_id).good
    assert keep(town, "renew") == keyring.current(kit.agency(town))
    assert kit.seal(town, "trang").key != row


def test_a_list_of_an_authority_nobody_trusts_revokes_nobody(town: Town) -> None:
    kit.trust(town)
    now = timezone.now()
    stranger = pki.make("Gốc Lạ", authority=True)
    day = timedelta(days=1)
    with pytest.raises(ActionError, match="không thuộc danh sách tin cậy"):
        keep(town, "add_list", data=pki.revoked(stranger, pki.person(), at=now, until=now + day), name="a.crl")
    new = pki.revoked(pki.root(), at=now, until=now + day)
    keep(town, "add_list", data=new, name="a.crl")
    older = pki.revoked(pki.root(), pki.person(), at=now - day, until=now + day)
    for again in (new, older):
        with pytest.raises(ActionError, match="hoặc mới hơn"):
            keep(town, "add_list", data=again, name="a.crl")
    with pytest.raises(ActionError, match="Không đọc được"):
        keep(town, "add_list", data=b"khong phai", name="a.crl")
    assert RevocationList.objects.count() == 1


def test_trust_is_listed_once(town: Town) -> None:
    kit.trust(town)
    with pytest.raises(ActionError, match="đã có trong danh sách"):
        kit.trust(town)
    actions.end_trusted(actor=town.accounts["quan_tri"], trusted=Trusted.objects.get(), reason="Thử")
    kit.trust(town)
    assert Trusted.objects.count() == 2


def test_whose_certificate_it_is_the_officer_says_and_nobody_of_oneself(town: Town) -> None:
    row = actions.claim(actor=town.accounts["nam"], agency_id=kit.agency(town), data=pki.person().der)
    for who in ("nam", "hoa", "quan_tri", "xa"):
        with pytest.raises(ActionError, match="không ai xác nhận cho chính mình"):
            actions.rule(actor=town.accounts[who], certificate=row, verdict="confirmed")
    with pytest.raises(ActionError, match="ghi lý do"):
        actions.rule(actor=town.accounts["trang"], certificate=row, verdict="refused")
    actions.rule(actor=town.accounts["trang"], certificate=row, verdict="confirmed")
    own = actions.claim(actor=town.accounts["trang"], agency_id=kit.agency(town), data=pki.person("Ngô Thu Trang").der)
    with pytest.raises(ActionError, match="không ai xác nhận cho chính mình"):
        actions.rule(actor=town.accounts["trang"], certificate=own, verdict="confirmed")
    actions.rule(actor=town.accounts["lan"], certificate=own, verdict="confirmed")
    actions.rule(actor=town.accounts["nam"], certificate=row, verdict="ended", reason="Mất thiết bị")


def test_one_certificate_is_one_persons(town: Town) -> None:
    kit.certified(town, "nam", pki.person())
    theirs = actions.claim(actor=town.accounts["hoa"], agency_id=kit.agency(town), data=pki.person().der)
    with pytest.raises(ActionError, match="đã được xác nhận là của Phạm Quốc Nam"):
        actions.rule(actor=town.accounts["trang"], certificate=theirs, verdict="confirmed")
    with pytest.raises(ActionError, match="đã được đăng ký"):
        actions.claim(actor=town.accounts["nam"], agency_id=kit.agency(town), data=pki.person().der)


def test_records_refuse_change(town: Town) -> None:
    kit.confirm(town, "nam")
    row = kit.seal(town, "nam", "nam")
    for act in (lambda: Signature.objects.update(reason="khác"), row.delete, lambda: SealKey.objects.update(label="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.fixture
def token(tmp_path: Any, settings: Any) -> Iterator[None]:
    settings.PKCS11_MODULE, settings.PKCS11_PIN = softhsm.MODULE, softhsm.PIN
    with softhsm.token(tmp_path):
        yield


def test_a_device_on_the_server_seals(town: Town, token: None, settings: Any) -> None:
    kit.trust(town)
    with pytest.raises(ActionError, match="Không thấy thiết bị ký “khac”"):
        keep(town, "add_token", token="khac", label=softhsm.LABEL)
    row = keep(town, "add_token", token=softhsm.TOKEN, label=softhsm.LABEL)
    keep(town, "add_trusted", data=pki.between().der)
    kit.confirm(town, "trang")
    made = kit.seal(town, "trang")
    assert (made.key, made.way) == (row, "server")
    assert actions.verify(files.read(made.file), made.agency_id).good
    settings.PKCS11_PIN = "sai"
    with pytest.raises(ActionError, match="từ chối mã PIN"):
        kit.seal(town, "trang")
    settings.PKCS11_MODULE = ""
    with pytest.raises(ActionError, match="chưa khai báo thiết bị"):
        kit.seal(town, "trang")

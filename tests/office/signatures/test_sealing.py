"""Sealing: who may, after what, with which key; once under a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.people import lockout
from canbo.office.people.models import Delegation
from canbo.office.signatures import actions, vault
from canbo.office.signatures.models import SealKey, Signature
from tests.office.signatures import kit
from tests.paperwork.signing import pki
from tests.paperwork.signing.papers import paper
from tests.town import PASSWORD, START

if TYPE_CHECKING:
    from tests.town import Town


def test_a_person_who_confirmed_has_a_paper_sealed(town: Town) -> None:
    confirmation = kit.confirm(town, "nam")
    row = kit.seal(town, "nam", "nam")
    assert actions.verify(files.read(row.file), row.agency_id).good
    assert (row.way, row.person, row.account) == ("reauth", town.persons["nam"], town.accounts["nam"])
    assert (row.subject, row.confirmed_at) == ("Phường An Bình (con dấu nội bộ)", confirmation.at)
    told = Event.objects.get(verb="signatures.signed")
    assert (told.subject_id, told.data["file"]) == (row.pk, row.file.sha256)
    journal.seal(agency_id=row.agency_id)
    assert journal.verify(agency_id=row.agency_id).faults == ()


def test_nothing_is_sealed_without_the_password(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ActionError, match="nhập lại mật khẩu"):
        kit.seal(town, "nam", "nam")
    later = kit.confirm(town, "nam").at + timedelta(minutes=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(ActionError, match="nhập lại mật khẩu"):
        kit.seal(town, "nam", "nam")
    assert Signature.objects.count() == 0


def test_three_wrong_passwords_lock_the_account(town: Town, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    nam = town.accounts["nam"]
    for said in ("Mật khẩu không đúng", "Mật khẩu không đúng", "tạm khóa"):
        with pytest.raises(ActionError, match=said):
            actions.confirm(actor=nam, password="sai")
    with pytest.raises(ActionError, match="tạm khóa"):
        actions.confirm(actor=nam, password=PASSWORD)
    lockout.unlock(["nam"])
    actions.confirm(actor=nam, password=PASSWORD)
    assert lockout.locked(["nam"]) == set()


def test_nobody_signs_for_another(town: Town) -> None:
    for who in ("quan_tri", "trang", "lan"):
        kit.confirm(town, who)
        with pytest.raises(ActionError, match="chính người ký"):
            kit.seal(town, who, "nam")


def test_a_deputy_signs_for_the_head_and_says_so(town: Town) -> None:
    kit.confirm(town, "hung")
    with pytest.raises(ActionError, match="ủy quyền"):
        kit.seal(town, "hung", "hung", on_behalf_of=town.persons["lan"])
    Delegation.objects.create(
        principal=town.persons["lan"], deputy=town.persons["hung"], valid_from=START, valid_to=date(2099, 1, 1),
        document="1", by=town.accounts["trang"],
    )  # fmt: skip
    row = kit.seal(town, "hung", "hung", on_behalf_of=town.persons["lan"])
    assert (row.person, row.on_behalf_of) == (town.persons["hung"], town.persons["lan"])


def test_the_seal_of_the_agency_is_put_by_officer_and_head(town: Town) -> None:
    for who in ("nam", "quan_tri", "xa"):
        kit.confirm(town, who)
        with pytest.raises(ActionError, match="Chỉ cán bộ tổ chức"):
            kit.seal(town, who)
    for who in ("trang", "lan"):
        kit.confirm(town, who)
        row = kit.seal(town, who)
        assert (row.way, row.person) == ("server", None)


def test_a_paper_is_sealed_once_under_its_name(town: Town) -> None:
    kit.confirm(town, "nam")
    first = kit.seal(town, "nam", "nam", once="commitment:1")
    assert kit.seal(town, "nam", "nam", once="commitment:1") == first
    assert Signature.objects.count() == 1


def test_a_batch_takes_each_persons_own_confirmation(town: Town) -> None:
    mine = kit.confirm(town, "trang")
    given = {key: kit.confirm(town, key, f"commitment:{key}") for key in ("nam", "hoa")}

    def item(key: str, **changed: Any) -> actions.Paper:
        wanted: dict[str, Any] = {"once": f"commitment:{key}", "confirmation": given.get(key)}
        return actions.Paper(
            name=f"{key}.pdf", pdf=paper, stamp=kit.STAMP, person=town.persons[key], **(wanted | changed)
        )

    def run(*papers: actions.Paper) -> int:
        return actions.seal_many(
            actor=town.accounts["trang"], agency_id=kit.agency(town), papers=papers, confirmation=mine,
            progress=lambda number: None,
        )  # fmt: skip

    assert run(item("nam"), item("hoa")) == 2
    for wrong in (item("mai"), item("nam", once="commitment:other"), item("hoa", once="x", confirmation=given["nam"])):
        with pytest.raises(ActionError, match="chính người ký"):
            run(wrong)
    assert sorted(row.once for row in Signature.objects.all()) == ["commitment:hoa", "commitment:nam"]


def test_the_private_key_lies_encrypted(town: Town) -> None:
    kit.confirm(town, "nam")
    kit.seal(town, "nam", "nam")
    path = vault.path_of(SealKey.objects.get().fingerprint)
    held = path.read_bytes()
    assert (path.stat().st_mode & 0o777, held[:2] == b"\x30\x82") == (0o600, False)
    assert vault.take(path.name)[:2] == b"\x30\x82"
    path.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
    with pytest.raises(ActionError, match="Không mở được khóa"):
        kit.seal(town, "nam", "nam")


def test_another_secret_opens_nothing(town: Town, settings: Any) -> None:
    kit.confirm(town, "nam")
    kit.seal(town, "nam", "nam")
    settings.SEAL_SECRET = "another"
    with pytest.raises(ActionError, match="CANBO_SEAL_SECRET"):
        kit.seal(town, "nam", "nam")


def test_a_time_server_stamps_the_time(town: Town, settings: Any) -> None:
    kit.confirm(town, "nam")
    with kit.time_server(pki.TimeServer(pki.NOW)) as settings.TSA_URL:
        assert kit.seal(town, "nam", "nam").timestamp_at == pki.NOW


@pytest.mark.parametrize("answers", [b"", b"<html>"])
def test_a_time_server_that_is_down_is_done_without_or_waited_for(town: Town, settings: Any, answers: bytes) -> None:
    kit.confirm(town, "nam")
    with kit.time_server(lambda request: answers) as settings.TSA_URL:
        assert kit.seal(town, "nam", "nam").timestamp_at is None
        settings.TSA_REQUIRED = True
        with pytest.raises(ActionError, match="dấu thời gian"):
            kit.seal(town, "nam", "nam")
    with pytest.raises(ActionError, match="dấu thời gian"):  # nobody listens there any more
        kit.seal(town, "nam", "nam")
    assert Signature.objects.count() == 1


def test_what_is_no_pdf_is_not_sealed(town: Town) -> None:
    kit.confirm(town, "nam")
    with pytest.raises(ActionError, match="không phải là PDF"):
        kit.seal(town, "nam", "nam", pdf=b"PK")

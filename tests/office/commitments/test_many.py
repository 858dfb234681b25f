"""Countersigning many: the key is opened once, the time-stamp server asked while nobody waits, and once when it is
down; what a batch could not do is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections

from canbo.office.base.errors import ActionError
from canbo.office.commitments import actions
from canbo.office.commitments.models import CommitmentSigning, CommitmentState
from canbo.office.commitments.work import told
from canbo.office.signatures import actions as signatures
from canbo.office.signatures import vault
from canbo.office.signatures.models import SealKey, Signature
from tests.office.commitments import year
from tests.office.signatures import kit
from tests.paperwork.signing import pki
from tests.town import PASSWORD, Town

SIGNED = ("nam", "hoa", "trang")


@pytest.fixture
def batch(town: Town) -> dict[str, Any]:
    """Three commitments signed by their people, to be countersigned by their superior."""
    year.opened(town)
    for key in SIGNED:
        year.sign(town, key, key)
    return {
        "actor": town.accounts["mai"], "person": town.persons["mai"], "today": year.DAY,
        "confirmation": signatures.confirm(actor=town.accounts["mai"], password=PASSWORD),
        "commitments": [year.of(town, key).pk for key in SIGNED],
    }  # fmt: skip


def test_the_key_is_opened_once_for_all(batch: dict[str, Any]) -> None:
    path = vault.path_of(SealKey.objects.get().fingerprint)
    report = actions.sign_many(**batch, progress=lambda done, total: path.unlink(missing_ok=True))
    assert (report.done, report.refused, path.exists()) == (batch["commitments"], [], False)


def test_a_time_server_that_is_down_is_asked_once_and_holds_nobody(batch: dict[str, Any], settings: Any) -> None:
    here, asked = connections["default"], []  # of this thread; the server answers in another
    outside = len(here.savepoint_ids)

    def silent(request: bytes) -> bytes:
        asked.append(len(here.savepoint_ids))
        return b""

    with kit.time_server(silent) as settings.TSA_URL:
        report = actions.sign_many(**batch)
        assert (asked, len(report.done), report.untimed) == ([outside], 3, 3)
        assert told(report) == "Đã ký 3 bản cam kết. 3 bản không có dấu thời gian."
        assert actions.sign_many(**batch).untimed == 3  # said again by a run that finds them signed
    assert len(asked) == 1


def test_without_a_time_stamp_that_must_be_the_batch_stops(batch: dict[str, Any], settings: Any) -> None:
    asked: list[bytes] = []

    def once(request: bytes) -> bytes:
        asked.append(request)
        return pki.TimeServer(pki.NOW)(request) if len(asked) == 1 else b""

    settings.TSA_REQUIRED = True
    with kit.time_server(once) as settings.TSA_URL, pytest.raises(ActionError, match="Đã ký 1 bản; các bản còn lại"):
        actions.sign_many(**batch)
    assert len(asked) == 2
    assert Signature.objects.exclude(timestamp_at=None).count() == 1
    assert CommitmentSigning.objects.filter(part="superior").count() == 1


def test_countersigning_many_tells_what_it_could_not(town: Town) -> None:
    year.opened(town)
    for key in ("nam", "hoa"):
        year.sign(town, key, key)
    confirmation = signatures.confirm(actor=town.accounts["mai"], password=PASSWORD)
    ids = [year.of(town, key).pk for key in ("nam", "hoa", "trang", "anh")]
    given: dict[str, Any] = {"actor": town.accounts["mai"], "person": town.persons["mai"], "confirmation": confirmation}
    for _ in range(2):
        report = actions.sign_many(commitments=ids, today=year.DAY, **given)
        assert report.done == ids[:2]
        assert [name for name, _ in report.refused] == ["Ngô Thu Trang", ""]
    assert CommitmentSigning.objects.filter(part="superior").count() == 2
    assert set(CommitmentState.objects.filter(commitment__in=ids[:2]).values_list("stage", flat=True)) == {"done"}

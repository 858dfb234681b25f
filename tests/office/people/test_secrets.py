"""What is not to be found in the database or on the disk: second factors' secrets, printed codes."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from canbo.office.base import files, jobs
from canbo.office.base.models import Job
from canbo.office.people import secrets
from canbo.office.people.actions import accounts
from tests.office.people.test_accounts import code_of
from tests.town import Town

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_a_second_factor_is_encrypted_and_works(town: Town) -> None:
    TOTP.activate(town.accounts["nam"], SECRET)
    codes = RecoveryCodes.activate(town.accounts["nam"]).generate_codes()
    row = Authenticator.objects.get(type="totp")
    assert SECRET not in json.dumps(row.data)
    assert secrets.decrypt(row.data["secret"]) == SECRET
    assert TOTP(row).validate_code(code_of(SECRET))
    spare = Authenticator.objects.get(type="recovery_codes")
    assert RecoveryCodes(spare).generate_codes() == codes
    assert spare.data["seed"].startswith("gAAAA")


def test_another_key_opens_nothing(town: Town, settings: Any) -> None:
    TOTP.activate(town.accounts["nam"], SECRET)
    row = Authenticator.objects.get(type="totp")
    settings.SECRET_KEY = "another key of this site, long enough to be one"
    assert not TOTP(row).validate_code(code_of(SECRET))
    assert secrets.decrypt(row.data["secret"]) != secrets.decrypt(row.data["secret"])


def test_the_migration_encrypts_what_was_plain(town: Town) -> None:
    for kind, plain in (("totp", {"secret": SECRET}), ("recovery_codes", {"seed": "ab12", "used_mask": 3})):
        Authenticator.objects.create(user=town.accounts["nam"], type=kind, data=plain)
    import_module("canbo.office.people.migrations.0003_secrets").protect(apps, None)
    data: dict[str, Any] = {row.type: row.data for row in Authenticator.objects.all()}
    assert secrets.decrypt(data["totp"]["secret"]) == SECRET
    assert (secrets.decrypt(data["recovery_codes"]["seed"]), data["recovery_codes"]["used_mask"]) == ("ab12", 3)


@pytest.fixture
def slips(town: Town) -> Job:
    job = accounts.reissue(actor=town.accounts["trang"], accounts=[town.accounts["nam"].pk], address="http://x/")
    return jobs.perform(job)


def test_slips_go_an_hour_after_they_were_fetched(town: Town, slips: Job) -> None:
    assert slips.file is not None
    client, path = town.client("trang"), files.path_of(slips.file.sha256)
    page, file = f"/he-thong/viec/{slips.pk}/", f"/he-thong/tep/{slips.file_id}/"
    assert "Tải tệp" in client.get(page).content.decode()
    assert client.get(file).status_code == 200
    call_command("tick")
    assert client.get(file).status_code == 200  # the printer jammed
    Job.objects.update(file_until=timezone.now())
    call_command("tick")
    assert not path.exists()
    assert client.get(file).status_code == 404
    assert "Tệp đã được xóa khỏi máy chủ." in client.get(page).content.decode()
    assert jobs.clear() == 0


def test_slips_nobody_fetched_go_with_their_codes(town: Town, slips: Job) -> None:
    town.accounts["nam"].refresh_from_db()
    assert slips.file_until == town.accounts["nam"].code_expires
    assert slips.file_until is not None
    assert slips.file_until > timezone.now() + timedelta(days=13)


def test_a_content_somebody_else_keeps_stays(town: Town) -> None:
    kept = {
        key: files.store(
            agency_id=town.units[key].agency_id, actor=town.accounts["trang"], name="a.pdf", data=b"%PDF-chung",
            content_type="application/pdf",
        )
        for key in ("ward", "school")
    }  # fmt: skip
    files.remove(kept["ward"])
    assert files.read(kept["school"]) == b"%PDF-chung"

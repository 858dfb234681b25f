"""Two officers at one moment confirm one certificate as two people's: it becomes one person's."""

from __future__ import annotations

from django.core.management import call_command

from canbo.office.signatures import actions
from canbo.office.signatures.models import CertificateRuling
from tests.faults.place import Place
from tests.office.signatures import kit
from tests.paperwork.signing import pki
from tests.town import Town

# Each process rules on the claim nobody has taken yet.
RULE = """
import os
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.signatures import actions
from canbo.office.signatures.models import PersonCertificate
claims = list(PersonCertificate.objects.order_by("id"))
try:
    os.mkdir({taken!r})
    mine = claims[0]
except FileExistsError:
    mine = claims[1]
try:
    actions.rule(actor=Account.objects.get(username="trang"), certificate=mine, verdict="confirmed")
except ActionError as error:
    open({told!r}, "w").write(str(error))
"""


def test_of_two_people_one_gets_the_certificate(place: Place, town: Town) -> None:
    for key in ("nam", "hoa"):
        actions.claim(actor=town.accounts[key], agency_id=kit.agency(town), data=pki.person().der)
    told = place.data / "told"
    code = RULE.format(taken=str(place.data / "taken"), told=str(told))
    place.at_once('BEGIN|FROM "person" ', command=("shell", "--no-imports", "-c", code))
    winner = CertificateRuling.objects.get().certificate.person.full_name
    assert told.read_text() == f"Chứng thư này đã được xác nhận là của {winner}. Một chứng thư chỉ của một người."
    call_command("check", "journal")

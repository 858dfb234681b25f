"""A certificate that waits for its holder to be confirmed is told to those who may confirm it, until one did."""

from __future__ import annotations

from django.utils import timezone

from canbo.office.agenda import queries
from canbo.office.people.access import Viewer
from canbo.office.signatures import actions
from tests.office.signatures import kit
from tests.paperwork.signing import pki
from tests.town import Town


def told(town: Town) -> dict[str, str]:
    """Who is told of certificates, and what."""
    day = timezone.localdate()
    every = {key: queries.todos(Viewer(account, day)) for key, account in town.accounts.items()}
    return {key: one.about for key, entries in every.items() for one in entries if one.uid == "certificates"}


def test_officer_and_heads_above_are_told_and_nobody_of_their_own(town: Town) -> None:
    row = actions.claim(actor=town.accounts["nam"], agency_id=kit.agency(town), data=pki.person().der)
    own = actions.claim(actor=town.accounts["trang"], agency_id=kit.agency(town), data=pki.person("Ngô Thu Trang").der)
    one, two = "1 chứng thư chờ xác nhận là của ai", "2 chứng thư chờ xác nhận là của ai"
    found = told(town)
    assert (found["trang"], found["lan"]) == (one, two)
    assert not {"nam", "hoa", "quan_tri", "xa"} & set(found)
    assert all(opens(town, key) for key in found)
    actions.rule(actor=town.accounts["trang"], certificate=row, verdict="refused", reason="Không rõ của ai")
    actions.rule(actor=town.accounts["lan"], certificate=own, verdict="confirmed")
    assert told(town) == {}


def opens(town: Town, key: str) -> bool:
    """Whether the page that the entry leads to opens."""
    return town.client(key).get("/chu-ky/chung-thu/xac-nhan/").status_code == 200

"""The pages of ballots taken online: who may open them, what they show, and what none of them ever shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canbo.office.base.models import Job
from canbo.office.opinions import actions
from canbo.office.opinions.models import CampaignFollowing, CampaignInvitation, CampaignIssuing, CampaignPaper
from canbo.rulebook.ballot import handover
from tests.office.opinions import online, rounds
from tests.office.opinions.online import DAY, Device, frozen, manifest_of, planned
from tests.town import Town


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> Path:
    """The box's folder and the vault of this test."""
    settings.BOX_INBOX, settings.KEYS = tmp_path / "inbox", tmp_path / "keys"
    return tmp_path / "inbox"


def url(name: str, *args: object) -> str:
    return reverse(f"opinions:{name}", args=args)


def opened(town: Town, name: str, *args: object) -> dict[str, int]:
    return {key: town.client(key).get(url(name, *args)).status_code for key in town.accounts}


def test_only_the_officer_chooses_and_only_the_invited_are_told(town: Town) -> None:
    found = frozen(town)
    refused = dict.fromkeys(town.accounts, 404)
    assert opened(town, "people", found.row.pk, "v1", "d1") == refused | {"trang": 200}
    invited = dict.fromkeys((*online.OFFICE, *online.ECONOMY), 200)
    assert opened(town, "mine", found.row.pk) == refused | invited
    for name in ("end_issuing", "forget_issuing"):
        for key in ("lan", "nam", "khoa", "quan_tri", "xa"):
            assert town.client(key).post(url(name, found.row.pk)).status_code == 404
    assert town.client("trang").get(url("people", found.row.pk, "v9", "d1")).status_code == 404


def test_people_of_a_unit_are_shown_chosen_and_saved(town: Town) -> None:
    found, client = planned(town), town.client("trang")
    where = url("people", found.row.pk, "v1", "d1")
    with CaptureQueriesContext(connection) as few:
        shown = client.get(where).content.decode()
    assert "Phạm Quốc Nam" in shown
    assert "Vũ Tiến Dũng" not in shown
    shown = client.get(where, {"unit": town.units["ward"].pk}).content.decode()
    assert shown.count("Không mời được: đã mời ở nhóm khác") == 5
    nam = town.persons["nam"].pk
    client.post(where, {"unit": town.units["ward"].pk, "person": [nam], "do": "picked"})
    assert list(CampaignInvitation.objects.filter(about="v1").values_list("person", flat=True)) == [nam]
    client.post(where, {"unit": town.units["office"].pk, "do": "all"})
    assert rounds.again(found.row.pk).plan.people["v1/d1"] == 4
    assert client.post(where, {"unit": town.units["ward"].pk, "person": [town.persons["mai"].pk]}).status_code == 422
    other = planned(town, "TT-2", [[town.persons["nam"]]])
    shown = client.get(url("people", other.row.pk, "v1", "d1")).content.decode()
    assert "Không mời được: là người được góp ý" in shown
    online.crowd(town, 30)
    with CaptureQueriesContext(connection) as many:
        client.get(where, {"unit": town.units["ward"].pk})
    assert len(many) == len(few)


def test_freezing_is_long_work_and_the_pages_are_closed_after_it(town: Town) -> None:
    found, client = planned(town), town.client("trang")
    answer = client.post(url("freeze", found.row.pk), {"version": found.kept.version})
    assert answer["Location"] == reverse("base:job", args=[Job.objects.get(kind="opinions.freeze").pk])
    frozen(town, found)
    where = url("people", found.row.pk, "v1", "d1")
    assert client.post(where, {"unit": town.units["ward"].pk, "do": "all"}).status_code == 409
    assert client.post(url("freeze", found.row.pk), {"version": 1}).status_code == 409


def test_the_window_that_signs_keeps_its_opener_and_names_one_origin(town: Town, settings: Any) -> None:
    settings.BOX_SITE = "https://hom.example"
    found, client = frozen(town), town.client("nam")
    page = client.get(url("take"))
    assert page["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert "https://hom.example" in page.content.decode()
    assert manifest_of(found).hash in page.content.decode()
    for name, args in (("mine", (found.row.pk,)), ("campaigns", ())):
        assert client.get(url(name, *args))["Cross-Origin-Opener-Policy"] == "same-origin"
    assert manifest_of(found).hash not in town.client("xa").get(url("take")).content.decode()


def test_signing_by_request(town: Town) -> None:
    """T7, as requests come: one answer, repeatable; another number 409; a stranger 404."""
    found, client = frozen(town), town.client("nam")
    made = manifest_of(found)
    device, other = Device(made, "v1-d1", 1), Device(made, "v1-d1", 2)
    asked = {"survey": made.hash, "blinded": device.blinded}
    first, again = (client.post(url("sign"), asked) for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    device.finish(first.json()["signed"])
    second = client.post(url("sign"), {"survey": made.hash, "blinded": other.blinded})
    assert (second.status_code, list(second.json())) == (409, ["reason"])
    assert town.client("xa").post(url("sign"), asked).status_code == 404
    assert client.post(url("sign"), {"survey": made.hash, "blinded": "A" * 9000}).status_code == 422
    assert client.post(url("sign"), {}).status_code == 404
    assert client.get(url("sign")).status_code == 405


def test_no_page_tells_who_took_a_ballot_or_how_many_while_they_do(town: Town) -> None:
    """T20: the officer's pages are the same before and after somebody is issued a ballot."""
    found, client = frozen(town), town.client("trang")
    pages = [
        url("campaign", found.row.pk),
        url("people", found.row.pk, "v1", "d1"),
        url("campaigns"),
        url("invited", found.row.pk),
    ]

    def seen() -> list[str]:
        texts = [client.get(page).content.decode() for page in pages]
        return [
            text.replace(part, "") for text in texts for part in [text[text.find("csrf") : text.find("csrf") + 120]]
        ]

    before = [len(text) for text in seen()]
    assert "Đã cấp" not in client.get(pages[0]).content.decode()
    device = Device(manifest_of(found), "v1-d1", "nam")
    actions.issue(actor=town.accounts["nam"], survey=manifest_of(found).hash, blinded=device.blinded)
    assert [len(text) for text in seen()] == before
    assert "Đã cấp" in town.client("nam").get(url("mine", found.row.pk)).content.decode()
    assert "Chưa cấp" in town.client("hoa").get(url("mine", found.row.pk)).content.decode()


def test_after_the_end_the_numbers_stand_together_and_the_keys_are_named(town: Town) -> None:
    found, today = frozen(town), timezone.localdate()
    made = manifest_of(found)
    for group, people in (("v1-d1", online.OFFICE), ("v2-d1", online.ECONOMY[:2])):
        for who in people:
            actions.issue(actor=town.accounts[who], survey=made.hash, blinded=Device(made, group, who).blinded)
    actions.end_due(today + 2 * DAY)
    shown = town.client("trang").get(url("campaign", found.row.pk)).content.decode()
    handed = rounds.again(found.row.pk).papers["handed"]
    mark = handover.lists_mark(made, {}, handover.read_handed(handed, made, {}))
    assert f"<code>{mark}</code>" in shown  # for the minutes, as the station prints it of slips
    assert 'data-label="Số mời">10</td><td class="num" data-label="Đã cấp">7</td>' in shown
    assert "2 khóa phát phiếu đã hủy" in shown
    assert all(key in shown for key in CampaignIssuing.objects.get().keys)


def test_what_was_issued_is_forgotten_after_the_release(town: Town) -> None:
    found, client = frozen(town), town.client("trang")
    actions.end_due(timezone.localdate() + 2 * DAY)
    client.post(url("forget_issuing", found.row.pk))
    assert CampaignInvitation.objects.count() == 10
    CampaignPaper.objects.create(
        agency=found.row.agency, campaign=found.row, kind="totals", text="{}", by=town.accounts["trang"]
    )
    client.post(url("forget_issuing", found.row.pk))
    assert CampaignInvitation.objects.count() == 0


def test_the_days_of_a_plan_are_offered_as_they_are_typed(town: Town) -> None:
    found, today = planned(town), timezone.localdate()
    shown = town.client("trang").get(url("terms", found.row.pk)).content.decode()
    assert f'value="{today + DAY:%d/%m/%Y}"' in shown
    assert today.isoformat() not in shown


def test_a_further_round_can_invite_the_same_persons_where_they_still_can_be(town: Town) -> None:
    """The officer's act, from the page: those who lost their account or stand elsewhere by now stay out."""
    before, client = planned(town), town.client("trang")
    again = planned(town, "TT-2", [[], [town.persons["nam"]]])
    where = url("people", again.row.pk, "v1", "d1")
    assert "Mời như vòng trước" not in client.get(where).content.decode()
    assert client.post(where, {"do": "before"}, follow=True).status_code == 200
    assert rounds.again(again.row.pk).plan.people.get("v1/d1", 0) == 0
    CampaignFollowing.objects.create(
        agency=again.row.agency, campaign=again.row, before=before.row, by=town.accounts["trang"]
    )
    asked = set(CampaignInvitation.objects.filter(campaign=before.row, about="v1").values_list("person", flat=True))
    assert town.persons["nam"].pk in asked
    assert "Mời như vòng trước" in client.get(where).content.decode()
    page = client.post(where, {"do": "before"}, follow=True).content.decode()
    assert f"Đã mời thêm {len(asked) - 1} trong {len(asked)} người" in page
    there = CampaignInvitation.objects.filter(campaign=again.row, about="v1").values_list("person", flat=True)
    assert set(there) == asked - {town.persons["nam"].pk}
    assert town.client("lan").post(where, {"do": "before"}).status_code == 404

"""Ballots taken online: chosen people, one ballot each, keys that go, and nothing kept that tells more than it may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as office
from django.db import models
from django.utils import timezone

from canbo.office.base import jobs, journal
from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Event
from canbo.office.opinions import actions, editing, issuers, plans, queries
from canbo.office.opinions.models import CampaignInvitation, CampaignIssuing, CampaignOpening
from canbo.rulebook.ballot import check, handover, strict
from tests.office.opinions import online, rounds
from tests.office.opinions.online import DAY, Device, frozen, manifest_of, planned
from tests.town import Town


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> Path:
    """The box's folder and the vault of this test."""
    settings.BOX_INBOX, settings.KEYS = tmp_path / "inbox", tmp_path / "keys"
    return tmp_path / "inbox"


def issue(town: Town, who: str, found: queries.Round, device: Device, **more: Any) -> str:
    return actions.issue(
        actor=town.accounts[who], survey=manifest_of(found).hash, blinded=device.blinded, **more
    )  # fmt: skip


def kept_keys() -> list[str]:
    return sorted(path.name for path in Path(office.KEYS).iterdir())


def test_the_invited_are_counted_and_frozen_into_groups(town: Town, inbox: Path) -> None:
    found = planned(town)
    assert dict(found.plan.people) == {"v1/d1": 5, "v2/d1": 5}
    made = manifest_of(frozen(town, found))
    assert [(one.id, one.invited, one.spare, bool(one.n)) for one in made.groups] == [
        ("v1-d1", 5, 0, True), ("v2-d1", 5, 0, True),
    ]  # fmt: skip
    assert made.way == "tokens"
    assert (made.issues, made.issued_by) < (made.issued_by, made.opens)
    assert set(CampaignInvitation.objects.values_list("about", "group")) == {("v1", "v1-d1"), ("v2", "v2-d1")}
    assert sorted(path.name for path in (inbox / made.hash).iterdir()) == [handover.MANIFEST, handover.SLIPS]
    assert kept_keys() == sorted(issuers.fingerprints(made))
    assert all(strict.pack(bytes(8)) not in path.read_text("latin-1") for path in Path(office.KEYS).iterdir())


def test_the_long_work_makes_a_key_for_each_group_and_freezes(town: Town) -> None:
    found = planned(town, people=[[town.persons[key] for key in online.OFFICE]])
    job = jobs.start(
        kind="opinions.freeze", label="Chốt", agency_id=found.row.agency_id, actor=town.accounts["trang"],
        arguments={"campaign": found.row.pk, "version": found.kept.version},
    )  # fmt: skip
    assert jobs.perform(job).state == "done"
    made = manifest_of(rounds.again(found.row.pk))
    assert len(strict.unpack(made.groups[0].n)) * 8 == issuers.BITS == 3072
    assert jobs.perform(job).message == f"Đã chốt {found.row.title}."
    device = Device(made, "v1-d1", "nam")
    device.finish(actions.issue(actor=town.accounts["nam"], survey=made.hash, blinded=device.blinded))


WRONG: dict[str, tuple[str, str, list[str], str]] = {
    "the head about oneself": ("v1", "d1", ["mai"], "không mời được"),
    "somebody of another group": ("v2", "d1", ["nam"], "không mời được"),
    "a stranger": ("v1", "d1", ["xa"], "không mời được"),
    "an audience there is none of": ("v1", "d9", ["nam"], "Không có đơn vị"),
}


@pytest.mark.parametrize(("subject", "audience", "who", "why"), WRONG.values(), ids=WRONG)
def test_only_who_may_be_invited_is(town: Town, subject: str, audience: str, who: list[str], why: str) -> None:
    found = planned(town, people=[[town.persons["nam"]]])
    with pytest.raises(ActionError, match=why):
        actions.invite(
            actor=town.accounts["trang"], campaign=found.row.pk, subject=subject, audience=audience,
            unit=town.units["ward"].pk, chosen=[town.persons[key].pk for key in who],
        )  # fmt: skip
    assert CampaignInvitation.objects.count() == 1


def test_choosing_changes_only_those_who_were_shown_and_ends_with_freezing(town: Town) -> None:
    found = planned(town)
    given: dict[str, Any] = {
        "actor": town.accounts["trang"],
        "campaign": found.row.pk,
        "subject": "v1",
        "audience": "d1",
    }
    actions.invite(**given, unit=town.units["economy"].pk, chosen=[])
    assert CampaignInvitation.objects.filter(about="v1").count() == 5
    actions.invite(**given, unit=town.units["office"].pk, chosen=[town.persons["nam"].pk])
    assert rounds.again(found.row.pk).plan.people["v1/d1"] == 2  # Hùng works above that office: not shown, still there
    version = rounds.again(found.row.pk).kept.version
    actions.change(
        actor=town.accounts["trang"], campaign=found.row.pk, version=version,
        edit=lambda plan: editing.invite(plan, {}, ["v1"]),
    )  # fmt: skip
    assert set(CampaignInvitation.objects.values_list("about", flat=True)) == {"v2"}
    done = frozen(town, rounds.again(found.row.pk))
    with pytest.raises(Conflict, match="đã chốt"):
        actions.invite(**{**given, "subject": "v2"}, unit=town.units["ward"].pk, chosen=[])
    assert [one.invited for one in manifest_of(done).groups] == [5]
    with pytest.raises(NotTheirs):
        actions.invite(**{**given, "actor": town.accounts["lan"]}, unit=town.units["ward"].pk, chosen=[])


DAYS: dict[str, tuple[dict[str, int | None], str]] = {
    "the same day": ({"opens": 1}, "không được chung ngày"),
    "too far apart": ({"opens": 8, "closes": 9}, "nhiều nhất 6 ngày"),
    "gone by": ({"issues": -1}, "đã qua"),
    "backwards": ({"issues": 2}, "đứng trước"),
    "none": ({"issued_by": None}, "Chưa đặt ngày bắt đầu"),
}


@pytest.mark.parametrize(("moved", "why"), DAYS.values(), ids=DAYS)
def test_the_two_windows_lie_apart(town: Town, moved: dict[str, int | None], why: str) -> None:
    today = timezone.localdate()
    days = {key: "" if at is None else (today + at * DAY).isoformat() for key, at in moved.items()}
    (said,) = plans.problems(replace(planned(town).plan, **days), today)  # type: ignore[arg-type]
    assert why in said


def test_one_ballot_each_and_the_same_question_has_the_same_answer(town: Town) -> None:
    """T7, and the connection that is lost between the office's answer and the device."""
    found = frozen(town)
    made, device = manifest_of(found), Device(manifest_of(found), "v1-d1", "nam")
    signed = issue(town, "nam", found, device)
    assert issue(town, "nam", found, device) == signed
    with pytest.raises(Conflict, match="đã nhận phiếu"):
        issue(town, "nam", found, Device(made, "v1-d1", "another device"))
    with pytest.raises(Conflict, match="tài khoản khác"):
        issue(town, "hoa", found, device)
    assert CampaignInvitation.objects.filter(issued=True).count() == 1
    ballot = device.ballot(device.finish(signed))
    assert check.Gate(made, {}).accept(ballot.encode()).group == "v1-d1"
    others = issue(town, "anh", found, Device(made, "v2-d1", "anh"))
    with pytest.raises(Exception, match="chữ ký nhận được không đúng"):
        device.finish(others)


@pytest.mark.parametrize("who", ["xa", "duc", "khoa", "quan_tri"])
def test_nobody_who_is_not_invited_is_issued_one(town: Town, who: str) -> None:
    found = frozen(town)
    with pytest.raises(NotTheirs):
        issue(town, who, found, Device(manifest_of(found), "v1-d1", who))


@pytest.mark.parametrize("sent", ["", "AA", "not base64!", strict.pack(b"\xff" * 256), strict.pack(bytes(256))])
def test_what_is_no_number_is_refused_and_uses_nothing_up(town: Town, sent: str) -> None:
    found = frozen(town)
    with pytest.raises(ActionError):
        actions.issue(actor=town.accounts["nam"], survey=manifest_of(found).hash, blinded=sent)
    assert not CampaignInvitation.objects.filter(issued=True).exists()
    issue(town, "nam", found, Device(manifest_of(found), "v1-d1", "nam"))


def test_only_on_the_days_of_issuing(town: Town) -> None:
    found, today = frozen(town), timezone.localdate()
    device = Device(manifest_of(found), "v1-d1", "nam")
    for day, why in ((today - DAY, "Chưa đến ngày"), (today + 2 * DAY, "hết hạn")):
        with pytest.raises(Conflict, match=why):
            issue(town, "nam", found, device, today=day)
    issue(town, "nam", found, device, today=today + DAY)


def test_the_end_destroys_the_keys_counts_and_tells_the_box(town: Town, inbox: Path) -> None:
    found, today = frozen(town), timezone.localdate()
    made = manifest_of(found)
    for who in ("nam", "hoa"):
        issue(town, who, found, Device(made, "v1-d1", who))
    with pytest.raises(Conflict, match="Chưa hết hạn"):
        actions.end_issuing(campaign=found.row.pk, actor=town.accounts["trang"], today=today + DAY)
    assert actions.end_due(today + DAY) == []
    assert actions.end_due(today + 2 * DAY) == [found.row.title]
    assert actions.end_due(today + 2 * DAY) == []
    actions.end_issuing(campaign=found.row.pk, actor=town.accounts["trang"], today=today + 2 * DAY)
    assert kept_keys() == []
    ended = CampaignIssuing.objects.get()
    assert (ended.keys, ended.by) == (issuers.fingerprints(made), None)
    handed = handover.read_handed((inbox / made.hash / handover.HANDED).read_text(), made, {})
    assert (handed.voided, dict(handed.issued)) == ((), {"v1-d1": 2, "v2-d1": 0})
    assert rounds.again(found.row.pk).papers["handed"] == (inbox / made.hash / handover.HANDED).read_text()
    with pytest.raises(Conflict, match="hết hạn"):
        issue(town, "hung", found, Device(made, "v1-d1", "hung"))
    with pytest.raises(ActionError, match="Không mở được khóa"):
        issuers.sign(made.groups[0].n, bytes(255) + b"\x02")
    assert set(CampaignInvitation.objects.values_list("blinded", "signed")) == {("", "")}
    for kind in ("slips", "handed"):
        with pytest.raises(ActionError, match="phần mềm tự ghi"):
            actions.bring(actor=town.accounts["trang"], campaign=found.row.pk, kind=kind, text="{}")


def test_a_disk_that_refuses_is_tried_again(town: Town, settings: Any, tmp_path: Path) -> None:
    found, today = frozen(town), timezone.localdate()
    (tmp_path / "file").write_text("")
    right, settings.BOX_INBOX = settings.BOX_INBOX, tmp_path / "file"
    assert actions.end_due(today + 2 * DAY) == []
    assert not CampaignIssuing.objects.exists()
    settings.BOX_INBOX = right
    assert actions.end_due(today + 2 * DAY) == [found.row.title]


def test_freezing_that_fails_leaves_no_key(town: Town, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.BOX_INBOX = tmp_path / "file"
    with pytest.raises(ActionError, match="thư mục của hòm phiếu"):
        frozen(town)
    assert (CampaignOpening.objects.count(), kept_keys()) == (0, [])


def test_an_issue_leaves_no_time_no_journal_and_no_number(town: Town) -> None:
    """Anonymity design §6: the whole list of what is kept, so that whoever adds a field has to come by here."""
    fields = {one.name: type(one).__name__ for one in CampaignInvitation._meta.get_fields()}
    text = {"about": "CharField", "audience": "CharField", "group": "CharField", "blinded": "CharField"}
    assert fields == text | {
        "id": "BigAutoField", "agency": "ForeignKey", "campaign": "TrailKey", "person": "ForeignKey",
        "issued": "BooleanField", "signed": "TextField",
    }  # fmt: skip
    assert not any(isinstance(one, models.DateField) for one in CampaignInvitation._meta.get_fields())
    found = frozen(town)
    before = Event.objects.count()
    device = Device(manifest_of(found), "v1-d1", "nam")
    issue(town, "nam", found, device)
    assert Event.objects.count() == before
    row = CampaignInvitation.objects.get(issued=True)
    assert device.blinded not in repr(row.__dict__)
    actions.end_due(timezone.localdate() + 2 * DAY)
    event = Event.objects.get(verb="opinions.issuing_ended")
    assert event.data["keys"] == issuers.fingerprints(manifest_of(found))
    assert sorted(event.data) == ["keys", "lists"]  # the mark, which a random salt keeps from telling small numbers
    assert journal.verify(agency_id=found.row.agency_id).faults == ()


def test_after_the_release_who_took_a_ballot_is_forgotten(town: Town, tmp_path: Path) -> None:
    found = frozen(town)
    with pytest.raises(ActionError, match="đã công bố"):
        actions.forget_issuing(actor=town.accounts["trang"], campaign=found.row.pk)
    assert CampaignInvitation.objects.count() == 10

"""A confidence vote from its ballot to its minutes: exact counts, what follows by rule, and who may see it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Event
from canbo.office.opinions import actions, editing, papers, plans, queries, votes
from canbo.office.opinions.models import CampaignAttendance
from canbo.rulebook.ballot import strict
from canbo.rulebook.errors import RuleError
from tests.office.opinions import rounds
from tests.town import Town


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> None:
    settings.BOX_INBOX = tmp_path / "inbox"


def planned(town: Town, summoned: int = 12, base: str = "valid") -> queries.Round:
    """A vote of the ward on the leaders of its office and on one who is not kept in the software."""
    actor = town.accounts["trang"]
    row = actions.begin_vote(actor=actor, unit=town.units["ward"], key="PTN-1", title="Lấy phiếu năm 2026")
    opens = timezone.localdate() + timedelta(days=3)
    leaders = queries.leaders(town.units["office"], timezone.localdate())

    def edit(plan: plans.Plan) -> plans.Plan:
        days = {"opens": opens, "closes": opens, "need": 2, "spare": 0}
        plan = editing.holders(editing.terms(plan, days), rounds.HOLDERS)
        plan = editing.voted(plan, [*leaders, ("Người ngoài", "Ủy viên", 0)])
        return editing.meeting(plan, "Hội nghị Đảng ủy", summoned, base, [])

    actions.change(actor=actor, campaign=row.pk, version=1, edit=edit)
    return rounds.again(row.pk)


def counted(town: Town, to: Path, base: str = "valid") -> queries.Round:
    """Ten of twelve vote: six think low of the first, all highly of the last; one leaves the first open."""
    found = planned(town, base=base)
    actions.freeze(actor=town.accounts["trang"], campaign=found.row.pk, version=2)
    manifest = rounds.again(found.row.pk).manifest
    assert manifest is not None
    first, *_, last = (one.id for one in found.plan.vote.people)  # type: ignore[union-attr]
    ballots: list[dict[str, object]] = [{first: "low", last: "high"}] * 6
    ballots += [{first: "normal", last: "high"}] * 3 + [{last: "high"}]
    files = rounds.opened(manifest, {votes.GROUP: ballots}, to)
    for kind in ("slips", "handed", "opened", "totals"):
        actions.bring(
            actor=town.accounts["trang"], campaign=found.row.pk, kind=kind, text=files[kind], today=rounds.AFTER
        )
    return rounds.again(found.row.pk)


def test_the_ballot_is_one_body_and_three_levels_for_each_person(town: Town) -> None:
    found = planned(town)
    vote = found.plan.vote
    assert vote is not None
    assert plans.problems(found.plan, timezone.localdate()) == []
    actions.freeze(actor=town.accounts["trang"], campaign=found.row.pk, version=2)
    manifest = rounds.again(found.row.pk).manifest
    assert manifest is not None
    assert (manifest.profile, manifest.k_invited, [one.invited for one in manifest.groups]) == ("vote", 1, [12])
    asked = manifest.asked(manifest.groups[0])
    assert [one.text for one in asked] == [f"{one.name}, {one.post}" for one in vote.people]
    assert {one.options for one in asked} == {
        (("high", "Tín nhiệm cao"), ("normal", "Tín nhiệm"), ("low", "Tín nhiệm thấp"))
    }
    assert Event.objects.get(verb="opinions.campaign_frozen").data["base"] == "valid"


def test_what_is_missing_is_said_and_nothing_is_frozen(town: Town) -> None:
    actor = town.accounts["trang"]
    row = actions.begin_vote(actor=actor, unit=town.units["ward"], key="PTN-1", title="Lấy phiếu")
    assert plans.problems(rounds.again(row.pk).plan, timezone.localdate())[:3] == [
        "Chưa ghi hội nghị lấy phiếu và số người được triệu tập.", "Chưa chọn tỷ lệ tính trên số nào.",
        "Chưa có ai trong danh sách lấy phiếu.",
    ]  # fmt: skip
    with pytest.raises(ActionError):
        actions.freeze(actor=actor, campaign=row.pk, version=1)
    with pytest.raises(ActionError):  # a way to count that no rule knows
        actions.change(
            actor=actor, campaign=row.pk, version=1, edit=lambda plan: editing.meeting(plan, "Hội nghị", 9, "x", [])
        )
    with pytest.raises(ActionError, match="Không có quy định"):
        actions.begin_vote(
            actor=actor, unit=town.units["ward"], key="PTN-0", title="Trước quy định",
            today=timezone.localdate().replace(year=2023, month=2, day=1),
        )  # fmt: skip


def test_exact_counts_lead_to_what_the_rule_says(town: Town, tmp_path: Path) -> None:
    found = counted(town, tmp_path)
    vote, told = found.plan.vote, found.counted
    assert vote is not None
    assert told is not None
    assert (told.counted, told.lost, told.papers, found.results) == (10, 0, 0, None)
    first = votes.lines(vote, told, 11)[0]
    assert (first.count.valid, first.count.invalid, first.low) == (9, 1, "66,67%")
    assert first.finding is not None
    assert first.finding.consequence is not None
    assert first.finding.consequence.key == "dismiss"  # 6 of 9 valid ballots is two thirds
    assert votes.lines(vote, told, None)[0].finding is None
    assert not votes.lines(vote, told, 12)[-1].finding.consequence  # type: ignore[union-attr]


def test_a_vote_is_opened_on_the_day_once_the_chair_has_ended_it(town: Town, tmp_path: Path) -> None:
    found, actor = planned(town), town.accounts["trang"]
    pk = found.row.pk
    with pytest.raises(Conflict):
        actions.close_vote(actor=actor, campaign=pk)
    actions.freeze(actor=actor, campaign=pk, version=2)
    manifest = rounds.again(pk).manifest
    assert manifest is not None
    day = date.fromisoformat(manifest.opens)
    with pytest.raises(Conflict, match="Chưa phát phiếu"):
        actions.close_vote(actor=actor, campaign=pk, today=day)
    files = rounds.opened(manifest, {votes.GROUP: [{found.plan.vote.people[0].id: "low"}] * 9}, tmp_path)  # type: ignore[union-attr]
    for kind in ("slips", "handed"):
        actions.bring(actor=actor, campaign=pk, kind=kind, text=files[kind], today=day)
    assert rounds.again(pk).step(day) == "casting"
    with pytest.raises(ActionError, match="Chủ trì chưa kết thúc"):
        actions.bring(actor=actor, campaign=pk, kind="opened", text=files["opened"], today=day)
    with pytest.raises(NotTheirs):
        actions.close_vote(actor=town.accounts["xa"], campaign=pk, today=day)
    with pytest.raises(ActionError, match="Chưa đến ngày"):
        actions.close_vote(actor=actor, campaign=pk, today=day - timedelta(days=2))
    for _ in range(2):
        actions.close_vote(actor=actor, campaign=pk, today=day)
    assert Event.objects.filter(verb="opinions.vote_closed").count() == 1
    assert rounds.again(pk).step(day) == "opened"
    for kind in ("opened", "totals"):
        actions.bring(actor=actor, campaign=pk, kind=kind, text=files[kind], today=day)
    actions.attend(actor=actor, campaign=pk, present=10)
    page = town.client("trang").get(reverse("opinions:results", args=[pk])).content.decode()
    assert strict.sha(files["totals"]) in page
    assert "Người 0 (Công đoàn); Người 1 (Công đoàn)" in page
    facts = dict(papers.vote_minutes(rounds.again(pk), 10).facts)
    assert facts["Mã kiểm tra kết quả totals.json (SHA-256)"] == strict.sha(files["totals"])
    assert facts["Người giữ khóa đã ký kết quả"] == "Người 0 (Công đoàn); Người 1 (Công đoàn)"


def test_nobody_ends_opinions_before_their_day(town: Town) -> None:
    found = rounds.frozen(town)
    with pytest.raises(Conflict):
        actions.close_vote(actor=town.accounts["trang"], campaign=found.row.pk, today=rounds.AFTER)


def test_present_is_recorded_and_cannot_contradict_the_ballots(town: Town, tmp_path: Path) -> None:
    found = counted(town, tmp_path)
    for present in (0, 9, 13):
        with pytest.raises(ActionError):
            actions.attend(actor=town.accounts["trang"], campaign=found.row.pk, present=present)
    with pytest.raises(NotTheirs):
        actions.attend(actor=town.accounts["xa"], campaign=found.row.pk, present=11)
    actions.attend(actor=town.accounts["trang"], campaign=found.row.pk, present=10)
    actions.attend(actor=town.accounts["trang"], campaign=found.row.pk, present=11)
    assert (queries.present(found), CampaignAttendance.objects.count()) == (11, 2)
    other = actions.begin(actor=town.accounts["trang"], unit=town.units["ward"], key="LYK-9", title="Góp ý")
    with pytest.raises(Conflict):
        actions.attend(actor=town.accounts["trang"], campaign=other.pk, present=3)


def test_totals_that_do_not_add_up_are_refused(town: Town, tmp_path: Path) -> None:
    found = counted(town, tmp_path)
    assert found.manifest is not None
    good = strict.read(found.papers["totals"])
    for change in (
        {"counted": 8}, {"shown": good["shown"][1:]}, {"survey": "0" * 64},
        {"shown": [good["shown"][0] | {"count": 8}, *good["shown"][1:]]},
        {"shown": [good["shown"][0] | {"group": "x"}, *good["shown"][1:]]},
    ):  # fmt: skip
        with pytest.raises(RuleError):
            votes.read_totals(strict.text(good | change), found.manifest)


def test_the_pages_show_all_to_readers_and_only_their_own_line_to_who_was_voted_on(town: Town, tmp_path: Path) -> None:
    found = counted(town, tmp_path)
    vote = found.plan.vote
    assert vote is not None
    address = reverse("opinions:results", args=[found.row.pk])
    officer = town.client("trang")
    page = officer.get(address).content.decode()
    assert "Chưa ghi số người có mặt" in page
    assert "miễn nhiệm" not in page  # nothing follows before it is known whether the meeting could vote
    assert officer.get(reverse("opinions:vote_minutes", args=[found.row.pk, "pdf"])).status_code == 404
    officer.post(reverse("opinions:attend", args=[found.row.pk]), {"present": "11"})
    page = officer.get(address).content.decode()
    assert "Cấp có thẩm quyền miễn nhiệm" in page
    assert "Người ngoài" in page
    own = next(key for key, person in town.persons.items() if person.pk == vote.people[0].person)
    mine = town.client(own).get(address).content.decode()
    assert "66,67%" in mine
    assert "Người ngoài" not in mine
    page = town.client(own).get(reverse("results:mine")).content.decode()
    assert f'<a href="{address}">Lấy phiếu năm 2026</a>: phiếu tín nhiệm đối với bạn' in page
    assert address not in town.client("dung").get(reverse("results:mine")).content.decode()
    assert town.client("xa").get(address).status_code == 404
    made = officer.get(reverse("opinions:vote_minutes", args=[found.row.pk, "docx"]))
    with zipfile.ZipFile(io.BytesIO(made.content)) as word:
        text = re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode())
    assert "96-QĐ/TW" in text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "đủ 2/3" in text


def test_a_vote_has_words_of_its_own_from_the_plan_to_the_count(town: Town, tmp_path: Path) -> None:
    """Nowhere on its pages are opinions asked for."""
    client, found = town.client("trang"), planned(town)

    def said(name: str = "campaign") -> str:
        page = client.get(reverse(f"opinions:{name}", args=[found.row.pk])).content.decode()
        return re.sub(r"<nav.*?</nav>", "", page[page.index("<main") : page.index("</main>")], flags=re.S)

    texts = [said(), said("ballot"), said("terms")]
    assert "Chốt phiếu tín nhiệm" in texts[0]
    version = found.kept.version
    changed = client.post(reverse("opinions:freeze", args=[found.row.pk]), {"version": version})
    assert changed.status_code == 302
    texts.append(said())
    assert [text for text in texts if "ý kiến" in text.lower()] == []
    with pytest.raises(Conflict, match="danh sách trên phiếu, hội nghị"):
        actions.change(actor=town.accounts["trang"], campaign=found.row.pk, version=version, edit=lambda plan: plan)

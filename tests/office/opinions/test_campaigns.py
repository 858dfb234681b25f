"""A campaign from its plan to the head's answer: what was frozen stays, small groups are put together or hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Event
from canbo.office.opinions import actions, editing, plans, released
from canbo.office.opinions.models import Campaign, CampaignOpening, CampaignPaper
from canbo.office.opinions.plans import Asked, Plan
from canbo.opening import slips
from canbo.rulebook.ballot import handover, strict
from tests.office.opinions import hall, rounds
from tests.rulebook.ballot import survey
from tests.town import Town


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> Path:
    """The box's folder of this test."""
    settings.BOX_INBOX = tmp_path / "inbox"
    return tmp_path / "inbox"


def url(name: str, *args: object) -> str:
    return reverse(f"opinions:{name}", args=args)


def test_small_groups_of_one_unit_are_put_together_before_the_start(town: Town) -> None:
    found = rounds.planned(town)
    assert [(one.id, one.invited) for one in plans.cuts(found.plan)] == [
        ("v1-d1", 12), ("v1-d2-d3", 11), ("v2-d1", 20), ("v2-d3", 30),
    ]  # fmt: skip
    assert plans.problems(found.plan, timezone.localdate()) == []
    alone = editing.invite(found.plan, {"v1/d1": 4}, ["v2"])
    assert plans.problems(alone, timezone.localdate())[0].startswith("Đồng nghiệp, Văn phòng: mời 4 người, ít hơn 8.")


def test_freezing_makes_the_manifest_that_the_plan_says(town: Town) -> None:
    found = rounds.frozen(town)
    manifest = found.manifest
    assert manifest is not None
    assert manifest.hash == CampaignOpening.objects.get().hash
    assert (manifest.survey, manifest.pad, manifest.k) == ("MH-AB/LYK-1", 4096, 8)
    assert [one.id for one in manifest.groups] == ["v1-d1", "v1-d2-d3", "v2-d1", "v2-d3"]
    assert [(one.id, one.parent) for one in manifest.nodes] == [
        ("tat-ca", ""), ("v1", "tat-ca"), ("v2", "tat-ca"),
    ]  # fmt: skip
    assert Event.objects.filter(verb="opinions.campaign_frozen").count() == 1


EDITS: dict[str, Callable[[Plan], Plan]] = {
    "k": lambda plan: replace(plan, k=5),
    "a question": lambda plan: editing.drop_question(plan, "b1", "c1"),
    "a group": lambda plan: editing.invite(plan, {"v1/d1": 1}, ["v2"]),
    "who keeps the keys": lambda plan: editing.holders(plan, rounds.HOLDERS[:2]),
    "the days": lambda plan: replace(plan, closes="2099-01-01"),
    "nothing": lambda plan: plan,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_after_freezing_nothing_can_change(town: Town, edit: Callable[[Plan], Plan]) -> None:
    found = rounds.frozen(town)
    with pytest.raises(Conflict):
        actions.change(actor=town.accounts["trang"], campaign=found.row.pk, version=2, edit=edit)
    with pytest.raises(Conflict):
        actions.freeze(actor=town.accounts["trang"], campaign=found.row.pk, version=2)
    assert rounds.again(found.row.pk).kept.data == found.kept.data


def test_the_pages_answer_409_once_it_is_frozen_and_the_database_refuses(town: Town) -> None:
    found, client = rounds.frozen(town), town.client("trang")
    pk = found.row.pk
    terms: dict[str, object] = {"k": 5, "k_text": 10, "k_invited": 8, "need": 1, "way": "slips", "spare": 0}
    terms["version"] = 2
    posts: list[tuple[str, tuple[object, ...], dict[str, object]]] = [
        ("terms", (), terms), ("holders", (), {"name": [], "body": [], "key": [], "version": 2}),
        ("sets", (), {"do": "drop", "set": "b1", "question": "c1", "version": 2}),
        ("question", ("b1", "c1"), {"text": "Khác", "kind": "text", "version": 2}),
        ("invited", (), {"do": "numbers", "n-v1-d1": 99, "version": 2}), ("freeze", (), {"version": 2}),
    ]  # fmt: skip
    answers = {name: client.post(url(name, pk, *args), data).status_code for name, args, data in posts}
    assert answers == dict.fromkeys(answers, 409)
    for act in (
        lambda: CampaignOpening.objects.update(hash="0" * 64), lambda: Campaign.objects.all().delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_two_screens_do_not_overwrite_each_other(town: Town) -> None:
    found = rounds.planned(town)
    with pytest.raises(Conflict, match="màn hình khác"):
        actions.change(actor=town.accounts["trang"], campaign=found.row.pk, version=1, edit=lambda plan: Plan())
    with pytest.raises(Conflict, match="màn hình khác"):
        actions.freeze(actor=town.accounts["trang"], campaign=found.row.pk, version=1)


INCOMPLETE: dict[str, tuple[Callable[[Plan], Plan], str]] = {
    "no questions": (lambda plan: replace(plan, sets=(replace(plan.sets[0], questions=()),)), "câu hỏi"),
    "no keys": (lambda plan: editing.holders(plan, []), "người giữ khóa"),
    "begun already": (lambda plan: replace(plan, opens="2020-01-01"), "phải sau hôm nay"),
    "ends before it begins": (lambda plan: replace(plan, closes="2020-01-01"), "đứng trước"),
    "nobody asked": (lambda plan: replace(plan, subjects=(), invited={}), "Chưa chọn đơn vị"),
    "k above k_text": (lambda plan: replace(plan, k=12, k_invited=8), "K phải từ"),
}


@pytest.mark.parametrize(("edit", "why"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_an_incomplete_plan_is_not_frozen(town: Town, edit: Callable[[Plan], Plan], why: str) -> None:
    found = rounds.planned(town, edit)
    with pytest.raises(ActionError, match=why):
        actions.freeze(actor=town.accounts["trang"], campaign=found.row.pk, version=2)
    assert not CampaignOpening.objects.exists()


def test_as_many_questions_as_a_form_has_fit(town: Town) -> None:
    plan = rounds.planned(town).plan
    for at in range(40):
        plan = editing.put_question(plan, "b1", Asked("", f"Câu {at}", "scale", ("Tốt", "Khá", "Kém"), True))
    made = plans.freeze(plan, "x/1", "Dài")
    assert (len(dict(made.sets)["b1"]), made.pad) == (42, 4096)
    for at in range(12):
        plan = editing.put_question(plan, "b1", Asked("", f"Viết {at}", "text", (), False, 500))
    with pytest.raises(Exception, match="phần viết"):
        plans.freeze(plan, "x/1", "Dài")


def test_keys_that_are_none_are_refused() -> None:
    key = rounds.HOLDERS[0][2]
    for rows in ([("Lan", "", "abc")], [("", "", key)], [("Lan", "", key), ("Nam", "", key)]):
        with pytest.raises(ActionError):
            editing.holders(Plan(), rows)


@pytest.mark.parametrize("key", ["lan", "ha", "khoa", "quan_tri", "xa", "nam"])
def test_only_the_officer_plans_and_freezes(town: Town, key: str) -> None:
    found, account = rounds.planned(town), town.accounts[key]
    with pytest.raises(NotTheirs):
        actions.change(actor=account, campaign=found.row.pk, version=2, edit=lambda plan: plan)
    with pytest.raises(NotTheirs):
        actions.freeze(actor=account, campaign=found.row.pk, version=2)
    with pytest.raises(NotTheirs):
        actions.bring(actor=account, campaign=found.row.pk, kind="slips", text="")


def test_files_come_in_their_turn_and_go_to_the_box(town: Town, inbox: Path, tmp_path: Path) -> None:
    found = rounds.frozen(town)
    manifest, officer = found.manifest, town.accounts["trang"]
    assert manifest is not None
    files = rounds.opened(manifest, {"v1-d1": rounds.answered(9)}, tmp_path / "out")
    folder = inbox / manifest.hash
    for kind in ("handed", "opened", "totals"):
        with pytest.raises(ActionError, match="Chưa đến lượt"):
            actions.bring(actor=officer, campaign=found.row.pk, kind=kind, text=files[kind], today=rounds.AFTER)
    for kind, wrong in (("slips", files["handed"]), ("slips", "{}"), ("slips", "")):
        with pytest.raises(ActionError):
            actions.bring(actor=officer, campaign=found.row.pk, kind=kind, text=wrong, today=rounds.AFTER)
    assert not folder.exists()
    for kind in ("slips", "handed", "opened", "totals"):
        for _ in range(2):  # an upload is tried again
            actions.bring(actor=officer, campaign=found.row.pk, kind=kind, text=files[kind], today=rounds.AFTER)
    assert sorted(path.name for path in folder.iterdir()) == [
        handover.HANDED, handover.MANIFEST, handover.OPENED, handover.SLIPS,
    ]  # fmt: skip
    assert (folder / "manifest.json").read_text() == manifest.text
    other = strict.text(strict.read(files["totals"]) | {"counted": 1})
    with pytest.raises(Conflict, match="chỉ nhận một lần"):
        actions.bring(actor=officer, campaign=found.row.pk, kind="totals", text=other, today=rounds.AFTER)
    assert CampaignPaper.objects.count() == 4


def test_nothing_is_released_while_ballots_are_still_taken(town: Town, inbox: Path, tmp_path: Path) -> None:
    found = rounds.frozen(town)
    assert found.manifest is not None
    files = rounds.opened(found.manifest, {"v1-d1": rounds.answered(9)}, tmp_path / "out")
    last, officer = date.fromisoformat(found.manifest.closes), town.accounts["trang"]
    for kind in ("slips", "handed"):
        actions.bring(actor=officer, campaign=found.row.pk, kind=kind, text=files[kind], today=last)
    with pytest.raises(ActionError, match="còn nhận ý kiến"):
        actions.bring(actor=officer, campaign=found.row.pk, kind="opened", text=files["opened"], today=last)
    assert not (inbox / found.manifest.hash / handover.OPENED).exists()
    assert not rounds.again(found.row.pk).released
    day = last + timedelta(days=1)
    actions.bring(actor=officer, campaign=found.row.pk, kind="opened", text=files["opened"], today=day)


def test_totals_finer_than_they_may_be_are_refused(town: Town, tmp_path: Path) -> None:
    found = rounds.frozen(town)
    assert found.manifest is not None
    files = rounds.opened(found.manifest, {"v1-d1": rounds.answered(9), "v2-d3": rounds.answered(9)}, tmp_path / "out")
    for kind in ("slips", "handed", "opened"):
        actions.bring(
            actor=town.accounts["trang"], campaign=found.row.pk, kind=kind, text=files[kind], today=rounds.AFTER
        )
    data = strict.read(files["totals"])
    top = next(row for row in data["shown"] if row["group"] == "tat-ca")
    exact = [one | {"share": "33"} for one in top["options"]]
    for shown in (
        [row for row in data["shown"] if row["group"] != "tat-ca"], [top | {"options": exact}], [top, top],
        [top | {"group": "xx"}], [top | {"question": "c2"}], [{**top, "count": 9}],
    ):  # fmt: skip
        text = strict.text(data | {"shown": shown})
        with pytest.raises(ActionError):
            actions.bring(
                actor=town.accounts["trang"], campaign=found.row.pk, kind="totals", text=text, today=rounds.AFTER
            )


def test_totals_that_the_trustees_did_not_sign_are_refused_and_never_shown(town: Town, tmp_path: Path) -> None:
    """An officer with every right here, and somebody who writes into the database."""
    found = rounds.frozen(town)
    assert found.manifest is not None
    given = {"v1-d1": rounds.answered(9), "v2-d3": rounds.answered(9)}
    files = rounds.opened(found.manifest, given, tmp_path / "out")
    officer, pk = town.accounts["trang"], found.row.pk
    for kind in ("slips", "handed"):
        actions.bring(actor=officer, campaign=pk, kind=kind, text=files[kind], today=rounds.AFTER)
    forged = files["totals"].replace('"share":"≥ 90"', '"share":"≤ 10"')
    assert forged != files["totals"]
    claims = strict.read(files["opened"])
    for changed, why in (
        ({"totals": strict.sha(forged)}, "Chữ ký của Người 0"), ({"signatures": []}, "cần chữ ký của 2"),
        ({"signatures": claims["signatures"][:1]}, "cần chữ ký của 2"),
    ):  # fmt: skip
        text = strict.text(claims | changed)
        with pytest.raises(ActionError, match=why):
            actions.bring(actor=officer, campaign=pk, kind="opened", text=text, today=rounds.AFTER)
    actions.bring(actor=officer, campaign=pk, kind="opened", text=files["opened"], today=rounds.AFTER)
    with pytest.raises(ActionError, match="không phải kết quả mà những người giữ khóa đã ký"):
        actions.bring(actor=officer, campaign=pk, kind="totals", text=forged, today=rounds.AFTER)
    actions.bring(actor=officer, campaign=pk, kind="totals", text=files["totals"], today=rounds.AFTER)
    kept = rounds.again(pk)
    assert (kept.released, kept.forged, len(kept.signers)) == (True, False, 2)
    swapped = replace(kept, papers=kept.papers | {"totals": forged})
    assert (swapped.released, swapped.forged, swapped.results) == (False, True, None)
    auditor = town.client("trang")
    for kind in ("opened", "totals"):
        assert auditor.get(reverse("opinions:paper", args=[pk, kind])).content.decode() == files[kind]
    assert strict.sha(files["totals"]) in auditor.get(url("results", pk)).content.decode()


def test_a_box_opened_with_other_lists_than_the_office_was_given_is_refused(town: Town, tmp_path: Path) -> None:
    """Even trustees who compared nothing but what the box's operator showed them do not let swapped slips through."""
    found = rounds.frozen(town)
    assert found.manifest is not None
    files = rounds.opened(found.manifest, {"v1-d1": rounds.answered(9)}, tmp_path / "out")
    _, marks = slips.make(found.manifest, survey.bytes_from("another pile"))
    handed = slips.void(found.manifest, handover.read_slips(marks, found.manifest), [])
    officer = town.accounts["trang"]
    for kind, text in (("slips", marks), ("handed", handed)):
        actions.bring(actor=officer, campaign=found.row.pk, kind=kind, text=text, today=rounds.AFTER)
    with pytest.raises(ActionError, match="khác danh sách cơ quan đã nhận"):
        actions.bring(actor=officer, campaign=found.row.pk, kind="opened", text=files["opened"], today=rounds.AFTER)


def test_the_head_reads_about_their_unit_and_answers(town: Town, tmp_path: Path) -> None:
    found, files = rounds.released(town, tmp_path / "out")
    assert found.results is not None
    assert {one.group for one in found.results.shown} == {"tat-ca", "v1", "v1-d1", "v1-d2-d3", "v2"}
    pk = found.row.pk
    mai, dung = town.client("mai"), town.client("dung")
    shown = mai.get(url("subject", pk, "v1")).content.decode()
    assert "≥ 90%" in shown
    assert "Việc riêng" not in shown
    assert "Việc riêng số 3" in files["texts"]
    assert not any("Việc riêng" in text for text in found.papers.values())
    assert dung.get(url("subject", pk, "v1")).status_code == 404
    assert "Không đủ ý kiến để công bố riêng" in dung.get(url("subject", pk, "v2")).content.decode()
    assert mai.get(url("results", pk)).status_code == 404
    assert strict.sha(files["totals"]) in town.client("trang").get(url("results", pk)).content.decode()
    sent = {"do": "respond", "text": "Tôi tiếp thu.", "what1": "Họp định kỳ", "due1": "01/03/2027"}
    assert mai.post(url("subject", pk, "v1"), sent | {"due1": ""}).status_code == 422
    assert mai.post(url("subject", pk, "v1"), sent).status_code == 302
    assert "01/03/2027" in town.client("lan").get(url("subject", pk, "v1")).content.decode()
    with pytest.raises(NotTheirs):
        actions.respond(actor=town.accounts["trang"], campaign=pk, about="v1", text="x", steps=[])
    themes = {"do": "themes", "text": "Một số ý kiến mong họp đều.", "readers": "Lan, Hùng"}
    assert town.client("trang").post(url("subject", pk, "v1"), themes).status_code == 302
    assert "mong họp đều" in mai.get(url("subject", pk, "v1")).content.decode()


def test_the_officer_designs_by_the_pages(town: Town) -> None:
    client, unit = town.client("trang"), town.units["ward"].pk
    made = client.post(url("begin"), {"what": "opinions", "unit": unit, "title": "Đợt", "key": "LYK-2"})
    pk = Campaign.objects.get().pk
    assert made.headers["Location"] == url("campaign", pk)
    day = timezone.localdate() + timedelta(days=9)
    terms = {
        "k": 8,
        "k_text": 10,
        "k_invited": 8,
        "need": 2,
        "spare": 1,
        "way": "slips",
        "opens": f"{day:%d/%m/%Y}",
        "closes": f"{day:%d/%m/%Y}",
    }
    names, bodies, keys = zip(*rounds.HOLDERS, strict=True)
    scale = {"text": "Gương mẫu", "kind": "scale", "options": "Tốt\nKhá\n", "required": "on"}
    steps: list[tuple[str, tuple[object, ...], dict[str, Any]]] = [
        ("terms", (), terms), ("holders", (), {"name": names, "body": bodies, "key": keys}),
        ("sets", (), {"do": "add", "label": "Chung"}), ("question_new", ("b1",), scale),
        ("question", ("b1", "c1"), scale | {"text": "Nêu gương"}),
        ("invited", (), {"do": "audience", "label": "Cấp dưới", "set": "b1"}),
        ("invited", (), {"do": "subject", "unit": town.units["office"].pk, "level": "Phòng"}),
        ("invited", (), {"do": "numbers", "n-v1-d1": "15"}),
    ]  # fmt: skip
    for version, (name, args, data) in enumerate(steps, start=1):
        assert client.get(url(name, pk, *args)).status_code == 200
        answer = client.post(url(name, pk, *args), data | {"version": version})
        assert answer.status_code == 302, (name, answer.content.decode())
    assert client.post(url("question_new", pk, "b1"), scale | {"options": "Một", "version": 9}).status_code == 422
    assert client.post(url("freeze", pk), {"version": 9}).headers["Location"] == url("campaign", pk)
    manifest = rounds.again(pk).manifest
    assert manifest is not None
    assert manifest.asked(manifest.groups[0])[0].text == "Nêu gương"
    assert client.get(url("manifest", pk)).content.decode() == manifest.text
    wrong = client.post(url("bring", pk, "slips"), {"file": SimpleUploadedFile("slips.json", b"\xff")})
    assert wrong.status_code == 422


def test_nothing_lists_who_has_not_answered_or_how_many_have(town: Town) -> None:
    """The reminder attack needs a live count; the office has none, and no address that could have."""
    found = rounds.frozen(town)
    shown = town.client("trang").get(url("campaign", found.row.pk)).content.decode()
    assert "đã gửi" not in shown.replace("ai đã gửi", "")
    columns = {field.name for model in (Campaign, CampaignPaper, CampaignOpening) for field in model._meta.fields}
    assert not columns & {"answered", "person", "token", "count", "address"}


def test_the_list_takes_the_same_queries_for_many(town: Town) -> None:
    client, counts = town.client("trang"), []
    for start, more in ((0, 1), (1, 4)):
        for at in range(start, more):
            actions.begin(actor=town.accounts["trang"], unit=town.units["ward"], key=f"K{at}", title="Đợt")
        with CaptureQueriesContext(connection) as ran:
            client.get(url("campaigns"))
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_a_drawn_school_comes_into_the_campaign(town: Town) -> None:
    draw = hall.drawn(town).pk
    found, client = rounds.planned(town), town.client("trang")
    assert client.post(url("invited", found.row.pk), {"do": "draw", "draw": draw, "version": 2}).status_code == 302
    subjects = rounds.again(found.row.pk).plan.subjects
    assert (len(subjects), subjects[2].level) == (17, "Trung học cơ sở")


def test_what_one_group_alone_was_asked_stands_once(town: Town, tmp_path: Path) -> None:
    """A set asked of one group of a unit has one table; one that a hidden group was asked too, the unit's as well."""
    found, _ = rounds.released(town, tmp_path)
    assert found.results is not None
    assert found.manifest is not None
    rows = {key: [row for row in found.results.shown if row.group == key] for key in ("v1", "v1-d1", "v1-d2-d3")}
    first, *others = (one for one in found.manifest.groups if one.about == "v1")
    page = town.client("trang").get(url("subject", found.row.pk, "v1")).content.decode()
    assert page.count("<caption>Gương mẫu ") == sum(map(bool, rows.values())) == 3
    other = replace(others[0], questions="b2")
    assert released.beyond(rows["v1"], [first, other], [rows["v1-d1"], []]) == []
    assert released.beyond(rows["v1"], [first, *others], [rows["v1-d1"], []]) == rows["v1"]
    assert released.beyond(rows["v1"], [first, other], [[], []]) == rows["v1"]

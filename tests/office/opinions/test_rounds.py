"""A second round and what heads say of themselves: beside what others answered, and only before the box is opened."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.opinions import actions, editing, queries
from canbo.office.opinions.models import CampaignSelfView
from tests.office.opinions import rounds
from tests.town import Town


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> None:
    settings.BOX_INBOX = tmp_path / "inbox"


def second(town: Town, to: Path) -> queries.Round:
    """The round after one that was released: frozen, with days and keys of its own."""
    first, _ = rounds.released(town, to)
    actor = town.accounts["trang"]
    row = actions.again(actor=actor, campaign=first.row.pk, key="LYK-2", title="Lần hai")
    opens = timezone.localdate() + timedelta(days=4)
    days = {"opens": opens, "closes": opens + timedelta(days=2)}
    actions.change(
        actor=actor, campaign=row.pk, version=1,
        edit=lambda plan: editing.holders(editing.terms(plan, days), rounds.HOLDERS),
    )  # fmt: skip
    actions.freeze(actor=actor, campaign=row.pk, version=2)
    return rounds.again(row.pk)


def test_a_second_round_asks_the_same_and_is_bound_to_the_first(town: Town, tmp_path: Path) -> None:
    found = second(town, tmp_path)
    first = queries.before(found)
    assert first is not None
    assert first.manifest is not None
    assert found.manifest is not None
    assert (found.manifest.after, found.manifest.sets) == (first.manifest.hash, first.manifest.sets)
    assert [one.id for one in found.manifest.groups] == [one.id for one in first.manifest.groups]
    assert queries.followed(first) == found.row.pk
    with pytest.raises(Conflict):  # a campaign is followed once
        actions.again(actor=town.accounts["trang"], campaign=first.row.pk, key="LYK-3", title="Lần ba")
    with pytest.raises(Conflict):  # and not before its own release
        actions.again(actor=town.accounts["trang"], campaign=found.row.pk, key="LYK-3", title="Lần ba")
    with pytest.raises(NotTheirs):
        actions.again(actor=town.accounts["xa"], campaign=first.row.pk, key="LYK-3", title="Lần ba")


def test_questions_units_and_audiences_of_a_second_round_stay(town: Town, tmp_path: Path) -> None:
    first, _ = rounds.released(town, tmp_path)
    actor = town.accounts["trang"]
    row = actions.again(actor=actor, campaign=first.row.pk, key="LYK-2", title="Lần hai")
    for edit in (
        lambda plan: editing.drop_question(plan, "b1", "c1"), lambda plan: editing.add_audience(plan, "Khác", "b1"),
        lambda plan: editing.add_subjects(plan, [("Đơn vị khác", "Phòng", 0)]),
    ):  # fmt: skip
        with pytest.raises(ActionError, match="giữ nguyên"):
            actions.change(actor=actor, campaign=row.pk, version=1, edit=edit)
    actions.change(
        actor=actor, campaign=row.pk, version=1, edit=lambda plan: editing.invite(plan, {"v1/d1": 13}, [])
    )  # fmt: skip


def test_results_stand_beside_the_round_before_and_the_heads_own_answer(town: Town, tmp_path: Path) -> None:
    found = second(town, tmp_path / "1")
    first = queries.before(found)
    assert found.manifest is not None
    assert first is not None
    assert first.opening is not None
    head, pk = town.accounts["mai"], found.row.pk
    actions.view_self(actor=head, campaign=pk, about="v1", answers={"b1/c1": ("2",)})
    actions.view_self(actor=head, campaign=pk, about="v1", answers={"b1/c1": ("1",)})
    assert CampaignSelfView.objects.count() == 2
    given: dict[str, list[dict[str, object]]] = {
        "v1-d1": [{"c1": "2"}] * 10, "v1-d2-d3": rounds.answered(11), "v2-d1": rounds.answered(3),
        "v2-d3": rounds.answered(12),
    }  # fmt: skip
    there = (first.opening.manifest, first.papers["opened"], first.papers["totals"])
    files = rounds.opened(found.manifest, given, tmp_path / "2", [there])
    for kind in ("slips", "handed", "opened", "totals"):
        actions.bring(actor=town.accounts["trang"], campaign=pk, kind=kind, text=files[kind], today=rounds.AFTER)
    page = town.client("mai").get(reverse("opinions:subject", args=[pk, "v1"])).content.decode()
    assert "Lần trước" in page
    assert reverse("opinions:subject", args=[pk, "v1"]) in (
        town.client("mai").get(reverse("results:mine")).content.decode()
    )
    rows = queries.compared(
        [one for one in rounds.again(pk).results.shown if one.group == "v1-d1"],  # type: ignore[union-attr]
        queries.by_place(first), queries.self_view(found, "v1"),
    )  # fmt: skip
    assert [(label, share, then, own) for label, share, _, then, own in rows[0].options] == [
        ("Tốt", "≤ 10", "≥ 90", True), ("Khá", "≥ 90", "≤ 10", False), ("Chưa tốt", "≤ 10", "≤ 10", False),
    ]  # fmt: skip


def test_a_head_answers_for_themselves_alone_and_not_once_the_box_may_be_open(town: Town, tmp_path: Path) -> None:
    found = second(town, tmp_path)
    pk = found.row.pk
    for key in ("dung", "trang", "xa"):  # the head of another unit, an officer, a stranger
        with pytest.raises(NotTheirs):
            actions.view_self(actor=town.accounts[key], campaign=pk, about="v1", answers={"b1/c1": ("1",)})
    for answers in ({}, {"b1/c1": ()}, {"b1/c1": ("9",)}, {"b1/c2": ("1",)}):
        with pytest.raises(ActionError):
            actions.view_self(actor=town.accounts["mai"], campaign=pk, about="v1", answers=answers)
    late = timezone.localdate() + timedelta(days=7)
    with pytest.raises(Conflict):
        actions.view_self(
            actor=town.accounts["mai"], campaign=pk, about="v1", answers={"b1/c1": ("1",)}, today=late
        )  # fmt: skip
    address = reverse("opinions:view_self", args=[pk, "v1"])
    mine = town.client("mai")
    assert address in mine.get(reverse("opinions:campaigns")).content.decode()
    assert mine.post(address, {"q0": "2"}).status_code == 302
    assert queries.self_view(found, "v1").answers == {"b1/c1": ["2"]}  # type: ignore[union-attr]
    assert [town.client(key).get(address).status_code for key in ("dung", "trang", "xa")] == [404, 404, 404]

"""Plans and their lists: begun, posts named, people proposed, put in, taken out; what an advisory body confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.access import current
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.talent import planning_law
from canbo.office.talent.models import (
    CadrePlan,
    PlanEntry,
    PlanFact,
    PlanNotice,
    PlanPost,
    PlanPotential,
)
from canbo.office.talent.queries.planning_lists import newest_entries

FIRST_YEAR = 2000
OWN = "ghi về mình"
FOLLOWS = {
    "proposed": (None, "taken_out"),
    "put_in": (None, "proposed", "taken_out"),
    "taken_out": ("proposed", "put_in"),
}


@dataclass(frozen=True)
class Row:
    """Somebody for a post."""

    post: PlanPost
    person: Person


@transaction.atomic
def begin_plan(
    *, actor: Account, unit: Unit, name: str, first_year: int, last_year: int, began: date, document: str
) -> CadrePlan:
    """Begin a unit's plan for a term. ActionError where the term is none, or the unit has one of that name."""
    acting.keeper(actor, unit.path)
    if not FIRST_YEAR <= first_year < last_year <= first_year + 10:
        raise ActionError("Nhiệm kỳ chưa đúng. Hãy ghi năm đầu và năm cuối, ví dụ 2025 và 2030.")
    acting.past(began, "Ngày bắt đầu")
    try:
        with transaction.atomic():
            row = CadrePlan.objects.create(
                agency_id=unit.agency_id, unit=unit, name=acting.text(name, "tên quy hoạch", 200),
                first_year=first_year, last_year=last_year, began=began,
                document=acting.text(document, "văn bản", 200), by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Đơn vị đã có quy hoạch tên này. Hãy đặt tên khác.") from error
    journal.record_all(actor, "talent.plan_begun", [(row, {"term": row.term})])
    return row


@transaction.atomic
def name_post(*, actor: Account, plan: CadrePlan, unit: Unit, title: str, level: str, leads: str) -> PlanPost:
    """Name a post people are planned for. ActionError where the plan has it, or its unit lies elsewhere."""
    acting.keeper(actor, plan.unit.path)
    if not unit.path.startswith(plan.unit.path):
        raise ActionError("Chức danh phải thuộc đơn vị của quy hoạch hoặc đơn vị bên dưới.")
    order = PlanPost.objects.filter(agency=plan.agency_id, plan=plan).aggregate(last=Max("order"))["last"] or 0
    try:
        with transaction.atomic():
            row = PlanPost.objects.create(
                agency_id=plan.agency_id, plan=plan, unit=unit, title=acting.text(title, "chức danh", 160), level=level,
                leads=leads, order=order + 1, by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Quy hoạch đã có chức danh này của đơn vị đó.") from error
    journal.record_all(actor, "talent.plan_post_named", [(row, {"plan": plan.pk})])
    return row


@transaction.atomic
def enter(
    *, actor: Account, plan: CadrePlan, act: str, rows: Sequence[Row], day: date, step: str = "", reason: str = "",
    document: str = "",
) -> list[PlanEntry]:  # fmt: skip
    """Propose people, put them in, or take them out, all or none. Rules broken are told by the check, never refused
    here. Whom it concerns is told, except of a proposal.

    ActionError where somebody is on the list already or is not, an earlier row is dated later, the reason or the paper
    is missing, or it is the officer themselves."""
    viewer = acting.keeper(actor, plan.unit.path)
    CadrePlan.objects.select_for_update().get(agency=plan.agency_id, pk=plan.pk)
    acting.past(day, "Ngày")
    reason = acting.text(reason, "lý do", 500) if act == "taken_out" else " ".join(reason.split())[:500]
    document = " ".join(document.split())[:200] if act == "proposed" else acting.text(document, "văn bản", 200)
    standing = newest_entries(plan, date.max)
    places = _places([row.person.pk for row in rows], day)
    made = []
    for row in rows:
        acting.not_oneself(viewer, row.person.pk, OWN)
        if row.post.plan_id != plan.pk:
            raise ActionError("Có chức danh không thuộc quy hoạch này.")
        before = standing.get((row.post.pk, row.person.pk))
        _check(act, row, before, day)
        place = places.get(row.person.pk)
        made.append(
            PlanEntry(
                agency_id=plan.agency_id, post=row.post, person=row.person, act=act, step=step, day=day, reason=reason,
                document=document, held_unit_id=place.post.unit_id if place else None,
                held_title=place.post.title if place else "", by=actor,
            )
        )  # fmt: skip
    if len({(row.post.pk, row.person.pk) for row in rows}) != len(rows):
        raise ActionError("Có người được ghi hai lần cho một chức danh.")
    for entry in made:  # one by one: the notices need their ids on both engines
        entry.save()
    if act != "proposed":
        PlanNotice.objects.bulk_create(
            PlanNotice(agency_id=plan.agency_id, plan=plan, person_id=entry.person_id, entry=entry) for entry in made
        )
    journal.record_all(actor, f"talent.plan_{act}", [(entry, {"plan": plan.pk}) for entry in made])
    return made


def _check(act: str, row: Row, before: PlanEntry | None, day: date) -> None:
    if (before.act if before else None) not in FOLLOWS[act]:
        said = {
            "proposed": "đã được đề xuất",
            "put_in": "đã ở trong quy hoạch",
            "taken_out": "không có trong danh sách",
        }
        raise ActionError(f"{row.person}: {said[before.act if before and act != 'taken_out' else act]} ({row.post}).")
    if before is not None and before.day > day:
        raise ActionError(f"{row.person}: đã có dòng ngày {before.day:%d/%m/%Y}. Hãy ghi ngày sau đó.")


def _places(people: Sequence[int], day: date) -> dict[int, Posting]:
    rows = Posting.objects.filter(current(day), person__in=people).select_related("post").order_by("primary", "-id")
    return {row.person_id: row for row in rows}


@transaction.atomic
def confirm(*, actor: Account, entry: PlanEntry, fact: str, value: bool, document: str) -> PlanFact:
    """Keep what the advisory body confirmed of a person for a post, by its paper. ActionError about oneself."""
    acting.not_oneself(acting.keeper(actor, entry.post.plan.unit.path), entry.person_id, OWN)
    if fact not in planning_law.TOLD:
        raise ActionError("Không có nội dung này. Hãy chọn lại.")
    row = PlanFact.objects.create(
        agency_id=entry.agency_id, post=entry.post, person=entry.person, fact=fact, value=value,
        document=acting.text(document, "văn bản xác nhận", 200), by=actor,
    )  # fmt: skip
    journal.record_all(actor, "talent.plan_confirmed", [(row, {"plan": entry.post.plan_id})])
    return row


@transaction.atomic
def see_potential(*, actor: Account, entry: PlanEntry, level: str, day: date, document: str) -> PlanPotential:
    """Keep how the council saw somebody's potential, by its minutes. ActionError about oneself."""
    acting.not_oneself(acting.keeper(actor, entry.post.plan.unit.path), entry.person_id, OWN)
    acting.past(day, "Ngày nhận định")
    row = PlanPotential.objects.create(
        agency_id=entry.agency_id, plan=entry.post.plan, person=entry.person, level=level, day=day,
        document=acting.text(document, "biên bản", 200), by=actor,
    )  # fmt: skip
    journal.record_all(actor, "talent.plan_potential", [(row, {"plan": entry.post.plan_id})])
    return row

"""Opening a cycle with its sheets, in one transaction; adding people who joined late; the cycles that repeat."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.cycles import actions as cycle_actions
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import access, counting, enrolment
from canbo.office.evaluations.enrolment import Place, Plan
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Assignee, Sheet, State
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.regulations.models import Adoption
from canbo.rulebook.process import Period

log = logging.getLogger("canbo.evaluations")


def open_with_sheets(
    *, actor: Account | None, unit: Unit, adoption: Adoption, period: Period, deadlines: Mapping[str, date],
    repeats: bool = False, with_points: bool = False, today: date | None = None,
) -> Cycle:  # fmt: skip
    """Open a cycle and make the sheets of everybody it covers, with who reviews and decides: all or nothing.

    `actor` None is the office's own clock. ActionError as of `cycles.actions.open_cycle`, and where nobody is covered.
    """
    with transaction.atomic():
        cycle = cycle_actions.open_cycle(
            actor=actor, unit=unit, adoption=adoption, period=period, deadlines=deadlines, repeats=repeats,
            with_points=with_points,
        )  # fmt: skip
        if not enrol(actor=actor, cycle=cycle, today=today).places:
            raise ActionError(
                f"Chưa có ai ở {unit.name} thuộc đối tượng của quy định này. Hãy nhập danh sách người trước."
            )
    return cycle


def enrol(*, actor: Account | None, cycle: Cycle, today: date | None = None) -> Plan:
    """Make the sheets, assignees and summary rows of everybody the cycle covers and who has none yet.

    Run again it adds only those who joined since. NotAssigned where the actor is no officer there; ActionError where
    the cycle is locked.
    """
    if actor is not None and not access.may_open(Viewer(actor), cycle.unit):
        raise NotAssigned("Đơn vị này ngoài phạm vi phụ trách.")
    if cycles.is_locked(cycle):
        raise ActionError("Kỳ đã khóa, không bổ sung được người. Hãy mở lại kỳ trước.")
    with transaction.atomic():
        Cycle.objects.select_for_update().get(agency=cycle.agency_id, pk=cycle.pk)
        have = list(Sheet.objects.filter(agency=cycle.agency_id, cycle=cycle))
        plan = enrolment.plan(
            cycle.unit, cycles.rules(cycle), cycle.adoption.pack, cycles.period(cycle),
            today or timezone.localdate(), have,
        )  # fmt: skip
        sheets = Sheet.objects.bulk_create([_sheet(cycle, place) for place in plan.places], batch_size=500)
        Assignee.objects.bulk_create(
            [row for sheet, place in zip(sheets, plan.places, strict=True) for row in _assignees(sheet, place, actor)],
            batch_size=500,
        )
        State.objects.bulk_create(
            [
                State(agency_id=row.agency_id, sheet=row, cycle=cycle, unit_path=row.unit_path, stage=_first(cycle))
                for row in sheets
            ],
            batch_size=500,
        )
        counting.add(cycle, sheets)
        data = {"sheets": len(sheets), "first": sheets[0].pk if sheets else None}
        journal.record(agency_id=cycle.agency_id, actor=actor, verb="evaluations.enrolled", subject=cycle, data=data)
    return plan


def open_repeating(today: date) -> list[Cycle]:
    """Open the cycles whose turn has come (`cycles.queries.open_due`). One that cannot is logged, the rest go on."""
    opened = []
    for due in cycles.open_due(today):
        try:
            cycle = open_with_sheets(
                actor=None, unit=due.unit, adoption=due.adoption, period=due.period, deadlines=due.deadlines,
                repeats=True, with_points=due.with_points, today=today,
            )  # fmt: skip
            opened.append(cycle)
        except ActionError:
            log.warning("cycle %s could not open its successor %s", due.after.pk, due.period.key)
    return opened


def _sheet(cycle: Cycle, place: Place) -> Sheet:
    return Sheet(
        agency_id=cycle.agency_id, cycle=cycle, person=place.person,
        collective=None if place.person else place.unit, unit=place.unit, unit_path=place.unit.path,
        form=place.form.key, kind=place.kind, rank=place.rank, post_title=place.post_title,
        task_group=place.task_group,
    )  # fmt: skip


def _assignees(sheet: Sheet, place: Place, actor: Account | None) -> list[Assignee]:
    named = {"self": place.keeper, "review": place.reviewer, "decide": place.decider}
    return [
        Assignee(agency_id=sheet.agency_id, sheet=sheet, step=step, person_id=person, by=actor)
        for step, person in named.items()
        if person is not None
    ]


def _first(cycle: Cycle) -> str:
    """The first step of the cycle's rules."""
    return cycles.rules(cycle).steps[0].key

"""Reminders: those whom a sheet waits for see on their pages that they were reminded, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.cycles.models import Cycle, Reminder
from canbo.office.evaluations import access, queries
from canbo.office.evaluations.actions.acting import viewer_of
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Reminded


def remind(
    *, actor: Account, cycle: Cycle, step: str, sheets: Iterable[int] | None = None, today: date | None = None
) -> Reminder:
    """Remind those whom sheets of a cycle wait for in a step: all the actor may see, or the ones named.

    NotAssigned where the actor sees nothing of the cycle; ActionError where nothing waits there.
    """
    viewer = viewer_of(actor, None, today)
    paths = access.board_paths(viewer, cycle)
    if not paths:
        raise NotAssigned("Kỳ này ngoài phạm vi phụ trách.")
    waiting = queries.states(cycle, paths).filter(stage=step)
    if sheets is not None:
        waiting = waiting.filter(sheet__in=list(sheets))
    ids = list(waiting.values_list("sheet_id", flat=True))
    if not ids:
        raise ActionError("Không còn phiếu nào đang chờ ở bước này.")
    with transaction.atomic():
        reminder = Reminder.objects.create(agency_id=cycle.agency_id, cycle=cycle, step=step, people=len(ids), by=actor)
        Reminded.objects.bulk_create(Reminded(agency_id=cycle.agency_id, reminder=reminder, sheet_id=pk) for pk in ids)
        journal.record_all(actor, "evaluations.reminded", [(reminder, {"step": step, "sheets": len(ids)})])
    return reminder

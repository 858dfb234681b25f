"""How an agency reminds: what it chose, or the default. Sources, letters and pages go by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from canbo.office.agenda.models import MailRule


@dataclass(frozen=True, slots=True)
class Habit:
    """How an agency reminds. These are the agency's own choices: no instrument sets them."""

    enabled: bool = True
    days_before: int = 3
    hour: int = 7
    escalate_after: int | None = None
    basis: str = ""


DEFAULT = Habit()


def habits(agency_ids: Iterable[int]) -> dict[int, Habit]:
    """How these agencies remind, by agency; the default where none chose. One query."""
    wanted = set(agency_ids)
    newest = MailRule.objects.filter(agency__in=wanted).order_by().values("agency").annotate(last=Max("id"))
    rows = MailRule.objects.filter(agency__in=wanted, pk__in=newest.values("last"))
    chosen = {
        row.agency_id: Habit(row.enabled, row.days_before, row.hour, row.escalate_after, row.basis) for row in rows
    }
    return {pk: chosen.get(pk, DEFAULT) for pk in wanted}


def habit_of(agency_id: int) -> Habit:
    """How one agency reminds."""
    return habits([agency_id])[agency_id]

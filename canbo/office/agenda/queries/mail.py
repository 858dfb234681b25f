"""How agencies remind, who wants letters, what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from canbo.office.agenda.models import Letter, MailChoice, MailRule
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit


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


def history(agency_id: int) -> QuerySet[MailRule]:
    """The agency's choices, newest first."""
    return MailRule.objects.filter(agency=agency_id).select_related("by__person").order_by("-id")


def wants_mail(account: Account) -> bool:
    """Whether the account's person wants letters: yes until they say no."""
    return unwanted([account.pk]) == set()


def unwanted(account_ids: Iterable[int]) -> set[int]:
    """Which of these accounts said no. One query."""
    rows = MailChoice.objects.filter(account__in=list(account_ids)).order_by("id")
    return {account for account, wanted in dict(rows.values_list("account_id", "wanted")).items() if not wanted}


def kept_units(viewer: Viewer) -> list[Unit]:
    """The agencies' root units whose way of reminding the viewer may choose, as their organisation officer."""
    roots = Unit.objects.filter(is_agency=True, valid_to=None).select_related("agency").order_by("path")
    return [unit for unit in roots if viewer.holds("officer", path=unit.path)] if viewer.has("officer") else []


def letters(agency_id: int) -> QuerySet[Letter]:
    """The letters of an agency, newest day first."""
    return Letter.objects.filter(agency=agency_id).select_related("person").order_by("-day", "person__sort_key", "id")

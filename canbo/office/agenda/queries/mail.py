"""What agencies chose, who wants letters, what became of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from canbo.office.agenda.models import Letter, MailChoice, MailRule
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit


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

"""Accounts follow postings: who holds no post from a day on can log in until that day, not beyond."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from canbo.office.base.models import Account
from canbo.office.people.models import Posting


def settle_accounts(persons: Iterable[int]) -> None:
    """Set the closing day of these persons' accounts from their postings: the last end, or none while one is open.

    Set-based: one read, one write. Persons without any posting are left alone.
    """
    rows = Posting.objects.filter(person__in=list(persons), person__account__isnull=False)
    last: dict[int, date | None] = {}
    for account, end in rows.values_list("person__account_id", "valid_to"):
        known = last.get(account, date.min)
        last[account] = None if known is None or end is None else max(known, end)
    accounts = [Account(pk=pk, closed_on=end) for pk, end in last.items()]
    Account.objects.bulk_update(accounts, ["closed_on"], batch_size=500)

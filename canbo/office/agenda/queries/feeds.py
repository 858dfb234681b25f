"""Private calendar addresses, read."""

from __future__ import annotations

import hashlib

from canbo.office.agenda.models import Feed
from canbo.office.base.models import Account


def digest(token: str) -> str:
    """What is kept of a secret: the SHA-256, since the secret itself is long and random."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(account: Account) -> Feed | None:
    """The account's open address."""
    return Feed.objects.filter(account=account, ended_at=None).first()


def account_of(token: str) -> Account | None:
    """Whose open address this secret is; None for a wrong or ended one, and when the account may not log in."""
    row = Feed.objects.filter(digest=digest(token), ended_at=None).select_related("account").first()
    return row.account if row and row.account.is_active else None

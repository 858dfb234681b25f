"""Short-lived codes for signing programs: who, until when, signed by the site; void once the password changes."""

from __future__ import annotations

from django.core import signing

from canbo.office.base.models import Account

SALT = "canbo.office.signatures.api"
LASTS = 15 * 60  # seconds


def issue(account: Account) -> str:
    """A code for this account, from now."""
    return signing.dumps([account.pk, account.get_session_auth_hash()[:16]], salt=SALT)


def account_of(token: str) -> Account | None:
    """Whose code it is; None where it is forged, too old, from before a change of password, or of a closed account."""
    try:
        pk, mark = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    account = Account.objects.filter(pk=pk).first()
    if account is None or not account.is_active or account.must_change:
        return None
    return account if account.get_session_auth_hash()[:16] == mark else None

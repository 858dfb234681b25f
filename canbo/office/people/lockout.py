"""Lockout after wrong passwords, by account: which name was meant, who is locked, unlocking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

INSIDE = "127.0.0.1"  # where a password was asked again of somebody already logged in


def typed_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account a log-in is about, as accounts are named: changing capitals does not give more tries."""
    given = (credentials or {}).get("username") or request.POST.get(settings.AXES_USERNAME_FORM_FIELD) or ""
    return str(given).strip().lower()


def locked(usernames: Iterable[str]) -> set[str]:
    """Which of these accounts are locked now; one query."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    rows = AccessAttempt.objects.filter(username__in=list(usernames)).values("username")
    counted = rows.annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    return {
        row["username"] for row in counted if row["failures"] >= settings.AXES_FAILURE_LIMIT and row["last"] >= since
    }


def unlock(usernames: Iterable[str]) -> None:
    """Forget the wrong passwords of these accounts."""
    AccessAttempt.objects.filter(username__in=list(usernames)).delete()


@transaction.atomic(durable=True)
def failed(username: str) -> None:
    """Count a wrong password given after the log-in (to sign, say) like one given there. Kept whatever follows."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    AccessAttempt.objects.filter(username=username, attempt_time__lt=since).delete()
    row, new = AccessAttempt.objects.select_for_update().get_or_create(
        username=username, ip_address=INSIDE, user_agent="canbo",
        defaults={"failures_since_start": 1, "get_data": "", "post_data": ""},
    )  # fmt: skip
    if not new:
        row.failures_since_start += 1
        row.attempt_time = timezone.now()
        row.save(update_fields=["failures_since_start", "attempt_time"])

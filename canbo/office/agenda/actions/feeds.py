"""Making, renewing and ending one's private calendar address."""

from __future__ import annotations

import logging
import secrets

from django.db import transaction
from django.utils import timezone

from canbo.office.agenda.models import Feed
from canbo.office.agenda.queries.feeds import digest
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account

log = logging.getLogger("canbo.access")
SECRET_BYTES = 32


@transaction.atomic
def renew(*, actor: Account) -> str:
    """Make the actor's address; an older one ends. The secret is returned, to be shown once, and not kept."""
    Account.objects.select_for_update().get(pk=actor.pk)
    Feed.objects.filter(account=actor, ended_at=None).update(ended_at=timezone.now())
    token = secrets.token_urlsafe(SECRET_BYTES)
    Feed.objects.create(account=actor, digest=digest(token))
    log.info("calendar address made: account %s", actor.pk)
    return token


@transaction.atomic
def end(*, actor: Account) -> None:
    """End the actor's address. ActionError where there is none."""
    if not Feed.objects.filter(account=actor, ended_at=None).update(ended_at=timezone.now()):
        raise ActionError("Chưa có địa chỉ lịch nào đang dùng.")
    log.info("calendar address ended: account %s", actor.pk)

"""Reading sensitive fields: of others only with a reason, and each field of each person read is a record."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.profiles import access
from canbo.office.profiles.models import SensitiveRead
from canbo.office.profiles.queries.standing import Item, standing
from canbo.rulebook import personal


@transaction.atomic
def read_sensitive(*, actor: Account, people: Iterable[Person], keys: Collection[str], why: str) -> list[Item]:
    """The sensitive fields of these people, with the read put on record first; one's own without.

    NotTheirs where the actor may not read of one of them; ActionError without a reason or a field.
    """
    viewer, asked = Viewer(actor), list(people)
    wanted = [key for key in personal.fields() if key in keys and personal.find(key).sensitive]
    at = access.places([person.pk for person in asked])
    if not all(access.may_read_sensitive(viewer, person, at.get(person.pk, ())) for person in asked):
        raise NotTheirs("Có người ngoài phạm vi được xem.")
    if not wanted:
        raise ActionError("Hãy chọn ít nhất một mục cần xem.")
    others = [person for person in asked if not access.is_own(viewer, person)]
    reason = " ".join(why.split())[:300]
    if others and not reason:
        raise ActionError("Hãy ghi lý do xem. Lý do được lưu và người có dữ liệu thấy được.")
    _record(actor, others, wanted, reason)
    return standing([person.pk for person in asked], wanted, sensitive=True)


def _record(actor: Account, others: list[Person], keys: list[str], why: str) -> None:
    now = timezone.now()
    reads = [SensitiveRead(person=one, field=key, reader=actor, why=why, at=now) for one in others for key in keys]
    SensitiveRead.objects.bulk_create(reads, batch_size=1000)
    homes = access.homes([one.pk for one in others])
    for agency in set(homes.values()):
        acts = [(one, {"fields": len(keys)}) for one in others if homes.get(one.pk) == agency]
        journal.record_many(agency_id=agency, actor=actor, verb="profiles.sensitive_read", acts=acts)

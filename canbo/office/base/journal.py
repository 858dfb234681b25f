"""The journal of an agency: every legal act, in the act's own transaction, chained in batches.

`record` only inserts, so people saving at once do not wait for one another; `seal` chains what is not yet
chained, one writer at a time; `verify` recomputes everything.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Max, OuterRef
from django.utils import timezone

from canbo.office.base import bulk
from canbo.office.base.bulk import Written
from canbo.office.base.models import Account, Agency, Event, Link, Seal

START = "0" * 64
# No transaction of ours lives this long: an event with a lower id cannot appear later than this.
SETTLED = timedelta(hours=1)
COLUMNS = ("agency_id", "at", "actor_id", "actor_name", "verb", "subject_type", "subject_id", "data", "digest")
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def record(
    *, agency_id: int, actor: Account | None, verb: str, subject: models.Model, data: Mapping[str, Any] | None = None
) -> Event:
    """Append one act to the agency's journal. Call it inside the act's transaction."""
    event = Event(
        agency_id=agency_id, at=timezone.now(), actor=actor, actor_name=_name(actor), verb=verb,
        subject_type=subject._meta.label_lower, subject_id=subject.pk, data=dict(data or {}),
    )  # fmt: skip
    event.digest = digest(event)
    event.save(force_insert=True)
    return event


def record_many(
    *, agency_id: int, actor: Account | None, verb: str, acts: Iterable[tuple[models.Model, Mapping[str, Any]]]
) -> None:
    """Append many acts of one verb in one statement (closing a cycle, importing a roster)."""
    now = timezone.now()
    by, name = actor.pk if actor else None, _name(actor)
    head = _canonical([agency_id, _instant(now), by, name, verb]).removesuffix("]")
    rows = []
    for subject, data in acts:
        kind, pk, text = subject._meta.label_lower, subject.pk, Written(_canonical(data))
        rows.append((agency_id, now, by, name, verb, kind, pk, text, _sha256(f'{head},"{kind}",{pk},{text}]')))
    bulk.insert(Event, COLUMNS, rows)


def record_all(actor: Account | None, verb: str, acts: Iterable[tuple[models.Model, Mapping[str, Any]]]) -> None:
    """Append acts of one verb, each to the journal of the agency its subject is of: one statement an agency."""
    by_agency: dict[int, list[tuple[models.Model, Mapping[str, Any]]]] = defaultdict(list)
    for subject, data in acts:
        by_agency[subject.agency_id].append((subject, data))  # type: ignore[attr-defined]
    for agency_id, mine in by_agency.items():
        record_many(agency_id=agency_id, actor=actor, verb=verb, acts=mine)


def digest(event: Event) -> str:
    """SHA-256 of the event's canonical content. The database id is left out: the link gives the place."""
    content = [
        event.agency_id,
        _instant(event.at),
        event.actor_id,
        event.actor_name,
        event.verb,
        event.subject_type,
        event.subject_id,
        event.data,
    ]
    return _sha256(_canonical(content))


@transaction.atomic
def seal(*, agency_id: int) -> Seal | None:
    """Chain what is not yet chained and write the new head; None when there was nothing new."""
    Agency.objects.select_for_update().get(pk=agency_id)
    now = timezone.now()
    last = Seal.objects.filter(agency=agency_id).order_by("-number").first()
    number, position, head, floor = (last.number, last.position, last.head, last.floor) if last else (0, 0, START, 0)
    linked = Link.objects.filter(agency=agency_id, event=OuterRef("pk"))
    waiting = Event.objects.filter(agency=agency_id, id__gt=floor).exclude(models.Exists(linked)).order_by("id")
    links = []
    for event_id, event_digest in waiting.values_list("id", "digest").iterator(chunk_size=2000):
        position, head = position + 1, _sha256(head + event_digest)
        links.append(Link(agency_id=agency_id, position=position, event_id=event_id, hash=head))
    if not links:
        return None
    Link.objects.bulk_create(links, batch_size=1000)
    settled = Event.objects.filter(agency=agency_id, id__gt=floor, at__lt=now - SETTLED).aggregate(n=Max("id"))["n"]
    return Seal.objects.create(
        agency_id=agency_id, number=number + 1, position=position, head=head, floor=settled or floor, at=now
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying a journal found: events chained, events waiting, faults in Vietnamese."""

    chained: int
    waiting: int
    head: str
    faults: tuple[str, ...]


def verify(*, agency_id: int) -> Verdict:
    """Recompute every digest and link of an agency and compare with what is stored and sealed."""
    faults: list[str] = []
    position, head = 0, START
    seals = dict(Seal.objects.filter(agency=agency_id).values_list("position", "head"))
    links = Link.objects.filter(agency=agency_id).select_related("event").order_by("position")
    for link in links.iterator(chunk_size=2000):
        position += 1
        if link.position != position:
            faults.append(f"thiếu mắt xích {position}")
            position = link.position
        if digest(link.event) != link.event.digest:
            faults.append(f"sự kiện {link.event_id} ở mắt xích {position} đã bị sửa")
        head = _sha256(head + link.event.digest)
        if head != link.hash:
            faults.append(f"chuỗi đứt ở mắt xích {position}")
            head = link.hash
        if seals.pop(position, head) != head:
            faults.append(f"niêm phong ở mắt xích {position} không khớp")
    faults += [f"chuỗi kết thúc trước niêm phong ở mắt xích {lost}" for lost in sorted(seals)]
    waiting = 0
    linked = Link.objects.filter(agency=agency_id, event=OuterRef("pk"))
    for event in Event.objects.filter(agency=agency_id).exclude(models.Exists(linked)).iterator(chunk_size=2000):
        waiting += 1
        if digest(event) != event.digest:
            faults.append(f"sự kiện {event.pk}, chưa vào chuỗi, đã bị sửa")
    return Verdict(chained=position, waiting=waiting, head=head, faults=tuple(faults))


def _name(actor: Account | None) -> str:
    return str(actor) if actor else "hệ thống"


def _instant(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

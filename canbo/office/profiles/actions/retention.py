"""How long data is kept: set per kind by an agency, applied by the clock; only what the rulebook lets go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, Agency, Event, StoredFile
from canbo.office.people.access import Viewer
from canbo.office.people.models import Posting, RosterImport, Unit
from canbo.office.profiles import access, attained
from canbo.office.profiles.models import ProfileErasure, ProfileImport, ProfileValue, RetentionRule
from canbo.rulebook import personal

BATCH = 1000
# Models of uploaded lists of people, each with `file` and `at`; rooms further on add theirs with `uploads`.
UPLOADS: list[type[Any]] = [RosterImport, ProfileImport]
APPLIED = "profiles.retention_applied"


@dataclass(frozen=True)
class Due:
    """What an agency's rules would delete on a day, by kind."""

    values: dict[str, list[ProfileValue]]
    files: list[StoredFile]

    @property
    def counts(self) -> dict[str, int]:
        return {**{kind: len(found) for kind, found in self.values.items()}, "import_files": len(self.files)}


def uploads(*models: type[Any]) -> None:
    """Say which models hold a room's uploaded lists of people; said twice they stand once."""
    UPLOADS.extend(one for one in models if one not in UPLOADS)


@transaction.atomic
def set_rule(*, actor: Account, root: Unit, kind: str, days: int | None, basis: str) -> RetentionRule:
    """How many days the agency of this root unit keeps a kind; None: it is kept until somebody says otherwise."""
    if not (root.is_agency and Viewer(actor).holds("officer", path=root.path)):
        raise NotTheirs("Cơ quan này ngoài phạm vi phụ trách.")
    kept = personal.retention().get(kind)
    if kept is None or not kept.deletes:
        raise ActionError("Loại dữ liệu này không xóa bằng phần mềm.")
    if not basis.strip():
        raise ActionError("Hãy ghi căn cứ: văn bản nào quy định thời hạn này.")
    if days is not None and days < 1:
        raise ActionError("Số ngày phải từ 1.")
    row = RetentionRule.objects.create(
        agency_id=root.agency_id, kind=kind, days=days, basis=basis.strip()[:300], by=actor
    )
    journal.record(
        agency_id=root.agency_id,
        actor=actor,
        verb="profiles.retention_set",
        subject=row,
        data={"kind": kind, "days": days},
    )
    return row


def rules(agency: int) -> dict[str, RetentionRule]:
    """The rule that stands of each kind; one query."""
    return {
        row.kind: row for row in RetentionRule.objects.filter(agency=agency).select_related("by__person").order_by("pk")
    }


def due(agency: int, day: date) -> Due:
    """What the rules of an agency would delete on a day; a handful of queries."""
    held = {kind: row.days for kind, row in rules(agency).items() if row.days is not None}
    values = {}
    for kind, wanted in (("sensitive_left", True), ("record_left", False)):
        if kind in held:
            keys = [key for key, field in personal.fields().items() if field.sensitive is wanted]
            left = _left(agency, day - timedelta(days=held[kind]))
            found = ProfileValue.objects.filter(entry__person__in=left, entry__field__in=keys)
            values[kind] = list(found.select_related("entry").order_by("pk"))
    old = _old_files(agency, day - timedelta(days=held["import_files"])) if "import_files" in held else []
    return Due(values, old)


def apply(*, agency: Agency, day: date, actor: Account | None = None) -> dict[str, int]:
    """Delete what is due, with an erasure on record for each entry; how many of each kind. Run again it finds nothing.

    Files go after the records of it are in: a crash between leaves a file that the next run takes."""
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        found = due(agency.pk, day)
        for kind, values in found.values.items():
            _erase(values, personal.retention()[kind].label, actor)
        counts = {kind: count for kind, count in found.counts.items() if count}
        if counts or actor is None:  # the clock says each day that it looked
            journal.record(agency_id=agency.pk, actor=actor, verb=APPLIED, subject=agency, data=counts)
    going = [file.pk for file in found.files]  # one list uploaded twice is one content on the disk
    for file in found.files:
        files.remove(file, going=going)
    return counts


def apply_all(day: date) -> dict[str, int]:
    """The clock's part: every agency that set a rule, once a day; how many of each kind together."""
    total: dict[str, int] = {}
    for agency in Agency.objects.filter(pk__in=RetentionRule.objects.values("agency")).order_by("pk"):
        looked = Event.objects.filter(
            agency=agency, subject_type="base.agency", subject_id=agency.pk, verb=APPLIED, actor=None, at__date=day
        )
        if not looked.exists():
            for kind, count in apply(agency=agency, day=day).items():
                total[kind] = total.get(kind, 0) + count
    return total


def _erase(values: Sequence[ProfileValue], why: str, actor: Account | None) -> None:
    now, reason = timezone.now(), f"Hết thời hạn lưu: {why.lower()}"
    erasures = [ProfileErasure(entry_id=one.entry_id, reason=reason, by=actor, at=now) for one in values]
    ProfileErasure.objects.bulk_create(erasures, batch_size=BATCH)
    for start in range(0, len(values), BATCH):
        ProfileValue.objects.filter(pk__in=[one.pk for one in values[start : start + BATCH]]).delete()
    attained.renew(one.entry.person_id for one in values)


def _left(agency: int, cutoff: date) -> list[int]:
    """Those whose last posting was in the agency and ended by a day."""
    lasting = Posting.objects.filter(person=OuterRef("person"), valid_to=None)
    gone = Posting.objects.filter(~Exists(lasting)).values("person").annotate(last=Max("valid_to"))
    people = [person for person, last in gone.values_list("person", "last") if last <= cutoff]
    homes = access.homes(people)
    return [person for person in people if homes.get(person) == agency]


def _old_files(agency: int, cutoff: date) -> list[StoredFile]:
    """Uploaded lists of people whose content is still on the disk."""
    kept = [
        row.file
        for model in UPLOADS
        for row in model._default_manager.filter(file__agency=agency, at__date__lte=cutoff).select_related("file")
    ]
    return [file for file in kept if files.path_of(file.sha256).exists()]

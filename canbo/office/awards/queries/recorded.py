"""Facts on record for titles: an officer's list, those about one subject, and how a value is told."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from canbo.office.awards import law
from canbo.office.awards.models import AwardFact
from canbo.office.awards.queries.roll import Key
from canbo.office.awards.recordable import TITLES
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Posting, Unit
from canbo.office.people.queries.persons import named
from canbo.office.profiles.access import answered
from canbo.paperwork.names import search_key

NONE_HELD = "không có danh hiệu nào"


def facts_for(viewer: Viewer, year: int | None = None, q: str = "") -> QuerySet[AwardFact]:
    """The facts of people and units under the viewer as officer, the newest first; `revoked` says which were taken
    back. Of who has moved on, what was recorded here."""
    paths = viewer.paths("officer")
    here = Unit.objects.filter(subtree(paths)).values("agency")
    held = Posting.objects.filter(subtree(paths, "post__unit__path"), primary=True).values("person_id")
    people = Q(person__in=answered(paths)) | Q(person__in=held, agency__in=here)
    rows = _told(people | Q(subtree(paths, "collective__path"), collective__isnull=False))
    if year:
        rows = rows.filter(year=year)
    if q.strip():
        unit = Q(collective__search_key__contains=search_key(q)) if search_key(q) else Q(pk__in=[])
        rows = rows.filter(Q(named(q, "person__")) | unit)
    return rows


def facts_about(key: Key) -> list[AwardFact]:
    """Every fact about a subject, those taken back too, the newest first."""
    return list(_told(Q(person=key[1]) if key[0] == "person" else Q(collective=key[1])))


def _told(about: Q) -> QuerySet[AwardFact]:
    taken = AwardFact.objects.filter(agency=OuterRef("agency"), revokes=OuterRef("pk"))
    rows = AwardFact.objects.filter(about, revokes=None).annotate(revoked=Exists(taken))
    return rows.select_related("person", "collective", "by__person").order_by("-year", "-id")


def told(row: AwardFact) -> tuple[str, str]:
    """What a fact is and its value, in the words of the law."""
    if row.fact == TITLES:
        return "Danh hiệu đã được tặng", ", ".join(law.label(key) for key in row.value) or NONE_HELD
    found = law.latest()
    fact = next((one for one in found.words.facts if one.key == row.fact), None)
    levels = {level.key: level.label for level in found.words.levels}
    value = "có" if row.value is True else "không" if row.value is False else levels.get(row.value, str(row.value))
    return fact.label if fact else row.fact, value

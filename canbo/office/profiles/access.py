"""Who may read and keep a person's record, and who may read its sensitive fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person, Posting


def places(people: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The paths of the units each person is answered for in: of postings that have not ended, else of those that ended
    last. Who held somebody's post before has no part in them any more. One query."""
    today = timezone.localdate()
    held: dict[int, dict[date, list[str]]] = {}
    rows = Posting.objects.filter(person__in=people).values_list("person_id", "post__unit__path", "valid_to")
    for person, path, end in rows:
        last = end if end is not None and end <= today else date.max
        held.setdefault(person, {}).setdefault(last, []).append(path)
    return {person: tuple(dict.fromkeys(by_end[max(by_end)])) for person, by_end in held.items()}


def answered(paths: Iterable[str]) -> Any:
    """The ids of the persons who are answered for under the paths, as `places` has it, as a subquery."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=timezone.localdate())
    longer = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=OuterRef("valid_to")), person=OuterRef("person"))
    rows = Posting.objects.filter(subtree(paths, "post__unit__path")).filter(lasting | ~Exists(longer))
    return rows.values("person_id")


def homes(people: Iterable[int]) -> dict[int, int]:
    """The agency whose journal tells what is done about each person: of the posting that lasts, the primary first, else
    of the last they held. One query."""
    rows = Posting.objects.filter(person__in=people).values_list(
        "person_id", "post__unit__agency_id", "valid_to", "primary", "pk"
    )
    ranked = sorted(rows, key=lambda row: (row[2] is None, row[2] or date.max, row[3], -row[4]))
    return {person: agency for person, agency, *_ in ranked}


def is_own(viewer: Viewer, person: Person) -> bool:
    """Whether it is the viewer's own record."""
    return viewer.person is not None and viewer.person.pk == person.pk


def may_read(viewer: Viewer, person: Person, paths: Iterable[str]) -> bool:
    """The person; reading roles over the units and the heads above them. Without the sensitive fields."""
    return is_own(viewer, person) or any(viewer.reads(path) for path in paths)


def may_keep(viewer: Viewer, paths: Iterable[str]) -> bool:
    """The organisation officer over one of the units the person is in."""
    return any(viewer.holds("officer", path=path) for path in paths)


def sees_sensitive(viewer: Viewer, path: str) -> bool:
    """Who may know what sensitive fields say of the people of a unit: its organisation officer and its auditor."""
    return viewer.holds("officer", "auditor", path=path)


def may_read_sensitive(viewer: Viewer, person: Person, paths: Iterable[str]) -> bool:
    """Who may read sensitive fields of a person: the person, without more; the organisation officer and the auditor
    over the person's unit, each time with a reason that goes on record. No head, no reader, no administrator."""
    return is_own(viewer, person) or any(sees_sensitive(viewer, path) for path in paths)


def may_answer(viewer: Viewer, person: Person, paths: Iterable[str]) -> bool:
    """Who answers a request about somebody's data: the organisation officer over the person's unit, never about
    oneself."""
    return not is_own(viewer, person) and may_keep(viewer, paths)

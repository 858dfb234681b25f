"""Who may read and keep a person's record, and who may read its sensitive fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from canbo.office.people.access import Viewer
from canbo.office.people.models import Person, Posting


def places(people: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The paths of the units each person is answered for in: of postings that have not ended, else of all they held.
    One query."""
    rows = Posting.objects.filter(person__in=people).values_list("person_id", "post__unit__path", "valid_to")
    open_ones: dict[int, list[str]] = {}
    past: dict[int, list[str]] = {}
    for person, path, end in rows:
        (open_ones if end is None else past).setdefault(person, []).append(path)
    return {person: tuple(dict.fromkeys(paths)) for person, paths in {**past, **open_ones}.items()}


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


def may_read_sensitive(viewer: Viewer, person: Person, paths: Iterable[str]) -> bool:
    """Who may read sensitive fields of a person: the person, without more; the organisation officer and the auditor
    over the person's unit, each time with a reason that goes on record. No head, no reader, no administrator."""
    return is_own(viewer, person) or any(viewer.holds("officer", "auditor", path=path) for path in paths)


def may_answer(viewer: Viewer, person: Person, paths: Iterable[str]) -> bool:
    """Who answers a request about somebody's data: the organisation officer over the person's unit, never about
    oneself."""
    return not is_own(viewer, person) and may_keep(viewer, paths)

"""What waits for somebody, and until when: work to accept, to do, to do again, to review. Constant queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting
from canbo.office.work.access import Command
from canbo.office.work.models import Standing

# Work somebody still has to do: pieces never delivered or to be done again, others waiting for the review besides or
# not; but for a pause, when nothing is due of the rest.
OPEN = (
    Q(stage__in=["new", "doing", "redo", "review"]) & (Q(rest__gt=0) | Q(redo__gt=0)) & ~Q(rest__gt=0, due__isnull=True)
)


@dataclass(frozen=True, slots=True)
class Due:
    """A day some work is due: of whom, what, how many pieces are still to come."""

    assignment: int
    day: date
    person: int
    person_name: str
    product: str
    what: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counts of the viewer's own work (to accept, open, overdue, to do again; the nearest due day), and of what waits
    for the viewer's review (assignments, and the earliest of their due days)."""

    to_accept: int = 0
    open: int = 0
    overdue: int = 0
    to_redo: int = 0
    nearest: date | None = None
    to_review: int = 0
    review_since: date | None = None


def dues(viewer: Viewer, first: date, last: date, *, paths: Sequence[str] = ()) -> list[Due]:
    """The open work due on a day of a span: the viewer's own, and that of the units under `paths` (the caller has
    checked that the viewer may read them). One query."""
    mine = Q(person=viewer.person) if viewer.person is not None else Q(pk__in=[])
    rows = Standing.objects.filter(mine | subtree(paths, "unit_path"), due__range=(first, last))
    found = rows.order_by("due", "assignment").values_list(
        "assignment_id", "due", "person_id", "person__full_name", "assignment__product__name", "assignment__what",
        "rest", "redo",
    )  # fmt: skip
    return [
        Due(pk, due, person, name, product, what, rest + redo)
        for pk, due, person, name, product, what, rest, redo in found
        if due is not None
    ]


def waiting(viewer: Viewer) -> Waiting:
    """What waits for the viewer today; at most five queries."""
    if viewer.person is None:
        return Waiting()
    own = Standing.objects.filter(Q(rest__gt=0) | Q(redo__gt=0), person=viewer.person).aggregate(
        new=Count("id", filter=Q(stage="new")),
        open=Count("id", filter=Q(rest__gt=0)),
        overdue=Count("id", filter=Q(due__lt=viewer.day)),
        redo=Count("id", filter=Q(redo__gt=0)),
        nearest=Min("due"),
    )
    review = to_review(viewer).aggregate(n=Count("id"), since=Min("counts_on"))
    return Waiting(own["new"], own["open"], own["overdue"], own["redo"], own["nearest"], review["n"], review["since"])


def named(tops: Sequence[str], day: date) -> dict[tuple[int, str], str]:
    """Who is evaluated by a unit under the tops that is named for it, by person and the path of their own unit: the
    path of the evaluating unit. One query, none without tops."""
    if not tops:
        return {}
    rows = Posting.objects.filter(current(day), subtree(tops, "evaluated_by__path"), primary=True)
    found = rows.order_by("id").values_list("person_id", "post__unit__path", "evaluated_by__path")
    return {(person, own): path for person, own, path in found}


def to_review(viewer: Viewer) -> QuerySet[Standing]:
    """The work below the viewer (or below whom the viewer stands in for) with pieces waiting for review: of the units
    led, and of people elsewhere whom one of these units evaluates; but for a head's own."""
    command = Command.of(viewer)
    elsewhere = named(command.tops, viewer.day)
    found = Q(pk__in=[])
    for principal, tops in command.paths.items():
        below = subtree(tops, "unit_path")
        for (person, path), evaluating in elsewhere.items():
            if evaluating.startswith(tops) and not path.startswith(tops):
                below |= Q(person=person, unit_path=path)
        found |= below & ~Q(person=principal)
    mine = command.person.pk if command.person else None
    return Standing.objects.filter(found, stage="review").exclude(person=mine)

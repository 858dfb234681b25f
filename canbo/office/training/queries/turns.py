"""Turns of training: who was sent where and what came of it, and the counts that reports publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from canbo.office.people.access import Viewer, subtree
from canbo.office.people.queries import persons
from canbo.office.profiles import access as records
from canbo.office.training import law
from canbo.office.training.models import Sending, TrainingResult


def sendings() -> QuerySet[Sending]:
    """Turns that were not taken back, with all that is said of them; `newest` gives the result."""
    rows = Sending.objects.filter(drops=None, course__endings=None)
    return rows.select_related("person", "unit", "course__unit", "course__plan").prefetch_related(
        Prefetch("results", TrainingResult.objects.order_by("-id")), "pay_backs"
    )


def newest(row: Sending) -> TrainingResult | None:
    """The result that stands of a turn."""
    return next(iter(row.results.all()), None)


def within(paths: Sequence[str], since: date, until: date) -> QuerySet[Sending]:
    """The turns of people sent from the units under the paths, to courses that began between two days (both
    counted)."""
    return sendings().filter(subtree(paths, "unit__path"), course__starts__gte=since, course__starts__lte=until)


@dataclass(frozen=True)
class Turns:
    """How many turns, of how many people, and to what: (words, turns), the qualification or the content."""

    total: int
    people: int
    steps: tuple[tuple[str, str, int], ...]
    contents: tuple[tuple[str, int], ...]

    def of(self, kind: str, step: str) -> int:
        """The turns to courses that give one qualification."""
        return next((number for key, _, number in self.steps if key == f"{kind}:{step}"), 0)


def turns(paths: Sequence[str], since: date, until: date) -> Turns:
    """The figures a report publishes. Two queries."""
    rows = within(paths, since, until).order_by()
    total = rows.aggregate(n=Count("id"), people=Count("person", distinct=True))
    grouped = rows.values_list("course__kind", "course__step", "course__content").annotate(n=Count("id"))
    steps: dict[str, int] = {}
    contents: dict[str, int] = {}
    names = law.contents()
    for kind, step, content, number in grouped:
        if kind:
            steps[f"{kind}:{step}"] = steps.get(f"{kind}:{step}", 0) + number
        word = names.get(content, "Chưa ghi nhóm nội dung")
        contents[word] = contents.get(word, 0) + number
    words = law.steps()
    return Turns(
        total["n"], total["people"],
        tuple((key, words[key], steps[key]) for key in words if key in steps),
        tuple(sorted(contents.items(), key=lambda one: (-one[1], one[0]))),
    )  # fmt: skip


def of_person(person: int) -> list[Sending]:
    """Every turn of a person, the newest course first."""
    return list(sendings().filter(person=person).order_by("-course__starts", "-id"))


def shown(viewer: Viewer, person: int) -> tuple[bool, list[Sending]]:
    """Somebody's turns as the viewer may see them, and whether what they are today is the viewer's to see, too. Who
    read the unit somebody was sent from keeps that turn; what came since, and the ratings, are the new unit's."""
    own = viewer.person is not None and viewer.person.pk == person
    here = own or any(viewer.reads(path) for path in records.places([person]).get(person, ()))
    return here, [turn for turn in of_person(person) if here or viewer.reads(turn.unit.path)]


def named(rows: QuerySet[Sending], text: str) -> QuerySet[Sending]:
    """The turns whose person or course holds a text."""
    return rows.filter(persons.named(text, "person__") | Q(course__name__icontains=text)) if text.strip() else rows

"""Plans and courses with their places and money: what is planned, taken, over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from canbo.office.base.trail import how_many
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Unit
from canbo.office.training import law
from canbo.office.training.models import Allotment, Course, CourseEnd, Sending, TrainingPlan


@dataclass(frozen=True)
class Share:
    """A unit's places of a course: how many it was given, how many it took."""

    unit: Unit
    given: int
    taken: int

    @property
    def over(self) -> int:
        return max(0, self.taken - self.given)


@dataclass(frozen=True)
class Line:
    """A course with what is planned and taken. `money`: places × cost, `spent`: turns × cost; None without a cost."""

    course: Course
    taken: int
    shares: tuple[Share, ...]
    ended: bool

    @property
    def money(self) -> int | None:
        return None if self.course.cost is None else self.course.cost * self.course.places

    @property
    def spent(self) -> int | None:
        return None if self.course.cost is None else self.course.cost * self.taken

    @property
    def over(self) -> int:
        """Turns beyond the places."""
        return max(0, self.taken - self.course.places)

    @property
    def allotted(self) -> int:
        return sum(share.given for share in self.shares)

    @property
    def given_away(self) -> int:
        """Places given to units beyond those there are."""
        return max(0, self.allotted - self.course.places)

    @property
    def qualification(self) -> str:
        return law.qualification(self.course.kind, self.course.step)

    @property
    def content(self) -> str:
        return law.contents().get(self.course.content, "")


def lines(courses: Iterable[Course]) -> list[Line]:
    """Courses with their places. Three queries whatever their number."""
    rows = list(courses)
    taken: dict[int, list[tuple[str, int]]] = {}
    sent = Sending.objects.filter(course__in=rows, drops=None).order_by()
    for course, path, number in sent.values_list("course_id", "unit__path").annotate(n=Count("id")):
        taken.setdefault(course, []).append((path, number))
    given: dict[int, dict[int, Allotment]] = {}
    for row in Allotment.objects.filter(course__in=rows).select_related("unit").order_by("id"):
        given.setdefault(row.course_id, {})[row.unit_id] = row
    ended = set(CourseEnd.objects.filter(course__in=rows).values_list("course_id", flat=True))
    return [
        Line(
            row, sum(number for _, number in taken.get(row.pk, ())),
            _shares(list(given.get(row.pk, {}).values()), taken.get(row.pk, ())), row.pk in ended,
        )
        for row in rows
    ]  # fmt: skip


def _shares(given: Sequence[Allotment], taken: Iterable[tuple[str, int]]) -> tuple[Share, ...]:
    """The places of each unit, and the turns from it and from units below it that have no places of their own."""
    tops = sorted((one.unit.path for one in given), key=len, reverse=True)
    counted: Counter[str] = Counter()
    for path, number in taken:
        counted[next((top for top in tops if path.startswith(top)), "")] += number
    return tuple(Share(one.unit, one.places, counted[one.unit.path]) for one in given)


@dataclass(frozen=True)
class Budget:
    """A plan against its money: what the courses are planned to cost, what the turns cost; None where a course has no
    cost told."""

    plan: TrainingPlan
    lines: tuple[Line, ...]

    @property
    def planned(self) -> int:
        return sum(line.money or 0 for line in self.lines if not line.ended)

    @property
    def spent(self) -> int:
        return sum(line.spent or 0 for line in self.lines if not line.ended)

    @property
    def silent(self) -> int:
        """Courses whose cost is not told."""
        return sum(1 for line in self.lines if line.course.cost is None and not line.ended)

    @property
    def over(self) -> int | None:
        """By how much the planned cost passes the money; None where no money is set."""
        return None if self.plan.money is None else max(0, self.planned - self.plan.money)

    @property
    def places(self) -> int:
        return sum(line.course.places for line in self.lines if not line.ended)

    @property
    def taken(self) -> int:
        return sum(line.taken for line in self.lines if not line.ended)


def budget(plan: TrainingPlan) -> Budget:
    """A plan with its courses."""
    rows = Course.objects.filter(agency=plan.agency_id, plan=plan).select_related("unit").order_by("starts", "id")
    return Budget(plan, tuple(lines(rows)))


def plans_for(viewer: Viewer) -> QuerySet[TrainingPlan]:
    """The plans of units the viewer reads, the newest year first."""
    rows = TrainingPlan.objects.filter(subtree(viewer.readable, "unit__path")).select_related("unit")
    return rows.annotate(held=how_many(Course.objects.filter(endings=None), "plan")).order_by("-year", "-id")


def courses_for(viewer: Viewer) -> QuerySet[Course]:
    """The courses of units the viewer reads, the latest first."""
    rows = Course.objects.filter(subtree(viewer.readable, "unit__path"))
    return rows.select_related("unit", "plan").order_by("-starts", "-id")

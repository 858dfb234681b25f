"""Proposals to arrange people: a list, one with the record, the grades and the standard of the post beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person
from canbo.office.profiles.queries import profiles
from canbo.office.profiles.queries.records import Shown, record
from canbo.office.profiles.queries.titles import Found, titles
from canbo.office.talent.models import Arrangement, ArrangementDecision, ArrangementDrop
from canbo.office.talent.queries.planning_grades import Graded, grades
from canbo.rulebook import standards
from canbo.rulebook.requirements import Answer

STATES = {"open": "Đang xét", "agreed": "Đồng ý", "refused": "Không đồng ý", "dropped": "Đã rút"}


@dataclass(frozen=True)
class Case:
    """A proposal with what became of it."""

    row: Arrangement
    decision: ArrangementDecision | None
    drop: ArrangementDrop | None

    @property
    def state(self) -> str:
        """A key of `STATES`."""
        if self.drop:
            return "dropped"
        return "open" if self.decision is None else "agreed" if self.decision.agreed else "refused"

    @property
    def word(self) -> str:
        return STATES[self.state]

    @property
    def before(self) -> str:
        """Where the person was when it was proposed."""
        return f"{self.row.from_title}, {self.row.from_unit}" if self.row.from_unit else "chưa có vị trí"

    @property
    def after(self) -> str:
        """Where the person is proposed for."""
        return f"{self.row.title}, {self.row.unit}"


def seen(viewer: Viewer) -> QuerySet[Arrangement]:
    """Proposals from or to the units the viewer reads; never about oneself before it is decided."""
    over = subtree(viewer.readable, "unit__path") | subtree(viewer.readable, "from_unit__path")
    rows = Arrangement.objects.filter(over)
    if viewer.person is not None:
        rows = rows.exclude(Q(person=viewer.person, decisions=None))
    return rows.select_related("person", "unit", "from_unit", "by__person").order_by("-pk")


def cases(rows: Iterable[Arrangement]) -> list[Case]:
    """These proposals with what became of them; two queries."""
    held = list(rows)
    pks = [row.pk for row in held]
    decisions = ArrangementDecision.objects.filter(arrangement__in=pks).select_related("by__person")
    decided = {one.arrangement_id: one for one in decisions}
    drops = ArrangementDrop.objects.filter(arrangement__in=pks).select_related("by__person")
    dropped = {one.arrangement_id: one for one in drops}
    return [Case(row, decided.get(row.pk), dropped.get(row.pk)) for row in held]


@dataclass(frozen=True)
class Beside:
    """What a proposal is read beside."""

    record: Sequence[tuple[str, list[Shown]]]
    grades: Sequence[Graded]
    found: Found
    answer: Answer | None


def beside(person: Person, path: str, title: str, day: date) -> Beside:
    """The person's record (what is there of it), published yearly grades, and the standard of the post on a day."""
    found = titles(day).of(path, title)
    profile = profiles([person.pk], day)[person.pk]
    answer = standards.meets(found.standard, profile, day) if found.standard else None
    told = [(label, [one for one in fields if one.items or one.roster]) for label, fields in record(person)]
    return Beside(
        [(label, fields) for label, fields in told if fields], grades([person.pk], day)[person.pk], found, answer
    )

"""A person's years: every grade there is, why, what was given for it, and what holds on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from canbo.office.awards.models import Award
from canbo.office.awards.queries.given import of_subject
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Person, Posting
from canbo.office.profiles.queries.meeting import Judged, judged
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Petition
from canbo.rulebook import Level
from canbo.rulebook.process import Period

SHOWN = 60  # periods: five years of months


@dataclass(frozen=True)
class Grade:
    """A grade of a period. `level` None: not rated; `petitioned`: there was a petition against it."""

    state: State
    level: Level | None
    period: Period
    petitioned: bool

    @property
    def rank(self) -> int:
        return self.level.rank if self.level else 0

    @property
    def brief(self) -> str:
        """The period as a chart writes it."""
        one = self.period
        mark = {"month": "T", "quarter": "Q"}.get(one.kind, "")
        return f"{mark}{one.number}/{one.year % 100:02d}" if mark else str(one.year)


@dataclass(frozen=True)
class Years:
    """What the page of a person's years shows. `levels`: rank and newest label, for the chart."""

    person: Person
    own: bool
    grades: tuple[Grade, ...]
    levels: tuple[tuple[int, str], ...]
    awards: tuple[Award, ...]
    standard: Judged | None


def years(viewer: Viewer, person: Person, day: date) -> Years | None:
    """The years of a person as the viewer may read them: one's own once published, else what was decided in the units
    the viewer reads. None where that is nothing and the person is no member of them today. A constant number of
    queries."""
    own = viewer.person is not None and viewer.person.pk == person.pk
    places = Posting.objects.filter(current(day), person=person, primary=True)
    place = places.select_related("person", "post__unit").first()
    grades = _grades(viewer, person, own)
    reads = own or (place is not None and viewer.reads(place.post.unit.path))
    if not grades and not reads:
        return None
    levels = {one.level.rank: one.level.label for one in grades if one.level}
    if any(one.level is None for one in grades):
        levels[0] = "Không xếp loại"
    order = sorted(levels.items(), key=lambda pair: pair[0] or 99)
    given = of_subject(("person", person.pk)) if reads else []
    standard = judged([place], day)[0] if reads and place is not None else None
    return Years(person, own, tuple(grades), tuple(order), tuple(given), standard)


def _grades(viewer: Viewer, person: Person, own: bool) -> Sequence[Grade]:
    """The newest first."""
    petitions = Petition.objects.filter(agency=OuterRef("agency"), decision__sheet=OuterRef("sheet"))
    rows = State.objects.filter(sheet__person=person).annotate(petitioned=Exists(petitions))
    readable = subtree(viewer.readable, "unit_path")
    rows = rows.filter(stage="published") if own else rows.filter(readable, stage__in=SETTLED)
    found = list(rows.select_related("sheet__unit", "cycle").order_by("-cycle__ends", "-cycle__starts", "-id")[:SHOWN])
    rules = rules_many(row.cycle.rules_id for row in found)
    return [
        Grade(
            row, rules[row.cycle.rules_id].level(row.level) if row.level else None,
            Period(row.cycle.period_kind, row.cycle.year, row.cycle.number),  # type: ignore[arg-type]
            row.petitioned,
        )
        for row in found
    ]  # fmt: skip


def of_kind(grades: Sequence[Grade], kind: str) -> list[Grade]:
    """Those of one kind of period, the oldest first, as a chart draws them."""
    return [one for one in grades if one.period.kind == kind][::-1]

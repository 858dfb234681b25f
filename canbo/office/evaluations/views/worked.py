"""What a sheet's page tells of the marks that come from work: where from, what is lacking, what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from canbo.office.cycles import queries as cycles
from canbo.office.evaluations import computed
from canbo.office.evaluations import stage as stages
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.computed import NOTHING, Computed
from canbo.office.evaluations.views.entry import Column
from canbo.office.people.access import Viewer
from canbo.office.regulations.wording import node
from canbo.rulebook import explain, scoring
from canbo.rulebook.process import Period


@dataclass(frozen=True)
class Told:
    """`lacking`: nothing was assigned; `pending`: pieces handed in that nobody has reviewed yet; `moved`: what changed
    since the newest marking, in words; `links`: the pages that explain it line by line, a month each."""

    lacking: bool
    pending: int
    moved: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def today(case: Case) -> Computed:
    """What is computed of a sheet now; nothing once it is decided, since then nothing moves."""
    return NOTHING if case.state.stage in stages.SETTLED else computed.of([case])[case.sheet.pk]


def told(case: Case, known: Computed, found: Viewer, shown: Sequence[Column]) -> Told | None:
    """What to say beside the marks; None where all of them are entered."""
    if not known.marks:
        return None
    handed_in = [column.marking for column in shown if column.marking.pk is not None]
    moved = known.moves(case.form, handed_in[-1].marks) if handed_in else ()
    lacking = None in known.marks.values()
    if known.figures is None:
        return Told(lacking, 0, moved, ())
    return Told(lacking, known.figures.pending, moved, _links(case, found))


def trace(case: Case, known: Computed, shown: Sequence[Column]) -> dict[str, Any] | None:
    """Why the newest total is what it is; with the work behind it where the marks are those of today."""
    if not shown:
        return None
    marks = shown[-1].marking.marks
    work = None if known.changes(marks) else known.lines
    return node(explain.marking(case.rules, case.form, marks, scoring.score(case.rules, case.form, marks), work))


def _links(case: Case, found: Viewer) -> tuple[tuple[str, str], ...]:
    """The months of the period with the page of each that lists the work; for whoever may open it."""
    person = case.sheet.person_id
    own = found.person is not None and found.person.pk == person
    if not own and not found.reads(case.sheet.unit_path):
        return ()
    address = reverse("work:person", args=[person])
    return tuple(
        (f"tháng {one.number}", f"{address}?thang={one.key}") for one in _months(cycles.period(case.sheet.cycle))
    )


def _months(period: Period) -> list[Period]:
    month = Period("month", period.starts.year, period.starts.month)
    found = []
    while month.starts <= period.ends:
        found.append(month)
        month = month.next()
    return found

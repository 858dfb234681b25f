"""Who may see results, grounds and traces, and who decides, closes, publishes and answers.

A result is the person's own once it is published, the unit's as far as it was published, and before that the
business of the decider, the officer and those who read there. Grounds are sensitive: the officer, the decider and the
person; the explanation, which may rest on them, is for these and for the auditor.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import access as evaluations
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import Assignee, Sheet
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.results.models import Publication

DECIDE = "decide"
HOME_FIRST = ("-primary", "-valid_from", "-id")


def seat(viewer: Viewer, case: Case) -> int | None:
    """As whom the viewer decides on a sheet: oneself, or who delegated; None where not. Never about oneself."""
    return case.seat(viewer.principals, DECIDE)


def is_subject(viewer: Viewer, case: Case) -> bool:
    """Whether the sheet is the viewer's own, or of the unit whose sheet the viewer keeps."""
    person = viewer.person
    if person is None:
        return False
    kept = case.sheet.collective_id and any(row.person_id == person.pk for row in case.holders("self"))
    return case.sheet.person_id == person.pk or bool(kept)


def untold(reader: int | None) -> Q:
    """The summary rows of sheets about a person (None: nobody) that the person is not told of yet. They stand in no
    list the person reads and in no count of levels: with the list behind, a count would tell them."""
    return Q(sheet__person=reader) & ~Q(stage="published") if reader is not None else Q(pk__in=[])


def manages(viewer: Viewer, case: Case) -> bool:
    """The organisation officer over the sheet's unit, not about oneself."""
    return evaluations.may_manage(viewer, case)


def may_read(viewer: Viewer, case: Case) -> bool:
    """A result with its points: the subject once published, the decider, and who reads marks there."""
    if is_subject(viewer, case):
        return case.state.stage == "published"
    return seat(viewer, case) is not None or evaluations.may_read(viewer, case)


def may_explain(viewer: Viewer, case: Case) -> bool:
    """The explanation and the dossier, which may tell of grounds: subject, decider, officer, auditor."""
    if is_subject(viewer, case):
        return case.state.stage == "published"
    auditor = viewer.holds("auditor", path=case.sheet.unit_path)
    return auditor or manages(viewer, case) or seat(viewer, case) is not None


def may_see_grounds(viewer: Viewer, case: Case) -> bool:
    """The grounds behind one sheet: the subject, the decider, the officer."""
    return is_subject(viewer, case) or manages(viewer, case) or seat(viewer, case) is not None


def decides_in(viewer: Viewer, cycle: Cycle) -> bool:
    """Whether the viewer, or somebody the viewer stands in for, decides on any sheet of the cycle.

    Asked from the sheets of the cycle: a head's own assignments of all the years are many more.
    """
    if not viewer.principals:
        return False
    held = Assignee.objects.filter(
        agency=OuterRef("agency"), sheet=OuterRef("pk"), step=DECIDE, person__in=viewer.principals, ended_at=None
    )
    sheets = Sheet.objects.filter(Exists(held), agency=cycle.agency_id, cycle=cycle)
    return sheets.exclude(person=viewer.principals[0]).exists()


@dataclass
class Reach:
    """How far a viewer reaches into the results of one cycle; whatever needs the database is asked once."""

    viewer: Viewer
    cycle: Cycle

    @cached_property
    def decides(self) -> bool:
        """See `decides_in`."""
        return decides_in(self.viewer, self.cycle)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The tops of the subtrees of the cycle that the viewer reads."""
        return evaluations.board_paths(self.viewer, self.cycle)

    @property
    def opens(self) -> bool:
        """The page of the cycle's results before and after publication: who decides there or reads any of it."""
        return bool(self.reads) or self.decides

    @property
    def publishes(self) -> bool:
        """The head who decides there, or the organisation officer over the cycle's unit."""
        return self.viewer.holds("officer", path=self.cycle.unit.path) or self.decides

    @property
    def scope(self) -> tuple[str, ...] | None:
        """The subtrees whose results are shown; None for all of the cycle (who decides there sees it whole)."""
        return None if self.decides else self.reads

    @property
    def whole(self) -> bool:
        """Whether nothing of the cycle is left out."""
        return self.cycle.unit.path in self.reads or self.decides

    @cached_property
    def lists(self) -> bool:
        """The published list: those it is about, the members of the unit, and who reads there."""
        if self.opens:
            return True
        viewer, cycle = self.viewer, self.cycle
        if viewer.person is None or not Publication.objects.filter(agency=cycle.agency_id, cycle=cycle).exists():
            return False
        member = any(row.post.unit.path.startswith(cycle.unit.path) for row in viewer.postings)
        return member or Sheet.objects.filter(agency=cycle.agency_id, cycle=cycle, person=viewer.person).exists()


def under(viewer: Viewer, path: str) -> bool:
    """Whether the viewer is the organisation officer over the unit at `path`."""
    return viewer.holds("officer", path=path)


def home_of(person: Person, viewer: Viewer) -> Unit | None:
    """The unit of a person's primary post on the viewer's day, else of the last one held."""
    rows = Posting.objects.filter(person=person, valid_from__lte=viewer.day).select_related("post__unit")
    found = rows.order_by(*HOME_FIRST).first()
    return found.post.unit if found else None


def people_under(viewer: Viewer) -> QuerySet[Person]:
    """The persons whose grounds the viewer keeps as organisation officer: those at home in the subtree (`home_of`, so
    not who has moved on), oneself left out."""
    held = Posting.objects.filter(person=OuterRef("pk"), valid_from__lte=viewer.day)
    home = Subquery(held.order_by(*HOME_FIRST).values("post__unit__path")[:1])
    rows = Person.objects.annotate(home=home).filter(subtree(viewer.paths("officer"), "home"))
    return rows.exclude(pk=viewer.person.pk) if viewer.person else rows

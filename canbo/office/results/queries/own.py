"""A person's own results over the years: what was notified, whether received, whether and how petitioned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Decision, Notice, NoticeRead, Petition
from canbo.rulebook import Level

EARLIER = 36  # three years of months


@dataclass(frozen=True)
class Own:
    """One result notified to the person. `open`: a petition is still possible on the day asked about."""

    notice: Notice
    level: Level | None
    replaced: bool
    received: bool
    petition: Petition | None
    open: bool

    @property
    def decision(self) -> Decision:
        return self.notice.decision

    @property
    def cycle_name(self) -> str:
        return self.decision.sheet.cycle.name


def published_for(viewer: Viewer) -> list[Own]:
    """Every result ever notified to the viewer, the newest period first; a replaced one after what replaced it."""
    if viewer.person is None:
        return []
    rows = notices().filter(person=viewer.person)
    return described(
        rows.order_by("-decision__sheet__cycle__ends", "-decision__sheet__cycle__starts", "-id"), viewer.day
    )


def notices() -> QuerySet[Notice]:
    """Notices with all that is said of them, each with `received` and `replaced`; without the inputs of the decision.
    Three queries whatever their number."""
    read = NoticeRead.objects.filter(agency=OuterRef("agency"), notice=OuterRef("pk"))
    newer = Decision.objects.filter(agency=OuterRef("agency"), corrects=OuterRef("decision"))
    rows = Notice.objects.annotate(received=Exists(read), replaced=Exists(newer))
    rows = rows.select_related("decision__sheet__cycle", "decision__sheet__unit", "decision__decider")
    rows = rows.defer("decision__marks", "decision__kept")
    return rows.prefetch_related(Prefetch("decision__petitions", Petition.objects.prefetch_related("answers")))


def described(rows: Iterable[Notice], day: date) -> list[Own]:
    """These notices (of `notices`) as a page shows them."""
    every = list(rows)
    rules = rules_many(row.decision.sheet.cycle.rules_id for row in every)
    reviewed = {row.decision.sheet_id for row in every if row.decision.petitions.all()}
    found = []
    for row in every:
        decision, mine = row.decision, rules[row.decision.sheet.cycle.rules_id]
        petition = next(iter(decision.petitions.all()), None)
        replaced: bool = row.replaced  # type: ignore[attr-defined]  # annotated by `notices`
        in_time = row.petition_until is None or day <= row.petition_until
        again = mine.petition.second_review or decision.sheet_id not in reviewed
        found.append(
            Own(
                notice=row,
                level=mine.level(decision.level) if decision.level else None,
                replaced=replaced,
                received=row.received,  # type: ignore[attr-defined]
                petition=petition,
                open=petition is None and not replaced and in_time and again,
            )
        )
    return found


def newest_notice(person: Person, sheet: int) -> Notice | None:
    """The person's notice of the decision that stands on a sheet."""
    return notices().filter(person=person, decision__sheet=sheet, decision__corrections=None).order_by("-id").first()


def earlier(viewer: Viewer, case: Case) -> list[tuple[State, Level | None]]:
    """The other decided results of a sheet's subject that the viewer may read, the newest period first: one's own that
    were published, else those of units the viewer reads. One query and the rules'."""
    sheet = case.sheet
    own = viewer.person is not None and viewer.person.pk == sheet.person_id
    about = {"sheet__person": sheet.person_id} if sheet.person_id else {"sheet__collective": sheet.collective_id}
    states = State.objects.filter(**about).exclude(sheet=sheet)
    if not own:
        states = states.filter(subtree(viewer.readable, "unit_path"))
    states = states.select_related("sheet__unit", "sheet__cycle").order_by("-sheet__cycle__ends", "-sheet_id")
    # By its stage here and not in the query: a subject has few sheets, and the index of stages finds a whole agency's.
    shown = [row for row in states if row.stage in (("published",) if own else SETTLED)][:EARLIER]
    rules = rules_many(row.sheet.cycle.rules_id for row in shown)
    return [(row, rules[row.sheet.cycle.rules_id].level(row.level) if row.level else None) for row in shown]

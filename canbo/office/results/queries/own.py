"""A person's own results over the years: what was notified, whether received, whether and how petitioned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import Sheet, State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Decision, Notice, Petition
from canbo.rulebook import Level


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
    """Notices with all that is said of them. Five queries whatever their number."""
    answered = Petition.objects.prefetch_related("answers")
    rows = Notice.objects.select_related(
        "decision__sheet__cycle__unit", "decision__sheet__person", "decision__sheet__collective",
        "decision__sheet__unit", "decision__decider", "person",
    )  # fmt: skip
    return rows.prefetch_related("reads", "decision__corrections", Prefetch("decision__petitions", answered))


def described(rows: Iterable[Notice], day: date) -> list[Own]:
    """These notices as a page shows them."""
    every = list(rows)
    rules = rules_many(row.decision.sheet.cycle.rules_id for row in every)
    reviewed = {row.decision.sheet_id for row in every if row.decision.petitions.all()}
    found = []
    for row in every:
        decision, mine = row.decision, rules[row.decision.sheet.cycle.rules_id]
        petition = next(iter(decision.petitions.all()), None)
        replaced = bool(decision.corrections.all())
        in_time = row.petition_until is None or day <= row.petition_until
        again = mine.petition.second_review or decision.sheet_id not in reviewed
        found.append(
            Own(
                notice=row,
                level=mine.level(decision.level) if decision.level else None,
                replaced=replaced,
                received=bool(row.reads.all()),
                petition=petition,
                open=petition is None and not replaced and in_time and again,
            )
        )
    return found


def newest_notice(person: Person, sheet: int) -> Notice | None:
    """The person's notice of the decision that stands on a sheet."""
    return notices().filter(person=person, decision__sheet=sheet, decision__corrections=None).order_by("-id").first()


def earlier(viewer: Viewer, case: Case) -> list[tuple[Sheet, State, Level | None]]:
    """The other decided results of a sheet's subject that the viewer may read, the newest period first: one's own that
    were published, else those of units the viewer reads. Two queries and the rules'."""
    sheet = case.sheet
    subject = {"person": sheet.person_id} if sheet.person_id else {"collective": sheet.collective_id}
    rows = Sheet.objects.filter(**subject)
    own = viewer.person is not None and viewer.person.pk == sheet.person_id
    states = State.objects.filter(sheet__in=rows, stage__in=("published",) if own else SETTLED).exclude(sheet=sheet)
    if not own:
        states = states.filter(subtree(viewer.readable, "unit_path"))
    states = states.select_related("sheet__cycle", "sheet__unit").order_by("-sheet__cycle__ends", "-sheet_id")[:36]
    rules = rules_many(row.sheet.cycle.rules_id for row in states)
    return [(row.sheet, row, rules[row.sheet.cycle.rules_id].level(row.level) if row.level else None) for row in states]

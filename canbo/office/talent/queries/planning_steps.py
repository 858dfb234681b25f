"""The steps of a plan as they were held, and what was counted in each for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from canbo.office.opinions import queries as opinions
from canbo.office.opinions import votes
from canbo.office.talent.models import CadrePlan, PlanStep, PlanVote
from canbo.office.talent.planning_law import steps_on
from canbo.rulebook.errors import RuleError
from canbo.rulebook.planning import Step


@dataclass(frozen=True)
class Told:
    """What was counted for somebody in a step: "Đồng ý 12/15 phiếu", or levels with their shares."""

    step: PlanStep
    label: str
    words: str
    number: int

    @property
    def where(self) -> str:
        """ "bước 3"; the label where the procedure of its day is not known."""
        return f"bước {self.number}" if self.number else self.label


@dataclass(frozen=True)
class Place:
    """A step of the procedure: as it was held last (None: not yet), and how often before."""

    step: Step
    row: PlanStep | None
    earlier: int


@dataclass
class Votes:
    """The counts of a plan's steps. Those of a vote held in the room of opinions are of the person, whatever the
    post."""

    by_hand: dict[tuple[int, int], list[Told]] = field(default_factory=lambda: defaultdict(list))
    by_vote: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))

    def of(self, post: int, person: int) -> list[Told]:
        """All counts on a line, the earliest step first."""
        every = [*self.by_hand.get((post, person), ()), *self.by_vote.get(person, ())]
        return sorted(every, key=lambda one: (one.step.held_on, one.step.pk))


def held(plan: CadrePlan) -> list[PlanStep]:
    """Every step that was held, the earliest first. One query."""
    rows = PlanStep.objects.filter(agency=plan.agency_id, plan=plan)
    return list(rows.select_related("minutes", "campaign").order_by("held_on", "id"))


def places(rows: Sequence[PlanStep], day: date) -> list[Place]:
    """The procedure of a day with what was held of it."""
    found = []
    for key, step in steps_on(day).items():
        mine = [row for row in rows if row.step == key]
        found.append(Place(step, mine[-1] if mine else None, max(0, len(mine) - 1)))
    return found


def counted(plan: CadrePlan, rows: Sequence[PlanStep], labels: dict[str, str]) -> Votes:
    """What was counted in these steps of a plan. One query, and six for each vote of the room of opinions."""
    found = Votes()
    by_pk = {row.pk: row for row in rows}
    for vote in PlanVote.objects.filter(agency=plan.agency_id, step__in=by_pk).order_by("id"):
        step = by_pk[vote.step_id]
        said = f"Đồng ý {vote.agree}/{step.returned} phiếu"
        found.by_hand[vote.post_id, vote.person_id].append(_told(step, labels, said))
    for step in rows:
        if step.campaign_id is not None:
            for person, words in voted(step.campaign_id).items():
                found.by_vote[person].append(_told(step, labels, words))
    return found


def _told(step: PlanStep, labels: dict[str, str], words: str) -> Told:
    keys = list(steps_on(step.held_on))
    number = keys.index(step.step) + 1 if step.step in keys else 0
    return Told(step, labels.get(step.step, step.step), words, number)


def voted(campaign: int) -> dict[int, str]:
    """The exact counts of a vote of the room of opinions, in words, by person; nobody where it is not released, or its
    numbers contradict each other."""
    found = opinions.campaign(campaign)
    if found is None or found.plan.vote is None or found.counted is None:
        return {}
    try:
        lines = votes.lines(found.plan.vote, found.counted, opinions.present(found))
    except RuleError:
        return {}
    return {
        line.voted.person: "; ".join(
            f"{label} {number}" + (f" ({share})" if share else "") for label, number, share in line.labelled
        )
        for line in lines
        if line.voted.person
    }


def labels(plan: CadrePlan, rows: Sequence[PlanStep]) -> dict[str, str]:
    """The words of every step that was held, by the procedure of its day."""
    found: dict[str, str] = {}
    for day in {row.held_on for row in rows} | {plan.began}:
        found |= {key: step.label for key, step in steps_on(day).items()}
    return found

"""Who a year's round prepares commitments for, by which form, due when: planned before it is opened, written when it
is. A person has one standing commitment a year and criteria set; whoever has one is left out. Eight queries whatever
the number of people.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from canbo.office.commitments.models import Commitment, CommitmentState
from canbo.office.people.access import current, subtree
from canbo.office.people.models import KINDS, Posting, Unit
from canbo.office.regulations.models import Adoption
from canbo.office.regulations.queries import replaced_kinds
from canbo.rulebook import Form, Rules, SubjectKind
from canbo.rulebook.commitments import last_day

KIND_LABELS = dict(KINDS)
LEADERS = ("head", "deputy")


@dataclass(frozen=True, slots=True)
class Place:
    """One commitment to prepare; `replaces` is the withdrawn one whose place it takes."""

    posting: Posting
    form: Form
    due: date | None
    replaces: Commitment | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What opening a round would make. `have`: people with a standing commitment here already; `elsewhere`: with one of
    the same year and set in another agency, and where; `uncovered`: people the instrument has no form for."""

    places: tuple[Place, ...]
    have: int
    elsewhere: tuple[tuple[Posting, str], ...]
    uncovered: tuple[Posting, ...]

    @property
    def by_form(self) -> list[tuple[str, int]]:
        """Each form's label and how many commitments it would have."""
        return list(Counter(place.form.label for place in self.places).items())

    @property
    def by_due(self) -> list[tuple[date | None, int]]:
        """Each last day to sign and for how many it holds, the earliest first."""
        counts = Counter(place.due for place in self.places)
        return sorted(counts.items(), key=lambda pair: pair[0] or date.max)

    @property
    def uncovered_by_kind(self) -> list[tuple[str, int]]:
        return list(Counter(KIND_LABELS[posting.kind] for posting in self.uncovered).items())


def day_of(year: int, today: date) -> date:
    """The day whose posts count for a year: today, or the nearest day of that year."""
    return min(date(year, 12, 31), max(date(year, 1, 1), today))


def plan(unit: Unit, adoption: Adoption, rules: Rules, year: int, today: date, due: date | None = None) -> Plan:
    """Whom a round of `year` for `unit` and below would prepare, as known on `today`. `due`: the last day for those to
    whom the rules give none, since they came or the regulation was adopted after it."""
    day = day_of(year, today)
    postings = _postings(unit, day)
    people = [row.person_id for row in postings]
    newest = _newest(unit, people, year, adoption.pack)
    standing = set(
        CommitmentState.objects.filter(commitment__in=newest.values())
        .exclude(stage="withdrawn")
        .values_list("commitment__person_id", flat=True)
    )
    elsewhere = _elsewhere(unit, people, year, adoption.pack)
    replaced = replaced_kinds(unit, day, adoption.pack)
    places, uncovered = [], []
    for row in postings:
        kind: SubjectKind = row.kind  # type: ignore[assignment]  # a database choice of the same words
        form = rules.form_for(kind, row.post.rank in LEADERS)
        if form is None or kind in replaced:
            uncovered.append(row)
        elif row.person_id not in standing and row.person_id not in elsewhere:
            places.append(Place(row, form, _due(adoption, rules, year, row) or due, newest.get(row.person_id)))
    taken = [(row, elsewhere[row.person_id]) for row in postings if row.person_id in elsewhere]
    have = sum(row.person_id in standing for row in postings)
    return Plan(tuple(places), have, tuple(taken), tuple(uncovered))


def _postings(unit: Unit, day: date) -> list[Posting]:
    """The primary postings of the agency within the subtree on a day, by unit and name."""
    rows = Posting.objects.filter(
        current(day), subtree([unit.path], "post__unit__path"), primary=True, post__unit__agency=unit.agency_id
    )
    return list(rows.select_related("person", "post__unit").order_by("post__unit__path", "person__sort_key", "id"))


def _newest(unit: Unit, people: list[int], year: int, pack: str) -> dict[int, Commitment]:
    """The newest commitment of each person in this agency, year and set."""
    rows = Commitment.objects.filter(agency=unit.agency_id, person__in=people, year=year, pack=pack)
    return {row.person_id: row for row in rows.order_by("number")}


def _elsewhere(unit: Unit, people: list[int], year: int, pack: str) -> dict[int, str]:
    """People with a standing commitment of the year and set in another agency, and the name of its unit."""
    rows = CommitmentState.objects.filter(commitment__person__in=people, year=year, commitment__pack=pack)
    rows = rows.exclude(agency=unit.agency_id).exclude(stage="withdrawn")
    return dict(rows.values_list("commitment__person_id", "commitment__unit__name"))


def _due(adoption: Adoption, rules: Rules, year: int, row: Posting) -> date | None:
    """The last day the rules give; none to whom it passed before they came, or before the body adopted the rules."""
    day = last_day(rules, year)
    return day if day is not None and max(adoption.valid_from, row.valid_from) <= day else None

"""What stands beside a score sheet: the commitment it is judged by, and the competency framework of the post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.commitments import papers
from canbo.office.commitments.models import CommitmentSigning, CommitmentState, Framework
from canbo.office.commitments.queries.frameworks import Frameworks
from canbo.office.commitments.standing import Case, load, one


@dataclass(frozen=True)
class Subject:
    """Whose sheet: the person, the instrument of the sheet, its unit's path and the post of its day."""

    person: int
    pack: str
    unit_path: str
    post_title: str


@dataclass(frozen=True)
class Beside:
    """What the page shows: a commitment and a framework, either of which may be missing."""

    case: Case | None
    framework: Framework | None

    @property
    def words(self) -> Mapping[str, str]:
        """The person's words by item key; none before they signed."""
        return self.case.words if self.case is not None and self.signed else {}

    @property
    def signing(self) -> CommitmentSigning | None:
        """The person's signing that stands."""
        return self.case.signed("subject") if self.case is not None else None

    @property
    def signed(self) -> bool:
        """Whether the person's signature stands on it."""
        return self.signing is not None

    @property
    def parts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The items by criterion, each with the person's words."""
        if self.case is None:
            return []
        words = self.words
        return [
            (title, [(item.label, words.get(item.key, "")) for item in items])
            for title, items in papers.headed(self.case.form)
        ]


def commitment_of(person_id: int, year: int, day: date, pack: str = "") -> Case | None:
    """The commitment of a person that stands for a year on a day: the newest prepared by then and not withdrawn, of one
    criteria set where it is named."""
    found = _standing([person_id], year, day)
    return one(next((pk for of, pk in reversed(found) if pack in ("", of[1])), 0))


def beside(subjects: Iterable[Subject], year: int, day: date) -> dict[int, Beside]:
    """What stands beside the sheets of these people, by person id. A commitment of the sheet's own instrument goes
    before one of another. Nine queries, whatever their number."""
    every = list(subjects)
    people = [each.person for each in every]
    frameworks = Frameworks.of({each.unit_path for each in every}, day)
    rows = _standing(people, year, day)
    found, last = dict(rows), {person: pk for (person, _), pk in rows}
    chosen = {each.person: found.get((each.person, each.pack), last.get(each.person)) for each in every}
    cases = load(pk for pk in chosen.values() if pk is not None)
    return {
        each.person: Beside(cases.get(chosen[each.person] or 0), frameworks.find(each.unit_path, each.post_title))
        for each in every
    }


def _standing(people: Sequence[int], year: int, day: date) -> list[tuple[tuple[int, str], int]]:
    """((person, criteria set), commitment) of what stands, in the order it was prepared. One query."""
    rows = CommitmentState.objects.filter(commitment__person__in=people, year=year, commitment__at__date__lte=day)
    rows = rows.exclude(stage="withdrawn").order_by("commitment_id")
    names = ("commitment__person_id", "commitment__pack", "commitment_id")
    return [((person, pack), pk) for person, pack, pk in rows.values_list(*names)]

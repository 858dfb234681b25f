"""What other rooms ask of the record, for many people at once: the profile standards are judged on, and the facts that
planning, training and the picture of the workforce count. What is not on record is None, never a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from canbo.office.people.models import Person
from canbo.office.profiles.queries.standing import Item, People, newest, standing
from canbo.office.results.models import Ground
from canbo.rulebook import personal
from canbo.rulebook.model import FactValue
from canbo.rulebook.process import whole_years
from canbo.rulebook.standards import Profile, kinds
from canbo.rulebook.standards.reading import NONE

ROSTER = ("education", "political_theory")  # what a roster says of somebody, in words of its own
COUNTED = ("recruited", "party_admitted", "ethnicity", "science", "discipline")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of somebody on a day. `disciplined`: under a discipline that day; None also where its end is not
    told. `ethnic_minority` and `disciplined` are sensitive: count them, judge by them; who shows them beside a name
    asks `actions.reading` first."""

    day: date
    born: date | None
    joined: date | None
    party_since: date | None
    female: bool | None
    ethnic_minority: bool | None
    science: bool | None
    disciplined: bool | None

    @property
    def age(self) -> int | None:
        """Whole years on the day."""
        return whole_years(self.born, self.day) if self.born and self.born <= self.day else None

    def planning(self) -> dict[str, FactValue | None]:
        """Those facts of `rulebook.planning` that the record knows; the list's own the caller adds."""
        return {
            "age": self.age, "female": self.female, "ethnic_minority": self.ethnic_minority, "science": self.science,
            "disciplined": self.disciplined,
        }  # fmt: skip


def profiles(people: People, day: date) -> dict[int, Profile]:
    """What standards are judged on, of each person; two queries whatever their number. Where the record is silent of a
    kind, the roster's own word is taken if it is exactly a step; when that was gained is then not known."""
    scales = [kind.key for kind in kinds().values() if kind.steps]
    found: dict[int, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for one in standing(people, [*scales, "recruited"]):
        found[one.person][one.field].append(one)
    persons = Person.objects.filter(Q(pk__in=people)).values_list("pk", "birth_date", *ROSTER)
    made = {}
    for pk, born, *words in persons.iterator(chunk_size=5000):
        own = found[pk]
        held = {
            key: tuple((one.day, one.text) for one in items if one.text != NONE)
            for key, items in own.items()
            if key != "recruited"
        }
        for key, word in zip(ROSTER, words, strict=True):
            step = step_of(key, word) if key not in held else None
            if step is not None:
                held[key] = ((None, step),)
        made[pk] = Profile(born, _day(own["recruited"], day), held)
    return made


def facts(people: People, day: date) -> dict[int, PersonFacts]:
    """What is known of each person on a day; three queries whatever their number."""
    found: dict[int, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for one in standing(people, COUNTED, sensitive=True):
        found[one.person][one.field].append(one)
    grounds: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    recorded = Ground.objects.filter(person__in=people, fact="disciplined", revokes=None, revoked_by=None, value=True)
    for person, start, end in recorded.values_list("person_id", "day", "until"):
        grounds[person].append((start, end))
    persons = Person.objects.filter(Q(pk__in=people)).values_list("pk", "birth_date", "sex")
    return {
        pk: PersonFacts(
            day, born, _day(found[pk]["recruited"], day), _day(found[pk]["party_admitted"], day),
            sex == "F" if sex else None, _minority(found[pk]["ethnicity"], day), _flag(found[pk]["science"], day),
            _disciplined(found[pk]["discipline"], grounds[pk], day),
        )
        for pk, born, sex in persons.iterator(chunk_size=5000)
    }  # fmt: skip


def step_of(key: str, word: str) -> str | None:
    """The step of a scale that a roster's word is exactly; None where it is another word or none at all."""
    folded = word.strip().casefold()
    return next((step for step, label in kinds()[key].steps.items() if folded == label.casefold()), None)


def _day(items: Sequence[Item], day: date) -> date | None:
    one = newest(items)
    return date.fromisoformat(one.text) if one is not None and one.text <= day.isoformat() else None


def _minority(items: Sequence[Item], day: date) -> bool | None:
    one = newest(items, day)
    return None if one is None else one.text.casefold() != personal.find("ethnicity").majority.casefold()


def _flag(items: Sequence[Item], day: date) -> bool | None:
    one = newest(items, day)
    return None if one is None else one.text != NONE


def _disciplined(items: Sequence[Item], grounds: Sequence[tuple[date, date | None]], day: date) -> bool | None:
    """Under a discipline on the day: one that is known to last then is enough; one without an end leaves it open."""
    told = [(one.day, one.until) for one in items if one.text != NONE] + list(grounds)
    begun = [(start, end) for start, end in told if start is None or start <= day]
    if any(end is not None and end > day for _, end in begun):
        return True
    if any(end is None for _, end in begun):
        return None
    return False if items or grounds else None

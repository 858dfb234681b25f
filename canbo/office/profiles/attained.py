"""What the record says of somebody's steps and service, stretch by stretch of days, read from one row a person.

Derived from the entries that stand, in the transaction of the act that changes them; `canbo check summaries` proves it
equal, `canbo summaries rebuild` makes it anew. Why so: docs/decisions/0009-record.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache

from django.db import transaction
from django.db.models import FilteredRelation, Q, QuerySet

from canbo.office.people.models import Person, Posting
from canbo.office.profiles.models import Attained
from canbo.office.profiles.queries.standing import Item, newest, standing
from canbo.rulebook.standards import Profile, kinds
from canbo.rulebook.standards.judging import facts_of
from canbo.rulebook.standards.reading import NONE

SCALES = tuple(key for key, kind in kinds().items() if kind.steps)
FIELDS = (*SCALES, "recruited")
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a day until a day (exclusive; None: ever since): the highest step of each scale somebody is on record with,
    as `text_of` writes it, and the day of joining the service."""

    valid_from: date
    valid_to: date | None
    steps: str
    recruited: date | None


def stretches(items: Iterable[Item]) -> list[Stretch]:
    """The standing entries of one person as stretches, each day in just one of them; none where there is no entry."""
    own: dict[str, list[Item]] = defaultdict(list)
    for one in items:
        own[one.field].append(one)
    if not own:
        return []
    held = {key: [(one.day, one.text) for one in own[key] if one.text != NONE] for key in SCALES if key in own}
    joined = newest(own.get("recruited", ()))
    recruited = date.fromisoformat(joined.text) if joined is not None else None
    days = sorted({date.min, *(day for gained in held.values() for day, _ in gained if day is not None)})
    told = [(day, text_of(facts_of(Profile(None, None, held), day))) for day in days]
    changed = [one for at, one in enumerate(told) if not at or one[1] != told[at - 1][1]]
    ends = [day for day, _ in changed[1:]]
    return [Stretch(day, end, text, recruited) for (day, text), end in zip(changed, [*ends, None], strict=True)]


def text_of(steps: Mapping[str, object]) -> str:
    """Steps by scale as words to group by: "education:university language:none"; a silent scale is left out."""
    return " ".join(f"{key}:{steps[key]}" for key in SCALES if key in steps)


@lru_cache(maxsize=20000)
def steps_of(text: str) -> Mapping[str, str]:
    """The steps by scale that `text_of` wrote."""
    return dict(word.split(":", 1) for word in text.split())


def beside(rows: QuerySet[Posting], day: date) -> QuerySet[Posting]:
    """These postings with `held`: what stood on record of their people on a day, one row or none each."""
    at = "person__attained__valid_"
    then = Q(**{f"{at}from__lte": day}) & (Q(**{f"{at}to": None}) | Q(**{f"{at}to__gt": day}))
    return rows.annotate(held=FilteredRelation("person__attained", condition=then))


def derived(people: Collection[int]) -> dict[int, list[Stretch]]:
    """The stretches of these people by what stands of them now; one query."""
    found: dict[int, list[Item]] = {pk: [] for pk in people}
    for one in standing(people, FIELDS):
        found[one.person].append(one)
    return {pk: stretches(items) for pk, items in found.items()}


@transaction.atomic
def renew(people: Iterable[int]) -> int:
    """Say anew what stands of these people; how many rows they have. Call it in the transaction of each act that puts
    entries on record, withdraws or erases them, after it. Four statements a thousand people."""
    wanted, made = sorted(set(people)), 0
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        # Of two who change one person's record at once, the second reads what the first wrote.
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=chunk).order_by("pk").values_list("pk"))
        Attained.objects.filter(person__in=chunk).delete()
        rows = [Attained(person_id=pk, **asdict(one)) for pk, own in derived(chunk).items() for one in own]
        made += len(Attained.objects.bulk_create(rows, batch_size=CHUNK))
    return made


def rebuild() -> int:
    """Say it anew of everybody; how many rows that gives."""
    return renew(Person.objects.values_list("pk", flat=True))

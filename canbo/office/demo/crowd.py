"""Filling a unit with people: persons, posts, postings and accounts, set-based."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from canbo.office.base.models import Account
from canbo.office.demo.names import invent
from canbo.office.people.models import Person, Post, Posting, Unit
from canbo.paperwork.names import search_key, sort_key

PASSWORD = "thu-canbo-2026"


@dataclass(frozen=True)
class Seat:
    """A post to be filled by one invented person."""

    unit: Unit
    title: str
    rank: str
    kind: str
    group: str = ""
    key: bool = False
    sex: str = ""
    education: str = ""
    theory: str = ""
    evaluated_by: Unit | None = None


def seats(unit: Unit, rows: Iterable[list[object]], above: Unit | None = None) -> list[Seat]:
    """The seats a template gives a unit; the head is evaluated by `above` where that is given."""
    found: list[Seat] = []
    for title, rank, kind, group, key, number in rows:
        judge = above if rank == "head" else None
        seat = Seat(unit, str(title), str(rank), str(kind), str(group), bool(key), evaluated_by=judge)
        found.extend([seat] * int(str(number)))
    return found


def fill(
    place: str, plan: Sequence[Seat], since: date, names: Mapping[int, str] | None = None, movers: Sequence[Person] = ()
) -> list[Person]:
    """Put somebody on each seat from a day; the persons in the order of the plan.

    `movers`, who worked elsewhere before, take the last seats; the others are invented and get the account
    `<place>.<number>`, or the user name `names` gives for their position in the plan.
    """
    fresh = plan[: len(plan) - len(movers)]
    code, chosen = _code(), names or {}
    accounts = Account.objects.bulk_create(
        Account(username=chosen.get(at, f"{place.lower()}.{at + 1:02d}"), password=code) for at in range(len(fresh))
    )
    persons = Person.objects.bulk_create(
        _person(place, at, seat, account) for at, (seat, account) in enumerate(zip(fresh, accounts, strict=True))
    )
    persons += movers
    posts = Post.objects.bulk_create(
        Post(
            unit=seat.unit,
            title=seat.title,
            rank=seat.rank,
            key=seat.key,
            valid_from=max(since, seat.unit.valid_from),
        )
        for seat in plan
    )
    Posting.objects.bulk_create(
        Posting(
            person=person,
            post=post,
            kind=seat.kind,
            task_group=seat.group,
            evaluated_by=seat.evaluated_by,
            valid_from=post.valid_from,
        )
        for person, post, seat in zip(persons, posts, plan, strict=True)
    )
    return persons


@cache
def _code() -> str:
    return make_password(PASSWORD)


def _person(place: str, at: int, seat: Seat, account: Account) -> Person:
    who = invent(place, at, sex=seat.sex, youngest=1985 if seat.rank == "head" else 1998)
    return Person(
        code=f"{place}-{at + 1:03d}",
        full_name=who.full_name,
        sort_key=sort_key(who.full_name),
        search_key=search_key(who.full_name),
        birth_date=date(who.year, who.month, who.day),
        birth_year=who.year,
        sex=who.sex,
        education=seat.education or "Đại học",
        political_theory=seat.theory or ("Cao cấp" if seat.rank == "head" else "Trung cấp"),
        account=account,
        invented=True,
    )

"""Whom and which unit a row of a roster means, among those already known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from canbo.office.people.access import current, subtree
from canbo.office.people.codes import is_made_up
from canbo.office.people.models import Person, Post, Posting, Unit
from canbo.paperwork.names import search_key, tidy
from canbo.paperwork.roster import Problem, RosterRow

CHUNK = 5000


class UnitNames:
    """The units under one on a day, by name, short name and code, with or without diacritics. One query."""

    def __init__(self, top: Unit, day: date) -> None:
        self.top = top
        self.by_key: dict[str, dict[int, Unit]] = defaultdict(dict)
        for unit in Unit.objects.filter(subtree([top.path]), current(day)).order_by("path"):
            for name in (unit.name, unit.short_name, unit.code):
                if name:
                    self.by_key[search_key(name)][unit.pk] = unit
        self.by_code = {unit.code.lower(): unit for units in self.by_key.values() for unit in units.values()}

    def find(self, name: str) -> Unit | str | None:
        """The unit meant: the top for an empty name, the name of a new one, None where several could be meant."""
        if not name:
            return self.top
        if unit := self.by_code.get(name.lower()):
            return unit
        found = self.by_key.get(search_key(name), {})
        if len(found) == 1:
            return next(iter(found.values()))
        return None if found else new_name(name)

    def faults(self, row: RosterRow) -> list[Problem]:
        """An error where several units could be meant."""
        if self.find(row.unit_name) is not None:
            return []
        codes = ", ".join(unit.code for unit in self.by_key[search_key(row.unit_name)].values())
        message = f"Có nhiều đơn vị tên “{row.unit_name}”. Hãy ghi mã thay cho tên, một trong: {codes}."
        return [Problem(row.row, "", "", message, "error")]


def new_name(name: str) -> str:
    """The name of a unit to be made: as typed, but not all in capitals."""
    name = tidy(name)
    return name.capitalize() if name == name.upper() else name


@dataclass(frozen=True)
class Match:
    """The person meant (unsaved when new), their present primary posting, and what is doubtful."""

    person: Person
    held: Posting | None
    problems: tuple[Problem, ...] = ()


class Known:
    """The persons a roster may mean, with their primary postings. Four queries for any roster of up to 5,000 rows."""

    def __init__(self, rows: Sequence[RosterRow], top: Unit, day: date) -> None:
        lasting = Q(valid_to=None) | Q(valid_to__gt=day)
        here = Posting.objects.filter(lasting, subtree([top.path], "post__unit__path"), primary=True)
        self.present = list(here.select_related("person", "post__unit").order_by("person__sort_key", "id"))
        self.here = {posting.person_id for posting in self.present}
        persons = {p.person_id: p.person for p in self.present}
        persons |= _found("code__in", {row.code for row in rows if row.code})
        persons |= _found("search_key__in", {search_key(row.full_name) for row in rows})
        self.by_code = {person.code.casefold(): person for person in persons.values()}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in sorted(persons.values(), key=lambda person: person.pk):
            self.by_name[person.full_name.casefold()].append(person)
        self.held = {posting.person_id: posting for posting in self.present}
        away = [pk for pk in persons if pk not in self.held]
        for start in range(0, len(away), CHUNK):
            elsewhere = Posting.objects.filter(lasting, person__in=away[start : start + CHUNK], primary=True)
            self.held |= {posting.person_id: posting for posting in elsewhere.select_related("post__unit")}
        self.ranks: dict[tuple[int, str], set[str]] = defaultdict(set)
        posts = Post.objects.filter(current(day), subtree([top.path], "unit__path"))
        for unit, title, rank in posts.values_list("unit_id", "title", "rank"):
            self.ranks[unit, title].add(rank)

    def rank_in(self, unit: Unit | None, title: str, leader: bool | None) -> str:
        """The rank of the unit's own post of that title, unless the roster contradicts it; "" when not known."""
        known = self.ranks.get((unit.pk, title), set()) if unit else set()
        ranks = {rank for rank in known if leader is None or leader == (rank != "staff")}
        return ranks.pop() if len(ranks) == 1 else ""

    def match(self, row: RosterRow) -> Match:
        """By code; else by name with date or year of birth; else by name alone inside the unit."""
        if row.code and (person := self.by_code.get(row.code.casefold())):
            return Match(person, self.held.get(person.pk), _renamed(row, person))
        alike = [p for p in self.by_name[row.full_name.casefold()] if _may_be(row, p)]
        sure = [person for person in alike if _same_birth(row, person)]
        candidates = sure or [person for person in alike if person.pk in self.here]
        if len(candidates) > 1:
            codes = ", ".join(person.code for person in candidates)
            message = (
                f"Có {len(candidates)} người tên {row.full_name} đã biết (mã {codes}). Hãy ghi mã số vào hàng này."
            )
            return Match(candidates[0], self.held.get(candidates[0].pk), (_problem(row, message, "error"),))
        if candidates:
            person = candidates[0]
            doubt = () if sure else (_problem(row, _BY_NAME.format(person.full_name, person.code), "warning"),)
            return Match(person, self.held.get(person.pk), doubt)
        return Match(Person(code="", full_name=row.full_name), None)


_BY_NAME = "Chỉ khớp được theo tên với {} (mã {}) đang ở đơn vị. Hãy kiểm tra có đúng là một người không."


def _found(lookup: str, values: Iterable[str]) -> dict[int, Person]:
    wanted = sorted(values)
    found: dict[int, Person] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Person.objects.filter(**{lookup: wanted[start : start + CHUNK]})
        found |= {person.pk: person for person in rows}
    return found


def year_of_birth(person: Person) -> int | None:
    """The year a person was born in, as far as it is known."""
    return person.birth_date.year if person.birth_date else person.birth_year


def _may_be(row: RosterRow, person: Person) -> bool:
    """Neither code nor birth speaks against it. A made-up code is no evidence."""
    if row.code and not is_made_up(person.code):
        return False
    if row.birth_date and person.birth_date:
        return row.birth_date == person.birth_date
    year = year_of_birth(person)
    return not (row.birth_year and year) or row.birth_year == year


def _same_birth(row: RosterRow, person: Person) -> bool:
    return bool(row.birth_year) and row.birth_year == year_of_birth(person)


def _renamed(row: RosterRow, person: Person) -> tuple[Problem, ...]:
    if person.full_name.casefold() == row.full_name.casefold():
        return ()
    message = f"Mã {row.code} đã là của {person.full_name}. Nếu là người khác, hãy sửa mã; nếu đổi tên thì cứ tiếp tục."
    return (_problem(row, message, "warning"),)


def _problem(row: RosterRow, message: str, severity: str) -> Problem:
    return Problem(row.row, "", "", message, severity)  # type: ignore[arg-type]

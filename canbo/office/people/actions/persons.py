"""Persons: adding one with a first post, correcting what is known of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer, need
from canbo.office.people.actions.postings import Terms, post_person
from canbo.office.people.actions.succeeding import lasting
from canbo.office.people.codes import new_codes
from canbo.office.people.models import Person, Unit
from canbo.paperwork.names import proper_case, search_key, sort_key

FACTS = ("birth_date", "birth_year", "sex", "education", "political_theory", "email", "phone")


def fill_keys(person: Person) -> Person:
    """Set the keys computed from the name."""
    person.sort_key = sort_key(person.full_name)[:240]
    person.search_key = search_key(person.full_name)[:160]
    return person


@transaction.atomic
def add_person(
    *, actor: Account, unit: Unit, full_name: str, title: str, rank: str, terms: Terms, day: date, code: str = "",
    facts: Mapping[str, object] | None = None, key: bool = False, invented: bool = False,
) -> Person:  # fmt: skip
    """A new person with a first posting. `facts` are columns of Person among FACTS."""
    need(Viewer(actor).holds("officer", path=unit.path))
    name = proper_case(full_name)
    if not name:
        raise ActionError("Hãy nhập họ và tên.")
    _refuse_code(code)
    person = fill_keys(
        Person(full_name=name, code=code or next(new_codes()), invented=invented, **_year_of(facts or {}))
    )
    person.save(force_insert=True)
    journal.record(agency_id=unit.agency_id, actor=actor, verb="people.person_added", subject=person)
    post_person(actor=actor, person=person, unit=unit, title=title, rank=rank, terms=terms, day=day, key=key)
    return person


@transaction.atomic
def edit_person(*, actor: Account, person: Person, full_name: str, code: str, facts: Mapping[str, object]) -> Person:
    """Correct name, code or facts of a person who has a post in the actor's units. The journal keeps which fields."""
    viewer = Viewer(actor)
    person = Person.objects.select_for_update().get(pk=person.pk)
    held = person.postings.select_related("post__unit")
    units = {posting.post.unit for posting in held.filter(lasting(viewer.day)) or held}  # who moved on is not theirs
    mine = [unit for unit in units if viewer.holds("officer", path=unit.path)]
    need(bool(mine))
    values = {"full_name": proper_case(full_name), "code": code.strip(), **_year_of(facts)}
    if not values["full_name"] or not values["code"]:
        raise ActionError("Họ và tên và mã số không được để trống.")
    if values["code"] != person.code:
        _refuse_code(str(values["code"]))
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, values[name])
    if changed:
        fill_keys(person).save()
        journal.record(
            agency_id=mine[0].agency_id, actor=actor, verb="people.person_corrected", subject=person,
            data={"fields": changed},
        )  # fmt: skip
    return person


def _refuse_code(code: str) -> None:
    if code and Person.objects.filter(code=code).exists():
        raise ActionError(f"Mã số “{code}” đã dùng cho người khác. Hãy kiểm tra lại.")


def _year_of(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts with the year of birth that goes with a full date of birth."""
    known = {name: value for name, value in facts.items() if name in FACTS}
    born = known.get("birth_date")
    return known | ({"birth_year": born.year} if isinstance(born, date) else {})

"""The new ward's personnel: standards, records, headcount, a plan in the making, a proposal, a request about data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from canbo.office.demo import clock, standards
from canbo.office.demo.cadres import held
from canbo.office.demo.places import Place, data
from canbo.office.demo.play import dice, login
from canbo.office.people.models import Person, Unit
from canbo.office.profiles.actions import importing, requests
from canbo.office.profiles.sheets.records import CODE, NAME, titles
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.actions import structure
from canbo.office.talent.models import CadrePlan
from canbo.office.talent.structure_sheets import Given
from canbo.paperwork.dates import short_date
from canbo.paperwork.workbook import Table, TableColumn, write_table

RECORDED = ("recruited", "party_admitted", "state_management")
KNOWN = date(2026, 1, 12)  # when the records were taken in


def the_ward(place: Place, ward: Unit, people: Sequence[Person], today: date) -> None:
    """All of it, in the order of the year; the request came in yesterday."""
    told = data("personnel")
    standards.adopted(Place(ward, place.officer), "long_bien")
    records(place, ward, people)
    assigned(place, ward, told["headcount"])
    planned(place, ward, people, told["plan"])
    proposed(place, ward, people, told["arrangement"], today)
    asked = told["request"]
    with clock.on(today - timedelta(days=1)):
        requests.ask(actor=login(people[asked["person"]]), kind=asked["kind"], text=asked["text"])


def records(place: Place, ward: Unit, people: Sequence[Person]) -> None:
    """Records as an office would take them in; of some people not everything is on paper yet."""
    named = titles(RECORDED)
    columns = (CODE, NAME, *(named[key] for key in RECORDED))
    table = Table("Hồ sơ", [TableColumn(title) for title in columns], [_record(one) for one in people])
    with clock.on(KNOWN):
        entry = importing.upload(actor=place.officer, unit=ward, name="ho-so.xlsx", data=write_table(table))
        digest = importing.plan_of(entry).digest
        importing.carry_out(actor=place.officer, entry_id=entry.pk, digest=digest)


def _record(one: Person) -> tuple[str, ...]:
    born, roll = one.birth_year or 1980, dice(one.code, "record") % 10
    recruited = date(born + 24, 9, 1)
    party = short_date(date(born + 28, 5, 19)) if roll < 8 else ""
    step = "" if roll == 9 else "Chuyên viên chính" if roll < 4 else "Chuyên viên"
    return one.code, one.full_name, short_date(recruited), party, step


def assigned(place: Place, ward: Unit, told: Mapping[str, Any]) -> None:
    """The numbers of the year, a little above and below those present."""
    given = [
        Given(_unit(place, ward, name), kind, number)
        for name, kinds in told["units"].items()
        for kind, number in kinds.items()
    ]
    with clock.on(told["day"]):
        structure.assign(actor=place.officer, given=given, day=told["day"], document=told["document"])


def planned(place: Place, ward: Unit, people: Sequence[Person], told: Mapping[str, Any]) -> CadrePlan:
    """A list that went through its five steps and waits to be made public."""
    with clock.on(told["began"]):
        plan = lists.begin_plan(
            actor=place.officer, unit=ward, name=told["name"], first_year=told["first_year"],
            last_year=told["last_year"], began=told["began"], document=told["document"],
        )  # fmt: skip
        rows = []
        for unit, title, leads, chosen in told["posts"]:
            post = lists.name_post(
                actor=place.officer, plan=plan, unit=_unit(place, ward, unit), title=title, level="commune", leads=leads
            )
            rows += [(lists.Row(post, people[at]), told["present"] - at % 4) for at in chosen]
    held(place, plan, told, rows)
    return plan


def proposed(place: Place, ward: Unit, people: Sequence[Person], told: Mapping[str, Any], today: date) -> None:
    """Somebody proposed for another office, not decided yet."""
    with clock.on(today - timedelta(days=6)):
        structure.propose(
            actor=place.officer, person=people[told["person"]], act="transfer",
            unit=_unit(place, ward, told["unit"]), title=told["title"], day=told["day"],
            strengths=told["strengths"], reason=told["reason"],
        )  # fmt: skip


def _unit(place: Place, ward: Unit, name: str) -> Unit:
    return place.units[f"{ward.code}/{name}"] if name else ward

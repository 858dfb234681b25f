"""The places: units from `data/*.yaml` through the actions that found agencies and units, and their people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from canbo.office.base.models import Account
from canbo.office.demo.crowd import PASSWORD, Seat, fill, seats
from canbo.office.people.actions.units import create_unit, found_agency
from canbo.office.people.models import Grant, Person, Unit

DATA = Path(__file__).parent / "data"


@dataclass
class Place:
    """A district or a ward with what is in it, by code."""

    root: Unit
    officer: Account
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)

    def unit(self, code: str) -> Unit:
        return self.units[code]


@cache
def data(name: str) -> dict[str, Any]:
    """One data file, parsed."""
    parsed: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return parsed


def officer(username: str, unit: Unit) -> Account:
    """A technical account that holds the officer's role over a place, to carry out what the demo plays."""
    account = Account.objects.create_user(username, PASSWORD)
    Grant.objects.create(account=account, role="officer", unit=unit, valid_from=unit.valid_from)
    return account


def agency(row: Mapping[str, Any], since: date, parent: Unit | None, invented: bool = False) -> Unit:
    """An agency of the data file, marked invented where the sources do not know it."""
    return found_agency(
        actor=None,
        name=row["name"],
        code=row["code"],
        valid_from=since,
        heading="party" if row.get("party") else "state",
        parent=parent,
        invented=bool(row.get("invented")) or invented,
    )


def district(name: str, username: str, city: Unit) -> Place:
    """A district of the city with its offices, wards and schools, and their people."""
    plan = data(name)
    since: date = plan["from"]
    root = agency(plan["district"], since, city)
    place = Place(root, officer(username, root), {root.code: root})
    crowd(place, root, "district", above=city)
    for row in plan["offices"]:
        unit = create_unit(actor=place.officer, parent=root, name=row["name"], code=row["code"], valid_from=since)
        place.units[unit.code] = unit
        crowd(place, unit, row["template"])
    for row in (*plan["wards"], *([plan["levelled"]] if "levelled" in plan else ())):
        unit = place.units[row["code"]] = agency(row, since, root)
        crowd(place, unit, row.get("template", "head_only"), above=root)
    if "schools" in plan:
        schools(place, plan)
    return place


def schools(place: Place, plan: Mapping[str, Any]) -> None:
    """The public schools of a district: those the sources name, and the others, invented and marked."""
    for level, row in plan["schools"].items():
        named = [(f"{row['label']} {name}", False) for name in row["named"]]
        first = len(named) + 1
        others = [(f"{row['label']} số {first + at} (ví dụ)", True) for at in range(row["invented"])]
        for number, (name, invented) in enumerate(named + others, start=1):
            code = f"{place.root.code}-{level.replace('_', '').upper()}{number:02d}"
            unit = agency({"code": code, "name": name}, plan["from"], place.root, invented)
            place.units[code] = place.units[name] = unit
            full = name in plan["full_schools"]
            crowd(place, unit, "school" if full else "principal_only", above=place.root)


def crowd(
    place: Place,
    unit: Unit,
    template: str,
    above: Unit | None = None,
    names: Mapping[int, str] | None = None,
    movers: Sequence[Person] = (),
) -> list[Person]:
    """Fill a unit, and the sub-units its template names, with people: invented ones, and `movers` on the last seats."""
    plan: list[Seat] = []
    for sub, rows in data("templates")[template].items():
        where = unit
        if sub:
            where = create_unit(
                actor=place.officer,
                parent=unit,
                name=sub,
                short_name=data("templates")["short_names"].get(sub, ""),
                valid_from=unit.valid_from,
                invented=unit.invented,
            )
            place.units[f"{unit.code}/{sub}"] = where
        plan += seats(where, rows, above if where is unit else None)
    place.people[unit.code] = fill(unit.code, plan, unit.valid_from, names, movers)
    return place.people[unit.code]

"""1 July 2025: the district is gone, its wards gave way to new ones; people go on, results stay where they were.

A former ward went to several new ones and a new one came from several: more than a merger or a split says,
so the succession is written pair by pair from the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canbo.office.demo.places import Place, agency, data, officer
from canbo.office.people.models import Post, Posting, Succession, Unit


def carry_out(old: Place, city: Unit) -> Place:
    """Close the district with its wards and offices, found the new wards under the city. The new place."""
    plan, former = data("long_bien_2025"), data("long_bien")
    day: date = plan["from"]
    new = Place(city, officer("tochuc.thanhpho", city), {})
    by_name: dict[str, Unit] = {}
    for row in plan["wards"]:
        new.units[row["code"]] = by_name[row["name"]] = agency(row, day, city)
    for row in plan["schools"]:
        new.units[row["code"]] = agency(row, day, new.units[row["ward"]], invented=True)
    succeed(old, former["wards"], by_name, day, plan["document"])
    close(old, day)
    return new


def succeed(old: Place, wards: Sequence[dict[str, object]], new: dict[str, Unit], day: date, document: str) -> None:
    """Write which ward gave way to which, pair by pair."""
    rows = []
    for row in wards:
        heirs = [str(name) for name in row["successors"]]  # type: ignore[attr-defined]
        kind = "split" if len(heirs) > 1 else "merge"
        ward = old.units[str(row["code"])]
        rows += [
            Succession(predecessor=ward, successor=new[name], kind=kind, day=day, document=document, by=old.officer)
            for name in heirs
        ]
    Succession.objects.bulk_create(rows)


def close(old: Place, day: date) -> None:
    """End every unit, post and posting of the place on the day (units that ended earlier keep their day)."""
    inside = {"path__startswith": old.root.path, "valid_to": None}
    Posting.objects.filter(post__unit__path__startswith=old.root.path, valid_to=None).update(valid_to=day)
    Post.objects.filter(unit__path__startswith=old.root.path, valid_to=None).update(valid_to=day)
    gone = {row["code"]: row["until"] for row in data("long_bien")["wards"] if "until" in row}
    for code, until in gone.items():
        Posting.objects.filter(post__unit=old.units[code]).update(valid_to=until)
        Unit.objects.filter(pk=old.units[code].pk).update(valid_to=until)
    Unit.objects.filter(**inside).update(valid_to=day)

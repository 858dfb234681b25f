"""What the pages of this room share: the unit asked for, the way down to it, the kinds of staff, saved views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from canbo.office.insight import access
from canbo.office.insight.queries.rounds import Round, rounds
from canbo.office.people.access import PATH_STEP, Viewer, viewer
from canbo.office.people.models import KINDS, Unit
from canbo.paperwork.dates import DateError, parse_date

PEOPLE = "Tất cả cán bộ, công chức, viên chức"
STAFF = [("", PEOPLE), *KINDS, ("collective", "Tập thể")]


@dataclass(frozen=True)
class Place:
    """A unit as its pages begin: the way down to it within what the viewer sees, and other tops of theirs."""

    viewer: Viewer
    unit: Unit
    above: tuple[Unit, ...]
    others: tuple[Unit, ...]

    def rounds(self) -> list[Round]:
        """The periods of the unit, as its viewer may know them."""
        return rounds(self.unit.path, self.viewer.day, self.reader)

    @property
    def reader(self) -> int | None:
        """Who looks, as a person."""
        return self.viewer.person.pk if self.viewer.person else None

    def context(self, page: str) -> dict[str, Any]:
        """What every page of a unit shows; `page` is the name of its address."""
        crumbs = [{"label": one.short_name or one.name, "url": reverse(page, args=[one.pk])} for one in self.above]
        return {"unit": self.unit, "crumbs": crumbs, "others": self.others, "page_name": page}


def place(request: HttpRequest, pk: int | None) -> Place:
    """The unit asked for; 404 where the viewer may not see it. Two queries."""
    found = viewer(request)
    unit = access.unit_for(found, pk)
    tops = access.tops(found)
    start = min((len(top) for top in tops if unit.path.startswith(top)), default=len(unit.path))
    way = [unit.path[:end] for end in range(start, len(unit.path), PATH_STEP)]
    units = {one.path: one for one in Unit.objects.filter(path__in=[*way, *tops])}
    others = tuple(units[top] for top in tops if not unit.path.startswith(top)) if len(tops) > 1 else ()
    return Place(found, unit, tuple(units[path] for path in way), others)


def typed(text: str) -> date | None:
    """A day as an address or a person writes it: 2026-07-01, 01/07/2026. None where it is none."""
    try:
        return parse_date(text).day
    except DateError:
        return None


def kind_of(request: HttpRequest) -> str:
    """The kind of staff asked for, "" for everybody."""
    wanted = request.GET.get("doi-tuong", "")
    return wanted if wanted in dict(STAFF) else ""


def number(unit: Unit, key: str, kind: str = "") -> str:
    """The address of the list behind a number; `&muc=` narrows it to a level."""
    return f"{reverse('insight:behind', args=[unit.pk])}?ky={key}" + (f"&doi-tuong={kind}" if kind else "")

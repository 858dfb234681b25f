"""Catalogues, read: which is in force where and when, and its products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from canbo.office.base.fields import LONGEST_PATH
from canbo.office.people.access import PATH_STEP, Viewer, above, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations import queries as regulations
from canbo.office.work.models import Catalogue, CatalogueEnd, Product
from canbo.paperwork.names import search_key
from canbo.rulebook import Rules, Workload


def _dated() -> QuerySet[Catalogue]:
    """Catalogues with `ended`: the day from which they no longer apply, None where none is set."""
    end = CatalogueEnd.objects.filter(agency=OuterRef("agency"), catalogue=OuterRef("pk"))
    return Catalogue.objects.annotate(ended=Subquery(end.values("day")[:1])).select_related("unit")


def overlapping(rows: QuerySet[Catalogue], first: date, last: date) -> QuerySet[Catalogue]:
    """Catalogues in force on at least one day from `first` to `last` inclusive."""
    return rows.filter(valid_from__lte=last).filter(Q(ended__isnull=True) | Q(ended__gt=first))


def in_force(path: str, day: date) -> Catalogue | None:
    """The catalogue of the unit at a path on a day: the nearest one upwards."""
    return nearest(overlapping(_dated().filter(unit__path__in=above(path)), day, day), path)


def nearest(rows: Iterable[Catalogue], path: str) -> Catalogue | None:
    """Of catalogues, the one of the nearest unit at or above the path; of two, the newer."""
    mine = [row for row in rows if path.startswith(row.unit.path)]
    return max(mine, key=lambda row: (len(row.unit.path), row.valid_from, row.pk), default=None)


def covering(paths: Iterable[str], first: date, last: date) -> list[Catalogue]:
    """The catalogues that apply on some day of a span to units at these paths; one query."""
    wanted = {step for path in paths for step in above(path)}
    return list(overlapping(_dated().filter(unit__path__in=wanted), first, last))


def over(path: str, first: date, last: date) -> QuerySet[Catalogue]:
    """The same for whatever row is asked about: `path` names its column with the path of a unit."""
    steps = range(PATH_STEP, LONGEST_PATH + 1, PATH_STEP)
    return overlapping(_dated().filter(unit__path__in=[Substr(OuterRef(path), 1, end) for end in steps]), first, last)


def of_unit(unit: Unit) -> QuerySet[Catalogue]:
    """All catalogues of exactly this unit, the newest first, with `ended`."""
    return _dated().filter(agency=unit.agency_id, unit=unit).order_by("-valid_from", "-id")


def seen(viewer: Viewer) -> QuerySet[Catalogue]:
    """The catalogues a viewer may look at: of the own unit and above, and of the units they read; newest first."""
    paths = [*viewer.readable, *([viewer.home.path] if viewer.home else [])]
    around = Q(unit__path__in={step for path in paths for step in above(path)})
    rows = _dated().filter(around | subtree(viewer.readable, "unit__path"))
    return rows.order_by("unit__path", "-valid_from", "-id")


def products(catalogue: Catalogue, text: str = "", position: str = "") -> QuerySet[Product]:
    """The products of a catalogue in the order of the file; those whose code or name holds a text (diacritics or
    not), those of a position."""
    rows = Product.objects.filter(agency=catalogue.agency_id, catalogue=catalogue)
    if position:
        rows = rows.filter(position=position)
    if text.strip():
        wanted = search_key(text)
        rows = rows.filter(search_key__contains=wanted) if wanted else rows.none()
    return rows.order_by("id")


def positions(catalogue: Catalogue) -> list[str]:
    """The job positions a catalogue speaks of."""
    rows = Product.objects.filter(agency=catalogue.agency_id, catalogue=catalogue).exclude(position="")
    return sorted(set(rows.values_list("position", flat=True)))


@dataclass(frozen=True)
class Finder:
    """The products of a catalogue as people name them: by code, else by the whole name."""

    by_code: Mapping[str, Product]
    by_name: Mapping[str, tuple[Product, ...]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Finder:
        by_code, by_name = {}, {}  # type: dict[str, Product], dict[str, tuple[Product, ...]]
        for row in products(catalogue):
            by_code[row.code.casefold()] = row
            key = search_key(row.name)
            by_name[key] = (*by_name.get(key, ()), row)
        return cls(by_code, by_name)

    def find(self, typed: str) -> Product | None:
        """The product a code or a name means; None where none or several do."""
        text = typed.strip()
        if found := self.by_code.get(text.casefold()):
            return found
        code, _, _ = text.partition(" ")
        named = self.by_name.get(search_key(text), ())
        return named[0] if len(named) == 1 else self.by_code.get(code.casefold())


def rules_for(unit: Unit, day: date) -> Rules | None:
    """The rules that convert work in a unit on a day; None where none in force there does."""
    found = regulations.rules_of(regulations.adoption_for(unit, day)).values()
    return next((rules for rules in found if rules.workload is not None), None)


def workload_for(unit: Unit, day: date) -> Workload | None:
    """How faults count in a unit on a day; None where no rules in force convert work."""
    rules = rules_for(unit, day)
    return rules.workload if rules else None

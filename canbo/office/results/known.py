"""What the records say beside the marks of many sheets: read once, when first asked for, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import computed
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.computed import Computed
from canbo.office.evaluations.models import Sheet
from canbo.office.people.models import Posting, Unit
from canbo.office.results import grounds
from canbo.office.results.models import Decision, Ground
from canbo.rulebook import Fact, FactValue
from canbo.rulebook.process import Period

PLACE = ("period_kind", "year", "number")
Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Result:
    """A decided result of some period: under which instrument, with which points and level, in which unit."""

    period: Period
    pack: str
    total: int | None
    level: str
    unit: str


class Known:
    """The records behind these sheets, by sheet id."""

    def __init__(self, cases: Mapping[int, Case]) -> None:
        self.cases = cases
        self.periods = {row.sheet.cycle_id: cycles.period(row.sheet.cycle) for row in cases.values()}
        self.declared: dict[tuple[int, str], dict[str, Fact]] = {}  # by cycle and form
        self.failures: dict[int, dict[str, FactValue]] = {}  # what shorter periods count, by sheet

    def period(self, case: Case) -> Period:
        return self.periods[case.sheet.cycle_id]

    def recorded(self, case: Case) -> list[Ground]:
        """The standing grounds of a sheet's subject."""
        return self._grounds.get((case.sheet.person_id or 0, case.sheet.collective_id or 0), [])

    @cached_property
    def people(self) -> list[int]:
        return [row.sheet.person_id for row in self.cases.values() if row.sheet.person_id]

    @cached_property
    def _grounds(self) -> dict[tuple[int, int], list[Ground]]:
        collectives = [row.sheet.collective_id for row in self.cases.values() if row.sheet.collective_id]
        return grounds.standing(self.people, collectives)

    @cached_property
    def computed(self) -> dict[int, Computed]:
        """What the work of these people makes of their sheets' marks today, by sheet id."""
        return computed.of(self.cases.values())

    @cached_property
    def spans(self) -> dict[int, list[Span]]:
        """Every posting of the people as (from, until exclusive), oldest first."""
        found: defaultdict[int, list[Span]] = defaultdict(list)
        rows = Posting.objects.filter(person__in=self.people).order_by("valid_from", "id")
        for person, start, end in rows.values_list("person_id", "valid_from", "valid_to"):
            found[person].append((start, end))
        return found

    @cached_property
    def unit_levels(self) -> dict[tuple[int, Period], str]:
        """The level of the units concerned and of those right below, by period: decided in the same cycle, or
        published by whoever evaluates the unit."""
        units = {row.sheet.unit_id for row in self.cases.values()}
        units |= {row.sheet.cycle.unit_id for row in self.cases.values()}
        # Few sheets are about units: found first, so that the decisions on millions of people are never gone through.
        about = Sheet.objects.filter(collective__in=Unit.objects.filter(Q(pk__in=units) | Q(parent__in=units)))
        sheets = list(about.filter(self._when("cycle")).values_list("pk", flat=True))
        if not sheets:
            return {}
        mine = {row.sheet.cycle_id for row in self.cases.values()}
        rows = Decision.objects.filter(sheet__in=sheets, corrections=None).order_by()
        rows = rows.filter(Q(sheet__cycle__in=mine) | Q(sheet__state__stage="published"))
        names = ("sheet__collective_id", *(f"sheet__cycle__{name}" for name in PLACE), "level")
        return {(unit, Period(*place)): level for unit, *place, level in rows.values_list(*names) if level}

    def level_of(self, unit: int, case: Case) -> str | None:
        """The level of a unit in the period of a sheet."""
        return self.unit_levels.get((unit, self.period(case))) if self.unit_levels else None

    @cached_property
    def below(self) -> dict[int, list[int]]:
        """The units right below each sheet's unit."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        parents = {row.sheet.unit_id for row in self.cases.values()}
        for parent, unit in Unit.objects.filter(parent__in=parents).order_by("id").values_list("parent_id", "id"):
            found[parent].append(unit)
        return found

    @cached_property
    def outcomes(self) -> dict[int, set[tuple[str, str, int]]]:
        """By cycle: the (unit path, level, sheet of a leader or 0) of the people decided so far."""
        found: defaultdict[int, set[tuple[str, str, int]]] = defaultdict(set)
        mine = {row.sheet.cycle_id for row in self.cases.values()}
        rows = self._decisions().filter(sheet__cycle__in=mine, sheet__person__isnull=False).exclude(level="")
        names = ("sheet__cycle_id", "sheet__unit_path", "level", "sheet__rank", "sheet_id")
        for cycle, path, level, rank, sheet in rows.values_list(*names):
            found[cycle].add((path, level, 0 if rank == "staff" else sheet))
        return found

    @cached_property
    def packs(self) -> dict[int, str]:
        """The instrument of each cycle, by its pack's key."""
        return dict(Cycle.objects.filter(pk__in=self.periods).values_list("pk", "adoption__pack"))

    @cached_property
    def results(self) -> dict[tuple[int, int], list[Result]]:
        """The standing results of shorter periods, or of the same kind, in the years of these sheets, in any agency:
        a transfer brings them along. By (person id or 0, collective id or 0), in the order of the periods."""
        years = {one.year for one in self.periods.values()}
        rows = Decision.objects.filter(corrections=None, sheet__cycle__year__in=years)
        collectives = [row.sheet.collective_id for row in self.cases.values() if row.sheet.collective_id]
        rows = rows.filter(Q(sheet__person__in=self.people) | Q(sheet__collective__in=collectives))
        names = ("sheet__person_id", "sheet__collective_id", *(f"sheet__cycle__{name}" for name in PLACE))
        found: defaultdict[tuple[int, int], list[Result]] = defaultdict(list)
        values = (*names, "sheet__cycle__adoption__pack", "total", "level", "sheet__unit__name")
        for person, unit, kind, year, number, *rest in rows.order_by("sheet__cycle__starts", "id").values_list(*values):
            found[person or 0, unit or 0].append(Result(Period(kind, year, number), *rest))
        return found

    def _decisions(self) -> QuerySet[Decision]:
        """Standing decisions within the periods of these sheets."""
        return Decision.objects.filter(self._when("sheet__cycle"), corrections=None).order_by()

    def _when(self, cycle: str) -> Q:
        """Rows whose cycle, by this link, is of the periods of these sheets."""
        when = Q(pk__in=[])
        for kind, year, number in {(one.kind, one.year, one.number) for one in self.periods.values()}:
            when |= Q(**{f"{cycle}__period_kind": kind, f"{cycle}__year": year, f"{cycle}__number": number})
        return when

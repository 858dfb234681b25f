"""What the figures of a report rest on, each asked once however many figures speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from canbo.office.awards.queries.given import Tally, awarded
from canbo.office.insight.queries import levels, staff, turnover, workforce
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.rounds import Round, alike
from canbo.office.insight.queries.staff import Row
from canbo.office.insight.queries.turnover import Span
from canbo.office.insight.reports.words import ALL, Template
from canbo.office.people.models import Posting, Unit
from canbo.office.training.queries.turns import Turns, turns

# What rows of people figures rest on.
ROWS = {
    "people": "post", "kinds": workforce.KIND.rows, "women": workforce.SEX.rows, "mean_age": "birth",
    "retiring": workforce.RETIREMENT.rows, "education": workforce.EDUCATION.rows, "theory": workforce.THEORY.rows,
}  # fmt: skip


@dataclass
class Source:
    """What the figures of one report rest on: a unit on a day, a period, a day from which things are told; the periods
    of the unit, the newest first."""

    unit: Unit
    day: date
    now: Round | None
    since: date
    every: Sequence[Round]
    template: Template
    _held: dict[str, Counts] = field(default_factory=dict)
    _people: dict[tuple[str, str], Counter[Row]] = field(default_factory=dict)

    def group(self, name: str) -> QuerySet[Posting]:
        """The people of a group, each by the primary posting; "all" are all."""
        everybody = workforce.places(self.unit.path, self.day)
        return everybody if name == ALL else everybody.filter(self.template.groups[name].chosen)

    def people(self, rows: str, group: str = ALL) -> Counter[Row]:
        """How many of a group there are of each row of a kind, see `staff.KINDS`. One query a group: with what the
        template asks of it elsewhere."""
        if (rows, group) not in self._people:
            names = {rows} | {ROWS[name] for name, of in self.template.asked if name in ROWS and of == group}
            for name, found in staff.counted(self.group(group), self.day, sorted(names)).items():
                self._people[name, group] = found
        return self._people[rows, group]

    @cached_property
    def before(self) -> Round | None:
        same = alike(self.every, self.now, 2) if self.now else []
        return same[0] if len(same) > 1 else None

    @cached_property
    def span(self) -> Span:
        """The people of the day, and who came and left since the day the report tells from."""
        total = self.people(ROWS["people"]).total()
        return turnover.turnover(self.unit.path, [self.since, self.day], total)[-1]

    @cached_property
    def given(self) -> list[Tally]:
        """What was given since the day the report tells from."""
        return awarded([self.unit.path], self.since, self.day)

    @cached_property
    def turns(self) -> Turns:
        """The turns of training since the day the report tells from."""
        return turns([self.unit.path], self.since, self.day)

    def counts(self, kind: str = "", of: Round | None = None) -> Counts:
        """The results of the period (or another) of a kind of staff."""
        one = of or self.now
        if one is None:
            return Counts()
        key = f"{one.key}/{kind}"
        if key not in self._held:
            self._held[key] = levels.over_time(self.unit, [one], kind).get(one.key, Counts())
        return self._held[key]

    def list_url(self, **asked: str) -> str:
        """The people behind a number."""
        query = urlencode({"ngay": self.day.isoformat(), **asked})
        return f"{reverse('insight:people', args=[self.unit.pk])}?{query}"

    def results_url(self, level: str = "") -> str:
        """The sheets behind a number."""
        key = self.now.key if self.now else ""
        return f"{reverse('insight:behind', args=[self.unit.pk])}?{urlencode({'ky': key, 'muc': level})}"

"""Who heads what on a day, upwards from any unit: from this follow reviewers and deciders. Nobody judges oneself.

A unit's chief is whoever holds its post of head; where there is none, the deputy put in charge (phụ trách).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from canbo.office.people.access import above, current
from canbo.office.people.models import Posting, Unit


@dataclass(frozen=True, slots=True)
class Chiefs:
    """`heads`: person id by unit path; `agencies`: paths of the units that are an agency's root."""

    heads: dict[str, int]
    agencies: frozenset[str]

    @classmethod
    def of(cls, units: Iterable[Unit], evaluators: Iterable[Unit], day: date) -> Chiefs:
        """The chiefs of these units and of all above them, on a day. Two queries."""
        paths = {path for unit in (*units, *evaluators) for path in above(unit.path)}
        roots = Unit.objects.filter(path__in=paths, is_agency=True).values_list("path", flat=True)
        posts = Posting.objects.filter(current(day), post__unit__path__in=paths)
        rows = posts.filter(post__rank="head") | posts.filter(post__rank="deputy", acting=True)
        heads: dict[str, int] = {}
        found = rows.values_list("post__unit__path", "person_id", "post__rank").order_by("id")
        for path, person, _ in sorted(found, key=lambda row: row[2] != "head"):
            heads.setdefault(path, person)
        return cls(heads, frozenset(roots))

    def head(self, path: str) -> int | None:
        return self.heads.get(path)

    def upwards(self, path: str, but: int | None) -> int | None:
        """The chief of the unit at `path`; while that is the person themselves, of the unit above it."""
        for step in reversed(above(path)):
            if (found := self.heads.get(step)) != but or found is None:
                return found
        return None

    def agency_head(self, path: str, but: int | None) -> int | None:
        """The chief of the agency the unit at `path` belongs to; for that chief themselves, of the agency above."""
        for step in reversed(above(path)):
            if step in self.agencies and ((found := self.heads.get(step)) != but or found is None):
                return found
        return None

    def reviewer(self, person: int, unit: Unit, evaluated_by: Unit | None) -> int | None:
        """The head of the own unit; for heads the head of the unit above, or of the one named to evaluate them."""
        if self.heads.get(unit.path) != person:
            return self.upwards(unit.path, person)
        if evaluated_by is not None:
            return self.upwards(evaluated_by.path, person)
        return self.upwards(above(unit.path)[-2] if len(above(unit.path)) > 1 else "", person)

    def decider(self, person: int, unit: Unit, evaluated_by: Unit | None) -> int | None:
        """The head of the evaluating agency; for that head the head of the agency above."""
        return self.agency_head((evaluated_by or unit).path, person)

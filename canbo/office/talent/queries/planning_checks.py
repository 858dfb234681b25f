"""A plan held against the rules of a day: what is broken and by whom, targets to watch, ages. Nobody is cut."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from canbo.office.people.models import Person
from canbo.office.talent.models import CadrePlan, PlanApproval, PlanEntry, PlanPost
from canbo.office.talent.planning_law import Law, law_on
from canbo.office.talent.queries.planning_lists import Line, known, standing
from canbo.rulebook import Trace, planning
from canbo.rulebook.planning import Entry, Report
from canbo.rulebook.trace import cited

HIDDEN = "Điều kiện phải xem hồ sơ"
SAID = {True: "Đạt", False: "Chưa đạt", None: "Chưa kết luận"}


@dataclass(frozen=True)
class Broken:
    """A rule broken, or not to be judged: by whom, at which posts. `counted` as "4, không quá 3", "" where nothing is
    counted."""

    label: str
    known: bool
    lines: tuple[Line, ...]
    posts: tuple[PlanPost, ...]
    counted: str
    opens: str
    cite: str

    @property
    def people(self) -> list[Person]:
        """Each person once, by given name."""
        return [line.person for line in self.lines]


@dataclass(frozen=True)
class Watched:
    """A target: how many count, of how many, what is wanted. `drills`: whom it concerns may be shown by name; `told`:
    whether who asks may know how many it concerns."""

    key: str
    label: str
    held: int
    unknown: int
    people: int
    wanted: Fraction | None
    met: bool | None
    cite: str
    drills: bool
    told: bool

    @property
    def share(self) -> Fraction | None:
        """None while it is not known of everybody."""
        return Fraction(self.held, self.people) if self.told and self.people and not self.unknown else None

    @property
    def word(self) -> str:
        """The conclusion; a target nobody set says so."""
        return "Chưa đặt" if self.wanted is None else SAID[self.met]


@dataclass(frozen=True)
class Band:
    """People of an age band; `key` is asked with `?xem=`."""

    key: str
    label: str
    people: int


@dataclass
class Check:
    """A plan on a day: its lines, the law, the report. `sees`: whether who asks may read sensitive fields of its
    people. A number of a few people, asked before and after somebody joined them, names that person."""

    plan: CadrePlan
    day: date
    law: Law
    lines: Sequence[Line]
    sees: bool = False

    @cached_property
    def entries(self) -> list[Entry]:
        return known(self.plan, self.lines, self.day)

    @cached_property
    def report(self) -> Report | None:
        """What the rulebook says; None where no instrument binds."""
        return planning.check(self.law.rules, self.entries) if self.law.rules else None

    @cached_property
    def _people(self) -> Mapping[str, Line]:
        return {str(line.person.pk): line for line in self.lines}

    @cached_property
    def _posts(self) -> Mapping[str, PlanPost]:
        return {str(line.post.pk): line.post for line in self.lines}

    @cached_property
    def hidden(self) -> frozenset[str]:
        return planning.sensitive(self.law.rules) if self.law.rules else frozenset()

    @cached_property
    def broken(self) -> list[Broken]:
        """What is broken first, then what cannot be judged; one row a rule and group. A condition that rests on what
        few may read is told as one row for both, without its words."""
        found: dict[tuple[str, bool, tuple[str, ...]], list[planning.Breach]] = {}
        for one in self.report.breaches if self.report else ():
            apart = (*one.people, *one.posts) if one.found is not None else ()
            hides = one.rule in self.hidden
            found.setdefault((HIDDEN if hides else one.rule, one.known and not hides, apart), []).append(one)
        rows = [self._broken(key == HIDDEN, known, group) for (key, known, _), group in found.items()]
        return sorted(rows, key=lambda row: (not row.known, row.counted == ""))

    def _broken(self, hides: bool, known: bool, group: Sequence[planning.Breach]) -> Broken:
        first = group[0]
        shown = group if self.sees or not hides else ()
        people = dict.fromkeys(person for one in shown for person in one.people)
        posts = dict.fromkeys(post for one in shown for post in one.posts)
        counted = f"{first.found}, không quá {first.allowed}" if first.found is not None else ""
        return Broken(
            HIDDEN if hides else first.label, known,
            tuple(sorted((self._people[key] for key in people), key=lambda line: line.person.sort_key)),
            tuple(self._posts[key] for key in posts), counted,
            "cơ quan tham mưu kiểm tra hồ sơ, xác nhận đủ hay không đủ điều kiện" if hides else first.opens,
            cited(first.cite),
        )  # fmt: skip

    @property
    def breaches(self) -> int:
        """How many rules are known to be broken."""
        return sum(one.known for one in self.broken)

    @property
    def unjudged(self) -> int:
        return sum(not one.known for one in self.broken)

    @cached_property
    def targets(self) -> list[Watched]:
        return [
            Watched(
                one.key, one.label, one.held, one.unknown, one.people,
                Fraction(one.wanted, 10000) if one.wanted is not None else None, one.met, cited(one.cite),
                one.key not in self.hidden, self._told(one.key),
            )
            for one in (self.report.targets if self.report else ())
        ]  # fmt: skip

    def _told(self, key: str) -> bool:
        return self.sees or key not in self.hidden

    @cached_property
    def bands(self) -> list[Band]:
        """The age bands, the youngest first; none where the ages that part them are not set."""
        if self.report is None or self.report.bands is None or self.law.rules is None:
            return []
        edges = self.law.rules.bands or ()
        labels = [f"dưới {edges[0]} tuổi"] if edges else ["mọi độ tuổi"]
        labels += [f"từ {low} đến {high - 1} tuổi" for low, high in itertools.pairwise(edges)]
        labels += [f"từ {edges[-1]} tuổi"] if edges else []
        counted = self.report.bands
        rows = [
            Band(f"tuoi-{at}", label, number)
            for at, (label, number) in enumerate(zip(labels, counted.counts, strict=True))
        ]
        return [*rows, Band("tuoi-x", "chưa rõ ngày sinh", counted.unknown)] if counted.unknown else rows

    @property
    def bands_asked(self) -> bool:
        """Whether the instrument speaks of age bands at all."""
        return self.law.rules is not None and self.law.rules.bands_cite is not None

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers that drill to their people, by key and label."""
        drilling = {one.key: one.label for one in self.targets if one.drills}
        return drilling | {one.key: one.label for one in self.bands}

    def who(self, key: str) -> list[Line] | None:
        """Whose number a target or a band is, each person once; None for no such number, or one not told by name."""
        if key not in self.numbers or self.law.rules is None:
            return None
        # As the report counts: a person on several lists once, by the last of them.
        found = {line.person.pk: (line, entry) for line, entry in zip(self.lines, self.entries, strict=True)}
        return [line for line, entry in found.values() if self._counts(key, entry)]

    def _counts(self, key: str, entry: Entry) -> bool:
        assert self.law.rules is not None
        if not key.startswith("tuoi-"):
            return planning.counts(self.law.rules, key, entry) is True
        age = entry.facts.get("age")
        if not isinstance(age, int):
            return key == "tuoi-x"
        return key == f"tuoi-{bisect_right(self.law.rules.bands or (), age)}"

    @cached_property
    def trace(self) -> Trace | None:
        """The report as a tree with its articles. Of conditions few may read it says nothing more than the table."""
        if self.report is None or self.law.rules is None:
            return None
        open_ones = tuple(one for one in self.report.breaches if one.rule not in self.hidden)
        targets = tuple(one for one in self.report.targets if self._told(one.key))
        return planning.explain(self.law.rules, Report(open_ones, targets, self.report.bands))

    @property
    def kept(self) -> dict[str, object]:
        """As an approval keeps it."""
        return {
            "people": len({line.person.pk for line in self.lines}), "lines": len(self.lines),
            "breaches": [{"label": one.label, "people": len(one.people)} for one in self.broken if one.known],
            "targets": [
                {"label": one.label, "held": one.held, "of": one.people, "said": one.word} for one in self.targets
            ],
        }  # fmt: skip


def law_day(plan: CadrePlan, today: date) -> date:
    """The day whose rules a plan is held against: of its last approval where nothing changed since, else today, at most
    the last of its term. Two queries."""
    approved = PlanApproval.objects.filter(agency=plan.agency_id, plan=plan).order_by("-day").first()
    newest = PlanEntry.objects.filter(agency=plan.agency_id, post__plan=plan).order_by("-day", "-id").first()
    if approved is not None and (newest is None or newest.day <= approved.day):
        return approved.day
    return min(today, date(plan.last_year, 12, 31))


def check(plan: CadrePlan, day: date, *, only_in: bool = False, sees: bool = False) -> Check:
    """A plan on a day under the rules of that day; `only_in`: without those only proposed; `sees`: as in `Check`.
    Twelve queries whatever its length."""
    lines = [one for one in standing(plan, day) if not only_in or one.entry.act == "put_in"]
    return Check(plan, day, law_on(plan.unit.path, day), lines, sees)

"""One person of a plan: grades over the years, votes, standards of the posts, conditions; and where the nine-box view
puts everybody. What somebody learned and was awarded stands on the person's own page, in a room further on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.people.models import Person
from canbo.office.profiles.queries import profiles
from canbo.office.profiles.queries.titles import titles
from canbo.office.talent.models import CadrePlan, PlanEntry, PlanFact, PlanPost, PlanPotential
from canbo.office.talent.planning_law import axes_on, law_on
from canbo.office.talent.queries.planning_checks import Check
from canbo.office.talent.queries.planning_grades import Graded, grades
from canbo.office.talent.queries.planning_lists import Line, newest_entries, with_places
from canbo.rulebook import standards
from canbo.rulebook.planning import Axes

CONDITIONS = {"yes": "đủ điều kiện", "no": "không đủ điều kiện", "unknown": "chưa rõ"}


@dataclass(frozen=True)
class For:
    """A post the person is on the list for: the standard of the post, what the rules say of the person for it.
    `lacks`: what is open or missing of the conditions anybody may read."""

    line: Line
    standard: str
    missing: tuple[str, ...]
    condition: str
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """Everything of one person's page. `potential`: as the council saw it last."""

    person: Person
    plan: CadrePlan
    posts: tuple[For, ...]
    history: tuple[PlanEntry, ...]
    graded: tuple[Graded, ...]
    facts: tuple[PlanFact, ...]
    potential: PlanPotential | None


def candidate(plan: CadrePlan, person: Person, day: date) -> Candidate:
    """A person of a plan on a day. A constant number of queries."""
    newest = [row for row in newest_entries(plan, day).values() if row.person_id == person.pk]
    lines = with_places([row for row in newest if row.act != "taken_out"], day)
    mine = Check(plan, day, law_on(plan.unit.path, day), lines)
    rows = PlanEntry.objects.filter(agency=plan.agency_id, post__plan=plan, person=person)
    facts = PlanFact.objects.filter(agency=plan.agency_id, post__plan=plan, person=person).select_related("post")
    return Candidate(
        person, plan, tuple(_for(mine, line, day) for line in lines),
        tuple(rows.select_related("post__unit", "by__person", "held_unit").order_by("day", "id")),
        grades([person.pk], day)[person.pk], tuple(facts.order_by("-id")), potentials(plan).get(person.pk),
    )  # fmt: skip


def _for(found: Check, line: Line, day: date) -> For:
    standard, missing = _standard(line.post, line.person, day)
    breaches = [
        one
        for one in (found.report.breaches if found.report else ())
        if one.found is None and str(line.post.pk) in one.posts
    ]
    # What few may read leaves it open for everybody: "no" without a word why would say what it is.
    broken = any(one.known and one.rule not in found.hidden for one in breaches)
    said = "yes" if not breaches else "no" if broken else "unknown"
    lacks = tuple(
        f"{one.label}: {'chưa đạt' if one.known else 'chưa rõ'}" for one in breaches if one.rule not in found.hidden
    )
    return For(line, standard, missing, CONDITIONS[said] if found.report else "", lacks)


def _standard(post: PlanPost, person: Person, day: date) -> tuple[str, tuple[str, ...]]:
    found = titles(day).of(post.unit.path, post.title)
    if found.standard is None:
        return "chưa có tiêu chuẩn của chức danh này", ()
    answer = standards.meets(found.standard, profiles([person.pk], day)[person.pk], day)
    said = {True: "đạt tiêu chuẩn", False: "chưa đạt tiêu chuẩn", None: "chưa rõ"}[answer.outcome]
    return said, tuple(one.label if one.known else f"chưa rõ {one.label.lower()}" for one in answer.lacks)


def potentials(plan: CadrePlan) -> dict[int, PlanPotential]:
    """How the council saw each person last. One query."""
    rows = PlanPotential.objects.filter(agency=plan.agency_id, plan=plan).order_by("day", "id")
    return {row.person_id: row for row in rows}


@dataclass(frozen=True)
class Boxes:
    """The nine-box view: people by (potential, performance), and those of whom one of the two is not known, with why.
    Within a box by name: nobody stands before another."""

    axes: Axes
    boxes: Mapping[tuple[str, str], tuple[Line, ...]]
    open: tuple[tuple[Line, str], ...]

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, tuple[Line, ...]]]]]:
        """For a page: potential from the best down, performance from the lowest up."""
        across = list(self.axes.performance)[::-1]
        return [
            (label, [(self.axes.performance[key], self.boxes.get((row, key), ())) for key in across])
            for row, label in self.axes.potential.items()
        ]

    @property
    def heads(self) -> list[str]:
        return list(self.axes.performance.values())[::-1]


def boxed(plan: CadrePlan, lines: Sequence[Line], day: date) -> Boxes:
    """Everybody of these lines once, in their box on a day. Four queries."""
    axes, seen = axes_on(plan.unit.path, day), potentials(plan)
    people = {line.person.pk: line for line in lines}
    graded = grades(people, day)
    found: dict[tuple[str, str], list[Line]] = {}
    left: list[tuple[Line, str]] = []
    for pk, line in sorted(people.items(), key=lambda one: one[1].person.sort_key):
        potential, band = seen.get(pk), axes.band([one.rank for one in graded[pk]])
        if potential is None or band is None:
            why = ["chưa có nhận định triển vọng"] if potential is None else []
            why += [f"có kết quả {len(graded[pk])}/{axes.years} năm"] if band is None and axes.complete else []
            left.append((line, "; ".join(why) or "chưa đặt trục kết quả"))
        else:
            found.setdefault((potential.level, band), []).append(line)
    return Boxes(axes, {key: tuple(rows) for key, rows in found.items()}, tuple(left))

"""Who needs training and why: what the standard of their post lacks, or of a post they are planned for; criteria weak
for several periods."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from canbo.office.evaluations.models import State
from canbo.office.people.access import subtree
from canbo.office.people.models import Posting
from canbo.office.people.queries.persons import Search, roll
from canbo.office.profiles.queries.meeting import Judged, judged
from canbo.office.profiles.queries.titles import Titles, titles
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Decision
from canbo.office.talent.models import PlanEntry
from canbo.office.talent.queries.planning_plans import planned
from canbo.office.training import law
from canbo.office.training.models import Sending
from canbo.rulebook import standards, training
from canbo.rulebook.requirements import Lack
from canbo.rulebook.standards import kinds
from canbo.rulebook.training import Mark

STANDARD, PLANNED, WEAK = "standard", "planned", "weak"
SOURCES = {STANDARD: "Tiêu chuẩn chức danh", PLANNED: "Quy hoạch", WEAK: "Tiêu chí yếu"}
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Need:
    """What somebody needs. `kind`: the qualification's kind, "" for a criterion; `known`: False where the record is
    silent, so that it is to be asked first; `going`: sent already to a course of that kind that is not over."""

    place: Posting
    source: str
    what: str
    reason: str
    kind: str
    known: bool
    going: bool


def needs(
    paths: Sequence[str], day: date, search: Search | None = None, *, plans: Sequence[str] | None = None
) -> list[Need]:
    """Everybody's needs under the paths, by unit and name. `plans`: the paths at which plans of cadres are read, where
    they are not the same: who is planned is not for everybody to read. A constant number of queries."""
    places = list(roll(paths, day, search or Search(sort="unit")))
    known = titles(day)
    ahead: dict[int, list[PlanEntry]] = defaultdict(list)
    for entry in planned(paths if plans is None else plans, [one.person_id for one in places], day):
        ahead[entry.person_id].append(entry)
    going, weak = _going(paths, day), dict(_weak(paths, day))
    found: list[Need] = []
    for one in judged(places, day, known):
        person, told = one.place.person_id, set()
        for source, title, lack in (*_own(one), *_ahead(one, ahead[person], known, day)):
            if lack.label not in told:
                told.add(lack.label)
                reason = f"{'' if lack.known else 'hồ sơ chưa ghi; '}{title} {lack.opens or lack.label}"
                sent = (person, lack.key) in going
                found.append(Need(one.place, source, lack.label, reason, lack.key, lack.known, sent))
        for criterion, times in weak.get(person, {}).items():
            reason = f"thấp hơn hẳn mức chung của đơn vị trong {times} kỳ của 12 tháng gần nhất"
            found.append(Need(one.place, WEAK, criterion, reason, "", True, False))
    return found


def _own(one: Judged) -> Iterator[tuple[str, str, Lack]]:
    """What the post held asks for and training can give."""
    title = one.found.standard.label if one.found.standard else ""
    for lack in one.answer.lacks if one.answer else ():
        if _trainable(lack):
            yield STANDARD, f"chức danh {title} cần", lack


def _ahead(one: Judged, entries: Sequence[PlanEntry], known: Titles, day: date) -> Iterator[tuple[str, str, Lack]]:
    """The same of the posts the person is planned for."""
    for entry in entries:
        asked = known.of(entry.post.unit.path, entry.post.title).standard
        for lack in standards.meets(asked, one.profile, day).lacks if asked else ():
            if _trainable(lack):
                yield PLANNED, f"quy hoạch {entry.post.title} cần", lack


def _trainable(lack: Lack) -> bool:
    """Whether it is a step of a scale, which a course can lead to; age and years of work are not."""
    kind = kinds().get(lack.key)
    return kind is not None and bool(kind.steps)


def _going(paths: Sequence[str], day: date) -> set[tuple[int, str]]:
    rows = Sending.objects.filter(subtree(paths, "unit__path"), drops=None, course__endings=None, results=None)
    return set(rows.exclude(course__kind="").filter(course__ends__gte=day).values_list("person_id", "course__kind"))


def _weak(paths: Sequence[str], day: date) -> Iterator[tuple[int, dict[str, int]]]:
    """The weak criteria of people, by the thresholds of the topmost unit asked about."""
    rules = law.weakness(min(paths, key=len), day) if paths else None
    if rules is None or rules.gap is None or rules.periods is None:
        return
    yield from training.weak(rules, _marks(paths, day)).items()


def _marks(paths: Sequence[str], day: date) -> Iterator[Mark]:
    """The published marks of the last twelve months, each beside those of its cycle and form."""
    shown = State.objects.filter(subtree(paths, "unit_path"), stage="published", cycle__ends__gt=day - YEAR)
    rows = Decision.objects.filter(corrections=None, sheet__in=shown.values("sheet"), sheet__person__isnull=False)
    columns = ("sheet__person_id", "sheet__cycle_id", "sheet__cycle__rules_id", "sheet__form", "marks")
    told = list(rows.values_list(*columns))
    known = rules_many({row[2] for row in told})
    items = {
        (hash, form): [
            (" – ".join((*item.path, item.label)), 10000 if item.scale.kind == "percent" else item.scale.max)
            if item.scale.kind in ("points", "percent")
            else None
            for item in known[hash].form(form).items
        ]
        for hash, form in {(row[2], row[3]) for row in told}
    }
    for person, cycle, hash, form, marks in told:
        for item, points in zip(items[hash, form], marks, strict=False):
            if item is not None and points is not None and item[1]:
                yield Mark(person or 0, f"{cycle}:{form}", item[0], points, item[1])


def summed(rows: Sequence[Need]) -> list[tuple[str, str, int, int]]:
    """What is needed: (source, what, people, of whom sent already), the most asked first."""
    people: Counter[tuple[str, str]] = Counter()
    going: Counter[tuple[str, str]] = Counter()
    for one in rows:
        if one.known:
            people[one.source, one.what] += 1
            going[one.source, one.what] += one.going
    return [(*key, number, going[key]) for key, number in sorted(people.items(), key=lambda row: (-row[1], row[0]))]

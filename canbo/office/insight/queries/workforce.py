"""Who works in a part of the tree on a day, by what is known of them: one scan of the postings, counted by facets.

A number and the list behind it come from the same scan, so that they cannot differ. Who holds several posts counts
once, where the primary one is. Education and political theory are the record's where it says, else the roster's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from canbo.office.people.access import PATH_STEP, current, subtree
from canbo.office.people.models import KINDS, Posting, Unit
from canbo.office.profiles.models import ProfileValue
from canbo.office.profiles.queries.facts import step_of
from canbo.office.profiles.queries.standing import newest, standing
from canbo.rulebook import personal
from canbo.rulebook.process import whole_years
from canbo.rulebook.retirement import ages
from canbo.rulebook.standards import kinds

UNKNOWN = ""
NOT_KNOWN = "Chưa có số liệu"
BANDS = ((0, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 200))
SCALES = ("education", "political_theory")
YEARS = 5  # of retirements ahead
COLUMNS = (
    "id", "person_id", "post__unit__path", "kind", "post__rank", "post__key", "person__sex", "person__birth_date",
    "person__birth_year", "person__education", "person__political_theory",
)  # fmt: skip


class Member(NamedTuple):
    """A person by the primary posting of the day. `education`, `theory`: a step, or the roster's own word."""

    posting: int
    person: int
    path: str
    kind: str
    rank: str
    key: bool
    sex: str
    born: date | None
    year: int | None
    education: str
    theory: str


@dataclass(frozen=True)
class Facet:
    """One way to count people: its name in addresses, its title, the key of a member on a day, the labels in order."""

    name: str
    title: str
    of: Callable[[Member, date], str]
    labels: Mapping[str, str]


def places(path: str, day: date) -> QuerySet[Posting]:
    """The primary postings under a path on a day: one a person."""
    return Posting.objects.filter(subtree([path], "post__unit__path"), current(day), primary=True)


def members(path: str, day: date) -> list[Member]:
    """Everybody under a path on a day. Two queries."""
    rows = places(path, day)
    best = _steps(rows, day)
    found = []
    for *own, education, theory in rows.values_list(*COLUMNS).order_by():
        steps = [
            best.get((own[1], key)) or step_of(key, word) or word.strip()
            for key, word in zip(SCALES, (education, theory), strict=True)
        ]
        found.append(Member(*own, *steps))
    return found


def _steps(rows: QuerySet[Posting], day: date) -> dict[tuple[int, str], str]:
    """The highest step on record by person and scale. One query."""
    ranks = {key: {step: at for at, step in enumerate(kinds()[key].steps)} for key in SCALES}
    values = ProfileValue.objects.filter(
        Q(entry__day=None) | Q(entry__day__lte=day), entry__field__in=SCALES, entry__replaced_by=None,
        entry__withdrawal=None, entry__person__in=rows.values("person_id"),
    )  # fmt: skip
    found: dict[tuple[int, str], str] = {}
    for person, field, step in values.values_list("entry__person_id", "entry__field", "text"):
        held = found.get((person, field))
        if step in ranks[field] and (held is None or ranks[field][step] < ranks[field][held]):
            found[person, field] = step
    return found


def count(people: Iterable[Member], facets: Iterable[Facet], day: date) -> dict[str, Counter[str]]:
    """How many there are by each facet's keys, by the facet's name."""
    rows = list(people)
    return {facet.name: Counter(facet.of(one, day) for one in rows) for facet in facets}


def behind(people: Iterable[Member], asked: Mapping[str, str], day: date) -> list[int]:
    """The postings of those who have these keys of these facets."""
    wanted = [(FACETS[name], key) for name, key in asked.items() if name in FACETS]
    return [one.posting for one in people if all(facet.of(one, day) == key for facet, key in wanted)]


def age(one: Member, day: date) -> int | None:
    """Whole years on the day; where only the year of birth is known, those reached in the year."""
    if one.born:
        return whole_years(one.born, day)
    return day.year - one.year if one.year else None


def _band(one: Member, day: date) -> str:
    years = age(one, day)
    return UNKNOWN if years is None else next(str(low) for low, high in BANDS if years <= high)


def retires(one: Member) -> date | None:
    """The month of retirement by the law's road map; None without sex or day of birth."""
    return ages().month(one.born, one.sex) if one.born else None


def _retires(one: Member, day: date) -> str:
    month = retires(one)
    if month is None:
        return UNKNOWN
    if month < day.replace(day=1):
        return "past"
    return str(month.year) if month.year <= day.year + YEARS else "later"


def _post(one: Member, day: date) -> str:
    return "key" if one.key else one.rank


def _scale(name: str, at: int, key: str) -> Facet:
    labels = {**kinds()[key].steps, UNKNOWN: NOT_KNOWN}
    return Facet(name, kinds()[key].label, lambda one, day: one[at], labels)


def band_label(low: int, high: int) -> str:
    """ "31–35"; the ends in words."""
    return f"Đến {high}" if low == 0 else f"Trên {low - 1}" if high == 200 else f"{low}–{high}"


SEX = Facet("gioi", "Giới tính", lambda one, day: one.sex, {"F": "Nữ", "M": "Nam", UNKNOWN: NOT_KNOWN})
AGE = Facet("tuoi", "Độ tuổi", _band, {**{str(low): band_label(low, high) for low, high in BANDS}, UNKNOWN: NOT_KNOWN})
KIND = Facet("doi-tuong", "Đối tượng", lambda one, day: one.kind, dict(KINDS))
POST = Facet(
    "chuc-vu", "Vị trí", _post,
    {"key": "Cán bộ chủ chốt", "head": "Người đứng đầu khác", "deputy": "Cấp phó khác", "staff": "Không giữ chức vụ"},
)  # fmt: skip
EDUCATION = _scale("trinh-do", Member._fields.index("education"), "education")
THEORY = _scale("ly-luan", Member._fields.index("theory"), "political_theory")
RETIREMENT = Facet("nghi-huu", "Đến tuổi nghỉ hưu", _retires, {})
SHOWN = (KIND, POST, SEX, EDUCATION, THEORY)
FACETS = {facet.name: facet for facet in (*SHOWN, AGE, RETIREMENT)}


def by_unit(people: Iterable[Member], unit: Unit) -> Counter[str]:
    """How many belong to each unit right below, by its path; the unit's own under its own path."""
    return Counter(one.path[: len(unit.path) + PATH_STEP] for one in people)


@dataclass(frozen=True)
class Minority:
    """How many are on record as of an ethnic minority, and how many have no entry. None where the group is so small
    that a number would name somebody."""

    minority: int | None
    unknown: int
    total: int


def minority(path: str, day: date, least: int) -> Minority:
    """Ethnicity as one number, told only of groups of `least` people on both sides. Two queries."""
    people = places(path, day).values_list("person_id", flat=True)
    total = people.count()
    held: dict[int, list] = {}  # type: ignore[type-arg]
    for item in standing(people, ["ethnicity"], sensitive=True):
        held.setdefault(item.person, []).append(item)
    majority = personal.find("ethnicity").majority.casefold()
    known = [one for one in (newest(items, day) for items in held.values()) if one is not None]
    number = sum(one.text.casefold() != majority for one in known)
    told = number == 0 or (number >= least and len(known) - number >= least)
    return Minority(number if told and known else None, total - len(known), total)

"""Who works in a part of the tree on a day, counted by what is known of them.

A number and the list behind it come from the same rows, grouped or not, so that they cannot differ. Who holds several
posts counts once, where the primary one is. Education and political theory are the record's where it says, else the
roster's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Substr

from canbo.office.insight.queries import scales
from canbo.office.people.access import PATH_STEP, current, subtree
from canbo.office.people.models import KINDS, Posting, Unit
from canbo.office.profiles.queries.standing import Item, newest, standing
from canbo.rulebook import personal
from canbo.rulebook.retirement import ages
from canbo.rulebook.standards import kinds

UNKNOWN = ""
NOT_KNOWN = "Chưa có số liệu"
BANDS = ((0, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 200))
YEARS = 5  # of retirements ahead
Key = Callable[[tuple[Any, ...], date], str]
Rows = Callable[[str, date, bool], Sequence[tuple[Any, ...]]]  # path, day, one by one


@dataclass(frozen=True)
class Facet:
    """One way to count people: its name in addresses, its title, the key of a row of its rows, the labels in order."""

    name: str
    title: str
    rows: str
    key: Key
    labels: Mapping[str, str]


def places(path: str, day: date) -> QuerySet[Posting]:
    """The primary postings under a path on a day: one a person."""
    return Posting.objects.filter(subtree([path], "post__unit__path"), current(day), primary=True)


def _plain(*columns: str) -> Rows:
    """Rows of these columns with how many have each, or with the posting of each person."""

    def rows(path: str, day: date, ids: bool) -> Sequence[tuple[Any, ...]]:
        found = places(path, day).annotate(
            month=Substr(Cast("person__birth_date", CharField()), 1, 7),
            later=Case(When(_later(day), then=Value(1)), default=Value(0)),
        )
        if ids:
            return list(found.order_by().values_list(*columns, "id"))
        return list(found.values_list(*columns).annotate(n=Count("id")).order_by())

    return rows


def _scaled(scale: str) -> Rows:
    """Rows of a scale."""
    return lambda path, day, ids: scales.rows(places(path, day), scale, day, ids)


def _later(day: date) -> Q:
    """Born on a later day of the month than this one."""
    return Q(person__birth_date__day__gt=day.day)


ROWS: dict[str, Rows] = {
    "post": _plain("post__unit__path", "person__sex", "kind", "post__rank", "post__key"),
    "birth": _plain("person__sex", "month", "later", "person__birth_year"),
    **{scale: _scaled(scale) for scale in scales.SCALES},
}


def count(path: str, day: date) -> dict[str, Counter[tuple[Any, ...]]]:
    """Everybody under a path on a day, by the rows of each kind. Four queries."""
    return {name: Counter({tuple(row[:-1]): row[-1] for row in rows(path, day, False)}) for name, rows in ROWS.items()}


def by(counted: Mapping[str, Counter[tuple[Any, ...]]], facet: Facet, day: date) -> Counter[str]:
    """How many have each key of a facet."""
    found: Counter[str] = Counter()
    for row, number in counted[facet.rows].items():
        found[facet.key(row, day)] += number
    return found


def behind(path: str, day: date, facet: Facet, key: str) -> list[int]:
    """The postings of those who have a key of a facet, in the order of the tree and of names. Two queries."""
    wanted = {row[-1] for row in ROWS[facet.rows](path, day, True) if facet.key(row[:-1], day) == key}
    return [pk for pk in ordered(path, day) if pk in wanted]


def ordered(path: str, day: date) -> list[int]:
    """Everybody's posting, in the order of the tree and of names."""
    rows = places(path, day).order_by("post__unit__path", "person__sort_key", "pk")
    return list(rows.values_list("pk", flat=True))


def age(row: tuple[Any, ...], day: date) -> int | None:
    """Whole years on the day of a row of "birth"; where only the year is known, those reached in the year."""
    _, month, later, year = row
    if not month:
        return day.year - year if year else None
    born, at = int(month[:4]), int(month[5:7])
    return day.year - born - (at > day.month or (at == day.month and bool(later)))


def _band(row: tuple[Any, ...], day: date) -> str:
    years = age(row, day)
    return UNKNOWN if years is None else next(str(low) for low, high in BANDS if years <= high)


def retires(row: tuple[Any, ...]) -> date | None:
    """The month of retirement by the law's road map, of a row of "birth"; None without sex or day of birth."""
    sex, month, *_ = row
    return ages().month(date(int(month[:4]), int(month[5:7]), 1), sex) if month else None


def _retires(row: tuple[Any, ...], day: date) -> str:
    month = retires(row)
    if month is None:
        return UNKNOWN
    if month < day.replace(day=1):
        return "past"
    return str(month.year) if month.year <= day.year + YEARS else "later"


def _scale(name: str, scale: str) -> Facet:
    labels = {**kinds()[scale].steps, UNKNOWN: NOT_KNOWN}
    return Facet(name, kinds()[scale].label, scale, lambda row, day: scales.key(scale, *row), labels)


def band_label(low: int, high: int) -> str:
    """ "31–35"; the ends in words."""
    return f"Đến {high}" if low == 0 else f"Trên {low - 1}" if high == 200 else f"{low}–{high}"


SEX = Facet("gioi", "Giới tính", "birth", lambda row, day: row[0], {"F": "Nữ", "M": "Nam", UNKNOWN: NOT_KNOWN})
AGE = Facet(
    "tuoi", "Độ tuổi", "birth", _band,
    {**{str(low): band_label(low, high) for low, high in BANDS}, UNKNOWN: NOT_KNOWN},
)  # fmt: skip
KIND = Facet("doi-tuong", "Đối tượng", "post", lambda row, day: row[2], dict(KINDS))
POST = Facet(
    "chuc-vu", "Vị trí", "post", lambda row, day: "key" if row[4] else row[3],
    {"key": "Cán bộ chủ chốt", "head": "Người đứng đầu khác", "deputy": "Cấp phó khác", "staff": "Không giữ chức vụ"},
)  # fmt: skip
EDUCATION = _scale("trinh-do", "education")
THEORY = _scale("ly-luan", "political_theory")
RETIREMENT = Facet("nghi-huu", "Đến tuổi nghỉ hưu", "birth", _retires, {})
SHOWN = (KIND, POST, SEX, EDUCATION, THEORY)
FACETS = {facet.name: facet for facet in (*SHOWN, AGE, RETIREMENT)}


def by_unit(counted: Mapping[str, Counter[tuple[Any, ...]]], unit: Unit, sex: str = "") -> Counter[str]:
    """How many (of a sex) belong to each unit right below, by its path; the unit's own under its own path."""
    found: Counter[str] = Counter()
    for (path, one, *_), number in counted["post"].items():
        if sex in ("", one):
            found[path[: len(unit.path) + PATH_STEP]] += number
    return found


@dataclass(frozen=True)
class Minority:
    """How many are on record as of an ethnic minority, and how many have no entry. None where the group is so small
    that a number would name somebody."""

    minority: int | None
    unknown: int
    total: int


def minority(path: str, day: date, total: int, least: int) -> Minority:
    """Ethnicity as one number, told only of groups of `least` people on both sides. One query."""
    held: dict[int, list[Item]] = {}
    for item in standing(places(path, day).values_list("person_id", flat=True), ["ethnicity"], sensitive=True):
        held.setdefault(item.person, []).append(item)
    majority = personal.find("ethnicity").majority.casefold()
    known = [one for one in (newest(items, day) for items in held.values()) if one is not None]
    number = sum(one.text.casefold() != majority for one in known)
    told = number == 0 or (number >= least and len(known) - number >= least)
    return Minority(number if told and known else None, total - len(known), total)

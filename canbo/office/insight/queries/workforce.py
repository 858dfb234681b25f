"""Who works in a part of the tree on a day, counted by what is known of them.

A number is counted from rows; the list behind it asks the columns that those rows come from, and a test holds that the
two never differ. Who holds several posts counts once, where the primary one is. Education and political theory
are the record's where it says, else the roster's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from django.db.models import Q, QuerySet

from canbo.office.insight.queries import staff
from canbo.office.insight.queries.staff import Row
from canbo.office.people.access import PATH_STEP, current, subtree
from canbo.office.people.models import KINDS, Posting, Unit
from canbo.office.profiles.attained import beside
from canbo.office.profiles.queries.standing import Item, newest, standing
from canbo.rulebook import personal
from canbo.rulebook.process import years_before
from canbo.rulebook.retirement import ages
from canbo.rulebook.standards import kinds

UNKNOWN = ""
NOT_KNOWN = "Chưa có số liệu"
BANDS = ((0, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 200))
YEARS = 5  # of retirements ahead
Key = Callable[[Row, date], str]
Rows = Callable[[], Counter[Row]]  # of the kind that a facet counts, under the path that is asked


@dataclass(frozen=True)
class Facet:
    """One way to count people: its name in addresses, its title, the key of a row of its kind, the labels in order.
    `where`: who has a key on a day, by columns of the postings that `places` gives."""

    name: str
    title: str
    rows: str
    key: Key
    labels: Mapping[str, str]
    where: Callable[[str, date, Rows], Q]


def places(path: str, day: date) -> QuerySet[Posting]:
    """The primary postings under a path on a day: one a person."""
    return beside(Posting.objects.filter(subtree([path], "post__unit__path"), current(day), primary=True), day)


def count(path: str, day: date) -> dict[str, Counter[Row]]:
    """Everybody under a path on a day, by the rows of each kind; told apart by the units right below. One query."""
    return staff.counted(places(path, day), day, width=len(path) + PATH_STEP)


def by(counted: Mapping[str, Counter[Row]], facet: Facet, day: date) -> Counter[str]:
    """How many have each key of a facet."""
    return keys(counted[facet.rows], facet, day)


def keys(rows: Counter[Row], facet: Facet, day: date) -> Counter[str]:
    """The same, of the rows of its kind alone."""
    found: Counter[str] = Counter()
    for row, number in rows.items():
        found[facet.key(row, day)] += number
    return found


def behind(path: str, day: date, facet: Facet, key: str) -> QuerySet[Posting, int]:
    """The postings of those who have a key of a facet, in the order of the tree and of names. Two queries at most."""

    def rows() -> Counter[Row]:
        return staff.counted(places(path, day), day, [facet.rows])[facet.rows]

    return ordered(path, day).filter(facet.where(key, day, rows))


def ordered(path: str, day: date) -> QuerySet[Posting, int]:
    """Everybody's posting, in the order of the tree and of names."""
    rows = places(path, day).order_by("post__unit__path", "person__sort_key", "pk")
    return rows.values_list("pk", flat=True)


def age(row: Row, day: date) -> int | None:
    """Whole years on the day of a row of "birth"; where only the year is known, those reached in the year."""
    _, month, later, year = row
    if not month:
        return day.year - year if year else None
    born, at = int(month[:4]), int(month[5:7])
    return day.year - born - (at > day.month or (at == day.month and bool(later)))


def _band(row: Row, day: date) -> str:
    years = age(row, day)
    return UNKNOWN if years is None else next(str(low) for low, high in BANDS if years <= high)


def retires(row: Row) -> date | None:
    """The month of retirement by the law's road map, of a row of "birth"; None without sex or day of birth."""
    sex, month, *_ = row
    return _retires_of(sex, month) if month else None


@cache
def _retires_of(sex: str, month: str) -> date | None:
    return ages().month(date(int(month[:4]), int(month[5:7]), 1), sex)


def _born(key: str, day: date, rows: Rows) -> Q:
    """Who is of an age band: by the day of birth, where only the year is known by that."""
    if key == UNKNOWN:
        return Q(person__birth_date=None) & (Q(person__birth_year=None) | Q(person__birth_year=0))
    low, high = next(((low, high) for low, high in BANDS if str(low) == key), (1, 0))
    birth = Q(person__birth_date__gt=years_before(day, high + 1))
    year = Q(person__birth_date=None, person__birth_year__gte=max(1, day.year - high))
    if low:
        birth &= Q(person__birth_date__lte=years_before(day, low))
        year &= Q(person__birth_year__lte=day.year - low)
    return birth | year


def _retires(row: Row, day: date) -> str:
    month = retires(row)
    if month is None:
        return UNKNOWN
    if month < day.replace(day=1):
        return "past"
    return str(month.year) if month.year <= day.year + YEARS else "later"


def _retiring(key: str, day: date, rows: Rows) -> Q:
    """Who reaches the age then: by the months of birth that lead there, each sex's own."""
    if key == UNKNOWN:
        return Q(person__birth_date=None) | Q(person__sex="")
    found = Q(pk__in=[])
    months: dict[str, dict[str, bool]] = {}
    for row in rows():
        if row[0] and row[1]:
            months.setdefault(row[0], {})[row[1]] = _retires(row, day) == key
    for sex, own in months.items():
        for wanted, run in groupby(sorted(own), key=own.__getitem__):
            if wanted:
                one = list(run)
                born = Q(person__birth_date__gte=_first(one[0]), person__birth_date__lt=_after(one[-1]))
                found |= born & Q(person__sex=sex)
    return found


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _after(month: str) -> date:
    return (_first(month) + timedelta(days=31)).replace(day=1)


def _scale(name: str, scale: str) -> Facet:
    labels = {**kinds()[scale].steps, UNKNOWN: NOT_KNOWN}
    at = staff.SCALES.index(scale)

    def where(key: str, day: date, rows: Rows) -> Q:
        told, silent, words = set(), set(), set()
        for row in rows():
            step = staff.recorded(scale, row[-1])
            told |= {row[-1]} if step and step == key else set()
            silent |= {row[-1]} if not step and row[-1] is not None else set()
            words |= {row[at]} if staff.said(scale, row[at]) == key else set()
        unsaid = Q(held__steps__in=silent) | Q(held__steps=None)
        return Q(held__steps__in=told) | unsaid & Q(**{f"person__{scale}__in": words})

    return Facet(name, kinds()[scale].label, "steps", lambda row, day: staff.key(scale, row), labels, where)


def band_label(low: int, high: int) -> str:
    """ "31–35"; the ends in words."""
    return f"Đến {high}" if low == 0 else f"Trên {low - 1}" if high == 200 else f"{low}–{high}"


SEX = Facet(
    "gioi", "Giới tính", "birth", lambda row, day: row[0], {"F": "Nữ", "M": "Nam", UNKNOWN: NOT_KNOWN},
    lambda key, day, rows: Q(person__sex=key),
)  # fmt: skip
AGE = Facet(
    "tuoi", "Độ tuổi", "birth", _band,
    {**{str(low): band_label(low, high) for low, high in BANDS}, UNKNOWN: NOT_KNOWN}, _born,
)  # fmt: skip
KIND = Facet("doi-tuong", "Đối tượng", "post", lambda row, day: row[2], dict(KINDS), lambda key, day, rows: Q(kind=key))
POST = Facet(
    "chuc-vu", "Vị trí", "post", lambda row, day: "key" if row[4] else row[3],
    {"key": "Cán bộ chủ chốt", "head": "Người đứng đầu khác", "deputy": "Cấp phó khác", "staff": "Không giữ chức vụ"},
    lambda key, day, rows: Q(post__key=True) if key == "key" else Q(post__key=False, post__rank=key),
)  # fmt: skip
EDUCATION = _scale("trinh-do", "education")
THEORY = _scale("ly-luan", "political_theory")
RETIREMENT = Facet("nghi-huu", "Đến tuổi nghỉ hưu", "birth", _retires, {}, _retiring)
SHOWN = (KIND, POST, SEX, EDUCATION, THEORY)
FACETS = {facet.name: facet for facet in (*SHOWN, AGE, RETIREMENT)}


def by_unit(counted: Mapping[str, Counter[Row]], unit: Unit, sex: str = "") -> Counter[str]:
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

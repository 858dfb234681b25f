"""The tree that is measured: the country, its provinces and communes by name, departments, and what stands below them.

Names of provinces and communes are those since 2025-07-01, out of the open data set `vietnamadminunits` (read as it
is: no code of the package runs). Departments are the usual ones of a province; offices and schools, and how many people
work where, are invented.
"""

from __future__ import annotations

import importlib.util
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from .table import CIVIL, EVERYBODY, PUBLIC, scaled, shares

PACKAGE = "vietnamadminunits"
SEED = 2018
DEPARTMENTS = {
    "NV": "Sở Nội vụ", "TC": "Sở Tài chính", "XD": "Sở Xây dựng", "NNMT": "Sở Nông nghiệp và Môi trường",
    "CT": "Sở Công Thương", "KHCN": "Sở Khoa học và Công nghệ", "VHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "GDDT": "Sở Giáo dục và Đào tạo", "YT": "Sở Y tế", "TP": "Sở Tư pháp", "TT": "Thanh tra tỉnh",
    "VP": "Văn phòng tỉnh",
}  # fmt: skip
OFFICES = (
    "Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công", "Phòng Nội vụ",
    "Phòng Tổng hợp",
)  # fmt: skip
SCHOOLS = ("Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở", "Trạm Y tế")
INSTITUTIONS = {"GDDT": ("Trường Trung học phổ thông",), "YT": ("Bệnh viện", "Trung tâm Y tế")}
AN_OFFICE, A_SCHOOL = 30, 42  # people, about


@dataclass(frozen=True, slots=True)
class Place:
    """An agency before it has people: a commune, or a department of a province."""

    province: int
    code: str
    name: str
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """An agency and how many people work in it; `civil_before`, `public_before`: how many of each kind stand before."""

    place: Place
    people: int
    civil: int
    civil_before: int
    public_before: int

    @property
    def offices(self) -> list[tuple[str, str, int]]:
        """(name, kind, people) of the units below it, its leaders apart."""
        lead = min(3, self.people)
        civil = max(0, self.civil - lead)
        public = self.people - lead - civil
        return [
            *_divided(OFFICES, CIVIL, civil, AN_OFFICE, numbered=False),
            *_divided(self.place.schools, PUBLIC, public, A_SCHOOL, numbered=True),
        ]

    @property
    def heads(self) -> list[int]:
        """The place of each unit's head among `seats`, the agency's own first."""
        lead = min(3, self.people)
        return [0, *accumulate((people for _, _, people in self.offices[:-1]), initial=lead)]


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in an agency: the unit by its place there (0 the agency itself), kind and rank."""

    unit: int
    kind: str
    rank: str


def _divided(names: Sequence[str], kind: str, people: int, size: int, *, numbered: bool) -> list[tuple[str, str, int]]:
    if not people:
        return []
    number = max(1, round(people / size))
    number = number if numbered else min(number, len(names))
    parts = shares([1] * number, people)
    return [
        (f"{names[at % len(names)]} số {at // len(names) + 1}" if numbered else names[at], kind, part)
        for at, part in enumerate(parts)
    ]


def seats(body: Body) -> Iterator[Seat]:
    """Everybody of an agency: its head and two deputies, then unit by unit, the head of each first. Leaders are civil
    servants as far as there are any."""
    for at in range(min(3, body.people)):
        yield Seat(0, CIVIL if at < body.civil else PUBLIC, "deputy" if at else "head")
    for number, (_, kind, people) in enumerate(body.offices, start=1):
        for at in range(people):
            yield Seat(number, kind, "head" if at == 0 else "deputy" if at == 1 and people > 7 else "staff")


def provinces() -> list[tuple[str, str]]:
    """(code, name) of every province."""
    return _rows("SELECT DISTINCT provinceCode, province FROM admin_units ORDER BY provinceCode")


def _communes(province: str) -> list[tuple[str, str]]:
    return _rows("SELECT wardCode, ward FROM admin_units WHERE provinceCode = ? ORDER BY wardCode", province)


def _rows(sql: str, *values: str) -> list[tuple[str, str]]:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        sys.exit(f"{PACKAGE} is not installed: run scripts/environment dev")
    path = Path(spec.origin).parent / "data" / "dataset.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return database.execute(sql, values).fetchall()


def places() -> list[Place]:
    """Every commune of every province, each province's departments behind its communes."""
    found = []
    for number, (province, _) in enumerate(provinces()):
        found += [Place(number, f"X{code}", name, SCHOOLS) for code, name in _communes(province)]
        for code, name in DEPARTMENTS.items():
            found.append(Place(number, f"T{province}-{code}", name, INSTITUTIONS.get(code, ("Trung tâm",))))
    return found


def bodies(people: int) -> list[Body]:
    """So many people in the agencies of the country: all of these at `EVERYBODY`, as many fewer as there are fewer
    people, evenly picked, the first of them a commune. The same every time."""
    every = places()
    number = max(1, round(len(every) * people / EVERYBODY))
    chosen = [every[at * len(every) // number] for at in range(number)]
    dice = random.Random(SEED)
    sizes = shares([dice.randint(50, 150) for _ in chosen], people)
    civil = sum(scaled(people)[CIVIL])
    found, before, civil_before = [], 0, 0
    for place, size in zip(chosen, sizes, strict=True):
        mine = (before + size) * civil // people - civil_before
        found.append(Body(place, size, mine, civil_before, before - civil_before))
        before, civil_before = before + size, civil_before + mine
    return found

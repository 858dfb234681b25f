"""What carrying out a roster would do, worked out from the file and from the people known on the day.

The same plan is shown before and carried out after; its digest tells whether anything changed in between.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from canbo.office.people.models import KINDS, Person, Posting, Unit
from canbo.office.people.roster.matching import Known, Match, UnitNames, year_of_birth
from canbo.office.people.roster.ranks import rank_of
from canbo.paperwork.dates import short_date
from canbo.paperwork.names import search_key
from canbo.paperwork.roster import Problem, RosterReading, RosterRow

KIND_OF = {"contract": "contract_worker"}  # the reader's word to ours, where they differ
SEX_OF = {"female": "F", "male": "M"}
LONGEST = {
    "full_name": 120, "code": 40, "post_title": 160, "task_group": 80, "education": 60, "political_theory": 30,
    "email": 254, "phone": 20,
}  # fmt: skip
LABELS = {
    "full_name": "Họ và tên", "birth_date": "Ngày sinh", "birth_year": "Năm sinh", "sex": "Giới tính",
    "code": "Mã số", "education": "Trình độ chuyên môn", "political_theory": "Lý luận chính trị",
    "email": "Thư điện tử", "phone": "Điện thoại",
}  # fmt: skip
NO_TITLE = "Nhân viên"
RANKS = {"head": "Đứng đầu", "deputy": "Cấp phó", "staff": "–"}


@dataclass(frozen=True)
class Choices:
    """What the officer chose: from what day, the kind of people whose row does not say, new units, who is missing."""

    day: date
    kind: str
    create_units: bool = False
    end_missing: bool = False


@dataclass(frozen=True)
class Place:
    """Where a row puts a person. `unit` None: the new unit called `unit_name`."""

    unit: Unit | None
    unit_name: str
    title: str
    rank: str
    kind: str
    task_group: str


@dataclass(frozen=True)
class Line:
    """One row of the roster: whom it means, what changes. `moves`: the posting changes; `held`: the present one."""

    row: int
    person: Person
    place: Place
    held: Posting | None
    moves: bool
    facts: dict[str, object]
    changes: tuple[tuple[str, str, str], ...]

    @property
    def status(self) -> str:
        """new, changed or same."""
        if not self.person.pk:
            return "new"
        return "changed" if self.changes else "same"

    @property
    def name(self) -> str:
        """The name as it will be."""
        return str(self.facts.get("full_name", self.person.full_name))

    @property
    def born(self) -> str:
        """The date or year of birth as it will be."""
        day = self.facts.get("birth_date", self.person.birth_date)
        return _shown(day or self.facts.get("birth_year", self.person.birth_year))

    @property
    def rank_word(self) -> str:
        return RANKS[self.place.rank]

    @property
    def kind_word(self) -> str:
        return dict(KINDS)[self.place.kind]


@dataclass(frozen=True)
class Plan:
    """Everything an import would do. It is forbidden while there are `errors`."""

    unit: Unit
    choices: Choices
    lines: tuple[Line, ...]
    new_units: tuple[str, ...]
    missing: tuple[Posting, ...]
    problems: tuple[Problem, ...] = field(repr=False)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many lines of each status."""
        return Counter(line.status for line in self.lines)

    @cached_property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that would be written."""
        lines = [
            [line.row, line.person.pk, line.person.full_name, line.place.unit_name, line.place.title, line.place.rank,
             line.place.kind, line.place.task_group, line.held.pk if line.held else None, line.changes]
            for line in self.lines
        ]  # fmt: skip
        missing = [posting.pk for posting in self.missing] if self.choices.end_missing else []
        content = [self.unit.pk, self.choices.day.isoformat(), lines, self.new_units, missing]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def build(reading: RosterReading, unit: Unit, choices: Choices, officer_paths: tuple[str, ...]) -> Plan:
    """The plan of a reading under a unit. A constant number of queries, whatever the length of the roster."""
    names = UnitNames(unit, choices.day)
    known = Known(reading.rows, unit, choices.day)
    problems = list(reading.problems)
    lines: list[Line] = []
    new_units: dict[str, str] = {}
    for row in reading.rows:
        where = names.find(row.unit_name)
        if isinstance(where, str):
            new_units.setdefault(search_key(where), where)
            where_name: str = new_units[search_key(where)]
        else:
            where_name = where.name if where else ""
        found = known.match(row)
        faults = [*_too_long(row), *found.problems, *names.faults(row)]
        line = _line(row, found, None if isinstance(where, str) else where, where_name, choices, known)
        faults += _posting_faults(line, choices.day, officer_paths)
        problems += faults
        lines.append(line)
    problems += _twice(lines)
    if new_units and not choices.create_units:
        problems += [_unknown_unit(reading, name) for name in new_units.values()]
    problems.sort(key=lambda problem: (problem.row, len(problem.column), problem.column))
    kept = {line.person.pk for line in lines}
    missing = tuple(p for p in known.present if p.person_id not in kept and p.valid_from < choices.day)
    return Plan(unit, choices, tuple(lines), tuple(new_units.values()), missing, tuple(problems))


def _line(row: RosterRow, found: Match, unit: Unit | None, unit_name: str, choices: Choices, known: Known) -> Line:
    held = found.held
    kind = KIND_OF.get(row.kind or "", row.kind or "") or (held.kind if held else choices.kind)
    title = row.post_title or (held.post.title if held and held.post.unit_id == (unit.pk if unit else 0) else NO_TITLE)
    rank = known.rank_in(unit, title, row.leader) or rank_of(title, row.leader)
    group = row.task_group or (held.task_group if held else "")
    place = Place(unit, unit_name, title, rank, kind, group)
    facts = _facts(row, found.person)
    changes = list(_fact_changes(found.person, facts)) if found.person.pk else []
    moves = held is None or not _same(held, place)
    if moves and found.person.pk:
        changes.append(("Vị trí", _worded(held), _worded_place(place)))
    return Line(row.row, found.person, place, held, moves, facts, tuple(changes))


def _facts(row: RosterRow, person: Person) -> dict[str, object]:
    """The columns of Person that the row gives and that differ; what a roster leaves empty is kept."""
    given: dict[str, object] = {
        "full_name": row.full_name, "birth_date": row.birth_date, "birth_year": row.birth_year,
        "sex": SEX_OF.get(row.sex or "", ""), "code": row.code, "education": row.education,
        "political_theory": row.political_theory, "email": row.email, "phone": row.phone,
    }  # fmt: skip
    if row.birth_year == year_of_birth(person):
        del given["birth_year"]
    return {name: value for name, value in given.items() if value and getattr(person, name) != value}


def _fact_changes(person: Person, facts: dict[str, object]) -> Iterable[tuple[str, str, str]]:
    for name, value in facts.items():
        if name == "birth_year" and "birth_date" in facts:
            continue
        yield LABELS[name], _shown(getattr(person, name)), _shown(value)


def _same(held: Posting, place: Place) -> bool:
    return (held.post.unit_id, held.post.title, held.post.rank, held.kind, held.task_group) == (
        place.unit.pk if place.unit else None, place.title, place.rank, place.kind, place.task_group,
    )  # fmt: skip


def _posting_faults(line: Line, day: date, officer_paths: tuple[str, ...]) -> list[Problem]:
    held = line.held
    if held is None or not line.moves:
        return []
    if not any(held.post.unit.path.startswith(path) for path in officer_paths):
        message = (
            f"{line.person.full_name} đang có vị trí chính ở đơn vị khác, ngoài phạm vi của tài khoản này. "
            "Hãy nhờ đơn vị đó kết thúc vị trí trước."
        )
        return [Problem(line.row, "", "", message, "error")]
    if held.valid_from > day:
        began = short_date(held.valid_from)
        message = f"{line.person.full_name} có vị trí bắt đầu ngày {began}, sau ngày hiệu lực. Hãy chọn ngày muộn hơn."
        return [Problem(line.row, "", "", message, "error")]
    return []


def _twice(lines: Iterable[Line]) -> list[Problem]:
    seen: dict[int, Line] = {}
    faults = []
    for line in lines:
        if line.person.pk and (first := seen.setdefault(line.person.pk, line)) is not line:
            message = f"Hàng này và hàng {first.row} cùng khớp với {line.person.full_name}. Hãy ghi mã số để phân biệt."
            faults.append(Problem(line.row, "", "", message, "error"))
    return faults


def _too_long(row: RosterRow) -> list[Problem]:
    return [
        Problem(row.row, "", "", f"Nội dung “{getattr(row, name)[:30]}…” dài quá {most} ký tự. Hãy rút gọn.", "error")
        for name, most in LONGEST.items()
        if len(getattr(row, name)) > most
    ]


def _unknown_unit(reading: RosterReading, name: str) -> Problem:
    row = next(row.row for row in reading.rows if search_key(row.unit_name) == search_key(name))
    message = f"Chưa có đơn vị “{name}”. Hãy sửa tên trong tệp, hoặc đánh dấu “Lập các đơn vị chưa có” bên dưới."
    return Problem(row, "", "", message, "error")


def _worded(held: Posting | None) -> str:
    if held is None:
        return "–"
    group = f", {held.task_group}" if held.task_group else ""
    return f"{held.post.title}, {held.post.unit.name}, {dict(KINDS)[held.kind]}{group}"


def _worded_place(place: Place) -> str:
    group = f", {place.task_group}" if place.task_group else ""
    return f"{place.title}, {place.unit_name}, {dict(KINDS)[place.kind]}{group}"


def _shown(value: object) -> str:
    if isinstance(value, date):
        return short_date(value)
    return {"F": "Nữ", "M": "Nam"}.get(str(value), str(value)) if value else "–"

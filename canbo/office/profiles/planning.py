"""What an import of records would do, person by person; nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property

from canbo.office.people.models import Person
from canbo.office.profiles import access
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.queries.standing import Item, newest, standing
from canbo.office.profiles.sheets.records import Problem, Reading, Row, Told, same_name
from canbo.rulebook import personal
from canbo.rulebook.standards.reading import NONE

HIDDEN = "(không hiện)"


@dataclass(frozen=True)
class Change:
    """A field that would change: before and after in words; of a sensitive one only that it would."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A row of the file: who, and what would be put on record."""

    row: int
    person: Person
    drafts: tuple[Draft, ...]
    changes: tuple[Change, ...]

    @property
    def status(self) -> str:
        return "changed" if self.drafts else "same"


@dataclass(frozen=True)
class Plan:
    """All an import would do; forbidden while there are problems."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @cached_property
    def drafts(self) -> list[Draft]:
        return [draft for line in self.lines for draft in line.drafts]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(line.status for line in self.lines)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that would be written."""
        content = json.dumps([astuple(draft) for draft in self.drafts], ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()


def build(reading: Reading, paths: Sequence[str]) -> Plan:
    """The plan of a file for people under these paths; three queries whatever its length."""
    problems = list(reading.problems)
    codes = [row.code for row in reading.rows]
    persons = {one.code: one for one in Person.objects.filter(code__in=codes)}
    at = access.places([one.pk for one in persons.values()])
    held: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for item in standing([one.pk for one in persons.values()], reading.fields, sensitive=True):
        held[item.person, item.field].append(item)
    lines, seen = [], Counter(codes)
    for row in reading.rows:
        person = persons.get(row.code)
        fault = _fault(row, person, at.get(person.pk, ()) if person else (), paths, seen)
        if fault or person is None:
            problems.append(Problem(row.row, "", fault))
            continue
        lines.append(_line(row, person, held, problems))
    if not reading.rows and not problems:
        problems.append(Problem(0, "", "Tệp không có người nào."))
    problems.sort(key=lambda one: (one.row, len(one.column), one.column))
    return Plan(tuple(lines), tuple(problems))


def _fault(row: Row, person: Person | None, at: Sequence[str], paths: Sequence[str], seen: Counter[str]) -> str:
    if not row.code:
        return "thiếu mã số. Hãy ghi mã số của người này như trong danh sách người."
    if seen[row.code] > 1:
        return f"mã số {row.code} có ở {seen[row.code]} hàng. Mỗi người một hàng; nhiều văn bằng cách nhau bằng “;”."
    if person is None or not any(place.startswith(top) for place in at for top in paths):
        return f"không có ai mã số {row.code} trong đơn vị này. Hãy sửa mã số, hoặc bỏ hàng."
    if not same_name(row.name, person.full_name):
        return f"mã số {row.code} là của {person.full_name}, tệp ghi “{row.name[:60]}”. Hãy sửa một trong hai."
    return ""


def _line(row: Row, person: Person, held: dict[tuple[int, str], list[Item]], problems: list[Problem]) -> Line:
    drafts: list[Draft] = []
    changes: list[Change] = []
    for key in dict.fromkeys(one.field for one in row.told):
        field, before = personal.find(key), held[person.pk, key]
        told = [one for one in row.told if one.field == key]
        none = field.many and any(one.text == NONE for one in told)
        if none and (len(told) > 1 or any(one.text != NONE for one in before)):
            message = (
                f"{field.label}: tệp ghi không có, nhưng hồ sơ hoặc chính ô này có. Hãy rút mục trong hồ sơ trước."
            )
            problems.append(Problem(row.row, "", message))
            continue
        made = [draft for one in told if (draft := _draft(person.pk, one, before, field.many)) is not None]
        if made:
            drafts += made
            was = "; ".join(one.shown for one in before) or "–"
            will = "; ".join(field.shown(one.text) for one in made)
            changes.append(Change(field.label, *((HIDDEN, HIDDEN) if field.sensitive else (was, will))))
    return Line(row.row, person, tuple(drafts), tuple(changes))


def _draft(person: int, told: Told, before: Sequence[Item], many: bool) -> Draft | None:
    """What one told entry adds or corrects; None where the record says it already."""
    old = _meant(told, before) if many else newest(before)
    new = Draft(person, told.field, told.text, told.day, told.until, told.detail, told.paper)
    if old is None:
        return new
    kept = Draft(
        person, told.field, told.text, told.day or old.day, told.until or old.until, told.detail or old.detail,
        told.paper or old.paper, old.pk,
    )  # fmt: skip
    same = (old.text, old.day, old.until, old.detail, old.paper)
    return None if same == (kept.text, kept.day, kept.until, kept.detail, kept.paper) else kept


def _meant(told: Told, before: Sequence[Item]) -> Item | None:
    """The entry of several that a cell speaks of: "none" on record, or the same value of no other day."""
    for one in before:
        if one.text == NONE or (one.text == told.text and (told.day is None or one.day in (None, told.day))):
            return one
    return None

"""Months of sheets in bulk, in the rows the office's own actions would write one by one.

Two things are left out: the journal, which is counted apart, and notices, since nothing is published, only closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.actions.submitting import AGREED
from canbo.office.evaluations.models import Assignee, Marking, Sheet, State
from canbo.office.results.models import Decision
from canbo.rulebook.process import Period

from .country import Seat, seats
from .loading import Rows
from .marks import FORM, VARIANTS, Vector
from .people import TITLES, Staffed, Top, group
from .table import CIVIL, LEVELS, PUBLIC, Deal

TABLES = (Cycle, Sheet, Assignee, Marking, Decision, State)
Judge = tuple[int, int]  # a person and their account
REASON = "Chưa đủ thời gian công tác trong kỳ."


@dataclass(frozen=True, slots=True)
class Month:
    """What the sheets of a month share. `waiting`: they wait for their decisions."""

    period: Period
    number: int
    waiting: bool
    top: Top
    deals: dict[str, Deal]
    vectors: dict[str, list[Vector]]

    def at(self, before: int) -> str:
        """Eight o'clock so many days before the month's last."""
        return f"{self.period.ends - timedelta(days=before)} 08:00:00+07"


def rows() -> Rows:
    """Empty rows of these tables, in the order of the columns that `fill` writes."""
    made = Rows(TABLES)
    made.columns_of(
        Cycle, "id", "agency_id", "unit_id", "adoption_id", "rules_id", "period_kind", "year", "number", "starts",
        "ends", "name", "with_points", "repeats", "by_id", "at",
    )  # fmt: skip
    made.columns_of(
        Sheet, "id", "agency_id", "cycle_id", "person_id", "collective_id", "unit_id", "unit_path", "form", "kind",
        "rank", "post_title", "task_group", "at",
    )  # fmt: skip
    made.columns_of(Assignee, "id", "agency_id", "sheet_id", "step", "person_id", "at", "by_id", "ended_at")
    made.columns_of(
        Marking, "id", "agency_id", "sheet_id", "step", "author_id", "account_id", "marks", "total", "comment", "at",
        "on_behalf_of_id", "facts", "late",
    )  # fmt: skip
    made.columns_of(
        Decision, "id", "agency_id", "sheet_id", "marks", "total", "computed_level", "level", "reason", "kept",
        "trace_hash", "decider_id", "by_id", "at", "corrects_id", "on_behalf_of_id",
    )  # fmt: skip
    made.columns_of(
        State, "id", "agency_id", "sheet_id", "cycle_id", "unit_path", "stage", "self_total", "review_total", "total",
        "level",
    )  # fmt: skip
    return made


def fill(into: Rows, month: Month, staffed: Staffed) -> None:
    """Put an agency's cycle of the month and all its sheets into the rows."""
    cycle, period, adoption = into.ids(Cycle, 1), month.period, month.top.adoption
    label = period.label[:1].lower() + period.label[1:]
    opened = month.at((period.ends - period.starts).days)
    into.lines[Cycle].append(
        f"{cycle}\t{staffed.agency}\t{staffed.units[0][0]}\t{adoption.pk}\t{adoption.rules_id}\t{period.kind}\t"
        f"{period.year}\t{period.number}\t{period.starts}\t{period.ends}\tĐánh giá {label}\tf\tf\t"
        f"{month.top.officer.pk}\t{opened}\n"
    )
    sheet, assigned = into.ids(Sheet, staffed.body.people), into.ids(Assignee, 2 * staffed.body.people)
    state = into.ids(State, staffed.body.people)
    for n, (seat, level) in enumerate(_dealt(month, staffed)):
        judges = _judges(staffed, n, seat)
        unit, path = staffed.units[seat.unit]
        into.lines[Sheet].append(
            f"{sheet + n}\t{staffed.agency}\t{cycle}\t{staffed.person + n}\t\\N\t{unit}\t{path}\t{FORM}\t{seat.kind}\t"
            f"{seat.rank}\t{TITLES[seat.rank]}\t{group(seat.rank)}\t{opened}\n"
        )
        for at, (step, (person, _)) in enumerate(zip(("review", "decide"), judges, strict=True)):
            into.lines[Assignee].append(
                f"{assigned + 2 * n + at}\t{staffed.agency}\t{sheet + n}\t{step}\t{person}\t{opened}\t"
                f"{month.top.officer.pk}\t\\N\n"
            )
        own, last = _marked(into, month, staffed, n, sheet + n, level, judges)
        settled = f"decide\t{own.total}\t{last.total}\t\\N\t"
        if not month.waiting:
            _decide(into, month, staffed.agency, sheet + n, level, last, judges[1])
            settled = f"decided\t{own.total}\t{last.total}\t{last.total}\t{level}"
        into.lines[State].append(f"{state + n}\t{staffed.agency}\t{sheet + n}\t{cycle}\t{path}\t{settled}\n")


def _dealt(month: Month, staffed: Staffed) -> Iterator[tuple[Seat, str]]:
    """Everybody of an agency with their level of the month."""
    before = {CIVIL: staffed.body.civil_before, PUBLIC: staffed.body.public_before}
    for seat in seats(staffed.body):
        yield seat, LEVELS[month.deals[seat.kind].level(before[seat.kind])]
        before[seat.kind] += 1


def _judges(staffed: Staffed, n: int, seat: Seat) -> tuple[Judge, Judge]:
    """Who reviews and who decides: the heads of the unit and of the agency; of heads who is above."""
    agency, above = (staffed.person, staffed.account), (staffed.above.pk, staffed.above.account_id or 0)
    if n == 0:
        return above, above
    if seat.rank == "head" or seat.unit == 0:
        return agency, agency
    first = staffed.body.heads[seat.unit]
    return (staffed.person + first, staffed.account + first), agency


def _marked(
    into: Rows, month: Month, staffed: Staffed, n: int, sheet: int, level: str, judges: tuple[Judge, Judge]
) -> tuple[Vector, Vector]:
    """Write the marks of a person by themselves, the reviewer and, where it is decided, the decider. The first and the
    last of them; every second reviewer agrees with the first."""
    found = month.vectors[level]
    own = found[(31 * n + 17 * month.number) % VARIANTS]
    last = own if n % 2 else found[(31 * n + 17 * month.number + 1) % VARIANTS]
    reviewer, decider = judges
    given = [
        ("self", (staffed.person + n, staffed.account + n), own, "", 6),
        ("review", reviewer, last, AGREED if n % 2 else "", 4),
        ("decide", decider, last, "", 1),
    ][: 2 if month.waiting else 3]
    first = into.ids(Marking, len(given))
    for at, (step, (person, account), vector, comment, before) in enumerate(given):
        into.lines[Marking].append(
            f"{first + at}\t{staffed.agency}\t{sheet}\t{step}\t{person}\t{account}\t{vector.packed}\t{vector.total}\t"
            f"{comment}\t{month.at(before)}\t\\N\t{{}}\tf\n"
        )
    return own, last


def _decide(into: Rows, month: Month, agency: int, sheet: int, level: str, vector: Vector, decider: Judge) -> None:
    """Write the decision on these marks: as the rules have it, or that somebody is not rated, with the reason."""
    person, account = decider
    reason = "" if level == vector.level else REASON
    into.lines[Decision].append(
        f"{into.ids(Decision, 1)}\t{agency}\t{sheet}\t{vector.packed}\t{vector.total}\t{vector.level}\t{level}\t"
        f"{reason}\t{{}}\t\\\\x{vector.trace_hash}\t{person}\t{account}\t{month.at(1)}\t\\N\t\\N\n"
    )

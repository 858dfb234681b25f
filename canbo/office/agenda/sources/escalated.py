"""Steps long overdue, told to the head as counts: only where the agency chose so, and only inside it.

For a sheet not scored or not reviewed it is the nearest head above who is not late with it. A late decision is told to
nobody: above who decides there is no head inside the agency.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry
from canbo.office.agenda.habits import Habit, habits
from canbo.office.agenda.sources.limits import Limits
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Assignee, State
from canbo.office.people.access import Viewer, above, subtree
from canbo.office.people.models import Person, Unit
from canbo.office.people.queries.chiefs import Chiefs

STEPS = {"self": "chưa tự chấm điểm", "review": "chưa được cấp trên nhận xét"}
Late = tuple[int, int, str, str, int | None]  # sheet, cycle, stage, unit path, person


def waiting(crowd: Crowd) -> Waits:
    """How many sheets of each cycle and step are so late that the agency wants its head to know. Eight queries at
    most; one where the crowd heads nothing, two where no agency of theirs chose this."""
    headed = tuple({path for viewer in crowd.viewers for path in viewer.headed})
    if not headed:
        return
    rows = State.objects.filter(subtree(headed, "unit_path"), stage__in=STEPS)
    agencies = dict(rows.order_by().values_list("cycle_id", "agency_id").distinct())
    chosen = {pk: habit for pk, habit in habits(agencies.values()).items() if habit.escalate_after is not None}
    limits = Limits.of(pk for pk, agency in agencies.items() if agency in chosen)
    found, since = limits.cycles, _since(limits, chosen, crowd.day)
    if not since:
        return
    columns = ("sheet_id", "cycle_id", "stage", "unit_path", "sheet__person_id")
    known = rows.filter(cycle__in={pk for pk, _ in since}).values_list(*columns)
    late = [row for row in known if (row[1], row[2]) in since and (row[0], row[2]) not in limits.later]
    told = _told(late, found, crowd.day)
    for (person, pk, step), n in told.items():
        habit = chosen[found[pk].agency_id]
        entry = Entry(
            f"escalated-{step}-{pk}", since[pk, step],
            f"{n} phiếu {STEPS[step]}, quá hạn từ {habit.escalate_after} ngày",
            f"{found[pk].name}, {found[pk].unit}", reverse("evaluations:board", args=[pk]), "cycle", "Xem tiến độ",
            note=f"Báo người đứng đầu theo {habit.basis}.",
        )  # fmt: skip
        for viewer in crowd.seats.get(person, ()):
            yield viewer.account.pk, entry


def _since(limits: Limits, chosen: Mapping[int, Habit], day: date) -> dict[tuple[int, str], date]:
    """The deadline of each cycle and step that is overdue by as many days as its agency chose."""
    return {
        (row.pk, step): due
        for row in limits.cycles.values()
        for step in STEPS
        if (due := limits.day(row.pk, step)) and is_told(due, chosen[row.agency_id], day)
    }


def is_told(due: date, habit: Habit, day: date) -> bool:
    """Whether a deadline is so long past that the head is told."""
    return habit.escalate_after is not None and due + timedelta(days=habit.escalate_after) <= day


def _told(rows: list[Late], found: Mapping[int, Cycle], day: date) -> Counter[tuple[int, int, str]]:
    """How many of these sheets each head is told of, by head, cycle and step. Three queries."""
    chiefs = Chiefs.of([Unit(path=path) for path in {path for _, _, _, path, _ in rows}], [], day)
    reviewed = [sheet for sheet, _, stage, _, _ in rows if stage == "review"]
    held = Assignee.objects.filter(sheet__in=reviewed, step="review", ended_at=None)
    reviewers = dict(held.order_by("-id").values_list("sheet_id", "person_id"))
    told: Counter[tuple[int, int, str]] = Counter()
    for sheet, cycle, stage, path, person in rows:
        late = reviewers.get(sheet) if stage == "review" else person
        if (head := told_to(chiefs, path, found[cycle].unit.path, late)) is not None:
            told[head, cycle, stage] += 1
    return told


def told_to(chiefs: Chiefs, path: str, top: str, late: int | None) -> int | None:
    """The nearest head above a unit, not beyond the unit at `top`, who is not the one who is late."""
    for step in reversed(above(path)):
        if step.startswith(top) and (head := chiefs.head(step)) not in (None, late):
            return head
    return None


def noted(viewer: Viewer, entries: list[Entry]) -> list[Entry]:
    """The viewer's own late steps, each with who was told of it, since when and by which text. Four queries at most."""
    home, own = viewer.home, viewer.person
    late = [entry for entry in entries if entry.uid.startswith(("self-", "review-")) and entry.day]
    if home is None or own is None or not any(entry.day < viewer.day for entry in late if entry.day):
        return entries
    habit = habits([home.agency_id])[home.agency_id]
    if habit.escalate_after is None:
        return entries
    top = Unit.objects.filter(agency=home.agency_id, is_agency=True).values_list("path", flat=True).first()
    head = told_to(Chiefs.of([home], [], viewer.day), home.path, top or home.path, own.pk)
    name = Person.objects.filter(pk=head or 0).values_list("full_name", flat=True).first()
    note = f"Quá hạn từ {habit.escalate_after} ngày: đã báo {name}, theo {habit.basis}." if name else ""
    told = {entry.uid for entry in late if entry.day and is_told(entry.day, habit, viewer.day)}
    return [replace(entry, note=note) if entry.uid in told else entry for entry in entries]

"""Sheets: to score, to review, to decide; and what an officer finds late. A constant number of queries a crowd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle, CycleLock
from canbo.office.evaluations import cases
from canbo.office.evaluations.models import Assignee, Extension, Sheet, State
from canbo.office.evaluations.stage import BEFORE_DECISION
from canbo.office.people.access import Viewer, subtree

STAGES = {"review": ("review",), "decide": ("decide", "meeting")}
WORDS = {"review": ("Nhận xét, chấm điểm", "Chấm điểm"), "decide": ("Quyết định xếp loại", "Xem xét")}
MOST_LATE = 40  # cycles an officer is told of at once
Heaps = Counter[tuple[int, int, date | None]]  # how many sheets by account, cycle and day
Limits = tuple[dict[int, date | None], dict[int, date]]  # the deadline by cycle, the later one by sheet


def waiting(crowd: Crowd) -> Waits:
    """What waits of sheets: one's own and kept ones singly, those to review or decide counted by cycle and day."""
    yield from own(crowd)
    yield from piles(crowd, "review")
    yield from piles(crowd, "decide")
    yield from late(crowd)


def own(crowd: Crowd) -> Waits:
    """Sheets to score oneself: one's own, and those of units whose sheet one keeps. Four queries."""
    kept: dict[int, list[int]] = {}
    rows = Assignee.objects.filter(step="self", person__in=crowd.seats, ended_at=None, sheet__state__stage="self")
    for sheet, person in rows.filter(sheet__person=None).values_list("sheet_id", "person_id"):
        kept.setdefault(sheet, []).append(person)
    mine = Q(person__in=crowd.persons, state__stage="self") | Q(pk__in=kept)
    sheets = list(Sheet.objects.filter(mine).select_related("cycle", "collective").order_by("-cycle__ends", "id"))
    due, later = _limits({row.cycle for row in sheets}, "self")
    for row in sheets:
        if row.cycle_id not in due:
            continue
        entry = Entry(
            f"self-{row.pk}", _latest(due[row.cycle_id], later.get(row.pk)),
            f"Chấm điểm tập thể {row.collective}" if row.collective else "Tự chấm điểm", row.cycle.name,
            reverse("evaluations:sheet", args=[row.pk]), "cycle", "Chấm điểm",
        )  # fmt: skip
        holders = [row.person_id] if row.person_id else kept[row.pk]
        for account in {viewer.account.pk for pk in holders for viewer in _who(crowd, pk, row.person_id)}:
            yield account, entry


def _who(crowd: Crowd, person: int, subject: int | None) -> list[Viewer]:
    """Nobody scores a person's own sheet for them; a unit's sheet is kept by a delegate too."""
    if subject is None:
        return crowd.seats.get(person, [])
    return [crowd.persons[person]] if person in crowd.persons else []


def piles(crowd: Crowd, step: str) -> Waits:
    """How many sheets of each cycle wait for the review (decision), with the nearest deadline. At most ten queries."""
    held = Assignee.objects.filter(step=step, person__in=crowd.seats, ended_at=None).exclude(sheet__person=F("person"))
    if not held.exists():  # most people decide on nothing: not to be looked for among all that waits in an agency
        return
    held = held.filter(sheet__state__stage__in=STAGES[step])
    grouped = held.values_list("person_id", "sheet__cycle_id", "sheet__state__stage").annotate(n=Count("id")).order_by()
    counts = {(person, cycle, stage): n for person, cycle, stage, n in grouped}
    found = {row.pk: row for row in Cycle.objects.filter(pk__in={key[1] for key in counts}).select_related("unit")}
    limits = {stage: _limits(found.values(), stage) for stage in STAGES[step]}
    heaps: Heaps = Counter()
    for (person, cycle, stage), n in counts.items():
        for viewer in crowd.seats[person]:
            heaps[viewer.account.pk, cycle, limits[stage][0].get(cycle)] += n
    _correct(crowd, heaps, held, limits)
    open_cycles = limits[STAGES[step][0]][0]
    merged: dict[tuple[int, int], list[tuple[date | None, int]]] = {}
    for (account, pk, day), n in heaps.items():
        if n > 0 and pk in open_cycles:
            merged.setdefault((account, pk), []).append((day, n))
    for (account, pk), rows in merged.items():
        yield account, _pile(step, found[pk], sum(n for _, n in rows), min((d for d, _ in rows if d), default=None))


def _pile(step: str, cycle: Cycle, number: int, day: date | None) -> Entry:
    what, action = WORDS[step]
    where = reverse("evaluations:reviews") if step == "review" else reverse("results:cycle", args=[cycle.pk])
    about = f"{cycle.name}, {cycle.unit}"
    return Entry(f"{step}-{cycle.pk}", day, f"{what} {number} phiếu", about, where, "cycle", action)


def _correct(crowd: Crowd, heaps: Heaps, held: QuerySet[Assignee], limits: Mapping[str, Limits]) -> None:
    """Move sheets with an extension of their own to its day; take out those it is another reviewer's turn for, and
    those about the one who stands in."""
    turns = _turns(held)
    later = {sheet for _, extended in limits.values() for sheet in extended}
    odd = held.filter(Q(sheet__in=later) | Q(sheet__in=turns) | Q(sheet__person__in=crowd.stand_ins))
    columns = ("sheet_id", "person_id", "sheet__cycle_id", "sheet__person_id", "sheet__state__stage")
    for sheet, person, cycle, subject, stage in odd.values_list(*columns):
        due, extended = limits[stage][0].get(cycle), limits[stage][1].get(sheet)
        for viewer in crowd.seats[person]:
            account, is_own = viewer.account.pk, viewer.person is not None and viewer.person.pk == subject
            heaps[account, cycle, due] -= 1
            if turns.get(sheet, person) == person and not is_own:
                heaps[account, cycle, _latest(due, extended)] += 1


def _turns(held: QuerySet[Assignee]) -> dict[int, int | None]:
    """Of these sheets, those with several reviewers: whose turn it is."""
    every = Assignee.objects.filter(
        step="review", ended_at=None, sheet__in=held.filter(step="review").values("sheet_id")
    )
    shared = every.order_by().values("sheet_id").annotate(n=Count("id")).filter(n__gt=1)
    ids = list(shared.values_list("sheet_id", flat=True))
    return {pk: case.turn for pk, case in cases.load(ids, marks=False).items()} if ids else {}


def late(crowd: Crowd) -> Waits:
    """What an organisation officer looks after: running cycles that are late, and how many sheets that is."""
    paths = crowd.paths("officer")
    if not paths:
        return
    rows = State.objects.filter(subtree(paths, "cycle__unit__path"), stage__in=BEFORE_DECISION).order_by()
    counts: dict[int, dict[str, int]] = {}
    for cycle, stage, n in rows.values_list("cycle_id", "stage").annotate(n=Count("id")):
        counts.setdefault(cycle, {})[stage] = n
    running = Cycle.objects.filter(pk__in=counts).select_related("unit").order_by("-ends", "-id")
    found = list(running)
    due, locked = cycles.deadlines_of(found), _locked(found)
    told: Counter[int] = Counter()
    for cycle_row in found:
        passed = {
            step: day
            for step, day in due.get(cycle_row.pk, {}).items()
            if day < crowd.day and counts[cycle_row.pk].get(step)
        }
        if not passed or cycle_row.pk in locked:
            continue
        waits = sum(counts[cycle_row.pk][step] for step in passed)
        entry = Entry(
            f"late-{cycle_row.pk}", min(passed.values()), f"{waits} phiếu quá hạn, cần đôn đốc",
            f"{cycle_row.name}, {cycle_row.unit}", reverse("evaluations:board", args=[cycle_row.pk]), "cycle",
            "Xem tiến độ",
        )  # fmt: skip
        for viewer in crowd.covering(cycle_row.unit.path, "officer"):
            told[viewer.account.pk] += 1
            if told[viewer.account.pk] <= MOST_LATE:
                yield viewer.account.pk, entry


def _limits(found: Iterable[Cycle], step: str) -> Limits:
    """The deadline of a step by cycle (locked cycles left out), and the longest extension by sheet. Three queries."""
    known = list(found)
    by_cycle, locked = cycles.deadlines_of(known), _locked(known)
    due = {row.pk: by_cycle.get(row.pk, {}).get(step) for row in known if row.pk not in locked}
    rows = Extension.objects.filter(sheet__cycle__in=due, step=step).order_by("due")
    return due, dict(rows.values_list("sheet_id", "due"))


def _locked(found: Iterable[Cycle]) -> set[int]:
    rows = CycleLock.objects.filter(cycle__in=[row.pk for row in found]).order_by("id")
    return {cycle for cycle, locked in dict(rows.values_list("cycle_id", "locked")).items() if locked}


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)

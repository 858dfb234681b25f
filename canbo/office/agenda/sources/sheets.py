"""Sheets: to score, to review, to decide; and what an officer finds late. A constant number of queries a crowd."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry
from canbo.office.agenda.sources.limits import Limits
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import cases
from canbo.office.evaluations.models import Assignee, Sheet, State
from canbo.office.evaluations.queries.waiting import assigned
from canbo.office.evaluations.stage import BEFORE_DECISION
from canbo.office.people.access import subtree

WORDS = {"review": ("Nhận xét, chấm điểm", "Chấm điểm"), "decide": ("Quyết định xếp loại", "Xem xét")}
MOST_LATE = 40  # cycles an officer is told of at once
Heaps = Counter[tuple[int, int, date | None]]  # how many sheets by account, cycle and day


@dataclass(frozen=True, slots=True)
class Held:
    """What the crowd is assigned to in a step: the assignments that wait, and how many by person, cycle and stage."""

    step: str
    rows: QuerySet[Assignee]
    counts: dict[tuple[int, int, str], int]


def waiting(crowd: Crowd) -> Waits:
    """What waits of sheets: one's own and kept ones singly, those to review or decide counted by cycle."""
    kept = _kept(crowd)
    mine = Q(person__in=crowd.persons, state__stage="self") | Q(pk__in=kept)
    sheets = list(Sheet.objects.filter(mine).select_related("collective").order_by("-cycle__ends", "id"))
    held = [_held(crowd, step) for step in WORDS]
    kept_up = _looked_after(crowd)
    wanted = {row.cycle_id for row in sheets} | {cycle for one in held for _, cycle, _ in one.counts}
    limits = Limits.of(wanted | kept_up.keys())
    for sheet in sheets:
        if sheet.cycle_id in limits.cycles:
            entry = _own(sheet, limits)
            for account in _holders(crowd, sheet, kept):
                yield account, entry
    for one in held:
        yield from _piles(crowd, one, limits)
    yield from _late(crowd, kept_up, limits)


def _kept(crowd: Crowd) -> dict[int, list[int]]:
    """Who keeps the waiting sheets of units, by sheet."""
    rows = Assignee.objects.filter(step="self", person__in=crowd.seats, ended_at=None, sheet__person=None)
    found: dict[int, list[int]] = {}
    for sheet, person in rows.filter(sheet__state__stage="self").values_list("sheet_id", "person_id"):
        found.setdefault(sheet, []).append(person)
    return found


def _own(sheet: Sheet, limits: Limits) -> Entry:
    what = f"Chấm điểm tập thể {sheet.collective}" if sheet.collective else "Tự chấm điểm"
    return Entry(
        f"self-{sheet.pk}", limits.day(sheet.cycle_id, "self", sheet.pk), what, limits.cycles[sheet.cycle_id].name,
        reverse("evaluations:sheet", args=[sheet.pk]), "cycle", "Chấm điểm",
    )  # fmt: skip


def _holders(crowd: Crowd, sheet: Sheet, kept: dict[int, list[int]]) -> list[int]:
    """Accounts. Nobody scores a person's own sheet for them; a unit's sheet is kept by a delegate too."""
    if sheet.person_id is not None:
        return [crowd.persons[sheet.person_id].account.pk]
    return list({viewer.account.pk: True for person in kept[sheet.pk] for viewer in crowd.seats[person]})


def _held(crowd: Crowd, step: str) -> Held:
    rows = assigned(crowd.seats.keys(), step)
    # Most people decide on nothing: not to be looked for among all that waits in an agency.
    if not Assignee.objects.filter(step=step, person__in=crowd.seats, ended_at=None).exists():
        return Held(step, rows, {})
    grouped = rows.values_list("person_id", "sheet__cycle_id", "sheet__state__stage").annotate(n=Count("id"))
    return Held(step, rows, {(person, cycle, stage): n for person, cycle, stage, n in grouped.order_by()})


def _piles(crowd: Crowd, held: Held, limits: Limits) -> Waits:
    """How many sheets of each cycle wait for the review (decision), with the nearest deadline."""
    heaps: Heaps = Counter()
    for (person, cycle, stage), n in held.counts.items():
        for viewer in crowd.seats[person]:
            heaps[viewer.account.pk, cycle, limits.day(cycle, stage)] += n
    if heaps:
        _correct(crowd, heaps, held, limits)
    merged: dict[tuple[int, int], list[tuple[date | None, int]]] = {}
    for (account, pk, day), n in heaps.items():
        if n > 0 and pk in limits.cycles:
            merged.setdefault((account, pk), []).append((day, n))
    for (account, pk), rows in merged.items():
        day = min((day for day, _ in rows if day), default=None)
        yield account, _pile(held.step, limits.cycles[pk], sum(n for _, n in rows), day)


def _pile(step: str, cycle: Cycle, number: int, day: date | None) -> Entry:
    what, action = WORDS[step]
    where = reverse("evaluations:reviews") if step == "review" else reverse("results:cycle", args=[cycle.pk])
    about = f"{cycle.name}, {cycle.unit}"
    return Entry(f"{step}-{cycle.pk}", day, f"{what} {number} phiếu", about, where, "cycle", action)


def _correct(crowd: Crowd, heaps: Heaps, held: Held, limits: Limits) -> None:
    """Move sheets with an extension of their own to its day; take out those it is another reviewer's turn for, and
    those about the one who stands in."""
    turns = _turns(held.rows) if held.step == "review" else {}
    odd = limits.extended | turns.keys()
    if not odd and not crowd.stand_ins:
        return
    columns = ("sheet_id", "person_id", "sheet__cycle_id", "sheet__person_id", "sheet__state__stage")
    rows = held.rows.filter(Q(sheet__in=odd) | Q(sheet__person__in=crowd.stand_ins)).values_list(*columns)
    for sheet, person, cycle, subject, stage in rows:
        for viewer in crowd.seats[person]:
            account, is_own = viewer.account.pk, viewer.person is not None and viewer.person.pk == subject
            heaps[account, cycle, limits.day(cycle, stage)] -= 1
            if turns.get(sheet, person) == person and not is_own:
                heaps[account, cycle, limits.day(cycle, stage, sheet)] += 1


def _turns(held: QuerySet[Assignee]) -> dict[int, int | None]:
    """Of these sheets, those with several reviewers: whose turn it is."""
    every = Assignee.objects.filter(step="review", ended_at=None, sheet__in=held.values("sheet_id"))
    shared = every.order_by().values("sheet_id").annotate(n=Count("id")).filter(n__gt=1)
    ids = list(shared.values_list("sheet_id", flat=True))
    return {pk: case.turn for pk, case in cases.load(ids, parts=cases.UNMARKED).items()} if ids else {}


def _looked_after(crowd: Crowd) -> dict[int, dict[str, int]]:
    """The running cycles of the crowd's officers: how many sheets stand in each stage, by cycle."""
    paths = crowd.paths("officer")
    if not paths:
        return {}
    rows = State.objects.filter(subtree(paths, "cycle__unit__path"), stage__in=BEFORE_DECISION).order_by()
    counts: dict[int, dict[str, int]] = {}
    for cycle, stage, n in rows.values_list("cycle_id", "stage").annotate(n=Count("id")):
        counts.setdefault(cycle, {})[stage] = n
    return counts


def _late(crowd: Crowd, counts: dict[int, dict[str, int]], limits: Limits) -> Waits:
    """Of those, the cycles that are late, and how many sheets that is."""
    told: Counter[int] = Counter()
    running = [limits.cycles[pk] for pk in counts if pk in limits.cycles]
    for row in sorted(running, key=lambda one: (one.ends, one.pk), reverse=True):
        entry = _overdue(row, counts[row.pk], limits.due.get(row.pk, {}), crowd.day)
        for viewer in crowd.covering(row.unit.path, "officer") if entry else ():
            told[viewer.account.pk] += 1
            if entry and told[viewer.account.pk] <= MOST_LATE:
                yield viewer.account.pk, entry


def _overdue(cycle: Cycle, counts: dict[str, int], due: dict[str, date], today: date) -> Entry | None:
    passed = {step: day for step, day in due.items() if day < today and counts.get(step)}
    if not passed:
        return None
    return Entry(
        f"late-{cycle.pk}", min(passed.values()), f"{sum(counts[step] for step in passed)} phiếu quá hạn, cần đôn đốc",
        f"{cycle.name}, {cycle.unit}", reverse("evaluations:board", args=[cycle.pk]), "cycle", "Xem tiến độ",
    )  # fmt: skip

"""What a person has to do today, in the order of the deadlines. A constant number of queries, whatever waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import queries as evaluations
from canbo.office.evaluations.models import State
from canbo.office.evaluations.queries import Heap
from canbo.office.evaluations.stage import BEFORE_DECISION
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting
from canbo.office.regulations.receipts import unread_by
from canbo.office.results import queries as results
from canbo.office.results.models import Notice, Petition

# How long an answer to a petition stays on the first page; the results keep it for ever.
ANSWER_SHOWN = timedelta(days=10)
NOTICES = 12
RUNNING = 40


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the day: what, about what, until when, and the one click that does it."""

    what: str
    about: str
    url: str
    action: str
    due: date | None = None


def todos(viewer: Viewer, running: Sequence[Progress]) -> list[Todo]:
    """Everything that waits for the viewer, the most pressing first, things without a deadline last. `running`: the
    cycles of `progress`."""
    found = [*own(viewer), *acts(viewer), *petitions(viewer), *answers(viewer), *notices(viewer), *unread(viewer)]
    return sorted([*found, *late(viewer, running)], key=lambda todo: todo.due or date.max)


def own(viewer: Viewer) -> list[Todo]:
    """Sheets the viewer has yet to score: one's own, and those of units whose sheet one keeps."""
    return [
        Todo(
            "Tự chấm điểm" if task.sheet.person_id else f"Chấm điểm tập thể {task.sheet.collective}",
            task.cycle.name,
            reverse("evaluations:sheet", args=[task.sheet.pk]),
            "Chấm điểm",
            task.due,
        )
        for task in evaluations.my_sheets(viewer)
        if task.mine
    ]


def acts(viewer: Viewer) -> list[Todo]:
    """How many sheets of each cycle wait for the viewer's review, how many for the decision (a meeting before it
    included), each with the nearest deadline."""
    found: dict[tuple[Cycle, bool], list[Heap]] = {}
    for heap in evaluations.counted(viewer):
        found.setdefault((heap.cycle, heap.step == "review"), []).append(heap)
    return [_act(cycle, reviews, heaps) for (cycle, reviews), heaps in found.items()]


def _act(cycle: Cycle, reviews: bool, heaps: Sequence[Heap]) -> Todo:
    number, due = sum(heap.number for heap in heaps), min((heap.due for heap in heaps if heap.due), default=None)
    about = f"{cycle.name}, {cycle.unit}"
    if reviews:
        return Todo(f"Nhận xét, chấm điểm {number} phiếu", about, reverse("evaluations:reviews"), "Chấm điểm", due)
    where = reverse("results:cycle", args=[cycle.pk])
    return Todo(f"Quyết định xếp loại {number} phiếu", about, where, "Xem xét", due)


def petitions(viewer: Viewer) -> list[Todo]:
    """Petitions of others that the viewer answers."""
    rows = results.petitions_for(viewer, open_only=True).exclude(person=viewer.person).prefetch_related(None)
    names = ("pk", "person__full_name", "decision__sheet__cycle__name", "answer_due")
    return [
        Todo("Trả lời kiến nghị", f"{person}, {cycle}", reverse("results:petition", args=[pk]), "Trả lời", due)
        for pk, person, cycle, due in rows.values_list(*names)
    ]


def answers(viewer: Viewer) -> list[Todo]:
    """Answers to the viewer's own petitions, for as long as somebody may not have seen them."""
    if viewer.person is None:
        return []
    since = viewer.day - ANSWER_SHOWN
    rows = Petition.objects.filter(person=viewer.person, answers__at__date__gte=since)
    return [
        Todo("Xem trả lời kiến nghị", cycle, reverse("results:petition", args=[pk]), "Xem")
        for pk, cycle in rows.values_list("pk", "decision__sheet__cycle__name")
    ]


def notices(viewer: Viewer) -> list[Todo]:
    """Results the viewer has not received yet; the day is the last one for a petition, while there is one."""
    if viewer.person is None:
        return []
    rows = Notice.objects.filter(person=viewer.person, reads=None).order_by("-id")
    return [
        Todo(
            "Nhận thông báo kết quả xếp loại",
            cycle,
            reverse("results:result", args=[sheet]),
            "Xem kết quả",
            until if until and until >= viewer.day else None,
        )
        for sheet, cycle, until in rows.values_list(
            "decision__sheet_id", "decision__sheet__cycle__name", "petition_until"
        )[:NOTICES]
    ]


def unread(viewer: Viewer) -> list[Todo]:
    """Announcements to the viewer's units that the viewer has not confirmed (the five newest)."""
    return [
        Todo("Đọc thông báo", row.title, reverse("regulations:announcement", args=[row.pk]), "Đọc")
        for row in unread_by(viewer)[:5]
    ]


@dataclass(frozen=True, slots=True)
class Progress:
    """A running cycle of the officer's or head's units: how many sheets stand in each stage."""

    cycle: Cycle
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def progress(viewer: Viewer) -> list[Progress]:
    """The cycles of what the viewer reads with sheets not yet settled, newest first."""
    if not viewer.readable:
        return []
    rows = Cycle.objects.filter(subtree(viewer.readable, "unit__path"))
    open_ids = State.objects.filter(cycle__in=rows, stage__in=BEFORE_DECISION).values("cycle")
    running = list(rows.filter(pk__in=open_ids).select_related("unit").order_by("-ends")[:RUNNING])
    counts: dict[int, dict[str, int]] = {cycle.pk: {} for cycle in running}
    grouped = State.objects.filter(cycle__in=running).values_list("cycle", "stage").order_by()
    for cycle, stage, number in grouped.annotate(n=Count("id")):
        counts[cycle][stage] = number
    return [Progress(cycle, counts[cycle.pk]) for cycle in running]


def late(viewer: Viewer, running: Sequence[Progress]) -> list[Todo]:
    """What an organisation officer looks after: running cycles with sheets past the deadline of their step."""
    managed = [row for row in running if viewer.holds("officer", path=row.cycle.unit.path)]
    due = cycles.deadlines_of(row.cycle for row in managed) if managed else {}
    found = []
    for row in managed:
        passed = {
            step: day for step, day in due.get(row.cycle.pk, {}).items() if day < viewer.day and row.counts.get(step)
        }
        if passed:
            waiting = sum(row.counts[step] for step in passed)
            about, url = f"{row.cycle.name}, {row.cycle.unit}", reverse("evaluations:board", args=[row.cycle.pk])
            what = f"{waiting} phiếu quá hạn, cần đôn đốc"
            found.append(Todo(what, about, url, "Xem tiến độ", min(passed.values())))
    return found


def is_new(viewer: Viewer, running: Sequence[Progress]) -> bool:
    """Whether the installation has no people yet under the officer's units: the first steps are shown."""
    paths = viewer.begins
    if running or not paths:
        return False
    return not Posting.objects.filter(current(viewer.day), subtree(paths, "post__unit__path")).exists()

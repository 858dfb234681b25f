"""What a person has to do today, in the order of the deadlines. A constant number of queries, whatever waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Assignee, Sheet, State
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting
from canbo.office.regulations.receipts import unread_by
from canbo.office.results.models import Notice, Petition

# How long an answer to a petition stays on the first page; the results keep it for ever.
ANSWER_SHOWN = timedelta(days=10)
OPEN = ("self", "review", "meeting", "decide")


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the day: what, about what, until when, and the one click that does it."""

    what: str
    about: str
    url: str
    action: str
    due: date | None = None


def todos(viewer: Viewer) -> list[Todo]:
    """Everything that waits for the viewer, the most pressing first, things without a deadline last."""
    found: list[Todo] = []
    sources: tuple[Callable[[Viewer], Iterable[Todo]], ...] = (
        own,
        to_review,
        to_decide,
        petitions,
        answers,
        notices,
        unread,
        officer,
    )
    for source in sources:
        found.extend(source(viewer))
    return sorted(found, key=lambda todo: todo.due or date.max)


def own(viewer: Viewer) -> list[Todo]:
    """Sheets the viewer has yet to score: one's own, and those of units whose sheet one keeps."""
    if viewer.person is None:
        return []
    kept = Assignee.objects.filter(step="self", person__in=viewer.principals, ended_at=None).values("sheet_id")
    rows = Sheet.objects.filter(Q(person=viewer.person) | Q(pk__in=kept, collective__isnull=False), state__stage="self")
    sheets = list(rows.select_related("cycle", "collective"))
    due = cycles.deadlines_of({sheet.cycle_id: sheet.cycle for sheet in sheets}.values())
    return [
        Todo(
            "Tự chấm điểm" if sheet.person_id else f"Chấm điểm tập thể {sheet.collective}",
            sheet.cycle.name,
            reverse("evaluations:sheet", args=[sheet.pk]),
            "Chấm điểm",
            due.get(sheet.cycle_id, {}).get("self"),
        )
        for sheet in sheets
    ]


def to_review(viewer: Viewer) -> list[Todo]:
    """How many sheets of each cycle wait for the viewer's review."""
    return _by_cycle(viewer, "review", ("review",), "Nhận xét, chấm điểm", "evaluations:reviews", "Chấm điểm")


def to_decide(viewer: Viewer) -> list[Todo]:
    """How many sheets of each cycle wait for the viewer's decision."""
    return _by_cycle(viewer, "decide", ("decide", "meeting"), "Quyết định xếp loại", "results:cycle", "Xem xét")


def _by_cycle(viewer: Viewer, step: str, stages: tuple[str, ...], what: str, view: str, action: str) -> list[Todo]:
    rows = Assignee.objects.filter(
        step=step, person__in=viewer.principals, ended_at=None, sheet__state__stage__in=stages
    )
    counts = {row["sheet__cycle"]: row["n"] for row in rows.values("sheet__cycle").annotate(n=Count("id"))}
    found = list(Cycle.objects.filter(pk__in=counts).select_related("unit"))
    due = cycles.deadlines_of(found)
    return [
        Todo(
            f"{what} {counts[cycle.pk]} phiếu",
            f"{cycle.name}, {cycle.unit}",
            reverse(view, args=[cycle.pk]) if view == "results:cycle" else reverse(view),
            action,
            due.get(cycle.pk, {}).get(step),
        )
        for cycle in found
    ]


def petitions(viewer: Viewer) -> list[Todo]:
    """Petitions the viewer answers: on decisions of one's own, and in the officer's subtrees."""
    mine = Petition.objects.filter(decision__decider__in=viewer.principals)
    held = Petition.objects.filter(subtree(viewer.paths("officer"), "decision__sheet__unit_path"))
    rows = (mine | held).filter(answers=None).select_related("person").distinct()
    return [
        Todo(
            "Trả lời kiến nghị", str(row.person), reverse("results:petition", args=[row.pk]), "Trả lời", row.answer_due
        )
        for row in rows
    ]


def answers(viewer: Viewer) -> list[Todo]:
    """Answers to the viewer's own petitions, for as long as somebody may not have seen them."""
    if viewer.person is None:
        return []
    since = viewer.day - ANSWER_SHOWN
    rows = Petition.objects.filter(person=viewer.person, answers__at__date__gte=since)
    return [
        Todo("Xem trả lời kiến nghị", row.decision.sheet.cycle.name, reverse("results:petition", args=[row.pk]), "Xem")
        for row in rows.select_related("decision__sheet__cycle")
    ]


def notices(viewer: Viewer) -> list[Todo]:
    """Results the viewer has not received yet; the day is the last one for a petition, while there is one."""
    if viewer.person is None:
        return []
    rows = Notice.objects.filter(person=viewer.person, reads=None).select_related("decision__sheet__cycle")
    return [
        Todo(
            "Nhận thông báo kết quả xếp loại",
            row.decision.sheet.cycle.name,
            reverse("results:result", args=[row.decision.sheet_id]),
            "Xem kết quả",
            row.petition_until if row.petition_until and row.petition_until >= viewer.day else None,
        )
        for row in rows.order_by("-id")[:12]
    ]


def unread(viewer: Viewer) -> list[Todo]:
    """Announcements to the viewer's units that the viewer has not confirmed (the five newest)."""
    return [
        Todo("Đọc thông báo", row.title, reverse("regulations:announcement", args=[row.pk]), "Đọc")
        for row in unread_by(viewer)[:5]
    ]


def officer(viewer: Viewer) -> list[Todo]:
    """What an organisation officer looks after: running cycles that are late or lack somebody to act."""
    paths = viewer.paths("officer")
    if not paths:
        return []
    running = _running(paths)
    counts: dict[int, dict[str, int]] = {}
    grouped = State.objects.filter(cycle__in=running, stage__in=OPEN).values("cycle", "stage").annotate(n=Count("id"))
    for row in grouped:
        counts.setdefault(row["cycle"], {})[row["stage"]] = row["n"]
    due = cycles.deadlines_of(running)
    found = []
    for cycle in running:
        late = {
            step: day for step, day in due.get(cycle.pk, {}).items() if day < viewer.day and counts[cycle.pk].get(step)
        }
        waiting = sum(counts[cycle.pk].get(step, 0) for step in late)
        if late:
            about, url = f"{cycle.name}, {cycle.unit}", reverse("evaluations:board", args=[cycle.pk])
            found.append(Todo(f"{waiting} phiếu quá hạn, cần đôn đốc", about, url, "Xem tiến độ", min(late.values())))
    return found


def _running(paths: tuple[str, ...]) -> list[Cycle]:
    """Cycles in these subtrees with sheets not yet settled."""
    rows: QuerySet[Cycle] = Cycle.objects.filter(subtree(paths, "unit__path"))
    open_ids = State.objects.filter(cycle__in=rows, stage__in=OPEN).values("cycle")
    return list(rows.filter(pk__in=open_ids).select_related("unit").order_by("-ends")[:40])


@dataclass(frozen=True, slots=True)
class Progress:
    """A running cycle of the officer's or head's units: how many sheets stand in each stage."""

    cycle: Cycle
    total: int
    counts: dict[str, int]


def progress(viewer: Viewer) -> list[Progress]:
    """The running cycles of what the viewer reads, newest first (ten at most)."""
    paths = tuple(dict.fromkeys((*viewer.paths("officer", "reader", "auditor"), *viewer.headed)))
    running = _running(paths)[:10] if paths else []
    counts: dict[int, dict[str, int]] = {}
    for row in State.objects.filter(cycle__in=running).values("cycle", "stage").annotate(n=Count("id")):
        counts.setdefault(row["cycle"], {})[row["stage"]] = row["n"]
    return [Progress(cycle, sum(counts[cycle.pk].values()), counts[cycle.pk]) for cycle in running]


def is_new(viewer: Viewer) -> bool:
    """Whether the installation has no people yet under the officer's units: the first steps are shown."""
    paths = viewer.paths("officer")
    return bool(paths) and not Posting.objects.filter(current(viewer.day), subtree(paths, "post__unit__path")).exists()

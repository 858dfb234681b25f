"""Assigned work: to accept, to deliver, to review. A constant number of queries a crowd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry, Span
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Unit
from canbo.office.work import queries as work
from canbo.office.work.models import Standing
from canbo.office.work.queries.waiting import OPEN

SOON = timedelta(days=7)  # work due later is one line, with the nearest day
WORDS = {"new": ("Nhận {} việc mới giao", "Nhận việc"), "redo": ("Làm lại {} việc", "Xem")}


def waiting(crowd: Crowd) -> Waits:
    """Own work by stage and day; deliveries below to review, counted. Three queries."""
    yield from own(crowd)
    yield from to_review(crowd)


def own(crowd: Crowd) -> Waits:
    """New and returned work as a number each with its nearest day; work to deliver by day while that is near."""
    rows = Standing.objects.filter(person__in=crowd.persons, stage__in=OPEN).order_by()
    heaps: dict[tuple[int, str, str], list[tuple[date | None, int]]] = {}
    for person, stage, due, n in rows.values_list("person_id", "stage", "due").annotate(n=Count("id")):
        heaps.setdefault((person, stage, _when(due, crowd.day) if stage == "doing" else ""), []).append((due, n))
    for (person, stage, when), found in sorted(heaps.items()):
        what, action = WORDS.get(stage, ("Nộp sản phẩm {} việc", "Nộp"))
        day = min((due for due, _ in found if due), default=None)
        yield (
            crowd.persons[person].account.pk,
            Entry(
                f"work-{stage}{when}",
                day,
                what.format(sum(n for _, n in found)),
                "",
                reverse("work:mine"),
                "work",
                action,
            ),
        )


def _when(due: date | None, day: date) -> str:
    """Work due on near days is told by day; what is overdue, and what is far, together."""
    if due is None or due > day + SOON:
        return "-later"
    return "-late" if due < day else f"-{due}"


def to_review(crowd: Crowd) -> Waits:
    """Deliveries of those one leads, or whose leader one stands in for; never one's own. No day is set for it."""
    if crowd.pressing or not crowd.tops:
        return
    rows = Standing.objects.filter(subtree(crowd.tops, "unit_path"), stage="review").order_by()
    found: Counter[int] = Counter()
    for path, person, n in rows.values_list("unit_path", "person_id").annotate(n=Count("id")):
        for viewer in _heads(crowd, path, person):
            found[viewer.account.pk] += n
    for account, n in found.items():
        what = f"Nghiệm thu {n} việc"
        yield account, Entry("work-review", None, what, "", reverse("work:review"), "work", "Nghiệm thu")


def _heads(crowd: Crowd, path: str, person: int) -> Iterable[Viewer]:
    """Who of the crowd reviews that person's work in the unit at `path`, each once."""
    found = {}
    for principal, tops in crowd.led.items():
        if principal != person and any(path.startswith(top) for top in tops):
            for viewer in crowd.seats[principal]:
                if viewer.person is not None and viewer.person.pk != person:
                    found[viewer.account.pk] = viewer
    return found.values()


def personal(viewer: Viewer, span: Span) -> list[Entry]:
    """The viewer's open work by day."""
    return _by_day(work.dues(viewer, span.first, span.last), "", reverse("work:mine"))


def of_unit(unit: Unit, span: Span) -> list[Entry]:
    """The open work of a unit by day."""
    rows = Standing.objects.filter(subtree([unit.path], "unit_path"), stage__in=OPEN)
    grouped = rows.filter(due__range=(span.first, span.last)).order_by().values_list("due").annotate(n=Count("id"))
    return [
        Entry(f"work-{day}", day, f"{n} việc đến hạn", unit.name, reverse("work:unit"), "work", "Xem")
        for day, n in grouped
        if day
    ]


def _by_day(rows: Iterable[work.Due], about: str, url: str) -> list[Entry]:
    days: dict[date, list[str]] = {}
    for row in rows:
        days.setdefault(row.day, []).append(row.product)
    return [
        Entry(f"work-{day}", day, f"{len(names)} việc đến hạn", about, url, "work", inside=_few(names))
        for day, names in days.items()
    ]


def _few(names: list[str]) -> str:
    """The first three names."""
    known = list(dict.fromkeys(names))
    return "; ".join(known[:3]) + (f" … và {len(known) - 3} việc khác" if len(known) > 3 else "")

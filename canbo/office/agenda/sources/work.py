"""Assigned work: to accept, to deliver, to review. A constant number of queries a crowd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry, Span
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting, Unit
from canbo.office.work import queries as work
from canbo.office.work.models import Standing
from canbo.office.work.queries import catalogues
from canbo.office.work.queries.waiting import OPEN, named
from canbo.rulebook.process import Period

AHEAD = timedelta(days=7)  # so long before a month begins its work is to be given
SOON = timedelta(days=7)  # work due later is one line, with the nearest day
WORDS = {"new": ("Nhận {} việc mới giao", "Nhận việc"), "redo": ("Làm lại {} việc", "Xem")}


def waiting(crowd: Crowd) -> Waits:
    """Own work by day; deliveries below to review, people below without work. Seven queries at most."""
    yield from own(crowd)
    yield from to_review(crowd)
    yield from to_assign(crowd)


def own(crowd: Crowd) -> Waits:
    """New and returned work as a number each with its nearest day; work to deliver by day while that is near. Pieces
    that wait for the review hide neither a remainder nor what is to be done again: work may stand in two lines."""
    rows = Standing.objects.filter(OPEN, person__in=crowd.persons).order_by()
    heaps: dict[tuple[int, str, str], list[tuple[date | None, int]]] = {}
    counted = rows.values_list("person_id", "stage", "due").annotate(
        n=Count("id"), rests=Count("id", filter=Q(rest__gt=0)), redos=Count("id", filter=Q(redo__gt=0))
    )
    for person, stage, due, n, rests, redos in counted:
        if stage == "new":
            heaps.setdefault((person, "new", ""), []).append((due, n))
            continue
        if redos:
            heaps.setdefault((person, "redo", ""), []).append((due, redos))
        if rests:
            heaps.setdefault((person, "doing", _when(due, crowd.day)), []).append((due, rests))
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
    """Deliveries of those one leads, or whose leader one stands in for, and of those elsewhere whom a unit led
    evaluates; never one's own. No day is set for it."""
    if crowd.pressing or not crowd.tops:
        return
    elsewhere = named(crowd.tops, crowd.day)
    below = subtree(crowd.tops, "unit_path")
    for person, path in elsewhere:
        if not path.startswith(crowd.tops):
            below |= Q(person=person, unit_path=path)
    rows = Standing.objects.filter(below, stage="review").order_by()
    found: Counter[int] = Counter()
    for path, person, n in rows.values_list("unit_path", "person_id").annotate(n=Count("id")):
        for viewer in _heads(crowd, [path, elsewhere.get((person, path), path)], person):
            found[viewer.account.pk] += n
    for account, n in found.items():
        what = f"Nghiệm thu {n} việc"
        yield account, Entry("work-review", None, what, "", reverse("work:review"), "work", "Nghiệm thu")


def to_assign(crowd: Crowd) -> Waits:
    """In the last days of a month: how many of the people one leads have no work of the next. No law sets a day."""
    begins = (crowd.day.replace(day=1) + timedelta(days=32)).replace(day=1)
    if crowd.pressing or not crowd.tops or begins - crowd.day > AHEAD:
        return
    month = Period("month", begins.year, begins.month)
    covered = catalogues.covering(crowd.tops, month.starts, month.ends)
    paths = [path for path in crowd.tops if catalogues.nearest(covered, path)]
    places = Posting.objects.filter(current(begins), primary=True, post__unit__path__in=paths)
    people = list(places.values_list("person_id", "post__unit__path"))
    rows = Standing.objects.filter(person__in=[person for person, _ in people]).exclude(stage="closed")
    given = set(rows.filter(counts_on__range=(month.starts, month.ends)).values_list("person_id", flat=True))
    found: Counter[int] = Counter()
    for person, path in people:
        for viewer in _heads(crowd, [path], person) if person not in given else ():
            found[viewer.account.pk] += path in _own_tops(crowd, viewer)
    for account, n in found.items():
        if n:
            what, where = f"Giao việc {month.label.lower()} cho {n} người", reverse("work:assign")
            yield account, Entry(f"assign-{month.key}", None, what, "trước khi sang tháng", where, "work", "Giao việc")


def _own_tops(crowd: Crowd, viewer: Viewer) -> set[str]:
    """The units the viewer, or whom they stand in for, leads directly: those below have heads of their own."""
    return {path for principal in viewer.principals for path in crowd.led.get(principal, ())}


def _heads(crowd: Crowd, paths: Sequence[str], person: int) -> Iterable[Viewer]:
    """Who of the crowd reviews that person's work, by the paths of their unit and of the one that evaluates them; each
    once."""
    found = {}
    for principal, tops in crowd.led.items():
        if principal != person and any(path.startswith(top) for path in paths for top in tops):
            for viewer in crowd.seats[principal]:
                if viewer.person is not None and viewer.person.pk != person:
                    found[viewer.account.pk] = viewer
    return found.values()


def personal(viewer: Viewer, span: Span) -> list[Entry]:
    """The viewer's open work by day."""
    return _by_day(work.dues(viewer, span.first, span.last), "", reverse("work:mine"))


def of_unit(unit: Unit, span: Span) -> list[Entry]:
    """The open work of a unit by day."""
    rows = Standing.objects.filter(OPEN, subtree([unit.path], "unit_path"))
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

"""Server time and number of queries of the pages, as the roles who open them: the whole request, in this process."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import measuring
from agency_place import DECIDER, OFFICER, PERSON, REVIEWER, Agency
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Assignee, Sheet
from canbo.office.people.models import Person, Unit

TARGET_MS = 100
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Known:
    """What the addresses of an agency's pages name."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency

    @cached_property
    def cycles(self) -> list[Cycle]:
        return list(Cycle.objects.filter(agency=self.agency.root.agency_id).order_by("-starts"))

    @property
    def now(self) -> int:
        return self.cycles[0].pk

    @property
    def past(self) -> int:
        """The newest cycle that was published when the agency was built."""
        published = Cycle.objects.filter(agency=self.agency.root.agency_id, publications__isnull=False)
        return published.order_by("-starts")[0].pk

    @cached_property
    def person(self) -> Person:
        return self.agency.account(PERSON).person

    @cached_property
    def section(self) -> Unit:
        return self.person.postings.get().post.unit

    def sheet(self, cycle: int) -> int:
        """The person's own sheet."""
        return Sheet.objects.get(cycle=cycle, person=self.person).pk

    @property
    def waiting(self) -> int:
        """A sheet that waits for the reviewer."""
        rows = Assignee.objects.filter(step="review", person=self.agency.account(REVIEWER).person)
        return rows.filter(sheet__cycle=self.now, sheet__state__stage="review").latest("sheet_id").sheet_id


Arguments = Callable[[Known], Sequence[int]]


@dataclass(frozen=True)
class Page:
    """A page: who opens it, its name among the addresses, what the address names, what is asked of it."""

    role: str
    name: str
    arguments: Arguments = lambda known: ()
    query: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.role:9}{self.name}{self.query}{' ' + self.note if self.note else ''}"

    def url(self, known: Known) -> str:
        family = known.person.search_key.split()[0]
        return reverse(self.name, args=list(self.arguments(known))) + self.query.format(name=family)


def now(known: Known) -> Sequence[int]:
    return [known.now]


def past(known: Known) -> Sequence[int]:
    return [known.past]


PAGES = [
    Page(OFFICER, "home"),
    Page(OFFICER, "cycles:index"),
    Page(OFFICER, "evaluations:board", now, note="(current)"),
    Page(OFFICER, "evaluations:board", past, note="(published)"),
    Page(OFFICER, "evaluations:people", now),
    Page(OFFICER, "evaluations:open"),
    Page(OFFICER, "results:index"),
    Page(OFFICER, "results:cycle", now, note="(current)"),
    Page(OFFICER, "results:cycle", past, note="(published)"),
    Page(OFFICER, "results:roster", past),
    Page(OFFICER, "results:roster", past, "?q={name}"),
    Page(OFFICER, "results:documents", past),
    Page(OFFICER, "results:petitions"),
    Page(OFFICER, "results:grounds"),
    Page(OFFICER, "regulations:index"),
    Page(OFFICER, "regulations:packs"),
    Page(OFFICER, "regulations:drafts"),
    Page(OFFICER, "regulations:announcements"),
    Page(OFFICER, "regulations:compare"),
    Page(OFFICER, "regulations:tryout"),
    Page(OFFICER, "people:units"),
    Page(OFFICER, "people:unit", lambda known: [known.section.pk]),
    Page(OFFICER, "people:persons"),
    Page(OFFICER, "people:persons", query="?page=20"),
    Page(OFFICER, "people:persons", query="?q={name}"),
    Page(OFFICER, "people:person", lambda known: [known.person.pk]),
    Page(OFFICER, "people:imports"),
    Page(OFFICER, "people:accounts"),
    Page(OFFICER, "people:delegations"),
    Page(DECIDER, "home"),
    Page(DECIDER, "evaluations:reviews"),
    Page(DECIDER, "evaluations:board", now),
    Page(DECIDER, "results:index"),
    Page(DECIDER, "results:cycle", now, note="(to decide)"),
    Page(DECIDER, "results:roster", past),
    Page(REVIEWER, "home"),
    Page(REVIEWER, "evaluations:reviews"),
    Page(REVIEWER, "evaluations:grid", now),
    Page(REVIEWER, "evaluations:sheet", lambda known: [known.waiting]),
    Page(REVIEWER, "evaluations:board", now),
    Page(REVIEWER, "results:index"),
    Page(REVIEWER, "results:roster", past),
    Page(PERSON, "home"),
    Page(PERSON, "evaluations:mine"),
    Page(PERSON, "evaluations:sheet", lambda known: [known.sheet(known.now)]),
    Page(PERSON, "results:mine"),
    Page(PERSON, "results:result", lambda known: [known.sheet(known.past)]),
    Page(PERSON, "results:trace", lambda known: [known.sheet(known.past)]),
    Page(PERSON, "regulations:index"),
    Page(PERSON, "regulations:announcements"),
]


def browser(agency: Agency, role: str) -> Client:
    """A browser logged in as a role."""
    client = Client(headers={"host": "localhost"})
    client.force_login(agency.account(role), backend=BACKEND)
    return client


def getting(client: Client, url: str) -> Callable[[], Any]:
    """One request for a page. The connection is closed or kept before it as the server would."""

    def get() -> Any:
        close_old_connections()
        return client.get(url)

    return get


def pages(large: Agency, small: Agency, profile: str | None) -> None:
    """Print a line a page: server time, its ratio to the bare view, queries in the large and the smallest agency."""
    known, tiny = Known(large), Known(small)
    floor = measuring.timed(getting(browser(large, OFFICER), "/bench/bare/"))
    frame = measuring.timed(getting(browser(large, OFFICER), "/bench/frame/"))
    print(f"\nPAGES, target {TARGET_MS} ms at the median; queries in this agency / in one of 5 people and 1 month")
    print(f"{floor}         baseline: a bare view of one query behind all the middleware")
    print(f"{frame}  {frame.over(floor):5.1f} x the same view in the office's frame")
    missed = 0
    for page in PAGES:
        try:
            get, little = (getting(browser(each.agency, page.role), page.url(each)) for each in (known, tiny))
        except NoReverseMatch:
            print(f"{'':>38}  {page.label}: there is no such page")
            continue
        if profile is not None:
            if profile in page.label:
                explain(page.label, get)
            continue
        missed += show(page, get, little, floor)
    print(f"{missed} page(s) miss the target or the constant number of queries")


def show(page: Page, get: Callable[[], Any], little: Callable[[], Any], floor: measuring.Timing) -> bool:
    """Measure and print one page; whether it misses what is asked of it."""
    try:
        answers = {call().status_code for call in (get, little)}
    except Exception as error:
        answers = {f"{type(error).__name__}: {error}"}
    if answers != {200}:
        print(f"{'':>38}  {page.label}: answers {answers}")
        return True
    many, few = len(measuring.queries(get)), len(measuring.queries(little))
    timing = measuring.timed(get)
    faults = ["SLOW"] if timing.median > TARGET_MS else []
    faults += ["QUERIES"] if many > few else []
    size = len(get().content) / 1024
    print(
        f"{timing}  {timing.over(floor):5.1f} x  {many:3}/{few:3} q  {size:5.0f} kB  {page.label}  {' '.join(faults)}"
    )
    return bool(faults)


def explain(label: str, get: Callable[[], Any]) -> None:
    """Where the time of one request goes: its slowest statements and its functions."""
    get()
    found: list[tuple[float, str]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        result = execute(sql, params, many, context)
        found.append(((time.perf_counter() - began) * 1000, sql))
        return result

    print(f"\n=== {label}")
    close_old_connections()
    with connection.execute_wrapper(note):
        get()
    for spent, sql in sorted(found, reverse=True)[:6]:
        print(f"{spent:7.1f} ms  {sql[:400]}")
    profiler = cProfile.Profile()
    profiler.runcall(get)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats("canbo|django/template/base|sql/compiler", 40)

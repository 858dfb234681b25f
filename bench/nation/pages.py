"""The dashboards of the country, of a province and of a commune, as the officer of the country opens them."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection
from django.urls import reverse

from canbo.office.base.models import Account
from canbo.office.people.models import Unit

from .people import CODE, OFFICER

TARGETS = {"country": 100, "province": 60, "commune": 30}  # milliseconds of database time
PAGES = ("insight:unit", "insight:ratings", "insight:workforce")


def places() -> dict[str, Unit]:
    """The country, its first province and that one's first commune."""
    country = Unit.objects.get(code=CODE)
    province = Unit.objects.filter(parent=country).order_by("path")[0]
    return {
        "country": country, "province": province, "commune": Unit.objects.filter(parent=province).order_by("path")[0]
    }  # fmt: skip


def measure(profile: str | None = None) -> None:
    """A line a page: Django's processor time, the engine's, and what the statements took by the clock; medians.
    `profile`: where the time of the pages goes whose line holds this text."""
    import agency_pages
    import measuring
    from dashboards import engine
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(username=OFFICER), backend=agency_pages.BACKEND)
    print("\nPAGES, milliseconds; targets are for the database time of the first page of each place")
    for name in PAGES:
        for place, unit in places().items():
            get = agency_pages.getting(client, reverse(name, args=[unit.pk]))
            if get().status_code != 200:
                raise SystemExit(f"{name} of {unit.name} gives {get().status_code}")
            if profile is not None:
                if profile in f"{name} of {unit.name}":
                    agency_pages.explain(unit.name, get)
                continue
            queries = len(measuring.queries(get))
            before = engine()
            timing = measuring.timed(get, warm=0, n=15)
            spent, waited = (engine() - before) / timing.n, clocked(get)
            over = "  SLOW" if name == PAGES[0] and spent > TARGETS[place] else ""
            print(
                f"{timing}  engine {spent:6.1f}  by the clock {waited:6.1f}  {queries:3} q  {name} of {unit.name}{over}"
            )


def clocked(get: Any) -> float:
    """Milliseconds that passed within statements, of one call."""
    spent = 0.0

    def note(execute: Any, *given: Any) -> Any:
        nonlocal spent
        began = time.perf_counter()
        try:
            return execute(*given)
        finally:
            spent += time.perf_counter() - began

    with connection.execute_wrapper(note):
        get()
    return spent * 1000

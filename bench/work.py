"""Measure work: a, b, c of 2,000 people × 60 products; one change; the pages of a head with 40. See bench/README.md.

.venv/bin/python bench/work.py                               SQLite, in a folder that is gone afterwards
scripts/with-postgres .venv/bin/python bench/work.py         PostgreSQL
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import measuring
from agency import analyse, prepare

PRODUCTS = 60
WAITING = 10  # deliveries of each of the reviewer's 40 people that wait for the grid
RAW = (
    "SELECT person_id, SUM(coefficient * quantity), SUM(coefficient * passed) FROM work_standing "
    "WHERE agency_id = %s AND counts_on BETWEEN %s AND %s GROUP BY person_id"
)
ROWS = "SELECT person_id, coefficient, quantity, fates FROM work_standing WHERE agency_id = %s"


class Place:
    """The agency with a catalogue and a month of work, in rows as the actions write them."""

    def __init__(self, people: int) -> None:
        import agency_place as place

        from canbo.office.people.models import Posting

        self.agency = place.found(place.LARGE, place.Size(people=people))
        self.rules = self._adopt()
        self.products = self._catalogue()
        held = Posting.objects.filter(post__unit__agency=self.agency.root.agency_id)
        self.postings = list(held.select_related("post__unit").order_by("id"))
        self.reviewer = self.agency.account(place.REVIEWER)
        self.section = next(row.post.unit for row in self.postings if row.person_id == self.reviewer.person.pk)
        self._give()

    def _adopt(self) -> Any:
        from agency_place import OFFICER

        from canbo.office.regulations import queries
        from canbo.office.regulations.actions.adopting import adopt
        from canbo.office.regulations.actions.drafts import draft_adoption, save_draft

        officer, day = self.agency.account(OFFICER), date(2026, 1, 1)
        draft = draft_adoption(actor=officer, unit=self.agency.root, pack_key="nd_335_2025")
        draft = save_draft(
            actor=officer, draft=draft, kind="Quyết định", number="335", title="Theo 335", issued=day, valid_from=day,
            settings={"general_split": {"ethics": 1000, "capacity": 1000, "innovation": 1000}},
        )  # fmt: skip
        return queries.rules(adopt(actor=officer, draft=draft).rules_id)

    def _catalogue(self) -> list[Any]:
        from agency_place import OFFICER

        from canbo.office.work.actions.catalogues import Said, establish
        from canbo.office.work.catalogue_file import Entry
        from canbo.office.work.models import Product

        entries = [Entry(f"P{n:03d}", f"Sản phẩm {n}", 3_000 + 700 * n) for n in range(PRODUCTS)]
        said = Said("1", "Danh mục", date(2026, 1, 1), "direct")
        establish(actor=self.agency.account(OFFICER), unit=self.agency.root, said=said, entries=entries)
        return list(Product.objects.order_by("id"))

    def _give(self) -> None:
        from canbo.office.work import cases
        from canbo.office.work.models import Act, Assignment, Standing

        root, made = self.agency.root, []
        head = self.postings[0].person_id
        for posting in self.postings:
            for number, product in enumerate(self.products):
                made.append(
                    Assignment(
                        agency_id=root.agency_id,
                        unit=posting.post.unit,
                        unit_path=posting.post.unit.path,
                        person_id=posting.person_id,
                        product=product,
                        quantity=1 + number % 5,
                        assigned_on=date(2026, 11, 2),
                        due=date(2026, 11, 20),
                        account=self.reviewer,
                        by_person_id=head if posting.person_id != head else self.postings[1].person_id,
                    )
                )
        Assignment.objects.bulk_create(made, batch_size=2000)
        acts = [act for number, row in enumerate(made) for act in self._acts(number, row)]
        for kind in ("deliver", "pass"):
            Act.objects.bulk_create([act for act in acts if act.kind == kind], batch_size=2000)
        by_row: dict[int, list[Act]] = {}
        for act in acts:
            by_row.setdefault(act.assignment_id, []).append(act)
        known = (
            cases.Case(row, mine, cases.derive(row, [cases.deed_of(act) for act in mine]))
            for row, mine in ((row, by_row.get(row.pk, [])) for row in made)
        )
        Standing.objects.bulk_create([case.summary() for case in known], batch_size=2000)

    def _acts(self, number: int, row: Any) -> list[Any]:
        """Delivered (every ninth late), and accepted but for the last ten of each of the section's people."""
        from canbo.office.work.models import Act

        day = date(2026, 11, 10) + timedelta(days=13 * (number % 9 == 0))
        said = {"agency_id": row.agency_id, "assignment": row, "account": self.reviewer, "pieces": row.quantity}
        given = Act(kind="deliver", day=day, person_id=row.person_id, **said)
        waits = row.unit_path == self.section.path and number % PRODUCTS >= PRODUCTS - WAITING
        return [given] if waits else [given, Act(kind="pass", of=given, person_id=row.by_person_id, **said)]


def raw(agency: int, first: date, last: date) -> int:
    """The bare sums of the same rows, by the database alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(RAW, [agency, first, last])
        return len(cursor.fetchall())


def read(agency: int) -> int:
    """The same rows fetched and added up without the engine: what reading alone takes."""
    from django.db import connection

    sums: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [agency])
        for person, coefficient, quantity, _ in cursor.fetchall():
            sums[person] = sums.get(person, 0) + coefficient * quantity
    return len(sums)


def everybody(place: Place) -> None:
    """a, b, c of all."""
    from canbo.office.work.queries import figures
    from canbo.rulebook.process import Period

    month, agency = Period("month", 2026, 11), place.agency.root.agency_id
    people = [row.person_id for row in place.postings]
    base = measuring.timed(lambda: raw(agency, month.starts, month.ends), n=5)
    fetch = measuring.timed(lambda: read(agency), n=5)
    whole = measuring.timed(
        lambda: figures(agency_id=agency, people=people, period=month, rules=place.rules), n=5, warm=1
    )
    print(f"{len(people)} people × {PRODUCTS} products: a, b, c of everybody")
    print(f"  sums by the database      {base}")
    print(f"  rows fetched and added    {fetch}")
    print(f"  figures                   {whole}  {whole.over(base):.1f} × the sums, {whole.over(fetch):.1f} × fetching")


def one(place: Place) -> None:
    """One review and that person's figures."""
    from canbo.office.demo import clock
    from canbo.office.work import actions
    from canbo.office.work.models import Act
    from canbo.office.work.queries import figures
    from canbo.rulebook.process import Period

    month, agency = Period("month", 2026, 11), place.agency.root.agency_id
    below = Act.objects.exclude(person=place.reviewer.person).filter(kind="deliver")
    waiting = list(below.filter(assignment__standing__stage="review").order_by("id")[:40])
    left = iter(waiting)

    def change() -> None:
        act = next(left)
        with clock.on(date(2026, 11, 25)):
            actions.review(actor=place.reviewer, given=actions.Review(act.pk, "pass"))
        figures(agency_id=agency, people=[act.person_id], period=month, rules=place.rules)

    person = waiting[0].person_id
    mine = measuring.timed(lambda: figures(agency_id=agency, people=[person], period=month, rules=place.rules))
    print("one change")
    print(f"  figures of one person     {mine}")
    print(f"  a review, and the figures {measuring.timed(change)}")


def pages(place: Place) -> None:
    """The pages of a head with 40 people, and the whole of the grid sent at once."""
    from django.test import Client
    from django.urls import reverse

    from canbo.office.demo import clock
    from canbo.office.work.models import Act

    client = Client(headers={"host": "localhost"})
    client.force_login(place.reviewer, backend="django.contrib.auth.backends.ModelBackend")
    person = next(row for row in place.postings if row.post.unit_id == place.section.pk and row.post.rank == "staff")
    month = "?thang=2026-11"
    shown = {
        "bare (baseline)": "/bench/bare/",
        "review grid": reverse("work:review"),
        "unit board": reverse("work:unit") + month,
        "person's month": reverse("work:person", args=[person.person_id]) + month,
        "quick entry": reverse("work:assign") + f"{month}&nguoi={person.person_id}",
    }
    print(f"pages of a head with 40 people, {Act.objects.filter(assignment__standing__stage='review').count()} waiting")
    with clock.on(date(2026, 11, 25)):
        for label, where in shown.items():
            print(f"  {label:<25} {_page(client, where)}")
        below = Act.objects.exclude(person=place.reviewer.person).filter(kind="deliver")
        names = below.filter(assignment__standing__stage="review").values_list("id", "pieces")
        sent = {f"d{pk}-of": str(pieces) for pk, pieces in names} | {"do": "pass"}
        whole = measuring.once(lambda: client.post(reverse("work:review"), sent))
        print(f"  {len(names)} deliveries accepted at once: {whole.wall:.0f} ms, cpu {whole.cpu:.0f}")


def _page(client: Any, where: str) -> str:
    def call() -> None:
        answer = client.get(where)
        assert answer.status_code == 200, (where, answer.status_code)

    found = measuring.timed(call)
    with measuring.counting() as seen:
        call()
    return f"{found}  {len(seen)} q"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    args = parser.parse_args()
    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        prepare(data)
        began = time.perf_counter()
        place = Place(args.people)
        analyse()
        print(f"built in {time.perf_counter() - began:.0f} s at {datetime.now():%H:%M}", file=sys.stderr)
        steps: tuple[Callable[[Place], None], ...] = (everybody, one, pages)
        for step in steps:
            step(place)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()

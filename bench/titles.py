"""Who qualifies for which title, as the room asks it: 20,000 people, five years, all titles, out of the database.

.venv/bin/python bench/titles.py                               SQLite, in a folder that is gone afterwards
scripts/with-postgres .venv/bin/python bench/titles.py         PostgreSQL

Ratings, conduct, initiatives and the titles of ten years before are rows; each year is judged with what would open a
title. Baseline of the same run: the same records, already read, through the rules alone (`commend.qualify_all`), each
judged anew. Target (issue: what results are for): 10 seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

YEARS = range(2024, 2029)
RATINGS = ("excellent", "good", "good", "good", "completed", "not_completed")
TITLES = ("advanced_worker", "base_fighter", "province_fighter")


def build(people: int) -> str:
    """The agency with everybody's years; the path of its root."""
    import agency_place as place

    from canbo.office.awards.models import AwardFact, AwardRules
    from canbo.office.cycles.models import Cycle
    from canbo.office.evaluations.models import Sheet, State
    from canbo.office.people.models import Posting
    from canbo.rulebook.process import Period

    agency = place.found(place.LARGE, place.Size(people, 400, 1))
    root, chance = agency.root, random.Random(7)
    by = agency.account(place.OFFICER)
    AwardRules.objects.create(
        agency=root.agency, unit=root, instrument="luat_06_2022", values={"award_years": "fresh"},
        valid_from=place.SINCE, document="Quy chế", by=by,
    )  # fmt: skip
    seats = list(Posting.objects.filter(post__unit__path__startswith=root.path).select_related("post__unit"))
    for year in YEARS:
        period = Period("year", year)
        cycle = Cycle.objects.create(
            agency=root.agency, unit=root, adoption=agency.adoption, rules_id=agency.adoption.rules_id, year=year,
            period_kind="year", number=1, starts=period.starts, ends=period.ends, name=period.label,
        )  # fmt: skip
        sheets = Sheet.objects.bulk_create(
            [
                Sheet(
                    agency=root.agency, cycle=cycle, person_id=one.person_id, unit=one.post.unit,
                    unit_path=one.post.unit.path, form="staff", kind=one.kind,
                )
                for one in seats
            ],
            batch_size=1000,
        )  # fmt: skip
        State.objects.bulk_create(
            [
                State(
                    agency=root.agency, sheet=sheet, cycle=cycle, unit_path=sheet.unit_path, stage="published",
                    total=8000, level=chance.choice(RATINGS),
                )
                for sheet in sheets
            ],
            batch_size=1000,
        )  # fmt: skip

    def facts() -> Iterator[AwardFact]:
        for one in seats:
            for year in YEARS:
                yield _fact(one.person_id, year, "conduct", chance.random() > 0.02)
                yield _fact(one.person_id, year, "initiative", chance.random() < 0.2)
            for year in range(YEARS[0] - 10, YEARS[0]):
                if chance.random() < 0.95:
                    yield _fact(one.person_id, year, "titles", list(TITLES[: chance.choice((0, 1, 1, 2, 2, 3))]))

    def _fact(person: int, year: int, key: str, value: object) -> AwardFact:
        return AwardFact(agency=root.agency, person_id=person, year=year, fact=key, value=value, document="BB", by=by)

    AwardFact.objects.bulk_create(facts(), batch_size=1000)
    return root.path


def timed(label: str, work: Callable[[], int]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"  {label:34} {wall:6.2f} s   cpu {cpu:6.2f} s   {answer:,} yes")


def measure(path: str) -> None:
    from django.db import connection

    from canbo.office.awards.queries import Book
    from canbo.rulebook import commend

    kept: list[Book] = []

    def room() -> int:
        book = Book([path], list(YEARS))
        kept.append(book)
        lines = (line for year in YEARS for line in book.people(year))
        return sum(one.outcome is True for line in lines for one in line.findings.values())

    def rules() -> int:
        earned = 0
        for year in YEARS:
            law = kept[0].laws.at(path, year).rules
            assert law is not None
            records = {line.member.key: line.record for line in kept[0].people(year)}
            found = commend.qualify_all(law, records, year)
            earned += sum(one.outcome is True for titles in found.values() for one in titles.values())
        return earned

    print(f"{connection.vendor}; {len(YEARS)} years × 4 titles")
    timed("the room's query", room)
    timed("one year, people and collectives", lambda: one_year(path))
    timed("baseline: rules, nobody's twice over", rules)


def one_year(path: str) -> int:
    """What the page asks."""
    from canbo.office.awards.queries import of_year

    people, units = of_year([path], YEARS[-1])
    return sum(one.outcome is True for line in (*people, *units) for one in line.findings.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    args = parser.parse_args()
    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        os.environ.update(CANBO_DATA=str(data), DJANGO_SETTINGS_MODULE="canbo.office.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        path = build(args.people)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        measure(path)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()

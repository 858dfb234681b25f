"""The signals against levelling as the background task finds them: 20,000 people × 36 months out of the database.

.venv/bin/python bench/levelling_room.py                               SQLite, in a folder that is gone afterwards
scripts/with-postgres .venv/bin/python bench/levelling_room.py         PostgreSQL
.venv/bin/python bench/levelling_room.py --people 2000 --profile       smaller; where the time goes

Units, people and the newest month come from the office's own actions; the closed months are copied from it in SQL, each
sheet with one of 500 invented vectors of marks, those of one unit in a hundred all with the same. Baseline of the same
run: the same rows read once by the same three queries, without looking at them.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

TARGET_SECONDS, PAGE_MS = 60, 150
VECTORS = 500
CODE = "CB"
VECTOR = """CASE WHEN u.levelled = 1 THEN 0 ELSE (s.person_id * 7919 + s.cycle_id * 104729) % 500 END"""
FROM = f"""FROM sheet s JOIN bench_unit u ON u.id = s.unit_id JOIN bench_vector v ON v.form = s.form AND v.k = {VECTOR}
WHERE s.cycle_id = %s"""
EMPTY = "''" if os.environ.get("DATABASE_URL") else "x''"  # no bytes, as each engine writes them
LEVEL = "CASE WHEN v.total >= 9000 THEN 'excellent' ELSE 'good' END"
SHEETS = """INSERT INTO sheet (agency_id, cycle_id, person_id, unit_id, unit_path, form, kind, rank, post_title,
    task_group, at) SELECT agency_id, %s, person_id, unit_id, unit_path, form, kind, rank, post_title, task_group, at
    FROM sheet WHERE cycle_id = %s AND person_id IS NOT NULL"""
DECISIONS = f"""INSERT INTO decision (agency_id, sheet_id, marks, total, computed_level, level, reason, kept,
    trace_hash, decider_id, by_id, at)
    SELECT s.agency_id, s.id, v.marks, v.total, {LEVEL}, {LEVEL}, '', '{{}}', {EMPTY}, %s, %s, s.at {FROM}"""
STATES = f"""INSERT INTO sheet_state (agency_id, sheet_id, cycle_id, unit_path, stage, self_total, review_total, total,
    level) SELECT s.agency_id, s.id, s.cycle_id, s.unit_path, 'published', v.total - (s.id * 31) % 4 * 50, v.total,
    v.total, {LEVEL} {FROM}"""
REVIEWS = f"""INSERT INTO marking (agency_id, sheet_id, step, author_id, account_id, marks, total, facts, comment,
    late, at) SELECT s.agency_id, s.id, 'review', r.reviewer, %s, v.marks, v.total, '{{}}', '', %s, s.at
    {FROM.replace("WHERE", "JOIN bench_reviewer r ON r.person = s.person_id WHERE")}"""


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--profile", action="store_true", help="where the time of the task goes")
    return parser.parse_args()


def build(args: argparse.Namespace) -> Any:
    """The agency: one month from the office's actions, the others closed."""
    import agency_history as history
    import agency_place as place
    from django.db import connection, transaction

    from canbo.office.cycles.models import Cycle
    from canbo.office.results.models import Closing
    from canbo.rulebook.process import Period

    agency = place.found(CODE, place.Size(args.people, args.people // 20, args.months))
    periods = history.periods(Period("month", 2026, 11), args.months + 1)
    last = history.open_month(agency, periods[-1])
    _help(agency.root.path, last)
    head = agency.account(place.DECIDER)
    for at, period in enumerate(periods[:-1], start=1):
        cycle = Cycle.objects.get(pk=last.pk)
        cycle.pk, cycle.year, cycle.number, cycle.name = None, period.year, period.number, period.label
        cycle.starts, cycle.ends = period.starts, period.ends
        with transaction.atomic(), connection.cursor() as cursor:
            cycle.save(force_insert=True)
            cursor.execute(SHEETS, [cycle.pk, last.pk])
            for text, given in ((DECISIONS, [head.person.pk, head.pk]), (STATES, []), (REVIEWS, [head.pk, False])):
                cursor.execute(text.replace(" % ", " %% "), [*given, cycle.pk])
            Closing.objects.create(agency_id=cycle.agency_id, cycle=cycle, report={}, by=head)
        print(f"\r{at} of {args.months} months ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return agency


def _help(root: str, last: Any) -> None:
    """Tables the copying joins: vectors by form, which units are levelled, who reviews whom."""
    from django.db import connection

    from canbo.office.evaluations.models import Assignee, Marking, Sheet
    from canbo.office.people.models import Unit
    from canbo.office.regulations import queries as regulations
    from canbo.rulebook import scoring

    column = Marking._meta.get_field("marks")
    kind = column.db_type(connection)
    chance, rules = Random(1), regulations.rules(last.rules_id)
    rows = []
    for form in Sheet.objects.filter(cycle=last).values_list("form", flat=True).distinct():
        found = rules.form(form)
        for k in range(VECTORS):
            good = chance.gauss(82, 5)
            marks = tuple(
                min(item.scale.max, round(item.scale.max * (good + chance.gauss(0, 6)) / 100) // 25 * 25)
                for item in found.items
            )
            total = scoring.score(rules, found, marks).total
            rows.append((form, k, column.get_db_prep_value(marks, connection), total))
    units = Unit.objects.filter(path__startswith=root).order_by("path").values_list("pk", flat=True)
    held = Assignee.objects.filter(sheet__cycle=last, step="review", ended_at=None)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_vector (form text, k integer, marks {kind}, total integer)")
        cursor.executemany("INSERT INTO bench_vector VALUES (%s, %s, %s, %s)", rows)
        cursor.execute("CREATE INDEX bench_vector_k ON bench_vector (form, k)")
        cursor.execute("CREATE TABLE bench_unit (id bigint PRIMARY KEY, levelled integer)")
        cursor.executemany(
            "INSERT INTO bench_unit VALUES (%s, %s)", [(pk, int(at % 100 == 20)) for at, pk in enumerate(units)]
        )
        cursor.execute("CREATE TABLE bench_reviewer (person bigint PRIMARY KEY, reviewer bigint)")
        cursor.executemany(
            "INSERT INTO bench_reviewer VALUES (%s, %s)",
            list(dict(held.values_list("sheet__person_id", "person_id")).items()),
        )


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that passed, and of this process's own processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(agency: Any, profile: bool) -> None:
    """The task beside its baseline, and the pages on what it found."""
    import agency_place as place

    from canbo.office.base import jobs
    from canbo.office.insight.actions import examining
    from canbo.office.insight.levelling.source import Source, closed
    from canbo.office.insight.models import Examination, Examined, Signal
    from canbo.rulebook.levelling import Settings

    starts, ends = date(2018, 1, 1), date(2026, 12, 31)

    def bare() -> None:
        source = Source(agency.root.path, closed(agency.root, starts, ends))
        for part in source.parts(source.units()):
            for _ in source.read(part):
                pass

    plain = clocked(bare)
    job = examining.start(
        actor=agency.account(place.OFFICER), unit=agency.root, starts=starts, ends=ends, settings=Settings()
    )
    if profile:
        watch = cProfile.Profile()
        watch.runcall(jobs.perform, job)
        pstats.Stats(watch).sort_stats("tottime").print_stats(25)
        return
    own = clocked(lambda: jobs.perform(job))
    row = Examination.objects.latest("id")
    planted = Examined.objects.filter(examination=row, unit__isnull=False, found__gt=0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    miss = "  SLOW" if own[0] > TARGET_SECONDS else ""
    print(f"{row.sheets:,} sheets of {row.cycles} months, {row.examined.count():,} units and evaluators")
    print(f"  the task   {own[0]:6.1f} s   cpu {own[1]:6.1f} s   target {TARGET_SECONDS} s{miss}")
    print(f"  read alone {plain[0]:6.1f} s   cpu {plain[1]:6.1f} s   largest memory {peak:.0f} MB")
    print(f"  {planted.count()} units found, {Signal.objects.filter(examined__examination=row).count():,} signals kept")
    pages(agency, planted.order_by("-found").first())


def pages(agency: Any, one: Any) -> None:
    """A line a page."""
    import agency_pages
    import agency_place as place
    import measuring

    officer = agency_pages.browser(agency, place.OFFICER)
    asked = ["", "nguoi-cham/", *((f"{one.pk}/", f"{one.pk}/phieu/spread/") if one else ())]
    for path in asked:
        get = agency_pages.getting(officer, f"/buc-tranh/cao-bang/{path}")
        status, queries, timing = get().status_code, len(measuring.queries(get)), measuring.timed(get)
        miss = "  SLOW" if timing.cpu > PAGE_MS else ""
        print(f"{timing}  {queries:3} q  {len(get().content) / 1024:5.0f} kB  cao-bang/{path} {status}{miss}")


def main() -> None:
    """Build, measure."""
    import agency

    args = arguments()
    agency.district(args, build, lambda found: measure(found, args.profile))


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    main()

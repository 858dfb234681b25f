"""Dashboards of a district: 20,000 people × 36 months, from the summaries; rebuilding these; checking them.

scripts/with-postgres .venv/bin/python bench/dashboards.py      PostgreSQL
.venv/bin/python bench/dashboards.py --people 2000              smaller, SQLite
.venv/bin/python bench/dashboards.py --profile workforce        where the time of one page goes

The tree, the people and the first month come from the office's own actions; the other months are copied from it in SQL,
with levels of their own. Baseline: the bare page of agency.py.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

TARGET_MS, REBUILD_SECONDS = 150, 30
CODE = "QUAN"
SHEETS = """
INSERT INTO sheet (agency_id, cycle_id, person_id, collective_id, unit_id, unit_path, form, kind, rank, post_title,
    task_group, at)
SELECT agency_id, %s, person_id, collective_id, unit_id, unit_path, form, kind, rank, post_title, task_group, at
FROM sheet WHERE cycle_id = %s
"""
DICE = "(s.id * 7919 + s.cycle_id * 104729) % 100"
LEVEL = f"""CASE WHEN {DICE} < 14 THEN 'excellent' WHEN {DICE} < 84 THEN 'good' WHEN {DICE} < 97 THEN 'completed'
    ELSE '' END"""
EMPTY = "''" if os.environ.get("DATABASE_URL") else "x''"  # no bytes, as each engine writes them
DECISIONS = f"""
INSERT INTO decision (agency_id, sheet_id, marks, total, computed_level, level, reason, kept, trace_hash, decider_id,
    by_id, at)
SELECT s.agency_id, s.id, {EMPTY}, 6000 + {DICE} * 30, {LEVEL}, {LEVEL}, '', '{{}}', {EMPTY}, %s, %s, s.at
FROM sheet s WHERE s.cycle_id = %s
"""
STATES = f"""
INSERT INTO sheet_state (agency_id, sheet_id, cycle_id, unit_path, stage, total, level)
SELECT s.agency_id, s.id, s.cycle_id, s.unit_path, 'published', 6000 + {DICE} * 30, {LEVEL}
FROM sheet s WHERE s.cycle_id = %s
"""

# What the record says of nine in ten: field, its steps from the highest, a prime that throws the dice of a person.
FIELDS = (
    ("education", ("doctor", "master", "university", "college"), 7919),
    ("political_theory", ("advanced", "intermediate", "basic", "none"), 104729),
    ("state_management", ("senior", "principal", "specialist", "officer"), 1299709),
    ("language", ("four", "three", "two", "none"), 15485863),
)
ENTRIES = """
INSERT INTO profile_entry (person_id, field, day, by_id, at)
SELECT id, %s, CASE WHEN id % 5 = 0 THEN NULL ELSE valid_from END, %s, valid_from
FROM (SELECT p.id, g.valid_from FROM person p JOIN posting g ON g.person_id = p.id) who WHERE id * %s % 9973 % 10 < 9
"""
WORDS = """
INSERT INTO profile_value (entry_id, text, detail, paper)
SELECT id, CASE person_id * %s % 9941 % 4 WHEN 0 THEN %s WHEN 1 THEN %s WHEN 2 THEN %s ELSE %s END, '', ''
FROM profile_entry WHERE field = %s
"""
RECRUITED = """
INSERT INTO profile_value (entry_id, text, detail, paper)
SELECT id, CAST(1990 + (person_id * 7919) % 35 AS text) || '-07-01', '', '' FROM profile_entry WHERE field = 'recruited'
"""
STANDARDS = (
    {"Chức danh": "Trưởng đơn vị", "Trình độ chuyên môn": "Đại học", "Lý luận chính trị": "Cao cấp",
     "Quản lý nhà nước": "Chuyên viên chính", "Số năm công tác": "5", "Tuổi": "58"},
    {"Chức danh": "Chuyên viên", "Trình độ chuyên môn": "Đại học", "Lý luận chính trị": "Sơ cấp",
     "Quản lý nhà nước": "Chuyên viên", "Ngoại ngữ": "Bậc 2", "Số năm công tác": "1"},
)  # fmt: skip


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20000)
    parser.add_argument("--units", type=int, help="by default one for 33 people")
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--profile", metavar="LABEL", help="profile the pages whose label holds this text")
    return parser.parse_args()


def build(args: argparse.Namespace) -> object:
    """The district with its months, all decided but the last, which nobody has begun."""
    import agency_history as history
    import agency_place as place
    from django.db import connection

    from canbo.office.cycles.models import Cycle
    from canbo.rulebook.process import Period

    size = place.Size(args.people, args.units or max(10, args.people // 33), args.months)
    agency = place.found(CODE, size)
    periods = history.periods(Period("month", 2026, 11), args.months + 1)
    last = history.open_month(agency, periods[-1])
    head = agency.account(place.DECIDER)
    for at, period in enumerate(periods[:-1], start=1):
        cycle = Cycle.objects.get(pk=last.pk)
        cycle.pk, cycle.year, cycle.number, cycle.name = None, period.year, period.number, period.label
        cycle.starts, cycle.ends = period.starts, period.ends
        cycle.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute(SHEETS, [cycle.pk, last.pk])
            cursor.execute(DECISIONS.replace("%", "%%").replace("%%s", "%s"), [head.person.pk, head.pk, cycle.pk])
            cursor.execute(STATES.replace("%", "%%").replace("%%s", "%s"), [cycle.pk])
        print(f"\r{at} of {args.months} months ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    records(agency)
    return agency


def records(agency: object) -> None:
    """The personnel record of everybody, and a standard for each of the two titles."""
    import agency_place as place
    from django.db import connection

    from canbo.office.profiles.actions import standards as acts
    from canbo.rulebook import standards

    officer = agency.account(place.OFFICER)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for field, steps, prime in (*FIELDS, ("recruited", (), 32452843)):
            cursor.execute(ENTRIES.replace("% ", "%% "), [field, officer.pk, prime])
            if steps:
                cursor.execute(WORDS.replace("% ", "%% "), [prime, *steps, field])
        cursor.execute(RECRUITED)
    found = standards.from_table(STANDARDS, "Quy định tiêu chuẩn chức danh", place.SINCE)
    text = acts.keep(actor=officer, unit=agency.root, found=found)  # type: ignore[attr-defined]
    acts.adopt(actor=officer, text=text)


def rebuild() -> None:
    """The time of counting all summaries anew, and of the check that compares them."""
    import agency

    from canbo.office.evaluations import counting
    from canbo.office.evaluations.queries import check_opened
    from canbo.office.profiles import attained
    from canbo.office.profiles.queries.checks import check_attained
    from canbo.office.results.actions import summing
    from canbo.office.results.queries import check_summaries

    agency.analyse()
    began = time.perf_counter()
    opened, counted, told = counting.rebuild(), summing.rebuild(), attained.rebuild()
    spent = time.perf_counter() - began
    agency.analyse()
    miss = "  SLOW" if spent > REBUILD_SECONDS else ""
    print(f"rebuilt {opened} + {counted} + {told} rows in {spent:.1f} s, target {REBUILD_SECONDS} s{miss}")
    began = time.perf_counter()
    faults = [*check_opened(), *check_summaries(), *check_attained()]
    print(f"compared with all they are counted from in {time.perf_counter() - began:.1f} s: {len(faults)} differences")


def engine() -> float:
    """Milliseconds of processor time the engine's process behind this connection has had so far: what a busy machine
    does not change. 0 on SQLite, which works within this process."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def pages(agency: object, profile: str | None) -> None:
    """A line a page: server time as the officer of the district opens it."""
    import agency_pages
    import agency_place as place
    import measuring
    from django.urls import reverse

    from canbo.office.people.models import Unit

    known: place.Agency = agency  # type: ignore[assignment]
    root = known.root
    department = Unit.objects.filter(parent=root).order_by("path")[0]
    officer = agency_pages.browser(known, place.OFFICER)
    floor = measuring.timed(agency_pages.getting(officer, "/bench/bare/"))
    print(f"\nPAGES, target {TARGET_MS} ms of processor time at the median: this process and the engine's")
    print(f"{floor}         baseline: a bare view behind all the middleware")
    asked = [
        ("insight:unit", root, ""), ("insight:unit", root, "?doi-tuong=civil_servant"),
        ("insight:unit", root, "?ky=2026-11"), ("insight:unit", department, ""),
        ("insight:behind", root, "?ky=2026-10&muc=1"), ("insight:ratings", root, "?ky=2026-10"),
        ("insight:workforce", root, ""), ("insight:workforce", department, ""), ("insight:people", root, "?gioi=F"),
        ("insight:people", root, "?tuoi=31"), ("insight:reports", department, "?mau=quarter"),
        *(("insight:reports", root, f"?mau={name}") for name in ("quarter", "year", "ward", "term", "programme")),
    ]  # fmt: skip
    standards = [("profiles:meeting", ""), ("profiles:judged", ""), ("profiles:judged", "?outcome=lacks")]
    addresses = [
        (f"{name}{query} of {unit.name}", reverse(name, args=[unit.pk]) + query) for name, unit, query in asked
    ]
    addresses += [(f"{name}{query}", reverse(name) + query) for name, query in standards]
    for label, address in addresses:
        get = agency_pages.getting(officer, address)
        if profile is not None:
            if profile in label:
                agency_pages.explain(label, get)
            continue
        status, queries = get().status_code, len(measuring.queries(get))
        before = engine()
        timing = measuring.timed(get, warm=0)
        spent = (engine() - before) / timing.n
        miss = "  SLOW" if timing.cpu + spent > TARGET_MS else ""
        size = len(get().content) / 1024
        found = f"{timing}  engine {spent:6.1f}  {timing.over(floor):5.1f} x  {queries:3} q  {size:5.0f} kB"
        print(f"{found}  {label} {status}{miss}")


def main() -> None:
    """Build, rebuild, measure."""
    import agency

    args = arguments()

    def measure(found: object) -> None:
        rebuild()
        pages(found, args.profile)

    agency.district(args, build, measure)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()

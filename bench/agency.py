"""Measure the office on an agency of 2,000 people with 24 closed months: pages, saving, closing. See bench/README.md.

.venv/bin/python bench/agency.py                               SQLite, in a folder that is gone afterwards
scripts/with-postgres .venv/bin/python bench/agency.py         PostgreSQL
.venv/bin/python bench/agency.py --data /tmp/agency            keep what was built, and use it again
.venv/bin/python bench/agency.py --only pages --profile board  one part; where the time of one page goes
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PARTS = ("pages", "saving", "closing")
TO_CLOSE = 3  # of the closed months, how many are closed by the measurement itself


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--data", type=Path, help="a folder to keep what is built in, and to start from (SQLite)")
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--profile", metavar="LABEL", help="profile the pages whose label holds this text")
    return parser.parse_args()


def prepare(data: Path) -> None:
    """Settle the environment before Django reads it; make the tables and the static files."""
    os.environ.update(CANBO_DATA=str(data), CANBO_SECOND_FACTOR="0", DJANGO_SETTINGS_MODULE="canbo.office.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "agency_floor"
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # a page that fails is a line of the report
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def build(args: argparse.Namespace) -> None:
    """The agency and, for counting queries, the smallest one: 24 months and the current one each. Progress is shown."""
    import agency_history as history
    import agency_place as place

    from canbo.office.people.models import Unit
    from canbo.rulebook.process import Period

    sizes = {place.LARGE: place.Size(args.people, args.units, args.months), place.SMALL: place.SMALLEST}
    for prefix, size in sizes.items():
        if Unit.objects.filter(code=prefix).exists():
            continue
        agency = place.found(prefix, size)
        periods = history.periods(Period("month", 2026, 11), size.months + 1)
        last = len(periods) - (1 + TO_CLOSE if prefix == place.LARGE else 1)
        for number, period in enumerate(periods):
            began = time.perf_counter()
            if number < last:
                history.past_month(agency, period)
            elif number < len(periods) - 1:
                history.reviewed_month(agency, period)
            else:
                history.current_month(agency, period)
            print(
                f"\r{prefix} {period.key}  {time.perf_counter() - began:5.1f} s ", end="", file=sys.stderr, flush=True
            )
        print(file=sys.stderr)


def analyse() -> None:
    """Let the engine look at its tables, as a server that has run for a day has done."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(args: argparse.Namespace) -> None:
    """Print what was asked for. Closing comes first: pages are then those of an agency with all its closed months."""
    import agency_acts
    import agency_pages
    import agency_place as place
    from django.db import connection

    print(f"{connection.vendor}; {args.people} people, {args.units} units, {args.months} months")
    parts = args.only or PARTS
    large, small = place.again(place.LARGE), place.again(place.SMALL)
    if "closing" in parts:
        agency_acts.closing(large)
    if "pages" in parts:
        agency_pages.pages(large, small, args.profile)
    if "saving" in parts:
        agency_acts.saving(large)


def district(
    args: argparse.Namespace, build: Callable[[argparse.Namespace], Any], measure: Callable[[Any], None]
) -> None:
    """Build in a folder that is gone afterwards, say how big it is and how long that took, measure what was built."""
    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        prepare(data)
        from django.db import connection

        began = time.perf_counter()
        found = build(args)
        analyse()
        spent = time.perf_counter() - began
        print(f"{connection.vendor}; {args.people} people, {args.months} months; built in {spent:.0f} s")
        measure(found)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def main() -> None:
    """Build where nothing is built yet, then measure."""
    args = arguments()
    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        if args.data and args.data.exists():
            shutil.copytree(args.data, data, dirs_exist_ok=True)
        prepare(data)
        if not (args.data and args.data.exists()):
            began = time.perf_counter()
            build(args)
            analyse()
            print(f"built in {time.perf_counter() - began:.0f} s")
            if args.data:
                keep(data, args.data)
        measure(args)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def keep(data: Path, folder: Path) -> None:
    """Copy what was built, before anything is measured on it."""
    from django.db import connection

    connection.close()  # the last connection to close brings the write-ahead log into the file
    shutil.copytree(data, folder)


if __name__ == "__main__":
    main()

"""Build the nation and measure it.

scripts/with-postgres .venv/bin/python -m bench.nation                          all of it: 2,129,000 people, 3 months
scripts/with-postgres .venv/bin/python -m bench.nation --people 20000           smaller; 500 people are a ward
scripts/with-postgres .venv/bin/python -m bench.nation --people 20000 --check   and hold it against its records
scripts/with-postgres .venv/bin/python -m bench.nation --close                  the last month is closed by two workers
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2_129_000)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--waiting", action="store_true", help="the last month waits for the heads' decisions")
    parser.add_argument("--close", action="store_true", help="and two workers close it, measured, before the pages are")
    parser.add_argument("--check", action="store_true", help="hold what was built against the table and its records")
    parser.add_argument("--profile", metavar="LABEL", help="profile the pages whose name and unit hold this text")
    return parser.parse_args()


def main() -> None:
    """Build, then measure."""
    args = arguments()
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import agency
    import closing

    data = Path(tempfile.mkdtemp(prefix="canbo-nation."))
    try:
        agency.prepare(data)
        from . import building, pages, storage

        began = time.perf_counter()
        building.build(args.people, building.past(args.months), waiting=args.waiting or args.close)
        print(f"{args.people:,} people, {args.months} months, built in {time.perf_counter() - began:.0f} s")
        if args.check:
            check(args.people, waiting=args.waiting or args.close)
        if args.close:
            closing.show(closing.close(workers=2))
        storage.measure()
        pages.measure(args.profile)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def check(people: int, *, waiting: bool) -> None:
    """Say what is wrong with what was built."""
    from . import proof

    print("{} provinces, {} agencies".format(*proof.names()))
    print("not as the ministry's table:", proof.against_table(people) or "nothing")
    if waiting:
        print("not as the office decides:", proof.as_the_office() or "nothing")
    print("summaries that differ from their records:", proof.summaries() or "nothing")


if __name__ == "__main__":
    main()

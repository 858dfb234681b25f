"""Close a month of a whole nation: a job for each agency, several workers, everything counted. See bench/README.md.

scripts/with-postgres .venv/bin/python bench/closing.py                           20,000 and 100,000 sheets
scripts/with-postgres .venv/bin/python bench/closing.py --people 20000 2129000    and a nation
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]
SHEETS, SECONDS, TIMES, MEGABYTES, SLOPE = 2_129_000, 300, 8, 1024, 0.15
VERB = "results.decided"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """What closing so many sheets took: seconds by the clock, of processor time of the workers (without that of their
    start) and of the engine's processes, and of the engine's for one raw rewrite of the rows that were written;
    megabytes of the largest worker."""

    sheets: int
    agencies: int
    wall: float
    workers: float
    engine: float
    rewrite: float
    memory: float

    @property
    def cost(self) -> float:
        """Microseconds of processor time a sheet."""
        return (self.workers + self.engine) / self.sheets * 1e6


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--part", choices=["one", "work"], help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Each number of people in a database of its own."""
    args = arguments()
    if args.part == "work":
        work()
        return
    if args.part == "one":
        one(args.people[0], args.workers)
        return
    address = os.environ["DATABASE_URL"]
    told = []
    for number in args.people:
        name = f"closing_{number}"
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        command = [sys.executable, __file__, "--part", "one", "--people", str(number), "--workers", str(args.workers)]
        env = {**os.environ, "DATABASE_URL": urlsplit(address)._replace(path=f"/{name}").geturl()}
        said = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
        told.append(Run(**json.loads(said.strip().splitlines()[-1])))
        show(told[-1])
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name}")
    if len(told) > 1:
        change = told[-1].cost / told[0].cost - 1
        print(f"a sheet of the largest costs {change:+.0%} of one of the smallest{late(abs(change) > SLOPE)}")


def show(run: Run) -> None:
    """A run against its targets."""
    nation, ratio = run.wall / run.sheets * SHEETS, (run.workers + run.engine) / run.rewrite
    print(
        f"{run.sheets:,} sheets of {run.agencies:,} agencies in {run.wall:.1f} s; a nation at this pace "
        f"{nation:.0f} s{late(nation > SECONDS)}\n"
        f"  {run.cost:.0f} us a sheet = {run.workers / run.sheets * 1e6:.0f} of the workers + "
        f"{run.engine / run.sheets * 1e6:.0f} of the engine; "
        f"{ratio:.1f} x one raw rewrite of the rows ({run.rewrite / run.sheets * 1e6:.0f} us){late(ratio > TIMES)}; "
        f"{run.memory:.0f} MB{late(run.memory > MEGABYTES)}",
        flush=True,
    )


def late(is_missed: bool) -> str:
    return "  MISSED" if is_missed else ""


def one(people: int, workers: int) -> None:
    """Build a month that waits, close it, say what it took."""
    import agency

    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        agency.prepare(data)
        from bench.nation import building

        building.build(people, building.past(1), waiting=True)
        print(json.dumps(asdict(close(workers))))
    finally:
        shutil.rmtree(data, ignore_errors=True)


def close(workers: int) -> Run:
    """Queue a job for each agency whose month waits, as its head, and let the workers do all of them."""
    cycles = queue()
    before, spent, began = engine(), used(), time.perf_counter()
    command = [sys.executable, __file__, "--part", "work"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
    said = [member.communicate()[0] for member in started]
    if not all(said):
        raise SystemExit("A worker failed.")
    wall, paid = time.perf_counter() - began, engine() - before
    own = used() - spent - sum(map(float, said))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Run(prove(cycles), len(cycles), wall, own, paid, rewrite(cycles), memory)


def queue() -> list[int]:
    """Every head presses the button; whose cycles wait."""
    from django.db import connection, transaction

    from bench.nation import building
    from canbo.office.base import jobs

    given = {"number": "", "reason": "Đo tốc độ", "exceptional": False, "document": ""}
    waiting = building.waiting()
    with transaction.atomic():
        for cycle, head in waiting:
            jobs.start(
                kind="results.close", label="Chốt", agency_id=cycle.agency_id, actor=head,
                arguments={"cycle": cycle.pk, **given},
            )  # fmt: skip
    connection.close()
    return [cycle.pk for cycle, _ in waiting]


def work() -> None:
    """A worker: all that is queued, as `canbo work` does it. Says what its start took of the processor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.office.settings")
    import django

    django.setup()
    from canbo.office.desk import chores

    begun = time.process_time()
    chores.tasks()
    print(begun)


def prove(cycles: list[int]) -> int:
    """How many sheets were decided: all that any of these heads could, each once, everything closed; else an error."""
    from canbo.office.base.models import Event, Job
    from canbo.office.evaluations.models import State
    from canbo.office.results.models import Closing, Decision

    states = State.objects.filter(cycle__in=cycles)
    made, told = Decision.objects.filter(sheet__cycle__in=cycles).count(), Event.objects.filter(verb=VERB).count()
    closed, done = Closing.objects.filter(cycle__in=cycles).count(), Job.objects.filter(state="done").count()
    decided, left = states.filter(stage="decided").count(), states.exclude(stage="decided").count()
    if not made == told == decided or not left == len(cycles) == closed == done:
        raise SystemExit(f"{made=} {told=} {decided=} {left=} {len(cycles)=} {closed=} {done=}")
    return made


def rewrite(cycles: list[int]) -> float:
    """The engine's seconds to write the same rows once more by three statements: decisions and events into tables of
    the same columns, keys, indexes and checks, the summary rows in their place."""
    from django.db import connection, transaction

    before = engine()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("decision", "journal_event"):
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
        decided = "SELECT id FROM sheet WHERE cycle_id = ANY(%s)"
        cursor.execute(f"INSERT INTO bench_decision SELECT * FROM decision WHERE sheet_id IN ({decided})", [cycles])
        cursor.execute("INSERT INTO bench_journal_event SELECT * FROM journal_event WHERE verb = %s", [VERB])
        cursor.execute(
            "UPDATE sheet_state SET stage = stage, total = total, level = level"
            " WHERE stage = 'decided' AND cycle_id = ANY(%s)",
            [cycles],
        )
        transaction.set_rollback(True)
    return engine() - before


def engine() -> float:
    """Seconds of processor time of all the server's processes so far, those that ended included."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        head = int((Path(cursor.fetchone()[0]) / "postmaster.pid").read_text().split()[0])
    _, seen = _spent(head)
    while True:  # until none began or ended meanwhile: it would be counted twice, or not at all
        time.sleep(0.05)
        again, now = _spent(head)
        if now == seen:
            return again / TICKS
        seen = now


def _spent(head: int) -> tuple[int, set[int]]:
    """Ticks of a server, its processes and those it has seen end; which processes it has."""
    spent, living = 0, set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if int(folder.name) == head:
                spent += sum(map(int, fields[11:15]))
            elif int(fields[1]) == head:
                spent += sum(map(int, fields[11:13]))
                living.add(int(folder.name))
    return spent, living


def used() -> float:
    """Seconds of processor time of the workers that ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()

"""Saving and handing in a sheet of 30 marks through everything, as served, beside bare WSGI and psycopg that write the
same rows in the same run. See bench/README.md.

    scripts/with-postgres .venv/bin/python bench/saving.py [--clients 16] [--seconds 10] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import serving
import wire

ITEMS = {"discipline": (8, 20), "task": (20, 70), "bonus": (2, 10)}  # a group's items and its maximum
SAVES, SHARE, P95_MS, STATEMENTS = 600, 0.2, 60, 6  # the targets
KEEPING, HANDING_IN, BARE = "saving", "handing in", "bare WSGI + psycopg"
CODE = "LUU"


@dataclass
class Writer:
    """Somebody with a sheet, logged in, who saves it again and again, each time another mark."""

    sheet: int
    session: str
    version: int = 0

    def form(self) -> dict[str, str]:
        """All of the sheet as the page's script sends it."""
        sent = {f"m{at}": "1,5" if (self.version + at) % 3 else "1" for at in range(30)}
        words = {f"w{at}": "Hoàn thành đúng hạn" if at % 6 == 0 else "" for at in range(30)}
        return {**sent, **words, "comment": f"Lần {self.version + 1}", "version": str(self.version)}

    def save(self) -> wire.Act:
        """The next save."""
        path = f"/phieu/{self.sheet}/nhap/self/"
        return wire.Act(KEEPING, wire.keep(path, self.form(), f"sessionid={self.session}"), self._kept)

    def _kept(self, answer: wire.Answer) -> Iterator[tuple[float, wire.Act]]:
        if answer.status == 200:
            self.version = self.kept(answer)
        yield 0.0, self.save()

    @staticmethod
    def kept(answer: wire.Answer) -> int:
        """The version a save was acknowledged as."""
        return int(json.loads(answer.body)["version"])

    def submit(self) -> wire.Act:
        """The sheet handed in by its page's button, with everything on it."""
        form = {**self.form(), "do": "submit", "step": "self"}
        return wire.Act(HANDING_IN, wire.post(f"/phieu/{self.sheet}/", form, f"sessionid={self.session}"), lambda _: ())


def refinement() -> str:
    """A refinement of the City's frame into 30 items, as the example that ships with the pack splits it into nine."""
    import agency_place as place

    lines = [place.example().partition("forms:")[0], "forms:", "  staff:"]
    for group, (items, most) in ITEMS.items():
        lines += [f"    {group}:", f"      {group}_all:", f'        heading: "Đo: {group}"', "        items:"]
        share = most * 2 // items / 2
        for at in range(items):
            points = share if at else most - share * (items - 1)
            scale = f"{{kind: points, max: {points:g}, step: 0.5}}"
            lines.append(f'          {group}_{at + 1}: {{label: "Đo: nội dung {at + 1}", scale: {scale}}}')
    return "\n".join(lines) + "\n"


def build(people: int) -> list[Writer]:
    """An agency with one month that nobody has begun; everybody with a sheet, logged in."""
    import agency_history as history
    import agency_place as place
    from django.test import Client

    from canbo.office.evaluations.models import Sheet
    from canbo.rulebook.process import Period

    agency = place.found(CODE, place.Size(people, max(10, people // 30), 0), refinement())
    cycle = history.open_month(agency, Period("month", 2026, 11))
    made = []
    for sheet in Sheet.objects.filter(cycle=cycle, person__account__isnull=False).select_related("person__account"):
        client = Client()
        client.force_login(sheet.person.account, backend="django.contrib.auth.backends.ModelBackend")
        made.append(Writer(sheet.pk, client.cookies["sessionid"].value))
    return made


@contextmanager
def served(command: list[str], port: int) -> Iterator[int]:
    """A server until the block ends: the id of its head."""
    server = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)})
    try:
        while not answers(port):
            time.sleep(0.1)
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def answers(port: int) -> bool:
    """Whether somebody listens."""
    import socket

    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def postmaster() -> int:
    """The id of the database server's head, 0 for SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])


@dataclass(frozen=True)
class Rate:
    """What one stretch gave: acts a second by the clock, milliseconds, processor time of each side an act."""

    done: int
    seconds: float
    waits: list[float]
    server: float
    engine: float
    load: float
    refused: int

    @property
    def rate(self) -> float:
        return self.done / self.seconds

    @property
    def cpu(self) -> float:
        """Milliseconds of processor an act, all sides together: two cores give 2000 of them a second."""
        return (self.server + self.engine + self.load) / self.done * 1000

    def __str__(self) -> str:
        waits = sorted(self.waits)
        p95 = waits[round(0.95 * (len(waits) - 1))] * 1000
        each = [1000 * side / self.done for side in (self.server, self.engine, self.load)]
        return (
            f"{self.rate:7.0f}/s  median {statistics.median(waits) * 1000:5.1f} ms  p95 {p95:5.1f} ms  cpu an act "
            f"{each[0]:.2f} server + {each[1]:.2f} engine + {each[2]:.2f} load = {self.cpu:.2f} ms"
            f"  n {self.done}, refused {self.refused}"
        )


def stretch(head: int, first: list[wire.Act], lines: int, port: int, seconds: float, good: int) -> Rate:
    """Let these acts run, each line its own chain, for so many seconds."""
    engine = postmaster()

    def spent() -> tuple[float, float, float]:
        both = [serving.processor(serving.members(pid)) if pid else 0.0 for pid in (head, engine)]
        return both[0], both[1], time.process_time()

    before, began = spent(), time.perf_counter()
    waits, refused = [], 0
    for _, answer in wire.run(port, [(0.0, act) for act in first], lines, seconds):
        waits.append(answer.waited)
        refused += answer.status != good
    took, after = time.perf_counter() - began, spent()
    sides = [now - then for now, then in zip(after, before, strict=True)]
    return Rate(len(waits), took, waits, *sides, refused)


def told(name: str, rates: list[Rate]) -> float:
    """Print the stretches of one kind; the median rate."""
    for rate in rates:
        print(f"{name:20}{rate}")
    return statistics.median(rate.rate for rate in rates)


def measure(args: argparse.Namespace, writers: list[Writer]) -> None:
    """Saves and bare saves in turn, then everybody hands in."""
    from canbo.office.desk import serving as ours

    workers = os.cpu_count() or 1
    doors: dict[str, Callable[[int], list[str]]] = {
        KEEPING: lambda port: ours.web("127.0.0.1", port, workers),
        BARE: lambda port: ours.web("127.0.0.1", port, workers, door="saving_bare"),
    }
    found: dict[str, list[Rate]] = {name: [] for name in (*doors, HANDING_IN)}
    chosen = writers[: args.clients]
    port = serving.PORT
    for turn in range(args.rounds):
        for name, door in doors.items():
            port += 1
            with served(door(port), port) as head:
                stretch(head, [one.save() for one in chosen], args.clients, port, 2, 200)
                found[name].append(stretch(head, [one.save() for one in chosen], args.clients, port, args.seconds, 200))
                if name == KEEPING:
                    share = (len(writers) - args.clients) // args.rounds
                    mine = writers[args.clients + turn * share :][:share]
                    found[HANDING_IN].append(stretch(head, [one.submit() for one in mine], args.clients, port, 60, 302))
    rate, bare = told(KEEPING, found[KEEPING]), told(BARE, found[BARE])
    told(HANDING_IN, found[HANDING_IN])
    cpu = statistics.median(one.cpu for one in found[KEEPING]), statistics.median(one.cpu for one in found[BARE])
    print(f"saving {rate:.0f}/s, target {SAVES}; {rate / bare:.2f} of bare, target {SHARE}; p95 target {P95_MS} ms")
    print(f"by processor time {2000 / cpu[0]:.0f}/s on two cores, {cpu[1] / cpu[0]:.2f} of bare")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=600)
    args = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("run it by scripts/with-postgres")
    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        import agency

        agency.prepare(data)
        writers = build(args.people)
        agency.analyse()
        print(f"{len(writers)} people with a sheet of 30 marks; load {os.getloadavg()[0]:.1f}")
        measure(args, writers)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()

"""The ballot box: sealed ballots a second through HTTP with every check, beside bare verification in the same run; and
how long the voter's page takes on a slow telephone.

    scripts/with-postgres .venv/bin/python bench/box.py [--ballots 4000] [--only casting] [--only page]
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from canbo.box import static
from canbo.rulebook.ballot import check, slip
from canbo.rulebook.ballot.manifest import Manifest
from tests.box.place import Place, ballot, box, printed
from tests.rulebook.ballot.survey import survey

GROUP = 500  # people in the group that votes
SENDERS = 10  # divides GROUP, so that the ballots of one voter come in their order
GOAL_RATE, GOAL_SHARE = 500, 0.3
GOAL_SECONDS = {"1.6 Mbit/s, 150 ms": 1.5, "400 kbit/s, 400 ms": 5.0}
LINES = {"1.6 Mbit/s, 150 ms": (1_600_000, 150), "400 kbit/s, 400 ms": (400_000, 400)}
ROUNDS = 5
TODAY = dt.date.today()  # the server's clock is the machine's
WEEK = {"opens": str(TODAY - dt.timedelta(days=3)), "closes": str(TODAY + dt.timedelta(days=3))}
APP = "canbo.box.wsgi:application"


def wide(way: str = "slips") -> Manifest:
    """A survey with a group of five hundred."""
    groups = tuple(replace(group, invited=GROUP, spare=0) for group in survey(way).groups)
    return survey(way, survey=f"bench {way}", groups=groups, **WEEK)


def sealed(job: tuple[Manifest, range]) -> list[bytes]:
    """Ballots of these numbers: slip by slip, and round after round with the next counter."""
    manifest, numbers = job
    return [ballot(manifest, at % GROUP, 1 + at // GROUP).encode() for at in numbers]


def made(manifest: Manifest, count: int) -> list[bytes]:
    """So many sealed ballots."""
    step = max(1, count // 40)
    jobs = [(manifest, range(at, min(at + step, count))) for at in range(0, count, step)]
    printed(manifest)
    with multiprocessing.Pool(os.cpu_count()) as pool:
        return [one for some in pool.map(sealed, jobs) for one in some]


def verification(manifest: Manifest, ballots: Sequence[bytes]) -> float:
    """Ballots a second one process checks, with nothing else around it."""
    gate = check.Gate(manifest, {group.id: frozenset(printed(manifest, group.id)[1]) for group in manifest.groups})
    began = time.perf_counter()
    for one in ballots:
        gate.accept(one)
    return len(ballots) / (time.perf_counter() - began)


def busy(group: int) -> float:
    """Seconds of processor the processes of a group have used: what a busy machine disturbs least."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def send(job: tuple[int, str, list[bytes]]) -> int:
    """Send ballots over one connection; how many were acknowledged. By hand, so that the load takes little of the cores
    it shares with what is measured."""
    port, survey, ballots = job
    taken = 0
    with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rb") as answers:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in ballots:
            head = f"POST /api/{survey}/ballots HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(one)}\r\n\r\n"
            line.sendall(head.encode() + one)
            taken += answers.readline().startswith(b"HTTP/1.1 200 ")
            length = 0
            while (field := answers.readline()) != b"\r\n":
                name, _, value = field.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            answers.read(length)
    return taken


def casting(place: Place, count: int) -> None:
    """The rate of the slot, and of verification before and after it."""
    manifest = wide()
    place.offer(manifest)
    place.run("tick")
    ballots = made(manifest, count)
    sample = ballots[:: max(1, count // 800)]
    jobs = [(place.port, manifest.hash, ballots[at::SENDERS]) for at in range(SENDERS)]
    server = place.server.pid if place.server else 0
    before, used = verification(manifest, sample), busy(server)
    with multiprocessing.Pool(SENDERS) as pool:
        began = time.perf_counter()
        taken = sum(pool.map(send, jobs))
        rate = count / (time.perf_counter() - began)
    cost = (busy(server) - used) / count * 1000
    bare = statistics.mean([before, verification(manifest, sample)])
    stored = place.rows(f"SELECT count(*) FROM box_arrival WHERE survey = '{manifest.hash}'")[0][0]
    engine = "PostgreSQL" if place.url else "SQLite"
    print(f"casting on {engine}: {rate:.0f} ballots/s, {rate / bare:.2f} of bare verification")
    print(f"  goal {GOAL_RATE}/s and {GOAL_SHARE}; bare verification {bare:.0f}/s in one process")
    print(f"  {cost:.2f} ms of the server's processor a ballot; {taken} acknowledged, {stored} stored of {count}")


def profile(page: Page, line: tuple[int, int]) -> None:
    """Four times slower than this machine, on a line of so many bits a second and milliseconds."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    bits, delay = line
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": delay, "downloadThroughput": bits / 8, "uploadThroughput": bits / 8},
    )


def starts(place: Place, manifest: Manifest, name: str) -> Iterator[float]:
    """Seconds from the scanned slip to a form that can be filled, each time in a new browser with an empty cache."""
    code = slip.write(printed(manifest)[0][0])
    address = f"http://127.0.0.1:{place.port}/#{manifest.hash}.gv.{code}"
    with sync_playwright() as playwright:
        for _ in range(ROUNDS):
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page()
            profile(page, LINES[name])
            began = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.wait_for_selector("#ballot:not([hidden]) input")
            yield time.perf_counter() - began
            browser.close()


def pages(place: Place) -> None:
    """Weight and start of the page."""
    sizes = {name: len(static.file(name).packed) for name in static.FILES}
    print(
        f"page: {sum(sizes.values())} bytes compressed ({', '.join(f'{name} {size}' for name, size in sizes.items())})"
    )
    manifest = survey(survey="bench page", **WEEK)
    place.offer(manifest)
    place.run("tick")
    for name in LINES:
        found = sorted(starts(place, manifest, name))
        goal = GOAL_SECONDS[name]
        median, worst = statistics.median(found), found[-1]
        print(f"  {name}, 4x CPU: median {median:.2f} s, worst {worst:.2f} s of {ROUNDS}; goal {goal} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=4000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", choices=["casting", "page"], action="append")
    options = parser.parse_args()
    chosen = options.only or ["casting", "page"]
    with tempfile.TemporaryDirectory() as folder, box(Path(folder), options.workers, APP) as place:
        place.day(TODAY)
        if "casting" in chosen:
            casting(place, options.ballots)
        if "page" in chosen:
            pages(place)


if __name__ == "__main__":
    main()

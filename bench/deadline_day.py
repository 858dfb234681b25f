"""The last day of a district: everybody logs in, looks at the list, opens their sheet, fills it in and hands it in,
with time to think; more and more of them a second until the server cannot any more, and how it says so. See
bench/README.md.

    scripts/with-postgres .venv/bin/python bench/deadline_day.py [--rates 0.5 1 2 4 8] [--seconds 20]

Arrivals do not wait for answers (open loop). Who is told to come again (503) does, when told; who gets no answer tries
again too. At the end everything acknowledged is held against the database.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import saving
import serving
import wire

CODE = "HAN"
SAVES = 6  # a person fills in the sheet in so many pauses
THINK = (0.5, 2.5)  # seconds between two acts; a day in earnest has minutes
TRIES = 8
HOURS = 8
PATIENCE = 6.0  # until somebody without an answer tries again
SESSION = re.compile(rb"sessionid=(\w+)")
AGAIN = re.compile(rb"retry-after: *(\d+)", re.IGNORECASE)
LOG_IN, LIST, OPEN, SAVE, SUBMIT = "log in", "list", "open", "save", "hand in"
ACTS = {LOG_IN: 302, LIST: 200, OPEN: 200, SAVE: 200, SUBMIT: 302}
Life = Generator[tuple[float, str, bytes], wire.Answer, None]


@dataclass
class Person:
    """Somebody with a sheet to hand in today."""

    name: str
    writer: saving.Writer
    chance: random.Random
    acknowledged: int = 0
    is_done: bool = False

    def life(self) -> Life:
        """The day, act by act; it ends early for whom the server refused too often."""
        from canbo.office.demo.crowd import PASSWORD

        answer = yield from self._act(LOG_IN, wire.post(serving.LOGIN, {"login": self.name, "password": PASSWORD}, ""))
        found = SESSION.search(answer.headers) if answer else None
        if found is None:
            return
        self.writer.session = found[1].decode()
        cookies = f"sessionid={self.writer.session}"
        for name, path in ((LIST, "/phieu/cua-toi/"), (OPEN, f"/phieu/{self.writer.sheet}/")):
            if (yield from self._act(name, wire.get(path, cookies))) is None:
                return
        for _ in range(SAVES):
            answer = yield from self._act(SAVE, self.writer.save().request)
            if answer is None:
                return
            self.acknowledged = self.writer.version = self.writer.kept(answer)
        self.is_done = (yield from self._act(SUBMIT, self.writer.submit().request)) is not None

    def _act(self, name: str, request: bytes) -> Generator[tuple[float, str, bytes], wire.Answer, wire.Answer | None]:
        """One act until it is done; None where it never was."""
        think = self.chance.uniform(*THINK)
        for _ in range(TRIES):
            answer = yield think, name, request
            if answer.status == ACTS[name]:
                return answer
            again = AGAIN.search(answer.headers)
            if answer.status not in (0, 503):
                return None
            think = float(again[1]) if again else PATIENCE
        return None


def acts(person: Person, life: Life, answer: wire.Answer | None) -> Iterator[tuple[float, wire.Act]]:
    """The next act of a life after an answer."""
    try:
        think, name, request = life.send(answer) if answer else next(life)
    except StopIteration:
        return

    def then(found: wire.Answer) -> Iterator[tuple[float, wire.Act]]:
        return acts(person, life, found)

    yield think, wire.Act(name, request, then)


def build(people: int) -> list[Person]:
    """The district in the month everybody has to hand in."""
    import agency_history as history
    import agency_place as place

    from canbo.office.evaluations.models import Sheet
    from canbo.rulebook.process import Period

    agency = place.found(CODE, place.Size(people, max(10, people // 30), 0), saving.refinement())
    cycle = history.open_month(agency, Period("month", 2026, 11))
    sheets = Sheet.objects.filter(cycle=cycle, person__account__isnull=False).order_by("-id")
    rows = sheets.values_list("person__account__username", "pk")
    chance = random.Random(2026)
    return [Person(name, saving.Writer(pk, ""), random.Random(chance.random())) for name, pk in rows]


def arrivals(people: Sequence[Person], rates: Sequence[float], seconds: float) -> Iterator[tuple[float, wire.Act]]:
    """Who comes when: by chance, so many a second on the average, stretch after stretch."""
    chance, left = random.Random(7), iter(people)
    for number, rate in enumerate(rates):
        at = number * seconds
        while (at := at + chance.expovariate(rate)) < (number + 1) * seconds:
            person = next(left, None)
            if person is None:
                sys.exit("more arrivals than people: --people")
            for think, act in acts(person, person.life(), None):
                yield at + think, act


def tell(found: Sequence[tuple[float, str, wire.Answer]], rates: Sequence[float], seconds: float) -> None:
    """A table a stretch, by the act; the seconds waited by those who were answered, refusals and failures beside."""
    for number, rate in enumerate(rates):
        mine = [row for row in found if number * seconds <= row[0] < (number + 1) * seconds]
        print(f"\n{rate:g} people a second come: a district of {rate * HOURS * 3600:,.0f} in {HOURS} hours")
        by_act: dict[str, list[wire.Answer]] = defaultdict(list)
        for _, name, answer in mine:
            by_act[name].append(answer)
        for name in ACTS:
            if by_act[name]:
                print(f"  {name:8} {line(by_act[name], ACTS[name])}")


def line(answers: Sequence[wire.Answer], good: int) -> str:
    """Percentiles of what was answered, and what was not."""
    waits = sorted(1000 * one.waited for one in answers if one.status == good) or [0.0]
    refused = sorted(1000 * one.waited for one in answers if one.status == 503)
    silent = sum(one.status == 0 for one in answers)
    wrong = sorted({one.status for one in answers} - {good, 503, 0})
    p95, p99 = (waits[round(share * (len(waits) - 1))] for share in (0.95, 0.99))
    said = f"; told to come again {len(refused)}, the slowest after {refused[-1]:.0f} ms" if refused else ""
    said += f"; NO ANSWER {silent}" if silent else ""
    return (
        f"{len(answers):6} n  median {statistics.median(waits):7.0f}  p95 {p95:7.0f}  p99 {p99:7.0f} ms"
        f"{said}{f'; WRONG {wrong}' if wrong else ''}"
    )


def prove(people: Sequence[Person]) -> None:
    """Everything acknowledged is there."""
    from canbo.office.evaluations.models import Draft, Marking

    drafts = dict(Draft.objects.values_list("sheet_id", "version"))
    handed = set(Marking.objects.values_list("sheet_id", flat=True))
    lost = [
        one.name
        for one in people
        if (one.is_done and one.writer.sheet not in handed)
        or (not one.is_done and one.writer.sheet not in handed and one.acknowledged > drafts.get(one.writer.sheet, 0))
    ]
    saved = sum(one.acknowledged for one in people)
    came = [one for one in people if one.writer.session]
    done = sum(one.is_done for one in came)
    print(f"\n{len(came)} came, {done} handed in, {saved} saves acknowledged, lost: {lost or 0}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=float, nargs="+", default=[0.5, 1, 2, 4, 8])
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("run it by scripts/with-postgres")
    data = Path(tempfile.mkdtemp(prefix="canbo-bench."))
    try:
        import agency

        agency.prepare(data)
        from canbo.office.desk import serving as ours

        people = build(int(sum(args.rates) * args.seconds * 1.3) + 40)
        agency.analyse()
        print(f"{len(people)} people; load {os.getloadavg()[0]:.1f}")
        end = len(args.rates) * args.seconds
        found = []
        command = ours.web("127.0.0.1", serving.PORT, os.cpu_count() or 1)
        with saving.served(command, serving.PORT):
            coming = arrivals(people, args.rates, args.seconds)
            began = None
            for act, answer in wire.run(serving.PORT, coming, 2000, end + 60):
                began = began or act.came
                found.append((act.came - began, act.name, answer))
        tell(found, args.rates, args.seconds)
        prove(people)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()

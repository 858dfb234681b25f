"""Measuring on a machine that others use too: medians, ratios to a baseline of the same run, counted queries."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

Call = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one thing done `n` times; `cpu` the median of this process's own processor time, which a busy
    machine disturbs less."""

    median: float
    p95: float
    n: int
    cpu: float

    def over(self, other: Timing) -> float:
        """How many times slower than another, by the medians."""
        return self.median / other.median

    def __str__(self) -> str:
        return f"{self.median:8.1f} ms  p95 {self.p95:7.1f}  cpu {self.cpu:7.1f}"


@dataclass(frozen=True)
class Sample:
    """One measured call: milliseconds that passed, and of this process's processor time."""

    wall: float
    cpu: float


def of(samples: Sequence[Sample]) -> Timing:
    """The timing of these samples."""
    walls = sorted(sample.wall for sample in samples)
    at = round(0.95 * (len(walls) - 1))
    cpu = statistics.median(sample.cpu for sample in samples)
    return Timing(statistics.median(walls), walls[at], len(walls), cpu)


def once(call: Call) -> Sample:
    """One call, measured."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return Sample((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def timed(call: Call, n: int = 25, warm: int = 2, patience: float = 6) -> Timing:
    """`call` done `n` times after `warm` times that do not count; of something slow, at least 5 times, and no more once
    `patience` seconds have passed."""
    for _ in range(warm):
        call()
    samples: list[Sample] = []
    began = time.perf_counter()
    while len(samples) < n and (len(samples) < 5 or time.perf_counter() - began < patience):
        samples.append(once(call))
    return of(samples)


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements sent to the database within the block."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def queries(call: Call) -> list[str]:
    """The statements a call sends."""
    with counting() as seen:
        call()
    return seen

"""Measuring on a machine that others use too: medians, ratios to a baseline of the same run, counted queries."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

Call = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one thing done `n` times."""

    median: float
    p95: float
    n: int

    def over(self, other: Timing) -> float:
        """How many times slower than another, by the medians."""
        return self.median / other.median

    def __str__(self) -> str:
        return f"{self.median:8.1f} ms  p95 {self.p95:8.1f}"


def of(milliseconds: list[float]) -> Timing:
    """The timing of these samples."""
    ordered = sorted(milliseconds)
    at = min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))
    return Timing(statistics.median(ordered), ordered[at], len(ordered))


def timed(call: Call, n: int = 25, warm: int = 3, before: Call = lambda: None) -> Timing:
    """`call` done `n` times after `warm` times that do not count; `before` each, untimed."""
    samples = []
    for at in range(warm + n):
        before()
        began = time.perf_counter()
        call()
        if at >= warm:
            samples.append((time.perf_counter() - began) * 1000)
    return of(samples)


def once(call: Call) -> float:
    """Seconds one call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


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

"""Figures about the web server for Prometheus, as text (exposition format 0.0.4).

Counted by the name of a route and the class of the answer: a few hundred series at most, none about anybody. Web
processes are several on a large server, and a scrape reaches one of them: each leaves its figures in a file of its own,
and whoever is asked adds them up.
"""

from __future__ import annotations

import json
import os
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from django.conf import settings

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
STATEMENTS = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
KEPT_AFTER = 1.0  # seconds within which a process's figures reach its file
Figures = dict[str, float]  # a line's name and labels to its value

_figures: Figures = defaultdict(float)
_lock = threading.Lock()
_keeping = False


def answered(route: str, status: int, seconds: float, statements: int) -> None:
    """Count an answered request."""
    with _lock:
        _figures[f'canbo_requests_total{{route="{route}",status="{status // 100}xx"}}'] += 1
        _figures[f'canbo_route_seconds_sum{{route="{route}"}}'] += seconds
        _figures[f'canbo_route_seconds_count{{route="{route}"}}'] += 1
        _figures[f'canbo_route_statements_sum{{route="{route}"}}'] += statements
        _figures[f'canbo_route_statements_count{{route="{route}"}}'] += 1
        _into("canbo_request_seconds", SECONDS, seconds)
        _into("canbo_request_statements", STATEMENTS, statements)
    _keep_soon()


def _into(name: str, bounds: tuple[float, ...], value: float) -> None:
    """Into a histogram; the buckets are added up when told."""
    at = bisect_left(bounds, value)
    _figures[f'{name}_bucket{{le="{bounds[at] if at < len(bounds) else "+Inf"}"}}'] += 1
    _figures[f"{name}_sum"] += value
    _figures[f"{name}_count"] += 1


def told(now: Mapping[str, float]) -> str:
    """All figures as text, with those that hold at this moment (a gauge's name to its value)."""
    found = together()
    lines = [
        *_family("canbo_requests_total", "counter", found),
        *_family("canbo_route_seconds", "summary", found),
        *_family("canbo_route_statements", "summary", found),
        *_histogram("canbo_request_seconds", SECONDS, found),
        *_histogram("canbo_request_statements", STATEMENTS, found),
    ]
    for name, value in now.items():
        lines += [f"# TYPE {name} gauge", f"{name} {value:g}"]
    return "\n".join(lines) + "\n"


def together() -> Figures:
    """The figures of all web processes."""
    with _lock:
        found = defaultdict(float, _figures)
    for path in _files():
        with suppress(OSError, ValueError):
            for name, value in json.loads(path.read_text()).items():
                found[name] += value
    return found


def clear() -> None:
    """Forget what earlier processes left: before the first of a new family starts."""
    for path in _folder().glob("*.json"):
        path.unlink(missing_ok=True)


def _family(name: str, kind: str, found: Figures) -> Iterator[str]:
    yield f"# TYPE {name} {kind}"
    yield from (f"{each} {value:.10g}" for each, value in sorted(found.items()) if _of(each, name))


def _of(line: str, name: str) -> bool:
    return line.partition("{")[0] in {name, f"{name}_sum", f"{name}_count"}


def _histogram(name: str, bounds: Iterable[float], found: Figures) -> Iterator[str]:
    yield f"# TYPE {name} histogram"
    up_to = 0.0
    for bound in (*bounds, "+Inf"):
        line = f'{name}_bucket{{le="{bound}"}}'
        up_to += found.get(line, 0)
        yield f"{line} {up_to:.10g}"
    yield f"{name}_sum {found.get(f'{name}_sum', 0):.10g}"
    yield f"{name}_count {found.get(f'{name}_count', 0):.10g}"


def _folder() -> Path:
    return Path(settings.DATA) / "metrics"


def _files() -> Iterator[Path]:
    """What the other web processes left, the ended ones too: counters only grow."""
    return (path for path in _folder().glob("*.json") if path.stem != str(os.getpid()))


def _keep_soon() -> None:
    """Leave this process's figures for the others, at most once a second and not in a request's time."""
    global _keeping
    if _keeping or settings.WEB_WORKERS == 1:
        return
    _keeping = True
    timer = threading.Timer(KEPT_AFTER, _keep)
    timer.daemon = True
    timer.start()


def _keep() -> None:
    global _keeping
    _keeping = False
    with _lock:
        text = json.dumps(_figures)
    with suppress(OSError):  # a full disk stops no figures from being counted
        _folder().mkdir(mode=0o700, exist_ok=True)
        part = _folder() / f"{os.getpid()}.part"
        part.write_text(text)
        part.replace(_folder() / f"{os.getpid()}.json")

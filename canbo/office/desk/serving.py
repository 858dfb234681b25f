"""Running the product: web server, background jobs and clock as one process or as a family of them, and beside them the
ballot box for as long as it has a survey (it is a process of its own, that shares a folder with us and nothing else).
Loads no model: `canbo serve` stays small."""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path
from typing import IO

from django.conf import settings

from canbo.family import Busy, check_port, keep
from canbo.office.base import metrics

__all__ = ["Busy", "box", "check_port", "claim", "family", "in_one", "keep", "web", "whole"]

REFUSING = 2  # threads of a web process that tell people to come again
BIN = Path(sys.executable).parent
LOG_CONFIG = Path(__file__).parent / "granian.json"


def claim() -> IO[str]:
    """Hold the data folder for this family; Busy when another one has it. Released when the process ends."""
    handle = (Path(settings.DATA) / "canbo.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise Busy(f"Canbo đang chạy trên {settings.DATA} rồi.") from None
    metrics.clear()
    return handle


def web(host: str, port: int, workers: int, threads: int = 4, *, door: str = "canbo.office.wsgi") -> list[str]:
    """The command line of the web server: processes, requests answered side by side in each, and the module that holds
    the WSGI door. There are threads for those who wait for a turn, too, and for telling others to come again."""
    blocking = threads + settings.WEB_WAITING + REFUSING
    return [
        str(BIN / "granian"),
        *("--interface", "wsgi", "--no-ws", "--log-level", "warning", "--log-config", str(LOG_CONFIG)),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(blocking)),
        f"{door}:application",
    ]


def whole(host: str, port: int) -> list[str]:
    """The command line of everything in one process."""
    return web(host, port, 1, settings.WEB_THREADS, door="canbo.office.desk.whole")


def family(host: str, port: int, workers: int) -> list[list[str]]:
    """The command lines of all members: web server; background jobs and clock."""
    return [web(host, port, workers, settings.WEB_THREADS), [str(BIN / "canbo"), "work"]]


def in_one() -> bool:
    """Whether one process is enough: SQLite lets one write at a time anyway. More web processes are asked for by the
    setting."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3") and settings.WEB_WORKERS == 1


def box(host: str, port: int) -> list[str] | None:
    """The command line of the ballot box; none as long as no survey lies in the folder it takes them from."""
    if not any(Path(settings.BOX_INBOX).glob("*/manifest.json")):
        return None
    return [str(BIN / "canbo"), "box", "up", "--host", host, "--port", str(port)]

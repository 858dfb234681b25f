"""Running the product: web server, background worker and clock as one family of processes, and beside them the ballot
box for as long as it has a survey (it is a process of its own, that shares a folder with us and nothing else)."""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path
from typing import IO

from django.conf import settings

from canbo.family import Busy, check_port, keep

__all__ = ["Busy", "box", "check_port", "claim", "family", "keep", "web"]

BIN = Path(sys.executable).parent


def claim() -> IO[str]:
    """Hold the data folder for this family; Busy when another one has it. Released when the process ends."""
    handle = (Path(settings.DATA) / "canbo.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise Busy(f"Canbo đang chạy trên {settings.DATA} rồi.") from None
    return handle


def web(host: str, port: int, workers: int) -> list[str]:
    """The command line of the web server."""
    return [
        str(BIN / "granian"),
        *("--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"),
        "canbo.office.wsgi:application",
    ]


def family(host: str, port: int, workers: int) -> list[list[str]]:
    """The command lines of all members: web server, worker of background jobs, clock."""
    canbo = str(BIN / "canbo")
    return [
        web(host, port, workers),
        [canbo, "db_worker", "--no-startup-delay", "--no-reload"],
        [canbo, "tick", "--forever"],
    ]


def box(host: str, port: int) -> list[str] | None:
    """The command line of the ballot box; none as long as no survey lies in the folder it takes them from."""
    if not any(Path(settings.BOX_INBOX).glob("*/manifest.json")):
        return None
    return [str(BIN / "canbo"), "box", "up", "--host", host, "--port", str(port)]

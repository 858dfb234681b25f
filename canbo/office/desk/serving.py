"""Running the product: web server, background worker and clock as one family of processes.

If one of them ends unexpectedly the others are stopped and the exit status tells, so that whoever supervises
(a person, systemd) starts the family again; nothing is half done, by the rooms' own transactions.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO

from django.conf import settings

BIN = Path(sys.executable).parent
GRACE_SECONDS = 10
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


class Busy(Exception):
    """Another family already runs on this data folder or port."""


def claim() -> IO[str]:
    """Hold the data folder for this family; Busy when another one has it. Released when the process ends."""
    handle = (Path(settings.DATA) / "canbo.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise Busy(f"Canbo đang chạy trên {settings.DATA} rồi.") from None
    return handle


def check_port(host: str, port: int) -> None:
    """Busy when somebody listens there already: better said now than by a worker's trace."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Busy(f"Cổng {port} đang bận ({error.strerror}). Hãy chọn cổng khác bằng --port.") from None


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


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A member, leading a session of its own: only we signal it, and nothing it started outlives it."""
    return subprocess.Popen(list(command), env=os.environ, start_new_session=True, preexec_fn=follow)


def follow() -> None:
    """In the new process: be asked to end when the one that started it is gone, however it went (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def keep(commands: Sequence[Sequence[str]]) -> int:
    """Start the members, wait, and stop all when one ends or when we are asked to. Returns the exit status."""
    members = [start(command) for command in commands]
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not asked and all(member.poll() is None for member in members):
        time.sleep(0.2)
    fallen = [member.returncode for member in members if member.poll() is not None]
    end(members)
    return 0 if asked else (fallen[0] or 1)


def end(members: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask every member to stop, and after the grace period make it."""
    for member in members:
        if member.poll() is None:
            member.terminate()
    limit = time.monotonic() + GRACE_SECONDS
    for member in members:
        try:
            member.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            member.kill()
        with suppress(ProcessLookupError):
            os.killpg(member.pid, signal.SIGKILL)

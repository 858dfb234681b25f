"""Several processes as one family: started together, and when one ends unexpectedly the others are stopped too.

The exit status tells, so that whoever supervises (a person, systemd) starts the family again; nothing is half done, by
the rooms' own transactions.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType

GRACE_SECONDS = 20
ASK_SECONDS = 5
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
Command = Sequence[str]


class Busy(Exception):
    """Another family already runs on this data folder or port."""


def check_port(host: str, port: int, option: str = "--port") -> None:
    """Busy when somebody listens there already: better said now than by a worker's trace."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Busy(f"Cổng {port} đang bận ({error.strerror}). Hãy chọn cổng khác bằng {option}.") from None


def start(command: Command) -> subprocess.Popen[bytes]:
    """A member, leading a session of its own: only we signal it, and nothing it started outlives it."""
    return subprocess.Popen(list(command), env=os.environ, start_new_session=True, preexec_fn=follow)


def follow() -> None:
    """In the new process: be asked to end when the one that started it is gone, however it went (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def keep(commands: Sequence[Command], joining: Callable[[], Command | None] = lambda: None) -> int:
    """Start the members, wait, and stop all when one ends or when we are asked to. Returns the exit status.

    `joining` is asked now and then for one more member, until it names one.
    """
    members = [start(command) for command in commands]
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    joined, next_question = False, 0.0
    while not asked and all(member.poll() is None for member in members):
        if not joined and time.monotonic() >= next_question:
            next_question = time.monotonic() + ASK_SECONDS
            if command := joining():
                members.append(start(command))
                joined = True
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

"""Programs that do one part of a command's work: they end with the command, however it ends."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from canbo.family import follow


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> str:
    """Run a program to its end; what it said on its standard output. `env` is added to our own environment.

    Killed, even by `kill -9`, we take it with us (Linux): asked to end, PostgreSQL's programs let the server stop what
    it does for them, so that nothing goes on behind the back of whoever runs the command again. Call it from the main
    thread: the end of the calling thread ends the program too.

    subprocess.CalledProcessError, its words in `stderr`, where it fails; FileNotFoundError where there is none."""
    parent = os.getpid()

    def begin() -> None:
        follow()
        if os.getppid() != parent:  # gone before we could follow
            os._exit(1)

    given = {**os.environ, **(env or {})}
    done = subprocess.run(
        list(command), env=given, check=True, capture_output=True, text=True, errors="replace", preexec_fn=begin
    )
    return done.stdout

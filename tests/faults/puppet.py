"""A canbo command that meets with an accident at an exact moment, so that a fault is tested where it hurts.

    puppet.py kill MOMENT... -- COMMAND...          dies of SIGKILL just before the last moment
    puppet.py wait FOLDER MOMENT... -- COMMAND...   stops there, says so in FOLDER, goes on when FOLDER/go exists

A moment is a pattern looked for in each SQL statement about to be executed (a COPY reads as the INSERT it is), in
COMMIT, in FSYNC and RENAME (of a file): each must have been seen in its turn. What happens before a moment is finished,
what comes after it was never begun.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

POLL_SECONDS = 0.01
PATIENCE_SECONDS = 180


def die() -> None:
    """As by `kill -9`: nothing is cleaned up, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


def wait(folder: Path) -> None:
    """Say that the moment has come and stop until told to go on."""
    (folder / str(os.getpid())).touch()
    limit = time.monotonic() + PATIENCE_SECONDS
    while not (folder / "go").exists():
        if time.monotonic() > limit:
            raise TimeoutError("nobody said go")
        time.sleep(POLL_SECONDS)


def watch(moments: list[str], deed: Callable[[], None]) -> None:
    """Do the deed once, just before the last of the moments."""
    from django.db import connection

    left = [re.compile(moment) for moment in moments]

    def about_to(what: str) -> None:
        if left and left[0].search(what):
            left.pop(0)
            if not left:
                deed()

    def statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        about_to(sql.replace("COPY ", "INSERT INTO ", 1) if sql.startswith("COPY ") else sql)
        return execute(sql, params, many, context)

    def before(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*given: Any) -> Any:
            about_to(name)
            return act(*given)

        return acting

    connection.execute_wrappers.append(statement)
    connection._commit = before("COMMIT", connection._commit)  # type: ignore[attr-defined]
    os.fsync = before("FSYNC", os.fsync)
    os.rename = before("RENAME", os.rename)


def main(argv: list[str]) -> int:
    """Run the command with the accident waiting for it."""
    from canbo import cli

    middle = argv.index("--")
    deed, *moments = argv[:middle]
    cli.use_office_settings()
    import django

    django.setup()
    if deed == "kill":
        watch(moments, die)
    else:
        watch(moments[1:], lambda: wait(Path(moments[0])))
    return cli.main(argv[middle + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

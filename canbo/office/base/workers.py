"""Who is at work on jobs. Each worker holds a locked file named after it in the data folder: the lock ends with the
process, however that ends, so the jobs of who died are told from those of who is busy."""

from __future__ import annotations

import fcntl
import os
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings


@cache
def me() -> str:
    """The name of this process as a worker; from the first call on it counts as alive."""
    name = uuid4().hex
    handle = os.open(_file(name), os.O_CREAT | os.O_RDWR, 0o600)  # held open to the end of the process
    fcntl.flock(handle, fcntl.LOCK_EX)
    return name


def alive(name: str) -> bool:
    """Whether the worker of this name still runs. What a dead one left is removed."""
    try:
        handle = os.open(_file(name), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _file(name).unlink(missing_ok=True)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(handle)


def _file(name: str) -> Path:
    folder = Path(settings.DATA) / "workers"
    folder.mkdir(exist_ok=True)
    return folder / Path(name).name

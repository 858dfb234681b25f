"""The whole product as a person starts it: `canbo up` with its worker and clock, on a data folder with the town."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CANBO = Path(sys.executable).parent / "canbo"
TOWN = "from tests.town import build; build()"
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path) -> dict[str, str]:
    """A data folder of its own on SQLite; no second factor (it has its own tests)."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return env | {
        "CANBO_DATA": str(data),
        "CANBO_SECOND_FACTOR": "0",
        "DJANGO_SETTINGS_MODULE": "canbo.office.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def within(data: Path, code: str) -> None:
    """Run a line of Python on the database of a data folder, beside the server."""
    setup = "import django; django.setup(); "
    subprocess.run([sys.executable, "-c", setup + code], env=environment(data), check=True)


@contextmanager
def running(data: Path, code: str = TOWN) -> Iterator[str]:
    """The address of a running family of processes whose database holds the town, or what `code` puts there."""
    env, port = environment(data), free_port()
    subprocess.run([CANBO, "up", "--no-demo", "--prepare", "--port", str(port)], env=env, check=True)
    within(data, code)
    family = subprocess.Popen([CANBO, "up", "--no-demo", "--port", str(port), "--workers", "1"], env=env)
    try:
        wait(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        family.terminate()
        family.wait(30)


def wait(url: str) -> None:
    """Until the server answers; RuntimeError when it does not in time."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{url} does not answer")

"""The family of processes ends together, even when its head is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.browser.server import CANBO, environment, free_port, wait

pytestmark = pytest.mark.slow


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nobody_outlives_the_head_of_the_family(tmp_path: Path, end: signal.Signals) -> None:
    port = free_port()
    prepared = [str(CANBO), "up", "--no-demo", "--prepare", "--port", str(port)]
    subprocess.run(prepared, env=environment(tmp_path), check=True)
    command = [str(CANBO), "up", "--no-demo", "--port", str(port), "--workers", "1"]
    family = subprocess.Popen(command, env=environment(tmp_path), start_new_session=True)
    try:
        wait(f"http://127.0.0.1:{port}/")
        os.killpg(family.pid, end) if end == signal.SIGINT else family.send_signal(end)
        family.wait(30)
        limit = time.monotonic() + 30
        while is_taken(port) and time.monotonic() < limit:
            time.sleep(0.1)
        assert not is_taken(port)
        subprocess.run(prepared, env=environment(tmp_path), check=True)  # the folder and the port are free again
    finally:
        family.kill()

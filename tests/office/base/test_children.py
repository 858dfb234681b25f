"""What a command starts ends with it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from canbo.office.base import children

PARENT = "import sys; from canbo.office.base import children; children.run(['sh', '-c', sys.argv[1]])"


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until_gone(pid: int) -> None:
    limit = time.monotonic() + 20
    while alive(pid):
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_a_killed_command_takes_its_program_with_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    command = [sys.executable, "-c", PARENT, f"echo $$ > {told}.new; mv {told}.new {told}; exec sleep 60"]
    parent = subprocess.Popen(command)
    while not told.exists():
        assert parent.poll() is None
        time.sleep(0.01)
    child = int(told.read_text())
    assert alive(child)
    parent.kill()
    parent.wait()
    until_gone(child)


def test_a_program_says_what_it_said_and_why_it_failed() -> None:
    assert children.run(["sh", "-c", "echo $CANBO_WORD"], env={"CANBO_WORD": "một"}) == "một\n"
    with pytest.raises(subprocess.CalledProcessError) as failed:
        children.run(["sh", "-c", "echo hỏng >&2; exit 3"])
    assert (failed.value.returncode, failed.value.stderr) == (3, "hỏng\n")

"""The box beside the office: it joins the family when there is a survey, and not before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from canbo.office.desk import serving

JOIN = """
import sys
from canbo import family
asked = []
def joining():
    asked.append(1)
    return [sys.executable, "-c", "raise SystemExit(7)"] if len(asked) == 2 else None
family.ASK_SECONDS = 0.1
print(family.keep([["sleep", "60"]], joining), len(asked))
"""


def test_the_box_is_started_when_a_survey_lies_in_its_inbox(settings: Any, tmp_path: Path) -> None:
    settings.BOX_INBOX = tmp_path
    assert serving.box("127.0.0.1", 8001) is None
    (tmp_path / "hash").mkdir()
    assert serving.box("127.0.0.1", 8001) is None
    (tmp_path / "hash" / "manifest.json").touch()
    command = serving.box("127.0.0.1", 8123)
    assert command is not None
    assert command[1:] == ["box", "up", "--host", "127.0.0.1", "--port", "8123"]


def test_a_member_that_joins_later_belongs_to_the_family() -> None:
    """It is asked for until it comes, once; when it ends, all end, and its status is the family's."""
    done = subprocess.run([sys.executable, "-c", JOIN], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.split(), done.stderr) == (["7", "2"], "")

"""The demo's slips lead to the box that runs beside it, on whatever port it was started."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from canbo.office.demo.station import Trustees
from tests.office.opinions import rounds
from tests.town import Town


def test_slips_carry_the_port_the_box_was_given(
    town: Town, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`canbo up --box-port` tells by the environment, after the settings were read."""
    settings.BOX_SITE = "http://localhost:8001"
    monkeypatch.setenv("CANBO_BOX_SITE", "http://localhost:9123")
    Trustees(tmp_path).slips(rounds.frozen(town), tmp_path)
    made = subprocess.run(["pdftotext", str(tmp_path / "v1-d1.pdf"), "-"], capture_output=True, check=True).stdout
    assert b"http://localhost:9123 " in made
    assert b"8001" not in made

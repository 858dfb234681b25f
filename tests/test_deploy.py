"""The files an installation copies: systemd can read them, and what they name there is."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from canbo import cli

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
HOME = "/opt/canbo/.venv/bin/canbo "


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / name, encoding="utf-8")
    return parser


@pytest.mark.parametrize("name", ["canbo.service", "canbo-box.service"])
def test_units_run_commands_that_exist(name: str) -> None:
    service = unit(name)["Service"]
    lines = [service[key] for key in ("ExecStartPre", "ExecStart") if key in service]
    assert [line for line in lines if not line.startswith(HOME)] == []
    assert {line.removeprefix(HOME).split()[0] for line in lines} <= set(cli.commands())
    assert int(service["TimeoutStopSec"]) > 20  # longer than a family waits for its members


def test_the_path_starts_the_box_where_the_office_leaves_surveys() -> None:
    path = unit("canbo-box.path")["Path"]
    assert (DEPLOY / path["Unit"]).exists()
    assert path["PathChanged"] == "/var/lib/canbo/box-inbox"
    # It ends by itself with status 0, which must not start it again; at boot it looks what is there.
    box = unit("canbo-box.service")
    assert "--ends-after" in box["Service"]["ExecStart"]
    assert (box["Service"]["Restart"], box["Install"]["WantedBy"]) == ("on-failure", "multi-user.target")
    assert unit("canbo.service")["Service"]["StateDirectory"] == "canbo"  # /var/lib/canbo


def test_nginx_hands_on_to_the_port_of_the_unit_and_writes_no_addresses_of_pages() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    port = re.search(r"--port (\d+)", unit("canbo.service")["Service"]["ExecStart"])
    assert port is not None
    assert re.findall(r"server 127\.0\.0\.1:(\d+);", text) == [port[1]]
    [kept] = re.findall(r"log_format canbo '(.*)';", text)
    assert set(re.findall(r"\$(\w+)", kept)) & {"request", "request_uri", "uri", "args", "http_referer"} == set()


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in DEPLOY.glob("canbo*"):
        text = path.read_text(encoding="utf-8").replace(HOME, "/bin/true ")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    if analyze := shutil.which("systemd-analyze"):
        command = [analyze, "verify", *sorted(map(str, tmp_path.iterdir()))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")

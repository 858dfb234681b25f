"""The `canbo` command: everything it can do is listed, and the rules need no server."""

from __future__ import annotations

import subprocess
import sys

import pytest

from canbo import __version__, cli


def test_help_lists_every_command_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    listed = cli.commands()
    assert [name for name, line in listed.items() if not line] == []
    assert {"rules", "migrate"} <= listed.keys()

    assert cli.main(["--help"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed[2:-2]] == list(listed)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"


def test_rules_do_not_import_django() -> None:
    probe = (
        "import sys, canbo.cli\n"
        "try: canbo.cli.main(['rules', '--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout

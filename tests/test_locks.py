"""The lock files hold what pyproject.toml asks for, every line with its hash, and no registry's address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("requirements-build.txt", "requirements.txt", "requirements-dev.txt")


def pins(lock: str) -> set[str]:
    """The `name==version` of every requirement in a lock file, names in lower case."""
    return {f"{name.lower()}=={v}" for name, v in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.M)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    requirements = re.split(r"\n(?=\S)", text.strip())
    assert [entry.splitlines()[0] for entry in requirements if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\S+://\S+", text) == []


def test_locks_hold_the_versions_asked_for() -> None:
    run, dev = (
        {re.sub(r"\[.*?\]", "", line).lower() for line in asked if "==" in line}
        for asked in (PROJECT["dependencies"], PROJECT["optional-dependencies"]["dev"])
    )
    assert run - pins("requirements.txt") == set()
    assert (run | dev) - pins("requirements-dev.txt") == set()
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_each_dependency_earns_its_line() -> None:
    decision = (ROOT / "docs/decisions/0001-dependencies.md").read_text("utf-8").lower()
    asked = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    names = [re.split(r"[\[=<>]", line)[0].lower() for line in asked]
    assert [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", decision)] == []

"""Every key the rooms write into the journal has its words, and no words are kept for a key nobody writes."""

from __future__ import annotations

import ast
from pathlib import Path

from canbo.office.base import jobs, verbs
from canbo.office.opinions.models.campaigns import PAPERS
from canbo.office.talent.models.planning import ACTS
from canbo.office.work.models.acts import KINDS

OFFICE = Path(verbs.__file__).parents[1]
# Keys put together from what a row keeps: every value its column may hold.
MADE = {"work.": KINDS, "talent.plan_": ACTS, "opinions.campaign_": PAPERS}


def test_every_key_of_the_journal_has_words() -> None:
    written: set[str] = set()
    for path in OFFICE.rglob("*.py"):
        if "migrations" not in path.parts and path.name != "verbs.py":
            written |= _keys(ast.parse(path.read_text("utf-8")))
    assert sorted(written - set(jobs.WORK)) == sorted(verbs.WORDS)


def _keys(tree: ast.AST) -> set[str]:
    """Texts like `room.did_something`, and each value of those put together; KeyError for one that MADE leaves out."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if start.partition(".")[0] in verbs.ROOMS and "." in start and " " not in start and "/" not in start:
                found |= {start + key for key, _ in MADE[start]}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            room, _, did = node.value.partition(".")
            if room in verbs.ROOMS and did.isidentifier() and did.islower() and not did.endswith("_"):
                found.add(node.value)
    return found

"""The save that goes out while one types: few statements through everything, and nothing it refuses got lost for it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from canbo.office.evaluations.models import Draft
from tests.office.evaluations import month
from tests.office.evaluations.month import sheet, submit, url
from tests.town import Town

WRITTEN = {f"m{index}": text for index, text in enumerate(["9", "9", "9", "92", "82", "88"])}
ON_POSTGRES = connection.vendor == "postgresql"


def statements(client: Client, place: str, **sent: str) -> list[str]:
    """What a save asks of the database; the two of the test's own transaction apart."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(place, {**WRITTEN, **sent}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    texts = [row["sql"] for row in seen.captured_queries]
    return [text for text in texts if not text.startswith(("SAVEPOINT", "RELEASE"))]


def heads(texts: list[str]) -> list[str]:
    """The table each statement speaks of first."""
    return [re.split(r" (?:FROM|INTO) ", text.replace('"', ""), maxsplit=1)[1].split()[0] for text in texts]


@pytest.mark.parametrize("second_factor", [False, True])
@pytest.mark.parametrize(("who", "step"), [("nam", "self"), ("mai", "review")])
def test_a_save_takes_at_most_six_statements(
    town: Town, settings: Any, who: str, step: str, second_factor: bool
) -> None:
    """The session; who that is and may be; the hold (on SQLite by BEGIN, which is the test's own here); the sheet with
    all its records; work that is computed from; the draft."""
    month.opened(town, due=month.FAR)
    if step == "review":
        submit(town, "nam", "nam")
    settings.REQUIRE_SECOND_FACTOR = second_factor
    client, place = town.client(who), url("draft", sheet(town, "nam").pk, step)
    for version, mark in enumerate(("8", "7", "6")):
        found = statements(client, place, version=str(version), m0=mark)
        held = ["sheet_state"] if ON_POSTGRES else []
        assert heads(found) == ["django_session", "account", *held, "sheet", "work_standing", "draft"]
    assert Draft.objects.get().version == 3


def test_an_empty_draft_is_kept_as_one(town: Town) -> None:
    month.opened(town, due=month.FAR)
    client, place = town.client("nam"), url("draft", sheet(town, "nam").pk, "self")
    for version in range(2):
        answer = client.post(place, {f"m{index}": "" for index in range(6)} | {"w0": f"{version}", "version": version})
        assert (answer.status_code, Draft.objects.get().marks) == (200, (None,) * 6)

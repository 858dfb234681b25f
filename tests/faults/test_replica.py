"""Dashboards read from a copy where there is one: figures from there, who may and what was kept from the primary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from canbo.office.addresses import database
from canbo.office.base import replica
from canbo.office.base.replica import ALIAS
from canbo.office.evaluations.models import Draft
from canbo.office.insight.models import SavedView
from tests.faults.place import Place
from tests.office.evaluations import month
from tests.town import Town

FROM = re.compile(r'FROM "(\w+)"')
WHO_MAY = {"account", "django_session", "person", "posting", "unit", "grant", "saved_view"}


@pytest.fixture
def asked(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A copy that takes no write (the same database by another door), and the statements that reach it."""
    found: list[str] = []

    def listen(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        found.append(sql)
        return execute(sql, *given)

    primary = connections["default"]
    copy = type(primary)({**primary.settings_dict}, ALIAS)
    monkeypatch.setitem(settings.DATABASES, ALIAS, copy.settings_dict)
    connections[ALIAS] = copy
    takes_none = "SET default_transaction_read_only = on" if copy.vendor == "postgresql" else "PRAGMA query_only = ON"
    with copy.cursor() as cursor:
        cursor.execute(takes_none)
    copy.execute_wrappers.append(listen)
    yield found
    copy.close()
    del connections[ALIAS]


def shown(client: Client, address: str) -> str:
    """What the page says, without the token that changes each time."""
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)


def test_a_dashboard_counts_in_the_copy_and_asks_the_primary_who_may(
    town: Town, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    month.opened(town, due=month.FAR)
    trang, board = town.client("trang"), reverse("insight:unit", args=[town.units["ward"].pk])
    counted = shown(trang, board)
    tables = {FROM.findall(sql)[0] for sql in asked}
    assert "summary" in tables
    assert tables & WHO_MAY == set()
    monkeypatch.delitem(settings.DATABASES, ALIAS)
    asked.clear()
    assert shown(trang, board) == counted
    assert asked == []


def test_while_the_copy_is_away_the_primary_is_asked(
    town: Town, asked: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    month.opened(town, due=month.FAR)
    trang, board = town.client("trang"), reverse("insight:unit", args=[town.units["ward"].pk])
    counted = shown(trang, board)
    asked.clear()
    copy = connections[ALIAS]
    copy.close()
    monkeypatch.setattr(replica.copy, "away_until", 0.0)
    with monkeypatch.context() as away:
        away.setattr(
            copy, "settings_dict", copy.settings_dict | {"NAME": "/no/where", "HOST": "127.0.0.1", "PORT": "1"}
        )
        assert [shown(trang, board), shown(trang, board)] == [counted, counted]
        assert "canbo_replica_up 0\n" in trang.get("/metrics").content.decode()
    told = [record.getMessage() for record in caplog.records if record.name == "canbo.replica"]
    assert told == ["the replica is away: OperationalError"]
    assert asked == []
    replica.copy.away_until = 0.0
    assert shown(trang, board) == counted
    assert asked != []


def test_what_is_sent_and_other_rooms_never_reach_it(town: Town, asked: list[str]) -> None:
    month.opened(town, due=month.FAR)
    trang, nam, ward = town.client("trang"), town.client("nam"), town.units["ward"].pk
    trang.get("/")
    trang.post(reverse("insight:keep", args=[ward]), {"name": "Của tôi"})
    nam.post(month.url("draft", month.sheet(town, "nam").pk, "self"), {"m0": "7", "version": 0})
    assert asked == []
    assert SavedView.objects.get().name == "Của tôi"
    assert Draft.objects.get().marks[0] == 700
    assert "Của tôi" in shown(trang, reverse("insight:unit", args=[ward]))


def test_behind_a_pool_no_cursor_outlives_its_transaction(tmp_path: Path) -> None:
    made = database("postgresql://canbo@host:6432/canbo", tmp_path, pooled=True)
    assert made["DISABLE_SERVER_SIDE_CURSORS"] is True
    direct = database("postgresql://canbo@host/canbo?options=-c%20work_mem%3D8MB", tmp_path)
    assert direct["DISABLE_SERVER_SIDE_CURSORS"] is False
    said = [made["OPTIONS"].get("options"), direct["OPTIONS"]["options"]]
    # A pool knows none of these words.
    assert said == [
        None,
        "-c plan_cache_mode=force_generic_plan -c jit=off -c work_mem=8MB",
    ]  # a pool knows no such word


def test_a_server_that_does_not_answer_is_not_waited_for_longer_than_said(tmp_path: Path) -> None:
    waits = [
        database(f"postgresql://canbo@host/canbo{said}", tmp_path, patience=2)["OPTIONS"]
        for said in ("", "?connect_timeout=9")
    ]
    assert [options["connect_timeout"] for options in waits] == ["2", "9"]

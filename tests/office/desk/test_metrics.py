"""Figures for Prometheus: right, by the name of a route, for those who may ask alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from canbo.office.base import jobs, metrics
from canbo.office.base.models import Job
from tests.town import Town

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"{}\\]*"(,[a-z]+="[^"{}\\]*")*\})? [0-9.e+-]+')


@pytest.fixture(autouse=True)
def _fresh(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path
    metrics._figures.clear()
    yield
    metrics._figures.clear()


def told(client: Client | None = None) -> dict[str, float]:
    answer = (client or Client()).get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_address(town: Town) -> None:
    before = told()
    assert before["canbo_request_seconds_count"] == 0
    nam = town.client("nam")
    person = town.persons["nam"].pk
    Client().get("/alive/")
    for path in ("/", f"/nhan-su/nguoi/{person}/", f"/khong-co/{person}/?q=Nguy%E1%BB%85n"):
        nam.get(path)
    found = told()
    routes = {re.search(r'route="([^"]*)"', name)[1] for name in found if "route=" in name}  # type: ignore[index]
    assert {"home", "alive", "none", "metrics"} <= routes
    assert {route for route in routes if set(route) & set("0123456789/%?")} == set()
    assert found['canbo_requests_total{route="alive",status="2xx"}'] == 1
    assert found['canbo_requests_total{route="none",status="4xx"}'] == 1
    assert found['canbo_route_statements_sum{route="alive"}'] == 0
    assert found['canbo_route_statements_sum{route="home"}'] > 0
    buckets = [value for name, value in found.items() if name.startswith("canbo_request_statements_bucket")]
    assert buckets == sorted(buckets)
    assert buckets[-1] == found["canbo_request_statements_count"] == 5


@pytest.mark.django_db
def test_a_scrape_of_one_process_tells_the_others_too(settings: LazySettings, tmp_path: Path) -> None:
    settings.WEB_WORKERS = 2
    Client().get("/alive/")
    metrics._keep()
    [mine] = (tmp_path / "metrics").iterdir()
    assert json.loads(mine.read_text())['canbo_requests_total{route="alive",status="2xx"}'] == 1
    mine.rename(mine.with_name("1.json"))  # as another process leaves it
    assert told()['canbo_requests_total{route="alive",status="2xx"}'] == 2
    metrics.clear()
    assert told()['canbo_requests_total{route="alive",status="2xx"}'] == 1


@pytest.mark.django_db
def test_what_waits_is_told(town: Town, settings: LazySettings, tmp_path: Path) -> None:
    settings.BOX_INBOX = tmp_path / "inbox"
    (tmp_path / "inbox" / "abc").mkdir(parents=True)
    (tmp_path / "inbox" / "abc" / "manifest.json").touch()
    jobs.start(
        kind="people.codes",
        label="Mã",
        agency_id=town.units["ward"].agency_id,
        actor=town.accounts["trang"],
        arguments={},
    )
    assert Job.objects.count() == 1
    found = told()
    now = ("canbo_database_up", "canbo_box_inbox_surveys", "canbo_tasks_waiting")
    assert [found[name] for name in now] == [1, 1, 1]
    assert found["canbo_tasks_oldest_seconds"] > 0


@pytest.mark.django_db
def test_others_find_nothing(settings: LazySettings) -> None:
    assert Client(REMOTE_ADDR="10.0.0.7").get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="").get("/metrics").status_code == 404
    assert Client(headers={"X-Forwarded-For": "127.0.0.1"}).get("/metrics").status_code == 404
    settings.METRICS_FROM = ["10.0.0.0/28"]
    assert Client(REMOTE_ADDR="10.0.0.7").get("/metrics").status_code == 200
    assert Client().get("/metrics").status_code == 404


@pytest.mark.django_db
def test_a_database_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_tasks_database_dbtaskresult")
    found = told()
    assert found["canbo_database_up"] == 0

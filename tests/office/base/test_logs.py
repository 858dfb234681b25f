"""The log of an installation: what happened, where, how long; nothing of whom or with what."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from canbo.office.base import jobs
from canbo.office.base.logs import JsonFormatter
from canbo.office.urls import urlpatterns as office
from tests.town import Town

SECRETS = ("Nguyễn Văn Bí Mật", "Nguy%E1%BB%85n", "khiển trách", "mật-khẩu-thử", "012345678901", "nam.bimat", "987654")
log = logging.getLogger("canbo.request")


def broken(request: HttpRequest, pk: int) -> HttpResponse:
    """A database that quotes what it refuses, as they do."""
    try:
        raise IntegrityError(f"Key (name)=({request.GET['q']}, {request.POST.get('why')}) already exists, {pk}")
    except IntegrityError as error:
        raise RuntimeError(f"could not keep {request.GET['q']} 012345678901") from error


urlpatterns: list[Any] = [*office, path("hong/<int:pk>/", broken, name="broken")]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What `canbo serve` would write."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    root, level = logging.getLogger(), log.level
    root.addHandler(handler)
    log.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    log.setLevel(level)


def read(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.django_db
@pytest.mark.urls("tests.office.base.test_logs")
def test_nothing_of_people_reaches_the_log(town: Town, lines: io.StringIO) -> None:
    stranger = Client(raise_request_exception=False)
    name = {"q": SECRETS[0]}
    stranger.get("/nhan-su/", name)
    stranger.post(reverse("account_login"), {"login": "nam.bimat", "password": "mật-khẩu-thử"})
    stranger.get("/", headers={"Host": "nam.bimat.vn"})
    Client(enforce_csrf_checks=True).post("/tai-khoan/dang-nhap/", {"login": "nam.bimat"}, query_params=name)
    nam = town.client("nam")
    nam.raise_request_exception = False
    nam.get("/nhan-su/nguoi/987654/", name)
    nam.get(f"/{SECRETS[0]}/012345678901/")
    assert nam.post("/hong/987654/", {"why": "khiển trách"}, query_params=name).status_code == 500
    logging.getLogger("some.library").error("refused: %s", SECRETS[0])
    logging.getLogger("another").error(f"row {SECRETS[4]}")
    assert [each for each in SECRETS if each in lines.getvalue()] == []
    seen = [line for line in read(lines) if line["logger"] == "canbo.request"]
    assert [(line["route"], line["method"], line["status"]) for line in seen][-1] == ("broken", "POST", 500)
    assert {"time", "level", "logger", "request", "route", "method", "status", "ms", "statements"} == set(seen[-1])


@pytest.mark.django_db
@pytest.mark.urls("tests.office.base.test_logs")
def test_a_fault_is_told_by_type_and_place_under_the_number_of_its_request(town: Town, lines: io.StringIO) -> None:
    nam = town.client("nam")
    nam.raise_request_exception = False
    answer = nam.post("/hong/7/", {}, query_params={"q": "x"})
    [fault] = [line for line in read(lines) if line["logger"] == "django.request"]
    assert fault["fault"] == ["RuntimeError", "IntegrityError"]
    assert str(fault["places"][-1]).endswith(f"test_logs.py:{broken_at()} broken")  # type: ignore[index]
    [seen] = [line for line in read(lines) if line["logger"] == "canbo.request"]
    assert fault["request"] == seen["request"] == answer["X-Request-ID"]


def broken_at() -> int:
    """The line of the second `raise`."""
    return broken.__code__.co_firstlineno + 5


@pytest.mark.django_db
def test_the_number_of_a_request_comes_from_our_own_proxy_alone(settings: LazySettings) -> None:
    given = "0123456789abcdef0123456789abcdef"
    assert Client(headers={"X-Request-ID": given}).get("/alive/")["X-Request-ID"] != given
    settings.BEHIND_PROXY = True
    assert Client(headers={"X-Request-ID": given}).get("/alive/")["X-Request-ID"] == given
    assert Client(headers={"X-Request-ID": "Nguyễn"}).get("/alive/")["X-Request-ID"] != "Nguyễn"


@pytest.mark.django_db
def test_work_without_a_request_says_so(lines: io.StringIO) -> None:
    try:
        raise ValueError(SECRETS[0])
    except ValueError:
        jobs.log.error("job %s (%s) failed", 3, "people.import", exc_info=sys.exc_info())
    [line] = read(lines)
    assert (line["message"], line["fault"]) == ("job 3 (people.import) failed", ["ValueError"])
    assert "request" not in line

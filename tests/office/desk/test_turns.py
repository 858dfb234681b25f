"""A crowd at one moment: some wait for their turn, the others hear at once when to come again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from canbo.office.desk import turns
from canbo.office.desk.turns import TurnsMiddleware


def test_one_is_answered_one_waits_and_the_third_is_told_when_to_come_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEB_THREADS, settings.WEB_WAITING = 1, 1
    monkeypatch.setattr(turns, "SECONDS", 30.0)
    inside, go = Event(), Event()

    def answer(request: HttpRequest) -> HttpResponse:
        inside.set()
        assert request.path == "/alive/" or go.wait(30)
        return HttpResponse(request.path)

    door, make = TurnsMiddleware(answer), RequestFactory()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(door, make.get("/1/"))
        assert inside.wait(30)
        second = threads.submit(door, make.get("/2/"))
        while not door.turnstile.standing:  # the second stands in the queue
            pass
        for method, repeats in ((make.get, True), (make.post, False)):
            refused = method("/3/")
            told = door(refused)
            shown = told.content.decode()
            assert (told.status_code, "Máy chủ đang bận" in shown) == (503, True)
            assert 5 <= int(told["Retry-After"]) <= 15
            assert ('http-equiv="refresh"' in shown, "Việc vừa gửi chưa được ghi" in shown) == (repeats, not repeats)
        assert door(make.get("/alive/")).status_code == 200
        go.set()
        assert [one.result(30).content for one in (first, second)] == [b"/1/", b"/2/"]


def test_nobody_waits_longer_than_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEB_THREADS, settings.WEB_WAITING = 1, 1
    monkeypatch.setattr(turns, "SECONDS", 0.01)
    door = TurnsMiddleware(lambda request: HttpResponse())
    with door.turnstile.turn():
        assert door(RequestFactory().post("/1/")).status_code == 503
    assert door(RequestFactory().post("/1/")).status_code == 200

"""Many log-ins at one moment: few hash at once, the others wait a little or are asked to come back and lose nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from canbo.office.people.hashing import BoundedArgon2Hasher, Crowded, Turnstile
from tests.town import PASSWORD, Town

ARGON = "canbo.office.people.hashing.BoundedArgon2Hasher"


@pytest.mark.parametrize(("at_once", "waiting", "seconds", "through"), [(2, 3, 30, 5), (1, 0, 30, 1), (2, 4, 0, 2)])
def test_at_most_so_many_at_once(at_once: int, waiting: int, seconds: float, through: int) -> None:
    stile = Turnstile(at_once, waiting, seconds)
    inside, most, away = 0, 0, 0
    lock, gate, full = threading.Lock(), threading.Barrier(8), threading.Event()

    def act() -> None:
        nonlocal inside, most, away
        gate.wait(30)
        try:
            with stile.turn():
                with lock:
                    inside += 1
                    most = max(most, inside)
                assert full.wait(30)  # until everybody else has a place or was sent away
                with lock:
                    inside -= 1
        except Crowded:
            with lock:
                away += 1
                if away == 8 - through:
                    full.set()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: act(), range(8)))
    assert (most, away) == (at_once, 8 - through)
    with stile.turn():  # everybody gave back what they took
        pass


def test_who_came_first_goes_first() -> None:
    stile, passed = Turnstile(1, 8, 30), list[int]()

    def act(number: int) -> None:
        with stile.turn():
            passed.append(number)

    with ThreadPoolExecutor(5) as threads, stile.turn():
        for number in range(5):
            threads.submit(act, number)
            while stile.standing <= number:
                pass
    assert passed == [0, 1, 2, 3, 4]


@contextmanager
def taken(stile: Turnstile, seconds: float) -> Iterator[ExitStack]:
    """All turns are taken until what is given is closed, and nobody waits longer than that."""
    before, stile.seconds = stile.seconds, seconds
    with ExitStack() as held:
        for _ in range(stile.at_once):
            held.enter_context(stile.turn())
        yield held
    stile.seconds = before


@pytest.mark.django_db
def test_who_finds_no_turn_is_asked_back_and_loses_the_password_alone(
    town: Town, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PASSWORD_HASHERS = [ARGON]  # type: ignore[attr-defined]
    nam = town.accounts["nam"]
    nam.set_password(PASSWORD)
    nam.save()
    browser = Client(raise_request_exception=False)
    login = reverse("account_login")
    typed = {"login": "nam", "password": "sai-hẳn-rồi", "next": "/phieu/"}
    with taken(BoundedArgon2Hasher.turnstile, 0.1):
        page = browser.post(login, typed)
        said = page.content.decode()
    assert page.status_code == 503
    assert 5 <= int(page["Retry-After"]) <= 15
    assert f'<meta http-equiv="refresh" content="{page["Retry-After"]}; url={login}?next=/phieu/">' in said
    assert "sai-hẳn-rồi" not in said + str(browser.cookies)
    assert caplog.records == []  # a trace for each of a province that logs in at eight would fill the disk
    assert AccessAttempt.objects.count() == 0  # it counts as no wrong password
    again = browser.get(login, {"next": "/phieu/"})
    assert 'name="login" value="nam"' in again.content.decode()
    assert browser.post(login, typed | {"password": PASSWORD})["Location"] == "/phieu/"


@pytest.mark.django_db
def test_who_waits_a_moment_gets_in(town: Town, settings: object) -> None:
    settings.PASSWORD_HASHERS = [ARGON]  # type: ignore[attr-defined]
    with taken(BoundedArgon2Hasher.turnstile, 30) as held:
        assert make_password("nền không phải chờ").startswith("argon2")  # background work has no queue
        letting = threading.Timer(0.3, held.close)
        letting.start()
        began = time.monotonic()
        page = Client(raise_request_exception=False).post(
            reverse("account_login"), {"login": "nobody", "password": "không có"}
        )
        assert (page.status_code, time.monotonic() - began >= 0.3) == (200, True)
        letting.join()


def test_an_older_hash_still_opens() -> None:
    old = "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdHNhbHRzYWx0$"
    from argon2.low_level import Type, hash_secret

    made = hash_secret(b"m\xc3\xa3 c\xc5\xa9", b"saltsaltsalt", 2, 102400, 8, 32, Type.ID).decode()
    assert f"argon2{made}".startswith(old)
    hasher = BoundedArgon2Hasher()
    assert hasher.verify("mã cũ", f"argon2{made}")
    assert hasher.must_update(f"argon2{made}")
    assert not hasher.verify("mã khác", f"argon2{made}")

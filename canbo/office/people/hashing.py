"""Passwords are hashed a few at once: each hash takes memory and a core for its time, by design, and at eight in the
morning a whole province logs in. Who finds no turn is told to come back in some seconds, and everybody else goes on
working meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from canbo.office.base import observing

WAIT_SECONDS = 2.0


class Crowded(Exception):
    """More passwords at one moment than this process takes; nothing was done. Come back shortly."""


class Turnstile:
    """Lets `at_once` through side by side, has `waiting` wait for up to `seconds`, and sends the others away. Who came
    first goes first: with a plain semaphore whoever comes at the right moment passes those who stand in the queue."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self.at_once, self.waiting, self.seconds = at_once, waiting, seconds
        self._free = at_once
        self._queue: deque[Lock] = deque()
        self._hold = Lock()

    @property
    def standing(self) -> int:
        """How many wait."""
        return len(self._queue)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One's turn; Crowded where there is no room, or no turn in time."""
        place = self._enter()
        if place is not None and not place.acquire(timeout=self.seconds) and self._gave_up(place):
            raise Crowded
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> Lock | None:
        """A turn at once (None), or one's place in the queue: a lock that whoever leaves opens."""
        with self._hold:
            if self._free:
                self._free -= 1
                return None
            if len(self._queue) >= self.waiting:
                raise Crowded
            place = Lock()
            place.acquire()
            self._queue.append(place)
            return place

    def _gave_up(self, place: Lock) -> bool:
        """Leave the queue; not where the turn came at the last moment."""
        with self._hold:
            if place not in self._queue:
                return False
            self._queue.remove(place)
            return True

    def _leave(self) -> None:
        """Hand the turn on; nobody takes it in between."""
        with self._hold:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._free += 1


class BoundedArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass, one lane, an equal of the recommended settings (OWASP, Password Storage Cheat
    Sheet), since a ward's computer has little memory. In a request it takes its turn; background work has no queue,
    it is one thread."""

    time_cost = 1
    memory_cost = 47104  # KiB
    parallelism = 1
    # One thread is left to everybody else.
    turnstile: ClassVar = Turnstile(
        settings.LOGINS_AT_ONCE, max(1, settings.WEB_THREADS - settings.LOGINS_AT_ONCE - 1), WAIT_SECONDS
    )

    def encode(self, password: str, salt: str) -> str:
        with self._turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with self._turn():
            return super().verify(password, encoded)

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if observing.current() is None else self.turnstile.turn()

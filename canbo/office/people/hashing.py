"""Passwords are hashed a few at once: each hash takes memory and a core for its time, by design, and at eight in the
morning a whole province logs in. Who finds no turn is told to come back in some seconds, and everybody else goes on
working meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import BoundedSemaphore
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from canbo.office.base import observing

WAIT_SECONDS = 2.0


class Crowded(Exception):
    """More passwords at one moment than this process takes; nothing was done. Come back shortly."""


class Turnstile:
    """Lets `at_once` through side by side, has `waiting` wait for up to `seconds`, and sends the others away."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self.seconds = seconds
        self._room = BoundedSemaphore(at_once + waiting)
        self._turns = BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One's turn; Crowded where there is no room, or no turn in time."""
        if not self._room.acquire(blocking=False):
            raise Crowded
        try:
            if not self._turns.acquire(timeout=self.seconds):
                raise Crowded
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._room.release()


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

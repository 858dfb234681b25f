"""The web server as it is served, and browsers with a session of their own that may be used from threads."""

from __future__ import annotations

import http.client
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import TypeVar
from urllib.parse import urlencode

from canbo.office.desk import serving
from tests.browser.server import free_port
from tests.faults.place import PATIENCE_SECONDS, Place, until
from tests.town import Town

CSRF = "c" * 32  # any 32 characters, as long as cookie and header agree
Answer = TypeVar("Answer")


@dataclass
class Server:
    """A running web server."""

    place: Place
    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """`kill -9`, with its workers."""
        self.place.kill(self.process)


def serve(place: Place) -> Server:
    """Start the product's own web server in a place and wait until it answers."""
    port = free_port()
    server = Server(place, port, place.start(*serving.web("127.0.0.1", port, 1)))
    until(lambda: answers(server), "the server answers")
    return server


def answers(server: Server) -> bool:
    """Whether it answers already. AssertionError when it ended instead."""
    assert server.process.poll() is None, server.place.said()
    try:
        return bool(ask(server.port, "GET", "/")[0])
    except OSError:
        return False


def ask(port: int, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """One request: status and text. OSError or HTTPException when there was no whole answer."""
    status, data = fetch(port, method, path, body, headers)
    return status, data.decode()


def fetch(
    port: int, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """As `ask`, of what is no text."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        line.request(method, path, body, dict(headers or {}))
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


@dataclass
class Browser:
    """Somebody's browser."""

    session: str

    def post(self, port: int, path: str, form: Mapping[str, object]) -> tuple[int, str]:
        """Send a form: status and text."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
        return ask(port, "POST", path, urlencode(form), self._known | headers)

    def file(self, port: int, path: str) -> tuple[int, bytes]:
        """Fetch a file: status and bytes."""
        return fetch(port, "GET", path, headers=self._known)

    @property
    def _known(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}; csrftoken={CSRF}"}


def browser(town: Town, key: str) -> Browser:
    """A browser logged in as somebody, in a session of its own."""
    return Browser(town.client(key).cookies["sessionid"].value)


def together(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Do these at the same moment, each in a thread; what they gave."""
    gate = Barrier(len(acts))

    def act(one: Callable[[], Answer]) -> Answer:
        gate.wait(PATIENCE_SECONDS)
        return one()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, acts))

"""A load that takes little of the cores it shares with what is measured: plain sockets, one thread, one poll.

An act is a request ready to be sent and what is done with its answer. Closed: each line sends the next one when the
last is answered. Open: acts come at their time whether the earlier ones are answered or not, as people do; what they
wait is counted from the moment they came.
"""

from __future__ import annotations

import heapq
import json
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 30.0  # seconds after which nobody waits for an answer any more
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CSRF = "c" * 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `status` 0 where nothing did. `waited` seconds since the act came."""

    status: int
    headers: bytes
    body: bytes
    waited: float


@dataclass(slots=True)
class Act:
    """One request: what it is counted under, the bytes, and what is done with the answer (which may give more acts,
    each with the seconds until it comes)."""

    name: str
    request: bytes
    then: Callable[[Answer], Iterable[tuple[float, Act]]]
    came: float = 0.0


def get(path: str, cookies: str = "") -> bytes:
    """A page asked for."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n".encode()


def post(path: str, form: dict[str, str], cookies: str) -> bytes:
    """A form sent, with the token against forged forms in cookie and header."""
    return _posted(path, urlencode(form).encode(), FORM, cookies)


def keep(path: str, fields: dict[str, str], cookies: str) -> bytes:
    """What a page's script sends while somebody types."""
    return _posted(path, json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(), JSON, cookies)


def _posted(path: str, body: bytes, kind: str, cookies: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken={CSRF}; {cookies}\r\nX-CSRFToken: {CSRF}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass(eq=False)
class Line:
    """One connection, used again and again."""

    port: int
    act: Act | None = None
    read: bytearray = field(default_factory=bytearray)
    socket: socket.socket | None = None

    def send(self, act: Act, poll: selectors.BaseSelector) -> None:
        """Send on the connection there is, else on a new one."""
        self.act = act
        self.read.clear()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            poll.register(self.socket, selectors.EVENT_READ, self)
        self.socket.sendall(act.request)

    def take(self, poll: selectors.BaseSelector) -> tuple[int, bytes, bytes] | None:
        """What has come by now: status, headers and body once whole; status 0 where the other side hung up."""
        assert self.socket is not None
        try:
            got = self.socket.recv(1 << 18)
        except OSError:
            got = b""
        if not got:
            self.hang_up(poll)
            return 0, b"", b""
        self.read += got
        end = self.read.find(b"\r\n\r\n")
        if end < 0:
            return None
        headers = bytes(self.read[:end]).lower()
        at = headers.find(b"content-length:")
        length = int(headers[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self.read) < end + 4 + length:
            return None
        return int(self.read[9:12]), bytes(self.read[:end]), bytes(self.read[end + 4 :])

    def hang_up(self, poll: selectors.BaseSelector) -> None:
        """Close the connection; the next act opens another."""
        if self.socket is not None:
            poll.unregister(self.socket)
            self.socket.close()
            self.socket = None


def run(port: int, first: Iterable[tuple[float, Act]], lines: int, until: float) -> Iterator[tuple[Act, Answer]]:
    """Every act with its answer. `first`: acts by the seconds from now they come at; those that would come after
    `until` seconds are left out. As many lines as may be open side by side; an act waits for a free one."""
    began, number = time.perf_counter(), 0
    queue: list[tuple[float, int, Act]] = []
    free, ready, busy = [Line(port) for _ in range(lines)], deque[Act](), dict[Line, Act]()

    def plan(acts: Iterable[tuple[float, Act]], base: float) -> None:
        nonlocal number
        for seconds, act in acts:
            act.came, number = base + seconds, number + 1
            if act.came - began <= until:
                heapq.heappush(queue, (act.came, number, act))

    plan(first, began)
    with selectors.DefaultSelector() as poll:
        while queue or ready or busy:
            now = time.perf_counter()
            while queue and queue[0][0] <= now:
                ready.append(heapq.heappop(queue)[2])
            while ready and free:
                line, act = free.pop(), ready.popleft()
                busy[line] = act
                line.send(act, poll)
            wait = 0.5 if not queue or (ready and not free) else max(0.0, queue[0][0] - now)
            for key, _ in poll.select(min(wait, 0.5)):
                line = key.data
                found = line.take(poll)
                if found is None:
                    continue
                yield from _answered(line, found, busy, free, plan)
            late = [line for line, act in busy.items() if time.perf_counter() - act.came > PATIENCE]
            for line in late:
                line.hang_up(poll)
                yield from _answered(line, (0, b"", b""), busy, free, plan)
        for line in free:
            line.hang_up(poll)


def _answered(
    line: Line, found: tuple[int, bytes, bytes], busy: dict[Line, Act], free: list[Line],
    plan: Callable[[Iterable[tuple[float, Act]], float], None],
) -> Iterator[tuple[Act, Answer]]:  # fmt: skip
    act, now = busy.pop(line, None), time.perf_counter()
    if act is None:  # an idle connection that was closed
        return
    free.append(line)
    answer = Answer(*found, now - act.came)
    plan(act.then(answer), now)
    yield act, answer

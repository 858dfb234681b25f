"""A mail server of the tests: real sockets, real SMTP, as willing as it is told to be."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server  # type: ignore[assignment]
        self.say(box.greeting)
        while line := self.rfile.readline():
            verb = line.strip().decode().upper()
            if verb.startswith("RCPT"):
                self.say(box.to_recipient)
            elif verb.startswith("DATA"):
                self.say("354 go on")
                self.take(box)
            elif verb.startswith("QUIT"):
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None

    def take(self, box: Mailbox) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        box.letters.append(message_from_bytes(b"".join(lines), policy=default))
        box.taken()
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """`greeting` and `to_recipient` are what it answers; `taken` is called when a letter is in, before it says so."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[Message[Any, Any]] = []
        self.greeting, self.to_recipient = "220 ready", "250 ok"
        self.taken: Callable[[], object] = lambda: None

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """The server, running."""
    with Mailbox() as box:
        thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()

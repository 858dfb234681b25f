"""The server behind the station's page: on the loopback address alone, under a secret address, without any log.

Whoever sits at another computer cannot reach it; another page in the same browser neither knows the address nor passes
the checks of host and origin.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from canbo.opening import hand
from canbo.opening.page import html
from canbo.opening.page.session import Session
from canbo.rulebook.amounts import natural
from canbo.rulebook.errors import RuleError

HERE = "127.0.0.1"
LARGEST = 5 * 2**20  # bytes of a key file or a table
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff",
}  # fmt: skip
Fields = dict[str, str]


class Station(ThreadingHTTPServer):
    """One opening, served until it is closed. `address` is what to open in the browser of this computer."""

    daemon_threads = True

    def __init__(self, session: Session, port: int = 0) -> None:
        super().__init__((HERE, port), Handler)
        self.session = session
        self.base = f"/{secrets.token_urlsafe(18)}/"

    @property
    def origin(self) -> str:
        return f"http://{HERE}:{self.server_address[1]}"

    @property
    def address(self) -> str:
        return f"{self.origin}{self.base}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Station

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: an address here is a secret."""

    def do_GET(self) -> None:
        pages: dict[str, Callable[[], tuple[str, str]]] = {
            "": lambda: ("text/html", html.page(self.server.session, self.server.base)),
            "style.css": lambda: ("text/css", html.STYLE),
            "phieu-giay.csv": lambda: ("text/csv", hand.blank(self.server.session.export.manifest)),
        }
        name = self._name()
        if name is None or name not in pages:
            return self._send(404, "text/plain", "")
        return self._send(200, *pages[name]())

    def do_POST(self) -> None:
        acts: dict[str, Callable[[Fields], None]] = {
            "key": lambda given: self.server.session.add_key(given.get("file", ""), given.get("passphrase", "")),
            "forget": lambda given: self.server.session.take_back(_number(given.get("place", ""))),
            "papers": lambda given: self.server.session.put_papers(given.get("file", "")),
            "open": lambda given: self.server.session.begin(given.get("root", ""), given.get("lists", "")),
        }
        name = self._name()
        if name is None or self.headers.get("Origin") != self.server.origin:
            return self._send(404, "text/plain", "")
        if name == "close":
            self._send(200, "text/html", html.closed())
            threading.Thread(target=self.server.shutdown).start()
            return None
        if name not in acts:
            return self._send(404, "text/plain", "")
        try:
            acts[name](self._fields())
        except RuleError as error:
            return self._send(422, "text/html", html.page(self.server.session, self.server.base, str(error)))
        self.send_response(303)
        self.send_header("Location", self.server.base)
        self.end_headers()
        return None

    def _name(self) -> str | None:
        """What is asked for; None where host or secret are not ours."""
        if self.headers.get("Host") != self.server.origin.removeprefix("http://"):
            return None
        path = self.path.partition("?")[0]
        return path.removeprefix(self.server.base) if path.startswith(self.server.base) else None

    def _fields(self) -> Fields:
        """What a form sent, files as text. RuleError where it is too large or no text."""
        length = _number(self.headers.get("Content-Length", ""))
        if not 0 <= length <= LARGEST:
            while length > 0 and (read := self.rfile.read(min(length, 2**16))):  # else the browser shows no answer
                length -= len(read)
            raise RuleError("tệp quá lớn")
        body, kind = self.rfile.read(length), self.headers.get("Content-Type", "")
        try:
            if not kind.startswith("multipart/form-data"):
                return {key: values[0] for key, values in parse_qs(body.decode()).items()}
            parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP).iter_parts()
            return {str(part.get_param("name", header="content-disposition")): _text(part) for part in parts}
        except UnicodeDecodeError as error:
            raise RuleError("tệp này không phải tệp chữ UTF-8") from error

    def _send(self, status: int, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    return data.decode() if isinstance(data, bytes) else ""


def _number(text: str) -> int:
    found = natural(text, 11)
    return -1 if found is None else found

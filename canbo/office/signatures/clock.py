"""Asking the time-stamp server, if one is set. The only place of this room that talks to the network."""

from __future__ import annotations

import base64
import logging
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

from django.conf import settings

log = logging.getLogger("canbo.signatures")
PATIENCE_SECONDS = 10
MOST_BYTES = 64 * 1024  # an answer is some kilobytes


class Clock:
    """The server for one run. Once it did not answer it is not asked again: a batch must not wait for each paper."""

    def __init__(self) -> None:
        self.works = bool(settings.TSA_URL)

    def __call__(self, request: bytes) -> bytes:
        """Send a request (DER, RFC 3161) and return the answer; OSError where none comes."""
        asked = Request(address(), data=request, headers={"Content-Type": "application/timestamp-query"})
        if user := urlsplit(settings.TSA_URL).username:
            word = f"{user}:{urlsplit(settings.TSA_URL).password or ''}".encode()
            asked.add_header("Authorization", f"Basic {base64.b64encode(word).decode()}")
        try:
            with urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
                return bytes(answer.read(MOST_BYTES))
        except HTTPError as error:
            error.close()  # it keeps the connection
            raise

    def failed(self) -> None:
        """Remember that it does not work now."""
        self.works = False
        log.warning("the time-stamp server gives no usable answer; signing without time-stamps")


def address() -> str:
    """The server's address without user and password."""
    parts = urlsplit(settings.TSA_URL)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

"""The page and the libraries it loads, as files: read and compressed once, with the hashes that stand on paper."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parent / "page"
FILES = {
    "index.html": "text/html; charset=utf-8",
    "modules.js": "text/javascript; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the page: its bytes, the same compressed, media type, sha256 in hex."""

    body: bytes
    packed: bytes
    kind: str
    hash: str


@cache
def file(name: str) -> File:
    """One of `FILES`."""
    body = (PAGE / name).read_bytes()
    return File(body, gzip.compress(body, 9, mtime=0), FILES[name], hashlib.sha256(body).hexdigest())


def inline(tag: str) -> str:
    """What the security policy calls the page's one style sheet or one script ("style", "script"), by its hash."""
    found = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>".encode(), file("index.html").body, flags=re.S)
    digest = hashlib.sha256(found.group(1) if found else b"").digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

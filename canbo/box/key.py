"""The key by which the box signs its heads: made once, kept beside its database, and its fingerprint on the wall.

A head by this key that the box denies later, or two of one day, prove against whoever runs it.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from canbo.box import settings
from canbo.rulebook.ballot import signing

FILE = settings.FOLDER / "heads.key"


@cache
def private() -> Ed25519PrivateKey:
    """The key; made where there is none. Of two processes that make one at once, one is kept."""
    if not FILE.exists():
        new = FILE.with_suffix(f".{os.getpid()}")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(signing.KEY))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(new, FILE)
        new.unlink()
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(FILE.read_text(encoding="ascii")))


def public() -> str:
    """Its public part, base64url."""
    return signing.public(private())

"""Encryption of what must be read back but not by whoever gets at the database: the secrets of second factors.

Fernet (AES-128 and HMAC), under a key derived from the site's secret key by HKDF (RFC 5869). A copy of the database
alone gives nobody a second factor; whoever changes the secret key makes everybody set theirs up again.
"""

from __future__ import annotations

import base64
import logging
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

log = logging.getLogger("canbo.access")
PURPOSE = b"canbo second factor 1"


def encrypt(text: str) -> str:
    """The text as a Fernet token."""
    return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of a token. One that this site's key does not open gives a random text, which no code will match:
    an error would lock its owner out of the page that explains, an empty secret would be known to everybody."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(token.encode()).decode()
    except InvalidToken:
        log.error("a second factor cannot be read: was the secret key changed?")
        return base64.b32encode(secrets.token_bytes(20)).decode()


@lru_cache(maxsize=2)
def _cipher(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

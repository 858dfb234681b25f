"""A stream under a secret: written once from end to end, read back whole or not at all.

AES-256-GCM over chunks, each under its number and whether it is the last, so that nothing can be cut off, put in
another order or exchanged (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár, Crypto 2015). The key comes
from the secret by scrypt (RFC 7914; 64 MiB, so that guessing is dear).
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"canbo-backup-1\n"
SALT, PREFIX, TAG = 16, 7, 16  # bytes
COST = 2**16
CHUNK = 2**20
SHORTEST = 12  # letters of a secret


class Unreadable(Exception):
    """Not a backup, another secret, or a file that was cut off or changed; the words are for people."""


class Sealing(io.RawIOBase):
    """Write plain bytes, and `finish` when all were written: without it nobody can read what came out."""

    def __init__(self, target: BinaryIO, secret: str) -> None:
        self._target = target
        self._prefix, salt = os.urandom(PREFIX), os.urandom(SALT)
        self._header = MAGIC + salt + self._prefix
        self._cipher = _cipher(secret, salt)
        self._held, self._number = bytearray(), 0
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._held += data
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write what is left and say that it is the end."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class Opening(io.RawIOBase):
    """Read the plain bytes of a sealed stream. Unreadable as soon as anything is not as it was written."""

    def __init__(self, source: BinaryIO, secret: str) -> None:
        self._source = source
        self._header = source.read(len(MAGIC) + SALT + PREFIX)
        if not self._header.startswith(MAGIC) or len(self._header) != len(MAGIC) + SALT + PREFIX:
            raise Unreadable("Tệp này không phải bản sao lưu của Canbo.")
        self._prefix = self._header[-PREFIX:]
        self._cipher = _cipher(secret, self._header[len(MAGIC) : -PREFIX])
        self._held, self._number, self._ended = b"", 0, False
        self._ahead = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._held and not self._ended:
            self._next()
        taken = self._held[: len(buffer)]
        self._held = self._held[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _next(self) -> None:
        from cryptography.exceptions import InvalidTag

        chunk, self._ahead = self._ahead, self._source.read(CHUNK + TAG)
        self._ended = not self._ahead
        try:
            self._held = self._cipher.decrypt(_nonce(self._prefix, self._number, self._ended), chunk, self._header)
        except (InvalidTag, ValueError) as error:
            raise Unreadable("Sai mật khẩu sao lưu, hoặc tệp sao lưu bị cắt cụt hay bị sửa.") from error
        self._number += 1


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])


def _cipher(secret: str, salt: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return AESGCM(Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(secret.encode()))

"""Private keys at rest: one file a key in the data folder, encrypted, readable by the service alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from canbo.office.base.errors import ActionError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes, AES-GCM
LOST = (
    "Không mở được khóa lưu trên máy chủ: tệp khóa bị thiếu, bị sửa, hoặc CANBO_SEAL_SECRET đã đổi. Hãy báo "
    "người quản trị."
)
FULL = "Máy chủ không ghi được tệp khóa (đĩa đầy hoặc không cho ghi). Chưa có gì được lưu. Hãy báo người quản trị."


def path_of(fingerprint: str) -> Path:
    """Where the private key of the certificate with this fingerprint lies."""
    return Path(settings.KEYS) / fingerprint


def keep(fingerprint: str, private: bytes) -> None:
    """Encrypt a private key and put it in its place, whole. ActionError where the disk refuses it."""
    nonce = os.urandom(NONCE)
    path = path_of(fingerprint)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(nonce + _cipher().encrypt(nonce, private, fingerprint.encode()))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise ActionError(FULL) from error


def take(fingerprint: str) -> bytes:
    """The private key; ActionError where the file is gone, was changed, or another secret is set."""
    from cryptography.exceptions import InvalidTag

    try:
        kept = path_of(fingerprint).read_bytes()
        return _cipher().decrypt(kept[:NONCE], kept[NONCE:], fingerprint.encode())
    except (OSError, InvalidTag, ValueError) as error:
        raise ActionError(LOST) from error


def destroy(fingerprint: str) -> None:
    """Overwrite a private key's file and remove it, so that nothing signs with it again; one that is gone is fine.
    ActionError where the disk refuses. A backup made before still holds what it holds."""
    path = path_of(fingerprint)
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise ActionError("Máy chủ không hủy được tệp khóa. Hãy báo người quản trị, rồi thử lại.") from error


def _cipher() -> AESGCM:
    """AES-256-GCM under a key derived from the secret; bound to the fingerprint, so that files cannot be swapped."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"canbo seal key").derive(settings.SEAL_SECRET.encode()))

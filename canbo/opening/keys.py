"""A trustee's key: made on their own device, kept in a file under a passphrase; only its public part is handed over.

The file is one canonical JSON text: the private number under AES-256-GCM, its key from the passphrase by scrypt
(RFC 7914; 64 MiB, so that guessing is dear). The public part stands beside it, and is bound to it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from canbo.rulebook.ballot import seal, slip, strict
from canbo.rulebook.errors import RuleError

SHORTEST = 10  # letters of a passphrase
COST = 2**16
SALT, IV, NUMBER = 16, 12, 32
TAG = b"canbo/trustee/1\0"
Random = Callable[[int], bytes]


def make(passphrase: str, random: Random = os.urandom) -> tuple[str, str]:
    """A new key: the text of its file, and the public part (base64url) to hand over. RuleError for a passphrase too
    short."""
    if len(passphrase) < SHORTEST:
        raise RuleError(f"cụm mật khẩu cần ít nhất {SHORTEST} ký tự")
    key = slip.derive(random(64))
    public, salt, iv = slip.public(key), random(SALT), random(IV)
    number = key.private_numbers().private_value.to_bytes(NUMBER)
    kept = AESGCM(_secret(passphrase, salt)).encrypt(iv, number, TAG + public)
    packed = {"public": strict.pack(public), "salt": strict.pack(salt), "iv": strict.pack(iv), "key": strict.pack(kept)}
    return strict.text({"v": 1, **packed}), strict.pack(public)


def read(text: str, passphrase: str) -> ec.EllipticCurvePrivateKey:
    """The private key in a file. RuleError for another passphrase, or a file that is none or was changed."""
    data = strict.shape(strict.read(text), "v", "public", "salt", "iv", "key")
    public, salt, iv = (
        strict.unpack(data[name], size) for name, size in (("public", 65), ("salt", SALT), ("iv", IV))
    )  # fmt: skip
    try:
        number = AESGCM(_secret(passphrase, salt)).decrypt(iv, strict.unpack(data["key"]), TAG + public)
        key = ec.derive_private_key(int.from_bytes(number), slip.CURVE)
    except (InvalidTag, ValueError) as error:
        raise RuleError("cụm mật khẩu không đúng, hoặc tệp khóa đã bị thay đổi") from error
    if slip.public(key) != public:
        raise RuleError("tệp khóa không đúng")
    return key


def fingerprint(public: str) -> str:
    """What a trustee compares by eye: the first 32 letters of the sha256 of the public part, in groups of four."""
    whole = slip.mark(strict.unpack(public, 65))[:32]
    return " ".join(whole[at : at + 4] for at in range(0, 32, 4))


def write_private(path: Path, data: str | bytes) -> None:
    """A new file that its owner alone can read; FileExistsError rather than writing over one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def _secret(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=seal.KEY, n=COST, r=8, p=1).derive(passphrase.encode())

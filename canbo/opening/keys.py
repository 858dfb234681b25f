"""A trustee's key: made on their own device, kept in a file under a passphrase; only its public part is handed over.

It is two keys in one: a number that opens what was sealed to them, and one that signs what came out. The file is one
canonical JSON text: both numbers under AES-256-GCM, its key from the passphrase by scrypt (RFC 7914; 64 MiB, so that
guessing is dear). The public part stands beside it, and is bound to it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from canbo.rulebook.ballot import seal, signing, slip, strict
from canbo.rulebook.ballot.manifest import POINT
from canbo.rulebook.errors import RuleError

SHORTEST = 10  # letters of a passphrase
COST = 2**16
SALT, IV, NUMBER = 16, 12, 32
TAG = b"canbo/trustee/1\0"
Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Key:
    """What one trustee brings: `opens` a part of every ballot, `signs` what was opened."""

    opens: ec.EllipticCurvePrivateKey
    signs: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """Both public parts in one word (`manifest.Trustee.of` reads it)."""
        return strict.pack(slip.public(self.opens) + self.signs.public_key().public_bytes_raw())


def make(passphrase: str, random: Random = os.urandom) -> tuple[str, str]:
    """A new key: the text of its file, and the public part (base64url) to hand over. RuleError for a passphrase too
    short."""
    if len(passphrase) < SHORTEST:
        raise RuleError(f"cụm mật khẩu cần ít nhất {SHORTEST} ký tự")
    key = Key(slip.derive(random(64)), Ed25519PrivateKey.from_private_bytes(random(signing.KEY)))
    public, salt, iv = strict.unpack(key.public), random(SALT), random(IV)
    numbers = key.opens.private_numbers().private_value.to_bytes(NUMBER) + key.signs.private_bytes_raw()
    kept = AESGCM(_secret(passphrase, salt)).encrypt(iv, numbers, TAG + public)
    packed = {"public": key.public, "salt": strict.pack(salt), "iv": strict.pack(iv), "key": strict.pack(kept)}
    return strict.text({"v": 1, **packed}), key.public


def read(text: str, passphrase: str) -> Key:
    """The keys in a file. RuleError for another passphrase, or a file that is none or was changed."""
    data = strict.shape(strict.read(text), "v", "public", "salt", "iv", "key")
    public, salt, iv = (
        strict.unpack(data[name], size) for name, size in (("public", POINT + signing.KEY), ("salt", SALT), ("iv", IV))
    )
    try:
        numbers = AESGCM(_secret(passphrase, salt)).decrypt(iv, strict.unpack(data["key"]), TAG + public)
        opens = ec.derive_private_key(int.from_bytes(numbers[:NUMBER]), slip.CURVE)
        key = Key(opens, Ed25519PrivateKey.from_private_bytes(numbers[NUMBER:]))
    except (InvalidTag, ValueError) as error:
        raise RuleError("cụm mật khẩu không đúng, hoặc tệp khóa đã bị thay đổi") from error
    if key.public != data["public"]:
        raise RuleError("tệp khóa không đúng")
    return key


def write_private(path: Path, data: str | bytes) -> None:
    """A new file that its owner alone can read; FileExistsError rather than writing over one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def _secret(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=seal.KEY, n=COST, r=8, p=1).derive(passphrase.encode())

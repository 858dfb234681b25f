"""The keys that sign ballots taken online: one a group, made when a campaign is frozen, destroyed when issuing ends.

Private halves lie encrypted in files, never in the database (anonymity design §6), under the hash of their modulus.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from canbo.office.signatures import vault
from canbo.rulebook.ballot import strict, token
from canbo.rulebook.ballot.manifest import Manifest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

BITS = 3072


def make() -> RSAPrivateKey:
    """A key for a group; takes a good part of a second."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=BITS)


def public(key: RSAPrivateKey) -> tuple[str, str]:
    """Modulus and exponent as they stand in a manifest."""
    numbers = key.public_key().public_numbers()
    return strict.pack(numbers.n.to_bytes(key.key_size // 8)), strict.pack(numbers.e.to_bytes(3))


def fingerprint(modulus: str) -> str:
    """What a key is known by, on paper and as a file: sha256 of its modulus as the manifest spells it."""
    return strict.sha(modulus)


def fingerprints(manifest: Manifest) -> list[str]:
    """Those of all the groups' keys, in the groups' order."""
    return [fingerprint(group.n) for group in manifest.groups]


def keep(keys: Iterable[RSAPrivateKey]) -> None:
    """Keep private halves. ActionError, and none is left, where the disk refuses one."""
    from cryptography.hazmat.primitives import serialization

    kept: list[str] = []
    try:
        for key in keys:
            name = fingerprint(public(key)[0])
            form = serialization.PrivateFormat.PKCS8
            plain = key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
            kept.append(name)
            vault.keep(name, plain)
    except BaseException:
        destroy(kept)
        raise


def sign(modulus: str, blinded: bytes) -> bytes:
    """The blind signature by a group's key. ActionError where the key is gone, RuleError for what is no number below
    the modulus."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    key = serialization.load_der_private_key(vault.take(fingerprint(modulus)), None)
    assert isinstance(key, RSAPrivateKey)
    numbers = key.private_numbers()
    return token.blind_sign(numbers, blinded, mask=secrets.randbelow(numbers.public_numbers.n - 2) + 2)


def destroy(names: Iterable[str]) -> None:
    """Destroy private halves; what is gone is fine. ActionError where the disk refuses."""
    for name in names:
        vault.destroy(name)

"""A token in software (SoftHSM), for everything that would need a device."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pkcs11
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11.util.x509 import decode_x509_certificate

from tests.paperwork.signing import pki
from tests.paperwork.signing.pki import Holder

MODULE = str(next(iter(Path("/usr/lib").glob("**/libsofthsm2.so")), "/usr/lib/softhsm/libsofthsm2.so"))
TOKEN, LABEL, EC, PIN = "canbo", "dau-co-quan", "dau-ec", "1234"


@contextmanager
def token(folder: Path) -> Iterator[None]:
    """A token that holds an RSA key (LABEL) and an EC key (EC) with their certificates."""
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "conf")
    try:
        _util("--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "5678")
        pkcs11.lib(MODULE).reinitialize()
        holders = {LABEL: pki.make("Dấu cơ quan", pki.between(), private=pki.rsa_key()), EC: pki.person("Khóa EC")}
        for number, (label, holder) in enumerate(holders.items(), start=1):
            file = folder / f"{label}.pem"
            file.write_bytes(holder.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            _util("--import", str(file), "--token", TOKEN, "--label", label, "--id", f"0{number}", "--pin", PIN)
        with pkcs11.lib(MODULE).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
            for label, holder in holders.items():
                session.create_object(_certificate(holder, label))
        yield
    finally:
        del os.environ["SOFTHSM2_CONF"]


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def _certificate(holder: Holder, label: str) -> dict[Any, Any]:
    fields = {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True}
    return decode_x509_certificate(holder.der) | fields

"""Keys that sign here: a file (PKCS#12, or an internal one made by ourselves) and a token behind PKCS#11."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from canbo.paperwork.signing.certificates import describe, read_certificate
from canbo.paperwork.signing.model import Certificate, SigningError

BITS = 3072  # RSA; enough by NIST SP 800-57 beyond 2030
WRONG_FILE = "Không mở được tệp khóa. Hãy kiểm tra mật khẩu, và rằng tệp là .p12 hoặc .pfx có khóa riêng."
NO_MODULE = (
    "Không nạp được thư viện của thiết bị ký ({module}). Hãy báo người quản trị kiểm tra CANBO_PKCS11_MODULE và cài "
    "phần mềm của thiết bị."
)
NO_TOKEN = "Không thấy thiết bị ký “{token}”. Hãy cắm thiết bị vào máy chủ rồi thử lại, hoặc báo người quản trị."
WRONG_PIN = (
    "Thiết bị ký từ chối mã PIN. Hãy báo người quản trị kiểm tra CANBO_PKCS11_PIN; nhập sai nhiều lần sẽ khóa thiết bị."
)
NO_DEVICE = "Thiết bị ký không ký được. Hãy kiểm tra thiết bị còn cắm, rồi thử lại."
NO_KEY = "Trong thiết bị ký “{token}” không có khóa và chứng thư nhãn “{label}”. Hãy kiểm tra nhãn khóa."


@dataclass(frozen=True)
class Key:
    """A key ready to sign, with its certificate and the chain above it (DER). `sign` takes what is to be signed and
    returns the signature over its SHA-256: RSA by PKCS#1 v1.5, ECDSA as DER."""

    certificate: Certificate
    sign: Callable[[bytes], bytes]
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class FileKey:
    """A private key as PKCS#8 (DER, not encrypted: whoever keeps it encrypts it), its certificate and the chain."""

    private: bytes
    certificate: Certificate
    chain: tuple[bytes, ...] = ()


def make_internal(name: str, *, at: datetime, until: datetime) -> FileKey:
    """A new key with a certificate of its own hand. It proves that a paper is unchanged and was sealed by who holds the
    key; who that is, no authority vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    holder = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])  # RFC 5280: at most 64 characters
    usage = {
        "digital_signature": True, "content_commitment": True, "key_encipherment": False, "data_encipherment": False,
        "key_agreement": False, "key_cert_sign": False, "crl_sign": False, "encipher_only": False,
        "decipher_only": False,
    }  # fmt: skip
    builder = x509.CertificateBuilder(
        issuer_name=holder, subject_name=holder, public_key=key.public_key(),
        serial_number=x509.random_serial_number(), not_valid_before=at, not_valid_after=until,
    )  # fmt: skip
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.KeyUsage(**usage), critical=True)
    return FileKey(_private(key), describe(builder.sign(key, hashes.SHA256())))


def read_pkcs12(data: bytes, password: str) -> FileKey:
    """The key, certificate and chain of a .p12; SigningError where it cannot be opened or its key cannot sign."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password.encode())
    except ValueError as error:
        raise SigningError(WRONG_FILE) from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningError(WRONG_FILE)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < 2048:
        raise SigningError("Khóa trong tệp ngắn hơn 2048 bit nên không còn an toàn. Hãy xin cấp chứng thư mới.")
    found = describe(certificate)
    if not found.signs:
        raise SigningError(f"Chứng thư “{found.subject}” không được cấp để ký văn bản. Hãy dùng chứng thư ký số.")
    return FileKey(_private(key), found, tuple(one.public_bytes(Encoding.DER) for one in others))


def open_file(kept: FileKey) -> Key:
    """A key from a file, ready to sign."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    # Checked when it was made or read, and kept under authenticated encryption: to check the primes of an RSA key anew
    # takes 0.1 s of each signature.
    key = load_der_private_key(kept.private, None, unsafe_skip_rsa_key_validation=True)

    def sign(data: bytes) -> bytes:
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # `read_pkcs12` lets no other in
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    return Key(kept.certificate, sign, kept.chain)


@contextmanager
def open_token(module: str, token: str, label: str, pin: str, chain: Sequence[bytes] = ()) -> Iterator[Key]:
    """A key inside a token or HSM, ready to sign while the context lasts; SigningError says what is missing."""
    import pkcs11

    try:
        library = pkcs11.lib(module)
    except (RuntimeError, pkcs11.PKCS11Error) as error:
        raise SigningError(NO_MODULE.format(module=module)) from error
    try:
        session = library.get_token(token_label=token).open(user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid, pkcs11.PinLocked) as error:
        raise SigningError(WRONG_PIN) from error
    except pkcs11.PKCS11Error as error:
        raise SigningError(NO_TOKEN.format(token=token)) from error
    with session:
        try:
            key = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=label)
            wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.LABEL: label}
            found = list(session.get_objects(wanted))  # to the end: a search left open blocks the token
            certificate = read_certificate(found[0][pkcs11.Attribute.VALUE])
        except (pkcs11.PKCS11Error, IndexError, SigningError) as error:
            raise SigningError(NO_KEY.format(token=token, label=label)) from error
        try:
            yield Key(certificate, lambda data: _sign_inside(key, data), tuple(chain))
        except pkcs11.PKCS11Error as error:
            raise SigningError(NO_DEVICE) from error


def _sign_inside(key: Any, data: bytes) -> bytes:
    """The signature by a key in a token; the hash is taken here where the token's way of signing wants one."""
    from pkcs11 import KeyType, Mechanism
    from pkcs11.util.ec import encode_ecdsa_signature

    if key.key_type == KeyType.RSA:
        return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
    return bytes(encode_ecdsa_signature(key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)))


def _private(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return bytes(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))

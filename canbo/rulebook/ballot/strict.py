"""Canonical JSON that Python and JavaScript write to the same bytes, and a reader that takes nothing else.

Keys sorted by code point, no spaces, no escapes but those JSON demands, UTF-8. Values: objects, arrays, strings without
lone surrogates, true, false, null, and integers both sides hold exactly (up to 2^53 − 1).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from typing import Any

from canbo.rulebook.errors import RuleError

LARGEST = 2**53 - 1
HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs
DEEPEST = 20


def text(data: object) -> str:
    """The canonical text of a document. RuleError for what JSON, or one of the two languages, cannot hold exactly."""
    _check(data, DEEPEST)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(source: str | bytes) -> Any:
    """The document a canonical text holds. RuleError where the text is not canonical: one document has one text, so
    that nobody sends the same ballot twice in two spellings."""
    try:
        source = source.decode() if isinstance(source, bytes) else source
        data = json.loads(source)
        if text(data) == source:
            return data
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RuleError("không đọc được JSON") from error
    raise RuleError("JSON không ở dạng chuẩn")


def sha(*parts: str) -> str:
    """sha256 in hex of the parts, each closed off from the next."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def pack(data: bytes) -> str:
    """Bytes as base64url without padding, as they stand in documents."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpack(value: object, size: int | None = None) -> bytes:
    """Bytes from `pack`. RuleError where the value is not their only spelling, or has not `size` bytes."""
    if not isinstance(value, str):
        raise RuleError("cần một chuỗi base64url")
    try:
        data = base64.urlsafe_b64decode(value.encode("ascii") + b"=" * (-len(value) % 4))
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise RuleError("chuỗi base64url không hợp lệ") from error
    if pack(data) != value or (size is not None and len(data) != size):
        raise RuleError("chuỗi base64url không đúng dạng hoặc độ dài")
    return data


def shape(data: object, *keys: str) -> dict[str, Any]:
    """The document as an object with exactly these keys; RuleError otherwise."""
    if not isinstance(data, dict) or set(data) != set(keys):
        raise RuleError("cần đúng các phần: " + ", ".join(keys))
    return data


def _check(data: object, deep: int) -> None:
    if deep < 0:
        raise RuleError("lồng quá nhiều lớp")
    match data:
        case None | bool():
            return
        case int() if abs(data) <= LARGEST:
            return
        case str():
            if not data.isascii() and HALVES.search(data):
                raise RuleError("chuỗi có ký tự Unicode không trọn")
        case list():
            for one in data:
                _check(one, deep - 1)
        case dict():
            for key, one in data.items():
                if not isinstance(key, str):
                    raise RuleError("tên phần phải là chuỗi")
                _check(key, deep)
                _check(one, deep - 1)
        case _:
            raise RuleError(f"không ghi được giá trị kiểu {type(data).__name__}")

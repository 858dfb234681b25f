"""Addresses of servers as settings give them, read into what uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

PREPARED_AFTER = 5  # times a connection sends a statement before the server keeps its plan
# Of a statement that looks among given ids the server would else make a plan each time: four times what it then takes.
# And for one that reads very much it would first compile it, each time anew: a second and a half of a country's three.
ONCE_PLANNED = "-c plan_cache_mode=force_generic_plan -c jit=off"

FORM = "Cần postgresql://tên:mật-khẩu@máy-chủ:cổng/cơ-sở-dữ-liệu."


class Misset(ValueError):
    """A setting that cannot be read; the message is Vietnamese and says what is expected."""


class MailServer(NamedTuple):
    """Where letters go out."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False


def mail_server(url: str) -> MailServer | None:
    """The server of smtps://user:password@host:port (TLS), smtp+tls:// (STARTTLS) or smtp:// (in the clear). Misset for
    anything else, and for a password in the clear."""
    if not url:
        return None
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise Misset("CANBO_SMTP_URL: cần smtps://, smtp+tls:// hoặc smtp:// và tên máy chủ.")
    if parts.scheme == "smtp" and parts.password and parts.hostname not in {"localhost", "127.0.0.1"}:
        raise Misset("CANBO_SMTP_URL: không gửi mật khẩu đi mà không mã hóa; hãy dùng smtps:// hoặc smtp+tls://.")
    return MailServer(
        parts.hostname, parts.port or ports[parts.scheme], unquote(parts.username or ""), unquote(parts.password or ""),
        tls=parts.scheme == "smtps", starttls=parts.scheme == "smtp+tls",
    )  # fmt: skip


def database(
    url: str, folder: Path, *, pooled: bool = False, patience: int | None = None, named: str = "DATABASE_URL"
) -> dict[str, Any]:
    """A database setting from `postgresql://user:password@host:port/name?option=value`; else SQLite in it.

    `patience`: seconds to wait for a server that does not answer, where the address says nothing of it (the system's,
    minutes). `pooled`: a pool in front gives each transaction another connection: neither a cursor nor a prepared
    statement outlives its transaction. `named`: what the address is called where it is told to be wrong, by Misset."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "canbo.sqlite3",
            "CONN_MAX_AGE": 600,  # opening reads the schema of all tables again: half of a small page's time
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts, port = _server(url, named)
    waiting = {} if patience is None else {"connect_timeout": str(patience)}
    options = waiting | dict(parse_qsl(parts.query))
    if not parts.path.strip("/") and "service" not in options:
        raise Misset(f"{named}: thiếu tên cơ sở dữ liệu. {FORM}")
    if not pooled:
        options["options"] = f"{ONCE_PLANNED} {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "OPTIONS": {"prepare_threshold": None if pooled else PREPARED_AFTER, **options},
    }


def _server(url: str, named: str) -> tuple[SplitResult, int | None]:
    """The parts of a PostgreSQL address and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port
        if not parts.scheme:
            raise ValueError
    except ValueError:
        raise Misset(f"{named}: không đọc được địa chỉ. {FORM}") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise Misset(f"{named}: không dùng được “{parts.scheme}://”. {FORM}")
    return parts, port

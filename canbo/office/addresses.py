"""Addresses of servers as settings give them, read into what uses them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


class MailServer(NamedTuple):
    """Where letters go out."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False


def mail_server(url: str) -> MailServer | None:
    """The server of smtps://user:password@host:port (TLS), smtp+tls:// (STARTTLS) or smtp:// (in the clear)."""
    if not url:
        return None
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError("CANBO_SMTP_URL: expected smtps://, smtp+tls:// or smtp:// and a host")
    if parts.scheme == "smtp" and parts.password and parts.hostname not in {"localhost", "127.0.0.1"}:
        raise ValueError("CANBO_SMTP_URL: a password must not travel in the clear; use smtps:// or smtp+tls://")
    return MailServer(
        parts.hostname, parts.port or ports[parts.scheme], unquote(parts.username or ""), unquote(parts.password or ""),
        tls=parts.scheme == "smtps", starttls=parts.scheme == "smtp+tls",
    )  # fmt: skip


def database(url: str, folder: Path) -> dict[str, object]:
    """A database setting from `postgresql://user:password@host:port/name?option=value`; else SQLite in it."""
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
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL: expected postgresql://…, found {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or parts.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }

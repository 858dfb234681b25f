"""Every setting of the box, once, from the environment. Documented in docs/operations/settings.md.

What is not here is the point: no sessions, accounts, messages, admin, cookies, CSRF, and nothing that writes a log.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

# Without any handler Python prints warnings to the terminal, with the path that was asked for.
logging.getLogger().addHandler(logging.NullHandler())
LOGGING_CONFIG = None


def env(name: str, default: str = "") -> str:
    """The environment's CANBO_<name>, or the default."""
    return os.environ.get(f"CANBO_{name}", default)


DATA = Path(env("DATA") or Path(__file__).resolve().parents[2] / "var").resolve()
FOLDER = DATA / "box"
FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
INBOX = Path(env("BOX_INBOX") or DATA / "box-inbox").resolve()
# The office's origin, where tokens are issued; the page talks to no other window.
OFFICE = env("SITE", "http://localhost:8000").rstrip("/")


def database(url: str) -> dict[str, object]:
    """The box's database: `CANBO_BOX_DATABASE_URL`, else SQLite in the box's own folder.

    SQLite: an acknowledged ballot is on the disk (synchronous=FULL), and what was moved is overwritten (secure_delete).
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "box.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"CANBO_BOX_DATABASE_URL: expected postgresql://…, found {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or parts.port or "",
        "CONN_MAX_AGE": None,
        "OPTIONS": options,
    }


DATABASES = {"default": database(env("BOX_DATABASE_URL"))}
INSTALLED_APPS = ["canbo.box"]
MIDDLEWARE = ["canbo.box.middleware.quiet"]
ROOT_URLCONF = "canbo.box.urls"
WSGI_APPLICATION = "canbo.box.wsgi.application"
DEBUG = False
# No answer depends on the name the box was called by.
ALLOWED_HOSTS = ["*"]
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = False

"""What a move to another database leaves for whoever starts Canbo next: at the old place where everything went, at the
new one that it is not whole yet. Loads no model."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections
from django.utils import timezone

# A table of the target, there from before its schema is made until all is compared.
MARK = "unfinished_move"
UNFINISHED = (
    "Cơ sở dữ liệu này là nơi đến của một lần `canbo move` chưa xong: dữ liệu chưa đủ. Hãy chạy lại lệnh ấy "
    "với DATABASE_URL của nơi đi; hoặc xóa cơ sở dữ liệu này và làm từ đầu."
)
LEFT = (
    "Cơ sở dữ liệu {database} không còn dùng: dữ liệu đã chuyển {word}. Hãy đặt DATABASE_URL tới đó; "
    "hoặc xóa tệp {file} để dùng tiếp cơ sở dữ liệu cũ."
)


def refusal() -> str:
    """Why this database is not one to work in, and what to do; "" where nothing is known against it. A database that
    does not answer is told by whoever asks it for more."""
    if connection.vendor == "sqlite" and (word := _word()).exists():
        where = word.read_text(encoding="utf-8").strip()
        return LEFT.format(database=connection.settings_dict["NAME"], word=where, file=word)
    return UNFINISHED if unfinished() else ""


def unfinished() -> bool:
    """Whether a move to this database has begun and not come to its end."""
    try:
        with connection.cursor() as cursor:
            return MARK in connection.introspection.table_names(cursor)
    except (DatabaseError, InterfaceError):
        return False


def begin(alias: str) -> None:
    """Mark a target: from now on it is no site."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARK} (since text)")


def finish(alias: str, url: str) -> None:
    """Unmark a target, to be called in the transaction that filled it; and say so at the place it was filled from.

    `url`: the target's address, "" for SQLite in the data folder, which then is in use again."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {MARK}")
    if not url:
        _word().unlink(missing_ok=True)
    elif connection.vendor == "sqlite":
        _word().write_text(f"lúc {timezone.localtime():%H:%M ngày %d/%m/%Y} sang {_shown(url)}\n", encoding="utf-8")


def _word() -> Path:
    return Path(settings.DATA) / "canbo.sqlite3.moved"


def _shown(url: str) -> str:
    """An address without its password, and without options, where one may stand."""
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.netloc.rpartition('@')[2]}{parts.path}"

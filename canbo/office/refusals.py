"""A setting or a database that no command can work with, told in a sentence: what is wrong, and what to do.

The one place for it is the `canbo` command (`canbo.cli`); `--traceback` shows everything instead.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError

from canbo.office.addresses import Misset

CHECK = "Hãy xem máy chủ có đang chạy không, và địa chỉ trong {} có đúng không."
# Of the version that runs, tables or columns are missing.
NO_TABLES = ("42P01", "42703", "3F000")
NOT_ALLOWED = "42501"
SQLITE = {
    "SQLITE_CANTOPEN": "không mở được; hãy xem thư mục có đó không và có quyền ghi không",
    "SQLITE_READONLY": "chỉ đọc được; hãy cho quyền ghi vào tệp và thư mục",
    "SQLITE_FULL": "hết chỗ trên đĩa; hãy giải phóng chỗ rồi làm lại",
    "SQLITE_IOERR": "đĩa không đọc hay ghi được; hãy xem đĩa",
    "SQLITE_BUSY": "đang có chương trình khác ghi; hãy đợi rồi làm lại",
    "SQLITE_LOCKED": "đang có chương trình khác ghi; hãy đợi rồi làm lại",
    "SQLITE_NOTADB": "không phải là một cơ sở dữ liệu; hãy xem CANBO_DATA, hoặc trả về từ bản sao lưu",
    "SQLITE_CORRUPT": "bị hỏng; hãy trả về từ bản sao lưu vào một nơi mới",
}


def sentence(error: BaseException, database: dict[str, Any] | None = None, named: str = "DATABASE_URL") -> str | None:
    """What to tell a person of an error; None where it is no setting's and no database's, but a fault of ours.

    `database`: the settings of the one that was asked, the installation's own unless given; `named`: where its address
    stands."""
    if isinstance(error, Misset):
        return str(error)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    asked = settings.DATABASES["default"] if database is None else database
    words = _last_line(error)
    code = _code(error)
    if code in NO_TABLES or words.startswith(("no such table", "no such column")):
        return (
            f"Cơ sở dữ liệu chưa có các bảng của phiên bản này ({words}). "
            "Hãy chạy `canbo up --no-demo --prepare` trước."
        )
    if str(asked["ENGINE"]).endswith("sqlite3"):
        known = next((text for name, text in SQLITE.items() if code.startswith(name)), None)
        return known and f"Cơ sở dữ liệu {asked['NAME']}: {known}."
    return _of_server(error, code, words, asked, named)


def _of_server(error: BaseException, code: str, words: str, asked: dict[str, Any], named: str) -> str | None:
    """Of PostgreSQL. A connection that never was has no code: the server's words tell why, where they are English."""
    name = asked["NAME"]
    if code == NOT_ALLOWED:
        return (
            f"Người dùng trong {named} không có quyền ({words}). "
            f"Hãy để người ấy làm chủ cơ sở dữ liệu: ALTER DATABASE {name} OWNER TO {asked['USER'] or '…'}."
        )
    if "invalid connection option" in words or "invalid URI" in words:
        return f"{named} có tùy chọn mà PostgreSQL không biết ({words}). Hãy sửa phần sau dấu ?."
    if code or not isinstance(error, OperationalError | InterfaceError):
        return f"Cơ sở dữ liệu không làm được ({words})." if isinstance(error, OperationalError) else None
    if f'database "{name}" does not exist' in words:
        return f"Máy chủ chưa có cơ sở dữ liệu “{name}”. Hãy tạo nó (createdb {name}), hoặc sửa tên trong {named}."
    if "authentication failed" in words or "no password supplied" in words or 'role "' in words:
        return f"Máy chủ không nhận tên hoặc mật khẩu trong {named} ({words}). Hãy sửa lại."
    return f"Không kết nối được cơ sở dữ liệu “{name}” ({words}). {CHECK.format(named)}"


def _code(error: BaseException) -> str:
    """The engine's own name of it: SQLSTATE, or SQLite's; "" where there is none."""
    each: BaseException | None = error
    while each is not None:
        if found := getattr(each, "sqlite_errorname", None) or getattr(each, "sqlstate", None):
            return str(found)
        each = each.__cause__ or each.__context__
    return ""


def _last_line(error: BaseException) -> str:
    """The one line of an engine's words that says most: of a failed connection the last, else the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    if "connection" in lines[0]:
        return lines[-1].removeprefix("- ")
    return lines[0]

"""The return of a backup to a new machine: whole or not at all, and proved.

Everything is laid out beside first and checked; the database comes last, so that a place with a database is a place
where all of it arrived. Killed at any moment, it is done again from the beginning.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Agency
from canbo.office.upkeep import engines
from canbo.office.upkeep.backing import ABOUT, DATABASE, INBOX, SECRETS, About, members
from canbo.office.upkeep.sealed import Unreadable

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(source: Path, secret: str) -> About:
    """Bring a backup back into this installation, whose database must be empty, and bring its schema up to date.

    ActionError, with nothing changed, where the file is not whole, the engine is another, or something is there
    already. What is proved before the database comes: every stream byte, every file's hash. After it: `faults`."""
    if not engines.empty():
        raise ActionError(
            "Cơ sở dữ liệu ở đây không trống. Hãy trả bản sao lưu về một nơi mới (CANBO_DATA, DATABASE_URL)."
        )
    stage = Path(settings.DATA) / ".restoring"
    if not stage.exists() and (held := _held()):
        raise ActionError(
            f"Thư mục {settings.DATA} là của một nơi khác ({', '.join(held)}): trả về đây sẽ ghi đè khóa của nơi ấy. "
            "Hãy đặt CANBO_DATA vào một thư mục mới."
        )
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True, mode=0o700)
    try:
        about = _lay_out(source, secret, stage)
        _check(about, stage)
        _place(stage)
        engines.bring_back(stage / DATABASE)
    except OSError as error:
        raise ActionError(f"Không ghi được vào {settings.DATA}: {error}. Chưa có gì được trả về.") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if _held() and engines.empty():  # what was put here is ours: it may be done again
            stage.mkdir(mode=0o700)
    return about


def _held() -> list[str]:
    """What of a site lies in the data folder. Secrets tell nothing: the first command makes them."""
    data = Path(settings.DATA)
    old = [data / "canbo.sqlite3"] if connection.vendor == "postgresql" else []
    return [path.name for path in (*old, data / "files", data / "keys") if path.is_file() or any(path.glob("*"))]


def faults(about: About) -> list[str]:
    """What of the returned installation is not as it was backed up; empty when all is. Run it before the schema is
    brought up to date and before anybody works."""
    now = engines.counted()
    found = [
        f"bảng {table}: {now.get(table, 0)} dòng, bản sao lưu ghi {rows}"
        for table, rows in about.tables.items()
        if now.get(table) != rows
    ]
    for agency in Agency.objects.order_by("code").only("pk", "code"):
        found += [f"nhật ký {agency.code}: {fault}" for fault in journal.verify(agency_id=agency.pk).faults]
    return found


def bring_up_to_date() -> None:
    """The schema of this version, for a backup of an earlier one."""
    call_command("migrate", verbosity=0, interactive=False)


def _lay_out(source: Path, secret: str, stage: Path) -> About:
    try:
        with source.open("rb") as file, members(file, secret) as archive:
            # Python before 3.11.4, which Debian 12 has, knows no filter.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(stage, members=_plain(archive))
        return About(**json.loads((stage / ABOUT).read_text(encoding="utf-8")))
    except Unreadable as error:
        raise ActionError(str(error)) from error
    except FileNotFoundError as error:
        raise ActionError(f"Không có tệp {error.filename}.") from error
    except (tarfile.TarError, ValueError, TypeError) as error:
        raise ActionError("Tệp sao lưu không đọc được bằng phiên bản này.") from error


def _plain(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The files and folders of an archive as if we had made them here. ValueError for what no backup holds: a link, a
    device, a name that leads out of the folder."""
    for member in archive:
        path = PurePosixPath(member.name)
        if not (member.isfile() or member.isdir()) or path.is_absolute() or ".." in path.parts:
            raise ValueError(f"a backup does not hold {member.name!r}")
        member.uid, member.gid, member.uname, member.gname = os.getuid(), os.getgid(), "", ""
        yield member


def _check(about: About, stage: Path) -> None:
    if about.engine != connection.vendor:
        raise ActionError(
            f"Bản sao lưu là của {ENGINES.get(about.engine, about.engine)}, ở đây là {ENGINES[connection.vendor]}. "
            "Hãy trả về cùng loại cơ sở dữ liệu (DATABASE_URL), rồi chuyển bằng `canbo move`."
        )
    if newer := sorted(set(about.migrations) - {".".join(key) for key in MigrationLoader(None).disk_migrations}):
        raise ActionError(f"Bản sao lưu là của phiên bản mới hơn ({about.version}; {newer[0]}). Hãy cài phiên bản ấy.")
    contents = list((stage / "files").glob("*"))
    if len(contents) != about.files:
        raise ActionError(f"Bản sao lưu ghi {about.files} tệp nhưng có {len(contents)}.")
    for path in contents:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != path.name and path.name not in about.damaged:
                raise ActionError(f"Tệp {path.name[:12]} trong bản sao lưu không đúng mã băm của nó.")


def _place(stage: Path) -> None:
    """Put everything but the database in its place. Files are known by their content, so that a second attempt only
    writes them again."""
    for path in sorted((stage / "files").glob("*")):
        _move(path, Path(settings.FILES) / path.name[:2] / path.name)
    for path in sorted((stage / "keys").glob("*")):
        _move(path, Path(settings.KEYS) / path.name)
    for name in SECRETS:
        if (stage / name).exists():
            _move(stage / name, Path(settings.DATA) / name)
    for path in sorted((stage / INBOX).glob("*/*")):
        _move(path, Path(settings.BOX_INBOX) / path.parent.name / path.name)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.move(source, target)

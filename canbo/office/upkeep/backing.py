"""A backup: database, files and keys of one moment in one encrypted file, taken while people work.

In the archive: the database's snapshot, `files/` by their hash, `keys/` (the agencies' seals alone), the secrets beside
them, what office and ballot box hand over, and `about.json`. Not in it: the keys that sign ballots being handed out,
which must end with the handing out (anonymity design §6), and the ballot box's own database, which is nobody's here.
"""

from __future__ import annotations

import fcntl
import gzip
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from canbo import __version__
from canbo.office.base.errors import ActionError
from canbo.office.base.files import damaged
from canbo.office.signatures.models import SealKey
from canbo.office.upkeep import engines
from canbo.office.upkeep.sealed import SHORTEST, Opening, Sealing, Unreadable

SUFFIX = ".canbo"
ABOUT, DATABASE, INBOX = "about.json", "database", "box-inbox"
SECRETS = ("secret.key", "seal.key", "demo")
NO_SECRET = (
    "Cần mật khẩu sao lưu dài ít nhất {} ký tự: đặt vào CANBO_BACKUP_SECRET, hoặc vào một tệp rồi thêm --secret TỆP. "
    "Hãy giữ nó ngoài máy này: mất mật khẩu là mất bản sao lưu."
)


@dataclass(frozen=True, slots=True)
class About:
    """What a backup holds. `tables`: rows of each; `migrations`: those the database had; `files`: how many; `damaged`:
    the hashes of those that were no longer what was stored when they were backed up."""

    version: str
    engine: str
    at: str
    migrations: list[str]
    tables: dict[str, int]
    files: int
    damaged: list[str] = field(default_factory=list)


def secret_of(file: str | None) -> str:
    """The secret of backups, from a file or the setting. ActionError, saying what to do, where there is none."""
    try:
        secret = Path(file).read_text(encoding="utf-8").strip() if file else settings.BACKUP_SECRET
    except (OSError, UnicodeDecodeError) as error:
        raise ActionError(f"Không đọc được tệp mật khẩu {file}.") from error
    if len(secret) < SHORTEST:
        raise ActionError(NO_SECRET.format(SHORTEST))
    return secret


def back_up(folder: Path, secret: str) -> tuple[Path, About]:
    """Write a backup into the folder under the name of this moment, read it through, and only then give it its name.
    Files damaged on the disk are in it as they are: see `About.damaged`.

    ActionError where the disk refuses, another backup runs, or the database's own program fails; the folder then holds
    what it held."""
    target = folder / f"canbo-{timezone.localtime():%Y%m%d-%H%M%S}{SUFFIX}"
    part = target.with_suffix(".part")
    try:
        folder.mkdir(exist_ok=True, mode=0o700)  # not what it lies in: a disk that is not there must not be made up
        with _alone(folder), _scratch() as scratch:
            tables = engines.snapshot(scratch / DATABASE)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                about = _write(file, secret, scratch / DATABASE, tables)
                file.flush()
                os.fsync(file.fileno())
            read_through(part, secret)
            part.replace(target)
            _settle(folder)
    except (OSError, Unreadable) as error:
        raise ActionError(f"Không sao lưu được vào {folder}: {error}. Bản sao lưu cũ còn nguyên.") from error
    finally:
        if part.exists():
            part.unlink()
    return target, about


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` backups of a folder; those removed, oldest first."""
    old = sorted(folder.glob(f"canbo-*{SUFFIX}"))[:-keep]
    for path in old:
        path.unlink()
    return old


def read_through(path: Path, secret: str) -> int:
    """Read every byte of a backup, as a return would; how many members it has. Unreadable where one is not whole."""
    with path.open("rb") as file, members(file, secret) as archive:
        return sum(1 for _ in archive)


@contextmanager
def members(file: BinaryIO, secret: str) -> Iterator[tarfile.TarFile]:
    """The archive inside a sealed file; leaving it reads to the end, so that a cut is always found."""
    opened = Opening(file, secret)
    try:
        with gzip.GzipFile(fileobj=io.BufferedReader(opened, 2**20)) as plain:
            with tarfile.open(fileobj=plain, mode="r|") as archive:
                yield archive
            while plain.read(2**20):
                pass
    except (EOFError, gzip.BadGzipFile, tarfile.TarError) as error:
        raise Unreadable("Tệp sao lưu bị hỏng.") from error


def _contents() -> Iterator[Path]:
    """The files people brought or had printed; not what is half written."""
    return (path for path in sorted(Path(settings.FILES).glob("??/*")) if not path.suffix)


def _write(file: BinaryIO, secret: str, database: Path, tables: dict[str, int]) -> About:
    sealed = Sealing(file, secret)
    with (
        gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=1, mtime=0) as plain,
        tarfile.open(fileobj=plain, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.add(database, DATABASE)
        files = sum(_add(archive, path, f"files/{path.name}") for path in _contents())
        for name in sorted(set(SealKey.objects.values_list("fingerprint", flat=True))):
            _add(archive, Path(settings.KEYS) / name, f"keys/{name}")
        for name in SECRETS:
            _add(archive, Path(settings.DATA) / name, name)
        _add(archive, Path(settings.BOX_INBOX), INBOX)
        about = _about(tables, files)
        text = json.dumps(asdict(about), ensure_ascii=False).encode()
        entry = tarfile.TarInfo(ABOUT)
        entry.size, entry.mode = len(text), 0o600
        archive.addfile(entry, io.BytesIO(text))
    sealed.finish()
    return about


def _about(tables: dict[str, int], files: int) -> About:
    done = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
    now = timezone.now().isoformat(timespec="seconds")
    return About(__version__, connection.vendor, now, done, tables, files, damaged())


def _add(archive: tarfile.TarFile, path: Path, name: str) -> bool:
    """Whether it was there: a printed code that ran out may go while we work."""
    try:
        archive.add(path, name)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ActionError(f"Một lần sao lưu khác đang ghi vào {folder}.") from None
        for left in folder.glob("canbo-*.part"):
            left.unlink()
        yield


@contextmanager
def _scratch() -> Iterator[Path]:
    """A private folder on the data's own disk; what a killed backup left there goes first."""
    scratch = Path(settings.DATA) / ".backup"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

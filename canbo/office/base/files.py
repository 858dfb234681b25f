"""Files: content kept once by its hash under the data folder, the record of it in the agency's trail."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, StoredFile

log = logging.getLogger("canbo.files")
SIGNATURES: Final = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
}
CONTENT_TYPES: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return Path(settings.FILES) / sha256[:2] / sha256


def check_upload(name: str, data: bytes) -> str:
    """The content type of an upload that is what its name says; ActionError with what to do otherwise."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension not in SIGNATURES:
        raise ActionError(f"Không nhận tệp đuôi “.{extension}”. Hãy dùng PDF, Word, Excel hoặc ảnh PNG, JPG.")
    if not data:
        raise ActionError("Tệp rỗng. Hãy chọn lại tệp.")
    if len(data) > settings.MAX_UPLOAD:
        raise ActionError(f"Tệp lớn hơn {settings.MAX_UPLOAD // 2**20} MB. Hãy giảm dung lượng rồi tải lại.")
    if not any(data.startswith(signature) for signature in SIGNATURES[extension]):
        raise ActionError(f"Nội dung tệp không phải là .{extension} như tên gọi. Hãy mở tệp và lưu lại đúng định dạng.")
    return CONTENT_TYPES[extension]


def store(*, agency_id: int, actor: Account, name: str, data: bytes, content_type: str) -> StoredFile:
    """Keep the content (once) and record who brought it. The content is on disk before the record exists.

    ActionError where the disk refuses it (full, read-only): then there is neither."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        _write(path, data)
    return StoredFile.objects.create(
        agency_id=agency_id,
        name=Path(name).name[:200],
        content_type=content_type,
        size=len(data),
        sha256=sha256,
        uploaded_by=actor,
        at=timezone.now(),
    )


def _write(path: Path, data: bytes) -> None:
    """Put the content in its place, whole. Each thread writes apart: the same content may come twice at once."""
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        log.error("cannot write below %s: %s", settings.FILES, error)
        with suppress(OSError):
            part.unlink()
        raise ActionError(
            "Máy chủ không ghi được tệp (đĩa đầy hoặc không cho ghi). Chưa có gì được lưu. "
            "Hãy báo người quản trị, rồi thử lại."
        ) from error


def sweep() -> None:
    """Remove what a crash left half written: it may hold people's papers. Call it before anything writes."""
    for part in Path(settings.FILES).glob("*/*.part"):
        part.unlink()


def remove(file: StoredFile, *, going: Collection[int] = ()) -> None:
    """Take the content off the disk, unless a record that stays has the same (`going`: the ids of those that go with
    it); that it was there stays on record."""
    if not StoredFile.objects.filter(sha256=file.sha256).exclude(pk__in=[file.pk, *going]).exists():
        path_of(file.sha256).unlink(missing_ok=True)


def damaged() -> list[str]:
    """The hashes of contents that were changed on the disk since they were kept, or cannot be read; in order."""
    found = []
    for path in sorted(Path(settings.FILES).glob("??/*")):
        if path.suffix:  # half written
            continue
        try:
            with path.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        except FileNotFoundError:  # its time was over meanwhile
            continue
        except OSError:
            sha256 = ""
        if sha256 != path.name:
            found.append(path.name)
    return found


def named(hashes: Collection[str]) -> list[str]:
    """A sentence for each of these damaged contents, with the names under which it was kept."""
    names: dict[str, list[str]] = {sha256: [] for sha256 in hashes}
    for sha256, name in StoredFile.objects.filter(sha256__in=hashes).order_by("id").values_list("sha256", "name"):
        names[sha256].append(f"“{name}”")
    return [
        f"tệp {sha256[:12]} ({', '.join(found) or 'không văn bản nào dùng'}) đã bị thay đổi trên đĩa"
        for sha256, found in names.items()
    ]


def read(file: StoredFile) -> bytes:
    """The content of a stored file; ActionError when it is gone or was changed on disk."""
    path = path_of(file.sha256)
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ActionError("Tệp trên máy chủ bị thiếu hoặc đã bị thay đổi. Hãy báo người quản trị.")
    return data

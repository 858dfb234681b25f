"""Papers brought for a batch: one PDF, or many in an archive. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from django.conf import settings

from canbo.office.base import files
from canbo.office.base.errors import ActionError

MOST = 2000
MOST_BYTES = 100 * 1024 * 1024
NOT_AN_ARCHIVE = "Không mở được tệp nén. Hãy nén lại thành .zip không có mật khẩu."


def papers_in(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Name and content of each PDF, in the archive's order; ActionError says which file is wrong."""
    if not name.lower().endswith(".zip"):
        _check(name, data)
        return [(name, data)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            _measure(entries)
            found = [(PurePosixPath(one.filename).name, archive.read(one)) for one in entries]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise ActionError(NOT_AN_ARCHIVE) from error
    for inner, content in found:
        _check(inner, content)
    return found


def _measure(entries: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked: an archive of some kilobytes may hold gigabytes."""
    if not entries:
        raise ActionError("Tệp nén không có văn bản nào.")
    if len(entries) > MOST:
        raise ActionError(f"Tệp nén có {len(entries)} tệp; mỗi đợt tối đa {MOST}. Hãy chia thành nhiều đợt.")
    sizes = [one.file_size for one in entries]
    if sum(sizes) > MOST_BYTES or max(sizes) > settings.MAX_UPLOAD:
        raise ActionError("Các tệp trong tệp nén quá lớn. Hãy chia thành nhiều đợt.")


def _check(name: str, data: bytes) -> None:
    if not name.lower().endswith(".pdf"):
        raise ActionError(f"“{name}” không phải là PDF. Hãy bỏ tệp đó ra rồi tải lại; chưa có gì được đóng dấu.")
    try:
        files.check_upload(name, data)
    except ActionError as error:
        raise ActionError(f"“{name}”: {error}") from error

"""A disk that takes no file: the person is told what to do, and there is no record without its content."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from canbo.office.base import files
from canbo.office.base.models import Event, StoredFile
from canbo.office.evaluations.models import Draft, Evidence
from canbo.office.people.models import RosterImport
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.faults.place import Place
from tests.office.evaluations import month
from tests.town import Town

Refuse = Callable[[Place], list[Path]]
PDF = b"%PDF-1.7 vi du"
TOLD = "Máy chủ không ghi được tệp (đĩa đầy hoặc không cho ghi). Chưa có gì được lưu."


def refuse_folder(place: Place) -> list[Path]:
    """A file stands where the folder should be: nothing can be written, not even by root."""
    blocked = place.data / "files"
    blocked.write_bytes(b"")
    return [blocked]


def refuse_space(place: Place) -> list[Path]:
    """The disk is full when the content has half arrived."""
    blocked = []
    for data in (PDF, roster()):
        path = files.path_of(hashlib.sha256(data).hexdigest())
        path.parent.mkdir(parents=True)
        blocked.append(path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part"))
        blocked[-1].symlink_to("/dev/full")
    return blocked


@cache
def roster() -> bytes:
    """One person, as an office sends it."""
    columns = [TableColumn(title) for title in ("STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ")]
    return write_table(Table("DS", columns, [("1", "Đỗ Thị Ước", "02/03/1990", "Văn phòng", "Chuyên viên")]))


@pytest.mark.parametrize("refuse", [refuse_folder, refuse_space])
def test_an_upload_the_disk_refuses_leaves_nothing_and_loses_nothing(place: Place, town: Town, refuse: Refuse) -> None:
    month.opened(town, due=month.FAR)
    sheet, nam, trang = month.sheet(town, "nam").pk, town.client("nam"), town.client("trang")
    nam.post(month.url("draft", sheet, "self"), {"m0": "8,5", "w0": "Việc đã làm", "version": "0"})
    acts, blocked = Event.objects.count(), refuse(place)

    def evidence() -> str:
        file = SimpleUploadedFile("minh-chung.pdf", PDF)
        shown = nam.post(month.url("evidence_add", sheet), {"file": file, "item": "", "note": ""}, follow=True)
        assert shown.status_code == 200
        return str(shown.content.decode())

    def people(status: int) -> str:
        sent = {"unit": town.units["ward"].pk, "day": "01/07/2026", "kind": "civil_servant"}
        shown = trang.post(reverse("people:imports"), sent | {"file": SimpleUploadedFile("ds.xlsx", roster())})
        assert shown.status_code == status
        return str(shown.content.decode())

    assert TOLD in evidence()
    assert TOLD in people(422)
    assert (StoredFile.objects.count(), Evidence.objects.count(), RosterImport.objects.count()) == (0, 0, 0)
    assert Event.objects.count() == acts
    draft = Draft.objects.get()
    assert (draft.marks[0], draft.words) == (850, {"0": "Việc đã làm"})
    for path in blocked:
        path.unlink(missing_ok=True)
    assert list((place.data / "files").rglob("*.part")) == []
    assert TOLD not in evidence()
    people(302)
    assert sorted(files.read(file) for file in StoredFile.objects.all()) == sorted([PDF, roster()])

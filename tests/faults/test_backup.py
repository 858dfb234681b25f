"""Backups: what comes back is what there was, or it is refused; a kill leaves nothing that looks like one."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings

from canbo.office.base import files
from canbo.office.base.models import StoredFile
from canbo.office.signatures import keyring, vault
from canbo.office.upkeep import engines, moving, restoring
from tests.faults import place as places
from tests.faults.place import CANBO, Place
from tests.office.evaluations import month
from tests.town import Town

SECRET = "ba con mèo mướp trên mái nhà"
PDF = b"%PDF-1.7 giay khen"


@pytest.fixture
def kept(place: Place, town: Town, tmp_path: Path) -> Path:
    """A place with sheets, a file, a seal's key and a ballot's signing key; where its backups go."""
    month.opened(town, due=month.FAR)
    agency, actor = town.units["ward"].agency_id, town.accounts["mai"]
    files.store(agency_id=agency, actor=actor, name="khen.pdf", data=PDF, content_type="application/pdf")
    keyring.in_use(actor=actor, agency_id=agency)
    vault.keep("0" * 64, b"a key that signs ballots")
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    return tmp_path / "backups"


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Place]:
    """A new machine: no table, no file."""
    made = places.bare(tmp_path / "other")
    yield made
    places.forget(made)


def contents(place: Place) -> dict[str, tuple[int, str]]:
    """What each table of a place says, as the product reads it."""
    with places.entered(place):
        return {model._meta.label: moving.digest(model, "default") for model in apps.get_models()}


def back_up(place: Place, folder: Path, *options: str) -> list[Path]:
    place.run(*CANBO, "backup", str(folder), "--secret", str(folder.parent / "secret"), *options)
    return sorted(folder.glob("*.canbo"))


def restore(path: Path) -> tuple[str, ...]:
    return (*CANBO, "restore", str(path), "--secret", str(path.parent.parent / "secret"))


def test_what_comes_back_is_what_there_was(place: Place, kept: Path, other: Place, settings: LazySettings) -> None:
    before = contents(place)
    (backup,) = back_up(place, kept)
    assert PDF not in backup.read_bytes()
    other.run(*restore(backup))
    assert contents(other) == before
    assert before["people.Person"][0] > 0
    names = {path.name for path in (other.data / "keys").iterdir()}
    assert names == {path.name for path in (place.data / "keys").iterdir()} - {"0" * 64}
    with places.entered(other):
        settings.FILES, settings.KEYS = other.data / "files", other.data / "keys"
        assert files.read(StoredFile.objects.get(name="khen.pdf")) == PDF
        assert vault.take(names.pop())
    assert "không trống" in other.refused(*restore(backup))


def test_only_a_whole_backup_under_its_own_secret_comes_back(place: Place, kept: Path, other: Place) -> None:
    (backup,) = back_up(place, kept)
    whole = backup.read_bytes()
    for spoilt in (whole[:-1], whole[: len(whole) // 2], whole[:5000] + b"\0" + whole[5001:], b"%PDF", b""):
        backup.write_bytes(spoilt)
        said = other.refused(*restore(backup))
        assert "Sai mật khẩu sao lưu, hoặc tệp sao lưu bị cắt cụt" in said or "không phải bản sao lưu" in said
    backup.write_bytes(whole)
    (kept.parent / "secret").write_text("mật khẩu của ai khác", encoding="utf-8")
    assert "Sai mật khẩu sao lưu" in other.refused(*restore(backup))
    (kept.parent / "secret").write_text("ngắn", encoding="utf-8")
    assert "dài ít nhất 12 ký tự" in other.refused(*restore(backup))
    assert not (other.data / "files").exists()
    (kept.parent / "secret").write_text(SECRET, encoding="utf-8")
    other.run(*restore(backup))


def test_a_killed_backup_is_none_and_the_next_one_is_whole(place: Place, kept: Path, other: Place) -> None:
    first = back_up(place, kept)
    place.killed_at("FSYNC", command=("backup", str(kept), "--secret", str(kept.parent / "secret")))
    assert sorted(kept.glob("*.canbo")) == first
    assert len(list(kept.glob("*.part"))) == 1
    (second,) = back_up(place, kept, "--keep", "1")
    assert [path.name for path in kept.iterdir() if path.name != ".lock"] == [second.name]
    assert not (place.data / ".backup").exists()
    other.run(*restore(second))


def test_a_killed_return_is_done_again_from_the_beginning(place: Place, kept: Path, other: Place) -> None:
    (backup,) = back_up(place, kept)
    command = ("restore", str(backup), "--secret", str(kept.parent / "secret"))
    other.killed_at("RENAME", "RENAME", command=command)
    with places.entered(other):
        assert engines.empty()
    other.run(*restore(backup))
    assert contents(other) == contents(place)


@pytest.mark.parametrize("name", ["../out", "/out", "files/../../out"])
def test_nothing_is_laid_out_beside_the_place(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "made.tar", "w") as made:
        made.addfile(tarfile.TarInfo("files/kept"))
        made.addfile(tarfile.TarInfo(name))
    with tarfile.open(tmp_path / "made.tar") as found, pytest.raises(ValueError, match="does not hold"):
        list(restoring._plain(found))


def test_no_link_is_laid_out(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "made.tar", "w") as made:
        link = tarfile.TarInfo("files/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    with tarfile.open(tmp_path / "made.tar") as found, pytest.raises(ValueError, match="does not hold"):
        list(restoring._plain(found))


def test_a_file_damaged_on_the_disk_is_told_at_the_backup_and_does_not_bar_the_return(
    place: Place, kept: Path, other: Place
) -> None:
    back_up(place, kept)
    (stored,) = (path for path in (place.data / "files").glob("??/*") if path.read_bytes() == PDF)
    stored.write_bytes(PDF + b"!!")
    said = place.refused(*CANBO, "backup", str(kept), "--keep", "1", "--secret", str(kept.parent / "secret"))
    assert "“khen.pdf”) đã bị thay đổi trên đĩa" in said
    assert "khen.pdf" in place.refused(*CANBO, "check", "files")
    first, second = sorted(kept.glob("*.canbo"))  # none was forgotten
    other.run(*restore(second))
    assert (other.data / "files" / stored.parent.name / stored.name).read_bytes() == PDF + b"!!"
    assert first != second


def test_a_backup_is_not_brought_into_the_folder_of_another_site(place: Place, kept: Path, other: Place) -> None:
    (backup,) = back_up(place, kept)
    theirs = other.data / "keys" / ("f" * 64)
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"a seal's key")
    said = other.refused(*restore(backup))
    assert "là của một nơi khác (keys)" in said
    assert [path.name for path in theirs.parent.iterdir()] == [theirs.name]
    assert not (other.data / "files").exists()


def test_a_backup_goes_only_where_there_is_a_place_for_it(place: Place, kept: Path) -> None:
    (file,) = back_up(place, kept)
    for nowhere in (kept.parent / "unmounted" / "canbo", file):
        said = place.refused(*CANBO, "backup", str(nowhere), "--secret", str(kept.parent / "secret"))
        assert f"Không sao lưu được vào {nowhere}" in said
    assert not (kept.parent / "unmounted").exists()

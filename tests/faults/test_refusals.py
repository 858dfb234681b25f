"""A setting or a database no command can work with: a sentence and status 1, no trace; with --traceback all of it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults import place as places
from tests.faults.place import CANBO, ROOT, Place

UNREADABLE = {
    "mysql://x/y": "không dùng được “mysql://”",
    "postgresql://localhost:cong/canbo": "không đọc được địa chỉ",
    "canbo": "không đọc được địa chỉ",
    "postgresql://localhost": "thiếu tên cơ sở dữ liệu",
}


def told(place: Place, *command: str) -> str:
    """What a command that must be refused says on its error output: one line."""
    done = subprocess.run([*CANBO, *command], env=place.env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize("address", UNREADABLE)
def test_an_address_that_cannot_be_read(tmp_path: Path, address: str) -> None:
    place = Place(tmp_path, address)
    for command in (("check",), ("up", "--prepare"), ("serve",)):
        assert told(place, *command).startswith(f"DATABASE_URL: {UNREADABLE[address]}")
    here = replace(place, url="")
    assert told(here, "move", address).startswith(f"CommandError: Nơi đến: {UNREADABLE[address]}")
    done = subprocess.run([*CANBO, "check", "--traceback"], env=place.env, capture_output=True, text=True, check=False)
    assert "Traceback" in done.stderr


def test_a_server_that_is_down_or_an_option_nobody_knows(tmp_path: Path) -> None:
    down = Place(tmp_path, "postgresql://canbo:mat-khau@127.0.0.1:1/canbo")
    for command in (("journal", "verify"), ("up", "--prepare", "--no-demo"), ("check", "journal")):
        said = told(down, *command)
        assert said.startswith("Không kết nối được cơ sở dữ liệu “canbo” (")
        assert "mat-khau" not in said
    assert "không kết nối được" in told(replace(down, url=""), "move", down.url).casefold()
    odd = replace(down, url=f"{down.url}?khong_co=1")
    assert told(odd, "journal", "verify").startswith("DATABASE_URL có tùy chọn mà PostgreSQL không biết")


def test_a_database_without_tables_or_none(tmp_path: Path) -> None:
    empty = places.bare(tmp_path / "bare")
    try:
        for command in (("check", "journal"), ("journal", "verify")):
            assert "Hãy chạy `canbo up --no-demo --prepare` trước." in told(empty, *command)
        if empty.url:
            missing = replace(empty, url=urlsplit(empty.url)._replace(path="/canbo_moi").geturl())
            said = "Máy chủ chưa có cơ sở dữ liệu “canbo_moi”. Hãy tạo nó (createdb canbo_moi)"
            assert told(missing, "up", "--prepare").splitlines()[-1].startswith(said)
        else:
            (empty.data / "canbo.sqlite3").write_text("không phải cơ sở dữ liệu " * 100)
            assert "không phải là một cơ sở dữ liệu" in told(empty, "journal", "verify")
    finally:
        places.forget(empty)


@pytest.mark.parametrize("wrong", ["bốn", "0", "-1", "2.5", "nan"])
def test_a_number_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("CANBO_WEB_THREADS", wrong)
    for command in (("check",), ("serve",)):
        said = told(Place(tmp_path), *command)
        assert said == f"CANBO_WEB_THREADS: cần một số nguyên từ 1 trở lên, ví dụ 4; đang là “{wrong}”."


def test_hours_may_have_parts_and_have_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANBO_WEB_WAITING", "0")
    monkeypatch.setenv("CANBO_LOCKOUT_HOURS", "inf")
    assert told(Place(tmp_path), "check").startswith("CANBO_LOCKOUT_HOURS: cần một số từ 0 trở lên")

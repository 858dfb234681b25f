"""What `canbo up` says before it serves."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import LazySettings

from canbo.office.desk.management.commands.up import Command


def test_slips_to_try_are_named_only_where_they_are(tmp_path: Path, settings: LazySettings) -> None:
    settings.DATA = tmp_path
    (tmp_path / "demo").write_text("Bản dùng thử.\n", encoding="utf-8")

    def welcome() -> list[str]:
        said = io.StringIO()
        Command(stdout=said).welcome("127.0.0.1", 8000)
        return said.getvalue().splitlines()

    bare = ["", "Canbo: http://localhost:8000/", "Bản dùng thử.", "Dừng bằng Ctrl+C."]
    assert welcome() == bare
    slips = tmp_path / "demo-y-kien"
    slips.mkdir()
    line = f"Phiếu để thử gửi ý kiến, khóa để thử mở hòm (cùng mật khẩu trên): {slips}"
    assert welcome() == [*bare[:3], line, bare[3]]

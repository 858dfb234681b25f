"""`canbo backup`: database, files and keys into one encrypted file, while people work."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.upkeep import backing

DAMAGED = (
    "Đã sao lưu, nhưng {}. Không bản cũ nào bị xóa: hãy lấy lại tệp ấy từ một bản sao lưu cũ và kiểm tra đĩa "
    "(`canbo check files`)."
)


class Command(BaseCommand):
    help = "Back up database, files and keys into one encrypted file in a folder, while people work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups lie; best on another disk")
        parser.add_argument("--keep", type=int, help="then keep this many of the newest and remove older ones")
        parser.add_argument("--secret", help="a file with the secret (default: CANBO_BACKUP_SECRET)")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep: giữ ít nhất 1 bản.")
        try:
            path, about = backing.back_up(options["folder"], backing.secret_of(options["secret"]))
            spared = not options["keep"] or about.damaged
            gone = [] if spared else backing.forget_old(options["folder"], options["keep"])
        except ActionError as error:
            raise CommandError(str(error)) from error
        size = f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")
        spent = f"{time.monotonic() - began:.1f}".replace(".", ",")
        self.stdout.write(
            f"{path}: {size} MB, {sum(about.tables.values())} dòng trong {len(about.tables)} bảng, {about.files} tệp; "
            f"đã đọc lại trọn vẹn; {spent} giây."
        )
        for old in gone:
            self.stdout.write(f"Đã xóa bản cũ {old.name}.")
        self.stdout.flush()  # in a log the warning comes last
        if about.damaged:
            raise CommandError(DAMAGED.format("; ".join(files.named(about.damaged))))

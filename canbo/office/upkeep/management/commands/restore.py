"""`canbo restore`: a backup back into an empty installation, and the proof that it is the same."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.desk import serving
from canbo.office.upkeep import backing, restoring


class Command(BaseCommand):
    help = "Bring a backup back into an empty installation, and prove that it is the same."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup (….canbo)")
        parser.add_argument("--secret", help="a file with the secret (default: CANBO_BACKUP_SECRET)")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            with serving.claim():
                about = restoring.restore(options["file"], backing.secret_of(options["secret"]))
                faults = restoring.faults(about)
                restoring.bring_up_to_date()
        except (ActionError, serving.Busy) as error:
            raise CommandError(str(error)) from error
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError("Đã trả về nhưng KHÔNG giống bản sao lưu: xem các dòng trên.")
        spent = f"{time.monotonic() - began:.1f}".replace(".", ",")
        at = f"{timezone.localtime(datetime.fromisoformat(about.at)):%H:%M:%S ngày %d/%m/%Y}"
        self.stdout.write(
            f"Đã trả về bản sao lưu lúc {at}: {sum(about.tables.values())} dòng, {about.files} tệp, số dòng từng "
            f"bảng và nhật ký đều khớp; {spent} giây."
        )
        for fault in files.named(about.damaged):
            self.stdout.write(f"Khi sao lưu {fault}: được trả về như thế.")

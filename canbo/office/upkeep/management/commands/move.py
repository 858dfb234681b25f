"""`canbo move`: everything from this installation's database into another, empty one."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from canbo.office.addresses import Misset, database
from canbo.office.base import children
from canbo.office.base.errors import ActionError
from canbo.office.desk import serving
from canbo.office.refusals import sentence
from canbo.office.upkeep import moving

HERE = "sqlite"


class Command(BaseCommand):
    help = "Move everything into another, empty database, of either engine, and compare. Stop `canbo up` first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", help=f"postgresql://user:password@host:port/name, or {HERE}: in CANBO_DATA")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        url = "" if options["target"] == HERE else options["target"]
        try:
            with serving.claim():
                moved = moving.move("default", self.reach(url), url, self.told)
        except (ActionError, serving.Busy, Misset) as error:
            raise CommandError(str(error)) from error
        spent = f"{time.monotonic() - began:.1f}".replace(".", ",")
        rows = sum(one.rows for one in moved)
        self.stdout.write(f"Đã chuyển {rows} dòng của {len(moved)} bảng; từng bảng bằng nhau cả hai bên; {spent} giây.")
        self.stdout.write(
            f"Từ nay chạy với {'DATABASE_URL mới' if url else 'DATABASE_URL để trống'}; thư mục dữ liệu giữ nguyên."
        )

    def told(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def reach(self, url: str) -> str:
        """The target as an alias of its own, marked, with this version's tables, which a process of its own makes: the
        engine of a table's links is that of the default database."""
        if not url and connections["default"].vendor == "sqlite":
            raise ActionError("Nơi đi và nơi đến là một.")
        there = database(url, Path(settings.DATA), named="Nơi đến")
        connections.databases["target"] = connections.configure_settings({"default": {}, "target": there})["target"]
        try:
            moving.prepare("target")
            self.told("Đang lập các bảng ở nơi đến, chừng nửa phút …")
            connections["target"].close()
            children.run(
                [sys.executable, "-m", "canbo", "migrate", "--verbosity", "0", "--no-input"],
                env={"DATABASE_URL": url, "CANBO_DATA": str(settings.DATA)},
            )
        except DatabaseError as error:
            raise ActionError(sentence(error, there, "địa chỉ nơi đến") or str(error)) from error
        except subprocess.CalledProcessError as error:
            self.stderr.write(error.stderr)
            raise ActionError("Không lập được các bảng ở nơi đến: xem các dòng trên. Nơi đi còn nguyên.") from error
        return "target"

"""`canbo up`: bring everything up to date, load the demo into an empty database, serve."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from canbo.office.base import files, moved
from canbo.office.base.models import Account
from canbo.office.desk import serving


class Command(BaseCommand):
    help = "Migrate, load the demo into an empty database, and serve web, background jobs and clock."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--box-port", type=int, default=8001, help="port of the ballot box (default 8001)")
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="web processes (default: cores)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--prepare", action="store_true", help="do everything but serve")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            held = serving.claim()
            serving.check_port(options["host"], options["port"])
        except serving.Busy as busy:
            raise CommandError(str(busy)) from None
        if refused := moved.refusal():
            raise CommandError(refused)
        with held:
            # Office and box name each other's origin: that of a run on one machine follows from the ports.
            os.environ.setdefault("CANBO_SITE", f"http://localhost:{options['port']}")
            os.environ.setdefault("CANBO_BOX_SITE", f"http://localhost:{options['box_port']}")
            os.environ["CANBO_WEB_WORKERS"] = str(options["workers"])
            self.prepare(demo=not options["no_demo"])
            if options["prepare"]:
                return
            self.welcome(options["host"], options["port"])
            members = serving.family(options["host"], options["port"], options["workers"])
            status = serving.keep(members, lambda: serving.box(options["host"], options["box_port"]))
        raise SystemExit(status)

    def prepare(self, *, demo: bool) -> None:
        """Schema, static files, demo, and the half files a crash left behind (its jobs: `chores`)."""
        self.say("Đang cập nhật các bảng của cơ sở dữ liệu (lần đầu chừng nửa phút) …")
        call_command("migrate", verbosity=0, interactive=False)
        self.say("Đang gom tệp của trang web …")
        call_command("collectstatic", verbosity=0, interactive=False)
        if demo and not Account.objects.exists():
            call_command("demo", stdout=self.stdout)
        files.sweep()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def welcome(self, host: str, port: int) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host
        self.stdout.write(f"\nCanbo: http://{shown}:{port}/\n")
        people = Path(settings.DATA) / "demo"
        if people.exists():
            self.stdout.write(people.read_text(encoding="utf-8"), ending="")
            if (slips := Path(settings.DATA) / "demo-y-kien").is_dir():  # no backup and no move takes them along
                self.stdout.write(f"Phiếu để thử gửi ý kiến, khóa để thử mở hòm (cùng mật khẩu trên): {slips}\n")
        elif not Account.objects.exists():
            self.stdout.write("Chưa ai đăng nhập được: chạy `canbo found` để lập cơ quan đầu tiên.\n")
        self.stdout.write("Dừng bằng Ctrl+C.\n")
        self.stdout.flush()

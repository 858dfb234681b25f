"""`canbo summaries rebuild`: count the summary rows of dashboards anew from the records."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandParser

from canbo.office.base.site import SiteCommand
from canbo.office.evaluations import counting
from canbo.office.profiles import attained
from canbo.office.results.actions import summing


class Command(SiteCommand):
    help = "Count the summaries behind dashboards anew from sheets, decisions and records of people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        opened, decided, told = counting.rebuild(), summing.rebuild(), attained.rebuild()
        spent = f"{time.monotonic() - began:.1f}".replace(".", ",")
        rows = f"{opened} dòng số phiếu, {decided} dòng kết quả và {told} dòng trình độ"
        self.stdout.write(f"Đã lập lại {rows} trong {spent} giây.")

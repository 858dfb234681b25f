"""`canbo summaries rebuild`: count the summary rows of dashboards anew from the records."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from canbo.office.evaluations import counting
from canbo.office.results.actions import summing


class Command(BaseCommand):
    help = "Count the summaries behind dashboards anew from sheets and decisions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        opened, decided = counting.rebuild(), summing.rebuild()
        spent = f"{time.monotonic() - began:.1f}".replace(".", ",")
        self.stdout.write(f"Đã lập lại {opened} dòng số phiếu và {decided} dòng kết quả trong {spent} giây.")

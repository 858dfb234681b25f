"""`canbo tick`: what happens by itself with time: cycles that open, journals that are sealed."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from canbo.office.base import journal
from canbo.office.base.models import Agency

EVERY_SECONDS = 60


class Command(BaseCommand):
    help = "Do what is due by the clock, once or every minute: seal the journals of all agencies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="again every minute")

    def handle(self, *args: Any, **options: Any) -> None:
        self.once()
        while options["forever"]:
            time.sleep(EVERY_SECONDS)
            close_old_connections()
            self.once()

    def once(self) -> None:
        for agency_id in Agency.objects.order_by("pk").values_list("pk", flat=True):
            journal.seal(agency_id=agency_id)

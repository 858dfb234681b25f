"""`canbo work`: background jobs and clock, without pages."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from canbo.office.base import moved
from canbo.office.desk import chores


class Command(BaseCommand):
    help = "Do background jobs and what is due by the clock, until asked to end."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if refused := moved.refusal():
            raise CommandError(refused)
        connection.close()  # this thread asks nothing more
        asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: asked.set())
        chores.start()
        asked.wait()

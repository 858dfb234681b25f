"""`canbo work`: background jobs and clock, without pages."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.db import connection

from canbo.office.base.site import SiteCommand
from canbo.office.desk import chores


class Command(SiteCommand):
    help = "Do background jobs and what is due by the clock, until asked to end."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        connection.close()  # this thread asks nothing more
        asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: asked.set())
        chores.start()
        asked.wait()

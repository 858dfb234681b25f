"""What granian says at every start about a setting of ours that is meant: threads of a web process are places to wait
(`serving.web`), far more than cores."""

from __future__ import annotations

import logging


class Meant(logging.Filter):
    """Leaves that one line out and lets all others through."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Configuration allows spawning up to ")
